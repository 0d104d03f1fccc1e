"""Frameworks, the drafts that change and the versions that never do."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse

from penholder.record.fields import new_uid, salt_field, uid_field


class Framework(models.Model):
    """The work: one name and one line of versions."""

    uid = uid_field()
    community = models.ForeignKey("accounts.Community", on_delete=models.PROTECT, related_name="frameworks")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    language = models.CharField(max_length=35, blank=True)
    source_uid = models.CharField(
        max_length=200, blank=True, help_text="The identifier it had where it came from."
    )
    source_uri = models.CharField(max_length=500, blank=True)
    extras = models.JSONField(
        default=list, help_text="What the file said beyond our own fields, kept word for word."
    )
    entry = models.ForeignKey("record.Entry", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "slug"], name="one_framework_at_each_address")
        ]
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("frameworks:framework", args=[self.community.slug, self.slug])


class Statement(models.Model):
    """A statement's identity: it stays through rewording, moving and publishing."""

    uid = models.CharField(max_length=200, default=new_uid, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="statements")
    uri = models.CharField(max_length=500, blank=True, help_text="As it was given; never rewritten.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "uid"], name="a_statement_has_one_id")]

    def __str__(self) -> str:
        return self.uid


class Worded(models.Model):
    """Where a statement stands and how it reads, in one draft or one version."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(Statement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    short = models.TextField(blank=True)
    plain = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    optional = models.BooleanField(default=False)
    extras = models.JSONField(default=list)
    easy = models.TextField(blank=True)
    level = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=35, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.text[:60]}".strip()

    @property
    def as_worded(self) -> dict[str, Any]:
        """Everything but which draft or version it is in: what is copied when one becomes the other."""
        return {field.attname: getattr(self, field.attname) for field in Worded._meta.fields}


class Version(models.Model):
    """A frozen, published state of a framework."""

    uid = uid_field()
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    entry = models.ForeignKey("record.Entry", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "number"], name="versions_are_numbered")]
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.framework}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse(
            "frameworks:version", args=[self.framework.community.slug, self.framework.slug, self.number]
        )


class VersionStatement(Worded):
    """A statement as it was published. The database refuses every change."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="worded")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "statement"], name="once_in_each_version")]


class Draft(models.Model):
    """A framework's changing state. At most one is open at a time; publishing closes it."""

    uid = uid_field()
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    based_on = models.ForeignKey(
        Version, on_delete=models.PROTECT, null=True, blank=True, related_name="next_drafts"
    )
    became = models.OneToOneField(
        Version, on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="drafts_are_numbered"),
            models.UniqueConstraint(
                fields=["framework"], condition=models.Q(became=None), name="one_open_draft"
            ),
        ]
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.framework}, draft {self.number}"

    def get_absolute_url(self) -> str:
        return reverse(
            "frameworks:draft", args=[self.framework.community.slug, self.framework.slug, self.number]
        )


class DraftStatement(Worded):
    """A statement as the draft has it now."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="worded")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "statement"], name="once_in_each_draft")]


class Association(models.Model):
    """A relation to another statement, ours or somebody else's, kept as it was given."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="associations")
    uid = models.CharField(max_length=200)
    kind = models.CharField(max_length=100)
    origin = models.CharField(max_length=200)
    origin_uri = models.CharField(max_length=500, blank=True)
    destination = models.CharField(max_length=200, blank=True)
    destination_uri = models.CharField(max_length=500, blank=True)
    destination_title = models.TextField(blank=True)
    position = models.IntegerField(null=True, blank=True)
    extras = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["framework", "origin"])]


class Significance(models.TextChoices):
    """Whether a change alters what is asked of people."""

    SUBSTANTIVE = "substantive", "substantive"
    EDITORIAL = "editorial", "editorial"


class Operation(models.TextChoices):
    """The named changes a draft knows."""

    ADD = "add", "added"
    REWORD = "reword", "reworded"
    MOVE = "move", "moved"
    RETIRE = "retire", "retired"
    RECODE = "recode", "renumbered"


class Change(models.Model):
    """One named change to a draft, and the entry that allowed it."""

    uid = uid_field()
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveIntegerField()
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="changes")
    operation = models.CharField(max_length=20, choices=Operation)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    significance = models.CharField(max_length=20, choices=Significance)
    why = models.TextField(blank=True)
    applied_at = models.DateTimeField()
    salt = salt_field()
    warrant = models.ForeignKey("record.Entry", on_delete=models.PROTECT, related_name="changes_warranted")
    entry = models.ForeignKey("record.Entry", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="changes_are_numbered")]
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.get_operation_display()} {self.statement_id}"


class StagedImport(models.Model):
    """A file somebody gave us, kept while they look at what was read from it and decide."""

    uid = uid_field()
    community = models.ForeignKey("accounts.Community", on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    filename = models.CharField(max_length=300)
    data = models.BinaryField()
    title = models.CharField(max_length=500, blank=True)
    column_map = models.JSONField(null=True, blank=True)
    became = models.ForeignKey(Framework, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
