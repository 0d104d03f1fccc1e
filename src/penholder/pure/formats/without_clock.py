"""A zip archive without the time it was made, so that the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment a zip archive can name."""


def without_clock(data: bytes) -> bytes:
    """The same parts in the same order, each with the same fixed date."""
    page = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as made,
        zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for entry in made.infolist():
            archive.writestr(
                zipfile.ZipInfo(entry.filename, EARLIEST), made.read(entry), zipfile.ZIP_DEFLATED
            )
    return page.getvalue()
