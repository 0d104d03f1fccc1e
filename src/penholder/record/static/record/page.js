/* The page where a receipt and the whole record are checked: from here on nothing is sent, and files are only asked for. */
import { bytesOf } from "./bytes.js";
import { claimedCheckpoint, openCheckpoint } from "./checkpoint.js";
import { canCheckSignatures } from "./keys.js";
import { NotProven, Unfinished } from "./proven.js";
import { openReceipt, openUnsigned } from "./receipt.js";
import { factsOf, inShort, inWords, nameOfWords, signersOf, valueOf, whenOf } from "./saying.js";
import { Trail, startOf } from "./trail.js";
import { readTrust } from "./trust.js";
import { checkWhole } from "./whole.js";

const RECEIPT_BYTES_MAX = 1_000_000;
const part = (name) => document.querySelector(`[data-${name}]`);
const form = document.querySelector("#receipt form");
const field = (name) => form.elements.namedItem(name);
// The record's address, the keys this site gives, and those it retired, each behind the size of the last record it signed.
const site = part("whole").dataset;

/** @type {import("./receipt.js").Opened | null} the receipt that was checked last and proven */
let proven = null;
let checksSignatures = false;

if (globalThis.crypto?.subtle) {
  checksSignatures = await canCheckSignatures();
  begin();
} else {
  part("unprotected").hidden = false;
}

function begin() {
  part("by-site").hidden = true;
  part("by-browser").hidden = false;
  part("unsigned").hidden = checksSignatures;
  part("whole").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    part("answer")?.remove();
    show(part("receipt-result"), checkReceipt);
  });
  part("whole-start").addEventListener("click", () => show(part("whole-result"), checkRecord));
}

// A receipt

async function checkReceipt() {
  proven = null;
  const file = await fileGiven();
  const opened = checksSignatures ? await openTrusted(file) : await openUnsigned(file);
  if (checksSignatures) proven = opened;
  return [
    checksSignatures
      ? notice("success", "Proven", "This entry is in the record, at this place, and was signed. Checked in your browser; nothing was sent.")
      : notice("warning", "Only half checked", "What is in this receipt fits together. Who signed it was not checked, because this browser can’t."),
    ...(opened.words.length ? [
      heading("The words it opens"), facts(opened.words.map(({ name, value }) => [nameOfWords(name), valueOf(value)])),
      heading("The entry they belong to"),
    ] : []),
    facts([...factsOf(opened), ...mindRetired(opened.signed), ...mind()]),
  ];
}

/** By the keys of this site, a receipt from before those keys is as good as it was then. @param {Uint8Array} file */
async function openTrusted(file) {
  const given = field("trust").value;
  const before = isOwn(given) ? retiredKeys() : [];
  const opened = await openReceipt(file, await readTrust([given, ...before.map(({ vkey }) => vkey)].join("\n")));
  const { log, checkpoint } = opened.signed;
  if (log.every(({ verifier }) => before.some(({ id, last }) => id === verifier.id && last < checkpoint.size))) {
    throw new NotProven("Nobody but a key that the record had retired before has signed this.");
  }
  return opened;
}

function retiredKeys() {
  return site.retired.split("\n").filter(Boolean).map((line) => {
    const [last, vkey] = line.split(" ");
    return { last: Number(last), vkey, id: vkey.split("+")[1] };
  });
}

function mindRetired({ log }) {
  const ids = isOwn(field("trust").value) ? retiredKeys().map(({ id }) => id) : [];
  if (!log.length || !log.every(({ verifier }) => ids.includes(verifier.id))) return [];
  return [["Mind", "it was signed by a key that was retired since."]];
}

/** @returns {Promise<Uint8Array>} */
async function fileGiven() {
  const [file] = field("file").files;
  const text = field("text").value.trim();
  if (file && text) throw new NoReceipt("There is a file here and a pasted text as well. Give one of the two.");
  if (text) return bytesOf(`${text}\n`);
  if (!file) throw new NoReceipt("Choose a receipt file, or paste the text of one.");
  if (file.size > RECEIPT_BYTES_MAX) throw new NoReceipt("This file is too large to be a receipt: a receipt is a small text file.");
  if (!file.size) throw new NoReceipt("This file is empty. Choose the one whose name ends in .tlog-proof.");
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!isText(bytes)) throw new NoReceipt("This file is not text, so it is no receipt. Its name would end in .tlog-proof.");
  return bytes;
}

/** Nothing was given that could be checked. */
class NoReceipt extends Error {}

