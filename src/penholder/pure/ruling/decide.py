"""The ruling on a motion: carried or not, why, and in one sentence."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from penholder.pure.ruling.quorum import enough_lived_voted, enough_voted
from penholder.pure.ruling.rule import Quorum, Rule
from penholder.pure.ruling.tally import Ballot, Tally, count

Because = Literal["carried", "no quorum", "lived-experience quorum not met", "objections", "not enough votes"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the votes came to."""

    carried: bool
    because: Because
    tally: Tally
    sentence: str


def decide(rule: Rule, quorum: Quorum, seats_entitled: Collection[str], ballots: Iterable[Ballot]) -> Ruling:
    """Rule on the ballots; ``ValueError`` where a seat voted that was not entitled, or voted twice.

    The quorum comes first: below it the votes say nothing. Abstaining counts for the quorum and for nothing else, and
    under consent somebody must have agreed: a room that only abstains has consented to nothing.
    """
    cast = tuple(ballots)
    if any(ballot.seat not in seats_entitled for ballot in cast):
        raise ValueError("Only the seats that were entitled when the motion was put have a vote on it.")
    tally = count(cast)
    because = _because(rule, quorum, tally)
    sentence = _sentence(because, rule, quorum, tally, len(seats_entitled))
    return Ruling(carried=because == "carried", because=because, tally=tally, sentence=sentence)


def _because(rule: Rule, quorum: Quorum, tally: Tally) -> Because:
    if not enough_voted(quorum, tally):
        return "no quorum"
    if not enough_lived_voted(quorum, tally):
        return "lived-experience quorum not met"
    if rule is Rule.CONSENT and tally.against:
        return "objections"
    return "carried" if _enough_in_favour(rule, tally) else "not enough votes"


def _enough_in_favour(rule: Rule, tally: Tally) -> bool:
    match rule:
        case Rule.CONSENT:
            return tally.in_favour > 0
        case Rule.MAJORITY:
            return tally.in_favour > tally.against
        case Rule.TWO_THIRDS:
            return tally.in_favour > 0 and 3 * tally.in_favour >= 2 * (tally.in_favour + tally.against)


def _sentence(because: Because, rule: Rule, quorum: Quorum, tally: Tally, entitled: int) -> str:
    voted = f"{tally.present} of {entitled} seats voted"
    counted = f"{tally.in_favour} for, {tally.against} against, {tally.abstaining} abstaining"
    match because:
        case "carried" if rule is Rule.CONSENT:
            return f"Carried by consent: {voted} and nobody objected ({counted})."
        case "carried":
            return f"Carried by {_RULE_NAMES[rule]}: {voted} ({counted})."
        case "no quorum":
            return f"Not carried: {voted}, and the quorum is {quorum.total}. Silence is not consent."
        case "lived-experience quorum not met":
            return (
                f"Not carried: {voted}, {tally.present_lived} of them lived-experience seats, "
                f"and the charter asks for {quorum.lived}."
            )
        case "objections":
            objections = (
                "1 reasoned objection" if tally.against == 1 else f"{tally.against} reasoned objections"
            )
            return (
                f"Not carried: there is consent only when nobody objects, and {objections} stood ({counted})."
            )
        case "not enough votes":
            return f"Not carried: not enough votes for it ({counted}); the rule is {_RULE_NAMES[rule]}."


_RULE_NAMES: dict[Rule, str] = {
    Rule.CONSENT: "consent",
    Rule.MAJORITY: "a majority of the votes for and against",
    Rule.TWO_THIRDS: "two thirds of the votes for and against",
}
