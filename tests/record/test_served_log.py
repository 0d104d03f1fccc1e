"""The log over the web: the files an auditor fetches, in the bytes and with the headers of the public format."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from penholder.pure.ledger.checkpoint import open_checkpoint
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.tiles import tiles_of
from penholder.record import signing
from penholder.record.actions import recover, seal
from tests.factories.record import fill_log

pytestmark = pytest.mark.django_db


def test_everything_a_copy_needs_is_served_under_the_prefix(client: Client) -> None:
    fill_log(300)
    seal()
    prefix = reverse("record:log")

    note = client.get(f"{prefix}checkpoint")
    key = client.get(f"{prefix}key")

    assert note.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "max-age=5" in note.headers["Cache-Control"]
    keys = [Verifier.parse(line) for line in key.content.decode().split()]
    assert open_checkpoint(note.content, keys=keys).checkpoint.size == 300
    for tile in tiles_of(300):
        answer = client.get(f"{prefix}{tile.path}")
        assert answer.status_code == 200, tile.path
        assert answer.content == (signing.here().log / tile.path).read_bytes()
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/001",
        "tile/0/000.p/7",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/000",
        "tile/entries/../../../signer/key",
        "tile/0/%2e%2e/%2e%2e/key",
        "tile/",
    ],
)
def test_what_is_no_tile_of_this_log_is_not_found(client: Client, path: str) -> None:
    fill_log(3)
    seal()

    assert client.get(f"{reverse('record:log')}{path}").status_code == 404


def test_a_log_that_has_not_begun_has_no_checkpoint_and_an_empty_one_has(client: Client) -> None:
    assert client.get(reverse("record:checkpoint")).status_code == 404

    recover()

    assert client.get(reverse("record:checkpoint")).content.splitlines()[1] == b"0"
