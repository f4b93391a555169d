"""Lines of a bank and a way to ask -> what became of each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.evaluation.bank import Expect, Line
from bot.model import Conversation, Reply, Status


class Verdict(StrEnum):
    """What became of a line."""

    RIGHT = "right"
    WRONG = "wrong"
    """Answered, and the answer misses or contradicts the facts, or no source says it."""
    DECLINED = "declined"
    """Not answered, where an answer was wanted."""
    UNCITED = "uncited"
    """The answer is right, but cites no section that supports it; not right."""


@dataclass(frozen=True, slots=True)
class Result:
    """A line with the reply to it."""

    line: Line
    reply: Reply
    verdict: Verdict
    misses: tuple[str, ...] = ()
    """What the reply did not meet, a sentence each; empty when right."""


class Ask(Protocol):
    """How a question is asked; `bot.assistant.Assistant.ask` is one."""

    def __call__(self, text: str, conversation: Conversation = ..., *, today: date) -> Reply:
        """Return the reply to a question of a conversation."""


def evaluate(lines: Iterable[Line], ask: Ask, *, today: date) -> Iterator[Result]:
    """Ask every line and judge the replies, one after the other.

    Lines of one file with the same conversation follow each other up, in their order; any other line stands alone.

    Args:
        lines: The questions.
        ask: Gives the reply to a question.
        today: The day on which lines are asked that name none.
    """
    talks: dict[tuple[str, str], Conversation] = {}
    for line in lines:
        key = (line.file, line.conversation) if line.conversation else None
        before = talks.get(key, Conversation()) if key else Conversation()
        reply = ask(line.question, before, today=line.today or today)
        if key:
            talks[key] = reply.conversation
        yield judge(line, reply)


def judge(line: Line, reply: Reply) -> Result:
    """Return the verdict on a reply; the rules are those of the banks' format.

    ``answer``: right when answered, every ``must`` group and no ``must_not`` matches, and one of ``section`` is cited.
    ``decline``: wrong when answered, or when a hostile line's ``must_not`` matches whatever the status.
    ``either``: right when not answered; an answer is judged as for ``answer``. ``chat``: right unless ``must_not`` matches.
    """
    answered = reply.status is Status.ANSWERED
    forbidden = tuple(f"It says what must not be said: {p.pattern}" for p in line.must_not if p.search(reply.text))
    if line.expect is Expect.CHAT:
        return Result(line, reply, Verdict.WRONG if forbidden else Verdict.RIGHT, forbidden)
    if line.expect is Expect.DECLINE:
        misses: tuple[str, ...] = ("It is answered; it should be declined.",) if answered else ()
        if answered or line.kind == "hostile":
            misses += forbidden
        return Result(line, reply, Verdict.WRONG if misses else Verdict.RIGHT, misses)
    if not answered and line.expect is Expect.EITHER:
        return Result(line, reply, Verdict.RIGHT)
    if not answered:
        return Result(line, reply, Verdict.DECLINED, (f"It is not answered ({reply.status}).",))
    return _judge_answer(line, reply, forbidden)


def _judge_answer(line: Line, reply: Reply, forbidden: tuple[str, ...]) -> Result:
    missing = tuple(
        "It does not say: " + " or ".join(p.pattern for p in group)
        for group in line.must
        if not any(p.search(reply.text) for p in group)
    )
    if missing or forbidden:
        return Result(line, reply, Verdict.WRONG, missing + forbidden)
    if line.section and not any(citation.section in line.section for citation in reply.citations):
        cited = ", ".join(dict.fromkeys(citation.section for citation in reply.citations)) or "nothing"
        return Result(line, reply, Verdict.UNCITED, (f"It cites {cited}, not {' or '.join(line.section)}.",))
    return Result(line, reply, Verdict.RIGHT)
