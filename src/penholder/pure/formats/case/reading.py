"""CASE 1.0 and 1.1 packages in, as they are really published.

The reader is lenient about form and strict about loss. Whatever a file says that has no field of ours is kept in
``extras`` under its own name, so that :mod:`penholder.pure.formats.case.out` can say it again; whatever does not fit a
tree (rings, two parents, doubled identifiers, ends that lead nowhere) is kept where it can be and reported in any case.
"""

from pathlib import PurePath

from penholder.pure.formats.case.as_it_was import as_it_was
from penholder.pure.formats.case.ends import PlaceWords, made_end, place_identifier
from penholder.pure.formats.case.links import Link, Links, Names
from penholder.pure.formats.case.nameless import name_given_to
from penholder.pure.formats.case.package import Json, opened_package
from penholder.pure.formats.case.places import Places
from penholder.pure.formats.case.statements import Statements
from penholder.pure.formats.case.values import (
    IS_CHILD_OF,
    OTHER_PACKAGE_PART,
    PACKAGE_PARTS,
    Extras,
    Values,
    as_object,
    as_text,
)
from penholder.pure.formats.collector import collector_at_rest, count_as_old
from penholder.pure.formats.decoding import LARGEST_TEXT_FILE, WINDOWS_1252, decoded
from penholder.pure.formats.json_file import as_json_in_order, loaded, may_hold_unstorable, ordinary_value
from penholder.pure.formats.report import ImportReport, Tally, shown
from penholder.pure.tree.statement import Association, Statement, Tree

_UTF_8 = "UTF-8"
_DOCUMENT_FIELDS = ("identifier", "uri", "title", "description", "language")


def read_case(data: bytes, *, name: str = "The file") -> tuple[Tree, ImportReport]:
    """A framework from a CASE package; raises :class:`~penholder.pure.formats.report.Unreadable`."""
    with collector_at_rest():
        read = _read(data, name=name)
        count_as_old()
        return read


def _read(data: bytes, *, name: str) -> tuple[Tree, ImportReport]:
    tally = Tally()
    value, all_storable = _value_in(data, name=name, tally=tally)
    values = Values(tally, every_text_storable=all_storable)
    package = opened_package(value, name=name, tally=tally)
    return _Reading(package, values, name=name, tally=tally).tree(), tally.report()


def _value_in(data: bytes, *, name: str, tally: Tally) -> tuple[object, bool]:
    """What the JSON says, and whether every text in it can surely be stored."""
    if len(data) <= LARGEST_TEXT_FILE and (value := ordinary_value(data)) is not None:
        return value, not may_hold_unstorable(data)
    text, encoding = decoded(data, name=name, wanted="a CASE file (JSON)")
    if encoding == WINDOWS_1252:
        tally.note(
            "the whole file",
            "The file is not in UTF-8, as JSON should be.",
            "It was read as Windows-1252; check accents.",
        )
    storable = encoding == _UTF_8 and not may_hold_unstorable(data)
    return loaded(text, name=name, tally=tally), storable


class _Reading:
    """One package on its way into a tree: statements, then links, then places, then the rest."""

    def __init__(self, package: Json, values: Values, *, name: str, tally: Tally) -> None:
        self.package = as_it_was(package)
        self.values = values
        self.name = name
        self.tally = tally
        self.document = as_object(self.package.get("CFDocument"))
        self.said = {field: values.words(self.document, field, "the document") for field in _DOCUMENT_FIELDS}
        self.uid = self.said["identifier"] or self._name_given()
        self.title = ""
        self.place_words = PlaceWords()
        self.ends: dict[str, Json] = {}
        self.statements = Statements(values, tally, document=self.uid, language=self.said["language"])
        names = Names(self.uid, self._names_of_document(), self.statements.said)
        self.links = Links(values, tally, document=self.uid, names=names)
        self.places = Places(self.statements, tally, document=self.uid)

    def tree(self) -> Tree:
        self.statements.find(self.package)
        self.links.find(self.package, self.statements.said)
        self.statements.leave_out_wordless(self.links.every)
        self.places.choose(self.links.every)
        self.title = self._title()
        statements = self._placed()
        associations = self._associations()
        self.tally.kept = len(statements)
        tree = Tree(
            title=self.title,
            statements=statements,
            associations=associations,
            uid=self.uid,
            uri=self.said["uri"],
            description=self.said["description"],
            language=self.said["language"],
            extras=self._package_extras(),
        )
        self.values.tell_about_nulls()
        return tree

    # The document

    def _name_given(self) -> str:
        """An identifier for a document that says none."""
        name = name_given_to(self.document, self.package)
        if name:
            self.tally.note(
                "CFDocument",
                "The framework has no identifier.",
                "The one by which the rest of the file names it was taken.",
            )
        return name

    def _names_of_document(self) -> tuple[str, ...]:
        """The document's own names, all of which an isChildOf may use for “the top”."""
        package_uri = as_object(self.document.get("CFPackageURI"))
        others = (package_uri.get("identifier"), package_uri.get("uri"))
        return (self.uid, self.said["uri"], *map(as_text, others))

    def _title(self) -> str:
        title = self.said["title"]
        if title.strip():
            return title
        self.tally.note(
            "the document", "The framework has no title.", "It was named after the file; give it a title."
        )
        return PurePath(self.name).stem

    def _package_extras(self) -> Extras:
        kept = dict(self.values.extras(self.document, self.said))
        if self.document.get("title") == "":
            del kept["title"]  # the framework has a name now
        for part, value in self.package.items():
            if part in {"CFDocument", "CFItems", "CFAssociations"} or value is None:
                continue
            kept[part if part in PACKAGE_PARTS else OTHER_PACKAGE_PART + part] = as_json_in_order(value)
        return tuple(sorted(kept.items()))

    # The tree

    def _placed(self) -> tuple[Statement, ...]:
        positions, parents = self.places.positions(), self.places.parents
        ends = self.ends = self.statements.ends()
        ends[""] = made_end(self.title, self.uid, self.said["uri"])
        places = self.places.links
        told = (
            self._place(uid, places[uid], ends[uid], ends[parent], positions[uid] + 1)
            if uid in places
            else ()
            for uid, parent in parents.items()
        )
        return self.statements.placed(parents, positions, told)

    def _place(self, uid: str, link: Link, origin: Json, destination: Json, number: int) -> Extras:
        kept = self.place_words.extras(link, origin, destination, number)
        if "uri" in link.raw:
            return kept
        nothing_else = kept == ((IS_CHILD_OF, f'{{"identifier":"{link.uid}"}}'),)
        return () if nothing_else and link.uid == place_identifier(self.uid, uid) else kept

    def _associations(self) -> tuple[Association, ...]:
        used = {link.uid for link in self.places.links.values()}
        others = [link for link in self.links.every if link.uid not in used]
        for link in others:
            self._tell_about_ends(link)
        return tuple([self.links.association(link, self.ends) for link in others])

    def _tell_about_ends(self, link: Link) -> None:
        for end, role in ((link.origin, "begins"), (link.destination, "ends")):
            if end in self.statements.said or (end and end == self.uid):
                continue
            if link.kind == IS_CHILD_OF and role == "ends":
                continue  # told with the statement that lost its parent
            self.tally.note(
                link.where,
                f"An association {role} at something that is not in this file.",
                f"It was kept; it names {shown(end) if end else 'nothing that can be found'}.",
            )
