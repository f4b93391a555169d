"""The program's own commands in groups, where there may be several bots."""

from __future__ import annotations

import pytest

from tests.telegram.harness import Running
from tests.telegram.world import ME, person

ANN, BOB = person(7), person(8, "Bob")
NAME = f"@{ME['username']}"


@pytest.mark.parametrize("command", ["start", "help", "about", "privacy", "forget"])
async def test_own_commands_by_name(bot: Running, command: str) -> None:
    """Each of the program's own commands is answered when it names the bot; bare, those of the group's menu are."""
    group = bot.api.world.supergroup()
    bot.api.say(group, ANN, f"/{command}{NAME}")
    bot.api.say(group, BOB, f"/{command}")
    heard = await bot.heard()
    await bot.api.until(lambda: "all_group_chats" in bot.api.world.profile.get("commands", {}))

    menu = [entry["command"] for entry in bot.api.world.profile["commands"]["all_group_chats"]]
    assert len(heard) == 1 + (command in menu)


async def test_help_in_a_group(bot: Running) -> None:
    """The list of commands writes those that are for several bots with this one's name."""
    bot.api.say(bot.api.world.supergroup(), ANN, "/help")

    (message,) = await bot.heard()

    assert all(f"\n/{command} " in message["text"] for command in ("ask", "help", f"forget{NAME}", f"privacy{NAME}"))
