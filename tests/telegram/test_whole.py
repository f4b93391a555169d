"""The whole bot with the real knowledge, and under load."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest

from bot import knowledge
from bot.assistant import Assistant
from bot.model import Status
from bot.telegram_app.limits import Rate
from bot.telegram_app.room import Tuning
from tests.telegram import hand_made
from tests.telegram.conftest import Start
from tests.telegram.fake_api import Call, FakeApi
from tests.telegram.harness import QUICK
from tests.telegram.world import person

ANN = person(7)
DAY = dt.date(2026, 1, 1)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    """Return the real assistant."""
    return Assistant(knowledge.load())


@pytest.mark.parametrize("command", hand_made.knowledge().commands, ids=lambda command: str(command.command))
def test_menu_commands_have_answers(assistant: Assistant, command: hand_made.Command) -> None:
    """Each command of the menu asks something that is answered, with its source."""
    reply = assistant.ask(command.question, today=DAY)

    assert reply.status is Status.ANSWERED
    assert reply.citations


@pytest.mark.parametrize(
    ("question", "beginning"),
    [
        ("who are the members?", "As of 1 September 2025, the last date known, the SCO has 10 members"),
        ("when was it founded", "The SCO was founded in June 2001"),
        ("is Japan a member", "No."),
        ("wat is the bugdet", "The SCO's annual budget was USD 4 million"),
        ("how much does kazakstan pay", "Kazakhstan contributes 15.2 per cent"),
    ],
)
async def test_real_answers(start: Start, assistant: Assistant, question: str, beginning: str) -> None:
    """What a person asks in a private chat is answered from the knowledge."""
    async with start(assistant=assistant) as bot:
        bot.api.say(bot.api.world.private(ANN), ANN, question)
        (answer,) = await bot.heard()

    assert answer["text"].startswith(beginning)
    assert "Source: " in answer["text"]
    assert bot.api.failed() == []


@pytest.mark.parametrize(
    ("typed", "shown", "label"),
    [
        ("is turkey a mem", True, "telegram.inline.ask"),
        ("is turkey a mem?", True, "telegram.inline.unknown"),
        ("who won the cup", True, "telegram.inline.ask"),
        ("who won the cup?", False, "telegram.inline.unknown"),
    ],
)
async def test_what_is_near_is_shown_while_typing(
    start: Start, assistant: Assistant, typed: str, label: str, *, shown: bool
) -> None:
    """What the sources do not say gets answers to what is near it; what is off the topic none, once it is a whole question."""
    async with start(assistant=assistant) as bot:
        bot.api.push(bot.api.world.inline(ANN, typed))
        await bot.idle()
        (call,) = bot.api.made("answerInlineQuery")

    assert call.values["button"]["text"] == assistant.knowledge.phrases[label]
    assert bool(call.values["results"]) is shown


BAD = (
    " \u200b \u200d ",
    "\u202e?srebmem eht era ohW",
    "😀😀😀",
    "<b>who</b> & <script>alert(1)</script>",
    "*who* _are_ [the](http://example.org) `members`?",
    "x" * 4096,
    "?" * 4096,
    "who are the members? " * 40,
    "谁是成员？",
    "Кто входит в ШОС?",
    "{question} {0} %s",
    "\u0000\u0007\u001b[31mred",
)


async def test_bad_input(start: Start, assistant: Assistant) -> None:
    """Whatever somebody writes, there is one polite reply, and the server takes it."""
    async with start(assistant=assistant) as bot:
        for number, text in enumerate(BAD):
            user = person(500 + number)
            bot.api.say(bot.api.world.private(user), user, text)
        messages = await bot.heard()
        bot.api.push(*[bot.api.world.inline(ANN, text[:256]) for text in BAD[:8]])
        await bot.idle()

    errors = assistant.knowledge.phrases["telegram.error"]
    assert sorted(message["chat"]["id"] for message in messages) == [500 + number for number in range(len(BAD))]
    assert not [message for message in messages if message["text"] == errors]
    assert len(bot.api.made("answerInlineQuery")) == 8
    assert bot.api.failed() == []


def most_within(calls: list[Call], seconds: float) -> int:
    """Return how many calls came in within any stretch of so many seconds, at most."""
    times = sorted(call.at for call in calls)
    most = first = 0
    for last, time in enumerate(times):
        while time - times[first] >= seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


def violations(api: FakeApi) -> list[str]:
    """Return what of Telegram's limits was not kept: 30 messages a second, 3 at once in a chat, 20 a minute in a group."""
    sent = api.made("sendMessage")
    found = [f"{most_within(sent, 1.0)} in a second"] if most_within(sent, 1.0) > 30 else []
    for chat in Counter(call.result["chat"]["id"] for call in sent):
        own = [call for call in sent if call.result["chat"]["id"] == chat]
        if most_within(own, 1.0) > 3:
            found.append(f"{most_within(own, 1.0)} in a second in chat {chat}")
        if chat < 0 and most_within(own, 60.0) > 20:
            found.append(f"{most_within(own, 60.0)} in a minute in group {chat}")
    return found


@pytest.mark.slow
async def test_five_hundred_questions_from_a_hundred_chats(start: Start, assistant: Assistant) -> None:
    """All are answered, each once, in order within a chat, and Telegram's limits are kept."""
    async with start(assistant=assistant, tuning=Tuning()) as bot:
        asked = []
        for round_ in range(5):
            for number in range(100):
                user = person(1000 + number)
                chat = bot.api.world.supergroup(-1003000000000 - number) if number % 2 else bot.api.world.private(user)
                asked.append(bot.api.say(chat, user, f"/ask {('who are the members?', 'what is the budget?')[round_ % 2]}"))
        await bot.api.until(lambda: len(bot.api.made("sendMessage")) >= len(asked), 60)
        sent = [call.result for call in bot.api.made("sendMessage")]

    replied = [(message["chat"]["id"], message["reply_to_message"]["message_id"]) for message in sent]
    assert Counter(replied) == Counter((message["chat"]["id"], message["message_id"]) for message in asked)
    for chat in {message["chat"]["id"] for message in asked}:
        order = [number for place, number in replied if place == chat]
        assert order == sorted(order)
    assert violations(bot.api) == []
    assert bot.api.failed() == []


async def test_pace_of_a_group(start: Start, assistant: Assistant) -> None:
    """A group gets no more than its number of messages in any window, and each question its answer; private chats do not wait."""
    pace = Rate(3, 1.0)
    async with start(assistant=assistant, tuning=replace(QUICK, group=pace)) as bot:
        group, user = bot.api.world.supergroup(), person(1)
        asked = [bot.api.say(group, person(2 + number), "/ask who are the members?") for number in range(7)]
        alone = bot.api.say(bot.api.world.private(user), user, "who are the members?")
        await bot.api.until(lambda: len(bot.api.made("sendMessage")) >= len(asked) + 1, 20)
        sent = bot.api.made("sendMessage")

    own = [call for call in sent if call.result["chat"]["id"] == group["id"]]
    assert [call.result["reply_to_message"]["message_id"] for call in own] == [message["message_id"] for message in asked]
    assert most_within(own, 0.9 * pace.seconds) <= pace.number
    assert sent.index(next(call for call in sent if call.result["chat"]["id"] == alone["chat"]["id"])) <= pace.number
