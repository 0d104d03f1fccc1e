"""What a witness keeps as proof, what it keeps for others to judge, and what it shows of both."""

from __future__ import annotations

import pytest

from penholder.pure.ledger.conflict import Conflict, full_path
from penholder.pure.ledger.witness import AddCheckpoint, place_of
from penholder.witness.asking import Unreachable
from penholder.witness.memory import CONFLICTS_MAX
from tests.witness.running import LOG, ORIGIN, Running, Story, story

PLACE = place_of(ORIGIN)
KEYS = [LOG.verifier]
COMMON = story(5)
OURS, THEIRS = COMMON.told_on(9), COMMON.told_on(12, tale="and then nothing")


def _conflicts(running: Running) -> tuple[Conflict, ...]:
    found = running.distant.conflicts(ORIGIN)
    for conflict in found:
        conflict.require_proof(KEYS)
    return found


def _front_page(running: Running) -> str:
    return running.distant._exchange("GET", "/")[2]


def test_the_same_size_with_another_root_is_proof(running: Running) -> None:
    OURS.shown_to(running.distant)

    assert running.distant.add(THEIRS.at(9).request(9)).status == 422
    assert _conflicts(running) == (Conflict(OURS.note, THEIRS.at(9).note),)


def test_it_is_proof_at_every_size_that_was_cosigned_before(running: Running) -> None:
    OURS.at(7).shown_to(running.distant)
    OURS.shown_to(running.distant)

    assert running.distant.add(AddCheckpoint(7, (), THEIRS.at(7).note)).status == 409
    assert _conflicts(running) == (Conflict(OURS.at(7).note, THEIRS.at(7).note),)


def test_a_proof_that_leads_to_another_root_is_proof(running: Running) -> None:
    OURS.shown_to(running.distant)

    assert running.distant.add(THEIRS.request(9)).status == 422
    assert _conflicts(running) == (Conflict(OURS.note, THEIRS.note, THEIRS.consistency(9)),)


def test_where_the_format_leaves_a_root_out_it_may_be_said_aloud(running: Running) -> None:
    OURS.at(8).shown_to(running.distant)
    aloud = full_path(8, THEIRS.root_at(8), THEIRS.consistency(8))

    assert running.distant.add(THEIRS.request(8)).status == 422
    assert _conflicts(running) == ()
    assert running.distant.add(THEIRS.request(8, proof=aloud)).status == 422
    assert _conflicts(running) == (Conflict(OURS.at(8).note, THEIRS.note, aloud),)


def test_a_proof_that_merely_fails_accuses_nobody(running: Running) -> None:
    OURS.at(7).shown_to(running.distant)

    assert running.distant.add(OURS.request(7, proof=())).status == 422
    assert running.distant.add(OURS.request(7, proof=[bytes(32)] * 4)).status == 422
    assert running.distant.add(OURS.request(7, proof=THEIRS.at(9).consistency(7))).status == 422
    assert _conflicts(running) == ()
    assert running.distant.strays(ORIGIN) == ()


def test_the_same_proof_is_kept_once(running: Running) -> None:
    OURS.shown_to(running.distant)
    for _ in range(3):
        running.distant.add(THEIRS.request(9))

    assert len(_conflicts(running)) == 1


def test_a_hundred_proofs_are_enough(running: Running) -> None:
    OURS.shown_to(running.distant)
    with running.witness.memory.deciding() as desk:
        for at in range(CONFLICTS_MAX):
            desk.keep_conflict(ORIGIN, Conflict(OURS.note, story(9, tale=f"tale {at}").note), at=1)

    running.distant.add(THEIRS.at(9).request(9))

    assert len(_conflicts(running)) == CONFLICTS_MAX


def test_an_older_checkpoint_that_fits_is_kept_for_others_to_judge(running: Running) -> None:
    OURS.shown_to(running.distant)

    assert running.distant.add(AddCheckpoint(6, (), OURS.at(6).note)).status == 409
    assert running.distant.strays(ORIGIN) == (OURS.at(6).note,)
    assert _conflicts(running) == ()


def test_a_stray_of_another_story_becomes_proof_when_somebody_has_the_entries(running: Running) -> None:
    OURS.shown_to(running.distant)
    running.distant.add(AddCheckpoint(6, (), THEIRS.at(6).note))

    running.distant.add(AddCheckpoint(6, OURS.consistency(6), OURS.note))

    assert _conflicts(running) == (Conflict(THEIRS.at(6).note, OURS.note, OURS.consistency(6)),)


def test_a_checkpoint_it_cosigned_is_no_stray(running: Running) -> None:
    OURS.at(7).shown_to(running.distant)
    OURS.shown_to(running.distant)

    running.distant.add(AddCheckpoint(7, (), OURS.at(7).note))

    assert running.distant.strays(ORIGIN) == ()


def test_conflicts_are_told_in_words_with_the_signed_notes(running: Running) -> None:
    OURS.shown_to(running.distant)
    running.distant.add(THEIRS.request(9))

    told = running.distant._exchange("GET", f"/{PLACE}/conflicts")[2]

    assert "signed with 9 entries, and later with 12" in told
    assert "— meadow.example/record" in told


def test_without_a_conflict_it_says_so(running: Running) -> None:
    assert "knows of no conflict" in running.distant._exchange("GET", f"/{PLACE}/conflicts")[2]


def test_the_front_page_says_in_words_what_it_knows(running: Running) -> None:
    before = _front_page(running)
    OURS.shown_to(running.distant)
    seen = _front_page(running)
    running.distant.add(THEIRS.at(9).request(9))
    alarmed = _front_page(running)

    assert "not seen yet" in before
    assert running.key.vkey() in before
    assert "with 9 entries" in seen
    assert "Conflict" not in seen
    assert "was signed twice with 9 entries" in alarmed
    assert f'href="{PLACE}/conflicts"' in alarmed


def test_the_front_page_takes_no_mark_up_from_a_name(running: Running) -> None:
    sly = story(3, signer=type(LOG)(name="<script>alert(1)</script>", seed=bytes(32)))
    with running.witness.memory.deciding() as desk:
        desk.watch(sly.signer.verifier, at=1)
    sly.shown_to(running.distant)

    assert "<script" not in _front_page(running)
    assert "&lt;script&gt;" in _front_page(running)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "ftp://127.0.0.1", "file:///etc/passwd", "127.0.0.1", "http://[", ""]
)
def test_a_witness_that_can_not_be_asked_is_unreachable(url: str, running: Running) -> None:
    away = type(running.distant)(url)

    with pytest.raises(Unreachable, match="can't be reached"):
        away.checkpoint(ORIGIN)


def test_stories_share_their_beginning() -> None:
    assert Story(OURS.leaves[:5]) == Story(THEIRS.leaves[:5]) == COMMON
    assert OURS.leaves[5] != THEIRS.leaves[5]
