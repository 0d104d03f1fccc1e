"""The map, the reading order, the story: what readers are shown of a tree."""

from __future__ import annotations

import pytest

from penholder.frameworks.actions import apply_change, open_draft
from penholder.frameworks.models import Statement
from penholder.frameworks.queries import frameworks_of, outline_of, states_of, tree_of
from penholder.frameworks.queries.mapping import heading_of, map_of, marks_of
from penholder.frameworks.queries.reading import anchor_of, read_lines, sections_of, stem_of
from penholder.frameworks.queries.story import printed_in, story_of, touched_in
from penholder.pure.tree.change import Add, Move, Retire
from penholder.pure.tree.statement import Statement as Leaf
from penholder.pure.tree.statement import Tree
from tests.factories.frameworks import circle, draft_of, fixed, imported, published, reworded


def _tree(*lines: tuple[str, str]) -> Tree:
    return Tree(
        "T",
        tuple(Leaf(uid, f"words {uid}", parent=above, position=n) for n, (uid, above) in enumerate(lines)),
    )


DEEP = _tree(("a", ""), ("a1", "a"), ("a1x", "a1"), ("a1y", "a1"), ("a2", "a"), ("b", ""), ("b1", "b"))


def test_map_of_counts_what_stands_under_and_what_is_marked() -> None:
    shown = map_of(DEEP, {"a1x": "changed", "a1y": "new", "b1": "new"})

    first, second = shown.parts
    assert (first.below, first.touched, shown.statements) == (4, 2, 7)
    assert [(line.uid, line.below, line.touched, line.mark) for line in first.lines] == [
        ("a1", 2, 2, ""),
        ("a2", 0, 0, ""),
    ]
    assert [(line.uid, line.mark) for line in second.lines] == [("b1", "new")]


def test_map_of_looks_through_a_heading_that_holds_everything() -> None:
    tree = _tree(("all", ""), ("a", "all"), ("a1", "a"), ("b", "all"))

    shown = map_of(tree, {})

    assert [one.uid for one in shown.above] == ["all"]
    assert [part.uid for part in shown.parts] == ["a", "b"]


@pytest.mark.parametrize(("parts", "cards"), [(60, True), (61, False)])
def test_map_of_many_parts_is_a_list(parts: int, cards: bool) -> None:
    tops = [(f"t{number}", "") for number in range(parts)]

    assert map_of(_tree(*tops, ("x", "t0")), {}).as_cards is cards


def test_map_of_a_flat_list_is_a_list() -> None:
    assert not map_of(_tree(("a", ""), ("b", "")), {}).as_cards


def test_heading_of_long_words_is_cut_between_two() -> None:
    assert heading_of(Leaf("a", "word " * 40)) == f"{'word ' * 17}word…"
    assert heading_of(Leaf("a", "long words", short="short")) == "short"


def test_read_lines_open_and_close_as_many_lists() -> None:
    drawn = "".join(
        f"<{line.uid}>" + ("(" if line.opens else "") + ")" * len(line.closes)
        for line in read_lines(DEEP, "", {})
    )

    assert drawn == "<a>(<a1>(<a1x><a1y>)<a2>)<b>(<b1>)"


def test_sections_of_hold_every_statement_once() -> None:
    sections = sections_of(DEEP, {})

    read = [uid for section in sections for uid in (section.uid, *(line.uid for line in section.lines))]
    assert read == [leaf.uid for _, leaf in DEEP.walk()]


def test_anchor_of_any_identifier_has_no_spaces_and_is_its_own() -> None:
    anchors = {anchor_of(uid) for uid in ("a b", "a  b", "ä", "a/b", "a-b")}

    assert len(anchors) == 5
    assert not any(" " in anchor or "/" in anchor for anchor in anchors)


def test_stem_of_a_sub_point_is_all_that_ends_with_a_colon_above_it() -> None:
    tree = Tree(
        "T",
        (
            Leaf("d", "Domain"),
            Leaf("s", "Able to:", parent="d"),
            Leaf("t", "show, by: ", parent="s"),
            Leaf("p", "standing", parent="t"),
        ),
    )

    assert stem_of(tree, "p") == "Able to: show, by:"
    assert stem_of(tree, "s") == ""


@pytest.mark.django_db
def test_outline_of_is_the_tree_without_what_pages_do_not_show() -> None:
    draft = draft_of(imported(circle()))

    assert [one.text for one in outline_of(draft).statements] == [
        one.text for one in tree_of(draft).statements
    ]
    assert [one.parent for _, one in outline_of(draft).walk()] == [
        one.parent for _, one in tree_of(draft).walk()
    ]


@pytest.mark.django_db
def test_states_of_knows_versions_and_the_open_draft() -> None:
    ring = circle()
    framework = imported(ring)
    first = published(framework)
    draft = open_draft(framework=framework, by=ring.coordinator)

    states = states_of(framework)

    assert (states.versions, states.newest, states.draft, states.current) == ((first,), first, draft, first)
    assert frameworks_of(ring.community) == ((framework, states),)


@pytest.mark.django_db
def test_marks_of_a_draft_tell_new_from_changed() -> None:
    ring = circle()
    framework = imported(ring)
    reworded(ring, framework, "p1-1", "other")
    draft = draft_of(framework)
    assert framework.entry is not None
    apply_change(
        draft=draft,
        operation=Add("new", "brand new", parent="p1-stem"),
        significance="substantive",
        why="",
        warrant=framework.entry,
        by=ring.coordinator,
    )
    reworded(ring, framework, "new", "brand new, and better")

    assert marks_of(draft) == {"p1-1": "changed", "new": "new"}
    assert marks_of(None) == {}


@pytest.mark.django_db
def test_story_of_a_statement_tells_each_change_and_where_it_was_printed() -> None:
    ring = circle()
    framework = imported(ring)
    published(framework)
    open_draft(framework=framework, by=ring.coordinator)
    reworded(ring, framework, "p1-1", "trim wick 1.1.1 with great care", why="stress")
    fixed(ring, framework, Move("p1-1", parent="p2-stem", position=0), why="place")
    published(framework)
    statement = Statement.objects.get(framework=framework, uid="p1-1")

    worded, moved = story_of(statement, tree_of(states_of(framework).versions[-1]))

    assert ("ins", "great ") in worded.pieces
    assert (worded.heading, worded.why, worded.draft, worded.version) == ("Reworded", "stress", 2, 2)
    assert moved.also == (
        "It stood under 1.1 “A keeper is able to:”, and now stands under 2.1 “A keeper is able to:”.",
    )
    assert [one.number for one in printed_in(statement)] == [1, 2]


@pytest.mark.django_db
def test_touched_in_a_draft_tells_what_several_changes_come_to() -> None:
    ring = circle()
    framework = imported(ring)
    reworded(ring, framework, "p1-1", "first try")
    reworded(ring, framework, "p1-1", "trim wick 1.1.1 with every care")
    draft = draft_of(framework)
    assert framework.entry is not None
    apply_change(
        draft=draft,
        operation=Retire("p1-2"),
        significance="substantive",
        why="asked for",
        warrant=framework.entry,
        by=ring.coordinator,
    )

    changed, retired = touched_in(draft, outline_of(draft))

    assert [piece for piece in changed.pieces if piece[0] != "same"] == [("ins", "every ")]
    assert len(changed.changes) == 2
    assert (retired.kind, retired.pieces) == ("retired", (("del", "trim wick 1.1.2 with care"),))
