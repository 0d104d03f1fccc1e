"""The witness on the web: four addresses, as the public protocol has them, and a page for people. No sessions, no logs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from penholder.pure.ledger.conflict import STRAY, write_blocks
from penholder.pure.ledger.witness import REQUEST_BYTES_MAX, with_signatures
from penholder.witness.memory import Desk
from penholder.witness.page import HTML, front_page, told_conflicts
from penholder.witness.seeing import PLAIN, Reply, Witness

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

ADD = "/add-checkpoint"
_OF_A_LOG = re.compile(r"/([0-9a-f]{64})/(checkpoint|conflicts|strays)")
_NOT_FOUND = Reply(HTTPStatus.NOT_FOUND, "There is nothing here.\n")
_HEADERS = (
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-cache"),
)


def application(witness: Witness) -> WSGIApplication:
    """What a WSGI server runs."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        reply, more = _reply(witness, environ)
        body = reply.body.encode()
        status = f"{reply.status.value} {reply.status.phrase}"
        size = ("Content-Length", str(len(body)))
        start_response(status, [("Content-Type", reply.kind), size, *_HEADERS, *more])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    return answer


def _reply(witness: Witness, environ: WSGIEnvironment) -> tuple[Reply, list[tuple[str, str]]]:
    path, method = environ.get("PATH_INFO", "/"), environ["REQUEST_METHOD"]
    if path == ADD:
        return (_add(witness, environ), []) if method == "POST" else _not_allowed("POST")
    show = _page_at(path)
    if show is None:
        return _NOT_FOUND, []
    if method not in {"GET", "HEAD"}:
        return _not_allowed("GET, HEAD")
    return show(witness), []


def _add(witness: Witness, environ: WSGIEnvironment) -> Reply:
    raw = environ["wsgi.input"].read(REQUEST_BYTES_MAX + 1)
    if len(raw) > REQUEST_BYTES_MAX:
        return Reply(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A request has at most {REQUEST_BYTES_MAX:,} bytes.\n"
        )
    return witness.see(raw)


def _page_at(path: str) -> Callable[[Witness], Reply] | None:
    if path == "/":
        return _front
    found = _OF_A_LOG.fullmatch(path)
    if found is None:
        return None
    place, what = found.groups()
    tell = {"checkpoint": _checkpoint, "conflicts": _conflicts, "strays": _strays}[what]
    return lambda witness: _told_of(witness, place, tell)


def _told_of(witness: Witness, place: str, tell: Callable[[Desk, str], Reply]) -> Reply:
    with witness.memory.reading() as desk:
        origin = desk.origin_at(place)
        return _NOT_FOUND if origin is None else tell(desk, origin)


def _front(witness: Witness) -> Reply:
    with witness.memory.reading() as desk:
        return Reply(HTTPStatus.OK, front_page(witness.cosigner.verifier, desk), HTML)


def _checkpoint(desk: Desk, origin: str) -> Reply:
    latest = desk.latest(origin)
    if latest is None:
        return Reply(HTTPStatus.NOT_FOUND, "This witness has not signed a checkpoint of this log yet.\n")
    return Reply(HTTPStatus.OK, with_signatures(latest.note, [latest.line]), PLAIN)


def _conflicts(desk: Desk, origin: str) -> Reply:
    return Reply(HTTPStatus.OK, told_conflicts(origin, desk.conflicts(origin)))


def _strays(desk: Desk, origin: str) -> Reply:
    """The notes one below the other, for whoever has the entries to tell whether they fit."""
    return Reply(HTTPStatus.OK, write_blocks((STRAY, note) for note in desk.strays(origin)))


def _not_allowed(allowed: str) -> tuple[Reply, list[tuple[str, str]]]:
    reply = Reply(HTTPStatus.METHOD_NOT_ALLOWED, f"Only {allowed} works here.\n")
    return reply, [("Allow", allowed)]
