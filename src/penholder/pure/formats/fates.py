"""What becomes of each field of a framework in each format: the rows of docs/formats.md, said beside the code that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Fate = Literal["kept", "changed", "lost"]


@dataclass(frozen=True, slots=True)
class FieldFate:
    """One field: what we call it, what it is called there, whether it is kept, changed or lost, and how."""

    field: str
    there: str
    fate: Fate
    how: str = ""
