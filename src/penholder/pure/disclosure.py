"""Which numbers about people may be shown to everybody, and how: small ones hidden, the others rounded.

The “10-5 rule” of the United Kingdom's statistics office: fewer than ten are not counted out, and everything else is
rounded to the nearest five. Each number is rounded by itself, totals too, so that no sum gives a hidden part away.
"""

from __future__ import annotations

SMALLEST = 10
STEP = 5


def shown(count: int) -> str:
    """A number of people, or of what people said, as everybody may see it."""
    if count < 0:
        raise ValueError(f"a count can't be {count}")
    if count == 0:
        return "none"
    if count < SMALLEST:
        return f"fewer than {SMALLEST}"
    return f"{(count + STEP // 2) // STEP * STEP:,}"
