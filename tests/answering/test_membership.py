"""Who takes part, and as what: lists, counts, yes and no, negated, with a wrong premise."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot.model import Reply, Status

Ask = Callable[[str], Reply]


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        pytest.param("Is China a member?", "Yes. China was a member", id="a member"),
        pytest.param("Is India a member?", "No. India was not a member, but an observer", id="an observer"),
        pytest.param("Is Turkey a member?", "No. Turkey was not a member, but a dialogue partner", id="a partner"),
        pytest.param("Is Japan a member?", "No. The profile does not list Japan", id="none of them"),
        pytest.param("Is India an observer?", "Yes. India", id="asked as what it is"),
        pytest.param("Is Belarus an observer?", "No. Belarus was not a member, but a dialogue partner", id="asked as another"),
        pytest.param("Isn't Mongolia a member?", "No. Mongolia", id="the not only colours it"),
        pytest.param(
            "Is it true that India is not a member?",
            "That is right. India",
            id="a denial that is right",
        ),
        pytest.param(
            "Is it true that China is not a member?",
            "No, that is not so. China",
            id="a denial that is wrong",
        ),
        pytest.param("Are China and Russia members?", "Yes. China", id="both are"),
        pytest.param("Are China and India members?", "Not all of them. China", id="one of two is"),
        pytest.param("Are Japan and Canada members?", "No. The profile does not list", id="neither is"),
        pytest.param("Does the SCO have six members?", "Yes. 6", id="the right number"),
        pytest.param("Are there eight members?", "No. 6", id="a wrong number"),
        pytest.param("Are there more members than observers?", "Yes.", id="more"),
        pytest.param("Are there more dialogue partners than members?", "No.", id="not more"),
        pytest.param("Is Taiwan a member?", "No. The profile does not list Taiwan", id="a place with a neutral name"),
    ],
)
def test_yes_and_no(question: str, begins: str, ask: Ask) -> None:
    """The answer begins with Yes or No, and says what the country is."""
    reply = ask(question)

    assert reply.status is Status.ANSWERED
    assert reply.text.startswith(begins)


@pytest.mark.parametrize(
    ("question", "names", "others"),
    [
        pytest.param(
            "Who are the members?", "China Kazakhstan Kyrgyzstan Russia Tajikistan Uzbekistan", "India Turkey", id="members"
        ),
        pytest.param("Who are the observers?", "Afghanistan India Iran Mongolia Pakistan", "China Turkey", id="observers"),
        pytest.param("Who are the dialogue partners?", "Belarus|Sri Lanka|Turkey", "China India", id="partners"),
        pytest.param("members and observers", "China India", "Belarus Turkey", id="two of three"),
        pytest.param("Which countries take part but are not members?", "India Turkey", "China Kazakhstan", id="all but members"),
        pytest.param(
            "Who has the same status as India?", "Afghanistan Iran Mongolia Pakistan", "China Turkey", id="the same as one"
        ),
    ],
)
def test_lists(question: str, names: str, others: str, ask: Ask) -> None:
    """A list holds those who belong on it, and nobody else."""
    reply = ask(question)
    wanted = names.split("|") if "|" in names else names.split()

    assert reply.status is Status.ANSWERED
    assert [name for name in wanted if name not in reply.text] == []
    assert [name for name in others.split() if name in reply.text] == []


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("How many members are there?", 6),
        ("How many observers are there?", 5),
        ("How many dialogue partners does it have?", 3),
        ("How many countries take part in some way?", 14),
        ("How many members and observers are there?", 11),
    ],
)
def test_counts(question: str, count: int, ask: Ask) -> None:
    """A count is that of the list."""
    assert re.search(rf"\b{count}\b", ask(question).text)


@pytest.mark.parametrize(
    "question", ["Who are the members?", "Is Japan a member?", "How many observers are there?", "Is India a member?"]
)
def test_what_can_age_is_dated(question: str, ask: Ask) -> None:
    """An answer about who takes part says the day that it holds for."""
    assert "7 June 2012" in ask(question).text


@pytest.mark.parametrize(
    "question", ["Who are the observers?", "Who are the dialogue partners?", "How many observers are there?"]
)
def test_an_open_list_is_said_to_be_one(question: str, ask: Ask) -> None:
    """Of observers and partners the source says that the list only includes them."""
    assert "include" in ask(question).text


@pytest.mark.parametrize("year", ["2005", "2017", "2024"])
def test_another_year_is_declined(year: str, ask: Ask) -> None:
    """What the list is of one day is not said of another year."""
    reply = ask(f"Who were the members in {year}?")

    assert reply.status is Status.UNKNOWN
    assert year in reply.text


def test_the_year_of_the_list_is_answered(ask: Ask) -> None:
    """Asked for the year that the list is of, it is given."""
    assert ask("Who were the members in 2012?").status is Status.ANSWERED


@pytest.mark.parametrize("question", ["why is Turkey a member", "when did Turkey become a member?"])
def test_a_wrong_premise_is_not_taken_over(question: str, ask: Ask) -> None:
    """What the question supposes wrongly is not confirmed."""
    reply = ask(question)

    assert not re.search(r"Turkey was a member|Yes", reply.text)


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Are all members UN member states?", "Yes. All six"),
        ("Is Kyrgyzstan a UN member?", "Yes."),
        ("Did China leave the SCO?", "No."),
        pytest.param(
            "Has any member left?",
            "No.",
        ),
        ("Is a membership pending?", "No."),
    ],
)
def test_what_the_list_says_of_itself(question: str, begins: str, ask: Ask) -> None:
    """The remarks of the member list are answered, those that read None with a No."""
    assert ask(question).text.startswith(begins)


def test_the_un_says_nothing_of_outsiders(ask: Ask) -> None:
    """Whether another state is in the United Nations is declined."""
    assert ask("Is Switzerland a UN member?").status is Status.UNKNOWN
