"""Updates are in the journal before Telegram is told that they arrived: by polling and by the webhook, over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import Update
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.telegram_app.intake import Polling, UpdatesRequest
from bot.telegram_app.limits import ChatLimiter
from bot.telegram_app.state import Entry, JournalQueue, SQLiteStore, memory_store
from bot.telegram_app.state.journal import entry_of
from bot.telegram_app.web import Server as Listening
from bot.telegram_app.wire import Request

NOW = 1_800_000_000.0
TOKEN = "1:x"
SECRET = "s3cret"

Json = dict[str, Any]


def raw(update_id: int, chat: int = 5) -> Json:
    """Return an update as Telegram sends it, with a field that no library knows."""
    sender = {"id": chat, "is_bot": False, "first_name": "Zoë", "mood": "good"}
    where = {"id": chat, "type": "private", "first_name": "Zoë"}
    return {"update_id": update_id, "message": {"message_id": 1, "date": 1, "chat": where, "from": sender, "text": "hi"}}


def update(update_id: int) -> Update:
    """Return an update."""
    return Update.de_json(raw(update_id), None)


def clock() -> float:
    """Return a time that stands still."""
    return NOW


class Watched(SQLiteStore):
    """A store in memory that notes what it receives, and can be held up or broken."""

    def __init__(self, happened: list[str]) -> None:
        super().__init__(memory_store()._database)
        self.happened = happened
        self.hold = asyncio.Event()
        self.hold.set()
        self.broken = False

    async def receive(self, entries: Sequence[Entry], now: float) -> frozenset[int]:
        await self.hold.wait()
        if self.broken:
            raise RuntimeError("a mistake of ours")
        new = await super().receive(entries, now)
        self.happened += [f"written {entry.update_id}" for entry in entries]
        return new


class Server:
    """A Bot API of two methods: it gives each batch until it is confirmed, as Telegram does."""

    def __init__(self, happened: list[str]) -> None:
        self.happened = happened
        self.waiting: list[Json] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        given = await request.json() if request.content_type == "application/json" else {}
        result: object = True
        if request.match_info["method"] == "getMe":
            result = {"id": 1, "is_bot": True, "first_name": "bot", "username": "a_bot"}
        elif request.match_info["method"] == "getUpdates":
            offset = int(given.get("offset", 0))
            confirmed = [waiting["update_id"] for waiting in self.waiting if waiting["update_id"] < offset]
            self.happened += [f"confirmed {update_id}" for update_id in confirmed]
            self.waiting = [waiting for waiting in self.waiting if waiting["update_id"] >= offset]
            result = self.waiting[:2]
            if not result:
                await asyncio.sleep(0.01)  # what a real server calls long polling
        return web.json_response({"ok": True, "result": result})

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_post(f"/bot{TOKEN}/{{method}}", self.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/bot"
        try:
            yield
        finally:
            await runner.cleanup()


@pytest.fixture
def happened() -> list[str]:
    """Return what happened, in its order."""
    return []


@pytest.fixture
async def store(happened: list[str]) -> AsyncIterator[Watched]:
    """Yield a store that says what it writes."""
    watched = Watched(happened)
    yield watched
    await watched.close()


@pytest.fixture
async def server(happened: list[str]) -> AsyncIterator[Server]:
    """Yield a server that runs."""
    server = Server(happened)
    async with server.running():
        yield server


@asynccontextmanager
async def polling(server: Server, queue: JournalQueue) -> AsyncIterator[None]:
    """Poll the server into the queue, as the bot does."""
    fetching = UpdatesRequest(connection_pool_size=1)
    bot = ExtBot(TOKEN, base_url=server.url, request=Request(1), get_updates_request=fetching, rate_limiter=ChatLimiter())
    async with bot:
        task = asyncio.create_task(Polling(bot, queue).run(fetching))
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(condition: Callable[[], object]) -> None:
    """Wait until something is so, for five seconds at most."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.001)


async def test_polled_updates_are_written_before_they_are_confirmed(server: Server, store: Watched, happened: list[str]) -> None:
    """Each update is in the journal when the request that confirms it arrives."""
    server.waiting = [raw(number) for number in (1, 2, 3)]
    queue = JournalQueue(store, clock)

    async with polling(server, queue):
        await until(lambda: "confirmed 3" in happened)

    assert happened.index("written 2") < happened.index("confirmed 1")
    assert happened.index("written 3") < happened.index("confirmed 3")
    assert queue.qsize() == 3


async def test_nothing_is_confirmed_while_the_journal_waits(server: Server, store: Watched, happened: list[str]) -> None:
    """As long as a write takes, the next getUpdates is not sent."""
    server.waiting = [raw(1)]
    store.hold.clear()

    async with polling(server, JournalQueue(store, clock)):
        await asyncio.sleep(0.1)
        assert happened == []
        store.hold.set()
        await until(lambda: "confirmed 1" in happened)

    assert happened == ["written 1", "confirmed 1"]


async def test_a_repeated_update_is_confirmed_and_dropped(server: Server, store: Watched, happened: list[str]) -> None:
    """What an earlier run had written, Telegram repeats: it is confirmed, or it would come for ever, and not handled."""
    await store.receive([entry_of(update(1)), entry_of(update(2))], NOW)
    await store.settle(1, NOW)
    server.waiting = [raw(number) for number in (1, 2, 3)]
    queue = JournalQueue(store, clock)
    assert await queue.take_up(None) == 1

    async with polling(server, queue):
        await until(lambda: "confirmed 3" in happened)

    assert [queue.get_nowait() for _ in range(queue.qsize())] == [update(2), update(3)]


