"""Who joined in a time, first, last or beside another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace as adapted

from bot.answering.saying import beyond, bullets, composed, joined, named, opened, said, verdict
from bot.answering.states.arrivals import changes_of, counted, in_steps, places, there_before, turned, with_earlier
from bot.answering.states.changes import STATUSES, by_day, started
from bot.answering.states.joining import PAIR, of_a_year, settled, unknown
from bot.answering.states.membership import counts, merged, roll
from bot.answering.times import LATEST, SCO, YEAR, ends, known_from, present, shifted, up_to, window
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.moments import Moment
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

OF_THEM = frozenset({"of-them", "who-of-them"})
"""Words for some of those that were listed."""


def who(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which states joined in a time, or first or last of those whose day is known.

    Options of the rule:
        side: "last", where the wording alone does not tell; "besides" where the states that are named are left out.
    """
    if _of_no_year(query, base):
        query = adapted(query, slots={**query.slots, "year": (), "as-of": ()})
    if _of_no_days(query):
        return None  # it gives no such days; how many there are today is asked of all; "who came last, and who before that?"
    statuses = [s for s in STATUSES if s in query.of("status")] or (list(STATUSES) if query.has("status") else ["member"])
    spared = query.of("country") if rule.options.get("side") == "besides" else ()  # "who joined besides Pakistan in 2017?"
    query = adapted(query, slots={**query.slots, "country": ()}) if spared else query
    source, target = turned(query)
    if source and _of_the_source(query):
        query = adapted(query, slots={**query.slots, "year": (), "as-of": ()})
    statuses = [target] if target else statuses
    asked = _beside(query, base) or window(query, base)
    if isinstance(asked, Declined):
        return asked
    first, last = asked
    every = tuple(fact for fact in started(base, first, last, statuses) if fact.subject not in spared)
    facts = _met(query, base, every, statuses, source)
    side = ("" if spared else rule.options.get("side")) or next((name for name in query.order if name in {"first", "last"}), "")
    if side and not query.of("year"):
        first, facts = _at_edge(query, side, first, facts)
    if query.polar and "all" in query.heard and (side or statuses != ["member"]):
        return None  # "did all new members join at Astana?"
    earlier = () if side or source else there_before(query, base, statuses, facts)
    if earlier and not places(query, base) and not query.of("region"):
        return with_earlier(query, base, earlier, changes_of(query, base, facts))
    if not facts:
        return (
            _none_but(spared, query, base, statuses, (first, last))
            if spared
            else _none(query, rule, base, statuses, (first, last))
        )
    more = in_steps(query, base, statuses, facts, first) if query.of("year") and not side else ()
    return _listed(query, base, statuses, (facts, more), side)


def _of_no_days(query: Query) -> bool:
    """Return whether something is asked that no days of joining answer."""
    edged = query.has("first") or query.has("last") or query.has("observer") or query.has("partner")
    twofold = query.has("before") and not (query.of("year") or query.of("country")) and edged
    today = "how-many" in query.of("kind") and query.has("now") and not query.has("between")  # "between 2012 and today"
    # "How many of the 2012 observers became members after 2020?" is of two statuses and two times.
    both = "member" in query.of("status") and len(set(query.of("status"))) > 1 and len(set(query.of("year"))) > 1
    return both or query.has("by-profile") or of_a_year(query) or today or twofold


def _met(query: Query, base: KnowledgeBase, facts: Sequence[Fact], statuses: Sequence[str], source: str) -> tuple[Fact, ...]:
    """Return those of the statuses taken in a time that are of the places, the region and the states that are meant."""
    cities = places(query, base)
    within = {country for region in query.of("region") for country in base.regions.get(region, ())}
    found = [fact for fact in facts if not cities or any(city in fact.say for city in cities)]
    found = [fact for fact in found if not query.of("region") or fact.subject in within]
    if OF_THEM & query.heard and "member" not in statuses:  # "which of them joined last?", of those that are observers
        now = roll(base.at(present(query, base)))
        found = [fact for fact in found if fact.subject in now and now[fact.subject].value in statuses]
    if source:  # "which observers became members before 2018?"
        had = {f.subject: f.valid_from for f in base.line("status") if f.value == source}
        found = [fact for fact in found if had.get(fact.subject, LATEST) < fact.valid_from]
    return tuple(found)


