"""What a careful reader would notice about a tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.tree.check import FindingKind, cycles, findings
from penholder.pure.tree.statement import Association, Statement, Tree

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
        (Statement("x", "Write <b>boldly</b>"), FindingKind.MARKUP, ("x",)),
        (Statement("x", "Care &amp; time"), FindingKind.MARKUP, ("x",)),
    ],
)
def test_findings_name_the_statement(odd: Statement, kind: FindingKind, uids: tuple[str, ...]) -> None:
    assert (kind, uids) in found(*WHOLE, odd)


def test_a_sub_point_that_lost_its_stem_is_found() -> None:
    large = tuple(Statement(f"l{number}", f"Large {number}", position=number) for number in range(3))
    lost = Statement("x", "by being there", parent="l1")
    assert (FindingKind.SUB_POINT_WITHOUT_STEM, ("x",)) in found(*WHOLE, *large, lost)


def test_a_framework_of_small_letters_has_lost_no_stems() -> None:
    small = tuple(Statement(f"s{number}", f"small {number}", position=number) for number in range(8))
    assert found(*small) == []


def test_less_than_and_more_than_are_not_markup() -> None:
    assert found(Statement("x", "Fewer than 5 < 10 & more > 3; R&D")) == []


@pytest.mark.parametrize(
    ("associations", "kinds"),
    [
        ((Association("l", "isRelatedTo", "a", "nowhere"),), [FindingKind.DANGLING_END]),
        ((Association("l", "isRelatedTo", "a", "", destination_uri="https://example.org/x"),), []),
        ((Association("l", "replacedBy", "gone", "a"),), []),
        ((Association("l", "replacedBy", "a", "gone"),), [FindingKind.DANGLING_END]),
        (
            (Association("l", "precedes", "a", "b"), Association("m", "precedes", "a", "b")),
            [FindingKind.DUPLICATE_ASSOCIATION],
        ),
    ],
)
def test_associations_that_lead_nowhere_or_say_it_twice_are_found(
    associations: tuple[Association, ...], kinds: list[FindingKind]
) -> None:
    assert [one.kind for one in findings(Tree("T", WHOLE, associations))] == kinds


def test_an_association_is_named_by_what_it_leads_from_and_to() -> None:
    links = (
        Association("l", "isRelatedTo", "a", "nowhere"),
        Association("m", "isRelatedTo", "lost", "a"),
        Association("n", "isRelatedTo", "a", ""),
        *(Association(uid, "precedes", "a", "b") for uid in "op"),
    )
    assert [finding.sentence for finding in findings(Tree("T", WHOLE, links, uid="t"))] == [
        "1 isRelatedTo nowhere, but nowhere is not here and has no address.",
        "lost isRelatedTo 1, but lost is not here and has no address.",
        "1 isRelatedTo nothing, but one of its ends is not said.",
        "That 1 precedes 1.1 is said 2 times. Once is enough.",
    ]


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
