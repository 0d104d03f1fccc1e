"""Tiles: the public paths and bytes, and the same roots and proofs as from all leaves, from a handful of files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penholder.pure.ledger.bundle import read_entries
from penholder.pure.ledger.entry import EntryBody
from penholder.pure.ledger.keys import Signer
from penholder.pure.ledger.merkle import (
    EMPTY_ROOT,
    HASH_BYTES,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from penholder.pure.ledger.proven import Malformed
from penholder.pure.ledger.tiles import (
    BUNDLES,
    WIDTH,
    Edge,
    Tile,
    TiledTree,
    bundle_up,
    grow,
    hashes_in,
    root_of_edge,
    size_of_edge,
    tiles_of,
    width_of,
)
from tests.pure.ledger.tiled import cheap_entries, growing, tiled_log

LARGEST = 70_000
ENTRIES = cheap_entries(LARGEST)
LEAVES = tuple(map(leaf_hash, ENTRIES))

# Where a third level begins, and a handful of large ones only: they come again and are then already made.
SIZES = st.one_of(st.integers(0, 1_100), st.sampled_from((65_535, 65_536, 65_537, LARGEST)))
STEPS = st.lists(SIZES, max_size=5).map(lambda sizes: tuple(sorted(sizes)))
TILES = st.builds(
    Tile,
    level=st.integers(BUNDLES, 63),
    number=st.one_of(st.integers(0, 2_000), st.integers(0, 2**63 - 1)),
    width=st.integers(1, WIDTH),
)


@cache
def made(size: int) -> tuple[dict[Tile, bytes], Edge]:
    """The tiles of the first ``size`` entries, made in one go, and the edge."""
    tiles, edge = grow((), LEAVES[:size])
    return dict(tiles), edge


@cache
def root_at(size: int) -> bytes:
    """The root from all leaves: what every other way must come to."""
    return root_of(LEAVES[:size])


def tree_of(size: int) -> TiledTree:
    return TiledTree(size, made(size)[0].__getitem__)


# Paths


def test_tile_paths_are_those_of_the_public_vectors(shared: Path) -> None:
    known = json.loads((shared / "data/tlog/vectors.json").read_bytes())["tile_paths"]

    assert {number: Tile(0, int(number)).path for number in known} == {
        number: f"tile/0/{path}" for number, path in known.items()
    }


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(1, 999, 255), "tile/1/999.p/255"),
        (Tile(BUNDLES, 1_234_067, 7), "tile/entries/x001/x234/067.p/7"),
        (Tile(63, 1_000), "tile/63/x001/000"),
    ],
)
def test_tile_lies_where_the_format_says(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert Tile.parse(path) == tile


@given(tile=TILES)
def test_tile_is_read_back_from_its_path(tile: Tile) -> None:
    assert Tile.parse(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/00/000",
        "tile/01/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/+1/000",
        "tile/８/000",
        "tile/0/٠٠٠",
        "tile/data/000",
        "tile/Entries/000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001/x000",
        "tile/0/X001/000",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/999",
        "tile/0/000.p/-1",
        "tile/0/000.p/1/000",
        "tile/0/../../signer/key",
        "tile/0/x001/../000",
        "tile/0/" + "x001/" * 7 + "000",
        "tile/0/" + "x999/" * 5_000 + "000",
        "tile/" + "9" * 5_000 + "/000",
        "tile/0/000.p/" + "9" * 5_000,
        "checkpoint",
    ],
)
def test_path_in_any_other_spelling_is_refused(path: str) -> None:
    with pytest.raises(Malformed, match="not the path of a tile"):
        Tile.parse(path)


@given(
    path=st.one_of(
        st.text(),
        st.text(alphabet="tile/0123456789x.pentries").map(lambda rest: f"tile/{rest}"),
        st.tuples(TILES, st.integers(0, 40), st.text(max_size=3)).map(
            lambda drawn: drawn[0].path[: drawn[1]] + drawn[2] + drawn[0].path[drawn[1] + len(drawn[2]) :]
        ),
    )
)
def test_any_text_is_the_one_path_of_its_tile_or_refused(path: str) -> None:
    try:
        tile = Tile.parse(path)
    except Malformed:
        return

    assert tile.path == path
    assert 1 <= tile.width <= WIDTH


# How many tiles, and how wide


def test_tiles_of_70000_are_as_many_and_as_wide_as_published(shared: Path) -> None:
    known = json.loads((shared / "data/tlog/vectors.json").read_bytes())["tile_counts_size_70000"]
    tiles = list(tiles_of(LARGEST))
    full = Counter(tile.level for tile in tiles if tile.width == WIDTH)
    partial = {tile.level: tile.width for tile in tiles if tile.width < WIDTH}

    assert full == {
        BUNDLES: known["level0_full"],
        0: known["level0_full"],
        1: known["level1_full"],
    }
    assert partial == {
        BUNDLES: known["level0_partial"],
        0: known["level0_partial"],
        1: known["level1_partial"],
        2: known["level2_partial"],
    }


@given(size=st.integers(0, 2**40), level=st.integers(0, 5), number=st.integers(0, 2**33))
def test_width_is_that_of_the_published_formula(size: int, level: int, number: int) -> None:
    there = size // 256**level
    full, partial = divmod(there, WIDTH)

    width = width_of(level, number, size)

    assert width == (WIDTH if number < full else partial if number == full else 0)


@given(size=st.integers(0, 200_000))
def test_no_tile_of_a_log_is_empty_or_named_twice(size: int) -> None:
    tiles = list(tiles_of(size))

    assert len({tile.path for tile in tiles}) == len(tiles)
    assert all(1 <= tile.width <= WIDTH for tile in tiles)
    assert sum(tile.width for tile in tiles if tile.level == 0) == size
    assert sum(tile.width for tile in tiles if tile.level == BUNDLES) == size


@given(raw=st.binary(max_size=3 * HASH_BYTES), width=st.integers(1, 3))
def test_a_tile_with_more_or_fewer_bytes_than_its_width_says_is_refused(raw: bytes, width: int) -> None:
    tile = Tile(0, 4, width)
    if len(raw) == width * HASH_BYTES:
        assert b"".join(hashes_in(raw, tile)) == raw
    else:
        with pytest.raises(Malformed, match=r"tile/0/004\.p/"):
            hashes_in(raw, tile)


# Growing


@given(steps=STEPS, size=SIZES)
def test_a_log_grown_in_any_steps_has_the_files_of_one_made_at_once(
    steps: tuple[int, ...], size: int
) -> None:
    edge: Edge = ()
    held: dict[Tile, bytes] = {}
    for older, newer in pairwise((0, *(step for step in steps if step <= size), size)):
        tiles, edge = grow(edge, LEAVES[older:newer])
        bundles = bundle_up(older, ENTRIES[older - older % WIDTH : older], ENTRIES[older:newer])
        held |= dict((*tiles, *bundles))
    tiles_at_once, edge_at_once = made(size)
    at_once = tiles_at_once | dict(bundle_up(0, (), ENTRIES[:size]))

    assert set(at_once) == set(tiles_of(size))
    assert {tile: held[tile] for tile in at_once} == at_once
    assert edge == edge_at_once == TiledTree(size, lambda tile: held[tile]).edge()


@given(older=SIZES, newer=SIZES)
def test_growing_makes_no_tile_that_was_already_there(older: int, newer: int) -> None:
    older, newer = sorted((older, newer))
    _, edge = made(older)

    tiles, _ = grow(edge, LEAVES[older:newer])

    new = [tile for tile, _ in tiles]
    assert len(set(new)) == len(new)
    assert set(new) == {tile for tile in tiles_of(newer) if tile.level != BUNDLES} - set(tiles_of(older))


@given(size=SIZES)
def test_the_edge_alone_tells_size_and_root(size: int) -> None:
    _, edge = made(size)

    assert size_of_edge(edge) == size
    assert root_of_edge(edge) == root_at(size)
    assert all(len(hashes) < WIDTH for hashes in edge)
    assert grow(edge, ()) == ((), edge)


@given(size=SIZES)
def test_bundles_hold_the_entries_in_order(size: int) -> None:
    bundles = bundle_up(0, (), ENTRIES[:size])

    assert [tile for tile, _ in bundles] == [tile for tile in tiles_of(size) if tile.level == BUNDLES]
    assert [entry for _, raw in bundles for entry in read_entries(raw)] == list(ENTRIES[:size])


def test_cheap_entries_are_in_the_form_of_entries() -> None:
    assert [EntryBody.parse(entry).to_bytes() for entry in ENTRIES[:300]] == list(ENTRIES[:300])


# Roots and proofs


@given(size=SIZES, data=st.data())
def test_roots_from_tiles_are_those_of_all_leaves(size: int, data: st.DataObject) -> None:
    older = data.draw(st.integers(0, size))

    tree = tree_of(size)

    assert tree.root() == root_at(size)
    assert tree.root_at(older) == root_at(older)
    assert TiledTree(0, lambda _: b"").root() == EMPTY_ROOT


@given(size=SIZES.filter(bool), data=st.data())
def test_inclusion_proofs_from_tiles_are_those_of_all_leaves(size: int, data: st.DataObject) -> None:
    then = data.draw(st.integers(1, size))
    index = data.draw(st.integers(0, then - 1))
    tree = tree_of(size)

    proof = tree.inclusion(index, then)

    assert proof == inclusion_proof(index, LEAVES[:then])
    assert tree.leaf(index) == LEAVES[index]
    verify_inclusion(LEAVES[index], index, then, proof, tree.root_at(then))


@given(size=SIZES.filter(bool), data=st.data())
def test_consistency_proofs_from_tiles_are_those_of_all_leaves(size: int, data: st.DataObject) -> None:
    then = data.draw(st.integers(1, size))
    older = data.draw(st.integers(1, then))
    tree = tree_of(size)

    proof = tree.consistency(older, then)

    assert proof == consistency_proof(older, LEAVES[:then])
    verify_consistency(older, then, proof, tree.root_at(older), tree.root_at(then))
    assert tree.consistency(0, then) == ()


@pytest.mark.parametrize(
    "ask",
    [
        lambda tree: tree.leaf(10),
        lambda tree: tree.leaf(256),
        lambda tree: tree.root_at(11),
        lambda tree: tree.root_at(300),
        lambda tree: tree.inclusion(10),
        lambda tree: tree.inclusion(0, 0),
        lambda tree: tree.inclusion(3, 12),
        lambda tree: tree.consistency(11),
        lambda tree: tree.consistency(1, 0),
        lambda tree: tree.consistency(4, 12),
    ],
)
def test_a_tree_says_nothing_of_entries_it_has_not(ask: Callable[[TiledTree], object]) -> None:
    with pytest.raises(ValueError, match=r"log of \d+ entries"):
        ask(tree_of(10))


@given(size=st.integers(1, 2**32), data=st.data())
def test_a_receipt_reads_at_most_eight_tiles_and_none_twice(size: int, data: st.DataObject) -> None:
    read: list[Tile] = []

    def reading(tile: Tile) -> bytes:
        read.append(tile)
        return bytes(tile.width * HASH_BYTES)

    TiledTree(size, reading).inclusion(data.draw(st.integers(0, size - 1)))

    assert len(read) <= 8
    assert len(set(read)) == len(read)
    assert all(tile.width == width_of(tile.level, tile.number, size) for tile in read)


def test_only_tiles_of_the_log_are_read() -> None:
    log = tiled_log(ENTRIES[:1_000], 300, 700)
    current = {tile.path for tile in tiles_of(1_000)}
    others = {path: b"" for path in log.files if path not in current and path.startswith("tile/")}

    assert others
    assert log.with_files(others).tree().root() == root_at(1_000)


# A log that others made


def test_a_public_log_is_made_from_its_entries_byte_for_byte(shared: Path) -> None:
    known = json.loads((shared / "data/tlog/vectors.json").read_bytes())["tessera_testlog"]
    folder = shared / "data/tlog/tessera-testlog/log"
    signer, entries = Signer.parse(known["skey"]), [text.encode() for text in known["entries"]]
    published = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".state" not in path.parts
    }

    ours: dict[str, bytes] = {}
    for size, written in enumerate(growing(entries, *range(16), signer=signer)):
        assert written.pop("key").decode() == f"{known['vkey']}\n"
        ours |= {**written, f"checkpoint.{size}": written["checkpoint"]}

    assert sum(path.startswith("checkpoint.") for path in ours) == 16
    assert sum(path.startswith("tile/") for path in ours) == 30
    assert ours == published
