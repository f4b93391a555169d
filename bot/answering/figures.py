"""The figures of the sources: how old they are, as the budget is of one year and the staff of another; what one stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.answering.saying import composed, dated_tail, said, verdict
from bot.answering.times import SCO, YEAR
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

FIGURES = ("budget", "staff")
"""Relations of facts that carry a year of their own, and the words for them."""
PAIR = 2
MILLION = "000000"  # figures behind a number of millions


def _asked(query: Query, base: KnowledgeBase) -> list[tuple[str, list[Fact]]]:
    """Return (year, facts) for each figure that the question names, in its order."""
    names = [name for name in query.order if name in FIGURES and query.has(name)]
    groups = [list(base.related(name)) for name in dict.fromkeys(names)]
    return [(facts[0].as_of[:YEAR], facts) for facts in groups if facts]


def order(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which of two figures is older, the one asked for first; None where no two are named."""
    asked = _asked(query, base)
    if len(asked) != PAIR:
        return None
    late = query.has("later") or query.has("last") or query.has("after")
    early = query.has("earlier") or query.has("first") or query.has("before")
    chosen = sorted(asked, reverse=late and not early)
    opening = ""
    if query.polar and query.has("same"):
        opening = verdict(query, base, truth=asked[0][0] == asked[1][0])
    if query.polar and late is not early:  # "is the staff figure older or newer?" asks for neither Yes nor No
        (first, _), (other, _) = asked
        opening = verdict(query, base, truth=first > other if late else first < other)
    text = said(opening, *(fact.say for _, facts in chosen for fact in facts))
    return composed(text, facts=[f for _, facts in chosen for f in facts])


def interval(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the years between two figures, or from one to the year of the question: the primary source's own if it names it."""
    asked = _asked(query, base)
    if not asked:
        return None
    years = [int(year) for year, _ in asked]
    facts = [fact for _, group in asked for fact in group]
    told = said(*(fact.say for fact in facts))
    if len(asked) == PAIR:
        return composed(said(base.say("figure.apart", years=abs(years[0] - years[1])), told), facts=facts)
    horizon = base.horizons.get(SCO)
    source = horizon is not None and any(map(query.has, ("profile", "by-profile", "source-word")))
    day = max(query.of("year"), default="") or (horizon.known if horizon and source else query.today)
    age = int(day[:YEAR]) - years[0]
    if age < 0:
        return None
    return composed(said(base.say("figure.age", years=age, date=long_date(day[:YEAR])), told), facts=facts)


def of_year(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether a figure is of the year that is named: "is the budget figure of 2012, too?"; None to other questions."""
    named = [name for name in query.order if name in FIGURES]
    meant = [name for name in named if name in query.heard] or named  # "and the staff?", after the budget
    asked = _asked(query.leaving_out([name for name in named if name not in meant]), base)
    years = {year[:YEAR] for year in query.of("year")}
    follows = "figure-word" not in query.heard  # "and the staff?", after a question for Yes or No
    if not (query.polar or follows) or len(asked) != 1 or len(years) != 1 or query.of("number"):
        return None
    year, facts = asked[0]
    return composed(said(verdict(query, base, truth=year in years), *(fact.say for fact in facts)), facts=facts)


def meaning(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what a number stands for: the facts that give it, those of the primary source before later ones."""
    if query.polar or len(query.of("number")) != 1:
        return None
    number = query.of("number")[0]
    wanted = {number, f"{number}{MILLION}"} if query.has("million") else {number}
    giving = [fact for fact in base.facts.values() if wanted & _numbers(fact)]
    facts = [fact for fact in giving if fact.cite[0].source.primary] or giving
    if not facts:
        return Declined(base.say("figure.unknown", number=number))
    return composed(said(*dict.fromkeys(fact.say for fact in facts), dated_tail(base, facts)), facts=facts)


def ratio(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the budget for each of the permanent staff, of the body that is named or of all; each figure is of its own year."""
    budget = next((fact for fact in base.related("budget") if isinstance(fact.value, int)), None)
    bodies = query.of("body")
    staff = [fact for fact in base.related("staff") if isinstance(fact.value, int) and (not bodies or fact.subject in bodies)]
    count = sum(fact.value for fact in staff if isinstance(fact.value, int))
    if query.polar or budget is None or not isinstance(budget.value, int) or not count:
        return None
    text = base.say("figure.ratio", count=f"{round(budget.value / count):,}", staff=count)
    return composed(said(text, budget.say, *(fact.say for fact in staff)), facts=[budget, *staff])


def _numbers(fact: Fact) -> set[str]:
    """Return the numbers that a fact gives, as a question would write them."""
    return {str(value) for value in (fact.value if isinstance(fact.value, tuple) else (fact.value,))}


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "figure.order": order,
    "figure.interval": interval,
    "figure.of-year": of_year,
    "figure.meaning": meaning,
    "figure.ratio": ratio,
}
