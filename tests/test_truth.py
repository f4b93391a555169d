"""Every Yes and No to questions made by rule agrees with the facts: documents, states, shares, numbers and places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import permutations

import pytest

from bot.assistant import Assistant
from bot.knowledge import KnowledgeBase
from bot.knowledge.moments import Moment

TODAY = date(2026, 11, 27)
NOW = Moment("2026-11-27")
DOCUMENTS = {
    "convention-2001": ("the Shanghai Convention", "the 2001 convention"),
    "charter-2002": ("the Charter", "the SCO Charter"),
    "database-2004": ("the database agreement", "the 2004 agreement"),
    "arms-2008": ("the arms trafficking agreement", "the agreement of 2008"),
    "crime-2010": ("the crime agreement", "the agreement against crime"),
    "mou-2007": ("the MoU", "the memorandum", "a memorandum", "the memorandum of understanding", "the CSTO memorandum"),
    "plan-2009": ("the action plan", "the plan", "the Afghanistan action plan"),
    "statement-2010": ("the joint statement", "the statement"),
    "declaration-2010": ("the joint declaration", "any declaration", "the UN declaration"),
}
STATUSES = {"member": "a member", "observer": "an observer", "partner": "a dialogue partner"}
FIVE = 5
OUTSIDERS = ("usa", "geo", "ukr", "jpn", "fra")
VERDICT = re.compile(r"(Yes|No)\b")
Case = tuple[str, bool]
"""A question for Yes or No, and whether the facts say Yes."""


def by_force(base: KnowledgeBase) -> Iterator[Case]:
    """Yield whether a document is binding."""
    for name, called in DOCUMENTS.items():
        for one in called:
            binding = base.documents[name].force == "binding"
            yield from ((f"Is {one} binding?", binding), (f"Is {one} among the legally binding instruments?", binding))
            yield f"is {one} not binding", not binding


def by_year(base: KnowledgeBase) -> Iterator[Case]:
    """Yield whether a document is of a year, and which of two is the older."""
    years = {one: base.documents[name].year for name, called in DOCUMENTS.items() for one in called if one.startswith("the ")}
    for one, own in years.items():
        for year in range(2001, 2012):
            yield from ((f"Is {one} from {year}?", own == year), (f"Was {one} signed in {year}?", own == year))
    for one, other in permutations((called[0] for called in DOCUMENTS.values()), 2):
        yield f"Is {one} older than {other}?", years[one] < years[other]
        yield f"Was {one} signed after {other}?", years[one] > years[other]


def by_status(base: KnowledgeBase) -> Iterator[Case]:
    """Yield whether a state has a status now, and had it by the profile."""
    now, then = ({fact.subject: fact.value for fact in known.related("status")} for known in (base.at(NOW), base))
    for state in (*now, *OUTSIDERS):
        name = base.name(state)
        for status, called in STATUSES.items():
            yield f"Is {name} {called}?", now.get(state) == status
            yield f"Was {name} {called} in June 2012?", then.get(state) == status


def by_share(base: KnowledgeBase) -> Iterator[Case]:
    """Yield which of two members pays more today."""
    shares = {f.subject: float(str(f.value)) for f in base.at(NOW).related("share")}
    for one, other in permutations(shares, 2):
        yield f"Does {base.name(one)} pay more than {base.name(other)}?", shares[one] > shares[other]
        yield f"Do {base.name(one)} and {base.name(other)} pay the same?", shares[one] == shares[other]


def by_number(base: KnowledgeBase) -> Iterator[Case]:
    """Yield whether there are so many: members by the profile, binding instruments, other documents, states of the Five."""
    members = sum(fact.value == "member" for fact in base.related("status"))
    binding, other = (sum(d.force == force for d in base.documents.values()) for force in ("binding", "other"))
    for number in range(2, 14):
        yield f"Did the SCO have {number} members in June 2012?", number == members
        yield f"Are there {number} binding instruments?", number == binding
        yield f"Are there {number} other official documents?", number == other
        yield f"Were there {number} countries in the Shanghai Five?", number == FIVE


def by_place(base: KnowledgeBase) -> Iterator[Case]:
    """Yield whether a body sits in a city."""
    seats = {fact.subject: str(fact.value) for fact in base.related("body")}
    for body, called in (("secretariat", "the Secretariat"), ("rats", "RATS")):
        for city in ("beijing", "tashkent", "shanghai", "bishkek"):
            yield from (
                (f"Is {called} in {base.name(city)}?", seats[body] == city),
                (f"Isn't {called} in {base.name(city)}?", seats[body] == city),
            )


@pytest.mark.parametrize("cases", [by_force, by_year, by_status, by_share, by_number, by_place])
def test_a_yes_or_no_agrees_with_the_facts(
    cases: Callable[[KnowledgeBase], Iterator[Case]], assistant: Assistant, base: KnowledgeBase
) -> None:
    """No verdict contradicts what the knowledge holds, and some verdict is given to most of the questions."""
    asked = [(question, truth, assistant.ask(question, today=TODAY).text) for question, truth in cases(base)]
    verdicts = [(question, truth, found[1]) for question, truth, text in asked if (found := VERDICT.match(text))]

    assert [question for question, truth, verdict in verdicts if (verdict == "Yes") is not truth] == []
    assert len(verdicts) > len(asked) / 2


@pytest.mark.parametrize(
    ("status", "question"),
    [("member", "Who are the members?"), ("observer", "Who are the observers?"), ("partner", "Who are the dialogue partners?")],
)
def test_a_state_is_held_against_the_list_that_was_told(
    status: str, question: str, assistant: Assistant, base: KnowledgeBase
) -> None:
    """After a list each state is asked to be one of it: no verdict contradicts the list."""
    told = assistant.ask(question, today=TODAY).conversation
    now = {fact.subject: fact.value for fact in base.at(NOW).related("status")}
    follow_ups = [
        (form.format(base.name(state)), now.get(state) == status)
        for state in (*now, *OUTSIDERS)
        for form in ("is {} one?", "is {}?", "is {} one of them?")
    ]
    replies = [(text, truth, assistant.ask(text, told, today=TODAY).text) for text, truth in follow_ups]
    verdicts = [(text, truth, found[1]) for text, truth, reply in replies if (found := VERDICT.match(reply))]

    assert [text for text, truth, verdict in verdicts if (verdict == "Yes") is not truth] == []
    assert len(verdicts) > len(follow_ups) / 2
