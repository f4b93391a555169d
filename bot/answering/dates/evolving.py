"""How something has changed: what happened in a time, how the number of members has grown, how shares have moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answering.dates.moving import late_years, moved_so, then_before_now, ways
from bot.answering.money.shares import percent, points, shown
from bot.answering.saying import bullets, composed, dated, named, said, verdict, whole_years
from bot.answering.states.changes import STATUSES, Change, by_day, line, started, story
from bot.answering.states.membership import roll
from bot.answering.times import LATEST, YEAR, ends, known_from, moments, present, window
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

PAIR = 2  # times between which members are counted


def changed(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return what is known to have changed in a time: since the primary source when the question names none.

    Options of the rule:
        of: "status" for who takes part alone.
    """
    asked = window(query, base)
    if isinstance(asked, Declined):
        return asked
    first, last = asked
    only = [s for s in STATUSES if s in query.of("status")] if rule.options.get("of") == "status" else []
    changes: Sequence[Change] = by_day(base, started(base, first, last, only or STATUSES))
    if rule.options.get("of") != "status":
        changes = story(base, first, last)
    if not changes:
        return Declined(base.say("change.none", start=long_date(first), end=long_date(min(last, query.today, ends(base)))))
    facts = [fact for change in changes for fact in change.facts]
    lead = base.say("change.lead", start=long_date(first), end=long_date(min(last, query.today, ends(base))))
    lines = [line(change, base) for change in changes]
    opening = base.say("answer.yes") if query.polar else ""
    return composed(f"{said(opening, lead)}\n{bullets(lines)}", base.say("change.selection"), facts=facts)


