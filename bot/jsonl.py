"""Reply -> one line of JSON; lines of JSON -> the questions of a batch."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from bot.model import Citation, Conversation, Part, Reply

LONGEST_LINE = 1 << 20  # bytes of one batch line; of a question itself only the first thousand characters are read


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of a batch: a question, and the conversation it belongs to."""

    number: int
    """Which line, counted from 1."""
    question: str
    conversation: str | int | None


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line of a batch that cannot be used."""

    error: str
    """What is wrong with it, with its number, in one sentence."""


def as_dict(reply: Reply, conversation: str | int | None = None, *, why: bool = False) -> dict[str, object]:
    """Return the reply under the keys that others build on; ``why`` is added only on demand."""
    found: dict[str, object] = {
        "question": reply.question,
        "conversation": conversation,
        "status": reply.status.value,
        "reason": reply.reason.value if reply.reason else None,
        "intent": reply.intent,
        "slots": {name: list(ids) for name, ids in reply.slots.items()},
        "confidence": round(reply.confidence, 4),
        "parts": [_part(part) for part in reply.parts],
        "text": reply.text,
        "citations": [_citation(citation) for citation in reply.citations],
        "suggestions": list(reply.suggestions),
        "language": reply.language,
    }
    return found | {"why": list(reply.why)} if why else found


def dump(value: dict[str, object]) -> str:
    """Return the value on one line, with letters of all scripts as they are.

    Half a surrogate pair cannot be written in UTF-8: a line that holds one has its other letters escaped, too.
    """
    text = json.dumps(value, ensure_ascii=False)
    return json.dumps(value) if any("\ud800" <= char <= "\udfff" for char in text) else text


def read_batch(stream: BinaryIO) -> Iterator[Asked | BadLine]:
    """Yield what each line asks, in order, a `BadLine` in the place of one that cannot be used (an empty one, too)."""
    number = 0
    while row := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(row) > LONGEST_LINE:
            while row and not row.endswith(b"\n"):
                row = stream.readline(LONGEST_LINE)
            yield BadLine(f"Line {number} is longer than {LONGEST_LINE} bytes.")
            continue
        yield _asked(number, row)


def answer_batch(
    stream: BinaryIO, ask: Callable[[str, Conversation], Reply], *, why: bool = False
) -> Iterator[tuple[dict[str, object], bool]]:
    """Yield for each line of a batch its reply (or ``{"error": …}``) and whether the line was well formed.

    Lines of the same conversation follow each other up; a line without one stands alone. A question that ends in an
    exception gets an error in its place as well.
    """
    talks: dict[str | int, Conversation] = {}
    for asked in read_batch(stream):
        if isinstance(asked, BadLine):
            yield {"error": asked.error}, False
            continue
        name = asked.conversation
        try:
            reply = ask(asked.question, Conversation() if name is None else talks.get(name, Conversation()))
        except Exception as error:  # noqa: BLE001  (one question must not take the answers of all others away)
            yield {"error": f"Line {asked.number}: an error that should not happen: {type(error).__name__}: {error}"}, False
            continue
        if name is not None:
            talks[name] = reply.conversation
        yield as_dict(reply, name, why=why) | {"question": asked.question}, True


def _asked(number: int, row: bytes) -> Asked | BadLine:
    try:
        data = json.loads(row.decode("utf-8"))
    except UnicodeDecodeError:
        return BadLine(f"Line {number} is not UTF-8 text.")
    except (ValueError, RecursionError) as error:
        return BadLine(f"Line {number} is not valid JSON: {error}.")
    if not isinstance(data, dict):
        return BadLine(f'Line {number} is not an object: write {{"question": "…"}}.')
    question, conversation = data.get("question"), data.get("conversation")
    if not isinstance(question, str):
        return BadLine(f'Line {number} has no text under "question".')
    if isinstance(conversation, bool) or not isinstance(conversation, str | int | None):
        return BadLine(f'Line {number}: "conversation" is neither a text nor a number.')
    return Asked(number, question, conversation)


def _part(part: Part) -> dict[str, object]:
    return {"intent": part.intent, "slots": {name: list(ids) for name, ids in part.slots.items()}}


def _citation(citation: Citation) -> dict[str, object]:
    source = citation.source
    return {
        "source": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "section": citation.section,
        "item": citation.item,
        "as_of": source.as_of or None,
        "url": source.url,
    }
