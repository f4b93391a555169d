"""Which days a question asks for: today and the primary source's own, or those that it names."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from bot.answering.saying import capital, composed, said
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.moments import Moment
from bot.knowledge.shapes import HorizonShape
from bot.model import Answer, Declined, Query

SCO = "sco"
LATEST = "9999"  # after any day
YEAR = 4  # characters of an ISO date that name its year
PRECISION = {4: "year", 7: "month", 10: "day"}
"""Length of an ISO date -> how it is labelled."""


SIDES = 2  # bounds of a time from ... to ...


@dataclass(frozen=True, slots=True)
class Span:
    """A year, month or day that a question names."""

    text: str
    """ISO 8601, with the precision that it has."""
    first: str
    last: str


def span(text: str) -> Span:
    """Return the first and the last day of a year, a month or a day; a day that there is none of counts as its month."""
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 0
    if not month:
        return Span(text, f"{year}-01-01", f"{year}-12-31")
    days = monthrange(year, month)[1]
    if len(parts) > 2 and parts[2] <= days:  # noqa: PLR2004 - year, month, day
        return Span(text, text, text)
    return Span(text[:7], f"{year}-{month:02}-01", f"{year}-{month:02}-{days}")


def in_bounds(query: Query, day: str, *, onward: bool = False) -> bool | None:
    """Return whether a day lies on the side, or in the span, of the years that a question names as bounds.

    Args:
        query: The question: "by 2018", "before 2018", "after 2018", "between 2015 and 2018".
        day: ISO 8601, with the precision that it has.
        onward: Whether "since 2018" is such a bound, too; else it says from when on something was so.

    Returns:
        None where no bound is named, or where the day is not known well enough.
    """
    bounds = sorted((span(text) for text in query.of("year")), key=lambda one: one.first)
    spanned = len(bounds) == SIDES and "between" in query.heard
    if not day or not (spanned or len(bounds) == 1):
        return None
    if spanned:
        first, last = bounds[0].first, bounds[1].last
    elif "by-end" in query.heard:
        first, last = "", bounds[0].last
    elif query.has("before"):
        first, last = "", shifted(bounds[0].first, -1)
    elif query.has("since"):
        first, last = (bounds[0].first, LATEST) if onward else ("", "")
    else:
        first, last = (shifted(bounds[0].last, 1), LATEST) if query.has("after") else ("", "")
    mine = span(day)
    inside, outside = first <= mine.first and mine.last <= last, mine.last < first or mine.first > last
    return inside if last and (inside or outside) else None


def shifted(day: str, by: int) -> str:
    """Return the day so many days later, or earlier for a negative number; ISO 8601."""
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()


def moments(query: Query, base: KnowledgeBase) -> tuple[Moment | None, ...] | Answer | Declined:
    """Return the days that a question is to be answered for, in the order in which they are told.

    None stands for the primary source as it is. A question without a date is told for today and for the primary source, one
    with another date for that alone. Outside the time that is known there is an answer of its own.
    """
    horizon = base.horizons.get(SCO)
    if horizon is None or not query.today:
        return (None,)
    spans = [span(text) for text in query.of("year")]
    if query.polar and "still" in query.heard and not query.past and all(one.first <= horizon.known <= one.last for one in spans):
        spans = []  # "the book of 2012 says 56; is that still the number?"
    pivot = _pivot(query, base)
    if pivot and query.has("after"):  # how it was then, not what has come since
        return (moment_of(query, base, horizon, span(pivot)),)
    if pivot:
        spans = [span(pivot)]
    if not spans:
        early = query.today <= horizon.known
        # "Which of the members in the profile are in it nowadays?", but "was it still one when the profile was written?".
        lasting = query.has("still") and "while" not in query.heard
        past = query.has("by-profile") and not (query.has("now") or lasting)
        return (None,) if early or past else (today(query, horizon), None)
    if len(spans) > 1 or (query.has("now") and not pivot):  # "now and in 2012"
        return _several(query, base, horizon, spans)
    one = spans[0]
    both = query.has("by-profile") and one.first > horizon.known  # "in the profile of 2012 versus since 2025"
    if query.has("before"):
        eve = shifted(one.first, -1)
        one = span(eve[:4]) if one.first.endswith("-01-01") else span(eve)
    elif (query.has("after") or query.has("since")) and not both:
        start = one.first if query.has("since") else shifted(one.last, 1)
        start = horizon.known if one.first <= horizon.known <= one.last else start
        beyond = outside(query, base, horizon, span(start))
        # What has come since is told up to today.
        return beyond or (Moment(query.today, since=start, stale=query.today > horizon.trusted),)
    return outside(query, base, horizon, one) or (moment_of(query, base, horizon, one), *((None,) if both else ()))


def today(query: Query, horizon: HorizonShape) -> Moment:
    """Return the day of the question."""
    return Moment(query.today, stale=query.today > horizon.trusted)


def moment_of(query: Query, base: KnowledgeBase, horizon: HorizonShape, one: Span, since: str = "") -> Moment | None:
    """Return the last day of a span, with the changes within it; None where the primary source is of that very time."""
    if one.last > horizon.ends:
        return Moment(query.today, since=since or one.first, stale=query.today > horizon.trusted)
    if one.first <= horizon.known <= one.last:
        return None
    label = base.say(f"when.{PRECISION[len(one.text)]}", date=long_date(one.text))
    return Moment(one.last, label, since or ("" if one.first == one.last else one.first))


def _several(
    query: Query, base: KnowledgeBase, horizon: HorizonShape, spans: list[Span]
) -> tuple[Moment | None, ...] | Answer | Declined:
    """Return the end of a time from ... to ..., with its changes; else each of the days named."""
    spans.sort(key=lambda one: one.first)
    if query.has("between") and spans[0].last < horizon.known <= spans[-1].last:
        spans[0] = span(horizon.known)  # what came before is not established; the rest of the time is told
    # Of a time from ... to ..., its end tells most of what there was.
    asked = reversed(spans) if query.has("between") else spans
    beyond = next((found for one in asked if (found := outside(query, base, horizon, one))), None)
    if beyond:
        return beyond
    if query.has("between"):
        return (moment_of(query, base, horizon, spans[-1], since=max(spans[0].first, horizon.known)),)
    now = [today(query, horizon)] if query.has("now") else []
    return tuple(dict.fromkeys([*now, *(moment_of(query, base, horizon, one) for one in spans)]))


def _pivot(query: Query, base: KnowledgeBase) -> str:
    """Return the day on which the country of the question got its status: "before India joined"; "" where none is meant."""
    paid = query.has("since") and query.has("pay")  # "what has it paid since it joined": what it pays now
    if query.of("year") or paid or not (query.has("join") and (query.has("before") or query.has("after"))):
        return ""  # "did India join before 2018?" names its time itself
    wanted = set(query.of("status")) or {"member"}
    starts = [f.valid_from for c in query.of("country") for f in base.line("status") if f.subject == c and f.value in wanted]
    return max(starts, default="")


def outside(query: Query, base: KnowledgeBase, horizon: HorizonShape, one: Span) -> Answer | Declined | None:
    """Return what is said of a time before the organisation, before what is known of it, or after today; None within."""
    when = long_date(one.text)
    if one.last < horizon.begins:
        return _not_yet(base, horizon, one)
    if one.last < horizon.known:
        return Declined(base.say("decline.earlier", when=when, known=long_date(horizon.known)))
    if one.first > query.today:
        return Declined(base.say("decline.future", when=when))
    if one.first > horizon.ends and not one.first <= query.today <= one.last:
        return Declined(base.say("decline.later", when=when, ends=long_date(horizon.ends)))
    return None


def _not_yet(base: KnowledgeBase, horizon: HorizonShape, one: Span) -> Answer:
    """Return that there was no such organisation yet, and what there was before it."""
    founded = [fact for fact in base.of(SCO) if fact.relation == "founded"]
    earlier = [fact for fact in base.of(horizon.before) if fact.relation in {"founded", "members"}]
    begun = [fact for fact in earlier if fact.relation != "founded" or str(fact.value) <= one.last]
    facts = [*founded, *(earlier if len(begun) == len(earlier) else earlier[:1])]
    lead = base.say("when.not_yet", when=long_date(one.text))
    return composed(said(capital(lead), *(fact.say for fact in facts)), facts=facts)


def not_begun(base: KnowledgeBase, organisation: str, day: str, when: str) -> Answer | None:
    """Return that there was no such organisation yet, and what became of the one before it; None from its beginning on.

    Args:
        base: The knowledge.
        organisation: Its id.
        day: The last day of the time that is asked about; ISO 8601.
        when: What that time is called.
    """
    horizon = base.horizons.get(organisation)
    if horizon is None or day >= horizon.begins:
        return None
    ended = [fact for fact in base.line("ended") if fact.subject == horizon.before]
    lead = base.say("when.not_yet.other", when=when, organisation=base.name(organisation))
    return composed(said(lead, *(fact.say for fact in ended)), facts=ended)


def present(query: Query, base: KnowledgeBase) -> Moment | None:
    """Return the day of the question; None where nothing is known of time."""
    horizon = base.horizons.get(SCO)
    return today(query, horizon) if horizon and query.today else None


def ends(base: KnowledgeBase) -> str:
    """Return the last day for which anything is known."""
    return base.horizons[SCO].ends if SCO in base.horizons else LATEST


def known_from(base: KnowledgeBase) -> str:
    """Return the first day of which other sources than the primary one speak; after any where there are none."""
    return base.horizons[SCO].known if SCO in base.horizons else LATEST


def up_to(query: Query) -> bool:
    """Return whether a year is the last of those that are meant: "by 2018", "until 2018"."""
    return any(query.has(word) or word in query.heard for word in ("by-end", "until"))


def window(query: Query, base: KnowledgeBase) -> tuple[str, str] | Declined:
    """Return the first and last day that a question is about; from the primary source's day on when it names none."""
    horizon = base.horizons.get(SCO)
    known = horizon.known if horizon else ""
    spans = sorted((span(text) for text in query.of("year")), key=lambda one: one.first)
    if not spans:
        return known, query.today or LATEST
    first, last = spans[0].first, spans[-1].last
    if first > query.today:
        return Declined(base.say("decline.future", when=long_date(spans[0].text)))
    if horizon and first > horizon.ends and not first <= query.today <= last:
        return Declined(base.say("decline.later", when=long_date(spans[0].text), ends=long_date(horizon.ends)))
    if len(spans) == 1 and query.has("between") and query.has("now"):  # "between 2012 and today"
        first, last = max(first, known), query.today or LATEST
    elif len(spans) == 1 and (up_to(query) or (query.has("between") and "profile" in query.heard)):
        first = known
    elif len(spans) == 1 and query.has("before"):
        first, last = known, shifted(spans[0].first, -1)
    elif len(spans) == 1 and (query.has("after") or query.has("since")):
        first, last = (spans[0].first if query.has("since") else shifted(spans[0].last, 1)), query.today or LATEST
    if last < known:
        return Declined(base.say("decline.earlier", when=long_date(spans[-1].text), known=long_date(known)))
    return max(first, known), last
