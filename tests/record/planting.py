"""A site in which twenty-one words stand that are found nowhere else, planted by the real pages and actions; and their erasure.

Run as a program, with the data folder and the database in the environment: ``plant``, ``erase``, ``purge``, ``start``, ``recover``, ``look``.
"""

from __future__ import annotations

import io
import json
import logging
import sys
import zipfile
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402  models exist from here on
from django.contrib.sessions.models import Session  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import models  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402

from penholder.consultations.actions import (  # noqa: E402
    Received,
    correct_response,
    issue_receipt,
    receive_response,
    save_unsent,
    withdraw_response,
)
from penholder.consultations.models import (  # noqa: E402
    Consultation,
    Publishing,
    ReceivedFile,
    Response,
    Source,
)
from penholder.consultations.queries import AnswerGiven, words_of  # noqa: E402
from penholder.decisions.actions import cast_vote, close_motion, put_motion, record_dissent  # noqa: E402
from penholder.decisions.models import Choice, Kind  # noqa: E402
from penholder.decisions.queries import Proposed  # noqa: E402
from penholder.listening.models import Point  # noqa: E402
from penholder.publication.actions import reply_to_outcome  # noqa: E402
from penholder.publication.models import Reply  # noqa: E402
from penholder.pure.ledger.code import code_hash  # noqa: E402
from penholder.record.actions import recover  # noqa: E402
from penholder.record.erasing import purge, purge_if_due  # noqa: E402
from penholder.record.events import GUEST  # noqa: E402
from tests.factories import publication  # noqa: E402
from tests.factories.consultations import asked_at, comment_table  # noqa: E402
from tests.factories.listening import answer_of, point_on, whole_point  # noqa: E402

PLANTED = (
    "Quillivan Ashcombe-Thrush", "14 Marrowbone Lane, Ëxminster", "Old Fenwick’s “Harbour” Ward", "Zsófia Brindlewyck", "Peer of Dunmarrow",
    "Read as Vexholm Trilby", "Replied by Umberlain Foss", "Body of Corriedale Jutes", "MARK-Xylograph-77", "Sent from Wolverdine House",
    "Rather like Pennywhistle Croft", "Letter of Jocasta Mbeki-Rowe.docx", "Typed in for Hortense Ollerenshaw", "Dr Tomasz Wyspiański-Oke",
    "3 Cutty Sark Mews, Poole", "First I said Grimsargh Vale", "Once called Ptolemy Yarrow", "Once read as Sassafras Holt",
    "Once replied Eglantine Dace", "Unsent Bartholomew Quaife", "Taken back by Isolde Fairweather-Nkemelu",
)  # fmt: skip
WEB, PROPOSED, QUESTION, WHOLE, LABEL, GIST, REPLY, BODY, MARK, COMMENT = PLANTED[:10]
CHANGE, FILENAME, LETTER, NAME, ADDRESS, BEFORE, LABEL_BEFORE, GIST_BEFORE, REPLY_BEFORE, UNSENT, BACK = (
    PLANTED[10:]
)


def said(consultation: Consultation, *answers: AnswerGiven, **more: Any) -> Received:
    wanted = {"source": Source.WEB, "by": GUEST, "publishing": Publishing.WORDS}
    return receive_response(consultation=consultation, answers=answers, **{**wanted, **more})


def plant() -> dict[str, Any]:
    """Say it all, read it, quote it, answer it; and tell what opens it."""
    call_command("migrate", verbosity=0, interactive=False)
    story = publication.story()
    asked = story.consultation
    web = said(
        asked,
        AnswerGiven(
            asked=asked_at(asked, "1.1.1"),
            stance="reword",
            text=f"It was {WEB} who said so to me.",
            proposed=PROPOSED,
        ),
        AnswerGiven(question=asked.questions.first(), text=QUESTION),
        AnswerGiven(text=f"All of it happened at {WHOLE}."),
        label=LABEL,
        unsent_uid="a" * 32,
    )
    save_unsent(consultation=asked, uid="a" * 32, answers={"whole": {"text": UNSENT}})
    point = point_on(answer_of(web.response), f"It was {WEB} who said so", gist=GIST, by=story.reader)
    last = whole_point(answer_of(web.response, 3), by=story.reader)
    _answered(story, [point, last])
    reply_to_outcome(point=point, verdict="not_content", words=REPLY, by=GUEST)

    named = said(asked, AnswerGiven(text=f"Then {NAME} came by.", proposed=f"Write to {ADDRESS}."))
    reply_to_outcome(
        point=point_on(answer_of(named.response), f"{NAME} came by", by=story.reader),
        verdict="not_said", words=f"I never said that {NAME} was wrong.", by=GUEST,
    )  # fmt: skip

    corrected = said(asked, AnswerGiven(text=BEFORE), label=LABEL_BEFORE)
    drawn = whole_point(answer_of(corrected.response), by=story.reader, gist=GIST_BEFORE)
    reply_to_outcome(point=drawn, verdict="not_said", words=REPLY_BEFORE, by=GUEST)

    letter = said(asked, AnswerGiven(text=LETTER), source=Source.LETTER, by=story.coordinator.actor)
    back = said(asked, AnswerGiven(text=BACK))
    withdraw_response(response=back.response, by=GUEST)
    stays = said(asked, AnswerGiven(text="This stays, and opens as before."))
    table = _table(story)
    logging.getLogger("penholder").error("could not send %s", WEB, exc_info=ValueError(PROPOSED))

    gone = [web, corrected, letter, back]
    held = [*(each.response for each in gone), *Response.objects.filter(source=Source.COMMENT_TABLE)]
    words = [word for response in held for word in words_of(response)]
    words += [word for word in words_of(named.response) if word.name in {"1.text", "1.proposed"}]
    salts = [word.salt for word in words]
    salts += [bytes(salt) for salt in Point.objects.values_list("salt", flat=True)]
    salts += [bytes(salt) for salt in Reply.objects.values_list("salt", flat=True)]
    return {
        "codes": {"web": web.code, "named": named.code, "corrected": corrected.code, "back": back.code, "stays": stays.code},
        "letter": letter.response.uid,
        "table": [response.uid for response in held[len(gone) :]],
        "salts": [salt.hex() for salt in salts],
        "disclosures": [word.disclosure for word in words],
        "words": [[word.name, word.value] for word in words_of(web.response)],
        "entry": web.response.entry.index if web.response.entry else -1,
        "receipts": {
            "web": issue_receipt(response=web.response).text(),
            "stays": issue_receipt(response=stays.response).text(),
        },
        "file": table.hex(),
    }  # fmt: skip


