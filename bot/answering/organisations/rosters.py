"""Who is in other organisations: their members by name, who came and who went, as far as sources reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.answering.saying import composed, dated, in_profile, named, said, verdict
from bot.answering.states.membership import roll
from bot.answering.times import LATEST, SCO, YEAR, Span, ends, known_from, not_begun, present, shifted, span
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.moments import Moment
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

SUSPENDED = "suspended"
"""Relation of the facts that tell from when to when the sources leave open whether a state was in."""
COMING = ("joined",)
OVER = ("left", "withdrew")
"""Relations of facts whose value is a country that is out since their day; one that withdrew was not counted before either."""
GOING = (*OVER, "leaving", "frozen")
"""Relations of facts whose value is a country that comes or goes; those beside `OVER` are not the end of it."""
AWAY = ("leave", "ended", "former", "suspended", "frozen")
"""Words that ask whether a state has gone."""


def member(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whether a state is in another organisation, since when, or until when.

    None where its members are not known by name, where nothing tells the day that is asked for, and where the primary source
    speaks of the overlap and nothing has changed since: another rule counts those.
    """
    organisation, countries = _other(query), query.of("country")
    if not organisation or query.has("by-profile"):
        return _then(query, organisation, base)
    changes = [fact for fact in _line(base, organisation, *COMING, *GOING) if fact.value in countries]
    rosters = _line(base, organisation, "roster")
    counted = any(fact.primary for fact in _line(base, organisation, "overlap"))
    ours = {c for c, fact in roll(base.at(present(query, base))).items() if fact.value == "member"}
    listed = all(country in ours for country in countries)
    away, asked = _has(query, AWAY), {"when", "how-long"} & set(query.of("kind"))
    if asked and not changes:  # nor is it the day on which it joined the SCO; but it may be known that it is not in it
        return Declined(base.say("decline.not_in_source"), final=False)
    if not changes and (not rosters or (counted and listed and not away)):
        return None
    told = [f for f in changes if f.relation in (GOING if away else COMING if query.has("join") else (*COMING, *GOING))]
    told = told or (changes if away and query.polar else [])  # one that has not left is told to have come
    if not told and (asked or not query.polar):
        return None
    one = _span(query)
    if len(countries) == 1 and not any(f.relation in COMING for f in changes):
        early = _early(base, organisation, one)
        if early:
            return early
    opening = _opening(query, base, told, [_inside(base, organisation, country, one) for country in countries])
    limbo = [] if one is None else [f for f in _line(base, organisation, SUSPENDED) if f.value in countries and _within(one, f)]
    opening = "" if limbo else opening
    facts = [*told, *limbo, *(rosters if not told or any(f.relation in GOING for f in told) else ())]
    facts += [f for f in _line(base, organisation, "not-members") if set(countries) & set(_values(f)) and not told]
    own = _own(query, base, organisation)
    text = said(opening, _reach(base, organisation, one), *(fact.say for fact in facts), _tail(query, base, facts))
    return composed(text, in_profile(base, own), facts=[*facts, *own], items=countries)


def _then(query: Query, organisation: str, base: KnowledgeBase) -> Answer | None:
    """Return that a state was not in another organisation at the time of the primary source: it came later, or did not count."""
    late = [fact for fact in _line(base, organisation, *COMING) if fact.valid_from > known_from(base)]
    facts = [f for f in (*late, *_line(base, organisation, "withdrew")) if f.value in query.of("country")]
    if not (query.polar and facts) or query.negated or _has(query, AWAY) or len(query.of("country")) > 1:
        return None
    return composed(said(base.say("answer.no"), *(fact.say for fact in facts)), facts=facts, items=query.of("country"))


def _opening(query: Query, base: KnowledgeBase, told: Sequence[Fact], truths: Sequence[bool | None]) -> str:
    """Return Yes or No, from the day of the change where that is asked for, else from who was in; "" where neither is known."""
    away, one = _has(query, AWAY), _span(query)
    if not query.polar:
        return ""
    moved = [fact for fact in told if fact.relation in (OVER if away else COMING)]
    if one and moved and (away or query.has("join")) and not _has(query, ("since", "before", "after")):
        met = {str(fact.value) for fact in moved if _meet(span(fact.valid_from), one)}
        return verdict(query, base, truth=met >= set(query.of("country")))
    gone = any(fact.relation in OVER for fact in told)  # who never was in it has not left it either
    if gone and query.past and not (away or one or query.has("now")) and len(query.of("country")) == 1:
        return verdict(query, base, truth=True)  # "was Uzbekistan in the CSTO?": until when is told with it
    if None in truths or (away and not gone and not any(truths)):
        return ""
    return verdict(query, base, truth=all(truths) is not away, denies=not query.has("former"))


