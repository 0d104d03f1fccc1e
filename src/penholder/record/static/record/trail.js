/* What became of an entry, told from the record alone. The rules are those of pure/ledger/trail.py, and a test holds the two together:

   an entry about a followed thing belongs to the trail, and so does one that refers to it, whose own thing is followed from
   then on; the points drawn from a followed answer are followed; so is a change whose warrant is a followed carried motion, and
   what is published from a draft that such a motion was about. */

const BEARS = "points.drawn";
const CARRIED = "motion.carried";
const DISPOSED = "points.disposed";
const PUBLISHED = ["version.published", "outcomes.published"];
const ANSWERS = "answers";

/** @typedef {import("./entry.js").Body} Body */
/** @typedef {{ index: number, body: Body, of: string[], outcomes: string[] }} Step */

/**
 * What to follow from a receipt: the thing itself and, where the receipt opens them, the ids of its answers.
 * @param {import("./receipt.js").Opened} opened
 */
export function startOf({ body, words }) {
  const answers = words.find(({ name }) => name === ANSWERS)?.value;
  return [body.obj, ...(typeof answers === "string" ? answers.split(" ").filter(Boolean) : [])];
}

export class Trail {
  /** @type {Step[]} */
  steps = [];
  /** @type {Set<number>} the places of followed decisions */
  warrants = new Set();
  /** @type {Set<string>} drafts on their way to print, and what was printed from them */
  inPrint = new Set();

  /** @param {string[]} start ids */
  constructor(start) {
    this.things = new Set(start);
  }

  /**
   * Every entry is met once, in the order of the record.
   * @param {number} index
   * @param {Body} body
   */
  meet(index, body) {
    const of = [...new Set([body.obj, ...body.re])].filter((id) => this.things.has(id));
    if (PUBLISHED.includes(body.type)) {
      if (!body.re.some((id) => this.inPrint.has(id))) return;
      this.inPrint.add(body.obj);
    } else {
      if (!of.length && !this.warrants.has(factOf(body, "warrant"))) return;
      this.things.add(body.obj);
      if (body.type === BEARS) body.re.forEach((id) => this.things.add(id));
      if (body.type === CARRIED) {
        this.warrants.add(index);
        body.re.forEach((id) => this.inPrint.add(id));
      }
    }
    this.steps.push({ index, body, of, outcomes: outcomesOf(body, of) });
  }
}

/** What became of the followed points, where an entry disposes of points: it lists all in order. */
function outcomesOf(body, of) {
  const listed = factOf(body, "outcomes");
  if (body.type !== DISPOSED || !Array.isArray(listed)) return [];
  return listed.filter((_, at) => at < body.re.length && of.includes(body.re[at])).map(String);
}

function factOf(body, wanted) {
  return body.facts.find(([name]) => name === wanted)?.[1];
}
