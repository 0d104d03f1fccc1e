"""What is told of an opinion map: to everybody in words and a picture, to readers exactly."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from penholder.pure.formats import opinion_svg as picture
from penholder.pure.formats.opinion_json import opinion_json
from penholder.pure.formats.opinion_phrases import Section, quoted
from penholder.pure.formats.opinion_svg import marks_of, opinion_svg
from penholder.pure.formats.opinion_text import WIDTH, opinion_text
from penholder.pure.formats.opinion_words import Account, account_of
from penholder.pure.formats.told_shares import FEWEST_TOLD, SAME_WORDS, told_share
from penholder.pure.reading.opinion.findings import findings_of
from penholder.pure.reading.opinion.opinion_map import GROUPS, NO_GROUPS, OpinionMap, Verdict
from penholder.pure.reading.opinion.votes import AGREE, DISAGREE, votes_of
from tests.conftest import ROOT
from tests.pure.formats.conforming import faults

SVG = "{http://www.w3.org/2000/svg}"


def _map(*sizes: int, outside: int = 3, kind: str = GROUPS) -> OpinionMap:
    """Groups that vote against each other on statement 1 and together on statement 0; the rest is a coin's."""
    rng = np.random.default_rng(1)
    labels = np.repeat(np.arange(len(sizes)), sizes).tolist() + [-1] * outside
    cast = []
    for person, label in enumerate(labels):
        cast.append((f"{person:04}", "0", AGREE))
        cast.append((f"{person:04}", "1", AGREE if label % 2 else DISAGREE))
        cast += [(f"{person:04}", str(one), int(rng.integers(-1, 2))) for one in range(2, 8)]
    votes = votes_of(cast)
    people, statements = len(labels), len(votes.statements)
    inside = np.array(labels) >= 0
    is_grouped = kind == GROUPS
    return OpinionMap(
        votes=votes,
        counted_in=inside,
        means=np.zeros(statements),
        components=np.zeros((2, statements)),
        explained=np.array([0.4, 0.1]),
        angle=0.0,
        statement_positions=np.zeros((statements, 2)),
        positions=np.stack([np.array(labels) * 5.0, np.zeros(people)], axis=1) + rng.normal(size=(people, 2)),
        labels=np.array(labels if is_grouped else [-1] * people, dtype=np.int32),
        sizes=sizes if is_grouped else (),
        steadiness=np.where(inside & is_grouped, 0.9, np.nan),
        verdict=Verdict(kind, "As it is.", len(sizes), 0.5, 5, 0.01, 99, 0.93, 20, int(inside.sum())),  # type: ignore[arg-type]
    )


def _account(drawn: OpinionMap, texts: dict[str, str] | None = None) -> Account:
    return account_of(drawn, findings_of(drawn.votes, drawn.labels, len(drawn.sizes)), texts or {})


def _picture(drawn: OpinionMap) -> str:
    return opinion_svg(drawn, _account(drawn))


def _text(drawn: OpinionMap, texts: dict[str, str] | None = None) -> str:
    return opinion_text(_account(drawn, texts))


# For everybody, in words


@pytest.mark.parametrize("of", range(FEWEST_TOLD, 420))
def test_no_share_in_words_tells_fewer_than_five_numbers_apart(of: int) -> None:
    told = Counter(told_share(count, of) for count in range(of + 1))

    assert min(told.values()) >= SAME_WORDS


def test_shares_of_few_people_are_not_told() -> None:
    assert {told_share(count, FEWEST_TOLD - 1) for count in range(FEWEST_TOLD)} == {""}


def test_the_text_says_what_was_found() -> None:
    said = _text(_map(60, 40), {"0": "We eat together.", "1": "Meat is murder."})

    assert "Two groups found." in said
    assert re.search(r"^A +circle +about 60 +9$", said, re.MULTILINE)
    assert "“We eat together.” (statement 0): more than 9 in 10 agree" in " ".join(said.split())
    assert "group B is for it, group A is against" in " ".join(said.split())
    assert "What this cannot tell" in said
    assert all(len(line) <= WIDTH for line in said.splitlines())


