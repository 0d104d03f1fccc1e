"""CSV files that no spreadsheet can mistake for a programme.

A cell that begins like a formula would be run on opening; it gets an apostrophe in front, and every cell is quoted.
"""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as UTF-8 with a byte order mark, which every spreadsheet reads rightly."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe_cell(column) for column in columns])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return page.getvalue().encode("utf-8-sig", "replace")


def safe_cell(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula, blanks before it or not."""
    clean = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    if clean.startswith(_FORMULA_STARTS) or clean.lstrip(" \xa0\ufeff").startswith(_FORMULA_STARTS):
        return f"'{clean}"
    return clean