async def test_a_mistake_in_the_journal_does_not_end_the_polling(
    server: Server, store: Watched, happened: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    """An update that cannot be written is handled all the same, and so is the next."""
    store.broken = True
    server.waiting = [raw(number) for number in (1, 2, 3)]
    queue = JournalQueue(store, clock)

    async with polling(server, queue):
        await until(lambda: "confirmed 3" in happened)

    assert queue.qsize() == 3
    assert "could not be written to the journal" in caplog.text


async def test_a_full_queue_leaves_the_rest_with_telegram(server: Server, store: Watched, happened: list[str]) -> None:
    """When as many updates wait as there is room for, no more are asked for, until one is done."""
    server.waiting = [raw(number) for number in range(1, 8)]
    queue = JournalQueue(store, clock, room=3)

    async with polling(server, queue):
        await until(lambda: "written 4" in happened)
        await asyncio.sleep(0.1)
        assert "confirmed 3" not in happened
        assert queue.qsize() == 3

        for _ in range(7):
            await queue.get()
            queue.task_done()
        await until(lambda: "confirmed 7" in happened)


@asynccontextmanager
async def webhook(server: Server, queue: JournalQueue) -> AsyncIterator[Callable[[Json], Awaitable[int]]]:
    """Yield a function that delivers an update to the webhook and returns the status."""
    requests = (HTTPXRequest(), HTTPXRequest())
    limiter = ChatLimiter()
    bot = ExtBot(TOKEN, base_url=server.url, request=requests[0], get_updates_request=requests[1], rate_limiter=limiter)
    listening = Listening(lambda: {"ok": True})
    listening.add_webhook("/hook", bot, queue, SECRET)
    listening.listen("127.0.0.1:0")
    async with aiohttp.ClientSession() as session:

        async def deliver(body: Json) -> int:
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            async with session.post(f"http://127.0.0.1:{listening.port}/hook", json=body, headers=headers) as response:
                return response.status

        yield deliver
    await listening.close()


async def test_a_webhook_is_answered_after_the_write(server: Server, store: Watched, happened: list[str]) -> None:
    """Telegram gets its 200 when the update is in the journal."""
    store.hold.clear()
    queue = JournalQueue(store, clock)

    async with webhook(server, queue) as deliver:
        delivery = asyncio.create_task(_noted(deliver(raw(1)), happened))
        await asyncio.sleep(0.1)
        assert happened == []
        store.hold.set()
        await delivery

    assert happened == ["written 1", "answered 200"]
    assert queue.qsize() == 1


async def test_a_webhook_called_twice_is_handled_once(server: Server, store: Watched) -> None:
    """A delivery that Telegram repeats is answered 200 and dropped."""
    queue = JournalQueue(store, clock)

    async with webhook(server, queue) as deliver:
        assert [await deliver(raw(1)) for _ in range(2)] == [200, 200]

    assert queue.qsize() == 1


async def _noted(delivery: Awaitable[int], happened: list[str]) -> None:
    happened.append(f"answered {await delivery}")


def holds(whole: object, part: object) -> bool:
    """Return whether all of the part is in the whole; the library adds a few false values."""
    if isinstance(whole, dict) and isinstance(part, dict):
        return all(key in whole and holds(whole[key], value) for key, value in part.items())
    return whole == part


async def test_an_update_is_stored_as_telegram_sent_it(store: Watched) -> None:
    """Nothing of the JSON is lost, not even what the library does not know; its chat and sender stand beside it."""
    await JournalQueue(store, clock).put(update(7))

    (kept,) = await store.unsettled(NOW)

    assert holds(json.loads(kept.body), raw(7))
    assert (kept.update_id, kept.chat, kept.sender, kept.received) == (7, 5, 5, NOW)


def test_the_sender_is_the_channel_that_speaks() -> None:
    """Where a chat speaks, `from` is a stand-in."""
    body = raw(1, chat=-100)
    body["message"]["chat"]["type"] = "supergroup"
    body["message"]["from"]["id"] = 1087968824
    body["message"]["sender_chat"] = {"id": -200, "type": "channel", "title": "C"}

    kept = entry_of(Update.de_json(body, None))

    assert (kept.chat, kept.sender) == (-100, -200)


async def test_what_cannot_be_read_is_given_up(store: Watched, caplog: pytest.LogCaptureFixture) -> None:
    """An entry that is no update any more is logged, settled, and does not keep the others from being taken up."""
    await store.receive([Entry(1, "{"), entry_of(update(2))], NOW)
    queue = JournalQueue(store, clock)

    await queue.take_up(None)

    assert [queue.get_nowait() for _ in range(queue.qsize())] == [update(2)]
    assert [entry.update_id for entry in await store.unsettled(NOW)] == [2]
    assert "given up" in caplog.text


async def test_other_objects_go_through(store: Watched, happened: list[str]) -> None:
    """What the application itself puts into the queue, its signal to stop above all, is not written and never waits."""
    queue = JournalQueue(store, clock, room=1)
    await queue.put(update(1))

    await asyncio.wait_for(queue.put("stop"), 1)

    assert (queue.qsize(), happened) == (2, ["written 1"])
