"""The tables of the state file, and how what is past its time leaves them."""

from __future__ import annotations

from bot.telegram_app.state.store import CONVERSATION_ENDS, EXCHANGE_STAYS, HINT_STAYS, JOURNAL_STAYS

VERSION = 1
"""Of the tables below. A newer file is refused, for an older program would lose what it does not know."""
APPLICATION_ID = 0x53434F42  # "SCOB": tells our file from anybody else's

SCHEMA = """
CREATE TABLE journal (
    update_id INTEGER PRIMARY KEY, received REAL NOT NULL, chat INTEGER, sender INTEGER, body TEXT,
    attempts INTEGER NOT NULL DEFAULT 0, settled REAL
);
CREATE INDEX journal_open ON journal (received, update_id) WHERE settled IS NULL;
CREATE INDEX journal_settled ON journal (settled) WHERE settled IS NOT NULL;
CREATE TABLE conversation (
    chat INTEGER, topic INTEGER, sender INTEGER, body TEXT NOT NULL, used REAL NOT NULL, PRIMARY KEY (chat, topic, sender)
) WITHOUT ROWID;
CREATE INDEX conversation_used ON conversation (used);
CREATE TABLE exchange (
    chat INTEGER, answer INTEGER, question INTEGER NOT NULL, topic INTEGER NOT NULL, sender INTEGER NOT NULL,
    text TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, made REAL NOT NULL, PRIMARY KEY (chat, answer)
) WITHOUT ROWID;
CREATE INDEX exchange_question ON exchange (chat, question);
CREATE INDEX exchange_made ON exchange (made);
CREATE TABLE mark (
    chat INTEGER, answer INTEGER, sender INTEGER, helpful INTEGER NOT NULL, made REAL NOT NULL,
    PRIMARY KEY (chat, answer, sender)
) WITHOUT ROWID;
CREATE TABLE counter (day INTEGER, name TEXT, value INTEGER NOT NULL, PRIMARY KEY (day, name)) WITHOUT ROWID;
CREATE TABLE missed (text TEXT PRIMARY KEY, times INTEGER NOT NULL, last REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE hint (chat INTEGER, name TEXT, made REAL NOT NULL, PRIMARY KEY (chat, name)) WITHOUT ROWID;
"""

BATCH = 200  # rows; they take about 1 ms, while 10,000 at once took 26
_TIDY = """
DELETE FROM journal WHERE update_id IN (SELECT update_id FROM journal WHERE settled <= ? LIMIT ?);
DELETE FROM conversation WHERE (chat, topic, sender) IN (SELECT chat, topic, sender FROM conversation WHERE used <= ? LIMIT ?);
DELETE FROM exchange WHERE (chat, answer) IN (SELECT chat, answer FROM exchange WHERE made <= ? LIMIT ?);
DELETE FROM mark WHERE (chat, answer, sender) IN (SELECT chat, answer, sender FROM mark WHERE made <= ? LIMIT ?);
DELETE FROM hint WHERE (chat, name) IN (SELECT chat, name FROM hint WHERE chat > 0 AND made <= ? LIMIT ?);
"""
_STAY = (JOURNAL_STAYS, CONVERSATION_ENDS, EXCHANGE_STAYS, EXCHANGE_STAYS, HINT_STAYS)
TIDY = tuple(zip(_TIDY.strip().splitlines(), _STAY, strict=True))
"""Statements that delete at most so many rows that are older than a time, and for how many seconds their rows stay."""
