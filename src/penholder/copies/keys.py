"""Whom a person trusts, as they give it: key lines, files of them, a policy; or nothing, and then the copy's own key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from penholder.copies.files import Files, Unreadable, bytes_of, key_lines_of
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.policy import Policy
from penholder.pure.ledger.proven import Malformed


def keys_given(texts: Sequence[str]) -> tuple[Verifier, ...]:
    """The keys in these lines and files of lines."""
    return _parsed(line for text in texts for line in _lines(text))


def keys_or_those_of(files: Files | None, texts: Sequence[str]) -> tuple[Verifier, ...]:
    """The keys given, or else those that came with the copy: it may have brought a key to fit its lies."""
    keys = keys_given(texts)
    if not keys and files is not None:
        keys = _parsed(_lines_of(key_lines_of(files)))
    if not keys:
        raise Unreadable(
            "Say which key you trust: --key with the key line the community publishes, or a file that holds it."
        )
    return keys


def policy_in(path: Path) -> Policy:
    """The trust policy in this file."""
    try:
        return Policy.parse(bytes_of(path))
    except Malformed as fault:
        raise Unreadable(f"{path}: {fault}") from fault


def _parsed(lines: Iterable[str]) -> tuple[Verifier, ...]:
    try:
        return tuple(dict.fromkeys(map(Verifier.parse, lines)))
    except Malformed as fault:
        raise Unreadable(str(fault)) from fault


def _lines(text: str) -> list[str]:
    try:
        is_file = Path(text).is_file()
    except (OSError, ValueError):  # too long to be a path, or with characters none can have
        is_file = False
    return _lines_of(bytes_of(Path(text)).decode("utf-8", "replace")) if is_file else [text.strip()]


def _lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