def counts(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return how the number of members has grown, with who came when."""
    facts = [*base.related("printed.count"), *(f for f in base.line("printed.count") if not f.primary)]
    joins = started(base, "", LATEST, ["member"])
    lines = [base.say("change.count", date=long_date(facts[0].cite[0].source.as_of), count=facts[0].value, names=_members(base))]
    for change, fact in zip(by_day(base, joins), facts[1:], strict=False):
        lines.append(base.say("change.count.more", date=long_date(change.day), count=fact.value, text=change.text))
    return composed(bullets(lines), facts=[*facts, *joins])


def gap(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return how many more members there were at the later of two times; today and the primary source's where none are named.

    None where a time is not known.
    """
    asked = [replace(query, slots={**query.slots, "year": (year,), "now": (), "time": ()}) for year in sorted(query.of("year"))]
    found = [moments(one, base) for one in asked]
    known = [days[0] for days in found if isinstance(days, tuple)]
    if len(known) < len(found) or len(known) > PAIR:
        return None
    known = [*dict.fromkeys(known), *([] if None in known else [None]), present(query, base)][:PAIR]
    if known[0] is known[1]:
        return None
    first, last = (_counted(base.at(day)) for day in sorted(known, key=lambda day: day.day if day else ""))
    more = len(last.members) - len(first.members)
    came = [country for country in last.members if country not in first.members]
    text = base.say("changed.gap" if more else "changed.gap.none", gap=more, now=last.told, before=first.told)
    facts = [*last.facts, *first.facts, *base.line("printed.count")]
    return composed(said(text, f"{named(base, came)}." if came else ""), facts=facts, items=came)


def moved(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether more states have a status now than at the time named, or fewer; None where that is not asked."""
    wanted = query.of("status")
    then = (
        moments(replace(query, slots={**query.slots, "now": (), "time": (), "status": wanted}), base)
        if query.of("year")
        else (None,)
    )
    now = present(query, base)
    if not query.polar or len(wanted) != 1 or not isinstance(then, tuple) or len(then) != 1 or then[0] is now:
        return None
    first, last = ([f for f in roll(base.at(day)).values() if f.value == wanted[0]] for day in (then[0], now))
    one, other = (first, last) if then_before_now(query) else (last, first)
    more = len(one) > len(other) if query.has("more") else len(one) < len(other)
    truth = len(last) == len(first) if query.has("same") else more
    # Of the partners and observers the primary source names some: there may have been more.
    unsure = then[0] is None and wanted[0] != "member"
    told = (base.say(f"part.{wanted[0]}", count=len(facts)) for facts in (first, last))
    text = base.say("changed.moved", before=next(told), now=next(told), as_of=dated(base.at(now), last or first))
    return composed(
        said("" if unsure else verdict(query, base, truth=truth), text), facts=[*last, *first, *base.line("printed.count")]
    )


def furthest(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whose share has moved most since the primary source, or least; of those that rose, or fell, where that is said.

    Of the states that are named, where some are: "whose share fell more, Kazakhstan's or Kyrgyzstan's?".
    """
    old = {fact.subject: fact for fact in base.related("share")}
    new = {fact.subject: fact for fact in base.at(present(query, base)).related("share")}
    among = query.of("country") or tuple(old)
    gaps = {country: percent(new[country]) - percent(old[country]) for country in among if country in old and country in new}
    up, down = query.has("rise"), query.has("fall")
    if up is not down:
        gaps = {country: gap for country, gap in gaps.items() if (gap > 0 if up else gap < 0)}
    most, least = (query.has(rank) or query.has(degree) for rank, degree in (("most", "more"), ("least", "less")))
    if query.polar or len(gaps) < min(len(among), PAIR) or new == old or most is least:
        return None
    edge = (max if most else min)(abs(gap) for gap in gaps.values())
    chosen = [country for country, gap in gaps.items() if abs(gap) == edge]
    facts = [fact for country in chosen for fact in (old[country], new[country])]
    asked = replace(query, slots={**query.slots, "country": tuple(chosen), "rank": (), "comparison": (), "word": ()})
    told = shares(asked, rule, base)
    lead = base.say("overlap.counted.both", names=named(base, chosen))
    return composed(said(lead, told.text), facts=facts, items=chosen) if isinstance(told, Answer) else None


@dataclass(frozen=True, slots=True)
class _Count:
    """The members of a day."""

    facts: tuple[Fact, ...]
    told: str

    @property
    def members(self) -> tuple[str, ...]:
        """Return the countries."""
        return tuple(fact.subject for fact in self.facts)


def _counted(base: KnowledgeBase) -> _Count:
    """Return the members of the day of a view, and how many they are, with their date."""
    facts = tuple(fact for fact in roll(base).values() if fact.value == "member")
    newest = max(fact.as_of for fact in facts)
    date = facts[0].cite[0].source.as_of if base.moment is None else min(newest, base.moment.day)
    return _Count(facts, base.say("changed.gap.one", count=len(facts), date=long_date(date)))


def duration(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return for how many years the SCO had a number of members; None where no source has that number, or its start."""
    facts = [f for f in base.line("printed.count") if f.valid_from and str(f.value) in query.of("number")]
    if not facts or query.has("by-profile"):
        return None
    one = facts[0]
    key = "change.lasted" if one.valid_until else "change.lasting"
    end = one.valid_until or one.as_of
    years = whole_years(one.valid_from, end)
    return composed(base.say(key, years=years, start=long_date(one.valid_from), end=long_date(end)), facts=[one])


def took(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the years from the day on which a state got a lesser status to that on which it became a member."""
    states = query.of("country")
    line = [fact for fact in base.line("status") if fact.subject in states]
    end = next((fact for fact in line if fact.value == "member" and fact.valid_from), None)
    lesser = [status for status in STATUSES if status != "member" and status in query.of("status")]
    if query.polar or len(states) != 1 or len(lesser) != 1 or end is None:
        return None
    since = next((fact for fact in base.line("partner.since") if fact.subject in states and lesser == ["partner"]), None)
    start = str(since.value) if since else next((f.valid_from for f in line if f.value == lesser[0]), "")
    if not start:
        return Declined(base.say("decline.not_in_source"))
    years = int(end.valid_from[:YEAR]) - int(start[:YEAR]) if len(start) == YEAR else whole_years(start, end.valid_from)
    told = [fact for fact in (since, *line) if fact is not None and (fact is since or fact is end or fact.valid_from == start)]
    return composed(said(base.say("change.took", years=years), *(fact.say for fact in dict.fromkeys(told))), facts=told)


def reached(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return when the number of members became what the question says, the larger of two, and until when it was that.

    Declined where no source has such a number, None where it is that of the primary source, which had it before.
    """
    wanted = max((int(number) for number in query.of("number") if number.isdigit()), default=0)
    facts = [f for f in base.line("printed.count") if f.valid_from and f.value == wanted]
    if query.polar or query.has("by-profile") or wanted in {fact.value for fact in base.related("printed.count")}:
        return None
    if not facts:
        return Declined(base.say("decline.not_in_source"))
    one = facts[0]
    joins = [f for f in started(base, "", LATEST, ["member"]) if f.valid_from == one.valid_from]
    lines = [change.text for change in by_day(base, joins)]
    end = base.say("change.until", end=long_date(one.valid_until)) if one.valid_until else ""
    return composed(said(one.say, *lines, end), facts=[one, *joins], items=[f.subject for f in joins])


def _members(base: KnowledgeBase) -> str:
    return named(base, [c for c, fact in roll(base).items() if fact.value == "member"])


def _of_late(query: Query, base: KnowledgeBase, newest: Mapping[str, Fact]) -> Answer | None:
    """Return the shares of years after the primary source's, of which few are known; None where no such years bound it."""
    years = late_years(query, base)
    scales = [fact for fact in base.line("share.set") if not fact.primary and fact.valid_until]
    held = [fact for fact in scales if years and fact.valid_from[:YEAR] <= min(years) <= fact.valid_until[:YEAR]]
    if not held or query.has("before") or query.has("by-profile") or query.has("profile") or len(years) < len(query.of("year")):
        return None
    if not query.of("country"):
        return composed(said(*(fact.say for fact in held)), facts=held) if max(years) < held[-1].valid_until[:YEAR] else None
    then = [fact for fact in base.line("share") if fact.valid_until and fact.subject in query.of("country") and not fact.primary]
    if not then:
        return None
    shown_too = [newest[fact.subject] for fact in then if max(years) >= fact.valid_until[:YEAR] or query.has("since")]
    facts = [*then, *shown_too]
    return composed(said(*(fact.say for fact in facts)), facts=facts, items=query.of("country"))


def _one_way(query: Query, newest: dict[str, Fact], oldest: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return the shares that rose, or fell, where one of the two is asked for: "which shares rose?"; else all."""
    up, down = ways(query)
    if up is down:
        return newest
    gaps = {c: percent(newest[c]) - percent(oldest[c]) for c in newest if c in oldest}
    return {c: newest[c] for c, gap in gaps.items() if (gap > 0 if up else gap < 0)}


def _of_one_time(query: Query, base: KnowledgeBase) -> bool:
    """Return whether a question names the time of the primary source alone: "in 2012, by the profile"."""
    later = any(map(query.has, ("now", "after", "since", "change", "rise", "fall", "still")))
    return bool(query.of("year")) and not later and all(year[:YEAR] == known_from(base)[:YEAR] for year in query.of("year"))


def shares(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how the share of a country, or of each, has changed; Yes or No where a rise or a fall is supposed."""
    now = base.at(present(query, base))
    newest = {f.subject: f for f in now.related("share")}
    strangers = [c for c in query.of("country") if c not in {f.subject for f in base.line("share")}]
    whole = query.has("budget") and not (query.has("pay") or query.of("country"))  # "by how many per cent did the budget grow?"
    if strangers or whole or _of_one_time(query, base):
        return None
    early = [year for year in query.of("year") if year[:YEAR] < known_from(base)[:YEAR]]
    if early:
        return Declined(base.say("decline.share_year", year=min(early)[:YEAR]))
    of_late = _of_late(query, base, newest)
    if of_late is not None:
        return of_late
    oldest = {f.subject: f for f in base.related("share")}
    asked = [c for c in query.of("country") if c in newest]
    if query.of("country") and not asked:
        return Declined(base.say("decline.no_share", country=named(base, query.of("country"), "any")))
    sets = list(now.related("share.set"))
    since = max(f.valid_from for f in sets)
    lines, facts, truths = [], [], []
    newest = _one_way(query, newest, oldest) if not asked and not query.polar else newest
    if not newest:
        return Declined(base.say("change.share.none", date=long_date(known_from(base)), since=long_date(since)))
    alike = not asked and not query.polar and (query.has("same") or query.negated)  # "whose share has stayed the same?"
    if alike:
        newest = {c: f for c, f in newest.items() if c in oldest and percent(oldest[c]) == percent(f)}
    for country in asked or newest:
        middle = [f for f in base.line("share") if f.subject == country and f not in (newest[country], oldest.get(country))]
        before = oldest.get(country)
        facts += [f for f in (before, *middle, newest[country]) if f]
        if before is None:
            lines.append(
                base.say("share.new", country=base.name(country), share=shown(percent(newest[country])), since=long_date(since))
            )
            continue
        gap = percent(newest[country]) - percent(before)
        truths.append(gap)
        key = "share.same_as" if not gap else "share.up" if gap > 0 else "share.down"
        lines.append(
            base.say(
                key, country=base.name(country), before=shown(percent(before)), now=shown(percent(newest[country])),
                gap=points(base, abs(gap)), date=long_date(before.cite[0].source.as_of), since=long_date(since),
            )
        )  # fmt: skip
        lines += [f.say for f in middle if asked]
    opening = moved_so(query, base, truths, asked=bool(asked))
    text = said(opening, *lines) if asked else "\n".join(part for part in (opening, bullets(lines)) if part)
    return composed(text, "" if asked else said(*(f.say for f in sets)), facts=[*facts, *sets], items=asked)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "changed.all": changed,
    "changed.count": counts,
    "changed.gap": gap,
    "changed.duration": duration,
    "changed.took": took,
    "changed.moved": moved,
    "changed.furthest": furthest,
    "changed.reached": reached,
    "changed.share": shares,
}
