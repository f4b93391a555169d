"""Channels: what is answered there, and that nobody but their authors can have the bot post."""

from __future__ import annotations

import logging

import pytest

from tests.telegram.hand_made import knowledge
from tests.telegram.harness import Running
from tests.telegram.looking import labels
from tests.telegram.world import ME, TELEGRAM, Json, person

BOB = person(8, "Bob")
NAME = f"@{ME['username']}"
PHRASES = knowledge().phrases


async def posted(bot: Running, text: str) -> Json:
    """Return the bot's answer to a post."""
    bot.api.say(bot.api.world.channel(), None, f"/ask{NAME} {text}")
    answer: Json = (await bot.heard())[-1]
    return answer


@pytest.mark.parametrize("text", ["Who are the members?", "list everything"])
async def test_no_button_asks_in_a_channel(bot: Running, text: str) -> None:
    """Under an answer in a channel are its pages and its source, and nothing by which a reader could ask."""
    answer = await posted(bot, text)

    assert all(label == "Source" or "/" in label for label in labels(answer))


async def test_readings_are_written_out_in_a_channel(bot: Running) -> None:
    """When a post is unclear, what may have been meant stands in the text."""
    asks = await posted(bot, "organisation")

    assert asks["text"] == "Which of these do you mean?\n• Who are the members?\n• What share does Russia pay?"
    assert labels(asks) == []


@pytest.mark.parametrize("data", ["1:q:Who are the members?", "1:l:0", "1:c:members", "1:q:boom"])
async def test_a_press_that_asks_in_a_channel(bot: Running, data: str) -> None:
    """An old or forged button that asks is told so, and nothing is posted."""
    answer = await posted(bot, "Who are the members?")
    bot.api.push(bot.api.world.press(answer, BOB, data))

    assert len(await bot.heard()) == 1
    assert [call.values.get("text") for call in bot.api.made("answerCallbackQuery")] == [PHRASES["telegram.button.stale"]]


async def test_pages_turn_in_a_channel(bot: Running) -> None:
    """Every reader can turn the pages, and no page has a button that asks."""
    answer = await posted(bot, "list everything")
    bot.api.push(bot.api.world.press(answer, BOB, "1:p:1"))
    await bot.idle()

    turned = bot.api.world.messages[answer["chat"]["id"], answer["message_id"]]
    assert turned["text"] != answer["text"]
    assert "Who are the members?" not in labels(turned)


async def test_many_readers_turn_pages(bot: Running) -> None:
    """All are answered, the last one's page is shown, and pages that nobody would see do not keep the next post waiting."""
    answer = await posted(bot, "list everything")
    bot.api.slow["editMessageText"] = 0.05
    for number in range(30):
        bot.api.push(bot.api.world.press(answer, person(100 + number), f"1:p:{number % 2}"))
    await posted(bot, "Who are the members?")

    calls = bot.api.made("answerCallbackQuery", "editMessageText", "sendMessage")
    assert len(bot.api.made("answerCallbackQuery")) == 30
    assert len(bot.api.made("editMessageText")) <= 3
    assert calls[-1].method == "sendMessage"
    shown = bot.api.world.messages[answer["chat"]["id"], answer["message_id"]]
    assert labels(shown)[0].startswith("‹")


async def test_an_error_is_not_posted_in_a_channel(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """When an answer breaks, that is in the log, and not in a post for all readers."""
    caplog.set_level(logging.INFO)
    bot.api.say(bot.api.world.channel(), None, f"/ask{NAME} boom")

    assert await bot.heard() == []
    assert caplog.text.count("a handler failed") == 1


def copied(bot: Running, post: Json) -> Json:
    """Return the copy of a channel's post that Telegram puts into the group of its comments."""
    origin = {"type": "channel", "date": 1, "chat": post["chat"], "message_id": post["message_id"]}
    more: Json = {"sender_chat": post["chat"], "is_automatic_forward": True, "forward_origin": origin}
    return bot.api.world.message(bot.api.world.supergroup(), TELEGRAM, post["text"], **more)


@pytest.mark.parametrize("first", ["channel", "supergroup"])
async def test_a_post_and_its_copy_are_answered_once(bot: Running, first: str) -> None:
    """A post and its copy come at once; whichever is first is answered, and an edit of both changes that answer alone."""
    world = bot.api.world
    bot.api.delay = 0.02  # long enough for the second to be begun before the first is answered
    post = world.message(world.channel(), None, f"{NAME} who are the members?")
    copy = copied(bot, post)
    updates = [world.update("channel_post", post), world.update("message", copy)]
    bot.api.push(*(updates if first == "channel" else updates[::-1]))
    await bot.idle()
    text = f"{NAME} what share does Russia pay?"
    bot.api.push(world.edited(copy, text), world.edited(post, text))

    (answer,) = await bot.heard()
    assert answer["chat"]["type"] == first
    assert world.messages[answer["chat"]["id"], answer["message_id"]]["text"].startswith("Russia pays")
    assert len(bot.api.made("editMessageText")) == 1


async def test_a_post_and_its_copy_are_one_question(bot: Running) -> None:
    """Of a channel whose posts are also in the group of its comments, as many are answered at once as of any other."""
    world = bot.api.world
    for _ in range(10):
        post = bot.api.say(world.channel(), None, f"{NAME} who are the members?")
        bot.api.push(world.update("message", copied(bot, post)))

    assert len(await bot.heard()) == 10


async def test_comments_are_a_group(bot: Running) -> None:
    """Under a post, in the group of its comments, who speaks to the bot is answered; a bare call asks what the post asks."""
    post = copied(bot, bot.api.world.message(bot.api.world.channel(), None, "Who are the members?"))
    comment = {"reply_to": post, "message_thread_id": post["message_id"]}
    texts = ("Who are the observers?", "/ask", f"{NAME} what share does Russia pay?")
    asked = [bot.api.say(post["chat"], BOB, text, **comment) for text in texts]

    first, second = await bot.heard()
    assert [first["reply_to_message"]["message_id"], second["reply_to_message"]["message_id"]] == [
        message["message_id"] for message in asked[1:]
    ]
    assert first["text"].startswith("The six members")
    assert second["text"].startswith("Russia pays")
    assert all("message_thread_id" not in call.values for call in bot.api.made("sendMessage"))


async def test_a_copy_of_another_post_is_answered(bot: Running) -> None:
    """A post that the bot has not seen in the channel, e.g. as it came there later, is answered in the group."""
    post = bot.api.say(bot.api.world.channel(), None, f"{NAME} who are the members?")
    copy = copied(bot, post | {"message_id": 99999})
    bot.api.push(bot.api.world.update("message", copy))

    assert [message["chat"]["type"] for message in await bot.heard()] == ["channel", "supergroup"]
