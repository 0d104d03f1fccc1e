"""How a CASE file names a statement or a framework where an association begins or ends, and what of a place is ours to say.

An association that gives a place mostly repeats what the tree says anyway. Only the rest is kept beside the statement, so
that a change of order or of words does not leave an old one standing there.
"""

from collections.abc import Mapping

from penholder.pure.formats.case.links import Link
from penholder.pure.formats.case.package import Json
from penholder.pure.formats.case.values import IS_CHILD_OF, Extras, Shapes
from penholder.pure.formats.identifiers import derived_uid
from penholder.pure.formats.json_file import as_json_in_order

_OF_THE_TREE = frozenset({"associationType", "originNodeURI", "destinationNodeURI", "sequenceNumber"})


def made_end(title: str, identifier: str, uri: str) -> Json:
    """The end of an association as we write it."""
    return {"title": title, "identifier": identifier, "uri": uri}


def place_identifier(document: str, uid: str) -> str:
    """The identifier of a place that came without one."""
    return derived_uid(document, uid, IS_CHILD_OF)


class PlaceWords:
    """What an isChildOf says beyond what the tree says: both ends, and a sequence number that counts from 1."""

    def __init__(self) -> None:
        self._foreign_to = Shapes(_OF_THE_TREE).foreign

    def extras(self, link: Link, origin: Json, destination: Json, number: int) -> Extras:
        """As one pair; where the file has no sequence number, a null says so."""
        raw = link.raw
        sequence = raw.get("sequenceNumber")
        if (
            raw["originNodeURI"] == origin
            and raw["destinationNodeURI"] == destination
            and type(sequence) is int
            and raw.get("identifier") == link.uid
        ):
            more = "" if sequence == number else f',"sequenceNumber":{sequence}'
            try:
                return ((IS_CHILD_OF, self._foreign_to(raw).as_object(raw, more)),)
            except TypeError:  # not all the rest are texts
                pass
        return ((IS_CHILD_OF, _carefully(link, origin, destination, number)),)


def _carefully(link: Link, origin: Json, destination: Json, number: int) -> str:
    raw = link.raw
    kept = {name: value for name, value in raw.items() if value is not None and name not in _OF_THE_TREE}
    kept["identifier"] = link.uid  # at least this, so that something can be put after it
    if raw["originNodeURI"] != origin:
        kept["originNodeURI"] = raw["originNodeURI"]
    if raw["destinationNodeURI"] != destination:
        kept["destinationNodeURI"] = raw["destinationNodeURI"]
    sequence = raw.get("sequenceNumber")
    if type(sequence) is not int or sequence != number:
        kept["sequenceNumber"] = sequence
    return as_json_in_order(kept)


def whole_place(given: Mapping[str, object], number: int) -> Json:
    """A place as it came in, with its sequence number said; ends that are ours to say are still missing.

    One that was kept whole, with its kind, says nothing of its number where there was none.
    """
    place = dict(given)
    sequence = place.pop("sequenceNumber", None if "associationType" in place else number)
    if sequence is not None:
        place["sequenceNumber"] = sequence
    place["associationType"] = IS_CHILD_OF
    return place
