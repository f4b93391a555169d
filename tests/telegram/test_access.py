"""The owner's lists and commands."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.errors import Fault, KnowledgeError
from tests.telegram.conftest import Start
from tests.telegram.hand_made import HandMade, knowledge
from tests.telegram.looking import data_of
from tests.telegram.world import ME, person

ANN, BOB, OWNER = person(7), person(8, "Bob"), person(9, "Owner")
PHRASES = knowledge().phrases
NAME = f"@{ME['username']}"


@pytest.mark.parametrize("lists", [{"allowed_users": (7,)}, {"allowed_chats": (7,)}, {"allowed_users": (1,), "admin_ids": (7,)}])
async def test_lists_let_in(start: Start, lists: dict[str, Any]) -> None:
    """Who is on a list is answered; others get one line, once, in private."""
    async with start(settings=lists) as bot:
        for user in (ANN, BOB, BOB):
            bot.api.say(bot.api.world.private(user), user, "Who are the members?")
        messages = await bot.heard()

    assert {message["chat"]["id"] for message in messages} == {7, 8}
    assert [message["text"] for message in messages if message["chat"]["id"] == 8] == [PHRASES["telegram.closed"]]


@pytest.mark.parametrize(
    ("lists", "answered"),
    [
        ({"allowed_chats": (-77,), "allowed_users": (7,)}, {(7, 7), (7, -77), (7, -78), (8, -77)}),
        ({"allowed_chats": (-77,)}, {(7, -77), (8, -77)}),
        ({"allowed_users": (7,)}, {(7, 7), (7, -77), (7, -78)}),
        ({"allowed_chats": (8,), "admin_ids": (7,)}, {(7, 7), (7, -77), (7, -78), (8, 8)}),
        ({"admin_ids": (7,)}, {(7, 7), (7, -77), (7, -78), (8, 8), (8, -77), (8, -78)}),
    ],
)
async def test_lists_add_up(start: Start, lists: dict[str, Any], answered: set[tuple[int, int]]) -> None:
    """In a chat of the one list everybody is answered, a person of the other in every chat; without both, everybody."""
    async with start(settings=lists) as bot:
        for user in (ANN, BOB):
            for chat in (bot.api.world.private(user), bot.api.world.group(-77), bot.api.world.group(-78)):
                bot.api.say(chat, user, "/ask Who are the members?")
        messages = [message for message in await bot.heard() if message["text"] != PHRASES["telegram.closed"]]

    assert {(one["reply_to_message"]["from"]["id"], one["chat"]["id"]) for one in messages} == answered


async def test_groups_that_are_not_listed(start: Start) -> None:
    """Elsewhere than in private there is silence, in buttons, inline and guest mode too."""
    group = {"id": -77, "type": "group", "title": "x"}
    async with start(settings={"allowed_chats": (-78,)}) as bot:
        world = bot.api.world
        bot.api.say(world.group(-77), BOB, "/ask Who are the members?")
        bot.api.say(world.group(-78), BOB, "/ask Who are the members?")
        bot.api.push(world.inline(BOB, "members"), world.guest(BOB, f"{NAME} members", group))
        messages = await bot.heard()

    assert [message["chat"]["id"] for message in messages] == [-78]
    assert bot.api.made("answerInlineQuery", "answerGuestQuery") == []


async def test_guest_in_a_chat_of_two_people(start: Start) -> None:
    """Their own chat may have the number of a listed person's with the bot; who writes there must be listed."""
    async with start(settings={"allowed_chats": (8, -78)}) as bot:
        world = bot.api.world
        theirs, group = world.private(BOB), {"id": -78, "type": "group", "title": "x"}
        _, listed = updates = [world.guest(ANN, f"{NAME} members", chat) for chat in (theirs, group)]
        bot.api.push(*updates)
        await bot.idle()

    (call,) = bot.api.made("answerGuestQuery")
    assert call.values["guest_query_id"] == listed["guest_message"]["guest_query_id"]


