"""Which reading of a question is answered: the whole, its halves, or the part of a long text that asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain, islice

from bot.answering import answer
from bot.dialogue import Rulebook, beside, cutting, halving, segments, understand
from bot.dialogue.asking import Stance
from bot.dialogue.completing import COUNTING
from bot.dialogue.fragments import hangs
from bot.dialogue.parts import ABOUT, counts_all, elsewhere
from bot.dialogue.pronouns import plural, points_at_it, points_back, points_outside, typed_it
from bot.dialogue.references import ADDING
from bot.dialogue.relative import resolved
from bot.dialogue.remembering import carried_on
from bot.dialogue.signs import COMPARING, doubts, tells_of_asker
from bot.dialogue.standing import Part
from bot.dialogue.timing import TIMES
from bot.intents import CUT, ENTITIES, Reading
from bot.matching.utterance import Utterance
from bot.model import Answer, Conversation, Declined

Cut = tuple[tuple[int, ...], tuple[int, ...]]
"""Token places of the two sides of a text."""
CUTS = 8  # places at which a question is tried as two; a longer one is a text, not a question
DEEP = 1  # how often a half is halved again: "who, when and where"


@dataclass(frozen=True, slots=True)
class Said:
    """A reading of a question, and what the knowledge says to it."""

    reading: Reading
    answer: Answer | Declined

    @property
    def bare(self) -> bool:
        """Return whether the rule goes by a name alone, and tells all there is of it."""
        return self.reading.rule.shape.options.get("bare") == "yes"

    @property
    def settled(self) -> bool:
        """Return whether no other reading need be tried."""
        return isinstance(self.answer, Answer) or self.answer.final

    @property
    def items(self) -> tuple[str, ...]:
        """Return what was listed."""
        return self.answer.items if isinstance(self.answer, Answer) else ()

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the facts that were told."""
        return self.answer.facts if isinstance(self.answer, Answer) else ()


def _listed(conversation: Conversation) -> dict[str, tuple[str, ...]]:
    """Return what the last answer listed, and what those before it did."""
    return {"item": conversation.items, "earlier": conversation.earlier}


def _passes_over(said: Said | None, context: Conversation) -> bool:
    """Return whether what "them" may mean, a topic that was told of, has no part in how a question is read."""
    topics = any(kind in {"topic", "content"} for kind, _ in context.mentions)
    return said is not None and topics and not any(map(said.reading.query.of, ("topic", "document", "content")))


def _grounded(said: Said) -> bool:
    """Return whether a question says what it asks of a state, beside comparing it.

    "The capital of Mongolia" and "is Bishkek larger than Tashkent" do not; "does Bishkek pay more than Dushanbe" does.
    """
    slots = said.reading.query.slots
    loose = {"country", "kind", "comparison", "rank", "number", "count", "ordinal", "time", "word"}
    return bool(set(slots) - loose or set(slots.get("word", ())) - COMPARING)


def _repeats(said: Said, conversation: Conversation) -> bool:
    """Return whether something says again what the last answer did, though by another rule: all of its facts were told."""
    facts = set(said.answer.facts) if isinstance(said.answer, Answer) else set()
    return bool(facts) and facts <= {*conversation.facts}


