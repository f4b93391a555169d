"""Telegram's limits, kept: what the bot sends is spread out.

Telegram (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this) asks for at most one message a
second in a chat, short bursts aside, 20 a minute in a group, and about 30 a second in all. What it really counts is not
published, so the two hard numbers are kept in every window: a leaky bucket such as aiolimiter's of 30 a second lets 59
through in its first second, and of 20 a minute 39 in its first minute. The pace within a chat is such a bucket.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

LOG = logging.getLogger(__name__)

Pause = Callable[[], AbstractAsyncContextManager[None]]
Result = bool | dict[str, Any] | list[dict[str, Any]]

RETRIES = 3
"""After a 429, each after the time that Telegram names; a fourth means that our numbers are wrong, and is an error."""
CHATS = 512
"""Chats that are remembered before idle ones are looked for; each takes about 1 kB."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in so many seconds."""

    number: int
    seconds: float


OVERALL = Rate(30, 1.0)
GROUP = Rate(20, 60.0)
CHAT = Rate(3, 3.0)
"""One a second, three at once: an answer, a hint and a correction may follow each other without a wait."""


class Window:
    """Lets at most a number through in any stretch of time of a given length.

    A place is free again so long after its request *ended*: it reached Telegram somewhere between its begin and its end,
    so counted there no window holds more, however the network delays them.
    """

    def __init__(self, rate: Rate) -> None:
        """Keep the rate."""
        self._rate = rate
        self._places = asyncio.Semaphore(rate.number)
        self._taken = 0

    @property
    def full(self) -> bool:
        """Return whether the next request would have to wait."""
        return self._places.locked()

    @property
    def idle(self) -> bool:
        """Return whether nothing was let through lately."""
        return self._taken == 0

    async def enter(self) -> None:
        """Wait for a place; first come, first served."""
        await self._places.acquire()
        self._taken += 1

    def leave(self) -> None:
        """Give the place back, after the window's length."""
        asyncio.get_running_loop().call_later(self._rate.seconds, self._free)

    def _free(self) -> None:
        self._taken -= 1
        self._places.release()


class _Chat:
    """What is known of one chat: whose turn it is to send, its pace, and until when Telegram has halted it."""

    def __init__(self, pace: Rate, window: Window | None) -> None:
        self.turn = asyncio.Lock()
        self.pace = AsyncLimiter(pace.number, pace.seconds)
        self.window = window
        self.halted_until = 0.0
        """Time of the event loop's clock."""
        self.users = 0
        """Requests that wait or are on their way."""

    def halted(self) -> float:
        """Return for how many seconds nothing may be sent."""
        return max(0.0, self.halted_until - asyncio.get_running_loop().time())

    def halt(self, seconds: float) -> None:
        self.halted_until = max(self.halted_until, asyncio.get_running_loop().time() + seconds)

    async def outlast_halt(self) -> None:
        while (seconds := self.halted()) > 0:  # noqa: ASYNC110 - the end is a time, not an event, and may move
            await asyncio.sleep(seconds)

    def is_idle(self) -> bool:
        window_idle = self.window is None or self.window.idle
        return not self.users and window_idle and not self.halted() and self.pace.has_capacity(self.pace.max_rate)


