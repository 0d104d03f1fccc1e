"""A crosswalk goes out as SSSOM and comes back the same; others' files are read row by row, and “Not” is no match."""

from __future__ import annotations

import csv
import io
import json
import time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.formats.graphs.sssom import read_sssom
from penholder.pure.formats.graphs.sssom_metadata import read_metadata
from penholder.pure.formats.graphs.sssom_out import write_sssom
from penholder.pure.formats.graphs.sssom_terms import FIELDS
from penholder.pure.formats.report import ImportReport, Unreadable
from penholder.pure.tree.crosswalk import Crosswalk, CrosswalkRow, PinnedFramework, Relation
from tests.pure.formats.test_skos_round_trip import identifiers, texts, words

HEAD = """#mapping_set_id: https://example.org/set
#license: https://creativecommons.org/licenses/by/4.0/
#curie_map:
#  A: https://example.org/a/
#  B: "https://example.org/b#"
#subject_source: A:one
#object_source: B:two
"""
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification"
MANUAL = "semapv:ManualMappingCuration"


def read(*rows: str, head: str = HEAD, columns: str = COLUMNS) -> tuple[Crosswalk, ImportReport]:
    return read_sssom("\n".join([head + columns, *rows]).encode(), name="small.sssom.tsv")


def told(report: ImportReport) -> list[str]:
    return [oddity.what for oddity in report.oddities]


names = st.sampled_from(
    ("see_also", "other", "a name", "license", "subject_source", "subject_id", "penholder", "")
)
values = st.one_of(
    texts.map(lambda text: json.dumps(text, separators=(",", ":"))),
    st.just('["one","two: three"]'),
    st.just('{"a":"b"}'),
    st.just("not json"),
)
kept = st.dictionaries(names, values, max_size=3).map(lambda pairs: tuple(sorted(pairs.items())))
pinned = st.builds(PinnedFramework, st.one_of(st.just(""), identifiers), identifiers, texts)


@st.composite
def rows(draw: st.DrawFn) -> CrosswalkRow:
    relation = draw(st.sampled_from(list(Relation)))
    origin, destination = draw(identifiers), draw(identifiers)
    if relation == Relation.NO_MATCH:
        origin, destination = draw(st.sampled_from(((origin, ""), ("", destination), (origin, destination))))
    return CrosswalkRow(
        origin=origin,
        destination=destination,
        relation=relation,
        why=draw(texts),
        confidence=draw(st.one_of(st.none(), st.floats(0, 1))),
        reviewers=tuple(draw(st.lists(texts.filter(bool), max_size=3))),
        origin_label=draw(texts),
        destination_label=draw(texts),
        extras=draw(kept),
    )


crosswalks = st.builds(
    Crosswalk,
    origin=pinned,
    destination=pinned,
    rows=st.lists(rows(), max_size=5).map(tuple),
    uid=st.one_of(st.just(""), identifiers),
    version=texts,
    title=texts,
    licence=texts,
    extras=kept,
)


@given(crosswalks)
def test_a_crosswalk_comes_back_as_it_went_out(crosswalk: Crosswalk) -> None:
    data = write_sssom(crosswalk)
    again, report = read_sssom(data)
    assert again == crosswalk
    assert report.read == report.kept == len(crosswalk.rows)
    assert write_sssom(again) == data


@given(crosswalks)
def test_the_head_is_yaml_and_the_rows_are_a_table_of_one_width(crosswalk: Crosswalk) -> None:
    lines = write_sssom(crosswalk).decode().split("\n")
    head = [line[1:] for line in lines if line.startswith("#")]
    metadata = yaml.safe_load("\n".join(head))
    assert metadata.get("mapping_set_title", "") == crosswalk.title
    assert metadata.get("mapping_set_version", "") == crosswalk.version
    table = "\n".join(lines[len(head) :])
    widths = {len(row) for row in csv.reader(io.StringIO(table, newline=""), delimiter="\t") if row}
    assert len(widths) == 1