@dataclass(frozen=True, slots=True)
class Decider:
    """Holds questions against the rules, and the rules against the knowledge."""

    book: Rulebook
    today: str
    """The day of the question, ISO 8601."""

    def likeliest(self, utterance: Utterance, conversation: Conversation) -> tuple[Utterance, tuple[Said, ...]]:
        """Return how the utterance is read, and what is said to it; a capital is itself or its state.

        The state is likelier, but for a city where a body sits; a reading that is answered wins over one that is declined.
        """
        utterance = resolved(utterance, self.today, self.book.base.grammar)
        states = None if self._named_after(utterance) else utterance.with_states(self.book.base)
        seats = {fact.value for relation in ("body", "centre") for fact in self.book.base.line(relation)}
        if any(m.kind in {"document", "doctype"} for m in utterance.mentions):  # "the convention from Astana"
            seats |= {d.place for d in (*self.book.base.documents.values(), *self.book.base.later.values())}
        itself = any(m.kind == "city" and m.id in seats for m in utterance.mentions)
        order = (states, utterance) if states and not itself else (utterance, states)
        tried = [(reading, self.decide(reading, conversation)) for reading in order if reading is not None]
        tried = [(reading, found) for reading, found in tried if reading is not states or all(map(_grounded, found))]
        answered = (pair for pair in tried if pair[1] and all(isinstance(said.answer, Answer) for said in pair[1]))
        return next(answered, next((pair for pair in tried if pair[1]), (utterance, ())))

    def _named_after(self, utterance: Utterance) -> bool:
        """Return whether a document is called by a city, which then stands for no state: "the treaty of Tashkent"."""
        cities = [m for m in utterance.mentions if m.kind == "city"]
        types = [m for m in utterance.mentions if m.kind == "doctype"]
        links = self.book.base.grammar.date_links
        return any(
            city.stop == kind.start or (kind.stop + 1 == city.start and utterance.tokens[kind.stop].text in links)
            for city in cities
            for kind in types
        )

    def decide(self, utterance: Utterance, conversation: Conversation) -> tuple[Said, ...]:
        """Return what is said to the question, one for each of its parts; () when no rule takes it."""
        if any(m.id in self.book.base.grammar.refused for m in utterance.mentions):
            return ()  # what speaks to the program, not to the bot, is not read in parts
        lost = conversation.lost and points_at_it(utterance, self.book.base.grammar)
        spoken = any(self.book.base.kinds.get(name) == "document" for name in (*conversation.focus, *conversation.items))
        lost = lost or (not spoken and typed_it(utterance, self.book.base.grammar))
        if lost or hangs(utterance, conversation) or segments.states(utterance, self.book.base.grammar):
            return ()
        again = self._again(utterance, conversation)
        if again:
            return again
        both = self._halves(utterance, conversation, halving.questions(utterance, self.book.base.grammar), deep=0)
        if both:
            return both
        whole = self._said(utterance, conversation)
        if whole is not None and whole.settled:
            return (whole,)
        ways = (self._halves, self._narrowed)
        one = segments.one_asks(utterance, self.book.base.grammar)  # the other sentences only tell
        parts = next((said for way in (reversed(ways) if one else ways) if (said := way(utterance, conversation))), ())
        return parts or ((whole,) if whole is not None else ())

    def _again(self, utterance: Utterance, conversation: Conversation) -> tuple[Said, ...]:
        """Return the last answer once more, and where it stands, to one who doubts it; () where nothing is doubted.

        Where another figure is held against it, it is told for each time that the sources know: that figure may be of another.
        """
        if not (conversation.intent and doubts(utterance, self.book.base.grammar)):
            return ()
        figure = any(m.kind == "number" for m in utterance.mentions)
        spoken = tuple(pair for pair in conversation.mentions if not (figure and pair[0] in TIMES))
        spoken += (("word", "together"),) if conversation.intent in ADDING else ()
        silent = utterance.part(())
        # Of a figure that was held against the sources only the question is remembered: "so that's 11 members?".
        ways = (spoken, (*spoken, ("kind", COUNTING)))
        told = (self._said(silent, replace(conversation, mentions=way), stance=Stance.FOLLOWING) for way in ways)
        again = [said for said in told if said is not None]
        same = (said for said in again if conversation.intent.startswith(said.reading.rule.id))
        repeated = next(same, None) or next((said for said in again if _repeats(said, conversation)), None)
        if repeated is None or not isinstance(repeated.answer, Answer):
            return ()
        where = self._said(utterance, conversation)
        if figure or where is None:
            return (repeated,)
        first = repeated.answer.text.partition("\n\n")[0]
        if isinstance(where.answer, Answer) and first in where.answer.text:  # "really no name at all?" is told by itself
            return (where,)
        return (replace(repeated, answer=replace(repeated.answer, text=first)), where)

    def _said(
        self, utterance: Utterance, conversation: Conversation, penalty: float = 0.0, stance: Stance = Stance.OPEN
    ) -> Said | None:
        """Return the likeliest reading that has something to say, and what it says."""
        soft: Said | None = None
        for reading in understand(utterance, conversation, self.book, penalty, stance):
            query = replace(reading.query, today=self.today)
            if reading.rule.shape.options.get("about") == "last":
                query = replace(query, slots={**query.slots, "fact": conversation.facts, **_listed(conversation)})
            said = answer(query, reading.rule.shape, self.book.base)
            if isinstance(said, Answer) or (said is not None and said.final):
                return Said(reading, said)
            if said is not None and soft is None:
                soft = Said(reading, said)
        return soft

    def _narrowed(self, utterance: Utterance, conversation: Conversation) -> tuple[Said, ...]:
        """Return what is said to the part of a longer text that asks."""
        base = self.book.base
        for places in cutting.narrowed(utterance, base.grammar):
            if len(places) == len(utterance.tokens) or cutting.divides(utterance, places, base.grammar):
                continue
            part = Part.of(utterance, places, base)
            if not part.stands(conversation):
                continue
            kept, dropped = part.kept, part.dropped
            ground = part.context if part.pointing and part.context.focus else conversation
            twofold = self._halves(kept, ground, halving.questions(kept, base.grammar), deep=0)
            said = None if twofold else self._beside(kept, dropped, conversation)
            bare = said is not None and said.bare and part.strange
            tag = not conversation.intent and segments.assents(kept, dropped, base.grammar)
            if said is not None and (tag or self._beside_the_point(said, kept, dropped, bare=bare)):
                continue
            found = twofold or ((said,) if said is not None else self._halves(kept, ground))
            if found:
                return found
        return ()

    def _beside_the_point(self, said: Said, kept: Utterance, dropped: Utterance, *, bare: bool) -> bool:
        """Return whether an answer to a part of a text passes over what the rest of it says.

        The year of its sentence: "since 2010, have they agreed another convention?". Where all there is on a thing is told,
        what was said of it in words that are not known: "The Charter is carved in stone. Is that so?", "... , isn't it?".
        """
        query = said.reading.query
        within = {token.sentence for token in kept.tokens}
        named = (m for m in dropped.mentions if m.kind == "organisation" and dropped.tokens[m.start].sentence not in within)
        others = {m.id for m in named} - {"sco", *said.reading.query.of("organisation")}
        if others and not any(m.kind in {*ENTITIES, "status"} for m in kept.mentions):
            return True  # "For the Gulf Council I lack the seat of its secretariat. Could you fill that in?"
        if bare and (plural(kept, self.book.base.grammar) or (query.polar and bool(query.of("document") or query.of("body")))):
            return True
        return not segments.timed(said.reading, dropped, within) or self._of_another_year(said, kept)

    def _of_another_year(self, said: Said, kept: Utterance) -> bool:
        """Return whether a part asks of a year, and is answered with a document that the rest names, of another year.

        "After the memorandum of 2007, what did they do in 2010?"
        """
        years = {m.id[:4] for m in kept.mentions if m.kind == "year"}
        named = {m.id for m in kept.mentions if m.kind == "document"}
        every = self.book.base.documents
        dates = {str(every[name].year) for name in {*said.reading.query.of("document")} - named if name in every}
        return bool(years and dates) and not years & dates

    def _beside(self, kept: Utterance, dropped: Utterance, conversation: Conversation) -> Said | None:
        """Return what is said to a part of the text, together with what stands beside it.

        A thing that the same sentence names beside the part may not be passed over, nor what a pronoun of the part means.
        """
        within = {token.sentence for token in kept.tokens} & {token.sentence for token in dropped.tokens}
        choices = any(t.text in self.book.base.grammar.alternatives and t.sentence in dropped.asked for t in dropped.tokens)
        if choices and not segments.words_ask(dropped, range(len(dropped.tokens)), self.book.base.grammar):
            within |= dropped.asked  # "which organ was it: the Assembly or the Secretariat?"
        context = beside(dropped, within)
        pointing = points_outside(kept, self.book.base) or counts_all(kept, context)
        told = within and not tells_of_asker(dropped, kept, within, self.book.base.grammar)
        if context.focus and (told or pointing or elsewhere(kept, dropped)):
            return self._said(kept, context, CUT, Stance.LEANING)
        if context.mentions and pointing:  # "the summit of 2019, where was that?"
            said = self._said(kept, context, CUT, Stance.LEANING)
            passed = _passes_over(said, context)  # "I am interested in drugs. Which documents deal with them?"
            return None if passed else said or self._generic(kept, context, conversation)
        # "The working group of 2010, with how many was it agreed?": what is asked about stands beside the question.
        about = within and any(m.kind in ABOUT for m in dropped.mentions)
        if about and (found := self._said(kept, context, CUT, Stance.FOLLOWING)) is not None:
            return found
        own = self._said(kept, conversation, CUT)
        if own is None or own.bare:
            last = max(token.sentence for token in kept.tokens)
            later = [place for place, token in enumerate(dropped.tokens) if token.sentence > last]
            if later and segments.asks(dropped, later, self.book.base.grammar) and not segments.known(dropped):
                return own  # "can I visit the Secretariat? which documents are needed?": what the other asks, no rule knows
            return self._said(kept, context, CUT, Stance.FOLLOWING) or own
        return own

    def _generic(self, kept: Utterance, context: Conversation, conversation: Conversation) -> Said | None:
        """Return what is said to a part that needs nothing of what stands beside it but words of small weight."""
        told = {kind for kind, _ in context.mentions} & {"year", "topic", "doctype", "status", "content", "person", "document"}
        return None if told else self._said(kept, conversation, CUT)

    def _halves(
        self, utterance: Utterance, conversation: Conversation, cuts: Iterable[Cut] | None = None, deep: int = DEEP
    ) -> tuple[Said, ...]:
        """Return what is said to each half of a double-barrelled question; () unless all are understood.

        Work is bounded: few places are tried, and a half is halved again only so often.
        """
        grammar = self.book.base.grammar
        every = chain(halving.without_kind(utterance, grammar), halving.halves(utterance, grammar))
        for left, right in islice(every if cuts is None else cuts, CUTS):
            first = self._said(utterance.part(left), conversation, CUT)
            if first is None or (first.bare and not segments.asks(utterance, left, grammar)):
                continue
            onward = carried_on(conversation, first.reading, first.items, first.facts, self.book.base)
            half = utterance.part(right)
            declined = isinstance(first.answer, Declined)
            bare = declined and all(m.kind == "kind" for m in half.mentions)  # "which states approved it, and when?"
            if bare or (declined and (points_back(half, grammar) or not segments.words_ask(utterance, right, grammar))):
                continue  # "does ASEAN have such a treaty, and what is it called?", "what did NATO and the CSTO sign?"
            second = self._said(half, onward, CUT)
            rest = (second,) if second is not None else self._halves(half, onward, deep=deep - 1) if deep else ()
            silent = all(isinstance(said.answer, Declined) for said in rest) and not segments.words_ask(utterance, right, grammar)
            if silent:
                continue  # "which organ was it: the Assembly or the Secretariat?" is one question
            asks = segments.words_ask if first.reading.query.polar else segments.asks  # "is it in the CIS and in the SCO?"
            if rest and not any(said.bare and not asks(utterance, right, grammar) for said in rest):
                return (first, *(said for said in rest if said.reading.query != first.reading.query))
        return ()
