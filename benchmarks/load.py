"""A small load: so many clients, each with a connection of its own, each going through a round of requests again and again."""

from __future__ import annotations

import gzip
import http.client
import re
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

CLIENTS = 4


@dataclass(slots=True)
class Client:
    """One visitor: a connection that stays open, its cookies, and how long each request took, in seconds."""

    port: int
    took: list[float] = field(default_factory=list)
    posted: list[float] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str) -> str:
        return self._send("GET", path, "")

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Post, and follow where it leads."""
        return self._send("POST", path, urlencode(fields))

    def _send(self, method: str, path: str, body: str) -> str:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept-Encoding": "gzip",
        }
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        begun = time.perf_counter()
        self.connection.request(method, path, body or None, headers)
        answer = self.connection.getresponse()
        sent = answer.read()
        self.took.append(time.perf_counter() - begun)
        if body:
            self.posted.append(self.took[-1])
        for given in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(given).items()})
        if answer.status in {301, 302, 303}:
            return self.get(answer.headers["Location"])
        if answer.status != http.client.OK:
            raise RuntimeError(f"{method} {path} answered {answer.status}")
        plain = gzip.decompress(sent) if answer.headers["Content-Encoding"] == "gzip" else sent
        return plain.decode("utf-8", "replace")


Round = Callable[[Client], None]


@dataclass(frozen=True, slots=True)
class Load:
    """What one measurement gave: requests and rounds each second, and every time taken, in milliseconds."""

    requests_a_second: float
    rounds_a_second: float
    request: float
    round: float
    last_post: float


def measure(port: int, round_of: Round, *, rounds: int, clients: int = CLIENTS) -> Load:
    """Let ``clients`` go through the round ``rounds`` times each, side by side; times are medians."""
    visited: list[Client] = []
    failed: list[BaseException] = []

    def visit() -> None:
        for _ in range(rounds):
            client = Client(port)
            try:
                round_of(client)
            except Exception as wrong:  # noqa: BLE001  raised below: nobody hears a thread
                failed.append(wrong)
                return
            finally:
                client.connection.close()
            visited.append(client)

    begun = time.perf_counter()
    threads = [threading.Thread(target=visit) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    whole = time.perf_counter() - begun
    took = [seconds for client in visited for seconds in client.took]
    last_posts = [client.posted[-1] for client in visited if client.posted]
    return Load(
        requests_a_second=len(took) / whole,
        rounds_a_second=len(visited) / whole,
        request=statistics.median(took) * 1000,
        round=statistics.median(sum(client.took) for client in visited) * 1000,
        last_post=statistics.median(last_posts) * 1000 if last_posts else 0.0,
    )


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    return found(rf'name="{name}" value="([^"]*)"', page)


def found(pattern: str, page: str) -> str:
    """What a pattern captures from a page that is known to hold it."""
    match = re.search(pattern, page)
    if match is None:
        raise RuntimeError(f"the page holds nothing like {pattern}")
    return match.group(1)
