"""Wordings tried on the whole assistant: each rule's examples land on it, each fact is reached, no slip changes a country."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import combinations

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.checking.faults import Faults
from bot.forms import expand
from bot.knowledge import KnowledgeBase
from bot.matching import NAME_CUTOFF, read, vocabulary
from bot.model import Reply, Status
from bot.text import words

NEAR = 3  # edits between two names of which a single slip can look like the other: Austria and Australia have two


Ask = Callable[[str], Reply]
"""Asks a question by itself, outside of any conversation."""


Reads = Callable[[str], frozenset[str]]
"""Returns the countries that a single word is read as."""


def check(base: KnowledgeBase, ask: Ask, countries_of: Reads, faults: Faults) -> None:
    """Note examples that another rule takes, facts that no question reaches, and slips that become another country."""
    reached: set[str] = set()
    for name, rule in base.rules.items():
        for example in rule.examples:
            reply = ask(example)
            reached.update(reply.conversation.facts)
            if reply.intent != name:
                _stray(faults, name, example, reply)
    if base.rules:
        _unreached(base, ask, faults, reached)
    _slips(base, countries_of, faults)


def reads(base: KnowledgeBase) -> Reads:
    """Return how the vocabulary of a knowledge reads a single word as countries."""
    index = vocabulary(base)

    @cache
    def countries_of(word: str) -> frozenset[str]:
        return frozenset(mention.id for mention in read(word, index, base.grammar).mentions if mention.kind == "country")

    return countries_of


def _stray(faults: Faults, name: str, example: str, reply: Reply) -> None:
    if reply.intent is None:
        problem = f'Its example "{example}" is not understood ({reply.status}).'
        remedy = "Add the words that it lacks to `needs` or `may`, or to the vocabulary; `sco-bot ask --why` shows them."
    else:
        problem = f'Its example "{example}" is taken by the rule {reply.intent}.'
        remedy = "Give one of the two a word under `needs` or `never` that tells them apart."
    faults.add("rules", name, problem, remedy)


def _unreached(base: KnowledgeBase, ask: Ask, faults: Faults, reached: set[str]) -> None:
    missing = {name for name in base.facts if name not in reached}
    for question in _questions(base, missing):
        if not missing:
            return
        reply = ask(question)
        if reply.status is Status.ANSWERED:
            missing.difference_update(reply.conversation.facts)
    for name in sorted(missing):
        faults.add(
            "facts", name, "No question reaches this fact.", "Add its relation to a rule, or an `about` that questions name."
        )


def _questions(base: KnowledgeBase, missing: Iterable[str]) -> Iterator[str]:
    """Yield questions that may reach facts which no example reaches: the examples, asked of the facts' own subjects."""
    subjects = list(dict.fromkeys(base.facts[name].subject for name in sorted(missing)))
    named = [base.names[subject] for subject in subjects if subject in base.names]
    yield from (name for name, _ in named)
    for name in sorted(missing):
        fact = base.facts[name]
        called = base.names[fact.subject][0] if fact.subject in base.names else ""
        for concept in sorted(fact.about):
            form = next((form.text for form in base.forms if form.id == concept), concept)
            word = expand(form)[0]
            yield f"{called} {word}".strip()
            yield word
    examples = [example for rule in base.rules.values() for example in rule.examples]
    others = {base.names[key][0]: key for key in base.kinds if key in base.names}
    for example in examples:
        for other in others:
            if other in example:
                yield from (example.replace(other, name) for name, _ in named if name != other)


def _slips(base: KnowledgeBase, countries_of: Reads, faults: Faults) -> None:
    """Note slips of one country's name that are read as another country.

    Tried are the names of one word that are at most `NEAR` edits apart: each letter left out, doubled, swapped with the
    next, or replaced by one of the other name. A slip that is itself a known word is none.
    """
    owners: dict[str, set[str]] = {}
    for form in base.forms:
        if form.kind == "country" and len(words(form.text)) == 1:
            owners.setdefault(words(form.text)[0], set()).add(form.id)
    known = {word for form in base.forms for text in expand(form.text) for word in words(text)}
    for one, other in combinations(sorted(owners), 2):
        if owners[one] & owners[other] or OSA.distance(one, other, score_cutoff=NEAR) > NEAR:
            continue
        for name, neighbour in ((one, other), (other, one)):
            for slip in _one_letter_slips(name, neighbour):
                if slip in known or fuzz.ratio(slip, neighbour) < NAME_CUTOFF:  # the reader does not look that far either
                    continue
                if countries_of(slip) and countries_of(slip) <= owners[neighbour]:
                    entry, right = min(owners[neighbour]), min(owners[name])
                    problem = f'"{slip}", a slip of {name}, is read as {neighbour}.'
                    faults.add(
                        "countries", entry, problem, f"Add the slip to the forms of {right}, or list it under `ambiguous`."
                    )


def _one_letter_slips(name: str, neighbour: str) -> Iterator[str]:
    """Yield slips of a name: letters left out, doubled, swapped, or replaced by one of the neighbour's."""
    found: dict[str, None] = {}
    for place in range(len(name)):
        found[name[:place] + name[place + 1 :]] = None
        found[name[:place] + name[place] + name[place:]] = None
        if place + 1 < len(name):
            found[name[:place] + name[place + 1] + name[place] + name[place + 2 :]] = None
        for letter in sorted(set(neighbour)):
            found[name[:place] + letter + name[place + 1 :]] = None
            found[name[:place] + letter + name[place:]] = None
    yield from (slip for slip in found if slip not in {name, neighbour})
