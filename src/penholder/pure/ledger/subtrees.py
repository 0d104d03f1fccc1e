"""Which complete subtrees a root or a proof is made of."""

from __future__ import annotations

from typing import TypeAlias

# Half-open ranges of leaves, and complete subtrees as (level, number at that level).
Span: TypeAlias = tuple[int, int]
Subtree: TypeAlias = tuple[int, int]


def subtrees_of(span: Span) -> tuple[Subtree, ...]:
    """The complete subtrees that make up ``span``, from left to right.

    ``span`` starts where a subtree of its size may start, as every span inside a Merkle tree does.
    """
    start, end = span
    found: list[Subtree] = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return tuple(found)


def spans_for_inclusion(index: int, size: int) -> tuple[Span, ...]:
    """The ranges whose roots are the inclusion proof of leaf ``index``, from the leaf's neighbour upwards."""
    if not 0 <= index < size:
        raise ValueError(f"There is no entry {index} in a log of {size} entries.")
    spans: list[Span] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _left_width(end - start)
        if index < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    return tuple(reversed(spans))


def spans_for_consistency(older: int, newer: int) -> tuple[Span, ...]:
    """The ranges whose roots prove that the first ``older`` leaves are unchanged in the tree of ``newer``."""
    if not 0 < older <= newer:
        raise ValueError(f"A log of {newer} entries cannot be shown to continue one of {older}.")
    spans: list[Span] = []
    start, end = 0, newer
    while older != end:
        middle = start + _left_width(end - start)
        if older <= middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    if start > 0:  # otherwise the older root itself is this range's root, and whoever checks has it already
        spans.append((start, end))
    return tuple(reversed(spans))


def _left_width(width: int) -> int:
    """The largest power of two below ``width``: how many leaves stand on the left of a split."""
    return 1 << ((width - 1).bit_length() - 1)
