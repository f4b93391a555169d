"""What a follow-up leaves out, taken from the conversation.

Three ways, tried in an order that the wording decides: what "it" stands for is put in; what the last question said is kept
except for what the new one replaces (``and Uzbekistan?``); a place in the last list is looked up (``the second one``).
A full new question inherits nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from bot.intents import CARRIED, ENTITIES, Reading, fitting
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import GrammarShape
from bot.model import Conversation, Mention, Query
from bot.references import (
    COMPARING,
    FILTERS,
    LONG,
    LOOSE,
    MANY,
    Completed,
    compares,
    ends_in_pronoun,
    focused,
    goes_on,
    is_fragment,
    kept,
    narrowed,
    other_one,
    placed,
    plural,
    pointed,
    points_at_one,
    points_back,
    trails_off,
    turned,
    unnamed,
)
from bot.rules import Rules
from bot.sets import BY_PROFILE, counted, described
from bot.timing import then, year_beside
from bot.utterance import Utterance

TIMES = frozenset({"year", "as-of", "month", "time", "now"})
"""Kinds of words that say of what time a question is."""
SINGLED = frozenset({"document", "person", "body", "organisation", "office", "organ"})
"""Kinds of things that are spoken of by themselves: what is asked of them is not asked of the SCO."""
BESIDE = frozenset({"time"})
"""Kinds of words that place a thing before or after another one."""
SIDES = frozenset({"before", "after"})
"""Of these, those that ask for what stands on one side of a thing."""
SAID = frozenset({"word", "content", "status", "period", "time", "year"})
"""Kinds of words that a rule about the last answer must know, or leave the question to others."""
SINCE = "since"
WEIGHTY = frozenset({"summit", "sco-meeting"})
"""Words for what a question may be about, though they name nothing."""
OTHERS, MORE = "rest", "more-ask"
"""Words for other things, and for more of the same."""
OF_THEM = "of-them"
"""The word for a part of what was listed."""
SIDED = frozenset({"aim", "full-name", "title", "formal", "informal"})
"""Words for what a thing has, by which it is asked about though nothing names it."""
NEIGHBOURS = frozenset({"next", "previous"})
"""Words for what stands beside a thing in an order."""
PARTICIPATION = frozenset({"status"})
"""Kinds of which those of a list may have become another: "which of them are members now?"."""
FAITHFUL = ENTITIES | {"topic", "content", "force", "status"}
"""Kinds of which a rule must take up what was carried over."""


class Stance(Enum):
    """How a question stands to its conversation."""

    OPEN = "as its wording says"
    FOLLOWING = "a follow-up, though it could stand alone"
    LEANING = "only a follow-up"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What questions are held against."""

    base: KnowledgeBase
    rules: Rules


def understand(
    utterance: Utterance, conversation: Conversation, book: Rulebook, penalty: float = 0.0, stance: Stance = Stance.OPEN
) -> tuple[Reading, ...]:
    """Return how a question may be read within its conversation, the likeliest first; () when no rule takes it."""
    at = then(utterance, conversation, book.base)
    own = fitting(utterance, book.rules, book.base.grammar, at, penalty)
    if not (conversation.mentions or conversation.focus):
        return tuple(reading for reading in own if _meant(reading, utterance, book.base))
    grammar = book.base.grammar

    def followed(ways: Iterable[Completed]) -> list[Reading]:
        """Return the readings of the question as it is completed in several ways."""
        found: list[Reading] = []
        for completed in ways:
            carried = _carried(completed, own, at, grammar)
            if carried is not None:
                readings = fitting(completed.utterance, book.rules, grammar, carried, penalty + CARRIED)
                found += _fit(readings, completed, carried, conversation, stance, grammar)
        return found

    found = followed(_completions(utterance, conversation, book, own, stance))
    asks_only = bool(utterance.mentions) and all(m.kind == "kind" for m in utterance.mentions)  # "where?"
    hanging = stance is Stance.LEANING or asks_only or _hangs_on(utterance, conversation, book.base)
    of_itself = [reading for reading in own if reading.rule.shape.options.get("about") == "last"]  # "where did you read that?"
    of_itself = [reading for reading in of_itself if _explains(reading, utterance)] or ([] if found else of_itself)
    foremost = bool(own) and own[0] in of_itself and not own[0].query.of("kind")  # "on what do you base that?"
    every = [*of_itself, *found] if of_itself and (hanging or foremost) else found if hanging else [*found, *own]
    if own and not (found or penalty) and conversation.intent and _lacks(utterance, grammar):  # where it says nothing by itself, it may have left something out
        whole = kept(utterance, conversation, grammar)
        every = [*every, *followed([whole, *focused(utterance, conversation, book.base)])]
    timed = [reading for reading in every if not at or reading.query.of("year")]  # "how many were there then?"
    return tuple(reading for reading in timed if _meant(reading, utterance, book.base))


