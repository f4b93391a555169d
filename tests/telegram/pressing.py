"""How tests press buttons, and look at what comes of it."""

from __future__ import annotations

from tests.telegram.harness import Running
from tests.telegram.looking import data_of
from tests.telegram.world import Json, person

ANN, BOB = person(7), person(8, "Bob")


async def pressed(bot: Running, message: Json, label: str, user: Json = ANN) -> Json:
    """Press a button and return the message as it then stands."""
    bot.api.push(bot.api.world.press(message, user, data_of(message, label)))
    await bot.idle()
    return bot.api.world.messages[message["chat"]["id"], message["message_id"]]


async def asked(bot: Running, text: str, chat: Json | None = None) -> Json:
    """Return the bot's answer to a question."""
    before = len(bot.api.made("sendMessage"))
    bot.api.say(chat or bot.api.world.private(ANN), ANN, text)
    answer: Json = (await bot.heard())[before]
    return answer


def notices(bot: Running) -> list[str | None]:
    """Return what was said to pressed buttons."""
    return [call.values.get("text") for call in bot.api.made("answerCallbackQuery")]
