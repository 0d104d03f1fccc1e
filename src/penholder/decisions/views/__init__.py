"""Pages about deciding: the docket, a motion in the making, a motion that was put."""

from __future__ import annotations

from penholder.decisions.views.docket import docket
from penholder.decisions.views.motion import cast, close, dissent, enact, motion
from penholder.decisions.views.putting import put

__all__ = ["cast", "close", "dissent", "docket", "enact", "motion", "put"]
