"""How a refusal is said to somebody who may be in distress."""

from __future__ import annotations

from penholder.record.recording import Refused
from penholder.record.signing import here
from penholder.record.standing import why_held

READ_ONLY = (
    "Nothing can be sent or changed just now, because this site can only be read. "
    "Nothing you wrote is lost by that. Please come back later and try again."
)


def sentence_of(refused: Refused) -> str:
    """The refusal's own sentence; while the site is read-only, not what whoever runs it has to do about it."""
    return READ_ONLY if str(refused) == why_held(here()) else str(refused)
