"""Keep what somebody has written and not sent yet, and let go of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db import transaction

from penholder.accounts.models import Member
from penholder.consultations.models import Consultation, Response, Source, UnsentResponse
from penholder.consultations.queries.writing import saved_of
from penholder.record import clock

KEPT = timedelta(days=14)
"""As long as the browser keeps the way back to it."""


@transaction.atomic
def save_unsent(
    *,
    consultation: Consultation,
    uid: str,
    answers: Mapping[str, Mapping[str, str]],
    source: str = Source.WEB,
    typed_by: Member | None = None,
) -> UnsentResponse:
    """Keep these answers beside those saved before. Changed: the unsent response; made where there was none.

    Answers are merged under their own names, so two pages open at once don't undo each other. The record does not
    speak of it: nothing has been said yet. Saved also after the deadline, so that nobody's words vanish.
    """
    UnsentResponse.objects.get_or_create(
        uid=uid,
        consultation=consultation,
        defaults={"saved_at": clock.now(), "source": source, "typed_by": typed_by},
    )
    unsent = UnsentResponse.objects.select_for_update().get(uid=uid, consultation=consultation)
    unsent.answers = {**unsent.answers, **{name: dict(words) for name, words in answers.items()}}
    unsent.saved_at = clock.now()
    unsent.save(update_fields=["answers", "saved_at"])
    return unsent


@transaction.atomic
def begin_correction(*, response: Response, uid: str) -> UnsentResponse:
    """Lay the words of a response out to be changed. Made: the unsent response; what was laid out before is let go.

    The record does not speak of it: the response stays as it is until the new words are sent.
    """
    UnsentResponse.objects.filter(corrects=response).delete()
    return UnsentResponse.objects.create(
        uid=uid,
        consultation=response.consultation,
        source=response.source,
        corrects=response,
        answers=saved_of(response),
        saved_at=clock.now(),
    )


def discard_unsent(*, uids: Iterable[str]) -> None:
    """Let go of what was not sent, or was sent just now. Deleted: the unsent responses. The record does not speak of it."""
    UnsentResponse.objects.filter(uid__in=tuple(uids)).delete()


def forget_unsent() -> int:
    """Let go of what nobody came back to within two weeks, as every page of the asking promises. Deleted: those rows."""
    forgotten, _ = UnsentResponse.objects.filter(saved_at__lt=clock.now() - KEPT).delete()
    return forgotten


UNRECORDED = (save_unsent, begin_correction, discard_unsent, forget_unsent)
