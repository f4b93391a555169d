"""Private chats: any text is a question."""

from __future__ import annotations

import base64
import datetime as dt
import time
from dataclasses import replace

import pytest

from bot.telegram_app import links
from tests.telegram.conftest import Start
from tests.telegram.fake_api import PATIENCE, Fault
from tests.telegram.hand_made import knowledge
from tests.telegram.harness import QUICK, Running
from tests.telegram.looking import buttons, labels
from tests.telegram.world import ME, Json, other_bot, person

ANN = person(7)
PHRASES = knowledge().phrases
PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 90, "height": 90}]


async def test_question_is_answered_as_a_reply(bot: Running) -> None:
    """The answer replies to the question, cites its source, and shows no preview of the link."""
    asked = bot.api.say(bot.api.world.private(ANN), ANN, "Who are the members?")

    (answer,) = await bot.heard()

    assert answer["reply_to_message"]["message_id"] == asked["message_id"]
    assert answer["text"].startswith("The six members are China")
    assert "Source: Members, items 1–4 (7 June 2012)" in answer["text"]
    assert bot.api.made("sendMessage")[0].values["link_preview_options"] == {"is_disabled": True}
    assert labels(answer)[0] == "Who are the observers?"
    assert labels(answer)[-3:] == ["Source", "👍", "👎"]


async def test_markup_is_never_reflected(bot: Running) -> None:
    """What looks like markup, in the question, the answer and the suggestions, is shown as it is."""
    bot.api.say(bot.api.world.private(ANN), ANN, "<b>markup</b> & more")

    (answer,) = await bot.heard()

    assert answer["text"].startswith("It says <b>x</b> & 'y' \"z\" </blockquote>.")
    assert {entity["type"] for entity in answer["entities"]} == {"expandable_blockquote", "text_link"}


async def test_caption_is_a_question(bot: Running) -> None:
    """What is written under a picture is read as if it were a message."""
    bot.api.say(bot.api.world.private(ANN), ANN, None, photo=PHOTO, caption="Who are the members?")

    (answer,) = await bot.heard()

    assert answer["text"].startswith("The six members")


FILE = {"file_id": "a", "file_unique_id": "b"}
MEDIA: dict[str, Json] = {
    "picture": {"photo": PHOTO},
    "voice": {"voice": {**FILE, "duration": 1}},
    "sticker": {
        "sticker": {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False},
    },
    "place": {"location": {"latitude": 39.9, "longitude": 116.4}},
    "contact": {"contact": {"phone_number": "1", "first_name": "Bob"}},
    "dice": {"dice": {"emoji": "🎲", "value": 6}},
    "file": {"document": FILE},
    "checklist": {"checklist": {"title": "x", "tasks": [{"id": 1, "text": "y"}]}},
    "rich message": {"rich_message": {"blocks": [{"type": "divider"}]}},
}


@pytest.mark.parametrize("kind", MEDIA)
async def test_media_without_text_gets_one_hint(bot: Running, kind: str) -> None:
    """Pictures, voices and the like without a word get a hint once, not each time."""
    chat = bot.api.world.private(ANN)
    for _ in range(3):
        bot.api.say(chat, ANN, None, **MEDIA[kind])

    messages = await bot.heard()

    assert [message["text"] for message in messages] == [knowledge().phrases["telegram.ask.text"]]


@pytest.mark.parametrize("worded", [0, 1, 2, None])
@pytest.mark.parametrize("words", ["Who are the members?", "/members"])
async def test_album(start: Start, worded: int | None, words: str) -> None:
    """An album is answered by the words that one of its pictures carries, whichever; without any it gets one hint."""
    async with start() as bot:
        for picture in range(3):
            more: Json = {"caption": words} if picture == worded else {}
            bot.api.say(bot.api.world.private(ANN), ANN, None, photo=PHOTO, media_group_id="1", **more)
        await bot.idle()

    said = [call.result["text"][:15] for call in bot.api.made("sendMessage")]  # all, as the bot has stopped
    assert said == [PHRASES["telegram.ask.text"][:15] if worded is None else "The six members"]


async def test_a_hint_that_has_to_wait_does_not_hold_up_the_stop(start: Start) -> None:
    """When Telegram halts the chat, the hint for an album is given up at a stop, after the grace that updates have."""
    began = 0.0
    async with start(tuning=replace(QUICK, grace=0.2)) as bot:
        bot.api.faults.append(Fault("error", code=429, parameters={"retry_after": 30}))
        bot.api.say(bot.api.world.private(ANN), ANN, None, photo=PHOTO, media_group_id="1")
        await bot.api.until(lambda: bot.api.calls[-1].error)
        began = time.monotonic()

    assert time.monotonic() - began < PATIENCE


async def test_forwarded_message_is_a_question(bot: Running) -> None:
    """Somebody else's message, forwarded, is answered like any other."""
    origin = {"type": "user", "date": 1, "sender_user": person(8, "Bob")}
    bot.api.say(bot.api.world.private(ANN), ANN, "Who are the members?", forward_origin=origin)

    assert len(await bot.heard()) == 1


