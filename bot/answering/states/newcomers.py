"""Who joined in a time, first, last or beside another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace as adapted

from bot.answering.saying import bullets, composed, named, said
from bot.answering.states.changes import STATUSES, Change, by_day, started
from bot.answering.states.joining import PAIR, of_a_year, settled, unknown
from bot.answering.states.membership import counts, merged, roll
from bot.answering.times import LATEST, SCO, YEAR, ends, known_from, present, shifted, window
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.moments import Moment
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

MONTH = 7  # characters of an ISO date that name its month
OF_THEM = frozenset({"of-them", "who-of-them"})
"""Words for some of those that were listed."""


def who(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which states joined in a time, or first or last of those whose day is known.

    Options of the rule:
        side: "last", where the wording alone does not tell.
    """
    if _of_no_year(query, base):
        query = adapted(query, slots={**query.slots, "year": (), "as-of": ()})
    twofold = query.has("before") and not (query.of("year") or query.of("country")) and (query.has("first") or query.has("last"))
    today = "how-many" in query.of("kind") and query.has("now") and not query.has("between")  # "between 2012 and today"
    # "How many of the 2012 observers became members after 2020?" is of two statuses and two times.
    both = "member" in query.of("status") and len(set(query.of("status"))) > 1 and len(set(query.of("year"))) > 1
    if both or query.has("by-profile") or of_a_year(query) or today or twofold:
        return None  # it gives no such days; how many there are today is asked of all; "who came last, and who before that?"
    statuses = [s for s in STATUSES if s in query.of("status")] or (list(STATUSES) if query.has("status") else ["member"])
    asked = _beside(query, base) or window(query, base)
    if isinstance(asked, Declined):
        return asked
    first, last = asked
    facts = started(base, first, last, statuses)
    cities = [base.name(city) for city in query.of("city")]
    within = {country for region in query.of("region") for country in base.regions.get(region, ())}
    facts = tuple(
        fact
        for fact in facts
        if (not cities or any(city in fact.say for city in cities)) and (not query.of("region") or fact.subject in within)
    )
    if OF_THEM & query.heard and "member" not in statuses:  # "which of them joined last?", of those that are observers
        now = roll(base.at(present(query, base)))
        facts = tuple(fact for fact in facts if fact.subject in now and now[fact.subject].value in statuses)
    side = rule.options.get("side") or next((name for name in query.order if name in {"first", "last"}), "")
    if side and not query.of("year"):
        days = sorted(fact.valid_from for fact in facts) or [""]
        edge = days[-1 if side == "last" else 0]
        since = side == "last" and query.has("some") and query.has("since")  # "anyone since?", after who came last
        wanted = int(query.of("count")[0]) if side == "last" and query.of("count") else 1  # "the last three to join"
        chosen = {edge, *(days[-wanted:] if wanted > 1 else ())}
        first, facts = (shifted(edge, 1), ()) if since else (first, tuple(f for f in facts if f.valid_from in chosen))
    if query.polar and "all" in query.heard and (side or statuses != ["member"]):
        return None  # "did all new members join at Astana?"
    changes = _changes(query, base, facts)
    earlier = () if side else _there_before(query, base, statuses, facts)
    if earlier and not cities and not query.of("region"):
        return _with_earlier(query, base, earlier, changes)
    if not changes:
        on_paper = None if "member" in statuses or query.polar else settled(query, rule, base)
        return on_paper or _nobody(query, base, statuses, (first, last))  # decided before, and signed in the year asked about
    whole = "member" in statuses and (side == "first" or not (side or query.of("year") or query.of("country")))
    note = base.say("change.founders") if whole else ""
    supposed = query.of("number")
    truth = not supposed or str(len(facts)) in supposed
    yes = base.say("answer.yes" if truth else "answer.no") if query.polar else ""
    more = _in_steps(query, base, statuses, facts, first) if query.of("year") and not side else ()
    if more:  # what came about in steps over that time is told, and not counted
        changes = (*changes, *_changes(query, base, more))
        facts = (*facts, *more)
    counting = "how-many" in query.of("kind")
    count = _count(base, facts, dated=bool(more)) if counting else yes
    notes = merged(base.at(present(query, base)), statuses) if "member" not in statuses and not query.of("year") else []
    text = changes[0].text if len(changes) == 1 else bullets(change.text for change in changes)
    body = f"{count} {text}".strip() if len(changes) == 1 else "\n".join(part for part in (count, text) if part)
    after = said(note, *(f.say for f in notes))
    return composed(body, after, facts=[*facts, *notes], items=[f.subject for f in facts])


