"""A log at a web address: any place that serves the static files."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import IO
from urllib.parse import urlsplit

from penholder.copies.files import CHECKPOINT, Together, Unreadable, require_size
from penholder.pure.ledger.proven import Malformed

_SCHEMES = frozenset({"http", "https"})
_SECONDS = 20.0
_TRIES = 3
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_UNZIP_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Web:
    """The files of a log below an address; ``pause`` is how long to wait before a second try, in seconds."""

    prefix: str
    pause: float = 1.0

    @classmethod
    def at(cls, address: str) -> Web:
        """The log at this address, with or without a slash at the end, or that of its checkpoint itself."""
        parts = urlsplit(address)
        if parts.scheme not in _SCHEMES or not parts.hostname or parts.query or parts.fragment:
            raise Unreadable(
                f"{address} is not the address of a log: it would be like https://name.example/record/."
            )
        return cls(address.removesuffix(f"/{CHECKPOINT}").rstrip("/") + "/")

    @property
    def where(self) -> str:
        return self.prefix

    @property
    def together(self) -> Together:
        return Together.THREADS

    def read(self, name: str, *, most: int) -> bytes | None:
        for left in reversed(range(_TRIES)):
            try:
                return self._fetched(name, most)
            except (OSError, http.client.HTTPException) as fault:
                if left == 0 or not _may_pass(fault):
                    raise Unreadable(f"{self.prefix}{name} cannot be fetched: {_reason(fault)}") from fault
            time.sleep(self.pause)
        return None

    def names(self) -> Iterator[str]:
        yield from ()

    def _fetched(self, name: str, most: int) -> bytes | None:
        asked = urllib.request.Request(  # noqa: S310  the scheme was looked at, and the opener knows no others
            self.prefix + name,
            headers={"Accept-Encoding": "gzip, identity", "User-Agent": "penholder-audit"},
        )
        try:
            with _opener().open(asked, timeout=_SECONDS) as answer:
                return _unpacked(name, answer, answer.headers.get("Content-Encoding", ""), most)
        except urllib.error.HTTPError as fault:
            with fault:
                if fault.code in _GONE:
                    return None
                raise


@cache
def _opener() -> urllib.request.OpenerDirector:
    """An opener of web addresses and of nothing else: no redirect leads it to a file of this machine."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _unpacked(name: str, answer: IO[bytes], encoding: str, most: int) -> bytes:
    raw = answer.read(most + 1)
    if encoding.strip().lower() in {"", "identity"}:
        return require_size(name, raw, most)
    if encoding.strip().lower() not in {"gzip", "x-gzip"}:
        raise Malformed(f"{name} was sent packed in a way nobody asked for ({encoding[:20]}).")
    unpacking = zlib.decompressobj(_UNZIP_GZIP)
    try:
        whole = unpacking.decompress(require_size(name, raw, most), most + 1)
    except zlib.error as fault:
        raise Malformed(f"{name} was sent packed, and the packing is damaged.") from fault
    if len(whole) <= most and not unpacking.eof:
        raise Malformed(f"{name} was sent packed, and it breaks off.")
    return require_size(name, whole, most)


def _may_pass(fault: Exception) -> bool:
    """Whether to try again: the line was cut, or the server is busy; not where it gave a clear answer."""
    if isinstance(fault, urllib.error.HTTPError):
        return fault.code >= HTTPStatus.INTERNAL_SERVER_ERROR or fault.code == HTTPStatus.TOO_MANY_REQUESTS
    return True


def _reason(fault: Exception) -> str:
    if isinstance(fault, urllib.error.HTTPError):
        return f"the server answered {fault.code} ({fault.reason})."
    if isinstance(fault, TimeoutError) or isinstance(getattr(fault, "reason", None), TimeoutError):
        return f"there was no answer within {_SECONDS:.0f} seconds. Try again later."
    inner = getattr(fault, "reason", None) or fault
    return f"{getattr(inner, 'strerror', None) or inner}. Look at the address, and try again later."
