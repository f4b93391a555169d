"""Inline mode and guest messages: answers in chats that the bot is no member of."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.telegram_app import links
from tests.telegram.fake_api import Fault
from tests.telegram.hand_made import LANGUAGES, knowledge
from tests.telegram.harness import Running
from tests.telegram.telegram_html import parsed
from tests.telegram.world import ME, Json, person

ANN = person(7)
NAME = f"@{ME['username']}"
PHRASES = knowledge().phrases


async def typed(bot: Running, query: str, user: Json = ANN) -> dict[str, Any]:
    """Return what the bot shows to somebody who types."""
    before = len(bot.api.made("answerInlineQuery"))
    bot.api.push(bot.api.world.inline(user, query))
    await bot.idle()
    return bot.api.made("answerInlineQuery")[before].values


async def test_answer_is_an_article(bot: Running) -> None:
    """The question is the title, its first line the description, the whole cited text the message."""
    shown = await typed(bot, "members")

    (article,) = shown["results"]
    text, _ = parsed(article["input_message_content"]["message_text"])
    assert article["title"] == "members"
    assert article["description"].startswith("The six members")
    assert text.startswith("members\n\nThe six members")
    assert "Source: Members, items 1–4" in text
    assert (shown["cache_time"], shown["is_personal"]) == (300, False)


async def test_description_is_one_line(bot: Running) -> None:
    """A list becomes one line, without the gaps that its paragraphs leave."""
    shown = await typed(bot, "two paragraphs")

    assert shown["results"][0]["description"] == "The first. The second: one; two"


async def test_language_that_is_not_spoken(bot: Running) -> None:
    """A query in another language is told in that language what is spoken, and is kept for a shorter time."""
    shown = await typed(bot, "кто входит?")

    assert shown["results"] == []
    assert shown["button"]["text"] == LANGUAGES["ru"].line
    assert (shown["cache_time"], shown["is_personal"]) == (60, False)


@pytest.mark.parametrize(
    ("code", "line", "seconds"),
    [
        ("en", PHRASES["telegram.inline.ask"], 300),
        ("ru", LANGUAGES["ru"].line, 60),
        ("zh-hans", LANGUAGES["zh"].line, 60),
        ("tlh", PHRASES["telegram.inline.ask"], 300),
        (None, PHRASES["telegram.inline.ask"], 300),
    ],
)
async def test_empty_query_by_language(bot: Running, code: str | None, line: str, seconds: int) -> None:
    """Before anything is typed, what is spoken is said in the person's language, and kept for nobody else."""
    shown = await typed(bot, "", person(8, language_code=code) if code else {"id": 8, "is_bot": False, "first_name": "Bo"})

    assert [article["title"] for article in shown["results"]] == ["Who are the members?"]
    assert (shown["button"]["text"], shown["cache_time"], shown["is_personal"]) == (line, seconds, True)


async def test_empty_query_offers_questions(bot: Running) -> None:
    """Before anything is typed, useful questions are shown: those of the menu that have an answer."""
    shown = await typed(bot, "  ")

    assert [article["title"] for article in shown["results"]] == ["Who are the members?"]


async def test_unclear_query_shows_its_readings(bot: Running) -> None:
    """Each reading of an unclear query is a result with its answer."""
    shown = await typed(bot, "organisation")

    assert [article["title"] for article in shown["results"]] == ["Who are the members?", "What share does Russia pay?"]
    assert shown["button"]["text"] == PHRASES["telegram.inline.unclear"]


async def test_unknown_query_leads_to_the_private_chat(bot: Running) -> None:
    """What the sources do not say is said in the button, which asks the same in private."""
    shown = await typed(bot, "who won the cup")

    assert shown["results"] == []
    assert shown["button"] == {
        "text": PHRASES["telegram.inline.unknown"],
        "start_parameter": links.payload_for("who won the cup"),
    }


