"""What Penholder writes into a CASE entry beside what CASE knows, and takes out again on the way in.

Under ``extensions.penholder``: the companions and marks that CASE has no field for: ``plain``, ``easy``, ``level`` and
``optional``. The level is not CASE's educationLevel: that is the stage at which learners meet a statement, and a list.
"""

from dataclasses import dataclass

from penholder.pure.formats.case.as_it_was import EXTENSIONS, OUR_EXTENSION, without_ours
from penholder.pure.formats.case.package import Json
from penholder.pure.formats.case.values import as_object
from penholder.pure.formats.decoding import storable


@dataclass(frozen=True, slots=True)
class Ours:
    """What our extension of an entry says."""

    plain: str = ""
    easy: str = ""
    level: str = ""
    optional: bool = False


NOTHING = Ours()


def parted(raw: Json) -> tuple[Ours, Json]:
    """What our extension says, and the entry without it; what we do not know stays in the entry."""
    extensions = as_object(raw.get(EXTENSIONS))
    given = as_object(extensions.get(OUR_EXTENSION))
    if not given:
        return NOTHING, raw
    ours = Ours(
        plain=_words(given, "plain"),
        easy=_words(given, "easy"),
        level=_words(given, "level"),
        optional=given.get("optional") is True,
    )
    taken = [name for name in ("plain", "easy", "level") if getattr(ours, name)]
    taken += ["optional"] if ours.optional else []
    return (ours, without_ours(raw, *taken)) if taken else (ours, raw)


def _words(given: Json, name: str) -> str:
    """Only a text that can be said again exactly is taken."""
    value = given.get(name)
    return value if isinstance(value, str) and storable(value) == value else ""
