"""The budget shares of the members: told, ranked, bounded and reckoned with."""

from collections.abc import Mapping

from bot.answering.money import bounds, dollars, ranks, shares, sums
from bot.answering.telling import Operation

OPERATIONS: Mapping[str, Operation] = {
    **shares.OPERATIONS,
    **bounds.OPERATIONS,
    **ranks.OPERATIONS,
    **sums.OPERATIONS,
    **dollars.OPERATIONS,
}
