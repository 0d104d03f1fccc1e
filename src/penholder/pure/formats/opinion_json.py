"""The opinion map as JSON, with every number exactly: for readers and their tools, not for everybody.

Its form is told in ``docs/schemas/map.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from penholder.pure.formats.opinion_phrases import letter
from penholder.pure.formats.report import Oddity
from penholder.pure.reading.opinion.counts import GroupCounts
from penholder.pure.reading.opinion.findings import Findings
from penholder.pure.reading.opinion.holding import Held
from penholder.pure.reading.opinion.intervals import Interval
from penholder.pure.reading.opinion.minorities import Minority
from penholder.pure.reading.opinion.opinion_map import OpinionMap, Verdict
from penholder.pure.reading.opinion.representative import (
    Representative,
    Representativeness,
    group_informed_consensus,
    representative_statements,
    representativeness,
)
from penholder.pure.reading.opinion.uniting import United
from penholder.pure.reading.opinion.votes import AGREE, DISAGREE

FORMAT, VERSION = "penholder opinion map", 1

Value = dict[str, Any]

_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What would do something to a terminal that the JSON is printed on; the same in JSON when it is spelt out."""


def opinion_json(
    drawn: OpinionMap,
    findings: Findings,
    *,
    texts: Mapping[str, str],
    seed: int,
    oddities: Iterable[Oddity] = (),
) -> str:
    """One line of JSON; ends with a line break."""
    value = opinion_value(drawn, findings, texts=texts, seed=seed, oddities=oddities)
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _UNSEEN.sub(lambda one: f"\\u{ord(one[0]):04x}", line) + "\n"


def opinion_value(
    drawn: OpinionMap,
    findings: Findings,
    *,
    texts: Mapping[str, str],
    seed: int,
    oddities: Iterable[Oddity] = (),
) -> Value:
    """The same as lists and dicts."""
    people, statements = drawn.votes.shape
    return {
        "format": FORMAT,
        "version": VERSION,
        "people": people,
        "votes": len(drawn.votes),
        "statements_counted": statements,
        "seed": seed,
        "discovery_level": findings.level,
        "explained": drawn.explained.tolist(),
        "verdict": drawn.verdict.kind,
        "test": _test(drawn.verdict),
        "statements": _statements(drawn, findings, texts),
        "participants": _participants(drawn),
        "groups": _groups(drawn, findings),
        "agreed": [_united(drawn, one) for one in findings.agreed],
        "unites": [_united(drawn, one) for one in findings.united],
        "divides": [
            {
                "statement": drawn.votes.statements[holders[0].statement],
                "groups": [{"group": letter(one.group), "side": _side(one.side)} for one in holders],
            }
            for holders in findings.divides
        ],
        "minorities": [_minority(drawn, one) for one in findings.minorities.found],
        "minorities_counted_on": findings.minorities.counted_on,
        "oddities": [{"where": one.where, "what": one.what, "so": one.so} for one in oddities],
    }


def _test(verdict: Verdict) -> Value:
    return {
        "sentence": verdict.sentence,
        "parts": verdict.k,
        "silhouette": verdict.silhouette,
        "least": verdict.least,
        "chance": verdict.chance,
        "permutations": verdict.permutations,
        "stability": verdict.stability,
        "resamples": verdict.resamples,
        "tested_on": verdict.tested_on,
        "steadied_on": verdict.steadied_on,
        "sampled": verdict.sampled,
    }


def _statements(drawn: OpinionMap, findings: Findings, texts: Mapping[str, str]) -> list[Value]:
    votes, groups, everyone = drawn.votes, findings.groups, findings.everyone
    consensus = {side: group_informed_consensus(groups, side) for side in (AGREE, DISAGREE)}
    grouped = bool(drawn.sizes)
    found: list[Value] = []
    for place, one in enumerate(votes.statements):
        out = bool(votes.moderated[place])
        found.append(
            {
                "id": one,
                "text": texts.get(one),
                "taken_out": out,
                "component": drawn.components[:, place].tolist(),
                "position": drawn.statement_positions[place].tolist(),
                "mean": float(drawn.means[place]),
                **_counts(everyone, 0, place),
                "by_group": {letter(g): _counts(groups, g, place) for g in range(len(drawn.sizes))},
                "group_informed_consensus": {
                    "agree": float(consensus[AGREE][place]),
                    "disagree": float(consensus[DISAGREE][place]),
                }
                if grouped and not out
                else None,
            }
        )
    return found


