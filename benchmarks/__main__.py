"""``python -m benchmarks``: a page of 42 statements, and one web response from open to receipt, beside a bare Django view.

Writes docs/performance.md. Every figure of a table comes from one run on one machine; the ratio is what counts.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.load import CLIENTS, Client, Figures, Round, hidden, measure
from tests.journeys.site import free_port, wait_until_answered

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
TIMES = 3
WHOLE = "/c/fen-peer-group/frameworks/forty-two/versions/1/whole/"
CONSULTATION = "/c/fen-peer-group/consultations/forty-two-statements/"


def read_page(client: Client) -> None:
    """The whole text of a version with 42 statements."""
    client.get(WHOLE)


def send_response(client: Client) -> None:
    """From the consultation's page to the receipt file: read, answer, check, send, take the receipt."""
    client.get(CONSULTATION)
    written = client.get(f"{CONSULTATION}respond/1/")
    token = hidden(written, "csrfmiddlewaretoken")
    box = written.split('-text"', 1)[0].rsplit('name="', 1)[1]
    checked = client.post(
        f"{CONSULTATION}respond/1/",
        {
            "csrfmiddlewaretoken": token,
            f"{box}-stance": "reword",
            f"{box}-text": "Say whose pace.",
            "go": "check",
        },
    )
    fields = {name: hidden(checked, name) for name in ("csrfmiddlewaretoken", "writing", "made")}
    client.post(f"{CONSULTATION}check/", {**fields, "website": ""})
    client.get(f"{CONSULTATION}receipt/")


def look(client: Client) -> None:
    """The peer, so often that connecting weighs as little as it does in the other rounds."""
    for _ in range(20):
        client.get("/")


def run() -> None:
    """Measure everything in turn, three times, and write the medians down."""
    with tempfile.TemporaryDirectory() as folder, _servers(Path(folder)) as (ours, bare):
        for port, warm in ((ours, read_page), (ours, send_response), (bare, look)):
            measure(port, warm, rounds=3)
        found: dict[str, list[Figures]] = {"bare": [], "page": [], "response": []}
        for number in range(1, TIMES + 1):
            print(f"round {number} of {TIMES}", flush=True)
            found["bare"].append(measure(bare, look, rounds=60))
            found["page"].append(measure(ours, read_page, rounds=100))
            found["response"].append(measure(ours, send_response, rounds=25))
        middle = {name: _median(rows) for name, rows in found.items()}
    PAGE.write_text(_written(middle), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


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


def _median(rows: list[Figures]) -> Figures:
    return Figures(
        *(statistics.median(getattr(row, name) for row in rows) for name in ("rate", "request", "round"))
    )


def _written(found: dict[str, Figures]) -> str:
    bare = found["bare"]
    names = {
        "bare": "a bare Django view, 12 kB",
        "page": "a page of 42 statements",
        "response": "one web response, open to receipt",
    }
    rows = [
        f"| {names[name]} | {one.rate:,.0f} | {one.request:.1f} ms | {one.round:.1f} ms | {one.request / bare.request:.1f} | {bare.rate / one.rate:.1f} |"
        for name, one in found.items()
    ]
    return (
        "\n".join(
            [
                "# Performance",
                "",
                "Made by `python -m benchmarks`; do not edit. Each row was measured in the same run, one after the other, three times; the medians stand here.",
                f"{CLIENTS} clients at once, SQLite with synchronous=FULL, the embedded server with 8 threads, everything on one machine",
                f"({os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; other work may have been running, so trust the ratios).",
                "",
                "| what | requests/s | median of a request | median of the whole | request ÷ bare | bare ÷ requests/s |",
                "|---|---|---|---|---|---|",
                *rows,
                "",
                "The peer is a bare Django view behind the same server: no database, no session, no template. A response from open to receipt is seven",
                "requests: the consultation, its first part, the answers (with a redirect to the check page), the sending (with a redirect to the",
                "confirmation), and the receipt file with its proof. Each sent response is on disk, in the record and signed before it is acknowledged.",
                "",
                "Query counts do not depend on load: a page of 42 statements takes at most ten queries, and tests hold it to that.",
            ]
        )
        + "\n"
    )


if __name__ == "__main__":
    run()
