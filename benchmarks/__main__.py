"""``python -m benchmarks``: pages of 42 statements, and a web response from open to receipt, beside a bare Django view.

The record at scale is in ``benchmarks.record``. Writes docs/performance.md. Every figure of the table comes from one run on one machine; the ratio is what counts.
"""

from __future__ import annotations

import gzip
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from tests.journeys.site import free_port, wait_until_answered

from benchmarks import record
from benchmarks.load import CLIENTS, Client, found, hidden, measure

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
TIMES = 3
COMMUNITY = "/c/fen-peer-group/"
WHOLE = f"{COMMUNITY}frameworks/forty-two/versions/1/whole/"
MAP = f"{COMMUNITY}frameworks/forty-two/"
HEARD = f"{COMMUNITY}listening/over/heard/"
CONSULTATION = f"{COMMUNITY}consultations/forty-two-statements/"


@dataclass(frozen=True, slots=True)
class Measured:
    """What one row of the table says: with one client how long it takes, with four how much is done in a second."""

    time: float
    rate: float


def read(address: str, times: int) -> Callable[[Client], None]:
    """One page again and again, over one connection."""

    def read_it(client: Client) -> None:
        for _ in range(times):
            client.get(address)

    return read_it


def send_response(client: Client) -> None:
    """From the consultation's page to the receipt file: read, answer, check, send, take the receipt."""
    client.get(CONSULTATION)
    written = client.get(f"{CONSULTATION}respond/1/")
    box = found(r'name="(s\d+)-text"', written)
    answers = {
        "csrfmiddlewaretoken": hidden(written, "csrfmiddlewaretoken"),
        f"{box}-stance": "reword",
        f"{box}-text": "Say whose pace.",
        "go": "check",
    }
    checked = client.post(f"{CONSULTATION}respond/1/", answers)
    fields = {name: hidden(checked, name) for name in ("csrfmiddlewaretoken", "writing", "made")}
    client.post(f"{CONSULTATION}check/", {**fields, "website": ""})
    client.get(f"{CONSULTATION}receipt/")


def run() -> None:
    """Measure everything in turn, three times, and write the medians down."""
    with tempfile.TemporaryDirectory() as folder, _servers(Path(folder)) as (ours, bare):
        pages = {"heard": (ours, HEARD), "whole": (ours, WHOLE), "map": (ours, MAP), "bare": (bare, "/")}
        for port, address in pages.values():
            measure(port, read(address, 5), rounds=3)
        measure(ours, send_response, rounds=3)
        rounds: dict[str, list[Measured]] = {}
        for number in range(1, TIMES + 1):
            print(f"round {number} of {TIMES}", flush=True)
            for name, (port, address) in pages.items():
                rounds.setdefault(name, []).append(_page(port, address))
            for name, row in _response(ours).items():
                rounds.setdefault(name, []).append(row)
        weights = {name: _weight(ours, address) for name, (port, address) in pages.items() if port == ours}
    pages_told = _written({name: _median(rows) for name, rows in rounds.items()}, weights)
    PAGE.write_text(f"{pages_told}\n{record.section()}", encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def _page(port: int, address: str) -> Measured:
    alone = measure(port, read(address, 20), rounds=5, clients=1)
    return Measured(alone.request, measure(port, read(address, 20), rounds=5).requests_a_second)


def _response(port: int) -> dict[str, Measured]:
    """The whole way, a request at a time; and its last step, the sending, which is what has to be on disk."""
    alone = measure(port, send_response, rounds=20, clients=1)
    together = measure(port, send_response, rounds=15)
    return {
        "response": Measured(alone.round, together.requests_a_second),
        "send": Measured(alone.last_post, together.rounds_a_second),
    }


def _weight(port: int, address: str) -> tuple[int, int]:
    """A page with its stylesheet in bytes: as they are sent, and unpacked."""
    page, page_sent = _fetched(port, address)
    sheet, sheet_sent = _fetched(port, found(r'rel="stylesheet" href="([^"]+)"', page.decode("utf-8")))
    return page_sent + sheet_sent, len(page) + len(sheet)


def _fetched(port: int, path: str) -> tuple[bytes, int]:
    asked = Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
    with urlopen(asked) as answer:  # noqa: S310  our own server
        packed = answer.read()
    return gzip.decompress(packed), len(packed)


@contextmanager
def _servers(folder: Path) -> Iterator[tuple[int, int]]:
    ours, bare = free_port(), free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "PENHOLDER_DATA": str(folder),
        "PENHOLDER_PORT": str(ours),
    }
    subprocess.run([sys.executable, "-m", "benchmarks.material"], env=environment, cwd=ROOT, check=True)
    commands = (
        [sys.executable, "-m", "penholder", "serve"],
        [sys.executable, "-m", "benchmarks.bare", str(bare)],
    )
    started = [
        subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
        for command in commands
    ]
    try:
        for port, server in zip((ours, bare), started, strict=True):
            wait_until_answered(f"http://127.0.0.1:{port}/", server)
        yield ours, bare
    finally:
        for server in started:
            server.terminate()
            server.wait()


