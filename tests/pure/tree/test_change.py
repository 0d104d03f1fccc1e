"""Operations give a new tree, or a sentence saying why not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.tree.change import (
    Add,
    CannotApply,
    Move,
    Operation,
    Recode,
    Retire,
    Reword,
    apply_all,
    apply_operation,
)
from penholder.pure.tree.statement import Statement, Tree

TREE = Tree(
    "Small",
    (
        Statement("a", "Listen", code="1"),
        Statement("b", "With care", parent="a", position=0, code="1.1"),
        Statement("c", "With time:", parent="a", position=1, code="1.2"),
        Statement("d", "every day", parent="c", position=0),
        Statement("e", "Speak", position=1, code="2"),
    ),
)


def outline(tree: Tree) -> list[tuple[int, str]]:
    return [(depth, statement.uid) for depth, statement in tree.walk()]


def dense(tree: Tree) -> bool:
    return all(
        [child.position for child in below] == list(range(len(below))) for below in tree.children.values()
    )


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (Add("f", "Rest", "", 1), [(0, "a"), (1, "b"), (1, "c"), (2, "d"), (0, "f"), (0, "e")]),
        (Add("f", "Rest", "e"), [(0, "a"), (1, "b"), (1, "c"), (2, "d"), (0, "e"), (1, "f")]),
        (Move("c", "", 0), [(0, "c"), (1, "d"), (0, "a"), (1, "b"), (0, "e")]),
        (Move("b", "a", 1), [(0, "a"), (1, "c"), (2, "d"), (1, "b"), (0, "e")]),
        (Move("e", "d", 99), [(0, "a"), (1, "b"), (1, "c"), (2, "d"), (3, "e")]),
        (Retire("d"), [(0, "a"), (1, "b"), (1, "c"), (0, "e")]),
        (Retire("b"), [(0, "a"), (1, "c"), (2, "d"), (0, "e")]),
    ],
)
def test_apply_operation_puts_statements_where_they_belong(
    operation: Operation, expected: list[tuple[int, str]]
) -> None:
    changed = apply_operation(TREE, operation)
    assert outline(changed) == expected
    assert dense(changed)


def test_apply_operation_rewords_and_recodes_nothing_else() -> None:
    changed = apply_all(TREE, [Reword("b", "With great care"), Recode("b", "1.A")])
    assert changed.by_uid["b"] == Statement("b", "With great care", "a", 0, "1.A")
    assert [one for one in changed.statements if one.uid != "b"] == [
        one for one in TREE.statements if one.uid != "b"
    ]


@pytest.mark.parametrize(
    ("operation", "sentence"),
    [
        (Reword("x", "New"), "There is no statement with the identifier x here. It may have been retired."),
        (Reword("a", "Listen"), "1 already has these words, so nothing would change."),
        (Reword("d", "  "), "“every day” would be left without words. Retire it instead."),
        (Recode("a", "1"), "1 already has this code, so nothing would change."),
        (Recode("x", "1"), "There is no statement with the identifier x here. It may have been retired."),
        (Move("a", "a"), "1 cannot stand under itself."),
        (Move("a", "d"), "1 cannot stand under one of its own sub-points."),
        (Move("b", "a", 0), "1.1 already stands there, so nothing would change."),
        (Move("b", "x"), "There is no statement with the identifier x to stand under."),
        (Move("b", "", -1), "A position counts from 0 at the top."),
        (Retire("a"), "1 still has 2 under it. Move or retire those first, then it can be retired."),
        (Retire("x"), "There is no statement with the identifier x here. It may have been retired."),
        (Add("a", "Again"), "There is already a statement with the identifier a."),
        (Add("", "Again"), "A new statement needs an identifier of its own."),
        (Add("f", " \n"), "A new statement needs words."),
        (Add("f", "Rest", "x"), "There is no statement with the identifier x to stand under."),
    ],
)
def test_apply_operation_that_does_not_fit_says_why(operation: Operation, sentence: str) -> None:
    with pytest.raises(CannotApply) as refused:
        apply_operation(TREE, operation)
    assert refused.value.sentence == sentence


def test_apply_all_judges_operations_by_where_they_end() -> None:
    changed = apply_all(TREE, [Retire("c"), Retire("a"), Move("d", "f"), Retire("b"), Add("f", "Both", "")])
    assert outline(changed) == [(0, "e"), (0, "f"), (1, "d")]
    assert dense(changed)


def test_apply_all_may_turn_parent_and_child_round() -> None:
    assert outline(apply_all(TREE, [Move("a", "c"), Move("c", "")]))[:2] == [(0, "e"), (0, "c")]


@pytest.mark.parametrize(
    ("operations", "sentence"),
    [
        ([Reword("a", "One"), Reword("a", "Two")], "1 is to be reworded twice. Keep one of the two."),
        (
            [Reword("d", "One"), Retire("d")],
            "“every day” is to be reworded and retired. Choose one of the two.",
        ),
        ([Add("f", "One"), Add("f", "Two")], "The statement f is to be added twice. Keep one of the two."),
        ([Retire("d"), Add("f", "Rest", "d")], "“every day” still has 1 under it."),
        ([Move("a", "e"), Move("e", "a")], "1 cannot stand under one of its own sub-points."),
    ],
)
def test_apply_all_that_contradicts_itself_says_why(operations: list[Operation], sentence: str) -> None:
    with pytest.raises(CannotApply) as refused:
        apply_all(TREE, operations)
    assert refused.value.sentence.startswith(sentence)


UIDS = st.sampled_from(["", "a", "b", "c", "d", "e", "f"])
OPERATIONS = st.one_of(
    st.builds(
        Add,
        uid=st.sampled_from("fgh"),
        text=st.just("New"),
        parent=UIDS,
        position=st.none() | st.integers(0, 3),
    ),
    st.builds(Move, uid=UIDS, parent=UIDS, position=st.none() | st.integers(0, 3)),
    st.builds(Retire, uid=UIDS),
    st.builds(Reword, uid=UIDS, text=st.sampled_from(["Listen", "Other"])),
)


@given(st.lists(OPERATIONS, max_size=5))
def test_apply_all_leaves_a_whole_tree_or_refuses(operations: list[Operation]) -> None:
    try:
        changed = apply_all(TREE, operations)
    except CannotApply:
        return
    assert sorted(uid for _, uid in outline(changed)) == sorted(one.uid for one in changed.statements)
    assert dense(changed)
    expected = {one.uid for one in TREE.statements}
    expected |= {one.uid for one in operations if isinstance(one, Add)}
    expected -= {one.uid for one in operations if isinstance(one, Retire)}
    assert {one.uid for one in changed.statements} == expected
