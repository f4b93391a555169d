"""What is a flood and what is none, as it comes in over HTTP."""

from __future__ import annotations

import datetime as dt
import logging

import pytest

from tests.telegram.hand_made import knowledge
from tests.telegram.harness import Running
from tests.telegram.world import ME, person

ANN = person(7)
NAME = f"@{ME['username']}"
SLOW, STALE = (knowledge().phrases[key] for key in ("telegram.slow", "telegram.button.stale"))


async def test_what_piled_up_is_no_flood(bot: Running) -> None:
    """What was asked and edited over two hours while the bot was down is answered, though it comes in at once."""
    chat = bot.api.world.private(ANN)
    for number in range(14):
        asked = int((bot.now[0] - dt.timedelta(minutes=10 * (14 - number))).timestamp())
        bot.api.say(chat, ANN, "Who are the members?", date=asked)
        said = bot.api.world.message(chat, ANN, "Who are the members?", date=asked + 60)
        bot.api.push(bot.api.world.edited(said, "What share does Russia pay?", edit_date=asked + 120))

    assert [message["text"][:6] for message in await bot.heard()] == ["The si", "Russia"] * 14


async def test_presses_are_counted_apart(bot: Running) -> None:
    """A press does not say when it was made, and so gives no credit to what the same person wrote an hour before."""
    chat = bot.api.world.private(ANN)
    hour_ago = int((bot.now[0] - dt.timedelta(hours=1)).timestamp())
    bot.api.say(chat, ANN, "Who are the members?", date=hour_ago)
    (answer,) = await bot.heard()
    for _ in range(13):
        bot.api.push(bot.api.world.press(answer, ANN, "1:c:nonsense"))
        bot.api.say(chat, ANN, "Who are the members?", date=hour_ago)

    assert [message["text"] == SLOW for message in await bot.heard()] == [False] * 10 + [True]
    assert [call.values.get("text") for call in bot.api.made("answerCallbackQuery")].count(STALE) == 10


async def test_an_album_is_no_flood(bot: Running) -> None:
    """The pictures of an album are a message each; only the words that one of them carries count as a question."""
    chat = bot.api.world.private(ANN)
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 90, "height": 90}]
    bot.api.say(chat, ANN, None, photo=photo, media_group_id="1", caption="Who are the members?")
    for _ in range(9):
        bot.api.say(chat, ANN, None, photo=photo, media_group_id="1")
    bot.api.say(chat, ANN, "Who are the members?")

    assert [message["text"][:6] for message in await bot.heard()] == ["The si"] * 2


async def test_a_flood_is_logged_once(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """One line of the log says that somebody is slowed, and neither who nor what."""
    caplog.set_level(logging.INFO)
    for _ in range(15):
        bot.api.say(bot.api.world.private(ANN), ANN, "Who are the members?")

    assert [message["text"] == SLOW for message in await bot.heard()] == [False] * 10 + [True]
    (line,) = [record.getMessage() for record in caplog.records if record.name.endswith(".door")]
    assert "dropped" in line
    assert "7" not in line


async def test_a_flood_in_a_channel_is_dropped_quietly(bot: Running) -> None:
    """Posts that are too many are not answered, and no line about it is posted for all readers."""
    for _ in range(14):
        bot.api.say(bot.api.world.channel(), None, f"{NAME} who are the members?")

    assert [message["text"] == SLOW for message in await bot.heard()] == [False] * 10
