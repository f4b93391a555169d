"""What goes out keeps Telegram's limits, and only the chat that is flooded waits; the clock is the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import Update
from telegram.error import RetryAfter, TimedOut

from bot.telegram_app.limits import CHATS, ChatLimiter, Rate
from bot.telegram_app.processor import ChatProcessor
from tests.telegram.leaping import in_no_time, now

GROUP = -100
ALICE, BOB = 1, 2


class Telegram:
    """Notes when which request began, and answers as it is told."""

    def __init__(self, limiter: ChatLimiter, *, takes: float = 0.0) -> None:
        self.limiter = limiter
        self.takes = takes
        self.seen: list[tuple[float, object]] = []
        self.replies: dict[object, list[Exception]] = {}

    async def _post(self, _: str, data: dict[str, Any]) -> bool:
        chat = data.get("chat_id")
        self.seen.append((now(), chat))
        await asyncio.sleep(self.takes)
        if self.replies.get(chat):
            raise self.replies[chat].pop(0)
        return True

    async def send(self, chat: object, endpoint: str = "sendMessage", retries: int | None = None) -> object:
        data = {} if chat is None else {"chat_id": chat}
        return await self.limiter.process_request(self._post, (endpoint, data), {}, endpoint, data, retries)

    def times(self, chat: object) -> list[float]:
        return [round(time, 2) for time, seen in self.seen if seen == chat]


def most_within(times: list[float], seconds: float) -> int:
    """Return the largest number of times in any stretch that long, its end not included."""
    return max(sum(start <= time < start + seconds for time in times) for start in times)


async def together(*sends: Awaitable[object]) -> None:
    """Await all."""
    await asyncio.gather(*sends)


@in_no_time
async def test_a_short_burst_goes_out_at_once() -> None:
    """Three messages in one chat do not wait, the fourth and the fifth follow a second apart."""
    telegram = Telegram(ChatLimiter())

    await together(*(telegram.send(ALICE) for _ in range(5)))

    assert telegram.times(ALICE) == [0, 0, 0, 1, 2]


@in_no_time
async def test_a_group_gets_twenty_in_any_minute() -> None:
    """No stretch of 60 seconds holds more than 20 messages to a group, however many are asked for."""
    telegram = Telegram(ChatLimiter(), takes=0.05)

    await together(*(telegram.send(GROUP) for _ in range(70)))

    assert most_within(telegram.times(GROUP), 60) == 20


@in_no_time
async def test_a_number_in_text_and_a_name_are_groups_too() -> None:
    """A chat id written as text is the same chat, and a public name is limited as a group."""
    telegram = Telegram(ChatLimiter())

    await together(*(telegram.send(chat) for _ in range(15) for chat in (GROUP, str(GROUP))))
    await together(*(telegram.send("@channel") for _ in range(30)))

    assert most_within(sorted(telegram.times(GROUP) + telegram.times(str(GROUP))), 60) == 20
    assert most_within(telegram.times("@channel"), 60) == 20


@in_no_time
async def test_thirty_a_second_in_all() -> None:
    """No second holds more than 30 messages, and little less than that is reached."""
    telegram = Telegram(ChatLimiter(), takes=0.05)

    await together(*(telegram.send(chat) for chat in range(1, 301)))
    times = [time for time, _ in telegram.seen]

    assert most_within(times, 1.0) == 30
    assert max(times) < 300 / 30 * 1.06


@in_no_time
async def test_limits_hold_where_the_network_is_slow() -> None:
    """Requests are counted until they ended, so a message that arrives late does not meet the next 30 there."""
    telegram = Telegram(ChatLimiter(), takes=0.9)

    await together(*(telegram.send(chat) for chat in range(1, 61)))

    assert sorted({round(time, 1) for time, _ in telegram.seen}) == pytest.approx([0.0, 1.9], abs=0.01)


@in_no_time
async def test_a_flooded_chat_waits_exactly_as_told() -> None:
    """After a 429 the request is made again when Telegram said, and what else is for that chat waits as long."""
    telegram = Telegram(ChatLimiter())
    telegram.replies[ALICE] = [RetryAfter(7)]

    await together(telegram.send(ALICE), telegram.send(ALICE))

    assert telegram.times(ALICE) == [0, 7, 7]


@in_no_time
async def test_a_flooded_chat_does_not_halt_another() -> None:
    """While one chat is halted, the messages of others go out at once."""
    telegram = Telegram(ChatLimiter())
    telegram.replies[GROUP] = [RetryAfter(300)]
    flooded = asyncio.create_task(telegram.send(GROUP))
    await asyncio.sleep(1)

    await together(telegram.send(ALICE), telegram.send(BOB))

    assert (telegram.times(ALICE), telegram.times(BOB), telegram.times(GROUP)) == ([1], [1], [0])
    await flooded
    assert telegram.times(GROUP) == [0, 300]


@in_no_time
async def test_halted_chats_leave_the_places_of_all_to_others() -> None:
    """More halted chats than fit into a second do not use up the whole's allowance."""
    telegram = Telegram(ChatLimiter())
    chats = range(-1000, -940)
    for chat in chats:
        telegram.replies[chat] = [RetryAfter(500)]
    flooded = [asyncio.create_task(telegram.send(chat)) for chat in chats for _ in range(2)]
    await asyncio.sleep(10)

    await telegram.send(ALICE)

    assert telegram.times(ALICE) == [10]
    await together(*flooded)


