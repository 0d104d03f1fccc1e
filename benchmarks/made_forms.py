"""Filled consultation forms with known answers, as Word saves them: three tables of about a hundred rows.

Most answers to questions stand in content controls within a line, as in every form made to be filled in on a screen, the
rows of comments are typed in plain cells; some are empty; section rows are merged over the whole table; every question has three boxes, one of them ticked. All words are
made here, with the characters that readers lose. Everything but the document itself is python-docx's own template.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape

import docx

QUESTIONS = 24
SECTION = 4
COMMENTS = 60
STANCES = ("Agree", "Disagree", "Unsure")
EMPTY = 0.2
IN_CONTROLS = 0.6

_DETAILS = ("Name", "Organisation", "Role", "Email", "Country", "Answering as", "May we publish?", "Date")
_STARTS = [
    "b",
    "br",
    "c",
    "cl",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "th",
    "tr",
    "v",
    "w",
]
_MIDDLES = ["a", "ai", "e", "ea", "i", "o", "oa", "u"]
_ENDS = ["d", "f", "g", "l", "m", "n", "nd", "ng", "p", "r", "rt", "s", "sh", "st", "t", "th", "x"]
_TRAPS = (" & ", " < ", " >> ", " “so” ", ' "so" ', " it’s ", " – ", "  ", " 🙂 ", " é ", " ]]> ", " =1+1 ")
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)


@dataclass(frozen=True, slots=True)
class MadeForm:
    """A Word file, every answer in it that is not empty, and the stance on each question in order."""

    data: bytes
    answers: tuple[str, ...]
    stances: tuple[str, ...]


def made_forms(count: int, *, seed: int = 1) -> Iterator[MadeForm]:
    """So many forms; the same seed makes the same ones."""
    for number in range(count):
        yield _form(random.Random(f"{seed}/{number}"), number)  # noqa: S311  nothing secret


def _form(chance: random.Random, number: int) -> MadeForm:
    answers: list[str] = []
    stances: list[str] = []
    body = [
        _paragraph(f"Response form {number}", "Title"),
        _paragraph(_sentence(chance)),
        _table(2, _details(chance, answers)),
        _table(4, _questions(chance, answers, stances)),
        _table(7, _comments(chance, answers)),
        _paragraph("Anything else?", "Heading1"),
    ]
    body.extend(_paragraph(_answer(chance, answers)) for _ in range(chance.randint(1, 6)))
    return MadeForm(_packed("".join(body)), tuple(answers), tuple(stances))


def _details(chance: random.Random, answers: list[str]) -> Iterator[str]:
    for label in _DETAILS:
        if label == "May we publish?":
            yield _row(_cell(_run(label)), _cell(_boxes(("Yes", "No"), chance.choice(("Yes", "No")))))
        else:
            yield _row(_cell(_run(label)), _cell(_given(chance, answers, _word(chance).title())))


def _questions(chance: random.Random, answers: list[str], stances: list[str]) -> Iterator[str]:
    yield _row(
        *(_cell(_run(heading)) for heading in ("Question", "Your view", "Comment", "Suggested change"))
    )
    for number in range(QUESTIONS):
        if number % SECTION == 0:
            yield _row(_cell(_run(f"Section {number // SECTION + 1}: {_word(chance)}"), span=4))
        stance = chance.choice(STANCES)
        stances.append(stance)
        yield _row(
            _cell(_run(f"Q{number + 1}. {_sentence(chance)}")),
            _cell(_boxes(STANCES, stance)),
            _cell(_given(chance, answers)),
            _cell(_given(chance, answers)),
        )


def _comments(chance: random.Random, answers: list[str]) -> Iterator[str]:
    headings = ("Ref", "Clause", "Paragraph", "Type", "Comment", "Proposed change", "Office")
    yield _row(*(_cell(_run(heading)) for heading in headings))
    for number in range(COMMENTS):
        place = (
            str(number + 1),
            f"{chance.randint(1, 9)}.{chance.randint(1, 9)}",
            str(chance.randint(1, 20)),
        )
        said = (_given(chance, answers, in_controls=0), _given(chance, answers, in_controls=0))
        yield _row(
            *(_cell(_run(text)) for text in (*place, chance.choice(("ge", "te", "ed")))),
            *map(_cell, said),
            _cell(""),
        )


def _given(
    chance: random.Random, answers: list[str], text: str | None = None, *, in_controls: float = IN_CONTROLS
) -> str:
    """An answer as it stands in a cell, plain or in a control; sometimes none."""
    if text is None and chance.random() < EMPTY:
        return ""
    words = _answer(chance, answers) if text is None else text
    if text is not None:
        answers.append(text)
    run = _run(words)
    if chance.random() >= in_controls:
        return run
    return (
        '<w:sdt><w:sdtPr><w:alias w:val="Answer"/><w:text w:multiLine="1"/></w:sdtPr>'
        f"<w:sdtContent>{run}</w:sdtContent></w:sdt>"
    )


def _answer(chance: random.Random, answers: list[str]) -> str:
    text = " ".join(_sentence(chance) for _ in range(chance.randint(1, 4)))
    if chance.random() < 0.3:
        place = text.index(" ")
        text = f"{text[:place]}{chance.choice(_TRAPS)}{text[place + 1 :]}"
    answers.append(text)
    return text


def _sentence(chance: random.Random) -> str:
    return f"{' '.join(_word(chance) for _ in range(chance.randint(6, 24))).capitalize()}."


def _word(chance: random.Random) -> str:
    return "".join(
        chance.choice(_STARTS) + chance.choice(_MIDDLES) + chance.choice(_ENDS)
        for _ in range(chance.randint(1, 2))
    )


# The XML of it


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{_run(text)}</w:p>"


def _boxes(labels: tuple[str, ...], ticked: str) -> str:
    return "".join(
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(label == ticked)}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{_run('☒' if label == ticked else '☐')}</w:sdtContent></w:sdt>{_run(f' {label}   ')}"
        for label in labels
    )


def _cell(content: str, *, span: int = 1) -> str:
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="2160"/>{merged}</w:tcPr><w:p>{content}</w:p></w:tc>'


def _row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def _table(columns: int, rows: Iterator[str]) -> str:
    grid = '<w:gridCol w:w="2160"/>' * columns
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:type="auto" w:w="0"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _packed(body: str) -> bytes:
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {_NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>'
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as archive:
        for name, content in _template().items():
            part = document if name == "word/document.xml" else content
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return page.getvalue()


@cache
def _template() -> dict[str, bytes]:
    page = io.BytesIO()
    docx.Document().save(page)
    with zipfile.ZipFile(page) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
