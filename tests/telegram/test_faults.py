"""What goes wrong on Telegram's side: the bot lives on, other chats do not notice, nothing is answered twice."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.telegram_app.room import Tuning
from bot.telegram_app.state import open_store
from tests.telegram.conftest import Start
from tests.telegram.fake_api import Fault
from tests.telegram.harness import QUICK, Running
from tests.telegram.looking import data_of
from tests.telegram.world import Json, person

ANN, BOB, CAT = person(7), person(8, "Bob"), person(9, "Cat")


async def ask(bot: Running, user: Json = ANN, text: str = "Who are the members?") -> Json:
    """Have somebody ask in private."""
    return bot.api.say(bot.api.world.private(user), user, text)


def to_ann(raw: Json) -> bool:
    """Return whether a call is about Ann's chat."""
    return str(raw.get("chat_id")) == str(ANN["id"])


AGAIN = {
    "server error": Fault("error", code=500, description="Internal Server Error"),
    "bad gateway": Fault("error", code=502, description="Bad Gateway"),
    "storm": Fault("error", code=503, description="Service Unavailable", times=4),
    "too many requests": Fault("error", code=429, description="Too Many Requests: retry after 1", parameters={"retry_after": 1}),
}


@pytest.mark.parametrize("name", AGAIN)
async def test_sent_again_when_certainly_not_sent(bot: Running, name: str) -> None:
    """After a fault that says so itself, the answer is sent again until it is taken, once."""
    fault = AGAIN[name]
    bot.api.faults.append(Fault(fault.kind, times=fault.times, code=fault.code, parameters=fault.parameters))
    await ask(bot)

    assert [message["text"][:15] for message in await bot.heard()] == ["The six members"]


ONCE = {
    "hang after acceptance": Fault("hang", after=True),
    "truncated JSON": Fault("truncate", after=True),
    "nonsense": Fault("say", body="<html>", after=True),
    "reset after acceptance": Fault("reset", after=True),
}


@pytest.mark.parametrize("name", ONCE)
async def test_not_sent_again_when_it_may_have_been(bot: Running, name: str, caplog: pytest.LogCaptureFixture) -> None:
    """After a fault that leaves open whether the message was taken, it is not sent again, and that is logged once."""
    fault = ONCE[name]
    bot.api.faults.append(Fault(fault.kind, after=True, body=fault.body))
    with caplog.at_level(logging.INFO):
        await ask(bot)
        await bot.idle()
        await ask(bot, BOB)

        messages = await bot.heard()

    assert [message["chat"]["id"] for message in messages] == [ANN["id"], BOB["id"]]
    assert caplog.text.count("a message was not delivered") == 1


REFUSALS = {
    "blocked": (403, "Forbidden: bot was blocked by the user"),
    "chat not found": (400, "Bad Request: chat not found"),
    "reply gone": (400, "Bad Request: message to be replied not found"),
}


@pytest.mark.parametrize("name", REFUSALS)
async def test_refusals_are_logged_once(bot: Running, name: str, caplog: pytest.LogCaptureFixture) -> None:
    """What Telegram will not take is given up with one line, and the next chat is answered."""
    code, description = REFUSALS[name]
    bot.api.faults.append(Fault("error", code=code, description=description, when=to_ann, times=99))
    with caplog.at_level(logging.INFO):
        await ask(bot)
        await ask(bot, BOB)
        messages = await bot.heard()

    assert [message["chat"]["id"] for message in messages] == [BOB["id"]]
    assert caplog.text.count("a message was not delivered") == 1


async def test_deleted_question_is_answered_all_the_same(bot: Running) -> None:
    """When the question was deleted meanwhile, the answer stands by itself."""
    asked = await ask(bot)
    del bot.api.world.messages[ANN["id"], asked["message_id"]]

    (answer,) = await bot.heard()

    assert "reply_to_message" not in answer


async def test_query_too_old(bot: Running) -> None:
    """A press that Telegram has given up waiting for is done all the same."""
    await ask(bot)
    (answer,) = await bot.heard()
    press = bot.api.world.press(answer, ANN, data_of(answer, "Source"))
    bot.api.world.queries.clear()
    bot.api.push(press)
    await bot.idle()

    assert bot.api.made("editMessageText")[0].result["text"].startswith("Profile of the SCO")
    bot.api.calls[:] = [call for call in bot.api.calls if not call.error.startswith("Bad Request: query is too old")]


