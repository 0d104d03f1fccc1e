"""``python -m benchmarks.listening [SECTION …]``: the arithmetic of listening, beside its peers.

Writes docs/performance-listening.md. Every section is one run on one machine; those named are measured anew and the others
stand, so that what was broken off is taken up where it was. All of it takes about an hour.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks import agreement, families, names, opinion, opinion_honesty, themes
from benchmarks.page import Page

PATH = Path(__file__).resolve().parents[1] / "docs" / "performance-listening.md"
OPENING = """# Performance: reading many voices

Made by `python -m benchmarks.listening`; do not edit. Each section was measured in one run, ours and its peers in turn, each in a
process of its own. Trust the ratios. How it is done, and what it can't tell: [methods.md](methods.md).
"""

SECTIONS = {
    "opinion": ("The opinion map", opinion.lines),
    "honesty": ("Groups that are there, and only those", opinion_honesty.lines),
    "families": ("Families", families.lines),
    "themes": ("Themes", themes.lines),
    "agreement": ("Agreement between readers", agreement.lines),
    "names": ("Names in texts", names.lines),
}


if __name__ == "__main__":
    Page(PATH, OPENING, SECTIONS).measure("benchmarks.listening", __doc__)
