"""One line a question, in every place where it can be asked."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from tests.telegram.conftest import Start
from tests.telegram.harness import Running
from tests.telegram.looking import labels
from tests.telegram.world import ME, person

ANN = person(7654321)
NAME = f"@{ME['username']}"


async def everywhere(bot: Running) -> list[int]:
    """Have Ann ask in each kind of place, by a button and by an edit, and return the ids of the chats."""
    world = bot.api.world
    places = [world.private(ANN), world.group(), world.supergroup(), world.channel()]
    for place in places[:3]:
        bot.api.say(place, ANN, "/ask Who are the members?")
    bot.api.say(places[3], None, f"{NAME} who are the members?")
    bot.api.push(world.guest(ANN, f"{NAME} who won the cup?"))
    said = bot.api.say(world.private(ANN), ANN, "organisation")
    asks = next(message for message in await bot.heard() if message["text"].startswith("Which of these"))
    bot.api.push(world.press(asks, ANN, f"1:q:{labels(asks)[1]}"), world.edited(said, "hello"))
    await bot.idle()
    return [int(place["id"]) for place in places]


def said(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """Return what the lines of questions say."""
    return [vars(record)["fields"] for record in caplog.records if record.message == "question"]


async def test_one_line_a_question(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    """It says the kind of chat, what was understood, the status and the milliseconds, and nothing of who or what."""
    caplog.set_level(logging.DEBUG, "bot")
    async with start() as bot:
        await everywhere(bot)
    fields = said(caplog)

    assert sorted((one["chat"], one["status"], one["intent"] or one["reason"] or "") for one in fields) == [
        ("channel", "answered", "members.list"),
        ("group", "answered", "members.list"),
        ("guest", "unknown", "not_in_source"),
        ("private", "answered", "members.list"),
        ("private", "answered", "share"),
        ("private", "chat", ""),
        ("private", "clarify", ""),
        ("supergroup", "answered", "members.list"),
    ]
    assert all(one["ms"] > 0 and one["sent"] for one in fields)
    assert {key for one in fields for key in one} == {"chat", "status", "intent", "reason", "ms", "sent"}
    assert str(ANN["id"]) not in caplog.text


async def test_texts_where_they_are_asked_for(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    """With LOG_TEXTS each line also says what was asked, in which chat and by whom."""
    caplog.set_level(logging.INFO, "bot")
    async with start(settings={"log_texts": True}) as bot:
        private, group, supergroup, channel = await everywhere(bot)
    who = ANN["id"]

    assert sorted((one["text"], one["chat_id"], one["user_id"]) for one in said(caplog)) == sorted(
        [
            ("Who are the members?", private, who),
            ("Who are the members?", group, who),
            ("Who are the members?", supergroup, who),
            ("who are the members?", channel, channel),
            ("who won the cup?", -1009000000001, who),
            ("organisation", private, who),
            ("What share does Russia pay?", private, who),
            ("hello", private, who),
        ]
    )
