"""Our own consultation form as a Word file that a screen reader can read, a printer can print and we can read back.

Real headings, nested without a gap; tables with a marked header row, a caption before each and no merged cells; a
content control with a title at every place for an answer. What is in the names of bookmarks, and why, says
``own_form_marks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import quoteattr

from penholder.pure.formats.forms.own_form_asked import (
    ConsultationForm,
    QuestionAsked,
    StatementPut,
    all_words,
)
from penholder.pure.formats.forms.own_form_marks import STOP, Slot, alias, identity_marks, own_mark
from penholder.pure.formats.forms.written_word import (
    add_style,
    finished,
    new_word,
    paragraph,
    run,
    storable,
    table,
    unstorable,
)
from penholder.pure.formats.report import Oddity

_ANSWER = "PenholderAnswer"
_PLACEHOLDER = "PenholderPlaceholder"
_WIDE = 14570
_SPACES = re.compile("[ \t\n]+")
_BORDER = "".join(
    f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right")
)
_ANSWER_STYLE = (
    f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{_ANSWER}"><w:name w:val="Penholder Answer"/>'
    f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:pBdr>{_BORDER}</w:pBdr><w:spacing w:before="120" w:after="240"/>'
    '<w:ind w:left="113" w:right="113"/></w:pPr></w:style>'
)
_PLACEHOLDER_STYLE = (
    f'<w:style w:type="character" w:customStyle="1" w:styleId="{_PLACEHOLDER}">'
    '<w:name w:val="Penholder Placeholder"/><w:rPr><w:color w:val="595959"/></w:rPr></w:style>'
)


def write_own_form(form: ConsultationForm) -> bytes:
    """The form, ready to be filled in; the same form gives the same bytes."""
    word = new_word(form.title, language=form.language, landscape=bool(form.statements))
    add_style(word, _ANSWER_STYLE)
    add_style(word, _PLACEHOLDER_STYLE)
    return finished(word, "".join(_Page(form).blocks()))


def told_of_own_form(form: ConsultationForm) -> tuple[Oddity, ...]:
    """What could not be printed as it was given: characters that no Word file can hold."""
    return tuple(
        Oddity(
            where,
            "Some characters have no place in a Word file.",
            f"{count} of them became “\N{REPLACEMENT CHARACTER}”.",
        )
        for where, text in all_words(form)
        if (count := unstorable(text))
    )


class _Page:
    """The form while it is being written: bookmarks are numbered through the whole file."""

    def __init__(self, form: ConsultationForm) -> None:
        self._form = form
        self._words = form.words
        self._marks = 0
        self._prints = 0

    def blocks(self) -> Iterator[str]:
        """The blocks of the document, in order."""
        form, said = self._form, self._words
        marks = [*identity_marks("form", form.uid), *self._asking()]
        yield self._ours(form.title, style="Heading1", marks=marks)
        for text in form.intro:
            yield self._ours(text)
        for label, text in form.about:
            yield self._labelled(label, text)
        yield self._ours(said.how, style="Heading2")
        for text in (*said.guidance, form.sending):
            yield self._ours(text)
        if form.questions:
            yield self._ours(said.questions, style="Heading2", marks=[self._stop()])
            for question in form.questions:
                yield from self._question(question)
        if form.statements:
            yield from self._statements()
        yield self._ours(said.end, style="Heading2", marks=[self._stop(), *self._asking()])
        yield self._ours(form.sending)

    def _question(self, question: QuestionAsked) -> Iterator[str]:
        name = f"{self._words.question} {question.number}"
        label = Slot("q", question.number, "label").bookmark
        marks = [label, *identity_marks(f"q{question.number}", question.uid)]
        yield self._ours(name, style="Heading3", marks=marks)
        yield self._ours(question.text, with_next=True)
        yield self._ours(question.hint, with_next=True)
        if question.kind == "words":
            slot = Slot("q", question.number, "words").bookmark
            yield paragraph(self._bookmarked(self._text_control(name), slot), style=_ANSWER)
        elif question.kind == "choice":
            yield self._ours(f"{self._words.choose_one}: {'; '.join(question.options)}", with_next=True)
            yield self._choice_paragraph(question, name)
        else:
            yield self._ours(f"{self._words.tick_boxes}:", with_next=True)
            for place, option in enumerate(question.options, start=1):
                slot = Slot("q", question.number, "o", place).bookmark
                box = self._bookmarked(_check_box(f"{name}, {place}: {option}"), slot)
                yield paragraph(f"{box}{run(' ')}{self._label(option)}")

    def _choice_paragraph(self, question: QuestionAsked, name: str) -> str:
        slot = Slot("q", question.number, "choice").bookmark
        control = self._bookmarked(self._drop_down(name, question.options), slot)
        return paragraph(self._points(self._option_marks(question.options)) + control, style=_ANSWER)

    def _statements(self) -> Iterator[str]:
        form, said = self._form, self._words
        yield self._ours(said.statements, style="Heading2", marks=[self._stop()])
        if form.stances:
            marks = self._option_marks(form.stances)
            yield self._ours(f"{said.stance} {said.choose_one}: {'; '.join(form.stances)}", marks=marks)
        numbered = enumerate(form.statements, start=1)
        for place, (under, group) in enumerate(groupby(numbered, key=lambda pair: pair[1].under), start=1):
            if under.strip():
                yield self._ours(under, style="Heading3")
            title = f"{said.statements} ({place})" if not under.strip() else f"{said.statements}: {under}"
            yield self._ours(title, style="Caption")
            yield self._table(tuple(group), title)

    def _table(self, group: tuple[tuple[int, StatementPut], ...], title: str) -> str:
        said, stances = self._words, bool(self._form.stances)
        headings = [said.statement, *([said.stance] if stances else []), said.comment, said.proposed]
        first, narrow = _WIDE * 3 // 10, _WIDE * 3 // 20
        rest = (_WIDE - first - (narrow if stances else 0)) // 2
        widths = [first, *([narrow] if stances else []), rest, rest]
        rows = [self._row(number, statement) for number, statement in group]
        header = [self._ours(heading, bold=True) for heading in headings]
        return table(header, rows, widths=widths, title=title, whole_rows=True)

    def _row(self, number: int, statement: StatementPut) -> tuple[str, ...]:
        said = self._words
        name = f"{said.statement} {statement.code or number}"
        marks = [Slot("s", number, "label").bookmark, *identity_marks(f"s{number}", statement.uid)]
        label = " ".join(filter(None, (statement.code, statement.text))) or str(number)
        stem = "\n".join(filter(str.strip, (statement.stem, label)))
        cells = [self._ours(stem, marks=marks)]
        if self._form.stances:
            slot = Slot("s", number, "stance").bookmark
            drop_down = self._drop_down(f"{name}: {said.stance}", self._form.stances)
            cells.append(paragraph(self._bookmarked(drop_down, slot)))
        for part, heading in (("comment", said.comment), ("proposed", said.proposed)):
            control = self._text_control(f"{name}: {heading}")
            cells.append(paragraph(self._bookmarked(control, Slot("s", number, part).bookmark)))
        return tuple(cells)

    def _label(self, option: str) -> str:
        line = _plain(storable(option))
        return self._bookmarked(run(line), self._own(line))

    def _labelled(self, label: str, text: str) -> str:
        """“Who asks: …”, the label in bold."""
        lines = [line for line in map(_plain, storable(text).split("\n")) if line]
        whole = f"{_plain(storable(label))}: {lines[0]}"
        first = run(f"{_plain(label)}: ", bold=True) + run(lines[0])
        rest = "".join(self._ours(line) for line in lines[1:])
        return paragraph(self._bookmarked(first, self._own(whole))) + rest

    def _ours(
        self,
        text: str,
        *,
        style: str = "",
        marks: Sequence[str] = (),
        bold: bool = False,
        with_next: bool = False,
    ) -> str:
        """Words of the form, a paragraph for each line; the bookmarks stand before the first."""
        lines = [line for line in map(_plain, storable(text).split("\n")) if line]
        points = self._points(marks)
        return "".join(
            paragraph(
                ("" if place else points) + self._bookmarked(run(line, bold=bold), self._own(line)),
                style=style,
                with_next=with_next,
            )
            for place, line in enumerate(lines)
        )

    def _stop(self) -> str:
        """The name of a bookmark where what was written before belongs to no question any more."""
        self._prints += 1
        return f"{STOP}{self._prints}"

    def _own(self, text: str) -> str:
        return self._printed("own", text)

    def _asking(self) -> list[str]:
        return [self._printed("ask", text) for text in self._words.placeholders]

    def _option_marks(self, options: tuple[str, ...]) -> list[str]:
        return [self._printed("opt", _plain(storable(option))) for option in options]

    def _printed(self, sort: str, text: str) -> str:
        self._prints += 1
        return own_mark(sort, self._prints, text)

    def _points(self, names: Sequence[str]) -> str:
        return "".join(self._bookmarked("", name) for name in names)

    def _bookmarked(self, inside: str, name: str) -> str:
        self._marks += 1
        start = f'<w:bookmarkStart w:id="{self._marks}" w:name="{name}"/>'
        return f'{start}{inside}<w:bookmarkEnd w:id="{self._marks}"/>'

    def _text_control(self, name: str) -> str:
        """Rich text: of a control for plain text LibreOffice 7.4 moves every line break to before the control."""
        return _control(name, "", self._words.write_here)

    def _drop_down(self, name: str, options: tuple[str, ...]) -> str:
        entries = "".join(
            f"<w:listItem w:displayText={quoteattr(shown)} w:value={quoteattr(shown)}/>"
            for shown in (_plain(storable(option)) for option in options)
        )
        return _control(name, f"<w:dropDownList>{entries}</w:dropDownList>", self._words.choose_here)


def _control(name: str, kind: str, placeholder: str) -> str:
    named = f"<w:alias w:val={quoteattr(alias(storable(name)))}/>"
    return (
        f"<w:sdt><w:sdtPr>{named}<w:showingPlcHdr/>{kind}</w:sdtPr>"
        f"<w:sdtContent>{run(placeholder, style=_PLACEHOLDER)}</w:sdtContent></w:sdt>"
    )


def _check_box(name: str) -> str:
    states = (
        '<w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>'
    )
    named = f"<w:alias w:val={quoteattr(alias(storable(name)))}/>"
    return (
        f"<w:sdt><w:sdtPr>{named}<w14:checkbox>{states}</w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr>"
        '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr>'
        "<w:t>\N{BALLOT BOX}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def _plain(text: str) -> str:
    """On one line with single spaces, so that a programme that changes white space does not change our words."""
    return _SPACES.sub(" ", text.strip())
