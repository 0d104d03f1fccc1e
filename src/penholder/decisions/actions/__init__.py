"""Put motions, vote on them, close them, record dissent, and enact what was carried."""

from __future__ import annotations

from penholder.decisions.actions.closing import close_motion
from penholder.decisions.actions.enacting import enact_motion
from penholder.decisions.actions.putting import put_motion
from penholder.decisions.actions.voting import cast_vote, record_dissent

__all__ = ["cast_vote", "close_motion", "enact_motion", "put_motion", "record_dissent"]
