"""Dated things held against each other, and how something has changed."""

from collections.abc import Mapping

from bot.answering.dates import events, evolving, pairings
from bot.answering.documents import later
from bot.answering.telling import Operation

OPERATIONS: Mapping[str, Operation] = {
    **events.OPERATIONS,
    **later.besides({"event.year": events.OPERATIONS["event.year"]}),
    **pairings.OPERATIONS,
    **evolving.OPERATIONS,
}
