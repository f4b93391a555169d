"""Dated things held against each other: what lies between, what came first, how old the SCO is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.answering.dates.events import FEW, INFORMATION, MONTH, PAIR, SCO, STAMP, YEAR, Event, everything, named
from bot.answering.documents.finding import found
from bot.answering.saying import bullets, capital, composed, said, verdict, whole_months, whole_years
from bot.answering.times import span as days
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query


def interval(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return how many years lie between two dated things; None when the question does not name two.

    Options of the rule:
        events: the two that are meant where the question names one of them at most.
        page: "yes", where one of them is the date of the primary source's information, or of the copy of its page.
    """
    pair = named(query, base)
    if rule.options.get("page") == "yes":
        pair = _with_page(query, pair, base)
    if "events" in rule.options:
        pair = [event for event in everything(base) if event.id in rule.options["events"].split()]
    if query.has("first") and query.has("last"):
        events = {event.id: event for event in everything(base)}
        chosen = [document for document in found(query, base) if not query.of("force") or document.force != "unlisted"]
        pair = [events[chosen[0].id], events[chosen[-1].id]] if len(chosen) > 1 else []
    if query.has("first") and not query.has("last") and len(pair) < PAIR:  # "between the first binding one and the first other?"
        pair = [*pair, *_firsts(query, base)]
    named_two = len(query.of("document")) + len(query.of("group")) >= PAIR
    if len(pair) != PAIR or ("how-long" not in query.of("kind") and not named_two):
        return None
    first, second = sorted(pair, key=lambda event: event.date)
    years = whole_years(first.date, second.date)
    key = {0: "interval.none", 1: "interval.one"}.get(years, "interval")
    months = whole_months(first.date, second.date) if query.has("in-months") else None
    text = base.say(
        "interval.months" if months and months > 1 else key, years=years, months=months,
        first=first.label, first_date=long_date(first.date), second=second.label, second_date=long_date(second.date),
    )  # fmt: skip
    supposed = [int(number) for number in query.of("number") if number.isdigit()] if query.polar else []
    opening = verdict(query, base, truth=supposed == [months or years]) if len(supposed) == 1 else ""
    return composed(said(opening, capital(text)), citations=(*first.cite, *second.cite), items=[event.id for event in pair])


def _firsts(query: Query, base: KnowledgeBase) -> list[Event]:
    """Return the oldest document of each force that is named."""
    events = {event.id: event for event in everything(base)}
    ranked = sorted(base.documents.values(), key=lambda document: (document.year, document.month or 0))
    forces = ("binding" if name == "binding" else "other" for name in query.of("force"))
    firsts = (next((document for document in ranked if document.force == force), None) for force in forces)
    return [events[document.id] for document in firsts if document is not None]


def _with_page(query: Query, events: Sequence[Event], base: KnowledgeBase) -> list[Event]:
    """Return two events, of which one is the date of the source's information or the stamp on its page."""
    information, stamp = (base.facts[name] for name in (INFORMATION, STAMP))
    dates = [(information, str(information.value)), (stamp, stamp.as_of)]
    own = [Event(fact.id, base.say(f"event.{fact.id}"), date, fact.cite, fact.say) for fact, date in dates]
    if not query.has("stamp"):
        return [*events, own[0]]
    return [*events, own[1]] if events else own


