"""What respondents wrote back goes with what they said; that they replied, and whether they were content, stays."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from penholder.consultations.erasing import Redaction, Replaced, follows_redaction
from penholder.consultations.models import Ground
from penholder.publication.models import Reply
from penholder.pure.ledger.entry import EntryBody
from penholder.record.erasing import bound_by, erases
from penholder.record.fields import new_salt
from penholder.record.recording import committed


@erases("response.corrected", order=30, tables=(Reply,))
@erases("response.erased", order=30, tables=(Reply,))
def erase_replies(body: EntryBody) -> bool:
    """Empty the replies to points whose words are gone."""
    gone = Reply.objects.filter(point__answer__response__uid=body.obj, point__answer__gone_at__isnull=False)
    return gone.exclude(words="").update(words="", salt=b"") > 0


@erases("words.redacted", order=30, tables=(Reply,))
def keep_committed_reply(body: EntryBody) -> bool:
    """After a restore: a reply that is here again as it was before goes altogether."""
    reply = Reply.objects.filter(uid=body.obj).exclude(Q(words="") | Q(words=Ground.AUTHOR.marker)).first()
    if reply is None:
        return False
    if committed(reply.salt, "words", reply.words) in bound_by(body, body.type):
        return False
    return Reply.objects.filter(pk=reply.pk).update(words=Ground.AUTHOR.marker, salt=b"") > 0


@follows_redaction
def redact_replies(redaction: Redaction) -> Iterable[Replaced]:
    """Take the same words out of what the author of a response wrote back."""
    for reply in Reply.objects.filter(point__answer__response=redaction.response).exclude(words=""):
        words = redaction.of(reply.words)
        if words.passages:
            reply.words, reply.salt = words.words, new_salt()
            reply.save(update_fields=["words", "salt"])
            yield Replaced(reply.uid, "reply", committed(reply.salt, "words", reply.words))
