"""Updates are written to the journal before Telegram is told that they arrived.

`intake.Polling` awaits `put` of its queue for each update of a batch before it asks for the next batch, which confirms this
one; the webhook awaits `put` before it answers 200. So the queue is the place: its `put` returns when the update is on file.
(`get_updates` of the bot would be too early: what is dropped there as known would never be confirmed.)
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable

from telegram import Bot, Update

from bot.telegram_app.state.store import Entry, Store

LOG = logging.getLogger(__name__)

ROOM = 5000
"""Updates that wait or are in work at once; about 20 kB each. Beyond, nothing more is fetched, and Telegram keeps the rest."""


class JournalQueue(asyncio.Queue[object]):
    """The update queue of an application, with the journal in front of it.

    An update that the journal knows already is dropped: it is answered, or was taken up again at start. Nothing here
    raises because of the journal, for an error in `put` would end the polling for good.
    """

    def __init__(self, store: Store, clock: Callable[[], float], *, room: int = ROOM) -> None:
        """Keep the store, and the clock that tells seconds since 1970."""
        super().__init__()
        self._store = store
        self._clock = clock
        self._limit = room
        self._open = 0
        self._room = asyncio.Event()
        self._room.set()

    async def put(self, item: object, body: str | None = None) -> None:
        """Return when the update is on file and in the queue; wait for room before the latter. Other objects go through.

        Args:
            item: The update.
            body: Its JSON as it came; made from the update when None.
        """
        if isinstance(item, Update):
            if not await self._receive(item, body):
                LOG.debug("an update came a second time and was dropped")
                return
            while self._open >= self._limit:
                await self._room.wait()
        await super().put(item)

    async def take_up(self, bot: Bot | None) -> int:
        """Put what an earlier run left unanswered into the queue, and return how many; to be called before polling begins."""
        now = self._clock()
        entries = await self._store.unsettled(now)
        for entry in entries:
            try:
                update = Update.de_json(json.loads(entry.body), bot)
            except Exception:
                LOG.exception("an update in the journal cannot be read and is given up")
                await self._store.settle(entry.update_id, now)
            else:
                self.put_nowait(update)
        return len(entries)

    def task_done(self) -> None:
        """Note that an update has been worked on, and make room for another."""
        super().task_done()
        self._open -= 1
        if self._open < self._limit:
            self._room.set()

    def _put(self, item: object) -> None:
        super()._put(item)
        self._open += 1
        if self._open >= self._limit:
            self._room.clear()

    async def _receive(self, update: Update, body: str | None) -> bool:
        try:
            return update.update_id in await self._store.receive([entry_of(update, body)], self._clock())
        except Exception:
            LOG.exception("an update could not be written to the journal; it is answered all the same")
            return True


def entry_of(update: Update, body: str | None = None) -> Entry:
    """Return the journal's entry for an update, with the chat and the sender that `Store.forget` looks for."""
    # Where the bot is a guest, the chat may have the number of another.
    chat, sender = update.effective_chat if update.guest_message is None else None, update.effective_sender
    return Entry(update.update_id, body or update.to_json(), chat.id if chat else None, sender.id if sender else None)
