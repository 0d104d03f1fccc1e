"""Taking statements out of votes that were read with them: then they count in no way, neither they nor their votes."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from penholder.pure.reading.opinion.votes import Votes, votes_indexed


def without(votes: Votes, moderated: Collection[str]) -> Votes:
    """The same votes with these statements taken out, besides those that were already."""
    out = np.fromiter((one in moderated for one in votes.statements), dtype=bool, count=len(votes.statements))
    return votes_indexed(
        votes.people,
        votes.statements,
        votes.person,
        votes.statement,
        votes.value,
        moderated=votes.moderated | out,
    )
