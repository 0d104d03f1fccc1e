"""What readers made of the answers: points, anchored to words."""

from __future__ import annotations

from django.db import models

from penholder.record.fields import salt_field, uid_field


class Reading(models.Model):
    """A named person read this answer; what they found."""

    class Found(models.TextChoices):
        POINTS = "points", "points were drawn"
        NOTHING = "nothing", "nothing to reply to"

    answer = models.OneToOneField("consultations.Answer", on_delete=models.PROTECT, related_name="reading")
    found = models.CharField(max_length=20, choices=Found)
    reader = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    entry = models.ForeignKey("record.Entry", on_delete=models.PROTECT, related_name="+")


class Point(models.Model):
    """One thing said: a passage of an answer, and what it was read as.

    ``start`` and ``end`` count characters of the answer's text; a point on the whole answer spans all of it.
    """

    uid = uid_field()
    answer = models.ForeignKey("consultations.Answer", on_delete=models.PROTECT, related_name="points")
    number = models.PositiveIntegerField(help_text="Place within the response.")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    gist = models.TextField(help_text="What it was read as.")
    salt = salt_field()
    statement = models.ForeignKey(
        "frameworks.Statement", on_delete=models.PROTECT, null=True, blank=True, related_name="points"
    )
    drawn_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    entry = models.ForeignKey("record.Entry", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")), name="a_passage_runs_forward"
            )
        ]
        ordering = ("answer__response__number", "number")

    def __str__(self) -> str:
        return f"{self.answer.response.reference}, point {self.number}"

    @property
    def erased(self) -> bool:
        """Whether its words are gone: its author replaced them, or they were erased."""
        return not self.gist
