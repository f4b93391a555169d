"""What all handlers share: who answers, the words, what is remembered, the way out, the time."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from telegram import User

from bot.telegram_app.ports import Assistant, Clock, Load, Settings
from bot.telegram_app.sending import Post
from bot.telegram_app.state.store import Store
from bot.telegram_app.words import Words, spoken

RECENT = 1000
"""Questions whose times are kept for /stats: enough for the slowest five of a hundred to be some fifty; and albums."""

ALBUM_WAIT = 1.0
"""Seconds in which the other pictures of an album come: they are sent together, a message each."""


@dataclass
class Desk:
    """The one thing that handlers are given; only `take` changes it while the bot runs."""

    assistant: Assistant
    words: Words
    store: Store
    post: Post
    clock: Clock
    settings: Settings
    later: Callable[[Coroutine[Any, Any, None]], object]
    """Starts what is done beside the updates; a stop of the bot leaves it as much time as it leaves them."""
    turn: Callable[[], Awaitable[None]]
    """Returns when what came in before in the same chat is done; to be awaited before a pressed button changes anything."""
    load: Load | None = None
    """Reads the knowledge again; None when it cannot be."""
    before_welcome: float = 0.0
    """Seconds until a new supergroup is greeted."""
    tally: deque[float] = field(default_factory=lambda: deque(maxlen=RECENT))
    """Milliseconds that the last questions took, from their coming in to the end of their sending."""

    album_wait: float = ALBUM_WAIT
    albums: deque[str] = field(default_factory=lambda: deque(maxlen=RECENT))
    """The last albums of which some picture carries words."""

    views: dict[tuple[int, int], object] = field(default_factory=dict)
    """(Chat, message) -> the newest pressed button that is to change what the message shows."""

    taken: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when there is another assistant, whose menu may differ."""

    @property
    def me(self) -> User:
        """Return the bot itself; known once it has spoken to the server."""
        return self.post.bot.bot

    def now(self) -> float:
        """Return the time in seconds since 1970 (UTC), as the store counts it."""
        return self.clock().timestamp()

    def today(self) -> dt.date:
        """Return the day, for answers that depend on it."""
        return self.clock().date()

    def take(self, assistant: Assistant) -> None:
        """Answer with another assistant from now on.

        Raises:
            BotError: Its phrases are not complete; the one before stays.
        """
        self.words = spoken(assistant.knowledge.phrases)
        self.assistant = assistant
        self.taken.set()
