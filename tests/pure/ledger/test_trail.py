"""What became of a response, followed through a log of small entries: all of its own, and nothing of anybody else's."""

from __future__ import annotations

from penholder.pure.ledger.entry import EntryBody, facts_of
from penholder.pure.ledger.trail import Step, follow


def entry(kind: str, obj: str, *re: str, **facts: object) -> EntryBody:
    return EntryBody(t="2026-05-04T03:30Z", type=kind, scope="s", obj=obj, re=re, facts=facts_of(facts))


def followed(start: str, *entries: EntryBody) -> list[int]:
    return [step.index for step in follow(start.split(), enumerate(entries))]


def test_follow_an_answer_leads_to_its_points_the_motion_the_change_and_the_version() -> None:
    assert followed(
        "response answer",
        entry("points.drawn", "answer", "point1", "point2"),
        entry("point.placed", "point1", "statement"),
        entry("motion.put", "motion", "group", "draft", "point1", "other"),
        entry("vote.cast", "vote", "motion", "seat"),
        entry("motion.carried", "motion", "draft"),
        entry("points.disposed", "motion", "point1", "other", outcomes=["accepted", "noted"]),
        entry("change.applied", "change", "statement", warrant=4),
        entry("motion.enacted", "motion", "change"),
        entry("version.published", "version", "draft", "framework"),
        entry("outcomes.published", "publication", "version"),
        entry("outcome.replied", "reply", "point1"),
    ) == list(range(11))


def test_follow_does_not_run_over_to_other_points_of_a_motion_a_statement_or_a_group() -> None:
    assert followed(
        "answer",
        entry("points.drawn", "answer", "point"),  # 0
        entry("points.drawn", "answer-of-another", "other"),
        entry("point.placed", "point", "statement"),  # 2
        entry("point.placed", "other", "statement"),
        entry("motion.put", "motion", "group", "draft", "point", "other"),  # 4
        entry("motion.put", "motion2", "group", "draft", "other"),
        entry("vote.cast", "vote2", "motion2", "seat"),
        entry("motion.carried", "motion2", "draft"),
        entry("change.applied", "change2", "statement", warrant=7),
        entry("outcome.replied", "reply", "other"),
        entry("seat.left", "seat", "group"),
    ) == [0, 2, 4]


def test_follow_stops_at_the_version_and_does_not_go_on_to_the_next_draft() -> None:
    assert followed(
        "point",
        entry("motion.put", "motion", "draft", "point"),
        entry("motion.carried", "motion", "draft"),
        entry("version.published", "version", "draft", "framework"),
        entry("draft.opened", "draft2", "version"),
        entry("consultation.opened", "consultation2", "framework", "draft2", "group"),
        entry("version.published", "version2", "draft2", "framework"),
    ) == [0, 1, 2]


def test_follow_takes_no_version_where_nothing_was_carried() -> None:
    assert followed(
        "point",
        entry("motion.put", "motion", "draft", "point"),
        entry("motion.lost", "motion", "draft"),
        entry("version.published", "version", "draft", "framework"),
    ) == [0, 1]


def test_follow_takes_what_was_corrected_withdrawn_or_erased() -> None:
    assert followed(
        "response",
        entry("response.corrected", "response", "response", replaces=3),
        entry("response.withdrawn", "response", "response"),
        entry("response.erased", "erasure", "response", done_by="host", ground="asked"),
        entry("words.redacted", "response2", "response2"),
    ) == [0, 1, 2]


def test_follow_takes_no_fact_but_the_place_of_a_carried_motion_for_a_warrant() -> None:
    assert followed(
        "point",
        entry("motion.put", "motion", "draft", "point"),
        entry("motion.carried", "motion", "draft"),
        entry("change.applied", "change", "statement", warrant=True),
        entry("change.applied", "change", "statement", warrant=0),
        entry("change.applied", "change", "statement", warrant="1"),
        entry("change.applied", "change", "statement", warrant=1),
    ) == [0, 1, 5]


def test_follow_tells_only_the_outcome_of_ones_own_points() -> None:
    steps = follow(
        ["one", "three"],
        enumerate(
            [
                entry("motion.put", "motion", "one", "two", "three"),
                entry(
                    "points.disposed",
                    "motion",
                    "one",
                    "two",
                    "three",
                    outcomes=["accepted", "noted", "in_part"],
                ),
            ]
        ),
    )

    assert [step.outcomes for step in steps] == [(), ("accepted", "in_part")]


def test_outcomes_of_an_entry_that_lists_too_few_or_none_are_those_it_lists() -> None:
    short = entry("points.disposed", "motion", "one", "two", outcomes=["accepted"])
    none = entry("points.disposed", "motion", "one", outcomes="accepted")
    other = entry("motion.put", "motion", "one", outcomes=["accepted"])

    assert Step(0, short, ("one", "two")).outcomes == ("accepted",)
    assert Step(0, none, ("one",)).outcomes == ()
    assert Step(0, other, ("one",)).outcomes == ()
