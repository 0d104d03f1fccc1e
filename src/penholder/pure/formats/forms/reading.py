"""A filled form or comment table, whatever it is: comments where it is a table of them, and else its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from penholder.pure.formats.collector import collector_at_rest
from penholder.pure.formats.decoding import decoded
from penholder.pure.formats.forms.asked_rows import Row, rows_of_form, rows_of_table
from penholder.pure.formats.forms.columns import (
    Columns,
    columns_by_heading,
    columns_by_place,
    columns_of,
    columns_of_wide_table,
    letters,
)
from penholder.pure.formats.forms.comment import Comment, Pair
from penholder.pure.formats.forms.comments_in import LaidOut, comments_of, has_columns, has_options, laid_out
from penholder.pure.formats.forms.issue_list import is_issue_list, read_issue_list
from penholder.pure.formats.forms.profile import PROFILES, W3C_ISSUES, Profile, profile_called
from penholder.pure.formats.forms.sort_of_file import (
    is_named_word,
    may_be_text,
    no_word_file,
    refuse_noise,
)
from penholder.pure.formats.forms.values import Block, Cell, Table, WordForm, Words, words_of
from penholder.pure.formats.forms.word_form import read_word_form
from penholder.pure.formats.report import ImportReport, Tally, Unreadable, listed
from penholder.pure.formats.tables import read_table

_ROWS_SEARCHED = 3
"""Headings stand in the first rows of a table, if they stand in it at all."""


@dataclass(frozen=True, slots=True)
class FormReading:
    """What a file holds.

    ``comments`` are the rows of its comment tables and ``rows`` everything else, so that all words of the file are
    there, once. ``profile`` is the sort of comment table, empty where there is none or an unknown one. ``about`` is
    what stands above all comments (date, document, who answers).
    """

    name: str
    report: ImportReport
    profile: str = ""
    about: tuple[Pair, ...] = ()
    comments: tuple[Comment, ...] = ()
    rows: tuple[Row, ...] = ()
    form: WordForm | None = None


class CommentTable(NamedTuple):
    """A table of comments; ``above`` is how many of its rows stand above its headings and are none."""

    columns: Columns
    table: Table
    above: int = 0


def read_form(data: bytes, *, name: str = "The file", profile: str | None = None) -> FormReading:
    """A Word file, a W3C issue list or a CSV table of comments, told apart by what is in it.

    ``profile`` is the name of one of :data:`~penholder.pure.formats.forms.profile.PROFILES` where the headings don't say
    it; raises :class:`~penholder.pure.formats.report.Unreadable`.
    """
    wanted = profile_wanted(profile)
    if not may_be_text(data):
        with collector_at_rest():
            return _read_word(data, wanted, name=name)
    try:
        return _read_text(data, wanted, name=name)
    except Unreadable as fault:
        if is_named_word(name) and not fault.sentence.startswith(f"{name} is "):
            raise Unreadable(no_word_file(name)) from fault
        raise


def _read_text(data: bytes, wanted: Profile | None, *, name: str) -> FormReading:
    text, encoding = decoded(data, name=name, wanted="a Word file, a CSV file or an issue list")
    refuse_noise(text, encoding, name=name)
    if wanted == W3C_ISSUES or (wanted is None and is_issue_list(text)):
        return _read_issues(text, name=name)
    return _read_csv(data, wanted, name=name)


def profile_wanted(profile: str | None) -> Profile | None:
    if not profile:
        return None
    found = profile_called(profile)
    if found is None:
        known = listed((one.name for one in PROFILES), most=len(PROFILES))
        raise Unreadable(f"There is no sort of comment table called {profile}. Those known are {known}.")
    return found


# Word


def _read_word(data: bytes, wanted: Profile | None, *, name: str) -> FormReading:
    form, tally = read_word_form(data, name=name)
    found = comment_tables(form, wanted)
    if wanted and not found:
        raise Unreadable(
            f"{name} has no table with the columns of {wanted.title}. Read it without naming a profile, or choose another."
        )
    comments: list[Comment] = []
    first = 1
    for number, (columns, table, above) in found.items():
        rows = tuple(laid_out(table, columns.fields))
        question = _question_above(form, number) if columns.one_table_a_question else ""
        under = rows[above:]
        comments.extend(comments_of(under, columns, tally, first=first + above, question=question))
        first += len(rows)
    page, without = _left_of(form, found)
    rest = tuple(rows_of_form(page, without=without))
    tally.read += len(rest)
    tally.kept += len(rest)
    profile = next((one.columns.profile for one in found.values()), "")
    about = _about(page, profile, without)
    return FormReading(name, tally.report(), profile, about, tuple(comments), rest, form)


def comment_tables(form: WordForm, wanted: Profile | None) -> dict[int, CommentTable]:
    """The tables of comments by their number; most have headings of their own, some in the page header."""
    among = (wanted,) if wanted else PROFILES
    tables = dict(enumerate(block for block in form.blocks if isinstance(block, Table)))
    found: dict[int, CommentTable] = {}
    in_margin = _in_page_header(form, among)
    for number, table in tables.items():
        columns, above = _headed(table, among)
        if columns and (wanted or not has_options(table.by_row()[above:], columns)):
            is_pasted = in_margin is not None and in_margin.fields == columns.fields
            found[number] = CommentTable(columns, table, 0 if is_pasted else above)
    if wanted and not (found or in_margin):
        in_margin = columns_by_place(wanted)
    if in_margin is not None:
        for number, table in tables.items():
            if number not in found and has_columns(table, len(in_margin.fields)):
                found[number] = CommentTable(in_margin, table)
    return dict(sorted(found.items()))


def _headed(table: Table, among: Sequence[Profile]) -> tuple[Columns | None, int]:
    """The columns of a table by its headings, and in which of its rows these stand; none where it has no headings."""
    rows: list[list[str]] = [[] for _ in range(_ROWS_SEARCHED)]
    for cell in table.cells:  # in order
        if cell.row >= _ROWS_SEARCHED:
            break
        rows[cell.row].append(cell.text)
    for number, row in enumerate(rows):
        columns = columns_of(row, among=among)
        if columns is None and among is PROFILES:
            columns = columns_of_wide_table(row)
        if columns is not None:
            return columns, number
    return None, 0


def _in_page_header(form: WordForm, among: Sequence[Profile]) -> Columns | None:
    margins = [margin for margin in form.margins if margin.kind == "header" and margin.shown]
    tables = [block for margin in margins for block in margin.blocks if isinstance(block, Table)]
    return next((columns for table in tables if (columns := _headed(table, among)[0])), None)


def _left_of(form: WordForm, found: dict[int, CommentTable]) -> tuple[WordForm, frozenset[int]]:
    """The form with nothing left of its comment tables but the rows above their headings; and which are gone whole."""
    blocks: list[Block] = []
    tables = 0
    for block in form.blocks:
        one = None
        if isinstance(block, Table):
            one = found.get(tables)
            tables += 1
        blocks.append(block if one is None else _top_of(one.table, one.above))
    return replace(form, blocks=tuple(blocks)), frozenset(
        number for number, one in found.items() if not one.above
    )


def _top_of(table: Table, rows: int) -> Table:
    return Table(rows, table.columns, tuple(cell for cell in table.cells if cell.row < rows))


def _question_above(form: WordForm, number: int) -> str:
    """The last words before a table, back to the one before it."""
    question = ""
    tables = 0
    for block in form.blocks:
        if isinstance(block, Table):
            if tables == number:
                break
            tables += 1
            question = ""
        elif block.text.strip():
            question = block.text
    return question


def _about(form: WordForm, profile: str, without: frozenset[int]) -> tuple[Pair, ...]:
    """What the labels above a comment table say, from the page header or the page itself; the first that says anything."""
    found = profile_called(profile)
    if found is None or not found.about:
        return ()
    said = {label: "" for label, _ in found.about}
    by_letters = {letters(label): label for label in said}
    for before, after in _labelled(form, without):
        label = by_letters.get(letters(before), "")
        is_label = letters(after.partition(":")[0]) in by_letters and ":" in after
        if label and not said[label] and not is_label:
            said[label] = after.strip()
    return tuple(said.items())


def _labelled(form: WordForm, without: frozenset[int]) -> Iterator[Pair]:
    blocks = [block for margin in form.margins if margin.shown for block in margin.blocks]
    tables = 0
    for block in form.blocks:
        if isinstance(block, Table):
            blocks.extend([block] if tables not in without else ())
            tables += 1
        else:
            blocks.append(block)
    for block in blocks:
        if isinstance(block, Table):
            for row in block.by_row():
                if len(row) == 2:  # noqa: PLR2004 - a label and what it names
                    yield row[0].text, row[1].text
        for words in words_of((block,)):
            for line in words.text.splitlines():
                before, colon, after = line.partition(":")
                if colon:
                    yield before, after


# Text


def _read_issues(text: str, *, name: str) -> FormReading:
    tally = Tally()
    comments, about, loose = read_issue_list(text, tally)
    if not comments:
        raise Unreadable(f"{name} has no line “Issue 1.” and so is no issue list. Choose another file.")
    rows = tuple(
        Row(f"line {place} above the issues", (Cell(0, 0, 1, 1, Words(line)),))
        for place, line in enumerate(loose, start=1)
    )
    tally.read += len(rows)
    tally.kept += len(rows)
    return FormReading(name, tally.report(), W3C_ISSUES.name, about, comments, rows)


def _read_csv(data: bytes, wanted: Profile | None, *, name: str) -> FormReading:
    table = read_table(data, name=name)
    tally = Tally(oddities=list(table.oddities))
    columns = columns_of(table.columns, among=(wanted,) if wanted else PROFILES)
    columns = columns or (None if wanted else columns_by_heading(table.columns))
    if columns is None and wanted and len(wanted.columns) == len(table.columns):
        columns = columns_by_place(wanted)
    if columns is not None:
        rows = [_fitted(row, len(columns.fields), table.delimiter) for row in table.rows]
        comments = tuple(comments_of(rows, columns, tally, first=table.first_row))
        return FormReading(name, tally.report(), columns.profile, comments=comments)
    if wanted:
        raise Unreadable(f"{name} has not the columns of {wanted.title}. Read it without naming a profile.")
    grid = _as_grid((table.columns, *table.rows))
    asked = tuple(rows_of_table(replace(grid, heading_rows=1), number=0, where=name))
    tally.read = tally.kept = len(asked)
    return FormReading(name, tally.report(), rows=asked)


def _fitted(row: tuple[str, ...], count: int, delimiter: str) -> LaidOut:
    """A row of as many cells as there are headings; under a single heading, commas are commas."""
    if count == 1:
        return LaidOut((delimiter.join(row),))
    surplus = tuple(filter(str.strip, row[count:]))
    return LaidOut((*row[:count], *[""] * (count - len(row))), surplus=surplus)


def _as_grid(rows: Sequence[tuple[str, ...]]) -> Table:
    cells = tuple(
        Cell(number, column, 1, 1, Words(text))
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
    )
    return Table(len(rows), max(map(len, rows)), cells)
