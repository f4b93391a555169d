"""How the SCO's members overlap with those of other organisations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.answering.saying import bullets, cites, composed, dated, dated_tail, joined, named, said, verdict
from bot.answering.states.membership import roll
from bot.answering.times import not_begun
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Citation, Declined, Fact, Query

PENDING = frozenset({"frozen", "leaving"})
"""Relations that tell what is about to change in an organisation."""
PAIR = 2  # organisations that are compared by size


@dataclass(frozen=True, slots=True)
class Overlap:
    """What is known of another organisation's members."""

    organisation: str
    shared: int
    """How many of its members are in the SCO."""
    total: int
    """How many members it has."""
    say: str
    """The two numbers as a sentence."""
    short: str
    """The same as a list item."""
    facts: tuple[Fact, ...]
    outside: tuple[str, ...] | None = None
    """Which SCO members are not in it, where that is known."""
    outside_say: str = ""
    """The same as a sentence."""
    counted: tuple[Fact, ...] = ()
    """The facts that those outside come from."""


def overlaps(base: KnowledgeBase) -> dict[str, Overlap]:
    """Return organisation id -> its overlap.

    Raises:
        TypeError: A value is no pair; `sco-bot check` finds that before a person does.
    """
    if base.moment is not None:
        return _counted(base)
    outside = {fact.subject: fact for fact in base.related("outside")}
    found = {}
    for fact in base.related("overlap"):
        if not isinstance(fact.value, tuple):
            raise TypeError(fact.id)
        other = outside.get(fact.subject)
        found[fact.subject] = Overlap(
            fact.subject, int(fact.value[0]), int(fact.value[1]), fact.say, fact.short, (fact,),
            (str(other.value),) if other else None, other.say if other else "", (other,) if other else (),
        )  # fmt: skip
    return found


def _counted(base: KnowledgeBase) -> dict[str, Overlap]:
    """Return the overlaps of a day, counted from the members of the SCO and those of each organisation that are among them."""
    members = [fact for fact in roll(base).values() if fact.value == "member"]
    sizes = {fact.subject: fact for fact in base.related("overlap.size")}
    counts = tuple(fact for fact in base.related("printed.count"))
    found = {}
    for fact in base.related("overlap.within"):
        size, within = sizes.get(fact.subject), fact.value
        if size is None or not isinstance(within, tuple) or not isinstance(size.value, int):
            continue
        inside = [member.subject for member in members if member.subject in within]
        outside = tuple(member.subject for member in members if member.subject not in within)
        values = {"organisation": base.name(fact.subject), "shared": len(inside), "total": size.value}
        found[fact.subject] = Overlap(
            fact.subject, len(inside), size.value,
            base.say("overlap.counted", names=named(base, inside), **values), base.say("overlap.counted.short", **values),
            (size, fact, *counts), outside,
            base.say("overlap.counted.outside", names=named(base, outside)), (fact, *counts),
        )  # fmt: skip
    return found


def cited(listed: Mapping[str, Overlap], ids: Sequence[str]) -> tuple[Citation, ...]:
    """Return the citations of what is said of the overlaps with organisations."""
    return cites(fact for o in ids for fact in listed[o].facts)


def tail(base: KnowledgeBase, facts: Sequence[Fact], *, pending: bool = True) -> str:
    """Return the day of an overlap in brackets: that of the SCO's members, on which the count hangs.

    The other organisation's own date stands beside it for now, and where less is known of it than of the SCO.

    Args:
        base: The knowledge as of a day.
        facts: What the overlap was counted from.
        pending: Whether what is about to change in the other organisation is told as well.
    """
    others = [fact for fact in facts if fact.relation == "overlap.size"]
    if base.moment is None or len(others) != 1:
        return dated_tail(base, _own(base, facts))
    size = others[0]
    horizon = base.horizons.get(size.subject)
    if not base.moment.now and not (horizon and horizon.ends < base.moment.day):
        return dated_tail(base, _own(base, facts))
    after = [fact.say for fact in base.facts.values() if pending and fact.subject == size.subject and fact.relation in PENDING]
    dates = {"sco": dated(base, _own(base, facts)), "organisation": base.name(size.subject), "date": long_date(size.as_of)}
    return said(base.say("overlap.dated", **dates), *after)