def test_no_groups_is_said_calmly_and_what_all_share_is_told_all_the_same() -> None:
    said = " ".join(_text(_map(60, 40, kind=NO_GROUPS)).split())

    assert "No groups found." in said
    assert "That is an ordinary outcome" in said
    assert "statement 0: more than 9 in 10 agree" in said
    assert "group A" not in said.casefold().replace("a group is", "")


def test_a_group_of_fewer_than_ten_is_neither_counted_nor_described() -> None:
    said = _text(_map(60, 7))

    assert re.search(r"^B +not drawn +fewer than 10 +not told$", said, re.MULTILINE)
    assert "Group B is too small: what they hold is not told." in said


@pytest.mark.parametrize("sizes", [(60, 7), (60, 12), (40, 6), (60, 50, 6), (60, 22), (60, 50, 22)])
def test_nothing_told_of_small_groups_depends_on_what_they_voted(sizes: tuple[int, ...]) -> None:
    """Whether the last group is against the first on statement 1, or votes as they do: what is said is the same."""
    small = len(sizes) - 1
    drawn = _map(*sizes)
    inside = drawn.labels[drawn.votes.person] == small
    alike = drawn.votes.value.copy()
    alike[inside & (drawn.votes.statement == 1)] *= -1
    other = replace(drawn, votes=replace(drawn.votes, value=alike))

    one, another = _told_of_groups(drawn), _told_of_groups(other)
    assert one["What divides"] == another["What divides"]
    assert (
        one["What group A holds more than others"].sentences
        == another["What group A holds more than others"].sentences
    )
    letters = "ABC"[small]
    assert (
        one[f"What group {letters} holds more than others"]
        == another[f"What group {letters} holds more than others"]
    )
    assert [point.split(":")[0] for point in one["What unites"].points[:1]] == ["statement 0"]
    assert "every group are" not in str(one["What unites"])
    assert " in 10" not in str(one["What unites"])


def _told_of_groups(drawn: OpinionMap) -> dict[str, Section]:
    return {section.heading: section for section in _account(drawn).sections}


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ((60, 40), {"A", "B", "divides"}),
        ((60, 23), {"A", "B", "divides"}),
        ((60, 22), set()),
        ((60, 20), set()),
        ((60, 7), set()),
        ((60, 12, 12), {"A"}),
        ((60, 50, 6), {"A", "B", "divides"}),
    ],
)
def test_what_is_withheld_is_said_to_be_for_its_size(sizes: tuple[int, ...], told: set[str]) -> None:
    sections = _told_of_groups(_map(*sizes))
    for group in range(len(sizes)):
        letters = "ABC"[group]
        said = " ".join(sections[f"What group {letters} holds more than others"].sentences)
        assert (letters not in told) == ("not told" in said)
    assert ("divides" in told) == bool(sections["What divides"].points)
    if "divides" not in told:
        assert sections["What divides"].sentences == (
            "Whether anything divides is told only between groups of more than about 20 people.",
        )


def test_beside_a_small_group_no_share_of_the_others_is_told() -> None:
    sections = _told_of_groups(_map(60, 50, 6))

    points = sections["What group A holds more than others"].points
    assert points
    assert all(point.endswith("; of the others fewer.") for point in points)


def test_a_share_of_all_is_told_of_every_group_only_where_enough_of_each_voted() -> None:
    drawn = _map(60, 40)
    votes = drawn.votes
    kept = (votes.statement != 0) | (drawn.labels[votes.person] != 1) | (votes.person % 3 == 0)
    fewer = replace(
        votes, person=votes.person[kept], statement=votes.statement[kept], value=votes.value[kept]
    )
    findings = findings_of(fewer, drawn.labels, 2)
    assert 0 in [one.statement for one in findings.united]

    sections = {one.heading: one for one in account_of(replace(drawn, votes=fewer), findings, {}).sections}
    assert not [point for point in sections["What unites"].points if point.startswith("statement 0:")]


