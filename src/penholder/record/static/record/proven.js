/* What is said when something could not be proven. Every message is a sentence for the person who asked. */

/** A claim did not stand up: the words, the place in the record or the signature do not fit together. */
export class NotProven extends Error {}

/** What was given is not in the form it should have, so there is nothing to prove yet. */
export class Malformed extends NotProven {}

/** The check could not be carried to its end, so nothing is said either way. */
export class Unfinished extends Error {}
