"""A strict fake of the Bot API: real HTTP, the checks of the real one, and faults on demand."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from tests.telegram import spec
from tests.telegram.methods import METHODS
from tests.telegram.spec import Refused
from tests.telegram.world import Json, World

TOKEN = "4242:AAFakeTokenForTheTestsOnly-0123456789"
PATIENCE = 8.0
"""Seconds that a test waits for what must happen; it happens within milliseconds, or never."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request that the bot has made."""

    method: str
    values: Json
    at: float
    """When it came in, in seconds of the monotonic clock."""
    result: Any = None
    error: str = ""


@dataclass(slots=True)
class Fault:
    """Something that goes wrong, for the next ``times`` calls of a method."""

    kind: str
    """"error" (with ``body`` if there is one), "reset", "truncate", "hang" (never answers) or "say" (answers with ``body``)."""
    method: str = "sendMessage"
    times: int = 1
    after: bool = False
    """The server has carried the call out before it goes wrong."""
    code: int = 500
    description: str = "Internal Server Error"
    parameters: Json = field(default_factory=dict)
    body: str = ""
    when: Callable[[Json], bool] = lambda _: True
    """Only calls with such parameters."""


class FakeApi:
    """The server; ``async with FakeApi() as api`` starts and stops it."""

    def __init__(self) -> None:
        """Prepare an empty world."""
        self.world = World()
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.delay = 0.0
        """Seconds from the arrival of a request to its answer."""
        self.slow: dict[str, float] = {}
        """Seconds that a method takes on top of that."""
        self.polled = 0
        """How many requests for updates have begun to wait."""
        self.port = 0
        self._updates: list[Json] = []
        self._poll: asyncio.Future[None] | None = None
        self._changed = asyncio.Condition()
        self._hanging = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Return the root of the server, as TELEGRAM_API_URL wants it."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close."""
        await self.stop()

    async def start(self) -> None:
        """Listen, on the port of the last time if there was one."""
        application = web.Application()
        application.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._hanging = asyncio.Event()
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close every connection."""
        self._hanging.set()
        self.release()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @contextlib.asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """Be unreachable for a while."""
        await self.stop()
        try:
            yield
        finally:
            await self.start()

    # --- what tests do and look at ---------------------------------------------------------------------------------------

    def push(self, *updates: Json) -> None:
        """Deliver updates to the bot, in this order."""
        self._updates.extend(updates)
        self.release()

    def release(self) -> None:
        """Answer the request for updates that waits, with nothing if there is nothing."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def say(self, chat: Json, sender: Json | None, text: str | None, **more: Any) -> Json:
        """Have somebody write a message, and return it."""
        message = self.world.message(chat, sender, text, **more)
        self.push(self.world.update("channel_post" if chat["type"] == "channel" else "message", message))
        return message

    def made(self, *methods: str) -> list[Call]:
        """Return the calls of these methods that were carried out, in order."""
        return [call for call in self.calls if call.method in methods and not call.error]

    def failed(self) -> list[Call]:
        """Return the calls that the server refused for what they said: not for a fault, another poll, or a second press."""
        excused = ("fault:", "Conflict:", "Bad Request: message is not modified")
        return [call for call in self.calls if call.error and not call.error.startswith(excused)]

    async def until(self, met: Callable[[], object], patience: float = PATIENCE) -> None:
        """Wait until something is so; it is looked at after each call.

        Raises:
            TimeoutError: It does not become so.
        """
        async with asyncio.timeout(patience), self._changed:
            await self._changed.wait_for(lambda: bool(met()))

    async def sent(self, count: int = 1) -> list[Json]:
        """Return the messages that the bot has sent, after waiting for so many."""
        await self.until(lambda: len(self.made("sendMessage")) >= count)
        return [call.result for call in self.made("sendMessage")]

    async def taken(self) -> None:
        """Wait until the bot has received every update and has said so."""
        await self.until(lambda: not self._updates)

    # --- the server ---------------------------------------------------------------------------------------------------------

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        token, method = request.match_info["token"], request.match_info["method"]
        if delay := self.delay + self.slow.get(method, 0.0):
            await asyncio.sleep(delay)
        if token != TOKEN:
            return _failure(401, "Unauthorized") if ":" in token else _failure(404, "Not Found")
        if method not in spec.METHODS:
            return _failure(404, "Not Found: method not found")
        raw = await _raw(request)
        at = time.monotonic()
        fault = self._fault(method, raw)
        result: Any = None
        error = ""
        try:
            if fault is not None and not fault.after:
                error = f"fault: {fault.kind}"
            else:
                result = await self._carry_out(method, spec.decoded(method, raw))
                response: web.StreamResponse = web.json_response({"ok": True, "result": result})
        except Refused as refusal:
            error = refusal.description
            response = _failure(refusal.code, refusal.description, refusal.parameters)
        finally:
            if method != "getUpdates" or error:
                self.calls.append(Call(method, _shown(raw), at, result, error))
            async with self._changed:
                self._changed.notify_all()
        return response if fault is None else await self._go_wrong(fault, request, result)

    def _fault(self, method: str, raw: Json) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and fault.method in {method, "*"} and fault.when(raw):
                fault.times -= 1
                return fault
        return None

    async def _go_wrong(self, fault: Fault, request: web.Request, result: Any) -> web.StreamResponse:
        if fault.kind == "error" and fault.body:
            return web.Response(text=fault.body, status=fault.code, content_type="application/json")
        if fault.kind == "error":
            return _failure(fault.code, fault.description, fault.parameters)
        if fault.kind == "say":
            return web.Response(text=fault.body, content_type="application/json")
        if fault.kind == "truncate":
            body = json.dumps({"ok": True, "result": result})
            return web.Response(text=body[: len(body) // 2], content_type="application/json")
        if fault.kind == "hang":
            await self._hanging.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _carry_out(self, method: str, values: Json) -> Any:
        if method == "getUpdates":
            return await self._get_updates(values)
        return METHODS[method](self.world, values)

    async def _get_updates(self, values: Json) -> list[Json]:
        """Return updates from the offset on, which confirms all before it; the newer of two waiting calls wins."""
        if "webhook" in self.world.profile:
            raise Refused("Conflict: can't use getUpdates method while webhook is active; use deleteWebhook", 409)
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(
                Refused("Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", 409)
            )
        offset = values.get("offset", 0)
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        async with self._changed:
            self._changed.notify_all()
        if not self._updates and values.get("timeout", 0):
            self._poll = asyncio.get_running_loop().create_future()
            self.polled += 1
            async with self._changed:
                self._changed.notify_all()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._poll, values["timeout"])
        allowed = values.get("allowed_updates")
        waiting = [update for update in self._updates if not allowed or set(update) & set(allowed)]
        self._updates = [update for update in self._updates if update in waiting]
        return waiting[: values.get("limit", 100)]


async def _raw(request: web.Request) -> Json:
    """Return the parameters as they came: query string, form or JSON."""
    raw: Json = dict(request.query)
    if request.content_type == "application/json":
        raw |= await request.json()
    elif request.can_read_body:
        raw |= dict(await request.post())
    return raw


def _shown(raw: Json) -> Json:
    """Return the parameters as tests look at them: JSON parsed."""
    shown = {}
    for name, value in raw.items():
        try:
            shown[name] = json.loads(value) if isinstance(value, str) and name != "text" else value
        except ValueError:
            shown[name] = value
    return shown


def _failure(code: int, description: str, parameters: Json | None = None) -> web.Response:
    body: Json = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return web.json_response(body, status=code)