def sequence(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which of two dated things came first; None when the question does not name two.

    Option of the rule:
        same: "yes", where a question for Yes or No asks whether they are of one year.
    """
    pair = named(query, base)
    if query.of("body") and query.has("founded") and SCO in {event.id for event in pair}:
        return Declined(base.say("decline.not_in_source"))  # when a body was founded, no source says
    if query.of("force") and (not query.of("document") or SCO in {event.id for event in pair}):
        return None  # "the binding ones before 2010" are many
    if len(pair) != PAIR:
        return _in_order(query, pair, base)
    if not query.polar and {"first", "earlier", "last", "later"} & query.heard:  # "which came first?": it opens the answer
        pair = sorted(pair, key=lambda event: event.date, reverse=not {"first", "earlier"} & query.heard)
    one, other = pair
    cite = (*one.cite, *other.cite)
    if one.date[:YEAR] == other.date[:YEAR] and YEAR in {len(one.date), len(other.date)}:
        text = base.say("sequence.same", one=capital(one.label), other=other.label, year=one.date[:YEAR])
        return composed(said(_alike(query, rule, base, same=True), text), citations=cite)
    earlier = one.date < other.date
    text = base.say(
        "sequence.before" if earlier else "sequence.after",
        one=one.label, one_date=long_date(one.date), other=other.label, other_date=long_date(other.date),
    )  # fmt: skip
    opening = _alike(query, rule, base, same=False)
    claim = _claim(query)
    if claim is not None:
        opening = verdict(query, base, truth=earlier is claim)
    items = [event.id for event in sorted(pair, key=lambda event: event.date)]
    return composed(said(opening, capital(text)), citations=cite, items=items)


def _claim(query: Query) -> bool | None:
    """Return whether a question for Yes or No asks if the one it names came before; False for after, None for no such one."""
    claims = {word for word in ("before", "after", "earlier", "later") if query.has(word)}
    claims |= {"before"} if query.has("while") else set()  # "was it already signed when the other was?"
    before, after = claims & {"before", "earlier"}, claims & {"after", "later"}
    return None if not query.polar or bool(before) is bool(after) else bool(before)


def _in_order(query: Query, events: Sequence[Event], base: KnowledgeBase) -> Answer | None:
    """Return the events in order where one side is several; else None.

    "The deal with the CSTO", of which there are two; "later than both", said of the two that were spoken of before.
    """
    described = [event for event in events if event.id not in query.order]
    own = [event for event in events if event.id in query.heard]
    against = [event for event in events if event not in own]
    claim = _claim(query) if query.has("both") and len(own) == 1 and len(against) > 1 else None
    if not (PAIR < len(events) <= FEW and len(described) < len(events)):
        return None
    opening = ""
    if claim is not None and not described:
        sides = [own[0].date < other.date if claim else own[0].date > other.date for other in against]
        opening = f"{verdict(query, base, truth=all(sides))}\n\n"
    listed = sorted(events, key=lambda event: event.date)
    cite = tuple(dict.fromkeys(place for event in listed for place in event.cite))
    lines = bullets(f"{event.date[:YEAR]}: {event.say}" for event in listed)
    return composed(f"{opening}{lines}", citations=cite, items=[e.id for e in listed])


def side(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether something began before, or after, the year that the question names; None to any but such a question."""
    fact = base.facts[rule.facts[0]]
    spans = [days(year) for year in query.of("year")]
    claims = [word for word in ("before", "after") if query.has(word)]
    if len(spans) != 1 or not claims or not (query.polar or len(claims) > 1) or query.has("since"):
        return None
    if len(claims) > 1:  # "before or after 2000?"
        return composed(fact.say, facts=[fact])
    began = days(str(fact.value))
    truth = began.last < spans[0].first if claims == ["before"] else began.first > spans[0].last
    return composed(said(verdict(query, base, truth=truth), fact.say), facts=[fact])


def _alike(query: Query, rule: RuleShape, base: KnowledgeBase, *, same: bool) -> str:
    """Return Yes or No, where the question is whether two things are of the same year; "" where it is not."""
    if query.polar and rule.options.get("same") == "yes":
        return verdict(query, base, truth=same)
    asked = query.polar and query.has("same") is not query.has("different") and bool(query.of("period") or query.of("kind"))
    return verdict(query, base, truth=same is query.has("same")) if asked else ""


def age(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return how old the SCO was in the year that the question names, else how old it is on the day of the question."""
    founded = base.facts[SCO]
    start = str(founded.value)
    horizon = base.horizons.get("sco")
    then = horizon.known if horizon and (query.has("source-word") or query.has("profile")) else query.today
    day = next((year for year in query.of("year") if year > start), then)
    if day < start:
        return composed(founded.say, facts=[founded])
    years = whole_years(start, day)
    if len(day) >= MONTH and day[5:MONTH] < start[5:MONTH]:
        years -= 1
    key = "event.age.day" if len(day) > MONTH else "event.age"
    return composed(base.say(key, years=years, date=long_date(day), founded=founded.say), facts=[founded])


def anniversary(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return when the SCO became, or becomes, as many years old as the question says; None where it says no such number."""
    ages = {int(number) for number in (*query.of("number"), *query.of("ordinal")) if number.isdigit()}
    if len(ages) != 1 or query.polar:
        return None
    founded, years = base.facts[SCO], ages.pop()
    start = str(founded.value)
    day = f"{int(start[:YEAR]) + years}{start[YEAR:]}"
    return composed(base.say("event.anniversary", date=long_date(day), years=years, founded=founded.say), facts=[founded])


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "event.interval": interval,
    "event.sequence": sequence,
    "event.age": age,
    "event.anniversary": anniversary,
    "event.side": side,
}
