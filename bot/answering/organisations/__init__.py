"""Other organisations: who of the SCO is in them, who else, and who stood beside it."""

from collections.abc import Mapping

from bot.answering.organisations import outsiders, overlaps, rosters, sides
from bot.answering.telling import Operation

OPERATIONS: Mapping[str, Operation] = {
    **overlaps.OPERATIONS,
    **outsiders.OPERATIONS,
    **rosters.OPERATIONS,
    **sides.OPERATIONS,
}
