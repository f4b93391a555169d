"""Follow-ups: what is taken from the conversation, and what is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.dialogue.fragments import hangs, is_fragment
from bot.dialogue.pronouns import points_back
from bot.dialogue.remembering import focused_on
from bot.knowledge import KnowledgeBase
from bot.matching import read
from bot.matching.vocabulary import Vocabulary
from bot.model import Conversation, Reason, Reply, Status

Talk = Callable[..., Reply]


@pytest.mark.parametrize(
    ("texts", "intent", "says"),
    [
        pytest.param(
            ("How much does Kazakhstan pay?", "And Uzbekistan?"), "share.of", "Uzbekistan contributed 15", id="another country"
        ),
        pytest.param(
            ("How much does Kazakhstan pay?", "and Uzbekistan?", "and China?"), "share.of", "China contributed 24", id="twice"
        ),
        pytest.param(
            ("How much does China pay?", "more than Kazakhstan?"),
            "share.compare",
            r"^Yes\b",
            id="more than",
        ),
        pytest.param(
            ("How much does Kazakhstan pay?", "More than Russia?"),
            "share.compare",
            r"^No\b",
            id="less than that",
        ),
        pytest.param(("Is China a member?", "and Japan?"), "status.check", "not list Japan", id="a yes, then one that is none"),
        pytest.param(("What is RATS?", "Where is it?"), "body.where", "Tashkent", id="it is the body"),
        pytest.param(("What is RATS?", "where?"), "body.where", "Tashkent", id="only where"),
        pytest.param(("What is the Shanghai Five?", "When was it created?"), "five.founded", "April 1996", id="it is the group"),
        pytest.param(
            ("What are the permanent bodies?", "Where is the second one?"), "body.where", "Tashkent", id="the second one"
        ),
        pytest.param(
            ("What are the permanent bodies?", "the last one"),
            "body.portrait",
            "RATS",
            id="the last one",
        ),
        pytest.param(("Where is RATS?", "And the other one?"), "body.where", "Beijing", id="the other one"),
        pytest.param(
            ("What are the permanent bodies?", "How many staff did the second have?"), "staff.of", "RATS", id="left out"
        ),
        pytest.param(
            ("Which instruments are binding?", "Which is the oldest?", "And the third on the list?"),
            None,
            "Database",
            id="a place in a list that was narrowed",
        ),
        pytest.param(
            ("When was the Shanghai Convention signed?", "did the Charter come before it?"),
            "event.sequence",
            "^No",
            id="what is named comes before the pronoun",
        ),
        pytest.param(
            ("How much does Tajikistan pay?", "oh no sorry, I meant Uzbekistan"), "share.of", "^Uzbekistan", id="sounds before it"
        ),
        pytest.param(
            ("Who comes after Kazakhstan in the budget?", "and who is next?"), "share.neighbour", "^Kyrgyzstan", id="next"
        ),
        pytest.param(
            ("I keep reading about a Shanghai Convention. What is it?",),
            "document.named",
            "Convention on Combating",
            id="what it is",
        ),
        pytest.param(
            ("Was Sri Lanka a dialogue partner?", "and the observers?"), "status.list", "Mongolia", id="several are asked for"
        ),
        pytest.param(
            ("Which agreements are binding?", "only the ones from 2010"),
            "document.only",
            "Crime",
            id="narrowed by year",
        ),
        pytest.param(("What happened in 2009?", "no, I meant 2007"), "event.year", "2007", id="a correction of the year"),
        pytest.param(
            ("How much does China pay?", "sorry, I meant Kyrgyzstan"), "share.of", "Kyrgyzstan contributed 10", id="a correction"
        ),
        pytest.param(("When was the SCO founded?", "source?"), None, "Short description", id="source"),
        pytest.param(("Who are the observers?", "how many is that?"), None, "5|five", id="how many is that"),
        pytest.param(
            ("How much does China pay?", "thanks", "and Russia?"), "share.of", "Russia contributed 24", id="after thanks"
        ),
        pytest.param(
            ("How much does China pay?", "What is the weather?", "and Russia?"),
            "share.of",
            "Russia contributed 24",
            id="after an aside",
        ),
    ],
)
def test_follow_ups(texts: tuple[str, ...], intent: str | None, says: str, talk: Talk) -> None:
    """What a follow-up leaves out is taken from what was said before."""
    reply = talk(*texts)

    assert reply.status is Status.ANSWERED
    assert intent is None or reply.intent == intent
    assert re.search(says, reply.text)


@pytest.mark.parametrize(
    "text",
    [
        "where?",
        "and the other one?",
        "the second one",
        "And Uzbekistan?",
        "how many is that?",
        "both?",
        "when?",
        "the last one",
    ],
)
def test_an_ellipsis_with_nothing_before_it_asks_back(text: str, talk: Talk) -> None:
    """A bare fragment that hangs in the air is not answered as if something stood before it."""
    reply = talk(text)

    assert reply.status in {Status.CLARIFY, Status.UNKNOWN} or reply.intent == "country.portrait"
    assert not reply.text.startswith(("Yes", "No"))


@pytest.mark.parametrize(("text", "says"), [("When was it founded?", "June 2001"), ("Where is it based?", "Beijing")])
def test_a_loose_pronoun_is_the_sco(text: str, says: str, talk: Talk) -> None:
    """A complete question whose pronoun has nothing before it is about the SCO."""
    assert says in talk(text).text


@pytest.mark.parametrize(
    ("texts", "says", "not_says"),
    [
        pytest.param(("How much does China pay?", "Who are the observers?"), "India", "contributed", id="another subject"),
        pytest.param(("What is RATS?", "When was the SCO founded?"), "June 2001", "Tashkent", id="another thing"),
        pytest.param(
            ("Does Kazakhstan pay more than China?", "And does Tajikistan pay more than Uzbekistan?"),
            "No",
            "Kazakhstan",
            id="two others",
        ),
        pytest.param(
            ("What happened in 2009?", "How many members are there?"),
            "6",
            "2009",
            id="the year is not kept",
        ),
    ],
)
def test_a_full_question_inherits_nothing(texts: tuple[str, ...], says: str, not_says: str, talk: Talk) -> None:
    """A question that stands alone is answered as if nothing stood before it."""
    reply = talk(*texts)

    assert says in reply.text
    assert not_says not in reply.text


def test_a_full_question_is_answered_alike_in_any_conversation(talk: Talk) -> None:
    """The text of the answer to a whole question is the same at the start and after others."""
    question = "Which country pays most?"

    assert talk("What is RATS?", "where?", question).text == talk(question).text


@pytest.mark.parametrize("text", ["and NATO?", "And Atlantis?", "and the weather?", "and zxqwv?"])
def test_a_follow_up_about_something_unknown_is_not_answered(text: str, talk: Talk) -> None:
    """What the sources do not speak of is not answered with what was asked before."""
    assert talk("How much does China pay?", text).status is not Status.ANSWERED


def test_a_share_of_one_who_pays_none(talk: Talk) -> None:
    """A follow-up about an observer says that it has no share, not another's."""
    reply = talk("How much does China pay?", "and Mongolia?")

    assert (reply.status, reply.reason) == (Status.UNKNOWN, Reason.NOT_IN_SOURCE)
    assert "24" not in reply.text


