"""What the bot remembers between updates: the values, and the one interface that its workers share.

Every time is an argument, in seconds since 1970 (UTC); nothing in this package reads a clock. Every method may be
called while the file behind it cannot be written: it then works on a copy in memory and does not raise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.model import Conversation

MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR

CONVERSATION_ENDS = 30 * MINUTE
"""Quiet time after which a follow-up has nothing to lean on."""
JOURNAL_STAYS = DAY
"""Telegram repeats an unconfirmed update for 24 hours at most, so an older id cannot come again."""
EXCHANGE_STAYS = 48 * HOUR
"""Telegram lets a message be edited for 48 hours; later there is nothing to keep in step."""
HINT_STAYS = 90 * DAY
"""Of private chats, whose numbers are above 0; that a group was greeted stays, for it is to be greeted once."""
COUNTER_STAYS = 90 * DAY
MISSED_STAYS = 30 * DAY
MISSED_TEXTS = 1000
"""Texts of unanswered questions that are kept at most; the ones asked longest ago go first."""
MISSED_LENGTH = 200
"""Characters of an unanswered question that are kept; a longer one is not a question that can be mended."""
ATTEMPTS = 10
"""Starts at which an unanswered update is taken up: one that ends the process each time must not do so for ever, while a bot
that is started again and again for another reason must not lose it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A received update as the journal keeps it."""

    update_id: int
    body: str
    """The update as Telegram's JSON."""
    chat: int | None = None
    sender: int | None = None
    """Id of the user or, where there is one, of the `sender_chat`."""
    received: float = 0.0
    """When it was first written; set by the store."""


@dataclass(frozen=True, slots=True)
class Who:
    """Whose conversation it is; several people in one group do not share theirs."""

    chat: int
    sender: int
    """Id of the user or, where there is one, of the `sender_chat`."""
    topic: int = 0
    """Thread id in a forum, 0 for General and everywhere else."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and the bot's message that answers it."""

    who: Who
    question: int
    """Id of the message that asked."""
    answer: int
    """Id of the bot's message; below 0 where a channel's post was answered by it in the group of its comments."""
    text: str = ""
    """The question, so that a page of its answer can be made again."""
    before: Conversation = field(default_factory=Conversation)
    """What the question could lean on; an edited question leans on the same."""
    after: Conversation = field(default_factory=Conversation)
    """What a reply to the answer leans on."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that could not be answered, without who asked it."""

    text: str
    times: int
    last: float


class Store(Protocol):
    """What is kept; chats and messages are named by Telegram's ids."""

    async def receive(self, entries: Sequence[Entry], now: float) -> frozenset[int]:
        """Write updates to the journal and return the ids that were not there before; the others are handled already."""

    async def settle(self, update_id: int, now: float) -> None:
        """Note that an update is answered; of it nothing but the id stays."""

    async def unsettled(self, now: float) -> tuple[Entry, ...]:
        """Return what an earlier run left unanswered, the oldest first; give up what was taken up `ATTEMPTS` times."""

    async def conversation(self, who: Who, now: float) -> Conversation:
        """Return what a follow-up may lean on: an empty conversation after `CONVERSATION_ENDS` quiet seconds."""

    async def remember(self, who: Who, conversation: Conversation, now: float) -> None:
        """Keep the conversation as the next question is to find it."""

    async def keep(self, exchange: Exchange, now: float) -> None:
        """Keep which message answers which; an answer already known is replaced, its age runs on."""

    async def by_question(self, chat: int, question: int, now: float) -> Exchange | None:
        """Return the newest answer to a message, None when there is none or it is older than `EXCHANGE_STAYS`."""

    async def by_answer(self, chat: int, answer: int, now: float) -> Exchange | None:
        """Return what a message of the bot answers, None as in `by_question`."""

    async def mark(self, chat: int, answer: int, sender: int, now: float, *, helpful: bool) -> bool:
        """Keep a person's mark of an answer and count it as "helpful" or "unhelpful"; return whether it changed anything.

        Of one person's marks of one answer the last counts.
        """

    async def count(self, names: Sequence[str], now: float) -> None:
        """Add one to each counter of the day, e.g. ("answered",)."""

    async def counters(self, now: float, days: int = 1) -> Mapping[str, int]:
        """Return the sums of the last days (UTC, today is the first), at most 90."""

    async def miss(self, text: str, now: float) -> None:
        """Count a question that could not be answered; spaces and case do not make another."""

    async def missed(self, now: float, limit: int = 20) -> tuple[Missed, ...]:
        """Return the unanswered questions of the last 30 days, the most frequent first, then the newest."""

    async def first_time(self, chat: int, hint: str, now: float) -> bool:
        """Return True exactly once for a chat and the name of a hint; in a private chat again after `HINT_STAYS`."""

    async def migrate(self, old: int, new: int, now: float) -> None:
        """Carry a group's conversations and hints over to the supergroup it became; message ids do not carry over."""

    async def forget(self, person: int, now: float, *, only_in: int | None = None) -> None:
        """Delete everything of a user or of a chat, unanswered updates included; ids of users and chats never meet.

        With ``only_in`` it is only what was sent as that user or chat in one chat.

        What another person's unanswered update quotes of them goes with that update, when it is answered.
        """

    async def tidy(self, now: float) -> None:
        """Delete what is past its time; to be called every few minutes."""

    async def close(self) -> None:
        """Close the file; nothing may be called afterwards."""
