"""The reading of an opinion map as plain text: for a terminal, a letter, a screen reader."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from penholder.pure.formats.opinion_words import Account

WIDTH = 96


def opinion_text(account: Account) -> str:
    """The whole account, its table included, in lines of at most ``WIDTH`` characters; ends with a line break."""
    lines = [account.title, "=" * len(account.title), "", *_wrapped(account.summary), ""]
    for place, section in enumerate(account.sections):
        lines += [section.heading, "-" * len(section.heading)]
        for sentence in section.sentences:
            lines += _wrapped(sentence)
        for point in section.points:
            lines += _wrapped(point, first="  - ", further="    ")
        lines.append("")
        if place == 0 and account.table:
            lines += [*_table(account.table), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _wrapped(text: str, *, first: str = "", further: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=further,
        break_on_hyphens=False,
    )


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for place, row in enumerate(rows):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        if place == 0:
            yield "  ".join("-" * width for width in widths)
