"""Runs in an environment of its own: datasketch or rensa on the texts of a JSON file, and how each text was grouped.

``python families_peer.py datasketch|rensa THRESHOLD TEXTS.json LABELS.json``. A text is joined with every known one that
is like it, and kept as a new one where none is: asking all for all is quadratic in the largest family.
"""

from __future__ import annotations

import json
import re
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from peak import peak_megabytes

WIDTH = 3
PERMUTATIONS = 128
AT_ONCE = 5_000
_WORD = re.compile(r"\w+")


Likeness = tuple[int, list[int]]


def shingles(text: str) -> list[str]:
    """Every three consecutive words, each once; all words of a text that is shorter."""
    words = _WORD.findall(text.lower())
    if len(words) < WIDTH:
        return [" ".join(words)]
    return list({" ".join(three) for three in zip(words, words[1:], words[2:], strict=False)})


def with_datasketch(texts: Sequence[str], threshold: float) -> Iterator[Likeness]:
    """Each text with the known ones it is like."""
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found]  # noqa: PLC0415

    known = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
    kept = {}
    for number, text in enumerate(texts):
        one = MinHash(num_perm=PERMUTATIONS, hashfunc=zlib.crc32)
        one.update_batch([shingle.encode() for shingle in shingles(text)])
        like = [other for other in known.query(one) if one.jaccard(kept[other]) >= threshold]
        if not like:
            known.insert(number, one)
            kept[number] = one
        yield number, like


def with_rensa(texts: Sequence[str], threshold: float) -> Iterator[Likeness]:
    """Each text with the known ones it is like."""
    from rensa import RMinHash, RMinHashLSH  # type: ignore[import-not-found]  # noqa: PLC0415

    known = RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=32)
    kept = {}
    for start in range(0, len(texts), AT_ONCE):
        sets = [shingles(text) for text in texts[start : start + AT_ONCE]]
        hashed = RMinHash.from_token_sets(sets, num_perm=PERMUTATIONS, seed=42)
        for number, one in enumerate(hashed, start=start):
            like = [other for other in known.query(one) if one.jaccard(kept[other]) >= threshold]
            if not like:
                known.insert(number, one)
                kept[number] = one
            yield number, like


PEERS: dict[str, Callable[[Sequence[str], float], Iterator[Likeness]]] = {
    "datasketch": with_datasketch,
    "rensa": with_rensa,
}


def joined(count: int, likenesses: Iterator[Likeness]) -> list[int]:
    """A label for each text, the same for all that are joined."""
    parent = list(range(count))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = one = parent[parent[one]]
        return one

    for number, like in likenesses:
        for other in like:
            parent[root(number)] = root(other)
    return [root(number) for number in range(count)]


def main(peer: str, threshold: str, given: str, wanted: str) -> None:
    texts = json.loads(Path(given).read_text())
    begun, used = time.perf_counter(), time.process_time()
    labels = joined(len(texts), PEERS[peer](texts, float(threshold)))
    took, used = time.perf_counter() - begun, time.process_time() - used
    Path(wanted).write_text(json.dumps(labels))
    peak = peak_megabytes()
    print(json.dumps({"seconds": took, "used": used, "peak": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
