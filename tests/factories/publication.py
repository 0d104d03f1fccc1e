"""A whole story through the real actions: asked, answered, read, decided, enacted, published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from penholder.accounts.models import Member
from penholder.consultations.actions import Received, close_consultation
from penholder.consultations.models import Consultation, Publishing
from penholder.decisions.actions import cast_vote, close_motion, enact_motion, put_motion
from penholder.decisions.models import Choice, Kind, Motion
from penholder.decisions.queries import Planned, Proposed
from penholder.frameworks.models import Draft
from penholder.groups.models import Seat, SeatKind
from penholder.listening.models import Point
from penholder.publication.actions import publish_version
from penholder.publication.models import Publication
from penholder.pure.tree.change import Operation, Reword
from tests.factories.consultations import Scene, asked_at, open_consultation_with
from tests.factories.groups import charter, seat
from tests.factories.listening import answer_of, point_on, reader, said

PASSAGE = "Sometimes what helps is to sit together in the dark."
GIST = "Being with somebody is support, without a goal."
NEW_WORDS = "sitting with somebody, in the dark too, without hurrying them"
TITLE = "Sitting in the dark"
REASON = "Eleven people said so, and we agree."


@dataclass(frozen=True, slots=True)
class Story:
    """A consultation on a draft, the group that decides, and a reader."""

    scene: Scene
    consultation: Consultation
    reader: Member
    seats: tuple[Seat, ...]

    @property
    def draft(self) -> Draft:
        return Draft.objects.select_related("framework__community", "became").get(pk=self.scene.draft.pk)

    @property
    def coordinator(self) -> Member:
        return self.scene.coordinator


@dataclass(frozen=True, slots=True)
class Told:
    """A story with one response whose only point has been drawn."""

    story: Story
    received: Received
    point: Point


def story() -> Story:
    scene, consultation = open_consultation_with()
    charter(scene.group, by=scene.coordinator, quorum=2, quorum_lived=2)
    seats = tuple(seat(scene.group, kind=SeatKind.LIVED, by=scene.coordinator) for _ in range(3))
    return Story(scene, consultation, reader(consultation), seats)


def told(*, publishing: str = Publishing.WORDS, gist: str = GIST) -> Told:
    """One response with one point, read and not decided."""
    begun = story()
    received = said(begun.consultation, publishing=publishing)
    point = point_on(answer_of(received.response), PASSAGE, gist=gist, by=begun.reader)
    return Told(begun, received, point)


def one_more(begun: Story, *, about: str = "1.1.2", text: str = "") -> Told:
    """Another response in the same story."""
    received = said(begun.consultation, text or f"Something else. {PASSAGE}", about=about)
    return Told(begun, received, point_on(answer_of(received.response), PASSAGE, gist=GIST, by=begun.reader))


def reword(begun: Story, code: str = "1.1.1", text: str = NEW_WORDS) -> Reword:
    return Reword(asked_at(begun.consultation, code).statement.uid, text)


def decided(
    begun: Story,
    points: Sequence[Point],
    *,
    kind: str = Kind.ACCEPTED,
    reason: str = REASON,
    operations: Sequence[Operation] = (),
    title: str = TITLE,
    enacted: bool = True,
) -> Motion:
    """A motion that answers the points, carried by everybody, and enacted if it changes anything."""
    motion = carry(begun, put(begun, points, kind=kind, reason=reason, operations=operations, title=title))
    if operations and enacted:
        enact_motion(motion=motion, by=begun.coordinator)
    return motion


def carry(begun: Story, motion: Motion) -> Motion:
    """Every seat agrees, and the motion is closed."""
    for held in begun.seats:
        cast_vote(motion=motion, seat=held, choice=Choice.AGREE, reason="", by=holder_of(held))
    return close_motion(motion=motion, by=begun.coordinator)


def put(
    begun: Story,
    points: Sequence[Point],
    *,
    kind: str = Kind.ACCEPTED,
    reason: str = REASON,
    operations: Sequence[Operation] = (),
    title: str = TITLE,
) -> Motion:
    return put_motion(
        group=begun.scene.group,
        draft=begun.draft,
        title=title,
        about="",
        dispositions=[Proposed(point, kind, reason) for point in points],
        changes=[Planned(operation) for operation in operations],
        by=holder_of(begun.seats[0]),
    )


def published(one: Told) -> Publication:
    """The story to its end: accepted, the words changed, the consultation closed, the version out."""
    decided(one.story, [one.point], operations=[reword(one.story)])
    close_consultation(consultation=one.story.consultation, by=one.story.coordinator)
    return publish_version(draft=one.story.draft, by=one.story.coordinator)


def holder_of(held: Seat) -> Member:
    assert held.holder is not None
    return held.holder
