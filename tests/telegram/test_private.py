"""Private chats: any text is a question."""

from __future__ import annotations

import pytest

from tests.telegram.conftest import Running
from tests.telegram.world import person

ANN = person(7)
pytestmark = pytest.mark.asyncio


async def test_question_is_answered_as_a_reply(bot: Running) -> None:
    """The answer replies to the question, cites its source, and shows no preview of the link."""
    asked = bot.api.say(bot.api.world.private(ANN), ANN, "Who are the members?")

    (answer,) = await bot.heard()

    assert answer["reply_to_message"]["message_id"] == asked["message_id"]
    assert answer["text"].startswith("The six members are China")
    assert "Source: Members, items 1–4 (7 June 2012)" in answer["text"]
    assert bot.api.calls[-1].values["link_preview_options"] == {"is_disabled": True}


async def test_markup_is_never_reflected(bot: Running) -> None:
    """What looks like markup, in the question, the answer and the suggestions, is shown as it is."""
    bot.api.say(bot.api.world.private(ANN), ANN, "<b>markup</b> & more")

    (answer,) = await bot.heard()

    assert answer["text"].startswith("It says <b>x</b> & 'y' \"z\" </blockquote>.")
    assert {entity["type"] for entity in answer["entities"]} == {"expandable_blockquote", "text_link"}
