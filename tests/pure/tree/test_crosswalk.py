"""A crosswalk is a value between two pinned frameworks, readable from both sides, and it says what is odd about it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from penholder.pure.tree.crosswalk import (
    CASE_KINDS,
    SKOS_PREDICATES,
    Crosswalk,
    CrosswalkRow,
    PinnedFramework,
    Relation,
    as_associations,
    crosswalk_findings,
    rows_of_associations,
    unanswered,
)
from penholder.pure.tree.statement import Association, Statement, Tree

EQUAL = CrosswalkRow("a1", "b1", Relation.EQUAL, "the same words", 0.9, ("Ann",), "Listen", "Hear")
SUBSET = CrosswalkRow("a2", "b1", Relation.SUBSET)
NOTHING = CrosswalkRow("a3", "", Relation.NO_MATCH, "looked for and not there")


def crosswalk(*rows: CrosswalkRow) -> Crosswalk:
    return Crosswalk(PinnedFramework("a", "urn:a", "1"), PinnedFramework("b", "urn:b", "2"), rows)


def tree(*uids: str) -> Tree:
    return Tree("Named", tuple(Statement(uid, uid, position=place) for place, uid in enumerate(uids)))


def test_every_relation_but_no_match_has_a_kind_and_a_predicate_of_its_own() -> None:
    assert set(CASE_KINDS) == set(SKOS_PREDICATES) == set(Relation) - {Relation.NO_MATCH}
    assert len(set(CASE_KINDS.values())) == len(set(SKOS_PREDICATES.values())) == 5
    assert CASE_KINDS[Relation.SUBSET] == "ext:narrowMatchOf"
    assert SKOS_PREDICATES[Relation.SUBSET] == "broadMatch"


def test_turning_a_crosswalk_turns_its_rows_and_twice_is_nothing() -> None:
    original = crosswalk(EQUAL, SUBSET, NOTHING)
    turned = original.turned()
    assert (turned.origin.uid, turned.destination.version) == ("b", "1")
    assert [row.relation for row in turned.rows] == [Relation.EQUAL, Relation.SUPERSET, Relation.NO_MATCH]
    assert (turned.rows[0].origin, turned.rows[0].origin_label) == ("b1", "Hear")
    assert turned.turned() == original


def test_rows_are_associations_except_no_match() -> None:
    assert as_associations(crosswalk(EQUAL, SUBSET, NOTHING)) == (
        (EQUAL, "exactMatchOf"),
        (SUBSET, "ext:narrowMatchOf"),
    )


def test_associations_of_a_tree_are_rows_where_a_crosswalk_knows_their_kind() -> None:
    given = (
        Association("x", "exactMatchOf", "a1", "urn:b:1", destination_title="Hear"),
        Association("y", "precedes", "a1", "a2"),
    )
    assert rows_of_associations(given) == (
        CrosswalkRow("a1", "urn:b:1", Relation.EQUAL, destination_label="Hear"),
    )


def test_a_sound_crosswalk_gives_no_findings() -> None:
    assert crosswalk_findings(crosswalk(EQUAL, SUBSET, NOTHING), tree("a1", "a2", "a3"), tree("b1")) == ()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (replace(EQUAL, relation=Relation.SUPERSET), "a1 and b1 are said to be equal and superset."),
        (replace(NOTHING, origin="a1"), "a1 is said to have no match, and to have one."),
        (EQUAL, "The row from a1 to b1 stands 2 times."),
        (CrosswalkRow("a2", "", Relation.EQUAL), "A row says “equal” and names only one statement (a2)."),
        (CrosswalkRow("", "", Relation.NO_MATCH), "A row names no statement at all."),
        (CrosswalkRow("a2", "b2", Relation.EQUAL, confidence=7), "The confidence of a2 to b2 is 7"),
    ],
)
def test_what_is_odd_about_rows_is_said(row: CrosswalkRow, sentence: str) -> None:
    found = crosswalk_findings(crosswalk(EQUAL, row))
    assert any(one.startswith(sentence) for one in found), found


def test_rows_about_statements_that_are_gone_are_found() -> None:
    assert crosswalk_findings(crosswalk(EQUAL), tree("a2"), tree("b1")) == (
        "a1 is not in “Named”. It may have been retired since; look again.",
    )


def test_statements_that_nobody_looked_at_are_listed() -> None:
    assert unanswered(crosswalk(EQUAL, NOTHING), tree("a1", "a2", "a3", "a4")) == ("a2", "a4")
