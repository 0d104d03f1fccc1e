"""Two drafts of one base: both are done where they do not meet, and a collision is named where they do."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from penholder.pure.tree.change import carry_out
from penholder.pure.tree.merge import merge
from penholder.pure.tree.operation import (
    Add,
    Alter,
    Describe,
    Merge,
    Move,
    Relate,
    Reorder,
    Replace,
    Retire,
    Reword,
    Step,
    Unrelate,
)
from penholder.pure.tree.settled import settled
from penholder.pure.tree.statement import Association, Statement, Tree
from tests.pure.tree.plans import plans, touched, trees
from tests.pure.tree.test_plans import TREE


@settings(max_examples=30)
@given(st.data())
def test_edits_that_do_not_meet_give_what_doing_both_gives(data: st.DataObject) -> None:
    base = data.draw(trees())
    one = data.draw(plans(base, most=4))
    apart = touched(base, one)
    other = data.draw(plans(base, most=4, new=("o0", "o1", "o2"), apart=apart))
    assume(not apart & touched(base, other))

    merged = merge(base, carry_out(base, one), carry_out(base, other))

    assert merged.collisions == ()
    assert merged.tree is not None
    assert settled(merged.tree) == settled(carry_out(carry_out(base, one), other))
    assert settled(merged.tree) == settled(carry_out(carry_out(base, other), one))


@settings(max_examples=30)
@given(st.data())
def test_a_draft_merged_with_the_base_or_with_itself_is_that_draft(data: st.DataObject) -> None:
    base = data.draw(trees())
    draft = carry_out(base, data.draw(plans(base)))

    for ours, theirs in ((draft, base), (base, draft), (draft, draft)):
        merged = merge(base, ours, theirs)
        assert merged.tree is not None
        assert settled(merged.tree) == settled(draft)


@settings(max_examples=30)
@given(st.data())
def test_any_two_drafts_merge_to_a_whole_tree_or_name_collisions(data: st.DataObject) -> None:
    base = data.draw(trees())
    one, other = (carry_out(base, data.draw(plans(base, new=new))) for new in (("n0",), ("o0", "n0")))
    merged = merge(base, one, other)

    assert (merged.tree is None) == bool(merged.collisions)
    if merged.tree is not None:
        assert {statement.uid for _, statement in merged.tree.walk()} == set(merged.tree.by_uid)
    for collision in merged.collisions:
        assert collision.sentence.endswith((".", "…"))


def outline(tree: Tree | None) -> list[str]:
    assert tree is not None
    return [statement.uid for _, statement in tree.walk()]


def test_both_may_add_to_one_list() -> None:
    merged = merge(
        TREE, carry_out(TREE, [Add("x", "New", "a", 1)]), carry_out(TREE, [Add("y", "Newer", "a", 3)])
    )

    assert outline(merged.tree) == ["a", "b", "x", "c", "d", "y", "e"]


def test_both_may_add_at_one_place_ours_first() -> None:
    merged = merge(
        TREE, carry_out(TREE, [Add("x", "New", "a", 1)]), carry_out(TREE, [Add("y", "Newer", "a", 1)])
    )

    assert outline(merged.tree) == ["a", "b", "x", "y", "c", "d", "e"]


@settings(max_examples=30)
@given(st.permutations(range(5)), st.permutations(range(5)))
def test_of_two_orders_of_one_list_nothing_that_was_changed_is_undone(
    one: list[int], other: list[int]
) -> None:
    def tree(order: Sequence[int]) -> Tree:
        return Tree("T", tuple(Statement(str(uid), "w", position=place) for place, uid in enumerate(order)))

    merged = merge(tree(range(5)), tree(one), tree(other))
    if merged.tree is None:
        assert merged.collisions
        return
    order = [int(uid) for uid in outline(merged.tree)]
    for first, second in itertools.combinations(range(5), 2):
        said = {order.index(first) < order.index(second) for order in (one, other)}
        now = order.index(first) < order.index(second)
        assert now in said
        assert now is False or said == {True}, (
            "where only one of them turned the two round, they are turned round"
        )


def test_an_association_that_one_draft_makes_and_the_other_uses_for_a_successor_is_a_collision() -> None:
    link = Association("L", "replacedBy", "b", "x")
    ours = carry_out(TREE, [Relate(Association("L", "isRelatedTo", "c", "e"))])
    theirs = carry_out(TREE, [Add("x", "New", "a"), Replace("b", "x", (link,))])

    for merged in (merge(TREE, ours, theirs), merge(TREE, theirs, ours)):
        assert merged.tree is None
        assert merged.collisions[0].uid == "L"


@pytest.mark.parametrize(
    ("ours", "theirs", "sentence"),
    [
        ([Reword("b", "One")], [Reword("b", "Two")], "1.1: The two drafts change it differently."),
        (
            [Describe("b", "plain", "One")],
            [Describe("b", "plain", "Two")],
            "1.1: The two drafts change it differently.",
        ),
        ([Move("b", "")], [Move("b", "e")], "1.1: The two drafts change it differently."),
        ([Reorder("b", 2)], [Move("b", "e")], "1.1: The two drafts change it differently."),
        ([Retire("b")], [Reword("b", "Two")], "1.1: One draft lets it go, the other needs it."),
        ([Reword("b", "Two")], [Retire("b")], "1.1: One draft lets it go, the other needs it."),
        ([Retire("e")], [Add("x", "New", "e")], "2: One draft lets it go, the other needs it."),
        (
            [Retire("b")],
            [Add("x", "New"), Replace("b", "x")],
            "1.1: Both drafts let it go, each in another way.",
        ),
        ([Retire("e")], [Merge(("b",), "e")], "2: One draft lets it go, the other needs it."),
        (
            [Retire("c")],
            [Relate(Association("m", "precedes", "b", "c"))],
            "1.2: One draft lets it go, the other needs it.",
        ),
        (
            [Move("a", "e")],
            [Move("e", "a")],
            "Each draft is sound, but not both together: 1 cannot stand under",
        ),
        ([Add("x", "One")], [Add("x", "Two")], "The statement x: The two drafts change it differently."),
    ],
)
def test_a_collision_is_named(ours: list[Step], theirs: list[Step], sentence: str) -> None:
    merged = merge(TREE, carry_out(TREE, ours), carry_out(TREE, theirs))

    assert merged.tree is None
    assert any(one.sentence.startswith(sentence) for one in merged.collisions), merged.collisions


def test_what_both_let_go_of_differently_is_one_collision() -> None:
    ours = carry_out(TREE, [Add("x", "New"), Replace("b", "x")])
    theirs = carry_out(TREE, [Add("y", "Newer"), Replace("b", "y")])

    assert [one.sentence for one in merge(TREE, ours, theirs).collisions] == [
        "1.1: Both drafts let it go, each in another way."
    ]


def test_a_collision_about_an_association_names_it_and_one_about_a_list_says_where() -> None:
    base = carry_out(TREE, [Relate(Association("m", "precedes", "b", "c"))])
    altered = carry_out(base, [Alter(Association("m", "isPeerOf", "b", "c"))])
    turned, grown = carry_out(TREE, [Reorder("c", 0)]), carry_out(TREE, [Add("x", "New", "a", 1)])

    assert [one.sentence for one in merge(base, carry_out(base, [Unrelate("m")]), altered).collisions] == [
        "The association 1.1 precedes 1.2: The two drafts change it differently."
    ]
    assert [one.sentence for one in merge(TREE, turned, grown).collisions] == [
        (
            "Each draft is sound, but not both together: Under 1: Both drafts change the same list, by its order or by "
            "what they put into it, and no order keeps what each of them wants."
        )
    ]
