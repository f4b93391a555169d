"""What is stored of people: /privacy says it, it goes at its time, and /forget deletes it."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.telegram_app.state import open_store
from bot.telegram_app.state.store import (
    CONVERSATION_ENDS,
    COUNTER_STAYS,
    DAY,
    EXCHANGE_STAYS,
    HINT_STAYS,
    HOUR,
    JOURNAL_STAYS,
    MINUTE,
    MISSED_STAYS,
)
from tests.telegram.conftest import Start
from tests.telegram.fake_api import PATIENCE, Fault
from tests.telegram.hand_made import knowledge
from tests.telegram.harness import QUICK, Running
from tests.telegram.looking import data_of
from tests.telegram.world import ANONYMOUS_ADMIN, CHANNEL_BOT, ME, Json, person

ANN, BOB = person(7), person(8, "Bob")
NAME = f"@{ME['username']}"
PHRASES = knowledge().phrases
TIDYING = replace(QUICK, tidy=0.01)
PLACE = {"location": {"latitude": 39.9, "longitude": 116.4}}


def rows(path: Path, table: str, where: str = "1") -> list[tuple[Any, ...]]:
    """Return what stands in a table of the state file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT * FROM {table} WHERE {where}").fetchall()


async def gone(path: Path, table: str, where: str = "1") -> None:
    """Wait until nothing is left in a table."""
    async with asyncio.timeout(PATIENCE):
        while rows(path, table, where):  # noqa: ASYNC110 - a file tells nobody that it has changed
            await asyncio.sleep(0.01)


async def test_everything_goes_at_its_time(start: Start, path: Path) -> None:
    """What was kept for people is deleted while the bot runs, each thing when its time is over and not before."""
    times = {
        "conversation": CONVERSATION_ENDS,
        "journal": JOURNAL_STAYS,
        "exchange": EXCHANGE_STAYS,
        "mark": EXCHANGE_STAYS,
        "missed": MISSED_STAYS,
        "hint": HINT_STAYS,
        "counter": COUNTER_STAYS,
    }
    async with start(store=open_store(path, 0.0), tuning=TIDYING) as bot:
        begun = bot.now[0]
        chat = bot.api.world.private(ANN)
        bot.api.say(chat, ANN, "Who are the members?")
        (answer,) = await bot.heard()
        bot.api.push(bot.api.world.press(answer, ANN, data_of(answer, "👍")))
        bot.api.say(chat, ANN, "Who won the cup?")
        bot.api.say(chat, ANN, None, **PLACE)
        await bot.idle()

        assert {table for table in times if rows(path, table)} == set(times)
        for seconds in sorted(set(times.values())):
            ends = [table for table, stays in times.items() if stays == seconds]
            assert [table for table in ends if not rows(path, table)] == []
            bot.now[0] = begun + dt.timedelta(seconds=seconds + MINUTE)
            for table in ends:
                await gone(path, table)


async def test_hint_comes_again_after_its_time(start: Start, path: Path) -> None:
    """A hint is told again when nobody can remember it any more; a group is greeted once all the same."""
    async with start(store=open_store(path, 0.0), tuning=TIDYING) as bot:
        chat, group = bot.api.world.private(ANN), bot.api.world.supergroup()
        for days in (0, 89, 2):
            bot.now[0] += dt.timedelta(days=days)
            if days == 2:
                await gone(path, "hint", "chat > 0")
            bot.api.say(chat, ANN, None, **PLACE)
            bot.api.push(bot.api.world.membership(group, ANN, "left", "member"))
            await bot.idle()

        said = [message["chat"]["type"] for message in await bot.heard()]

    assert sorted(said) == ["private", "private", "supergroup"]


def stays() -> list[str]:
    """Return how long things are kept, in the words of /privacy."""
    assert CONVERSATION_ENDS == 30 * MINUTE
    hours = [f"{EXCHANGE_STAYS / HOUR:.0f} hours"]
    return ["half an hour", *hours, *(f"{stay / DAY:.0f} days" for stay in (MISSED_STAYS, COUNTER_STAYS, HINT_STAYS))]


async def test_privacy_says_what_is_stored_and_how_long(bot: Running) -> None:
    """/privacy names everything that is kept, for how long, and how it is deleted."""
    bot.api.say(bot.api.world.private(ANN), ANN, "/privacy")

    (message,) = await bot.heard()

    kept = "waits for its answer, your question, follow-up, helpful, say only once, greeted, could not answer, how many"
    assert [words for words in (*kept.split(", "), *stays(), "/forget") if words not in message["text"]] == []