def test_the_file_is_written_as_sssom_asks() -> None:
    one = "00000000-0000-4000-8000-000000000001"
    crosswalk = Crosswalk(
        PinnedFramework(one, "https://example.org/a/fw", "2.1"),
        PinnedFramework("", "https://example.org/b/fw", ""),
        (
            CrosswalkRow(
                one,
                "https://example.org/b/7",
                Relation.SUBSET,
                "narrower",
                0.8,
                ("Ann|B", "C"),
                "Listen",
                "Hear",
            ),
            CrosswalkRow(one, "", Relation.NO_MATCH),
        ),
        title="A to B",
    )
    text = write_sssom(crosswalk).decode()
    assert text.split("\n")[0] == "#curie_map:"
    assert "#mapping_set_title: A to B\n" in text
    assert '#subject_source_version: "2.1"\n' in text
    rows_written = text[text.index("subject_id\t") :].rstrip("\n").split("\n")
    assert rows_written[1:] == [
        f"uuid:{one}\tListen\tskos:broadMatch\tns2:7\tHear\t{MANUAL}\tAnn\\|B|C\t0.8\tnarrower",
        f"uuid:{one}\t\tskos:relatedMatch\tsssom:NoTermFound\t\t{MANUAL}\t\t\t",
    ]


def test_every_field_is_promised() -> None:
    assert {row.fate for row in FIELDS} == {"kept"}


# Others' files


def test_rows_of_others_are_read_with_their_addresses_in_full() -> None:
    crosswalk, report = read(
        f"A:1\tskos:exactMatch\tB:1\t{MANUAL}",
        f"A:2\tskos:broadMatch\tB:2\t{MANUAL}",
        "A:3\tskos:narrowMatch\tB:3\tsemapv:LexicalMatching",
        f"A:4\tskos:closeMatch\tB:4\t{MANUAL}",
        f"A:5\towl:equivalentClass\tB:5\t{MANUAL}",
        f"A:6\tskos:exactMatch\tsssom:NoTermFound\t{MANUAL}",
        f"sssom:NoTermFound\tskos:relatedMatch\tB:7\t{MANUAL}",
    )
    assert [row.relation.value for row in crosswalk.rows] == [
        "equal",
        "subset",
        "superset",
        "intersects",
        "equal",
        "no match",
        "no match",
    ]
    assert crosswalk.rows[0].origin == "https://example.org/a/1"
    assert crosswalk.rows[0].destination == "https://example.org/b#1"
    assert (crosswalk.rows[5].destination, crosswalk.rows[6].origin) == ("", "")
    assert crosswalk.rows[2].extras == (("mapping_justification", '"semapv:LexicalMatching"'),)
    assert crosswalk.origin.uri == "https://example.org/a/one"
    assert crosswalk.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert (report.read, report.kept, report.left_out) == (7, 7, 0)
    assert read_sssom(write_sssom(crosswalk))[0] == crosswalk


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("A:1\tskos:exactMatch\tB:1\tx\tNot", "A row says what does not hold."),
        ("A:1\tskos:relatedMatch\tsssom:NoTermFound\tx\tNot", "A row says what does not hold."),
        ("A:1\tskos:exactMatch\tB:1\tx\tInverse", "A row changes its predicate in an unknown way."),
        ("A:1\toboInOwl:hasDbXref\tB:1\tx\t", "A predicate is none that a crosswalk knows."),
        ("C:1\tskos:exactMatch\tB:1\tx\t", "A short name is not explained in the head of the file."),
        ("A:1\tskos:exactMatch\t\tx\t", "A row does not name both its statements."),
        ("A:1\tskos:exactMatch", "A row does not name both its statements."),
        ("A:1\tskos:exactMatch\tB:1\tx\t\tmore", "A row has more cells than there are columns."),
        ("sssom:NoTermFound\tskos:exactMatch\tsssom:NoTermFound\tx\t", "A row names no statement at all."),
        ("=1+1\tskos:exactMatch\tB:1\tx\t", "A short name is not explained in the head of the file."),
    ],
)
def test_a_row_that_cannot_be_taken_is_set_apart_whole(row: str, what: str) -> None:
    good = f"A:1\tskos:exactMatch\tB:9\t{MANUAL}\t"
    crosswalk, report = read(row, good, columns=COLUMNS + "\tpredicate_modifier")
    assert (report.read, report.kept, report.left_out) == (2, 1, 1)
    assert [oddity.raw for oddity in report.oddities if oddity.severity == "left out"] == [row]
    assert told(report) == [what]
    assert crosswalk.rows[0].destination.endswith("#9")


