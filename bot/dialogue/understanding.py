"""What a question means within its conversation: its own readings, and those that it has as a follow-up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.dialogue.adjoining import of_region
from bot.dialogue.asking import OF_STATES, Asked, Stance
from bot.dialogue.completed import Completed
from bot.dialogue.completing import COUNTING, completions
from bot.dialogue.fragments import FILTERS, LONG, LOOSE, elliptic, is_fragment, trails_off
from bot.dialogue.implied import of_status, of_them_all, of_whoever
from bot.dialogue.pronouns import (
    TOGETHER,
    has_some,
    is_owned,
    of_both,
    of_ones,
    plural,
    pointed,
    points_at_one,
    points_back,
    typed,
)
from bot.dialogue.references import focused, kept, on_a_side
from bot.dialogue.sets import BY_PROFILE
from bot.dialogue.signs import COMPARING, denied, others_alone, stated, turned
from bot.dialogue.timing import BESIDE, TIMES, of_that_year, then
from bot.dialogue.trends import of_trend
from bot.intents import CARRIED, DOUBT, ENTITIES, Reading, fitting
from bot.intents.rules import Rules
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance
from bot.model import Conversation, Mention

SAID = frozenset({"word", "content", "status", "period", "time", "year"})
"""Kinds of words that a rule about the last answer must know, or leave the question to others."""
WEIGHTY = frozenset({"summit", "sco-meeting"})
"""Words for what a question may be about, though they name nothing."""
MOVING = frozenset({"join"})
"""Words for what one of many did first or last."""
OTHERS, MORE = "rest", "more-ask"
"""Words for other things, and for more of the same."""
OUT = frozenset({"not", "outside", "neither"})
"""Words by which those were chosen of which something is not so: of what a whole sentence asks of them they say nothing."""
NEARER = 0.2
"""What the rule of the last question counts more than another in a follow-up to it."""
FORERUNNER = frozenset({"five"})
"""Families of intents that tell of a time of which no figure is known."""
THEN = "then"
SINCE_THEN = "basis"
"""The word for what came before, of which "before that year" is one."""
OF_THEM = "of-them"
"""The word for a part of what was listed."""
PERSONS = frozenset({"contact", "author"})
"""Words for somebody whom "he" may mean, though nobody is named."""
FAITHFUL = ENTITIES | {"topic", "content", "force", "status", "region", "doctype"}
"""Kinds of which a rule must take up what was carried over."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What questions are held against."""

    base: KnowledgeBase
    rules: Rules


def understand(
    utterance: Utterance, conversation: Conversation, book: Rulebook, penalty: float = 0.0, stance: Stance = Stance.OPEN
) -> tuple[Reading, ...]:
    """Return how a question may be read within its conversation, the likeliest first; () when no rule takes it."""
    base, grammar = book.base, book.base.grammar
    whoever = bool(of_whoever(utterance, conversation, base))  # "who does, then?" is of no time
    at, same_year = () if whoever else then(utterance, conversation, base), of_that_year(utterance, base)
    if same_year and not at:
        return ()  # nobody knows which
    empty = bool(at) and all(m.id == THEN for m in utterance.mentions)  # "what was it then?" asks of no year by itself
    each = of_them_all(utterance, conversation, base)
    hangs = empty or each or of_ones(utterance, conversation, grammar) or of_trend(utterance, conversation, grammar)
    alone = others_alone(utterance, grammar)  # "name the others"
    own = () if hangs else fitting(utterance, book.rules, grammar, at, penalty)
    own = tuple(reading for reading in own if OTHERS in reading.rule.refs) if alone else own
    if not (conversation.mentions or conversation.focus):
        return tuple(reading for reading in own if _meant(reading, utterance, base))
    follow = _Follow(Asked(utterance, conversation, base, own, stance), book, at, penalty)
    if follow.asked.between_tied:  # "who pays most?" - "and least?" - "what's the difference?"
        ends = (Mention("rank", "most", -1, -1), Mention("rank", "least", -1, -1), Mention("word", "pay", -1, -1))
        return tuple(follow.readings([Completed(utterance, ends, strict=True)]))
    found = follow.readings(completions(follow.asked))
    # "Where exactly?", of what has no place in the sources: the seat of the SCO is not meant.
    every = found if follow.asked.of_what_was_told else _ordered(follow.asked, found)
    phrase = is_fragment(utterance, grammar) and not any(m.kind == "kind" for m in utterance.mentions)  # "besides China?"
    little = phrase or _lacks(utterance) or typed(utterance, grammar) or all(map(_about_last, own))
    if own and not (found or penalty) and conversation.intent and little:
        # Where it says nothing by itself, it may have left something out.
        every += follow.readings([kept(utterance, conversation, grammar), *focused(utterance, conversation, base)])
    if same_year:  # "what else happened that year?" is of the year, not of what it was told of
        only = all(m.kind in TIMES or m.id == SINCE_THEN for m in utterance.mentions)  # "and before that year", of the same
        every = [reading for reading in ((*found, *own) if only else (*own, *found)) if not _about_last(reading)]
    timed = [reading for reading in every if not at or reading.query.of("year")]  # "how many were there then?"
    return tuple(reading for reading in timed if _meant(reading, utterance, base))


