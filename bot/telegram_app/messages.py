"""Messages, posts and edits: what each of them gets."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from dataclasses import replace

from telegram import Message
from telegram.constants import ChatType

from bot.telegram_app import commands, links
from bot.telegram_app.addressing import Call, Kind, addressed, forwarded_post, thread_id
from bot.telegram_app.asking import answer, answer_again, leaning, question_in, take_back
from bot.telegram_app.desk import Desk
from bot.telegram_app.sending import Place

LOG = logging.getLogger(__name__)
EDIT_ENDS = dt.timedelta(hours=48)
"""Telegram lets a message be edited for 48 hours; what is edited later is a message of a channel or of an old bot."""
TOO_OLD = dt.timedelta(days=1)
"""In a group the talk has moved on by then; in private the answer is still waited for."""


async def on_message(desk: Desk, message: Message) -> None:
    """Answer a message that speaks to the bot; say nothing to any other."""
    if message.migrate_to_chat_id is not None:
        await desk.store.migrate(message.chat.id, message.migrate_to_chat_id, desk.now())
        return
    call = addressed(message, desk.me)
    if call is None or await _answered_elsewhere(desk, message):
        return
    if not _too_old(desk, message):
        await _answer(desk, message, call)


async def on_edit(desk: Desk, message: Message) -> None:
    """Change the answer of a question that was edited; answer one that speaks to the bot only now."""
    edited = message.edit_date or message.date
    call = addressed(message, desk.me)
    if call is None or edited - message.date > EDIT_ENDS or await _answered_elsewhere(desk, message) or _too_old(desk, message):
        return
    exchange = await desk.store.by_question(message.chat.id, message.message_id, desk.now())
    listed = links.menu_command(desk.assistant.knowledge, call.command)
    question = question_in(message, call.text)
    if listed is not None:
        question = commands.menu_question(desk, message, listed, call.text)
    if exchange is None:
        # The program's own commands ask nothing, so an edit of one is not done a second time.
        if question.text:
            await _answer(desk, message, call)
    elif call.kind is Kind.COMMAND and listed is None:
        await commands.run_again(desk, message, call, exchange)
    # Telegram also reports changes that leave the text as it was, e.g. a link's preview that has been made.
    elif question.text and (question.text != exchange.text or question.before not in (None, exchange.before)):
        await answer_again(desk, exchange, question)
    elif call.kind is Kind.EMPTY and exchange.text:
        await take_back(desk, exchange)


def _too_old(desk: Desk, message: Message) -> bool:
    """Return whether a question in a group was asked, or edited, too long ago, and say so in the log."""
    old = message.chat.type != ChatType.PRIVATE and desk.clock() - (message.edit_date or message.date) > TOO_OLD
    if old:
        LOG.info("a question in a group was more than a day old when it came in, and was dropped")
    return old


async def _answer(desk: Desk, message: Message, call: Call) -> None:
    if message.media_group_id is not None and call.kind is not Kind.MEDIA:
        desk.albums.append(message.media_group_id)
    if call.kind is Kind.COMMAND:
        await commands.run(desk, message, call)
    elif call.kind is Kind.EMPTY:
        await commands.ask_for_question(desk, message)
    elif call.kind is Kind.MEDIA:
        if message.media_group_id is None:
            await _hint(desk, message)
        else:
            desk.later(_hint_album(desk, message, message.media_group_id))
    else:
        question = question_in(message, call.text)
        await answer(desk, replace(question, before=await leaning(desk, message)))


async def _hint(desk: Desk, message: Message) -> None:
    """Say once in a chat that the bot reads nothing but text."""
    if await desk.store.first_time(message.chat.id, "media", desk.now()):
        place = Place(message.chat.id, message.message_id, thread_id(message))
        await desk.post.send(place, [desk.words("telegram.ask.text")])


async def _hint_album(desk: Desk, message: Message, album: str) -> None:
    """Give the hint for a picture of an album once the others have come, as one of them may carry the words for all."""
    await asyncio.sleep(desk.album_wait)
    if album not in desk.albums:
        await _hint(desk, message)


async def _answered_elsewhere(desk: Desk, message: Message) -> bool:
    """Return whether a channel's post was answered in the other of its two places: the channel, the group of its comments."""
    post = forwarded_post(message)
    if post is None and message.chat.type != ChatType.CHANNEL:
        return False
    channel, number = post or (message.chat.id, message.message_id)
    exchange = await desk.store.by_question(channel, number, desk.now())
    return exchange is not None and (exchange.answer > 0) is (post is not None)
