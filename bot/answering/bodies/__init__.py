"""The SCO's bodies, their staff, and who heads them."""

from collections.abc import Mapping

from bot.answering.bodies import heads, offices, pairs, posts, seats, staff
from bot.answering.telling import Operation

OPERATIONS: Mapping[str, Operation] = {
    **seats.OPERATIONS,
    **staff.OPERATIONS,
    **posts.OPERATIONS,
    **offices.OPERATIONS,
    **heads.OPERATIONS,
    **pairs.OPERATIONS,
}
