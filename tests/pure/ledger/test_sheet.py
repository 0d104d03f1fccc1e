"""The key on paper comes back from paper, and a slip of the pen is found on its line."""

from __future__ import annotations

import re

import pytest

from penholder.pure.ledger.proven import Malformed
from penholder.pure.ledger.sheet import read_sheet, sheet_of
from tests.pure.ledger.logs import SIGNER, STRANGER

SHEET = sheet_of(SIGNER, made="1 May 2026")


def test_a_sheet_brings_back_the_key_it_was_printed_from() -> None:
    assert read_sheet(SHEET) == SIGNER
    assert (
        read_sheet(
            SHEET.upper()
            .replace(SIGNER.name.upper(), SIGNER.name)
            .replace("NAME OF THE RECORD", "Name of the record")
        )
        == SIGNER
    )


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_mistyped_line_is_named(number: int) -> None:
    def slip(found: re.Match[str]) -> str:
        digit = found[2]
        return found[1] + ("1" if digit != "1" else "2")

    typed = re.sub(rf"(  {number}:  )([0-9a-f])", slip, SHEET)
    assert typed != SHEET
    with pytest.raises(Malformed, match=f"Line {number} of the key is mistyped"):
        read_sheet(typed)


def test_two_lines_in_each_other_s_place_are_found() -> None:
    with pytest.raises(Malformed, match="mistyped"):
        read_sheet(SHEET.replace("  1:  ", "  x:  ").replace("  2:  ", "  1:  ").replace("  x:  ", "  2:  "))


def test_a_missing_line_is_named() -> None:
    typed = "\n".join(line for line in SHEET.splitlines() if not line.startswith("  3:"))
    with pytest.raises(Malformed, match="Line 3 of the key is missing"):
        read_sheet(typed)
    with pytest.raises(Malformed, match="Name of the record"):
        read_sheet("")


def test_the_public_half_stands_on_the_sheet() -> None:
    assert SIGNER.verifier.vkey() in SHEET
    assert SIGNER.skey() not in SHEET


def test_two_keys_in_one_file_are_not_mixed() -> None:
    with pytest.raises(Malformed, match="more than one key"):
        read_sheet(SHEET + sheet_of(STRANGER, made="1 May 2026"))
    nameless = sheet_of(STRANGER, made="1 May 2026").replace("Name of the record", "Its name")
    with pytest.raises(Malformed, match="more than one key"):
        read_sheet(SHEET + nameless)
