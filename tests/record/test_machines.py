"""Any order of appending, sealing, dying half way, losing files and putting back older databases: one history only."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import integers, sampled_from

from penholder.pure.ledger.checkpoint import open_checkpoint
from penholder.pure.ledger.merkle import leaf_hash, root_of
from penholder.record import durable, signing, store
from penholder.record.actions import recover, seal
from penholder.record.actions.sealing import NotSealed
from penholder.record.models import Entry
from penholder.record.queries import log_size
from penholder.record.recording import Refused
from tests.factories.record import forget_from, light_lamp

pytestmark = pytest.mark.django_db
_folders = count(1)


class PowerCut(BaseException):
    """The machine goes off here; nothing after it happens in this process."""


class RecordMachine(RuleBasedStateMachine):
    """The site's record as those who run it may treat it, and a visitor who remembers every checkpoint shown."""

    def __init__(self) -> None:
        super().__init__()
        settings.DATA = Path(settings.DATA).parent / f"machine-{next(_folders)}"
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.rooms = count(1)
        self.acknowledged: dict[int, bytes] = {}
        self.seen: dict[int, bytes] = {}
        self.down = False
        recover()

    def teardown(self) -> None:
        try:
            self.start()
            self._database_and_files_agree()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)
            shutil.rmtree(signing.here().data, ignore_errors=True)

    def _database_and_files_agree(self) -> None:
        published = store.newest(signing.here())
        if published is not None:
            bodies = list(store.entries_from(signing.here(), 0, published.size))
            rows = [bytes(body) for body in Entry.objects.order_by("index").values_list("body", flat=True)]
            assert bodies == rows

    @precondition(lambda self: not self.down)
    @rule()
    def act(self) -> None:
        """Somebody does something, and is shown that it is in the record."""
        entry = light_lamp(room=next(self.rooms))
        sealed = seal()
        assert sealed is not None
        assert sealed.size > entry.index
        self.acknowledged[entry.index] = bytes(entry.body)

    @precondition(lambda self: not self.down)
    @rule(number=integers(1, 300))
    def act_often(self, number: int) -> None:
        """Many act before anything is sealed."""
        for _ in range(number):
            light_lamp(room=next(self.rooms))

    @precondition(lambda self: not self.down)
    @rule(step=integers(0, 12))
    def die_while_sealing(self, step: int) -> None:
        """The power goes before one of the steps on disk."""
        light_lamp(room=next(self.rooms))
        try:
            with _power_cut_before(step):
                seal()
        except PowerCut:
            self.down = True

    @precondition(lambda self: not self.down)
    @rule()
    def put_back_older_database(self) -> None:
        """An older copy of the database comes back under a log that has gone on."""
        published = store.newest(signing.here())
        if published is not None and published.size > 1:
            forget_from(published.size * 2 // 3)
            self.down = True

    @precondition(lambda self: not self.down)
    @rule()
    def act_on_older_database(self) -> None:
        """The same, and somebody acts before it has been started again: that is refused."""
        published = store.newest(signing.here())
        if published is not None and published.size > 1:
            forget_from(published.size - 1)
            self.down = True
            with pytest.raises(Refused):
                light_lamp()

    @rule(lost=sampled_from(["log/tile/0", "log/tile/entries", "log/checkpoint", "log", "signer/last"]))
    def lose_files(self, lost: str) -> None:
        """Files go, of those that can be made again while the database has everything."""
        published = store.newest(signing.here())
        latest = signing.signer().latest()
        reach = max(published.size if published else 0, int(latest.split("\n")[1]) if latest else 0)
        if log_size() < reach or (published is None and lost == "signer/last") or not latest:
            return
        path = signing.here().data / lost
        shutil.rmtree(path, onerror=_unless_gone) if path.is_dir() else path.unlink(missing_ok=True)
        self.down = True

    @rule()
    def start(self) -> None:
        """The site is started."""
        standing = recover()
        assert (standing.held, standing.trouble) == ("", "")
        self.down = False

    @invariant()
    def one_history(self) -> None:
        """What was shown before is continued by what is shown now; what was acknowledged is at its place."""
        published = store.newest(signing.here())
        if published is None or self.down:
            return
        state = open_checkpoint(published.note, keys=signing.verifiers()).checkpoint
        bodies = list(store.entries_from(signing.here(), 0, state.size))
        leaves = [leaf_hash(body) for body in bodies]
        self.seen[state.size] = state.root
        for size, root in self.seen.items():
            assert size <= state.size
            assert root_of(leaves[:size]) == root
        for index, body in self.acknowledged.items():
            assert bodies[index] == body


@contextmanager
def _power_cut_before(step: int) -> Iterator[None]:
    left = step

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*given: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                raise PowerCut
            return call(*given, **named)

        return stepped

    kept = {name: getattr(durable.os, name) for name in ("fsync", "replace")}
    try:
        for name, call in kept.items():
            setattr(durable.os, name, counted(call))
        yield
    finally:
        for name, call in kept.items():
            setattr(durable.os, name, call)


def _unless_gone(_function: object, _path: object, fault: tuple[object, BaseException, object]) -> None:
    """The site may be clearing older tiles away at the same moment."""
    if not isinstance(fault[1], FileNotFoundError):
        raise fault[1]


def test_any_order_of_acts_and_faults_leaves_one_history() -> None:
    run_state_machine_as_test(
        RecordMachine,
        settings=hypothesis_settings(
            max_examples=40,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_torn_checkpoint_is_named_and_made_again_at_the_next_start() -> None:
    light_lamp()
    sealed = seal()
    (signing.here().log / "checkpoint").write_text("torn")

    with pytest.raises(Refused, match="damaged"):
        light_lamp()
    with pytest.raises(NotSealed):
        seal()
    assert recover().held == ""
    assert sealed is not None
    assert seal() == store.newest(signing.here())
    assert light_lamp().index == 1