async def test_forget_reaches_everything(start: Start, path: Path) -> None:
    """/forget deletes what belongs to a person in all chats, a question in work included, and nothing of anybody else."""
    tuning = replace(QUICK, read_timeout=30.0, grace=0.1)
    async with start(store=open_store(path, 0.0), tuning=tuning) as bot:
        chat, group = bot.api.world.private(ANN), bot.api.world.supergroup()
        bot.api.say(chat, ANN, None, **PLACE)
        for user in (ANN, BOB):
            bot.api.say(group, user, "/ask Who are the members?")
        answers = await bot.heard()
        bot.api.say(chat, ANN, "Who are the members?")
        answer = (await bot.heard())[len(answers)]
        bot.api.push(bot.api.world.press(answer, ANN, data_of(answer, "👍")))
        await bot.idle()
        hangs = Fault("hang", when=lambda raw: int(raw["chat_id"]) == group["id"])
        bot.api.faults.append(hangs)
        bot.api.say(group, ANN, "/ask What share does China pay?")
        await bot.api.until(lambda: hangs.times == 0)
        assert len(rows(path, "journal", "sender = 7 AND body LIKE '%China%'")) == 1

        bot.api.say(chat, ANN, "/forget")
        said = (await bot.api.sent(len(answers) + 2))[-1]

        assert said["text"] == PHRASES["telegram.forget"]
        for table in ("journal", "conversation", "exchange", "mark"):
            assert rows(path, table, "7 IN (chat, sender)") == []
        assert rows(path, "hint", "chat = 7") == []
        assert len(rows(path, "conversation", "sender = 8")) == len(rows(path, "exchange", "sender = 8")) == 1


CHANNEL: Json = {"id": -1002000000099, "type": "channel", "title": "Elsewhere"}


@pytest.mark.parametrize("name", ["anonymous administrator", "channel"])
async def test_forget_of_a_chat_that_speaks(start: Start, path: Path, name: str) -> None:
    """Who writes for a chat deletes what was asked for it here, nothing of the group's people, nothing elsewhere; it says so."""
    async with start(store=open_store(path, 0.0)) as bot:
        group, other = bot.api.world.supergroup(), bot.api.world.supergroup(-1001000000088)
        speaks = {"sender_chat": group if name == "anonymous administrator" else CHANNEL}
        stand_in = ANONYMOUS_ADMIN if name == "anonymous administrator" else CHANNEL_BOT
        bot.api.push(bot.api.world.membership(group, ANN, "left", "member"))
        bot.api.say(group, ANN, "/ask What share does China pay?")
        for where in (group, other):
            bot.api.say(where, stand_in, "/ask What share does Russia pay?", **speaks)
        await bot.idle()
        bot.api.say(group, stand_in, f"/forget{NAME}", **speaks)
        await bot.idle()
        for where, sender, more in ((group, ANN, {}), (group, stand_in, speaks), (other, stand_in, speaks)):
            bot.api.say(where, sender, "/ask and Uzbekistan?", **more)
        done, *answers = (await bot.heard())[-4:]
        bot.api.push(bot.api.world.membership(group, ANN, "left", "member"))
        await bot.idle()

        assert done["text"] == PHRASES["telegram.forget.here"]
        assert sorted(answer["text"][:10] for answer in answers) == ["The source", "Uzbekistan", "Uzbekistan"]
        assert rows(path, "exchange", "text LIKE '%Russia%'")[0][0] == other["id"]
        assert len(rows(path, "exchange", "text LIKE '%China%'")) == 1
        assert len(rows(path, "hint", "name = 'welcome'")) == 1


async def test_privacy_in_a_group(bot: Running) -> None:
    """In a group /privacy names the command that deletes as it has to be written there."""
    bot.api.say(bot.api.world.supergroup(), ANN, f"/privacy{NAME}")

    (message,) = await bot.heard()

    assert f"/forget{NAME}" in message["text"]


@pytest.mark.parametrize(("log_texts", "key"), [(False, "telegram.privacy.log"), (True, "telegram.privacy.log.texts")])
async def test_privacy_says_what_is_logged(start: Start, *, log_texts: bool, key: str) -> None:
    """/privacy is true of the log as it is set."""
    async with start(settings={"log_texts": log_texts}) as bot:
        bot.api.say(bot.api.world.private(ANN), ANN, "/privacy")
        (message,) = await bot.heard()

    assert PHRASES[key] in message["text"]
    assert "{" not in message["text"]
