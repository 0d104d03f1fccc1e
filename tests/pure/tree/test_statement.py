"""A statement made at once is the same as one made field by field, and as frozen."""

from __future__ import annotations

import copy
from dataclasses import FrozenInstanceError, fields, replace

import pytest

from penholder.pure.tree.statement import Statement, statement_of

EVERY_FIELD = Statement(
    uid="a",
    text="Listen",
    parent="b",
    position=2,
    code="1.1",
    kind="Competence",
    short="L",
    plain="Hear",
    notes="Well",
    optional=True,
    uri="https://peers.example/a",
    easy="Hear me",
    level="2",
    language="cy",
    extras=(("x", '"y"'),),
)


def at_once() -> Statement:
    return statement_of(*(getattr(EVERY_FIELD, one.name) for one in fields(Statement)))


def test_it_is_the_same_value() -> None:
    made = at_once()

    assert type(made) is Statement
    assert (made, hash(made), repr(made)) == (EVERY_FIELD, hash(EVERY_FIELD), repr(EVERY_FIELD))
    assert copy.deepcopy(made) == copy.copy(made) == replace(made) == EVERY_FIELD


@pytest.mark.parametrize("name", [one.name for one in fields(Statement)])
def test_it_is_as_frozen(name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(at_once(), name, "other")


def test_a_field_too_few_or_too_many_is_refused() -> None:
    with pytest.raises(TypeError):
        statement_of("a")  # type: ignore[call-arg]  # on purpose
    with pytest.raises(TypeError):
        statement_of(*(getattr(EVERY_FIELD, one.name) for one in fields(Statement)), "more")  # type: ignore[call-arg]  # on purpose
