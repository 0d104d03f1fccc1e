"""``penholder docs``: write the pages that are made from the code, or check that they still tell the truth."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from penholder.cli import serve

HELP = (
    "write docs/events.md, formats.md and settings.md from the code (--check: only say whether they are true)"
)
DOCS = Path(__file__).resolve().parents[3] / "docs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to write or only to compare."""
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail where a page is not what the code says"
    )
    parser.set_defaults(port=None, host=None, data=None)


def run(arguments: argparse.Namespace) -> int:
    """1 where a page lies, with the command that mends it."""
    if not serve.set_up(arguments):
        return 1
    from penholder.project.pages import events_page, settings_page
    from penholder.pure.formats.formats_page import formats_page

    pages = {
        DOCS / "events.md": events_page(),
        DOCS / "formats.md": formats_page(),
        DOCS / "settings.md": settings_page(),
    }
    if not arguments.check:
        for path, text in pages.items():
            path.write_text(text, encoding="utf-8")
        return 0
    lying = [
        path.name
        for path, text in pages.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    for name in lying:
        print(f"docs/{name} is not what the code says. ./penholder docs writes it anew.", file=sys.stderr)
    return 1 if lying else 0