def _there_before(query: Query, base: KnowledgeBase, statuses: Sequence[str], facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return who had a status in the primary source, where all are asked for that had come up to a day: "before 2018".

    Who asks for new ones, or from when on, means those that came after it.
    """
    bound = query.has("before") or {"by-end", "until"} & query.heard
    later = {
        "after",
        "since",
        "between",
        "new-word",
        "newcomer",
        "join-last",
        "profile",
        "by-profile",
        "one-before",
    } & query.heard
    if not bound or (later - ({"between"} if "until" in query.heard else set())) or not (query.of("year") or query.of("country")):
        return ()
    had = {fact.subject for fact in facts}
    return tuple(fact for fact in roll(base.at(None)).values() if fact.value in statuses and fact.subject not in had)


def _with_earlier(query: Query, base: KnowledgeBase, earlier: Sequence[Fact], changes: Sequence[Change]) -> Answer:
    """Return who had come up to a day: those of the primary source, of whom no day is known, and those that came then."""
    facts = [*earlier, *(fact for change in changes for fact in change.facts)]
    supposed = query.of("number")
    yes = base.say("answer.yes" if not supposed or str(len(facts)) in supposed else "answer.no") if query.polar else ""
    count = f"{len(facts)}." if "how-many" in query.of("kind") else yes
    lines = [
        base.say(
            f"joined.earlier.{status}", names=named(base, [f.subject for f in earlier if f.value == status]), date=known_day(base)
        )
        for status in STATUSES
        if any(f.value == status for f in earlier)
    ]
    lines += [change.text for change in changes]
    text = bullets(lines) if len(lines) > 1 else lines[0]
    return composed(
        f"{count}{chr(10) if len(lines) > 1 else ' '}{text}".strip(), facts=facts, items=[fact.subject for fact in facts]
    )


def known_day(base: KnowledgeBase) -> str:
    """Return the day of the primary source, as it is written out."""
    return long_date(known_from(base))


def _changes(query: Query, base: KnowledgeBase, facts: Sequence[Fact]) -> tuple[Change, ...]:
    """Return a change for each day and status; of a region, those in steps one by one: others may share their story."""
    stepped = tuple(fact for fact in facts if fact.short and query.of("region"))
    plain = by_day(base, [fact for fact in facts if fact not in stepped])
    return (*plain, *(Change(fact.valid_from, fact.say, fact.say, (fact,)) for fact in stepped))


def _count(base: KnowledgeBase, facts: Sequence[Fact], *, dated: bool) -> str:
    """Return how many joined; where some did so in steps of which no one counts for sure, the number of the others."""
    plain = [fact for fact in facts if not fact.short]
    if len(plain) == len(facts) or not (dated or len(plain) == 0):
        return f"{len(facts)}."
    return base.say("joined.in_steps", count=len(plain)) if plain else ""


def _in_steps(query: Query, base: KnowledgeBase, statuses: Sequence[str], facts: Sequence[Fact], first: str) -> tuple[Fact, ...]:
    """Return the statuses that came about in steps, begun before a time and finished in it or after."""
    within = {country for region in query.of("region") for country in base.regions.get(region, ())}
    return tuple(
        fact
        for fact in base.line("status")
        if fact.short and fact.value in statuses and fact not in facts
        and fact.valid_from < first and fact.settled[:MONTH] >= first[:MONTH]
        and (not query.of("region") or fact.subject in within)
    )  # fmt: skip


def _nobody(query: Query, base: KnowledgeBase, statuses: Sequence[str], window: tuple[str, str]) -> Answer | Declined:
    """Return that nobody is known to have joined from one day to another; declined for a place, or a time after what is known."""
    first, last = window
    cities = [base.name(city) for city in query.of("city")]
    every = started(base, "", LATEST, statuses)
    key = "change.nobody.day" if first == last else "change.nobody"
    end = min(last, query.today, ends(base))
    if first > end:
        return Declined(base.say("decline.later", when=long_date(first), ends=long_date(ends(base))))
    text = base.say(key, first=long_date(first), last=long_date(end))
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
    if not query.of("year") or "<year>" in query.heard or query.has("between"):
        return False
    return bool({"first", "last"} & query.heard) or all(year[:YEAR] == known_from(base)[:YEAR] for year in query.of("year"))


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


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "joined.who": who,
    "joined.count": count_between,
    "joined.nth": nth,
}