def _median(rows: list[Measured]) -> Measured:
    return Measured(statistics.median(row.time for row in rows), statistics.median(row.rate for row in rows))


NAMES = {
    "bare": "a bare Django view, 12 kB",
    "heard": "what was said about 42 statements, 3 comments each",
    "whole": "the text of 42 statements on one page",
    "map": "the map of these statements",
    "response": "one web response, open to receipt: 7 requests",
    "send": "sending it: the POST alone",
}


def _written(rows: dict[str, Measured], weights: dict[str, tuple[int, int]]) -> str:
    peer = rows["bare"]
    load = os.getloadavg()[0]
    lines = [
        f"| {words} | {_time(rows[name], peer)} | {' | ' if name == 'send' else _rate(rows[name], peer)} | {_kilobytes(weights.get(name))} |"
        for name, words in NAMES.items()
    ]
    return (
        "\n".join(
            [
                "# Performance",
                "",
                "Made by `python -m benchmarks`; do not edit. Everything was measured in one run, in turn, three times; the medians stand here.",
                "SQLite with synchronous=FULL, the embedded server with 8 threads, server and clients on one machine",
                f"({os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {load:.1f} at the end of the run). Trust the ratios.",
                "",
                f"| what | p50, one client | ÷ bare | requests/s, {CLIENTS} clients | bare ÷ | kB as sent (unpacked), with stylesheet |",
                "|---|---|---|---|---|---|",
                *lines,
                "",
                f"With {CLIENTS} clients, {rows['send'].rate:.0f} responses a second went the whole way from open to receipt.",
                "",
                "The peer is a bare Django view behind the same server: no database, no session, no template. The pages are those a guest sees.",
                "A response from open to receipt is seven requests: the consultation, its first part, the answers (with a redirect to the check",
                "page), the sending (with a redirect to the confirmation), and the receipt file with its proof. What is sent is on disk, in the",
                "record, and under a signed checkpoint before it is acknowledged: four commits, each of which waits for the disk.",
                "",
                "The budgets: a page of 42 statements within 30 ms and 10 queries, a response's POST within 40 ms, a page within 40 kB. Query",
                "counts do not depend on load; `tests/test_budgets.py` holds every main page to its own.",
            ]
        )
        + "\n"
    )


def _time(row: Measured, peer: Measured) -> str:
    return f"{row.time:.1f} ms | {row.time / peer.time:.1f}"


def _rate(row: Measured, peer: Measured) -> str:
    return f"{row.rate:,.0f} | {peer.rate / row.rate:.1f}"


def _kilobytes(weight: tuple[int, int] | None) -> str:
    return f"{weight[0] / 1000:.1f} ({weight[1] / 1000:.1f})" if weight else ""


if __name__ == "__main__":
    run()
