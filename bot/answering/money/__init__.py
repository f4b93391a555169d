"""The budget shares of the members: told, ranked, bounded and reckoned with."""

from collections.abc import Mapping

from bot.answering.money import bounds, comparing, dollars, multiples, ranks, shares, steps, sums, thresholds
from bot.answering.telling import Operation

OPERATIONS: Mapping[str, Operation] = {
    **shares.OPERATIONS,
    **bounds.OPERATIONS,
    **multiples.OPERATIONS,
    **ranks.OPERATIONS,
    **sums.OPERATIONS,
    **comparing.OPERATIONS,
    **dollars.OPERATIONS,
    **thresholds.OPERATIONS,
    **steps.OPERATIONS,
}
