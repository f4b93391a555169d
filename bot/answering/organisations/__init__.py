"""Other organisations: who of the SCO is in them, who else, and who stood beside it."""

from collections.abc import Mapping

from bot.answering.organisations import outsiders, rosters, sharing, sides
from bot.answering.telling import Operation

OPERATIONS: Mapping[str, Operation] = {
    **sharing.OPERATIONS,
    **outsiders.OPERATIONS,
    **rosters.OPERATIONS,
    **sides.OPERATIONS,
}
