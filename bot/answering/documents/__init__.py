"""Agreements and other documents: found, listed, what is in them, and those that only later sources name."""

from collections.abc import Mapping

from bot.answering.documents import acts, contents, later, listing, neighbours, particulars, partners
from bot.answering.documents.instances import general
from bot.answering.telling import Operation

OPERATIONS: Mapping[str, Operation] = {
    **general(
        later.besides(
            {
                **listing.OPERATIONS,
                **partners.OPERATIONS,
                **neighbours.OPERATIONS,
                **particulars.OPERATIONS,
                **contents.OPERATIONS,
            }
        )
    ),
    **general({**neighbours.OF_ALL_SOURCES, **listing.OF_SEVERAL}),
    **later.OPERATIONS,
    **acts.OPERATIONS,
}
