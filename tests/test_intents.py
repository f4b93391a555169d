"""Words and mentions -> the rule that was meant: rules of a few lines, and what they must not take."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.intents import Reading, fitting, near
from bot.intents.polarity import polar
from bot.intents.rules import Rules, rules
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import GrammarShape
from bot.matching import read
from bot.matching.utterance import Utterance
from bot.matching.vocabulary import Vocabulary, vocabulary

RULES = """
words:
  pay: {forms: ["pay~"]}
  posts: {forms: ["posts"]}
  staff: {forms: ["staff"]}
  who: {forms: ["who"], group: "kind"}
  when: {forms: ["when"], group: "kind"}
  not: {forms: ["not", "none"]}
  most: {forms: ["most"], group: "rank"}
rules:
  pay.of:
    examples: []
    needs: ["pay", "<country>"]
    may: ["not"]
    do: "say"
  pay.list:
    examples: []
    needs: ["pay"]
    asks: ["who"]
    never: ["posts"]
    do: "say"
  pay.most:
    examples: []
    needs: ["pay", "most"]
    asks: ["who"]
    do: "say"
  posts.any:
    examples: []
    needs: ["posts|staff"]
    do: "say"
  country:
    examples: []
    needs: ["<country>"]
    do: "say"
    options: {bare: "yes"}
"""

Make = Callable[[str], KnowledgeBase]


def readings(text: str, base: KnowledgeBase) -> tuple[Reading, ...]:
    """Return the readings of a text by the rules that take it, the best first."""
    return fitting(read(text, vocabulary(base), base.grammar), Rules(rules(base)), base.grammar)


def taken(text: str, base: KnowledgeBase) -> str:
    """Return the rule that wins a text, "" where none takes it."""
    found = readings(text, base)
    return found[0].query.intent if found else ""


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        pytest.param("who pays?", "pay.list", id="what it needs and asks"),
        pytest.param("Who pays most?", "pay.most", id="more needs win"),
        pytest.param("Does China pay?", "pay.of", id="a country counts as a need"),
        pytest.param("does China not pay", "pay.of", id="a word that it may meet"),
        pytest.param("staff", "posts.any", id="either of two needs"),
        pytest.param("posts", "posts.any", id="the other of two needs"),
        pytest.param("China", "country", id="a name alone"),
        pytest.param("could you please tell me about China", "country", id="fillers do not matter"),
        pytest.param("when does China pay?", "", id="asks what the rule does not answer"),
        pytest.param("who pays for posts", "", id="a word that it never takes"),
        pytest.param("who pays for bananas", "", id="a word that nobody knows"),
        pytest.param("most", "", id="a need that is not met"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_which_rule_takes_it(text: str, rule: str, small: Make) -> None:
    """A rule takes a question only if it knows each of its words and none of its needs is left."""
    assert taken(text, small(RULES)) == rule


def test_slots_keep_the_order_of_the_question(small: Make) -> None:
    """The countries of a question stand in the slot as they were said."""
    query = readings("Do Uzbekistan and China pay?", small(RULES))[0].query

    assert query.of("country") == ("uzb", "chn")


def test_a_slip_lowers_the_confidence(small: Make) -> None:
    """A question that was read through a slip is less certain than one that was not."""
    base = small(RULES)
    right, slipped = (readings(text, base)[0].query.confidence for text in ("does China pay", "does Chian pay"))

    assert 0.9 < slipped < right <= 1


def test_two_rules_that_explain_as_much_make_it_uncertain(small: Make) -> None:
    """Where another rule fits as well, the confidence falls, and the names of the rules decide, not their place."""
    twins = RULES.replace("  posts.any:", '  pay.again: {examples: [], needs: ["pay"], asks: ["who"], do: "say"}\n  posts.any:')
    base = small(twins)
    found = readings("who pays", base)

    assert found[0].query.intent == "pay.again"
    assert found[0].query.confidence < found[1].query.confidence


def test_two_needs_are_not_met_by_the_same_words(small: Make) -> None:
    """A word meets one need of a rule, not two of them."""
    base = small(RULES.replace('needs: ["pay", "most"]', 'needs: ["pay", "pay"]'))

    assert taken("who pays", base) == "pay.list"


def test_near_tells_what_is_lacking(small: Make) -> None:
    """A rule that takes a question only in part says what it cannot explain and what it lacks."""
    base = small(RULES)
    found = near(read("China bananas", vocabulary(base), base.grammar), Rules(rules(base)), base.grammar)
    by_rule = {reading.rule.id: reading for reading in found}

    assert by_rule["country"].left == ("bananas",)
    assert by_rule["pay.of"].missing == ("pay",)
    assert not by_rule["country"].fits


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        pytest.param("Is China a member?", True, id="begins with is"),
        pytest.param("Does China pay?", True, id="begins with does"),
        pytest.param("Hello, is China a member?", True, id="after a greeting"),
        pytest.param("Tell me whether China pays", True, id="whether"),
        pytest.param("Can you tell me who pays?", False, id="turned to somebody"),
        pytest.param("Do you know when it was founded?", False, id="do you know when"),
        pytest.param("Who is a member?", False, id="who"),
        pytest.param("What does China pay?", False, id="what does"),
        pytest.param("When was it founded?", False, id="when was"),
        pytest.param("Does China pay, or does it not?", False, id="or not"),
        pytest.param("Does EurAsEC still exist, or was it dissolved?", False, id="one of two things"),
        pytest.param("China", False, id="a name"),
        pytest.param("I have a question: who pays?", False, id="I have"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_polar(text: str, asked: bool, base: KnowledgeBase, index: Vocabulary) -> None:
    """Yes or No is wanted where an auxiliary comes first, or a whether inside."""
    assert polar(read(text, index, base.grammar), base.grammar) is asked


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Does China not pay?", True), ("is it true that China does not pay", True), ("Isn't China paying?", False),
        ("Does China pay or not?", False), ("Does China pay?", False),
        ("Do none of China pay?", True),
    ],
)  # fmt: skip
def test_negated(text: str, denied: bool, small: Make) -> None:
    """A not within the statement denies it; one that only colours the question does not."""
    assert readings(text, small(RULES))[0].query.negated is denied


@pytest.mark.parametrize(
    ("text", "past"),
    [
        pytest.param("did China pay", True, id="of a time that is over"),
        pytest.param("has China been paid", True, id="up to now"),
        pytest.param("does China pay", False, id="of today"),
    ],
)
def test_past(text: str, past: bool, small: Make) -> None:
    """A question of what was so once is told from one of what is so."""
    assert near(*_asked(text, small))[0].query.past is past


def test_what_is_heard_and_not_used(small: Make) -> None:
    """A query knows of words that its rule takes no notice of; they are in none of its slots."""
    query = next(one.query for one in near(*_asked("who pays most", small)) if one.query.intent == "pay.list")

    assert "most" in query.heard
    assert not query.has("most")


def _asked(text: str, small: Make) -> tuple[Utterance, Rules, GrammarShape]:
    base = small(RULES)
    return read(text, vocabulary(base), base.grammar), Rules(rules(base)), base.grammar


def test_rules_are_looked_up_by_the_words_that_they_need(small: Make) -> None:
    """A rule is met where each of its needs is named, touched where one is; both come in the order of the rules."""
    every = rules(small(RULES))
    known = Rules(every)
    names = frozenset().union(*(need for rule in every for need in rule.needs))

    assert known.met(names) == list(every)
    assert known.met(()) == known.touched(()) == []
    assert list(known) == list(every)
    assert len(known) == len(every)
    for rule in every:
        assert rule in known.touched(list(rule.needs[0])[:1])