@pytest.mark.parametrize(("holders", "is_told"), [(2, False), (6, False), (9, False), (10, True), (14, True)])
def test_a_view_of_fewer_than_ten_is_not_told_and_counted_nowhere(holders: int, is_told: bool) -> None:
    cast = [
        (f"{person:03}", str(statement), DISAGREE if person < holders and statement < 6 else AGREE)
        for person in range(120)
        for statement in range(8)
    ]
    votes = votes_of(cast)
    drawn = replace(_map(117, outside=3, kind=NO_GROUPS), votes=votes)
    account = account_of(drawn, findings := findings_of(votes, drawn.labels, 0), {})
    section = next(one for one in account.sections if one.heading == "What a few hold together")

    assert [len(one.people) for one in findings.minorities.found] == [holders]
    assert bool(section.points) == is_told
    assert "Views of fewer than ten people are not told here." in section.sentences
    assert json.loads(opinion_json(drawn, findings, texts={}, seed=0))["minorities"][0]["size"] == holders


def test_what_few_of_its_holders_voted_on_is_not_told_of_a_view() -> None:
    cast = [
        (f"{person:03}", str(statement), DISAGREE if person < 14 and statement < 6 else AGREE)
        for person in range(400)
        for statement in range(8)
        if person < 8 or statement != 5 or person > 13
    ]
    votes = votes_of(cast)
    drawn = replace(_map(397, outside=3, kind=NO_GROUPS), votes=votes)
    findings = findings_of(votes, drawn.labels, 0)
    assert [side.votes for side in findings.minorities.found[0].sides if side.statement == 5] == [8]

    section = next(
        one for one in account_of(drawn, findings, {}).sections if one.heading == "What a few hold together"
    )
    assert "and so on two further statements." in section.points[0]


# How it is worded


@pytest.mark.parametrize(("chance", "said"), [(0.01, "none of 99"), (0.02, "1 of 99"), (0.3, "29 of 99")])
def test_how_often_chance_did_as_much_is_said_as_it_was(chance: float, said: str) -> None:
    drawn = _map(60, 40)
    words = " ".join(_text(replace(drawn, verdict=replace(drawn.verdict, chance=chance))).split())

    assert f"{said} such conversations hung together as much as these." in words


@pytest.mark.parametrize(
    ("tested_on", "steadied_on", "stability", "said"),
    [
        (50, 0, None, "The trial was made with about 50 of the people, drawn by lot."),
        (
            50,
            80,
            0.9,
            "The first trial was made with about 50 of the people, drawn by lot, the second with about 80.",
        ),
        (50, 100, 0.9, "drawn by lot, the second with everybody on the map."),
        (100, 100, 0.9, ""),
    ],
)
def test_each_trial_is_said_with_how_many_took_part(
    tested_on: int, steadied_on: int, stability: float | None, said: str
) -> None:
    drawn = _map(60, 40)
    verdict = replace(
        drawn.verdict,
        tested_on=tested_on,
        steadied_on=steadied_on,
        stability=stability,
        sampled=tested_on < 100,
    )
    words = " ".join(_text(replace(drawn, verdict=verdict)).split())

    assert said in words
    assert bool(said) == ("drawn by lot" in words)


def test_where_every_statement_was_taken_out_nobody_voted() -> None:
    votes = votes_of([("a", "0", AGREE), ("b", "0", AGREE)], moderated=["0"])
    drawn = replace(_map(2, outside=0, kind=NO_GROUPS), votes=votes)

    assert _account(drawn).summary.startswith(
        "Nobody voted on any statement. One statement had been taken out"
    )


def test_that_a_slope_looks_like_groups_is_said_beside_the_text_and_the_picture() -> None:
    drawn = _map(60, 40)

    assert "tell groups from a slope" in " ".join(_text(drawn).split())
    assert "tell groups from a slope" in _picture(drawn)
    assert "tell groups from a slope" not in _picture(_map(60, 40, kind=NO_GROUPS))


def test_of_fewer_than_ten_voters_nothing_else_is_told() -> None:
    drawn = _map(6, outside=0, kind=NO_GROUPS)
    said = _text(drawn)

    assert "Fewer than 10 people voted" in said
    assert "statement 0" not in said
    assert "<circle" not in opinion_svg(drawn, _account(drawn))


def test_a_stranger_s_words_can_not_turn_or_break_the_lines() -> None:
    assert quoted("one\n\u202etwo\x1b[2J\u2029three") == "“one two[2J three”"
    assert quoted("נתחיל 3") == "“\u2068נתחיל 3\u2069”"
    assert len(quoted("x" * 200_000)) < 300


# For everybody, as a picture


