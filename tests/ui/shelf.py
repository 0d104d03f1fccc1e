"""Pages drawn once by the real site and then served as they are, so that a browser can look at them often and fast."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.http import HttpResponseBase
from django.test import Client

KEPT_HEADERS = ("Content-Type", "Content-Encoding", "Content-Security-Policy")


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer of the site, byte for byte as it is sent."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        whole = gzip.decompress(self.body) if "Content-Encoding" in self.headers else self.body
        return whole.decode()


@dataclass(slots=True)
class Shelf:
    """Answers by their address, and where a browser finds them."""

    url: str = ""
    kept: dict[str, Kept] = field(default_factory=dict)

    def keep(self, client: Client, path: str) -> Kept:
        """Ask the site for a page as a browser does, and keep what it answers."""
        return self.put(path, client.get(path, headers={"Accept-Encoding": "gzip"}))

    def put(self, path: str, answer: HttpResponseBase) -> Kept:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined, arg-type]  # one of the two is there
        headers = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
        self.kept[path] = Kept(answer.status_code, headers, body)
        return self.kept[path]


@contextmanager
def serving(shelf: Shelf) -> Iterator[Shelf]:
    """The shelf at an address of this machine."""

    class FromShelf(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            kept = shelf.kept.get(self.path, Kept(404, {}, b""))
            self.send_response(kept.status)
            for name, value in kept.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(kept.body)))
            self.end_headers()
            self.wfile.write(kept.body)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), FromShelf) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        shelf.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield shelf
        finally:
            server.shutdown()
            thread.join()
