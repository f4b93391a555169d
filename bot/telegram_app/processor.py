"""In which order updates are worked on: one chat's in turn, chats side by side, a bounded number at once.

The library starts a task for every update it fetches and lets `max_concurrent_updates` of them pass; what waits for its
chat's turn there would use up those places. So that number is out of the way here, a turn comes first and a place second:
a chat has at most one update among those that wait for a place, pressed buttons aside, and a hundred questions of one chat
do not starve another.

A pressed button stands in its chat's line like everything else, yet is begun before its turn: Telegram soon gives up waiting
for its answer, and its chat may have to wait for minutes. What it sends or changes after that waits, see `ChatProcessor.turn`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Hashable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram_app.addressing import forwarded_post

LOG = logging.getLogger(__name__)

AT_ONCE = 16
"""Measured with 500 messages from 100 chats, echoed over HTTP on two busy cores, answers a second: at a round trip of nothing
530 with 1 at once, 350 with 16, 330 with 256; at 50 ms 19 with 1, 140 with 8, 240 with 16, 170 with 32, 100 with 256. The
library's own processor at 256 reached 60 to 260. Telegram lets through 30."""
RECEIVED: ContextVar[float] = ContextVar("RECEIVED")
"""When the update in work came in, in seconds of `time.perf_counter`; set in the task that works on it."""
MOST_IN_LINE = 1000
"""Updates of one chat that wait: a group may be answered 20 times a minute, so the last waits for an hour; and there is room for
5,000 of all chats (`state.journal.ROOM`), behind which nobody is heard any more."""
UNBOUNDED = 1_000_000
"""Of the library's own limit: more than `ROOM` in the queue, so that nothing ever waits for it."""


class _Line:
    """The updates of one chat that are in work or wait for that, as they came in; the turn is the first one's."""

    def __init__(self) -> None:
        self._tickets: deque[asyncio.Event] = deque()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._tickets)

    def join(self) -> asyncio.Event:
        """Return a ticket, which is set when its turn has come."""
        ticket = asyncio.Event()
        self._tickets.append(ticket)
        self._tickets[0].set()
        return ticket

    def leave(self, ticket: asyncio.Event) -> bool:
        """Give a ticket back, from wherever it stands; return whether the line goes on."""
        self._tickets.remove(ticket)
        if self._tickets:
            self._tickets[0].set()
        return bool(self._tickets)


