"""What the bot remembers, and for how long."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model import Conversation
from bot.telegram_app.state import Entry, Exchange, SQLiteStore, Store, Who, memory_store, open_store
from bot.telegram_app.state.store import ATTEMPTS, CONVERSATION_ENDS, DAY, EXCHANGE_STAYS, MINUTE, MISSED_TEXTS

NOW = 1_800_000_000.0
ALICE, BOB, GROUP = 11, 22, -33
TALK = Conversation(mentions=(("country", "kaz"),), intent="budget.share", items=("a", "b"), focus=("kaz",), facts=("f",))
PRIVATE = Who(ALICE, ALICE)
EXCHANGE = Exchange(Who(GROUP, ALICE, 7), question=5, answer=6, text="Who?", before=Conversation(), after=TALK)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the state lies."""
    return tmp_path / "folder" / "state.sqlite"


@pytest.fixture(params=["file", "memory"])
async def store(request: pytest.FixtureRequest, path: Path) -> AsyncIterator[Store]:
    """Yield an empty store, of each kind."""
    opened: Store = open_store(path, NOW) if request.param == "file" else memory_store()
    yield opened
    await opened.close()


@pytest.fixture
async def on_file(path: Path) -> AsyncIterator[SQLiteStore]:
    """Yield an empty store in a file."""
    opened = open_store(path, NOW)
    yield opened
    await opened.close()


async def ids(store: Store, now: float = NOW) -> list[int]:
    """Return the ids of the unanswered updates, in the order in which they are taken up."""
    return [entry.update_id for entry in await store.unsettled(now)]


def entry(update_id: int, chat: int = ALICE, sender: int = ALICE) -> Entry:
    """Return an entry for the journal."""
    return Entry(update_id, f'{{"update_id":{update_id}}}', chat, sender)


# The journal


async def test_an_update_is_new_once(store: Store) -> None:
    """Of two deliveries of an update, in one batch or two, the first is new."""
    assert await store.receive([entry(1), entry(2), entry(1)], NOW) == {1, 2}
    assert await store.receive([entry(2), entry(3)], NOW) == {3}


async def test_an_answered_update_is_not_new(store: Store) -> None:
    """An update that Telegram repeats after it was answered is known."""
    await store.receive([entry(1)], NOW)
    await store.settle(1, NOW)

    assert await store.receive([entry(1)], NOW) == frozenset()


async def test_what_is_unanswered_is_taken_up_in_order(store: Store) -> None:
    """Updates come back as they were received, raw, oldest first; ids may begin anew after a quiet week."""
    await store.receive([entry(900), entry(901)], NOW)
    await store.receive([entry(3, chat=GROUP, sender=BOB)], NOW + 5)
    await store.settle(900, NOW)

    assert await store.unsettled(NOW) == (
        Entry(901, '{"update_id":901}', ALICE, ALICE, NOW),
        Entry(3, '{"update_id":3}', GROUP, BOB, NOW + 5),
    )


async def test_an_update_that_ends_the_process_is_given_up(store: Store) -> None:
    """After so many starts an unanswered update is not taken up again."""
    await store.receive([entry(1)], NOW)

    taken_up = [await ids(store) for _ in range(ATTEMPTS + 2)]

    assert taken_up == [[1]] * ATTEMPTS + [[], []]


async def test_of_an_answered_update_nothing_but_the_id_stays(on_file: SQLiteStore) -> None:
    """Text, chat and sender leave the journal with the answer."""
    await on_file.receive([entry(1)], NOW)
    await on_file.settle(1, NOW + 1)

    rows = on_file._rows("SELECT update_id, chat, sender, body, settled FROM journal", (), NOW)

    assert rows == [(1, None, None, None, NOW + 1)]


async def test_answered_updates_go_after_a_day(store: Store) -> None:
    """An id is known for a day after the answer; what is unanswered stays."""
    await store.receive([entry(1), entry(2)], NOW)
    await store.settle(1, NOW)

    await store.tidy(NOW + DAY - 1)
    assert await store.receive([entry(1)], NOW) == frozenset()

    await store.tidy(NOW + DAY)
    assert await store.receive([entry(1)], NOW) == {1}
    assert await ids(store) == [1, 2]