def _drawn_marks(svg: str) -> dict[str, int]:
    """How many marks each group has, by the title of its part of the picture."""
    root = ET.fromstring(svg)  # noqa: S314 - our own
    return {
        title.text or "": len(part) - 1
        for part in root.iter(f"{SVG}g")
        if (title := part.find(f"{SVG}title")) is not None
    }


def test_the_picture_has_title_description_and_a_sign_for_each_group() -> None:
    drawn = _map(60, 40, 30)
    root = ET.fromstring(opinion_svg(drawn, _account(drawn)))  # noqa: S314 - our own

    assert root.find(f"{SVG}title") is not None
    assert "Group B: about 40 people" in (root.findtext(f"{SVG}desc") or "")
    labels = [one.text for one in root.iter(f"{SVG}text") if one.get("class") == "label"]
    assert labels == ["A", "B", "C"]
    assert {one.tag for part in root.iter(f"{SVG}g") for one in part} >= {
        f"{SVG}circle",
        f"{SVG}rect",
        f"{SVG}polygon",
    }


def test_nothing_in_the_picture_comes_from_elsewhere() -> None:
    drawn = _map(60, 40)
    svg = opinion_svg(drawn, _account(drawn)).replace('xmlns="http://www.w3.org/2000/svg"', "")

    assert not re.search(r"https?:|url\(|@import|@font-face|<script|<image|href|on\w+=", svg)


def test_a_group_of_fewer_than_ten_is_told_and_not_drawn() -> None:
    drawn = _map(60, 9)
    svg = opinion_svg(drawn, _account(drawn))

    assert list(_drawn_marks(svg)) == ["Group A"]
    assert "fewer than 10 people" in svg


@pytest.mark.parametrize("people", [0, 1, 9, 10, 11, 19, 20, 38, 57, 143, 1_000])
def test_every_mark_stands_for_ten_people_or_more_and_everybody_is_in_one(people: int) -> None:
    points = np.random.default_rng(people).normal(size=(people, 2))
    marks = marks_of(points, 10)

    assert all(one.people >= 10 for one in marks)
    assert sum(one.people for one in marks) == (people if people >= 10 else 0)


def test_counting_marks_tells_no_more_of_a_number_than_its_rounding() -> None:
    points = np.random.default_rng(0).normal(size=(400, 2))
    for rounded in range(15, 395, 5):
        assert len({len(marks_of(points[:people], 10)) for people in range(rounded - 2, rounded + 3)}) == 1


def test_the_picture_is_the_same_for_any_order_of_the_people() -> None:
    points = np.random.default_rng(4).integers(0, 6, size=(80, 2)).astype(float)
    shuffled = np.random.default_rng(5).permutation(points)

    assert sorted(marks_of(points, 10), key=repr) == pytest.approx(sorted(marks_of(shuffled, 10), key=repr))


def test_nobody_outside_is_drawn() -> None:
    without, with_many = _map(60, outside=0, kind=NO_GROUPS), _map(60, outside=200, kind=NO_GROUPS)

    assert sum(_drawn_marks(opinion_svg(without, _account(without))).values()) == sum(
        _drawn_marks(opinion_svg(with_many, _account(with_many))).values()
    )


def test_people_who_all_stand_in_one_place_make_a_picture() -> None:
    drawn = _map(60, 40)
    drawn = replace(drawn, positions=np.zeros_like(drawn.positions))

    assert "NaN" not in (svg := opinion_svg(drawn, _account(drawn)))
    assert _drawn_marks(svg)


TELEPHONE = 390


@pytest.mark.parametrize("sizes", [(60, 40), (300, 200, 120, 60, 8), (9_000,)])
def test_every_word_can_be_read_on_a_telephone_and_stands_within_the_picture(sizes: tuple[int, ...]) -> None:
    drawn = _map(*sizes, kind=GROUPS if len(sizes) > 1 else NO_GROUPS)
    root = ET.fromstring(opinion_svg(drawn, _account(drawn)))  # noqa: S314 - our own
    _, _, width, height = map(float, (root.get("viewBox") or "").split())
    for one in root.iter(f"{SVG}text"):
        size = float(one.get("font-size") or root.get("font-size") or 0)
        assert size * TELEPHONE / width >= 12
        assert 0 < float(one.get("y", "")) < height - size / 4
        words = len(one.text or "") * size * 0.62  # wider than system fonts are on average
        assert one.get("text-anchor") == "middle" or float(one.get("x", "")) + words < width


