"""Our own tables, out and in again: CSV, workbook and Moodle keep what they say they keep, whatever the words are."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penholder.pure.formats.case.reading import read_case
from penholder.pure.formats.fates import FieldFate
from penholder.pure.formats.report import ImportReport
from penholder.pure.formats.sheets import csv_framework_out, moodle_out, xlsx_out
from penholder.pure.formats.sheets.csv_framework_in import read_csv_framework
from penholder.pure.formats.sheets.csv_framework_out import guarded, unguarded, write_csv_framework
from penholder.pure.formats.sheets.csv_framework_own import COLUMNS, extras_of, extras_told
from penholder.pure.formats.sheets.moodle import read_moodle
from penholder.pure.formats.sheets.moodle_out import write_moodle
from penholder.pure.formats.sheets.xlsx_framework import read_xlsx
from penholder.pure.formats.sheets.xlsx_out import write_xlsx
from penholder.pure.tree.statement import Association, Statement, Tree

Reader = Callable[[bytes], tuple[Tree, ImportReport]]
Writer = Callable[[Tree], bytes]
FORMATS: dict[str, tuple[Writer, Reader, Sequence[FieldFate]]] = {
    "csv": (write_csv_framework, read_csv_framework, csv_framework_out.FIELDS),
    "xlsx": (write_xlsx, read_xlsx, xlsx_out.FIELDS),
    "moodle": (write_moodle, read_moodle, moodle_out.FIELDS),
}
EVERY_FORMAT = pytest.mark.parametrize("form", FORMATS)

HOSTILE = (
    *("=1+1", "'=1+1", "''+2", "@SUM(A1)", "\t-1", " +x", "-", "'tis", "1.10", "007", "1e5", "0", "TRUE"),
    *(
        "<p>a &amp; b</p>",
        "a < b",
        "a\\",
        'say "so"',
        '\\"',
        "\\\\",
        "&#65;",
        "]]>",
        "<!--",
        "a\n\nb",
        "a\r\nb\rc",
    ),
    *(" led by a space", "after \n", "\u202eright to left\u202c", "\U0001f9ed 𝔘", "_x000D_", "_x005F_x0041_"),
    *(
        "e\u0301",
        "\x01\x1f\x7f",
        "\x85\u2028\u2029",
        "\ufeff",
        "\uffff",
        "a;b\tc,d",
        "sep=;",
        "null",
        "{}",
        "\u200b",
    ),
    *("x" * 101, "long " * 50, "no words", "Optional", "association", "%2C", "a%2Cb,c"),
)
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12),
    st.lists(st.sampled_from(HOSTILE), max_size=3).map("".join),
)
uids = st.one_of(
    st.uuids().map(str), st.sampled_from([one for one in HOSTILE if one.strip()]), texts.filter(str.strip)
)
json_texts = st.one_of(
    st.sampled_from(
        [
            '"a"',
            "null",
            "[1,2]",
            '{"b":1}',
            "1.10",
            "1e5",
            '"\\u00e9"',
            "not json",
            "",
            "NaN",
            '"x y"',
            "12345678901234567890",
        ]
    ),
    texts,
)
names = st.one_of(
    texts.filter(str.strip),
    st.sampled_from(
        (
            "Description",
            "Short name",
            "Scale values",
            "Rule type",
            "Rule outcome (optional)",
            "Taxonomy",
            "row",
        )
    ),
)
extras = st.dictionaries(names, json_texts, max_size=3).map(lambda one: tuple(sorted(one.items())))
KINDS = ("isRelatedTo", "exactMatchOf", "isPeerOf", "ext:broadMatchOf")


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """A framework in reading order, siblings numbered from 0, with words that try whatever reads them."""
    known = draw(st.lists(uids, min_size=1, max_size=6, unique=True))
    made: list[Statement] = []
    below: dict[str, int] = {}
    for place, uid in enumerate(known):
        parent = draw(st.sampled_from(["", *known[:place]]))
        words = {
            name: draw(texts)
            for name in ("code", "kind", "short", "plain", "easy", "notes", "level", "language", "uri")
        }
        made.append(
            Statement(
                uid,
                draw(texts),
                parent,
                below.get(parent, 0),
                optional=draw(st.booleans()),
                extras=draw(extras),
                **words,
            )
        )
        below[parent] = below.get(parent, 0) + 1
    ends = st.one_of(st.sampled_from(known), uids)
    links = draw(
        st.lists(
            st.builds(
                Association,
                uid=uids,
                kind=st.sampled_from(KINDS),
                origin=ends,
                destination=ends,
                origin_uri=texts,
                destination_uri=texts,
                destination_title=texts,
                position=st.one_of(st.none(), st.integers(-9, 10**9)),
                extras=extras,
            ),
            max_size=3,
        )
    )
    tree = Tree(
        draw(texts),
        tuple(made),
        tuple(links),
        uid=draw(st.sampled_from(("", "fw", "=fw", "7f2c" * 30))),
        uri=draw(texts),
        description=draw(texts),
        language=draw(texts),
        extras=draw(extras),
    )
    return replace(tree, statements=tuple(one for _, one in tree.walk()))


def up_to_the_order_of_links(tree: Tree) -> Tree:
    return replace(tree, associations=tuple(sorted(tree.associations, key=repr)))


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=30)
@given(tree=trees())
def test_what_goes_out_comes_in_again_to_the_letter(form: str, tree: Tree) -> None:
    write, read, _ = FORMATS[form]
    again, report = read(write(tree))
    assert up_to_the_order_of_links(again) == up_to_the_order_of_links(tree)
    assert (report.left_out, report.links_left_out) == (0, 0)
    assert report.read == report.kept == len(tree.statements) + 1
    assert report.links_read == report.links_kept == len(tree.associations)


@EVERY_FORMAT
def test_every_field_that_is_said_to_be_kept_is_one_of_ours(form: str) -> None:
    fields = FORMATS[form][2]
    assert len({one.field for one in fields}) == len(fields) == 15
    assert {one.fate for one in fields} == {"kept"}


@EVERY_FORMAT
@pytest.mark.parametrize("name", ["sbac-PT", "sbac-HSMATH", "opensalt-fixture-Utf8TestFramework"])
def test_a_real_framework_comes_in_again_whole(form: str, name: str, shared: Path) -> None:
    write, read, _ = FORMATS[form]
    tree, _ = read_case((shared / f"data/frameworks/case/{name}.json").read_bytes())
    again, report = read(write(tree))
    assert again.by_uid == tree.by_uid
    assert sorted(again.associations, key=repr) == sorted(tree.associations, key=repr)
    assert replace(again, statements=(), associations=()) == replace(tree, statements=(), associations=())
    assert (report.left_out, report.read) == (0, len(tree.statements) + 1)
    assert write(again) == write(tree)


@EVERY_FORMAT
def test_a_tree_with_a_ring_loses_no_statement(form: str) -> None:
    write, read, _ = FORMATS[form]
    ring = Tree("Ring", (Statement("a", "A", "b"), Statement("b", "B", "a"), Statement("c", "C")))
    again, report = read(write(ring))
    assert set(again.by_uid) == {"a", "b", "c"}
    assert any("in a ring" in one.what for one in report.oddities)


# CSV


@given(texts)
def test_a_guarded_cell_is_no_formula_and_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).lstrip(" \xa0\ufeff").startswith(tuple("=+-@\t\r\n"))


def test_a_csv_has_one_row_for_each_thing_in_it() -> None:
    tree = Tree(
        "Peer work",
        (Statement("a", "=Listen", code="1.10"), Statement("b", "Care", "a", optional=True)),
        (Association("l", "isRelatedTo", "a", "https://e.org/x"),),
    )
    page = write_csv_framework(tree).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(page, newline="")))
    assert [(one["row"], one["identifier"], one["statement"], one["core or optional"]) for one in rows] == [
        ("framework", "", "Peer work", ""),
        ("statement", "a", "'=Listen", "core"),
        ("statement", "b", "Care", "optional"),
        ("association", "l", "", ""),
    ]
    assert tuple(rows[0]) == COLUMNS


def test_a_row_added_by_hand_is_read_with_what_it_says() -> None:
    tree = Tree("Peer work", (Statement("a", "Listen", code="1"),))
    page = write_csv_framework(tree).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(page, newline=""))
    new = {"parent": "1", "statement": "With care", "Owner": "Ann"}
    lines = [
        [*header, "Owner"],
        *([*row, ""] for row in rows),
        [new.get(name, "") for name in [*header, "Owner"]],
    ]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    again, report = read_csv_framework(out.getvalue().encode())
    added = again.statements[1]
    assert (added.text, added.parent, added.position, added.extras) == (
        "With care",
        "a",
        0,
        (("Owner", '"Ann"'),),
    )
    assert [one.what for one in report.oddities] == ["A row has no identifier."]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (
            {"row": "statement", "identifier": "a", "statement": "Again"},
            "The identifier of a statement is used twice.",
        ),
        ({"row": "statement", "notes": "lonely"}, "A row has no words for its statement."),
        ({"row": "association", "from": "a"}, "An association does not say enough."),
        ({"row": "framework", "statement": "Second"}, "A second row says that it is the framework."),
    ],
)
def test_a_row_that_cannot_be_taken_is_set_apart_whole(row: dict[str, str], what: str) -> None:
    page = write_csv_framework(Tree("T", (Statement("a", "Listen"),))).decode("utf-8-sig")
    out = io.StringIO(newline="")
    csv.DictWriter(out, COLUMNS, lineterminator="\r\n").writerow(row)
    again, report = read_csv_framework((page + out.getvalue()).encode())
    (odd,) = [one for one in report.oddities if one.severity == "left out"]
    assert (odd.what, odd.where) == (what, "row 4")
    assert all(value in odd.raw for value in row.values())
    assert len(again.statements) == 1
    assert report.read == report.kept + report.left_out
    assert report.links_read == report.links_kept + report.links_left_out


def test_codes_that_a_spreadsheet_changed_in_our_own_table_are_told() -> None:
    codes = ("2.1", *(f"1.{number}" for number in range(1, 11)), "1E5")
    tree = Tree("T", tuple(Statement(code, "It", code=code, position=at) for at, code in enumerate(codes)))
    saved = {"2.1": "01-Feb", "1.10": "1.1", "1E5": "1.00E+05"}
    rows = list(csv.reader(io.StringIO(write_csv_framework(tree).decode("utf-8-sig"))))
    page = io.StringIO()
    code = COLUMNS.index("code")
    csv.writer(page).writerows(
        [*row[:code], saved.get(row[code], row[code]), *row[code + 1 :]] for row in rows
    )

    again, report = read_csv_framework(page.getvalue().encode())

    assert [one.code for one in again.statements] == [saved.get(one, one) for one in codes]
    assert [(one.where, one.what) for one in report.oddities] == [
        ("row 3", "A code is a day."),
        ("row 13", "A code seems to have lost its nought."),
        ("row 14", "A code is a number cut short."),
    ]


def test_a_csv_without_statements_stops() -> None:
    _, report = read_csv_framework(write_csv_framework(Tree("T", ())))
    assert report.stopped


@given(extras)
def test_extras_are_told_and_found_again(pairs: tuple[tuple[str, str], ...]) -> None:
    assert extras_of(extras_told(pairs)) == pairs


def test_extras_that_somebody_wrote_over_are_kept_as_a_text() -> None:
    page = write_csv_framework(Tree("T", (Statement("a", "A", extras=(("b", "1"),)),)))
    again, report = read_csv_framework(page.replace(b'{""b"":1}', b"scribble"))
    assert again.statements[0].extras == (("whatever else", '"scribble"'),)
    assert report.oddities
