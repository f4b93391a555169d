"""The way out: messages as Telegram wants them, and what to do when it does not take them.

A message is sent again only when it is certain that the server has not carried it out: there was no connection, or it said so.
After an ambiguous fault (a time-out, a broken answer) it is not, because a doubled answer is worse than a missing one in a
busy chat. Each failure is logged once and ends here: nothing that Telegram does stops the bot.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, TypeVar

import httpx
from telegram import CallbackQuery, ForceReply, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TelegramError
from telegram.ext import ExtBot

from bot.telegram_app.limits import Pause
from bot.telegram_app.markup import Node, clipped, to_html
from bot.telegram_app.wire import UNREADABLE

LOG = logging.getLogger(__name__)
T = TypeVar("T")

PAUSES = (0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 15.0, 25.0)
"""Seconds between the tries, a minute in all: as long as a restart of the server's side takes, and as a person may wait."""
TYPING_AFTER = 1.0
"""Seconds without an answer after which a person is shown that one is coming."""
LONGEST_NOTICE = 200
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

AnyBot: TypeAlias = ExtBot[int]
"""The argument is what `ChatLimiter` takes with a request."""
Markup = InlineKeyboardMarkup | ForceReply | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes."""

    chat: int
    reply_to: int | None = None
    """Message that it replies to; if that is gone, the message stands by itself."""
    thread: int | None = None
    """Topic of a forum; None for General and where there are none."""
    channel: bool = False
    """It is a channel, where Telegram shows nobody that something is being written."""


class Change(StrEnum):
    """What has become of a message that was to be changed."""

    DONE = "done"
    """It says so now."""
    GONE = "gone"
    """It was deleted."""
    FAILED = "failed"


class Post:
    """Sends and changes messages, patiently."""

    def __init__(self, bot: AnyBot, pauses: Sequence[float] = PAUSES, *, pause: Pause = contextlib.nullcontext) -> None:
        """Send through the bot, trying again after each pause; ``pause`` is entered meanwhile, as by the limiter."""
        self.bot = bot
        self._pauses = tuple(pauses)
        self._pause = pause

    async def send(self, place: Place, nodes: Iterable[Node], markup: Markup = None) -> Message | None:
        """Return the message as it stands in the chat; None, with one line in the log, when it could not be sent."""
        html = to_html(nodes)
        try:
            async with self._typing(place):
                try:
                    return await self._patiently(lambda: self._send(place, html, markup))
                except ChatMigrated as moved:
                    # The messages of the old group have other numbers in the new one, so there is nothing to reply to.
                    there = Place(moved.new_chat_id)
                return await self._patiently(lambda: self._send(there, html, markup))
        except TelegramError as error:
            _log_failure("a message", error)
            return None

    async def edit(self, chat: int, message: int, nodes: Iterable[Node], markup: InlineKeyboardMarkup | None = None) -> Change:
        """Change a message and return what has become of it, with one line in the log when that is not what it should."""
        html = to_html(nodes)
        return await self._change(
            lambda: self.bot.edit_message_text(
                html,
                chat_id=chat,
                message_id=message,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=markup,
            )
        )

    async def edit_buttons(self, chat: int, message: int, markup: InlineKeyboardMarkup | None) -> Change:
        """Change the buttons under a message; returns as `edit`."""
        return await self._change(
            lambda: self.bot.edit_message_reply_markup(chat_id=chat, message_id=message, reply_markup=markup)
        )

    async def notice(self, query: CallbackQuery, text: str = "") -> None:
        """End the waiting of a pressed button, with a short text or without; one that is too old stays as it is."""
        try:
            await self._patiently(
                lambda: self.bot.answer_callback_query(query.id, text=clipped(text, LONGEST_NOTICE) if text else None)
            )
        except TelegramError as error:
            _log_failure("an answer to a button", error)

    async def deliver(self, what: str, call: Callable[[], Awaitable[object]]) -> bool:
        """Make another call and return whether it was carried out; False, with one line in the log, when not."""
        try:
            await self._patiently(call)
        except TelegramError as error:
            _log_failure(what, error)
            return False
        return True

    async def wait(self, seconds: float) -> None:
        """Do nothing for a while, in which others are worked on."""
        async with self._pause():
            await asyncio.sleep(seconds)

    async def _send(self, place: Place, html: str, markup: Markup) -> Message:
        reply = None
        if place.reply_to is not None:
            reply = ReplyParameters(place.reply_to, allow_sending_without_reply=True)
        sent: object = await self.bot.send_message(
            place.chat,
            html,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_parameters=reply,
            message_thread_id=place.thread,
            reply_markup=markup,
        )
        if not isinstance(sent, Message):  # the library hands on a bare "true"
            raise TelegramError(UNREADABLE)
        return sent

    async def _change(self, call: Callable[[], Awaitable[object]]) -> Change:
        try:
            await self._patiently(call)
        except TelegramError as error:
            said = error.message.lower() if isinstance(error, BadRequest) else ""
            if "not modified" in said:
                return Change.DONE
            _log_failure("a change of a message", error)
            return Change.GONE if "message to edit not found" in said else Change.FAILED
        return Change.DONE

    async def _patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        """Return the call's result, after trying again as long as the server has certainly not carried it out."""
        for pause in self._pauses:
            try:
                return await readable(call)
            except NetworkError as error:
                if not certainly_not_done(error):
                    raise
            await self.wait(pause)
        return await readable(call)

    @contextlib.asynccontextmanager
    async def _typing(self, place: Place) -> AsyncIterator[None]:
        """Show that an answer is coming when it takes longer than a moment."""
        if place.channel:
            yield
            return
        showing: list[asyncio.Task[None]] = []

        async def show() -> None:
            with contextlib.suppress(TelegramError):
                await readable(lambda: self.bot.send_chat_action(place.chat, ChatAction.TYPING, message_thread_id=place.thread))

        # A timer, as nearly every answer is there before it ends: a task would be made and cancelled for each.
        timer = asyncio.get_running_loop().call_later(TYPING_AFTER, lambda: showing.append(asyncio.create_task(show())))
        try:
            yield
        finally:
            timer.cancel()
            for task in showing:
                task.cancel()


async def readable(call: Callable[[], Awaitable[T]]) -> T:
    """Return the call's result.

    Raises:
        TelegramError: It failed, or its answer cannot be read: of sound JSON that says something else than the Bot API would,
            the library raises whatever it stumbles over.
    """
    try:
        return await call()
    except TelegramError:
        raise
    except Exception as error:
        raise TelegramError(f"{UNREADABLE} ({type(error).__name__})") from error


def certainly_not_done(error: NetworkError) -> bool:
    """Return whether the server has certainly not carried out the call: no connection was made, or it says that it failed."""
    if isinstance(error, BadRequest):
        return False
    cause = error.__cause__
    if isinstance(cause, httpx.HTTPError):
        return isinstance(cause, _UNSENT)
    # Without a cause in HTTP, the library has read a status from 500 on; any other cause is a fault of its own.
    return cause is None or isinstance(cause, TelegramError)


def _log_failure(what: str, error: TelegramError) -> None:
    """Log once that something was not delivered, and how bad that is: chats that are closed to the bot are everyday life."""
    everyday = isinstance(error, Forbidden | BadRequest | ChatMigrated)
    # The library's own words for the latter name the chat.
    why = "the group has become a supergroup" if isinstance(error, ChatMigrated) else error.message
    LOG.log(logging.INFO if everyday else logging.WARNING, "%s was not delivered: %s", what, why)