def _at_edge(query: Query, side: str, first: str, facts: tuple[Fact, ...]) -> tuple[str, tuple[Fact, ...]]:
    """Return those that came first, or last; for who came since then, the day after and nobody."""
    days = sorted(fact.valid_from for fact in facts) or [""]
    edge = days[-1 if side == "last" else 0]
    if side == "last" and query.has("some") and query.has("since"):  # "anyone since?", after who came last
        return shifted(edge, 1), ()
    several = side == "last" and query.of("count") and not OF_THEM & query.heard  # "the last three", not "which of the ten"
    wanted = int(query.of("count")[0]) if several else 1
    chosen = {edge, *(days[-wanted:] if wanted > 1 else ())}
    return first, tuple(fact for fact in facts if fact.valid_from in chosen)


def _listed(
    query: Query, base: KnowledgeBase, statuses: Sequence[str], found: tuple[tuple[Fact, ...], tuple[Fact, ...]], side: str
) -> Answer:
    """Return who joined, with the number or a verdict where these are asked for; what came in steps is told and not counted."""
    dated, more = found
    whole = "member" in statuses and (side == "first" or not (side or query.of("year") or query.of("country")))
    note = base.say("change.founders") if whole else ""
    supposed = query.of("number")
    truth = not supposed or str(len(dated)) in supposed
    yes = base.say("answer.yes" if truth else "answer.no") if query.polar else ""
    facts = (*dated, *more)
    changes = (*changes_of(query, base, dated), *changes_of(query, base, more))
    count = counted(base, facts, dated=bool(more)) if "how-many" in query.of("kind") else yes
    notes = merged(base.at(present(query, base)), statuses) if "member" not in statuses and not query.of("year") else []
    text = changes[0].text if len(changes) == 1 else bullets(change.text for change in changes)
    body = f"{count} {text}".strip() if len(changes) == 1 else "\n".join(part for part in (count, text) if part)
    after = said(note, *(f.say for f in notes))
    return composed(body, after, facts=[*facts, *notes], items=[f.subject for f in facts])


def _none(
    query: Query, rule: RuleShape, base: KnowledgeBase, statuses: Sequence[str], window: tuple[str, str]
) -> Answer | Declined:
    """Return what is said where no state took a status in a time: who only signed then, or that nobody is known to have."""
    source, _ = turned(query)
    on_paper = None if "member" in statuses or query.polar or source else settled(query, rule, base)
    # Decided before, and signed in the year asked about.
    return on_paper or (_none_turned(query, base) if source else _nobody(query, base, statuses, window))


def _none_but(
    spared: Sequence[str], query: Query, base: KnowledgeBase, statuses: Sequence[str], window: tuple[str, str]
) -> Answer:
    """Return that nobody besides the states named is known to have taken a status in a time, and since when those have it."""
    first, last = window
    own = [f for f in base.line("status") if f.subject in spared and f.value in statuses and first <= f.valid_from <= last]
    what = joined(base, [base.say(f"change.is.{status}") for status in statuses], "any")
    text = base.say("joined.none_else", what=what, first=long_date(first), last=long_date(min(last, query.today, ends(base))))
    return composed(said(text, *(fact.say for fact in own)), facts=own or started(base, "", LATEST, statuses)[-1:])


def _none_turned(query: Query, base: KnowledgeBase) -> Answer:
    """Return that no state of one status took the other in that time."""
    known = started(base, "", LATEST)
    return composed(said(base.say("answer.no") if query.polar else "", base.say("change.transition.none")), facts=known[-1:])


