"""A group that becomes a supergroup has another number, and its messages have others."""

from __future__ import annotations

import logging

import pytest

from tests.telegram.fake_api import Fault
from tests.telegram.harness import Running
from tests.telegram.looking import data_of
from tests.telegram.world import person

ANN, BOB = person(7), person(8, "Bob")


async def test_group_that_became_a_supergroup(bot: Running) -> None:
    """The answer goes to the new group, and follow-ups there lean on what was asked in the old one."""
    old, new = bot.api.world.group(), bot.api.world.supergroup()
    bot.api.say(old, ANN, "/ask What share does China pay?")
    await bot.idle()
    moved = {"migrate_to_chat_id": new["id"]}
    description = "Bad Request: group chat was upgraded to a supergroup chat"
    bot.api.faults.append(Fault("error", code=400, description=description, parameters=moved))
    bot.api.say(old, ANN, "/ask Who are the members?")
    await bot.idle()
    bot.api.say(old, ANN, "/ask What share does Russia pay?")
    await bot.idle()
    bot.api.say(old, ANN, None, migrate_to_chat_id=new["id"])
    await bot.idle()
    bot.api.say(new, ANN, "/ask and China?")

    messages = await bot.heard()

    assert [message["chat"]["id"] for message in messages] == [old["id"], new["id"], old["id"], new["id"]]
    assert messages[-1]["text"].startswith("China pays 5")


async def test_a_press_in_the_old_group_is_led_on_in_the_new(bot: Running) -> None:
    """What a button of the old group's asks after the move is answered in the new group, and a follow-up there leans on it."""
    old, new = bot.api.world.group(), bot.api.world.supergroup()
    bot.api.say(old, ANN, "/ask organisation")
    (asks,) = await bot.heard()
    bot.api.say(old, ANN, None, migrate_to_chat_id=new["id"])
    await bot.idle()
    bot.api.faults.append(Fault("error", code=400, parameters={"migrate_to_chat_id": new["id"]}))
    bot.api.push(bot.api.world.press(asks, ANN, data_of(asks, "What share does Russia pay?")))
    await bot.idle()
    bot.api.say(new, ANN, "/ask and China?")

    (_, answer, follow_up) = await bot.heard()
    assert answer["chat"]["id"] == new["id"]
    assert follow_up["text"].startswith("China pays 5")


async def test_the_later_of_two_talks_stays(bot: Running) -> None:
    """What was answered in the new group before the move is told of is not overwritten by what was said in the old one."""
    old, new = bot.api.world.group(), bot.api.world.supergroup()
    bot.api.say(old, ANN, "/ask hello")
    await bot.idle()
    bot.api.faults.append(Fault("error", code=400, parameters={"migrate_to_chat_id": new["id"]}))
    bot.api.say(old, ANN, "/ask What share does Russia pay?")
    await bot.idle()
    bot.api.say(old, ANN, None, migrate_to_chat_id=new["id"])
    await bot.idle()
    bot.api.say(new, ANN, "/ask and China?")

    assert (await bot.heard())[-1]["text"].startswith("China pays 5")


async def test_buttons_of_an_answer_in_the_new_supergroup(bot: Running) -> None:
    """An answer that went to the new group has buttons that work there, and is no answer to a message of that number there."""
    old, new = bot.api.world.group(), bot.api.world.supergroup()
    bot.api.faults.append(Fault("error", code=400, parameters={"migrate_to_chat_id": new["id"]}))
    asked = bot.api.say(old, ANN, "/ask Who are the members?")
    (answer,) = await bot.heard()
    other = bot.api.world.message(new, BOB, "/ask Who are the members?") | {"message_id": asked["message_id"]}
    bot.api.push(bot.api.world.press(answer, ANN, data_of(answer, "Source")))
    await bot.idle()
    bot.api.push(bot.api.world.edited(other, "/ask What share does Russia pay?"))

    assert [message["chat"]["id"] for message in await bot.heard()] == [new["id"], new["id"]]
    (changed,) = [call.result["text"] for call in bot.api.made("editMessageText")]
    assert changed.startswith("Profile of the SCO")


async def test_a_moved_group_is_not_named_in_the_log(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """What cannot be changed any more, as the group has become a supergroup, is logged in these words, without its number."""
    caplog.set_level(logging.INFO)
    bot.api.say(bot.api.world.group(), ANN, "/ask Who are the members?")
    (answer,) = await bot.heard()
    bot.api.faults.append(Fault("error", "editMessageText", code=400, parameters={"migrate_to_chat_id": -1001000000077}))
    bot.api.push(bot.api.world.press(answer, ANN, data_of(answer, "Source")))
    await bot.idle()

    assert "a change of a message was not delivered: the group has become a supergroup" in caplog.text
    assert "1000000077" not in caplog.text
