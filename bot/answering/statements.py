"""Answers that say facts as they stand, and check what the question supposes against them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.answering.documents.contents import described
from bot.answering.documents.finding import contents
from bot.answering.saying import agree, bullets, cites, composed, dated_source, dated_tail, joined, named, said, unnamed
from bot.answering.times import in_bounds
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query, Source

SPAN = 2  # years of a time from ... to ...
NAMED = 3  # sources that are named when they are asked for
FEW = 2  # facts up to which what was told last is one thing, and no list

DATE = re.compile(r"\d{4}-\d\d")
YEAR = re.compile(r"\b\d{4}\b")

HAPPENING = frozenset({"ended", "sign", "adopt", "founded", "join", "leave", "replaced"})
"""Words for what happens on a day."""


def say(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the rule's facts; to a question for Yes or No, the word that the facts bear out first.

    Options of the rule:
        check: kind of mention ("year", "city", "number" ...) that the first fact's value must agree with.
        affirms, denies: words that the facts bear out, or do not ("is it informal?").
        polar: "yes" or "no", where any such question has the same answer; "never" where the rule
            answers none, "only" where it answers no others.
        lists: ids of what the facts speak of, so that "which one?" can be asked of them.
        count: "yes", where "how many" asks for the number of what the first fact lists.
        dated: "no", where the fact cannot age.
        pick: "yes", where of several facts only that of the year asked for is meant.
    """
    facts = [base.facts[name] for name in rule.facts]
    if rule.options.get("pick") == "yes":
        facts = [fact for fact in facts if any(agree(year, str(fact.value)) for year in query.of("year"))] or facts[:1]
    if rule.options.get("polar") == ("never" if query.polar else "only"):
        return None
    verdict = _verdict(query, rule, facts[0], base)
    if isinstance(verdict, Declined):
        return verdict
    ages = rule.options.get("dated") != "no" and any(fact.as_of == fact.cite[0].source.as_of for fact in facts)
    text = " ".join(fact.say for fact in facts)
    if verdict and query.negated and not query.has("former"):  # "no longer" has its "not" in it
        verdict = base.say("answer.right") if verdict == base.say("answer.no") else base.say("answer.not_so")
    tail = dated_tail(base, facts[:1]) if ages else ""
    listed = facts[0].value if rule.options.get("count") == "yes" and "how-many" in query.of("kind") else ()
    count = f"{len(listed)}." if isinstance(listed, tuple) and listed and not query.polar else ""
    return composed(said(verdict, count, text, tail), facts=facts, items=rule.options.get("lists", "").split())