def _ordered(asked: Asked, found: list[Reading]) -> list[Reading]:
    """Return the readings as a follow-up and those of the question itself, the likeliest first."""
    utterance, own = asked.utterance, asked.own
    asks_only = bool(utterance.mentions) and all(m.kind == "kind" for m in utterance.mentions)  # "where?"
    side = asked.of_a_side and is_fragment(utterance, asked.grammar)  # "purpose?", of RATS and not of the SCO
    leaning = asked.stance is Stance.LEANING or asks_only or asked.of_some or asked.elsewhere or side
    listed = len(asked.conversation.items) > 1 and {*asked.conversation.items} <= {*asked.base.documents}
    leaning = leaning or of_both(utterance) or (listed and on_a_side(utterance))
    one_text = points_at_one(utterance, asked.grammar) and asked.of_documents  # "the newest one?", after a list of them
    hanging = leaning or asked.hanging or one_text
    of_itself = [reading for reading in own if _about_last(reading)]  # "where did you read that?"
    if asked.conversation.focus and (has_some(utterance, asked.grammar) or is_owned(utterance, asked.grammar)):
        of_itself, own = [], [reading for reading in own if not _about_last(reading)]  # "how many does it have?" counts no list
    of_itself = [reading for reading in of_itself if _explains(reading, utterance)] or ([] if found else of_itself)
    counting = bool(own) and COUNTING in own[0].query.of("kind")
    together = any(m.id == "together" for m in utterance.mentions)
    if found and asked.conversation.replaced and any(m.id in TOGETHER for m in utterance.mentions):
        return [*found, *own]  # the members, "and observers?", "how many is that together?"
    summing = counting and bool(asked.conversation.earlier) and together
    foremost = summing or (bool(own) and own[0] in of_itself and not counting)  # "on what do you base that?"
    if of_itself and (hanging or foremost):
        return [*of_itself, *found]
    # "Who joined last?", of the partners that were listed, or of a region.
    of_those = bool(of_status(utterance, asked.conversation) or of_region(utterance, asked.conversation))
    if asked.settled and own and not (leaning or of_those) and any(m.id in MOVING for m in utterance.mentions):
        return [*own, *found]  # "the last one to join?", whoever was spoken of
    if own and own[0].rule.shape.options.get("whole") == "yes":  # "and what is the number thirty in the text?"
        return [*own, *found]
    return found if hanging else [*found, *own]


