"""Sound JSON that is no answer of the Bot API: the bot lives on, and people read no line about it."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from bot.settings import Secret
from tests.telegram.conftest import Start
from tests.telegram.fake_api import FakeApi, Fault
from tests.telegram.harness import QUICK, Running
from tests.telegram.looking import data_of
from tests.telegram.world import person

ANN, BOB = person(7), person(8, "Bob")
WRONG = ("[]", "null", "5", "{}", '{"ok": false}', '{"ok": true}')
BODIES = (*WRONG, *(f'{{"ok": true, "result": {result}}}' for result in ("null", "5", "true", "[]", "{}", '{"message_id": 1}')))
OPTIONS = {"webhook_url": "https://bot.example.org/hook", "webhook_secret": Secret("s")}


@pytest.mark.parametrize("body", BODIES)
async def test_an_answer_is_not_sent_again(bot: Running, body: str, caplog: pytest.LogCaptureFixture) -> None:
    """Of a message that was taken and answered with nonsense, one line is logged; no second message and no excuse follow."""
    caplog.set_level(logging.INFO)
    bot.api.faults.append(Fault("say", body=body, after=True))
    bot.api.say(bot.api.world.private(ANN), ANN, "Who are the members?")
    await bot.idle()
    bot.api.say(bot.api.world.private(BOB), BOB, "Who are the members?")

    assert [message["text"][:6] for message in await bot.heard()] == ["The si"] * 2
    assert caplog.text.count("a message was not delivered") == 1
    assert "a handler failed" not in caplog.text


@pytest.mark.parametrize("body", ["[]", "null", "5"])
async def test_a_failure_that_says_nonsense_is_a_failure(bot: Running, body: str) -> None:
    """What the server's side has not carried out is sent again, whatever stands in its page about that."""
    bot.api.faults.append(Fault("error", code=502, body=body))
    bot.api.say(bot.api.world.private(ANN), ANN, "Who are the members?")

    assert [message["text"][:6] for message in await bot.heard()] == ["The si"]


@pytest.mark.parametrize("body", WRONG)
async def test_a_start_goes_on_until_it_is_understood(
    api: FakeApi, start: Start, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The greeting and the removal of the webhook are tried again, each with one line, and menus are set without the first."""
    api.faults += [Fault("say", method, body=body) for method in ("getMe", "deleteWebhook", "setMyCommands")]
    async with start() as bot:
        bot.api.say(bot.api.world.private(ANN), ANN, "Who are the members?")
        assert len(await bot.heard()) == 1
        await bot.api.until(lambda: bot.api.made("setMyShortDescription"))

    assert caplog.text.count("trying again") == 2
    assert caplog.text.count("the menu was not delivered") == 1


@pytest.mark.parametrize("body", BODIES)
async def test_a_button_is_not_stopped(bot: Running, body: str, caplog: pytest.LogCaptureFixture) -> None:
    """A press whose answer and change are answered with nonsense leaves at most two lines in the log."""
    caplog.set_level(logging.INFO)
    bot.api.say(bot.api.world.private(ANN), ANN, "Who are the members?")
    (answer,) = await bot.heard()
    bot.api.faults += [Fault("say", method, body=body, after=True) for method in ("answerCallbackQuery", "editMessageText")]
    bot.api.push(bot.api.world.press(answer, ANN, data_of(answer, "Source")))

    assert len(await bot.heard()) == 1
    assert "a handler failed" not in caplog.text
    assert bot.api.world.messages[ANN["id"], answer["message_id"]]["text"].startswith("Profile of the SCO")


@pytest.mark.parametrize("body", WRONG)
async def test_the_webhook_is_watched_on(start: Start, body: str) -> None:
    """When nonsense comes instead of what is set, it is asked again, and a webhook that is gone is set again."""
    async with start(settings=OPTIONS, tuning=replace(QUICK, watch=0.02)) as bot:
        bot.api.faults.append(fault := Fault("say", "getWebhookInfo", body=body))
        await bot.api.until(lambda: not fault.times)
        bot.api.world.profile.pop("webhook")
        await bot.api.until(lambda: "webhook" in bot.api.world.profile)


async def test_a_stop_ends_well(start: Start) -> None:
    """Nonsense in the last words is no error."""
    async with start() as bot:
        bot.api.say(bot.api.world.private(ANN), ANN, "Who are the members?")
        await bot.heard()
        await bot.api.until(lambda: bot.api.polled)
        bot.api.faults.append(Fault("say", "getUpdates", body='{"ok": true, "result": "updates"}'))
    async with start(settings=OPTIONS) as bot:
        bot.api.faults.append(Fault("say", "deleteWebhook", body="[]"))
