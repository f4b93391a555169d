"""Answers that say facts as they stand, and check what the question supposes against them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.answering.saying import composed
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query


def say(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return the rule's facts; to a question for Yes or No, the word that the facts bear out first.

    Options of the rule:
        check: kind of mention ("year", "city", "number" ...) that the first fact's value must agree with.
        polar: "yes" or "no", where the wording itself decides ("is the budget large?").
        dated: "no", where the fact cannot age.
    """
    facts = [base.facts[name] for name in rule.facts]
    verdict = _verdict(query, rule, facts[0], base)
    if isinstance(verdict, Declined):
        return verdict
    ages = rule.options.get("dated") != "no" and any(fact.as_of == fact.cite[0].source.as_of for fact in facts)
    text = " ".join(fact.say for fact in facts)
    if verdict and query.negated:
        verdict = base.say("answer.right") if verdict == base.say("answer.no") else base.say("answer.not_so")
    tail = base.say("answer.dated", date=long_date(facts[0].cite[0].source.as_of)) if ages else ""
    return composed(" ".join(part for part in (verdict, text, tail) if part), facts=facts)


def _verdict(query: Query, rule: RuleShape, fact: Fact, base: KnowledgeBase) -> str | Declined:
    """Return "Yes." or "No." where the question supposes something that the fact bears out or not, else ""."""
    kinds = rule.options.get("check", "").split()
    supposed = {kind: query.of(kind) for kind in kinds if query.of(kind)}
    truth = {str(value) for value in (fact.value if isinstance(fact.value, tuple) else (fact.value,))}
    truth |= {fact.as_of} | set(rule.options.get("agrees", "").split())
    good = all(any(_agree(one, other) for one in ids for other in truth) for ids in supposed.values())
    if not query.polar:
        if "year" in supposed and not good:
            return Declined(base.say("decline.other_year", fact=fact.say, year=long_date(query.of("year")[0])))
        return ""
    if supposed:
        return base.say("answer.yes" if good else "answer.no")
    return base.say(f"answer.{rule.options['polar']}") if "polar" in rule.options else ""


def _agree(one: str, other: str) -> bool:
    """Return whether two values are the same as far as both go: 2001 agrees with 2001-06."""
    return one == other or other.startswith(f"{one}-") or one.startswith(f"{other}-")


def none(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return a fact whose value is "None": to a question for Yes or No, No comes first."""
    fact = base.facts[rule.facts[0]]
    verdict = base.say("answer.right" if query.negated else "answer.no") if query.polar else ""
    return composed(" ".join(p for p in (verdict, fact.say, dated_tail(base, fact)) if p), facts=[fact])


def dated_tail(base: KnowledgeBase, fact: Fact) -> str:
    """Return "(As of 7 June 2012.)" for a fact that can age."""
    return base.say("answer.dated", date=long_date(fact.cite[0].source.as_of))


def legend(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return what a mark of the member list means, and that the marks themselves are lost."""
    names = list(rule.facts)
    for word, name in (("bold", "legend.bold"), ("grey", "legend.grey")):
        if query.has(word) and name not in names:
            names.append(name)
    facts = [base.facts[name] for name in (*names, "legend.lost")]
    supposed = {"legend.bold": "founding-member", "legend.grey": "suspended"}[names[0]]
    other = "suspended" if supposed == "founding-member" else "founding-member"
    verdict = ""
    if query.polar and not query.of("country"):
        verdict = base.say("answer.yes") if query.has(supposed) else base.say("answer.no") if query.has(other) else ""
    return composed(" ".join(p for p in (verdict, *(f.say for f in facts)) if p), facts=facts)


def left(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return that no member has left, asked of a country."""
    fact = base.facts[rule.facts[0]]
    country = base.name(query.of("country")[0])
    verdict = base.say("answer.right" if query.negated else "answer.no") if query.polar else ""
    return composed(" ".join(p for p in (verdict, base.say("status.left", country=country), dated_tail(base, fact)) if p), facts=[fact])


def pending(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return that no membership was pending, asked of a country."""
    fact = base.facts[rule.facts[0]]
    verdict = base.say("answer.right" if query.negated else "answer.no") if query.polar else ""
    return composed(" ".join(p for p in (verdict, fact.say, dated_tail(base, fact)) if p), facts=[fact])


def joining(query: Query, rule: RuleShape, base: KnowledgeBase) -> Declined:
    """Decline when a country joined: the profile gives no such dates."""
    return Declined(base.say("decline.join", country=base.name(query.of("country")[0])))


def official(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return that the bot is unofficial, and where its answers come from."""
    return composed(base.say("bot.official"), facts=[base.facts["profile.source"]])


def entry(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return a plain answer that was written out with its citation."""
    plain = base.plain[query.intent]
    return Answer(plain.text, plain.cite)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined]] = {
    "say": say,
    "say.none": none,
    "legend": legend,
    "status.left": left,
    "status.pending": pending,
    "decline.join": joining,
    "bot.official": official,
    "entry": entry,
}
