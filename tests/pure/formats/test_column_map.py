"""Maps of columns: guessed from headings and cells, saved, loaded, shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.formats.report import Unreadable
from penholder.pure.formats.sheets.column_map import ColumnMap, SheetMap
from penholder.pure.formats.sheets.column_map_file import WORDS, map_told, read_map, write_map
from penholder.pure.formats.sheets.column_map_guess import guess_map
from penholder.pure.formats.sheets.csv_framework_in import read_csv_framework
from penholder.pure.formats.tables import read_table

IDS = [f"7fbbd2fa-885d-11e7-a99d-449ef607a3{number:02d}" for number in range(4)]


def guessed(text: str) -> SheetMap:
    return guess_map(read_table(text.encode()))


# Guessed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"A,B,C,D\n{IDS[0]},,1,Listen\n{IDS[1]},{IDS[0]},1.1,With care\n{IDS[2]},{IDS[0]},1.2,With time\n",
            SheetMap(identifier="A", parent="B", code="C", text="D"),
        ),
        ("x,y\n1,Listen\n1.1,With care\n1.1.1,And time\n", SheetMap(code="x", text="y", path="x")),
        ("Ref,Skill\n1.1,Listen\n1.2,Ask\n", SheetMap(code="Ref", text="Skill")),
        (
            "Ref,Skill,Level\n1,Listen,Foundation\n2,Ask,Expert\n",
            SheetMap(code="Ref", text="Skill", stage="Level"),
        ),
        ("Level,Skill\n1,Listen\n2,Ask\n", SheetMap(level="Level", text="Skill")),
        (
            "Level,Proficiency,Skill\n1,low,Listen\n2,high,Ask\n",
            SheetMap(level="Level", stage="Proficiency", text="Skill"),
        ),
        (
            "Statement,Plain English,Easy read,Language\nListen,Hear,Ears,en\n",
            SheetMap(text="Statement", plain="Plain English", easy="Easy read", language="Language"),
        ),
        (
            "ID,Statement,isRelatedTo,exactMatchOf\na,Listen,b,\nb,Ask,,c\n",
            SheetMap(
                identifier="ID",
                text="Statement",
                links=(("exactMatchOf", "exactMatchOf"), ("isRelatedTo", "isRelatedTo")),
            ),
        ),
        ("Year,Words\n2020,Listen\n2021,Ask\n", SheetMap(text="Words")),
    ],
)
def test_a_map_is_guessed_from_headings_and_from_cells(text: str, expected: SheetMap) -> None:
    assert guessed(text) == expected


def test_a_level_in_words_a_language_and_associations_come_into_the_tree() -> None:
    text = 'ID,Statement,Level,Language,isRelatedTo\na,Listen,Foundation,cy,"b, z"\nb,Ask,Expert,cy,\n'
    tree, report = read_csv_framework(text.encode(), name="Peer work.csv")
    assert [(one.text, one.level, one.language) for one in tree.statements] == [
        ("Listen", "Foundation", ""),
        ("Ask", "Expert", ""),
    ]
    assert (tree.title, tree.language) == ("Peer work", "cy")
    assert [(one.kind, one.origin, one.destination) for one in tree.associations] == [
        ("isRelatedTo", "a", "b"),
        ("isRelatedTo", "a", "z"),
    ]
    assert (report.links_read, report.links_kept) == (2, 2)
    assert [one.what for one in report.oddities] == [
        "A statement is related to something that is not in this file."
    ]


def test_languages_that_differ_stay_with_their_statements() -> None:
    tree, _ = read_csv_framework(b"Statement,Language\nListen,en\nGwrando,cy\n")
    assert (tree.language, [one.language for one in tree.statements]) == ("", ["en", "cy"])


def test_a_map_that_is_given_is_obeyed() -> None:
    tree, _ = read_csv_framework(
        b"Code,Statement\nListen,1\n", column_map=ColumnMap(text="Code", code="Statement")
    )
    assert [(one.text, one.code) for one in tree.statements] == [("Listen", "1")]


def test_the_opensalt_export_is_read_with_every_row_in_its_place(shared: Path) -> None:
    data = (shared / "data/frameworks/opensalt-fixture-ccsso_ela_item.csv").read_bytes()
    column_map = guess_map(read_table(data))
    assert (column_map.path, column_map.kind, column_map.language) == ("smartLevel", "CFItemType", "language")
    tree, report = read_csv_framework(data, name="ela.csv")
    assert (report.read, report.kept, report.left_out) == (1189, 1189, 0)
    assert (tree.language, tree.title) == ("en", "ela")
    assert max(depth for depth, _ in tree.walk()) == 4
    assert len({one.uid for one in tree.statements}) == 1189
    for statement in tree.statements:
        steps = dict(statement.extras)["smartLevel"].strip('"').split(".")
        assert len(tree.ancestors(statement.uid)) == len(steps) - 1


# Saved and shown

headings = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1)


@given(
    st.dictionaries(st.sampled_from([name for name in WORDS if name != "text"]), headings),
    headings,
    st.dictionaries(headings, headings, max_size=3),
)
def test_a_map_that_is_saved_is_loaded_again(known: dict[str, str], text: str, links: dict[str, str]) -> None:
    column_map = SheetMap(text=text, links=tuple(links.items()), **known)
    assert read_map(write_map(column_map)) == column_map


def test_a_smaller_map_is_saved_and_loaded_as_the_same_columns() -> None:
    assert read_map(write_map(ColumnMap(text="Statement", code="No."))) == SheetMap(
        text="Statement", code="No."
    )
    assert write_map(ColumnMap(text="Wörter")) == '{\n  "text": "Wörter"\n}\n'.encode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b"[]", "has to be one JSON object"),
        (b'{"text": 3}', "gives “text” no heading"),
        (b'{"code": "No"}', "does not say which column holds the words"),
        (b'{"text": "a", "colour": "b"}', "speaks of “colour”, which is unknown. Known are identifier"),
        (b'{"text": "a", "links": ["b"]}', "in a form that cannot be read"),
        (b'{"text": "a", "links": {"": "b"}}', "in a form that cannot be read"),
        (b'{"text": "a"', "breaks off"),
        (b"text: a", "is not valid JSON"),
        (b"PK\x03\x04", "is a zip archive"),
        (b"[" * 100_000, "nested more than"),
        (b" " * 2_000_000, "larger than any map"),
    ],
)
def test_a_wrong_map_gets_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_map(data)


def test_a_map_is_told_column_by_column() -> None:
    column_map = SheetMap(text="Skill", code="No", path="No", stage="Gone", links=(("isPeerOf", "See"),))
    assert map_told(column_map, ("No", "Skill", "See", "Colour\n")) == (
        "No: printed code and place as a dotted path",
        "Skill: words of the statement",
        "See: associations (isPeerOf)",
        "Colour: kept beside, unread",
        "Gone: level in the framework's words, but there is no such column",
    )
