"""How posts are given out, what the budget is like, who pays for projects; the Shanghai Five."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.answering.saying import capital, composed, joined, said
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query

OTHERS, BESIDES = "rest", "without"
"""Words for those that were not named, and for setting some aside."""


def posts_of(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return how many posts a country was reported to get; of most the sources give only the rule."""
    facts = [fact for fact in base.line("staff.posts") if fact.subject in query.of("country")]
    if query.polar or len(facts) < len(query.of("country")):
        return Declined(base.say("decline.posts"))
    return composed(said(*(fact.say for fact in facts)), facts=facts)


def budget_relative(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether the budget is large: the profile calls it relatively small; None for "how large"."""
    chosen = (query.has("small") and query.has("large")) or query.has("adjective")  # "is it big or small?", "which word ...?"
    if not query.polar and not chosen:
        return None
    facts = [base.facts[name] for name in rule.facts]
    claim = query.has("small")
    opening = "" if chosen else base.say("answer.yes" if claim is not query.negated else "answer.no")
    return composed(said(opening, *(f.say for f in facts)), facts=facts)


def project_funding(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return how projects are paid for; Yes where extra contributions are supposed, No where the budget is."""
    facts = [base.facts[name] for name in rule.facts]
    regular = any(query.has(word) for word in ("budget", "administrative", "annual", "all"))
    supposed = query.polar and (regular or query.has("extra"))  # "are they paid from it, too?": from what is not said
    opening = base.say("answer.yes" if regular is query.negated else "answer.no") if supposed else ""
    # "Does it go to projects or to administration?": both halves are told.
    other = (
        list(base.related("budget.purpose"))
        if query.has("administrative") and (query.has("budget") or query.has("money"))
        else []
    )
    return composed(said(opening, base.say("project.funding"), *(fact.say for fact in other)), facts=[*facts, *other])


def five_check(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return whether countries were among the Shanghai Five."""
    if "without" in query.heard:
        return None  # "leaving Uzbekistan aside, are they the same as the Five?"
    five = base.facts[rule.facts[0]]
    asked = (*query.of("country"), *query.of("place"))
    ids = five.value if isinstance(five.value, tuple) else ()
    met = [c in ids for c in asked]
    truth = all(met)
    names = [base.name(c) for c in asked if c not in ids]
    own = base.say("five.not_one", names=joined(base, names, "any")) if names else ""
    opening = base.say(
        ("answer.not_so" if truth else "answer.right") if query.negated else ("answer.yes" if truth else "answer.no")
    )
    if any(met) and not truth:
        opening = base.say("answer.not_all")
    facts = [five, *(base.facts[name] for name in rule.facts[1:] if base.facts[name].value in asked)]
    return composed(said(opening if query.polar else "", own, *(f.say for f in facts)), facts=facts, items=asked)


def five_without(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return the Shanghai Five without those that are named; None where one of these was none of them."""
    five = base.facts[rule.facts[0]]
    ids = five.value if isinstance(five.value, tuple) else ()
    left = [country for country in ids if country not in query.of("country")]
    if query.polar or not set(query.of("country")) <= {*ids}:
        return None
    names = (joined(base, [base.name(one) for one in some]) for some in (query.of("country"), left))
    text = base.say("five.without", **dict(zip(("country", "names"), names, strict=True)))
    count = f"{len(left)}." if "how-many" in query.of("kind") else ""
    return composed(said(count, capital(text)), facts=[five], items=left)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "posts.of": posts_of,
    "budget.relative": budget_relative,
    "project.funding": project_funding,
    "five.check": five_check,
    "five.without": five_without,
}
