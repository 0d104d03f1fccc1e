"""Signed notes: what is accepted, what is passed over, and what spoils the whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.ledger.keys import SignatureKind, Signer, Verifier
from penholder.pure.ledger.note import OpenedNote, Signed, open_note, sign_note, signature_line
from penholder.pure.ledger.proven import Malformed, NotProven
from tests.pure.ledger.logs import (
    KEYS,
    ORIGIN,
    SIGNER,
    STRANGER,
    WITNESS,
    WITNESS_KEY,
    changed_bytes,
    cosigned,
)

TEXT = "Rain at noon.\n\nSun by four.\n"
NOTE = sign_note(TEXT, SIGNER)


def test_sign_note_can_be_opened_with_the_key() -> None:
    opened = open_note(NOTE, KEYS)

    assert opened == OpenedNote(text=TEXT, signed=(Signed(verifier=SIGNER.verifier),))
    assert open_note(NOTE.encode(), KEYS) == opened


def test_open_note_of_another_key_is_refused() -> None:
    with pytest.raises(NotProven, match="None of the keys you trust"):
        open_note(NOTE, [STRANGER.verifier])


def test_open_note_passes_over_unknown_signatures() -> None:
    note = sign_note(TEXT, STRANGER, SIGNER)

    opened = open_note(note, KEYS)

    assert [one.verifier for one in opened.signed] == [SIGNER.verifier]
    assert [one.key_id for one in opened.unknown] == [STRANGER.verifier.key_id]


def test_open_note_with_one_bad_signature_of_a_known_key_is_refused_whole() -> None:
    bad = signature_line(ORIGIN, STRANGER.verifier.key_id, SIGNER.sign(TEXT))

    with pytest.raises(NotProven, match="does not fit the text"):
        open_note(NOTE + bad, [SIGNER.verifier, STRANGER.verifier])


def test_open_note_checks_a_second_signature_of_the_same_key_too() -> None:
    with pytest.raises(NotProven, match="does not fit the text"):
        open_note(NOTE + signature_line(ORIGIN, SIGNER.verifier.key_id, bytes(64)), KEYS)


def test_open_note_takes_a_witness_and_its_time() -> None:
    note = cosigned(NOTE, time=1_795_000_000)

    opened = open_note(note, [*KEYS, WITNESS_KEY])

    assert opened.signed == (
        Signed(verifier=SIGNER.verifier),
        Signed(verifier=WITNESS_KEY, time=1_795_000_000),
    )


@pytest.mark.parametrize("at", range(72))
def test_open_note_with_a_changed_cosignature_is_refused(at: int) -> None:
    whole = cosigned(NOTE, time=1_795_000_000)
    raw = bytearray(open_note(whole, KEYS).unknown[0].raw)
    raw[at] ^= 0x80
    note = NOTE + signature_line(WITNESS.name, WITNESS_KEY.key_id, bytes(raw))

    with pytest.raises(NotProven, match=r"library\.example/witness"):
        open_note(note, [*KEYS, WITNESS_KEY])


def test_open_note_with_a_cosignature_cut_short_is_refused() -> None:
    note = NOTE + signature_line(WITNESS.name, WITNESS_KEY.key_id, bytes(71))

    with pytest.raises(NotProven):
        open_note(note, [*KEYS, WITNESS_KEY])


def test_open_note_with_a_time_no_clock_shows_is_refused_however_well_it_is_signed() -> None:
    with pytest.raises(NotProven):
        open_note(cosigned(NOTE, time=2**63), [*KEYS, WITNESS_KEY])


def test_every_changed_byte_of_a_note_is_refused() -> None:
    for changed in changed_bytes(NOTE.encode()):
        with pytest.raises(NotProven):
            open_note(changed, KEYS)


@given(
    at=st.integers(min_value=0, max_value=len(NOTE.encode()) - 1),
    byte=st.integers(min_value=0, max_value=255),
)
def test_any_other_byte_in_a_note_is_refused(at: int, byte: int) -> None:
    raw = NOTE.encode()
    changed = raw[:at] + bytes([byte]) + raw[at + 1 :]

    if changed != raw:
        with pytest.raises(NotProven):
            open_note(changed, KEYS)


@given(at=st.integers(min_value=0, max_value=len(NOTE.encode()) - 1), more=st.binary(max_size=3))
def test_bytes_put_in_or_taken_out_are_refused(at: int, more: bytes) -> None:
    raw = NOTE.encode()
    changed = raw[:at] + more + raw[at if more else at + 1 :]

    if changed != raw:
        with pytest.raises(NotProven):
            open_note(changed, KEYS)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text without signatures\n",
        NOTE.removesuffix("\n"),
        NOTE.replace("\n\n—", "\n—"),
        NOTE.replace("—", "-"),
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("noon", "no\ton"),
        NOTE.replace("noon", "no\x00on"),
        NOTE + "\n",
        f"{NOTE}— {ORIGIN}\n",
        f"{NOTE}—  AAAAAAA=\n",
        f"{NOTE}— two words AAAAAAA=\n",
        f"{NOTE}— a+b AAAAAAA=\n",
        f"{NOTE}— a\N{NO-BREAK SPACE}b AAAAAAA=\n",
        f"{NOTE}— short AAAAAA==\n",
        f"{NOTE}— crooked AAAAAAB=\n",
        f"{NOTE}— bare AAAAAAA\n",
        f"{NOTE}— stray AAAA*AAA=\n",
        f"{NOTE}— wide AAAAAＡA=\n",
        NOTE.replace("noon", "no\ud800on"),
        NOTE.encode().replace(b"noon", b"no\xffon"),
        "long" * 250_001 + NOTE,
        NOTE + "— stranger AAAAAAA=\n" * 100,
    ],
)
def test_open_note_that_is_not_in_form_is_refused(note: str | bytes) -> None:
    with pytest.raises(Malformed):
        open_note(note, KEYS)


def test_open_note_accepts_many_signatures() -> None:
    assert len(open_note(NOTE + "— stranger AAAAAAA=\n" * 99, KEYS).unknown) == 99


@pytest.mark.parametrize("text", ["no line break", "bell\x07\n"])
def test_sign_note_refuses_a_text_nobody_could_open(text: str) -> None:
    with pytest.raises(ValueError, match="text of a note"):
        sign_note(text, SIGNER)


def test_keys_survive_their_text_forms() -> None:
    assert Signer.parse(SIGNER.skey()) == SIGNER
    assert Verifier.parse(SIGNER.verifier.vkey()) == SIGNER.verifier
    assert Verifier.parse(WITNESS_KEY.vkey()) == WITNESS_KEY
    assert Verifier.parse(WITNESS_KEY.vkey()).kind is SignatureKind.COSIGNATURE


def test_a_signer_never_shows_its_seed_by_accident() -> None:
    assert "seed" not in repr(SIGNER)
    assert repr(SIGNER.seed) not in repr(SIGNER)


def test_every_changed_byte_of_a_key_is_refused() -> None:
    for changed in changed_bytes(SIGNER.verifier.vkey().encode()):
        with pytest.raises(Malformed):
            Verifier.parse(changed.decode())
    for changed in changed_bytes(SIGNER.skey().encode()):
        with pytest.raises(Malformed):
            Signer.parse(changed.decode())


@pytest.mark.parametrize(
    ("name", "public"),
    [
        ("", bytes(32)),
        ("two words", bytes(32)),
        ("a+b", bytes(32)),
        ("a\nb", bytes(32)),
        ("\ud800", bytes(32)),
        ("a", b""),
    ],
)
def test_a_key_with_a_bad_name_or_length_is_refused(name: str, public: bytes) -> None:
    with pytest.raises(Malformed):
        Verifier(name=name, public=public)
    with pytest.raises(Malformed):
        Signer(name=name, seed=public)


@pytest.mark.parametrize("vkey", ["", "a+b", "a+00000000+", "a+00000000+AA==", f"a+00000000+Bg{'A' * 42}=="])
def test_a_key_of_another_kind_or_form_is_refused(vkey: str) -> None:
    with pytest.raises(Malformed):
        Verifier.parse(vkey)


@pytest.mark.parametrize("skey", ["", "PRIVATE+KEY+a", f"PRIVATE+KEY+a+00000000+BA{'A' * 42}=="])
def test_a_signing_key_of_another_kind_or_form_is_refused(skey: str) -> None:
    with pytest.raises(Malformed):
        Signer.parse(skey)


def test_two_different_keys_of_one_name_and_id_are_refused() -> None:
    class Twin(Verifier):
        """Another key that claims the same id: real ones take four billion tries to find."""

        key_id = SIGNER.verifier.key_id

    with pytest.raises(ValueError, match="same key id"):
        open_note(NOTE, [SIGNER.verifier, Twin(name=ORIGIN, public=bytes(32))])


def test_public_note_and_keys_are_accepted(shared: Path) -> None:
    known = json.loads((shared / "data/tlog/vectors.json").read_bytes())

    opened = open_note(known["signed_note"]["note"], [Verifier.parse(known["signed_note"]["vkey"])])

    assert opened.text == "This is an example message.\n"
    for vkey, skey in (
        (known["go_note_key"]["vkey"], known["go_note_key"]["skey"]),
        tuple(known["witness_test_keys"]["Wit1"]),
        tuple(known["witness_test_keys"]["Wit2"]),
    ):
        assert Signer.parse(skey).verifier.vkey() == vkey
        assert Signer.parse(skey).skey() == skey
