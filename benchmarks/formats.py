"""``python -m benchmarks.formats [SECTION …]``: frameworks and forms in and out, beside their peers.

Writes docs/performance-formats.md. Every section is one run on one machine; those named are measured anew and the others
stand. All of it takes some minutes.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks import forms, frameworks, frameworks_diff
from benchmarks.page import Page

PATH = Path(__file__).resolve().parents[1] / "docs" / "performance-formats.md"
OPENING = """# Performance: formats and trees

Made by `python -m benchmarks.formats`; do not edit. Each section was measured in one run, ours and its peers in turn. Trust the ratios. What is
kept in each format: [formats.md](formats.md).
"""

SECTIONS = {
    "case": ("Reading and writing CASE", frameworks.lines),
    "diff": ("What changed between two states", frameworks_diff.lines),
    "forms": ("Reading Word forms", forms.lines),
}


if __name__ == "__main__":
    Page(PATH, OPENING, SECTIONS).measure("benchmarks.formats", __doc__)
