/* Canonical JSON (RFC 8785): one value, one row of bytes. A browser writes numbers and texts that way by itself. */
import { textOf } from "./bytes.js";
import { Malformed } from "./proven.js";

/** @param {any} value as JSON.parse makes it; throws where it holds half a character */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    // The order of sort() without arguments, by UTF-16 units, is the one the format asks for.
    const named = Object.keys(value).sort().map((name) => `${canonical(name)}:${canonical(value[name])}`);
    return `{${named.join(",")}}`;
  }
  if (typeof value === "string" && /\p{Surrogate}/u.test(value)) throw new RangeError("half a character");
  return JSON.stringify(value);
}

/**
 * The value of canonical JSON. Any other spelling of it is refused, a name given twice too: two spellings could be shown alike.
 * @param {Uint8Array} bytes
 * @param {string} what
 */
export function readCanonical(bytes, what) {
  const text = textOf(bytes, what);
  let value, again;
  try {
    value = JSON.parse(text);
    again = canonical(value);
  } catch {
    throw new Malformed(`${what} is not readable JSON.`);
  }
  if (again !== text) throw new Malformed(`${what} is not in canonical form: the same thing is spelt in another way.`);
  return value;
}
