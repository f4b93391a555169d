"""What the bot remembers: the journal of updates, conversations, answers, marks and counters."""

from bot.telegram_app.state.database import default_path
from bot.telegram_app.state.journal import JournalQueue
from bot.telegram_app.state.sqlite import SQLiteStore, memory_store, open_store
from bot.telegram_app.state.store import Entry, Exchange, Missed, Store, Who

__all__ = [
    "Entry",
    "Exchange",
    "JournalQueue",
    "Missed",
    "SQLiteStore",
    "Store",
    "Who",
    "default_path",
    "memory_store",
    "open_store",
]
