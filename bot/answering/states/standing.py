"""What states were to the SCO, one thing after another: their history, and who of then is something else now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.answering.saying import bullets, composed, named, opened, said
from bot.answering.states.changes import STATUSES
from bot.answering.states.joining import when
from bot.answering.states.membership import merged, roll
from bot.answering.times import SCO, YEAR, known_from, moments, present, span
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

PAIR = 2  # statuses that a state has had one after the other
DAY = 10  # characters of an ISO date that name its day
YEAR_DAYS = 365.25


def _lasted(query: Query, base: KnowledgeBase, wanted: Sequence[str]) -> str:
    """Return for about how many years a state had a status; "" where that is not asked, or its beginning or end is not known."""
    if "how-long" not in query.of("kind") or len(query.of("country")) != 1 or not wanted or query.polar:
        return ""
    mine = [f for f in base.line("status") if f.subject == query.of("country")[0] and not f.primary]
    own = next((f for f in mine if f.value == wanted[0] and f.valid_from), None)
    end = next((f.valid_from for f in sorted(mine, key=lambda f: f.valid_from) if own and f.valid_from > own.valid_from), "")
    if own is None or not end or min(len(own.valid_from), len(end)) < DAY:
        return ""
    days = (date.fromisoformat(end) - date.fromisoformat(own.valid_from)).days
    return base.say("history.lasted", years=round(days / YEAR_DAYS), start=long_date(own.valid_from), end=long_date(end))


def history(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what a state has been to the SCO, one status after the other, with the days that are known."""
    between = query.polar and query.has("in-between") and {*query.of("country")} & query.heard  # "was Kyrgyzstan in between?"
    if query.has("by-profile") or between:
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
            early = not start or (horizon is not None and start <= horizon.known)
            again = [f for f in mine if f.primary and f.value == fact.value and f is not fact and early]
            facts += [fact, *([since] if since else []), *again]  # "it was one on 7 June 2012": by the primary source
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
    order = list(query.order)
    at = order.index("before") if "before" in order else len(order)
    first = [status for status in wanted if order.index(status) < at]  # "an observer before it became a member"
    was = any(fact.value in (first or wanted) for fact in facts)
    truth = was and not still if query.has("former") and not query.has("ever") else was
    unknown = bool(first) and len(first) < len(wanted) and not was  # what it was before, no source says
    verdict = "" if unknown else base.say("answer.yes" if truth else "answer.no")
    lasted = _lasted(query, base, wanted)
    if lasted:
        return composed(lasted, *([bullets(lines)] if len(lines) > 1 else lines), facts=facts, items=query.of("country"))
    if query.polar and wanted:
        return composed(said(verdict, lines[0]) if len(lines) == 1 else f"{verdict}\n{bullets(lines)}".strip(), facts=facts)
    return composed(lines[0] if len(lines) == 1 else bullets(lines), facts=facts, items=query.of("country"))


