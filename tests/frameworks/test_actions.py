"""Bringing a framework in, changing its draft, freezing it: what is written, what is recorded, what is refused."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from penholder.frameworks.actions import (
    apply_change,
    describe_import,
    import_framework,
    make_editorial_fix,
    open_draft,
)
from penholder.frameworks.freezing import freeze
from penholder.frameworks.models import Change, DraftStatement, Framework, Statement, VersionStatement
from penholder.frameworks.queries import changes_of, latest_version, open_draft_of, tree_of
from penholder.frameworks.queries.importing import read_staged
from penholder.pure.formats.case.reading import read_case
from penholder.pure.formats.sheets.csv_framework import ColumnMap
from penholder.pure.ledger.canon import canonical
from penholder.pure.tree.change import Add, Move, Recode, Retire, Reword
from penholder.record import clock
from penholder.record.queries import body_of, lines, log_size
from penholder.record.recording import Refused, committed
from tests.factories.frameworks import (
    Circle,
    case_bytes,
    case_package,
    circle,
    draft_of,
    imported,
    published,
    reworded,
    staged,
)
from tests.factories.record import trail_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ring() -> Circle:
    return circle()


def test_import_framework_keeps_the_tree_as_it_was_read(ring: Circle) -> None:
    data = case_bytes(parts=3, each=2, description="What keepers know", language="en", creator="The Guild")

    framework = imported(ring, data=data)

    assert tree_of(draft_of(framework)) == read_case(data, name="lantern.json")[0]


def test_import_framework_keeps_a_real_package_without_loss(ring: Circle, shared: Path) -> None:
    data = (shared / "data/frameworks/case/sbac-PT.json").read_bytes()
    tree, _ = read_case(data, name="sbac-PT.json")

    framework = imported(ring, data=data, filename="sbac-PT.json")

    kept = tree_of(draft_of(framework))
    assert len(kept.statements) == 164
    assert kept == tree
    assert [statement.uid for _, statement in kept.walk()] == [statement.uid for _, statement in tree.walk()]


@pytest.mark.parametrize(
    ("path", "count"),
    [("opensalt-fixture-ccsso_ela_item.csv", 1189), ("moodle/moodle-lptmanager-example.csv", 64)],
)
def test_import_framework_takes_a_real_table_with_its_suggested_map(
    ring: Circle, shared: Path, path: str, count: int
) -> None:
    file = shared / "data/frameworks" / path
    waiting = staged(ring, data=file.read_bytes(), filename=file.name)
    reading = read_staged(waiting)

    framework = import_framework(staged=waiting, accept_left_out=False, by=ring.coordinator)

    assert draft_of(framework).worded.count() == count
    assert tree_of(draft_of(framework)) == reading.tree


def test_import_framework_is_told_by_the_record(ring: Circle) -> None:
    waiting = staged(ring, parts=1, each=2)

    framework = import_framework(staged=waiting, accept_left_out=False, by=ring.coordinator)

    said = trail_of(framework.uid, draft_of(framework).uid)
    assert [entry.kind for entry in said] == ["framework.imported", "draft.opened"]
    assert framework.entry == said[0]
    assert body_of(said[0])["facts"] == {
        "source": "CASE",
        "statements": 4,
        "associations": 0,
        "left_out": 0,
        "sha256": sha256(waiting.data).hexdigest(),
    }
    assert lines(said)[0].sentence == (
        "A framework was imported from a CASE file (statements: 4, left out: 0)."
    )


def test_import_framework_waits_until_somebody_accepts_what_is_left_out(ring: Circle) -> None:
    package = case_package(parts=1, each=2)
    package["CFItems"].append(package["CFItems"][0])
    waiting = staged(ring, data=json.dumps(package).encode())
    before = log_size()

    with pytest.raises(Refused, match="1 of the things in this file would be left out"):
        import_framework(staged=waiting, accept_left_out=False, by=ring.coordinator)

    assert (Framework.objects.count(), log_size()) == (0, before)
    framework = import_framework(staged=waiting, accept_left_out=True, by=ring.coordinator)
    assert draft_of(framework).worded.count() == 4


def test_import_framework_twice_is_refused(ring: Circle) -> None:
    waiting = staged(ring)
    import_framework(staged=waiting, accept_left_out=False, by=ring.coordinator)

    with pytest.raises(Refused, match="imported already"):
        import_framework(staged=waiting, accept_left_out=False, by=ring.coordinator)

    assert Framework.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<html></html>", "not JSON"),
        (b'{"CFDocument": {"title": "x"}, "CFItems": []}', "holds no statements"),
        (b'{"CFItems": [', "breaks off"),
        (b"%PDF-1.7", "is a PDF"),
    ],
)
def test_import_framework_refuses_a_file_that_holds_none(ring: Circle, data: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        import_framework(staged=staged(ring, data=data), accept_left_out=True, by=ring.coordinator)


def test_import_framework_refuses_what_our_tables_cannot_hold_and_says_where(ring: Circle) -> None:
    package = case_package(parts=1, each=1)
    package["CFItems"][1]["humanCodingScheme"] = "9" * 101

    with pytest.raises(Refused, match=r"statement 2 .*code is longer than the 100 characters"):
        imported(ring, data=json.dumps(package).encode())


def test_import_framework_refuses_names_that_no_database_takes(ring: Circle) -> None:
    package = case_package(parts=1, each=1)
    package["CFItems"][0]["odd\x00name"] = "x"

    with pytest.raises(Refused, match="name of a field holds a character that cannot be kept"):
        imported(ring, data=json.dumps(package).encode())


def test_import_framework_under_a_chosen_title_finds_an_address_of_its_own(ring: Circle) -> None:
    first = imported(ring, title="Import")
    second = imported(ring, title="Import")
    third = imported(ring, title="提灯")

    assert [one.title for one in (first, second)] == ["Import", "Import"]
    assert [one.slug for one in (first, second, third)] == ["import-2", "import-3", "framework"]


def test_stage_import_refuses_an_empty_file(ring: Circle) -> None:
    with pytest.raises(Refused, match="is empty"):
        staged(ring, data=b"")


def test_describe_import_changes_how_a_table_is_read(ring: Circle) -> None:
    table = b"nr,what,who\n1,Light it,keeper\n1.1,Trim it,helper\n"
    waiting = staged(ring, data=table, filename="sheet.csv")

    describe_import(
        staged=waiting, title="Sheet", column_map=ColumnMap(text="what", code="nr", path="nr", kind="who")
    )

    tree = read_staged(waiting).tree
    assert tree is not None
    assert tree.title == "Sheet"
    assert [(one.code, one.kind, bool(one.parent)) for one in tree.statements] == [
        ("1", "keeper", False),
        ("1.1", "helper", True),
    ]


def test_make_editorial_fix_rewords_and_warrants_itself(ring: Circle) -> None:
    framework = imported(ring)
    before = log_size()

    change = reworded(ring, framework, "p1-1", "trim the wick with care", why="an article")

    draft = draft_of(framework)
    assert draft.worded.get(statement__uid="p1-1").text == "trim the wick with care"
    assert log_size() == before + 2
    assert (change.warrant.kind, change.entry.kind) == ("editorial_fix.made", "change.applied")
    assert (change.significance, change.why, change.number) == ("editorial", "an article", 1)
    assert change.before == {
        "text": "trim wick 1.1.1 with care",
        "parent": "p1-stem",
        "position": 0,
        "code": "1.1.1",
        "kind": "",
    }
    assert change.after == {**change.before, "text": "trim the wick with care"}


def test_apply_change_commits_to_the_words_and_names_none(ring: Circle) -> None:
    framework = imported(ring)

    change = reworded(ring, framework, "p1-1", "snuff the quiet flame")

    entry = bytes(change.entry.body).decode()
    for name, words in (("before", change.before), ("after", change.after)):
        assert committed(change.salt, name, canonical(words).decode()) in entry
    assert "snuff" not in entry
    assert body_of(change.entry)["re"] == ["p1-1"]
    assert body_of(change.entry)["facts"]["warrant"] == change.warrant.index


@pytest.mark.parametrize("operation", [Add("new", "light two"), Retire("p1-1")])
def test_make_editorial_fix_of_what_is_asked_is_refused(ring: Circle, operation: Add | Retire) -> None:
    framework = imported(ring)

    with pytest.raises(Refused, match="takes a decision"):
        make_editorial_fix(draft=draft_of(framework), operation=operation, why="x", by=ring.coordinator)


def test_make_editorial_fix_without_a_reason_is_refused(ring: Circle) -> None:
    with pytest.raises(Refused, match="Say why"):
        reworded(ring, imported(ring), "p1-1", "other words", why="  ")


def test_make_editorial_fix_that_changes_nothing_leaves_nothing(ring: Circle) -> None:
    framework = imported(ring)
    before = log_size()

    with pytest.raises(Refused, match="already has these words"):
        reworded(ring, framework, "p1-1", "trim wick 1.1.1 with care")

    assert (log_size(), Change.objects.count()) == (before, 0)


def _apply(ring: Circle, framework: Framework, operation: Add | Reword | Move | Retire | Recode) -> Change:
    assert framework.entry is not None
    return apply_change(
        draft=draft_of(framework),
        operation=operation,
        significance="substantive",
        why="decided",
        warrant=framework.entry,
        by=ring.coordinator,
    )


def _order(framework: Framework, under: str) -> list[str]:
    tree = tree_of(draft_of(framework))
    assert [one.position for one in tree.children[under]] == list(range(len(tree.children[under])))
    return [one.uid for one in tree.children[under]]


def test_apply_change_adds_a_statement_and_makes_room(ring: Circle) -> None:
    framework = imported(ring)

    change = _apply(ring, framework, Add("new", "carry it high", parent="p1-stem", position=1, code="1.1.9"))

    assert _order(framework, "p1-stem") == ["p1-1", "new", "p1-2", "p1-3"]
    assert (change.before, change.after["text"], change.operation) == ({}, "carry it high", "add")
    assert change.warrant == framework.entry


def test_apply_change_retires_a_statement_and_keeps_its_identity(ring: Circle) -> None:
    framework = imported(ring)

    change = _apply(ring, framework, Retire("p1-1"))

    assert _order(framework, "p1-stem") == ["p1-2", "p1-3"]
    assert Statement.objects.filter(framework=framework, uid="p1-1").exists()
    assert (change.before["text"], change.after) == ("trim wick 1.1.1 with care", {})


def test_apply_change_brings_a_retired_statement_back_under_its_own_id(ring: Circle) -> None:
    framework = imported(ring)
    gone = _apply(ring, framework, Retire("p1-1"))

    back = _apply(ring, framework, Add("p1-1", "trim it after all", parent="p2-stem"))

    assert back.statement == gone.statement
    assert _order(framework, "p2-stem")[-1] == "p1-1"


def test_apply_change_moves_a_statement_with_everything_under_it(ring: Circle) -> None:
    framework = imported(ring)

    change = _apply(ring, framework, Move("p1-stem", parent="p2", position=0))

    assert _order(framework, "p2") == ["p1-stem", "p2-stem"]
    assert _order(framework, "p1-stem") == ["p1-1", "p1-2", "p1-3"]
    assert (change.before["parent"], change.after["parent"]) == ("p1", "p2")


def test_apply_change_recodes(ring: Circle) -> None:
    framework = imported(ring)

    _apply(ring, framework, Recode("p1-1", "A1"))

    assert draft_of(framework).worded.get(statement__uid="p1-1").code == "A1"


@pytest.mark.parametrize(
    ("operation", "sentence"),
    [
        (Retire("p1-stem"), "still has 3 under it"),
        (Move("p1", parent="p1-1"), "one of its own sub-points"),
        (Reword("nobody", "x"), "no statement with the identifier nobody"),
        (Recode("p1-1", "9" * 101), "longer than 100"),
        (Add("new", "x", parent="nowhere"), "to stand under"),
    ],
)
def test_apply_change_that_does_not_fit_is_refused_in_a_sentence(
    ring: Circle, operation: Add | Reword | Move | Retire | Recode, sentence: str
) -> None:
    framework = imported(ring)
    before = tree_of(draft_of(framework))

    with pytest.raises(Refused, match=sentence):
        _apply(ring, framework, operation)

    assert tree_of(draft_of(framework)) == before


def test_apply_change_to_a_published_draft_is_refused(ring: Circle) -> None:
    framework = imported(ring)
    draft = draft_of(framework)
    published(framework)

    with pytest.raises(Refused, match="has been published"):
        make_editorial_fix(draft=draft, operation=Reword("p1-1", "x"), why="x", by=ring.coordinator)


def test_apply_change_numbers_changes_and_lists_them_with_their_warrants(ring: Circle) -> None:
    framework = imported(ring)
    for text in ("one", "two", "three"):
        reworded(ring, framework, "p1-1", text)

    found = changes_of(draft_of(framework))

    assert [(change.number, change.after["text"]) for change in found] == [
        (1, "one"),
        (2, "two"),
        (3, "three"),
    ]
    assert all(change.warrant.index < change.entry.index for change in found)


def test_freeze_copies_every_word_and_closes_the_draft(ring: Circle) -> None:
    framework = imported(ring, parts=2, each=2)
    reworded(ring, framework, "p1-1", "trim it")
    draft = draft_of(framework)
    before = tree_of(draft)

    version = published(framework)

    assert tree_of(version) == before
    assert (version.number, latest_version(framework), open_draft_of(framework)) == (1, version, None)
    draft.refresh_from_db()
    assert draft.became == version


def test_freeze_twice_is_refused(ring: Circle) -> None:
    draft = draft_of(imported(ring))
    with transaction.atomic():
        freeze(draft=draft, at=clock.now())

    with pytest.raises(Refused, match="published already"), transaction.atomic():
        freeze(draft=draft, at=clock.now())


def test_freeze_makes_words_that_the_database_itself_keeps(ring: Circle) -> None:
    version = published(imported(ring))

    with pytest.raises(DatabaseError, match="may only grow"), transaction.atomic():
        VersionStatement.objects.filter(version=version).update(text="other words")
    with pytest.raises(DatabaseError, match="may only grow"), transaction.atomic():
        VersionStatement.objects.filter(version=version).delete()


def test_open_draft_copies_the_newest_version(ring: Circle) -> None:
    framework = imported(ring)
    version = published(framework)

    draft = open_draft(framework=framework, by=ring.coordinator)

    assert tree_of(draft) == tree_of(version)
    assert (draft.number, draft.based_on) == (2, version)
    [entry] = trail_of(draft.uid)
    assert body_of(entry)["re"] == [version.uid]


def test_open_draft_leaves_the_published_words_alone(ring: Circle) -> None:
    framework = imported(ring)
    version = published(framework)
    before = tree_of(version)
    open_draft(framework=framework, by=ring.coordinator)

    reworded(ring, framework, "p1-1", "quite other words")

    assert tree_of(version) == before
    assert published(framework).number == 2


def test_open_draft_beside_an_open_one_is_refused(ring: Circle) -> None:
    framework = imported(ring)

    with pytest.raises(Refused, match="Draft 1 is open already"):
        open_draft(framework=framework, by=ring.coordinator)


def test_import_framework_takes_twenty_thousand_statements(ring: Circle) -> None:
    rows = "\n".join(
        f"{part}.{point},Statement {part} {point}" for part in range(1, 201) for point in range(100)
    )

    framework = imported(ring, data=f"code,statement\n{rows}\n".encode(), filename="large.csv")

    assert DraftStatement.objects.filter(draft=draft_of(framework)).count() == 20_000
