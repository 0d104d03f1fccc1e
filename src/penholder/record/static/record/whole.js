/* The whole record, checked as an auditor does: every entry is hashed again, and the root built from the entries themselves.

   Hashes that the site stores are compared with it and never used. */
import { same, textOf } from "./bytes.js";
import { readEntry } from "./entry.js";
import { HASH_BYTES, Tree, leafHash } from "./merkle.js";
import { NotProven, Unfinished } from "./proven.js";
import { ENTRIES, HEIGHT, WIDTH, entriesIn, levelsOf, pathOf, tilesOf } from "./tiles.js";

// A tab does not hold more; the command does.
const SIZE_MAX = 10_000_000;
const AT_ONCE = 6; // files asked for at the same time: what a browser does anyway
export const OTHER = "in a form this page does not know";

/** @typedef {import("./checkpoint.js").SignedCheckpoint} SignedCheckpoint */
/** @typedef {import("./receipt.js").Opened} Opened */
/**
 * @typedef {object} Asked
 * @property {string} base the address of the record, with a slash at its end
 * @property {(note: string) => Promise<SignedCheckpoint>} open believes a checkpoint, or throws
 * @property {Opened | null} receipt that was checked before
 * @property {(index: number, body: import("./entry.js").Body) => void} [meet] is shown every entry, from the first to the last
 * @property {AbortSignal} signal
 * @property {(done: number, total: number) => void} tell counts files
 */

/**
 * The record's checkpoint and how many entries it has of each kind, if the entries are exactly what was signed.
 * @param {Asked} asked
 * @returns {Promise<{ signed: SignedCheckpoint, kinds: [string, number][] }>}
 */
export async function checkWhole({ base, open, receipt, meet = () => {}, signal, tell }) {
  const read = (path) => readFile(new URL(path, base), signal);
  const signed = await open(textOf(await read("checkpoint"), "The checkpoint"));
  const { size, root } = signed.checkpoint;
  if (size > SIZE_MAX) {
    throw new Unfinished(`This record has ${size.toLocaleString("en-GB")} entries, more than a browser can hold. Use the command.`);
  }
  const bundles = tilesOf(ENTRIES, size);
  const tiles = Array.from({ length: levelsOf(size) }, (_, level) => tilesOf(level, size)).flat();
  let done = 0;
  const count = () => tell(done += 1, bundles.length + tiles.length);

  const leaves = new Uint8Array(size * HASH_BYTES);
  const kinds = new Map();
  for await (const [tile, raw] of filesOf(bundles, read)) {
    const entries = entriesIn(raw, tile);
    const hashes = await Promise.all(entries.map(leafHash));
    hashes.forEach((hash, at) => leaves.set(hash, (tile.number * WIDTH + at) * HASH_BYTES));
    entries.forEach((entry, at) => {
      const body = bodyOf(entry);
      const kind = body ? body.type : OTHER;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      if (body) meet(tile.number * WIDTH + at, body);
    });
    count();
  }
  const tree = await Tree.over(leaves);
  if (!same(await tree.root(size), root)) {
    throw new NotProven("The entries do not add up to the root that was signed: one was changed, moved, added or taken out.");
  }
  for await (const [tile, raw] of filesOf(tiles, read)) {
    requireTile(tile, raw, tree);
    count();
  }
  if (receipt) await requireAgreement(receipt, signed, tree);
  return { signed, kinds: [...kinds].sort(([one], [other]) => (one < other ? -1 : 1)) };
}

/** The files in their order, some of them asked for ahead. */
async function* filesOf(tiles, read) {
  for (let start = 0; start < tiles.length; start += AT_ONCE) {
    const some = tiles.slice(start, start + AT_ONCE);
    const found = await Promise.all(some.map((tile) => readTile(tile, read)));
    for (const [at, tile] of some.entries()) yield [tile, found[at]];
  }
}

/** A partial tile may go once the full one is there, which begins with the same. */
async function readTile(tile, read) {
  try {
    return await read(pathOf(tile));
  } catch (fault) {
    if (tile.width === WIDTH || !(fault instanceof NotProven)) throw fault;
    return read(pathOf({ ...tile, width: WIDTH }));
  }
}

async function readFile(url, signal) {
  let answer, raw;
  try {
    // Without cookies: everybody is to be given the same record.
    answer = await fetch(url, { signal, credentials: "omit", cache: "no-cache" });
    raw = new Uint8Array(await answer.arrayBuffer());
  } catch (fault) {
    if (signal.aborted) throw fault;
    throw new Unfinished("The connection to the site broke off, so nothing is said either way. Please try again.");
  }
  if (answer.ok) return raw;
  if (answer.status >= 500) throw new Unfinished(`The site could not give out ${url.pathname} just now, so nothing is said either way.`);
  throw new NotProven(`The site does not give out ${url.pathname}, which a record of this size has.`);
}

function bodyOf(entry) {
  try {
    return readEntry(entry);
  } catch {
    return null;
  }
}

function requireTile(tile, raw, tree) {
  const start = tile.number * WIDTH;
  const own = tree.hashes(tile.level * HEIGHT, start, start + tile.width);
  const isLong = raw.length === own.length || raw.length === WIDTH * HASH_BYTES;
  if (!isLong || !same(raw.subarray(0, own.length), own)) {
    throw new NotProven(`The entries are what was signed, but the file ${pathOf(tile)} holds other hashes: proofs made from it fail.`);
  }
}

/** Nothing, if the receipt was given out by this very record; NotProven says where the two part. */
async function requireAgreement(receipt, signed, tree) {
  const then = receipt.signed.checkpoint;
  const { origin, size } = signed.checkpoint;
  if (then.origin !== origin) throw new NotProven(`The receipt is from the record “${then.origin}”, not from “${origin}”.`);
  if (then.size > size) {
    throw new NotProven(
      `The receipt was signed when the record had ${then.size} entries, and this site now shows only ${size}. Keep the receipt: `
      + "the two together show that something was taken out.");
  }
  if (!same(tree.leaf(receipt.index), receipt.leaf)) {
    throw new NotProven(`The record shown here has another entry at place ${receipt.index} than your receipt proves. Keep the receipt.`);
  }
  if (!same(await tree.root(then.size), then.root)) {
    throw new NotProven("The record that signed the receipt had other entries before than the one shown here. Keep the receipt.");
  }
}
