"""Dated things held against each other, and how something has changed."""

from collections.abc import Mapping

from bot.answering.dates import evolving, gaps, pairings, places, spans, steps, trends, years
from bot.answering.documents import later
from bot.answering.telling import Operation

OPERATIONS: Mapping[str, Operation] = {
    **spans.OPERATIONS,
    **years.OPERATIONS,
    **later.besides({"event.year": years.OPERATIONS["event.year"]}),
    **pairings.OPERATIONS,
    **evolving.OPERATIONS,
    **gaps.OPERATIONS,
    **places.OPERATIONS,
    **steps.OPERATIONS,
    **trends.OPERATIONS,
}
