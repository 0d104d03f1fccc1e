/* What is proven, in words: the same facts as `penholder verify` prints, each taken from what was bound to the leaf. */

/** @typedef {[string, string]} Fact */

// As in record/checks.py, and a test holds the two together.
const NAMES_OF_WORDS = new Map([
  ["publishing", "May your words be shown"], ["label", "Your name as you gave it"], ["answers", "Answers (ids)"],
]);
const NAMES_IN_ANSWER = new Map([
  ["text", "what you said"], ["proposed", "how you would put it"], ["stance", "your choice"], ["about", "about"],
]);
const YEAR_10000 = Date.UTC(10_000) / 1000;

/**
 * @param {import("./receipt.js").Opened} opened
 * @returns {Fact[]}
 */
export function factsOf({ index, body, words, signed }) {
  return [
    ["What", `${inShort(body.type)} (${body.type})`],
    ["When", `${whenOf(body.t)}, to the minute, by the clock of the host`],
    ["On", `${body.scope}, as ${body.obj}`],
    ...(body.re.length ? [["After", body.re.join(", ")]] : []),
    ...body.facts.map(([name, fact]) => ["Fact", `${name}: ${valueOf(fact)}`]),
    ["Place", `entry ${inWords(index)}, counted from 0, of a record that had ${inWords(signed.checkpoint.size)} then`],
    ...signersOf(signed),
    ...(body.sd.length
      ? [["Words", `${words.length} opened of ${body.sd.length} commitments, of which some may stand for nothing`]] : []),
  ];
}

/**
 * @param {import("./checkpoint.js").SignedCheckpoint} signed
 * @returns {Fact[]}
 */
export function signersOf({ log, witnesses }) {
  return [
    ...log.map(({ verifier }) => ["Signed by", `${verifier.name} (key id ${verifier.id})`]),
    ...witnesses.map(({ verifier, time }) => (
      ["Seen by", `${verifier.name} (key id ${verifier.id}), by its own clock at ${momentOf(time)}`])),
  ];
}

/** What somebody said, named as people would: `3.text` is what the third answer says. @param {string} name */
export function nameOfWords(name) {
  const [, number, part] = /^([1-9][0-9]*)\.([a-z]+)$/.exec(name) ?? [];
  if (NAMES_IN_ANSWER.has(part)) return `Answer ${number}: ${NAMES_IN_ANSWER.get(part)}`;
  return NAMES_OF_WORDS.get(name) ?? name;
}

/** A fixed word of the record as a person reads it. @param {string} word like response.received */
export function inShort(word) {
  return word.replaceAll(/[_.]/g, " ");
}

/** @param {string} t like 2026-11-21T22:00Z */
export function whenOf(t) {
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return `${day.format(new Date(`${t.slice(0, 16)}Z`))}, ${t.slice(11, 16)} UTC`;
}

/** @param {number} seconds since 1970, as a witness states them: it may state a time that is in no calendar */
function momentOf(seconds) {
  return seconds < YEAR_10000 ? whenOf(new Date(seconds * 1000).toISOString()) : `second ${seconds}`;
}

/** @param {any} value of a fact, or of a disclosure */
export function valueOf(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** @param {number} number */
export function inWords(number) {
  return number.toLocaleString("en-GB");
}
