"""Edited questions: the answer is edited, never repeated."""

from __future__ import annotations

import logging

import pytest

from bot.telegram_app import links
from tests.telegram.hand_made import knowledge
from tests.telegram.harness import Running
from tests.telegram.looking import data_of
from tests.telegram.world import ME, Json, person

ANN = person(7)
NAME = f"@{ME['username']}"


async def edited(bot: Running, message: Json, text: str, **more: int) -> None:
    """Have somebody edit a message, and wait until the bot is done with it."""
    bot.api.push(bot.api.world.edited(message, text, **more))
    await bot.idle()


@pytest.mark.parametrize("kind", ["private", "group", "channel"])
async def test_answer_is_edited(bot: Running, kind: str) -> None:
    """The bot's answer changes with the question, also into one that the sources do not have."""
    world = bot.api.world
    chat = {"private": world.private(ANN), "group": world.supergroup(), "channel": world.channel()}[kind]
    sender = None if kind == "channel" else ANN
    question = bot.api.say(chat, sender, f"/ask{NAME} Who are the members?")
    (answer,) = await bot.heard()

    await edited(bot, question, f"/ask{NAME} What share does Russia pay?")
    first = world.messages[chat["id"], answer["message_id"]]["text"]
    await edited(bot, question, f"/ask{NAME} Who won the cup?")
    second = world.messages[chat["id"], answer["message_id"]]["text"]

    assert first.startswith("Russia pays")
    assert second.startswith("The sources do not say")
    assert len(bot.api.made("sendMessage")) == 1


async def test_edit_of_a_caption(bot: Running) -> None:
    """What is written under a picture is a question that can be edited, too."""
    chat = bot.api.world.private(ANN)
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 90, "height": 90}]
    question = bot.api.say(chat, ANN, None, photo=photo, caption="Who are the members?")
    (answer,) = await bot.heard()
    edit = question | {"caption": "What share does Russia pay?", "edit_date": question["date"] + 1}
    bot.api.push(bot.api.world.update("edited_message", edit))

    assert len(await bot.heard()) == 1
    assert bot.api.world.messages[chat["id"], answer["message_id"]]["text"].startswith("Russia pays")


async def test_edit_that_newly_addresses_the_bot(bot: Running) -> None:
    """An edit that speaks to the bot for the first time is a new question."""
    said = bot.api.say(bot.api.world.supergroup(), ANN, "Who are the members?")
    await edited(bot, said, f"{NAME} who are the members?")

    (answer,) = await bot.heard()
    assert answer["reply_to_message"]["message_id"] == said["message_id"]


async def test_edit_of_something_else(bot: Running) -> None:
    """An edit of what does not speak to the bot is ignored."""
    said = bot.api.say(bot.api.world.supergroup(), ANN, "Who are the members?")
    await edited(bot, said, "Who are the observers?")

    assert await bot.heard() == []


async def test_edit_without_a_change(bot: Running) -> None:
    """Telegram reports a link's new preview as an edit too; the answer stays as it is."""
    said = bot.api.say(bot.api.world.private(ANN), ANN, "Who are the members?")
    await bot.idle()
    await edited(bot, said, "Who are the members?")

    assert bot.api.made("editMessageText") == []
    assert len(bot.assistant.asked) == 1


async def test_edit_after_two_days(bot: Running) -> None:
    """What is edited later than Telegram lets people edit is ignored."""
    said = bot.api.say(bot.api.world.supergroup(), ANN, "Who are the members?")
    await edited(bot, said, f"{NAME} who are the members?", edit_date=said["date"] + 48 * 3600 + 1)

    assert await bot.heard() == []


async def test_edit_that_takes_the_question_away(bot: Running) -> None:
    """When nothing but the call is left, the answer becomes the line that asks for a question, and the next edit is one."""
    world = bot.api.world
    group = world.supergroup()
    question = bot.api.say(group, ANN, f"{NAME} who are the members?")
    (answer,) = await bot.heard()
    texts = []
    for text in (NAME, f"/ask{NAME}", f"{NAME} what share does Russia pay?"):
        await edited(bot, question, text)
        texts.append(world.messages[group["id"], answer["message_id"]]["text"])

    empty = knowledge().phrases["telegram.ask.empty"]
    assert texts[:2] == [empty, empty]
    assert texts[2].startswith("Russia pays")
    assert len(bot.api.made("sendMessage")) == 1


@pytest.mark.parametrize("kind", ["private", "group"])
async def test_edit_after_the_answer_was_deleted(bot: Running, kind: str) -> None:
    """When there is no answer any more that could change, the edited question is answered anew, and that answer changes next."""
    world = bot.api.world
    chat = world.private(ANN) if kind == "private" else world.supergroup()
    question = bot.api.say(chat, ANN, "/ask Who are the members?")
    (answer,) = await bot.heard()
    del world.messages[chat["id"], answer["message_id"]]
    await edited(bot, question, "/ask What share does Russia pay?")
    (_, second) = await bot.heard()
    await edited(bot, question, "/ask What share does China pay?")

    assert second["text"].startswith("Russia pays")
    assert second["reply_to_message"]["message_id"] == question["message_id"]
    assert world.messages[chat["id"], second["message_id"]]["text"].startswith("China pays")
    assert len(await bot.heard()) == 2
    bot.api.calls[:] = [call for call in bot.api.calls if call.error != "Bad Request: message to edit not found"]