def was(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what states were that have another status since: "was India an observer?"; None where that is not so of all."""
    wanted = query.of("status")
    if not (query.past and query.polar) or query.negated or len(wanted) != 1:
        return None
    now = {fact.subject: fact.value for fact in base.at(present(query, base)).related("status")}
    had = {fact.subject for fact in base.line("status") if fact.value == wanted[0]}
    if not all(country in had and now.get(country) != wanted[0] for country in query.of("country")):
        return None
    found = history(replace(query, polar=False), rule, base)
    return replace(found, text=opened(base.say("answer.yes"), found.text)) if isinstance(found, Answer) else found


def always(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whether states have always been what they are asked to be: since when, and how it ended."""
    now = {f.subject: f.value for f in base.at(present(query, base)).related("status")}
    if not query.of("status") or all(now.get(country) in query.of("status") for country in query.of("country")):
        return when(query, rule, base)
    found = history(replace(query, polar=False), rule, base)
    if not isinstance(found, Answer) or not query.polar:
        return found
    return replace(found, text=opened(base.say("answer.no"), found.text))


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
    return replace(found, text=said(verdict, found.text)) if isinstance(found, Answer) else None


def _became_less(query: Query) -> bool:
    """Return whether it is asked who became an observer or a partner, and not what became of those: "who became an observer?"."""
    order = [name for name in query.order if name in {"join", *STATUSES}]
    return "member" not in order and order[:1] == ["join"]


def _denied_first(query: Query) -> bool:
    """Return whether what is denied comes first: "who was not an observer in 2012 but is a member now?"."""
    order = list(query.order)
    places = [order.index(status) for status in query.of("status")]
    return "not" in order and len(places) > 1 and order.index("not") < min(places) and not query.has("join")


def transition(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which states that were something less in the primary source are members now."""
    later = [year for year in query.of("year") if year[:4] != known_from(base)[:4]]
    if later or _became_less(query) or _denied_first(query):
        return None  # "which observers became members in 2020?": that they did is known, not of which of them in what year
    asked = query.of("country")  # "which of India, Mongolia and Belarus have become members?"
    before = [s for s in STATUSES if s != "member" and (asked or s in query.of("status"))]
    now = {f.subject: f for f in base.at(present(query, base)).related("status") if f.value == "member"}
    every = [f for f in roll(base).values() if f.value in before and (not asked or f.subject in asked)]
    own = [f for f in every if f.subject in now]
    # "Of the observers named in the profile, which have become members?", "which of them is a member now?"
    became = any(map(query.has, ("join", "change", "since"))) or (query.has("now") and query.of("status")[-1:] == ("member",))
    # "Which of the ten members were observers at the time of the profile?"
    order = [name for name in query.order if name in STATUSES]
    turned = query.has("of-them") and order[:1] == ["member"] and len(order) > 1
    plain_list = set(query.of("status")) >= set(STATUSES) and not became  # "how many are members, observers or partners now?"
    below = query.has("below-member")  # "which dialogue partners of the profile are still below membership?"
    plain_list = plain_list and not below
    if not before or plain_list or "neither" in query.heard or (query.has("by-profile") and not (became or turned or below)):
        return None
    plain = not any(map(query.has, ("now", "join", "change", "since", "after", "profile")))
    behind = query.order[query.order.index("not") + 1 :] if query.has("not") else ()
    if plain and query.has("not") and (not query.negated or {*before} & {*behind}):
        return None  # "the partners of 2024, not the members"
    if query.negated and plain and query.order.index("not") < min(map(query.order.index, query.of("year")), default=-1):
        return None  # "which observers were not members in 2012?"
    timed = query.of("year") or asked or any(map(query.has, ("profile", "by-profile", "of-them", "<number>")))
    had = every if timed else [f for f in base.line("status") if f.value in before]  # "which partners never became members?"
    left = _left_behind(base.at(present(query, base)), [f for f in had if f.subject not in now])
    if "how-many" in query.of("kind"):
        left = replace(left, text=f"{len(left.items)}. {left.text}")
    if below or query.has("rest") or (not query.polar and (query.negated or (asked and not own))):
        return left
    if own and (query.has("first") or query.has("last")):  # "which of them became a member first?"
        edge = (min if query.has("first") else max)(now[f.subject].valid_from for f in own)
        own = [f for f in own if now[f.subject].valid_from == edge]
    facts = [fact for f in own for fact in (now[f.subject], f)]
    some = "answer.not_all" if _every(query) and 0 < len(own) < len(every) else "answer.yes" if own else "answer.no"
    verdict = base.say(some) if query.polar else ""
    count = f"{len(own)}." if "how-many" in query.of("kind") else ""
    text = base.say("change.transition" if own else "change.transition.none", names=named(base, [f.subject for f in own]))
    lines = bullets(now[f.subject].say for f in own)
    found = composed(
        "\n".join(part for part in (said(verdict, count, text), lines) if part), facts=facts, items=[f.subject for f in own]
    )
    both = "not" in query.heard and not query.polar  # "which of them have become members, and which have not?"
    text = f"{found.text}\n\n{left.text}" if both else found.text
    citations = tuple(dict.fromkeys((*found.citations, *left.citations))) if both else found.citations
    return replace(found, text=text, citations=citations)


def path(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which states have had all the statuses that are named, one after the other."""
    wanted = set(query.of("status"))
    own = {state: facts for state, facts in _stages(base, wanted).items() if {str(f.value) for f in facts} >= wanted}
    return None if query.polar or len(wanted) < PAIR else _of_all(base, own)


def turned(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which states had the status named first and then the other: "which dialogue partners became observers?"."""
    order = [name for name in query.order if name in STATUSES]
    later = [year for year in query.of("year") if year[:YEAR] != known_from(base)[:YEAR]]
    stages = _stages(base, {*order})
    own = {state: facts for state, facts in stages.items() if [str(f.value) for f in facts][-PAIR:] == order}
    return None if query.polar or len(order) != PAIR or later else _of_all(base, own)


def _stages(base: KnowledgeBase, statuses: Collection[str]) -> dict[str, list[Fact]]:
    """Return state -> those of some statuses that it has had, the first first."""
    found: dict[str, list[Fact]] = {}
    for fact in sorted((f for f in base.line("status") if f.value in statuses), key=lambda f: f.valid_from):
        found.setdefault(fact.subject, []).append(fact)
    return found


def _of_all(base: KnowledgeBase, stages: Mapping[str, list[Fact]]) -> Answer | None:
    """Return which states there are, and each of their stages; None where there is no such state."""
    facts = [fact for own in stages.values() for fact in own]
    if not facts:
        return None
    lead = base.say("overlap.counted.both", names=named(base, stages))
    return composed(f"{lead}\n{bullets(dict.fromkeys(fact.say for fact in facts))}", facts=facts, items=list(stages))


def remaining(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which states have the status still that the primary source gives them."""
    wanted = [s for s in STATUSES if s in query.of("status")]
    now = {f.subject: f for f in base.at(present(query, base)).related("status")}
    own = [f for f in roll(base).values() if f.value in wanted]
    kept = [f for f in own if f.subject in now and now[f.subject].value == f.value]
    if not kept or (len(wanted) > 1 and not query.has("still")):
        return None  # "how many of its observers are members now?"
    some = "answer.yes" if len(kept) == len(own) else "answer.not_all" if _every(query) else "answer.yes"
    count = f"{len(kept)}." if "how-many" in query.of("kind") else base.say(some) if query.polar else ""
    lead = base.say("change.remaining", names=named(base, [f.subject for f in kept]))
    notes = merged(base.at(present(query, base)), wanted)
    lines = bullets(now[f.subject].say for f in kept)
    facts = [fact for f in kept for fact in (now[f.subject], f)]
    text = f"{said(count, lead)}\n{lines}"
    return composed(text, said(*(f.say for f in notes)), facts=[*facts, *notes], items=[f.subject for f in kept])


def _every(query: Query) -> bool:
    """Return whether something is asked of all states, and not of any."""
    return query.has("all") and not query.has("some")


def _left_behind(base: KnowledgeBase, own: Sequence[Fact]) -> Answer:
    """Return which states have not become members, and what they are now."""
    ids = [*dict.fromkeys(fact.subject for fact in own)]
    facts = [fact for fact in base.related("status") if fact.subject in ids]
    lead = base.say("change.transition.rest", names=named(base, ids))
    return composed(f"{lead}\n{bullets(fact.say for fact in facts)}", facts=[*facts, *own], items=ids)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "status.history": history,
    "status.always": always,
    "status.was": was,
    "status.path": path,
    "status.turned": turned,
    "status.transition": transition,
    "status.remaining": remaining,
    "sco.existed": existed,
}