@dataclass(frozen=True, slots=True)
class _Follow:
    """A question as a follow-up."""

    asked: Asked
    book: Rulebook
    at: tuple[Mention, ...]
    """The time that "then" means."""
    penalty: float

    def readings(self, ways: Iterable[Completed]) -> list[Reading]:
        """Return how the question may be read as it is completed in several ways."""
        found: list[Reading] = []
        for completed in ways:
            carried = self._carried(completed)
            if carried is not None:
                taken = fitting(completed.utterance, self.book.rules, self.asked.grammar, carried, self.penalty + CARRIED)
                plain = tuple(mention for mention in carried if mention.kind != "kind")
                # "Who pays what?" - "and China and Russia together?"
                if not taken and self.asked.named and len(plain) < len(carried):
                    carried = plain
                    taken = fitting(completed.utterance, self.book.rules, self.asked.grammar, carried, self.penalty + CARRIED)
                found += self._fit(taken, completed, carried)
        return found

    def _carried(self, completed: Completed) -> tuple[Mention, ...] | None:
        """Return what a question takes over from the talk: its time only where it leaves out more; None for nothing."""
        carried, said, grammar = completed.carried, completed.utterance, self.asked.grammar
        figure = self.asked.utterance
        compares = any(m.id in COMPARING for m in figure.mentions) and not _timed(figure.mentions)
        if compares and (points_back(figure, grammar) or is_fragment(figure, grammar)):
            # "Is that more than Uzbekistan's?": the figure of that time, but for one before the SCO was there.
            family = self.asked.conversation.intent.partition(".")[0]
            before = family in FORERUNNER or (
                family in OF_STATES and not elliptic(figure)
            )  # nor for a figure that it names itself
            then = () if before else self.asked.conversation.mentions
            late = tuple(Mention(kind, name, -1, -1) for kind, name in then if kind in TIMES - BESIDE)
            if not is_fragment(figure, grammar):  # "is the other one bigger?" asks its own question
                carried = tuple(mention for mention in carried if mention.kind != "kind")
            return carried if _timed(carried) else (*carried, *late)
        if self.asked.own and not (elliptic(said) or (_lacks(said) and is_fragment(said, grammar))):
            # A full question is asked of its own time; "was Uzbekistan one of those?" of the time at which those were so.
            if not _of_those(said, grammar):
                carried = tuple(mention for mention in carried if mention.kind not in TIMES or mention is BY_PROFILE)
            if not carried:
                return None
        if _of_those(said, grammar) and not _timed(carried):
            held = self.asked.conversation.mentions
            carried = (*carried, *(Mention(kind, name, -1, -1) for kind, name in held if kind in TIMES))
        dated = any(m.kind == "kind" and m.id == "when" for m in figure.mentions)
        if dated and not is_fragment(figure, grammar):
            carried = tuple(mention for mention in carried if mention.kind not in TIMES)  # "since when was it eight?"
        doubted = any(m.id == DOUBT for m in said.mentions)  # "you sure? China pays more"
        if doubted or not is_fragment(said, grammar):  # a whole sentence asks its own question
            carried = tuple(mention for mention in carried if mention.kind != "kind" and mention.id not in OUT)
        return (*(mention for mention in carried if not self.at or mention.kind not in TIMES), *self.at)

    def _fit(self, found: Sequence[Reading], completed: Completed, carried: tuple[Mention, ...]) -> list[Reading]:
        """Return those readings that make something of what was carried over and of what was said, in their order."""
        said, stance, grammar = completed.utterance, self.asked.stance, self.asked.grammar
        readings = [r for r in found if _takes_up(r, carried, strict=completed.strict) and _adds(r, said, stance, grammar)]
        if _of_those(said, grammar):  # "was it one of those?" is of the time at which those were so
            readings = [r for r in readings if all(not m.names.isdisjoint(r.rule.refs) for m in carried if m.kind in TIMES)]
        if stance is Stance.LEANING:  # "the summit of 2019, where was that?": of a summit, not of the SCO
            weighty = [m for m in carried if m.kind == "year" or m.id in WEIGHTY]
            beside = self.asked.conversation.mentions  # "all of the Five but one were in EurAsEC. Which?": of both
            weighty += [Mention(kind, name, -1, -1) for kind, name in beside if kind == "organisation" and name != "sco"]
            readings = [r for r in readings if all(not m.names.isdisjoint(r.rule.refs) for m in weighty)]
        if any(m.id == OF_THEM for m in said.mentions):  # of those that are not in it, one is asked to be one
            outside = {name for _, name in self.asked.conversation.mentions} & {"outside", "not", "without", "neither"}
            readings = [r for r in readings if not outside or any(map(r.query.has, outside))]
        if _asks_for_others(said):  # "what else is on the other list?"
            readings = [r for r in readings if not _about_last(r) and (OTHERS in r.rule.refs or not others_alone(said, grammar))]
        hanging = trails_off(said, grammar) and any(m.kind in ENTITIES for m in said.mentions)  # "which SCO members are not?"
        if not completed.foremost and (hanging or turned(said, grammar)):
            readings = [_last(reading, carried) for reading in readings]
        if _asks_whether(completed, self.asked.conversation, grammar):
            against = denied(said)
            queries = (replace(r.query, polar=True, negated=r.query.negated or against) for r in readings)
            readings = [replace(reading, query=query) for reading, query in zip(readings, queries, strict=True)]
        last = self.asked.conversation.intent
        readings.sort(key=lambda r: -r.score - (NEARER if r.rule.id == last else 0))  # stable: nothing else moves
        comparing = any(m.id in COMPARING for m in said.mentions)  # "more than Russia?" asks something else
        if not completed.strict and elliptic(said) and not comparing:
            again = [reading for reading in readings if reading.rule.id == last]
            readings = [*again, *(reading for reading in readings if reading not in again)]
        return readings


def _timed(mentions: Iterable[Mention]) -> bool:
    """Return whether a time is named."""
    return any(mention.kind in TIMES for mention in mentions)


def _about_last(reading: Reading) -> bool:
    """Return whether a rule is about the last answer itself."""
    return reading.rule.shape.options.get("about") == "last"


