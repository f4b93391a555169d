"""How precise a date is asked for: a day or a month that no source gives is declined, with what they do give."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answering.documents.particulars import date
from bot.knowledge import KnowledgeBase
from bot.model import Answer, Declined, Query

FINE = {"to-the-day": 10, "to-the-month": 7}
"""Word -> characters of an ISO date that is as precise as it asks."""
DATE = re.compile(r"\d{4}(-\d\d){0,2}")


def coarse(query: Query, said: Answer, base: KnowledgeBase) -> Declined | None:
    """Return a decline where a day or month is asked for and the answer has no such date; None where it does, or none is asked.

    An answer that rests on no date at all is none of this: "which month?" may be asked of something else.
    """
    asked = next((word for word in FINE if query.has(word)), "")
    found = list(_dates(said, base)) if asked else []
    if not found or any(len(one) >= FINE[asked] for one in found):
        return None
    return Declined(base.say(f"decline.{asked}", text=said.text), citations=said.citations)


def _dates(said: Answer, base: KnowledgeBase) -> Iterator[str]:
    """Yield the dates that an answer rests on, as far as they are known; ISO 8601."""
    for name in said.facts:
        fact = base.facts.get(name)
        values = (str(fact.value), fact.valid_from, fact.settled) if fact else ()
        yield from (value for value in values if value and DATE.fullmatch(value))
    yield from (date(base.documents[item]) for item in said.items if item in base.documents)
