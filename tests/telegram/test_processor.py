"""One chat's updates are worked on in turn, chats side by side; what is done is settled, what is cut off is not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import pytest
from telegram import Update, User
from telegram.ext import Application, ApplicationBuilder, CallbackContext, ExtBot, TypeHandler

from bot.telegram_app.processor import ChatProcessor, key_of

ALICE, BOB = 1, 2
TOKEN = "1:x"


def message(update_id: int, chat: int, kind: str = "message") -> Update:
    """Return an update with a text message."""
    sender = {"id": chat, "is_bot": False, "first_name": "A"}
    body = {"message_id": update_id, "date": 1, "chat": {"id": chat, "type": "private"}, "from": sender, "text": "?"}
    return Update.de_json({"update_id": update_id, kind: body}, None)


def inline(update_id: int, user: int) -> Update:
    """Return an update with an inline query."""
    sender = {"id": user, "is_bot": False, "first_name": "A"}
    return Update.de_json({"update_id": update_id, "inline_query": {"id": "1", "from": sender, "query": "", "offset": ""}}, None)


def press(update_id: int, chat: int) -> Update:
    """Return an update with a pressed button under a message of a chat; under one of inline mode for the chat 0."""
    sender = {"id": ALICE, "is_bot": False, "first_name": "A"}
    under = message(update_id, chat).to_dict()["message"] if chat else None
    where = {"message": under} if under else {"inline_message_id": "A"}
    query = {"id": "1", "from": sender, "chat_instance": "1", "data": "x", **where}
    return Update.de_json({"update_id": update_id, "callback_query": query}, None)


class Desk:
    """Works on updates until each is let go, and notes what happens."""

    def __init__(self, at_once: int = 100) -> None:
        self.processor = ChatProcessor(self.settle, at_once=at_once)
        self.begun: list[int] = []
        self.ended: list[int] = []
        self.settled: list[int] = []
        self.gates: dict[int, asyncio.Event] = {}
        self.tasks: dict[int, asyncio.Task[None]] = {}

    async def settle(self, update_id: int) -> None:
        self.settled.append(update_id)

    async def work(self, update: Update) -> None:
        self.begun.append(update.update_id)
        await self.gates[update.update_id].wait()
        self.ended.append(update.update_id)

    async def take(self, updates: Iterable[Update]) -> None:
        """Hand updates over as the library does, a task for each, and let them go as far as they can."""
        for update in updates:
            self.gates[update.update_id] = asyncio.Event()
            self.tasks[update.update_id] = asyncio.create_task(self.processor.process_update(update, self.work(update)))
        await settle_down()

    async def let_go(self, *update_ids: int) -> None:
        for update_id in update_ids:
            self.gates[update_id].set()
        await settle_down()


async def settle_down() -> None:
    """Let every task run until it waits for something."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_chat_is_worked_on_in_turn() -> None:
    """The second update of a chat begins when the first has ended."""
    desk = Desk()

    await desk.take([message(1, ALICE), message(2, ALICE)])
    assert desk.begun == [1]

    await desk.let_go(1)
    assert desk.begun == [1, 2]


async def test_an_edit_waits_for_its_message() -> None:
    """All kinds of updates of one chat take the same turns."""
    desk = Desk()

    await desk.take([message(1, ALICE), message(2, ALICE, "edited_message")])

    assert desk.begun == [1]


async def test_chats_go_side_by_side() -> None:
    """A chat does not wait for another."""
    desk = Desk()

    await desk.take([message(1, ALICE), message(2, BOB)])

    assert desk.begun == [1, 2]


async def test_inline_queries_go_by_user() -> None:
    """A person's inline queries take turns with each other, not with the private chat, which has the same number."""
    desk = Desk()

    await desk.take([message(1, ALICE), inline(2, ALICE), inline(3, ALICE), inline(4, BOB)])

    assert desk.begun == [1, 2, 4]


