"""How far a share moved between two of the times that the sources know: by the profile, by the agreement of 2017, since 2025."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.answering.money.shares import Operation, percent, points
from bot.answering.saying import composed, said, verdict
from bot.answering.times import known_from, span
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

PAIR = 2  # times that are held against each other
LAST = "9999"  # after any day


def step(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return by how many points a state's share rose or fell; None where no two of its shares are meant.

    The two are named by their figures ("16.4 before, 15.2 now"), or by their times ("between the agreement of 2017 and 2025").
    The option ``later: yes`` leaves to another rule what names the year of the primary source without a figure.
    """
    of_profile = rule.options.get("later") == "yes" and query.of("as-of") and not query.of("number")
    if len(query.of("country")) != 1 or of_profile:
        return None
    line = [fact for fact in base.line("share") if fact.subject == query.of("country")[0]]
    line.sort(key=lambda fact: fact.valid_from)  # that of the primary source has no beginning
    pair = _by_figures(query, line) if query.of("number") else _by_times(query, line, base)
    if len(pair) != PAIR:
        return None
    before, after = pair
    gap = percent(after) - percent(before)
    key = "share.step.same" if not gap else "share.step.more" if gap > 0 else "share.step.less"
    up = query.has("rise") or (query.has("more") and not query.has("less"))
    down = query.has("fall") or (query.has("less") and not query.has("more"))
    truth = gap > 0 if up is not _backwards(query) else gap < 0
    opening = verdict(query, base, truth=truth) if query.polar and gap and up is not down else ""
    told = said(opening, base.say(key, gap=points(base, abs(gap))), _dated(base, before), after.say)
    return composed(told, facts=[before, after], items=[before.subject])


def _backwards(query: Query) -> bool:
    """Return whether the earlier share is held against the later one: "was the 16.4 per cent before more than now?"."""
    order = query.order
    return "compare" in order and any(word in order[order.index("compare") :] for word in ("now", "still", "since"))


def _dated(base: KnowledgeBase, fact: Fact) -> str:
    """Return what a fact says, with the date of the primary source where it is of that."""
    if not fact.primary:
        return fact.say
    return base.say("answer.in_profile", date=long_date(fact.cite[0].source.as_of), text=fact.say)


def _by_figures(query: Query, line: Sequence[Fact]) -> list[Fact]:
    """Return the two shares of a state of which one figure is named at least; none where it never had such a share."""
    figures = {Decimal(number) for number in query.of("number")}
    found = [fact for fact in line if percent(fact) in figures]
    if len(found) != len(figures) or not found:
        return []
    if len(found) == 1 and any(map(query.has, ("now", "still", "since", "before", "fall", "rise"))):  # "15 per cent before, now?"
        found = [*found, line[-1]] if found[0] is not line[-1] else []
    return found


def _by_times(query: Query, line: Sequence[Fact], base: KnowledgeBase) -> list[Fact]:
    """Return the shares that a state had at the two times that are named, one of them after the primary source's."""
    days = [span(year).last for year in query.of("year")]
    days += [LAST] if query.has("now") or query.has("still") else []
    days += [known_from(base)] if (query.has("profile") or query.has("by-profile")) and known_from(base) not in days else []
    if len(days) != PAIR or min(days) < known_from(base):
        return []
    held = [next((f for f in reversed(line) if f.valid_from <= day), None) for day in sorted(days)]
    return list(dict.fromkeys(fact for fact in held if fact is not None))


OPERATIONS: Mapping[str, Operation] = {"share.step": step}
