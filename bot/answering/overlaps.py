"""How the SCO's members overlap with those of other organisations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.answering.membership import roll
from bot.answering.saying import bullets, composed, dated, dated_tail, joined, named, said, verdict
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

PAIR = 2  # organisations that are compared by size


@dataclass(frozen=True, slots=True)
class Overlap:
    """What the profile says of another organisation's members."""

    fact: Fact
    shared: int
    """How many of its members are in the SCO."""
    total: int
    """How many members it has."""
    outside: Fact | None
    """Who of the SCO is not in it, where that is said."""


def overlaps(base: KnowledgeBase) -> dict[str, Overlap]:
    """Return organisation id -> its overlap.

    Raises:
        TypeError: A value is no pair; `sco-bot check` finds that before a person does.
    """
    outside = {fact.subject: fact for fact in base.related("outside")}
    found = {}
    for fact in base.related("overlap"):
        if not isinstance(fact.value, tuple):
            raise TypeError(fact.id)
        found[fact.subject] = Overlap(fact, int(fact.value[0]), int(fact.value[1]), outside.get(fact.subject))
    return found


def _asked(query: Query, base: KnowledgeBase) -> tuple[list[str], Declined | None]:
    """Return the organisations asked about, and a decline for others and for years without figures."""
    listed = overlaps(base)
    strangers = [o for o in query.of("organisation") if o not in listed and o != "sco"]
    if strangers:
        return [], Declined(base.say("decline.overlap", organisation=named(base, strangers, "or")))
    facts = [overlap.fact for overlap in listed.values()]
    years = {year[:4] for year in query.of("year")} - {fact.as_of[:4] for fact in facts}
    if years:
        return [], Declined(base.say("decline.overlap_year", year=min(years), as_of=dated(base, facts)))
    return [o for o in query.of("organisation") if o in listed], None