async def test_much_is_deleted_in_small_steps(on_file: SQLiteStore) -> None:
    """More rows than one step deletes go as well."""
    await on_file.receive([entry(number) for number in range(1000)], NOW)
    for number in range(1000):
        await on_file.settle(number, NOW)
        await on_file.remember(Who(number, number), TALK, NOW)
        await on_file.keep(Exchange(Who(number, number), 1, 2), NOW)
        await on_file.mark(number, 2, number, NOW, helpful=True)

    await on_file.tidy(NOW + EXCHANGE_STAYS)

    tables = ("journal", "conversation", "exchange", "mark")
    assert [on_file._rows(f"SELECT count(*) FROM {table}", (), NOW) for table in tables] == [[(0,)]] * 4


# Conversations and answers


async def test_a_conversation_is_found_again(store: Store) -> None:
    """What was remembered last comes back, value by value."""
    await store.remember(PRIVATE, Conversation(intent="x"), NOW)
    await store.remember(PRIVATE, TALK, NOW)

    assert await store.conversation(PRIVATE, NOW) == TALK


@pytest.mark.parametrize("other", [Who(GROUP, ALICE), Who(ALICE, BOB), Who(ALICE, ALICE, 7)], ids=["chat", "sender", "topic"])
async def test_conversations_are_apart(store: Store, other: Who) -> None:
    """Another chat, sender or topic has a conversation of its own."""
    await store.remember(PRIVATE, TALK, NOW)

    assert await store.conversation(other, NOW) == Conversation()


async def test_a_conversation_ends_after_thirty_quiet_minutes(store: Store) -> None:
    """Half an hour after the last question there is nothing to lean on; each question counts anew."""
    await store.remember(PRIVATE, TALK, NOW)
    await store.remember(PRIVATE, TALK, NOW + 29 * MINUTE)

    assert await store.conversation(PRIVATE, NOW + 58 * MINUTE) == TALK
    assert await store.conversation(PRIVATE, NOW + 59 * MINUTE) == Conversation()


async def test_a_conversation_of_another_version_is_read_as_far_as_it_goes(on_file: SQLiteStore) -> None:
    """Fields that this program does not know are left out, those that are missing are empty."""
    await on_file.remember(PRIVATE, TALK, NOW)
    on_file._write("UPDATE conversation SET body = ?", ('{"intent": "x", "mood": "good"}',), NOW)

    assert await on_file.conversation(PRIVATE, NOW) == Conversation(intent="x")


async def test_ended_conversations_are_deleted(on_file: SQLiteStore) -> None:
    """Nothing that cannot be used any more is kept."""
    await on_file.remember(PRIVATE, TALK, NOW)

    await on_file.tidy(NOW + CONVERSATION_ENDS)

    assert on_file._rows("SELECT * FROM conversation", (), NOW) == []


async def test_an_answer_is_found_from_both_sides(store: Store) -> None:
    """The question's message leads to the answer's, and the answer's back."""
    await store.keep(EXCHANGE, NOW)

    assert await store.by_question(GROUP, 5, NOW) == EXCHANGE
    assert await store.by_answer(GROUP, 6, NOW) == EXCHANGE
    assert await store.by_answer(ALICE, 6, NOW) is None


async def test_the_newest_answer_counts(store: Store) -> None:
    """A question answered twice, e.g. after a crash, leads to the later message."""
    await store.keep(EXCHANGE, NOW)
    await store.keep(Exchange(EXCHANGE.who, 5, 9), NOW)

    found = await store.by_question(GROUP, 5, NOW)

    assert found is not None
    assert found.answer == 9


async def test_an_answer_is_kept_for_48_hours(store: Store) -> None:
    """Editing an answer does not make it younger, for Telegram counts from the message."""
    await store.keep(EXCHANGE, NOW)
    await store.keep(EXCHANGE, NOW + EXCHANGE_STAYS - 1)

    assert await store.by_question(GROUP, 5, NOW + EXCHANGE_STAYS - 1) == EXCHANGE
    assert await store.by_question(GROUP, 5, NOW + EXCHANGE_STAYS) is None
    assert await store.by_answer(GROUP, 6, NOW + EXCHANGE_STAYS) is None


# Marks, counters, hints


async def test_the_last_mark_of_a_person_counts(store: Store) -> None:
    """A mark pressed twice changes nothing; one changed moves from one counter to the other."""
    changes = [await store.mark(GROUP, 6, ALICE, NOW, helpful=helpful) for helpful in (True, True, False)]
    await store.mark(GROUP, 6, BOB, NOW, helpful=True)

    assert changes == [True, False, True]
    assert await store.counters(NOW) == {"helpful": 1, "unhelpful": 1}


