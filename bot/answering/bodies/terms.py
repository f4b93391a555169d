"""A question about an office: its terms, the end of one, and somebody who held another office than the one asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.saying import bullets, capital, composed, said
from bot.answering.times import shifted
from bot.knowledge import KnowledgeBase, long_date
from bot.model import Answer, Declined, Fact, Query

BACK, ONWARD = frozenset({"before", "previous", "first"}), frozenset({"after", "next"})
"""Words that ask for who came earlier, or later."""


FOLLOWING = ("goes-after", "goes-before")
"""Words that say which of two came later; the first says it of the one who acts."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about an office."""

    query: Query
    base: KnowledgeBase
    office: str
    terms: tuple[Fact, ...]
    """The terms of the office, the earliest first; there is one."""
    holders: tuple[Fact, ...]
    """The terms of those who are named."""

    @property
    def newest(self) -> Fact:
        """Return the last term that is known."""
        return self.terms[-1]

    @property
    def by_states(self) -> bool:
        """Return whether states hold the office, as the chair; else a country is where somebody is from."""
        return self.base.kinds[self.newest.subject] == "country"

    def items(self, terms: Sequence[Fact]) -> tuple[str, ...]:
        """Return who held the terms, for the talk to go on from; of several states it stays with the office."""
        return () if self.by_states and len(terms) > 1 else tuple(term.subject for term in terms)

    @property
    def side(self) -> str:
        """Return "before" or "after" where somebody's neighbour in office is asked for, else "".

        "Since when?" and "until when?" ask for a term itself, and "which post?" has an "after" in it.
        """
        query = self.query
        if {"when", "how-long"} & set(query.of("kind")) and "who" not in query.of("kind"):
            return ""
        verb = next((name for name in query.order if name in FOLLOWING), "")
        job = query.has("posts") and query.has("before")  # "the job he had before"
        if verb and not job and len(self.holders) == 1 and self.holders[0].subject in query.heard:
            return _beside_him(query, self.holders[0].subject, verb)
        if query.has("successor") and self.holders:  # "who was his successor?"
            return "after"
        if query.has("replaced") and self.holders and not any(map(query.has, (BACK | ONWARD) - {"next"})):
            if self.holders[0].subject not in query.heard:  # "who replaced him?"
                return "before" if query.past else "after"  # "whom did he replace?"
            # "whom did Norov replace", "who replaced Norov"
            return "before" if query.order.index(self.holders[0].subject) < query.order.index("replaced") else "after"
        words = [name for name in query.order if name in BACK | ONWARD]
        if query.has("since") or query.has("posts"):
            words = [name for name in words if name != "after"]
        return "" if not words else "before" if words[-1] in BACK else "after"  # what was said last counts


def _beside_him(query: Query, person: str, verb: str) -> str:
    """Return on which side of a person the one is that is asked for.

    "Whom did he follow?" and "who followed him?", "who was his predecessor?" and "whose predecessor was he?".
    """
    named_first = query.order.index(person) < query.order.index(verb)
    onward = verb == FOLLOWING[0]
    if "heir" in query.heard:
        turned = not named_first and "heir-to" not in query.heard
        return "after" if onward is not turned else "before"
    turned = "passive" in query.heard
    return "before" if named_first is (onward is not turned) else "after"


def ended(asked: Asked) -> Answer | Declined | None:
    """Return when a term ended, or is to end, or how long it was; None where that is not asked."""
    query = asked.query
    expiring = "expiry" in query.of("kind")
    lasting = "how-long" in query.of("kind") and "who" not in query.of("kind") and bool(asked.holders)
    hands_over = query.has("goes-before") and "who" in query.of("kind")  # "to whom did he hand over?"
    left = query.has("left-office") and not hands_over
    if not (expiring or lasting or left) or (query.polar and query.of("year") and not left):
        return None
    if left and not (query.polar or {"when", "how-long", "expiry"} & {*query.of("kind")}):
        return Declined(asked.base.say("decline.not_in_source"))  # "what did he do after he left the post?"
    term = (asked.holders or asked.terms)[-1]
    if term is asked.newest and not expiring:
        return None
    return ending(query, asked.base, term, asked.terms)


def counted_between(asked: Asked) -> Answer | None:
    """Return those who held the office between the primary source and somebody; None where that is not asked."""
    query, base = asked.query, asked.base
    if not (query.has("between") and len(asked.holders) == 1 and {"profile", "by-profile"} & query.heard) or query.polar:
        return None
    found = asked.terms[: asked.terms.index(asked.holders[0])]
    if not found:
        return None
    count = f"{len(found)}." if "how-many" in query.of("kind") else ""
    lead = said(count, base.say("office.list", office=capital(base.name(asked.office))))
    return composed(f"{lead}\n{bullets(term.short for term in found)}", facts=found, items=asked.items(found))


def ending(query: Query, base: KnowledgeBase, term: Fact, terms: Sequence[Fact]) -> Answer | Declined:
    """Return when a term ended: what the sources say of it, and of who came next; declined of the last without an end.

    That somebody followed on a day does not tell the day on which the one before left: that it is not known is said.

    Args:
        query: The question.
        base: The knowledge.
        term: The term that is asked about.
        terms: All of the office, the earliest first.
    """
    place = terms.index(term)
    following = terms[place + 1 : place + 2]
    if not term.valid_until and not following:
        return Declined(base.say("decline.not_in_source"))
    told = term.valid_until and any(long_date(day) in term.say for day in (shifted(term.valid_until, -1), term.valid_until))
    unknown = "" if told or term is terms[-1] else base.say("office.end_unknown")
    next_one = [] if told and "expiry" not in query.of("kind") else following
    return composed(said(term.say, unknown, *(one.say for one in next_one)), facts=[term, *next_one])


def of_another_office(query: Query, base: KnowledgeBase, office: str) -> Answer:
    """Return that the sources do not name somebody as holder of an office, and which office they do give.

    Who holds it today is no proof that somebody else did not hold it once: neither Yes nor No is said.
    """
    persons = query.of("person")
    facts = [fact for person in persons for fact in base.line("office") if fact.subject == person]
    lead = base.say("office.not_given", person=base.name(persons[0]), office=base.name(office))
    return composed(said(lead, *(fact.say for fact in facts)), facts=facts, items=persons)