async def test_a_press_is_begun_at_once_and_goes_on_in_its_turn() -> None:
    """A pressed button does not wait for its chat to begin, waits for its turn when it asks for it, and has what follows wait."""
    desk = Desk(at_once=2)
    went_on: list[int] = []

    async def pressed(update: Update) -> None:
        desk.begun.append(update.update_id)
        await desk.processor.turn()
        went_on.append(update.update_id)
        await desk.gates[update.update_id].wait()

    await desk.take([message(1, ALICE)])
    for update in (press(2, ALICE), press(3, ALICE)):
        desk.gates[update.update_id] = asyncio.Event()
        desk.tasks[update.update_id] = asyncio.create_task(desk.processor.process_update(update, pressed(update)))
    await desk.take([message(4, ALICE), message(5, BOB)])
    assert (desk.begun, went_on) == ([1, 2, 3, 5], [])

    await desk.let_go(1)
    assert (desk.begun, went_on) == ([1, 2, 3, 5], [2])
    await desk.let_go(2, 3)
    assert (desk.begun, went_on) == ([1, 2, 3, 5, 4], [2, 3])
    await desk.let_go(4, 5)
    assert sorted(desk.settled) == [1, 2, 3, 4, 5]


async def test_a_press_that_is_cut_off_leaves_the_line() -> None:
    """What stands behind a press that is cancelled while it waits for its turn comes after what stood before it."""
    desk = Desk()

    async def pressed() -> None:
        await desk.processor.turn()

    await desk.take([message(1, ALICE)])
    waiting = asyncio.create_task(desk.processor.process_update(press(2, ALICE), pressed()))
    await desk.take([message(3, ALICE)])
    waiting.cancel()
    await settle_down()
    assert desk.begun == [1]

    await desk.let_go(1)
    assert desk.begun == [1, 3]


async def test_so_many_at_once() -> None:
    """No more updates are in work than there are places; the next begins when one is free."""
    desk = Desk(at_once=2)

    await desk.take(message(number, number) for number in (1, 2, 3))
    assert desk.begun == [1, 2]

    await desk.let_go(2)
    assert desk.begun == [1, 2, 3]


async def test_waiting_for_a_turn_takes_no_place() -> None:
    """With two places, a chat with a hundred updates leaves one of them to others."""
    desk = Desk(at_once=2)

    await desk.take([*(message(number, ALICE) for number in range(100)), message(100, BOB)])

    assert desk.begun == [0, 100]


async def test_a_busy_chat_does_not_starve_another() -> None:
    """With one place, another chat's update comes second, not hundred and first."""
    desk = Desk(at_once=1)
    await desk.take([*(message(number, ALICE) for number in range(100)), message(100, BOB)])

    await desk.let_go(*range(101))
    await asyncio.gather(*desk.tasks.values())

    assert desk.ended[:3] == [0, 100, 1]
    assert [number for number in desk.ended if number < 100] == list(range(100))


async def test_a_pause_gives_the_place_away_and_keeps_the_turn() -> None:
    """While one update waits for a limit another chat is worked on, but not the same chat's next update."""
    desk = Desk(at_once=1)
    flood = asyncio.Event()

    async def wait(update: Update) -> None:
        async with desk.processor.pause():
            await flood.wait()
        await desk.work(update)

    first = message(1, ALICE)
    desk.gates[1] = asyncio.Event()
    flooded = asyncio.create_task(desk.processor.process_update(first, wait(first)))
    await desk.take([message(2, ALICE), message(3, BOB)])
    assert desk.begun == [3]

    flood.set()
    await settle_down()
    assert desk.begun == [3]  # the pause is over, but the place is taken

    await desk.let_go(3, 1, 2)
    assert desk.begun == [3, 1, 2]
    await flooded


async def test_a_pause_elsewhere_does_nothing() -> None:
    """A task that is no update, e.g. a menu set at start, may pause as well."""
    desk = Desk(at_once=1)

    async with desk.processor.pause():
        await desk.take([message(1, ALICE), message(2, BOB)])

    assert desk.begun == [1]


async def test_a_pause_that_is_cut_off_leaves_the_places_whole() -> None:
    """After a cancelled pause there are as many places as before, no more and no fewer."""
    desk = Desk(at_once=1)

    async def wait() -> None:
        async with desk.processor.pause():
            await asyncio.Event().wait()

    flooded = asyncio.create_task(desk.processor.process_update(message(1, ALICE), wait()))
    await settle_down()
    flooded.cancel()
    await desk.take([message(2, ALICE), message(3, BOB)])

    assert desk.begun == [2]


async def test_done_is_settled_in_turn() -> None:
    """An update is settled when its handlers have returned, before the chat's next begins."""
    desk = Desk()
    await desk.take([message(1, ALICE), message(2, ALICE)])
    assert desk.settled == []

    await desk.let_go(1)

    assert (desk.settled, desk.begun) == ([1], [1, 2])


