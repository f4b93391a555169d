"""A chat in the terminal: reads a line, shows the reply, keeps the conversation."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import platformdirs

from bot.model import Conversation, Reply
from bot.terminal import check_phrases, render, screen_of

if TYPE_CHECKING:
    from bot.assistant import Assistant

Prompt = Callable[[str], str]
"""Shows a mark and returns the line that was typed; raises EOFError at the end of the input."""

HELP = frozenset({"help", "/help", "?"})
QUIT = frozenset({"quit", "exit", "/quit", "/exit"})

_log = logging.getLogger(__name__)


def run(assistant: Assistant, *, today: date, source: TextIO, out: TextIO) -> None:
    """Chat on a terminal, with line editing and a history; or answer the lines of a stream that is none.

    Raises:
        BotError: The knowledge lacks phrases that the chat says.
    """
    phrases = assistant.knowledge.phrases
    check_phrases(phrases)
    if source.isatty() and out.isatty():
        prompt = editing_prompt(platformdirs.user_state_path("sco-bot") / "history")
        out.write(f"{phrases['terminal.chat.start']}\n\n")
    else:
        prompt = line_prompt(source)
    screen = screen_of(out)
    help_text = phrases["terminal.chat.help"].format(
        questions="\n".join(f"• {command.question}" for command in assistant.knowledge.commands)
    )
    chat(
        prompt,
        out,
        lambda text, conversation: assistant.ask(text, conversation, today=today),
        lambda reply: render(reply, phrases, screen=screen, suggest=True),
        {**phrases, "terminal.chat.help": help_text},
    )


def chat(
    prompt: Prompt,
    out: TextIO,
    ask: Callable[[str, Conversation], Reply],
    render: Callable[[Reply], tuple[str, ...]],
    phrases: Mapping[str, str],
) -> None:
    """Answer until the person leaves.

    A long reply is shown page by page: an empty line brings the next page, a question goes on without it. An exception
    in an answer is logged and told in one line; the chat goes on.

    Args:
        prompt: Reads a line.
        out: Where replies are shown.
        ask: Gives the reply to a question of a conversation.
        render: Gives the pages of a reply.
        phrases: Those of ``terminal.chat.`` and ``terminal.more``, with ``{page}`` and ``{pages}``.
    """
    conversation = Conversation()
    pages: tuple[str, ...] = ()
    rest: Iterator[tuple[int, str]] = iter(())
    mark = "> "
    while True:
        try:
            text = prompt(mark).strip()
        except EOFError:
            text = "quit"
        if text.casefold() in QUIT:
            out.write(f"{phrases['terminal.chat.quit']}\n")
            return
        if text.casefold() in HELP:
            pages = (phrases["terminal.chat.help"],)
            rest = enumerate(pages, 1)
        elif text:
            try:
                reply = ask(text, conversation)
            except Exception:  # noqa: BLE001  (one question must not end the chat)
                _log.exception("a question was not answered: %r", text)
                pages = (phrases["terminal.chat.error"],)
            else:
                conversation = reply.conversation
                pages = render(reply)
            rest = enumerate(pages, 1)
        number, page = next(rest, (0, ""))
        mark = "> "
        if number:
            out.write(f"{page}\n\n")
            out.flush()
            if number < len(pages):
                mark = f"{phrases['terminal.more'].format(page=number, pages=len(pages))} > "


def line_prompt(source: TextIO) -> Prompt:
    """Return a prompt that reads lines of a stream which is no terminal; it shows nothing."""

    def read(_: str) -> str:
        line = source.readline()
        if not line:
            raise EOFError
        return line

    return read


def editing_prompt(history: Path) -> Prompt:
    """Return a prompt for a terminal: lines can be edited, earlier ones are kept in a file and found with the arrow keys.

    Ctrl-C drops the line that is being typed, as a shell does; Ctrl-D on an empty line ends the chat. Where the history
    cannot be written it is kept until the chat ends.
    """
    from prompt_toolkit import PromptSession  # noqa: PLC0415  (takes a tenth of a second that `ask` does not have)
    from prompt_toolkit.history import FileHistory, History, InMemoryHistory  # noqa: PLC0415

    kept: History
    try:
        history.parent.mkdir(parents=True, exist_ok=True)
        history.touch(mode=0o600)
        kept = FileHistory(str(history))
    except OSError:
        kept = InMemoryHistory()
    session: PromptSession[str] = PromptSession(history=kept)

    def read(mark: str) -> str:
        while True:
            try:
                return session.prompt(mark)
            except KeyboardInterrupt:
                continue

    return read