def test_the_other_of_more_than_two_is_not_guessed(talk: Talk) -> None:
    """Of six countries none is the other one."""
    assert talk("How much does China pay?", "and the other one?").status is not Status.ANSWERED


def test_a_place_beyond_the_list_is_not_guessed(talk: Talk) -> None:
    """A list of two has no fifth thing."""
    assert "Tashkent" not in talk("What are the permanent bodies?", "the fifth one").text


def test_what_was_named_before_a_question_back_is_kept(talk: Talk) -> None:
    """After a decline that named a country, a whole follow-up may mean it."""
    reply = talk("What is the population of Kazakhstan?", "How much does it pay?")

    assert "Kazakhstan contributed 21" in reply.text


@pytest.mark.parametrize(
    ("text", "back"), [("where is it", True), ("the other one", True), ("do they pay", True), ("who pays", False)]
)
def test_points_back(text: str, back: bool, base: KnowledgeBase, index: Vocabulary) -> None:
    """A pronoun points back, a noun does not."""
    assert points_back(read(text, index, base.grammar), base.grammar) is back


@pytest.mark.parametrize(
    ("text", "short"), [("and China", True), ("where", True), ("is China a member", False), ("list them", False)]
)
def test_is_fragment(text: str, short: bool, base: KnowledgeBase, index: Vocabulary) -> None:
    """A few words without a verb of asking make no sentence."""
    assert is_fragment(read(text, index, base.grammar), base.grammar) is short


@pytest.mark.parametrize(
    ("text", "hanging"), [("where?", True), ("and the other one", True), ("China?", False), ("members", False)]
)
def test_hangs(text: str, hanging: bool, base: KnowledgeBase, index: Vocabulary) -> None:
    """A first question without anything that it is about hangs in the air; after another one it does not."""
    utterance = read(text, index, base.grammar)

    assert hangs(utterance, Conversation()) is hanging
    assert not hangs(utterance, Conversation(mentions=(("body", "rats"),)))


PAYS = Conversation((("word", "pay"), ("country", "chn")), "share.of", focus=("chn",), facts=("share.china",))


def test_a_country_in_a_question_that_was_declined_is_what_it_means_next(base: KnowledgeBase, index: Vocabulary) -> None:
    """What was asked before stays, and "it" is the country that was named last."""
    after = focused_on(PAYS, read("What is the population of Kazakhstan?", index, base.grammar), base)

    assert after == replace(PAYS, focus=("kaz",))


def test_another_organisation_in_a_question_that_was_declined_replaces_what_was_asked(
    base: KnowledgeBase, index: Vocabulary
) -> None:
    """After a decline about NATO, "and the SCO?" asks what was asked of NATO."""
    after = focused_on(PAYS, read("How many members does NATO have?", index, base.grammar), base)

    assert (after.intent, after.focus) == ("", ("nato",))
    assert {("organisation", "nato"), ("status", "member")} <= set(after.mentions)
    assert ("word", "pay") not in after.mentions
