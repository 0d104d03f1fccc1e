/* Merkle trees as in RFC 6962, hashed by the browser. Numbers are halved and not shifted: shifting stops at 32 bits. */
import { joined, same } from "./bytes.js";
import { NotProven } from "./proven.js";

export const HASH_BYTES = 32;
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
// So many hashes are asked for at once; all of a long record's would fill the memory.
const AT_ONCE = 1024;

/** @param {Uint8Array} bytes */
export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** @param {Uint8Array} entry */
export function leafHash(entry) {
  return sha256(joined(LEAF, entry));
}

/**
 * @param {Uint8Array} left
 * @param {Uint8Array} right
 */
export function nodeHash(left, right) {
  return sha256(joined(NODE, left, right));
}

/**
 * Nothing, if the proof leads from the leaf to the root; else NotProven (RFC 9162, 2.1.3.2).
 * @param {Uint8Array} leaf
 * @param {number} index
 * @param {number} size
 * @param {Uint8Array[]} proof
 * @param {Uint8Array} root
 */
export async function verifyInclusion(leaf, index, size, proof, root) {
  if ([leaf, root, ...proof].some((hash) => hash.length !== HASH_BYTES)) {
    throw new NotProven(`Every hash of a proof has ${HASH_BYTES} bytes, and one here has not.`);
  }
  if (!(index >= 0 && index < size)) {
    throw new NotProven(`The proof is for entry ${index}, but the record had only ${size} entries then.`);
  }
  let place = index, last = size - 1, reached = leaf;
  for (const sibling of proof) {
    if (last === 0) throw new NotProven("The proof has more steps than the path from the entry to the root.");
    if (place % 2 === 1 || place === last) {
      reached = await nodeHash(sibling, reached);
      // An edge moves up unchanged until it has a left neighbour.
      while (place % 2 === 0 && place > 0) [place, last] = [half(place), half(last)];
    } else {
      reached = await nodeHash(reached, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  if (last !== 0) throw new NotProven("The proof has fewer steps than the path from the entry to the root.");
  if (!same(reached, root)) throw new NotProven("The proof does not lead from this entry to the signed root of the record.");
}

/** The tree over all leaves, with the hash of every complete subtree, so that it tells its root at any earlier size. */
export class Tree {
  /** @param {Uint8Array[]} rows by height, the hashes one after another */
  constructor(rows) {
    this.rows = rows;
  }

  /** @param {Uint8Array} leaves the hashes of all leaves, one after another */
  static async over(leaves) {
    const rows = [leaves];
    while (rows.at(-1).length >= 2 * HASH_BYTES) rows.push(await rowAbove(rows.at(-1)));
    return new Tree(rows);
  }

  /** The complete subtrees of 2^height leaves, from one to before another, one after another. */
  hashes(height, start, end) {
    return this.rows[height].subarray(start * HASH_BYTES, end * HASH_BYTES);
  }

  leaf(index) {
    return this.hashes(0, index, index + 1);
  }

  /** The root this tree had when it was of so many leaves. @param {number} size */
  async root(size) {
    let root = null;
    for (let height = 0, left = size; left > 0; height += 1, left = half(left)) {
      if (left % 2 === 0) continue;
      const subtree = this.hashes(height, left - 1, left);
      root = root === null ? subtree : await nodeHash(subtree, root);
    }
    return root ?? sha256(new Uint8Array());
  }
}

/** @param {Uint8Array} row */
async function rowAbove(row) {
  const pairs = half(row.length / HASH_BYTES);
  const above = new Uint8Array(pairs * HASH_BYTES);
  for (let start = 0; start < pairs; start += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, pairs - start) }, (_, at) => start + at);
    const hashes = await Promise.all(numbers.map((number) => {
      const at = 2 * HASH_BYTES * number;
      return sha256(joined(NODE, row.subarray(at, at + 2 * HASH_BYTES)));
    }));
    hashes.forEach((hash, at) => above.set(hash, (start + at) * HASH_BYTES));
  }
  return above;
}

/** @param {number} number */
function half(number) {
  return Math.floor(number / 2);
}
