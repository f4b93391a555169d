"""Which SCO members are in another organisation, and which are not, as far as the sources let one tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.answering.organisations.overlaps import Overlap, asked, cited, outsiders_of, overlaps, roster_of, tail, told_outside
from bot.answering.saying import cites, composed, named, said, verdict
from bot.answering.states.membership import roll
from bot.answering.times import present
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query

PAIR = 2  # organisations of which members may be in both
FEW = 10  # members up to which an organisation is not known by their number alone


def missing(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which SCO members are outside the organisations named: the profile names one for two of the four."""
    ids, declined = asked(query, base)
    declined = declined or _parted(query, ids, base)
    if declined:
        return declined
    listed = overlaps(base)
    order = list(query.order)
    # "And which one is not in the SCO?", but not "and which SCO members are not?".
    of_the_talk = bool(ids) and "sco" in query.heard and ids[0] not in query.heard and not query.pairs("sco", "member")
    if ids and "sco" in order and (of_the_talk or order.index(ids[0]) < order.index("sco")) and base.moment is not None:
        return _others(ids[0], base)  # "which CIS members are not in the SCO?"
    theirs = bool(ids) and query.pairs(ids[0], "member") and "sco" in order[order.index(ids[0]) :] and not query.polar
    ids = ids or [o for o in listed if listed[o].outside]
    chosen = [listed[o] for o in ids if listed[o].outside is not None]
    if not chosen or theirs:
        line = base.say("overlap.not_named" if theirs else "decline.outside", organisation=named(base, ids, "any"))
        told = said(line, *(listed[o].say for o in ids))
        return Declined(told, citations=cited(listed, ids))
    facts = list(dict.fromkeys(f for overlap in chosen for f in overlap.counted))
    text = chosen[0].outside_say if len(chosen) == 1 else told_outside(chosen, base)
    unknown = [o for o in ids if listed[o].outside is None]
    note = base.say("overlap.unnamed", organisation=named(base, unknown, "any")) if unknown else ""
    # "Leave out those that are not in it"; "whom else does the SCO work with besides the CSTO?".
    twice = query.has("without") and (query.has("not") or query.has("rest"))
    # "Which SCO body is not in China?"; how many of its members are outside the SCO is asked of each.
    gone = "leave" in query.heard and "outside" not in query.heard  # "who left?", which "who is left?" might be
    if twice or gone or query.has("permanent-body") or ("how-many" in query.of("kind") and not query.has("neither")):
        return None
    both = (query.has("both") or query.has("neither")) and len(chosen) > 1 and base.moment is not None
    common = [c for c in chosen[0].outside or () if not both or all(c in (o.outside or ()) for o in chosen)]
    lead = base.say("overlap.counted.both", names=named(base, common)) if both and common else ""
    count = f"{len(common)}." if "how-many" in query.of("kind") and base.moment is not None else ""
    return composed(said(count, lead, text, tail(base, facts)), note, facts=facts, items=common)


def _parted(query: Query, ids: Sequence[str], base: KnowledgeBase) -> Answer | None:
    """Return the SCO members that are in the organisations named before the "not" and in none of those behind it.

    None where they are not so parted, and where not all of them are known by name.
    """
    listed, order = overlaps(base), list(query.order)
    place = min((order.index(word) for word in ("not", "outside", "without") if word in order), default=-1)
    within = [o for o in ids if order.index(o) < place]
    without = [o for o in ids if o not in within]
    if not (within and without) or query.polar or any(listed[o].outside is None for o in ids):
        return None
    members = [country for country, fact in roll(base).items() if fact.value == "member"]
    chosen = [
        c
        for c in members
        if not any(c in (listed[o].outside or ()) for o in within) and all(c in (listed[o].outside or ()) for o in without)
    ]
    facts = list(dict.fromkeys(f for o in ids for f in (*listed[o].facts, *listed[o].counted)))
    lead = base.say("overlap.counted.both", names=named(base, chosen)) if chosen else base.say("answer.nobody")
    count = f"{len(chosen)}." if "how-many" in query.of("kind") else ""
    return composed(said(count, lead, told_outside([listed[o] for o in ids], base), tail(base, facts)), facts=facts, items=chosen)


