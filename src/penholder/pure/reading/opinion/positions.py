"""Where people and statements lie along the components, and who voted enough to be put in a group.

Whoever votes on little would lie near the middle for that alone; so positions are stretched by √(S ÷ votes cast), as
Polis does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from penholder.pure.reading.opinion.centred import Centred

Numbers = NDArray[np.float64]

ENOUGH_VOTES = 7
ENOUGH_PEOPLE = 15


def positions_of_people(votes: Centred, components: Numbers) -> Numbers:
    """P × 2: Σ (vote − mean) · component over the votes cast, times √(S ÷ votes cast); 0 for who cast none."""
    stretch = np.sqrt(votes.counted / np.maximum(votes.cast, 1))
    made: Numbers = np.column_stack([votes.matrix @ one for one in components]) * stretch[:, None]
    return made


def positions_of_statements(votes: Centred, components: Numbers) -> Numbers:
    """S × 2: where somebody would lie who agreed with that statement alone: (1 − mean) · component · √S."""
    made: Numbers = ((1 - votes.means) * components).T * np.sqrt(votes.counted)
    return made


def counted_in(votes: Centred) -> NDArray[np.bool_]:
    """P: who cast at least seven votes (or one on every statement); of fewer than 15, also those who voted most."""
    enough: NDArray[np.bool_] = votes.cast >= max(min(ENOUGH_VOTES, votes.counted), 1)
    if enough.sum() < ENOUGH_PEOPLE:
        most = np.argsort(-votes.cast, kind="stable")[:ENOUGH_PEOPLE]
        enough[most[votes.cast[most] > 0]] = True
    return enough