def test_not_related_is_no_match() -> None:
    crosswalk, _ = read("A:1\tskos:relatedMatch\tB:1\tx\tNot", columns=COLUMNS + "\tpredicate_modifier")
    assert crosswalk.rows[0].relation == Relation.NO_MATCH
    assert crosswalk.rows[0].destination.endswith("#1")


@pytest.mark.parametrize("cell", ["1.5", "-1", "nan", "inf", "very", "1,0"])
def test_a_confidence_that_is_none_is_kept_as_it_stands(cell: str) -> None:
    crosswalk, report = read(f"A:1\tskos:exactMatch\tB:1\tx\t{cell}", columns=COLUMNS + "\tconfidence")
    assert crosswalk.rows[0].confidence is None
    assert dict(crosswalk.rows[0].extras)["confidence"] == json.dumps(cell)
    assert told(report) == ["A confidence is no number from 0 to 1."]
    assert read_sssom(write_sssom(crosswalk))[0] == crosswalk


def test_columns_and_names_that_we_do_not_know_are_kept_and_said_again() -> None:
    head = (
        HEAD
        + "#creator_id:\n#  - orcid:1\n#  - 'orcid:2'\n#comment: \"a # b\"   \n#mapping_date: 2024-01-01 # so\n"
    )
    crosswalk, _ = read(
        f"A:1\tskos:exactMatch\tB:1\t{MANUAL}\tx y", head=head, columns=COLUMNS + "\tauthor_label"
    )
    assert dict(crosswalk.extras) == {
        "creator_id": '["orcid:1","orcid:2"]',
        "comment": '"a # b"',
        "mapping_date": '"2024-01-01"',
    }
    assert crosswalk.rows[0].extras == (("author_label", '"x y"'),)
    written = write_sssom(crosswalk).decode()
    assert "\tauthor_label\n" in written
    assert "#creator_id:\n#  - " in written
    assert read_sssom(written.encode())[0] == crosswalk


def test_other_ways_of_writing_the_head_and_the_rows() -> None:
    head = '# curie_map: {A: \'https://example.org/a/\', "B": https://example.org/b/}\n# creator_id: [x, "y, z"]\n#\n'
    comma = 'subject_id,predicate_id,object_id,comment\nA:1,skos:exactMatch,B:1,"said, ""so"""\n'
    crosswalk, report = read_sssom((head + comma).encode(), name="a.sssom.csv")
    assert crosswalk.rows[0].origin == "https://example.org/a/1"
    assert crosswalk.rows[0].why == 'said, "so"'
    assert dict(crosswalk.extras)["creator_id"] == '["x","y, z"]'
    assert told(report).count("The file does not say which frameworks it is between.") == 2
    bare = f"https://example.org/a/1\tskos:exactMatch\turn:x:2\t{MANUAL}"
    crosswalk, report = read(bare)
    assert (crosswalk.rows[0].origin, crosswalk.rows[0].destination) == ("https://example.org/a/1", "urn:x:2")
    assert told(report) == ["Statements are named by whole addresses."]


def head_lines(value: object, **how: Any) -> list[str]:
    return str(yaml.safe_dump(value, **how)).split("\n")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("a: one\n  two # so\nb: x", "one two"),
        (f"a: {'word ' * 15}\n  - said\n\n  again\nb: x", f"{'word ' * 15}- said\nagain"),
        ("a: 'it''s\n\n\n  so'  # said\nb: x", "it's\n\nso"),
        ('a: "one \\\n  \\  two\n  three\\n"\nb: x', "one   two three\n"),
        ("a: |\n  one\n    two\n\n  # three\nb: x", "one\n  two\n\n# three\n"),
        ("a: >-  # folded\n  one\n  two\n\n  three\n\nb: x", "one two\nthree"),
        ("a: |2+\n   one\n\nb: x", " one\n\n"),
        ("a: >\n\nb: x", ""),
        ("a: null\nb: x", ""),
        ("a: ~ # none\nb: x", ""),
        ("a: 'null'\nb: x", "null"),
    ],
)
def test_a_value_of_several_lines_is_read_as_yaml_reads_it(written: str, read_as: str) -> None:
    assert (yaml.safe_load(written)["a"] or "") == read_as
    assert read_metadata(written.split("\n"), name="a.tsv") == {"a": read_as, "b": "x"}


