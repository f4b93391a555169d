"""Who is let in: the owner's lists, and a limit for who asks too much at once."""

from __future__ import annotations

import logging

from telegram import Message, Update
from telegram.constants import ChatType

from bot.telegram_app.addressing import Kind, addressed, forwarded_post, sender_id
from bot.telegram_app.asking import question_in
from bot.telegram_app.desk import Desk
from bot.telegram_app.gate import Gate, Verdict
from bot.telegram_app.inline import tell_guest

LOG = logging.getLogger(__name__)


class Door:
    """Lets an update in or not; what it says to those outside is one line, in private and once."""

    def __init__(self, desk: Desk, gate: Gate) -> None:
        """Stand before the desk."""
        self._desk = desk
        self._gate = gate

    async def lets_in(self, update: Update) -> bool:
        """Return whether the update is to be handled."""
        if not self._listed(update):
            await self._say_closed(update)
            return False
        verdict = self._verdict(update)
        if verdict is Verdict.WARN:
            LOG.info("somebody asks more than can be answered; what is too much is dropped until it has been quiet for a while")
            await self._say_slow(update)
        elif verdict is Verdict.DROP and update.callback_query is not None:
            await self._desk.post.notice(update.callback_query)  # a pressed button must not wait for ever
        return verdict is Verdict.ALLOW

    def _listed(self, update: Update) -> bool:
        """Return whether the chat or the sender is on a list of the owner's; without lists everybody is."""
        settings = self._desk.settings
        if not settings.allowed_chats and not settings.allowed_users:
            return True
        chat, sender = update.effective_chat, update.effective_sender
        if update.guest_message is not None and chat is not None and chat.id > 0:
            chat = None  # two people's own chat, which may have the number of one of the bot's
        insiders = {*settings.allowed_users, *settings.admin_ids}
        return (chat is not None and chat.id in settings.allowed_chats) or (sender is not None and sender.id in insiders)

    async def _say_closed(self, update: Update) -> None:
        desk = self._desk
        if update.callback_query is not None:
            await desk.post.notice(update.callback_query)
        message = update.message
        if message is None or message.chat.type != ChatType.PRIVATE:
            return
        if await desk.store.first_time(message.chat.id, "closed", desk.now()):
            await desk.post.send(question_in(message, "").place, [desk.words("telegram.closed")])

    def _verdict(self, update: Update) -> Verdict:
        """Return what becomes of something that asks for work; what does not speak to the bot costs nobody anything.

        Anonymous administrators are one person here, as they share the group's id: they may ask as much as a group may be
        answered at all.
        """
        if update.callback_query is not None:
            # Counted apart from what the same person writes, as a press does not say when it was made.
            return self._gate.check(("presses", update.callback_query.from_user.id), self._desk.now())
        guest = update.guest_message
        message = guest or _asking(update)
        if message is None or (guest is None and not self._asks(message)):
            return Verdict.ALLOW
        # A channel's post and its copy in the group of its comments are one question.
        sender = sender_id(message)
        who = sender if forwarded_post(message) is None else ("copies", sender)
        # When it was written, not when it came in: what piled up while the bot was down is no flood.
        return self._gate.check(who, (message.edit_date or message.date).timestamp())

    def _asks(self, message: Message) -> bool:
        """Return whether a message asks for work: one without a word gets a hint once, and an album is ten of them at once."""
        call = addressed(message, self._desk.me)
        return call is not None and call.kind is not Kind.MEDIA

    async def _say_slow(self, update: Update) -> None:
        desk = self._desk
        text = desk.words("telegram.slow")
        if update.callback_query is not None:
            await desk.post.notice(update.callback_query, text)
        elif update.guest_message is not None:
            await tell_guest(desk, update.guest_message, "telegram.slow")
        elif update.effective_message is not None and update.effective_message.chat.type != ChatType.CHANNEL:
            await desk.post.send(question_in(update.effective_message, "").place, [text])


def _asking(update: Update) -> Message | None:
    return update.message or update.edited_message or update.channel_post or update.edited_channel_post
