"""How long it was from one dated thing to another, of whatever kinds; how long an office was held, or a status.

The days of what the sources only tell in passing ("the termination was signed on ...") are facts of the relation `moment`, which
the rule names; a question means one by its subject and by all of the words that it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.answering.dates.events import MONTH, PAIR, SCO, YEAR, everything
from bot.answering.documents.finding import plain_name
from bot.answering.documents.particulars import date as dated
from bot.answering.saying import agree, bullets, composed, said, whole_months, whole_years
from bot.answering.times import ends, known_from, span
from bot.knowledge import Document, KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Citation, Declined, Fact, Query

DAY = 10  # characters of an ISO date that names a day
A_YEAR, A_WEEK = 12, 7  # months, days
LESSER = ("observer", "partner")
SIDES = {"before": ("before", "earlier"), "after": ("after", "later")}
"""Side of a date -> the words for it."""


@dataclass(frozen=True, slots=True)
class Point:
    """A dated thing that a question names."""

    date: str
    """ISO 8601 with the precision it has."""
    say: str
    """A whole sentence that tells it with its date."""
    cite: tuple[Citation, ...] = ()
    fact: Fact | None = None


def _of(fact: Fact) -> Point:
    """Return a fact whose value is its date as such a thing."""
    return Point(str(fact.value), fact.say, fact.cite, fact)


def gap(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return how long it was between two dated things; None where the question does not name just two."""
    points = _points(query, rule, base)
    if query.polar or len(points) != PAIR or len(query.of("status")) > 1:
        return None  # "from partner to member" is of one state
    # "The protocol of 2024" is none of those that are known.
    if any(not any(agree(year, point.date) for point in points) for year in query.of("year")):
        return None
    first, second = sorted(points, key=lambda point: point.date)
    length = time_between(query, base, first.date, second.date)
    if not length:
        return None
    return _composed(said(base.say("gap", length=length), first.say, second.say), [first, second])


def _composed(text: str, points: Sequence[Point]) -> Answer:
    """Return an answer of dated things, each with its citations."""
    facts = [point.fact for point in points if point.fact is not None]
    return composed(text, facts=facts, citations=tuple(dict.fromkeys(place for point in points for place in point.cite)))


def _points(query: Query, rule: RuleShape, base: KnowledgeBase) -> list[Point]:
    """Return the dated things that the question names, of the kinds that are surest first."""
    points = _moments(query, rule, base)
    points += _documents(query, base)
    points += _statuses(query, base)
    others = query.of("country") or any(name != "sco" for name in query.of("organisation"))  # "when did the EAEU begin?"
    if query.has("founded") and not query.of("body") and ("sco" in query.heard or not others):
        event = next(event for event in everything(base) if event.id == SCO)
        points.append(Point(event.date, event.say, event.cite))
    of_profile = {*query.of("year")} <= {known_from(base)[:YEAR]} and query.has("the-profile")
    if len(points) == 1 and of_profile:
        points.append(Point(known_from(base), base.say("gap.date", date=long_date(known_from(base)))))
    if len(points) == 1:
        points += [Point(year, base.say("gap.date", date=long_date(year))) for year in query.of("year")]
    return list(dict.fromkeys(points))


def _moments(query: Query, rule: RuleShape, base: KnowledgeBase) -> list[Point]:
    """Return the days that the sources only tell in passing, those that the rule names and the question means."""
    told = [base.facts[name] for name in rule.facts]
    return [_of(fact) for fact in told if fact.subject in query.order and fact.about <= query.heard]


def _documents(query: Query, base: KnowledgeBase) -> list[Point]:
    """Return the days of the documents that are named, and that on which one took effect where it is asked for."""
    every = {**base.documents, **base.later}
    points = []
    for name in (name for name in dict.fromkeys(query.order) if name in every):
        days = [fact for fact in base.line("signed") if fact.subject == name]
        exact = max(days, key=lambda fact: len(str(fact.value)), default=None)
        points.append(_of(exact) if exact is not None else _listed(every[name], base))
        forced = [fact for fact in base.line("in-force") if fact.subject == name and fact.value]
        points += [_of(fact) for fact in forced if "in-force" in query.heard]
    return points


def _listed(document: Document, base: KnowledgeBase) -> Point:
    """Return a document with its date as the primary source lists it."""
    day = dated(document)
    return Point(day, base.say("gap.document", name=plain_name(base, document), date=long_date(day)), document.cite)


