"""The small stylesheets joined into one, so that a first view needs two requests and no build step.

The address carries a hash of the contents: a browser may keep it for a year, and an update is a new address.
"""

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.urls import reverse

FOLDER = Path(__file__).parent / "static" / "ui"
FIRST = ("floor.css", "tokens.css", "layout.css", "forms.css")
LAST = ("print.css",)


@dataclass(frozen=True, slots=True)
class Stylesheet:
    text: str
    mark: str


def stylesheet() -> Stylesheet:
    """Read once per process; afresh for every request while developing."""
    return _joined() if settings.DEBUG else _kept()


def address() -> str:
    return reverse("ui:stylesheet", kwargs={"mark": stylesheet().mark})


def parts() -> tuple[Path, ...]:
    """Tokens and layout first, print last, components in the order of their names between."""
    between = sorted(path.name for path in FOLDER.glob("*.css") if path.name not in {*FIRST, *LAST})
    return tuple(FOLDER / name for name in (*FIRST, *between, *LAST))


@cache
def _kept() -> Stylesheet:
    return _joined()


def _joined() -> Stylesheet:
    text = "\n".join(_without_comments(path.read_text(encoding="utf-8")) for path in parts())
    return Stylesheet(text, sha256(text.encode()).hexdigest()[:16])


def _without_comments(css: str) -> str:
    """Comments are for people who read the files; no string in our stylesheets holds a comment mark."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return "\n".join(line.strip() for line in bare.splitlines() if line.strip())
