"""A place on the web of this machine that serves the files of a log, well or badly."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Served:
    """A place that serves files by their paths; ``answers`` are given instead, once each, before anything else.

    ``meanwhile`` is what happens while a file is being fetched.
    """

    files: Mapping[str, bytes]
    packed: bool = False
    answers: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    location: str = ""
    address: str = ""
    meanwhile: Callable[[str], object] = str


@contextmanager
def serving(files: Mapping[str, bytes]) -> Iterator[Served]:
    """These files, below an address."""
    place = Served(files)

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.removeprefix("/record/")
            place.asked.append(name)
            place.meanwhile(name)
            raw = place.files.get(name)
            status = place.answers.pop(0) if place.answers else 200 if raw is not None else 404
            self.send_response(status)
            if status == 302:
                self.send_header("Location", place.location)
            body = (gzip.compress(raw or b"") if place.packed else raw) if status == 200 else b"no"
            if place.packed and status == 200:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    place.address = f"http://127.0.0.1:{server.server_port}/record"
    running = threading.Thread(target=server.serve_forever, args=(0.01,))
    running.start()
    try:
        yield place
    finally:
        server.shutdown()
        running.join()
        server.server_close()
