"""How updates come in by long polling: journalled before they are confirmed, whatever the server answers.

python-telegram-bot's own loop ends for good when an update cannot be parsed, so this room has its own.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.telegram_app.sending import AnyBot, readable
from bot.telegram_app.state import JournalQueue
from bot.telegram_app.wire import UNREADABLE, Request

LOG = logging.getLogger(__name__)

WAIT = 30
"""Seconds that the server holds a request open while there is nothing; half a minute is below what proxies cut off."""
PAUSES = (0.5, 1.0, 2.0, 3.0, 5.0)
"""Seconds before the next try after a fault, the last one from then on: nobody waits longer than that once the server is back."""
CONFLICT_PAUSE = 30.0
"""Seconds before the next try when another process polls with the same token: the two would only end each other's requests."""
SILENCE = 3 * 24 * 3600.0
"""Seconds without an update after which no offset is sent: after a week Telegram may number updates anew, and from lower on."""
HEAD_START = 8
"""Turns of the event loop that updates are worked on before more are asked for, as making that request takes 1 ms of the
processor. An answer is written to an open connection at the 4th (counted); what waits for anything else is not waited for."""

WANTED = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CHANNEL_POST,
    Update.EDITED_CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.GUEST_MESSAGE,
    Update.MY_CHAT_MEMBER,
)
"""The kinds of updates that the bot does something with."""


class UpdatesRequest(Request):
    """Fetches updates, and takes out of the answer what is no update before the library parses it."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - handed on
        """Keep the options of the base class."""
        super().__init__(**options)
        self.careful = False
        """Whether every update is tried out; after a fault in parsing."""
        self.highest = 0
        """Highest number of an update that has come in, broken ones included."""
        self.bodies: dict[int, str] = {}
        """Number of an update of the last answer -> its JSON, for the journal: to write it anew from the update takes longer."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401 - handed on
        """Return status and body as the base class does; of a good answer only what is an update."""
        code, payload = await super().do_request(*args, **kwargs)
        return (code, self._sifted(payload)) if code == 200 else (code, payload)  # noqa: PLR2004 - HTTP's OK

    def _sifted(self, payload: bytes) -> bytes:
        try:
            answer = json.loads(payload)
            result = answer["result"]
        except (ValueError, KeyError, TypeError):
            raise TelegramError(UNREADABLE) from None
        if not isinstance(result, list):
            return payload
        kept = []
        self.bodies = {}
        for entry in result:
            number = entry.get("update_id") if isinstance(entry, dict) else None
            if isinstance(number, int):
                self.highest = max(self.highest, number)
                if not self.careful or _readable(entry):
                    kept.append(entry)
                    self.bodies[number] = json.dumps(entry)
                    continue
            LOG.warning("the server sent something that is no update; it was passed over")
        return payload if len(kept) == len(result) else json.dumps({"ok": True, "result": kept}).encode()


def _readable(entry: dict[str, Any]) -> bool:
    try:
        Update.de_json(entry, None)
    except Exception:  # noqa: BLE001 - whatever a broken update makes the library raise
        return False
    return True


class Polling:
    """Asks for updates until it is cancelled."""

    def __init__(
        self,
        bot: AnyBot,
        queue: JournalQueue,
        *,
        pauses: tuple[float, ...] = PAUSES,
        conflict: float = CONFLICT_PAUSE,
        silence: float = SILENCE,
    ) -> None:
        """Put updates of the bot into the queue, whose ``put`` returns when they are on file."""
        self._silence = silence
        self._last_update = time.monotonic()
        self._bot = bot
        self._queue = queue
        self._pauses = pauses
        self._conflict = conflict
        self.last_heard = time.monotonic()
        """When the server last answered well, in seconds of the monotonic clock."""

    async def run(self, request: UpdatesRequest) -> None:
        """Ask, put what comes into the queue, and ask again, which confirms it.

        Raises:
            InvalidToken: The server does not know the token any more.
        """
        faults = 0
        offset: int | None = None
        while True:
            try:
                updates = await self._bot.get_updates(offset, timeout=WAIT, read_timeout=WAIT + 10, allowed_updates=list(WANTED))
            except InvalidToken:
                raise
            except Exception as error:  # noqa: BLE001 - whatever a server that speaks nonsense makes the library raise
                if not isinstance(error, TelegramError) and not request.careful:
                    request.careful = True  # asks again at once, and passes over what cannot be parsed
                    continue
                pause = self._pause(error, faults)
                if pause is not None:
                    faults += 1
                    await asyncio.sleep(pause)
                continue
            if faults:
                LOG.info("updates come in again")
            faults = 0
            request.careful = False
            self.last_heard = time.monotonic()
            for update in updates:
                await self._queue.put(update, request.bodies.get(update.update_id))
            offset = self._next(request, offset, came=bool(updates))
            for _ in range(HEAD_START if updates else 0):
                await asyncio.sleep(0)

    def _next(self, request: UpdatesRequest, offset: int | None, *, came: bool) -> int | None:
        """Return the offset that confirms what came; None after a long silence, as numbers may begin anew then."""
        now = time.monotonic()
        if came:
            self._last_update = now
        elif now - self._last_update > self._silence:
            self._last_update = now
            request.highest = 0
            return None
        return request.highest + 1 if request.highest else offset

    def _pause(self, error: Exception, faults: int) -> float | None:
        """Return how long to wait after a fault, None for not at all; log the first of a row."""
        if isinstance(error, TimedOut):
            # The connection was lost without a word, or the server is slow: as good as no updates.
            return None if not faults else self._pauses[min(faults, len(self._pauses)) - 1]
        if isinstance(error, RetryAfter):
            after = error.retry_after
            return after if isinstance(after, int | float) else after.total_seconds()
        if isinstance(error, Conflict):
            if not faults:
                LOG.error(
                    "another program receives updates with this token, or a webhook is set: stop it. Trying again every %g s.",
                    self._conflict,
                )
            return self._conflict
        if not faults:
            text = error.message if isinstance(error, TelegramError) else f"unreadable: {type(error).__name__}"
            LOG.warning("no updates come in (%s); trying again until they do", text)
        return self._pauses[min(faults, len(self._pauses) - 1)]


async def insist(call: Callable[[], Awaitable[object]], what: str, pauses: tuple[float, ...] = PAUSES) -> None:
    """Make the call, trying until the server carries it out; log the first fault of a row.

    Raises:
        InvalidToken: The server does not know the token.
    """
    faults = 0
    while True:
        try:
            await readable(call)
        except InvalidToken:
            raise
        except TelegramError as error:
            if not faults:
                LOG.warning("%s failed (%s); trying again", what, error.message)
        else:
            return
        await asyncio.sleep(pauses[min(faults, len(pauses) - 1)])
        faults += 1
