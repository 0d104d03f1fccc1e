"""Lines of an outline, each with its depth, as a tree: the end that plain and Word outlines have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from penholder.pure.formats.fates import FieldFate
from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.report import Tally, shown
from penholder.pure.tree.statement import Statement, Tree

DEEPEST = 60
"""No framework has more levels; what is deeper is put at this one."""

FIELDS: tuple[FieldFate, ...] = (
    FieldFate("words", "the line or paragraph", "kept", "without marks and outer white space"),
    FieldFate("code", "its number, printed or typed", "kept", "without brackets and the last stop"),
    FieldFate("kind", "", "lost", "an outline does not say it; a table's column for it does"),
    FieldFate("core or optional", "", "lost", "an outline does not say it"),
    FieldFate("level", "", "lost", "an outline does not say it"),
    FieldFate("plain words", "", "lost", "an outline does not say it"),
    FieldFate("easy read", "", "lost", "an outline does not say it"),
    FieldFate("short form", "", "lost", "an outline does not say it"),
    FieldFate("notes", "paragraphs without a place", "changed", "they become notes of the statement above"),
    FieldFate(
        "language",
        "the language of the document",
        "changed",
        "of the framework; that of a single word is lost",
    ),
    FieldFate("address", "", "lost", "an outline does not say it"),
    FieldFate(
        "identifier",
        "",
        "changed",
        "made from the place and the number or words: the same file gives the same",
    ),
    FieldFate("place and order", "headings, numbers, marks and indents", "kept"),
    FieldFate("associations", "", "lost", "an outline does not say them"),
    FieldFate("whatever else", "", "lost", "pictures, links and formatting are not read"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: where it stands and how deep. Without a depth it is a paragraph that has no place of its own."""

    where: str
    text: str
    depth: int | None = None
    code: str = ""
    notes: str = ""
    kind: str = ""


def tree_of_entries(entries: Iterable[Entry], tally: Tally, *, title: str) -> Tree:
    """The tree; every entry is counted as read, and each is kept as a statement, a note or the description."""
    growing = _Growing(title, tally)
    for entry in entries:
        tally.read += 1
        tally.kept += 1
        if entry.depth is None:
            growing.note(entry)
        else:
            growing.statement(entry, entry.depth)
    return growing.tree()


class _Growing:
    def __init__(self, title: str, tally: Tally) -> None:
        self.title = title
        self.tally = tally
        self.statements: dict[str, Statement] = {}
        self.notes: dict[str, list[str]] = {}
        self.above: list[str] = []
        self.below: dict[str, int] = {}
        self.made: dict[tuple[str, str], int] = {}
        self.last = ""

    def statement(self, entry: Entry, depth: int) -> None:
        if depth > len(self.above):
            if self.above or depth > 1:
                so = f"“{shown(entry.text)}” was put under “{shown(self._last_words())}”."
                self.tally.note(entry.where, "A level is skipped.", so)
            depth = len(self.above)
        if depth >= DEEPEST:
            self.tally.note(entry.where, f"A line is more than {DEEPEST} levels deep.", "It was put higher.")
            depth = DEEPEST - 1
        del self.above[depth:]
        parent = self.above[-1] if self.above else ""
        uid = self._uid(parent, entry.code or entry.text)
        self.statements[uid] = Statement(
            uid,
            entry.text,
            parent,
            self.below.get(parent, 0),
            code=entry.code,
            kind=entry.kind,
            notes=entry.notes,
        )
        self.below[parent] = self.below.get(parent, 0) + 1
        self.above.append(uid)
        self.last = uid

    def note(self, entry: Entry) -> None:
        words = f"“{shown(entry.text)}”"
        what = "A paragraph has no place in the outline."
        if self.last:
            so = f"{words} was kept with the notes of “{shown(self._last_words())}”."
        else:
            so = (
                f"{words} stands before the first statement and was kept in the description of the framework."
            )
        self.tally.note(entry.where, what, so)
        self.notes.setdefault(self.last, []).append(entry.text)

    def _last_words(self) -> str:
        return self.statements[self.last].text if self.last else self.title

    def _uid(self, parent: str, said: str) -> str:
        self.tally.identifiers_made += 1
        times = self.made[parent, said] = self.made.get((parent, said), 0) + 1
        parts = (self.title, parent, said)
        return derived_uid(*parts) if times == 1 else derived_uid(*parts, str(times))

    def tree(self) -> Tree:
        statements = (
            replace(one, notes="\n\n".join(filter(None, (one.notes, *self.notes.get(uid, ())))))
            for uid, one in self.statements.items()
        )
        description = "\n\n".join(self.notes.get("", ()))
        return Tree(self.title, tuple(statements), description=description)
