"""Questions that hold one thing against another: counts against a bound, days against a document, sides, shares, bodies."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from bot.assistant import Assistant
from bot.model import Reply, Status

Ask = Callable[[str], Reply]
LATER = date(2025, 11, 30)
"""A day on which all that the later sources say is known."""


@pytest.fixture(scope="module")
def ask(assistant: Assistant) -> Ask:
    """Return a way to ask one question by itself on a day after all sources."""
    return lambda text: assistant.ask(text, today=LATER)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        pytest.param("True or false: six states created the Shanghai Five.", r"^No", id="a statement to judge"),
        pytest.param("Was Iran an observer when the convention against extremism was signed?", r"^Yes", id="at a document"),
        pytest.param("Was Afghanistan a member when it adopted the action plan?", r"^No", id="never before the source"),
        pytest.param("Was Belarus already a member when Iran joined?", r"^No", id="at another's joining"),
        pytest.param("How many members were there when Belarus joined?", r"^10\b", id="counted at a joining"),
        pytest.param("Had the Charter already been adopted when the MoU was signed?", r"^Yes", id="already"),
        pytest.param("Was the MoU already signed when the Charter was adopted?", r"^No", id="not yet"),
        pytest.param("Did India join before 2018?", r"^Yes", id="before a year"),
        pytest.param("Did Iran join after 2023?", r"^No", id="not after a year"),
        pytest.param("When did the SCO reach eight members?", r"9 June 2017.*India", id="a number reached"),
        pytest.param("Does the SCO have at least ten members?", r"^Yes", id="at least"),
        pytest.param("Were more than two documents signed in 2010?", r"^Yes", id="more documents"),
        pytest.param("Are there fewer members today than in 2018?", r"^No", id="fewer than then"),
        pytest.param("Does any member pay less than 6 per cent?", r"^Yes", id="any is not all"),
        pytest.param("Are any SCO members in the CSTO?", r"^Yes", id="any of another"),
        pytest.param("Are the two bodies in the same country?", r"^No", id="one country"),
        pytest.param("Were the two bodies equally staffed?", r"^Yes", id="equal staff"),
        pytest.param("Which members host neither the Secretariat nor RATS?", r"Kazakhstan.*Tajikistan", id="no host"),
        pytest.param("Which organisation had five of its seven members in the SCO?", r"CSTO", id="by its numbers"),
        pytest.param("Which of the Shanghai Five is not in the OSCE?", r"^China", id="one of the five"),
        pytest.param("Which of the Shanghai Five are Central Asian?", r"Kazakhstan, Kyrgyzstan and Tajikistan", id="by region"),
        pytest.param("Which Central Asian country is not a member?", r"^Turkmenistan", id="outside of a region"),
        pytest.param("Which of the four organisations did not sign the joint statement of 2010?", r"^OSCE", id="no side"),
        pytest.param("Which organisation is a partner in most documents?", r"^CSTO", id="most often a side"),
        pytest.param("Which SCO body apart from the Secretariat signed a paper with the CSTO?", r"^RATS", id="a body's side"),
        pytest.param("Which document was signed with a single country?", r"Afghanistan", id="a state as side"),
        pytest.param("Which binding instrument is as old as the SCO itself?", r"Convention", id="of the founding year"),
        pytest.param("Which document dates from the same year as the budget figure?", r"MoU", id="of a figure's year"),
        pytest.param("In which years was nothing signed?", r"2003, 2005 and 2006", id="years without"),
        pytest.param("Is the Charter the oldest binding instrument?", r"^No.*Convention", id="its place"),
        pytest.param("Uzbekistan and Tajikistan together equal whose share in the profile?", r"^Kazakhstan", id="a sum's equal"),
        pytest.param("Who gets four times as many posts as Tajikistan?", r"China.*Russia", id="posts by shares"),
        pytest.param("Whose share is closest to Kazakhstan's?", r"^(China|Russia|Uzbekistan)", id="the nearest share"),
        pytest.param("Who pays at least a fifth in the profile?", r"China.*Russia.*Kazakhstan", id="a part as bound"),
        pytest.param("What share did the state outside the Shanghai Five pay?", r"Uzbekistan", id="the one outside"),
        pytest.param("Which topics do the Shanghai Convention and the 2011 protocol share?", r"separatism", id="common topics"),
        pytest.param("What do the MoU and the 2008 agreement have in common?", r"information", id="common contents"),
        pytest.param(
            "Is the Charter closer in time to the Shanghai Convention or to the RATS database agreement?",
            r"nearer in time to the Shanghai Convention",
            id="nearer in time",
        ),
        pytest.param("Which document was signed by RATS and not by the SCO as a whole?", r"^Protocol", id="a body's own"),
        pytest.param("Was the deal with the UN before the Charter?", r"^No", id="a deal by its partner"),
        pytest.param("Which came first, the deal with the CSTO or the Charter?", r"2002.*2007.*2011", id="deals in order"),
        pytest.param("How much of the budget is there per staff member?", r"66,667", id="a figure by another"),
        pytest.param("Which body sits in the country that pays most?", r"^The Secretariat", id="a payer's body"),
        pytest.param("Which body sits in the country that pays 6 per cent?", r"^None", id="no body there"),
        pytest.param("Which observers of 2012 are still below membership?", r"Afghanistan and Mongolia", id="below still"),
        pytest.param(
            "Belarus, Sri Lanka and one more country were dialogue partners in 2012. Which was the third?",
            r"Turkey",
            id="missing one",
        ),
        pytest.param(
            "Did the SCO already have a binding text on arms trafficking when it adopted the plan with Afghanistan?",
            r"^Yes",
            id="binding already",
        ),
        pytest.param("Which binding documents have the governments in their title?", r"2 legally.*2008.*2010", id="by its sides"),
        pytest.param("Was the MoU between the governments?", r"^(?!Yes)", id="not between these"),
        pytest.param("Are there other permanent bodies besides the Secretariat?", r"^Yes.*RATS", id="another body"),
        pytest.param("Are there permanent bodies besides the Secretariat and RATS?", r"^No", id="no other body"),
        pytest.param("Is the Secretariat temporary?", r"^No", id="not passing"),
        pytest.param("What does the number 56 stand for?", r"OSCE", id="a number of the source"),
        pytest.param("What is the number 52 about?", r"handbook", id="a later number"),
        pytest.param("How many Shanghai Five states were there besides China?", r"^4", id="counted without one"),
        pytest.param("How many members were there after India and Pakistan came in but before Iran?", r"^8", id="two on a day"),
        pytest.param("Which of the six members in the profile are in the EAEU nowadays?", r"^Kazakhstan", id="then, in it now"),
    ],
)
def test_answers(question: str, says: str, ask: Ask) -> None:
    """One thing is held against another, and the answer says how it stands."""
    reply = ask(question)

    assert reply.status is Status.ANSWERED
    assert re.search(says, reply.text, re.DOTALL)


@pytest.mark.parametrize(
    "question",
    [
        "Was India an observer when the Charter was signed?",
        "Was Belarus a dialogue partner when Kazakhstan joined?",
        "When did the SCO have seven members?",
        "Which organisation has five permanent members?",
        "Is the crime agreement the newest binding instrument?",
        "What do the Charter and the action plan have in common?",
        "Why does Turkey have that status?",
        "What does the number 42 stand for?",
        "Did the SCO have a binding text when it adopted the plan?",
        "How many Arab states are not in the SCO?",
        "What is the budget in roubles?",
        "Where is training held?",
    ],
)
def test_declines(question: str, ask: Ask) -> None:
    """What the sources do not let one tell is declined, though its words are known."""
    assert ask(question).status is not Status.ANSWERED
