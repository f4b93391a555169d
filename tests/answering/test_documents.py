"""Agreements and other documents: found by name, year, topic, partner and legal force."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot.model import Reply, Status

Ask = Callable[[str], Reply]

BINDING = {"Shanghai Convention", "Charter", "Database", "Arms", "Crime"}


@pytest.mark.parametrize(
    ("question", "says", "not_says"),
    [
        pytest.param("Which legally binding instruments are there?", "Charter.*Crime", "MoU|Declaration", id="binding"),
        pytest.param("Which documents are not legally binding?", "MoU.*Declaration", "Charter", id="not binding"),
        pytest.param("Which documents are from 2010?", "Crime.*Declaration", "2009|2008", id="of a year"),
        pytest.param(
            "Which agreements were signed before 2004?",
            "Convention.*Charter",
            "2008|2010|Database",
            id="before",
        ),
        pytest.param("Which documents were signed after 2009?", "2010", r"\(2009\)|\(2001\)", id="after"),
        pytest.param("Which documents were signed between 2003 and 2008?", "2004.*2008", r"\(2010\)|\(2002\)", id="between"),
        pytest.param("Which agreements deal with terrorism?", "Shanghai Convention", "Charter of the", id="of a topic"),
        pytest.param("Which documents were signed with the CSTO?", "2007", "Afghan", id="with a partner"),
        pytest.param("What is the first legally binding instrument?", "Convention", "Charter", id="the first"),
        pytest.param("What is the latest legally binding instrument?", "Crime", "Charter", id="the last"),
        pytest.param("What is the full title of the 2008 agreement?", "Weapons", "Crime", id="a title"),
        pytest.param("What does the 2008 agreement cover?", "legislation.*research.*training", "evidence", id="contents"),
        pytest.param("Which agreement covers joint research?", "2008", "2010", id="by contents"),
        pytest.param("How was the 2008 agreement strengthened?", "2010", "the members pledged", id="strengthened"),
        pytest.param("Who signed the protocol of June 2011?", "RATS Executive Committee.*CSTO", "Secretariat", id="parties"),
        pytest.param("Which other organisations did the SCO sign documents with?", "CSTO", "NATO", id="partners"),
        pytest.param(
            "Which document was issued together with three other organisations?", "Joint Statement", "Charter", id="several"
        ),
        pytest.param("What did the SCO agree with the UN?", "arms", "Afghan", id="with one partner"),
        pytest.param("What is the joint declaration with the UN?", "2010", "2007", id="by its partner"),
    ],
)
def test_found(question: str, says: str, not_says: str, ask: Ask) -> None:
    """What fits is named, what does not fit is not."""
    reply = ask(question)

    assert reply.status is Status.ANSWERED
    assert re.search(says, reply.text, re.DOTALL)
    assert not re.search(not_says, reply.text)


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        pytest.param("Is the Charter legally binding?", "Yes", id="binding"),
        pytest.param("Is the declaration with the UN legally binding?", "No", id="not binding"),
        pytest.param("Is the Charter not legally binding?", "No. The SCO Charter is listed", id="a denial that is wrong"),
        pytest.param("Are all documents legally binding?", "No", id="not all"),
        pytest.param("Are there five legally binding instruments?", "Yes", id="the right number"),
        pytest.param("Are there seven legally binding instruments?", "No", id="a wrong number"),
        pytest.param("Was the Charter signed in 2002?", "Yes", id="the right year"),
        pytest.param("Was the Charter signed in 2005?", "No", id="a wrong year"),
        pytest.param("Does the 2008 agreement include training?", "Yes", id="is in it"),
        pytest.param("Does the 2008 agreement include nuclear energy?", "", id="is not known"),
        pytest.param("Are there more binding instruments than other documents?", "Yes", id="more"),
        pytest.param("Was the OSCE among the signatories of the 2010 joint statement?", "No", id="not a party"),
        pytest.param("Was the CIS among the signatories of the 2010 joint statement?", "Yes", id="a party"),
        pytest.param("Was the agreement of 2008 strengthened in 2010?", "Yes", id="strengthened then"),
        pytest.param("Was the agreement of 2008 strengthened in 2009?", "No", id="not then"),
    ],
)
def test_yes_and_no(question: str, begins: str, ask: Ask) -> None:
    """The answer begins with Yes or No; where no source tells, it is declined."""
    reply = ask(question)

    assert (reply.status is Status.ANSWERED) is bool(begins)
    assert reply.text.startswith(begins)


@pytest.mark.parametrize(
    ("question", "count"), [("How many legally binding instruments are there?", 5), ("How many documents are not binding?", 4)]
)
def test_counts(question: str, count: int, ask: Ask) -> None:
    """A count is that of the list under it; what later sources add is not in it."""
    text = ask(question).text.partition("not counted with them")[0]

    assert re.match(rf"{count}\b", text)
    assert text.count("•") == count


@pytest.mark.parametrize(
    "question",
    [
        "Which agreements were signed in 1999?",
        "Which documents were signed with NATO?",
        "Which agreements deal with fishing?",
        "What does the African Union's charter say?",
        "Who signed the Kyoto Protocol?",
        "What is the tenth binding instrument?",
    ],
)
def test_a_filter_that_leaves_nothing(question: str, ask: Ask) -> None:
    """What no document fits is declined, not answered with another document."""
    assert ask(question).status is not Status.ANSWERED


def test_the_protocol_is_in_neither_list(ask: Ask) -> None:
    """The protocol of 2011 is neither binding nor among the other documents."""
    assert "protocol" not in ask("Which legally binding instruments are there?").text.casefold()
    assert "protocol" not in ask("Which documents are not legally binding?").text.casefold()


def test_the_strengthening_is_not_the_agreement_of_2010(ask: Ask) -> None:
    """Whether the two are one is not said, as the source does not say it."""
    text = ask("Is the 2010 crime agreement the same as the strengthening of the arms agreement?").text

    assert "does not say" in text
    assert not text.startswith("Yes")
