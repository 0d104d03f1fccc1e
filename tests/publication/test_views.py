"""What became of what you said, as people meet it: by code only, before and after, with a way to answer back."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from penholder.accounts.models import Role
from penholder.consultations.actions import (
    close_consultation,
    receive_response,
    receive_table,
    stage_table,
    withdraw_response,
)
from penholder.consultations.models import Answer, Consultation, Publishing, Source
from penholder.consultations.queries import AnswerGiven
from penholder.decisions.actions import record_dissent
from penholder.frameworks.actions import make_editorial_fix, open_draft
from penholder.listening.actions import set_answer_aside
from penholder.publication.actions import publish_version, reply_to_outcome
from penholder.publication.models import Publication, Reply
from penholder.pure.ledger.enclosure import open_receipt
from penholder.pure.ledger.receipt import Receipt
from penholder.pure.tree.change import Add, Move, Recode, Retire
from penholder.record import clock, signing
from penholder.record.events import GUEST
from tests.factories.accounts import member, signed_in
from tests.factories.consultations import asked_at, comment_table, response_to, scene
from tests.factories.listening import answer_of, point_on, said, whole_point
from tests.factories.publication import (
    GIST,
    PASSAGE,
    REASON,
    Told,
    decided,
    holder_of,
    one_more,
    published,
    put,
    reword,
    story,
    told,
)

pytestmark = pytest.mark.django_db

ADDED = '<ins><span class="unseen">[added: </span>, in the dark too,'


def page_of(client: Client, code: str) -> str:
    response = client.get(reverse("publication:outcome", args=[code]))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def questions(client: Client, address: str) -> int:
    client.get(address)  # the first look seals the record, if nobody has yet
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def version_page(publication: Publication, name: str) -> str:
    framework = publication.draft.framework
    return reverse(
        f"publication:{name}", args=[framework.community.slug, framework.slug, publication.version.number]
    )


# find


def test_find_leads_to_the_outcome_however_the_code_is_typed(client: Client) -> None:
    code = told().received.code
    typed = code.upper().replace("-", " ")
    gone = client.post(reverse("publication:find"), {"code": typed})
    assert gone.headers["Location"] == reverse("publication:outcome", args=[code])


def test_find_with_a_mistyped_word_suggests_and_keeps_what_was_typed(client: Client) -> None:
    code = told().received.code
    first = code.split("-")[0]
    typed = code.replace(first, first[:-1] + "qz", 1)
    page = client.post(reverse("publication:find"), {"code": typed}).content.decode()
    assert "The first word" in page
    assert f'value="{typed}"' in page


def test_find_with_a_code_nobody_has_says_so(client: Client) -> None:
    digits = told().received.code.split("-")
    other = "-".join([*digits[:4], "0000", "0001"])
    page = client.post(reverse("publication:find"), {"code": other}).content.decode()
    assert "no response here has this code" in page
    assert "Type the code" in client.post(reverse("publication:find"), {}).content.decode()


# the outcome page


def test_outcome_is_kept_nowhere_and_found_by_no_search_engine(client: Client) -> None:
    response = client.get(reverse("publication:outcome", args=[told().received.code]))
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("name", ["outcome", "receipt"])
def test_outcome_of_an_unknown_code_is_not_found(client: Client, name: str) -> None:
    assert client.get(reverse(f"publication:{name}", args=["amber-otter-1"])).status_code == 404


def test_outcome_before_reading_says_what_happens_next(client: Client) -> None:
    begun = story()
    page = page_of(client, said(begun.consultation).code)
    assert "Not read yet" in page
    assert "Everybody gets an answer with a reason by 1 June." in page


def test_outcome_after_reading_shows_the_passage_the_gist_and_who_decides(client: Client) -> None:
    one = told()
    page = page_of(client, one.received.code)
    assert f'<mark class="mark mark-one">{PASSAGE}</mark>' in page
    assert GIST in page
    assert "An ability to build a relationship that is mutual, by:" in page
    assert "The group decides next" in page
    assert one.story.reader.name not in page
    assert "I am content" not in page


def test_outcome_during_a_vote_leads_to_the_motion(client: Client) -> None:
    one = told()
    motion = put(one.story, [one.point], kind="declined")
    assert f'<a href="{motion.get_absolute_url()}">voting on it now</a>' in page_of(client, one.received.code)


def test_outcome_after_the_decision_tells_reason_words_and_dissent(client: Client) -> None:
    one = told()
    motion = decided(one.story, [one.point], operations=[reword(one.story)])
    record_dissent(
        motion=motion, seat=one.story.seats[0], text="I saw it otherwise.", by=holder_of(one.story.seats[0])
    )
    page = page_of(client, one.received.code)
    assert REASON in page
    assert ADDED in page
    assert "One member kept a separate opinion" in page
    assert "I saw it otherwise." in page
    assert "will stand in the next version" in page
    assert "1 changed the text" in page
    assert "I am content" in page


def test_outcome_of_a_promise_not_kept_yet_says_so(client: Client) -> None:
    one = told()
    decided(one.story, [one.point], operations=[reword(one.story)], enacted=False)
    assert "No version can be published before it is." in page_of(client, one.received.code)


def test_outcome_of_a_point_that_was_declined_says_that_nothing_changed(client: Client) -> None:
    one = told()
    decided(one.story, [one.point], kind="declined")
    page = page_of(client, one.received.code)
    assert "It was not accepted, so nothing was changed for it." in page
    assert "1 not accepted" in page


def test_outcome_after_publication_names_the_version_and_the_account(client: Client) -> None:
    one = told()
    publication = published(one)
    page = page_of(client, one.received.code)
    assert "· version 1" in page
    assert version_page(publication, "account") in page


def test_outcome_shows_only_the_changes_of_the_points_own_statement(client: Client) -> None:
    one = told()
    other = one_more(one.story, about="2.1")
    operations = [reword(one.story), reword(one.story, "2.1", "Knows when to rest")]
    decided(one.story, [one.point, other.point], operations=operations)
    page = page_of(client, other.received.code)
    assert "rest" in page
    assert "in the dark too" not in page


def test_outcome_of_an_unplaced_point_shows_all_its_decision_changed(client: Client) -> None:
    begun = story()
    received = said(begun.consultation, about="")
    point = whole_point(answer_of(received.response), by=begun.reader)
    decided(begun, [point], operations=[reword(begun), reword(begun, "2.1", "Knows when to rest")])
    page = page_of(client, received.code)
    assert "in the dark too" in page
    assert "rest" in page


def test_outcome_of_words_set_aside_and_of_bare_choices(client: Client) -> None:
    begun = story()
    asked = asked_at(begun.consultation, "2.1")
    received = receive_response(
        consultation=begun.consultation,
        answers=[AnswerGiven(text="Thank you."), AnswerGiven(stance="keep", asked=asked)],
        source=Source.WEB,
        by=GUEST,
    )
    set_answer_aside(answer=answer_of(received.response), by=begun.reader)
    page = page_of(client, received.code)
    assert "Read, and nothing found to reply to" in page
    assert "Yes, as it is" in page
    assert "Not read yet" not in page


def test_outcome_of_a_response_taken_back_still_opens_without_the_words(client: Client) -> None:
    one = told()
    waiting = said(one.story.consultation, "Nobody has read this.")
    for received in (one.received, waiting):
        withdraw_response(response=received.response, by=GUEST)
    page = page_of(client, one.received.code)
    assert "You took this response back" in page
    assert "Your words are no longer shown." in page
    assert PASSAGE not in page
    assert GIST not in page
    assert "Nobody has read this." not in page_of(client, waiting.code)


def test_outcome_checks_the_receipt_and_says_when_words_are_not_those_recorded(client: Client) -> None:
    one = told()
    assert "checked against the public record" in page_of(client, one.received.code)
    Answer.objects.filter(response=one.received.response).update(
        text="Something else entirely, and longer than it was."
    )
    assert "This receipt does not check" in page_of(client, one.received.code)


def test_outcome_of_many_points_asks_as_many_questions_as_of_one(client: Client) -> None:
    few, many = told(), told()
    received = response_to(many.story.consultation, *[f"Thing number {n}." for n in range(3)])
    points = [whole_point(answer_of(received.response, n), by=many.story.reader) for n in (1, 2, 3)]
    decided(few.story, [few.point], operations=[reword(few.story)])
    decided(many.story, points, operations=[reword(many.story)])
    once = questions(client, reverse("publication:outcome", args=[few.received.code]))
    assert questions(client, reverse("publication:outcome", args=[received.code])) == once


def test_receipt_is_handed_out_as_a_file_that_proves_itself(client: Client) -> None:
    one = told()
    response = client.get(reverse("publication:receipt", args=[one.received.code]))
    assert response.headers["Content-Disposition"] == 'attachment; filename="R-0001.tlog-proof"'
    opened = open_receipt(Receipt.parse(response.content), keys=[signing.verifier()])
    assert opened.body.obj == one.received.response.uid


# replies


def reply_to(client: Client, one: Told, **given: str) -> str:
    address = reverse("publication:reply", args=[one.received.code, one.point.uid])
    return client.post(address, given, follow=True).content.decode()


def test_reply_is_shown_and_can_be_changed(client: Client) -> None:
    one = told()
    decided(one.story, [one.point], kind="declined")
    assert "You are content" in reply_to(client, one, verdict="content")
    page = reply_to(client, one, verdict="not_content", words="It is not enough.")
    assert "You are not content" in page
    assert "It is not enough." in page
    assert Reply.objects.count() == 2


def test_reply_that_it_was_not_said_needs_no_decision(client: Client) -> None:
    one = told()
    page = reply_to(client, one, verdict="not_said", words="I meant the room, not the person.")
    assert "It is on record" in page
    assert "I meant the room, not the person." in page


def test_reply_by_a_second_click_is_harmless(client: Client) -> None:
    one = told()
    decided(one.story, [one.point], kind="declined")
    reply_to(client, one, verdict="content")
    assert "You have said this already" in reply_to(client, one, verdict="content")
    assert Reply.objects.count() == 1


def test_reply_without_a_verdict_says_so_and_keeps_the_words(client: Client) -> None:
    one = told()
    decided(one.story, [one.point], kind="declined")
    page = reply_to(client, one, words="Half a thought")
    assert "Choose one of the buttons" in page
    assert "Half a thought" in page


def test_reply_to_somebody_elses_point_is_not_found(client: Client) -> None:
    one = told()
    other = one_more(one.story)
    address = reverse("publication:reply", args=[one.received.code, other.point.uid])
    assert client.post(address, {"verdict": "not_said"}).status_code == 404


# publishing


def publish_address(one: Told) -> str:
    return reverse(
        "publication:publish", args=[one.story.scene.community.slug, one.story.draft.framework.slug]
    )


@pytest.mark.parametrize("role", [None, Role.MEMBER, Role.READER])
def test_publish_is_for_coordinators_only(client: Client, role: Role | None) -> None:
    one = told()
    if role:
        signed_in(client, member(one.story.scene.community, role=role))
    assert client.post(publish_address(one)).status_code == 403
    assert not Publication.objects.exists()


def test_publish_with_something_in_the_way_says_what(client: Client) -> None:
    one = told()
    signed_in(client, one.story.coordinator)
    assert "The gate is still closed" in client.post(publish_address(one), follow=True).content.decode()


def test_publish_leads_to_the_account(client: Client) -> None:
    place = scene()
    signed_in(client, place.coordinator)
    address = reverse("publication:publish", args=[place.community.slug, place.draft.framework.slug])
    page = client.post(address, follow=True).content.decode()
    assert "Version 1 is published" in page
    assert "You said, we did" in page


# the public account


def test_account_tells_said_decided_and_changed_and_dissent_in_full(client: Client) -> None:
    one = told()
    motion = decided(one.story, [one.point], operations=[reword(one.story)])
    seat = one.story.seats[1]
    record_dissent(motion=motion, seat=seat, text="I would have kept it.", by=holder_of(seat))
    publication = finish(one)
    page = client.get(version_page(publication, "account")).content.decode()
    for told_ in (GIST, PASSAGE, REASON, "I would have kept it.", seat.title, "in 1 response"):
        assert told_ in page
    assert "1 response, 1 point: 1 changed the text" in page
    assert table_address(one.story.consultation) in page


def test_account_never_shows_the_words_of_those_who_asked_to_be_counted(client: Client) -> None:
    one = told(publishing=Publishing.COUNTED, gist="")
    publication = published(one)
    for name in ("account", "changes"):
        page = client.get(version_page(publication, name)).content.decode()
        assert PASSAGE not in page
        assert "asked to be counted, not quoted" in page


def test_account_keeps_points_on_no_statement(client: Client) -> None:
    begun = story()
    received = said(begun.consultation, "All of it is too long.", about="")
    point = whole_point(answer_of(received.response), by=begun.reader)
    decided(begun, [point], kind="noted")
    publication = finish(Told(begun, received, point))
    page = client.get(version_page(publication, "account")).content.decode()
    assert "About the whole, or about no one statement" in page
    assert "All of it is too long." in page


def test_account_counts_replies(client: Client) -> None:
    one = told()
    publication = published(one)
    reply_to(client, one, verdict="not_content")
    page = " ".join(client.get(version_page(publication, "account")).content.decode().split())
    assert "<dt>Authors not content with an answer</dt><dd>1</dd>" in page


@pytest.mark.parametrize("name", ["account", "changes"])
def test_account_of_many_points_asks_as_many_questions_as_of_one(client: Client, name: str) -> None:
    few, many = told(), told()
    more = [one_more(many.story, about=code) for code in ("1.1.2", "2.1")]
    decided(few.story, [few.point], operations=[reword(few.story)])
    operations = [
        reword(many.story),
        reword(many.story, "1.1.2", "saying so"),
        reword(many.story, "2.1", "Rests"),
    ]
    decided(many.story, [many.point, *(one.point for one in more)], operations=operations)
    addresses = [version_page(finish(one), name) for one in (few, many)]
    assert questions(client, addresses[0]) == questions(client, addresses[1])


def test_account_and_changes_of_a_version_that_is_not_there_are_not_found(client: Client) -> None:
    place = scene()
    for name in ("account", "changes"):
        address = reverse(f"publication:{name}", args=[place.community.slug, place.draft.framework.slug, 1])
        assert client.get(address).status_code == 404


# the change list


def test_changes_of_a_first_version_are_those_since_people_were_asked(client: Client) -> None:
    one = told()
    publication = published(one)
    page = client.get(version_page(publication, "changes")).content.decode()
    assert "There is no version before this one." in page
    assert "Motion 1: Sitting in the dark" in page
    assert GIST in page


def test_changes_since_the_version_before_by_identity_each_with_its_decision(client: Client) -> None:
    one = told()
    published(one)
    again = open_draft(framework=one.story.draft.framework, by=one.story.coordinator)
    uid = {code: asked_at(one.story.consultation, code).statement.uid for code in ("1", "1.1.2", "2", "2.1")}
    for operation, why in (
        (Recode(uid["2.1"], "2.9"), "numbering"),
        (Move(uid["1.1.2"], parent=uid["2"]), "it fits"),
    ):
        make_editorial_fix(draft=again, operation=operation, why=why, by=one.story.coordinator)
    publication = publish_version(draft=again, by=one.story.coordinator)
    page = " ".join(client.get(version_page(publication, "changes")).content.decode().split())
    assert "What changed since version 1" in page
    assert "Its code went from 2.1 to 2.9." in page
    assert "now stands under “Looking after each other”" in page
    assert "editorial" in page
    assert "numbering" in page


def test_changes_show_what_is_new_and_what_was_taken_out(client: Client) -> None:
    one = told()
    uid = {code: asked_at(one.story.consultation, code).statement.uid for code in ("1.1", "1.1.2")}
    decided(
        one.story,
        [one.point],
        operations=[
            Add("new-one", "staying when there is nothing to say", parent=uid["1.1"]),
            Retire(uid["1.1.2"]),
        ],
    )
    page = client.get(version_page(finish(one), "changes")).content.decode()
    assert "staying when there is nothing to say" in page
    assert "saying honestly what one cannot do" in page
    assert page.index(">New<") < page.index(">Taken out<")


# the comment table going back out


def cells(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in Document(io.BytesIO(data)).tables[0].rows]


def table_address(consultation: Consultation, file: str = "") -> str:
    address = reverse("publication:comment_table", args=[consultation.community.slug, consultation.slug])
    return f"{address}?file={file}" if file else address


def test_comment_table_goes_back_in_its_own_form_row_for_row(client: Client) -> None:
    begun = story()
    rows = (
        ("DE-001", "1.1.1", "It reads like a target.", "sit with somebody"),
        ("DE-002", "2.1", "Nothing wrong here.", ""),
        ("FR-001", "2.1", "Too long.", ""),
    )
    file = stage_table(
        consultation=begun.consultation, filename="form.docx", data=comment_table(*rows), by=begun.coordinator
    )
    receive_table(file=file, accept_left_out=True, by=begun.coordinator)
    german, french = begun.consultation.responses.order_by("number")
    first = whole_point(answer_of(german), by=begun.reader)
    second = point_on(answer_of(german), "target", by=begun.reader)
    set_answer_aside(answer=answer_of(german, 2), by=begun.reader)
    whole_point(answer_of(french), by=begun.reader)
    decided(begun, [first], kind="accepted", reason="We agree.", operations=[reword(begun)])
    decided(begun, [second], kind="declined", reason="It is one.")

    signed_in(client, begun.coordinator)
    got = cells(client.get(table_address(begun.consultation, file.uid)).content)
    assert [row[:7] for row in got] == [row[:7] for row in cells(comment_table(*rows))]
    assert got[0][7] == (
        "Accepted. We agree. Now: “sitting with somebody, in the dark too, without hurrying them”\n"
        "Not accepted. It is one."
    )
    assert got[1][7] == "Read. Nothing in it asks for a change."
    assert got[2][7] == "Not decided yet."


def test_comment_table_of_one_file_is_for_coordinators_only(client: Client) -> None:
    begun = story()
    data = comment_table(("DE-001", "1.1.1", "It reads like a target.", ""))
    file = stage_table(consultation=begun.consultation, filename="form.docx", data=data, by=begun.coordinator)
    receive_table(file=file, accept_left_out=True, by=begun.coordinator)
    assert client.get(table_address(begun.consultation, file.uid)).status_code == 403
    signed_in(client, member(begun.scene.community))
    assert client.get(table_address(begun.consultation, file.uid)).status_code == 403


def test_comment_table_of_everything_shows_the_public_only_what_may_be_shown(client: Client) -> None:
    begun = story()
    said(begun.consultation, "Open words.", publishing=Publishing.WORDS)
    said(begun.consultation, "Private words.", publishing=Publishing.COUNTED)
    said(begun.consultation, "", stance="keep")
    response_to(begun.consultation, "Said for a group.", label="Marram Carers", publishing=Publishing.WORDS)
    response_to(begun.consultation, "Said by one of few.", label="The only night worker")
    close_consultation(consultation=begun.consultation, by=begun.coordinator)
    got = cells(client.get(table_address(begun.consultation)).content)
    assert [(row[0], row[2], row[5], row[7]) for row in got] == [
        ("R-0001", "1.1.1", "Open words.", "Not read yet."),
        ("R-0002", "1.1.1", "[not shown]", "Not read yet."),
        ("Marram Carers", "", "Said for a group.", "Not read yet."),
        ("R-0005", "", "[not shown]", "Not read yet."),
    ]
    signed_in(client, begun.coordinator)
    assert cells(client.get(table_address(begun.consultation)).content)[1][5] == "Private words."


def test_comment_table_is_shown_to_everybody_only_when_nothing_more_can_be_said(client: Client) -> None:
    begun = story()
    said(begun.consultation, "Open words.")
    assert client.get(table_address(begun.consultation)).status_code == 403
    readers = signed_in(Client(), begun.reader)
    assert readers.get(table_address(begun.consultation)).status_code == 200
    close_consultation(consultation=begun.consultation, by=begun.coordinator)
    assert client.get(table_address(begun.consultation)).status_code == 200


# boxes on lower pages


def test_statement_page_shows_what_was_said_about_it_and_what_came_of_it(client: Client) -> None:
    one = told()
    decided(one.story, [one.point], kind="declined")
    framework = one.story.draft.framework
    statement = asked_at(one.story.consultation, "1.1.1").statement
    address = reverse("frameworks:statement", args=[framework.community.slug, framework.slug, statement.uid])
    page = client.get(address).content.decode()
    assert GIST in page
    assert REASON in page


def test_framework_page_leads_to_the_account_and_the_gate(client: Client) -> None:
    one = told()
    publication = published(one)
    framework = publication.draft.framework
    address = reverse("frameworks:framework", args=[framework.community.slug, framework.slug])
    assert version_page(publication, "account") in client.get(address).content.decode()
    open_draft(framework=framework, by=one.story.coordinator)
    assert (
        reverse("publication:gate", args=[framework.community.slug, framework.slug])
        in client.get(address).content.decode()
    )


def test_reply_that_it_was_read_wrongly_stands_before_the_group_with_its_words_for_the_group_only(
    client: Client,
) -> None:
    one = told()
    reply_to_outcome(point=one.point, verdict="not_said", words="I meant the opposite.", by=GUEST)
    pages = [
        one.story.scene.group.get_absolute_url(),
        put(one.story, [one.point], kind="noted").get_absolute_url(),
    ]
    seat = signed_in(Client(), holder_of(one.story.seats[1]))
    for address in pages:
        public, own = client.get(address).content.decode(), seat.get(address).content.decode()
        assert "That is not what I said." in public
        assert "I meant the opposite." not in public
        assert "I meant the opposite." in own

    reply_to_outcome(point=one.point, verdict="not_said", words="I meant the very opposite.", by=GUEST)
    assert "I meant the very opposite." in seat.get(pages[1]).content.decode()


def test_consultation_page_offers_the_desk_and_the_tables_to_those_who_may(client: Client) -> None:
    one = told()
    consultation = one.story.consultation
    desk = reverse("listening:desk", args=[consultation.community.slug, consultation.slug])
    page = client.get(consultation.get_absolute_url()).content.decode()
    assert desk not in page
    assert table_address(consultation) not in page
    signed_in(client, one.story.coordinator)
    page = client.get(consultation.get_absolute_url()).content.decode()
    assert desk in page
    assert table_address(consultation) in page


def finish(one: Told) -> Publication:
    """Close the consultation and publish what was decided."""
    Consultation.objects.filter(pk=one.story.consultation.pk).update(closed_at=clock.now())
    return publish_version(draft=one.story.draft, by=one.story.coordinator)
