"""Where a long answer is cut, as a person reads it who turns its pages."""

from __future__ import annotations

from tests.telegram.hand_made import EMOJI, PARAGRAPHS
from tests.telegram.harness import Running
from tests.telegram.looking import data_of, labels
from tests.telegram.telegram_html import units
from tests.telegram.world import person

ANN = person(7)
LINE, LINES = 36, 22
"""Code units in a line of a phone, and lines of an answer that stand on its screen."""


async def turned(bot: Running, question: str) -> list[str]:
    """Return the pages of an answer, without the sources below."""
    bot.api.say(bot.api.world.private(ANN), ANN, question)
    (message,) = await bot.heard()
    texts = [message["text"]]
    while (turn := next((label for label in labels(message) if label.endswith("›")), None)) is not None:
        bot.api.push(bot.api.world.press(message, ANN, data_of(message, turn)))
        await bot.idle()
        message = bot.api.world.messages[message["chat"]["id"], message["message_id"]]
        texts.append(message["text"])
    return [text.partition("\n\nSource: ")[0] for text in texts]


async def test_pages_end_where_paragraphs_end(bot: Running) -> None:
    """No paragraph is torn: each page is some of them, one after the other, and together they are all."""
    pages = await turned(bot, "many paragraphs")

    assert len(pages) > 1
    assert [paragraph for page in pages for paragraph in page.split("\n\n")] == PARAGRAPHS.split("\n\n")


async def test_pages_are_measured_as_telegram_counts(bot: Running) -> None:
    """An emoji takes the room of two letters, so that a page of them stands on the screen as well."""
    pages = await turned(bot, "many emoji")

    assert "\n".join(pages) == EMOJI
    assert all(sum(-(-units(line) // LINE) for line in page.split("\n")) <= LINES for page in pages)