def sole(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whether the states named are the only SCO members outside another organisation; None to any other question."""
    places = [query.order.index(name) for name in query.of("country")]
    other = min((query.order.index(name) for name in query.of("organisation") if name != "sco"), default=0)
    members = {country for country, fact in roll(base).items() if fact.value == "member"}
    if not {*query.of("country")} <= members:
        return None  # "is Armenia the only CSTO member that is not in the SCO?" is of the other side
    if min(places) < other < max(places):
        return None  # "if China alone stayed out of EurAsEC, was Tajikistan in it?"
    ids, declined = asked(query, base)
    listed = overlaps(base)
    if declined or len(ids) != 1 or not query.polar or listed[ids[0]].outside is None:
        return declined
    one = listed[ids[0]]
    facts = list(dict.fromkeys((*one.facts, *one.counted)))
    opening = verdict(query, base, truth=set(one.outside or ()) == set(query.of("country")), denies=False)
    return composed(said(opening, one.outside_say, tail(base, facts)), facts=facts, items=one.outside or ())


def both(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which SCO members are in all of the organisations named; None where each is asked of by itself."""
    (ids, declined), listed = asked(query, base), overlaps(base)
    each = query.order.count("how-many") > 1  # "how many are in the OSCE, and how many in the CSTO?"
    if declined or each or len(ids) < PAIR or query.polar or any(listed[o].outside is None for o in ids):
        return declined
    members = [country for country, fact in roll(base).items() if fact.value == "member"]
    chosen = [c for c in members if not any(c in (listed[o].outside or ()) for o in ids)]
    facts = list(dict.fromkeys(f for o in ids for f in (*listed[o].facts, *listed[o].counted)))
    lead = base.say("overlap.counted.both", names=named(base, chosen)) if chosen else base.say("answer.nobody")
    count = f"{len(chosen)}." if "how-many" in query.of("kind") else ""
    return composed(said(count, lead, told_outside([listed[o] for o in ids], base), tail(base, facts)), facts=facts, items=chosen)


def _others(organisation: str, base: KnowledgeBase) -> Answer | Declined:
    """Return which members of another organisation are not in the SCO; declined where its members are not known by name."""
    roster = roster_of(organisation, base)
    if roster is None:
        return Declined(base.say("overlap.not_named"))
    outside = outsiders_of(roster, base)
    facts = [roster, *base.related("printed.count")]
    text = base.say("overlap.others_in", names=named(base, outside), organisation=base.name(organisation))
    return composed(said(text, tail(base, facts)), facts=facts, items=outside)


def numbered(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which organisation has as many members, or as many of so many in the SCO, as the question says; None for none.

    Options of the rule:
        side: "outside", where so many are not in the SCO; one where no number is said.
    """
    numbers = sorted(int(number) for number in query.of("number") if number.isdigit())
    listed = overlaps(base)
    stated = [number for number in numbers if number != len(listed) or len(numbers) == 1]  # "of the four, which has nine?"
    if rule.options.get("side") == "outside":  # "which had just one member outside the SCO?"
        ids = [o for o, one in listed.items() if one.total - one.shared == (numbers or [1])[0]]
        return _those(ids, base) if ids and not query.polar and len(numbers) <= 1 else None
    told = any(map(query.has, ("overlap", "of-them", "list-word", "profile", "by-profile")))
    alone = stated if told or max(stated, default=0) > FEW else None  # "which organisation has five permanent members?"
    ids = [o for o, one in listed.items() if numbers == [one.shared, one.total] or alone == [one.total]]
    return None if not ids or query.polar else _those(ids, base)


def _those(ids: Sequence[str], base: KnowledgeBase) -> Answer:
    """Return organisations by name, with how many of their members are in the SCO."""
    listed = overlaps(base)
    facts = list(dict.fromkeys(f for o in ids for f in listed[o].facts))
    lead = base.say("overlap.counted.both", names=named(base, ids))
    return composed(said(lead, *(listed[o].say for o in ids), tail(base, facts)), facts=facts, items=ids)


def absent(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which organisations a member is not in, of those whose overlap with the SCO is known by name.

    Option of the rule:
        only: "yes" for those that each other member is in: "in which organisations is every member but China?".
    """
    members = [country for country, fact in roll(base).items() if fact.value == "member"]
    countries = query.of("country")
    if query.polar or len(countries) != 1:
        return None
    if countries[0] not in members:
        return Declined(base.say("decline.inside_stranger", country=named(base, countries, "any")), final=False)
    listed = overlaps(base)
    ids = [o for o, one in listed.items() if one.outside is not None and countries[0] in one.outside]
    ids = [o for o in ids if listed[o].outside == countries] if rule.options.get("only") == "yes" else ids
    facts = list(dict.fromkeys(f for o in ids for f in (*listed[o].facts, *listed[o].counted)))
    if not ids:
        return None
    lead = base.say("overlap.counted.both", names=named(base, ids))
    return composed(said(lead, told_outside([listed[o] for o in ids], base), tail(base, facts)), facts=facts, items=ids)


def of_five(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which of the Shanghai Five are in the organisations named, or outside them all; None where nobody is."""
    ids, declined = asked(query, base)
    five = base.facts[rule.facts[0]]
    if declined or not isinstance(five.value, tuple):
        return declined
    listed = overlaps(base)
    known = [listed[o] for o in ids if listed[o].outside is not None]
    if not known or len(known) < len(ids):
        told = said(base.say("decline.outside", organisation=named(base, ids, "any")), *(listed[o].say for o in ids))
        return Declined(told, citations=cited(listed, ids))
    away = query.negated or any(map(query.has, ("not", "outside", "neither", "without")))
    chosen = [c for c in five.value if all((c in (one.outside or ())) is away for one in known)]
    if not chosen or query.polar:
        return None
    facts = list(dict.fromkeys([five, *(f for one in known for f in (*one.counted, *one.facts))]))
    lead = base.say("overlap.counted.both", names=named(base, chosen))
    count = f"{len(chosen)}." if "how-many" in query.of("kind") else ""
    return composed(said(count, lead, told_outside(known, base), tail(base, facts)), facts=facts, items=chosen)


def inside(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whether an SCO member is in another organisation, as far as the profile lets one tell.

    Where it names the one member that is outside, the others are inside: 5 of 6, and China is not.
    """
    if not query.polar and _sets_aside(query):
        return besides(query, base)
    ids, declined = asked(query, base)
    if declined:
        return declined
    listed, members = overlaps(base), [c for c, fact in roll(base).items() if fact.value == "member"]
    countries = query.of("country")
    strangers = [country for country in countries if country not in members]
    if strangers or not ids:
        return Declined(base.say("decline.inside_stranger", country=named(base, strangers or countries, "any")), final=False)
    known = [o for o in ids if listed[o].outside is not None]
    if not known and "when" not in query.of("kind"):
        line = base.say("decline.inside", country=named(base, countries, "any"), organisation=named(base, ids, "any"))
        return Declined(said(line, *(listed[o].say for o in ids)), citations=cited(listed, ids))
    return _told(query, base, countries, [listed[o] for o in known])


def _told(query: Query, base: KnowledgeBase, countries: Sequence[str], known: Sequence[Overlap]) -> Answer | Declined:
    """Return of each of some countries whether it is in each of some organisations."""
    sentences: list[str] = []
    facts: list[Fact] = []
    aways: list[bool] = []
    for overlap in known:
        facts += [*overlap.counted, *overlap.facts]
        for country in countries:
            away = country in (overlap.outside or ())
            aways.append(away)
            key = "away" if away and base.moment else "inside"
            inner = base.say(
                f"overlap.{key}", country=base.name(country), organisation=base.name(overlap.organisation),
                fact=overlap.say, outside=overlap.outside_say,
            )  # fmt: skip
            left = [f for f in base.related("left") if base.moment and f.subject == overlap.organisation and f.value == country]
            facts += left
            sentences += [fact.say for fact in left] or [overlap.outside_say if away and not base.moment else inner]
    truth = not any(aways)
    gone = any(fact.relation == "left" for fact in facts)
    if "when" in query.of("kind") and (truth or gone):
        return Declined(base.say("decline.not_in_source"), final=False)  # "when did EurAsEC admit China?": that it did not
    baseless = query.has("why") and truth and not {"not", "outside", "leave", "without"} & query.heard
    opening = _inside_or_not(query, base, aways, known) if query.polar else ""
    if query.has("why") and not truth:
        opening = base.say("overlap.no_reason", country=named(base, countries))
    text = said(opening, *dict.fromkeys(sentences), tail(base, facts, pending=False))
    # Who never was in it has not left it; "why is Russia in the CSTO?" no source says.
    if baseless or (query.has("why") and not truth and (gone or not query.has("leave"))):
        return Declined(base.say("decline.not_in_source") if baseless else text, citations=() if baseless else cites(facts))
    return composed(text, facts=facts, items=countries)


def _inside_or_not(query: Query, base: KnowledgeBase, aways: Sequence[bool], known: Sequence[Overlap]) -> str:
    """Return Yes or No to whether the countries named are in the organisations; of each of the two, whether it is outside."""
    if query.has("without") and query.has("all"):  # "apart from China, was every member in it?"
        return verdict(query, base, truth=all({*(overlap.outside or ())} <= {*query.of("country")} for overlap in known))
    if query.has("neither"):  # "was it in neither of the two?"
        return base.say("answer.yes" if all(aways) else "answer.no")
    outside = query.has("outside") and not query.negated  # "is Russia the one that is missing?"
    return verdict(query, base, truth=any(aways) is outside)


def _sets_aside(query: Query) -> bool:
    """Return whether the others are asked for: "which members besides Russia", "China is not in it, so which members are?"."""
    order = query.order
    ask = next((place for place, name in enumerate(order) if name in ("which", "who")), None)
    if ask is None or not query.of("country"):
        return False
    said_so = bool({"which", "who"} & query.heard)  # not "who are its members?" - "Tajikistan too?"
    first = said_so and order.index(query.of("country")[0]) < ask and len(query.of("country")) == 1
    those = bool(set(order[ask:]) & {"member", "participant"})
    return "without" in query.heard or (first and those)


def besides(query: Query, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which SCO members are in another organisation, but for those named; None where not SCO members are asked for."""
    order = query.order
    ask = next((place for place, name in enumerate(order) if name in ("which", "who")), 0)
    its_own = any(query.pairs("member", o) or query.pairs(o, "member") for o in query.of("organisation"))
    ours = query.has("sco") or (query.has("member") and not its_own)  # "which CSTO members besides Russia are there?"
    if not ours or set(order[ask:]) & {"not", "outside"}:
        return None
    return _members(query, base, spared=query.of("country"))


def members(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return which SCO members are in another organisation: all but the one that is named as outside it."""
    return None if query.order.count("how-many") > 1 else _members(query, base)


def _members(query: Query, base: KnowledgeBase, spared: Sequence[str] = ()) -> Answer | Declined | None:
    ids, declined = asked(query, base)
    if declined or len(ids) != 1 or query.polar:
        return declined
    overlap = overlaps(base)[ids[0]]
    if overlap.outside is None:
        return Declined(base.say("decline.members_in", organisation=base.name(ids[0])), citations=cited(overlaps(base), ids))
    facts = list(dict.fromkeys([*overlap.facts, *overlap.counted]))
    among = roll(base.at(None) if query.has("by-profile") else base)  # "which of the six members in the profile, now?"
    inner = [c for c, fact in among.items() if fact.value == "member" and c not in overlap.outside and c not in spared]
    text = base.say("overlap.members_in", organisation=base.name(ids[0]), names=named(base, inner), outside=overlap.outside_say)
    count = f"{len(inner)}." if "how-many" in query.of("kind") else ""
    return composed(said(count, text, tail(base, facts)), facts=facts, items=inner)


def added(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which members of another organisation are in the SCO now, and were not in the primary source; None for none."""
    before = {country for country, fact in roll(base).items() if fact.value == "member"}
    view = base.at(present(query, base))
    names = {fact.subject: fact for fact in view.related("overlap.within")}
    found = [names[one] for one in query.of("organisation") if one in names and isinstance(names[one].value, tuple)]
    came = [f for f in roll(view).values() if f.value == "member" and f.subject not in before and f.valid_from]
    facts = [fact for fact in came if len(found) == 1 and isinstance(found[0].value, tuple) and fact.subject in found[0].value]
    if not facts:
        return None
    lead = base.say("overlap.counted.both", names=named(base, [fact.subject for fact in facts]))
    return composed(said(lead, *(fact.say for fact in facts)), facts=[*facts, *found], items=[fact.subject for fact in facts])


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "overlap.added": added,
    "overlap.missing": missing,
    "overlap.inside": inside,
    "overlap.members": members,
    "overlap.absent": absent,
    "overlap.both": both,
    "overlap.numbered": numbered,
    "overlap.sole": sole,
    "five.overlap": of_five,
}
