"""The sorts of comment table that are known: which columns, in which order, and where their headings stand.

A profile is read and written by the same list, so that a table that came in one shape goes back in it.
"""

from dataclasses import dataclass
from typing import Final, Literal

from penholder.pure.formats.forms.comment import Pair


@dataclass(frozen=True, slots=True)
class Profile:
    """One sort of comment table.

    ``columns`` are (heading, field): a field of :class:`~penholder.pure.formats.forms.comment.Comment`, or “mark”, a
    column that holds whose comment it is and its number in one. A heading of several lines has line breaks.
    ``headings`` is where they stand. ``about`` are the (label, name) pairs above the table, which hold for all of it.
    ``one_table_a_question``: each question has a table of its own, and stands as a paragraph right above it.
    """

    name: str
    title: str
    columns: tuple[Pair, ...]
    headings: Literal["table", "page header", "text"] = "table"
    about: tuple[Pair, ...] = ()
    one_table_a_question: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The field of each column, in order."""
        return tuple(field for _, field in self.columns)


ISO: Final = Profile(
    name="iso-2012-03",
    title="ISO/IEC/CEN/CENELEC commenting template 2012-03",
    columns=(
        ("MB/NC", "mark"),
        ("Line number\n(e.g. 17)", "line"),
        ("Clause/ Subclause\n(e.g. 3.1)", "clause"),
        ("Paragraph/ Figure/ Table/\n(e.g. Table 1)", "element"),
        ("Type of comment", "kind"),
        ("Comments", "comment"),
        ("Proposed change", "proposed"),
        ("Observations of the secretariat", "response"),
    ),
    headings="page header",
    about=(("Date", "date"), ("Document", "document"), ("Project", "project")),
)
FORM_13B: Final = Profile(
    name="form-13b",
    title="FORM 13B (ISO) version 2001-09",
    columns=(
        ("MB", "mark"),
        ("Clause/ Subclause/ Annex/Figure/Table\n(e.g. 3.1, Table 2)", "clause"),
        ("Paragraph/ List item/ Note/\n(e.g. Note 2)", "element"),
        ("Type of comment", "kind"),
        ("Comment (justification for change)", "comment"),
        ("Proposed change", "proposed"),
        ("Secretariat observations\non each comment submitted", "response"),
    ),
    headings="page header",
    about=(("Date", "date"), ("Document", "document")),
)
NICE_GUIDELINE: Final = Profile(
    name="nice-guideline",
    title="NICE guideline: consultation comments table",
    columns=(
        ("Stakeholder", "organisation"),
        ("Document", "document"),
        ("Page No", "page"),
        ("Line No", "line"),
        ("Comments", "comment"),
        ("Developer’s response", "response"),
    ),
)
NICE_SURVEILLANCE: Final = Profile(
    name="nice-surveillance",
    title="NICE surveillance: consultation comments table",
    columns=(
        ("Stakeholder", "organisation"),
        ("Overall response (Yes/No)", "stance"),
        ("Comments", "comment"),
        ("NICE response", "response"),
    ),
    one_table_a_question=True,
)
NICE_CONSULTEE: Final = Profile(
    name="nice-consultee",
    title="NICE consultee comments form (2013)",
    columns=(("Section number", "clause"), ("Page Number", "page"), ("Comments", "comment")),
    about=(("Name", "commenter"), ("Organisation", "organisation")),
)
W3C_ISSUES: Final = Profile(
    name="w3c-issues",
    title="W3C issue list (disposition of comments)",
    columns=(
        ("Issue", "external_id"),
        ("Summary", "comment"),
        ("From", "commenter"),
        ("Comment", "links"),
        ("Response", "links"),
        ("Closed", "status"),
        ("Resolved", "links"),
        ("Verified", "links"),
    ),
    headings="text",
    about=(
        ("Draft", "draft"),
        ("Title", "title"),
        ("Date", "date"),
        ("Status", "status"),
        ("ED", "editors_draft"),
    ),
)
PLAIN_3: Final = Profile(
    name="plain-3",
    title="Plain table of three columns",
    columns=(("Section", "clause"), ("Comment", "comment"), ("Response", "response")),
)
PLAIN_4: Final = Profile(
    name="plain-4",
    title="Plain table of four columns",
    columns=(
        ("Section", "clause"),
        ("Comment", "comment"),
        ("Suggested change", "proposed"),
        ("Response", "response"),
    ),
)
PLAIN_5: Final = Profile(
    name="plain-5",
    title="Plain table of five columns",
    columns=(
        ("From", "organisation"),
        ("Section", "clause"),
        ("Comment", "comment"),
        ("Suggested change", "proposed"),
        ("Response", "response"),
    ),
)

PROFILES: Final = (
    ISO,
    FORM_13B,
    NICE_GUIDELINE,
    NICE_SURVEILLANCE,
    NICE_CONSULTEE,
    W3C_ISSUES,
    PLAIN_3,
    PLAIN_4,
    PLAIN_5,
)
"""Every sort there is, by no order but that in which they are shown."""


def profile_called(name: str) -> Profile | None:
    """The profile of this name, or none."""
    return next((profile for profile in PROFILES if profile.name == name), None)
