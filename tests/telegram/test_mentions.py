"""The bot's name and /ask are no part of the question, wherever they stand."""

from __future__ import annotations

import pytest

from tests.telegram.hand_made import knowledge
from tests.telegram.harness import Running
from tests.telegram.world import ME, Json, person

ANN, BOB = person(7), person(8, "Bob")
NAME = f"@{ME['username']}"
WRITTEN = [
    f"{NAME} who are the members?",
    f"who are the members, {NAME}?",
    f"/ask {NAME} who are the members?",
    f"/ask{NAME} who are the members?",
    f"/ask: who are the members {NAME.upper()} ?",
    f"😀 {NAME.title()}, who are the members?",
]


def questions(bot: Running) -> set[str]:
    """Return what was asked, without the emoji, signs and spaces around it."""
    return {text.casefold().strip(" ?😀,") for text, _ in bot.assistant.asked}


def text_mention(text: str, word: str) -> Json:
    """Return the entities of a text whose word means the bot, behind a command if it begins with one."""
    entities: list[Json] = [{"type": "text_mention", "offset": text.index(word), "length": len(word), "user": ME}]
    if text.startswith("/"):
        entities.insert(0, {"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])})
    return {"entities": entities}


@pytest.mark.parametrize("text", WRITTEN)
@pytest.mark.parametrize("kind", ["private", "supergroup"])
async def test_name_is_no_part_of_the_question(bot: Running, kind: str, text: str) -> None:
    """In private and in groups the same is asked with the name as without it."""
    chat = bot.api.world.private(ANN) if kind == "private" else bot.api.world.supergroup()
    bot.api.say(chat, ANN, text)
    await bot.idle()

    assert questions(bot) == {"who are the members"}


@pytest.mark.parametrize("text", [*WRITTEN, f"/ask{NAME} {NAME} who are the members?", "who are the members?"])
@pytest.mark.parametrize("call", ["/ask", NAME])
async def test_name_in_the_message_that_is_replied_to(bot: Running, call: str, text: str) -> None:
    """A message that called the bot before is asked without the call, when somebody asks it again by a reply."""
    group = bot.api.world.supergroup()
    said = bot.api.world.message(group, ANN, text)
    bot.api.say(group, BOB, call, reply_to=said)
    await bot.idle()

    assert questions(bot) == {"who are the members"}


async def test_reply_to_a_message_of_another_chat(bot: Running) -> None:
    """Of a message of another chat only the part that is quoted comes along, and that is asked."""
    elsewhere: Json = {"origin": {"type": "user", "date": 1, "sender_user": ANN}}
    group = bot.api.world.supergroup()
    bot.api.say(group, BOB, "/ask", external_reply=elsewhere, quote={"text": "Who are the members?", "position": 0})
    bot.api.say(group, BOB, "/ask", external_reply=elsewhere)

    answer, asks = await bot.heard()

    assert answer["text"].startswith("The six members")
    assert asks["text"] == knowledge().phrases["telegram.ask.empty"]


async def test_command_that_is_replied_to(bot: Running) -> None:
    """Of another command in the message that is replied to, its word is asked."""
    group = bot.api.world.supergroup()
    for text in ("/members", f"/members{NAME}"):
        bot.api.say(group, BOB, "/ask", reply_to=bot.api.world.message(group, ANN, text))
    await bot.idle()

    assert [text for text, _ in bot.assistant.asked] == ["members", "members"]


@pytest.mark.parametrize("quoted", [f"{NAME} who are the members?", "/ask who are the members?", f"who are the members, {NAME}"])
async def test_name_in_a_quoted_part(bot: Running, quoted: str) -> None:
    """A quoted part comes without entities, and is asked without the name all the same."""
    group = bot.api.world.supergroup()
    said = bot.api.world.message(group, ANN, f"Well. {quoted}")
    bot.api.say(group, BOB, "/ask", reply_to=said, quote={"text": quoted, "position": 6})
    await bot.idle()

    assert questions(bot) == {"who are the members"}


@pytest.mark.parametrize("text", ["/ask Bot, who are the members?", "Bot, who are the members?", "who are the members, Bot?"])
@pytest.mark.parametrize("kind", ["private", "supergroup"])
async def test_another_name_for_the_bot(bot: Running, kind: str, text: str) -> None:
    """A mention by another name is left out as well, also behind /ask."""
    chat = bot.api.world.private(ANN) if kind == "private" else bot.api.world.supergroup()
    bot.api.say(chat, ANN, text, **text_mention(text, "Bot"))
    await bot.idle()

    assert questions(bot) == {"who are the members"}


async def test_bare_name_in_private(bot: Running) -> None:
    """The bot's name alone asks nothing, in private too."""
    bot.api.say(bot.api.world.private(ANN), ANN, NAME)

    (message,) = await bot.heard()

    assert message["text"] == knowledge().phrases["telegram.ask.empty"]


async def test_other_names_stay(bot: Running) -> None:
    """Another's name, and letters that only contain the bot's, belong to the question."""
    for text in (f"write to x{NAME} or {NAME}x", "ask @annie"):
        bot.api.say(bot.api.world.private(ANN), ANN, text)
    await bot.idle()

    assert [text for text, _ in bot.assistant.asked] == [f"write to x{NAME} or {NAME}x", "ask @annie"]
