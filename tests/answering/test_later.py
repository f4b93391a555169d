"""What has come since the profile: officers, later documents, and things that later sources speak of."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from bot.answering.bodies.offices import holder
from bot.assistant import Assistant
from bot.knowledge import KnowledgeBase
from bot.model import Reply, Status

Ask = Callable[[str], Reply]

NOW = date(2026, 11, 26)


@pytest.fixture
def late(assistant: Assistant) -> Ask:
    """Return a way to ask on a day that no source reaches any more."""
    return lambda text: assistant.ask(text, today=NOW)


def test_who_holds_an_office_is_told_with_its_date(assistant: Assistant, late: Ask) -> None:
    """As long as sources reach it is told as of their last day; later as the last that is known."""
    early = assistant.ask("Who is the Secretary-General?", today=date(2025, 12, 1))

    assert early.text.startswith("Nurlan Yermekbayev")
    assert early.text.endswith("(As of 18 November 2025.)")
    assert late("Who is the Secretary-General?").text.startswith("The last known: Nurlan Yermekbayev")


@pytest.mark.parametrize(
    ("question", "says"),
    [
        pytest.param("Who was Secretary-General in 2015?", "Mezentsev", id="to the day before the next"),
        pytest.param("Who was Secretary-General in 2016?", "Alimov", id="from its first year"),
        pytest.param("Who was Secretary-General in 2018?", "Alimov", id="a term that ends with the year"),
        pytest.param("Who was Secretary-General in 2019?", "Norov", id="the next begins"),
        pytest.param("Who was Secretary-General before Alimov?", "Mezentsev", id="before"),
        pytest.param("Who came after Zhang Ming?", "Yermekbayev", id="after"),
        pytest.param("Who were Secretary-General between 2018 and 2020?", "Alimov.*Norov", id="a span"),
        pytest.param("Who was director of RATS in 2019?", "Giyosov", id="the other office"),
    ],
)
def test_terms(question: str, says: str, late: Ask) -> None:
    """The term that covers a year, or stands beside a person's, is told."""
    reply = late(question)

    assert reply.status is Status.ANSWERED
    assert re.search(says, reply.text, re.DOTALL)


@pytest.mark.parametrize(
    "question",
    [
        "Who was Secretary-General in 2012?",
        "Who was Secretary-General in 2004?",
        "Who was Secretary-General in 2031?",
        "Who was director of RATS in 2015?",
        "Who was Secretary-General before Mezentsev?",
        "Who was Secretary-General after Yermekbayev?",
        "Who chaired the SCO in 2023?",
    ],
)
def test_what_no_source_names_is_declined(question: str, late: Ask) -> None:
    """A year, or a place in the row, for which nobody is known is declined."""
    assert late(question).status is Status.UNKNOWN


def test_the_profile_names_no_officer(late: Ask) -> None:
    """That is said only when the profile is asked about."""
    assert late("Does the profile name a Secretary-General?").text.startswith("No. The profile names no")
    assert "profile" not in late("Who is the Secretary-General?").text


def test_each_term_of_an_office_follows_the_one_before(base: KnowledgeBase) -> None:
    """The terms of the Secretaries-General have no gap and no overlap."""
    terms = sorted((fact for fact in base.line("office") if fact.value == "secretary-general"), key=lambda fact: fact.valid_from)

    assert [one.valid_until for one in terms[:-1]] == [other.valid_from for other in terms[1:]]
    assert holder.__doc__


def test_later_documents_are_named_and_not_counted(late: Ask) -> None:
    """A count is that of the profile's lists; the others follow it, said to be a selection."""
    text = late("How many legally binding instruments are there?").text
    counted, _, added = text.partition("Not on the profile's lists")

    assert counted.startswith("5 ")
    assert counted.count("•") == 5
    assert "a selection" in added
    assert "Countering Extremism" in added


def test_later_documents_alone(late: Ask) -> None:
    """Where the profile has none, they are the whole answer, as a selection."""
    reply = late("Which conventions were signed since 2012?")

    assert reply.text.startswith("Not from the profile")
    assert "selection" in reply.text
    assert not any(citation.source.primary for citation in reply.citations)


def test_without_a_filter_the_lists_stand_alone(late: Ask) -> None:
    """A list of all documents comes from the profile's lists."""
    assert "selection" not in late("Which documents does the SCO have?").text


def test_the_latest_document_is_told_of_all_sources(late: Ask) -> None:
    """The latest on the profile's lists is told first, then what other sources know since."""
    text = late("Which document is the latest?").text

    assert text.startswith("Protocol of")
    assert "Tianjin" in text


@pytest.mark.parametrize(
    ("question", "begins", "says"),
    [
        pytest.param("Did the SCO Convention against Terrorism enter into force?", "Yes", "16 June 2009", id="in force"),
        pytest.param(
            "Is the Convention on Countering Extremism in force?",
            "The SCO Convention on Countering Extremism was signed",
            "not seen",
            id="in part",
        ),
        pytest.param("Is the border agreement legally binding?", "Yes", "29 October 2016", id="binding"),
        pytest.param("Is the Tianjin Declaration legally binding?", "No", "politically", id="not binding"),
        pytest.param("Is the agreement on the Universal Centre legally binding?", "My sources do not say", "2025", id="unknown"),
        pytest.param("Was the border agreement signed in 2015?", "Yes", "10 July", id="the right year"),
        pytest.param("Was the border agreement signed in 2016?", "No", "10 July 2015", id="another year"),
    ],
)
def test_signed_and_in_force(question: str, begins: str, says: str, late: Ask) -> None:
    """Being signed, being binding and being in force are three things."""
    reply = late(question)

    assert reply.text.startswith(begins)
    assert says in reply.text


@pytest.mark.parametrize(
    "question",
    [
        "When did the Charter enter into force?",
        "When did India ratify the border agreement?",
        "Does the Tianjin Declaration mention Taiwan?",
        "Does the Convention on Countering Extremism cover training?",
    ],
)
def test_what_is_not_known_of_documents(question: str, late: Ask) -> None:
    """Parties, contents and dates that no source gives are declined."""
    assert late(question).status is Status.UNKNOWN


def test_what_the_profile_does_not_list(late: Ask) -> None:
    """Asked of the profile, a later document is told as not on its lists."""
    assert late("Does the profile list the convention on countering extremism?").text.startswith(
        "No. The profile does not list it"
    )


def test_a_day_is_added_to_the_year(late: Ask) -> None:
    """A later source makes the profile's year more precise, and is cited beside it."""
    reply = late("When was the 2008 arms agreement signed?")

    assert "28 August 2008" in reply.text
    assert {citation.source.primary for citation in reply.citations} == {True, False}


def test_the_newest_comes_first(late: Ask) -> None:
    """What later sources say is told before what the profile said, which is dated."""
    text = late("Is EurAsEC still around?").text

    assert text.startswith("No. EurAsEC no longer exists")
    assert text.index("1 January 2015") < text.index("In the profile (information of 7 June 2012)")


def test_of_2012_the_profile_alone(late: Ask) -> None:
    """A time before all that is later is answered from the profile."""
    text = late("When did Uzbekistan leave the CSTO?").text

    assert "19 December 2012" in text
    assert not late("Was EurAsEC dissolved in 2012?").text.startswith("Yes")


def test_the_line_where_the_profile_ends_is_not_said_of_later_sources(late: Ask) -> None:
    """The sources that are cited say themselves how far they reach."""
    assert "My sources end there: what has changed" not in late("Who chairs the SCO now?").text
