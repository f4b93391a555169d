"""Buttons: suggestions, pages, sources, marks; whatever is pressed is answered and never an error."""

from __future__ import annotations

import time

import pytest

from bot.telegram_app import buttons
from bot.telegram_app.state import memory_store
from tests.telegram.conftest import Start
from tests.telegram.fake_api import Fault
from tests.telegram.hand_made import MANY_SOURCES, SOURCE, knowledge
from tests.telegram.harness import Running
from tests.telegram.looking import data_of, labels
from tests.telegram.pressing import ANN, BOB, asked, notices, pressed
from tests.telegram.world import ME

PHRASES = knowledge().phrases


async def test_suggestion_is_asked(bot: Running) -> None:
    """A suggestion is answered in a new message that shows the question, as nobody has written it."""
    answer = await asked(bot, "Who are the members?")

    await pressed(bot, answer, "Who are the observers?")

    last = (await bot.heard())[-1]
    assert last["text"].startswith("Who are the observers?\n\nThe sources do not say.")
    assert last["reply_to_message"]["message_id"] == answer["message_id"]
    assert notices(bot) == [None]


async def test_long_suggestion_is_asked_by_its_label(bot: Running) -> None:
    """A question too long for the data of a button is read from the button itself."""
    answer = await asked(bot, "Who are the members?")
    question = "Which of the members were founders of the organization, and since which year exactly?"

    await pressed(bot, answer, question)

    assert bot.assistant.asked[-1][0] == question


async def test_choices_of_an_unclear_question(bot: Running) -> None:
    """When the bot asks back, each reading is a button."""
    asks = await asked(bot, "organisation")

    await pressed(bot, asks, "What share does Russia pay?")

    assert (await bot.heard())[-1]["text"].startswith("What share does Russia pay?\n\nRussia pays 21 per cent")


async def test_start_button_asks_the_command(bot: Running) -> None:
    """The buttons of the first message ask what the menu's commands ask."""
    hello = await asked(bot, "/start")

    await pressed(bot, hello, "Members")

    assert (await bot.heard())[-1]["text"].startswith("Who are the members?\n\nThe six members")


async def test_long_answer_is_paged_in_place(bot: Running) -> None:
    """A long list is one message whose pages are turned; nothing is lost between them."""
    message = await asked(bot, "list everything")
    texts = [message["text"]]
    assert any(label.startswith("2/") for label in labels(message))
    while (turn := next((label for label in labels(message) if label.endswith("›")), None)) is not None:
        message = await pressed(bot, message, turn)
        texts.append(message["text"])

    assert len(bot.api.made("sendMessage")) == 1
    assert all("Source: Members" in text for text in texts)
    assert [number for text in texts for number in range(40) if f"Entry number {number}," in text] == list(range(40))
    back = next(label for label in labels(message) if label.startswith("‹"))
    assert (await pressed(bot, message, back))["text"] == texts[-2]


async def test_source_opens_and_closes(bot: Running) -> None:
    """The source is shown in full, with references to copy, and the answer comes back."""
    answer = await asked(bot, "Who are the members?")

    source = await pressed(bot, answer, "Source")
    again = await pressed(bot, source, PHRASES["telegram.button.back"])

    assert "Published by Small Arms Survey" in source["text"]
    assert "The information is of 7 June 2012.\nRead as plain text." in source["text"]
    assert f"\n\n{SOURCE.url}\n\n" in source["text"]
    assert "Members, items 1–4" in source["text"]
    assert "Small Arms Survey. (2012, June 7). Profile of the SCO <2012> & more. http://example.org" in source["text"]
    assert "@misc{sas-sco-profile," in source["text"]
    assert "month = jun," in source["text"]
    assert {entity["type"] for entity in source["entities"]} == {"bold", "code", "pre", "text_link"}
    assert again["text"] == answer["text"]


async def test_many_sources_are_paged(start: Start) -> None:
    """When the sources have no room in one message, their pages are turned until each was shown, also after a restart."""
    async with start() as bot:
        answer = await asked(bot, "cite everything")
        first = await pressed(bot, answer, "Source")
    async with start(store=memory_store()) as bot:
        message, texts = first, [first["text"]]
        while (turn := next((label for label in labels(message) if label.endswith("›")), None)) is not None:
            message = await pressed(bot, message, turn)
            texts.append(message["text"])
        before = await pressed(bot, message, f"‹ {len(texts) - 1}/{len(texts)}")
        again = await pressed(bot, before, PHRASES["telegram.button.back"])

    titles = [f"Report number {number}\n" for number in range(1, len(MANY_SOURCES) + 1)]
    assert [title for text in texts for title in titles if title in text] == titles
    assert before["text"] == texts[-2]
    assert again["text"] == answer["text"]


