"""What Telegram does not let the bot do in a chat: it is given up with one line in the log, and others are answered."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from tests.telegram.conftest import Start
from tests.telegram.harness import QUICK
from tests.telegram.world import ME, person

ANN = person(7)
NAME = f"@{ME['username']}"


@pytest.mark.parametrize(
    "description",
    [
        "Forbidden: bot was kicked from the supergroup chat",
        "Bad Request: not enough rights to send text messages to the chat",
    ],
)
async def test_group_that_the_bot_may_not_write_to(start: Start, caplog: pytest.LogCaptureFixture, description: str) -> None:
    """A question from a group in which the bot has no right to write is logged once, and the next chat is answered."""
    async with start() as bot:
        group = bot.api.world.supergroup()
        bot.api.world.forbidden[group["id"]] = description
        with caplog.at_level(logging.INFO):
            for chat in (group, bot.api.world.private(ANN)):
                bot.api.say(chat, ANN, "/ask Who are the members?")
            messages = await bot.heard()

    assert [message["chat"]["type"] for message in messages] == ["private"]
    assert caplog.text.count("a message was not delivered") == 1
    assert [call.error for call in bot.api.failed()] == [description]


async def test_topic_that_is_closed(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    """In a topic that was closed nothing is said, in the other topics of the group it is; an open one never hears of it."""
    async with start() as bot:
        forum = bot.api.world.supergroup(is_forum=True)
        closed, other = bot.api.world.topic(forum, ANN), bot.api.world.topic(forum, ANN, "Other")
        bot.api.world.closed_topics.add((forum["id"], closed))
        with caplog.at_level(logging.INFO):
            for topic in (closed, other):
                bot.api.say(forum, ANN, "/ask Who are the members?", thread=topic)
            messages = await bot.heard()

    assert [message["message_thread_id"] for message in messages] == [other]
    assert caplog.text.count("a message was not delivered") == 1
    assert [call.error for call in bot.api.failed()] == ["Bad Request: TOPIC_CLOSED"]


async def test_nobody_types_in_a_channel(start: Start) -> None:
    """Where Telegram shows nobody that an answer is coming, it is not asked to, however long that takes."""
    async with start(tuning=replace(QUICK, read_timeout=5.0)) as bot:
        bot.api.slow["sendMessage"] = 1.2
        bot.api.say(bot.api.world.channel(), None, f"/ask{NAME} Who are the members?")
        assert len(await bot.heard()) == 1

    assert [call for call in bot.api.calls if call.method == "sendChatAction"] == []
