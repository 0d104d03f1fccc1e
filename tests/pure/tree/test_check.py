"""What a careful reader would notice about a tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.tree.check import FindingKind, cycles, findings
from penholder.pure.tree.statement import Statement, Tree

WHOLE = (
    Statement("a", "Listen:", code="1"),
    Statement("b", "with care", parent="a", code="1.1"),
    Statement("c", "with time", parent="a", position=1),
)


def found(*statements: Statement) -> list[tuple[FindingKind, tuple[str, ...]]]:
    return [(one.kind, one.uids) for one in findings(Tree("T", statements))]


def test_findings_of_a_whole_tree_are_none() -> None:
    assert found(*WHOLE) == []


@pytest.mark.parametrize(
    ("odd", "kind", "uids"),
    [
        (Statement("x", "Alone", parent="x"), FindingKind.CYCLE, ("x",)),
        (Statement("x", "Lost", parent="gone"), FindingKind.MISSING_PARENT, ("x",)),
        (Statement("c", "with time", parent="a"), FindingKind.DUPLICATE_IDENTIFIER, ("c",)),
        (Statement("x", " \n", parent="a"), FindingKind.EMPTY_TEXT, ("x",)),
        (Statement("x", "Other", code="1.1"), FindingKind.DUPLICATE_CODE, ("b", "x")),
        (Statement("x", "Followed by:"), FindingKind.STEM_WITHOUT_SUB_POINTS, ("x",)),
        (Statement("x", "With  care", parent="a", position=5), FindingKind.SAME_WORDS_TWICE, ("b", "x")),
    ],
)
def test_findings_name_the_statement(odd: Statement, kind: FindingKind, uids: tuple[str, ...]) -> None:
    assert (kind, uids) in found(*WHOLE, odd)


def test_findings_say_what_to_do_in_a_sentence() -> None:
    long = Statement("x", "word " * 40, parent="gone")
    sentence = findings(Tree("T", (*WHOLE, long)))[0].sentence
    assert sentence.startswith("“word word")
    assert "…” belongs under a statement that is not here. " in sentence
    assert findings(Tree("T", (long,)))[0].serious


def test_cycles_begin_with_the_first_and_leave_out_what_hangs_below() -> None:
    parents = {"z": "b", "b": "c", "c": "a", "a": "b", "s": "s", "t": "s", "free": ""}
    assert cycles(parents) == (("b", "c", "a"), ("s",))


@given(st.dictionaries(st.integers(0, 9).map(str), st.integers(0, 12).map(str)))
def test_cycles_once_broken_leave_none(parents: dict[str, str]) -> None:
    broken = {ring[0] for ring in cycles(parents)}
    assert cycles({uid: parent for uid, parent in parents.items() if uid not in broken}) == ()
    for ring in cycles(parents):
        assert all(parents[uid] == above for uid, above in zip(ring, (*ring[1:], ring[0]), strict=True))
