"""A key that was retired: what it signed before stays proven here, and what it signs since is worth nothing."""

from __future__ import annotations

import shutil

import pytest
from django.test import Client
from django.urls import reverse

from penholder.pure.ledger.checkpoint import Checkpoint, sign_checkpoint
from penholder.pure.ledger.keys import Signer, Verifier
from penholder.pure.ledger.merkle import leaf_hash, root_of
from penholder.pure.ledger.receipt import Receipt
from penholder.record import signing
from penholder.record.actions import announce_key, retire_key, seal, sign_anew
from penholder.record.alarms import alarms
from penholder.record.considering import Considered, consider
from penholder.record.models import Entry
from penholder.record.queries import all_keys, receipt_for, sealed_over
from penholder.record.signer import KeptSigner
from tests.factories.record import fill_log

pytestmark = pytest.mark.django_db


def test_all_keys_are_those_in_force_and_those_the_log_tells_of() -> None:
    old, _ = _before()
    new = _rotated()
    assert all_keys() == (old.verifier, new)
    _retired(old.verifier)

    newest = _rotated()

    assert signing.verifiers() == (new, newest)
    assert all_keys() == (new, newest, old.verifier)


def test_a_receipt_from_before_is_proven_with_the_key_of_the_page_which_says_so(client: Client) -> None:
    old, receipt = _before()
    _rotated()
    assert "retired since" not in _checked(client, receipt)
    _retired(old.verifier)
    page = _checked(client, receipt)

    assert old.verifier.vkey() not in client.get(reverse("record:key")).content.decode()
    assert "Not proven" not in page
    assert "it was signed by a key that was retired since" in page
    assert "retired since" not in _checked(client, _receipt())


def test_another_key_that_somebody_trusts_says_nothing_of_retired_ones(client: Client) -> None:
    old, receipt = _before()
    new = _rotated()
    _retired(old.verifier)
    given = {"text": receipt, "trust": f"{new.vkey()}\n# written down at the library"}

    assert "Not proven" in client.post(reverse("record:check"), given).content.decode()


def test_what_a_retired_key_signs_since_is_not_proven(client: Client) -> None:
    """Whoever finds the old key lying about continues no record with it."""
    old, _ = _before()
    _rotated()
    _retired(old.verifier)
    fill_log(12)
    fresh = Receipt.parse(_receipt())
    leaves = [leaf_hash(bytes(entry.body)) for entry in Entry.objects.all()]
    stolen = sign_checkpoint(Checkpoint(origin=old.name, size=len(leaves), root=root_of(leaves)), old)
    forged = Receipt(fresh.index, fresh.proof, stolen, fresh.extra).text()

    assert "Not proven" not in _checked(client, fresh.text())
    assert "Not proven" in _checked(client, forged)


def test_a_witnessed_checkpoint_of_a_retired_key_gives_way_to_one_in_force() -> None:
    old, _ = _before()
    log = signing.here().log
    shutil.copy(log / "checkpoint", log / "witnessed")
    witnessed = (log / "witnessed").read_text()
    assert getattr(sealed_over(1), "note", "") == witnessed
    _rotated()
    assert getattr(sealed_over(1), "note", "") == witnessed
    _retired(old.verifier)

    assert getattr(sealed_over(1), "note", "") == (log / "checkpoint").read_text() != witnessed


def test_a_key_that_was_retired_raises_no_alarm_by_what_it_signs_since_and_does_by_what_it_signed_before() -> (
    None
):
    old, receipt = _before()
    _rotated()
    _retired(old.verifier)
    fill_log(12)
    size = _sealed_size()
    since = sign_checkpoint(Checkpoint(origin=old.name, size=size + 3, root=bytes(32)), old)
    now = sign_checkpoint(Checkpoint(origin=old.name, size=size, root=bytes(32)), old)

    assert consider(receipt).kind is Considered.OLDER
    assert [consider(since).kind, consider(now).kind] == [Considered.NOT_OURS, Considered.NOT_OURS]
    assert alarms(signing.here()) == ()

    before = sign_checkpoint(Checkpoint(origin=old.name, size=3, root=bytes(32)), old)
    assert consider(before).kind is Considered.SPLIT
    assert len(alarms(signing.here())) == 1


def _before() -> tuple[Signer, str]:
    """The first key, and a receipt it signed."""
    fill_log(3)
    (old,) = _signer().keys()
    return old, _receipt()


def _receipt() -> str:
    seal()
    sealed = sealed_over(1)
    assert sealed is not None
    return receipt_for(Entry.objects.get(index=1), sealed).text()


def _rotated() -> Verifier:
    following = _signer().make_next()
    announce_key(key=following)
    seal()
    _signer().put_next_in_force()
    sign_anew()
    _signer().forget_next()
    return following


def _retired(key: Verifier) -> None:
    retire_key(key=key)
    seal()
    _signer().drop(key)
    sign_anew()


def _sealed_size() -> int:
    sealed = seal()
    assert sealed is not None
    return sealed.size


def _signer() -> KeptSigner:
    return KeptSigner.at(signing.here().signer, origin=signing.origin())


def _checked(client: Client, receipt: str) -> str:
    """What the check page says to this with the keys it offers."""
    trust = "\r\n".join(verifier.vkey() for verifier in signing.public_keys())
    return client.post(reverse("record:check"), {"text": receipt, "trust": trust}).content.decode()
