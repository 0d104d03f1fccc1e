"""One comment, whatever sort of table it came in.

Every sort of comment table names a few of the same things and leaves out the others. A profile says which column is
which of these; what a table has besides is kept under its own heading.
"""

from dataclasses import dataclass

Pair = tuple[str, str]
"""A heading or label as it stands in the file, and the text under or beside it."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One row as it stands: words are verbatim, and what the table has no column for is empty.

    ``row`` is its place among the rows of the file, counted from 1, blank rows and headings included; it is 0 for a
    comment that never stood in a file. ``organisation`` is whose comment it is (“DE”, a stakeholder), ``external_id``
    the mark that the table gives it (“DE-002”, “17”). ``element`` is a paragraph, figure or table within the
    ``clause``. ``stance`` is an overall yes or no, ``kind`` general, technical or editorial in the table's own letters.
    ``response`` is what was answered, ``status`` what became of the comment. ``links`` and ``extras`` keep the order of
    the file; the same heading may stand there more than once.
    """

    row: int = 0
    external_id: str = ""
    organisation: str = ""
    commenter: str = ""
    document: str = ""
    page: str = ""
    line: str = ""
    clause: str = ""
    element: str = ""
    kind: str = ""
    question: str = ""
    stance: str = ""
    comment: str = ""
    proposed: str = ""
    rationale: str = ""
    response: str = ""
    status: str = ""
    links: tuple[Pair, ...] = ()
    extras: tuple[Pair, ...] = ()

    @property
    def mark(self) -> str:
        """What stands in a column that holds whose comment it is and its number in one: “DE-002”, or only “DE”."""
        return self.external_id or self.organisation
