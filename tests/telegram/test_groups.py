"""Groups, topics and channels: only who speaks to the bot is answered."""

from __future__ import annotations

import datetime as dt
import logging

import pytest

from tests.telegram.hand_made import knowledge
from tests.telegram.harness import Running
from tests.telegram.looking import data_of, labels
from tests.telegram.telegram_html import units
from tests.telegram.world import ANONYMOUS_ADMIN, CHANNEL_BOT, ME, Json, other_bot, person

ANN, BOB = person(7), person(8, "Bob")
NAME = f"@{ME['username']}"
PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 90, "height": 90}]


@pytest.mark.parametrize(
    "text",
    [
        "/ask Who are the members?",
        f"/ask{NAME} Who are the members?",
        f"/ASK{NAME.upper()} Who are the members?",
        f"{NAME} who are the members?",
        f"{NAME}, who are the members?",
        f"Who are the members, {NAME}?",
        f"😀 {NAME} members",
        "/members",
        f"/members{NAME}",
    ],
)
async def test_answers_who_speaks_to_it(bot: Running, text: str) -> None:
    """A command and a mention anywhere are answered, as a reply."""
    asked = bot.api.say(bot.api.world.supergroup(), ANN, text)

    (answer,) = await bot.heard()

    assert answer["reply_to_message"]["message_id"] == asked["message_id"]
    assert labels(answer)[-1] == "Source"  # whether it helped is not asked in groups


@pytest.mark.parametrize(
    "text",
    [
        "Who are the members?",
        "/ask@other_bot Who are the members?",
        "/start@other_bot",
        "/weather",
        f"mail to x{NAME} about the members",
        f"{NAME}x who are the members?",
        "@other_bot who are the members?",
        "/stats",
        "/start",
        "/privacy",
        "/forget",
    ],
)
async def test_leaves_others_alone(bot: Running, text: str) -> None:
    """What is meant for others, or for nobody, is not answered; an address in other letters is no mention."""
    bot.api.say(bot.api.world.supergroup(), ANN, text)

    assert await bot.heard() == []


async def test_unknown_command_with_its_name_gets_the_list(bot: Running) -> None:
    """A command that names the bot is meant for it, known or not."""
    bot.api.say(bot.api.world.group(), ANN, f"/nonsense{NAME}")

    (message,) = await bot.heard()

    assert "/nonsense" in message["text"]


async def test_text_mention(bot: Running) -> None:
    """A mention by another name is one by its entity."""
    entities = [{"type": "text_mention", "offset": 0, "length": 7, "user": ME}]
    bot.api.say(bot.api.world.group(), ANN, "the bot who are the members?", entities=entities)

    assert len(await bot.heard()) == 1


async def test_mention_in_a_caption(bot: Running) -> None:
    """A mention under a picture counts too."""
    bot.api.say(bot.api.world.group(), ANN, None, photo=PHOTO, caption=f"{NAME} who are the members?")

    assert len(await bot.heard()) == 1


async def test_reply_to_the_bot_is_a_question(bot: Running) -> None:
    """A reply to one of its messages speaks to it, and leans on that answer, whoever replies."""
    group = bot.api.world.supergroup()
    bot.api.say(group, ANN, "/ask What share does China pay?")
    (answer,) = await bot.heard()
    bot.api.say(group, BOB, "and Uzbekistan?", reply_to=answer)

    assert (await bot.heard())[1]["text"].startswith("Uzbekistan pays 5 per cent")


async def test_reply_to_somebody_else_is_none(bot: Running) -> None:
    """People who talk to each other are left alone."""
    group = bot.api.world.supergroup()
    said = bot.api.say(group, ANN, "Who are the members?")
    bot.api.say(group, BOB, "Look it up", reply_to=said)

    assert await bot.heard() == []


