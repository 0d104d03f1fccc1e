"""A small framework and a comment table of our own, with invented words."""

from __future__ import annotations

from pathlib import Path

from penholder.pure.formats.case.out import write_case
from penholder.pure.formats.comment_table import CommentRow
from penholder.pure.formats.comment_table_out import new_comment_table
from penholder.pure.tree.statement import Statement, Tree

TITLE = "Walking the marsh together"
DOMAINS = (
    (
        "1",
        "Setting out",
        ("An ability to agree on the way before anybody starts", "Knowledge of where the ground is soft"),
    ),
    (
        "2",
        "On the way",
        ("An ability to keep to the pace of the slowest", "An ability to turn back without shame"),
    ),
)


def framework_file(folder: Path) -> Path:
    """A CASE package of two domains with two statements each."""
    statements: list[Statement] = []
    for code, words, below in DOMAINS:
        top = Statement(
            uid=f"{'0' * 7}{code}-0000-4000-8000-000000000000",
            text=words,
            code=code,
            position=int(code),
            kind="domain",
        )
        statements.append(top)
        for place, text in enumerate(below, start=1):
            uid = f"{'0' * 7}{code}-0000-4000-8000-00000000000{place}"
            statements.append(
                Statement(
                    uid=uid,
                    text=text,
                    parent=top.uid,
                    code=f"{code}.{place}",
                    position=place,
                    kind="statement",
                )
            )
    tree = Tree(
        title=TITLE,
        uid="11111111-2222-4333-8444-555555555555",
        statements=tuple(statements),
        language="en-GB",
    )
    path = folder / "marsh.json"
    path.write_bytes(write_case(tree))
    return path


def comment_table_file(folder: Path) -> Path:
    """A filled commenting form: two bodies, three comments, one of them on a statement by its printed code."""
    rows = (
        CommentRow(
            row=1,
            body="MA",
            external_id="MA-001",
            clause="2.1",
            kind="te",
            comment="Say whose pace.",
            proposed="the pace of whoever is slowest today",
        ),
        CommentRow(
            row=2,
            body="MA",
            external_id="MA-002",
            clause="general",
            kind="ge",
            comment="We like that it is short.",
        ),
        CommentRow(
            row=3,
            body="RE",
            external_id="RE-001",
            clause="1.2",
            kind="ed",
            comment="“Soft” may be misread as easy.",
        ),
    )
    path = folder / "comments.docx"
    path.write_bytes(new_comment_table(rows, document="Marsh", date="2026-03-01", project="Walking"))
    return path
