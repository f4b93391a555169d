"""The chat in the terminal."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.chat import Prompt, chat, line_prompt
from bot.model import Conversation, Reply
from tests.samples import TODAY, echo
from tests.test_terminal import PHRASES


def _prompt(lines: Iterable[str], marks: list[str]) -> Prompt:
    rest = iter(lines)

    def read(mark: str) -> str:
        marks.append(mark)
        try:
            return next(rest)
        except StopIteration:
            raise EOFError from None

    return read


def _talk(*lines: str, pages: int = 1) -> tuple[str, list[str]]:
    out = io.StringIO()
    marks: list[str] = []
    chat(
        _prompt(lines, marks),
        out,
        lambda text, conversation: echo(text, conversation, today=TODAY),
        lambda reply: tuple(f"{reply.text} page {number}" for number in range(1, pages + 1)),
        PHRASES,
    )
    return out.getvalue(), marks


def test_follow_ups() -> None:
    """Each question finds the conversation as the one before left it; the end of the input ends the chat."""
    said, _ = _talk("a", "b")

    assert said == "a after 0 on 2025-11-30 page 1\n\nb after 1 on 2025-11-30 page 1\n\nbye\n"


@pytest.mark.parametrize("word", ["quit", "exit", " QUIT ", "/quit"])
def test_quit(word: str) -> None:
    """The words that leave end the chat at once."""
    assert _talk(word, "a")[0] == "bye\n"


@pytest.mark.parametrize("word", ["help", "Help", "?"])
def test_help(word: str) -> None:
    """Help is told without asking the assistant."""
    assert _talk(word)[0] == "help\n\nbye\n"


def test_pages() -> None:
    """An empty line brings the next page while there is one; the mark says how many there are."""
    said, marks = _talk("a", "", "", "", pages=3)

    assert [line[-6:] for line in said.split("\n\n")[:-1]] == ["page 1", "page 2", "page 3"]
    assert marks == ["> ", "(1 of 3) > ", "(2 of 3) > ", "> ", "> "]


def test_a_question_leaves_the_other_pages() -> None:
    """A new question goes on without the pages that were not read."""
    said, _ = _talk("a", "b", pages=2)

    assert "a after 0 on 2025-11-30 page 2" not in said
    assert "b after 1 on 2025-11-30 page 1" in said


def test_an_error_does_not_end_the_chat(caplog: pytest.LogCaptureFixture) -> None:
    """What goes wrong in one answer is logged and told in one line; the next question is answered."""

    def ask(text: str, conversation: Conversation) -> Reply:
        if text == "bad":
            raise RuntimeError(text)
        return echo(text, conversation, today=TODAY)

    out = io.StringIO()
    chat(_prompt(["bad", "good"], []), out, ask, lambda reply: (reply.text,), PHRASES)

    assert out.getvalue() == "sorry\n\ngood after 0 on 2025-11-30\n\nbye\n"
    assert "RuntimeError: bad" in caplog.text


def test_lines_of_a_pipe() -> None:
    """A stream that is no terminal is read line by line, without a prompt."""
    read = line_prompt(io.StringIO("a\nb"))

    assert [read(""), read("")] == ["a\n", "b"]
    with pytest.raises(EOFError):
        read("")


def test_history_is_kept(tmp_path: Path) -> None:
    """The line editor writes what was typed into the history file, which only its owner may read."""
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    from bot.chat import editing_prompt

    history = tmp_path / "deep" / "history"
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("who\x03members\r")  # Ctrl-C drops the line that is being typed

        assert editing_prompt(history)("> ") == "members"

    assert "+members" in history.read_text("utf-8")
    assert history.stat().st_mode & 0o077 == 0