@pytest.mark.parametrize(
    "more",
    [{"pinned_message": None}, {"via_bot": ME}],
    ids=["service message", "sent through the bot's own inline mode"],
)
async def test_silence(bot: Running, more: Json) -> None:
    """What nobody asks is not answered."""
    chat = bot.api.world.private(ANN)
    if "via_bot" in more:
        bot.api.say(chat, ANN, "Who are the members?", **more)
    else:
        bot.api.say(chat, ANN, None)

    assert await bot.heard() == []


async def test_another_bot_is_not_answered(bot: Running) -> None:
    """Two bots must not talk to each other for ever."""
    bot.api.say(bot.api.world.private(other_bot()), other_bot(), "Who are the members?")

    assert await bot.heard() == []


async def test_follow_up_leans_on_the_question_before(bot: Running) -> None:
    """A follow-up is understood, and not any more after thirty quiet minutes."""
    chat = bot.api.world.private(ANN)
    bot.api.say(chat, ANN, "What share does China pay?")
    await bot.idle()
    bot.api.say(chat, ANN, "and Uzbekistan?")
    await bot.idle()
    bot.now[0] += dt.timedelta(minutes=31)
    bot.api.say(chat, ANN, "and Kyrgyzstan?")

    texts = [message["text"] for message in await bot.heard()]

    assert texts[1].startswith("Uzbekistan pays 5 per cent")
    assert texts[2].startswith("The sources do not say")


async def test_reply_to_an_old_answer_leans_on_that_answer(bot: Running) -> None:
    """Along the chain of replies, what counts is the answer that is replied to."""
    chat = bot.api.world.private(ANN)
    bot.api.say(chat, ANN, "What share does China pay?")
    (first,) = await bot.heard()
    bot.api.say(chat, ANN, "Who are the observers?")
    await bot.idle()
    bot.now[0] += dt.timedelta(hours=3)
    bot.api.say(chat, ANN, "and Uzbekistan?", reply_to=first)

    assert (await bot.heard())[-1]["text"].startswith("Uzbekistan pays 5 per cent")


async def test_topics_of_a_private_chat(bot: Running) -> None:
    """Where a private chat has topics, the answer stands in that of the question, and each has a talk of its own."""
    chat = bot.api.world.private(ANN)
    budget, other = bot.api.world.topic(chat, ANN), bot.api.world.topic(chat, ANN, "Other")
    for text, topic in (("What share does China pay?", budget), ("and Uzbekistan?", other), ("and Russia?", budget)):
        bot.api.say(chat, ANN, text, thread=topic)
        await bot.idle()

    said = [(message["message_thread_id"], message["text"][:11]) for message in await bot.heard()]
    assert said == [(budget, "China pays "), (other, "The sources"), (budget, "Russia pays")]


async def test_start_shows_what_can_be_asked(bot: Running) -> None:
    """The first message says what the bot is and is not, with a button for each command of the menu."""
    bot.api.say(bot.api.world.private(ANN), ANN, "/start")

    (hello,) = await bot.heard()

    assert "unofficial" in hello["text"]
    assert "reply_to_message" not in hello
    assert labels(hello) == [command.command.capitalize() for command in knowledge().commands]


async def test_menu_command_asks_its_question(bot: Running) -> None:
    """A command of the menu is a question; what stands behind it follows it up."""
    chat = bot.api.world.private(ANN)
    bot.api.say(chat, ANN, "/members")
    bot.api.say(chat, ANN, f"/budget@{ME['username']} and Russia")

    first, second = await bot.heard()

    assert first["text"].startswith("The six members")
    assert second["text"].startswith("The sources do not say")
    assert [text for text, _ in bot.assistant.asked] == ["Who are the members?", "What is the budget?", "and Russia"]


@pytest.mark.parametrize("command", ["help", "about", "privacy", "forget"])
async def test_own_commands(bot: Running, command: str) -> None:
    """Each command that the program makes itself says something of its own."""
    bot.api.say(bot.api.world.private(ANN), ANN, f"/{command}")

    (message,) = await bot.heard()

    assert len(message["text"]) > 60


async def test_unknown_command_gets_the_list(bot: Running) -> None:
    """In private, a command that nobody knows leads to those that there are."""
    bot.api.say(bot.api.world.private(ANN), ANN, "/nonsense")

    (message,) = await bot.heard()

    assert "/nonsense" in message["text"]
    assert "/members – The member states" in message["text"]


async def test_bare_ask_asks_for_the_question(bot: Running) -> None:
    """A bare /ask opens the field for the reply, and the reply is the question."""
    chat = bot.api.world.private(ANN)
    bot.api.say(chat, ANN, "/ask")
    (asks,) = await bot.heard()
    markup = bot.api.made("sendMessage")[0].values["reply_markup"]
    bot.api.say(chat, ANN, "Who are the members?", reply_to=asks)

    answer = (await bot.heard())[1]

    assert markup == {"force_reply": True, "selective": True, "input_field_placeholder": "Your question about the SCO"}
    assert answer["text"].startswith("The six members")


