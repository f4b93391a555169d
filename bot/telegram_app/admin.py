"""Commands of the bot's owner, in private only: numbers, what could not be answered, and reading the knowledge again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Message
from telegram.constants import ChatType

from bot.errors import BotError
from bot.telegram_app.addressing import Call
from bot.telegram_app.desk import Desk
from bot.telegram_app.markup import clipped
from bot.telegram_app.sending import Place

LOG = logging.getLogger(__name__)
WEEK = 7
LONGEST_LIST = 3500
"""Code units of a list; with the words around it, it stays below 4096."""
_COUNTED = ("answered", "clarify", "unknown", "helpful", "unhelpful", "inline")


async def run(desk: Desk, message: Message, call: Call) -> bool:
    """Do what an owner's command says and return True; False when it is none, or not theirs to give."""
    own = _COMMANDS.get(call.command)
    sender = message.from_user
    if own is None or message.chat.type != ChatType.PRIVATE or sender is None or sender.id not in desk.settings.admin_ids:
        return False
    await desk.post.send(Place(message.chat.id, message.message_id), [await own(desk)])
    return True


async def reload(desk: Desk) -> str:
    """Read the knowledge again and return what to say about it; while it is broken, the one before goes on answering."""
    if desk.load is None:
        return desk.words("telegram.admin.reload.cannot")
    try:
        # In a thread: it takes some tenths of a second, in which others are answered.
        desk.take(await asyncio.to_thread(desk.load))
    except BotError as error:
        LOG.warning("the knowledge was not taken, the one before stays:\n%s", error)
        return desk.words("telegram.admin.reload.failed", faults=clipped(str(error), LONGEST_LIST))
    LOG.info("the knowledge was read again")
    return desk.words("telegram.admin.reload.done", facts=len(desk.assistant.knowledge.facts))


async def _stats(desk: Desk) -> str:
    today = await desk.store.counters(desk.now(), 1)
    week = await desk.store.counters(desk.now(), WEEK)
    values: dict[str, object] = {"days": WEEK, "count": len(desk.tally)}
    for name in _COUNTED:
        values |= {f"{name}_today": today.get(name, 0), name: week.get(name, 0)}
    times = sorted(desk.tally) or [0.0]
    values |= {name: round(times[int(share * (len(times) - 1))]) for name, share in (("median", 0.5), ("p95", 0.95))}
    return desk.words("telegram.admin.stats", **values)


async def _unanswered(desk: Desk) -> str:
    missed = await desk.store.missed(desk.now())
    if not missed:
        return desk.words("telegram.admin.unanswered.none")
    lines = [desk.words("telegram.admin.unanswered.line", times=one.times, text=one.text) for one in missed]
    return desk.words("telegram.admin.unanswered") + "\n" + clipped("\n".join(lines), LONGEST_LIST)


_COMMANDS: dict[str, Callable[[Desk], Awaitable[str]]] = {"stats": _stats, "unanswered": _unanswered, "reload": reload}
