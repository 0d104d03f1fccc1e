"""What was read from words goes with them: gists are emptied, passages let go; number, statement and decision stay."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from penholder.consultations.erasing import Redaction, Replaced, follows_redaction
from penholder.consultations.models import Ground
from penholder.listening.models import Point
from penholder.pure.ledger.entry import EntryBody
from penholder.record.erasing import bound_by, erases
from penholder.record.fields import new_salt
from penholder.record.recording import committed


@erases("response.corrected", order=20, tables=(Point,))
@erases("response.erased", order=20, tables=(Point,))
def erase_points(body: EntryBody) -> bool:
    """Empty what was drawn from answers whose words are gone."""
    gone = Point.objects.filter(answer__response__uid=body.obj, answer__gone_at__isnull=False)
    return gone.exclude(gist="").update(gist="", salt=b"", start=0, end=0) > 0


@erases("words.redacted", order=20, tables=(Point,))
def keep_committed_gist(body: EntryBody) -> bool:
    """After a restore: a gist that is here again as it was before goes altogether, for the record does not say what stood in it."""
    point = Point.objects.filter(uid=body.obj).exclude(Q(gist="") | Q(gist=Ground.AUTHOR.marker)).first()
    if point is None:
        return False
    if committed(point.salt, f"{point.number}.gist", point.gist) in bound_by(body, body.type):
        return False
    return Point.objects.filter(pk=point.pk).update(gist=Ground.AUTHOR.marker, salt=b"", start=0, end=0) > 0


@follows_redaction
def redact_points(redaction: Redaction) -> Iterable[Replaced]:
    """Move passages to where their words stand now, and take the same words out of what they were read as."""
    for point in Point.objects.filter(answer__response=redaction.response).exclude(gist=""):
        anchored = redaction.answers.get(point.answer_id)
        if anchored:
            point.start, point.end = anchored.moved(point.start, point.end)
            point.save(update_fields=["start", "end"])
        gist = redaction.of(point.gist)
        if gist.passages:
            point.gist, point.salt = gist.words, new_salt()
            point.save(update_fields=["gist", "salt"])
            yield Replaced(point.uid, "gist", committed(point.salt, f"{point.number}.gist", point.gist))