class ChatLimiter(BaseRateLimiter[int]):
    """Spreads out what the bot sends, chat by chat; a chat that is flooded waits alone.

    What is sent or changed in one chat goes out one after the other, in the order in which it was asked for. After a 429
    that chat, and no other, is halted for as long as Telegram says, and the request is made again. Any other error goes to
    the caller at once, time-outs above all: Telegram may have accepted what timed out. Requests without a chat (answers to
    callback and inline queries, settings) are never held up; those that only look or show "typing…" wait for a halt alone.

    The handlers' ``rate_limit_args`` is the number of retries, instead of `RETRIES`.
    """

    def __init__(
        self,
        *,
        overall: Rate = OVERALL,
        chat: Rate = CHAT,
        group: Rate = GROUP,
        retries: int = RETRIES,
        pause: Pause = nullcontext,
    ) -> None:
        """Keep the rates.

        Args:
            overall: Messages in all, in any window.
            chat: Messages in one chat: so many at once, then spread evenly.
            group: Messages in one group or channel, in any window, on top of the former.
            retries: How often a request is made again after a 429.
            pause: Entered while a request waits, e.g. `ChatProcessor.pause`, so that others are worked on meanwhile.
        """
        self._overall = Window(overall)
        self._chat_rate = chat
        self._group_rate = group
        self._retries = retries
        self._pause = pause
        self._chats: dict[int | str, _Chat] = {}
        self._look_at = CHATS

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""

    async def process_request(  # noqa: PLR0913 - as the library calls it
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,  # noqa: ANN401 - likewise
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Result:
        """Return what the request returns, made when its chat and the whole may bear it.

        Raises:
            RetryAfter: Telegram refused it once more than there are retries.
            TelegramError: Whatever else the request raised.
        """
        retries = self._retries if rate_limit_args is None else rate_limit_args

        async def request() -> Result:
            return await callback(*args, **kwargs)

        key = _chat_key(data.get("chat_id"))
        if key is None:
            return await self._insist(request, None, retries)
        async with self._chat(key) as chat:
            if endpoint.startswith("get") or endpoint == "sendChatAction":
                return await self._insist(lambda: self._unpaced(request, chat), chat, retries)
            await self._wait(chat.turn.acquire, needed=chat.turn.locked())
            try:
                return await self._insist(lambda: self._paced(request, chat), chat, retries)
            finally:
                chat.turn.release()

    async def _insist(self, request: Callable[[], Awaitable[Result]], chat: _Chat | None, retries: int) -> Result:
        """Make the request until Telegram does not refuse it for its rate, at most once more than there are retries."""
        while True:
            try:
                return await request()
            except RetryAfter as refusal:
                seconds = _seconds(refusal.retry_after)
                if chat is not None:
                    chat.halt(seconds)
                if retries <= 0:
                    LOG.info("Telegram asks to wait %g seconds, again; the request is given up", seconds)
                    raise
                LOG.info("Telegram asks to wait %g seconds; one chat or request does, the others go on", seconds)
            retries -= 1
            if chat is None:
                async with self._pause():
                    await asyncio.sleep(seconds)

    async def _unpaced(self, request: Callable[[], Awaitable[Result]], chat: _Chat) -> Result:
        await self._wait(chat.outlast_halt, needed=chat.halted() > 0)
        return await request()

    async def _paced(self, request: Callable[[], Awaitable[Result]], chat: _Chat) -> Result:
        await self._wait(chat.pace.acquire, needed=not chat.pace.has_capacity())
        async with self._through(chat.window):
            await self._wait(chat.outlast_halt, needed=chat.halted() > 0)  # before the last window, which all chats share
            async with self._through(self._overall):
                return await request()

    async def _wait(self, wait: Callable[[], Awaitable[object]], *, needed: bool) -> None:
        async with self._pause() if needed else nullcontext():
            await wait()

    @asynccontextmanager
    async def _through(self, window: Window | None) -> AsyncIterator[None]:
        if window is None:
            yield
            return
        await self._wait(window.enter, needed=window.full)
        try:
            yield
        finally:
            window.leave()

    @asynccontextmanager
    async def _chat(self, key: int | str) -> AsyncIterator[_Chat]:
        if len(self._chats) >= self._look_at:
            self._chats = {other: chat for other, chat in self._chats.items() if not chat.is_idle()}
            self._look_at = max(CHATS, 2 * len(self._chats))  # so that looking costs next to nothing for each request
        chat = self._chats.get(key)
        if chat is None:
            is_group = isinstance(key, str) or key < 0
            chat = self._chats[key] = _Chat(self._chat_rate, Window(self._group_rate) if is_group else None)
        chat.users += 1
        try:
            yield chat
        finally:
            chat.users -= 1


def _chat_key(chat_id: object) -> int | str | None:
    """Return the chat's number, or its @name for a public group or channel, or None."""
    if chat_id is None:
        return None
    try:
        return int(str(chat_id))
    except ValueError:
        return str(chat_id)


def _seconds(time: float | dt.timedelta) -> float:
    """Return seconds; the library's own type changes with its PTB_TIMEDELTA."""
    return time.total_seconds() if isinstance(time, dt.timedelta) else float(time)
