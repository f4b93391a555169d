"""Replies as JSON, batches of questions."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from bot.jsonl import LONGEST_LINE, answer_batch, as_dict, dump
from bot.model import Conversation, Part, Reason, Reply, Status
from tests.samples import MEMBERS, TODAY, UNKNOWN, echo


def _batch(*rows: str | bytes) -> list[tuple[dict[str, Any], bool]]:
    data = b"\n".join(row if isinstance(row, bytes) else row.encode() for row in rows)
    found: Iterable[tuple[dict[str, Any], bool]] = answer_batch(
        io.BytesIO(data), lambda text, talk: echo(text, talk, today=TODAY)
    )
    return list(found)


def test_keys_of_a_reply() -> None:
    """A JSON reply has exactly the keys that others build on, in this order."""
    reply = replace(MEMBERS, parts=(Part("members.list", {}), Part("seat", {"body": ("rats",)})))

    assert as_dict(reply, "c1") == {
        "question": "who are the members?",
        "conversation": "c1",
        "status": "answered",
        "reason": None,
        "intent": "members.list",
        "slots": {"status": ["member"]},
        "confidence": 0.97,
        "parts": [{"intent": "members.list", "slots": {}}, {"intent": "seat", "slots": {"body": ["rats"]}}],
        "text": MEMBERS.text,
        "citations": [
            {
                "source": "profile",
                "title": "Profile of the SCO",
                "publisher": "Small Arms Survey",
                "section": section,
                "item": item,
                "as_of": "2012-06-07",
                "url": "https://example.org/sco.html",
            }
            for section, item in (("Members", 2), ("Members", 1), ("Short description", 3))
        ],
        "suggestions": ["Who are the observers?"],
        "language": "en",
    }


def test_an_undated_source_has_no_date() -> None:
    """The date of a source that shows none is null."""
    (cited, *_) = MEMBERS.citations
    undated = replace(cited, source=replace(cited.source, as_of="", read="2026-11-23"))
    line = json.loads(dump(as_dict(replace(MEMBERS, citations=(undated,)))))

    assert [citation["as_of"] for citation in line["citations"]] == [None]


def test_a_declined_reply_says_why() -> None:
    """Status and reason are plain texts of a closed set; the rest is empty, never missing."""
    got = json.loads(dump(as_dict(replace(UNKNOWN, reason=Reason.OTHER_ORGANISATION))))

    assert (got["status"], got["reason"]) == ("unknown", "other_organisation")
    assert (got["intent"], got["conversation"], got["slots"], got["parts"], got["citations"]) == (None, None, {}, [], [])


def test_why_is_added_on_demand() -> None:
    """How a question was understood is only there when it is asked for."""
    assert "why" not in as_dict(MEMBERS)
    assert as_dict(MEMBERS, why=True)["why"] == ["rule members.list 0.97"]


@pytest.mark.parametrize("text", ["Türkiye, 上合组织", "line\nbreak\u2028", "half a pair \ud83d", "\x00\x1b[31m"])
def test_a_line_of_json_is_one_line_that_reads_back(text: str) -> None:
    """Any text survives the way through one line of UTF-8."""
    line = dump(as_dict(replace(MEMBERS, status=Status.CHAT, text=text)))

    assert json.loads(line.encode())["text"] == text
    assert line.count("\n") == 0


def test_letters_of_all_scripts_are_readable() -> None:
    """Letters stand as they are, not as escapes."""
    assert "上合组织" in dump({"text": "上合组织"})


def test_batch_answers_in_order() -> None:
    """Lines of one conversation follow each other up; a line without one stands alone."""
    rows = [
        {"question": "a", "conversation": "x"},
        {"question": "b"},
        {"question": "c", "conversation": "x"},
        {"question": "d", "conversation": 7},
        {"question": "e", "conversation": None},
    ]

    got = _batch(*(json.dumps(row) for row in rows))

    assert [(value["text"].split(" on ")[0], value["conversation"]) for value, _ in got] == [
        ("a after 0", "x"),
        ("b after 0", None),
        ("c after 1", "x"),
        ("d after 0", 7),
        ("e after 0", None),
    ]
    assert all(good for _, good in got)


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("", "not valid JSON"),
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        (b'{"question": "\xff"}', "not UTF-8"),
        ('"who"', "not an object"),
        ("{}", 'no text under "question"'),
        ('{"question": 5}', 'no text under "question"'),
        ('{"question": "q", "conversation": ["x"]}', '"conversation"'),
        ('{"question": "q", "conversation": true}', '"conversation"'),
        ('{"question": "' + "x" * LONGEST_LINE + '"}', "longer than"),
    ],
)
def test_a_bad_line_gets_an_error_in_its_place(row: str | bytes, error: str) -> None:
    """A line that cannot be used is told with its number, and the lines around it are answered."""
    before, bad, after = _batch('{"question": "a"}', row, '{"question": "b"}')

    assert bad[1] is False
    assert list(bad[0]) == ["error"]
    assert "Line 2 " in bad[0]["error"].replace(":", " ")
    assert error in bad[0]["error"]
    assert (before[0]["question"], after[0]["question"]) == ("a", "b")


def test_the_question_comes_back_as_given() -> None:
    """Whatever the assistant keeps of a question, the reply carries it as it was given."""
    got = list(answer_batch(io.BytesIO(b'{"question": "  Who? "}'), lambda _text, _talk: MEMBERS))

    assert got[0][0]["question"] == "  Who? "


def test_an_exception_does_not_end_a_batch() -> None:
    """A question that goes wrong gets an error in its place; those after it are answered."""

    def ask(text: str, _: Conversation) -> Reply:
        if text == "bad":
            raise RuntimeError(text)
        return MEMBERS

    rows = io.BytesIO(b'{"question": "bad"}\n{"question": "good"}')

    (bad, well), (good, fine) = answer_batch(rows, ask)

    assert (well, fine) == (False, True)
    assert bad == {"error": "Line 1: an error that should not happen: RuntimeError: bad"}
    assert good["question"] == "good"
