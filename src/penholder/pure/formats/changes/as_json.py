"""The change report as JSON, for programs (docs/schemas/diff.json)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from penholder.pure.formats.changes.report import ChangeReport, Told, counted
from penholder.pure.tree.diff import DifferenceKind
from penholder.pure.tree.statement import Tree


def change_json(report: ChangeReport) -> str:
    """One object: both frameworks, counts, every difference, what was matched and what is only suggested."""
    said = {
        "old": _framework(report.old),
        "new": _framework(report.new),
        "counts": _counts(report.counts),
        "counts_of_spacing_only": _counts(counted(report.spacing)),
        "statements_that_differ_in_unread_fields": report.unread,
        "associations_that_differ_in_unread_fields": report.unread_associations,
        "differences": [_difference(one) for one in report.told],
        "differences_of_spacing_only": [_difference(one) for one in report.spacing],
        "matched": [{"old": one.old, "new": one.new, "how": one.how} for one in report.matched],
        "suggestions": [
            {
                "old": one.suggestion.old,
                "new": one.suggestion.new,
                "score": one.suggestion.score,
                "old_text": one.old,
                "new_text": one.new,
            }
            for one in report.guesses
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _framework(tree: Tree) -> Mapping[str, object]:
    return {"title": tree.title, "identifier": tree.uid, "statements": len(tree.statements)}


def _counts(counts: Mapping[DifferenceKind, int]) -> Mapping[str, int]:
    return {kind.value: count for kind, count in counts.items()}


def _difference(told: Told) -> Mapping[str, object]:
    one = told.difference
    said: dict[str, object] = {
        "kind": one.kind.value,
        "identifier": one.uid,
        "code": told.code,
        "name": told.name,
    }
    if one.old or one.new:
        said |= {"old": one.old, "new": one.new}
    if one.others:
        said["others"] = list(one.others)
    if one.spacing:
        said["spacing"] = one.spacing
    if told.sentence:
        said["sentence"] = told.sentence
    if told.pieces:
        said["words"] = [{"mark": mark, "text": text} for mark, text in told.pieces]
    return said
