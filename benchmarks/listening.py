"""``python -m benchmarks.listening [SECTION …]``: the arithmetic of listening, beside its peers.

Writes docs/performance-listening.md. Every section is one run on one machine; those named are measured anew and the others
stand, so that what was broken off is taken up where it was. All of it takes about an hour.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import agreement, families, names, opinion, opinion_honesty, themes

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance-listening.md"
OPENING = """# Performance: reading many voices

Made by `python -m benchmarks.listening`; do not edit. Each section was measured in one run, ours and its peers in turn, each in a
process of its own. Trust the ratios. How it is done, and what it can't tell: [methods.md](methods.md).
"""

SECTIONS: Mapping[str, tuple[str, Callable[[], tuple[str, ...]]]] = {
    "opinion": ("The opinion map", opinion.lines),
    "honesty": ("Groups that are there, and only those", opinion_honesty.lines),
    "families": ("Families", families.lines),
    "themes": ("Themes", themes.lines),
    "agreement": ("Agreement between readers", agreement.lines),
    "names": ("Names in texts", names.lines),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.listening", description=__doc__)
    parser.add_argument(
        "section", nargs="*", help=f"one or more of {', '.join(SECTIONS)}; all of them without it"
    )
    asked = parser.parse_args().section or list(SECTIONS)
    if unknown := [name for name in asked if name not in SECTIONS]:
        parser.error(f"there is no section {unknown[0]}; there are {', '.join(SECTIONS)}")
    for name in asked:
        print(f"{name} …", file=sys.stderr, flush=True)
        _put(name, "\n".join(SECTIONS[name][1]()).strip())


def _put(name: str, text: str) -> None:
    """One section into the page, the others as they stand there."""
    parts = _parts(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
    parts[SECTIONS[name][0]] = f"{text}\n\n{_machine()}"
    titles = [title for title, _ in SECTIONS.values() if title in parts]
    PAGE.write_text(
        "\n".join([OPENING, *(f"## {title}\n\n{parts[title]}\n" for title in titles)]), encoding="utf-8"
    )


def _parts(page: str) -> dict[str, str]:
    return {
        title: text.strip()
        for title, text in re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    }


def _machine() -> str:
    load = os.getloadavg()[0]
    return (
        f"*{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"load {load:.1f} at the end of the run.*"
    )


if __name__ == "__main__":
    main()
