"""Made trees, and made plans for them, for properties of diff, merge and the formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from penholder.pure.tree.change import carry_out
from penholder.pure.tree.contradiction import subjects
from penholder.pure.tree.operation import (
    Add,
    Annotate,
    CannotApply,
    Describe,
    DescribeFramework,
    MarkOptional,
    Merge,
    Move,
    Recode,
    Relate,
    Reorder,
    Replace,
    Retire,
    Reword,
    Split,
    Step,
    Unrelate,
)
from penholder.pure.tree.statement import Association, Statement, Tree
from penholder.pure.tree.succession import successors

HOSTILE = st.sampled_from(
    [
        "care",
        "=1+1",
        " two  spaces ",
        "a\nb\tc",
        "“quoted”, 'so'",
        "\u202eturned",
        "😀 non-BMP",
        "<b>bold</b>",
        "é́",
        "stem:",
    ]
)
TEXTS = st.one_of(HOSTILE, st.text(min_size=1, max_size=12).filter(str.strip))
MOST = 7


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """A sound tree of up to seven statements, ``s0`` to ``s6``, with an association or two."""
    count = draw(st.integers(0, MOST))
    statements: list[Statement] = []
    under: dict[str, int] = {}
    for number in range(count):
        parent = draw(st.sampled_from(["", *(one.uid for one in statements)]))
        place = under.get(parent, 0)
        under[parent] = place + 1
        statements.append(
            Statement(
                f"s{number}",
                draw(TEXTS),
                parent=parent,
                position=place,
                code=draw(st.sampled_from(["", str(number), "1.1"])),
                plain=draw(st.sampled_from(["", "plainly"])),
                optional=draw(st.booleans()),
            )
        )
    ends = [one.uid for one in statements]
    links = ()
    if len(ends) > 1:
        links = tuple(
            Association(f"l{number}", "isRelatedTo", draw(st.sampled_from(ends)), draw(st.sampled_from(ends)))
            for number in range(draw(st.integers(0, 2)))
        )
    return Tree("Made", tuple(statements), links, uid="made")


def steps(tree: Tree, new: Sequence[str] = ("n0", "n1", "n2")) -> st.SearchStrategy[Step]:
    """One step that may or may not fit the tree."""
    uids = st.sampled_from([one.uid for one in tree.statements] or ["s0"])
    fresh = st.sampled_from(list(new))
    parents = st.one_of(st.just(""), uids, fresh)
    places = st.none() | st.integers(0, 4)
    ends = st.one_of(uids, st.just("elsewhere"))
    made = st.builds(
        Association,
        uid=st.sampled_from(["m0", "m1"]),
        kind=st.just("precedes"),
        origin=uids,
        destination=ends,
    )
    return st.one_of(
        st.builds(
            Add, uid=fresh, text=TEXTS, parent=parents, position=places, level=st.sampled_from(["", "lead"])
        ),
        st.builds(Reword, uid=uids, text=TEXTS),
        st.builds(Recode, uid=uids, code=st.sampled_from(["", "9.9"])),
        st.builds(Move, uid=uids, parent=parents, position=places),
        st.builds(Reorder, uid=uids, position=st.integers(0, 4)),
        st.builds(MarkOptional, uid=uids, optional=st.booleans()),
        st.builds(Describe, uid=uids, field=st.sampled_from(["plain", "easy", "kind", "uri"]), value=TEXTS),
        st.builds(Annotate, uid=uids, extras=st.just((("seen", '"yes"'),))),
        st.builds(Retire, uid=uids),
        st.builds(Replace, uid=uids, by=fresh),
        st.builds(Split, uid=uids, into=st.just(tuple(new[:2]))),
        st.builds(
            Merge,
            uids=st.lists(uids, min_size=1, max_size=2, unique=True).map(tuple),
            into=st.one_of(uids, fresh),
        ),
        st.builds(Relate, association=made),
        st.builds(Unrelate, uid=st.sampled_from(["l0", "l1"])),
        st.builds(DescribeFramework, field=st.just("title"), value=st.sampled_from(["Made", "Remade"])),
    )


@st.composite
def plans(
    draw: st.DrawFn,
    tree: Tree,
    *,
    most: int = 6,
    new: Sequence[str] = ("n0", "n1", "n2"),
    apart: frozenset[str] = frozenset(),
) -> tuple[Step, ...]:
    """A plan that fits: steps are drawn one by one and kept if the plan still fits; none is about ``apart``."""
    plan: tuple[Step, ...] = ()
    one = steps(tree, new)
    for step in draw(st.lists(one, max_size=most + 2)):
        if len(plan) == most or touched(tree, (step,)) & apart:
            continue
        try:
            carry_out(tree, (*plan, step))
        except CannotApply:
            continue
        plan = (*plan, step)
    return plan


def touched(tree: Tree, plan: Sequence[Step]) -> frozenset[str]:
    """Every statement, association and list of siblings that a plan has to do with."""
    names: set[str] = set()
    for step in plan:
        uids = {*subjects(step), *_others(step)}
        names |= uids | {tree.by_uid[uid].parent or "the top" for uid in uids if uid in tree.by_uid}
    return frozenset(names)


def _others(step: Step) -> tuple[str, ...]:
    match step:
        case Add() | Move():
            return (step.parent or "the top",)
        case Replace() | Split() | Merge():
            return successors(step)
        case Relate():
            return step.association.uid, step.association.origin, step.association.destination
        case Unrelate():
            return (step.uid,)
        case DescribeFramework():
            return ("the framework",)
        case _:
            return ()


def at_its_place(tree: Tree, step: Step) -> Step:
    """The step with the position that the statement has in the tree after the whole plan."""
    if isinstance(step, Add | Move | Reorder):
        return replace(step, position=tree.by_uid[step.uid].position)
    return step
