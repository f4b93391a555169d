"""An utterance -> the rules that could have been meant, the best first.

A rule names the words that it needs and those that it may meet. It takes a question only if *every* word of the question is
known to it or is a filler: a word that it cannot explain may change what is asked ("SCO climate budget"). So a rule that fits
wins by what it explains with its needed words, and no question is answered by half of what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.intents.polarity import negated, polar
from bot.intents.rules import Rule, Rules
from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance
from bot.model import Mention, Query

ENTITIES = frozenset(
    {"country", "place", "city", "organisation", "body", "document", "group", "foreign", "person", "office", "organ"}
)
"""Kinds of things that a question can be about."""

WHOLE = frozenset({"content"})
"""Kinds of phrases that no rule may know by their single words alone."""
BOUND = frozenset({"bound"})
"""The same for phrases of small words, which mean something together: "on the same day" is never passed over."""
ASKS_WHO = frozenset({"who", "which"})
SURE = 0.97  # each word exact and explained
SLIP = 0.02  # taken off for a word read through a slip
CARRIED = 0.03  # taken off where words of the conversation were needed
CUT = 0.04  # taken off where only a part of the text was read
CLOSE = 0.15  # taken off where another rule explains as much
FAINT = 0.7  # what a needed word counts that is a filler elsewhere: "name" in "the exact name"
HELD = 0.3  # what a need counts that only the conversation meets
DOUBT = "surprise"  # the word by which an answer is doubted
MAY = 0.4  # what a word counts that a rule may meet, beside 1 for a word that it needs


@dataclass(frozen=True, slots=True)
class Reading:
    """A rule that a question was held against."""

    query: Query
    rule: Rule
    score: float
    """What the rule explains: 1 for each word that it needs, less for those it may meet."""
    left: tuple[str, ...]
    """Words that it cannot explain; a rule that fits has none."""
    missing: tuple[str, ...]
    """Needs that the question does not meet."""

    @property
    def fits(self) -> bool:
        """Return whether the rule takes the question."""
        return not self.left and not self.missing


def fitting(
    utterance: Utterance, known: Rules, grammar: GrammarShape, carried: Sequence[Mention] = (), penalty: float = 0.0
) -> tuple[Reading, ...]:
    """Return the readings by the rules that take the whole utterance, the best first.

    Where another rule explains as much, the best one's confidence is lowered.

    Args:
        utterance: What was said.
        known: The rules.
        grammar: Says which words make a question one for Yes or No.
        carried: Mentions of the conversation that stand in for what was left out.
        penalty: Taken off the confidence, for what happened to the text before.
    """
    names = _names((*carried, *utterance.mentions))
    form = _form(utterance, grammar)
    readings = (_read(rule, utterance, form, tuple(carried), penalty) for rule in known.met(names))
    found = [reading for reading in readings if reading is not None and reading.fits]
    found.sort(key=lambda r: (-r.score, -len(r.rule.needs), r.rule.id))
    if len(found) > 1 and (found[1].score, len(found[1].rule.needs)) == (found[0].score, len(found[0].rule.needs)):
        query = replace(found[0].query, confidence=round(found[0].query.confidence - CLOSE, 2))
        found[0] = replace(found[0], query=query)
    return tuple(found)


def near(utterance: Utterance, known: Rules, grammar: GrammarShape) -> tuple[Reading, ...]:
    """Return the readings by rules that take the utterance in part, the nearest first: what could have been meant."""
    form = _form(utterance, grammar)
    readings = (_read(rule, utterance, form, (), 0.0) for rule in known.touched(_names(utterance.mentions)))
    found = [reading for reading in readings if reading is not None]
    return tuple(sorted(found, key=lambda r: (not r.fits, len(r.missing), len(r.left), -r.score, -len(r.rule.needs), r.rule.id)))


def _names(mentions: Iterable[Mention]) -> frozenset[str]:
    """Return what rules may call the mentions: their ids, and "<country>" for a country."""
    return frozenset().union(*(m.names for m in mentions if m.kind != "chat"))


@dataclass(frozen=True, slots=True)
class _Form:
    """What is the same of a question for every rule."""

    polar: bool
    negated: bool
    past: bool
    heard: frozenset[str]
    opening: int
    """The place of the word that only asks for an answer; -2 for none."""
    opened: int
    """The place behind that word, and the article behind it: "name the ..."."""
    deed: bool
    """Whether it asks what somebody does: "does China run the SCO?"."""


def _form(utterance: Utterance, grammar: GrammarShape) -> _Form:
    past = any(token.text in grammar.pasts for token in utterance.tokens)
    heard = _names(utterance.mentions)
    doubted = any(m.id == DOUBT for m in utterance.mentions) and not any(m.kind == "kind" for m in utterance.mentions)
    deed = any(token.text in grammar.supports for token in utterance.tokens)
    asks = doubted or polar(utterance, grammar)
    opening = _imperative(utterance, grammar)
    texts = [token.text for token in utterance.tokens[opening + 1 : opening + 2]]
    opened = opening + 1 + bool({*texts} & {*grammar.articles})
    return _Form(asks, negated(utterance, grammar), past, heard, opening, opened, deed)


def _read(rule: Rule, utterance: Utterance, form: _Form, carried: tuple[Mention, ...], penalty: float) -> Reading | None:
    mentions = (*carried, *utterance.mentions)
    wanted, free = rule.wanted, rule.free
    if _stopped(rule, [m for m in mentions if not (m.start == form.opening and m.stop <= form.opened)], wanted, free):
        return None
    chosen, missing = _meet(rule.needs, mentions)
    deed = form.deed and rule.shape.options.get("deed") == "none"  # "does China run the SCO?" is not of its status
    empty = utterance.fillers if deed or rule.shape.options.get("bare") == "yes" else utterance.fillers | utterance.light
    explained, needed = set(empty), set[int]()
    for mention in utterance.mentions:
        if _is(mention, wanted):
            needed.update(range(mention.start, mention.stop))
            explained.update(range(mention.start, mention.stop))
        elif _is(mention, free):
            explained.update(range(mention.start, mention.stop))
    for mention in utterance.mentions:  # "joint working group" is known as a whole, or not at all
        places = set(range(mention.start, mention.stop)) - (empty if mention.kind in WHOLE else frozenset[int]())
        if (
            mention.kind in WHOLE | BOUND
            and len(places) > 1
            and not any(
                other.start <= mention.start and mention.stop <= other.stop and (_is(other, wanted) or _is(other, free))
                for other in utterance.mentions
            )
        ):
            explained -= places
    left = tuple(token.text for place, token in enumerate(utterance.tokens) if place not in explained)
    if rule.shape.options.get("alone") == "yes" and len(needed) < len(utterance.tokens):
        left = (*left, *(token.text for place, token in enumerate(utterance.tokens) if place not in needed))
    held = [mention for mention in chosen if mention.start < 0]
    score = (
        len(needed - empty)
        + FAINT * len(needed & empty)
        + MAY * len(explained - needed - empty)
        + HELD * len(held)
        + 0.1 * len(rule.needs)
        + rule.shape.priority
    )
    confidence = SURE - penalty - SLIP * len(utterance.slips) - (CARRIED if held else 0.0)
    used = [m for m in mentions if m.start < 0 or _is(m, wanted) or _is(m, free)]
    query = Query(
        rule.id,
        _slots(used),
        round(max(confidence, 0.0), 2),
        form.polar,
        form.negated,
        tuple(m.id for m in used),
        form.past,
        form.heard,
    )
    return Reading(query, rule, round(score, 2), left, missing)


def _imperative(utterance: Utterance, grammar: GrammarShape) -> int:
    """Return the place of the word that only opens a question: the "give" of "please give the titles"; -2 for none.

    The "then" of "then who got the job?" goes on from what was said, and tells no time.
    """
    first = next((place for place, token in enumerate(utterance.tokens) if token.text not in grammar.courtesies), -1)
    opens = {*grammar.imperatives, *(word for word in grammar.thens if word in grammar.continuations)}
    return first if first >= 0 and utterance.tokens[first].text in opens else -2


def _stopped(rule: Rule, mentions: Sequence[Mention], wanted: frozenset[str], free: frozenset[str]) -> bool:
    """Return whether the question holds a word that the rule must not meet, or asks for what it does not answer.

    A word stops a rule unless the same words have another reading that the rule knows ("part" of a whole, "part" as a share).
    """
    suspects = [
        (mention, banned)
        for mention in mentions
        if (banned := _is(mention, rule.never)) or (mention.kind == "kind" and not (_is(mention, wanted) or _is(mention, free)))
    ]
    if not suspects:
        return False
    # What says when, as "according to the profile" does, any rule may meet: it holds its words as those of the rule do.
    own = [m for m in mentions if _is(m, wanted) or _is(m, rule.may) or (m.kind == "now" and _is(m, free))]
    taken = [m for m in own if not _is(m, rule.never)]
    return any(_hit(mention, taken, wanted) if banned else _unasked(mention, taken, wanted) for mention, banned in suspects)


def _hit(mention: Mention, taken: Sequence[Mention], wanted: frozenset[str]) -> bool:
    """Return whether a word that a rule must not meet stops it."""
    # A thing that the rule is not about stops it, whatever else its name could mean.
    stopped = mention.kind in ENTITIES or not any(_instead(mention, other) for other in taken)
    asked = mention.kind == "kind" and mention.names.isdisjoint(wanted)
    return stopped or (asked and _unasked(mention, taken, wanted))


def _unasked(mention: Mention, taken: Sequence[Mention], wanted: frozenset[str]) -> bool:
    """Return whether a question word asks for what a rule does not answer."""
    return not any(
        (_is(other, wanted) and _instead(mention, other))
        or (other.kind == "kind" and _instead(mention, other))
        or (_overlap(mention, other) and other.start <= mention.start and _longer(other, mention))
        for other in taken
    )


def _instead(mention: Mention, other: Mention) -> bool:
    """Return whether the words of a mention can be read as another one, no shorter than it."""
    return _overlap(mention, other) and other.stop - other.start >= mention.stop - mention.start


def _longer(other: Mention, mention: Mention) -> bool:
    """Return whether a mention holds all words of another and more: "a year" is no question of the year."""
    return other.stop >= mention.stop and other.stop - other.start > mention.stop - mention.start


def _is(mention: Mention, refs: frozenset[str]) -> bool:
    """Return whether references mean the mention; small talk is none of theirs ("who" asks, "who are you" greets)."""
    return mention.kind != "chat" and not mention.names.isdisjoint(refs)


def _meet(needs: tuple[frozenset[str], ...], mentions: Sequence[Mention]) -> tuple[tuple[Mention, ...], tuple[str, ...]]:
    """Return a mention for each need, no two on the same words, and the needs that none is left for."""
    best: tuple[Mention, ...] = ()
    options = [[mention for mention in mentions if _is(mention, need)] for need in needs]

    def search(place: int, chosen: tuple[Mention, ...]) -> bool:
        nonlocal best
        if len(chosen) > len(best):
            best = chosen
        if place == len(needs):
            return len(chosen) == len(needs)
        for mention in options[place]:
            if not any(_clash(mention, other) for other in chosen) and search(place + 1, (*chosen, mention)):
                return True
        return False

    if search(0, ()):
        return best, ()
    lacking = tuple("|".join(sorted(need)) for need, found in zip(needs, options, strict=True) if not found)
    return best, lacking or ("distinct words",)


def _clash(one: Mention, other: Mention) -> bool:
    """Return whether two needs cannot be met by both; "which members" asks who, and speaks of members."""
    first, second = sorted((one, other), key=lambda mention: mention.start)
    return _overlap(one, other) and not (first.id in ASKS_WHO and first.kind == "kind" and first.start < second.start)


def _overlap(one: Mention, other: Mention) -> bool:
    if one.start < 0 or other.start < 0:
        return (one.kind, one.id) == (other.kind, other.id)
    return one.start < other.stop and other.start < one.stop


def _slots(mentions: Iterable[Mention]) -> Mapping[str, tuple[str, ...]]:
    slots: dict[str, list[str]] = {}
    for mention in mentions:
        ids = slots.setdefault(mention.kind, [])
        if mention.id not in ids:
            ids.append(mention.id)
    years = slots.get("year", [])  # "the Ufa summit in 2015" is one day
    slots |= {"year": [year for year in years if not any(other.startswith(f"{year}-") for other in years)]} if years else {}
    return {kind: tuple(ids) for kind, ids in slots.items()}
