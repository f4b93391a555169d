"""What narrows a question for Yes or No, and what is said of it."""

from __future__ import annotations

import pytest

from bot.answering import OPERATIONS
from bot.answering.narrowing import NARROWINGS, Narrowing
from bot.assistant import Assistant
from bot.knowledge import KnowledgeBase
from tests.samples import TODAY


@pytest.mark.parametrize("narrowing", NARROWINGS, ids=lambda one: one.word)
def test_a_narrowing_is_of_what_there_is(narrowing: Narrowing, base: KnowledgeBase) -> None:
    """Its word is one that people say, and it speaks of operations and rules that there are: a slip would go unnoticed."""
    words = {*base.groups, *base.kinds, "first", "last", "<number>", "<year>", "<country>", "<body>"}
    names = (*OPERATIONS, *base.rules)

    assert narrowing.word in words
    assert all(any(name.startswith(start) for name in names) for start in narrowing.within)
    assert narrowing.heeded <= {*names}


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        pytest.param("Do China and Russia pay more than Kazakhstan?", "Yes.", id="plain"),
        pytest.param("Is only China a member?", "China is a member", id="only who"),
        pytest.param("Is Iran only an observer?", "No.", id="only what"),
        pytest.param("Is Mongolia only an observer?", "Yes.", id="only what, and so it is"),
        pytest.param("Is the Secretariat the only permanent body?", "No.", id="only, reckoned with"),
        pytest.param("Does the Secretariat sit in Beijing, or is it in Moscow?", "The Secretariat", id="a choice"),
        pytest.param("Did the SCO adopt the Charter in 2002?", "Yes.", id="of its year"),
        pytest.param("Is the Charter of 2005 binding?", "The SCO Charter", id="of another year"),
    ],
)
def test_what_an_answer_begins_with(question: str, opening: str, assistant: Assistant) -> None:
    """Yes and No are said to what the answer looked at, and to nothing else."""
    assert assistant.ask(question, today=TODAY).text.startswith(opening)