async def test_beginning_of_a_name_shows_what_is_known_of_it(bot: Running) -> None:
    """While a name is typed, it is answered as if it were there in full."""
    shown = await typed(bot, "sc")

    assert [article["title"] for article in shown["results"]] == ["the SCO"]
    assert shown["button"]["text"] == PHRASES["telegram.inline.ask"]


@pytest.mark.parametrize("query", ["q", "zz", " 7 ", "<b"])
async def test_one_or_two_letters_are_not_refused(bot: Running, query: str) -> None:
    """A beginning that nothing is known of yet shows the useful questions, as an empty query does."""
    shown = await typed(bot, query)

    assert [article["title"] for article in shown["results"]] == ["Who are the members?"]
    assert shown["button"]["text"] == PHRASES["telegram.inline.ask"]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("two paragraphs zz", "two paragraphs"),
        ("organisation zz", "Who are the members?"),
        ("who zz", "Who are the members?"),
        ("zzebra", "Who are the members?"),
        ("zzebra, ", "Who are the members?"),
        ("hello", "Who are the members?"),
    ],
)
async def test_unfinished_text_is_not_refused(bot: Running, query: str, title: str) -> None:
    """While the last word is a riddle, what stands before it is answered, else useful questions are; it is kept shortly."""
    shown = await typed(bot, query)

    assert shown["results"][0]["title"] == title
    assert shown["button"]["text"] == PHRASES["telegram.inline.ask"]
    assert shown["cache_time"] == 30


@pytest.mark.parametrize("query", ["who zz?", "zzebra. ", "who won the cup"])
async def test_finished_question_is_refused(bot: Running, query: str) -> None:
    """What ends in a mark, or is understood and not in the sources, is said not to be there, and nothing else is shown."""
    shown = await typed(bot, query)

    assert shown["results"] == []
    assert shown["button"]["text"] == PHRASES["telegram.inline.unknown"]


@pytest.mark.parametrize("query", ["<b>markup</b> & more", "x" * 256, "hello", "😀" * 128])
async def test_any_query_gets_a_valid_answer(bot: Running, query: str) -> None:
    """Whatever is typed, the server takes what is shown."""
    assert "button" in await typed(bot, query)


async def test_every_prefix_is_answered(bot: Running) -> None:
    """While somebody types, each prefix is answered in turn, with what it may become."""
    question = "who are the members"
    bot.api.push(*[bot.api.world.inline(ANN, question[:end]) for end in range(1, len(question) + 1)])
    await bot.idle()

    answers = [call.values["results"] for call in bot.api.made("answerInlineQuery")]
    assert [len(results) for results in answers] == [1] * len(question)
    assert {results[0]["title"] for results in answers[:-1]} == {"Who are the members?"}


async def test_guest_message_is_answered_once(bot: Running) -> None:
    """A message to the bot in a foreign chat is answered through its query, without a message to that chat."""
    bot.api.push(bot.api.world.guest(ANN, f"{NAME} who are the members?"))
    await bot.idle()

    (call,) = bot.api.made("answerGuestQuery")
    text, _ = parsed(call.values["result"]["input_message_content"]["message_text"])
    assert text.startswith("The six members")
    assert "Source: Members" in text
    assert bot.api.made("sendMessage") == []


async def test_guest_in_reply_answers_that_message(bot: Running) -> None:
    """The bot's bare name in reply to a message asks what that message asks."""
    said = {"message_id": 5, "date": 1, "chat": {"id": -1, "type": "group", "title": "x"}, "from": ANN, "text": "members"}
    bot.api.push(bot.api.world.guest(ANN, NAME, reply_to=said), bot.api.world.guest(ANN, NAME))
    await bot.idle()

    texts = [call.values["result"]["input_message_content"]["message_text"] for call in bot.api.made("answerGuestQuery")]
    assert texts[0].startswith("The six members")
    assert texts[1] == PHRASES["telegram.help.guest"].format(bot=NAME)