def _carried(
    completed: Completed, own: Sequence[Reading], at: Sequence[Mention], grammar: GrammarShape
) -> tuple[Mention, ...] | None:
    """Return what a question takes over from the talk: its time only where it leaves out more; None for nothing."""
    carried = completed.carried
    # A full question is asked of its own time; "was Uzbekistan one of those?" of the time at which those were so.
    if own and not _elliptic(completed.utterance):
        if not _of_those(completed.utterance, grammar):
            carried = tuple(mention for mention in carried if mention.kind not in TIMES or mention is BY_PROFILE)
        if not carried:
            return None
    if not is_fragment(completed.utterance, grammar):  # a whole sentence asks its own question
        carried = tuple(mention for mention in carried if mention.kind != "kind")
    return (*(mention for mention in carried if not at or mention.kind not in TIMES), *at)


def _within(one: Mention, other: Mention) -> bool:
    return other.start <= one.start and one.stop <= other.stop


def _of_those(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether somebody is asked to be one of those that the last answer counted, in no time of its own."""
    among = any(m.id == OF_THEM for m in utterance.mentions) and plural(utterance, grammar)
    return among and not any(m.kind in TIMES for m in utterance.mentions)


def _fit(
    found: Sequence[Reading],
    completed: Completed,
    carried: tuple[Mention, ...],
    conversation: Conversation,
    stance: Stance,
    grammar: GrammarShape,
) -> list[Reading]:
    """Return those readings that make something of what was carried over and of what was said, in their order."""
    said = completed.utterance
    readings = [r for r in found if _takes_up(r, carried, strict=completed.strict) and _adds(r, said, stance, grammar)]
    if stance is Stance.LEANING:  # "the summit of 2019, where was that?": of a summit, not of the SCO
        weighty = [m for m in carried if m.kind == "year" or m.id in WEIGHTY]
        readings = [r for r in readings if all(not m.names.isdisjoint(r.rule.refs) for m in weighty)]
    others = any(m.id == OTHERS and not any(_within(m, n) for n in said.mentions if n.id == MORE) for m in said.mentions)
    readings = [r for r in readings if r.rule.shape.options.get("about") != "last" or not others]  # "what else, on the other list?"
    if turned(said, grammar):  # what the question names comes before what it leaves out
        readings = [_last(reading, carried) for reading in readings]
    if _asks_whether(completed, conversation):
        readings = [replace(reading, query=replace(reading.query, polar=True)) for reading in readings]
    comparing = any(m.id in COMPARING for m in said.mentions)  # "more than Russia?" asks something else
    if not completed.strict and _elliptic(said) and not comparing:
        again = [reading for reading in readings if reading.rule.id == conversation.intent]
        readings = [*again, *(reading for reading in readings if reading not in again)]
    return readings


def _lacks(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a short question names nothing that it could be about: "the difference is how many points?"."""
    named = any(m.kind in ENTITIES | FILTERS | {"status"} for m in utterance.mentions)
    return not named and len(utterance.tokens) <= LONG and bool(utterance.mentions)


def _hangs_on(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> bool:
    """Return whether "it" can only be the document or the person that was spoken of, and not the SCO."""
    kind = base.kinds.get(conversation.focus[0], "") if conversation.focus else ""
    # "Which came after it?" is asked of a list; "who chairs that group?" may be asked of one that no source speaks of.
    named = any(m.kind in ENTITIES - {"office"} or m.id in SIDES for m in utterance.mentions)
    return kind in SINGLED and not named and points_back(utterance, base.grammar)


def _relational(utterance: Utterance, conversation: Conversation, base: KnowledgeBase) -> bool:
    """Return whether a part or side is asked for of what the talk is about: "what was the purpose?", of the Shanghai Five."""
    kind = base.kinds.get(conversation.focus[0], "") if conversation.focus else ""
    named = any(m.kind in ENTITIES for m in utterance.mentions)
    sided = any(m.id in SIDED for m in utterance.mentions) and len(utterance.tokens) <= LONG
    return kind in SINGLED | {"group"} and not named and sided


def _explains(reading: Reading, utterance: Utterance) -> bool:
    """Return whether a rule knows each thing that the question says: "how many people there?" counts no list."""
    covered = {p for m in utterance.mentions if not m.names.isdisjoint(reading.rule.refs) for p in range(m.start, m.stop)}
    words = (m for m in utterance.mentions if m.kind in SAID and (m.id not in LOOSE or m.id == "rest"))
    return all(covered & set(range(m.start, m.stop)) for m in words)


def _meant(reading: Reading, utterance: Utterance, base: KnowledgeBase) -> bool:
    """Return whether there is somebody whom "he" may mean: a pronoun of one kind of thing stands for nothing else.

    Beside a thing that the question names it may be that thing, or somebody who speaks of it.
    """
    named = any(m.kind in ENTITIES - {"office", "city", "place"} and m.id != "sco" for m in utterance.mentions)
    return named or all(reading.query.of(kind) for kind in pointed(utterance, base.grammar))


def _completions(
    utterance: Utterance, conversation: Conversation, book: Rulebook, own: Sequence[Reading], stance: Stance
) -> list[Completed]:
    """Return the ways to complete a question, the likeliest first; none for one that stands alone."""
    grammar = book.base.grammar
    another_year = year_beside(utterance, conversation, book.base)
    several_of = counted(utterance, conversation, book.base) or described(utterance, conversation, book.base)
    ranked = bool(own) and any(m.kind == "rank" for m in utterance.mentions)  # "which was the last to join?"
    settled = ranked and own[0].rule.shape.options.get("bare") != "yes" and not points_back(utterance, grammar)
    in_list = None if several_of or settled else placed(utterance, conversation, book.base)
    if another_year is not None or (in_list is None and other_one(utterance, grammar)):
        return [another_year] if another_year else []  # of more than two others, nobody knows which
    first = [in_list] if in_list else several_of
    single, whole = focused(utterance, conversation, book.base), kept(utterance, conversation, grammar)
    if plural(utterance, grammar) and any(m.kind == "status" for m in utterance.mentions):
        first.append(kept(utterance, conversation, grammar, PARTICIPATION))
    following = stance is not Stance.OPEN or (bool(conversation.focus) and trails_off(utterance, grammar))
    fragment, going_on, several = is_fragment(utterance, grammar), goes_on(utterance, grammar), plural(utterance, grammar)
    bare = not own or (own[0].rule.shape.options.get("bare") == "yes" and _elliptic(utterance))
    if _relational(utterance, conversation, book.base):
        return [*first, *single, whole]
    generic = bool(conversation.focus) and unnamed(utterance, grammar)  # "and when was the paper signed?"
    newest = points_at_one(utterance, grammar) and not first  # "who is the newest one?", of those that were spoken of
    if generic or newest:
        return [*first, *single, whole] if generic else [whole, *single]
    if points_back(utterance, grammar) and not (fragment and going_on):
        few = 0 < len(conversation.items) <= MANY
        if not (bare or following or conversation.focus or first or several or few or ends_in_pronoun(utterance, grammar)):
            return []  # "it" is the SCO, or what the question itself says
        # "Name them" repeats the last question, "which of them are from 2010" narrows it; "how much do they pay" asks another.
        repeats = (
            several
            and len(conversation.items) > 1
            and all(m.kind not in {"word", "kind"} or m.id == "which" for m in utterance.mentions)
        )
        dated = bool(utterance.mentions) and all(m.kind in TIMES | BESIDE or m.id == SINCE for m in utterance.mentions)
        return [*first, whole, *single] if repeats or dated else [*first, *single, whole]  # "what is it since 2025?"
    named = any(m.kind in ENTITIES for m in utterance.mentions)
    following = following or (going_on and compares(utterance, grammar) and named)  # "and is the Charter later?"
    # "Who paid 24 per cent?" has no auxiliary, and is a whole question.
    asked = bool(own) and not (going_on or bare) and utterance.mentions[0].kind == "kind" and not _elliptic(utterance)
    fragment = fragment and not (asked and utterance.mentions[0].id == "who")
    if following or (going_on and (fragment or not own)) or (fragment and (bare or not named)):
        kinds = [(m.start, m.stop) for m in utterance.mentions if m.kind == "kind"]
        asks_only = all(
            m.kind == "kind"
            or (m.kind == "word" and (m.id in LOOSE or any(start <= m.start and m.stop <= stop for start, stop in kinds)))
            for m in utterance.mentions
        )
        narrowing = any(m.kind in FILTERS for m in utterance.mentions)  # "the ones from 2010"
        first += narrowed(utterance, conversation, book.base) if narrowing else []
        # "And before that?": what the last answer found is meant, not what the last question named.
        beside = not (named or narrowing) and any(m.kind in BESIDE or m.id in NEIGHBOURS for m in utterance.mentions)
        own_verb = points_back(utterance, grammar) and not _elliptic(utterance)  # "so it still belonged in June 2012?"
        many = any(m.kind == "status" for m in utterance.mentions)  # "and the observers?"
        of_one = not (named or narrowing or many) and conversation.items == conversation.focus[:1]
        nearer = asks_only or (several and not narrowing) or beside or own_verb or of_one
        return [*first, *single, whole] if nearer and not following else [*first, whole, *single]
    return [*first, *single, whole] if not own and len(utterance.tokens) <= LONG else first


def _asks_whether(completed: Completed, conversation: Conversation) -> bool:
    """Return whether an ellipsis asks for Yes or No: after a question that did, or by comparing ("more than Russia?")."""
    said = completed.utterance.mentions
    if not _elliptic(completed.utterance) or any(m.kind == "kind" for m in said):
        return False
    amounts = {"how-much", "how-many"} >= {m.id for m in completed.carried if m.kind == "kind"}
    return conversation.polar or (amounts and any(m.kind == "comparison" for m in said))


def _last(reading: Reading, carried: Iterable[Mention]) -> Reading:
    """Return a reading with the things that were carried over behind those that the question names."""
    late = {mention.id for mention in carried}
    order = sorted(reading.query.order, key=lambda name: name in late)  # stable: each side keeps its order
    return replace(reading, query=replace(reading.query, order=tuple(order)))


def _elliptic(utterance: Utterance) -> bool:
    """Return whether a question has no word of its own that could ask something else than the last one did."""
    things = [(m.start, m.stop) for m in utterance.mentions if m.kind in ENTITIES]
    own = [m for m in utterance.mentions if m.kind == "word" and m.id not in LOOSE]
    # "For Tajikistan" says no more than the name in it does.
    return all(any(m.start <= start and stop <= m.stop for start, stop in things) for m in own)


def _takes_up(reading: Reading, carried: Iterable[Mention], *, strict: bool) -> bool:
    """Return whether the rule takes up what was carried over: all of it, or at least the things it is about."""
    refs = reading.rule.refs
    return all(
        mention.id == "sco" or not mention.names.isdisjoint(refs) or not (strict or mention.kind in FAITHFUL)
        for mention in carried
    )


def _adds(reading: Reading, said: Utterance, stance: Stance, grammar: GrammarShape) -> bool:
    """Return whether the question itself says something that the rule knows; "what should I do?" does not.

    A bare question for Yes or No asks of what was said before: "is that the case?". So does one for what a thing is.
    """
    refs = reading.rule.refs
    pronouns = {form for shape in grammar.pronouns.values() for form in shape.forms}
    defining = all(t.text in {*grammar.interrogatives, *grammar.auxiliaries, *pronouns} for t in said.tokens)
    return (not said.mentions and (stance is Stance.OPEN or reading.query.polar or defining)) or any(
        not m.names.isdisjoint(refs) and m.form not in grammar.placeholders for m in said.mentions
    )


def beside(dropped: Utterance) -> Conversation:
    """Return what stands beside a part of a text as the conversation in which the part is read."""
    kinds = {"kind", "count", "chat"}
    mentions = tuple(dict.fromkeys((m.kind, m.id) for m in dropped.mentions if m.kind not in kinds and m.id != "sco"))
    return Conversation(mentions, focus=tuple(name for kind, name in mentions if kind in ENTITIES))
