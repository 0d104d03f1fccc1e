"""Two checkpoints that one log signed and that cannot both be true: the proof that it told two stories.

Whoever holds the log's key can check this on their own, and nobody without that key can make one up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from penholder.pure.ledger.base64_text import from_base64, to_base64
from penholder.pure.ledger.checkpoint import Checkpoint, open_checkpoint
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.merkle import HASH_BYTES, node_hash
from penholder.pure.ledger.note import as_text
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.subtrees import spans_for_consistency

ONE, OTHER, PATH, STRAY = "one", "other", "path", "stray"
_INDENT = "    "

Block: TypeAlias = tuple[str, str]
"""A word on a line of its own, and the text that stands indented below it."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two signed notes; ``path`` leads from the smaller to the larger where their sizes differ."""

    one: str
    other: str
    path: tuple[bytes, ...] = ()

    def require_proof(self, keys: Iterable[Verifier]) -> tuple[Checkpoint, Checkpoint]:
        """Both checkpoints, the smaller first, if they are signed by one log and shown to exclude each other."""
        known = tuple(keys)
        smaller, larger = sorted(
            (open_checkpoint(note, keys=known).checkpoint for note in (self.one, self.other)),
            key=lambda checkpoint: checkpoint.size,
        )
        if smaller.origin != larger.origin:
            raise NotProven("The two checkpoints are of two logs.")
        if not are_at_odds(smaller, larger, self.path):
            raise NotProven("The two checkpoints may both be true: nothing here shows that they are not.")
        return smaller, larger

    def text(self) -> str:
        """The evidence, indented under words of its own: no line of a note can pose as one of ours."""
        blocks = [(ONE, self.one), (OTHER, self.other)]
        if self.path:
            blocks.append((PATH, "".join(f"{to_base64(step)}\n" for step in self.path)))
        return write_blocks(blocks)

    @classmethod
    def parse_all(cls, given: str | bytes) -> tuple[Conflict, ...]:
        """Every conflict in a text; what else it says is passed over. Nothing of it is proven yet."""
        found: list[Conflict] = []
        for word, block in read_blocks(given):
            if word == ONE:
                found.append(cls(one=block, other=""))
            elif word == OTHER and found:
                found[-1] = cls(one=found[-1].one, other=block)
            elif word == PATH and found:
                steps = tuple(map(_read_step, block.split("\n")[:-1]))
                found[-1] = cls(one=found[-1].one, other=found[-1].other, path=steps)
        if any(not conflict.other for conflict in found):
            raise Malformed("A conflict must have two checkpoints, and one here has only one.")
        return tuple(found)


def are_at_odds(smaller: Checkpoint, larger: Checkpoint, path: Sequence[bytes]) -> bool:
    """Whether both cannot be states of one log: at one size by their roots, else by what ``path`` shows."""
    if smaller.size == larger.size:
        return smaller.root != larger.root
    reached = roots_along(smaller.size, larger.size, path)
    return reached is not None and reached[1] == larger.root and reached[0] != smaller.root


def full_path(older: int, older_root: bytes, proof: Sequence[bytes]) -> tuple[bytes, ...]:
    """A consistency proof with its first step said aloud.

    Where the older log is a whole subtree the format leaves its root out, because whoever checks has it. Whoever is to
    see that the root is *another* than they have must be told it.
    """
    return (older_root, *proof) if older & (older - 1) == 0 else tuple(proof)


def roots_along(older: int, newer: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The roots at both sizes that a full path leads to; None if it is no path between the two.

    If the newer one is that of a signed checkpoint, then the older one is what this very log was at ``older``.
    """
    if not 0 < older < newer or any(len(step) != HASH_BYTES for step in path):
        return None
    left_out = older & (older - 1) == 0
    if len(path) != len(spans_for_consistency(older, newer)) + left_out:
        return None
    place, last = older - 1, newer - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    was = now = path[0]
    for sibling in path[1:]:
        if place & 1 or place == last:
            was, now = node_hash(sibling, was), node_hash(sibling, now)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            now = node_hash(now, sibling)
        place, last = place >> 1, last >> 1
    return was, now


def write_blocks(blocks: Iterable[Block]) -> str:
    """Texts that end in a line break, each indented under its word."""
    return "".join(f"{word}\n{_indented(text)}" for word, text in blocks)


def read_blocks(given: str | bytes) -> Iterator[Block]:
    """Every indented text with the line right above it."""
    word, block = "", ""
    for line in (*as_text(given, what="The evidence").split("\n"), "end"):
        if line.startswith(_INDENT):
            block += f"{line.removeprefix(_INDENT)}\n"
        elif line == "":
            block += "\n" if block else ""
        else:
            if block:
                yield word, f"{block.rstrip(chr(10))}\n"
            word, block = line, ""


def _indented(text: str) -> str:
    return "".join(f"{_INDENT}{line}\n" if line else "\n" for line in text.split("\n")[:-1])


def _read_step(line: str) -> bytes:
    return from_base64(line, where="A step of the path")
