"""The rules by which questions are recognised, looked up by the words that they need."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.matching import read
from bot.matching.vocabulary import Vocabulary, entry_word


@dataclass(frozen=True)
class Rule:
    """A rule with its references resolved to sets."""

    id: str
    needs: tuple[frozenset[str], ...]
    may: frozenset[str]
    always: frozenset[str]
    """What every rule may meet."""
    never: frozenset[str]
    shape: RuleShape

    @cached_property
    def wanted(self) -> frozenset[str]:
        """Return what its needs name."""
        return frozenset().union(*self.needs)

    @cached_property
    def free(self) -> frozenset[str]:
        """Return what it may meet besides."""
        return self.may | self.always

    @property  # not kept: of each rule it would take some kilobytes
    def refs(self) -> frozenset[str]:
        """Return all that the rule can meet."""
        return self.wanted | self.free


class Rules(Sequence[Rule]):
    """Rules in their order, with those that a question may meet looked up by its words."""

    def __init__(self, every: Iterable[Rule]) -> None:
        """Note for each word the rules that cannot be met without it, or without another of the same need.

        Of each rule that is the need whose words are in the fewest rules: "member" is in hundreds, so that to go by it would
        be to look at nearly all of them for nearly every question.
        """
        self._every = tuple(every)
        common = Counter(name for rule in self._every for need in rule.needs for name in need)
        self._places: dict[str, array[int]] = {}
        for place, rule in enumerate(self._every):
            for name in min(rule.needs, key=lambda need: sum(common[name] for name in need), default=()):
                self._places.setdefault(name, array("L")).append(place)

    @overload
    def __getitem__(self, place: int) -> Rule: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Rule]: ...

    def __getitem__(self, place: int | slice) -> Rule | Sequence[Rule]:
        """Return a rule by its place."""
        return self._every[place]

    def __len__(self) -> int:
        """Return how many rules there are."""
        return len(self._every)

    def met(self, names: Collection[str]) -> list[Rule]:
        """Return the rules of which each need is named, in their order; nothing meets a rule without needs."""
        places = {place for name in names for place in self._places.get(name, ())}
        found = (self._every[place] for place in sorted(places))
        return [rule for rule in found if not any(need.isdisjoint(names) for need in rule.needs)]

    def touched(self, names: Collection[str]) -> list[Rule]:
        """Return the rules of which a need is named, in their order."""
        return [rule for rule in self._every if not all(need.isdisjoint(names) for need in rule.needs)]


def rules(base: KnowledgeBase) -> tuple[Rule, ...]:
    """Return the rules of the knowledge, those with more needs first."""
    always = frozenset(base.grammar.always)
    dated = always | frozenset(base.grammar.times)  # one set for all: it holds some 60 names, and there are 500 rules
    found = [
        Rule(
            name,
            tuple(frozenset(need.split("|")) for need in shape.needs),
            frozenset((*shape.may, *shape.asks)),
            dated if shape.dated else always,
            frozenset(shape.never),
            shape,
        )
        for name, shape in base.rules.items()
    ]
    return tuple(sorted(found, key=lambda rule: (-len(rule.needs), rule.id)))


def entry_rules(base: KnowledgeBase, index: Vocabulary) -> tuple[Rule, ...]:
    """Return a rule for each wording of the plain entries: it takes a question that has the same words, in any order.

    Small words do not count, slips are read; the kind of the question ("who", "when") must be that of the wording.
    """
    found = []
    for wording, name in base.questions.items():
        said = read(wording, index, base.grammar)
        free = {place for m in said.mentions if m.id in base.grammar.always for place in range(m.start, m.stop)} | said.fillers
        needs = tuple(frozenset({entry_word(token.text)}) for place, token in enumerate(said.tokens) if place not in free)
        asks = frozenset(m.id for m in said.mentions if m.kind == "kind")
        shape = RuleShape(examples=[wording], needs=[], do="entry", priority=1)
        found.append(Rule(name, needs, asks, frozenset(base.grammar.always), frozenset(), shape))
    return tuple(found)