def _nobody(query: Query, base: KnowledgeBase, statuses: Sequence[str], window: tuple[str, str]) -> Answer | Declined:
    """Return that nobody is known to have joined from one day to another; declined for a place, or a time after what is known."""
    first, last = window
    cities = places(query, base)
    every = started(base, "", LATEST, statuses)
    key = "change.nobody.day" if first == last else "change.nobody"
    key = key if "member" in statuses else key.replace("nobody", "nobody.as")
    end = min(last, query.today, ends(base))
    if first > end:
        return Declined(base.say("decline.later", when=long_date(first), ends=long_date(ends(base))))
    what = joined(base, [base.say(f"change.is.{status}") for status in statuses], "any")
    text = base.say(key, what=what, first=long_date(first), last=long_date(end))
    if query.of("region"):  # others may have joined
        text = base.say("joined.none.region", region=named(base, query.of("region")))
    within = {country for region in query.of("region") for country in base.regions.get(region, ())}
    less = started(base, first, last, [s for s in STATUSES if s not in statuses]) if not query.of("status") else ()
    less = tuple(fact for fact in less if not query.of("region") or fact.subject in within)
    less = tuple(fact for fact in less if not cities or any(city in fact.say for city in cities))
    if cities and not less:
        return Declined(base.say("decline.not_in_source"))  # "who joined at Tashkent in 2017?"
    if less:  # "who was added at Ufa?": nobody became a member, and others something else
        lines = bullets(change.text for change in by_day(base, less))
        opening = base.say("answer.no") if query.polar else ""
        told = said(opening, base.say("joined.less"))
        return composed(f"{told}\n{lines}", facts=less, items=[fact.subject for fact in less])
    return composed(said(base.say("answer.no") if query.polar else "", text), facts=every[-1:])


