"""A receipt somebody wants checked, and the keys they trust."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from penholder.pure.ledger.checkpoint import SignedCheckpoint
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.policy import Policy
from penholder.pure.ledger.proven import Malformed

RECEIPT_BYTES_MAX = 1_000_000
TRUST_CHARACTERS_MAX = 20_000
_POLICY_WORDS = frozenset({"log", "witness", "group", "quorum"})


class Trust:
    """Whom somebody trusts: key lines, or a policy that also says how many witnesses are enough."""

    def __init__(self, text: str) -> None:
        lines = [line.strip() for line in text.splitlines()]
        said = [line for line in lines if line and not line.startswith("#")]
        if not said:
            raise Malformed("Say which key you trust: paste the key line the community publishes.")
        is_policy = any(line.split()[0] in _POLICY_WORDS for line in said)
        self.policy = Policy.parse("\n".join(lines) + "\n") if is_policy else None
        self.keys = self.policy.keys if self.policy else tuple(map(Verifier.parse, said))

    def is_enough(self, signed: SignedCheckpoint) -> bool:
        return self.policy is None or self.policy.is_satisfied_by(signed)


class TrustField(forms.CharField):
    """Key lines or a policy; the clean value is a ``Trust``."""

    def clean(self, value: Any) -> Any:
        try:
            return Trust(super().clean(value))
        except Malformed as fault:
            raise ValidationError(str(fault)) from fault


class BroughtForm(forms.Form):
    """A small text somebody holds, as a file or pasted. ``brought`` is then its exact bytes."""

    nothing_required = True

    file = forms.FileField(
        label="The receipt file",
        help_text="The small file you took away after you sent something. Its name ends in .tlog-proof.",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput,
    )
    text = forms.CharField(
        label="Or the text of the receipt, pasted",
        required=False,
        max_length=RECEIPT_BYTES_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        error_messages={"max_length": "This is longer than any receipt."},
    )

    def clean_file(self) -> bytes:
        given: UploadedFile | None = self.cleaned_data["file"]
        if given is None:
            return b""
        if given.size is None or given.size > RECEIPT_BYTES_MAX:
            raise ValidationError("This file is too large to be a receipt: a receipt is a small text file.")
        raw: bytes = given.read()
        if not raw:
            raise ValidationError("This file is empty. Choose the one whose name ends in .tlog-proof.")
        if not _is_text(raw):
            raise ValidationError(
                "This file is not text, so it is no receipt. Its name would end in .tlog-proof."
            )
        return raw

    def clean_text(self) -> bytes:
        """Browsers send other line breaks than were pasted, and a last one is easily lost in copying."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()
        return f"{text}\n".encode() if text else b""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        raws = [cleaned.get("file"), cleaned.get("text")]
        if all(raws):
            raise ValidationError("There is a file here and a pasted text as well. Give one of the two.")
        if not any(raws) and not self.errors:
            self.add_error("file", "Choose a receipt file, or paste the text of one.")
        return cleaned

    @property
    def brought(self) -> bytes:
        given: bytes = self.cleaned_data["file"] or self.cleaned_data["text"]
        return given


class ReceiptForm(BroughtForm):
    """A receipt, and the keys its holder trusts."""

    trust = TrustField(
        label="The key you trust",
        help_text="This one came from this site. If you doubt us, put in the key you got elsewhere: from the printed "
        "framework, from a partner’s web site, from a friend who wrote it down. You can add a line for each witness "
        "you trust, or paste a policy.",
        required=False,
        max_length=TRUST_CHARACTERS_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )


class CompareForm(BroughtForm):
    """A receipt or a checkpoint, to be held against what is published here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "A receipt or a checkpoint, as a file"
        self.fields["file"].help_text = "One you hold, or one somebody sent you. It may be years old."
        self.fields["text"].label = "Or its text, pasted"


def _is_text(raw: bytes) -> bool:
    try:
        return "\0" not in raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
