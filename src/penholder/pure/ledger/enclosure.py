"""What travels inside a receipt: the entry, and the words it was made for, so that one file is enough.

Nothing here is signed. The entry is bound by its leaf hash and each disclosure by a digest in the entry; whatever is
shown to a person has been bound this way first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from penholder.pure.ledger.canon import canonical, read_canonical
from penholder.pure.ledger.disclosure import Disclosure, open_commitments
from penholder.pure.ledger.entry import EntryBody
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.note import as_text
from penholder.pure.ledger.proven import Malformed, NotProven
from penholder.pure.ledger.receipt import Receipt, VerifiedReceipt, verify_receipt


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The entry's exact bytes, and the disclosures the holder was given: all, some or none."""

    entry: bytes
    disclosures: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """The ``extra`` of a receipt."""
        text = as_text(self.entry, what="The entry")
        return canonical({"disclosures": self.disclosures, "entry": text})

    @classmethod
    def parse(cls, extra: bytes) -> Enclosure:
        value = read_canonical(extra, what="The enclosure of the receipt")
        if not isinstance(value, dict) or value.keys() != {"disclosures", "entry"}:
            raise Malformed(
                "The enclosure of the receipt holds something other than an entry and its disclosures."
            )
        entry, disclosures = value["entry"], value["disclosures"]
        if not isinstance(entry, str) or not isinstance(disclosures, list):
            raise Malformed("The enclosure of the receipt is not in the form it should have.")
        if not all(isinstance(text, str) for text in disclosures):
            raise Malformed("A disclosure in the receipt is not a text.")
        return cls(entry=entry.encode("utf-8"), disclosures=tuple(disclosures))


@dataclass(frozen=True, slots=True)
class OpenedReceipt:
    """Everything a receipt proves: the place in the log, what the entry says, and the words it opens."""

    proven: VerifiedReceipt
    body: EntryBody
    words: tuple[Disclosure, ...]


def enclose(receipt: Receipt, entry: bytes, disclosures: Iterable[str] = ()) -> Receipt:
    """``receipt`` with ``entry`` and ``disclosures`` in it, as it is handed to a person."""
    return replace(receipt, extra=Enclosure(entry=entry, disclosures=tuple(disclosures)).to_bytes())


def open_receipt(receipt: Receipt, *, keys: Iterable[Verifier], entry: bytes | None = None) -> OpenedReceipt:
    """All that ``receipt`` proves to one who trusts ``keys``.

    ``entry`` may be given from elsewhere; if the receipt encloses one too, the two must be the same.
    """
    enclosed = Enclosure.parse(receipt.extra) if receipt.extra else None
    if entry is None and enclosed is None:
        raise NotProven("The receipt does not enclose its entry: give the entry as well.")
    if entry is not None and enclosed is not None and entry != enclosed.entry:
        raise NotProven("The entry you gave is not the one the receipt encloses.")
    claimed = enclosed.entry if enclosed is not None else entry
    proven = verify_receipt(receipt, claimed or b"", keys=keys)
    body = EntryBody.parse(proven.entry)
    return OpenedReceipt(
        proven=proven,
        body=body,
        words=open_commitments(body.sd, enclosed.disclosures if enclosed is not None else ()),
    )
