"""The webhook and /healthz."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from functools import partial
from typing import Any

import aiohttp
import pytest

from bot.errors import SettingsError
from bot.settings import Secret
from bot.telegram_app.state import memory_store
from tests.telegram.conftest import Start
from tests.telegram.fake_api import FakeApi, Fault
from tests.telegram.hand_made import FOUNDED, HandMade, knowledge
from tests.telegram.harness import QUICK, Running
from tests.telegram.state_files import lines
from tests.telegram.world import person

ANN = person(7)
URL = "https://bot.example.org/hook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
HOOK: dict[str, Any] = {"webhook_url": URL, "webhook_secret": Secret("s3cret")}


async def deliver(bot: Running, body: Any, secret: str | None = "s3cret", path: str = "/hook") -> int:
    """Return the status with which the bot takes an update."""
    headers = {HEADER: secret} if secret is not None else {}
    url = f"http://127.0.0.1:{bot.room.server.port}{path}"
    async with aiohttp.ClientSession() as session:
        if isinstance(body, str):
            async with session.post(url, data=body, headers=headers) as response:
                return response.status
        async with session.post(url, json=body, headers=headers) as response:
            return response.status


async def test_updates_come_through_the_webhook(start: Start) -> None:
    """The webhook is set with its secret; an update is on file when it is answered 200, and answered in the chat once."""
    async with start(settings=HOOK) as bot:
        message = bot.api.world.message(bot.api.world.private(ANN), ANN, "Who are the members?")
        update = bot.api.world.update("message", message)
        assert [await deliver(bot, update), await deliver(bot, update)] == [200, 200]
        await bot.room.queue.join()
        (call,) = bot.api.made("setWebhook")

        assert len(bot.api.made("sendMessage")) == 1
        assert bot.api.polled == 0
        assert (call.values["url"], call.values["secret_token"]) == (URL, "s3cret")
        assert "guest_message" in call.values["allowed_updates"]


@pytest.mark.parametrize("path", ["", "/", "/a+b", "/a.b", "/tg/$x", "/h%20k", "/a(b", "/ab*"])
async def test_path_is_taken_by_its_letters(start: Start, path: str) -> None:
    """Updates are taken at exactly the path of the address, whatever signs it has, and nowhere else."""
    async with start(settings=HOOK | {"webhook_url": f"https://bot.example.org{path}"}) as bot:
        message = bot.api.world.message(bot.api.world.private(ANN), ANN, "Who are the members?")
        update = bot.api.world.update("message", message)
        assert await deliver(bot, update, path="/axb") == 404
        assert await deliver(bot, update, path=path or "/") == 200
        await bot.room.queue.join()
        assert len(bot.api.made("sendMessage")) == 1


@pytest.mark.parametrize("secret", [None, "", "wrong", "s3cretx", "é"])
async def test_without_the_secret_nothing_is_read(start: Start, secret: str | None) -> None:
    """A request without the secret gets 403, and is not looked at."""
    async with start(settings=HOOK) as bot:
        assert await deliver(bot, "{not even JSON", secret) == 403
        assert bot.room.queue.qsize() == 0


@pytest.mark.parametrize(
    "secret", [b"\xff\xfe", "s3cret\u00a0".encode(), "\u0441\u0435\u043a\u0440\u0435\u0442".encode(), b"s3cret\x80"]
)
async def test_secret_of_any_bytes(start: Start, secret: bytes, caplog: pytest.LogCaptureFixture) -> None:
    """A header of bytes that are no ASCII, nor UTF-8, is compared like any other: 403, and no word in the log."""
    async with start(settings=HOOK) as bot:
        reader, writer = await asyncio.open_connection("127.0.0.1", bot.room.server.port)
        head = f"POST /hook HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n{HEADER}: ".encode()
        writer.write(head + secret + b"\r\n\r\n{}")
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()

        assert answer.startswith(b"HTTP/1.1 403 ")
        assert bot.room.queue.qsize() == 0
    assert lines(caplog) == []


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"update_id": 1, "message": {"chat": 7}}', '{"message": {}}'])
async def test_broken_updates_are_passed_over(start: Start, body: str) -> None:
    """What is no update is answered 200, or it would come again for a day."""
    async with start(settings=HOOK) as bot:
        assert await deliver(bot, body) == 200
        message = bot.api.world.message(bot.api.world.private(ANN), ANN, "Who are the members?")
        await deliver(bot, bot.api.world.update("message", message))
        await bot.room.queue.join()
        assert len(bot.api.made("sendMessage")) == 1


async def test_secret_of_its_own(start: Start) -> None:
    """Without a secret in the settings the bot makes one, as nobody else may speak for Telegram."""
    async with start(settings={"webhook_url": URL}) as bot:
        secret = bot.api.made("setWebhook")[0].values["secret_token"]
        assert len(secret) >= 32
        assert await deliver(bot, {"update_id": 1}, "") == 403


async def test_webhook_without_its_address(start: Start) -> None:
    """A webhook needs the address under which Telegram reaches it."""
    with pytest.raises(SettingsError, match="WEBHOOK_URL"):
        async with start(webhook=True):
            pass


async def test_webhook_is_removed_at_the_stop(start: Start, api: FakeApi) -> None:
    """A bot that is stopped takes its address back, and leaves at the server what has not come yet."""
    async with start(settings=HOOK):
        assert "webhook" in api.world.profile

    (call,) = api.made("deleteWebhook")
    assert call.values.get("drop_pending_updates", False) is False
    assert "webhook" not in api.world.profile


async def test_stop_finishes_what_came_through_the_webhook(start: Start, api: FakeApi) -> None:
    """What was taken in is answered before the bot ends, and nothing more is asked of it by then."""
    async with start(settings=HOOK) as bot:
        api.delay = 0.3
        message = api.world.message(api.world.private(ANN), ANN, "Who are the members?")
        assert await deliver(bot, api.world.update("message", message)) == 200

    assert [call.result["reply_to_message"]["message_id"] for call in api.made("sendMessage")] == [message["message_id"]]
    assert "webhook" not in api.world.profile


async def test_webhook_that_was_taken_away(start: Start, api: FakeApi, caplog: pytest.LogCaptureFixture) -> None:
    """When another run of the bot has ended late, and so has removed the webhook, it is set again, and that is logged."""
    async with start(settings=HOOK, tuning=replace(QUICK, watch=0.02)):
        for broken in ({}, {"webhook": {"url": "https://elsewhere.example.org"}}):
            api.world.profile.pop("webhook")
            api.world.profile |= broken
            api.faults.append(Fault("error", "getWebhookInfo", code=500))
            await api.until(lambda: api.world.profile.get("webhook", {}).get("url") == URL)
        await api.until(lambda: len(api.made("getWebhookInfo")) > 4)

    assert len(api.made("setWebhook")) == 3
    assert {call.values["secret_token"] for call in api.made("setWebhook")} == {"s3cret"}
    assert caplog.text.count("the webhook was gone") == 2


async def test_health_while_the_webhook_is_gone(start: Start, api: FakeApi) -> None:
    """As long as the webhook is gone and cannot be set, no updates flow, and the status is 503; then it is 200 again."""
    async with start(settings=HOOK, tuning=replace(QUICK, watch=0.02)) as bot, aiohttp.ClientSession() as session:
        url = f"http://127.0.0.1:{bot.room.server.port}/healthz"
        fault = Fault("error", "setWebhook", code=500, times=999)
        api.faults.append(fault)
        api.world.profile.pop("webhook")
        await api.until(lambda: fault.times < 999)
        async with session.get(url) as response:
            assert response.status == 503
        fault.times = 0
        await api.until(lambda: "webhook" in api.world.profile)
        looked = len(api.made("getWebhookInfo"))
        await api.until(lambda: len(api.made("getWebhookInfo")) > looked)
        async with session.get(url) as response:
            assert response.status == 200


@pytest.mark.parametrize(("pending", "ago", "status"), [(3, 60, 503), (0, 60, 200), (3, 3600, 200)])
async def test_health_while_updates_cannot_be_delivered(
    start: Start, api: FakeApi, caplog: pytest.LogCaptureFixture, pending: int, ago: int, status: int
) -> None:
    """When the server has failed to deliver lately and updates wait, none flow: 503, with one line; then it is 200 again."""
    async with start(settings=HOOK, tuning=replace(QUICK, watch=0.02)) as bot:
        url = f"http://127.0.0.1:{bot.room.server.port}/healthz"
        failed = int(bot.now[0].timestamp()) - ago
        trouble = {"pending_update_count": pending, "last_error_date": failed, "last_error_message": "Connection refused"}
        for deliveries, expected in ((trouble, status), ({}, 200)):
            api.world.profile["deliveries"] = deliveries
            enough = len(api.made("getWebhookInfo")) + 2
            await api.until(partial(lambda enough: len(api.made("getWebhookInfo")) > enough, enough))
            async with aiohttp.ClientSession() as session, session.get(url) as response:
                assert response.status == expected

    assert caplog.text.count("Connection refused") == (status == 503)


FAREWELLS = {
    "refused": Fault("error", "deleteWebhook", code=500),
    "reset": Fault("reset", "deleteWebhook"),
    "flooded": Fault("error", "deleteWebhook", code=429, description="Too Many Requests", parameters={"retry_after": 60}),
    "silent": Fault("hang", "deleteWebhook"),
    "revoked": Fault("error", "deleteWebhook", code=401, description="Unauthorized"),
}


@pytest.mark.parametrize("name", FAREWELLS)
async def test_webhook_that_cannot_be_removed(start: Start, api: FakeApi, name: str, caplog: pytest.LogCaptureFixture) -> None:
    """When the server does not take it, one line says so, and the bot ends all the same, soon."""
    async with start(settings=HOOK, tuning=replace(QUICK, read_timeout=30.0)):
        api.faults.append(replace(FAREWELLS[name]))
        begun = time.monotonic()

    assert time.monotonic() - begun < 5
    assert [record.levelname for record in caplog.records if "webhook was not removed" in record.message] == ["WARNING"]
    assert "webhook" in api.world.profile


async def test_polling_removes_a_webhook(start: Start, api: Any) -> None:
    """A webhook that was left over would keep polling from working."""
    api.world.profile["webhook"] = {"url": URL}
    async with start(store=memory_store()) as bot:
        bot.api.say(bot.api.world.private(ANN), ANN, "Who are the members?")
        assert len(await bot.heard()) == 1


@pytest.mark.parametrize("mode", [HOOK, {"health_listen": "127.0.0.1:0"}], ids=["webhook", "polling"])
async def test_health(start: Start, mode: dict[str, Any]) -> None:
    """A monitor is told that updates flow and how much is known, in both modes."""
    facts = {f"founded.{number}": replace(FOUNDED, id=f"founded.{number}") for number in range(3)}
    async with start(settings=mode, assistant=HandMade(replace(knowledge(), facts=facts))) as bot:
        url = f"http://127.0.0.1:{bot.room.server.port}/healthz"
        async with aiohttp.ClientSession() as session:
            async with session.get(url) as response:
                report = await response.json()
                assert response.status == 200
            async with session.head(url) as response:
                assert (response.status, await response.read()) == (200, b"")
        assert (report["ok"], report["facts"]) == (True, 3)
        assert report["updates"] == ("webhook" if mode is HOOK else "polling")


async def test_health_when_no_updates_come(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the server has not answered for long, the status is 503."""
    async with start(settings={"health_listen": "127.0.0.1:0"}) as bot:
        monkeypatch.setattr("bot.telegram_app.room.QUIET", 0.0)
        url = f"http://127.0.0.1:{bot.room.server.port}/healthz"
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            assert response.status == 503