def test_lists_and_maps_of_several_lines_are_read_as_yaml_reads_them() -> None:
    text = "a:\n- one\n  two\n- |-\n  three\n  four\n- null\nb: [x, 'y\n  z',\n  null]\nc:\n  d: 'e\n    f'\n"
    assert read_metadata(text.split("\n"), name="a.tsv") == {
        "a": ["one two", "three\nfour"],
        "b": ["x", "y z"],
        "c": {"d": "e f"},
    }


@pytest.mark.parametrize("style", [None, "'", '"', "|", ">"])
@given(
    text=st.one_of(
        words,
        st.lists(st.sampled_from(["a", "long word", "it's", '"', "\n", "  ", "-", "#"]), max_size=40).map(
            " ".join
        ),
    )
)
def test_any_text_is_read_as_a_yaml_library_reads_it(style: str | None, text: str) -> None:
    lines = head_lines(
        {"comment": text, "creator_id": [text, "orcid:1"], "curie_map": {"A": text}}, default_style=style
    )
    assert read_metadata(lines, name="a.tsv") == yaml.safe_load("\n".join(lines))


def test_a_head_as_a_yaml_library_writes_it_is_read() -> None:
    description = "A long description of it, with more – " * 12
    head = {
        "curie_map": {"A": "https://example.org/a/", "B": "https://example.org/b#"},
        "mapping_set_description": description,
        "comment": "two\nlines",
        "other": None,
    }
    crosswalk, _ = read(
        f"A:1\tskos:exactMatch\tB:1\t{MANUAL}", head="".join(f"# {line}\n" for line in head_lines(head)[:-1])
    )
    assert dict(crosswalk.extras) == {
        "mapping_set_description": json.dumps(description),
        "comment": '"two\\nlines"',
    }
    assert read_sssom(write_sssom(crosswalk))[0] == crosswalk


# Hostile files


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "zip archive"),
        (b"#mapping_set_id: x\n", "has no rows after its head"),
        (b"#license: x\nsubject_id\tobject_id\n", "has no column .predicate_id"),
        (b"{}", "has no column"),
        (b"some words\nand more", "has no column"),
        (b"#{[not yaml\nsubject_id\tpredicate_id\tobject_id\n", "line 1 of its head"),
        (b"#a: &anchor\n#b: |x\n#  block\nsubject_id\tpredicate_id\tobject_id\n", "line 2 of its head"),
        (b"#a: b\n#  - c\nsubject_id\tpredicate_id\tobject_id\n", "line 2 of its head"),
        (b"#- a\nsubject_id\tpredicate_id\tobject_id\n", "line 1 of its head"),
        (b"subject_id\tsubject_id\tpredicate_id\tobject_id\n", "twice"),
        (b"subject_id\tpredicate_id\tobject_id\n" + b"x" * 1_100_000, "cannot be read near line 2"),
        (b"#" * 300_000, "has no rows"),
        (b"#a: " + b'"' * 300_000, "has no rows"),
        (b"#" + b"a " * 300_000, "line 1 of its head"),
    ],
)
def test_what_is_no_crosswalk_gets_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence) as caught:
        read_sssom(data, name="bad.tsv")
    assert caught.value.sentence.startswith("bad.tsv")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_read(encoding: str) -> None:
    text = HEAD + COLUMNS + "\tcomment\n" + f"A:1\tskos:exactMatch\tB:1\t{MANUAL}\tCafé\n"
    assert read_sssom(text.encode(encoding))[0].rows[0].why == "Café"


def test_a_staircase_of_values_that_never_end_takes_no_time_to_speak_of() -> None:
    lines = ["a:", *(f"{' ' * depth}- [x" for depth in range(1, 3000))]
    begun = time.perf_counter()
    assert read_metadata(lines, name="a.tsv") == {"a": ["[x"] * 2999}
    assert time.perf_counter() - begun < 10


@given(words)
def test_any_head_is_read_or_refused_with_a_sentence(line: str) -> None:
    text = f"#{line}\nsubject_id\tpredicate_id\tobject_id\n"
    told_why = ""
    try:
        crosswalk, _ = read_sssom(text.encode("utf-8", "replace"))
    except Unreadable as refusal:
        told_why = refusal.sentence
        crosswalk = Crosswalk(PinnedFramework(""), PinnedFramework(""))
    assert crosswalk.rows == ()
    assert told_why == "" or told_why.endswith(".")
