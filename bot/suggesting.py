"""Questions that can be answered and lie near to what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.intents import ENTITIES
from bot.knowledge import KnowledgeBase
from bot.matching import read
from bot.matching.utterance import Utterance
from bot.matching.vocabulary import Vocabulary
from bot.model import Mention
from bot.text import RAW

MOST = 3  # suggestions under a reply, and choices of a question back
WEIGHTS = {"kind": 4, "year": 0, "number": 0, "count": 0, "ordinal": 0}
"""What a mention counts, in tenths, that a question shares with an example; a thing asked about counts `ABOUT`, others `ELSE`."""
ABOUT, ELSE = 20, 10
PLAIN = 2  # part of what an example says in all that counts against it
ENOUGH = 10  # below it an example has nothing to do with the question


@dataclass(frozen=True)
class Suggestions:
    """The examples of the rules, found by what they mention."""

    base: KnowledgeBase
    index: Vocabulary
    known: tuple[tuple[str, str], ...]
    """(rule, question), in the order of the files."""
    following: bool = True
    """Whether anything is suggested after an answer."""

    @cached_property
    def places(self) -> Mapping[tuple[str, str], tuple[int, ...]]:
        """What examples mention, as kind and id -> places in `known` of those that do.

        To read all examples takes as long as to read the knowledge, so it waits until they are looked through.
        """
        places: dict[tuple[str, str], list[int]] = {}
        for place, (_, text) in enumerate(self.known):
            for key in _keys(read(text, self.index, self.base.grammar).mentions):
                if _weight(key):
                    places.setdefault(key, []).append(place)
        return {key: tuple(found) for key, found in places.items()}

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """What the mentions of each example count together: the less, the plainer it is."""
        found = [0] * len(self.known)
        for key, places in self.places.items():
            for place in places:
                found[place] += _weight(key)
        return tuple(found)

    def near(self, text: str, utterance: Utterance) -> tuple[str, ...]:
        """Return the questions nearest to what was asked, best first; the general ones when none is near."""
        portraits = [self._portrait(m.id) for m in utterance.mentions if m.kind == "country"]
        found = [example for _, example in self._ranked(utterance)]
        asked = text[:RAW].strip().casefold()
        chosen = [q for q in dict.fromkeys([*portraits, *found]) if q.casefold() != asked]
        return tuple(chosen[:MOST]) or self.general()

    def after(self, rule: str, utterance: Utterance) -> tuple[str, ...]:
        """Return what can be asked after an answer: what its rule names, else the nearest examples of other rules."""
        if not self.following:
            return ()
        rules = self.base.rules
        following = [rules[name] for name in rules[rule].next if name in rules] if rule in rules else []
        named = [question for other in following for question in other.examples[:1]]  # one on the last answer may have none
        if len(named) >= MOST:
            return tuple(dict.fromkeys(named))[:MOST]
        near: dict[str, str] = {}
        for other, example in self._ranked(utterance):
            if other != rule:
                near.setdefault(other, example)
        return tuple(dict.fromkeys([*named, *near.values()]))[:MOST]

    def _ranked(self, utterance: Utterance) -> list[tuple[str, str]]:
        """Return (rule, example) by what they share with the question, most first."""
        scores: dict[int, int] = {}
        for key in _keys(utterance.mentions):
            weight = _weight(key)
            for place in self.places.get(key, ()):
                scores[place] = scores.get(place, 0) + weight
        # Of what is as near, that comes first which speaks of little else.
        best = sorted((self.weights[place] // PLAIN - score, place) for place, score in scores.items() if score >= ENOUGH)
        return [self.known[place] for _, place in best]

    def general(self) -> tuple[str, ...]:
        """Return questions that many people ask first."""
        return tuple(command.question for command in self.base.commands)[:MOST]

    def names(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return a question about each of several names, of which one was meant."""
        return tuple(self._portrait(name) for name in ids)[:MOST]

    def _portrait(self, entity: str) -> str:
        return self.base.say("clarify.suggest.country", name=self.base.name(entity))


def suggestions(base: KnowledgeBase, index: Vocabulary) -> Suggestions:
    """Return what can be suggested: the rules' examples that are whole questions."""
    examples = [
        (name, text)
        for name, rule in base.rules.items()
        for text in rule.examples
        if text.endswith("?") and not {"about", "declines"} & set(rule.options)
    ]
    return Suggestions(base, index, tuple(examples))


def _keys(mentions: Iterable[Mention]) -> frozenset[tuple[str, str]]:
    return frozenset((m.kind, m.id) for m in mentions if m.id != "sco")


def _weight(key: tuple[str, str]) -> int:
    return ABOUT if key[0] in ENTITIES else WEIGHTS.get(key[0], ELSE)
