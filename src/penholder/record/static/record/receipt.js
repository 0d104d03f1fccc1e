/* Receipts: proof, on its own and offline, that an entry is in the record (C2SP tlog-proof@v1), and the words it opens.

   Nothing in a receipt but the checkpoint is signed. The entry is bound by its hash, which must lead to the signed root, and
   each disclosure by a digest in the entry; whatever is shown to a person has been bound this way first. */
import { fromBase64 } from "./base64.js";
import { bytesOf, textOf } from "./bytes.js";
import { claimedCheckpoint, openCheckpoint, readNumber } from "./checkpoint.js";
import { openCommitments } from "./disclosure.js";
import { readEntry } from "./entry.js";
import { readCanonical } from "./json.js";
import { HASH_BYTES, leafHash, verifyInclusion } from "./merkle.js";
import { Malformed, NotProven } from "./proven.js";

const FORMAT = "c2sp.org/tlog-proof@v1";
const STEPS_MAX = 63;

/** @typedef {{ index: number, proof: Uint8Array[], note: string, extra: Uint8Array | null }} Receipt */
/** @typedef {import("./checkpoint.js").SignedCheckpoint} SignedCheckpoint */
/**
 * @typedef {{ index: number, leaf: Uint8Array, body: import("./entry.js").Body, words: import("./disclosure.js").Words[],
 *   signed: SignedCheckpoint }} Opened
 */

/**
 * All that a receipt proves to one who trusts these keys; NotProven says why it proves nothing.
 * @param {Uint8Array} file
 * @param {import("./trust.js").Trust} trust
 * @returns {Promise<Opened>}
 */
export async function openReceipt(file, trust) {
  const receipt = readReceipt(file);
  return bound(receipt, await openCheckpoint(receipt.note, trust));
}

/**
 * What fits together in a receipt where no signature can be checked. Whoever shows it must say that nobody vouches for it.
 * @param {Uint8Array} file
 * @returns {Promise<Opened>}
 */
export async function openUnsigned(file) {
  const receipt = readReceipt(file);
  return bound(receipt, { checkpoint: claimedCheckpoint(receipt.note), log: [], witnesses: [] });
}

/**
 * @param {Uint8Array} file
 * @returns {Receipt}
 */
export function readReceipt(file) {
  const text = textOf(file, "The receipt");
  const blank = text.indexOf("\n\n");
  const lines = text.slice(0, Math.max(blank, 0)).split("\n");
  if (lines.shift() !== FORMAT) throw new Malformed(`This is not a receipt: its first line would be “${FORMAT}”.`);
  let extra = null;
  if (lines[0]?.startsWith("extra ")) {
    extra = fromBase64(lines.shift().slice("extra ".length), "The enclosure of the receipt");
    if (!extra.length) throw new Malformed("The receipt has a line for an enclosure and nothing in it.");
  }
  if (!lines[0]?.startsWith("index ")) throw new Malformed("The receipt does not say which entry of the record it is for.");
  const index = readNumber(lines.shift().slice("index ".length), "The number of the entry in the receipt");
  return { index, proof: readProof(lines), note: text.slice(blank + 2), extra };
}

/**
 * @param {Receipt} receipt
 * @param {SignedCheckpoint} signed
 * @returns {Promise<Opened>}
 */
async function bound(receipt, signed) {
  if (receipt.extra === null) {
    throw new NotProven("The receipt does not enclose its entry, so there is nothing in it that this page could show.");
  }
  const { entry, disclosures } = readEnclosure(receipt.extra);
  const leaf = await leafHash(entry);
  await verifyInclusion(leaf, receipt.index, signed.checkpoint.size, receipt.proof, signed.checkpoint.root);
  const body = readEntry(entry);
  return { index: receipt.index, leaf, body, words: await openCommitments(body.sd, disclosures), signed };
}

/** @param {Uint8Array} extra */
function readEnclosure(extra) {
  const value = readCanonical(extra, "The enclosure of the receipt");
  const names = value !== null && typeof value === "object" ? Object.keys(value).sort().join() : "";
  if (names !== "disclosures,entry") {
    throw new Malformed("The enclosure of the receipt holds something other than an entry and its disclosures.");
  }
  const { entry, disclosures } = value;
  if (typeof entry !== "string" || !Array.isArray(disclosures) || disclosures.some((text) => typeof text !== "string")) {
    throw new Malformed("The enclosure of the receipt is not in the form it should have.");
  }
  return { entry: bytesOf(entry), disclosures };
}

/** @param {string[]} lines */
function readProof(lines) {
  if (lines.length > STEPS_MAX) throw new Malformed("The proof in the receipt has more steps than any record needs.");
  return lines.map((line, at) => {
    const step = fromBase64(line, `Step ${at + 1} of the proof`);
    if (step.length !== HASH_BYTES) throw new Malformed(`Every step of the proof has ${HASH_BYTES} bytes, and one here has not.`);
    return step;
  });
}
