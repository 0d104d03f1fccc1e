"""Consultations, what they ask, and everything people answered."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from penholder.record.fields import salt_field, uid_field


class Consultation(models.Model):
    """One asking, on one draft, with a window. What was asked is kept as it was, however the draft goes on."""

    uid = uid_field()
    community = models.ForeignKey(
        "accounts.Community", on_delete=models.PROTECT, related_name="consultations"
    )
    draft = models.ForeignKey("frameworks.Draft", on_delete=models.PROTECT, related_name="consultations")
    decider = models.ForeignKey("groups.Group", on_delete=models.PROTECT, related_name="consultations")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=300)
    about = models.TextField(help_text="Why people are asked, in a few plain sentences.")
    asker = models.CharField(max_length=300, help_text="Who asks.")
    what_happens = models.TextField(help_text="What will happen with the answers, and by when.")
    information_law = models.TextField(
        help_text="Who holds the answers, and whether freedom of information law applies."
    )
    contact = models.CharField(max_length=300, help_text="A named person, and how to reach them.")
    quiet_exit = models.BooleanField(
        default=True, help_text="Show “Leave this page”: for when being seen here could put someone at risk."
    )
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text="Set when it was closed by somebody, not by the clock."
    )
    salt = salt_field()
    entry = models.ForeignKey("record.Entry", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "slug"], name="one_consultation_at_each_address"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="a_window_has_a_length"
            ),
        ]
        ordering = ("-opens_at",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("consultations:consultation", args=[self.community.slug, self.slug])


class Question(models.Model):
    """Something asked about the whole, beside the statements."""

    uid = uid_field()
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveIntegerField()
    text = models.TextField()
    hint = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "position"], name="questions_are_in_order")
        ]
        ordering = ("position",)

    def __str__(self) -> str:
        return self.text


class AskedStatement(models.Model):
    """A statement in the words in which it was put to people."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="asked")
    statement = models.ForeignKey("frameworks.Statement", on_delete=models.PROTECT, related_name="asked")
    parent = models.ForeignKey(
        "frameworks.Statement", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    position = models.PositiveIntegerField(help_text="Place in reading order.")
    depth = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=200, blank=True)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "statement"], name="asked_once")]
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.code} {self.text[:60]}".strip()


class Source(models.TextChoices):
    """The way a response came."""

    WEB = "web", "on the web"
    COMMENT_TABLE = "comment_table", "in a comment table"
    WORD_FORM = "word_form", "in a Word form"
    LETTER = "letter", "by letter"
    EMAIL = "email", "by e-mail"
    PAPER = "paper", "on paper"
    TELEPHONE = "telephone", "by telephone"
    GATHERING = "gathering", "from a gathering"


class Publishing(models.TextChoices):
    """What the respondent lets be shown."""

    WORDS = "words", "my words may be shown, without my name"
    COUNTED = "counted", "count me, but do not show my words"


class ReceivedFile(models.Model):
    """A file that brought responses, kept as it came; nothing is taken in before somebody says so."""

    uid = uid_field()
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="files")
    filename = models.CharField(max_length=300)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when the file is gone, because words in it had to go."
    )


class Ground(models.TextChoices):
    """Why words were taken out or erased; the record says it by this fixed word, for ever."""

    AUTHOR = "asked_by_author", "The person who wrote it asked for it"
    THIRD_PARTY = "third_party", "It tells something about somebody else that is not ours to show"
    SAFETY = "safety", "It puts somebody at risk"
    UNLAWFUL = "unlawful", "The law asks for it"

    @property
    def marker(self) -> str:
        """What stands in the place of a passage that was taken out."""
        return "[name removed]" if self == Ground.THIRD_PARTY else "[words removed]"


class DoneBy(models.TextChoices):
    """Which side of the table did it; the record says no more than that."""

    RESPONDENT = "respondent", "the person who sent it"
    COORDINATOR = "coordinator", "a coordinator"


class Response(models.Model):
    """All that one respondent said."""

    uid = uid_field()
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="responses")
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=20, choices=Source)
    label = models.CharField(
        max_length=200, blank=True, help_text="What the respondent wants to be called in public."
    )
    label_salt = salt_field()
    publishing_salt = salt_field()
    answers_salt = salt_field()
    publishing = models.CharField(max_length=20, choices=Publishing, default=Publishing.COUNTED)
    code_hash = models.CharField(max_length=64, unique=True)
    unsent_uid = models.CharField(
        max_length=32,
        unique=True,
        null=True,
        blank=True,
        help_text="So that a second press of Send finds the first.",
    )
    file = models.ForeignKey(
        ReceivedFile, on_delete=models.PROTECT, null=True, blank=True, related_name="responses"
    )
    received_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when none of its words are kept."
    )
    decoys = models.JSONField(
        default=list, help_text="Digests of nothing, so that the record does not tell how much was said."
    )
    entry = models.ForeignKey(
        "record.Entry",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The entry that is committed to the words as they are now: they came in, were corrected or redacted.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="responses_are_numbered")
        ]
        ordering = ("number",)

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The public number; it opens nothing."""
        return f"R-{self.number:04d}"


class Stance(models.TextChoices):
    """What the respondent wants to become of a statement."""

    KEEP = "keep", "Yes, as it is"
    REWORD = "reword", "Yes, but in other words"
    REMOVE = "remove", "No, take it out"
    UNSAID = "unsaid", "I would rather not say"


class Answer(models.Model):
    """What one respondent said in one place: about a statement, to a question, or about the whole."""

    uid = uid_field()
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="answers")
    position = models.PositiveIntegerField()
    asked = models.ForeignKey(
        AskedStatement, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    stance = models.CharField(max_length=20, choices=Stance, blank=True)
    text = models.TextField(blank=True)
    proposed = models.TextField(blank=True, help_text="How the respondent would put it.")
    salt = salt_field()
    proposed_salt = salt_field()
    stance_salt = salt_field()
    about_salt = salt_field()
    gone_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when its words are gone: erased, or replaced by their author."
    )
    # What a row of a comment table says beside the words; kept so that the table can go back out row for row.
    # As long as people write it: nothing that came in is cut.
    row = models.PositiveIntegerField(null=True, blank=True)
    external_id = models.TextField(blank=True)
    line = models.TextField(blank=True)
    clause = models.TextField(blank=True)
    element = models.TextField(blank=True)
    comment_kind = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "position"], name="answers_are_in_order")]
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.response}, answer {self.position}"


class UnsentResponse(models.Model):
    """What somebody has written and not sent yet, so that nothing given is lost on the way."""

    uid = uid_field()
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="unsent")
    source = models.CharField(max_length=20, choices=Source, default=Source.WEB)
    typed_by = models.ForeignKey(
        "accounts.Member",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who types it in for somebody else; empty where people write themselves.",
    )
    corrects = models.ForeignKey(
        Response,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="The response these words will replace; empty where they are a new one.",
    )
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
