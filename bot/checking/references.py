"""Ids that lead nowhere, sections that a source does not have, words that nothing reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.answering.narrowing import NARROWINGS
from bot.checking.faults import Faults
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Citation

# Kinds that bot.matching.numbers reads, and the years that the sources speak of as a whole; no entry has them.
_COUNTED = frozenset({"<year>", "<month>", "<number>", "<ordinal>", "<as-of>"})
FORCES = ("binding", "other", "unlisted")  # see the head of knowledge/documents.yaml

MEANT = {"city": "the id of a city", "heads": "the id of a body"}
"""Key of a name -> what it names; else a country."""


def check(base: KnowledgeBase, faults: Faults) -> None:
    """Note dead ids of facts, documents and rules, sections that are not there, and words that are read by nothing."""
    _facts(base, faults)
    _documents(base, faults)
    _rules(base, faults)
    _words(base, faults)
    _named(base, faults)


def _facts(base: KnowledgeBase, faults: Faults) -> None:
    subjects = {*base.kinds, *base.documents, *base.sources, *base.groups}
    for fact in base.facts.values():
        if fact.subject not in subjects:
            _dead(faults, "facts", fact.id, "subject", fact.subject, "a name, country, organisation or document")
        for concept in sorted(fact.about):
            if concept not in base.groups and concept not in base.kinds:
                _dead(faults, "facts", fact.id, "about", concept, "a word of en/words")
        if fact.origin and fact.origin not in base.kinds:
            _dead(faults, "facts", fact.id, "origin", fact.origin, "a name of en/names.yaml")
        _sections(base, faults, "facts", fact.id, fact.cite)


def _documents(base: KnowledgeBase, faults: Faults) -> None:
    for name, document in base.documents.items():
        if name not in base.names:
            faults.add("documents", name, "It has no name.", "Add an entry of the same id to en/names.yaml.")
        if document.force not in FORCES:
            _dead(faults, "documents", name, "force", document.force, ", ".join(FORCES))
        for key, ids in (
            ("type", (document.type,)),
            ("topics", document.topics),
            ("touches", document.touches),
            ("sides", document.sides),
        ):
            for word in ids:
                if word not in base.groups:
                    _dead(faults, "documents", name, key, word, "a word of en/words")
        for key, ids in (("partners", document.partners), ("bodies", document.bodies)):
            for entity in ids:
                if entity not in base.kinds:
                    _dead(faults, "documents", name, key, entity, "a country, organisation or body")
        _sections(base, faults, "documents", name, document.cite)


def _rules(base: KnowledgeBase, faults: Faults) -> None:
    kinds = {f"<{kind}>" for kind in (*base.kinds.values(), *(form.kind for form in base.forms))}
    known = {*base.groups, *base.kinds, *kinds, *_COUNTED}
    for name, rule in base.rules.items():
        for ref in _refs(rule):
            if ref not in known:
                _dead(faults, "rules", name, "needs, may, never or asks", ref, "a word, the id of a name, or <kind>")
        for fact in rule.facts:
            if fact not in base.facts:
                _dead(faults, "rules", name, "facts", fact, "the id of a fact")
        for other in rule.next:
            if other not in base.rules:
                _dead(faults, "rules", name, "next", other, "the id of a rule")
        if not rule.examples and rule.options.get("about") != "last":  # on the last answer: no question by itself
            faults.add("rules", name, "It has no example.", "Add a question under `examples` that only this rule should take.")


def _refs(rule: RuleShape) -> Iterator[str]:
    for need in rule.needs:
        yield from need.split("|")
    yield from (*rule.may, *rule.never, *rule.asks)


def _words(base: KnowledgeBase, faults: Faults) -> None:
    """Note words that no rule, fact, document or narrowing mentions, by themselves or by their group."""
    read = {ref for rule in base.rules.values() for ref in _refs(rule)}
    read |= {narrowing.word for narrowing in NARROWINGS}
    read |= {concept for fact in base.facts.values() for concept in fact.about}
    for document in base.documents.values():
        read |= {document.type, *document.topics, *document.touches, *document.sides}
    read |= {*base.grammar.always, *base.grammar.unanswered, *base.grammar.refused}
    for pronoun in base.grammar.pronouns.values():
        read |= set(pronoun.means)
    for word, group in base.groups.items():
        if base.rules and word not in read and f"<{group or 'word'}>" not in read:
            faults.add("words", word, "No rule, fact or document reads this word.", "Use it, or take it out.")


def _named(base: KnowledgeBase, faults: Faults) -> None:
    """Note countries that are none where cities, places and ambiguous forms name them, and plain entries that nobody can ask."""
    sections = base.entries.sections
    named = [("cities", key, "country", [country]) for key, country in base.countries.items()]
    named += [("places", key, "countries", list(ids)) for key, ids in base.regions.items()]
    named += [("ambiguous", form, form, ids) for form, ids in sections.get("ambiguous", {}).items()]
    named += [("names", key, "city", [shape.city]) for key, shape in sections.get("names", {}).items() if shape.city]
    named += [("names", key, "heads", [shape.heads]) for key, shape in sections.get("names", {}).items() if shape.heads]
    for section, name, key, ids in named:
        for ref in ids:
            if ref not in base.kinds:
                _dead(faults, section, name, key, ref, MEANT.get(key, "the ISO code of a country, as kaz"))
    for name, shape in sections.get("entries", {}).items():
        if not shape.examples:
            faults.add("entries", name, "It has no example.", "Add the question under `examples`.")


def _sections(base: KnowledgeBase, faults: Faults, section: str, name: str, cites: Iterable[Citation]) -> None:
    for cite in cites:
        shape = base.entries.sections["sources"][cite.source.id]
        known = [part.name for part in shape.sections]
        if known and cite.section not in known:
            problem = f'The source {cite.source.id} has no section "{cite.section}".'
            faults.add(section, name, problem, f"Write one of: {'; '.join(known)}.")


def _dead(faults: Faults, section: str, name: str, key: str, ref: str, kind: str) -> None:  # noqa: PLR0913
    faults.add(section, name, f'`{key}` names "{ref}", which is not there.', f"Write {kind}, or mend the spelling.")
