/* Checkpoints: which record, how large, and with which root, in a note it signed (C2SP tlog-checkpoint). */
import { fromBase64 } from "./base64.js";
import { COSIGNATURE, LOG } from "./keys.js";
import { HASH_BYTES } from "./merkle.js";
import { openNote, splitNote } from "./note.js";
import { Malformed, NotProven } from "./proven.js";

/** @typedef {{ origin: string, size: number, root: Uint8Array }} Checkpoint */
/** @typedef {import("./note.js").Signed} Signed */
/** @typedef {{ checkpoint: Checkpoint, log: Signed[], witnesses: Signed[] }} SignedCheckpoint */

/**
 * The checkpoint, if the record itself signed it under its own name. A witness alone never suffices.
 * @param {string} note
 * @param {import("./trust.js").Trust} trust
 * @returns {Promise<SignedCheckpoint>}
 */
export async function openCheckpoint(note, trust) {
  const checkpoint = claimedCheckpoint(note);
  const logs = trust.keys.filter((key) => key.kind === LOG);
  if (!logs.some((key) => key.name === checkpoint.origin)) {
    const names = [...new Set(logs.map((key) => `“${key.name}”`))].sort().join(" or ") || "no record at all";
    throw new NotProven(`This comes from the record “${checkpoint.origin}”, and the key you trust is for ${names}.`);
  }
  const { signed } = await openNote(note, trust.keys);
  const log = signed.filter(({ verifier }) => verifier.kind === LOG && verifier.name === checkpoint.origin);
  if (!log.length) throw new NotProven(`The record “${checkpoint.origin}” itself has not signed this checkpoint.`);
  const witnesses = signed.filter(({ verifier }) => verifier.kind === COSIGNATURE);
  if (!trust.isEnough(new Set(witnesses.map(({ verifier }) => verifier)))) {
    throw new NotProven("The record signed this, but fewer witnesses have seen it than the policy you gave asks for.");
  }
  return { checkpoint, log, witnesses };
}

/** The checkpoint as it stands in a note, before any signature is checked: believe nothing of it yet. */
export function claimedCheckpoint(note) {
  return readCheckpoint(splitNote(note).text);
}

/**
 * @param {string} text the text of a note
 * @returns {Checkpoint}
 */
export function readCheckpoint(text) {
  const lines = text.split("\n");
  if (lines.length < 4 || lines.pop() !== "" || lines.includes("")) {
    throw new Malformed("A checkpoint has at least three lines: the name of the record, its size and its root.");
  }
  const [origin, size, encoded] = lines;
  const root = fromBase64(encoded, "The root in the checkpoint");
  if (root.length !== HASH_BYTES) {
    throw new Malformed(`The root in the checkpoint has ${root.length} bytes instead of ${HASH_BYTES}.`);
  }
  return { origin, size: readNumber(size, "The size in the checkpoint"), root };
}

/** A decimal number as the formats write it: no sign, no leading zero, and no larger than a browser counts exactly. */
export function readNumber(text, what) {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text) || !Number.isSafeInteger(Number(text))) {
    throw new Malformed(`${what} must be a plain decimal number.`);
  }
  return Number(text);
}
