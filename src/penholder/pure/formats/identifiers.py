"""Identifiers for what came without one: derived from what the file says, so that reading it again gives the same."""

import re
import uuid

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:penholder:formats")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_SEPARATOR = "\x1f"


def derived_uid(*parts: str) -> str:
    """The same uid for the same parts, on every machine and every day."""
    return str(uuid.uuid5(_NAMESPACE, _SEPARATOR.join(parts)))


def is_uuid(text: str) -> bool:
    """Whether the text is a UUID as it is usually written, with hyphens."""
    return _UUID.fullmatch(text) is not None