async def test_back_leads_to_the_page_one_came_from(start: Start) -> None:
    """From the source of a later page, also after turning the pages of the sources and after a restart, one comes back to it."""
    async with start() as bot:
        answer = await asked(bot, "cite a long list")
        second = await pressed(bot, answer, next(label for label in labels(answer) if label.endswith("›")))
        source = await pressed(bot, second, "Source")
    async with start(store=memory_store()) as bot:
        turned = await pressed(bot, source, next(label for label in labels(source) if label.endswith("›")))
        again = await pressed(bot, turned, PHRASES["telegram.button.back"])

    assert second["text"] != answer["text"]
    assert turned["text"] != source["text"]
    assert (again["text"], labels(again)) == (second["text"], labels(second))


async def test_left_out_sources_are_counted(bot: Running) -> None:
    """Under an answer with more sources than have room there, the last line says how many there are and where."""
    answer = await asked(bot, "cite everything")

    more = len(MANY_SOURCES) - answer["text"].count("Source: ")
    assert more > 0
    assert answer["text"].endswith(f"And {more} more: press Source")


async def test_heading_stays_when_pages_turn(bot: Running) -> None:
    """The question on top of an answer to a pressed button is on every page and on the source."""
    asks = await asked(bot, "organisation")
    await pressed(bot, asks, "Who are the members?")
    answer = (await bot.heard())[-1]

    source = await pressed(bot, answer, "Source")
    again = await pressed(bot, source, PHRASES["telegram.button.back"])

    assert source["text"].startswith("Who are the members?\n\nProfile of the SCO")
    assert again["text"] == answer["text"]


async def test_mark_is_counted_once(bot: Running) -> None:
    """Helpful is noted and its pair disappears; pressed a second time it is thanked for again, and that is all."""
    answer = await asked(bot, "Who are the members?")

    changed = await pressed(bot, answer, "👍")
    await pressed(bot, answer, "👍")

    assert "👍" not in labels(changed)
    assert "Source" in labels(changed)
    assert notices(bot) == [PHRASES["telegram.button.thanks"]] * 2
    assert (await bot.room.desk.store.counters(bot.room.desk.now()))["helpful"] == 1


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_no_marks_in_groups_unless_wanted(start: Start, kind: str) -> None:
    """In groups the pair is there only where the owner has switched it on."""
    for wanted in (False, True):
        async with start(settings={"marks_in_groups": wanted}) as bot:
            before = len(bot.api.made("sendMessage"))
            bot.api.say(getattr(bot.api.world, kind)(), ANN, "/ask Who are the members?")
            answer = (await bot.heard())[before]

        assert ("👍" in labels(answer), "👎" in labels(answer)) == (wanted, wanted)


async def test_no_marks_in_channels(start: Start) -> None:
    """A channel is no group: nobody there has asked."""
    async with start(settings={"marks_in_groups": True}) as bot:
        bot.api.say(bot.api.world.channel(), None, f"/ask@{ME['username']} Who are the members?")
        (answer,) = await bot.heard()

    assert "👍" not in labels(answer)


async def test_marks_of_several_in_a_group(start: Start) -> None:
    """In a group the pair stays, as others may mark too; each person counts once, with the last mark."""
    async with start(settings={"marks_in_groups": True}) as bot:
        bot.api.say(bot.api.world.supergroup(), ANN, "/ask Who are the members?")
        (answer,) = await bot.heard()
        for user, label in ((ANN, "👍"), (BOB, "👎"), (BOB, "👎"), (ANN, "👎"), (ANN, "👍")):
            changed = await pressed(bot, answer, label, user)
        counted = await bot.room.desk.store.counters(bot.room.desk.now())

    assert "👍" in labels(changed)
    assert notices(bot) == [PHRASES["telegram.button.thanks"]] * 5
    assert (counted["helpful"], counted["unhelpful"]) == (1, 1)


async def test_a_press_does_not_wait_for_its_chat(bot: Running) -> None:
    """While Telegram has the chat wait, pressed buttons are answered at once, also several, and what they say follows."""
    answer = await asked(bot, "Who are the members?")
    bot.api.faults.append(Fault("error", code=429, parameters={"retry_after": 1}))
    bot.api.say(bot.api.world.private(ANN), ANN, "What share does Russia pay?")
    await bot.api.until(lambda: any(call.error for call in bot.api.calls))
    halted = time.monotonic()
    for label in ("Who are the observers?", "Source", "👍"):
        bot.api.push(bot.api.world.press(answer, ANN, data_of(answer, label)))
    await bot.idle()

    assert all(call.at < halted + 0.7 for call in bot.api.made("answerCallbackQuery"))
    assert sorted(map(str, notices(bot))) == ["None", "None", PHRASES["telegram.button.thanks"]]
    assert [message["text"][:11] for message in (await bot.heard())[1:]] == ["Russia pays", "Who are the"]


