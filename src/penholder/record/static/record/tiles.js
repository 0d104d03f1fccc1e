/* The record as static files: hashes in tiles of 256, entries in bundles of 256 (C2SP tlog-tiles). */
import { NotProven } from "./proven.js";

export const WIDTH = 256;
export const HEIGHT = 8; // of a tile: 2^8 hashes
export const ENTRIES = "entries";
const LENGTH_BYTES = 2;

/** @typedef {{ level: number | "entries", number: number, width: number }} Tile */

/**
 * Every file of one level in a record of this size; the last one may be partial.
 * @param {number | "entries"} level
 * @param {number} size
 * @returns {Tile[]}
 */
export function tilesOf(level, size) {
  const there = level === ENTRIES ? size : Math.floor(size / WIDTH ** level);
  return Array.from({ length: Math.ceil(there / WIDTH) }, (_, number) => (
    { level, number, width: Math.min(WIDTH, there - number * WIDTH) }));
}

/** How many levels of hashes a record of this size has. @param {number} size */
export function levelsOf(size) {
  let levels = 0;
  while (WIDTH ** levels <= size) levels += 1;
  return levels;
}

/**
 * Where the file lies, relative to the record.
 * @param {Tile} tile
 */
export function pathOf({ level, number, width }) {
  const groups = [String(number % 1000).padStart(3, "0")];
  for (let rest = Math.floor(number / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
  }
  return `tile/${level}/${groups.join("/")}${width < WIDTH ? `.p/${width}` : ""}`;
}

/**
 * The entries in a bundle, each behind its length in two bytes. As many as wanted, and with exactly so many nothing behind them;
 * a full bundle may stand in for the partial one it grew from.
 * @param {Uint8Array} raw
 * @param {Tile} tile
 * @returns {Uint8Array[]}
 */
export function entriesIn(raw, tile) {
  const entries = [];
  let at = 0;
  while (at < raw.length) {
    const start = at + LENGTH_BYTES;
    at = start + raw[start - 2] * 256 + raw[start - 1];
    if (!(at <= raw.length)) throw new NotProven(`The file ${pathOf(tile)} breaks off in the middle of an entry.`);
    entries.push(raw.subarray(start, at));
  }
  if (entries.length !== tile.width && entries.length !== WIDTH) {
    throw new NotProven(`The file ${pathOf(tile)} holds ${entries.length} entries instead of ${tile.width}.`);
  }
  return entries.slice(0, tile.width);
}
