"""One question, answered for several days: the newest first, then the primary source, each with its date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.answering.saying import capital, cites, composed, opened, parted, said, verdict
from bot.answering.times import SCO, YEAR, ends, known_from, moments, present, span
from bot.knowledge import KnowledgeBase, long_date
from bot.knowledge.moments import Moment
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Query

Operation = Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]

FEW = 2
"""Items that tie, as those that pay most: no list yet."""
NAY = frozenset({"answer.no", "answer.not_so", "answer.not_all"})


@dataclass(frozen=True, slots=True)
class Told:
    """What is said for one day."""

    moment: Moment | None
    verdict: str
    """The phrase that it begins with; "" for none."""
    rest: str
    answer: Answer


def told(query: Query, rule: RuleShape, base: KnowledgeBase, operation: Operation) -> Answer | Declined | None:
    """Return what an operation says for the days that the question asks for, as one answer."""
    days = (None,) if rule.options.get("topic") == "posts" else moments(query, base)
    if not isinstance(days, tuple):
        # Sums of money are of the budget, too, of which an earlier year is known: another rule may have it.
        money = rule.do.startswith("share.")
        days = _undated(days, query, base) if isinstance(days, Declined) and money else days
        late = _not_yet(query, rule, base) or _never_before(query, rule, base, operation) if isinstance(days, Declined) else None
        return late or _beyond(days, query, rule, base, operation)
    if days == (None,):
        return operation(query, rule, base)
    bare = replace(query, slots={**query.slots, "year": (), "as-of": ()})
    found = [(day, operation(bare, rule, base.at(day))) for day in days]
    if rule.do == "status.check" and query.has("why") and isinstance(found[0][1], Declined):
        return found[0][1]  # what is so today, and no source says why
    answers = [_told(base, day, one) for day, one in found if isinstance(one, Answer)]
    if not answers:
        return next((one for _, one in reversed(found) if one is not None), None)
    if any(one.answer.empty for one in answers):
        now = query.has("now") and answers[0].moment is not None  # "who pays 15 per cent today?": nobody does
        answers = [one for one in answers if not one.answer.empty or (now and one is answers[0])] or answers[:1]
    # Who asks for a state's status, or for what is "still" so, wants today's; else the time is meant at which it holds.
    by_value = query.polar and rule.do != "status.check" and not (query.has("now") or query.has("still"))
    whole = _joined(base, answers, by_value=by_value)
    silent = next((one for day, one in found if day is None and isinstance(one, Declined) and one.citations), None)
    if silent is None:
        return whole
    citations = tuple(dict.fromkeys((*whole.citations, *silent.citations)))
    return replace(whole, text=f"{whole.text}\n\n{silent.text}", citations=citations)


def _undated(days: Declined, query: Query, base: KnowledgeBase) -> Declined:
    """Return that the shares of a time before the primary source are not known: it gives its own without a year."""
    early = [year[:YEAR] for year in query.of("year") if span(year).last < known_from(base)]
    return replace(days, text=base.say("decline.share_year", year=min(early)) if early else days.text, final=False)


def _beyond(
    days: Answer | Declined, query: Query, rule: RuleShape, base: KnowledgeBase, operation: Operation
) -> Answer | Declined:
    """Return what is said of days that are not known; of those after the last that is, with what was so then."""
    moment = present(query, base)
    over = [text for text in query.of("year") if ends(base) < span(text).first <= query.today]
    if not isinstance(days, Declined) or moment is None or not over or len(over) < len(query.of("year")) or query.polar:
        return days
    last = operation(replace(query, slots={**query.slots, "year": (), "as-of": ()}), rule, base.at(moment))
    if not isinstance(last, Answer):
        return days
    return replace(days, text=f"{days.text}\n\n{last.text}", citations=last.citations)


def _never_before(query: Query, rule: RuleShape, base: KnowledgeBase, operation: Operation) -> Answer | None:
    """Return that a state was no member at a time before the primary source: it was none then, and nobody had left.

    None where that is not what is asked for Yes or No.
    """
    early = bool(query.of("year")) and all(span(text).last < known_from(base) for text in query.of("year"))
    former = [fact for fact in base.of(SCO) if fact.relation == "members.former" and fact.value is None]
    members = {fact.subject for fact in base.related("status") if fact.value == "member"}
    asked = set(query.of("country"))
    about_members = rule.do == "status.check" and set(query.of("status")) <= {"member"}
    if not (query.polar and early and former and asked and about_members) or members & asked:
        return None
    then = operation(replace(query, slots={**query.slots, "year": (), "as-of": ()}), rule, base)
    if not isinstance(then, Answer):
        return None
    opening, rest = parted(base, then.text)
    told = said(base.say(opening) if opening else "", *(fact.say for fact in former), rest)
    return replace(then, text=told, citations=(*then.citations, *cites(former)))


def _not_yet(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | None:
    """Return that a state was given a status only after the day asked about; None where no source says when it was."""
    countries, statuses = query.of("country"), query.of("status")
    sided = any(map(query.has, ("before", "after", "since", "between")))
    if rule.do != "status.check" or sided or not query.polar or len(countries) != 1 or len(statuses) != 1:
        return None
    given = [f for f in base.line("status") if f.subject == countries[0] and f.value == statuses[0] and not f.primary]
    since = [f for f in base.line("partner.since") if f.subject == countries[0] and statuses == ("partner",)]
    if since and all(str(since[0].value) <= year[:YEAR] for year in query.of("year")):  # "was Belarus one in 2010?"
        return composed(said(verdict(query, base, truth=True), since[0].say), facts=since[:1])
    early = bool(given) and all(f.valid_from and span(day).last < f.valid_from for f in given for day in query.of("year"))
    return composed(said(verdict(query, base, truth=False), given[0].say), facts=given[:1]) if early else None


def _told(base: KnowledgeBase, day: Moment | None, answer: Answer) -> Told:
    opening, rest = parted(base, answer.text)
    return Told(day, opening, rest, answer)


def _joined(base: KnowledgeBase, answers: list[Told], *, by_value: bool) -> Answer:
    """Return the answers in their order, with one verdict; the same thing is said once.

    Args:
        base: The knowledge.
        answers: What is said for each day, the newest first.
        by_value: Whether the time comes first at which what the question supposes is so.
    """
    first, *others = answers
    plain = not any(base.facts[name].valid_from for one in answers for name in one.answer.facts if name in base.facts)
    if plain and len({_kernel(base, one.answer) for one in answers}) == 1 and others:
        date = long_date(max(c.source.as_of for c in others[-1].answer.citations))
        text = f"{first.answer.text} {base.say('answer.same', date=date)}"
        return _merged(text, [first, *others])
    opening = base.say(first.verdict) if first.verdict else ""
    if by_value and first.verdict in NAY and others and others[-1].verdict not in {*NAY, ""}:
        opening = base.say("answer.then", date=_date(others[-1]))
        first, others = others[-1], [first, *others[:-1]]
    paragraphs = [opened(opening, _dated(base, first)), *(_dated(base, one) for one in others)]
    return _merged("\n\n".join(paragraphs), [first, *others])


def _dated(base: KnowledgeBase, one: Told) -> str:
    """Return a paragraph that says which day it is of."""
    if one.moment is not None or not one.rest:
        return one.rest
    date = _date(one)
    return one.rest if date in one.rest else base.say("answer.in_profile", date=date, text=one.rest)


def _date(one: Told) -> str:
    return long_date(max(citation.source.as_of for citation in one.answer.citations))


def _kernel(base: KnowledgeBase, answer: Answer) -> frozenset[tuple[str, str, object]]:
    """Return what an answer states, whoever says it."""
    facts = [base.facts[name] for name in answer.facts if name in base.facts]
    return frozenset((fact.subject, fact.relation, str(fact.value)) for fact in facts)


def _merged(text: str, answers: list[Told]) -> Answer:
    every = [one.answer for one in answers]
    listing = [one for one in every if one.items]  # "EurAsEC has ended" lists nobody; what the profile says of it does
    return Answer(
        capital(text),
        tuple(dict.fromkeys(citation for one in every for citation in one.citations)),
        # Of a tie, those of the other days are spoken of as well; one thing and a list are the newest.
        items=tuple(dict.fromkeys(item for one in (every if len(every[0].items) == FEW else listing[:1]) for item in one.items)),
        facts=tuple(dict.fromkeys(name for one in every for name in one.facts)),
    )
