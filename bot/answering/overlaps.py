"""How the SCO's members overlap with those of other organisations."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.answering.membership import roll
from bot.answering.saying import bullets, composed, joined, named
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query


def _overlaps(base: KnowledgeBase) -> dict[str, tuple[Fact, int, int]]:
    """Return organisation id -> (fact, how many of its members are in the SCO, how many it has)."""
    found = {}
    for fact in base.related("overlap"):
        if not isinstance(fact.value, tuple):
            message = f"the value of {fact.id} is no pair"
            raise TypeError(message)
        found[fact.subject] = (fact, int(fact.value[0]), int(fact.value[1]))
    return found


def _asked(query: Query, base: KnowledgeBase) -> tuple[list[str], Declined | None]:
    listed = _overlaps(base)
    other = [o for o in query.of("organisation") if o not in listed and o != "sco"]
    if other:
        return [], Declined(base.say("decline.overlap", organisation=named(base, other, "or")))
    years = {year[:4] for year in query.of("year")}
    if years and "2012" not in years:
        return [], Declined(base.say("decline.overlap_year", year=min(years)))
    return [o for o in query.of("organisation") if o in listed], None


def shared(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return how many members of the organisations named, or of each, are in the SCO."""
    ids, declined = _asked(query, base)
    if declined:
        return declined
    listed = _overlaps(base)
    facts = [listed[o][0] for o in ids or listed]
    outside = {fact.subject: fact for fact in base.related("outside")}
    extra = [outside[o] for o in ids if o in outside]
    if len(facts) == 1:
        text = " ".join(f.say for f in (*facts, *extra))
        numbers = set(query.of("number"))
        if query.polar and query.has("all"):
            text = f"{base.say('answer.no')} {text}"
        elif query.polar and numbers:
            values = {str(listed[ids[0]][1]), str(listed[ids[0]][2])}
            text = f"{base.say('answer.yes' if numbers <= values else 'answer.no')} {text}"
        return composed(f"{text} {base.say('answer.dated', date='7 June 2012')}", facts=[*facts, *extra], items=ids)
    lead = base.say("overlap.lead")
    china = [f for f in outside.values() if not ids or f.subject in ids]
    tail = base.say("overlap.china", organisations=named(base, [f.subject for f in china])) if china else ""
    return composed(f"{lead}\n{bullets(f.short for f in facts)}", tail, facts=[*facts, *china], items=ids or list(listed))