@pytest.mark.parametrize("call", ["/ask", f"/ask{NAME}", NAME])
async def test_ask_in_reply_answers_that_message(bot: Running, call: str) -> None:
    """/ask or a mention in reply to somebody's message asks what that message asks."""
    group = bot.api.world.supergroup()
    said = bot.api.say(group, ANN, "Who are the members?")
    called = bot.api.say(group, BOB, call, reply_to=said)

    (answer,) = await bot.heard()

    assert answer["text"].startswith("The six members")
    assert answer["reply_to_message"]["message_id"] == called["message_id"]


async def test_ask_in_reply_answers_the_quoted_part(bot: Running) -> None:
    """Where only a part of the message is quoted, that part is the question."""
    group = bot.api.world.supergroup()
    said = bot.api.say(group, BOB, "Who won the cup? And who are the members?")
    quote = {"text": "who are the members?", "position": 21}
    bot.api.say(group, ANN, "/ask", reply_to=said, quote=quote)

    (answer,) = await bot.heard()

    assert answer["text"].startswith("The six members")


async def test_context_is_kept_per_person(bot: Running) -> None:
    """One person's follow-up does not lean on another's question."""
    group = bot.api.world.supergroup()
    bot.api.say(group, ANN, "/ask What share does China pay?")
    await bot.idle()
    bot.api.say(group, BOB, "/ask and Uzbekistan?")
    bot.api.say(group, ANN, "/ask and Kyrgyzstan?")

    texts = [message["text"] for message in await bot.heard()]

    assert texts[1].startswith("The sources do not say")
    assert texts[2].startswith("Kyrgyzstan pays")


STAND_INS: dict[str, tuple[Json, Json | None]] = {
    "anonymous administrator": (ANONYMOUS_ADMIN, None),
    "channel": (CHANNEL_BOT, {"id": -1002000000099, "type": "channel", "title": "Elsewhere"}),
}


@pytest.mark.parametrize("name", STAND_INS)
async def test_chats_that_speak_are_people(bot: Running, name: str) -> None:
    """Anonymous administrators and channels come with a bot as a stand-in, and are answered all the same."""
    group = bot.api.world.supergroup()
    stand_in, chat = STAND_INS[name]
    sender = chat or group
    bot.api.say(group, stand_in, "/ask What share does China pay?", sender_chat=sender)
    await bot.idle()
    bot.api.say(group, stand_in, "/ask and Uzbekistan?", sender_chat=sender)
    bot.api.say(group, stand_in, "/ask and Russia?", sender_chat={"id": -100999, "type": "channel", "title": "Third"})

    texts = [message["text"] for message in await bot.heard()]

    assert texts[1].startswith("Uzbekistan pays")
    assert texts[2].startswith("The sources do not say")


async def test_other_bots_are_not_answered(bot: Running) -> None:
    """A bot that replies or mentions gets nothing, nor does the bot itself."""
    group = bot.api.world.supergroup()
    bot.api.say(group, ME, f"/ask{NAME} Who are the members?")
    bot.api.say(group, other_bot(), "/ask Who are the members?")
    bot.api.say(group, ANN, f"{NAME} members", via_bot=ME)

    assert await bot.heard() == []


async def test_topics(bot: Running) -> None:
    """The answer stands in the same topic, with a context of its own; the head of a topic is no message of the bot."""
    forum = bot.api.world.supergroup(is_forum=True)
    budget = bot.api.world.topic(forum, ME)
    other = bot.api.world.topic(forum, ANN, "Other")
    head = bot.api.world.messages[forum["id"], budget]
    bot.api.say(forum, ANN, "/ask What share does China pay?", thread=budget, reply_to=head)
    await bot.idle()
    bot.api.say(forum, ANN, "/ask and Uzbekistan?", thread=other)
    bot.api.say(forum, ANN, "Who are the members?", thread=budget, reply_to=head)
    bot.api.say(forum, ANN, "/ask Who are the members?")

    first, second, third = await bot.heard()

    assert (first["message_thread_id"], second["message_thread_id"]) == (budget, other)
    assert second["text"].startswith("The sources do not say")
    assert "message_thread_id" not in third