def who(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return who is in another organisation, by name; who has left it, or come to it, where the question is about that.

    None where no source names them, and where the question is for the primary source alone, or of the SCO's own members
    ("does every member belong to the CIS?").
    """
    organisation = _other(query)
    if not organisation or query.has("by-profile") or _each_of_ours(query, organisation):
        return None
    one = _span(query)
    if _has(query, AWAY):
        facts = [f for f in _line(base, organisation, *OVER, "leaving") if not one or _meet(span(f.valid_from), one)]
    elif query.has("join") or query.has("new-word") or query.has("last"):
        facts = _line(base, organisation, *COMING)
        if query.of("year"):
            facts = [fact for fact in facts if _meet(span(fact.valid_from), one)]
        elif query.has("last"):
            facts = facts and [max(facts, key=lambda fact: fact.valid_from)]
    else:
        early = _early(base, organisation, one)
        if early:
            return early
        facts = [f for f in (*_line(base, organisation, "roster"), *_line(base, organisation, *GOING)) if _so_far(f, one)]
        if not any(fact.relation == "roster" for fact in facts):
            return None
    if not facts:
        return Declined(base.say("decline.roster.changes", organisation=base.name(organisation)))
    roster = next((fact for fact in facts if fact.relation == "roster"), None)
    number = f"{len(_values(roster))}." if roster and "how-many" in query.of("kind") else ""
    text = said(number, _reach(base, organisation, one), *(fact.say for fact in facts), _tail(query, base, facts))
    items = _values(roster) if roster else [str(fact.value) for fact in facts]
    own = _own(query, base, organisation)
    return composed(text, in_profile(base, own), facts=[*facts, *own], items=items)


def _each_of_ours(query: Query, organisation: str) -> bool:
    """Return whether it is asked if every member of the SCO is in the organisation: "does every member belong to the CIS?"."""
    said = [name for name in query.order if name in {"all", "member", organisation}]
    return query.polar and said == ["all", "member", organisation]


def statuses(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which observers, or partners, of the SCO are in another organisation, of which the members are known by name."""
    organisation = _other(query)
    rosters = _line(base, organisation, "roster") if organisation else []
    coming = _line(base, organisation, *COMING) if organisation else []
    asked = set(query.of("status"))
    wanted = asked - {"member"} if len(asked) > 1 else asked  # "which dialogue partners are CIS members?"
    earlier = any(year[:YEAR] < ends(base)[:YEAR] for year in query.of("year"))  # of then, not all are known
    if query.polar or query.has("by-profile") or earlier or not (rosters or coming) or not wanted:
        return None
    view = base.at(present(query, base))
    inside = {*(_values(rosters[0]) if rosters else ()), *(str(f.value) for f in coming)}
    gone = {str(f.value) for f in _line(base, organisation, *OVER)}
    facts = [f for f in roll(view).values() if f.value in wanted and f.subject in inside - gone]
    if not facts:
        return Declined(base.say("decline.roster.changes", organisation=base.name(organisation)))
    number = f"{len(facts)}." if "how-many" in query.of("kind") else ""
    if not rosters:  # only of those that came it is known
        came = [fact for fact in coming if str(fact.value) in {one.subject for one in facts}]
        text = said(*(fact.say for fact in came), base.say("roster.others_unknown"))
        return None if number else composed(text, facts=[*came, *facts], items=[fact.subject for fact in facts])
    lead = base.say("overlap.counted.both", names=named(base, [fact.subject for fact in facts]))
    told = (*facts, *rosters)
    return composed(said(number, lead, *(fact.say for fact in rosters)), facts=told, items=[fact.subject for fact in facts])


def of_region(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which states of a part of the world are in another organisation, of which the members are known by name."""
    organisation, regions = _other(query), query.of("region")
    rosters = _line(base, organisation, "roster") if organisation else []
    states = {country for region in regions for country in base.regions.get(region, ())}
    if query.polar or not rosters or not states:
        return None
    chosen = sorted((one for one in _values(rosters[-1]) if one in states), key=base.name)
    lead = base.say("overlap.counted.both", names=named(base, chosen)) if chosen else base.say("answer.nobody")
    number = f"{len(chosen)}." if "how-many" in query.of("kind") else ""
    return composed(said(number, lead, *(fact.say for fact in rosters)), facts=rosters, items=chosen)


def _other(query: Query) -> str:
    """Return the one other organisation that is asked about; "" where there is none, or are several."""
    others = [organisation for organisation in query.of("organisation") if organisation != SCO]
    return others[0] if len(others) == 1 else ""


def _has(query: Query, names: Iterable[str]) -> bool:
    return any(query.has(name) for name in names)


def _line(base: KnowledgeBase, organisation: str, *relations: str) -> list[Fact]:
    return [fact for relation in relations for fact in base.line(relation) if fact.subject == organisation]


def _values(fact: Fact) -> Sequence[str]:
    return tuple(str(value) for value in fact.value) if isinstance(fact.value, tuple) else (str(fact.value),)


def _span(query: Query) -> Span | None:
    """Return the time that a question is about, from the first to the last that it names; None for now."""
    spans = sorted((span(text) for text in query.of("year")), key=lambda one: one.first)
    if not spans:
        return None
    if len(spans) == 1 and query.has("after") and not query.has("since"):  # "did it stay after 2012?"
        return Span(spans[0].text, shifted(spans[0].last, 1), LATEST)
    return Span(spans[-1].text, spans[0].first, spans[-1].last)


def _within(one: Span, fact: Fact) -> bool:
    """Return whether a time lies wholly in that of a fact."""
    return fact.valid_from <= one.first and one.last < fact.valid_until


def _meet(one: Span, other: Span | None) -> bool:
    return other is None or (one.first <= other.last and other.first <= one.last)


def _so_far(fact: Fact, one: Span | None) -> bool:
    """Return whether a fact had begun by the end of a time."""
    return one is None or not fact.valid_from or span(fact.valid_from).first <= one.last


def _early(base: KnowledgeBase, organisation: str, one: Span | None) -> Answer | Declined | None:
    """Return what is said of a time before the organisation began, or before its members are known; None from then on."""
    horizon = base.horizons.get(organisation)
    if horizon is None or one is None or one.last >= horizon.known:
        return None
    when, name = long_date(one.text), base.name(organisation)
    unknown = base.say("decline.earlier.other", when=when, organisation=name, known=long_date(horizon.known))
    return not_begun(base, organisation, one.last, when) or Declined(unknown)


def _inside(base: KnowledgeBase, organisation: str, country: str, one: Span | None) -> bool | None:
    """Return whether a state is a member at a time, or at the last date known; None where the sources leave it open."""
    horizon = base.horizons.get(organisation)
    beyond = bool(horizon and one and one.first > horizon.ends)
    for fact in _line(base, organisation, *GOING):
        if fact.value == country:
            if fact.relation in OVER and (one is None or one.first >= span(fact.valid_from).last):
                return False
            known = fact.relation == "left" and one and horizon and horizon.known <= one.first
            return True if known and one and one.last < span(fact.valid_from).first else None
    rosters = _line(base, organisation, "roster")
    for fact in _line(base, organisation, *COMING):
        if fact.value == country:
            return (None if beyond else True) if _so_far(fact, one) else False
    if not rosters or beyond or (one and rosters[0].valid_from and one.last < span(rosters[0].valid_from).first):
        return None
    return country in _values(rosters[0])


def _reach(base: KnowledgeBase, organisation: str, one: Span | None) -> str:
    """Return that the time that is asked about is after all that is known of an organisation; "" where it is not."""
    horizon = base.horizons.get(organisation)
    if horizon is None or one is None or one.first <= horizon.ends:
        return ""
    return base.say("roster.beyond", when=long_date(one.text), organisation=base.name(organisation), ends=long_date(horizon.ends))


def _tail(query: Query, base: KnowledgeBase, facts: Sequence[Fact]) -> str:
    """Return the date of who is in an organisation now; a day on which somebody came or went needs none."""
    rosters = [fact for fact in facts if fact.relation == "roster"]
    if not rosters or query.of("year") or not query.today:
        return ""
    horizon = base.horizons.get(rosters[0].subject)
    stale = bool(horizon and query.today > horizon.trusted)
    return base.say("answer.dated", when=dated(base.at(Moment(query.today, stale=stale)), rosters))


def _own(query: Query, base: KnowledgeBase, organisation: str) -> list[Fact]:
    """Return what the primary source says of the overlap, where the question names no other time."""
    return [] if query.of("year") else [fact for fact in _line(base, organisation, "overlap") if fact.primary]


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "roster.member": member,
    "roster.region": of_region,
    "roster.statuses": statuses,
    "roster.who": who,
}
