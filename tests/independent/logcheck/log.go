package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// checkLog finds the first fault of a whole log: in its checkpoint, its entries or its tiles.
//
// It never uses tlog.TileHashReader, which left tiles unauthenticated before x/mod 0.40.0 (CVE-2026-56865): the root is built
// anew from every entry, and each tile is then held against the hashes this gives.
func checkLog(read func(string) []byte, key note.Verifier) {
	size, root := openCheckpoint(read("checkpoint"), key)
	var stored []tlog.Hash
	hashes := tlog.HashReaderFunc(func(places []int64) (found []tlog.Hash, err error) {
		for _, place := range places {
			found = append(found, stored[place])
		}
		return found, nil
	})
	tiles, count := tilesOf(size), int64(0)
	for _, tile := range tiles {
		if tile.L == 0 { // for each tile of the lowest level there is a bundle of just as many entries
			for _, entry := range readBundle(read, tlog.Tile{H: 8, L: -1, N: tile.N, W: tile.W}) {
				stored = append(stored, must(tlog.StoredHashes(count, entry, hashes))...)
				count++
			}
		}
	}
	reached := tlog.Hash(sha256.Sum256(nil))
	if size > 0 {
		reached = must(tlog.TreeHash(size, hashes))
	}
	require(reached == root, "the entries do not add up to the root that was signed")
	for _, tile := range tiles {
		same := bytes.Equal(read(pathOf(tile)), must(tlog.ReadTileData(tile, hashes)))
		require(same, pathOf(tile)+" does not hold the hashes of the entries")
	}
}

// tilesOf lists the tiles of hashes, the lowest level first. An older tlog.NewTiles names narrower ones as well.
func tilesOf(size int64) (tiles []tlog.Tile) {
	for level := 0; size > 0; level, size = level+1, size>>8 {
		for n := int64(0); n<<8 < size; n++ {
			width := size - n<<8
			if width > 256 {
				width = 256
			}
			tiles = append(tiles, tlog.Tile{H: 8, L: level, N: n, W: int(width)})
		}
	}
	return tiles
}

// readBundle reads the entries in a bundle, each behind its length in two bytes.
func readBundle(read func(string) []byte, bundle tlog.Tile) (entries [][]byte) {
	for raw := read(pathOf(bundle)); len(raw) > 0; {
		require(len(raw) >= 2, pathOf(bundle)+" breaks off in the length of an entry")
		end := 2 + int(binary.BigEndian.Uint16(raw))
		require(len(raw) >= end, pathOf(bundle)+" breaks off in an entry")
		entries, raw = append(entries, raw[2:end]), raw[end:]
	}
	require(len(entries) == bundle.W, pathOf(bundle)+" has more or fewer entries than the checkpoint says")
	return entries
}

// pathOf is where today's logs keep a tile; Go's checksum database names the height too, and the entries otherwise.
func pathOf(tile tlog.Tile) string {
	return strings.NewReplacer("tile/8/data/", "tile/entries/", "tile/8/", "tile/").Replace(tile.Path())
}

// openCheckpoint gives the size and root that the log signed under its own name.
func openCheckpoint(raw []byte, key note.Verifier) (size int64, root tlog.Hash) {
	opened := must(note.Open(raw, note.VerifierList(key)))
	// Open takes any spelling of base64, and passes over a second line of a key it has just heard.
	lines := append(opened.Sigs, opened.UnverifiedSigs...)
	require(len(lines) == bytes.Count(raw[len(opened.Text)+1:], []byte("\n")), "a signature line stands there twice")
	for _, line := range lines {
		exactly(base64.StdEncoding, line.Base64)
	}
	said := strings.Split(opened.Text, "\n")
	require(len(said) >= 4 && said[0] == key.Name(), "this is no checkpoint of the log whose key was given")
	return number(said[1]), hash(said[2])
}