def _verdict(query: Query, rule: RuleShape, fact: Fact, base: KnowledgeBase) -> str | Declined:
    """Return "Yes." or "No." where the question supposes something that the fact bears out or not, else ""."""
    kinds = rule.options.get("check", "").split()
    supposed = {kind: query.of(kind) for kind in kinds if query.of(kind)}
    truth = {str(value) for value in (fact.value if isinstance(fact.value, tuple) else (fact.value,))}
    dated = any(DATE.match(value) for value in truth)  # then the day from which it is known says nothing
    truth |= set(() if dated else (fact.as_of,)) | set(rule.options.get("agrees", "").split())
    both = query.has("both")  # "in both Beijing and Tashkent"
    within = query.has("between") and _within(query.of("year"), truth)
    happens = bool(HAPPENING & query.heard)  # "has it ended since 2012?", not "is it one since 2012?"
    sides = [in_bounds(query, day, onward=happens) for day in truth if DATE.match(day)] if query.polar else []
    sided = next((side for side in sides if side is not None), None)
    good = all(
        (kind == "year" and within)
        or (kind == "year" and sided is not None and sided)
        or (all if both or kind == "number" else any)(any(agree(one, other) for other in truth) for one in ids)
        for kind, ids in supposed.items()
    )
    met = [
        word
        for option, word in (("affirms", "yes"), ("denies", "no"))
        if query.polar
        and "year" not in supposed
        and not (option == "affirms" and query.has("still"))  # "what became of it? Does it still exist?"
        and any(query.has(name) or query.of(name.strip("<>")) for name in rule.options.get(option, "").split())
    ]
    if sided is not None and set(supposed) == {"year"}:  # "had it ended by 2016?"
        met = ["yes" if sided else "no"]
    if met:  # "was it formal or informal?" is not answered by Yes
        return base.say(f"answer.{met[0]}") if len(met) == 1 or not query.has("informal") else ""
    if not query.polar:
        if "year" in supposed and not good:
            return Declined(base.say("decline.other_year", fact=fact.say, year=long_date(query.of("year")[0])))
        return ""
    if (
        "year" in supposed
        and sided is None
        and not dated
        and not any(agree(year, other) for year in supposed["year"] for other in truth)
    ):
        return Declined(base.say("decline.other_year", fact=fact.say, year=long_date(query.of("year")[0])))
    if supposed:
        # A step of that day may be told, if not the one that the fact is about.
        beside = not good and any(long_date(year) in fact.say for year in query.of("year"))
        # A day that no source gives is neither right nor wrong.
        finer = good and any(len(year) > max(map(len, truth)) for year in supposed.get("year", ()))
        either = query.has("between") and len(supposed.get("year", ())) > SPAN  # "of the nineties or of the 2000s?"
        return "" if beside or finer or either else base.say("answer.yes" if good else "answer.no")
    word = rule.options.get("polar", "")
    return base.say(f"answer.{word}") if word in {"yes", "no"} else ""


def _within(years: Sequence[str], dates: Iterable[str]) -> bool:
    """Return whether a date lies in a time from ... to ...: "was it founded in the 2000s?"."""
    return len(years) == SPAN and any(min(years) <= day[: len(min(years))] <= max(years) for day in dates if DATE.match(day))


