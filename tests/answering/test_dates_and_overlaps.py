"""Dates, intervals and order in time; other organisations; bodies and cities; the three silences."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot.knowledge import KnowledgeBase
from bot.model import Reason, Reply, Status

Ask = Callable[[str], Reply]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        pytest.param("When was the SCO founded?", "June 2001", id="founded"),
        pytest.param("Was the SCO founded in 2001?", r"^Yes", id="founded, the right year"),
        pytest.param("Was the SCO founded in 1999?", r"^No.*June 2001", id="founded, a wrong year"),
        pytest.param("When was the Shanghai Five created?", "April 1996", id="the forerunner"),
        pytest.param("How many years lie between the Shanghai Five and the SCO?", r"\b5\b|five", id="an interval"),
        pytest.param("How many years lie between the first and the last binding instrument?", r"\b9\b|nine", id="first and last"),
        pytest.param("Was the Charter before the Convention?", r"^No", id="not before"),
        pytest.param("Did the Charter come after the Convention?", r"^Yes", id="after"),
        pytest.param("Which came first, the Charter or the MoU with the CSTO?", "Charter", id="which was first"),
        pytest.param("What happened in 2007?", "MoU.*CSTO|CSTO.*MoU", id="in a year"),
        pytest.param("What happened in 2010?", "Declaration|declaration", id="in another year"),
        pytest.param("What is the timeline?", "1996.*2001.*2011", id="everything"),
        pytest.param("Is the OSCE larger than the CIS?", r"^Yes", id="larger"),
        pytest.param("How many CSTO members are in the SCO?", r"\b5\b|[Ff]ive", id="overlap"),
        pytest.param("How many OSCE members are not in the SCO?", r"\b51\b", id="outside"),
        pytest.param("Does the OSCE have 56 members?", r"^Yes", id="a total"),
        pytest.param("Does the CSTO have 9 members?", r"^No", id="a wrong total"),
        pytest.param("Which SCO member is not in the OSCE?", "China", id="the one outside"),
        pytest.param("Is Kazakhstan in EurAsEC?", r"^Yes", id="inside"),
        pytest.param("Is China in the OSCE?", r"^No", id="not inside"),
        pytest.param("Where is RATS?", "Tashkent", id="a body's city"),
        pytest.param("Is RATS in Beijing?", r"^No.*Tashkent", id="a wrong city"),
        pytest.param("Is RATS in Uzbekistan?", r"^Yes", id="a country for a city"),
        pytest.param("Are both bodies in the same city?", r"^No", id="not the same city"),
        pytest.param("Was Uzbekistan one of the Shanghai Five?", r"^No", id="not of the five"),
        pytest.param("Was China one of the Shanghai Five?", r"^Yes", id="of the five"),
        pytest.param("What does SCO stand for?", "Shanghai Cooperation Organization", id="the name"),
    ],
)
def test_answers(question: str, says: str, ask: Ask) -> None:
    """What is asked of dates, overlaps and bodies is computed from the facts."""
    reply = ask(question)

    assert reply.status is Status.ANSWERED
    assert re.search(says, reply.text, re.DOTALL)


@pytest.mark.parametrize(
    "question",
    [
        "What happened in 1985?",
        "Is Kazakhstan in the CSTO?",
        "Which SCO member is not in the CIS?",
        "Is Japan in the OSCE?",
        "When was the Secretariat founded?",
        "How many ASEAN members are in the SCO?",
        "Who was the first Secretary-General?",
    ],
)
def test_what_no_source_says(question: str, ask: Ask) -> None:
    """What the source leaves open is declined, also where it could be known from elsewhere."""
    assert ask(question).status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("question", "says", "section"),
    [
        pytest.param("Who is the PoA point of contact?", "N/A", "PoA Point of Contact", id="printed as N/A"),
        pytest.param("Are there former members?", "None", "Members", id="printed as None"),
        pytest.param(
            "Which PoA-related programmes are there?", "Nothing is listed", "PoA-related programmes and initiatives", id="blank"
        ),
    ],
)
def test_a_printed_silence_is_answered(question: str, says: str, section: str, ask: Ask) -> None:
    """What is printed as N/A or None, and a heading with nothing under it, is answered with its place."""
    reply = ask(question)

    assert reply.status is Status.ANSWERED
    assert says in reply.text
    assert section in [citation.section for citation in reply.citations]


def test_what_is_never_mentioned_is_declined(ask: Ask) -> None:
    """The third silence is no answer: nothing is cited."""
    reply = ask("What is the population of Kazakhstan?")

    assert (reply.status, reply.reason, reply.citations) == (Status.UNKNOWN, Reason.NOT_IN_SOURCE, ())


@pytest.mark.parametrize("question", ["What is the SCO's website?", "In which other languages is the profile available?"])
def test_a_link_without_address(question: str, ask: Ask) -> None:
    """What the page announces and does not give is told as that."""
    reply = ask(question)

    assert reply.status is Status.ANSWERED
    assert "http" not in reply.text


@pytest.mark.parametrize(
    ("question", "country"), [("Who was a founding member?", "Uzbekistan was"), ("Which members are suspended?", "Russia is")]
)
def test_lost_marks_are_not_guessed(question: str, country: str, ask: Ask) -> None:
    """Bold and grey are lost in the text, so it does not show who was founding or suspended."""
    text = ask(question).text

    assert country not in text
    assert "lost" in text


def test_every_answer_cites_the_facts_that_it_used(ask: Ask, base: KnowledgeBase) -> None:
    """A computed answer carries the citations of each fact that went into it."""
    for question in (
        "How much do China and Russia pay together?",
        "Is Japan a member?",
        "How many OSCE members are not in the SCO?",
    ):
        reply = ask(question)
        needed = {citation for name in reply.conversation.facts for citation in base.facts[name].cite}

        assert needed
        assert needed <= set(reply.citations)
