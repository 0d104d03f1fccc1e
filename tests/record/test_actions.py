"""The door into the log: one transaction, one promised event, gapless, provable, unchangeable."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import dataclass, fields
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from penholder.consultations.models import DoneBy, Ground, Source
from penholder.decisions.models import Kind
from penholder.frameworks.models import Operation, Significance, VersionStatement
from penholder.groups.models import Power, Rule, SeatKind
from penholder.publication.models import Reply
from penholder.pure.ledger.disclosure import disclose
from penholder.pure.ledger.enclosure import open_receipt
from penholder.pure.ledger.merkle import root_of
from penholder.record import signing
from penholder.record.actions import append, seal
from penholder.record.events import GUEST, Actor, Event, sentence_of, type_of_kind
from penholder.record.models import Entry, Hand
from penholder.record.queries import body_of, log_size, receipt_for
from penholder.record.recording import Refused, SilentAction, committed, records
from tests.factories.frameworks import circle, imported, published

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    """Made up for these tests."""

    kind = "lamp.lit"
    says = "A lamp was lit in room {room}."

    room: int


@pytest.fixture(autouse=True, scope="module")
def _forget_made_up_events() -> object:
    yield
    type_of_kind.pop("lamp.lit")


@pytest.fixture
def every_event() -> dict[str, type[Event]]:
    """All that our stages may say; each registers its own when it is first needed."""
    for stage in apps.get_app_configs():
        if stage.name.startswith("penholder.") and find_spec(f"{stage.name}.events"):
            import_module(f"{stage.name}.events")
    return {kind: event for kind, event in type_of_kind.items() if event.__module__.startswith("penholder.")}


@records(LampLit)
def light_lamp(*, room: int, by: Actor = GUEST, words: tuple[str, ...] = ()) -> Entry:
    return append(LampLit(scope="house", obj=f"lamp-{room}", room=room, words=words), by=by)


@records(LampLit)
def forget_to_say() -> None:
    Hand.objects.count()


def test_append_numbers_entries_without_a_gap() -> None:
    before = log_size()

    indexes = [light_lamp(room=room).index for room in range(5)]

    assert indexes == list(range(before, before + 5))
    assert log_size() == before + 5


def test_append_outside_an_action_is_refused() -> None:
    with pytest.raises(SilentAction, match="outside an action"):
        append(LampLit(scope="house", obj="lamp", room=1), by=GUEST)
    assert log_size() == 0


def test_records_undoes_an_action_that_keeps_silent() -> None:
    with pytest.raises(SilentAction, match="promised LampLit"):
        forget_to_say()


def test_records_undoes_the_entry_when_the_action_fails_after_it() -> None:
    @records(LampLit)
    def light_and_fall() -> None:
        light_lamp(room=1)
        raise Refused("the lamp fell")

    with pytest.raises(Refused):
        light_and_fall()
    assert log_size() == 0
    assert not Entry.objects.exists()


def test_records_does_not_count_an_inner_action_that_failed_and_was_rescued() -> None:
    @records(LampLit)
    def rescue() -> None:
        try:
            light_then_refuse()
        except Refused:
            return

    @records(LampLit)
    def light_then_refuse() -> None:
        light_lamp(room=2)
        raise Refused("no")

    with pytest.raises(SilentAction):
        rescue()
    assert log_size() == 0


def test_records_counts_an_inner_action_for_the_outer_one() -> None:
    @records(LampLit)
    def light_two() -> None:
        light_lamp(room=1)
        light_lamp(room=2)

    light_two()

    assert log_size() == 2


def test_append_keeps_the_actor_beside_the_log_and_never_in_it() -> None:
    entry = light_lamp(room=1, by=Actor(uid="member-1", name="Wren Ashby"))

    assert Hand.objects.get(entry=entry).name == "Wren Ashby"
    assert b"Wren" not in bytes(entry.body)
    assert b"member-1" not in bytes(entry.body)


def test_append_keeps_commitments_and_no_words() -> None:
    salt = bytes(range(32))

    entry = light_lamp(room=1, words=(committed(salt, "note", "the wick is short"),))

    assert b"wick" not in bytes(entry.body)
    assert len(body_of(entry)["_sd"]) == 1


def test_append_hashes_an_id_the_record_cannot_hold() -> None:
    @records(LampLit)
    def light_oddly() -> Entry:
        return append(LampLit(scope="house", obj="lamp in the hall, left", room=1), by=GUEST)

    assert len(json.loads(bytes(light_oddly().body))["obj"]) == 64


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 21])
def test_seal_signs_the_root_of_all_entries(size: int) -> None:
    for room in range(size):
        light_lamp(room=room)

    sealed = seal()

    assert sealed is not None
    leaves = [bytes(entry.leaf_hash) for entry in Entry.objects.all()]
    entry = Entry.objects.last()
    assert entry is not None
    opened = open_receipt(receipt_for(entry, sealed), keys=[signing.verifier()])
    assert opened.proven.checkpoint.size == size
    assert opened.proven.checkpoint.root == root_of(leaves)


def test_seal_twice_leaves_one_checkpoint() -> None:
    light_lamp(room=1)

    first, second = seal(), seal()

    assert first is not None
    assert second is not None
    assert first.note == second.note


def test_receipts_of_every_entry_open_with_the_words_they_were_made_for() -> None:
    salt = bytes(32)
    for room in range(9):
        light_lamp(room=room, words=(committed(salt, "note", f"lamp {room}"),))
    sealed = seal()
    assert sealed is not None

    for entry in Entry.objects.all():
        words = disclose(salt, "note", f"lamp {entry.index}")
        opened = open_receipt(receipt_for(entry, sealed, disclosures=[words]), keys=[signing.verifier()])
        assert opened.words[0].value == f"lamp {entry.index}"


@pytest.mark.parametrize("statement", ["DELETE FROM record_entry", "UPDATE record_entry SET kind = kind"])
def test_the_database_refuses_to_change_the_record(statement: str) -> None:
    light_lamp(room=1)

    _require_refused(statement)


@pytest.mark.parametrize("same", ["id", "index"])
def test_the_database_refuses_to_put_another_entry_in_the_place_of_one(same: str) -> None:
    light_lamp(room=1)
    numbers = {"id": 'id, "index" + 7', "index": 'id + 7, "index"'}[same]
    rest = "scope, obj, body, leaf_hash, appended_at"
    into = f"""INTO record_entry (id, "index", kind, {rest}) SELECT {numbers}, 'x.y', {rest} FROM record_entry WHERE true"""  # noqa: S608  the names above
    over = f'{into} ON CONFLICT ("{same}") DO UPDATE SET kind = EXCLUDED.kind'
    ways = {
        "postgresql": [f"INSERT {over}"],
        "sqlite": [f"REPLACE {into}", f"INSERT OR REPLACE {into}", f"INSERT {over}"],
    }
    for way in ways[connection.vendor]:
        _require_refused(way)

    assert [entry.kind for entry in Entry.objects.all()] == ["lamp.lit"]


def test_the_database_refuses_to_put_another_statement_in_the_place_of_a_published_one() -> None:
    first = VersionStatement.objects.filter(version=published(imported(circle())))[0]
    columns = [field.column for field in VersionStatement._meta.local_fields]
    same = {"id": ("version_id", "version_id + 1"), "version_id, statement_id": ("id", "id + 100000")}
    for key, (column, other) in same.items():
        into, read = ", ".join(columns), ", ".join(other if one == column else one for one in columns)
        put = f"INTO frameworks_versionstatement ({into}) SELECT {read} FROM frameworks_versionstatement WHERE id = {first.pk}"  # noqa: S608  the names above
        if connection.vendor == "postgresql":
            _require_refused(f"INSERT {put} ON CONFLICT ({key}) DO UPDATE SET text = EXCLUDED.text")
        else:
            _require_refused(f"REPLACE {put}")


@pytest.mark.parametrize("table", ["record_entry", "frameworks_versionstatement"])
def test_the_database_refuses_to_empty_a_table_that_may_only_grow(table: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL can empty a table past the triggers of its rows")
    _require_refused(f"TRUNCATE {table} CASCADE")


def test_sentence_of_an_event_fills_in_its_facts() -> None:
    assert sentence_of("lamp.lit", {"room": 3}) == "A lamp was lit in room 3."
    assert sentence_of("unknown.kind", {}) == "unknown.kind"


# What a fact that is text may be: every fixed word of the stages, and the rest as the stages write it.
SAID = {
    "closes": ("2026-12-12T23:59Z",),
    "of": ("response", "point"),
    "charter": ("met", "not_met"),
    "because": ("no_quorum",),
    "sha256": ("ab" * 32,),
    "vkey": ("record.example/a_b+0a1b2c3d+AQID",),
    "done_by": DoneBy.values,
    "ground": Ground.values,
    "noted_by": ("holder", "coordinator"),
    "operation": Operation.values,
    "outcomes": (Kind.values,),
    "power": Power.values,
    "reply": Reply.Verdict.values,
    "rule": Rule.values,
    "seat_kind": SeatKind.values,
    "significance": Significance.values,
    "source": Source.values,
}


def test_sentence_of_every_event_has_no_code_in_it(every_event: dict[str, type[Event]]) -> None:
    seen = set()
    for kind, event in every_event.items():
        texts = [
            one.name
            for one in fields(event)
            if one.name not in {"scope", "obj", "re", "words"} and one.type != "int"
        ]
        for values in itertools.product(*(SAID[name] for name in texts)):
            sentence = sentence_of(
                kind, {**{one.name: 2 for one in fields(event)}, **dict(zip(texts, values, strict=True))}
            )
            assert not re.search(r"_|\dT\d|[{}\[\]]", sentence), sentence
            seen.add(sentence)

    assert (
        "A consultation was opened (statements: 2, questions: 2, until 12 December 2026, 23:59 UTC)." in seen
    )
    assert (
        "A response was erased by the respondent (ground: asked by author). That it was received stays."
        in seen
    )
    assert len(seen) > len(every_event) > 20


@pytest.mark.usefixtures("every_event")
def test_sentence_of_an_event_leaves_keys_and_ids_as_they_are() -> None:
    key = "record.example/a_b+0a1b2c3d+AQ_ID"

    assert sentence_of("response.received", {"source": key}) == f"A response was received ({key})."


def test_two_events_of_one_kind_are_refused() -> None:
    with pytest.raises(TypeError, match="two events are called"):

        @dataclass(frozen=True, kw_only=True)
        class LampLitAgain(Event):
            kind = "lamp.lit"
            says = "Again."


def _require_refused(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="may only grow"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
