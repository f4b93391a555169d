"""This project's wordings, as its peers get them: as they stand, with other names put in, and as hassil's sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.forms import expand
from bot.knowledge import KnowledgeBase
from bot.matching import read
from bot.matching.utterance import Utterance
from bot.matching.vocabulary import vocabulary
from bot.model import Mention
from bot.text import words

NAMED = ("country", "place", "city", "region", "organisation", "body", "document", "topic", "status", "force", "doctype")
"""Kinds whose members may stand in each other's place in a wording."""
RANGES = {"year": (1990, 2030), "number": (0, 100)}
"""Kinds that hassil reads as numbers, with the range that it is given; questions of the banks ask for no others."""


@dataclass(frozen=True, slots=True)
class Wordings:
    """The wordings of the rules and the plain entries.

    Attributes:
        examples: As they stand in the knowledge.
        filled: The same and, for each name in one of them, the wording with each other name of that kind that the facts
            speak of: "china share" gives "russia share". One name at a time, as pairs would be some ten thousand.
    """

    examples: tuple[str, ...]
    filled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A wording as a hassil sentence.

    Attributes:
        tokens: The words of the wording, None where a list stands.
        template: In hassil's notation: ``(when|what year) was {document} signed``.
    """

    tokens: tuple[str | None, ...]
    template: str

    def filled(self, names: Iterable[str]) -> str:
        """Return the wording with names in the places of its lists, from left to right."""
        following = iter(names)
        return " ".join(next(following, "") if token is None else token for token in self.tokens)


def wordings(base: KnowledgeBase) -> Wordings:
    """Return the wordings that the knowledge brings with it."""
    rules = (example for rule in base.rules.values() for example in rule.examples)
    examples = tuple(dict.fromkeys([*rules, *base.questions]))
    known = _known(base)
    filled: list[str] = []
    for utterance in _read(base, examples):
        said = [token.text for token in utterance.tokens]
        for slot in _slots(utterance, NAMED):
            others = (base.name(name) for name in known if base.kinds.get(name) == slot.kind and name != slot.id)
            filled.extend(" ".join([*said[: slot.start], other, *said[slot.stop :]]) for other in others)
    return Wordings(examples, tuple(dict.fromkeys([*examples, *filled])))


def sentences(base: KnowledgeBase, examples: Iterable[str], *, synonyms: bool) -> tuple[Sentence, ...]:
    """Return the wordings as hassil sentences.

    Args:
        base: The knowledge.
        examples: The wordings.
        synonyms: Let each other word be said in every way that the knowledge lists for it, and leave out what carries no
            content; else only the names vary.
    """
    found = []
    for utterance in _read(base, examples):
        lists = {slot.start: slot for slot in _slots(utterance, (*NAMED, *RANGES))}
        spoken = {m.start: m for m in _slots(utterance, set(base.groups.values()) | {"word"})} if synonyms else {}
        pieces, tokens, place = list[str](), list[str | None](), 0
        while place < len(utterance.tokens):
            if (slot := lists.get(place)) is not None:
                pieces.append(f"{{{slot.kind}}}")
                tokens.append(None)
                place = slot.stop
                continue
            word = spoken.get(place)
            stop = place + 1 if word is None or any(word.start < at < word.stop for at in lists) else word.stop
            said = " ".join(token.text for token in utterance.tokens[place:stop])
            tokens.append(said)
            if word is not None and stop == word.stop:
                pieces.append(f"<{rule_name(word)}>")
            else:
                pieces.append(f"[{said}]" if synonyms and place in utterance.fillers else said)
            place = stop
        found.append(Sentence(tuple(tokens), " ".join(pieces)))
    return tuple(found)


def lists(base: KnowledgeBase) -> dict[str, Any]:
    """Return hassil's lists: every way in which a name is written, and the ranges of numbers."""
    named: dict[str, dict[str, str]] = {kind: {} for kind in NAMED}
    for form in base.forms:
        if form.kind in named:
            named[form.kind].update((text, form.id) for text in _written(form.text))
    texts = {kind: {"values": [{"in": text, "out": name} for text, name in forms.items()]} for kind, forms in named.items()}
    return texts | {kind: {"range": {"from": low, "to": high}} for kind, (low, high) in RANGES.items()}


def rules(base: KnowledgeBase) -> dict[str, str]:
    """Return hassil's expansion rules: every way in which a word of the vocabulary is said."""
    said: dict[str, list[str]] = {}
    for form in base.forms:
        if form.kind not in NAMED and form.kind != "chat":
            said.setdefault(f"{form.kind}_{form.id}", []).extend(_written(form.text))
    return {_plain(name): f"({'|'.join(dict.fromkeys(texts))})" for name, texts in said.items()}


def rule_name(mention: Mention) -> str:
    """Return what the expansion rule of a word is called."""
    return _plain(f"{mention.kind}_{mention.id}")


def _plain(name: str) -> str:
    return "".join(char if char.isalnum() else "_" for char in name)


def _written(form: str) -> Iterator[str]:
    yield from filter(None, (" ".join(words(text)) for text in expand(form)))


def _read(base: KnowledgeBase, examples: Iterable[str]) -> Iterator[Utterance]:
    index = vocabulary(base)
    for example in examples:
        yield read(example, index, base.grammar)


def _slots(utterance: Utterance, kinds: Iterable[str]) -> tuple[Mention, ...]:
    """Return the mentions of these kinds that do not overlap, the leftmost and longest first."""
    wanted, found = frozenset(kinds), list[Mention]()
    for mention in sorted(utterance.mentions, key=lambda m: (m.start, -m.stop)):
        if mention.kind in wanted and (not found or mention.start >= found[-1].stop):
            found.append(mention)
    return tuple(found)


def _known(base: KnowledgeBase) -> tuple[str, ...]:
    """Return the names that the facts speak of, in the order of the files."""
    found: list[str] = []
    for fact in base.facts.values():
        values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
        found += [fact.subject, *(value for value in values if isinstance(value, str))]
    for name, document in base.documents.items():
        found += [name, *document.topics, *document.partners, *document.bodies]
    return tuple(name for name in dict.fromkeys(found) if name in base.names)
