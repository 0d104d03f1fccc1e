"""Ways to tamper with a log and its receipts: one byte, or one field that is then written anew in its proper form.

Only files that the tree of the newest checkpoint needs are touched, and no signature of a witness is: the format demands
that a line of an unknown key be passed over. What would be no tampering is not among the ways either: words may be left
out of a receipt, and a log may be shown as it was at an earlier checkpoint.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from typing import Any

from penholder.pure.ledger.base64_text import from_base64url, to_base64, to_base64url
from penholder.pure.ledger.bundle import read_entries, write_entries
from penholder.pure.ledger.canon import canonical
from penholder.pure.ledger.checkpoint import Checkpoint, sign_checkpoint
from penholder.pure.ledger.disclosure import digest
from penholder.pure.ledger.enclosure import Enclosure
from penholder.pure.ledger.merkle import HASH_BYTES, leaf_hash
from penholder.pure.ledger.note import signature_line, split_note
from penholder.pure.ledger.receipt import Receipt
from penholder.pure.ledger.tiles import BUNDLES, WIDTH, Tile, tiles_of, width_of
from tests.independent.client import Question
from tests.pure.ledger.logs import SIGNER, STRANGER, made_log
from tests.pure.ledger.tiled import CHECKPOINT, TiledLog, cheap_entries, tiled_log

EARLIER = 3


@dataclass(frozen=True)
class Material:
    """A log, its receipts with words and without, and what it was some entries ago."""

    log: TiledLog
    receipts: tuple[Receipt, ...]
    earlier: str

    @cached_property
    def bundles(self) -> tuple[Tile, ...]:
        return tuple(tile for tile in tiles_of(len(self.log.entries)) if tile.level == BUNDLES)

    @cached_property
    def tiles(self) -> tuple[Tile, ...]:
        return tuple(tile for tile in tiles_of(len(self.log.entries)) if tile.level != BUNDLES)

    @cached_property
    def checkpoint(self) -> Checkpoint:
        return Checkpoint.parse(split_note(self.log.note)[0])


Way = Callable[[Random, Material], Question]


def material(size: int, *, with_words: int) -> Material:
    """A log of ``size``, of which the last ``with_words`` are entries with commitments."""
    made = made_log(with_words)
    cheap = cheap_entries(size - with_words)
    log = tiled_log((*cheap, *made.entries), size - EARLIER)
    receipts = [log.receipt(len(cheap) + at, words) for at, words in enumerate(made.disclosures)]
    receipts += [log.receipt(index) for index in range(0, size, 7)]
    return Material(log, tuple(receipts), tiled_log(log.entries[: size - EARLIER]).note)


def changes(way: Way, material: Material, number: int, *, seed: str) -> Iterator[Question]:
    """``number`` changes made in this way, no two alike, and none that leaves everything as it was."""
    random = Random(seed)
    originals = frozenset(receipt.text().encode() for receipt in material.receipts)
    made: set[int] = set()
    while len(made) < number:
        change = way(random, material)
        files = {path: raw for path, raw in change.files.items() if raw != material.log.files[path]}
        told = hash((tuple(sorted(files.items())), change.receipt))
        if told not in made and (files or change.receipt not in {None, *originals}):
            made.add(told)
            yield replace(change, files=files)


def bundle_with(log: TiledLog, index: int, entry: bytes) -> Mapping[str, bytes]:
    """The bundle of entry ``index``, with ``entry`` there instead."""
    bundle = Tile(BUNDLES, index // WIDTH, width_of(BUNDLES, index // WIDTH, len(log.entries)))
    entries = list(read_entries(log.read(bundle)))
    entries[index % WIDTH] = entry
    return {bundle.path: write_entries(entries)}


# One byte


def byte_of_an_entry(random: Random, material: Material) -> Question:
    return _byte_of_a_file(random, material, random.choice(material.bundles).path)


def byte_of_a_tile(random: Random, material: Material) -> Question:
    return _byte_of_a_file(random, material, random.choice(material.tiles).path)


def byte_of_the_checkpoint(random: Random, material: Material) -> Question:
    return _byte_of_a_file(random, material, CHECKPOINT)


def byte_of_a_receipt(random: Random, material: Material) -> Question:
    receipt = random.choice(material.receipts)
    if random.random() < 0.5:
        return _asked(replace(receipt, extra=_with_other_byte(random, receipt.extra)))
    return Question({}, _with_other_byte(random, receipt.text().encode()))


# One field


def field_of_an_entry(random: Random, material: Material) -> Question:
    index = random.randrange(len(material.log.entries))
    return Question(bundle_with(material.log, index, _other_entry(random, material.log.entries[index])))


def field_of_a_tile(random: Random, material: Material) -> Question:
    log = material.log
    tile = random.choice(material.tiles)
    hashes = [log.read(tile)[at : at + HASH_BYTES] for at in range(0, tile.width * HASH_BYTES, HASH_BYTES)]
    at = random.randrange(tile.width)
    match random.randrange(5):
        case 0:
            hashes[at] = random.randbytes(HASH_BYTES)
        case 1:
            other = random.randrange(tile.width)
            hashes[at], hashes[other] = hashes[other], hashes[at]
        case 2:
            hashes.insert(at, random.randbytes(HASH_BYTES))
        case 3:
            del hashes[at]
        case _:
            return _entry_with_its_tiles(random, material)
    return Question({tile.path: b"".join(hashes)})


def field_of_the_checkpoint(random: Random, material: Material) -> Question:
    return Question({CHECKPOINT: _other_checkpoint(random, material).encode()})


def field_of_a_receipt(random: Random, material: Material) -> Question:
    receipt = random.choice(material.receipts)
    match random.randrange(6):
        case 0:
            return _asked(replace(receipt, index=_other_number(random, receipt.index)))
        case 1:
            return _asked(replace(receipt, proof=_other_proof(random, receipt.proof)))
        case 2:
            notes = (_other_checkpoint(random, material, forged=True), material.earlier)
            return _asked(replace(receipt, checkpoint_note=random.choice(notes)))
        case 3:
            return _enclosing(receipt, entry=random.choice(material.log.entries))
        case 4:
            return _enclosing(receipt, entry=_other_entry(random, Enclosure.parse(receipt.extra).entry))
        case _:
            return _enclosing(receipt, disclosures=_other_words(random, receipt, material))


WAYS: Mapping[tuple[str, str], Way] = {
    ("entries", "one byte"): byte_of_an_entry,
    ("entries", "one field"): field_of_an_entry,
    ("tiles", "one byte"): byte_of_a_tile,
    ("tiles", "one field"): field_of_a_tile,
    ("checkpoints", "one byte"): byte_of_the_checkpoint,
    ("checkpoints", "one field"): field_of_the_checkpoint,
    ("receipts", "one byte"): byte_of_a_receipt,
    ("receipts", "one field"): field_of_a_receipt,
}


def _asked(receipt: Receipt) -> Question:
    return Question({}, receipt.text().encode())


def _byte_of_a_file(random: Random, material: Material, path: str) -> Question:
    return Question({path: _with_other_byte(random, material.log.files[path])})


def _with_other_byte(random: Random, raw: bytes) -> bytes:
    at = random.randrange(len(raw))
    return raw[:at] + bytes([raw[at] ^ random.randrange(1, 256)]) + raw[at + 1 :]


def _other_number(random: Random, number: int) -> int:
    return random.choice((number + 1, max(0, number - 1), random.randrange(600), random.randrange(2**62)))


def _other_entry(random: Random, entry: bytes) -> bytes:
    """``entry`` with one of its parts another, written anew as canonical JSON."""
    body: dict[str, Any] = json.loads(entry)
    match random.choice([*body, "re"]):
        case "t":
            minute = f"{random.randrange(24):02}:{random.randrange(60):02}"
            body["t"] = f"2026-{random.randrange(1, 13):02}-{random.randrange(1, 29):02}T{minute}Z"
        case "type":
            body["type"] = random.choice(
                ("response.withdrawn", "vote.cast", "motion.carried", "version.published")
            )
        case "scope" | "obj" as name:
            body[name] = random.randbytes(16).hex()
        case "facts":
            name = random.choice(list(body["facts"]))
            body["facts"][name] = random.randrange(1_000)
        case "_sd":
            digests = body["_sd"]
            digests[random.randrange(len(digests))] = to_base64url(random.randbytes(HASH_BYTES))
            body["_sd"] = sorted(digests)
        case "_sd_alg":
            del body["_sd"], body["_sd_alg"]
        case "v":
            body["v"] = random.randrange(2, 100)
        case _:
            body["re"] = [random.randbytes(16).hex()]
    return canonical(body)


def _entry_with_its_tiles(random: Random, material: Material) -> Question:
    """An entry changed, and the tiles made to match: that of its own hash, or every one up to the top."""
    log = material.log
    index = random.randrange(len(log.entries))
    entry = _other_entry(random, log.entries[index])
    forged = tiled_log([*log.entries[:index], entry, *log.entries[index + 1 :]])
    own = Tile(0, index // WIDTH, width_of(0, index // WIDTH, len(log.entries)))
    assert leaf_hash(entry) in forged.read(own)
    tiles = random.choice(((own,), material.tiles))
    return Question({**bundle_with(log, index, entry), **{tile.path: forged.read(tile) for tile in tiles}})


def _other_checkpoint(random: Random, material: Material, *, forged: bool = False) -> str:
    """The checkpoint with another origin, size, root or signature, in form; the log itself may have signed a lie.

    Not so if it has to be ``forged``: some paths are the same in trees of different sizes, so a receipt alone cannot
    show that the log signed the wrong size. An audit does.
    """
    right = material.checkpoint
    text, (signature,) = split_note(material.log.note)
    other = random.choice(
        (
            replace(right, origin=f"{random.randbytes(4).hex()}.example/record"),
            replace(right, size=_other_number(random, right.size)),
            replace(right, root=random.randbytes(HASH_BYTES)),
        )
    )
    # Sizes that nobody could build stay unsigned here: the log's own key would make any client set out to build them.
    lie = replace(
        other, size=min(other.size, 600), root=right.root if other.size != right.size else other.root
    )
    line = signature_line(signature.name, signature.key_id, signature.raw)
    match random.randrange(5):
        case 0:
            return f"{other.body()}\n{line}"
        case 1:
            return f"{other.body()}\n{line}" if forged or lie == right else sign_checkpoint(lie, SIGNER)
        case 2:
            return sign_checkpoint(other, STRANGER)
        case 3:
            stolen = split_note(material.earlier)[1][0].raw
            raw = random.choice((stolen, random.randbytes(64), signature.raw[::-1], signature.raw[:-1]))
            return f"{text}\n{signature_line(signature.name, signature.key_id, raw)}"
        case _:
            name, key_id = random.choice(
                (
                    (signature.name, random.randbytes(4)),
                    (f"{random.randbytes(4).hex()}.example", signature.key_id),
                )
            )
            return f"{text}\n{signature_line(name, key_id, signature.raw)}"


def _other_proof(random: Random, proof: tuple[bytes, ...]) -> tuple[bytes, ...]:
    steps = list(proof)
    at = random.randrange(len(steps))
    match random.randrange(4):
        case 0:
            steps[at] = random.randbytes(HASH_BYTES)
        case 1:
            steps.insert(at, random.randbytes(HASH_BYTES))
        case 2:
            del steps[at]
        case _:
            other = random.randrange(len(steps))
            steps[at], steps[other] = steps[other], steps[at]
    return tuple(steps)


def _enclosing(
    receipt: Receipt, *, entry: bytes | None = None, disclosures: tuple[str, ...] | None = None
) -> Question:
    there = Enclosure.parse(receipt.extra)
    other = Enclosure(
        entry=there.entry if entry is None else entry,
        disclosures=there.disclosures if disclosures is None else disclosures,
    )
    return _asked(replace(receipt, extra=other.to_bytes()))


def _other_words(random: Random, receipt: Receipt, material: Material) -> tuple[str, ...]:
    """The words of a receipt with one disclosure another: its salt, its name, its value, its spelling, or its owner."""
    there = Enclosure.parse(receipt.extra)
    words = list(there.disclosures)
    # Those of this very entry could be added to a receipt without words, and would be the right ones.
    own = json.loads(there.entry).get("_sd", ())
    others = [
        word
        for other in material.receipts
        for word in Enclosure.parse(other.extra).disclosures
        if digest(word) not in own
    ]
    if not words:
        return (random.choice(others),)
    at = random.randrange(len(words))
    salt, name, value = json.loads(from_base64url(words[at], where="A disclosure"))
    match random.randrange(6):
        case 0:
            words[at] = _disclosure([to_base64url(random.randbytes(32)), name, value])
        case 1:
            words[at] = _disclosure([salt, f"question.{random.randrange(100)}", value])
        case 2:
            words[at] = _disclosure([salt, name, f"{value} {random.randrange(1_000)}"])
        case 3:
            words[at] = to_base64(from_base64url(words[at], where="A disclosure")) + "=" * random.randrange(3)
        case 4:
            words.append(words[at])
        case _:
            words[at] = random.choice(others)
    return tuple(words)


def _disclosure(parts: list[str]) -> str:
    return to_base64url(json.dumps(parts, ensure_ascii=False).encode())