def nth(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return who became the n-th member, where the sources tell: of those of the primary source no order is known."""
    first = [fact for fact in base.related("status") if fact.value == "member"]
    place = next((int(n) for n in query.of("ordinal") if int(n) > 0), 0)
    if query.polar or not place:
        return None
    if place <= len(first):
        return Declined(base.say("decline.not_in_source"))
    count = len(first)
    for change in by_day(base, started(base, "", LATEST, ["member"])):
        count += len(change.facts)
        if place <= count:
            return composed(change.text, facts=[*change.facts, *first], items=[fact.subject for fact in change.facts])
    return Declined(base.say("decline.not_in_source"))


def _of_no_year(query: Query, base: KnowledgeBase) -> bool:
    """Return whether the year of the talk is not meant: "so who was added?", after 2012; "which one came in last?"."""
    if (
        not query.of("year")
        or "<year>" in query.heard
        or (query.has("between") and not (query.has("since") or query.has("after")))
    ):
        return False
    return bool({"first", "last"} & query.heard) or all(year[:YEAR] == known_from(base)[:YEAR] for year in query.of("year"))


def _of_the_source(query: Query) -> bool:
    """Return whether the only time is that of those who changed, not of the change: "when did the observers of 2012 join?"."""
    years, order = query.of("as-of"), query.order
    return bool(years) and years == query.of("year") and "join" in order and order.index(years[0]) < order.index("join")


def _beside(query: Query, base: KnowledgeBase) -> tuple[str, str] | Declined | None:
    """Return the time after or before the day on which the country of the question joined: "who joined after Iran?"."""
    countries = query.of("country")
    if not countries:
        return None
    if len(countries) > 1 and query.has("after") and query.has("before"):
        return _in_between(query, base)
    days = {f.valid_from for f in base.line("status") if f.subject in countries and f.value == "member"}
    if query.has("between"):  # "which country joined between India and Belarus?"
        known_days = len(days) == len(countries) > 1 and "" not in days
        return (shifted(min(days), 1), shifted(max(days), -1)) if known_days else unknown(base, countries, ["member"])
    known = base.horizons[SCO].known if SCO in base.horizons else ""
    back = query.has("before") or query.has("one-before")
    if len(days) > 1 or not days or (back and "" in days):
        # Of several days none is the one that is meant; before one that no source gives, nobody is known to have joined.
        return unknown(base, countries, ["member"])
    if "" in days:
        return shifted(known, 1), query.today or LATEST
    return (known, shifted(min(days), -1)) if back else (shifted(max(days), 1), query.today or LATEST)


def _in_between(query: Query, base: KnowledgeBase) -> tuple[str, str] | Declined:
    """Return the time after some states joined and before others did: "who joined after India but before Belarus?"."""
    order = list(query.order)
    early = order.index("after") < order.index("before")
    cut = max(order.index("after"), order.index("before"))
    sides: tuple[list[str], list[str]] = ([], [])
    days = {f.subject: f.valid_from for f in base.line("status") if f.value == "member" and f.valid_from}
    for country in query.of("country"):
        first = (order.index(country) < cut) is early
        sides[0 if first else 1].append(days.get(country, ""))
    if not all(sides) or "" in (*sides[0], *sides[1]):
        return unknown(base, query.of("country"), ["member"])
    return shifted(max(sides[0]), 1), shifted(min(sides[1]), -1)


def count_between(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how many members there were after one state had joined and before another did."""
    days = {f.subject: f.valid_from for f in base.line("status") if f.value == "member" and f.valid_from}
    own = [days.get(country, "") for country in query.of("country")]
    if query.polar or "" in own or len(set(own)) != PAIR:  # several may have come in on one day
        return None
    plain = adapted(query, slots={"kind": query.of("kind"), "status": ("member",)})
    return counts(plain, rule, base.at(Moment(shifted(max(own), -1))))


def at_edge(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whether a state was the first, or the last, to join: "is Belarus the newest member?", with who it was."""
    if not query.polar or query.negated or len(query.of("country")) != 1:
        return None
    side = next((name for name in query.order if name in {"first", "last"}), "last")
    bounded_below = query.of("year") or any(map(query.has, ("after", "since", "newcomer", "new-word")))
    if side == "first" and not bounded_below:
        return None  # of those of the primary source no day is known
    told = who(adapted(query, polar=False, slots={**query.slots, "country": ()}), rule, base)
    if not isinstance(told, Answer) or not told.items:
        return told
    wanted = [s for s in STATUSES if s in query.of("status")] or ["member"]
    came = [f for f in map(base.facts.__getitem__, told.facts) if f.subject in told.items and f.value in wanted and f.valid_from]
    edge = (min if side == "first" else max)((fact.valid_from for fact in came), default="")
    chosen = [fact for fact in came if fact.valid_from == edge]
    truth = verdict(query, base, truth={*query.of("country")} <= {fact.subject for fact in chosen})
    ids = [fact.subject for fact in chosen]
    return composed(said(truth, *(change.text for change in by_day(base, chosen))), facts=chosen, items=ids)


def bounded(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whether more states than a number joined in a time, or fewer: "have at least four members joined since 2012?".

    None where some came in steps, of which no one day counts for sure.
    """
    numbers = [int(number) for number in query.of("number") if number.isdigit()]
    if not query.polar or len(numbers) != 1 or up_to(query) or query.has("before"):
        return None
    told = who(adapted(query, polar=False, slots={**query.slots, "number": (), "count": (), "comparison": ()}), rule, base)
    if not isinstance(told, Answer):
        return told
    wanted = [s for s in STATUSES if s in query.of("status")] or ["member"]
    came = {base.facts[name] for name in told.facts if base.facts[name].subject in told.items}
    came = {fact for fact in came if fact.relation == "status" and fact.value in wanted}
    truth = beyond(query, len(came), numbers[0])
    if truth is None or any(fact.short for fact in came):
        return None
    return adapted(told, text=opened(verdict(query, base, truth=truth), told.text))


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "joined.who": who,
    "joined.bound": bounded,
    "joined.edge": at_edge,
    "joined.count": count_between,
    "joined.nth": nth,
}
