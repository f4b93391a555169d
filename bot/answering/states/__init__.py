"""What states are to the SCO: who takes part, since when, and what has changed."""

from collections.abc import Mapping

from bot.answering.states import crossing, joining, likeness, meeting, membership, newcomers, standing
from bot.answering.telling import Operation

OPERATIONS: Mapping[str, Operation] = {
    **membership.OPERATIONS,
    **joining.OPERATIONS,
    **newcomers.OPERATIONS,
    **standing.OPERATIONS,
    **likeness.OPERATIONS,
    **crossing.OPERATIONS,
    **meeting.OPERATIONS,
}