def _own(base: KnowledgeBase, facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if base.moment is not None and fact.subject == "sco"] or list(facts)


def asked(query: Query, base: KnowledgeBase) -> tuple[list[str], Answer | Declined | None]:
    """Return the organisations asked about; what is said of one that has ended, and a decline for strangers."""
    listed = overlaps(base)
    ended = [f for f in base.related("ended") if base.moment is not None and f.subject in query.of("organisation")]
    left = [o for o in query.of("organisation") if o in listed]
    if ended and query.has("why") and not query.has("join"):
        return [], Declined(base.say("decline.not_in_source"))
    if ended and not left:
        then = {country for country, fact in roll(base.at(None)).items() if fact.value == "member"}
        # Of others the primary source does not say whether they were in it while it was.
        opening = base.say("answer.no") if query.polar and {*query.of("country")} <= then else ""
        return [], composed(said(opening, *(fact.say for fact in ended)), facts=ended)
    gone = {fact.subject for fact in ended}
    strangers = [o for o in query.of("organisation") if o not in listed and o != "sco" and o not in gone]
    day = base.moment.day if base.moment else ""
    unborn = next((found for o in strangers if day and (found := not_begun(base, o, day, long_date(day[:7])))), None)
    if unborn:
        return [], unborn
    if strangers:
        return [], Declined(base.say("decline.overlap", organisation=named(base, strangers, "any")))
    return [o for o in query.of("organisation") if o in listed], None


