"""Who joined when: the day of a state, the states of a time, the first and the last."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace as adapted

from bot.answering.changes import STATUSES, by_day, started
from bot.answering.membership import check, merged, roll
from bot.answering.saying import bullets, capital, composed, dated, dated_tail, named, said, whole_years
from bot.answering.telling import told
from bot.answering.times import LATEST, SCO, ends, moments, present, shifted, span, window
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

PAIR = 2  # states between whose joining years lie


def when(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return since when a state has been what it is asked to be; checks a year that the question supposes."""
    if query.has("by-profile"):
        return None
    countries = query.of("country")
    wanted = [s for s in STATUSES if s in query.of("status")]
    facts: list[Fact] = []
    for country in countries:
        mine = [f for f in base.line("status") if f.subject == country and not f.primary and f.valid_from <= query.today]
        chosen = [f for f in mine if f.valid_from and f.value in (wanted or ["member"])]
        facts += chosen or [f for f in mine if f.valid_from and not wanted and not _ever(base, country)]
        facts += [f for f in base.line("partner.since") if f.subject == country and "partner" in wanted]
    if not facts and not any(f.subject in countries and f.value in (wanted or ["member"]) for f in base.line("status")):
        if not (query.polar or "when" in query.of("kind") or "how-long" in query.of("kind")):
            return _unknown(base, countries, wanted)  # "what did it say about joining?"
        # It never was: what it is instead is told, with Yes or No where that is asked.
        return told(adapted(query, slots={**query.slots, "year": ()}), rule, base, check)
    if not facts:
        return _unknown(base, countries, wanted)
    steps = [f for f in base.line("steps") if any(f.subject == g.subject and g.value == "member" for g in facts)]
    opening = ""
    if query.polar:
        years = query.of("year")
        truth = all(_ever(base, c) for c in countries) or bool(wanted and wanted != ["member"])
        good = all(any(f.valid_from.startswith(y) or y.startswith(f.valid_from) for f in facts) for y in years)
        opening = base.say("answer.yes" if truth and good and not query.has("always") else "answer.no")
        if years and not good and any(f.settled.startswith(year) for f in facts for year in years if f.settled):
            opening = ""  # decided in one year and in effect in another
    text = said(opening, *(f.say for f in (*facts, *steps)))
    return composed(text, *_before(base, countries), facts=[*facts, *steps, *_own(base, countries)], items=countries)


def _own(base: KnowledgeBase, countries: Sequence[str]) -> list[Fact]:
    """Return what the primary source says of the states; of one that it does not list, what it says of the others."""
    listed = roll(base)
    return [listed[c] for c in countries if c in listed] or [f for f in listed.values() if f.value != "member"]


def _before(base: KnowledgeBase, countries: Sequence[str]) -> list[str]:
    """Return what the states were in the primary source, a sentence each."""
    listed, as_of = roll(base), dated(base, list(roll(base).values()))
    return [
        capital(base.say(f"status.{listed[c].value}" if c in listed else "status.none", country=base.name(c), as_of=as_of))
        for c in countries
    ]


def _ever(base: KnowledgeBase, country: str) -> bool:
    return any(f.subject == country and f.value == "member" for f in base.line("status"))


def _unknown(base: KnowledgeBase, countries: Sequence[str], wanted: Sequence[str]) -> Declined:
    """Decline a start that no source gives, with the day from which the status is known."""
    now = base.horizons.get(SCO)
    known = [f for f in base.line("status") if f.subject in countries and f.primary and (not wanted or f.value in wanted)]
    what = base.say(f"change.is.{wanted[0] if wanted else 'member'}")
    line = base.say("decline.join", country=named(base, countries, "any"), what=what)
    since = base.say("decline.join.known", date=long_date(now.known)) if known and now else ""
    return Declined(said(line, since))