async def test_failed_is_settled() -> None:
    """A handler's error reaches the caller, and the update is not tried again."""
    desk = Desk()

    async def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await desk.processor.process_update(message(1, ALICE), fail())

    assert desk.settled == [1]


async def test_an_error_of_the_journal_ends_here(caplog: pytest.LogCaptureFixture) -> None:
    """When an update cannot be settled, one line says so, and the chat's next goes on."""

    async def settle(_: int) -> None:
        raise OSError("full")

    async def work() -> None:
        pass

    processor = ChatProcessor(settle)
    await processor.process_update(message(1, ALICE), work())
    await processor.process_update(message(2, ALICE), work())

    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]


async def test_draining_lets_work_end() -> None:
    """What runs or waits its turn ends within the grace, and is settled."""
    desk = Desk()
    await desk.take([message(1, ALICE), message(2, ALICE)])
    draining = asyncio.create_task(desk.processor.drain(60))

    await desk.let_go(1, 2)

    assert await draining == 0
    assert desk.settled == [1, 2]


async def test_draining_cuts_off_what_is_late() -> None:
    """After the grace the rest is cancelled, whether it runs or waits, and stays unsettled."""
    desk = Desk()
    await desk.take([message(1, ALICE), message(2, ALICE), message(3, BOB)])
    await desk.let_go(3)

    assert await desk.processor.drain(0) == 2
    assert desk.settled == [3]


async def test_draining_refuses_what_is_new() -> None:
    """An update that comes while draining is not begun and not settled; after initialize it would be."""
    desk = Desk()
    await desk.processor.drain(0)
    await desk.take([message(1, ALICE)])
    assert (desk.begun, desk.settled) == ([], [])

    await desk.processor.initialize()
    await desk.take([message(2, ALICE)])
    assert desk.begun == [2]


async def test_nothing_is_kept_of_chats_that_are_quiet() -> None:
    """Turns are forgotten when no update of the chat is left, also after one that was cut off."""
    desk = Desk()
    await desk.take(message(number, number) for number in range(1, 50))
    desk.tasks[7].cancel()

    await desk.let_go(*range(1, 50))

    assert desk.processor._lines == {}
    assert desk.processor._tickets == {}
    assert desk.processor._tasks == set()


def test_what_is_no_update_takes_no_turns() -> None:
    """Other objects in the queue are worked on at once."""
    assert key_of("stop") is None
    assert key_of(Update(1)) is None
    assert key_of(press(1, 0)) is None


@asynccontextmanager
async def running(desk: Desk) -> AsyncIterator[Application[ExtBot[None], CallbackContext, dict, dict, dict, None]]:  # type: ignore[type-arg]
    """Yield the library's application with the desk at work, without a network."""
    application = ApplicationBuilder().token(TOKEN).updater(None).job_queue(None).concurrent_updates(desk.processor).build()

    async def handle(update: Update, _: object) -> None:
        await desk.work(update)

    application.add_handler(TypeHandler(Update, handle))
    application._initialized = True  # `initialize` would ask Telegram who the bot is
    application.bot._bot_user = User(9, "bot", is_bot=True)
    await application.start()
    yield application
    if application.running:
        await application.stop()


async def test_the_application_keeps_the_order() -> None:
    """Fetched by the library itself, updates wait for their chat's turn and not for a place of the library's."""
    desk = Desk(at_once=2)
    updates = [*(message(number, ALICE) for number in range(50)), message(50, BOB)]
    desk.gates = {update.update_id: asyncio.Event() for update in updates}
    async with running(desk) as application:
        for update in updates:
            await application.update_queue.put(update)
        await settle_down()
        assert desk.begun == [0, 50]
        for gate in desk.gates.values():
            gate.set()

    assert desk.ended == [0, 50, *range(1, 50)]
    assert sorted(desk.settled) == list(range(51))


async def test_the_application_stops_after_draining() -> None:
    """A chat that waits without end does not keep the application from stopping."""
    desk = Desk()
    desk.gates = {1: asyncio.Event(), 2: asyncio.Event()}
    async with running(desk) as application:
        await application.update_queue.put(message(1, ALICE))
        await application.update_queue.put(message(2, ALICE))
        await settle_down()
        await desk.processor.drain(0)
        await asyncio.wait_for(application.stop(), 5)

    assert (desk.begun, desk.settled) == ([1], [])