def shared(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how many members of the organisations named, or of each, are in the SCO."""
    ids, declined = asked(query, base)
    if declined:
        return declined
    if len(ids) < PAIR and "both" in query.heard and not (query.of("country") or query.has("sco")):
        return None  # "and in both?", of which one is known
    listed = overlaps(base)
    chosen = [listed[o] for o in ids or listed]
    outside = [overlap for overlap in chosen if overlap.outside]
    facts = list(dict.fromkeys([*(f for o in chosen for f in o.facts), *(f for o in outside for f in o.counted)]))
    if len(chosen) == 1:
        order = query.order
        parts = query.polar and bool({"half", "most"} & query.heard)
        if parts and query.pairs("sco", "member") and order.index("sco") < order.index(chosen[0].organisation):
            return _of_its_own(query, base, chosen[0])
        # "The SCO versus the CSTO, how many members?"
        beside = query.has("compare") and query.pairs("how-many", "member") and not query.has("take-part")
        alone = len({*query.of("organisation")} - {"sco"}) == 1  # of two, one may have ended
        sized = (any(map(query.has, ("more", "less", "large", "small"))) or beside) and not (query.has("overlap") or parts)
        sized = sized and alone
        if query.has("sco") and sized:
            return _sizes(query, base, chosen[0])
        opening = ""
        if query.polar and (query.has("half") or query.has("most")):
            more_than_half = 2 * chosen[0].shared > chosen[0].total
            opening = verdict(query, base, truth=more_than_half is not query.has("less"))
        elif query.polar and query.has("some"):  # "are any SCO members in the CSTO?"
            opening = verdict(query, base, truth=chosen[0].shared > 0)
        elif query.polar and (query.has("all") or query.of("number")):
            known = {str(chosen[0].shared), str(chosen[0].total)}
            opening = verdict(query, base, truth=not query.has("all") and set(query.of("number")) <= known)
        part = f"{100 * chosen[0].shared / chosen[0].total:.0f}"
        share = base.say("overlap.percent", percent=part) if query.has("percent") and not query.polar else ""
        text = said(opening, chosen[0].say, share, chosen[0].outside_say, tail(base, facts))
        return composed(text, facts=facts, items=ids)
    lead = base.say("overlap.lead", as_of=dated(base, _own(base, facts)))
    others = query.has("organisation") and not query.pairs("how-many", "member")
    if not ids and others and "how-many" in query.of("kind"):  # "with how many others does it overlap?"
        lead = f"{len(chosen)}. {lead}"
    wider = _wider(query, base, chosen)
    lead = f"{wider} {lead}" if wider else lead
    return composed(
        f"{lead}\n{bullets(overlap.short for overlap in chosen)}", told_outside(outside, base),
        facts=facts, items=ids or list(listed),
    )  # fmt: skip


def _wider(query: Query, base: KnowledgeBase, chosen: Sequence[Overlap]) -> str:
    """Return which of two organisations more SCO members are in, or fewer; "" where that is not asked."""
    if len(chosen) != PAIR or not query.has("sco") or not (query.has("more") or query.has("less")):
        return ""
    one, other = (overlap.shared for overlap in chosen)
    if query.polar and (query.has("compare") or one != other):  # "with the CIS or with the OSCE?" is no question for Yes or No
        return verdict(query, base, truth=one < other if query.has("less") else one > other)
    if one == other:
        return base.say("overlap.even", shared=one)
    best = min(chosen, key=lambda o: o.shared) if query.has("less") else max(chosen, key=lambda o: o.shared)
    return f"{base.name(best.organisation)}."


def _of_its_own(query: Query, base: KnowledgeBase, overlap: Overlap) -> Answer:
    """Return whether more than half of the SCO's members are in another organisation, or fewer."""
    members = [fact for fact in roll(base).values() if fact.value == "member"]
    more = 2 * overlap.shared > len(members)
    opening = verdict(query, base, truth=more is not ("less" in query.heard))
    facts = list(dict.fromkeys((*base.related("printed.count"), *overlap.facts)))
    total = base.say("overlap.members", organisation=base.name("sco"), total=len(members))
    return composed(said(opening, overlap.say, f"{total}.", tail(base, facts)), facts=facts, items=[overlap.organisation])


def _sizes(query: Query, base: KnowledgeBase, overlap: Overlap) -> Answer:
    """Return whether the SCO has more members than another organisation, or fewer, in the order in which they are named."""
    members = [fact for fact in roll(base).values() if fact.value == "member"]
    sizes = {"sco": len(members), overlap.organisation: overlap.total}
    one, other = sorted(sizes, key=query.order.index)
    smaller = query.has("less") or query.has("small")
    truth = sizes[one] < sizes[other] if smaller else sizes[one] > sizes[other]
    larger = "" if query.has("compare") and not query.of("comparison") else f"{base.name(one if truth else other)}."
    opening = verdict(query, base, truth=truth) if query.polar else larger
    facts = list(dict.fromkeys((*base.related("printed.count"), *overlap.facts)))
    told = joined(base, [base.say("overlap.members", organisation=base.name(o), total=sizes[o]) for o in (one, other)])
    return composed(said(opening, f"{told}.", tail(base, facts)), facts=facts, items=[overlap.organisation])


def told_outside(chosen: list[Overlap], base: KnowledgeBase) -> str:
    """Return who is outside which organisations: "China ... EurAsEC and OSCE"."""
    if base.moment is not None:
        return said(*(
            base.say("overlap.counted.not_in", organisation=base.name(o.organisation), names=named(base, o.outside or ()))
            for o in chosen
        ))  # fmt: skip
    countries = dict.fromkeys(country for overlap in chosen for country in overlap.outside or ())
    return said(*(
        base.say(
            "overlap.outside",
            country=base.name(c), organisations=named(base, [o.organisation for o in chosen if c in (o.outside or ())]),
        )
        for c in countries
    ))  # fmt: skip


def total(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how many members an organisation has by the profile."""
    ids, declined = asked(query, base)
    if declined or not ids:
        return declined
    listed = overlaps(base)
    opening = (
        verdict(query, base, truth=str(listed[ids[0]].total) in query.of("number")) if query.polar and query.of("number") else ""
    )
    facts = [f for o in ids for f in listed[o].facts]
    lines = [base.say("overlap.total", organisation=base.name(o), total=listed[o].total, shared=listed[o].shared) for o in ids]
    return composed(said(opening, *lines, tail(base, facts)), facts=facts, items=ids)


def _own_outside(overlap: Overlap, base: KnowledgeBase) -> Answer:
    """Return how many SCO members are outside another organisation: all less those that are in it."""
    members = [fact for fact in roll(base).values() if fact.value == "member"]
    facts = list(dict.fromkeys((*overlap.facts, *overlap.counted, *base.related("printed.count"))))
    text = base.say(
        "overlap.own_outside",
        outside=len(members) - overlap.shared, total=len(members), shared=overlap.shared,
        organisation=base.name(overlap.organisation),
    )  # fmt: skip
    return composed(said(text, overlap.outside_say, tail(base, facts)), facts=facts, items=[overlap.organisation])


def remaining(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how many members of an organisation are outside the SCO: its total less those that are in it."""
    if query.has("neither"):
        return None  # of the SCO's members, who is in none of them
    ids, declined = asked(query, base)
    if declined:
        return declined
    listed = overlaps(base)
    order = list(query.order)
    place = order.index("sco") if "sco" in order else -1
    # "How many SCO members were outside it?", where "how many are not SCO members?" counts those of the other.
    away = min((order.index(word) for word in ("outside", "not", "without", "rest") if word in order), default=-1)
    its_own = 0 <= place < away and query.pairs("sco", "member")
    if len(ids) == 1 and place >= 0 and (its_own or place < order.index(ids[0])):
        return _own_outside(listed[ids[0]], base)
    ids = ids or list(listed)
    lines = [
        base.say(
            "overlap.remaining",
            organisation=base.name(o), outside=listed[o].total - listed[o].shared, total=listed[o].total, shared=listed[o].shared,
        )
        for o in ids
    ]  # fmt: skip
    facts = list(dict.fromkeys(f for o in ids for f in listed[o].facts))
    text = lines[0] if len(lines) == 1 else bullets(lines)
    return composed(text, said(base.say("overlap.not_named"), tail(base, facts)), facts=facts, items=ids)


def largest(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which organisation has the largest or smallest part of its members in the SCO, or the most members.

    Options of the rule:
        by: "size" to go by the number of members alone.
    """
    listed = overlaps(base)
    by_size = rule.options.get("by") == "size"
    ids = [o for o in query.of("organisation") if o in listed] or list(listed)
    strangers = set(query.of("organisation")) - {"sco"}
    things = ("organisation", "other-org", "list-word")
    listed_so = any(query.pairs("overlap", thing) for thing in things)  # "the overlapping organisations"
    shared = query.has("sco") and not query.has("compare")  # not "of those that it is compared with"
    if len(ids) < PAIR or by_size is (shared or (query.has("overlap") and not listed_so)):
        return None
    if not (strangers or query.has("other-org") or query.has("organisation") or query.has("overlap")):
        return None
    facts = list(dict.fromkeys(f for o in ids for f in listed[o].facts))
    if len(ids) == PAIR and query.polar and by_size:
        one, other = (listed[o].total for o in ids)
        truth = one < other if query.has("less") else one > other
        sizes = [base.say("overlap.members", organisation=base.name(o), total=listed[o].total) for o in ids]
        text = f"{verdict(query, base, truth=truth)} {joined(base, sizes)}. {tail(base, facts)}"
        return composed(text, facts=facts, items=ids)
    if len(ids) == PAIR and by_size and query.has("difference"):
        sizes = [base.say("overlap.members", organisation=base.name(o), total=listed[o].total) for o in ids]
        gap = abs(listed[ids[0]].total - listed[ids[1]].total)
        return composed(
            said(base.say("overlap.gap", gap=gap), f"{joined(base, sizes)}.", tail(base, facts)), facts=facts, items=ids
        )

    def measure(o: str) -> float:
        return listed[o].total if by_size else listed[o].shared / listed[o].total

    best = min(ids, key=measure) if query.has("least") else max(ids, key=measure)
    key = "overlap.size" if by_size else "overlap.least" if query.has("least") else "overlap.most"
    text = base.say(key, organisation=base.name(best), shared=listed[best].shared, total=listed[best].total)
    rest = [
        base.say("overlap.inline", organisation=base.name(o), shared=listed[o].shared, total=listed[o].total)
        for o in ids
        if o != best
    ]
    most = max(listed[o].shared for o in ids)
    widest = [o for o in ids if listed[o].shared == most]
    count = "" if by_size or query.has("least") or best in widest else base.say(
        "overlap.by_number", organisations=named(base, widest), shared=most
    )  # fmt: skip
    others = said(count, base.say("overlap.others", others=joined(base, rest)), tail(base, facts))
    return composed(text, others, facts=facts, items=[best])


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "overlap.shared": shared,
    "overlap.total": total,
    "overlap.remaining": remaining,
    "overlap.largest": largest,
}
