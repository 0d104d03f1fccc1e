"""Who decides: groups, the charters that bind them, and their seats."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from penholder.record.fields import salt_field, uid_field


class Group(models.Model):
    """A body of people who decide, recommend or comment."""

    uid = uid_field()
    community = models.ForeignKey("accounts.Community", on_delete=models.PROTECT, related_name="groups")
    slug = models.SlugField()
    name = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    entry = models.ForeignKey("record.Entry", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "slug"], name="one_group_at_each_address")
        ]
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("groups:group", args=[self.community.slug, self.slug])


class Power(models.TextChoices):
    """What becomes of what the group says."""

    DECIDES = "decides", "decides"
    RECOMMENDS = "recommends", "recommends"
    COMMENTS = "comments", "comments"


class Rule(models.TextChoices):
    """How a decision is made."""

    CONSENT = "consent", "consent: nobody holds a reasoned objection"
    MAJORITY = "majority", "a majority of the votes cast"
    TWO_THIRDS = "two_thirds", "two thirds of the votes cast"


class Charter(models.Model):
    """A group's rules as data. Never changed: a new charter replaces the old one."""

    uid = uid_field()
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="charters")
    number = models.PositiveIntegerField()
    power = models.CharField(max_length=20, choices=Power)
    rule = models.CharField(max_length=20, choices=Rule)
    quorum = models.PositiveIntegerField(help_text="How many seats must vote.")
    quorum_lived = models.PositiveIntegerField(help_text="How many of them must be lived-experience seats.")
    lived_share = models.PositiveIntegerField(
        help_text="At least this many of every hundred filled seats are lived-experience seats."
    )
    chosen_how = models.TextField(blank=True)
    interests = models.TextField(blank=True)
    offer = models.TextField(blank=True, help_text="What members are offered for their time.")
    review_on = models.DateField(null=True, blank=True)
    adopted_at = models.DateTimeField()
    entry = models.ForeignKey("record.Entry", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="charters_are_numbered"),
            models.CheckConstraint(condition=models.Q(quorum__gte=1), name="a_quorum_is_at_least_one"),
            models.CheckConstraint(
                condition=models.Q(quorum_lived__lte=models.F("quorum")), name="lived_quorum_within_quorum"
            ),
            models.CheckConstraint(condition=models.Q(lived_share__lte=100), name="a_share_is_a_percentage"),
        ]
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.group}, charter {self.number}"


class SeatKind(models.TextChoices):
    """Whose knowledge the seat is for."""

    LIVED = "lived", "lived experience"
    TECHNICAL = "technical", "technical adviser"


class Seat(models.Model):
    """One place in a group: held by a member, vacant, or left."""

    uid = uid_field()
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=SeatKind)
    title = models.CharField(max_length=200, help_text="The name the seat votes under.")
    holder = models.ForeignKey(
        "accounts.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    filled_how = models.CharField(max_length=300, blank=True)
    filled_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_statement = models.TextField(blank=True)
    left_noted_by = models.CharField(
        max_length=20, blank=True, help_text="Who put it down: the holder, or a coordinator for them."
    )
    salt = salt_field()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="seats_are_numbered"),
            models.UniqueConstraint(
                fields=["group", "holder"], condition=models.Q(left_at=None), name="one_seat_for_each_member"
            ),
            models.CheckConstraint(
                condition=models.Q(left_at=None) | models.Q(holder__isnull=False),
                name="only_a_held_seat_is_left",
            ),
        ]
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.title} ({self.get_kind_display()})"
