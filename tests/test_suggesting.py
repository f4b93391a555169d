"""What is suggested after an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.knowledge import KnowledgeBase
from bot.matching import read
from bot.matching.vocabulary import Vocabulary
from bot.suggesting import MOST, Suggestions, suggestions

QUESTION = "Who are the members?"


def following(base: KnowledgeBase, index: Vocabulary, named: list[str]) -> tuple[str, ...]:
    """Return what is suggested after an answer of the first rule, when it names these as `next`."""
    first, rule = next(iter(base.rules.items()))
    changed = {key: getattr(rule, key) for key in rule.__struct_fields__} | {"next": named}
    rules = {**base.rules, first: type(rule)(**changed)}
    return suggestions(replace(base, rules=rules), index).after(first, read(QUESTION, index, base.grammar))


def test_what_a_rule_names_comes_first(base: KnowledgeBase, index: Vocabulary) -> None:
    """The first example of each rule under `next` leads what is suggested."""
    named = [name for name, rule in base.rules.items() if rule.examples][-2:]

    assert following(base, index, named)[:2] == tuple(base.rules[name].examples[0] for name in named)


def test_a_rule_without_examples_under_next(base: KnowledgeBase, index: Vocabulary) -> None:
    """A rule that only works on the last answer has no example; it is passed over."""
    bare = [name for name, rule in base.rules.items() if not rule.examples]
    assert bare

    assert following(base, index, bare) == following(base, index, [])


def test_a_rule_that_is_not_there_under_next(base: KnowledgeBase, index: Vocabulary) -> None:
    """A dead name, which the check tells of, breaks no answer."""
    assert len(following(base, index, ["nowhere"])) <= MOST


@pytest.mark.parametrize("typed", [QUESTION, f"  {QUESTION.upper()} "], ids=["as it stands", "said otherwise"])
def test_the_question_itself_is_not_suggested(typed: str, base: KnowledgeBase, index: Vocabulary) -> None:
    """What was just asked is not offered again."""
    assert QUESTION not in suggestions(base, index).near(typed, read(typed, index, base.grammar))


def test_nothing_follows_where_nobody_asks_for_it(base: KnowledgeBase, index: Vocabulary) -> None:
    """After an answer nothing is suggested, and no example is read for it; a question back still has its choices."""
    quiet = replace(suggestions(base, index), following=False)

    assert quiet.after("share.of", read("What does China pay?", index, base.grammar)) == ()
    assert "places" not in vars(quiet)
    assert quiet.near("budget of the moon", read("budget of the moon", index, base.grammar))


def test_what_says_little_else_comes_first(base: KnowledgeBase, index: Vocabulary) -> None:
    """Of examples that share as much with a question, the plainest is nearest, wherever it stands in the files."""
    found = Suggestions(base, index, (("long", "Who pays the budget of RATS in Tashkent?"), ("plain", "Who pays the budget?")))

    near = found.near("the budget", read("the budget", index, base.grammar))

    assert near == ("Who pays the budget?", "Who pays the budget of RATS in Tashkent?")
