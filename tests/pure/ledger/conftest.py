"""How hypothesis runs here: without a stopwatch, because a busy machine is not a wrong answer."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
