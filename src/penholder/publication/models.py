"""What is published with a version, frozen in one act."""

from __future__ import annotations

from django.db import models

from penholder.record.fields import salt_field, uid_field

LONGEST_REPLY = 5000


class Publication(models.Model):
    """The act of publishing a version."""

    uid = uid_field()
    version = models.OneToOneField("frameworks.Version", on_delete=models.PROTECT, related_name="publication")
    draft = models.OneToOneField("frameworks.Draft", on_delete=models.PROTECT, related_name="publication")
    published_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    entry = models.ForeignKey("record.Entry", on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"Publication of {self.version}"


class Outcome(models.Model):
    """What became of one response, as it stood when the version was published: ids, not words."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="outcomes")
    response = models.ForeignKey("consultations.Response", on_delete=models.PROTECT, related_name="outcomes")
    points = models.JSONField(
        help_text="For each point: its uid, the disposition's uid and kind, the changes' uids."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "response"], name="one_outcome_for_each_response")
        ]


class Reply(models.Model):
    """What a respondent thinks of the answer to a point. The newest one for a point counts; all are kept."""

    class Verdict(models.TextChoices):
        CONTENT = "content", "I am content"
        NOT_CONTENT = "not_content", "I am not"
        NOT_SAID = "not_said", "That is not what I said"

    uid = uid_field()
    point = models.ForeignKey("listening.Point", on_delete=models.PROTECT, related_name="replies")
    verdict = models.CharField(max_length=20, choices=Verdict)
    words = models.TextField(blank=True)
    salt = salt_field()
    replied_at = models.DateTimeField()
    entry = models.ForeignKey("record.Entry", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("replied_at",)