@pytest.mark.parametrize(("hours", "answered"), [(30, False), (1, True)])
async def test_old_edits_in_groups(bot: Running, caplog: pytest.LogCaptureFixture, hours: int, *, answered: bool) -> None:
    """An edit that comes in more than a day late is dropped in a group as an old question is; a fresh one of yesterday is not."""
    caplog.set_level(logging.INFO)
    now = int(bot.now[0].timestamp())
    said = bot.api.world.message(bot.api.world.supergroup(), ANN, "Who are the members?", date=now - 30 * 3600 - 60)
    await edited(bot, said, f"{NAME} who are the members?", edit_date=now - hours * 3600)

    assert (len(await bot.heard()) == 1) is answered
    assert ("more than a day old" in caplog.text) is not answered


async def test_edit_changes_the_context(bot: Running) -> None:
    """A follow-up leans on the question as it stands now, and the edited question on what came before it."""
    chat = bot.api.world.private(ANN)
    question = bot.api.say(chat, ANN, "Who won the cup?")
    await bot.idle()
    await edited(bot, question, "What share does Russia pay?")
    bot.api.say(chat, ANN, "and China?")

    assert (await bot.heard())[-1]["text"].startswith("China pays 5 per cent")


async def test_edit_into_a_command_of_the_menu(bot: Running) -> None:
    """A slip in a command of the menu, mended, has the line about the slip become the answer."""
    chat = bot.api.world.private(ANN)
    slip = bot.api.say(chat, ANN, "/membrs")
    (line,) = await bot.heard()
    await edited(bot, slip, "/members")

    assert line["text"].startswith("I do not know the command /membrs")
    assert bot.api.world.messages[chat["id"], line["message_id"]]["text"].startswith("The six members")
    assert len(bot.api.made("sendMessage")) == 1


@pytest.mark.parametrize("before", ["/membrs and China?", "/members", "and China?", "/budget and China?"])
async def test_edit_of_what_stands_behind_a_command(bot: Running, before: str) -> None:
    """What stands behind a command of the menu leans on that command after an edit too, whatever the message said before."""
    chat = bot.api.world.private(ANN)
    question = bot.api.say(chat, ANN, before)
    (answer,) = await bot.heard()
    for _ in range(2):
        await edited(bot, question, "/members and China?")

    assert bot.api.world.messages[chat["id"], answer["message_id"]]["text"].startswith("China pays 5 per cent")
    assert (len(bot.api.made("sendMessage")), len(bot.api.made("editMessageText"))) == (1, 1)


async def test_edit_into_a_command_of_the_program(bot: Running) -> None:
    """A slip in a command of the program's own, mended, is done once; an edit of one that was known is nothing."""
    chat = bot.api.world.private(ANN)
    slip = bot.api.say(chat, ANN, "/abuot")
    start = bot.api.say(chat, ANN, "/start")
    await bot.idle()
    for text in ("/about", "/about"):
        await edited(bot, slip, text)
    await edited(bot, start, "/start")

    assert [message["text"][:8] for message in await bot.heard()] == ["I do not", "Hello! I", "I am an "]


async def test_edit_of_a_deep_link(bot: Running) -> None:
    """The /start of a link that was answered is no slip: its edit is nothing, and its answer's buttons work on."""
    chat = bot.api.world.private(ANN)
    link = bot.api.say(chat, ANN, "/start founded-when")
    (answer,) = await bot.heard()
    await edited(bot, link, "/start founded-where")
    bot.api.push(bot.api.world.press(answer, ANN, data_of(answer, "Source")))

    assert len(await bot.heard()) == 1
    assert bot.api.world.messages[chat["id"], answer["message_id"]]["text"].startswith("Profile of the SCO")


@pytest.mark.parametrize("edit", ["/start", "/start founded-when", "/about"])
async def test_edit_of_a_question_that_begins_with_a_slash(bot: Running, edit: str) -> None:
    """A question is no slip though it begins like a command, whether a link, a mention or a bare stroke has brought it."""
    world = bot.api.world
    chat, group = world.private(ANN), world.supergroup()
    asked = [
        bot.api.say(chat, ANN, f"/start {links.payload_for('/ weather')}"),
        bot.api.say(chat, ANN, "/ weather"),
        bot.api.say(group, ANN, f"{NAME} /weather"),
    ]
    await bot.idle()
    for message in asked:
        await edited(bot, message, edit.replace("/start", f"/start{NAME}").replace("/about", f"/about{NAME}"))

    assert [message["text"].partition("\n\n")[0] for message in await bot.heard()] == [
        "/ weather",
        "The sources do not say.",
        "The sources do not say.",
    ]


async def test_edit_into_another_slip(bot: Running) -> None:
    """A slip that becomes another is told so again, and can still be mended."""
    chat = bot.api.world.private(ANN)
    slip = bot.api.say(chat, ANN, "/abuot")
    await bot.idle()
    for text in ("/abot", "/about"):
        await edited(bot, slip, text)

    lines = [message["text"].splitlines()[0] for message in await bot.heard()]
    assert [line[:32] for line in lines] == [
        "I do not know the command /abuot",
        "I do not know the command /abot.",
        "I am an unofficial bot: not of t",
    ]
