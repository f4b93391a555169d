"""A question with what its words mean, as it passes from room to room; its parts, and its other reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from bot.forms import by_first_word
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import GrammarShape
from bot.model import Mention
from bot.text import Token

COUPLED = frozenset({"document", "country", "body", "doctype"})
"""Kinds of things of which two may be asked to be of the same time."""
ADDED = COUPLED | {"topic", "status", "organisation"}
"""Kinds of things that may be asked of besides others: "tajikistan too?"."""
NAMING = frozenset(
    {"country", "place", "city", "organisation", "document", "doctype", "status", "person", "office", "body", "year"}
)
"""Kinds of what a clause about who asks may not name: "as a member, does Turkey pay?"."""
GROUPS = frozenset({"own-group", "organisation", "other-org"})
"""Words for a group of people, of which may be asked what is asked of the SCO."""
TAG = 3  # words of "is not there"
DAY = 10  # characters of an ISO date that names a day
KEYWORDS = 6  # words of a question that is made of keywords alone

NAMED = frozenset({"status", "country", "organisation", "body", "document", "doctype", "force", "year"})
"""Kinds of names that may correct what was understood."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """A question with what its words mean."""

    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    """From left to right; several may cover the same words, each a possible reading."""
    fillers: frozenset[int]
    """Tokens that carry no content."""
    light: frozenset[int] = frozenset()
    """Tokens that no question hangs on, unless they are all that there is beside a name."""
    slips: tuple[tuple[str, str], ...] = ()
    """(as typed, as read), for each word that was read through a slip."""
    doubts: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """(token, names equally near to it), for each word that could be a slip of several names."""
    asked: frozenset[int] = frozenset()
    """Sentences that end in a question mark."""
    told: bool = False
    """Whether the text ends in a full stop."""

    def plain(self, grammar: GrammarShape) -> Utterance:
        """Return the utterance without what asks nothing; itself where nothing is left.

        Those are the greetings and pleases that it begins and ends with, what only places a document in time ("the Charter,
        a year later"), and who somebody is that asks ("as a student of politics: ...").
        """
        aside = self._asides(grammar) or self._asker(grammar) or self._denial(grammar)
        if aside:
            return self.part(set(range(len(self.tokens))) - aside).plain(grammar)
        polite = [token.text in grammar.courtesies for token in self.tokens]
        start = next((place for place, is_polite in enumerate(polite) if not is_polite), 0)
        stop = next((place for place in range(len(polite), 0, -1) if not polite[place - 1]), 0)
        start, stop = self._behind_opening(start, grammar), self._before_ending(stop, grammar)
        start += self._corrects(start, stop, grammar)
        return self.part(range(start, stop)) if stop - start < len(polite) and stop else self

    def _corrects(self, start: int, stop: int, grammar: GrammarShape) -> bool:
        """Return whether a first word only denies what was understood, and a name follows it: "no, the observers"."""
        opens = start + 1 < stop and self.tokens[start].text in grammar.refusals and self._divided(start + 1)
        verbs = any(token.text in grammar.auxiliaries for token in self.tokens[start + 1 : stop])
        return opens and not verbs and any(m.kind in NAMED for m in self.mentions if m.start > start)

    def _asides(self, grammar: GrammarShape) -> frozenset[int]:
        """Return the places of what stands behind a document in a clause of its own and says when it came, and no more."""
        documents = [m for m in self.mentions if m.kind == "document"]
        if not documents:
            return frozenset(self._restated(grammar))
        found: set[int] = set()
        texts = [token.text for token in self.tokens]
        wordings = by_first_word(tuple(grammar.asides))
        for start in range(1, len(texts)):
            for words in wordings.get(texts[start], ()):
                stop = start + len(words)
                if tuple(texts[start:stop]) != words:
                    continue
                first = next(p for p in range(start, -1, -1) if p == 0 or self._divided(p))
                linked = words[0] in grammar.date_links
                opens = start if linked else first
                told = opens == start or self.tokens[opens].text in grammar.interrogatives  # ", which came a year later"
                whole = stop == len(self.tokens) or linked or self._divided(stop)
                if told and whole and any(m.stop == opens for m in documents):
                    found |= set(range(opens, stop))
        return frozenset(found | self._restated(grammar))

    def _denial(self, grammar: GrammarShape) -> frozenset[int]:
        """Return the place of the "not" in what only asks for assent at the end: "they joined in 2017, didn't they?"."""
        texts = [token.text for token in self.tokens]
        while texts and texts[-1] in grammar.courtesies:
            texts.pop()
        start = len(texts) - TAG
        halves = {*grammar.interrogatives, *grammar.alternatives}
        if start < TAG or texts[start] not in grammar.auxiliaries or texts[start - 1] in halves:
            return frozenset()
        pronouns = {form for shape in grammar.pronouns.values() for form in shape.forms}
        if texts[start + 1] in grammar.negations and texts[start + 2] in pronouns:
            return frozenset({start + 1})
        last = texts[start + 1] in pronouns and texts[start + 2] in grammar.negations  # "did they not?"
        return frozenset({start + 2}) if last and self._divided(start) else frozenset()

    def _asker(self, grammar: GrammarShape) -> frozenset[int]:
        """Return the places of a first clause that says who asks, and names nothing of the field but a topic."""
        stop = next((place for place in range(1, len(self.tokens)) if self._divided(place)), 0)
        clause = " ".join(token.text for token in self.tokens[:stop])
        named = any((m.kind in NAMING or m.id in GROUPS) and m.start < stop for m in self.mentions)
        return (
            frozenset(range(stop)) if not named and any(clause.startswith(f"{form} ") for form in grammar.selves) else frozenset()
        )

    def _restated(self, grammar: GrammarShape) -> set[int]:
        """Return the places of what says a time once more: "on 8 June 2017, one day before the decision".

        Of "between 2017 and 2023, that is after India came in" it is the years: what explains them is meant.
        """
        for start, rewording in self._rewordings(grammar):
            first = next(place for place in range(start - 1, -1, -1) if place == 0 or self._divided(place))
            timed = {p for m in self.mentions if m.kind in {"year", "time", "month", "as-of"} for p in range(m.start, m.stop)}
            if set(range(first, start)) <= timed | self.fillers:
                return set(range(first, start + rewording))
        times = {m.stop for m in self.mentions if m.kind == "year" and len(m.id) == DAY}
        for start in times & set(range(1, len(self.tokens))):
            texts = [token.text for token in self.tokens[start:]]
            stop = next((p for p in range(start + 1, len(self.tokens)) if self._divided(p)), len(self.tokens))
            if self._divided(start) and any(texts[: len(words)] == words for words in map(str.split, grammar.restatements)):
                return set(range(start, stop))
        return set()

    def says_again(self, grammar: GrammarShape) -> bool:
        """Return whether a clause says another once more: "how old is that figure, that is, of which year?"."""
        return next(self._rewordings(grammar), None) is not None

    def _rewordings(self, grammar: GrammarShape) -> Iterator[tuple[int, int]]:
        """Yield the place and the length of each "that is to say" with which a clause begins."""
        for start in (place for place in range(1, len(self.tokens)) if self._divided(place)):
            found = (len(words) for words in map(str.split, grammar.rewordings) if self._texts(start, len(words)) == words)
            yield from ((start, length) for length in islice(found, 1))

    def _texts(self, start: int, count: int) -> list[str]:
        return [token.text for token in self.tokens[start : start + count]]

    def _divided(self, place: int) -> bool:
        """Return whether a mark stands before a token: a clause begins."""
        token, before = self.tokens[place], self.tokens[place - 1]
        return (token.clause, token.sentence) != (before.clause, before.sentence)

    def _behind_opening(self, start: int, grammar: GrammarShape) -> int:
        """Return the place of the question word behind what may end a question as well: "at least where is it?"."""
        texts = [token.text for token in self.tokens]
        asking = {m.start for m in self.mentions if m.kind == "kind"}
        begun = (start + len(words) for form in grammar.endings if texts[start : start + len(words := form.split())] == words)
        return next((place for place in begun if place in asking), start)

    def _before_ending(self, stop: int, grammar: GrammarShape) -> int:
        """Return the place behind which the utterance says no more: it ends in "at least", or in a "then" that tells no time."""
        texts = [token.text for token in self.tokens[:stop]]
        asks = {*grammar.auxiliaries, *grammar.interrogatives, *grammar.imperatives}
        several = len({m.id for m in self.mentions if m.kind in COUPLED}) > 1  # "charter convention same year"
        carried = () if several or asks & {*texts} or len(texts) > KEYWORDS else grammar.same_times  # "observers, same year"
        for form in (*grammar.endings, *carried):
            words = form.split()
            if len(words) < stop and texts[-len(words) :] == words:
                return stop - len(words)
        if texts[-1:] and texts[-1] in grammar.toos and any(m.kind in ADDED and m.stop == stop - 1 for m in self.mentions):
            return stop - 1  # "tajikistan 2?", "was it about drugs 2"
        tag = texts[-TAG:]  # "there is an action plan, isn't there?"
        if len(tag) == TAG and tag[1] in grammar.negations and f"{tag[2]} {tag[0]}" in grammar.existential:
            return stop - TAG if (tag[2], tag[0]) in pairwise(texts[:-TAG]) else stop
        timeless = texts[-1:] and texts[-1] in grammar.thens and not any(text in grammar.pasts for text in texts)
        return stop - 1 if stop > 1 and (timeless or self._trails(stop - 1, grammar)) else stop

    def _trails(self, last: int, grammar: GrammarShape) -> bool:
        """Return whether the last word only goes on from what was said, in a clause of its own: "2002, then."."""
        token, before = self.tokens[last], self.tokens[last - 1]
        return token.text in grammar.continuations and before.clause != token.clause and before.sentence == token.sentence

    def says(self, phrases: Iterable[str]) -> bool:
        """Return whether one of the phrases stands in the utterance."""
        text = f" {' '.join(token.text for token in self.tokens)} "
        return any(f" {phrase} " in text for phrase in phrases)

    def with_states(self, base: KnowledgeBase) -> Utterance | None:
        """Return the utterance with each capital read as its state, as in "Moscow pays"; None where no capital is so meant.

        A capital behind a word of place is meant itself: "is there an office in Moscow".
        """
        places = base.grammar.locatives
        found = [
            Mention("country", base.countries[m.id], m.start, m.stop, m.score, m.form)
            if m.id in base.capitals and not (m.start > 0 and self.tokens[m.start - 1].text in places)
            else m
            for m in self.mentions
        ]
        return replace(self, mentions=tuple(found)) if tuple(found) != self.mentions else None

    def part(self, kept: Iterable[int]) -> Utterance:
        """Return the utterance of some of its tokens; mentions that are cut through fall away."""
        order = sorted(set(kept))
        place = {old: new for new, old in enumerate(order)}
        moved = [
            Mention(m.kind, m.id, place[m.start], place[m.start] + m.stop - m.start, m.score, m.form)
            for m in self.mentions
            if all(index in place for index in range(m.start, m.stop))
        ]
        return Utterance(
            tuple(self.tokens[index] for index in order),
            tuple(moved),
            frozenset(place[index] for index in self.fillers if index in place),
            frozenset(place[index] for index in self.light if index in place),
            self.slips,
            tuple((place[index], ids) for index, ids in self.doubts if index in place),
            self.asked,
            self.told,
        )
