"""The words that the bot says in Telegram, looked up by key; they are written in knowledge/<language>/phrases.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.errors import BotError

MONTHS = range(1, 13)

KEYS = (
    "telegram.start",
    "telegram.start.group",
    "telegram.help",
    "telegram.group.how",
    "telegram.group.how.private",
    "telegram.help.command",
    "telegram.help.unknown",
    "telegram.help.guest",
    "telegram.about",
    "telegram.privacy",
    "telegram.privacy.log",
    "telegram.privacy.log.texts",
    "telegram.forget",
    "telegram.forget.here",
    "telegram.closed",
    "telegram.slow",
    "telegram.ask.empty",
    "telegram.ask.placeholder",
    "telegram.ask.text",
    "telegram.error",
    "telegram.button.previous",
    "telegram.button.next",
    "telegram.button.source",
    "telegram.button.back",
    "telegram.button.helpful",
    "telegram.button.unhelpful",
    "telegram.button.stale",
    "telegram.button.thanks",
    "telegram.source.line",
    "telegram.source.item",
    "telegram.source.items",
    "telegram.source.publisher",
    "telegram.source.date",
    "telegram.source.undated",
    "telegram.source.more",
    "telegram.source.more.button",
    "telegram.source.places",
    "telegram.source.apa",
    "telegram.source.bibtex",
    "telegram.cite.apa",
    "telegram.date.day",
    "telegram.date.month",
    *(f"telegram.month.{month}" for month in MONTHS),
    "telegram.inline.ask",
    "telegram.inline.unknown",
    "telegram.inline.unclear",
    "telegram.admin.stats",
    "telegram.admin.unanswered",
    "telegram.admin.unanswered.line",
    "telegram.admin.unanswered.none",
    "telegram.admin.reload.done",
    "telegram.admin.reload.failed",
    "telegram.admin.reload.cannot",
    "telegram.menu.ask",
    "telegram.menu.help",
    "telegram.menu.about",
    "telegram.menu.privacy",
    "telegram.menu.forget",
    "telegram.profile.description",
    "telegram.profile.short",
)
"""Every key that this room says; a test holds the list against the file, so that no phrase is dead or missing."""


@dataclass(frozen=True, slots=True)
class Words:
    """The phrases of one language."""

    phrases: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return the phrase with its named places filled in; the values are never read as places themselves."""
        return self.phrases[key].format(**values)

    def date(self, iso: str) -> str:
        """Return an ISO 8601 date as people read it, with the precision it has: "2012-06" is "June 2012".

        What is not such a date comes back as it is: a source may date itself "spring 2012".
        """
        parts = iso.split("-")
        if not all(part.isascii() and part.isdigit() for part in parts):
            return iso
        numbers = [int(part) for part in parts]
        if len(numbers) in {2, 3} and numbers[1] in MONTHS:
            month = self(f"telegram.month.{numbers[1]}")
            if len(numbers) == 2:  # noqa: PLR2004 - year and month
                return self("telegram.date.month", month=month, year=numbers[0])
            return self("telegram.date.day", day=numbers[2], month=month, year=numbers[0])
        return iso


def spoken(phrases: Mapping[str, str]) -> Words:
    """Return the words, after looking that none is missing.

    Raises:
        BotError: Phrases are missing; all of them are named.
    """
    missing = [key for key in KEYS if key not in phrases]
    if missing:
        raise BotError(f"phrases.yaml lacks {', '.join(missing)}: write each under phrases: as in knowledge/en/phrases.yaml")
    return Words(phrases)
