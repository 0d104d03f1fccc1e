"""Groups with charters and seats, made through the real actions."""

from __future__ import annotations

from itertools import count

from penholder.accounts.models import Community, Member
from penholder.groups.actions import adopt_charter, fill_seat, form_group
from penholder.groups.models import Charter, Group, Power, Rule, Seat, SeatKind
from tests.factories.accounts import coordinator, member

_groups = count(1)


def group(of: Community, *, by: Member | None = None, name: str = "") -> Group:
    """A group without charter or seats."""
    by = by or coordinator(of)
    return form_group(
        community=of, name=name or f"Circle {next(_groups)}", purpose="To decide together.", by=by
    )


def charter(
    of: Group,
    *,
    by: Member | None = None,
    power: Power = Power.DECIDES,
    rule: Rule = Rule.CONSENT,
    quorum: int = 3,
    quorum_lived: int = 2,
    lived_share: int = 60,
) -> Charter:
    """A charter in force."""
    return adopt_charter(
        group=of,
        power=power,
        rule=rule,
        quorum=quorum,
        quorum_lived=quorum_lived,
        lived_share=lived_share,
        chosen_how="Announced in March, drawn by lot.",
        interests="Said aloud before each motion.",
        offer="£20 an hour, or nothing if you would rather.",
        review_on=None,
        by=by or coordinator(of.community),
    )


def seat(
    of: Group,
    *,
    kind: SeatKind = SeatKind.LIVED,
    holder: Member | None = None,
    vacant: bool = False,
    by: Member | None = None,
) -> Seat:
    """A seat with somebody in it, unless it is to be vacant."""
    number = of.seats.count() + 1
    holder = None if vacant else holder or member(of.community)
    how = "" if vacant else "drawn by lot"
    return fill_seat(
        group=of,
        kind=kind,
        title=f"Seat {number}",
        holder=holder,
        filled_how=how,
        by=by or coordinator(of.community),
    )


def seated_group(
    of: Community,
    *,
    lived: int = 3,
    technical: int = 1,
    by: Member | None = None,
    rule: Rule = Rule.CONSENT,
    quorum: int = 3,
    quorum_lived: int = 2,
) -> tuple[Group, tuple[Seat, ...]]:
    """A group that can decide, with its seats: lived-experience ones first."""
    by = by or coordinator(of)
    made = group(of, by=by)
    charter(made, by=by, rule=rule, quorum=quorum, quorum_lived=quorum_lived)
    kinds = [SeatKind.LIVED] * lived + [SeatKind.TECHNICAL] * technical
    return made, tuple(seat(made, kind=kind, by=by) for kind in kinds)
