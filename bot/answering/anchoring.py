"""What a question hangs its time on, other than a date: a joining, a document, the founding, the primary source."""

from __future__ import annotations

from dataclasses import replace

from bot.answering.times import SCO, YEAR, shifted, span
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Declined, Query


def anchored(query: Query, rule: RuleShape, base: KnowledgeBase) -> Query | Declined:
    """Return the query with its time made plain: the year of the primary source for "since the profile", none for an order.

    Options of the rule:
        anchor: "after", where its words mean what came after the primary source ("newer agreements"); "document", where the
            document that is named stands for its date ("a member when the Charter was signed"); "founded", where the year of
            the founding is meant, or the one before or after it; "figure", where that of the budget or of the staff is;
            "join", where the state named last stands for the day on which it became a member; "joined", where all that are named
            do, who came on one day; "old", where the year of the primary source only tells who is meant ("the six of 2012");
            "sum", where what is said of time is of a sum ("up to 100"); "eve", where the state that is named stands for the day
            before it got its status.
    """
    if rule.dated and _ordered(query):
        query = replace(query, slots={**query.slots, "time": ()})
    placed = {
        "founded": _at_founding,
        "join": _at_joining,
        "joined": _once_joined,
        "old": _of_profile,
        "sum": _summed,
        "eve": _on_eve,
    }.get(rule.options.get("anchor", ""))
    if placed is not None:
        return placed(query, base)
    if rule.options.get("anchor") == "figure":
        years = {fact.as_of[:4] for name in ("budget", "staff") if query.has(name) for fact in base.related(name)}
        return replace(query, slots={**query.slots, "year": tuple(sorted(years))})
    of_document = rule.do.startswith("share.") and query.of("document") and not query.of("year")
    if rule.options.get("anchor") == "document" or of_document:  # "what share did the agreement of 2017 give Kyrgyzstan?"
        return _at_document(query, base)
    horizon = base.horizons.get(SCO)
    # "Which document came after the Charter?": the Charter is what it came after.
    named = (query.has("profile") or query.has("by-profile")) and not query.of("document")
    after = rule.options.get("anchor") == "after"
    if horizon is None or query.of("year") or not (after or (named and (query.has("since") or query.has("after")))):
        return query
    year = horizon.known if rule.options.get("anchor") == "day" else horizon.known[:YEAR]
    time = tuple(dict.fromkeys((*query.of("time"), *(("after",) if after else ()))))
    return replace(query, slots={**query.slots, "year": (year,), "as-of": (year[:YEAR],), "now": (), "time": time})


def _ordered(query: Query) -> bool:
    """Return whether what comes next in an order is asked for: "who comes right after Kazakhstan?", not "right after 2012"."""
    order = [name for name in query.order if name not in query.of("time")]
    places = [order.index(name) for name in ("next", "previous") if name in order]
    return bool(places) and all(order[place + 1 : place + 2] != [year] for place in places for year in query.of("year"))


def _at_joining(query: Query, base: KnowledgeBase) -> Query | Declined:
    """Return the query with the day on which the state named last got a status, and what is asked of the others.

    The status is membership, unless another is named after the state was ("... when Belarus became an observer"). Declined
    where no source gives that day.
    """
    one = [name for name in query.order if name in query.of("country")][-1]
    place = query.order.index("while") if "while" in query.order else len(query.order)
    before = query.order[:place]
    became = [name for name in query.order[place:] if name in query.of("status") and name not in before] or ["member"]
    if query.has("became") and "member" not in query.of("status"):
        became = [*query.of("status")]  # "was Iran an observer when Belarus became an observer?"
    starts = [f.valid_from for f in base.line("status") if f.subject == one and f.value in became and f.valid_from]
    if not starts or len(became) > 1:
        return Declined(base.say("decline.not_in_source"))
    plain = {
        "country": tuple(name for name in query.of("country") if name != one),
        "status": tuple(name for name in query.of("status") if name in before),
        "word": tuple(name for name in query.of("word") if name != "join"),
        "now": (),  # "at the moment Pakistan joined"
    }
    return replace(query, slots={**query.slots, **plain, "year": (max(starts),)})


def _once_joined(query: Query, base: KnowledgeBase) -> Query | Declined:
    """Return the query with the one day on which the states named became members in their place; declined where there is none."""
    starts = {f.subject: f.valid_from for f in base.line("status") if f.value == "member" and f.valid_from}
    days = {starts.get(country, "") for country in query.of("country")}
    if len(days) != 1 or "" in days:
        return Declined(base.say("decline.not_in_source"))
    return replace(query, slots={**query.slots, "country": (), "time": (), "year": (days.pop(),)})


def _of_profile(query: Query, base: KnowledgeBase) -> Query:
    """Return the query without the year of the primary source, which names its members: "what do the six of 2012 pay now?"."""
    horizon = base.horizons.get(SCO)
    own = horizon.known[:YEAR] if horizon else ""
    kept = {kind: tuple(year for year in query.of(kind) if year != own) for kind in ("year", "as-of")}
    return replace(query, slots={**query.slots, **kept, "time": ()})


def _summed(query: Query, base: KnowledgeBase) -> Query:
    """Return the query without the words of time that a sum has: "do the shares of 2025 add up to 100?"."""
    return replace(query, slots={**query.slots, "time": ()}, order=tuple(n for n in query.order if n not in query.of("time")))


def _on_eve(query: Query, base: KnowledgeBase) -> Query | Declined:
    """Return the query with the day before the state named got its status: "the dialogue partners before Laos"."""
    starts = [f.valid_from for f in base.line("status") if f.subject in query.of("country") and f.valid_from]
    if len(query.of("country")) != 1 or not starts:
        return Declined(base.say("decline.not_in_source"))
    eve = shifted(span(max(starts)).first, -1)
    return replace(query, slots={**query.slots, "country": (), "time": (), "number": (), "year": (eve,)})


def _at_founding(query: Query, base: KnowledgeBase) -> Query:
    """Return the query with the year of the founding, or the one beside it: "from the year after it was founded"."""
    horizon = base.horizons.get(SCO)
    if horizon is None:
        return query
    year = int(horizon.begins[:4]) + (1 if query.has("after") else -1 if query.has("before") else 0)
    return replace(query, slots={**query.slots, "year": (str(year),), "time": ()})


def _at_document(query: Query, base: KnowledgeBase) -> Query:
    """Return the query with the date of the documents that it names in their place."""
    every = {**base.documents, **base.later}
    dates = [every[name] for name in query.of("document") if name in every]
    years = tuple("-".join(f"{part:02}" for part in (one.year, one.month, one.day) if part) for one in dates)
    gone = {"document": (), "doctype": (), "organisation": (), "year": years or query.of("year")}
    return replace(query, slots={**query.slots, **gone})
