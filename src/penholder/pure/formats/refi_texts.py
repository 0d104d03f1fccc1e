"""The texts of a REFI-QDA project: written inside it or as parts of the archive, and what to say of those that are neither."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from lxml import etree

from penholder.pure.formats.archive_safely import Archive
from penholder.pure.formats.decoding import decoded, storable
from penholder.pure.formats.refi_xml import words
from penholder.pure.formats.report import Tally, Unreadable, shown
from penholder.pure.formats.text_places import PlacedText

_INSIDE = "internal://"
_LEFT_OUT = "Left out with everything said about it."


class TextParts:
    """The parts of an archive as texts, found by the last part of their name whatever the folder is called.

    Of several of one name that in a folder “sources” counts, which is the format's own, then the one least deep.
    """

    def __init__(self, archive: Archive, tally: Tally) -> None:
        self._archive = archive
        self._tally = tally
        self._parts: Mapping[str, str] = {
            part.rpartition("/")[2].casefold(): part
            for part in sorted(archive.parts, key=lambda part: (_is_source(part), -part.count("/")))
        }
        self.used: set[str] = set()

    def text_of(self, source: etree._Element, content: list[etree._Element], where: str) -> PlacedText | None:
        """The text of a source; None, and a line in the report, where it has none that could be read."""
        path = str(source.get("plainTextPath", "")).strip()
        formatted = str(source.get("richTextPath", "")).strip()
        if formatted:
            so = "Its plain text, which the places count in, was read." if content or path else _LEFT_OUT
            self._tally.leave_out(where, "The formatted form of a text is not held here.", so, counted=False)
            self.used.add(self._part(formatted) or "")
        if content:
            if path:
                self._tally.note(
                    where, "A text is given twice.", "The one inside the project was taken, not the file."
                )
            return PlacedText(storable(words(content[0])))
        if not path:
            if not formatted:
                self._tally.leave_out(where, "A text has no words.", _LEFT_OUT)
            else:
                self._tally.leave_out(where, "A text has no plain form.", _LEFT_OUT)
            return None
        return self._read(path, where)

    def _read(self, path: str, where: str) -> PlacedText | None:
        part = self._part(path)
        if part is None:
            so = f"“{shown(path)}” is not in the archive. {_LEFT_OUT}"
            self._tally.leave_out(where, "The file of a text is missing.", so)
            return None
        self.used.add(part)
        data = self._archive.read(part)
        try:
            return PlacedText(storable(data.decode("utf-8")))
        except UnicodeDecodeError:
            return self._otherwise(data, part, where)

    def _otherwise(self, data: bytes, part: str, where: str) -> PlacedText | None:
        try:
            text, encoding = decoded(data, name=part, wanted="a plain text")
        except Unreadable as fault:
            self._tally.leave_out(
                where, "The file of a text cannot be read.", f"{fault.sentence} {_LEFT_OUT}"
            )
            return None
        self._tally.note(
            where, "A text is not in UTF-8.", f"It was read as {encoding}; check letters with accents."
        )
        return PlacedText(storable(text))

    def _part(self, path: str) -> str | None:
        """The part that a path names, escaped or not; relative and absolute ones lead out of the archive and are not followed."""
        inside = path[len(_INSIDE) :] if path.casefold().startswith(_INSIDE) else path
        if "://" in inside:
            return None
        named = inside.replace("\\", "/").rpartition("/")[2]
        return self._parts.get(named.casefold()) or self._parts.get(unquote(named).casefold())


def _is_source(part: str) -> bool:
    return "sources" in part.casefold().split("/")[:-1]