async def test_what_is_typed_after_a_press_follows_it(bot: Running) -> None:
    """A message that comes while a press still waits for the server is answered after it, and leans on what it asked."""
    asks = await asked(bot, "organisation")
    bot.api.slow["answerCallbackQuery"] = 0.2
    bot.api.push(bot.api.world.press(asks, ANN, data_of(asks, "What share does Russia pay?")))
    bot.api.say(bot.api.world.private(ANN), ANN, "and China?")

    assert [message["text"][:19] for message in (await bot.heard())[1:]] == ["What share does Rus", "China pays 5 per ce"]


async def test_a_press_follows_what_was_typed_before(bot: Running) -> None:
    """A press that comes while messages wait is answered after them, though the waiting of the button ends before."""
    asks = await asked(bot, "organisation")
    bot.api.slow["sendMessage"] = 0.2
    for text in ("Who are the members?", "hello"):
        bot.api.say(bot.api.world.private(ANN), ANN, text)
    bot.api.push(bot.api.world.press(asks, ANN, data_of(asks, "What share does Russia pay?")))
    bot.api.say(bot.api.world.private(ANN), ANN, "and China?")

    assert [message["text"][:8] for message in (await bot.heard())[1:]] == ["The six ", "Hello!", "What sha", "China pa"]
    calls = [call.method for call in bot.api.made("answerCallbackQuery", "sendMessage")]
    assert calls == ["sendMessage", "answerCallbackQuery", *["sendMessage"] * 4]


async def test_a_mark_of_an_answer_that_is_being_edited(bot: Running) -> None:
    """A mark that waits for an edit of the question leaves the buttons that the edit has made."""
    chat = bot.api.world.private(ANN)
    question = bot.api.say(chat, ANN, "Who are the members?")
    (answer,) = await bot.heard()
    bot.api.slow["editMessageText"] = 0.2
    bot.api.push(bot.api.world.edited(question, "list everything"), bot.api.world.press(answer, ANN, data_of(answer, "👍")))
    await bot.idle()

    changed = bot.api.world.messages[chat["id"], answer["message_id"]]
    assert changed["text"].startswith("These are all")
    assert any(label.startswith("2/") for label in labels(changed))


@pytest.mark.parametrize("first", ["press", "edit"])
@pytest.mark.parametrize(
    ("data", "text", "shown"),
    [
        ("1:p:1", "/ask What share does Russia pay?", "Russia pays 21 per cent"),
        ("1:s", "/ask What share does Russia pay?", "Members, item 1\n"),
        ("1:p:1", "/ask", "What would you like to know"),
        ("1:s", "/ask", "What would you like to know"),
    ],
)
async def test_question_edited_during_a_press(bot: Running, first: str, data: str, text: str, shown: str) -> None:
    """A press that is on its way when the question is edited does not bring back what belongs to the question before."""
    question = bot.api.say(bot.api.world.private(ANN), ANN, "/ask list everything")
    (answer,) = await bot.heard()
    bot.api.slow |= {"answerCallbackQuery": 0.1, "editMessageText": 0.1}
    updates = [bot.api.world.press(answer, ANN, data), bot.api.world.edited(question, text)]
    bot.api.push(*(updates if first == "press" else updates[::-1]))
    await bot.idle()

    if first == "press" and data == "1:s" and text != "/ask":
        shown = "Russia pays 21 per cent"  # the source was shown, and then the new answer
    assert shown in bot.api.world.messages[answer["chat"]["id"], answer["message_id"]]["text"]


async def test_error_behind_a_button(bot: Running) -> None:
    """When a question behind a button breaks, the waiting ends and the person reads one line about it."""
    answer = await asked(bot, "Who are the members?")
    bot.api.push(bot.api.world.press(answer, ANN, "1:q:boom"))

    assert (await bot.heard())[-1]["text"] == PHRASES["telegram.error"]
    assert notices(bot) == [None]


async def test_error_before_a_button_is_answered(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """When it breaks earlier, that is said in the answer to the button itself."""
    answer = await asked(bot, "Who are the members?")

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(bot.room.desk.store, "by_answer", broken)
    bot.api.push(bot.api.world.press(answer, ANN, "1:s"))
    await bot.idle()

    assert notices(bot) == [PHRASES["telegram.error"]]


def test_data_fits_and_is_read_back() -> None:
    """Every button's data has at most 64 bytes and says what it said."""
    for question in ("x", "é" * 30, "é" * 31, "q" * 200, "a:b:c"):
        button = buttons.ask_button(question, 2)
        data = str(button.callback_data)
        assert len(data.encode()) <= 64
        press = buttons.read(data)
        assert press is not None
        assert press.argument == question or (press.action is buttons.Action.LABEL and button.text == question)