def settled(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the states whose status came into effect, as by a memorandum, in a year or month."""
    years = query.of("year")
    facts = [f for f in base.line("status") if f.settled and any(f.settled.startswith(year) for year in years)]
    if not facts:
        return None
    count = f"{len(facts)}." if "how-many" in query.of("kind") else ""
    text = bullets(fact.say for fact in facts) if len(facts) > 1 else facts[0].say
    return composed(f"{count}\n{text}" if count else text, facts=facts, items=[fact.subject for fact in facts])


def interval(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return how many years lie between the days on which two states became members."""
    ids = query.of("country")
    facts = sorted(
        (f for f in base.line("status") if f.subject in ids and f.value == "member" and f.valid_from), key=lambda f: f.valid_from
    )
    if query.has("founded") and len(ids) == len(facts) == 1:
        founded = next(fact for fact in base.of(SCO) if fact.relation == "founded")
        years = whole_years(str(founded.value), facts[0].valid_from)
        text = base.say("joined.interval", years=years, first=founded.say, second=by_day(base, facts)[0].text)
        return composed(text, facts=[founded, *facts], items=ids)
    if len(ids) != PAIR or len(facts) != PAIR:
        return None
    years = whole_years(facts[0].valid_from, facts[1].valid_from)
    first, second = (change.text for change in (*by_day(base, facts[:1]), *by_day(base, facts[1:])))
    return composed(base.say("joined.interval", years=years, first=first, second=second), facts=facts, items=ids)


def order(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which of two states became a member first.

    A member of 2012 whose beginning no source gives was one before all that joined later; of two such the order is not known.
    """
    ids = list(query.of("country"))
    if len(ids) != PAIR or query.has("by-profile"):
        return None
    mine = [next((f for f in base.line("status") if f.subject == c and f.value == "member"), None) for c in ids]
    one, other = mine
    if one is None or other is None:
        return None
    known = [fact for fact in (one, other) if fact.valid_from]
    if not known:
        return _unknown(base, ids, ["member"])
    # Of one that has no beginning, the day on which it was a member is told.
    sentences = [said(fact.say, "" if fact.valid_from else dated_tail(base, [fact])) for fact in (one, other)]
    opening = ""
    if query.polar:
        later = query.has("after") or query.has("later")
        truth = one.valid_from > other.valid_from if later else one.valid_from < other.valid_from
        opening = base.say("answer.yes" if truth else "answer.no")
    elif one.valid_from == other.valid_from:
        opening = base.say("joined.same_day")
    else:
        back = query.has("last") or query.has("later") or query.has("after")
        chosen = (max if back else min)((one, other), key=lambda fact: fact.valid_from)
        opening = f"{base.name(chosen.subject)}."
    return composed(said(opening, *sentences), facts=[one, other], items=ids)


def history(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what a state has been to the SCO, one status after the other, with the days that are known."""
    if query.has("by-profile"):
        return None
    lines, facts = [], []
    horizon = base.horizons.get(SCO)
    for country in query.of("country"):
        mine = [f for f in base.line("status") if f.subject == country]
        later = sorted((f for f in mine if not f.primary), key=lambda f: f.valid_from)
        own = [f for f in mine if f.primary and not any(g.value == f.value for g in later)]
        for fact in (*own, *later):
            since = next((f for f in base.line("partner.since") if f.subject == country and fact.value == "partner"), None)
            start = fact.valid_from or (str(since.value) if since else "")
            end = next((g.valid_from for g in later if g.valid_from > (fact.valid_from or "0") and g is not fact), "")
            key = f"history.{'from' if start else 'open'}.{'until' if end else 'on'}"
            lines.append(
                base.say(
                    key, country=base.name(country), what=base.say(f"change.is.{fact.value}"),
                    start=long_date(start) if start else "", end=long_date(end) if end else "",
                    known=long_date(horizon.known) if horizon else "", last=long_date(fact.as_of),
                )
            )  # fmt: skip
            facts += [fact, *([since] if since else [])]
        idle = [fact for fact in base.line("inactive") if fact.subject == country]
        lines += [fact.say for fact in idle]
        facts += idle
    if not facts or (query.polar and len(query.of("country")) > 1):
        return None
    wanted = query.of("status")
    if "when" in query.of("kind") and wanted and not query.has("before"):
        return when(query, rule, base)  # "when has it become an observer?"
    now = base.at(present(query, base)).related("status")
    still = any(fact.value in wanted for fact in now if fact.subject in query.of("country"))
    was = any(fact.value in wanted for fact in facts)
    truth = was and not still if query.has("former") and not query.has("ever") else was
    verdict = base.say("answer.yes" if truth else "answer.no")
    if query.polar and wanted:
        return composed(f"{verdict} {lines[0]}" if len(lines) == 1 else f"{verdict}\n{bullets(lines)}", facts=facts)
    return composed(lines[0] if len(lines) == 1 else bullets(lines), facts=facts, items=query.of("country"))


def existed(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whether there was an SCO in a year, and what there was before it."""
    horizon = base.horizons.get(SCO)
    if horizon is None or not query.of("year"):
        return None
    one = span(query.of("year")[0])
    truth = one.last >= horizon.begins and one.first <= query.today
    verdict = base.say("answer.yes" if truth is not query.negated else "answer.no")
    if truth:
        facts = [fact for fact in base.of(SCO) if fact.relation == "founded"]
        return composed(said(verdict, *(fact.say for fact in facts)), facts=facts)
    found = moments(query, base)
    return adapted(found, text=said(verdict, found.text)) if isinstance(found, Answer) else None


def transition(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which states that were something less in the primary source are members now."""
    before = [s for s in STATUSES if s in query.of("status") and s != "member"]
    now = {f.subject: f for f in base.at(present(query, base)).related("status") if f.value == "member"}
    own = [f for f in roll(base).values() if f.value in before and f.subject in now]
    if not before or query.has("by-profile"):
        return None
    if query.has("rest") or (query.negated and not query.polar):
        return _left_behind(base.at(present(query, base)), [f for f in roll(base).values() if f.value in before and f not in own])
    facts = [fact for f in own for fact in (now[f.subject], f)]
    verdict = base.say("answer.yes" if own else "answer.no") if query.polar else ""
    count = f"{len(own)}." if "how-many" in query.of("kind") else ""
    text = base.say("change.transition" if own else "change.transition.none", names=named(base, [f.subject for f in own]))
    lines = bullets(now[f.subject].say for f in own)
    return composed(
        "\n".join(part for part in (said(verdict, count, text), lines) if part), facts=facts, items=[f.subject for f in own]
    )


def _left_behind(base: KnowledgeBase, own: Sequence[Fact]) -> Answer:
    """Return which states have not become members, and what they are now."""
    ids = [fact.subject for fact in own]
    facts = [fact for fact in base.related("status") if fact.subject in ids]
    lead = base.say("change.transition.rest", names=named(base, ids))
    return composed(f"{lead}\n{bullets(fact.say for fact in facts)}", facts=[*facts, *own], items=ids)


def who(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which states joined in a time, or first or last of those whose day is known.

    Options of the rule:
        side: "last", where the wording alone does not tell.
    """
    if query.has("by-profile"):
        return None  # it gives no such days
    statuses = [s for s in STATUSES if s in query.of("status")] or (list(STATUSES) if query.has("status") else ["member"])
    asked = _beside(query, base) or window(query, base)
    if isinstance(asked, Declined):
        return asked
    first, last = asked
    facts = started(base, first, last, statuses)
    side = rule.options.get("side") or next((name for name in query.order if name in {"first", "last"}), "")
    if side and not query.of("year"):
        edge = (min if side == "first" else max)((f.valid_from for f in facts), default="")
        facts = tuple(f for f in facts if f.valid_from == edge)
    changes = by_day(base, facts)
    if not changes:
        every = started(base, "", LATEST, statuses)
        text = base.say("change.nobody", first=long_date(first), last=long_date(min(last, query.today, ends(base))))
        return composed(said(base.say("answer.no") if query.polar else "", text), facts=every[-1:])
    note = (
        base.say("change.founders")
        if "member" in statuses and (side == "first" or not (side or query.of("year") or query.of("country")))
        else ""
    )
    count = f"{len(facts)}." if "how-many" in query.of("kind") else base.say("answer.yes") if query.polar else ""
    notes = merged(base.at(present(query, base)), statuses) if "member" not in statuses and not query.of("year") else []
    text = changes[0].text if len(changes) == 1 else bullets(change.text for change in changes)
    body = f"{count} {text}".strip() if len(changes) == 1 else "\n".join(part for part in (count, text) if part)
    after = said(note, *(f.say for f in notes))
    return composed(body, after, facts=[*facts, *notes], items=[f.subject for f in facts])


def _beside(query: Query, base: KnowledgeBase) -> tuple[str, str] | None:
    """Return the time after or before the day on which the country of the question joined: "who joined after Iran?"."""
    days = [
        f.valid_from for f in base.line("status") if f.subject in query.of("country") and f.value == "member" and f.valid_from
    ]
    if not days:
        return None
    known = base.horizons[SCO].known if SCO in base.horizons else ""
    back = query.has("before") or query.has("one-before")
    return (known, shifted(min(days), -1)) if back else (shifted(max(days), 1), query.today or LATEST)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "joined.when": when,
    "joined.who": who,
    "status.history": history,
    "sco.existed": existed,
    "status.transition": transition,
    "joined.interval": interval,
    "joined.order": order,
    "status.settled": settled,
}
