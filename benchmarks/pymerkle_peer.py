"""The peer's half of the comparison with pymerkle: run by an interpreter that has it, and never imported by us.

Told on the command line how many entries; says on its output, as JSON, how many microseconds each step took.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterable

from pymerkle import InmemoryTree, verify_inclusion  # type: ignore[import-not-found]  only there has it

PROOFS = 500


def microseconds(do: Callable[[object], object], of: Iterable[object]) -> float:
    """What one call takes, on average."""
    given = list(of)
    begun = time.perf_counter()
    for one in given:
        do(one)
    return (time.perf_counter() - begun) / len(given) * 1e6


def measure(size: int) -> dict[str, float]:
    """Append ``size`` entries of 300 bytes one by one, make proofs of some, and check them."""
    tree = InmemoryTree(algorithm="sha256")
    appended = microseconds(tree.append_entry, (number.to_bytes(300, "big") for number in range(size)))
    root = tree.get_root()
    # It counts from 1.
    indexes = [index + 1 for index in random.Random(1).sample(range(size), PROOFS)]  # noqa: S311  only a choice
    proofs = []
    proved = microseconds(lambda index: proofs.append(tree.prove_inclusion(index, size)), indexes)
    pairs = list(zip(indexes, proofs, strict=True))
    checked = microseconds(lambda pair: verify_inclusion(tree.get_leaf(pair[0]), root, pair[1]), pairs)  # type: ignore[index]  pairs
    return {"append": appended, "proof": proved, "verify": checked}


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