def total(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return how many members an organisation has by the profile."""
    ids, declined = _asked(query, base)
    if declined:
        return declined
    listed = _overlaps(base)
    if not ids:
        return Declined(base.say("decline.which_organisation"))
    facts = [listed[o][0] for o in ids]
    text = " ".join(base.say("overlap.total", organisation=base.name(o), total=listed[o][2], shared=listed[o][1]) for o in ids)
    numbers = set(query.of("number"))
    if query.polar and numbers:
        text = f"{base.say('answer.yes' if str(listed[ids[0]][2]) in numbers else 'answer.no')} {text}"
    return composed(text, facts=facts, items=ids)


def remaining(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return how many members of an organisation are outside the SCO: its total less those that are in it."""
    ids, declined = _asked(query, base)
    if declined:
        return declined
    listed = _overlaps(base)
    ids = ids or list(listed)
    lines = [
        base.say("overlap.remaining", organisation=base.name(o), outside=listed[o][2] - listed[o][1], total=listed[o][2], shared=listed[o][1])
        for o in ids
    ]
    text = lines[0] if len(lines) == 1 else bullets(lines)
    return composed(text, base.say("overlap.not_named"), facts=[listed[o][0] for o in ids], items=ids)


def missing(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return which SCO members are outside the organisations named: the profile names China for two of the four."""
    ids, declined = _asked(query, base)
    if declined:
        return declined
    outside = {fact.subject: fact for fact in base.related("outside")}
    ids = ids or list(outside)
    known = [o for o in ids if o in outside]
    if not known:
        return Declined(base.say("decline.outside", organisation=named(base, ids, "or")))
    facts = [outside[o] for o in known]
    if len(known) == 1:
        text = facts[0].say
    else:
        text = base.say("overlap.china", organisations=named(base, known))
    unknown = [o for o in ids if o not in outside]
    note = base.say("overlap.unnamed", organisation=named(base, unknown, "or")) if unknown else ""
    return composed(f"{text} {base.say('answer.dated', date='7 June 2012')}", note, facts=facts, items=["chn"])


def inside(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return whether an SCO member is in another organisation, as far as the profile lets one tell.

    Where it names the one member that is outside, the others are inside: 5 of 6, and China is not.
    """
    ids, declined = _asked(query, base)
    if declined:
        return declined
    listed = roll(base)
    overlaps = _overlaps(base)
    outside = {fact.subject: fact for fact in base.related("outside")}
    countries = query.of("country")
    if query.has("rest") and not query.of("country"):
        countries = tuple(c for c, f in listed.items() if f.value == "member" and c != "chn")
    strangers = [c for c in countries if c not in listed or listed[c].value != "member"]
    if strangers or not countries or not ids:
        return Declined(base.say("decline.inside_stranger", country=named(base, strangers or countries, "or"), organisation=named(base, ids, "or")))
    known = [o for o in ids if o in outside]
    if not known:
        return Declined(base.say("decline.inside", country=named(base, countries, "or"), organisation=named(base, ids, "or")))
    sentences, truths, facts = [], [], []
    for organisation in known:
        for country in countries:
            away = outside[organisation].value == country
            truths.append(not away)
            fact = overlaps[organisation][0]
            facts += [outside[organisation], fact]
            sentences.append(
                outside[organisation].say
                if away
                else base.say("overlap.inside", country=base.name(country), organisation=base.name(organisation), fact=fact.say)
            )
    truth = all(truths)
    word = "answer.yes" if truth else "answer.no"
    if query.negated:
        word = "answer.right" if not truth else "answer.not_so"
    verdict = base.say(word) if query.polar else ""
    if query.has("why") and not truth:
        verdict = base.say("overlap.no_reason")
    return composed(" ".join(p for p in (verdict, *dict.fromkeys(sentences)) if p), facts=facts, items=countries)


def largest(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return which organisation has the largest or smallest part of its members in the SCO, or the most members."""
    listed = _overlaps(base)
    least = query.has("least")
    key = (lambda o: listed[o][2]) if rule.options.get("by") == "size" else (lambda o: listed[o][1] / listed[o][2])
    ids = [o for o in query.of("organisation") if o in listed] or list(listed)
    if len(ids) == 2 and query.polar and rule.options.get("by") == "size":  # noqa: PLR2004
        one, other = (listed[o][2] for o in ids)
        truth = one > other if query.has("more") else one < other
        verdict = base.say("answer.yes" if truth is not query.negated else "answer.no")
        sizes = joined(base, [base.say("overlap.members", organisation=base.name(o), total=listed[o][2]) for o in ids])
        return composed(f"{verdict} {sizes}. {base.say('answer.dated', date='7 June 2012')}", facts=[listed[o][0] for o in ids], items=ids)
    if len(ids) < 2:  # noqa: PLR2004
        return None
    best = min(ids, key=key) if least else max(ids, key=key)
    text = base.say("overlap.least" if least else "overlap.most", organisation=base.name(best), shared=listed[best][1], total=listed[best][2])
    if rule.options.get("by") == "size":
        text = base.say("overlap.size", organisation=base.name(best), total=listed[best][2])
    others = joined(base, [base.say("overlap.inline", organisation=base.name(o), shared=listed[o][1], total=listed[o][2]) for o in ids if o != best])
    return composed(text, base.say("overlap.others", others=others) if others else "", facts=[listed[o][0] for o in ids], items=[best])


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "overlap.shared": shared,
    "overlap.total": total,
    "overlap.remaining": remaining,
    "overlap.missing": missing,
    "overlap.inside": inside,
    "overlap.largest": largest,
}
