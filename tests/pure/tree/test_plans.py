"""What is done is what the diff says was done, and doing what the diff says leads there."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from penholder.pure.tree.between import between
from penholder.pure.tree.change import carry_out
from penholder.pure.tree.diff import Difference, DifferenceKind, diff, framework_differences
from penholder.pure.tree.operation import (
    Add,
    Alter,
    Annotate,
    CannotApply,
    Describe,
    MarkOptional,
    Merge,
    Move,
    Relate,
    Reorder,
    Replace,
    Retire,
    Split,
    Step,
    Unrelate,
)
from penholder.pure.tree.settled import settled
from penholder.pure.tree.statement import Association, Statement, Tree
from tests.pure.tree.plans import at_its_place, plans, trees

TREE = Tree(
    "Small",
    (
        Statement("a", "Listen", code="1"),
        Statement("b", "With care", parent="a", position=0, code="1.1"),
        Statement("c", "With time", parent="a", position=1, code="1.2"),
        Statement("d", "With others", parent="a", position=2, code="1.3"),
        Statement("e", "Speak", position=1, code="2"),
    ),
    (Association("l", "isRelatedTo", "b", "e"),),
)


@settings(max_examples=60)
@given(st.data())
def test_a_plan_carried_out_and_diffed_gives_the_same_plan_up_to_order(data: st.DataObject) -> None:
    tree = data.draw(trees())
    plan = data.draw(plans(tree))
    after = carry_out(tree, plan)
    done = [at_its_place(settled(after), step) for step in plan]
    assume(not any(isinstance(step, Reorder) or _in_its_list(tree, step) for step in done))

    assert Counter(map(_hashable, between(tree, after))) == Counter(map(_hashable, done))


def _in_its_list(tree: Tree, step: Step) -> bool:
    """A move within one list is a new order, and may be told of either of two neighbours."""
    return isinstance(step, Move) and tree.by_uid[step.uid].parent == step.parent


def _hashable(step: Step) -> Step:
    """Who merged is told in the order of the tree."""
    return replace(step, uids=tuple(sorted(step.uids))) if isinstance(step, Merge) else step


@given(st.integers(3, 7), st.data())
def test_one_reordered_by_two_places_or_more_is_the_one_that_is_told(count: int, data: st.DataObject) -> None:
    tree = Tree("T", tuple(Statement(str(one), "w", position=one) for one in range(count)))
    which, to = data.draw(st.integers(0, count - 1)), data.draw(st.integers(0, count - 1))
    assume(abs(which - to) >= 2)
    step = Reorder(str(which), to)

    assert between(tree, carry_out(tree, [step])) == (step,)


@settings(max_examples=60)
@given(st.data())
def test_what_the_diff_says_leads_from_one_tree_to_the_other(data: st.DataObject) -> None:
    old, new = data.draw(trees()), data.draw(trees())
    steps = between(old, new)

    assert settled(carry_out(old, steps)) == settled(new)


@given(st.data())
def test_the_order_of_the_steps_makes_no_difference(data: st.DataObject) -> None:
    old, new = data.draw(trees()), data.draw(trees())
    steps = list(between(old, new))
    random.Random(data.draw(st.integers(0, 99))).shuffle(steps)

    assert settled(carry_out(old, steps)) == settled(new)


@given(trees())
def test_a_tree_does_not_differ_from_itself(tree: Tree) -> None:
    assert between(tree, settled(tree)) == ()
    assert settled(settled(tree)) == settled(tree)


def test_what_went_is_told_by_what_stands_for_it() -> None:
    after = carry_out(
        TREE,
        [
            Add("x", "With kindness", "a", 0),
            Replace("b", "x"),
            Add("y", "With patience", "a", 1),
            Add("z", "Without hurry", "a", 2),
            Split("c", ("y", "z")),
            Merge(("d",), "e"),
        ],
    )

    assert diff(TREE, after) == (
        Difference(DifferenceKind.ADDED, "x", new="With kindness"),
        Difference(DifferenceKind.ADDED, "y", new="With patience"),
        Difference(DifferenceKind.ADDED, "z", new="Without hurry"),
        Difference(DifferenceKind.SPLIT, "c", old="With time", others=("y", "z")),
        Difference(DifferenceKind.REPLACED, "b", "With care", "With kindness", others=("x",)),
        Difference(DifferenceKind.MERGED, "e", new="Speak", others=("d",)),
    )


def test_several_merged_into_a_new_one_are_told_as_one_merger() -> None:
    after = carry_out(TREE, [Add("x", "With care and time", "a", 0), Merge(("b", "c"), "x")])

    assert [one for one in diff(TREE, after) if one.kind is DifferenceKind.MERGED] == [
        Difference(DifferenceKind.MERGED, "x", new="With care and time", others=("b", "c"))
    ]


def test_associations_that_came_changed_and_went_are_told() -> None:
    came, other = Association("m", "precedes", "b", "c"), Association("l", "isPeerOf", "b", "e")
    assert diff(TREE, carry_out(TREE, [Relate(came)])) == (
        Difference(DifferenceKind.RELATED, "m", new="precedes", others=("b", "c")),
    )
    assert diff(TREE, carry_out(TREE, [Alter(other)])) == (
        Difference(DifferenceKind.RELATED_OTHERWISE, "l", "isRelatedTo", "isPeerOf", others=("b", "e")),
    )
    assert diff(TREE, carry_out(TREE, [Unrelate("l")])) == (
        Difference(DifferenceKind.RELATED_NO_LONGER, "l", old="isRelatedTo", others=("b", "e")),
    )


def test_companions_levels_and_marks_are_told_and_what_nobody_reads_is_not() -> None:
    after = carry_out(
        TREE,
        [
            Describe("b", "easy", "Be kind."),
            Describe("c", "level", "lead"),
            MarkOptional("d", optional=True),
            Annotate("e", (("lastChangeDateTime", '"2026-01-01"'),)),
        ],
    )

    assert [(one.kind, one.uid, one.new) for one in diff(TREE, after)] == [
        (DifferenceKind.EASY, "b", "Be kind."),
        (DifferenceKind.LEVEL, "c", "lead"),
        (DifferenceKind.OPTIONAL, "d", "optional"),
    ]
    assert framework_differences(TREE, replace(after, title="Other"))[0].new == "Other"


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        ([Replace("b", "x")], "There is no statement with the identifier x to stand for 1.1."),
        ([Split("b", ("c",))], "1.1 needs two or more that stand for it; else replace it."),
        ([Merge(("b", "c"), "c")], "1.1 cannot stand for itself."),
        ([Retire("b"), Replace("b", "c")], "1.1 is to be replaced and retired. Choose one of the two."),
        (
            [Merge(("b", "c"), "d"), Describe("c", "plain", "x")],
            "1.2 is to be described and merged. Choose one",
        ),
        ([Replace("a", "e")], "1 still has 3 under it. Move or retire those first, then it can be retired."),
        ([Reorder("b", 0)], "1.1 already stands there, so nothing would change."),
        ([MarkOptional("b", optional=False)], "1.1 already has this mark, so nothing would change."),
        ([Relate(TREE.associations[0])], "There is already an association with the identifier l."),
        ([Alter(TREE.associations[0])], "The association l already says that."),
        ([Unrelate("m")], "There is no association with the identifier m here."),
        ([Add("x", "New"), Move("x", "a")], "“New” is new here. Add it where it belongs, or not at all."),
        (
            [Add("x", "New"), Retire("x")],
            "The statement x is to be added and retired. Choose one of the two.",
        ),
        ([Move("b", ""), Reorder("b", 2)], "1.1 is to be put in another place twice. Keep one of the two."),
    ],
)
def test_a_plan_that_does_not_fit_says_why(plan: list[Step], sentence: str) -> None:
    with pytest.raises(CannotApply) as refused:
        carry_out(TREE, plan)
    assert refused.value.sentence.startswith(sentence)
