"""Identifiers for what came without one: derived from what the file says, so that reading it again gives the same."""

import uuid

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:penholder:formats")
_SEPARATOR = "\x1f"


def derived_uid(*parts: str) -> str:
    """The same uid for the same parts, on every machine and every day."""
    return str(uuid.uuid5(_NAMESPACE, _SEPARATOR.join(parts)))


def is_uuid(text: str) -> bool:
    """Whether the text is a UUID as it is usually written, with hyphens."""
    try:
        return str(uuid.UUID(text)) == text.casefold()
    except ValueError:
        return False
