"""The real site in a process of its own, on whichever database this run is on."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: where it is, where it keeps everything, and the link its coordinator signs in by."""

    url: str
    data: Path
    sign_in: str
    environment: dict[str, str]

    def penholder(self, *words: str) -> subprocess.CompletedProcess[str]:
        """The command line, with this site's settings."""
        return subprocess.run(
            [sys.executable, "-m", "penholder", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """A site with one community and its coordinator, in an empty database."""
    with empty_database() as database:
        port = free_port()
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "PENHOLDER_DATA": str(folder),
            "PENHOLDER_PORT": str(port),
            "PENHOLDER_DATABASE_URL": database,
            "PENHOLDER_ORIGIN": "record.example/journey",
        }
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        init = [
            sys.executable,
            "-m",
            "penholder",
            "init",
            "--community",
            "Marram Peer Group",
            "--coordinator",
            "Ida Vane",
        ]
        said = subprocess.run(init, env=environment, capture_output=True, text=True, check=True).stdout
        sign_in = re.findall(r"^http\S+$", said, re.MULTILINE)[-1]
        with subprocess.Popen(
            [sys.executable, "-m", "penholder", "serve"], env=environment, stdout=subprocess.DEVNULL
        ) as server:
            try:
                url = f"http://127.0.0.1:{port}"
                wait_until_answered(url, server)
                yield Site(url, folder, sign_in, environment)
            finally:
                server.terminate()


@contextmanager
def empty_database() -> Iterator[str]:
    """The address of a database nobody has used yet; empty for SQLite, which makes its own in the data folder."""
    if not _server():
        yield ""
        return
    with _new_database(like="template1") as database:
        yield database


@dataclass(frozen=True, slots=True)
class Tables:
    """A database with all tables and nothing in them. Whoever begins with a copy need not wait while they are made.

    ``database`` is its address, empty for SQLite; then it is ``file``.
    """

    database: str
    file: Path

    @contextmanager
    def copied(self, data: Path) -> Iterator[str]:
        """The address of a copy, as from ``empty_database``, for a site that keeps everything in this folder."""
        if not self.database:
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copy(self.file, data)
            yield ""
            return
        with _new_database(like=urlsplit(self.database).path.strip("/")) as database:
            yield database


@contextmanager
def made_tables(folder: Path) -> Iterator[Tables]:
    """Have the site make its tables, as it does when it first starts."""
    with empty_database() as database:
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "penholder.project.settings",
            "PENHOLDER_DATA": str(folder),
            "PENHOLDER_DATABASE_URL": database,
        }
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--verbosity=0"], env=environment, check=True
        )
        yield Tables(database, folder / "penholder.sqlite3")


@contextmanager
def _new_database(*, like: str) -> Iterator[str]:
    server, name = _server(), f"site_{os.getpid()}_{time.monotonic_ns()}"
    making, dropping = sql.SQL("CREATE DATABASE {} TEMPLATE {}"), sql.SQL("DROP DATABASE {} WITH (FORCE)")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(making.format(sql.Identifier(name), sql.Identifier(like)))
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(dropping.format(sql.Identifier(name)))


def _server() -> str:
    """The address of the server that this run is on; empty for SQLite."""
    return os.environ.get("PENHOLDER_DATABASE_URL", "")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_answered(url: str, server: subprocess.Popen[bytes], patience: float = 60) -> None:
    """Wait until the site answers; says so where it stopped instead."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the site stopped with {server.returncode} before it answered")
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.05)
    raise RuntimeError(f"the site did not answer within {patience:.0f} seconds")
