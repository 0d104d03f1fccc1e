/* The body of an entry: which act, when, on what, and commitments to the words; never a name, never the words. */
import { readCanonical } from "./json.js";
import { Malformed } from "./proven.js";

const KEYS = ["v", "t", "type", "scope", "obj", "re", "facts", "_sd", "_sd_alg"];
const KEYS_ALWAYS = KEYS.slice(0, 5);
const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}Z$/;
const KIND = /^[a-z]+(?:_[a-z]+)*\.[a-z]+(?:_[a-z]+)*$/;
const ID = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}$/;
const FACT_NAME = /^[a-z][a-z0-9_]{0,63}$/;
const DIGEST = /^[A-Za-z0-9_-]{43}$/;
const ENTRY_BYTES_MAX = 65_535;
const FACT_DEPTH_MAX = 8;

/** @typedef {{ t: string, type: string, scope: string, obj: string, re: string[], facts: [string, any][], sd: string[] }} Body */

/**
 * The body in these bytes; Malformed if it is not exactly in the one form it can have.
 * @param {Uint8Array} entry
 * @returns {Body}
 */
export function readEntry(entry) {
  const value = readCanonical(entry, "The entry");
  const names = isNamed(value) ? Object.keys(value) : [];
  if (!KEYS_ALWAYS.every((key) => names.includes(key)) || !names.every((key) => KEYS.includes(key))) {
    throw new Malformed("The entry does not have the parts an entry of Penholder has.");
  }
  const { v, t, type, scope, obj, re, facts, _sd: sd, _sd_alg: algorithm } = value;
  demand(v === 1, `This entry is of version ${v}, and version 1 is known here.`);
  demand(isMinute(t), "The time of an entry is UTC to the minute, like 2026-11-21T22:00Z.");
  demand(matches(KIND, type), "The type of an entry is a noun and a verb, like response.received.");
  demand([scope, obj].every((id) => matches(ID, id)), "An id in the entry is not one of letters, digits and . _ : / -");
  demand(re === undefined || areAll(re, ID), "What the entry refers to is not a list of ids.");
  demand(facts === undefined || areFacts(facts), "The facts of the entry are not whole numbers, texts, true or false, or lists of these.");
  demand((sd === undefined) === (algorithm === undefined), "The entry is not spelt in the one form an entry has.");
  demand(algorithm === undefined || algorithm === "sha-256", "The commitments of the entry are made in a way not known here (sha-256 is).");
  demand(sd === undefined || (areAll(sd, DIGEST) && isAscending(sd)), "The commitments of the entry do not stand in order, each once.");
  demand(entry.length <= ENTRY_BYTES_MAX, "The entry is longer than an entry can be.");
  return { t, type, scope, obj, re: re ?? [], facts: Object.entries(facts ?? {}), sd: sd ?? [] };
}

function demand(holds, sentence) {
  if (!holds) throw new Malformed(sentence);
}

function matches(pattern, text) {
  return typeof text === "string" && pattern.test(text);
}

/** An empty list is left out, so one that is there holds something. */
function areAll(texts, pattern) {
  return Array.isArray(texts) && texts.length > 0 && texts.every((text) => matches(pattern, text));
}

function isAscending(texts) {
  return texts.every((text, at) => at === 0 || texts[at - 1] < text);
}

function isNamed(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function areFacts(facts) {
  if (!isNamed(facts)) return false;
  const named = Object.entries(facts);
  return named.length > 0 && named.every(([name, fact]) => FACT_NAME.test(name) && isFact(fact, FACT_DEPTH_MAX));
}

function isFact(fact, depth) {
  if (Array.isArray(fact)) return depth > 0 && fact.every((one) => isFact(one, depth - 1));
  return typeof fact === "string" || typeof fact === "boolean" || Number.isSafeInteger(fact);
}

/** A time that is on the calendar: the thirtieth of February would come back as another day. */
function isMinute(t) {
  if (!matches(TIME, t) || t < "0001") return false;
  const moment = new Date(`${t.slice(0, -1)}:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(t.slice(0, -1));
}
