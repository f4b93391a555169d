"""The welcome in groups: how to ask, once."""

from __future__ import annotations

import json

import pytest

from tests.telegram.conftest import Start
from tests.telegram.fake_api import FakeApi, Fault
from tests.telegram.hand_made import knowledge
from tests.telegram.harness import Running
from tests.telegram.world import ME, person

ANN = person(7)
NAME = f"@{ME['username']}"
PHRASES = knowledge().phrases
WELCOME = PHRASES["telegram.start.group"].format(how=PHRASES["telegram.group.how"].format(bot=NAME))


async def test_welcome_comes_once(bot: Running) -> None:
    """When it is added to a group it says how to ask, once; when it is removed, nothing."""
    group = bot.api.world.supergroup()
    for old, new in (("left", "member"), ("member", "left"), ("left", "member")):
        bot.api.push(bot.api.world.membership(group, ANN, old, new))

    (welcome,) = await bot.heard()

    assert NAME in welcome["text"]
    assert "/ask" in welcome["text"]


@pytest.mark.parametrize("private", [True, False])
async def test_how_to_ask_is_told_as_it_is(api: FakeApi, start: Start, *, private: bool) -> None:
    """With group privacy on, Telegram keeps mentions from the bot, so that neither the welcome nor /help tells of them."""
    me = json.dumps({"ok": True, "result": ME | {"can_read_all_group_messages": not private}})
    api.faults.append(Fault("say", "getMe", body=me))
    async with start() as bot:
        bot.api.push(bot.api.world.membership(bot.api.world.group(), ANN, "left", "member"))
        bot.api.say(bot.api.world.private(ANN), ANN, "/help")
        texts = [message["text"] for message in await bot.heard()]

    assert ["mention me" in text for text in texts] == [not private] * 2
    assert [f"/ask{NAME}" in text for text in texts] == [private] * 2


async def test_who_has_left_is_not_welcomed(bot: Running) -> None:
    """Restrictions that are set on a bot outside of the group are no joining; coming back from there is one."""
    group = bot.api.world.supergroup()
    bot.api.push(bot.api.world.membership(group, ANN, "left", "restricted"))
    assert await bot.heard() == []

    bot.api.push(bot.api.world.membership(group, ANN, "restricted", "member"))
    assert len(await bot.heard()) == 1


async def test_who_is_in_already_is_not_welcomed(bot: Running) -> None:
    """A change of its rights is no joining, also in a group of which nothing is remembered."""
    bot.api.push(bot.api.world.membership(bot.api.world.supergroup(), ANN, "member", "member"))

    assert await bot.heard() == []


@pytest.mark.parametrize("member_first", [True, False])
async def test_added_by_a_link_is_welcomed_once(bot: Running, *, member_first: bool) -> None:
    """A link that adds the bot to a group has Telegram tell of it twice: as a membership and as a /start with what it carries."""
    world, group = bot.api.world, bot.api.world.supergroup()
    told = [world.membership(group, ANN, "left", "member"), world.update("message", world.message(group, ANN, f"/start{NAME} x"))]
    bot.api.push(*(told if member_first else told[::-1]))

    assert [message["text"] for message in await bot.heard()] == [WELCOME]


async def test_start_by_hand_is_answered(bot: Running) -> None:
    """Whoever writes /start with the bot's name in a group reads how to ask, as often as that is done."""
    for _ in range(2):
        bot.api.say(bot.api.world.group(), ANN, f"/start{NAME}")

    assert [message["text"] for message in await bot.heard()] == [WELCOME] * 2


async def test_a_group_that_becomes_a_supergroup_is_not_welcomed_again(bot: Running) -> None:
    """The membership in the new group comes before the old one's message about it, and is no joining."""
    world, old, new = bot.api.world, bot.api.world.group(), bot.api.world.supergroup()
    bot.api.push(world.membership(old, ANN, "left", "member"))
    await bot.idle()
    bot.api.push(world.membership(new, ANN, "left", "member"))
    bot.api.say(old, ANN, None, migrate_to_chat_id=new["id"])
    bot.api.say(new, ANN, None, migrate_from_chat_id=old["id"])

    assert [message["chat"]["id"] for message in await bot.heard()] == [old["id"]]


@pytest.mark.parametrize("kind", ["channel", "private"])
async def test_no_welcome_elsewhere(bot: Running, kind: str) -> None:
    """Channels and private chats are not greeted."""
    chat = bot.api.world.channel() if kind == "channel" else bot.api.world.private(ANN)
    bot.api.push(bot.api.world.membership(chat, ANN, "left", "member"))

    assert await bot.heard() == []


async def test_link_that_adds_it_to_a_group(bot: Running) -> None:
    """The /start that Telegram sends when it is added through a link says how to ask, whatever the link carries."""
    bot.api.say(bot.api.world.supergroup(), ANN, f"/start{NAME} members")

    (message,) = await bot.heard()

    assert message["text"] == WELCOME
