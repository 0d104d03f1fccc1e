/* Whom somebody trusts: key lines, one a line, or a policy (C2SP tlog-policy) that also says how many witnesses are enough. */
import { hex } from "./bytes.js";
import { COSIGNATURE, LOG, Verifier } from "./keys.js";
import { Malformed } from "./proven.js";

/** @typedef {(cosigned: Set<Verifier>) => boolean} Rule */
/** @typedef {{ keys: Verifier[], isEnough: Rule }} Trust */

const POLICY_WORDS = ["log", "witness", "group", "quorum"];
const NONE = "none";

/**
 * @param {string} text
 * @returns {Promise<Trust>}
 */
export async function readTrust(text) {
  const lines = text.split("\n").map((line) => line.trim().split(/[ \t]+/)).filter(([word]) => word && !word.startsWith("#"));
  if (!lines.length) throw new Malformed("Say which key you trust: paste the key line the community publishes.");
  if (lines.some(([word]) => POLICY_WORDS.includes(word))) return readPolicy(lines);
  const keys = [];
  for (const words of lines) keys.push(await Verifier.parse(words.join(" ")));
  return { keys, isEnough: () => true };
}

/** @param {string[][]} lines */
async function readPolicy(lines) {
  const policy = new Policy();
  for (const [word, ...rest] of lines) {
    if (word === "log") await policy.log(...rest);
    else if (word === "witness") await policy.witness(...rest);
    else if (word === "group") policy.group(...rest);
    else if (word === "quorum") policy.quorum(...rest);
    else throw new Malformed(`A line of the policy begins with “${word}”; it begins with log, witness, group, quorum or #.`);
  }
  if (!policy.asked) throw new Malformed("The policy does not say whose word is enough: add a line “quorum NAME”, or “quorum none”.");
  return { keys: policy.keys, isEnough: policy.asked };
}

/** What the lines so far have said. Groups only know names before them. */
class Policy {
  /** @type {Verifier[]} */
  keys = [];
  /** @type {Map<string, Rule>} */
  rules = new Map([[NONE, () => true]]);
  /** @type {Set<string>} the members of groups: each counts in one place only */
  placed = new Set();
  /** @type {Rule | null} what the quorum line asks for */
  asked = null;

  async log(vkey = "") {
    await this.know(vkey, LOG);
  }

  async witness(name = "", vkey = "") {
    const key = await this.know(vkey, COSIGNATURE);
    this.define(name, (cosigned) => cosigned.has(key));
  }

  group(name = "", least = "", ...members) {
    const rules = members.map((member) => this.place(member));
    const needed = least === "any" ? 1 : least === "all" ? members.length : /^[1-9][0-9]*$/.test(least) ? Number(least) : 0;
    if (needed < 1 || needed > members.length) {
      throw new Malformed(`The policy’s group “${name}” asks for none of its members, or for more than it has.`);
    }
    this.define(name, (cosigned) => rules.filter((rule) => rule(cosigned)).length >= needed);
  }

  quorum(name = "") {
    if (this.asked) throw new Malformed("A policy has one quorum line, and here is a second one.");
    if (!this.rules.has(name)) throw new Malformed(`No line of the policy before its quorum defines “${name}”.`);
    this.asked = this.rules.get(name);
  }

  async know(vkey, kind) {
    const key = await Verifier.parse(vkey);
    if (key.kind !== kind) throw new Malformed(`The key of “${key.name}” is not of the kind that its line in the policy says.`);
    if (this.keys.some((known) => known.kind === kind && hex(known.key) === hex(key.key))) {
      throw new Malformed(`The key of “${key.name}” stands in the policy twice.`);
    }
    this.keys.push(key);
    return key;
  }

  define(name, rule) {
    if (!name || this.rules.has(name)) throw new Malformed(`The name “${name}” stands in the policy twice, or is no name.`);
    this.rules.set(name, rule);
  }

  place(member) {
    if (member === NONE || !this.rules.has(member)) throw new Malformed(`No line of the policy before its group defines “${member}”.`);
    if (this.placed.has(member)) throw new Malformed(`“${member}” is in a group of the policy already, and counts in one place only.`);
    this.placed.add(member);
    return this.rules.get(member);
  }
}