def _counts(counts: GroupCounts, group: int, statement: int) -> Value:
    agrees, disagrees = int(counts.agrees[group, statement]), int(counts.disagrees[group, statement])
    votes = int(counts.votes[group, statement])
    return {"agrees": agrees, "disagrees": disagrees, "passes": votes - agrees - disagrees}


def _participants(drawn: OpinionMap) -> list[Value]:
    cast = np.bincount(drawn.votes.person, minlength=len(drawn.votes.people)).tolist()
    rows = zip(
        drawn.votes.people,
        drawn.positions.tolist(),
        drawn.labels.tolist(),
        drawn.steadiness.tolist(),
        drawn.counted_in.tolist(),
        cast,
        strict=True,
    )
    return [
        {
            "id": one,
            "position": position,
            "group": None if label < 0 else letter(label),
            "steadiness": steady if steady == steady else None,  # noqa: PLR0124 - only NaN is not itself
            "counted_in": counted,
            "votes": votes,
        }
        for one, position, label, steady, counted, votes in rows
    ]


def _groups(drawn: OpinionMap, findings: Findings) -> list[Value]:
    if not drawn.sizes:
        return []
    sides = {side: representativeness(findings.groups, side) for side in (AGREE, DISAGREE)}
    representative = representative_statements(findings.groups)
    found: list[Value] = []
    for group, size in enumerate(drawn.sizes):
        inside = drawn.labels == group
        stayed = drawn.steadiness[inside]
        found.append(
            {
                "id": letter(group),
                "size": size,
                "centre": drawn.positions[inside].mean(axis=0).tolist(),
                "steadiness": None if np.isnan(stayed).any() else float(stayed.mean()),
                "holds": [_held(drawn, one) for one in (findings.held[group] if findings.held else ())],
                "representative": [
                    _representative(drawn, group, one, sides[one.side]) for one in representative[group]
                ],
            }
        )
    return found


def _representative(drawn: OpinionMap, group: int, one: Representative, figures: Representativeness) -> Value:
    place = group, one.statement
    return {
        "statement": drawn.votes.statements[one.statement],
        "side": _side(one.side),
        "p": float(figures.p[place]),
        "r": float(figures.r[place]),
        "z_share": float(figures.z_share[place]),
        "z_ratio": float(figures.z_ratio[place]),
        "qualifies": bool(figures.qualifies[place]),
    }


def _held(drawn: OpinionMap, one: Held) -> Value:
    return {
        "statement": drawn.votes.statements[one.statement],
        "side": _side(one.side),
        "with_it": one.with_it,
        "votes": one.votes,
        "others_with_it": one.others_with_it,
        "others_votes": one.others_votes,
        "share": _interval(one.share),
        "others": _interval(one.others),
        "difference": _interval(one.difference),
        "chance": one.chance,
        "discovery": one.discovery,
    }


def _united(drawn: OpinionMap, one: United) -> Value:
    return {
        "statement": drawn.votes.statements[one.statement],
        "side": _side(one.side),
        "with_it": one.with_it,
        "votes": one.votes,
        "least": _interval(one.least),
        "by_group": [_interval(share) for share in one.by_group],
        "product": one.product,
        "chance": one.chance,
        "discovery": one.discovery,
    }


def _minority(drawn: OpinionMap, one: Minority) -> Value:
    return {
        "size": len(one.people),
        "among": one.among,
        "share": _interval(one.share),
        "discovery": one.discovery,
        "participants": [drawn.votes.people[person] for person in one.people],
        "holds": [
            {
                "statement": drawn.votes.statements[side.statement],
                "side": _side(side.side),
                "with_it": side.with_it,
                "votes": side.votes,
                "others_with_it": side.others_with_it,
                "others_votes": side.others_votes,
                "share": _interval(side.share),
                "others": _interval(side.others),
            }
            for side in one.sides
        ],
    }


def _interval(one: Interval) -> Value:
    return {"estimate": one.estimate, "low": one.low, "high": one.high}


def _side(side: int) -> str:
    return "agree" if side == AGREE else "disagree"
