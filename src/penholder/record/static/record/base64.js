/* Base64 that has exactly one spelling for any bytes: text counts only if writing the bytes again gives the same text. */
import { Malformed } from "./proven.js";

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let characters = "";
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return btoa(characters);
}

/**
 * Standard base64 with padding.
 * @param {string} text
 * @param {string} where names the place in the sentence if it is not base64
 */
export function fromBase64(text, where) {
  let bytes = null;
  try {
    bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch { /* said below */ }
  if (bytes === null || toBase64(bytes) !== text) {
    throw new Malformed(`${where} is not proper base64: characters are missing, changed or added.`);
  }
  return bytes;
}

/** Base64 for addresses, without padding. @param {Uint8Array} bytes */
export function toBase64url(bytes) {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @param {string} text
 * @param {string} where
 */
export function fromBase64url(text, where) {
  if (/[+/=]/.test(text)) throw new Malformed(`${where} is not proper base64url: it has “+”, “/” or “=” in it.`);
  const padding = "=".repeat((4 - (text.length % 4)) % 4);
  return fromBase64(text.replaceAll("-", "+").replaceAll("_", "/") + padding, where);
}
