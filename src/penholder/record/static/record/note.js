/* Signed notes: a text, an empty line, and the signatures of those who stand for it (C2SP signed-note). */
import { fromBase64 } from "./base64.js";
import { hex } from "./bytes.js";
import { KEY_ID_BYTES, Verifier, isName } from "./keys.js";
import { Malformed, NotProven } from "./proven.js";

const SIGNATURES_MAX = 100;
const NOTE_CHARACTERS_MAX = 1_000_000;
const LINE_START = "— ";

/** @typedef {{ name: string, id: string, raw: Uint8Array }} Signature a claim, until a known key has checked it */
/** @typedef {{ verifier: Verifier, time: number | null }} Signed a signature that was checked */

/**
 * The text of a note and the known keys that signed it. Signatures of unknown keys are passed over, as the format demands;
 * a bad one of a known key rejects the whole note, and so does the lack of any good one.
 * @param {string} note
 * @param {Verifier[]} verifiers
 * @returns {Promise<{ text: string, signed: Signed[] }>}
 */
export async function openNote(note, verifiers) {
  const { text, signatures } = splitNote(note);
  const signed = [];
  for (const signature of signatures) {
    const verifier = verifiers.find((known) => known.name === signature.name && known.id === signature.id);
    if (verifier) signed.push({ verifier, time: await verifier.verify(text, signature.raw) });
  }
  if (!signed.length) throw new NotProven("None of the keys you trust has signed this.");
  return { text, signed };
}

/**
 * The text and the signature lines, with nothing checked yet but the form.
 * @param {string} note
 * @returns {{ text: string, signatures: Signature[] }}
 */
export function splitNote(note) {
  if (note.length > NOTE_CHARACTERS_MAX) throw new Malformed("The signed note is longer than a million characters.");
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) {
    throw new Malformed("The signed note has control characters in it; its lines must end in plain line feeds.");
  }
  const blank = note.lastIndexOf("\n\n");
  const lines = note.slice(blank + 2);
  if (blank < 0 || !lines.endsWith("\n")) {
    throw new Malformed("The signed note must be a text, an empty line and signature lines, each ending in a line feed.");
  }
  const signatures = lines.split("\n").slice(0, -1);
  if (signatures.length > SIGNATURES_MAX) throw new Malformed(`The signed note has more than ${SIGNATURES_MAX} signatures.`);
  return { text: note.slice(0, blank + 1), signatures: signatures.map(readSignature) };
}

/** @param {string} line */
function readSignature(line) {
  const space = line.indexOf(" ", LINE_START.length);
  const name = line.slice(LINE_START.length, space);
  if (!line.startsWith(LINE_START) || space < 0 || !isName(name)) {
    throw new Malformed("A signature line must read “— name signature”, and one here does not.");
  }
  const raw = fromBase64(line.slice(space + 1), "A signature of the note");
  if (raw.length <= KEY_ID_BYTES) throw new Malformed("A signature of the note is too short to be one.");
  return { name, id: hex(raw.subarray(0, KEY_ID_BYTES)), raw: raw.slice(KEY_ID_BYTES) };
}