@in_no_time
async def test_a_request_that_ends_does_not_lift_a_halt() -> None:
    """An answer that was on its way when the chat was halted changes nothing; a longer halt wins over a shorter."""
    telegram = Telegram(ChatLimiter(), takes=2)
    telegram.replies[ALICE] = [RetryAfter(20)]
    slow = asyncio.create_task(telegram.send(BOB))
    flooded = asyncio.create_task(telegram.send(ALICE))
    await together(slow, telegram.send(ALICE, "getChat"))

    await together(flooded, telegram.send(ALICE))

    assert telegram.times(ALICE) == [0, 0, 22, 24]


@in_no_time
async def test_retries_end() -> None:
    """Telegram's fourth refusal is the caller's to know; no fifth request is made."""
    telegram = Telegram(ChatLimiter(retries=3))
    telegram.replies[ALICE] = [RetryAfter(1)] * 9

    with pytest.raises(RetryAfter):
        await telegram.send(ALICE)

    assert telegram.times(ALICE) == [0, 1, 2, 3]


@in_no_time
async def test_the_caller_may_want_no_retry() -> None:
    """With rate_limit_args 0 the first refusal is raised; the chat stays halted all the same."""
    telegram = Telegram(ChatLimiter())
    telegram.replies[ALICE] = [RetryAfter(5)]

    with pytest.raises(RetryAfter):
        await telegram.send(ALICE, retries=0)
    await telegram.send(ALICE)

    assert telegram.times(ALICE) == [0, 5]


@in_no_time
async def test_a_time_out_is_not_tried_again() -> None:
    """Telegram may have accepted what timed out, so it is sent once, and the error is the caller's."""
    telegram = Telegram(ChatLimiter())
    telegram.replies[ALICE] = [TimedOut()]

    with pytest.raises(TimedOut):
        await telegram.send(ALICE)

    assert telegram.times(ALICE) == [0]


@in_no_time
async def test_what_has_no_chat_is_not_held_up() -> None:
    """Answers to buttons and inline queries go out at once, however busy the rest is."""
    telegram = Telegram(ChatLimiter())
    busy = [asyncio.create_task(telegram.send(GROUP)) for _ in range(40)]

    await together(*(telegram.send(None, "answerCallbackQuery") for _ in range(100)))

    assert telegram.times(None) == [0] * 100
    await together(*busy)


@in_no_time
async def test_what_has_no_chat_waits_for_itself_alone() -> None:
    """A refused request without a chat is made again when Telegram said; others like it do not wait."""
    telegram = Telegram(ChatLimiter())
    telegram.replies[None] = [RetryAfter(9)]

    await together(telegram.send(None, "setMyCommands"), telegram.send(None, "getMe"))

    assert telegram.times(None) == [0, 0, 9]


