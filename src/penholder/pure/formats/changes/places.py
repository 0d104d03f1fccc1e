"""Where a statement stood and stands, named so that nobody takes one heading for another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from penholder.pure.tree.check import quoted
from penholder.pure.tree.diff import Difference
from penholder.pure.tree.statement import Statement, Tree


def ambiguous_codes(old: Tree, new: Tree) -> frozenset[str]:
    """Codes that mean several statements, in one state or between the two, as after numbers were given anew."""
    meaning: dict[str, set[str]] = defaultdict(set)
    for one in (*old.statements, *new.statements):
        meaning[one.code].add(one.uid)
    return frozenset(code for code, uids in meaning.items() if code and len(uids) > 1)


def place(tree: Tree, uid: str) -> str:
    """Below which statement, by its code where it has one."""
    above = tree.by_uid.get(uid)
    return f"under {quoted(above)}" if above else "at the top"


def moved(one: Difference, old: Tree, new: Tree, ambiguous: frozenset[str]) -> str:
    """The sentence for a move; where codes alone would mislead, headings are named by their words as well.

    Where two headings have the same words too, by all that stands above them.
    """
    ends = (old, one.old), (new, one.new)
    was, now = (place(tree, uid) for tree, uid in ends)
    if any(_code(tree, uid) in ambiguous for tree, uid in ends):
        was, now = (_place_in_words(tree, uid) for tree, uid in ends)
    if was == now:
        was, now = (", ".join(_way_up(tree, uid)) for tree, uid in ends)
    return f"It stood {was}, and now stands {now}."


def _code(tree: Tree, uid: str) -> str:
    above = tree.by_uid.get(uid)
    return above.code if above else ""


def _place_in_words(tree: Tree, uid: str) -> str:
    above = tree.by_uid.get(uid)
    return f"under {_code_and_words(above)}" if above else "at the top"


def _way_up(tree: Tree, uid: str) -> Iterator[str]:
    yield _place_in_words(tree, uid)
    if uid in tree.by_uid:
        yield from (f"under {_code_and_words(above)}" for above in reversed(tree.ancestors(uid)))


def _code_and_words(statement: Statement) -> str:
    if not statement.code or not (statement.short or statement.text).strip():
        return quoted(statement)
    return f"{statement.code} {quoted(replace(statement, code=''))}"
