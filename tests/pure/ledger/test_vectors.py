"""The vectors kept beside the tests are what this code makes, so another implementation can be held against them."""

from __future__ import annotations

import json
from pathlib import Path

from penholder.pure.ledger.code import code_hash
from penholder.pure.ledger.disclosure import read_disclosure
from penholder.pure.ledger.merkle import consistency_proof, inclusion_proof, leaf_hash, root_of
from tests.pure.ledger.logs import SIGNER, made_log
from tests.pure.ledger.tiled import tiled_log

FOLDER = Path(__file__).resolve().parents[2] / "vectors/ledger"
INDEX, SIZE, OLDER = 3, 7, 3


def files() -> dict[str, bytes]:
    """Every vector file by its name; writing them out is how the folder was made."""
    log = made_log(SIZE)
    copy = tiled_log(log.entries)
    return {
        **{f"log/{name}": raw for name, raw in copy.files.items()},
        "R-0004.tlog-proof": log.receipt(INDEX).text().encode(),
        "R-0004.entry": log.entries[INDEX],
        "steps.json": f"{json.dumps(_steps(), indent=1, ensure_ascii=False)}\n".encode(),
    }


def test_vectors_are_what_this_code_makes() -> None:
    kept = {name: (FOLDER / name).read_bytes() for name in files()}

    assert kept == files()


def test_nothing_else_stands_among_the_vectors() -> None:
    found = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}

    assert found == set(files())


def _steps() -> dict[str, object]:
    """Everything on the way from words to receipt, for whoever wants to know at which step theirs goes another way."""
    log = made_log(SIZE)
    leaves = [leaf_hash(entry) for entry in log.entries]
    disclosure = read_disclosure(log.disclosures[INDEX][0])
    code = "amber-otter-violet-spoon-4827-1933"
    return {
        "secret key (for tests only)": SIGNER.skey(),
        "key": SIGNER.verifier.vkey(),
        "salt, name, value": [disclosure.salt, disclosure.name, disclosure.value],
        "disclosure": disclosure.text,
        "digest": disclosure.digest,
        "entry": log.entries[INDEX].decode(),
        "leaf": leaves[INDEX].hex(),
        "roots from size 0 on": [root_of(leaves[:size]).hex() for size in range(SIZE + 1)],
        f"inclusion of {INDEX} in {SIZE}": [step.hex() for step in inclusion_proof(INDEX, leaves)],
        f"consistency of {OLDER} with {SIZE}": [step.hex() for step in consistency_proof(OLDER, leaves)],
        "code": code,
        "what is kept of the code": code_hash(code),
    }
