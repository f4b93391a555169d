"""The words of a text -> mentions: countries, organisations, bodies, documents, years, and the words of the knowledge."""

from bot.matching.reading import TIMES, read

__all__ = ["TIMES", "read"]
