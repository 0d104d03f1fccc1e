/* Rows of bytes, and text that is nothing but UTF-8. */
import { Malformed } from "./proven.js";

const encoder = new TextEncoder();
// Without ignoreBOM a browser drops three bytes at the start, and other bytes would read the same.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @param {string} text */
export function bytesOf(text) {
  return encoder.encode(text);
}

/**
 * @param {Uint8Array} bytes
 * @param {string} what names them in the sentence if they are no text
 */
export function textOf(bytes, what) {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Malformed(`${what} is not valid UTF-8 text.`);
  }
}

/** @param {...Uint8Array} parts */
export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
export function same(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** @param {Uint8Array} bytes */
export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