async def test_deep_links(bot: Running) -> None:
    """A deep link opens a question, a menu command or a fact; any other is the normal start."""
    chat = bot.api.world.private(ANN)
    for payload in (links.payload_for("Who are the members?"), "members", "founded-when", "q_%%%", "q_////", "x" * 64):
        bot.api.say(chat, ANN, f"/start {payload}")
        await bot.idle()

    question, menu, fact, *rest = [message["text"] for message in await bot.heard()]

    assert question.startswith("Who are the members?\n\nThe six members")
    assert menu.startswith("Who are the members?\n\nThe six members")
    assert fact.startswith("The SCO was founded in June 2001.")
    assert all(text.startswith("Hello!") for text in rest)
    assert len(rest) == 3


async def test_a_link_leans_on_nothing(bot: Running) -> None:
    """What a link asks means the same to everybody, whatever somebody has asked before."""
    chat = bot.api.world.private(ANN)
    bot.api.say(chat, ANN, "What share does China pay?")
    await bot.idle()
    bot.api.say(chat, ANN, f"/start {links.payload_for('and Uzbekistan?')}")

    assert (await bot.heard())[-1]["text"].startswith("and Uzbekistan?\n\nThe sources do not say.")


@pytest.mark.parametrize("text", ["win at evil.example", "https://x", "ask @ann", "tap /forget", "see пример.рф", "#sco"])
async def test_a_link_cannot_make_the_bot_show_an_address(bot: Running, text: str) -> None:
    """A question with something to press is nobody's own: the link leads to the normal start, and none such is made."""
    coded = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    bot.api.say(bot.api.world.private(ANN), ANN, f"/start q_{coded}")

    (hello,) = await bot.heard()
    assert hello["text"].startswith("Hello!")
    assert links.payload_for(text) == ""


@pytest.mark.parametrize("text", ["who left the U.S.?", "is 15.2 per cent right", "what is 1/4 of it", "No. 5 or no.5?"])
async def test_a_link_with_points_and_strokes(bot: Running, text: str) -> None:
    """Points and strokes that nobody can press are no harm."""
    bot.api.say(bot.api.world.private(ANN), ANN, f"/start {links.payload_for(text)}")

    (answer,) = await bot.heard()
    assert answer["text"].startswith(text)


async def test_error_is_one_polite_line(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """When a handler breaks, it is logged with its traceback, and the person reads one line and no more."""
    chat = bot.api.world.private(ANN)
    bot.api.say(chat, ANN, "boom")
    bot.api.say(chat, ANN, "Who are the members?")

    first, second = await bot.heard()

    assert first["text"] == knowledge().phrases["telegram.error"]
    assert second["text"].startswith("The six members")
    assert "was told to break" in caplog.text


async def test_no_buttons_of_feedback_under_small_talk(bot: Running) -> None:
    """A greeting has no source and needs no mark."""
    bot.api.say(bot.api.world.private(ANN), ANN, "hello")

    (message,) = await bot.heard()

    assert (message["text"], buttons(message)) == ("Hello!", [])


async def test_flood_is_slowed_with_one_line(bot: Running) -> None:
    """Who asks too much at once reads one line about it, then nothing; others are answered."""
    bob = person(8, "Bob")
    pressed = [bot.api.world.press_inline(ANN, "1:p:0") for _ in range(14)]
    bot.api.push(*pressed)
    await bot.idle()
    bot.api.say(bot.api.world.private(bob), bob, "Who are the members?")

    notices = [call.values.get("text", "") for call in bot.api.made("answerCallbackQuery")]

    assert [text.startswith("That is more") for text in notices] == [False] * 10 + [True] + [False] * 3
    assert len(await bot.heard()) == 1


async def test_flood_of_messages(bot: Running) -> None:
    """Of many questions at once the first ten are answered, then comes one line, then nothing."""
    chat = bot.api.world.private(ANN)
    for _ in range(13):
        bot.api.say(chat, ANN, "Who are the members?")

    texts = [message["text"][:12] for message in await bot.heard()]

    assert texts == ["The six memb"] * 10 + ["That is more"]


async def test_forget_reaches_answers_and_context(bot: Running) -> None:
    """After /forget nothing is left to lean on."""
    chat = bot.api.world.private(ANN)
    bot.api.say(chat, ANN, "What share does China pay?")
    await bot.idle()
    bot.api.say(chat, ANN, "/forget")
    await bot.idle()
    bot.api.say(chat, ANN, "and Uzbekistan?")

    assert (await bot.heard())[-1]["text"].startswith("The sources do not say")


async def test_menu_and_descriptions_are_published(bot: Running) -> None:
    """The menus of private chats and groups, and the descriptions, are set at the start."""
    await bot.api.until(lambda: "short_description" in bot.api.world.profile)

    menus = bot.api.world.profile["commands"]
    assert [entry["command"] for entry in menus["all_group_chats"]][:2] == ["ask", "members"]
    assert "privacy" in [entry["command"] for entry in menus["all_private_chats"]]
    assert "Unofficial" in bot.api.world.profile["description"]
    assert {call.method for call in bot.api.calls if call.method.startswith("set")} == {
        "setMyCommands",
        "setMyDescription",
        "setMyShortDescription",
    }  # rights of an administrator above all are not asked for
