"""All handlers, in the order in which they are tried, and what becomes of an error in one of them."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeAlias

from telegram import ChatMember, ChatMemberRestricted, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import (
    Application,
    ApplicationHandlerStop,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.telegram_app.addressing import addressed
from bot.telegram_app.asking import question_in
from bot.telegram_app.commands import welcome
from bot.telegram_app.desk import Desk
from bot.telegram_app.door import Door
from bot.telegram_app.gate import Gate
from bot.telegram_app.inline import on_guest, on_inline, tell_guest, tell_inline
from bot.telegram_app.messages import on_edit, on_message
from bot.telegram_app.presses import on_press

LOG = logging.getLogger(__name__)

AnyApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
Context: TypeAlias = CallbackContext[Any, Any, Any, Any]
Handle: TypeAlias = Callable[[Update, Context], Coroutine[Any, Any, None]]

FIRST = -1
"""The group of handlers that is asked before all others."""
_INSIDE = {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR}
_NEW = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST


def add_handlers(application: AnyApplication, desk: Desk, gate: Gate) -> None:
    """Register every handler; of each group the first that fits gets the update."""
    door = Door(desk, gate)

    async def guard(update: Update, _: Context) -> None:
        if not await door.lets_in(update):
            raise ApplicationHandlerStop

    application.add_handler(TypeHandler(Update, guard), group=FIRST)
    application.add_handler(CallbackQueryHandler(_pressed(desk)))
    application.add_handler(InlineQueryHandler(_typed(desk)))
    application.add_handler(ChatMemberHandler(_membership(desk), ChatMemberHandler.MY_CHAT_MEMBER))
    # Guest messages and edits are messages to the library's filters too, so the kinds of updates are told apart here.
    application.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, _with_message(desk, on_guest)))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED, _with_message(desk, on_edit)))
    application.add_handler(MessageHandler(_NEW, _with_message(desk, on_message)))
    application.add_error_handler(_failed(desk))


def _with_message(desk: Desk, handle: Callable[[Desk, Message], Awaitable[None]]) -> Handle:
    async def on_update(update: Update, _: Context) -> None:
        if update.effective_message is not None:
            await handle(desk, update.effective_message)

    return on_update


def _pressed(desk: Desk) -> Handle:
    async def on_update(update: Update, _: Context) -> None:
        if update.callback_query is not None:
            await on_press(desk, update.callback_query)

    return on_update


def _typed(desk: Desk) -> Handle:
    async def on_update(update: Update, _: Context) -> None:
        if update.inline_query is not None:
            await on_inline(desk, update.inline_query)

    return on_update


def _membership(desk: Desk) -> Handle:
    async def on_update(update: Update, _: Context) -> None:
        change = update.my_chat_member
        if change is not None and _came_in(change):
            if change.chat.type == ChatType.SUPERGROUP:
                # One that a group has just become looks like a new one until the group's own message about it is read.
                await desk.post.wait(desk.before_welcome)
            await welcome(desk, change.chat.id)

    return on_update


def _came_in(change: ChatMemberUpdated) -> bool:
    """Return whether the bot has just become a member of a group; channels are not greeted."""
    groups = {ChatType.GROUP, ChatType.SUPERGROUP}
    return change.chat.type in groups and _inside(change.new_chat_member) and not _inside(change.old_chat_member)


def _inside(member: ChatMember) -> bool:
    """Return whether somebody is in the chat: restrictions stay with who has left it."""
    return member.is_member if isinstance(member, ChatMemberRestricted) else member.status in _INSIDE


def _failed(desk: Desk) -> Callable[[object, Context], Coroutine[Any, Any, None]]:
    async def on_error(update: object, context: Context) -> None:
        """Log first, then say one polite line to who asked; a second failure on the way is logged by the library."""
        LOG.error("a handler failed", exc_info=context.error)
        if not isinstance(update, Update):
            return
        text = desk.words("telegram.error")  # who pressed a button has been told already, see `on_press`
        if update.inline_query is not None:
            await tell_inline(desk, update.inline_query)
            return
        if update.guest_message is not None:
            await tell_guest(desk, update.guest_message, "telegram.error")
            return
        message = update.message  # in a channel its readers would read it, who have not asked
        if message is not None and addressed(message, desk.me) is not None:
            await desk.post.send(question_in(message, "").place, [text])

    return on_error
