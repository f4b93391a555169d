"""Short portraits: what the sources say of a country, an organisation, a body or the SCO itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.answering.documents.finding import citations, titled
from bot.answering.organisations.overlaps import overlaps, tail
from bot.answering.saying import bullets, capital, cites, composed, dated, joined, said
from bot.answering.states.changes import STANDING
from bot.answering.states.likeness import alike
from bot.answering.states.membership import check, lists, roll, status_of
from bot.answering.telling import told
from bot.knowledge import KnowledgeBase
from bot.knowledge.moments import holds
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query, Reason


def country(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what the sources say of a country: status, budget share, the Shanghai Five, documents."""
    listed = roll(base)
    asked = query.of("country") or query.of("place")
    if len(asked) > 1:
        compared = query.polar and {"same", "different"} & query.heard  # "was it the same for Pakistan?"
        return (alike(query, rule, base) if compared else None) or check(query, rule, base)
    one = asked[0]
    members = [f for f in listed.values() if f.value == "member"]
    if one not in listed:
        return composed(
            capital(base.say("status.none", as_of=dated(base, members), country=base.name(one))), facts=members, items=[one]
        )
    facts: list[Fact] = [listed[one]]
    lines = [capital(status_of(base, listed[one], dated(base, members)))]
    for fact in base.related("share"):
        if fact.subject == one:
            facts.append(fact)
            lines.append(fact.say)
    if base.moment is not None:  # what does not change is said with the primary source
        return composed(" ".join(lines), facts=facts, items=[one])
    five = base.facts["five.members"]
    if isinstance(five.value, tuple) and one in five.value:
        facts.append(five)
        lines.append(base.say("portrait.five", country=base.name(one)))
    outside = [f for f in base.related("outside") if f.value == one]
    facts += outside
    lines += [f.say for f in outside]
    partner = [d for d in base.documents.values() if one in d.partners]
    lines += [base.say("portrait.document", title=titled(base, d)) for d in partner]
    return composed(" ".join(lines), facts=facts, citations=citations(partner), items=[one])


def organisation(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what the sources say of another organisation in its relation to the SCO, and nothing else of it."""
    one = next((o for o in query.of("organisation") if o != "sco"), "sco")
    if base.moment is not None:
        return _newer(one, base)
    facts = [f for f in base.of(one) if f.relation in {"overlap", "outside"}]
    shared = [d for d in base.documents.values() if one in d.partners]
    if not facts and not shared:
        return Declined(base.say("decline.organisation", organisation=base.name(one)), Reason.OTHER_ORGANISATION)
    lead = base.say("portrait.organisation", name=base.names[one][1], short=base.name(one))
    lines = [f.say for f in facts] + [titled(base, d) for d in sorted(shared, key=lambda d: d.year)]
    told = [one] if facts or len(shared) > 1 else [document.id for document in shared]  # "when?", of the one document there is
    return composed(f"{lead}\n{bullets(lines)}", facts=facts, citations=citations(shared), items=told)


def named(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what the name of another organisation stands for, and what the sources say of it."""
    one = next((o for o in query.of("organisation") if o != "sco"), "")
    found = organisation(query, rule, base.at(None)) if one else None
    if not isinstance(found, Answer):
        return found
    lead = base.say("portrait.stands_for", name=base.name(one), long=base.names[one][1])
    return replace(found, text=f"{lead}\n\n{found.text}")


def _newer(one: str, base: KnowledgeBase) -> Answer | None:
    """Return what later sources say of another organisation; None where they say nothing."""
    overlap = overlaps(base).get(one)
    day = base.moment.day if base.moment else ""
    events = [
        f for f in base.facts.values() if f.subject == one and not f.primary and f.relation not in STANDING and holds(f, day)
    ]
    facts = list(dict.fromkeys([*(overlap.facts if overlap else ()), *events]))
    lines = [*([overlap.say] if overlap else []), *(f.say for f in events)]
    return composed(said(*lines, tail(base, facts) if overlap else ""), facts=facts, items=[one]) if lines else None


def body(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return what the sources say of one of the SCO's bodies."""
    if len(query.of("body")) > 1:
        every = [fact for one in query.of("body") for fact in base.of(one) if fact.relation == "body"]
        return composed(" ".join(fact.say for fact in every), facts=every, items=[*query.of("body")])
    one = query.of("body")[0]
    facts = [f for f in base.of(one) if f.relation in {"body", "staff"}]
    shared = [d for d in base.documents.values() if one in d.bodies]
    newer = [f for f in base.facts.values() if f.subject == one and f.relation == f"{one}.since" and not query.has("by-profile")]
    facts += newer
    extra = base.say("portrait.body.documents", documents=joined(base, [titled(base, d) for d in shared])) if shared else ""
    return composed(" ".join(f.say for f in facts), extra, facts=facts, citations=citations(shared), items=[one])


def sco(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return what the SCO is, in a few sentences."""
    facts = [base.facts[name] for name in rule.facts]
    members = told(replace(query, slots={"status": ("member",)}, polar=False), rule, base, lists)
    if not isinstance(members, Answer):
        return composed(" ".join(f.say for f in facts), facts=facts, items=["sco"])
    listed = [base.facts[name] for name in members.facts]
    answer = composed(" ".join(f.say for f in facts), members.text, facts=[*facts, *listed], items=["sco"])
    return replace(answer, citations=tuple(dict.fromkeys((*cites(facts), *members.citations))))


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "portrait.country": country,
    "portrait.organisation": organisation,
    "portrait.named": named,
    "portrait.body": body,
    "portrait.sco": sco,
}
