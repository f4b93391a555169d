"""What Telegram itself shows of the bot: the menu of commands, and its descriptions."""

from __future__ import annotations

from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from bot.telegram_app.addressing import ASK
from bot.telegram_app.commands import IN_GROUPS, MENU
from bot.telegram_app.desk import Desk
from bot.telegram_app.markup import clipped

LONGEST_COMMAND = 256
LONGEST_DESCRIPTION = 512
LONGEST_SHORT = 120


async def publish(desk: Desk) -> bool:
    """Set menus and descriptions, and return whether the server took them all; the bot answers without them too."""
    bot = desk.post.bot
    private = _commands(desk, MENU)
    group = [BotCommand(ASK, desk.words("telegram.menu.ask")), *_commands(desk, IN_GROUPS)]
    done = [
        await desk.post.deliver("the menu", lambda: bot.set_my_commands(private, BotCommandScopeAllPrivateChats())),
        await desk.post.deliver("the menu of groups", lambda: bot.set_my_commands(group, BotCommandScopeAllGroupChats())),
    ]
    description = clipped(desk.words("telegram.profile.description"), LONGEST_DESCRIPTION)
    done.append(await desk.post.deliver("the description", lambda: bot.set_my_description(description)))
    short = clipped(desk.words("telegram.profile.short"), LONGEST_SHORT)
    done.append(await desk.post.deliver("the short description", lambda: bot.set_my_short_description(short)))
    return all(done)


def _commands(desk: Desk, own: tuple[str, ...]) -> list[BotCommand]:
    """Return the menu commands of the knowledge, and some of the program's."""
    listed = [(command.command, command.description) for command in desk.assistant.knowledge.commands]
    listed += [(name, desk.words(f"telegram.menu.{name}")) for name in own]
    return [BotCommand(name, clipped(text, LONGEST_COMMAND)) for name, text in listed]