def test_letters_cover_no_mark_where_there_is_room() -> None:
    drawn = _map(300, 200, 120, 60)
    root = ET.fromstring(opinion_svg(drawn, _account(drawn)))  # noqa: S314 - our own
    circles = [(float(one.get("cx", "")), float(one.get("cy", ""))) for one in root.iter(f"{SVG}circle")]
    for label in root.iter(f"{SVG}text"):
        if label.get("class") == "label":
            x, y = float(label.get("x", "")), float(label.get("y", "")) - 38 / 3
            assert min(np.hypot(x - a, y - b) for a, b in circles) > 30


def test_two_pictures_on_one_page_have_ids_of_their_own_and_one_picture_always_the_same() -> None:
    one, other = _picture(_map(60, 40)), _picture(_map(60, 30))
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (one, other)]

    assert [len(each) for each in ids] == [2, 2]
    assert not ids[0] & ids[1]
    for svg, own in zip((one, other), ids, strict=True):
        assert set((re.search(r'aria-labelledby="([^"]+)"', svg) or [""])[1].split()) == own
    assert one == _picture(_map(60, 40))


def _brightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("paper", [0, 1])
def test_every_colour_stands_out_from_light_and_dark_paper(paper: int) -> None:
    """Nothing is mixed with what lies under it, so that the colours are as they are written."""
    assert "opacity" not in _picture(_map(60, 40, 30))
    ground = _brightness(picture.PAPER[paper])
    for colour in (picture.INK[paper], *(pair[paper] for pair in picture.COLOURS)):
        light, dark = sorted((ground, _brightness(colour)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


# For readers


def _value(drawn: OpinionMap) -> dict[str, object]:
    findings = findings_of(drawn.votes, drawn.labels, len(drawn.sizes))
    value: dict[str, object] = json.loads(opinion_json(drawn, findings, texts={"0": "We eat."}, seed=3))
    return value


def _schema() -> dict[str, object]:
    schema: dict[str, object] = json.loads((Path(ROOT) / "docs/schemas/map.json").read_text(encoding="utf-8"))
    return schema


@pytest.mark.parametrize(
    "drawn", [_map(60, 40), _map(60, 7), _map(60, 40, kind=NO_GROUPS), _map(1, outside=0)]
)
def test_the_json_is_as_its_schema_says(drawn: OpinionMap) -> None:
    assert not faults(_value(drawn), _schema())


def test_nothing_in_the_json_does_anything_to_a_terminal() -> None:
    drawn = _map(60, 40)
    findings = findings_of(drawn.votes, drawn.labels, 2)
    words = "a\x1b[2J\x9b2J\u202eb"
    line = opinion_json(drawn, findings, texts={"0": words}, seed=3)

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", line)
    assert json.loads(line)["statements"][0]["text"] == words


def test_a_json_that_is_not_as_its_schema_says_is_noticed() -> None:
    value = _value(_map(60, 40))

    assert faults({**value, "verdict": "perhaps"}, _schema())
    assert faults({**value, "groups": [{"id": "A"}]}, _schema())
    assert faults({**value, "more": 1}, _schema())


def test_the_json_has_every_person_statement_and_group_exactly() -> None:
    drawn = _map(60, 7)
    value = _value(drawn)
    participants, groups, statements = (value[one] for one in ("participants", "groups", "statements"))

    assert isinstance(participants, list)
    assert isinstance(groups, list)
    assert isinstance(statements, list)
    assert value["verdict"] == "groups"
    assert Counter(one["group"] for one in participants) == {"A": 60, "B": 7, None: 3}
    assert [one["position"] for one in participants] == drawn.positions.tolist()
    assert [(one["id"], one["size"]) for one in groups] == [("A", 60), ("B", 7)]
    assert {one["statement"] for one in groups[0]["holds"]} == {"1"}
    assert statements[0]["text"] == "We eat."
    assert statements[0]["by_group"]["B"] == {"agrees": 7, "disagrees": 0, "passes": 0}
