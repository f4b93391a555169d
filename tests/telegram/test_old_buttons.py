"""Buttons that are old, forged or of another program: each press is answered, and none is an error."""

from __future__ import annotations

import pytest

from bot.telegram_app.state import memory_store
from tests.telegram.conftest import Start
from tests.telegram.hand_made import knowledge
from tests.telegram.harness import Running
from tests.telegram.looking import labels
from tests.telegram.pressing import ANN, BOB, asked, notices, pressed
from tests.telegram.world import Json

PHRASES = knowledge().phrases


async def test_pages_turn_after_a_restart(start: Start) -> None:
    """What a button does is known after a restart, even when nothing was kept."""
    async with start() as bot:
        message = await asked(bot, "list everything")
        group = await asked(bot, "/ask list everything", bot.api.world.supergroup())
    async with start(store=memory_store()) as bot:
        for one in (message, group):
            turned = await pressed(bot, one, next(label for label in labels(one) if label.endswith("›")))
            assert turned["text"] != one["text"]


@pytest.mark.parametrize("data", ["1:s", "1:s:1"])
async def test_old_source_buttons_lead_to_the_first_page(bot: Running, data: str) -> None:
    """A button of a program that noted no page to go back to works on; it leads to the first."""
    answer = await asked(bot, "cite a long list")
    bot.api.push(bot.api.world.press(answer, ANN, data))
    await bot.idle()
    source = bot.api.world.messages[answer["chat"]["id"], answer["message_id"]]

    assert source["text"].startswith("Report number ")
    assert (await pressed(bot, source, PHRASES["telegram.button.back"]))["text"] == answer["text"]


@pytest.mark.parametrize("data", ["", "0:p:1", "2:p:1", "1:x", "1:c:nonsense", "1:l:9", "1:q:", "1:q: ", "nonsense", "1"])
async def test_forged_and_old_data(bot: Running, data: str) -> None:
    """Data that no button of this version carries is told so."""
    answer = await asked(bot, "Who are the members?")
    bot.api.push(bot.api.world.press(answer, BOB, data))
    await bot.idle()

    assert notices(bot) == [PHRASES["telegram.button.stale"]]


FORGED = (
    "1:p:-1",
    "1:p:99999999999999999999",
    "1:p:x",
    "1:p:²",
    "1:s",
    "1:s:99",
    "1:s:x",
    "1:s:0:x",
    "1:s:1:1:1",
    "1:s:::",
    "1:y",
)


@pytest.mark.parametrize("data", [*FORGED, f"1:s::{'9' * 59}", f"1:s:{'9' * 60}"])
async def test_forged_arguments_do_no_harm(bot: Running, data: str) -> None:
    """An argument that cannot be is read as the nearest that can."""
    answer = await asked(bot, "cite a long list")
    bot.api.push(bot.api.world.press(answer, BOB, data))
    await bot.idle()

    assert len(notices(bot)) == 1
    assert len(bot.api.made("editMessageText", "editMessageReplyMarkup")) <= 1


async def test_message_that_is_too_old(bot: Running) -> None:
    """Of a message older than Telegram keeps only the number comes with the press."""
    chat = bot.api.world.private(ANN)
    press = bot.api.world.press(await asked(bot, "list everything"), ANN, "1:p:1")
    press["callback_query"]["message"] = {"chat": chat, "message_id": 1, "date": 0}
    bot.api.push(press, bot.api.world.press_inline(ANN, "1:p:1"))
    await bot.idle()

    assert notices(bot) == [PHRASES["telegram.button.stale"]] * 2


def without_content(press: Json, chat: Json) -> Json:
    """Return a press as it comes when the message was deleted, or is too old: only number and chat are told."""
    query = press["callback_query"]
    query["message"] = {"chat": chat, "message_id": query["message"]["message_id"], "date": 0}
    return press


async def test_questions_of_a_message_that_is_too_old(bot: Running) -> None:
    """A button that carries what it asks, or names a command, works for ever; one whose question stood on it is told so."""
    chat = bot.api.world.private(ANN)
    hello = await asked(bot, "/start")
    for data in ("1:c:members", "1:q:What share does Russia pay?", "1:l:0"):
        bot.api.push(without_content(bot.api.world.press(hello, ANN, data), chat))
        await bot.idle()

    assert [message["text"].partition("\n")[0] for message in (await bot.heard())[1:]] == [
        "Who are the members?",
        "What share does Russia pay?",
    ]
    assert notices(bot) == [None, None, PHRASES["telegram.button.stale"]]


@pytest.mark.parametrize("data", ["1:q:Ann is a thief!", "1:l:7", "1:c:members", "1:q:Who are the members?"])
@pytest.mark.parametrize("gone", [True, False])
async def test_forged_questions_in_a_group(bot: Running, data: str, *, gone: bool) -> None:
    """A button that asks is on the message, or nobody could have pressed it: its words are not shown to others."""
    forum = bot.api.world.supergroup(is_forum=True)
    topic = bot.api.world.topic(forum, ANN)
    bot.api.say(forum, ANN, "/ask organisation", thread=topic)
    (answer,) = await bot.heard()
    press = bot.api.world.press(answer, BOB, data)
    real = not gone and data.endswith("members?")
    bot.api.push(without_content(press, forum) if gone else press)

    assert [message["message_thread_id"] for message in (await bot.heard())[1:]] == [topic] * real
    assert notices(bot) == [None if real else PHRASES["telegram.button.stale"]]


async def test_button_of_an_answer_whose_question_is_gone(bot: Running) -> None:
    """A mark or a page of a message of which nothing is known is told so."""
    hello = await asked(bot, "/start")
    bot.api.push(bot.api.world.press(hello, ANN, "1:s"))
    await bot.idle()

    assert notices(bot) == [PHRASES["telegram.button.stale"]]