def none(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return a fact whose value is "None": to a question for Yes or No, No comes first."""
    if {"observer", "partner"} & query.heard and "member" not in query.heard:
        return None  # "is there no observer left?"
    fact, newer = base.facts[rule.facts[0]], [base.facts[name] for name in rule.facts[1:] if not query.has("by-profile")]
    verdict = base.say("answer.right" if query.negated else "answer.no") if query.polar else ""
    text = said(fact.say, dated_tail(base, [fact]))
    return composed(said(verdict, *(f.say for f in newer), "" if newer else text), text if newer else "", facts=[*newer, fact])


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
    return composed(said(verdict, *(f.say for f in facts)), facts=facts)


def left(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return that no member has left, asked of a country."""
    fact, newer = base.facts[rule.facts[0]], [base.facts[name] for name in rule.facts[1:] if not query.has("by-profile")]
    country = base.name(query.of("country")[0])
    verdict = base.say("answer.right" if query.negated else "answer.no") if query.polar else ""
    text = said(base.say("status.left", country=country), dated_tail(base, [fact]))
    return composed(said(verdict, *(f.say for f in newer)), text, facts=[*newer, fact])


def pending(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined:
    """Return that no membership was pending, asked of a country.

    That none was on one day is no No to "did it apply?": of that nothing is said, and it is declined with what is.
    """
    fact = base.facts[rule.facts[0]]
    bids = [one for one in base.line("bids") if isinstance(one.value, tuple) and {*query.of("country")} <= {*one.value}]
    if bids:
        return composed(said(*(one.say for one in bids)), facts=bids)
    if query.has("apply") or "apply" in query.heard:
        steps = [one for one in base.line("steps") if one.subject in query.of("country")]
        if steps:  # they were let in, and the way to it is told
            joined_on = [f for f in base.line("status") if f.subject in query.of("country") and f.value == "member"]
            return composed(said(*(one.say for one in (*joined_on, *steps))), facts=[*joined_on, *steps])
        lead = base.say("decline.applied", country=named(base, query.of("country"), "any"))
        return Declined(said(lead, fact.say, dated_tail(base, [fact])), citations=cites([fact]))
    verdict = base.say("answer.right" if query.negated else "answer.no") if query.polar else ""
    return composed(said(verdict, fact.say, dated_tail(base, [fact])), facts=[fact])


def source(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return where the last answer stands; what the sources are when there is none, or None where the rule says none."""
    facts = [base.facts[name] for name in query.of("fact") if name in base.facts]
    # That a document is on a list is no fact of its own: it stands where the list has it.
    listed = [citation for name in query.of("item") if name in base.documents for citation in base.documents[name].cite]
    if not facts and not listed:
        facts = [base.facts[name] for name in rule.facts]
        return composed(" ".join(f.say for f in facts), facts=facts) if facts else None
    counts = [fact for fact in facts if fact.relation in {"printed.count", "partner.count"} and not fact.primary]
    if counts:  # the list was cited to them as a whole
        facts = [*counts, *(fact for fact in facts if fact.primary)]
    sources: dict[Source, list[str]] = {}
    for cite in cites(facts) or listed:
        sources.setdefault(cite.source, []).append(cite.section)
    chosen = sorted(sources, key=lambda source: source.primary)
    if len(chosen) > NAMED:  # the rest stands under the answer
        chosen = [*chosen[: NAMED - 1], *chosen[-1:]]
    lines = [
        base.say(
            "meta.source" if source.primary else "meta.source.later",
            title=source.title, publisher=source.publisher,
            section=joined(base, [f'"{section}"' for section in dict.fromkeys(sources[source])]),
            date=dated_source(base, source),
        )
        for source in chosen
    ]  # fmt: skip
    return composed(said(*lines), facts=facts, citations=listed if not facts else ())


def _named(fact: Fact, base: KnowledgeBase) -> tuple[str, ...]:
    """Return the states, organisations and bodies that a statement names, () where its value is something else."""
    values = fact.value if isinstance(fact.value, tuple) else ()
    return values if all(value in base.kinds for value in values) else ()


def counted(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return how many things the last answer listed; where it did not, how many the one statement in it names."""
    facts = [base.facts[name] for name in query.of("fact") if name in base.facts]
    items = query.of("item")
    stated = [things for fact in facts if (things := _named(fact, base))]
    if not items[1:] and len(stated) == 1:  # "the joint statement was issued by four organisations"
        items = stated[0]
    if len(items) < 2 or "<year>" in query.heard:  # noqa: PLR2004 - nothing was listed, or it is asked of another time
        return None
    if query.has("together") and any(isinstance(fact.value, int) for fact in facts):
        return None  # "so how many in total?", of the staff of each body
    citations = [c for item in items if item in base.documents for c in base.documents[item].cite]
    newer = [fact for fact in facts if not fact.primary and fact.subject in items]
    before = [fact for fact in facts if fact.primary and newer and fact.relation == newer[0].relation]
    if before and newer[0].relation == "status":  # others are cited for that none of these was there
        before = [fact for fact in before if fact.value in {one.value for one in newer}]
    early, late = ({fact.subject for fact in side} for side in (before, newer))
    if early <= {*items} and not early & late:
        before = []  # one list: who was there already, and who came
    standing = [fact for fact in facts if fact.relation == "status"]
    if standing and not any(fact.subject in items for fact in standing):
        return None  # the list is of another time than what was told last
    if "still" in query.heard and not newer:
        return None  # "six in 2012": "still that many?" is asked of today
    every = tuple(dict.fromkeys((*query.of("earlier"), *items)))
    if query.has("together") and len({base.kinds.get(item) for item in every}) == 1:
        items = every  # of all lists of one kind that were told one after the other
    text = base.say("meta.count", count=len(items))
    if before:  # two lists of different days
        date = long_date(before[0].cite[0].source.as_of)
        text = base.say("meta.count.both", count=len(newer), before=len(before), date=date)
    return composed(text, facts=facts, citations=citations, items=items)


def again(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return once more what was told last, where it says the time or the place that is asked for; None where it is a list."""
    facts = [base.facts[name] for name in query.of("fact") if name in base.facts]
    if len(facts) > FEW:
        return None
    cities = [base.name(city) for city in base.countries]
    if "when" in query.of("kind"):
        facts = [fact for fact in facts if YEAR.search(fact.say)]
    else:
        facts = [fact for fact in facts if any(city in unnamed(fact.say, base) for city in cities)]
    return composed(said(*(fact.say for fact in facts)), facts=facts) if facts else None


def more(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what else the sources say of what the last answer was about."""
    told = dict.fromkeys(query.of("fact"))
    spoken = [*query.of("item"), *(base.facts[f].subject for f in told if f in base.facts)]
    asked = [*query.of("document"), *query.of("body"), *query.of("country")]
    if asked and len(set(spoken)) > 1:  # "tell me more about the second one": what the list said of it is part of that
        told, spoken = {}, []
    subjects = dict.fromkeys([*asked, *spoken])
    if not subjects:
        return None
    facts = [f for s in subjects if s not in {"sco", "profile"} for f in base.of(s) if f.id not in told and f.relation != "note"][
        :6
    ]
    if not facts:  # of a body whose portrait was given: what the documents that name it say
        naming = [document for document in base.documents.values() if subjects.keys() & {*document.bodies}]
        facts = [fact for document in naming for fact in contents(base, document) if fact.id not in told][:6]
    if facts:
        return composed("\n".join([bullets(f.say for f in facts)]), facts=facts)
    documents = [base.documents[name] for name in subjects if name in base.documents]
    if len(documents) != 1:
        return Declined(base.say("meta.nothing"))
    whole = described(base, documents[0])  # of a document, part of it may not have been told
    return replace(whole, text=f"{whole.text}\n\n{base.say('meta.nothing')}")


def posts_rule(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return what decides the number of posts: contributions, so not the same for all."""
    fact = base.facts[rule.facts[0]]
    verdict = ""
    if query.polar and (query.has("same") or query.has("different")):
        claim = query.has("different")
        verdict = base.say("answer.yes" if claim is not query.negated else "answer.no")
    elif query.polar and query.has("other-key") and not query.has("pay"):
        verdict = base.say("answer.no" if not query.negated else "answer.right")
    elif query.polar and (query.has("pay") or query.has("more")):
        verdict = base.say("answer.yes")
    return composed(said(verdict, fact.say, dated_tail(base, [fact])), facts=[fact])


def budget_compare(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return whether the budget was above or below an amount."""
    facts = [base.facts[name] for name in rule.facts]
    amounts = [float(n) for n in query.of("number")]
    value = facts[0].value
    if not amounts or not isinstance(value, int) or not query.polar:
        return None
    bound = max(amounts) * (1_000_000 if query.has("million") and max(amounts) < 1000 else 1)  # noqa: PLR2004
    if query.has("at-least"):
        truth = value >= bound
    elif query.has("at-most"):
        truth = value <= bound
    else:
        truth = value > bound if query.has("more") else value < bound if query.has("less") else value == bound
    verdict = base.say("answer.yes" if truth is not query.negated else "answer.no")
    return composed(" ".join([verdict, *(f.say for f in facts)]), facts=facts)


def entry(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer:
    """Return a plain answer that was written out with its citation."""
    plain = base.plain[query.intent]
    return Answer(plain.text, plain.cite)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "say": say,
    "say.none": none,
    "legend": legend,
    "status.left": left,
    "status.pending": pending,
    "meta.source": source,
    "meta.again": again,
    "meta.more": more,
    "meta.count": counted,
    "posts.rule": posts_rule,
    "budget.compare": budget_compare,
    "entry": entry,
}
