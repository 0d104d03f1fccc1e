"""``python forms_peer.py ours|python-docx FOLDER FIRST LAST WANTED.json``: reads forms, in a process of its own.

Says the seconds of the processor that reading took, and writes the texts of all cells and paragraphs, form by form. Both
run with the same interpreter: python-docx is one of our own dependencies.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

Texts = list[list[str]]


def ours(forms: list[bytes]) -> Callable[[], Texts]:
    """Whole forms, as the command reads them: grid, boxes, fields, headers, comments and report."""
    from penholder.pure.formats.forms.comment import Comment  # noqa: PLC0415  only one of the two is imported
    from penholder.pure.formats.forms.reading import FormReading, read_form  # noqa: PLC0415  only one of the two is imported

    names = [one.name for one in fields(Comment)]

    def texts(form: FormReading) -> Iterator[str]:
        for row in form.rows:
            for cell in row.cells:
                yield cell.text
        for comment in form.comments:
            yield from (str(getattr(comment, name)) for name in names)

    return lambda: [list(texts(read_form(data))) for data in forms]


def python_docx(forms: list[bytes]) -> Callable[[], Texts]:
    """The cells of every row of every table, as its documentation shows, and the paragraphs."""
    import docx  # noqa: PLC0415  only one of the two is imported

    def cells(document: docx.document.Document) -> Iterator[str]:
        for table in document.tables:
            for row in table.rows:
                for cell in row.cells:
                    yield cell.text
        for paragraph in document.paragraphs:
            yield paragraph.text

    return lambda: [list(cells(docx.Document(io.BytesIO(data)))) for data in forms]


READERS = {"ours": ours, "python-docx": python_docx}


def main(reader: str, folder: str, first: str, last: str, wanted: str) -> None:
    forms = [Path(folder, f"{number}.docx").read_bytes() for number in range(int(first), int(last))]
    read = READERS[reader](forms)
    begun = time.process_time()
    texts = read()
    used = time.process_time() - begun
    Path(wanted).write_text(json.dumps(texts))
    print(json.dumps({"used": used}))


if __name__ == "__main__":
    main(*sys.argv[1:])