async def test_thread_of_a_plain_group_is_no_topic(bot: Running) -> None:
    """In a group without topics a reply carries a thread too, which must not be sent back."""
    group = bot.api.world.supergroup()
    bot.api.say(group, ANN, "/ask Who are the members?", message_thread_id=12345)

    assert len(await bot.heard()) == 1


async def test_old_questions(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """A question that is more than a day old is answered in private, and dropped in a group with a line in the log."""
    caplog.set_level(logging.INFO)
    for chat in (bot.api.world.private(ANN), bot.api.world.supergroup()):
        old = int((bot.now[0] - dt.timedelta(hours=25)).timestamp())
        bot.api.say(chat, ANN, "/ask Who are the members?", date=old)

    assert [message["chat"]["type"] for message in await bot.heard()] == ["private"]
    assert caplog.text.count("more than a day old") == 1


@pytest.mark.parametrize("text", [f"/ask{NAME} Who are the members?", f"Who are the members, {NAME}?"])
async def test_channel_post_is_answered_in_the_channel(bot: Running, text: str) -> None:
    """A post that mentions it, or asks by its name, is answered there."""
    channel = bot.api.world.channel()
    bot.api.say(channel, None, text)

    (answer,) = await bot.heard()

    assert answer["chat"]["id"] == channel["id"]


@pytest.mark.parametrize(
    "text", ["/ask Who are the members?", f"/members{NAME}", "Who are the members?", "/start", f"/ask{NAME}"]
)
async def test_nothing_else_in_channels(bot: Running, text: str) -> None:
    """Every other post is left alone."""
    bot.api.say(bot.api.world.channel(), None, text)

    assert await bot.heard() == []


async def test_empty_mention_asks_for_the_question(bot: Running) -> None:
    """The bot's bare name in a group is asked what the question is."""
    bot.api.say(bot.api.world.group(), ANN, NAME)

    (message,) = await bot.heard()

    assert message["text"] == knowledge().phrases["telegram.ask.empty"]


@pytest.mark.parametrize("call", ["/ask", f"/ask{NAME}", NAME])
async def test_bare_call_in_a_topic(bot: Running, call: str) -> None:
    """The question is asked for in the same topic, of the caller alone, and the reply to that is the question."""
    forum = bot.api.world.supergroup(is_forum=True)
    topic = bot.api.world.topic(forum, ANN)
    called = bot.api.say(forum, ANN, call, thread=topic)
    (asks,) = await bot.heard()
    bot.api.say(forum, ANN, "Who are the members?", thread=topic, reply_to=asks)

    answer = (await bot.heard())[1]

    markup = bot.api.made("sendMessage")[0].values["reply_markup"]
    assert (markup["force_reply"], markup["selective"]) == (True, True)
    assert asks["reply_to_message"]["message_id"] == called["message_id"]
    assert (asks["message_thread_id"], answer["message_thread_id"]) == (topic, topic)
    assert answer["text"].startswith("The six members")


async def test_buttons_in_a_topic(bot: Running) -> None:
    """Whoever presses a suggestion is answered in the same topic, and leans on that answer."""
    forum = bot.api.world.supergroup(is_forum=True)
    topic = bot.api.world.topic(forum, ANN)
    bot.api.say(forum, ANN, "/ask Who are the members?", thread=topic)
    (first,) = await bot.heard()
    suggestion = labels(first)[0]
    bot.api.push(bot.api.world.press(first, BOB, data_of(first, suggestion)))

    second = (await bot.heard())[1]

    assert second["message_thread_id"] == topic
    assert second["text"].startswith(suggestion)
    assert [call.values.get("text") for call in bot.api.made("answerCallbackQuery")] == [None]


def test_entities_count_code_units() -> None:
    """The fake counts as Telegram does; else the test with an emoji before the mention would prove nothing."""
    assert units("😀 ") == 3