async def test_counters_are_sums_of_days(store: Store) -> None:
    """Counts are kept by day (UTC) and summed over as many as asked for."""
    await store.count(("answered", "slow"), NOW - 2 * DAY)
    await store.count(("answered",), NOW)

    assert await store.counters(NOW) == {"answered": 1}
    assert await store.counters(NOW, days=3) == {"answered": 2, "slow": 1}
    await store.tidy(NOW + 90 * DAY)
    assert await store.counters(NOW + 90 * DAY, days=1000) == {}


async def test_unanswered_questions_are_counted_by_text(store: Store) -> None:
    """Spaces and case do not matter; the most frequent comes first, with no word of who asked."""
    for text in ("Where is  Mars?", "Why?", "where is mars?", "x" * 500):
        await store.miss(text, NOW)

    found = [(missed.text, missed.times) for missed in await store.missed(NOW)]

    assert found == [("where is mars?", 2), ("why?", 1), ("x" * 200, 1)]
    assert await store.missed(NOW, limit=0) == ()


async def test_unanswered_questions_are_bounded(store: Store) -> None:
    """The newest thousand texts are kept, for 30 days."""
    for number in range(MISSED_TEXTS + 5):
        await store.miss(f"q{number}", NOW + number)

    await store.tidy(NOW)
    kept = await store.missed(NOW, limit=10 * MISSED_TEXTS)

    assert len(kept) == MISSED_TEXTS
    assert kept[-1].text == "q5"
    assert await store.missed(NOW + 31 * DAY) == ()


async def test_a_hint_is_given_once(store: Store) -> None:
    """Each hint is new to each chat exactly once."""
    answers = [await store.first_time(chat, "media", NOW) for chat in (ALICE, ALICE, GROUP)]

    assert answers == [True, False, True]
    assert await store.first_time(ALICE, "welcome", NOW)


async def test_a_group_becomes_a_supergroup(store: Store) -> None:
    """Conversations and hints go on under the new number; messages have other numbers there."""
    await store.remember(Who(GROUP, ALICE), TALK, NOW)
    await store.first_time(GROUP, "welcome", NOW)
    await store.keep(EXCHANGE, NOW)

    await store.migrate(GROUP, -1001, NOW)

    assert await store.conversation(Who(-1001, ALICE), NOW) == TALK
    assert not await store.first_time(-1001, "welcome", NOW)
    assert await store.by_answer(-1001, 6, NOW) is None
    assert await store.by_answer(GROUP, 6, NOW) is None


async def test_a_person_is_forgotten_everywhere(store: Store) -> None:
    """Journal, conversations, answers and marks of a person go, in groups too; those of others stay."""
    for number, person in enumerate((ALICE, BOB)):
        await store.receive([entry(number, GROUP, person), entry(10 + number, person, person)], NOW)
        await store.remember(Who(GROUP, person), TALK, NOW)
        await store.keep(Exchange(Who(GROUP, person), question=person, answer=100 + number), NOW)
        await store.mark(GROUP, 100, person, NOW, helpful=True)

    await store.forget(ALICE, NOW)

    assert await ids(store) == [1, 11]
    assert [await store.conversation(Who(GROUP, person), NOW) for person in (ALICE, BOB)] == [Conversation(), TALK]
    assert [bool(await store.by_question(GROUP, person, NOW)) for person in (ALICE, BOB)] == [False, True]
    assert [await store.mark(GROUP, 100, person, NOW, helpful=True) for person in (ALICE, BOB)] == [True, False]


async def test_a_chat_is_forgotten_with_its_hints(store: Store) -> None:
    """Forgetting a chat reaches everybody's traces in it."""
    await store.receive([entry(1, GROUP, BOB)], NOW)
    await store.first_time(GROUP, "welcome", NOW)
    await store.keep(EXCHANGE, NOW)

    await store.forget(GROUP, NOW)

    assert await ids(store) == []
    assert await store.first_time(GROUP, "welcome", NOW)
    assert await store.by_answer(GROUP, 6, NOW) is None


async def test_the_forgotten_update_is_still_known(store: Store) -> None:
    """The update that asked to be forgotten is not handled again when Telegram repeats it."""
    await store.receive([entry(1)], NOW)
    await store.forget(ALICE, NOW)

    assert await store.receive([entry(1)], NOW) == frozenset()
