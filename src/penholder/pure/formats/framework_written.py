"""Frameworks written, with an account of what could not be written as it was: for formats that have something to say of that."""

from __future__ import annotations

from dataclasses import dataclass

from penholder.pure.formats.case.out import Flavour, case_and_told
from penholder.pure.formats.case.told import Told
from penholder.pure.formats.report import Oddity, listed
from penholder.pure.tree.statement import Tree


@dataclass(frozen=True, slots=True)
class Written:
    """The file, and what is different in it."""

    data: bytes
    told: tuple[Oddity, ...] = ()


def strict_case(tree: Tree, *, stamp: str) -> Written:
    """CASE 1.1 as the published schema has it; ``stamp`` is the time for what does not say when it was changed."""
    return _case(tree, "strict", stamp)


def compat_case(tree: Tree, *, stamp: str) -> Written:
    """CASE as it came in."""
    return _case(tree, "compat", stamp)


def older_case(tree: Tree, *, stamp: str) -> Written:
    """CASE 1.0."""
    return _case(tree, "1.0", stamp)


def pdf(tree: Tree) -> Written:
    """The tagged PDF."""
    from penholder.pure.formats.editions.pdf_framework import pdf_edition  # noqa: PLC0415  loads eighty megabytes

    edition = pdf_edition(tree)
    return Written(
        edition.data,
        tuple(Oddity("the PDF", note, "It says so on its first page.") for note in edition.notes),
    )


def _case(tree: Tree, flavour: Flavour, stamp: str) -> Written:
    data, told = case_and_told(tree, flavour, stamp=stamp)
    return Written(data, tuple(_oddity(one) for one in told))


def _oddity(one: Told) -> Oddity:
    places = listed(one.first)
    more = one.times - len(one.first)
    return Oddity(f"{places} and {more:,} more" if more > 0 else places, one.what, one.so)
