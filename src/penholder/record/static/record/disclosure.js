/* Salted commitments: the record binds a person's words without holding them (RFC 9901 disclosures). */
import { fromBase64url, toBase64url } from "./base64.js";
import { bytesOf, textOf } from "./bytes.js";
import { sha256 } from "./merkle.js";
import { Malformed, NotProven } from "./proven.js";

const NAMES_RESERVED = ["", "_sd", "..."];

/** @typedef {{ name: string, value: any }} Words */

/**
 * The disclosures, opened, if each of them is bound by a digest of the entry; NotProven if one is not.
 * @param {string[]} sd
 * @param {string[]} disclosures
 * @returns {Promise<Words[]>}
 */
export async function openCommitments(sd, disclosures) {
  const opened = [];
  for (const text of disclosures) {
    const words = readDisclosure(text);
    // The digest is that of the characters, not of what they say.
    if (!sd.includes(toBase64url(await sha256(bytesOf(text))))) {
      throw new NotProven(`The words shown as “${words.name}” are not those the entry was made for.`);
    }
    opened.push(words);
  }
  if (new Set(opened.map(({ name }) => name)).size !== opened.length) {
    throw new NotProven("Two disclosures claim to be the same part of the entry.");
  }
  return opened;
}

/**
 * @param {string} text
 * @returns {Words}
 */
function readDisclosure(text) {
  const raw = fromBase64url(text, "A disclosure");
  let parts;
  try {
    parts = JSON.parse(textOf(raw, "A disclosure"));
  } catch {
    throw new Malformed("A disclosure does not hold readable JSON.");
  }
  if (!Array.isArray(parts) || parts.length !== 3) {
    throw new Malformed("A disclosure holds three things, a salt, a name and a value, and this one does not.");
  }
  const [salt, name, value] = parts;
  if (typeof salt !== "string" || typeof name !== "string" || salt === "" || NAMES_RESERVED.includes(name)) {
    throw new Malformed("The salt and the name of a disclosure are texts, and here they are not.");
  }
  return { name, value };
}
