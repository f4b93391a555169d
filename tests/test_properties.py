"""What holds for any text, and for any question of the banks that is said a little differently."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.evaluation import read
from bot.knowledge import load
from bot.matching import read as understood
from bot.matching.vocabulary import vocabulary
from bot.model import Conversation, Reply, Status
from bot.text import LONGEST
from tests.samples import TODAY

BASE = load()
ASSISTANT = Assistant(BASE)
INDEX = vocabulary(BASE)

LINES = read(sorted((Path(__file__).parent / "questions").glob("*.jsonl")))
EACH = 6
"""One question of so many is tried, by the alphabet: they are many and alike, and each is asked in a dozen ways."""
CLEAN = sorted(
    {
        line.question
        for line in LINES
        if line.style == "clean" and not line.conversation and line.lang == "en" and line.kind not in {"chat", "hostile"}
    }
)[::EACH]


def ask(text: str, conversation: Conversation = Conversation()) -> Reply:  # noqa: B008  (frozen)
    """Return the reply to a text."""
    return ASSISTANT.ask(text, conversation, today=TODAY)


def legal(reply: Reply) -> None:
    """Fail unless a reply has a shape that every renderer can show."""
    assert reply.text.strip()
    assert (reply.reason is not None) == (reply.status is Status.UNKNOWN)
    assert 0 <= reply.confidence <= 1
    assert reply.status is not Status.ANSWERED or (reply.intent and reply.citations)
    assert reply.status in {Status.ANSWERED, Status.UNKNOWN} or not reply.citations  # a decline may tell a fact, too
    assert len(reply.suggestions) <= 3
    assert all(text.strip() for text in reply.suggestions)
    assert not reply.parts or len(reply.parts) > 1
    reply.text.encode("utf-8")


def meant(reply: Reply) -> tuple[object, ...]:
    """Return what was understood."""
    return reply.status, reply.intent, dict(reply.slots)


ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
WORDS = st.lists(st.sampled_from(sorted(INDEX.known)), max_size=12).map(" ".join)
ODD = st.sampled_from(
    ["\x00", "\ud800", "\u202e", "\u200d", "\ufeff", "\u2028", "<b>", "&lt;", "**", "\n", "?", "!", "'", "and", "not", "2010"]
)
MIXED = st.lists(st.one_of(st.sampled_from(sorted(INDEX.known)), ODD), max_size=12).map(" ".join)


@settings(max_examples=150)
@given(text=st.one_of(ANY_TEXT, WORDS, MIXED))
@example(text="")
@example(text="\x00\x01\x02")
@example(text="\ud800\udfff who are the members")
@example(text="\u202ewho are the members\u202c")
@example(text="\u2066\u2069\u200f")
@example(text="e\u0301" * 50)
@example(text="\U0001f468\u200d\U0001f469\u200d\U0001f467")
@example(text="0" * 500)
@example(text="9" * 400)
@example(text="does China pay " + "9" * 310 + " per cent")
@example(text="(" * 500)
@example(text="a b c d e f g h i j k l m n o p")
@example(text="²⁵ ½ ٣ 五")
@example(text="in 00")
def test_any_text_gets_a_reply_of_a_legal_shape(text: str) -> None:
    """Whatever is typed, a reply comes back that can be shown."""
    legal(ask(text))


@settings(max_examples=60)
@given(
    texts=st.lists(
        st.one_of(WORDS, st.sampled_from([line.question for line in LINES if line.conversation])), min_size=2, max_size=5
    )
)
def test_any_conversation_gets_replies_of_a_legal_shape(texts: list[str]) -> None:
    """Whatever is said one after the other, each reply can be shown."""
    conversation = Conversation()
    for text in texts:
        reply = ask(text, conversation)
        legal(reply)
        conversation = reply.conversation


@pytest.mark.parametrize("piece", ["who are the members ", "a", "\u202e", "<b>", "word\n", "?", "and ", "\U0001f600"], ids=repr)
def test_a_very_long_text_is_capped(piece: str) -> None:
    """Of a megabyte no more is read than the cap allows, and a reply comes back."""
    text = piece * (1_000_000 // len(piece))
    utterance = understood(text, INDEX, BASE.grammar)

    assert sum(len(token.raw) for token in utterance.tokens) <= LONGEST
    legal(ask(text))


@pytest.mark.parametrize("piece", ["china ", "and ", "not ", "2010 ", "share budget ", "mou csto ", "who when "], ids=repr)
def test_work_grows_in_proportion(piece: str) -> None:
    """Twice the text has about twice the mentions: no reading of one word multiplies those of the next."""
    half, whole = (len(understood(piece * count, INDEX, BASE.grammar).mentions) for count in (20, 40))

    assert whole <= 2.2 * half + 5


WRAPPED: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "lower case": str.lower,
    "spaces around": lambda text: f"  \n{text} \t ",
    "spaces between": lambda text: text.replace(" ", "   "),
    "no mark": lambda text: text.rstrip("?!. "),
    "two marks": lambda text: f"{text.rstrip('?!. ')}??",
    "please in front": lambda text: f"please, {text}",
    "please behind": lambda text: f"{text.rstrip('?!. ')} please?",
    "a greeting": lambda text: f"Hello! {text}",
    "hi": lambda text: f"hi, {text}",
}


@cache
def plainly(question: str) -> tuple[object, ...]:
    """Return what is understood of a question as it stands."""
    return meant(ask(question))


@pytest.mark.parametrize("question", [pytest.param(question, id=question) for question in CLEAN])
def test_how_it_is_said_changes_nothing(question: str) -> None:
    """Case, spaces, closing marks, please and a greeting never change what is understood of a clean question."""
    assert [how for how, say in WRAPPED.items() if meant(ask(say(question))) != plainly(question)] == []


def swapped(question: str) -> list[str]:
    """Return the question with two neighbouring letters swapped within one of its long words, once for each place."""
    found = []
    for word in re.finditer(r"[A-Za-z]{7,}", question):
        for place in range(word.start() + 1, word.end() - 1):
            one, other = question[place], question[place + 1]
            if one != other:
                found.append(f"{question[:place]}{other}{one}{question[place + 2 :]}")
    return found


def crossed(question: str, slip: str) -> bool:
    """Return whether a slip is answered as another question."""
    reply = ask(slip)
    return reply.status is Status.ANSWERED and reply.intent != plainly(question)[1]


SHORT = 60
"""Characters up to which a question is spoilt letter by letter: a long one has as many places as several of these."""
SPOILT = [question for question in CLEAN if len(question) <= SHORT and swapped(question)]


@pytest.mark.parametrize("question", [pytest.param(question, id=question) for question in SPOILT])
def test_swapped_letters_never_lead_to_another_answer(question: str) -> None:
    """Two swapped letters in a long word keep the intent, or no answer is given."""
    assert [slip for slip in swapped(question) if crossed(question, slip)] == []


MARKUP = [
    "<b>{}</b>",
    "<a href='http://x.example'>{}</a>",
    "<script>{}</script>",
    "**{}**",
    "[{}](http://x.example)",
    "`{}`",
    "&lt;{}&gt;",
    "<i>{}",
]


@settings(max_examples=120)
@given(frame=st.sampled_from(MARKUP), question=st.sampled_from(CLEAN))
def test_markup_of_the_question_never_comes_back(frame: str, question: str) -> None:
    """Tags, links and signs of Markdown in a question do not show up in the text of the reply."""
    text = ask(frame.format(question)).text

    assert not re.search(r"</?[a-z]+[ >]|x\.example|\*\*|`|&[lg]t;", text)


def test_there_is_something_to_vary() -> None:
    """The banks hold enough clean questions for these properties to say something."""
    assert len(CLEAN) > 200
    assert sum(map(len, map(swapped, SPOILT))) > 5_000