function isText(bytes) {
  try {
    return !new TextDecoder("utf-8", { fatal: true }).decode(bytes).includes("\0");
  } catch {
    return false;
  }
}

// The whole record

async function checkRecord() {
  const stop = new AbortController();
  const [start, stopping, progress] = [part("whole-start"), part("whole-stop"), part("whole-progress")];
  const bar = progress.querySelector("progress");
  const asked = () => stop.abort();
  stopping.addEventListener("click", asked);
  [start.hidden, stopping.hidden, progress.hidden] = [true, false, false];
  bar.removeAttribute("value");
  try {
    const trust = checksSignatures ? await readTrust(field("trust").value) : null;
    const trail = proven && new Trail(startOf(proven));
    const { signed, kinds } = await checkWhole({
      base: new URL(site.whole, location.href).href,
      open: async (note) => (trust ? openCheckpoint(note, trust) : { checkpoint: claimedCheckpoint(note), log: [], witnesses: [] }),
      receipt: proven,
      meet: (index, body) => trail?.meet(index, body),
      signal: stop.signal,
      tell: (done, total) => {
        [bar.value, bar.max] = [done, total];
        progress.querySelector("span").textContent = `${inWords(done)} of ${inWords(total)} files checked`;
      },
    });
    return [...wholeInWords(signed, kinds), ...(trail ? trailInWords(trail) : [])];
  } finally {
    stopping.removeEventListener("click", asked);
    [start.hidden, stopping.hidden, progress.hidden] = [false, true, true];
  }
}

function wholeInWords(signed, kinds) {
  const { origin, size } = signed.checkpoint;
  return [
    checksSignatures
      ? notice("success", "The record is whole", "Every entry was hashed again in your browser, and together they are exactly what was signed.")
      : notice("warning", "Only half checked", "The entries add up to the root this site shows. Who signed it was not checked, because this browser can’t."),
    facts([["Record", origin], ["Entries", `${inWords(size)}, every one hashed again just now`], ...signersOf(signed), ...mind()]),
    details("Entries by kind", facts(kinds.map(([kind, count]) => [inShort(kind), inWords(count)]))),
  ];
}

function trailInWords(trail) {
  const list = element("ol", { className: "stack" });
  for (const { index, body, outcomes } of trail.steps) {
    const link = element("a", { href: `${site.whole}${index}/`, textContent: `Entry ${inWords(index)}` });
    const became = outcomes.length ? ` (yours: ${inShort(outcomes.join(", "))})` : "";
    list.append(element("li", {}, link, `, ${inShort(body.type)}${became}, ${whenOf(body.t)}`));
  }
  return [
    heading("Your receipt, and what became of it"),
    element("p", { textContent: "Your receipt is from this very record: its entry is in its place, and all entries before it are the same. In the record it went on like this:" }),
    list,
  ];
}

// Showing

function isOwn(text) {
  const words = (given) => given.trim().split(/\s+/).join(" ");
  return words(text) === words(site.key);
}

function mind() {
  if (!checksSignatures || !isOwn(field("trust").value)) return [];
  return [["Mind", "the key came from this site. Compare it with the one the community publishes elsewhere."]];
}

/** Runs a check, and puts what it found, or why it found nothing, in its place. */
async function show(place, check) {
  place.replaceChildren();
  let found;
  try {
    found = await check();
  } catch (fault) {
    found = [refusal(fault)];
  }
  place.replaceChildren(...found);
  place.focus();
}

function refusal(fault) {
  if (fault instanceof NotProven) return notice("error", "Not proven", fault.message);
  if (fault instanceof NoReceipt) return notice("warning", "Please look again", fault.message);
  if (fault instanceof Unfinished) return notice("warning", "Not checked to the end", fault.message);
  if (fault.name === "AbortError") return notice("info", "Stopped", "You stopped the check, so nothing is said either way.");
  return notice("warning", "Not checked", "Something went wrong in this page, so nothing is said either way. Please use the command.");
}

function notice(kind, title, text) {
  return element("div", { className: `notice notice-${kind}` },
    element("p", { className: "notice-title", textContent: title }), element("p", { textContent: text }));
}

/** @param {import("./saying.js").Fact[]} list */
function facts(list) {
  return element("dl", { className: "facts" }, ...list.map(([label, text]) => element("div", {},
    element("dt", { textContent: label }), element("dd", { className: "pre-line", dir: "auto", textContent: text }))));
}

function details(summary, ...children) {
  return element("details", { className: "details" },
    element("summary", { textContent: summary }), element("div", { className: "details-body" }, ...children));
}

function heading(text) {
  return element("h3", { textContent: text });
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