async def test_guest_in_a_chat_with_the_number_of_another(bot: Running) -> None:
    """Two people's chat may have the number of the bot's with one of them: nothing of that is leant on, and it is not held up."""
    bob = person(8, "Bob")
    private = bot.api.world.private(bob)
    bot.api.say(private, bob, "What share does China pay?")
    (answer,) = await bot.heard()
    fault = Fault("hang")
    bot.api.faults.append(fault)
    bot.api.say(private, bob, "Who are the members?")
    await bot.api.until(lambda: not fault.times)
    bot.api.push(bot.api.world.guest(ANN, f"{NAME} and Uzbekistan?", private, reply_to=answer))
    await bot.api.until(lambda: bot.api.made("answerGuestQuery"), 0.4)  # the one that hangs is given up after 0.5

    (call,) = bot.api.made("answerGuestQuery")
    assert call.values["result"]["input_message_content"]["message_text"].startswith("The sources do not say")


async def test_guest_who_floods(bot: Running) -> None:
    """Who calls the bot too often into chats where it is a guest reads one line about it, then nothing."""
    for _ in range(14):
        bot.api.push(bot.api.world.guest(ANN, f"{NAME} who are the members?"))
    bot.api.push(bot.api.world.guest(person(8, "Bob"), f"{NAME} who are the members?"))
    await bot.idle()

    calls = sorted(bot.api.made("answerGuestQuery"), key=lambda call: int(call.values["guest_query_id"].partition("-")[2]))
    texts = [call.values["result"]["input_message_content"]["message_text"][:15] for call in calls]
    assert texts == ["The six members"] * 10 + [PHRASES["telegram.slow"][:15], "The six members"]
    assert bot.api.made("sendMessage") == []


async def test_error_while_typing(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """When results break, who types waits no longer: nothing is shown but the way to the private chat, and that is not kept."""
    bot.api.push(bot.api.world.inline(ANN, "boom"))
    await bot.idle()

    (call,) = bot.api.made("answerInlineQuery")
    assert (call.values["results"], call.values["cache_time"]) == ([], 0)
    assert call.values["button"]["text"] == PHRASES["telegram.inline.ask"]
    assert caplog.text.count("a handler failed") == 1


async def test_inline_queries_are_logged(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """Each has one line at DEBUG, as there is one for each letter that is typed, and it holds neither words nor who."""
    caplog.set_level(logging.DEBUG, "bot")
    for typed in ("", "Who are the members?"):
        bot.api.push(bot.api.world.inline(ANN, typed))
    await bot.idle()

    lines = [record for record in caplog.records if record.getMessage() == "inline query"]
    assert [line.__dict__["fields"]["status"] for line in lines] == ["empty", "answered"]
    assert not {"text", "user_id"} & {name for line in lines for name in line.__dict__["fields"]}


async def test_error_as_a_guest(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """When an answer to a guest message breaks, who asked reads one polite line there."""
    bot.api.push(bot.api.world.guest(ANN, f"{NAME} boom"))
    await bot.idle()

    (call,) = bot.api.made("answerGuestQuery")
    assert call.values["result"]["input_message_content"]["message_text"] == PHRASES["telegram.error"]
    assert caplog.text.count("a handler failed") == 1


@pytest.mark.parametrize("payload", ["", "q_", "q_!", "q_8J-Ygw", "members", "q_" + "A" * 63])
def test_payloads_that_are_none(payload: str) -> None:
    """Garbage is no question; an emoji is."""
    assert links.question_of(payload) == ("😃" if payload == "q_8J-Ygw" else "")


@pytest.mark.parametrize("question", ["Who are the members?", "Кто?", "x" * 46])
def test_payload_and_back(question: str) -> None:
    """A question comes out of its payload as it went in."""
    payload = links.payload_for(question)

    assert len(payload) <= links.LONGEST
    assert links.question_of(payload) == question


def test_too_long_for_a_payload() -> None:
    """A long question has no link of its own."""
    assert links.payload_for("x" * 47) == ""