class ChatProcessor(BaseUpdateProcessor):
    """Works on updates chat by chat, and reports each that is done.

    An update is settled when its handlers returned or failed (a failure has been logged by then), not when it was cut off:
    that one is taken up at the next start. Handlers must therefore not run with ``block=False``.
    """

    def __init__(
        self,
        settle: Callable[[int], Awaitable[None]],
        *,
        at_once: int = AT_ONCE,
        concerns: Callable[[Update], bool] = lambda _: True,
        most: int = MOST_IN_LINE,
    ) -> None:
        """Keep what is told the id of each update that is done.

        Args:
            settle: Called within the chat's turn; an error of its own is logged and goes no further.
            at_once: Updates in work at the same time, paused ones not counted; 1 or more.
            concerns: Returns whether an update is anything to the bot; one that is not waits for no turn, so that a group's talk
                does not pile up behind a question that has to wait.
            most: Updates of one chat that wait; what comes on top is dropped, with a line in the log.
        """
        super().__init__(UNBOUNDED)
        self._settle = settle
        self._concerns = concerns
        self._most = most
        self._places = asyncio.Semaphore(at_once)
        self._placed: set[asyncio.Task[Any]] = set()
        self._lines: dict[Hashable, _Line] = {}
        self._tickets: dict[asyncio.Task[Any], asyncio.Event] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._beside: set[asyncio.Task[Any]] = set()
        self._draining = False

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await the coroutine when it is the update's turn and a place is free; refuse it while draining."""
        task = _current_task()
        RECEIVED.set(time.perf_counter())
        try:
            if self._draining:
                return
            self._tasks.add(task)
            key = key_of(update) if not isinstance(update, Update) or self._concerns(update) else None
            if len(self._lines.get(key, ())) >= self._most and not is_press(update):
                LOG.warning("a chat has %d updates waiting; one more was dropped", self._most)
                await self._done(update)
                return
            async with self._in_line(task, key, wait=not is_press(update)), self._place(task):
                try:
                    await coroutine
                except asyncio.CancelledError:
                    raise
                except Exception:
                    await self._done(update)
                    raise
                await self._done(update)
        finally:
            self._tasks.discard(task)
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # where it was never begun; else this does nothing

    @asynccontextmanager
    async def pause(self) -> AsyncIterator[None]:
        """Give the place of the current update to others while it waits, e.g. for a limit of Telegram's; keep its turn."""
        task = _current_task()
        if task not in self._placed:
            yield
            return
        self._placed.discard(task)
        self._places.release()
        yield  # cut off in here, it needs no place any more
        await self._places.acquire()
        self._placed.add(task)

    async def turn(self) -> None:
        """Return when what came in before the current update in its chat is done; for all but pressed buttons that is so."""
        ticket = self._tickets.get(_current_task())
        if ticket is not None and not ticket.is_set():
            async with self.pause():
                await ticket.wait()

    def beside(self, task: asyncio.Task[Any]) -> None:
        """Have `drain` end also a task that no update waits for; cut off, it is not taken up again."""
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def drain(self, grace: float) -> int:
        """Refuse what comes now, let what runs or waits end within the seconds of grace, cut the rest off.

        To be awaited between `Updater.stop` and `Application.stop`, which else waits as long as Telegram told a flooded
        chat to. What was refused or cut off stays unsettled.

        Returns:
            How many updates were cut off.
        """
        self._draining = True
        running = self._tasks | self._beside
        if running:
            await asyncio.wait(running, timeout=grace)
        # What runs beside the updates may also have begun meanwhile.
        cut_off = len(self._tasks)
        late = self._tasks | self._beside
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
        if cut_off:
            LOG.warning("%d updates were cut off; they are taken up at the next start", cut_off)
        return cut_off

    async def initialize(self) -> None:
        """Accept updates, also again after a `drain`."""
        self._draining = False

    async def shutdown(self) -> None:
        """Do nothing; the application has awaited every update by now."""

    async def _done(self, update: object) -> None:
        if isinstance(update, Update):
            try:
                await self._settle(update.update_id)
            except Exception:
                LOG.exception("an update could not be marked as answered; it may be answered again at the next start")

    @asynccontextmanager
    async def _in_line(self, task: asyncio.Task[Any], key: Hashable | None, *, wait: bool) -> AsyncIterator[None]:
        """Stand in a chat's line from now on; go on when it is the update's turn, or at once."""
        if key is None:
            yield
            return
        line = self._lines.setdefault(key, _Line())
        ticket = self._tickets[task] = line.join()
        try:
            if wait:
                await ticket.wait()
            yield
        finally:
            del self._tickets[task]
            if not line.leave(ticket):
                del self._lines[key]

    @asynccontextmanager
    async def _place(self, task: asyncio.Task[Any]) -> AsyncIterator[None]:
        await self._places.acquire()
        self._placed.add(task)
        try:
            yield
        finally:
            if task in self._placed:  # not after a pause that was cut off
                self._placed.discard(task)
                self._places.release()


def key_of(update: object) -> Hashable | None:
    """Return what an update takes turns with: its chat, its user where there is no chat (inline queries), or None.

    A button under a message of inline mode takes none, as nothing but its answer follows. A channel's post takes turns with its
    copy in the group of its comments, which comes at the same time, as only one of them is to be answered. A chat in which the
    bot is a guest may have the number of another.
    """
    if not isinstance(update, Update):
        return None
    message = update.message or update.edited_message
    post = forwarded_post(message) if message is not None else None
    if post is not None:
        return "chat", post[0]
    if update.effective_chat is not None:
        return "chat" if update.guest_message is None else "guest", update.effective_chat.id
    if update.effective_user is not None and not is_press(update):
        return "user", update.effective_user.id
    return None


def is_press(update: object) -> bool:
    """Return whether the update is a pressed button."""
    return isinstance(update, Update) and update.callback_query is not None


def _current_task() -> asyncio.Task[Any]:
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("an update is worked on outside of a task")
    return task