async def test_message_not_modified(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """Pressed twice, the second edit changes nothing and is no fault."""
    caplog.set_level(logging.INFO)
    await ask(bot)
    (answer,) = await bot.heard()
    for _ in range(2):
        bot.api.push(bot.api.world.press(answer, ANN, data_of(answer, "Source")))
        await bot.idle()

    first, second = [call.error for call in bot.api.calls if call.method == "editMessageText"]
    assert (first, second.partition(":")[0]) == ("", "Bad Request")
    assert "message is not modified" in second
    assert "not delivered" not in caplog.text


async def test_flooded_chat_waits_alone(bot: Running) -> None:
    """While one chat is halted for a while, another is answered at once, and then the halted one."""
    bot.api.faults.append(Fault("error", code=429, description="Too Many Requests", parameters={"retry_after": 1}, when=to_ann))
    await ask(bot)
    await ask(bot, BOB)

    order = [message["chat"]["id"] for message in await bot.heard()]
    times = [call.at for call in bot.api.calls if call.method == "sendMessage" and call.values["chat_id"] == ANN["id"]]

    assert order == [BOB["id"], ANN["id"]]
    assert 1.0 <= times[1] - times[0] < 1.5


OTHERS_GO_ON = {
    "5xx storm": Fault("error", code=503, description="Service Unavailable", times=20),
    "no answer": Fault("hang"),
    "flood": Fault("error", code=429, parameters={"retry_after": 1}),
}


@pytest.mark.parametrize("name", OTHERS_GO_ON)
async def test_others_do_not_notice(start: Start, name: str) -> None:
    """With room for one question at once, another chat is answered while something is wrong with the first alone."""
    fault = replace(OTHERS_GO_ON[name], when=to_ann)
    async with start(tuning=replace(QUICK, at_once=1 if name != "no answer" else 2)) as bot:
        bot.api.faults.append(fault)
        await ask(bot)
        await bot.api.until(lambda: any(call.error.startswith("fault") for call in bot.api.calls))
        await ask(bot, BOB)
        await bot.api.sent()
        await ask(bot, CAT)
        order = [message["chat"]["id"] for message in await bot.heard()]

    assert order[:2] == [BOB["id"], CAT["id"]]
    assert order[2:] == ([] if name == "no answer" else [ANN["id"]])


async def test_a_message_given_up_is_one_warning(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """A message that Telegram refuses four times for its rate is lost with one warning."""
    caplog.set_level(logging.INFO)
    bot.api.faults.append(Fault("error", code=429, parameters={"retry_after": 0.01}, times=4))
    await ask(bot)

    assert await bot.heard() == []
    (line,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert line.startswith("a message was not delivered")


async def test_server_away_for_a_while(bot: Running) -> None:
    """While there is no server nothing is lost: what waits is fetched, what was to be sent is sent."""
    chat = bot.api.world.private(ANN)
    async with bot.api.away():
        await asyncio.sleep(0.2)  # long enough for several tries of the bot's
        bot.api.push(bot.api.world.update("message", bot.api.world.message(chat, ANN, "Who are the members?")))

    assert len(await bot.heard()) == 1


async def test_ten_seconds_without_a_server(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    """With the pauses of the public server: what was being sent and what waits are answered once, and soon after."""
    async with start(tuning=Tuning()) as bot:
        bot.api.faults.append(Fault("error", code=502, description="Bad Gateway"))
        await ask(bot)
        await bot.api.until(lambda: any(call.error == "fault: error" for call in bot.api.calls))
        begun = time.monotonic()
        with caplog.at_level(logging.INFO):
            async with bot.api.away():
                await asyncio.sleep(10)
                await ask(bot, BOB)
            messages = await bot.heard()
        took = time.monotonic() - begun
        await ask(bot, CAT)
        messages = await bot.heard()

    assert sorted(message["chat"]["id"] for message in messages) == [ANN["id"], BOB["id"], CAT["id"]]
    assert took < 15
    assert (caplog.text.count("no updates come in"), caplog.text.count("updates come in again")) == (1, 1)
    assert "not delivered" not in caplog.text


POLL_FAULTS = {
    "reset": Fault("reset"),
    "truncated": Fault("truncate"),
    "nonsense": Fault("say", body="[]"),
    "null": Fault("say", body='{"ok": true, "result": null}'),
    "text": Fault("say", body='{"ok": true, "result": "updates"}'),
    "storm": Fault("error", code=502, description="Bad Gateway", times=5),
    "too many requests": Fault("error", code=429, description="Too Many Requests", parameters={"retry_after": 1}),
    "conflict": Fault("error", code=409, description="Conflict: terminated by other getUpdates request", times=2),
    "broken update": Fault("say", body='{"ok": true, "result": [7, {}, {"update_id": 5, "message": {"chat": 3}}]}'),
}


@pytest.mark.parametrize("name", POLL_FAULTS)
async def test_updates_come_in_again(bot: Running, name: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever the server says instead of updates, the bot asks again, and says so once."""
    fault = POLL_FAULTS[name]
    await bot.api.until(lambda: bot.api.polled)
    bot.api.faults.append(
        Fault(fault.kind, "getUpdates", fault.times, code=fault.code, parameters=fault.parameters, body=fault.body)
    )
    with caplog.at_level(logging.WARNING):
        await ask(bot)
        await bot.heard()
        await ask(bot, BOB)

        messages = await bot.heard()

    assert [message["chat"]["id"] for message in messages] == [ANN["id"], BOB["id"]]
    assert caplog.text.count("no updates come in") + caplog.text.count("another program") <= 1


async def test_conflict_is_said_clearly(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """Two programs on one token: one clear line, and a pause before the next try."""
    await bot.api.until(lambda: bot.api.polled)
    bot.api.faults.append(Fault("error", "getUpdates", 3, code=409, description="Conflict"))
    await ask(bot)
    await bot.heard()

    assert caplog.text.count("another program receives updates with this token") == 1


async def test_update_with_entities_that_cannot_be(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """An update that no library can read right ends in a line of the log, and the next is answered."""
    entities = [{"type": "bot_command", "offset": 1, "length": 3}, {"type": "mention", "offset": -5, "length": 1}]
    bot.api.say(bot.api.world.group(), ANN, "😀😀😀", entities=entities)
    await bot.idle()
    await ask(bot, BOB)

    assert len(await bot.heard()) == 1
    assert "a handler failed" in caplog.text


async def test_two_bots_on_one_token(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    """Two programs that poll in turn end each other's requests; both live, and when one stops, the other goes on."""
    async with start() as bot:
        await bot.api.until(lambda: bot.api.polled)
        async with start():
            await bot.api.until(lambda: bot.api.polled >= 4)
        await ask(bot)
        assert len(await bot.heard()) == 1
    assert "another program receives updates with this token" in caplog.text


async def test_numbers_that_begin_anew(start: Start) -> None:
    """After a week without updates Telegram may number them anew; they are answered, though their numbers are lower."""
    async with start() as bot:
        await ask(bot)
        await bot.idle()
        bot.room._polling._silence = 0.0
        polled = bot.api.polled
        bot.api.release()
        await bot.api.until(lambda: bot.api.polled > polled)
        message = bot.api.world.message(bot.api.world.private(BOB), BOB, "Who are the members?")
        bot.api.push({"update_id": 5, "message": message})
        assert len(await bot.heard()) == 2


async def test_state_file_that_cannot_be(start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """When nothing can be kept on file, answers and follow-ups go on, with one line in the log."""
    (tmp_path / "file").write_text("in the way")
    store = open_store(tmp_path / "file" / "state.sqlite", 0.0)
    async with start(store=store) as bot:
        await ask(bot, text="What share does China pay?")
        await bot.idle()
        await ask(bot, text="and Russia?")
        texts = [message["text"] for message in await bot.heard()]

    assert texts[1].startswith("Russia pays 5")
    assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) == 1


@pytest.mark.parametrize("fault", ["query_only = ON", "max_page_count = 1"], ids=["read-only", "disk full"])
async def test_state_file_that_fails_while_it_runs(
    start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    """When the file turns read-only or the disk is full, answers, follow-ups and buttons go on, with one line in the log."""
    async with start(store=(store := open_store(tmp_path / "state.sqlite", 0.0))) as bot:
        await ask(bot, text="What share does China pay?")
        await bot.idle()
        assert store._database._file is not None
        store._database._file.execute(f"PRAGMA {fault}")
        for number in range(20):  # until the pages that there are are full
            user = person(1000 + number)
            await ask(bot, user, "Who are the members?" + " " * 3000)
        await ask(bot, text="and Russia?")
        messages = await bot.heard()
        bot.api.push(bot.api.world.press(messages[1], BOB, data_of(messages[1], "Source")))
        await bot.idle()

    assert [message["text"] for message in messages if message["chat"]["id"] == ANN["id"]][1].startswith("Russia pays 5")
    assert len(messages) == 22
    assert len(bot.api.made("editMessageText")) == 1
    assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) == 1


async def test_typing_is_shown_only_when_it_takes_long(start: Start) -> None:
    """An answer that comes at once is not announced; one that waits more than a second is."""
    async with start(tuning=replace(QUICK, read_timeout=5.0)) as bot:
        await ask(bot)
        await bot.idle()
        assert bot.api.made("sendChatAction") == []
        bot.api.slow["sendMessage"] = 1.2
        await ask(bot, BOB)
        await bot.api.until(lambda: bot.api.made("sendChatAction"))
        assert len(await bot.heard()) == 2
