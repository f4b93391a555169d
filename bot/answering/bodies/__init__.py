"""The SCO's bodies, their staff, and who heads them."""

from collections.abc import Mapping

from bot.answering.bodies import heads, offices, posts
from bot.answering.telling import Operation

OPERATIONS: Mapping[str, Operation] = {
    **posts.OPERATIONS,
    **offices.OPERATIONS,
    **heads.OPERATIONS,
}
