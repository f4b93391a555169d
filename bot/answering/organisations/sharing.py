"""How many members the SCO shares with other organisations: told, compared, and what is left of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.answering.organisations.overlaps import (
    PAIR,
    Overlap,
    asked,
    outsiders_of,
    overlaps,
    own,
    roster_of,
    tail,
    told_outside,
)
from bot.answering.saying import bullets, composed, dated, joined, named, said, verdict
from bot.answering.states.membership import roll
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query

PORTION = "portion-ask"
"""The word for a part of a whole that is larger or smaller than another: "a larger share of SCO members"."""


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
        portions = {"pay", "percent", "proportion", PORTION} & query.heard  # "is the share of its members in it larger now?"
        sized = sized and alone and "<count>" not in query.heard and not portions
        if query.has("sco") and sized:
            return _sizes(query, base, chosen[0])
        opening = _whether(query, base, chosen[0])
        part = f"{100 * chosen[0].shared / chosen[0].total:.0f}"
        share = base.say("overlap.percent", percent=part) if query.has("percent") and not query.polar else ""
        text = said(opening, chosen[0].say, share, chosen[0].outside_say, tail(base, facts))
        return composed(text, facts=facts, items=ids)
    lead = base.say("overlap.lead", as_of=dated(base, own(base, facts)))
    others = query.has("organisation") and not query.pairs("how-many", "member")
    if not ids and others and "how-many" in query.of("kind"):  # "with how many others does it overlap?"
        lead = f"{len(chosen)}. {lead}"
    wider = _wider(query, base, chosen)
    lead = f"{wider} {lead}" if wider else lead
    return composed(
        f"{lead}\n{bullets(overlap.short for overlap in chosen)}", told_outside(outside, base),
        facts=facts, items=ids or list(listed),
    )  # fmt: skip


def _whether(query: Query, base: KnowledgeBase, overlap: Overlap) -> str:
    """Return Yes or No to what a question supposes of how many members are in the SCO; "" where it supposes nothing."""
    if not query.polar:
        return ""
    bound = _bound(query)
    if query.has("half") or query.has("most"):
        return verdict(query, base, truth=(2 * overlap.shared > overlap.total) is not query.has("less"))
    if query.has("some"):  # "are any SCO members in the CSTO?"
        return verdict(query, base, truth=overlap.shared > 0)
    if bound is not None:  # "are fewer than five CSTO members in the SCO?"
        return verdict(query, base, truth=bound(overlap.shared))
    known = {str(overlap.shared), str(overlap.total)}
    supposed = query.has("all") or query.of("number")
    return verdict(query, base, truth=not query.has("all") and set(query.of("number")) <= known) if supposed else ""


def _bound(query: Query) -> Callable[[int], bool] | None:
    """Return whether a number of members keeps to the bound that the question names; None where it names none."""
    numbers = [int(number) for number in query.of("number") if number.isdigit()]
    if len(numbers) != 1:
        return None
    number = numbers[0]
    bounds: dict[str, Callable[[int], bool]] = {
        "at-least": lambda count: count >= number,
        "at-most": lambda count: count <= number,
        "more": lambda count: count > number,
        "less": lambda count: count < number,
    }
    return next((bounds[word] for word in bounds if word in query.heard), None)


def _wider(query: Query, base: KnowledgeBase, chosen: Sequence[Overlap]) -> str:
    """Return which of two organisations more SCO members are in, or fewer; "" where that is not asked."""
    of_sco = query.has("sco") or query.has("overlap")
    if len(chosen) != PAIR or not of_sco or not (query.has("more") or query.has("less")):
        return ""
    by_part = PORTION in query.heard  # "which has the larger share of SCO members?"

    def measure(overlap: Overlap) -> float:
        return overlap.shared / overlap.total if by_part else overlap.shared

    one, other = map(measure, chosen)
    open_ended = query.has("more") and query.has("less")  # "greater, smaller or on a par?"
    if (
        query.polar and not open_ended and (query.has("compare") or one != other)
    ):  # "with the CIS or with the OSCE?" is no question for Yes or No
        return verdict(query, base, truth=one < other if query.has("less") else one > other)
    if one == other:
        return base.say("overlap.even", shared=chosen[0].shared)
    best = (min if query.has("less") else max)(chosen, key=measure)
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
    """Return how many members of an organisation are outside the SCO: its total less those that are in it.

    Option of the rule:
        claims: "yes", where only a number that is supposed is held against it: "four CIS members were not in the SCO, right?".
    """
    numbers = query.of("number")
    claims = rule.options.get("claims") == "yes"
    if query.has("neither") or (claims and not (query.polar and len(numbers) == 1)):
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
        return None if claims else _own_outside(listed[ids[0]], base)
    ids = ids or list(listed)
    if claims and len(ids) != 1:
        return None
    lines = [
        base.say(
            "overlap.remaining",
            organisation=base.name(o), outside=listed[o].total - listed[o].shared, total=listed[o].total, shared=listed[o].shared,
        )
        for o in ids
    ]  # fmt: skip
    facts = list(dict.fromkeys(f for o in ids for f in listed[o].facts))
    left = str(listed[ids[0]].total - listed[ids[0]].shared)
    opening = verdict(query, base, truth=numbers == (left,), denies=False) if claims else ""
    text = said(opening, lines[0]) if len(lines) == 1 else bullets(lines)
    names = _named_outside(ids, base) or base.say("overlap.not_named")
    return composed(text, said(names, tail(base, facts)), facts=facts, items=ids)


def _named_outside(ids: Sequence[str], base: KnowledgeBase) -> str:
    """Return who of one organisation's members is outside the SCO now; "" where its members are not known by name."""
    roster = roster_of(ids[0], base) if len(ids) == 1 and base.moment is not None and base.moment.now else None
    return f"{named(base, outsiders_of(roster, base))}." if roster is not None else ""


