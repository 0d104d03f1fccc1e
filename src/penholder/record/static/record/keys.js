/* Public keys as people exchange them, one line name+id+key, and what their signatures say (C2SP signed-note). */
import { bytesOf, hex, joined } from "./bytes.js";
import { fromBase64 } from "./base64.js";
import { sha256 } from "./merkle.js";
import { Malformed, NotProven } from "./proven.js";

export const LOG = 0x01; // Ed25519 over the note: how a record signs
export const COSIGNATURE = 0x04; // Ed25519 over a time and the note: how a witness says it has seen this

const KEY_BYTES = 32;
export const KEY_ID_BYTES = 4;
const SIGNATURE_BYTES = 64;
const TIME_BYTES = 8;
const TIME_MAX = 2n ** 63n - 1n;
const BREAK = Uint8Array.of(0x0a);
// No spaces of any script, no plus sign, no control characters, no half characters.
const NAME = /^[^\u0000-\u0020+\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\p{Surrogate}]+$/u;

/** A public key somebody has reason to trust. */
export class Verifier {
  /**
   * @param {string} name
   * @param {number} kind
   * @param {Uint8Array} key
   * @param {Uint8Array} id
   */
  constructor(name, kind, key, id) {
    Object.assign(this, { name, kind, key, id: hex(id) });
  }

  /** A key from its line; every part is checked against the others. @param {string} vkey */
  static async parse(vkey) {
    const [name, id, ...rest] = vkey.split("+");
    if (!rest.length) throw new Malformed("A key is one line of three parts, name+key id+key, and this is not one.");
    if (!isName(name)) {
      throw new Malformed("The name of a key may not be empty or have spaces, “+” or control characters in it.");
    }
    const raw = fromBase64(rest.join("+"), `The key of “${name}”`);
    const [kind, key] = [raw[0], raw.subarray(1)];
    if (kind !== LOG && kind !== COSIGNATURE) {
      throw new Malformed(`The key of “${name}” is of a kind not used here: Ed25519 log keys and Ed25519 cosigners are.`);
    }
    if (key.length !== KEY_BYTES) throw new Malformed(`An Ed25519 key has ${KEY_BYTES} bytes and this one has ${key.length}.`);
    const known = (await sha256(joined(bytesOf(name), BREAK, raw))).subarray(0, KEY_ID_BYTES);
    if (hex(known) !== id) {
      throw new Malformed(`The key of “${name}” does not belong to its key id “${id}”: a character may be missing or changed.`);
    }
    return new Verifier(name, kind, key, known);
  }

  /** The time a cosignature states, in seconds since 1970, or null from a record's key; NotProven if the signature is bad. */
  async verify(text, signature) {
    let [message, signed, stated] = [bytesOf(text), signature, null];
    if (this.kind === COSIGNATURE) {
      if (signature.length !== TIME_BYTES + SIGNATURE_BYTES) this.refuse();
      stated = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
      if (stated > TIME_MAX) this.refuse();
      signed = signature.subarray(TIME_BYTES);
      message = joined(bytesOf(`cosignature/v1\ntime ${stated}\n`), message);
    }
    if (!(await isSignedBy(this.key, signed, message))) this.refuse();
    return stated === null ? null : Number(stated);
  }

  refuse() {
    throw new NotProven(`The signature of “${this.name}” does not fit the text: one of the two was changed.`);
  }
}

/** @param {string} text */
export function isName(text) {
  return NAME.test(text);
}

/** Whether this browser knows Ed25519: asked with the first example of RFC 8032, because some only say that they do. */
export async function canCheckSignatures() {
  const key = fromBase64("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "The key");
  const signature = fromBase64(
    "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw==", "The signature");
  return await isSignedBy(key, signature, new Uint8Array()) && !(await isSignedBy(key, signature, BREAK));
}

/** Where a key is no point of the curve, or the browser does not know Ed25519, nothing is signed. */
async function isSignedBy(key, signature, message) {
  try {
    const known = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, known, signature, message);
  } catch {
    return false;
  }
}
