"""Motions, votes, dissent, and what was decided about every point."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from penholder.frameworks.models import Operation, Significance
from penholder.record.fields import salt_field, uid_field


class Motion(models.Model):
    """Something put to a group. Rule, quorum and electorate are frozen when it is put."""

    class State(models.TextChoices):
        OPEN = "open", "open for votes"
        CARRIED = "carried", "carried"
        LOST = "lost", "not carried"

    uid = uid_field()
    group = models.ForeignKey("groups.Group", on_delete=models.PROTECT, related_name="motions")
    draft = models.ForeignKey("frameworks.Draft", on_delete=models.PROTECT, related_name="motions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    about = models.TextField(blank=True)
    salt = salt_field()
    about_salt = salt_field()
    proposal_salt = salt_field()
    charter = models.ForeignKey("groups.Charter", on_delete=models.PROTECT, related_name="+")
    electorate = models.ManyToManyField(
        "groups.Seat", related_name="+", help_text="The seats that may vote on it."
    )
    put_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    tally = models.JSONField(null=True, blank=True)
    entry = models.ForeignKey("record.Entry", on_delete=models.PROTECT, null=True, related_name="+")
    closed_entry = models.ForeignKey(
        "record.Entry", on_delete=models.PROTECT, null=True, blank=True, related_name="motion_closed"
    )
    enacted_entry = models.ForeignKey(
        "record.Entry", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="motions_are_numbered")]
        ordering = ("number",)

    def __str__(self) -> str:
        return f"Motion {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("decisions:motion", args=[self.group.community.slug, self.group.slug, self.number])


class Kind(models.TextChoices):
    """What may be decided about a point. Each needs a reason, except accepted, which needs a change."""

    ACCEPTED = "accepted", "Accepted"
    IN_PART = "in_part", "Accepted in part, or in other words"
    COVERED = "covered", "Already covered"
    ANSWERED = "answered", "Question answered"
    NOTED = "noted", "Noted, no change asked for"
    OUT_OF_SCOPE = "out_of_scope", "Out of scope here"
    DEFERRED = "deferred", "Deferred"
    DECLINED = "declined", "Not accepted"


PROMISES = frozenset({Kind.ACCEPTED, Kind.IN_PART})
"""What is said of a point that changes the text: there must be a change, in this motion or by another one."""


class ProposedDisposition(models.Model):
    """What a motion would decide about a point."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="proposed")
    point = models.ForeignKey("listening.Point", on_delete=models.PROTECT, related_name="proposed")
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["motion", "point"], name="a_point_once_in_each_motion")
        ]


class ProposedChange(models.Model):
    """What a motion would change in the draft."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="changes")
    position = models.PositiveIntegerField()
    operation = models.CharField(max_length=20, choices=Operation)
    statement = models.ForeignKey(
        "frameworks.Statement", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    payload = models.JSONField(
        default=dict, help_text="The operation's other values: text, parent, position, code, kind."
    )
    significance = models.CharField(max_length=20, choices=Significance, default=Significance.SUBSTANTIVE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["motion", "position"], name="changes_in_order")]
        ordering = ("position",)


class Choice(models.TextChoices):
    """What a seat may say to a motion. Silence is none of these."""

    AGREE = "agree", "I agree, or can live with it"
    OBJECT = "object", "I object, and say why"
    ABSTAIN = "abstain", "I abstain"


class Vote(models.Model):
    """A seat's vote. May be changed until the close; every one is kept, one is in force."""

    uid = uid_field()
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="votes")
    seat = models.ForeignKey("groups.Seat", on_delete=models.PROTECT, related_name="votes")
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=20, choices=Choice)
    reason = models.TextField(blank=True)
    salt = salt_field()
    reason_salt = salt_field()
    cast_at = models.DateTimeField()
    in_force = models.BooleanField(default=True)
    entry = models.ForeignKey("record.Entry", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["motion", "seat"], condition=models.Q(in_force=True), name="one_vote_in_force"
            )
        ]
        ordering = ("cast_at",)


class Dissent(models.Model):
    """A reasoned disagreement, in the dissenter's words; it stands beside the decision wherever that goes."""

    uid = uid_field()
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="dissents")
    seat = models.ForeignKey("groups.Seat", on_delete=models.PROTECT, related_name="dissents")
    text = models.TextField()
    salt = salt_field()
    recorded_at = models.DateTimeField()
    entry = models.ForeignKey("record.Entry", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("recorded_at",)


class Disposition(models.Model):
    """What was decided about a point, and why. One for each point, for good."""

    uid = uid_field()
    point = models.OneToOneField("listening.Point", on_delete=models.PROTECT, related_name="disposition")
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="dispositions")
    number = models.PositiveIntegerField(
        help_text="Place within the motion; the record names its reason by it."
    )
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.TextField(blank=True)
    salt = salt_field()
    decided_at = models.DateTimeField()
    entry = models.ForeignKey("record.Entry", on_delete=models.PROTECT, related_name="+")