async def test_owner_commands_are_for_the_owner(start: Start) -> None:
    """To others, and in groups, an owner's command is one that nobody knows."""
    async with start(settings={"admin_ids": (9,)}) as bot:
        bot.api.say(bot.api.world.private(ANN), ANN, "/stats")
        bot.api.say(bot.api.world.group(), OWNER, "/stats")
        (message,) = await bot.heard()

    assert message["text"].startswith("I do not know the command /stats")


async def test_stats_and_unanswered(start: Start) -> None:
    """The owner reads how many were answered, declined and marked as wrong, and which could not be, without who asked."""
    async with start(settings={"admin_ids": (9,)}) as bot:
        for text in ("Who are the members?", "Who won the cup?", "who won the  CUP?", "organisation"):
            bot.api.say(bot.api.world.private(ANN), ANN, text)
        answer = (await bot.heard())[0]
        bot.api.push(bot.api.world.press(answer, ANN, data_of(answer, "👎")))
        await bot.idle()
        for command in ("/stats", "/unanswered"):
            bot.api.say(bot.api.world.private(OWNER), OWNER, command)
        stats, unanswered = [message["text"] for message in (await bot.heard())[-2:]]

    assert "answered: 1, 1" in stats
    assert "asked back: 1, 1" in stats
    assert "declined: 2, 2" in stats
    assert "marked helpful: 0, 0" in stats
    assert "marked not helpful: 1, 1" in stats
    assert "2× who won the cup?" in unanswered.lower()
    assert "Ann" not in unanswered


async def test_stats_count_the_wait(start: Start) -> None:
    """A question that waits for the one before it has taken as long as that too."""
    async with start() as bot:
        bot.api.slow["sendMessage"] = 0.2
        chat = bot.api.world.private(ANN)
        messages = [bot.api.world.message(chat, ANN, "Who are the members?") for _ in range(2)]
        bot.api.push(*[bot.api.world.update("message", message) for message in messages])
        await bot.idle()
        first, second = bot.room.desk.tally

    assert first >= 200
    assert second >= 400


async def test_stats_tell_how_long_it_took(start: Start) -> None:
    """The owner reads how long an answer took, the time that the server needs to take it included."""
    async with start(settings={"admin_ids": (9,)}) as bot:
        bot.api.slow["sendMessage"] = 0.05
        bot.api.say(bot.api.world.private(ANN), ANN, "Who are the members?")
        await bot.idle()
        bot.api.say(bot.api.world.private(OWNER), OWNER, "/stats")
        stats = (await bot.heard())[-1]["text"]

    found = re.search(r"(\d+) ms in the median, (\d+) ms for 95 of 100", stats)
    assert found is not None
    assert all(int(number) >= 50 for number in found.groups())


async def test_reload(start: Start) -> None:
    """New knowledge is taken when it checks, else its faults are shown and the old one stays."""
    fault = Fault("facts/budget.yaml", 3, "budget", "The value is missing.", "Write one.")
    fresh = HandMade()
    outcomes: list[Any] = [KnowledgeError((fault,)), fresh]

    def load() -> HandMade:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        assert isinstance(outcome, HandMade)
        return outcome

    async with start(settings={"admin_ids": (9,)}, load=load) as bot:
        chat = bot.api.world.private(OWNER)
        bot.api.say(chat, OWNER, "/reload")
        await bot.idle()
        assert bot.room.desk.assistant is bot.assistant
        bot.api.say(chat, OWNER, "/reload")
        await bot.idle()
        assert bot.room.desk.assistant is fresh
        texts = [message["text"] for message in await bot.heard()]
        await bot.api.until(lambda: len(bot.api.made("setMyShortDescription")) == 2)

    assert "facts/budget.yaml:3: [budget] The value is missing. Write one." in texts[0]
    assert texts[1] == "The knowledge was read again: 1 facts."


async def test_reload_without_a_way(start: Start) -> None:
    """Where the knowledge cannot be read again, that is said."""
    async with start(settings={"admin_ids": (9,)}) as bot:
        bot.api.say(bot.api.world.private(OWNER), OWNER, "/reload")
        (message,) = await bot.heard()

    assert message["text"] == PHRASES["telegram.admin.reload.cannot"]
