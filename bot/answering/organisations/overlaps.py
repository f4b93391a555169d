"""What is known of the overlap of the SCO's members with those of other organisations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answering.saying import cites, composed, dated, dated_tail, named, said
from bot.answering.states.membership import roll
from bot.answering.times import not_begun
from bot.knowledge import KnowledgeBase, long_date
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
        return dated_tail(base, own(base, facts))
    size = others[0]
    horizon = base.horizons.get(size.subject)
    if not base.moment.now and not (horizon and horizon.ends < base.moment.day):
        return dated_tail(base, own(base, facts))
    after = [fact.say for fact in base.facts.values() if pending and fact.subject == size.subject and fact.relation in PENDING]
    dates = {"sco": dated(base, own(base, facts)), "organisation": base.name(size.subject), "date": long_date(size.as_of)}
    return said(base.say("overlap.dated", **dates), *after)


def own(base: KnowledgeBase, facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts on the SCO's own members, on whose day a count hangs; all where the primary source is asked."""
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
        strangers = [country for country in query.of("country") if country not in then]
        if query.polar and query.past and strangers and not {"ended", "gone-org", "exist", "join"} & query.heard:
            unsaid = base.say("overlap.unsaid", country=named(base, strangers, "any"))
            return [], composed(said(unsaid, *(fact.say for fact in ended)), facts=ended)
        away = query.negated or any(map(query.has, ("outside", "not", "without", "neither")))  # "it stayed out, didn't it?"
        opening = base.say("answer.no") if query.polar and not away and {*query.of("country")} <= then else ""
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


def roster_of(organisation: str, base: KnowledgeBase) -> Fact | None:
    """Return the fact that names the members of another organisation, as far as a source does."""
    return next((f for f in base.related("roster") if f.subject == organisation and isinstance(f.value, tuple)), None)


def outsiders_of(roster: Fact, base: KnowledgeBase) -> list[str]:
    """Return which members of another organisation are not members of the SCO."""
    members = {country for country, fact in roll(base).items() if fact.value == "member"}
    return [country for country in roster.value if country not in members] if isinstance(roster.value, tuple) else []