def shared(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return how many members of the organisations named, or of each, are in the SCO."""
    ids, declined = _asked(query, base)
    if declined:
        return declined
    listed = overlaps(base)
    chosen = [listed[o] for o in ids or listed]
    outside = [overlap.outside for overlap in chosen if overlap.outside]
    facts = [*(overlap.fact for overlap in chosen), *outside]
    if len(chosen) == 1:
        opening = ""
        if query.polar and query.has("half"):
            more_than_half = 2 * chosen[0].shared > chosen[0].total
            opening = verdict(query, base, truth=more_than_half is not query.has("less"))
        elif query.polar and (query.has("all") or query.of("number")):
            known = {str(chosen[0].shared), str(chosen[0].total)}
            opening = verdict(query, base, truth=not query.has("all") and set(query.of("number")) <= known)
        text = said(opening, *(fact.say for fact in facts), dated_tail(base, facts))
        return composed(text, facts=facts, items=ids)
    lead = base.say("overlap.lead", as_of=dated(base, facts))
    return composed(
        f"{lead}\n{bullets(overlap.fact.short for overlap in chosen)}", _outsiders(outside, base),
        facts=facts, items=ids or list(listed),
    )  # fmt: skip


def _outsiders(facts: list[Fact], base: KnowledgeBase) -> str:
    """Return who is outside which organisations: "China ... EurAsEC and OSCE"."""
    countries = dict.fromkeys(str(fact.value) for fact in facts)
    return said(*(
        base.say("overlap.outside", country=base.name(c), organisations=named(base, [f.subject for f in facts if f.value == c]))
        for c in countries
    ))  # fmt: skip


def total(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how many members an organisation has by the profile."""
    ids, declined = _asked(query, base)
    if declined or not ids:
        return declined
    listed = overlaps(base)
    opening = (
        verdict(query, base, truth=str(listed[ids[0]].total) in query.of("number")) if query.polar and query.of("number") else ""
    )
    facts = [listed[o].fact for o in ids]
    lines = [base.say("overlap.total", organisation=base.name(o), total=listed[o].total, shared=listed[o].shared) for o in ids]
    return composed(said(opening, *lines, dated_tail(base, facts)), facts=facts, items=ids)


def remaining(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return how many members of an organisation are outside the SCO: its total less those that are in it."""
    ids, declined = _asked(query, base)
    if declined:
        return declined
    listed = overlaps(base)
    ids = ids or list(listed)
    lines = [
        base.say(
            "overlap.remaining",
            organisation=base.name(o), outside=listed[o].total - listed[o].shared, total=listed[o].total, shared=listed[o].shared,
        )
        for o in ids
    ]  # fmt: skip
    facts = [listed[o].fact for o in ids]
    text = lines[0] if len(lines) == 1 else bullets(lines)
    return composed(text, said(base.say("overlap.not_named"), dated_tail(base, facts)), facts=facts, items=ids)


def missing(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return which SCO members are outside the organisations named: the profile names one for two of the four."""
    ids, declined = _asked(query, base)
    if declined:
        return declined
    listed = overlaps(base)
    ids = ids or [o for o in listed if listed[o].outside]
    facts = [fact for o in ids if (fact := listed[o].outside)]
    if not facts:
        return Declined(base.say("decline.outside", organisation=named(base, ids, "or")))
    text = facts[0].say if len(facts) == 1 else _outsiders(facts, base)
    unknown = [o for o in ids if not listed[o].outside]
    note = base.say("overlap.unnamed", organisation=named(base, unknown, "or")) if unknown else ""
    items = dict.fromkeys(str(fact.value) for fact in facts)
    return composed(said(text, dated_tail(base, facts)), note, facts=facts, items=list(items))


def inside(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return whether an SCO member is in another organisation, as far as the profile lets one tell.

    Where it names the one member that is outside, the others are inside: 5 of 6, and China is not.
    """
    ids, declined = _asked(query, base)
    if declined:
        return declined
    listed, members = overlaps(base), [c for c, fact in roll(base).items() if fact.value == "member"]
    countries = query.of("country")
    strangers = [country for country in countries if country not in members]
    if strangers or not ids:
        return Declined(base.say("decline.inside_stranger", country=named(base, strangers or countries, "or")))
    known = [o for o in ids if listed[o].outside]
    if not known:
        return Declined(base.say("decline.inside", country=named(base, countries, "or"), organisation=named(base, ids, "or")))
    sentences: list[str] = []
    facts: list[Fact] = []
    truth = True
    for overlap in (listed[o] for o in known):
        if overlap.outside is None:
            continue
        facts += [overlap.outside, overlap.fact]
        for country in countries:
            away = overlap.outside.value == country
            truth = truth and not away
            inner = base.say(
                "overlap.inside", country=base.name(country), organisation=base.name(overlap.fact.subject),
                fact=overlap.fact.say, outside=overlap.outside.say,
            )  # fmt: skip
            sentences.append(overlap.outside.say if away else inner)
    outside = query.has("outside") and not query.negated  # "is Russia the one that is missing?"
    opening = verdict(query, base, truth=truth is not outside) if query.polar else ""
    if query.has("why") and not truth:
        opening = base.say("overlap.no_reason", country=named(base, countries))
    return composed(said(opening, *dict.fromkeys(sentences), dated_tail(base, facts)), facts=facts, items=countries)


def members(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which SCO members are in another organisation: all but the one that is named as outside it."""
    ids, declined = _asked(query, base)
    if declined or len(ids) != 1 or query.polar:
        return declined
    overlap = overlaps(base)[ids[0]]
    if overlap.outside is None:
        return Declined(base.say("decline.members_in", organisation=base.name(ids[0])))
    facts = [overlap.fact, overlap.outside]
    inner = [c for c, fact in roll(base).items() if fact.value == "member" and c != overlap.outside.value]
    text = base.say("overlap.members_in", organisation=base.name(ids[0]), names=named(base, inner), outside=overlap.outside.say)
    return composed(said(text, dated_tail(base, facts)), facts=facts, items=inner)


def largest(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which organisation has the largest or smallest part of its members in the SCO, or the most members.

    Options of the rule:
        by: "size" to go by the number of members alone.
    """
    listed = overlaps(base)
    by_size = rule.options.get("by") == "size"
    ids = [o for o in query.of("organisation") if o in listed] or list(listed)
    strangers = set(query.of("organisation")) - {"sco"}
    if len(ids) < PAIR or by_size is (query.has("sco") or query.has("overlap")):
        return None
    if not (strangers or query.has("other-org") or query.has("organisation") or query.has("overlap")):
        return None
    facts = [listed[o].fact for o in ids]
    if len(ids) == PAIR and query.polar and by_size:
        one, other = (listed[o].total for o in ids)
        truth = one < other if query.has("less") else one > other
        sizes = [base.say("overlap.members", organisation=base.name(o), total=listed[o].total) for o in ids]
        text = f"{verdict(query, base, truth=truth)} {joined(base, sizes)}. {dated_tail(base, facts)}"
        return composed(text, facts=facts, items=ids)

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
    others = said(base.say("overlap.others", others=joined(base, rest)), dated_tail(base, facts))
    return composed(text, others, facts=facts, items=[best])


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "overlap.shared": shared,
    "overlap.total": total,
    "overlap.remaining": remaining,
    "overlap.missing": missing,
    "overlap.inside": inside,
    "overlap.members": members,
    "overlap.largest": largest,
}
