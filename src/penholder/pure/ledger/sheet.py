"""The signing key on paper: in short lines that can be read out and typed in again, each with a check of its own."""

from __future__ import annotations

import re
from hashlib import sha256

from penholder.pure.ledger.keys import Signer
from penholder.pure.ledger.proven import Malformed

_LINES = 4
_BYTES = 8
_KEY_LINE = re.compile(
    r"\s*(?P<number>[1-4])[:.)]\s*(?P<hex>(?:[0-9a-fA-F]{4}[\s-]*){4})/\s*(?P<check>[0-9a-fA-F]{4})\s*"
)
_NAME_LINE = re.compile(r"\s*Name of the record:\s*(?P<name>\S+)\s*")

_TWO_KEYS = "There is more than one key in this file: type each sheet into a file of its own."


def sheet_of(signer: Signer, *, made: str) -> str:
    """The page to print: the secret key, its public half, and what to do with either."""
    lines = "\n".join(_key_line(number, signer.seed) for number in range(1, _LINES + 1))
    return f"""BACKUP SHEET: THE KEY OF A PUBLIC RECORD

Name of the record: {signer.name}
Printed: {made}

Whoever holds these four lines can sign in the name of this record. Keep the paper where you
keep what opens the building, in two places, and show it to nobody. Do not photograph it.

{lines}

If the machine is lost: type these lines and the name above into a file, and run
  penholder key restore FILE
The key alone is not enough. Put back the newest copy of the record's files first, so that
nothing that was signed before is signed in another form.

The public half, for everybody (print it in what you publish):
{signer.verifier.vkey()}
"""


def read_sheet(text: str) -> Signer:
    """The key on a typed-in sheet; ``Malformed`` names the line that is mistyped or missing."""
    names = [found["name"] for line in text.splitlines() if (found := _NAME_LINE.fullmatch(line))]
    if not names:
        raise Malformed("The line “Name of the record:” is missing from the sheet.")
    if len(names) > 1:
        raise Malformed(_TWO_KEYS)
    parts: dict[int, bytes] = {}
    for line in text.splitlines():
        found = _KEY_LINE.fullmatch(line)
        if found is None:
            continue
        number = int(found["number"])
        part = bytes.fromhex(re.sub(r"[\s-]", "", found["hex"]))
        if _check(number, part) != found["check"].lower():
            raise Malformed(
                f"Line {number} of the key is mistyped: its last four characters don't fit the rest."
            )
        if parts.setdefault(number, part) != part:
            raise Malformed(_TWO_KEYS)
    missing = [str(number) for number in range(1, _LINES + 1) if number not in parts]
    if missing:
        raise Malformed(f"Line {' and line '.join(missing)} of the key is missing or not complete.")
    return Signer(name=names[0], seed=b"".join(parts[number] for number in range(1, _LINES + 1)))


def _key_line(number: int, seed: bytes) -> str:
    part = seed[(number - 1) * _BYTES : number * _BYTES]
    groups = " ".join(part.hex()[at : at + 4] for at in range(0, 2 * _BYTES, 4))
    return f"  {number}:  {groups}  / {_check(number, part)}"


def _check(number: int, part: bytes) -> str:
    return sha256(bytes([number]) + part).hexdigest()[:4]
