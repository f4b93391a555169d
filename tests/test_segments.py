"""A long text -> the parts of it that ask."""

from __future__ import annotations

import pytest

from bot.dialogue.cutting import narrowed
from bot.dialogue.halving import halves, questions, without_kind
from bot.dialogue.segments import asks, one_more, sentences, states, unknown_head
from bot.knowledge import KnowledgeBase
from bot.matching import read
from bot.matching.utterance import Utterance
from bot.matching.vocabulary import Vocabulary


def said(utterance: Utterance, places: tuple[int, ...]) -> str:
    """Return the words at some places."""
    return " ".join(utterance.tokens[place].text for place in places)


def test_sentences(base: KnowledgeBase, index: Vocabulary) -> None:
    """The words of each sentence stand together, in order."""
    utterance = read("I study law! Who pays? Thanks", index, base.grammar)

    assert [said(utterance, places) for places in sentences(utterance)] == ["i study law", "who pays", "thanks"]


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        ("who pays", True), ("China pays?", True), ("and who pays", True), ("please list the members", True),
        ("is China a member", True), ("the members are six", False), ("grass is green", False),
    ],
)  # fmt: skip
def test_asks(text: str, asking: bool, base: KnowledgeBase, index: Vocabulary) -> None:
    """A sentence asks by its mark, or by how it begins after a little small talk."""
    utterance = read(text, index, base.grammar)

    assert asks(utterance, tuple(range(len(utterance.tokens))), base.grammar) is asking


@pytest.mark.parametrize(
    ("text", "unknown"),
    [("the gross product of all SCO countries", True), ("the recipe for a RATS salad", True), ("an overview of the SCO", False)],
)
def test_the_head_of_what_is_asked_may_be_unknown(text: str, unknown: bool, base: KnowledgeBase, index: Vocabulary) -> None:
    """A word that is not known has a thing of the field for its own, or none."""
    assert unknown_head(read(text, index, base.grammar), base.grammar) is unknown


@pytest.mark.parametrize(("text", "more"), [("one more body", True), ("the other permanent body", True), ("the body", False)])
def test_one_more(text: str, more: bool, base: KnowledgeBase, index: Vocabulary) -> None:
    """One thing more of a kind has no name yet, so that "it" is not what was named beside it."""
    assert one_more(read(text, index, base.grammar)) is more


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("China is a member.", True),
        ("I am a student. We have no time.", True),
        ("China is a member?", False),
        ("China is a member", False),
        ("Tell me who pays.", False),
        ("Is China a member.", False),
        ("The members.", False),
        ("Only those that were in it, please.", False),
    ],
)
def test_states(text: str, told: bool, base: KnowledgeBase, index: Vocabulary) -> None:
    """A full sentence that ends in a stop and asks for nothing only tells something."""
    assert states(read(text, index, base.grammar), base.grammar) is told


def test_nothing_does_not_ask(base: KnowledgeBase, index: Vocabulary) -> None:
    """A part without words asks nothing."""
    assert not asks(read("", index, base.grammar), (), base.grammar)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        pytest.param("I study law! Who are the members?", "who are the members", id="the sentence that asks"),
        pytest.param("For my essay I need to know who the members are", "who the members are", id="after a lead-in"),
        pytest.param("I am a student, who are the members?", "who are the members", id="the clause that asks"),
        pytest.param("For my zorblax notes: who are the SCO members?", "who are the sco members", id="behind what it is for"),
        pytest.param(
            "My boss Zorblax wants to know it, which countries are SCO members?",
            "which countries are sco members",
            id="behind who asks",
        ),
        pytest.param(
            "My friend claims that Japan is a member. Is that right?", "japan is a member is that right", id="what is claimed"
        ),
    ],
)
def test_narrowed(text: str, part: str, base: KnowledgeBase, index: Vocabulary) -> None:
    """The part that holds the question is among those that are tried."""
    utterance = read(text, index, base.grammar)

    assert part in [said(utterance, places) for places in narrowed(utterance, base.grammar)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("If Japan joins, who pays?", id="a condition"),
        pytest.param("The Zorblax treaty, who signed it?", id="a word that nobody knows"),
        pytest.param("Of the four organisations, which is the largest?", id="of what it is asked"),
        pytest.param("My band has six members, what does it cost?", id="nothing of the field"),
    ],
)
def test_a_clause_does_not_stand_without_what_it_hangs_on(text: str, base: KnowledgeBase, index: Vocabulary) -> None:
    """A question is not cut off from its condition, nor from a word that may be what it is about."""
    utterance = read(text, index, base.grammar)

    assert [said(utterance, places) for places in narrowed(utterance, base.grammar)] == []


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("who pays and when was it founded", ("who pays", "when was it founded")),
        ("the members and the observers", ("the members", "the observers")),
        ("who pays? where is it?", ("who pays", "where is it")),
        ("who led RATS and the Secretariat in 2012", ("who led rats 2012", "the secretariat in 2012")),
        ("who led RATS in 2019 and the Secretariat in 2012", ("who led rats in 2019", "the secretariat in 2012")),
    ],
)
def test_halves(text: str, pair: tuple[str, str], base: KnowledgeBase, index: Vocabulary) -> None:
    """Both sides of an and, and two questions in a row, are tried apart."""
    utterance = read(text, index, base.grammar)

    assert pair in [(said(utterance, left), said(utterance, right)) for left, right in halves(utterance, base.grammar)]


def test_two_questions_of_which_the_first_ends_in_one(base: KnowledgeBase, index: Vocabulary) -> None:
    """What both are about may stand before the first."""
    utterance = read("the MoU of 2007, with whom was it signed and what is it about", index, base.grammar)
    found = [(said(utterance, left), said(utterance, right)) for left, right in questions(utterance, base.grammar)]

    assert found == [("the mou of 2007 with whom was it signed", "what is it about")]


def test_one_question_has_no_halves(base: KnowledgeBase, index: Vocabulary) -> None:
    """A single question is not cut."""
    assert list(halves(read("who are the members", index, base.grammar), base.grammar)) == []


def test_two_question_words_share_the_rest(base: KnowledgeBase, index: Vocabulary) -> None:
    """When and where, of one thing, is asked twice."""
    utterance = read("when and where was it founded", index, base.grammar)
    found = [(said(utterance, one), said(utterance, two)) for one, two in without_kind(utterance, base.grammar)]

    assert ("when was it founded", "where was it founded") in found
