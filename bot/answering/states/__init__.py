"""What states are to the SCO: who takes part, since when, and what has changed."""

from collections.abc import Mapping

from bot.answering.states import crossing, ending, joining, likeness, meeting, membership, newcomers, ordering, standing, verdicts
from bot.answering.telling import Operation

OPERATIONS: Mapping[str, Operation] = {
    **membership.OPERATIONS,
    **joining.OPERATIONS,
    **ordering.OPERATIONS,
    **newcomers.OPERATIONS,
    **standing.OPERATIONS,
    **likeness.OPERATIONS,
    **crossing.OPERATIONS,
    **meeting.OPERATIONS,
    **ending.OPERATIONS,
    **verdicts.OPERATIONS,
}