def _asks_for_others(said: Utterance) -> bool:
    """Return whether other things are asked for, and not more of the same ("anything else?")."""
    more = [m for m in said.mentions if m.id == MORE]
    others = (m for m in said.mentions if m.id == OTHERS)
    return any(not any(n.start <= m.start and m.stop <= n.stop for n in more) for m in others)


def _of_those(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether somebody is asked to be one of those that the last answer counted, in no time of its own."""
    among = any(m.id == OF_THEM for m in utterance.mentions) and plural(utterance, grammar)
    return among and not any(m.kind in TIMES for m in utterance.mentions)


def _lacks(utterance: Utterance) -> bool:
    """Return whether a short question names nothing that it could be about: "the difference is how many points?"."""
    named = any(m.kind in ENTITIES | FILTERS | {"status"} for m in utterance.mentions)
    return not named and len(utterance.tokens) <= LONG and bool(utterance.mentions)


def _explains(reading: Reading, utterance: Utterance) -> bool:
    """Return whether a rule knows each thing that the question says: "how many people there?" counts no list."""
    covered = {p for m in utterance.mentions if not m.names.isdisjoint(reading.rule.refs) for p in range(m.start, m.stop)}
    words = (m for m in utterance.mentions if m.kind in SAID and (m.id not in LOOSE or m.id == "rest"))
    return all(covered & set(range(m.start, m.stop)) for m in words)


def _meant(reading: Reading, utterance: Utterance, base: KnowledgeBase) -> bool:
    """Return whether there is somebody whom "he" may mean: a pronoun of one kind of thing stands for nothing else.

    Beside a thing that the question names it may be that thing, or somebody who speaks of it.

    Option of a rule:
        his: "office" where it tells of who holds an office, whoever that is: "where is his office?".
        of: "each" where it is of each state, so that "the country" is any.
    """
    things = ENTITIES - {"office", "city", "place"}
    named = any((m.kind in things and m.id != "sco") or m.id in PERSONS for m in utterance.mentions)
    if {m.kind for m in utterance.mentions} == {"country"} and "person" in pointed(utterance, base.grammar):
        return False  # "was he in Russia?"
    if named:
        return True
    holders = bool(reading.query.of("office")) and reading.rule.shape.options.get("his") == "office"
    any_state = reading.rule.shape.options.get("of") == "each"  # "do the posts depend on the money of the country?"
    met = (kind for kind in pointed(utterance, base.grammar) if not (any_state and kind == "country"))
    return all(reading.query.of(kind) or (kind == "person" and holders) for kind in met)


def _asks_whether(completed: Completed, conversation: Conversation, grammar: GrammarShape) -> bool:
    """Return whether an ellipsis asks for Yes or No: after a question that did, or by comparing ("more than Russia?")."""
    said = completed.utterance.mentions
    if any(m.kind == "kind" for m in said):
        return False
    if stated(completed.utterance, grammar):  # "so it's not a member", typed without a question mark
        return True
    bidden = any(token.text in grammar.imperatives for token in completed.utterance.tokens)  # "name them"
    if bidden or not elliptic(completed.utterance):
        return False
    if denied(completed.utterance) or (said and all(m.kind == "force" for m in said)):  # "not the OSCE?", "binding?"
        return True
    amounts = {"how-much", "how-many"} >= {m.id for m in completed.carried if m.kind == "kind"}
    asks = any(token.text in grammar.interrogatives for token in completed.utterance.tokens)  # "what more did they do?"
    return conversation.polar or (amounts and not asks and any(m.kind == "comparison" for m in said))


def _last(reading: Reading, carried: Iterable[Mention]) -> Reading:
    """Return a reading with the things that were carried over behind those that the question names."""
    late = {mention.id for mention in carried}
    order = sorted(reading.query.order, key=lambda name: name in late)  # stable: each side keeps its order
    return replace(reading, query=replace(reading.query, order=tuple(order)))


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
    mentions = [m for m in said.mentions if m.kind != "chat" and (m.id != THEN or reading.query.polar)]
    if not (is_fragment(said, grammar) or points_back(said, grammar)):  # "can you book me a table for four?"
        mentions = [m for m in mentions if m.kind not in {"count", "number"}] or mentions[:0]
    pronouns = {form for shape in grammar.pronouns.values() for form in shape.forms}
    defining = all(t.text in {*grammar.interrogatives, *grammar.auxiliaries, *pronouns} for t in said.tokens)
    return (not mentions and (stance is Stance.OPEN or reading.query.polar or defining)) or any(
        not m.names.isdisjoint(refs) and m.form not in grammar.placeholders for m in mentions
    )
