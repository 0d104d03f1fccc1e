"""What came in, the commitments the record holds to it, and the receipt that opens them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from penholder.consultations.models import Answer, Consultation, Response
from penholder.pure.ledger.code import check_code, code_hash
from penholder.pure.ledger.disclosure import digest, disclose
from penholder.pure.ledger.receipt import Receipt
from penholder.record.queries import receipt_for, sealed_over


@dataclass(frozen=True, slots=True)
class Word:
    """One thing somebody said, as the record is committed to it."""

    salt: bytes
    name: str
    value: str

    @property
    def disclosure(self) -> str:
        """What opens the commitment: whoever holds it can show that these were the words."""
        return disclose(self.salt, self.name, self.value)


def responses_of(consultation: Consultation) -> QuerySet[Response]:
    """Everything that came in, with the number of answers and of answers with words in them."""
    said = Q(answers__text__gt="") | Q(answers__proposed__gt="")
    return (
        Response.objects.filter(consultation=consultation)
        .annotate(
            number_of_answers=Count("answers", filter=Q(answers__gone_at=None)),
            number_with_words=Count("answers", filter=said),
        )
        .order_by("number")
    )


def response_by_code(code: str) -> Response | None:
    """The response this receipt code opens, however it was typed; None where the code opens nothing."""
    try:
        checked = check_code(code)
    except ValueError:
        return None
    found = Response.objects.filter(code_hash=code_hash(checked))
    return found.select_related("consultation__community", "entry").first()


def response_by_uid(consultation: Consultation, uid: str) -> Response | None:
    return Response.objects.filter(consultation=consultation, uid=uid).select_related("entry").first()


def words_of(response: Response, answers: tuple[Answer, ...] | None = None) -> tuple[Word, ...]:
    """Every word the record is committed to for this response, each under a name of its own; none once it was erased.

    ``3.text`` is what the third answer says, ``3.about`` the permanent id of the statement or question it is about,
    ``publishing`` whether their words may be shown: nobody can turn a no into a yes afterwards without it coming out.
    ``answers`` are the answers' own ids in their order: by these, whoever holds the receipt finds in the log what was
    drawn from each, and nobody else can tell which answers are one person's.
    """
    if response.erased_at:
        return ()
    if answers is None:
        found = response.answers.filter(gone_at=None).select_related("asked__statement", "question")
        answers = tuple(found.order_by("position"))
    words = [
        Word(bytes(salt), name, value)
        for name, salt, value in (
            ("publishing", response.publishing_salt, response.publishing),
            ("label", response.label_salt, response.label),
            ("answers", response.answers_salt, " ".join(answer.uid for answer in answers)),
        )
        if salt and value
    ]
    for answer in answers:
        words += [
            Word(bytes(salt), f"{answer.position}.{name}", value)
            for name, salt, value in (
                ("about", answer.about_salt, _about(answer)),
                ("stance", answer.stance_salt, answer.stance),
                ("text", answer.salt, answer.text),
                ("proposed", answer.proposed_salt, answer.proposed),
            )
            if salt and value
        ]
    return tuple(words)


def digests_of(words: tuple[Word, ...]) -> tuple[str, ...]:
    """What stands in the record for these words; without their salts it says nothing about them."""
    return tuple(digest(word.disclosure) for word in words)


def receipt_of(response: Response) -> Receipt:
    """The proof that this response is in the record, with all its words opened.

    ``LookupError`` where the record has not been sealed over it yet: ``actions.issue_receipt`` sees to that.
    """
    entry = response.entry
    checkpoint = sealed_over(entry.index) if entry else None
    if entry is None or checkpoint is None:
        raise LookupError("the record is not sealed over this response yet")
    return receipt_for(entry, checkpoint, disclosures=[word.disclosure for word in words_of(response)])


def _about(answer: Answer) -> str:
    if answer.asked is not None:
        return answer.asked.statement.uid
    return answer.question.uid if answer.question is not None else ""