def _answered(story: publication.Story, points: list[Point]) -> None:
    """A decision whose words quote what they answer, for as long as that is there."""
    motion = put_motion(
        group=story.scene.group, draft=story.draft, title="On what was said", about=f"Somebody wrote: {PROPOSED}.",
        dispositions=[Proposed(each, Kind.NOTED, f"You wrote that it was {WEB} who said so.") for each in points],
        changes=[], by=story.coordinator,
    )  # fmt: skip
    for seat in story.seats:
        reason = f"They told us: all of it happened at {WHOLE}."
        cast_vote(
            motion=motion, seat=seat, choice=Choice.AGREE, reason=reason, by=publication.holder_of(seat)
        )
    close_motion(motion=motion, by=story.coordinator)
    seat = story.seats[0]
    text = f"I remember {QUESTION} well, and I disagree."
    record_dissent(motion=motion, seat=seat, text=text, by=publication.holder_of(seat))


def _table(story: publication.Story) -> bytes:
    """Two bodies in one file, through the pages, so that the browser's session holds their names."""
    data = comment_table((BODY, "1.1", COMMENT, CHANGE), ("Another body", MARK, "Too long", ""))
    client, address = _coordinator(story.consultation)
    upload = SimpleUploadedFile(FILENAME, data)
    staged = client.post(reverse("consultations:stage_table", args=address), {"file": upload})
    client.post(staged.headers["Location"], {"accept_left_out": "on"})
    assert ReceivedFile.objects.get().accepted_at is not None
    return data


def _coordinator(consultation: Consultation) -> tuple[Client, list[str]]:
    client = Client()
    client.force_login(publication.Member.objects.get(name__startswith="Ida Vane"))
    return client, [consultation.community.slug, consultation.slug]


def erase(planted: dict[str, Any]) -> dict[str, Any]:
    """Correct, take out, erase: by code and by a coordinator, through the pages where there are pages."""
    consultation = Consultation.objects.get()
    client, address = _coordinator(consultation)
    codes = planted["codes"]
    guest = Client()
    correct_response(
        response=_by_code(codes["corrected"]), answers=[AnswerGiven(text="Now I say this.")], by=GUEST
    )
    for passage in (NAME, ADDRESS):
        page = reverse("consultations:redact", args=[*address, _by_code(codes["named"]).uid])
        done = client.post(page, {"passage": passage, "ground": "third_party", "sure": "yes"})
        assert done.status_code == 302, done.content
    for code in (codes["web"], codes["back"]):
        assert guest.post(reverse("consultations:erase_yours", args=[*address, code])).status_code == 302
    for uid in (planted["letter"], *planted["table"]):
        page = reverse("consultations:erase", args=[*address, uid])
        assert client.post(page, {"ground": "asked_by_author", "sure": "yes"}).status_code == 302
    return {"purged": purge_if_due()}


def _by_code(code: str) -> Response:
    return Response.objects.get(code_hash=code_hash(code))


def look() -> dict[str, Any]:
    """What pages, tables and sessions show now, and every salt that is left anywhere."""
    consultation = Consultation.objects.get()
    client, address = _coordinator(consultation)
    table = client.get(reverse("publication:comment_table", args=address)).content
    with zipfile.ZipFile(io.BytesIO(table)) as parts:
        shown = [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
    shown += [json.dumps(session.get_decoded(), ensure_ascii=False) for session in Session.objects.iterator()]
    for page in ("responses", "consultation"):
        shown.append(client.get(reverse(f"consultations:{page}", args=address)).content.decode())
    salts = [
        bytes(value).hex()
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField)
        for value in model._default_manager.values_list(field.attname, flat=True)
    ]
    return {
        "seen": [word for word in PLANTED if any(word in text for text in shown)],
        "salts": [salt for salt in salts if len(salt) == 64],
    }


def main(what: str) -> None:
    setup_test_environment()
    told: dict[str, Any]
    match what:
        case "plant":
            told = plant()
        case "erase":
            told = erase(json.load(sys.stdin))
        case "recover":
            standing = recover()
            told = {"erased_again": standing.erased_again, "held": standing.held, "purged": purge()}
        case "purge":
            told = {"purged": purge()}
        case "start":
            told = {"purged": purge_if_due()}
        case _:
            told = look()
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