def largest(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which organisation has the largest or smallest part of its members in the SCO, or the most members.

    Options of the rule:
        by: "size" to go by the number of members alone, "part" by what part of them is in the SCO, whatever else is said.
    """
    listed = overlaps(base)
    by_size, by_part = (rule.options.get("by") == way for way in ("size", "part"))
    ids = [o for o in query.of("organisation") if o in listed] or list(listed)
    strangers = set(query.of("organisation")) - {"sco"}
    things = ("organisation", "other-org", "list-word")
    listed_so = any(query.pairs("overlap", thing) for thing in things)  # "the overlapping organisations"
    shared = query.has("sco") and not query.has("compare")  # not "of those that it is compared with"
    of_part = shared or (query.has("overlap") and not listed_so) or "proportion" in query.heard
    # "Does the CIS have a larger share than the CSTO?" is told Yes or No elsewhere, "are at least four in the SCO?", too.
    elsewhere = query.polar and (by_part or "<count>" in query.heard)
    if elsewhere or len(ids) < PAIR or not (by_part or query.has("size-ask") or by_size is not of_part):
        return None
    if not (strangers or query.has("other-org") or query.has("organisation") or query.has("overlap")):
        return None
    facts = list(dict.fromkeys(f for o in ids for f in listed[o].facts))
    if len(ids) == PAIR and query.polar and by_size:
        if not query.has("compare"):  # "was the CIS larger?", than the one that was spoken of
            ids.sort(key=lambda o: o not in query.heard)
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

    least = query.has("least") or (by_part and query.has("less"))
    best = min(ids, key=measure) if least else max(ids, key=measure)
    key = "overlap.size" if by_size else "overlap.least" if least else "overlap.most"
    text = base.say(key, organisation=base.name(best), shared=listed[best].shared, total=listed[best].total)
    rest = [
        base.say("overlap.inline", organisation=base.name(o), shared=listed[o].shared, total=listed[o].total)
        for o in ids
        if o != best
    ]
    most = max(listed[o].shared for o in ids)
    widest = [o for o in ids if listed[o].shared == most]
    count = "" if by_size or least or best in widest else base.say(
        f"overlap.by_number{'' if len(widest) > 1 else '.one'}", organisations=named(base, widest), shared=most
    )  # fmt: skip
    others = said(count, base.say("overlap.others", others=joined(base, rest)), tail(base, facts))
    return composed(text, others, facts=facts, items=[best])


def outside_all(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which SCO members are in none of the other organisations; of those that are not known by name it is said so."""
    listed = overlaps(base)
    known = [one for one in listed.values() if one.outside is not None]
    unknown = [name for name, one in listed.items() if one.outside is None]
    if query.polar or len(known) < PAIR or {*query.of("number")} - {str(len(listed))}:
        return None  # "which of the six of 2012 is in none?" is not of those of today
    common = [country for country in known[0].outside or () if all(country in (one.outside or ()) for one in known)]
    facts = list(dict.fromkeys(fact for one in known for fact in (*one.counted, *one.facts)))
    lead = "" if unknown else base.say("overlap.counted.both", names=named(base, common)) if common else base.say("answer.nobody")
    note = base.say("overlap.unnamed", organisation=named(base, unknown, "any")) if unknown else ""
    return composed(said(lead, told_outside(known, base), tail(base, facts)), note, facts=facts, items=common)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "overlap.shared": shared,
    "overlap.total": total,
    "overlap.remaining": remaining,
    "overlap.largest": largest,
    "overlap.none": outside_all,
}