def _statuses(query: Query, base: KnowledgeBase) -> list[Point]:
    """Return the days on which the states that are named got the status that is, or became members where none is."""
    statuses = query.of("status") or ("member",)
    if not (query.has("join") or query.of("status")) or len(statuses) > 1:
        return []
    line = [fact for fact in base.line("status") if fact.value == statuses[0] and fact.valid_from]
    started = [next((fact for fact in line if fact.subject == country), None) for country in query.of("country")]
    return [Point(fact.valid_from, fact.say, fact.cite, fact) for fact in started if fact is not None]


def time_between(query: Query, base: KnowledgeBase, first: str, second: str) -> str:
    """Return a length in words, in the unit that is asked for; "" where the dates are not known well enough for it."""
    precise = len(first) == len(second) == DAY
    if query.has("in-days") or query.has("in-weeks"):
        if not precise:
            return ""
        days = (date.fromisoformat(second) - date.fromisoformat(first)).days
        weeks = base.say("gap.weeks", weeks=days // A_WEEK, days=days % A_WEEK) if query.has("in-weeks") else ""
        return said(base.say("gap.days", count=days), weeks)
    months = whole_months(first, second)
    if months is None:
        years = whole_years(first, second)
        return _counted(base, "year", years) if years else ""
    years, left = divmod(months, A_YEAR)
    if query.has("in-months"):
        years, left = 0, months
    parts = [_counted(base, "year", years), _counted(base, "month", left)]
    if precise and not years:
        parts.append(_counted(base, "day", _days_left(first, second, months)))
    told = [part for part in parts if part]
    lead = "" if precise or not left else base.say("gap.about")
    return said(lead, base.say("join.all", first=told[0], last=told[-1]) if len(told) > 1 else "".join(told))


def _days_left(first: str, second: str, months: int) -> int:
    """Return the days between two dates beyond the whole months."""
    year, month = divmod(int(first[:YEAR]) * A_YEAR + int(first[YEAR + 1 : MONTH]) - 1 + months, A_YEAR)
    start = date(year, month + 1, 1) + timedelta(days=int(first[MONTH + 1 :]) - 1)
    return max((date.fromisoformat(second) - start).days, 0)


def _counted(base: KnowledgeBase, unit: str, count: int) -> str:
    """Return "1 year", "3 months"; "" for none."""
    return base.say(f"gap.{unit}{'' if count == 1 else 's'}", count=count) if count else ""


def term(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return for how long a person was in office; None where the first or the last day is not known."""
    terms = [fact for fact in base.line("office") if fact.subject in query.of("person")]
    if query.polar or len(terms) != 1 or not (len(terms[0].valid_from) == len(terms[0].valid_until) == DAY):
        return None
    mine = terms[0]
    if mine.valid_until > ends(base):
        return None  # what is announced is not yet so
    length = time_between(query, base, mine.valid_from, mine.valid_until)
    years = {mine.valid_until[:YEAR], str(int(mine.valid_until[:YEAR]) - 1)}
    if not any(year in mine.say for year in years):  # the day on which the next one began is all that is known
        return None
    return composed(said(base.say("gap", length=length), mine.say), facts=[mine], items=[mine.subject])


def same_term(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return who was in office on the same days as the person that is named; declined where nobody is known to have been."""
    offices = [fact for fact in base.line("office") if fact.valid_from and fact.valid_until]
    mine = [fact for fact in offices if fact.subject in query.of("person")]
    if query.polar or len(mine) != 1:
        return None
    days = (mine[0].valid_from, mine[0].valid_until)
    others = [f for f in offices if (f.valid_from, f.valid_until) == days and f is not mine[0]]
    if not others:
        return Declined(base.say("decline.not_in_source"))
    facts = [*others, *mine]
    return composed(said(*(fact.say for fact in facts)), facts=facts, items=[fact.subject for fact in others])


def meanwhile(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return who held one office while somebody held another: "who was director of RATS while Norov was Secretary-General?"."""
    offices = [fact for fact in base.line("office") if fact.valid_from]
    mine = [fact for fact in offices if fact.subject in query.of("person") and fact.value in query.of("office")]
    asked = [office for office in query.of("office") if mine and office != mine[0].value]
    if query.polar or len(mine) != 1 or len(asked) != 1 or not mine[0].valid_until:
        return None
    start, end = mine[0].valid_from, mine[0].valid_until
    held = [f for f in offices if f.value == asked[0] and span(f.valid_from).first < end]
    held = [f for f in held if (f.valid_until or span(f.as_of).last) > start]
    if not held:
        return Declined(base.say("decline.not_in_source"))
    facts = [*held, *mine]
    return composed(said(*(fact.say for fact in facts)), facts=facts, items=[fact.subject for fact in held])


def lasted(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return for how long a state had a status that it no longer has; None where its first or its last day is not known."""
    statuses = [status for status in query.of("status") if status in LESSER]
    if query.polar or len(query.of("country")) != 1 or len(query.of("status")) != 1 or not statuses:
        return None
    line = [fact for fact in base.line("status") if fact.subject == query.of("country")[0]]
    held: Fact | None = next((fact for fact in line if fact.value == statuses[0]), None)
    since = [f for f in base.line("partner.since") if f.subject == query.of("country")[0] and statuses == ["partner"]]
    start = str(since[0].value) if since else held.valid_from if held else ""
    if held is None or not start or not held.valid_until or {year[:YEAR] for year in query.of("year")} - {start[:YEAR]}:
        return None
    length = time_between(query, base, start, held.valid_until)
    after = next((fact for fact in line if fact.valid_from == held.valid_until), None)
    facts = list(dict.fromkeys([*since, held, *([after] if after else [])]))
    told = base.say("gap.until", start=long_date(start), end=long_date(held.valid_until))
    return composed(said(base.say("gap", length=length), told, *(f.say for f in facts if f is not held)), facts=facts)


def ordered(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the dated things that are named, the earliest first: "put these in order"."""
    points = sorted(_points(query, rule, base), key=lambda point: point.date)
    vague = {point.date for point in points if len(point.date) == YEAR}
    unsure = any(sum(other.date.startswith(year) for other in points) > 1 for year in vague)  # 2001 and June 2001
    if query.polar or len(points) < PAIR or unsure or len({point.date for point in points}) < len(points):
        return None
    return _composed(bullets(point.say for point in points), points)


def first(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which of two dated things came first, or last where that is asked; None where not just two have known dates."""
    points = [*_moments(query, rule, base), *_documents(query, base), *_statuses(query, base)]
    claims = {side for side, words in SIDES.items() if any(map(query.has, words))}
    primary = {*query.of("document")} <= {*base.documents} and len(query.of("document")) == PAIR  # those are told elsewhere
    polar = query.polar and len(claims) <= 1  # "before or after?" is not answered by Yes
    if len(points) != PAIR or primary or (polar and query.negated):
        return None
    one, other = points
    if other.date.startswith(one.date) or one.date.startswith(other.date):
        exact = len(one.date) == len(other.date) == DAY
        opening = base.say(f"answer.{'no' if claims else 'yes'}") if polar and exact else ""
        return _composed(said(opening, base.say("gap.same.day" if exact else "gap.same"), one.say, other.say), points)
    early, late = sorted(points, key=lambda point: point.date)
    if polar:
        if not claims:
            return None
        order = [_place(query, base, point) for point in points]
        named_first = points[0] if order[0] <= order[1] else points[1]
        truth = (named_first is early) is ("before" in claims)
        return _composed(said(base.say(f"answer.{'yes' if truth else 'no'}"), early.say, late.say), [early, late])
    if {"last", "later"} & query.heard and not {"first", "earlier"} & query.heard:
        return _composed(base.say("gap.last", one=late.say, other=early.say), [late, early])
    return _composed(base.say("gap.first", one=early.say, other=late.say), [early, late])


def _place(query: Query, base: KnowledgeBase, point: Point) -> int:
    """Return where a question names a dated thing; the end where it does not name it by itself."""
    every = {**base.documents, **base.later}
    subject = point.fact.subject if point.fact is not None else ""
    listed = next((name for name in query.of("document") if name in every and every[name].cite == point.cite), "")
    names = [name for name in (subject, listed) if name in query.order]
    return min((query.order.index(name) for name in names), default=len(query.order))


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "gap.between": gap,
    "gap.first": first,
    "gap.term": term,
    "gap.term.same": same_term,
    "gap.term.while": meanwhile,
    "gap.lasted": lasted,
    "gap.order": ordered,
}
