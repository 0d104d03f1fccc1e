"""Signed notes: a text, an empty line, and the signatures of those who stand for it (C2SP signed-note)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from penholder.pure.ledger.base64_text import from_base64, to_base64
from penholder.pure.ledger.keys import Signer, Verifier, is_name
from penholder.pure.ledger.proven import Malformed, NotProven

# The format asks for at least 16; the limits keep a hostile file from costing more than a moment.
SIGNATURES_MAX = 100
NOTE_CHARACTERS_MAX = 1_000_000

_LINE_START = "— "
_KEY_ID_BYTES = 4
_CONTROL_CHARACTER = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line as it stands: a claim, until a known key has checked it."""

    name: str
    key_id: bytes
    raw: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that was checked. ``time`` is what a witness stated, in seconds since 1970; a log states none."""

    verifier: Verifier
    time: int | None = None


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """A text with the known keys that signed it, and the signatures of keys nobody here knows."""

    text: str
    signed: tuple[Signed, ...]
    unknown: tuple[Signature, ...] = ()


def sign_note(text: str, *signers: Signer) -> str:
    """The note of ``text`` with a signature of each of ``signers``."""
    if not text.endswith("\n"):
        raise ValueError("The text of a note ends with a line break.")
    if _has_control_characters(text):
        raise ValueError("The text of a note has no control characters except line breaks.")
    lines = (signature_line(signer.name, signer.verifier.key_id, signer.sign(text)) for signer in signers)
    return f"{text}\n{''.join(lines)}"


def signature_line(name: str, key_id: bytes, raw: bytes) -> str:
    return f"{_LINE_START}{name} {to_base64(key_id + raw)}\n"


def open_note(note: str | bytes, verifiers: Iterable[Verifier]) -> OpenedNote:
    """The text of ``note`` if a known key signed it.

    Signatures of unknown keys are passed over, as the format demands; a bad one of a known key rejects the whole
    note, and so does the lack of any good one.
    """
    known = _by_name_and_id(verifiers)
    text, signatures = split_note(note)
    signed: list[Signed] = []
    unknown: list[Signature] = []
    for signature in signatures:
        verifier = known.get((signature.name, signature.key_id))
        if verifier is None:
            unknown.append(signature)
        else:
            signed.append(Signed(verifier=verifier, time=verifier.verify(text, signature.raw)))
    if not signed:
        raise NotProven("None of the keys you trust has signed this.")
    return OpenedNote(text=text, signed=tuple(signed), unknown=tuple(unknown))


def split_note(note: str | bytes) -> tuple[str, tuple[Signature, ...]]:
    """The text and the signature lines of ``note``, with nothing checked yet but the form."""
    whole = as_text(note, what="The signed note")
    if len(whole) > NOTE_CHARACTERS_MAX:
        raise Malformed(f"The signed note is longer than {NOTE_CHARACTERS_MAX:,} characters.")
    if _has_control_characters(whole):
        raise Malformed(
            "The signed note has control characters in it; its lines must end in plain line feeds."
        )
    text, blank, lines = whole.rpartition("\n\n")
    if not blank or not lines.endswith("\n"):
        raise Malformed(
            "The signed note must be a text, an empty line and signature lines, each ending in a line feed."
        )
    signature_lines = lines.split("\n")[:-1]
    if len(signature_lines) > SIGNATURES_MAX:
        raise Malformed(f"The signed note has more than {SIGNATURES_MAX} signatures.")
    return f"{text}\n", tuple(_read_signature(line) for line in signature_lines)


def as_text(given: str | bytes, *, what: str) -> str:
    """``given`` as text, decoded strictly; text that could not be encoded again is refused likewise."""
    try:
        if isinstance(given, bytes):
            return given.decode("utf-8")
        given.encode("utf-8")
    except UnicodeError as fault:
        raise Malformed(f"{what} is not valid UTF-8 text.") from fault
    return given


def _read_signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_LINE_START).partition(" ")
    if not line.startswith(_LINE_START) or not space or not is_name(name):
        raise Malformed("A signature line must read “— name signature”, and one here does not.")
    raw = from_base64(encoded, where="A signature of the note")
    if len(raw) <= _KEY_ID_BYTES:
        raise Malformed("A signature of the note is too short to be one.")
    return Signature(name=name, key_id=raw[:_KEY_ID_BYTES], raw=raw[_KEY_ID_BYTES:])


def _by_name_and_id(verifiers: Iterable[Verifier]) -> Mapping[tuple[str, bytes], Verifier]:
    known: dict[tuple[str, bytes], Verifier] = {}
    for verifier in verifiers:
        if known.setdefault((verifier.name, verifier.key_id), verifier) != verifier:
            raise ValueError(
                f"Two different keys of “{verifier.name}” have the same key id, so neither can be told apart."
            )
    return known


def _has_control_characters(text: str) -> bool:
    return _CONTROL_CHARACTER.search(text) is not None