@in_no_time
async def test_typing_does_not_use_up_the_pace() -> None:
    """Activity is shown while messages wait, and takes no message's place."""
    telegram = Telegram(ChatLimiter())

    await together(*(telegram.send(ALICE, "sendChatAction") for _ in range(5)))
    await together(*(telegram.send(ALICE) for _ in range(3)))

    assert telegram.times(ALICE) == [0] * 8


@in_no_time
async def test_messages_of_a_chat_keep_their_order() -> None:
    """A message that is made again after a 429 still goes out before those that were asked for later."""
    limiter = ChatLimiter()
    arrived: list[int] = []
    refusals = [RetryAfter(3)]

    async def post(number: int) -> bool:
        if number == 0 and refusals:
            raise refusals.pop()
        arrived.append(number)
        return True

    await together(*(limiter.process_request(post, (n,), {}, "sendMessage", {"chat_id": ALICE}, None) for n in range(4)))

    assert arrived == [0, 1, 2, 3]


@in_no_time
async def test_idle_chats_are_dropped() -> None:
    """The limiter remembers the chats of the last minute, not all that it ever wrote to."""
    limiter = ChatLimiter(overall=Rate(1000, 1.0))
    telegram = Telegram(limiter)

    for chat in range(1, 5 * CHATS):
        await telegram.send(-chat)
        await asyncio.sleep(1)

    assert len(limiter._chats) <= CHATS


@in_no_time
async def test_a_halted_chat_is_not_dropped() -> None:
    """Looking for idle chats does not lift a halt."""
    telegram = Telegram(ChatLimiter(overall=Rate(1000, 1.0), retries=0))
    telegram.replies[ALICE] = [RetryAfter(3 * CHATS)]
    with pytest.raises(RetryAfter):
        await telegram.send(ALICE)

    for chat in range(10, 10 + 2 * CHATS):
        await telegram.send(chat)
        await asyncio.sleep(1)
    await telegram.send(ALICE)

    assert telegram.times(ALICE) == [0, 3 * CHATS]


@in_no_time
async def test_a_wait_is_a_pause() -> None:
    """What waits for a limit says so, and what goes out at once does not."""
    pauses: list[float] = []

    @asynccontextmanager
    async def pause() -> Any:
        begin = now()
        yield
        pauses.append(now() - begin)

    telegram = Telegram(ChatLimiter(pause=pause))
    await telegram.send(ALICE)
    assert pauses == []

    telegram.replies[ALICE] = [RetryAfter(4)]
    await telegram.send(ALICE)

    assert pauses == [pytest.approx(4, abs=0.01)]


@in_no_time
async def test_halted_chats_leave_the_places_of_the_processor_to_others() -> None:
    """More halted chats than updates may be in work at once do not keep another chat waiting, even for a moment."""
    settled: list[int] = []

    async def settle(update_id: int) -> None:
        settled.append(update_id)

    processor = ChatProcessor(settle, at_once=2)
    telegram = Telegram(ChatLimiter(pause=processor.pause))
    for chat in range(-5, 0):
        telegram.replies[chat] = [RetryAfter(300)]
    flooded = [asyncio.create_task(processor.process_update(Update(10 + chat), telegram.send(chat))) for chat in range(-5, 0)]
    await asyncio.sleep(1)

    await processor.process_update(Update(99), telegram.send(ALICE))

    assert (telegram.times(ALICE), settled) == ([1], [99])
    await together(*flooded)
    assert [telegram.times(chat) for chat in range(-5, 0)] == [[0, 300]] * 5


@in_no_time
async def test_a_cancelled_wait_leaves_nothing_behind() -> None:
    """When a waiting message is given up, those behind it go out in its place."""
    telegram = Telegram(ChatLimiter())
    sends = [asyncio.create_task(telegram.send(ALICE)) for _ in range(5)]
    await asyncio.sleep(0.5)
    sends[3].cancel()

    await asyncio.gather(*sends, return_exceptions=True)

    assert telegram.times(ALICE) == [0, 0, 0, 1]
