"""Erased is gone: no planted word is left anywhere this site keeps anything, and nobody can prove or guess what it was.

Files are searched byte by byte, on SQLite the database's own, on PostgreSQL the server's data folder.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest

from penholder.pure.ledger.base64_text import to_base64url
from penholder.pure.ledger.disclosure import digest, disclose
from penholder.pure.ledger.enclosure import open_receipt
from penholder.pure.ledger.entry import EntryBody
from penholder.pure.ledger.keys import Verifier
from penholder.pure.ledger.receipt import Receipt
from penholder.record import store
from penholder.record.folder import RecordFolder
from tests.journeys.site import ROOT
from tests.servers.postgres import KillablePostgres, newest_tools

WORDS = ROOT / "tests" / "record" / "planting.py"


@dataclass(frozen=True, slots=True)
class Planted:
    """A site of its own: before and after the erasure, and what its processes said aloud."""

    data: Path
    environment: dict[str, str]
    told: dict[str, Any]
    before: frozenset[str]
    """Which planted words stood in the files before."""
    backup: Path
    aloud: list[str] = field(default_factory=list)

    @property
    def folder(self) -> RecordFolder:
        return RecordFolder(self.data)


@pytest.fixture(scope="module")
def erased(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    """Everything planted, and then corrected, taken out or erased."""
    data = tmp_path_factory.mktemp("planted")
    with _database_of_its_own() as database:
        environment = {
            **os.environ,
            "PATH": f"{newest_tools()}{os.environ['PATH']}",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "PENHOLDER_DATA": str(data),
            "PENHOLDER_DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "penholder.project.settings",
            "PYTHONIOENCODING": "utf-8",
        }
        aloud: list[str] = []
        told = _run("plant", environment, aloud)
        before = _found(_places(data, environment))
        backup = _back_up(tmp_path_factory.mktemp("backups"), environment)
        purged = _run("erase", environment, aloud, json.dumps(told))
        assert purged == {"purged": True}
        yield Planted(data, environment, told, before, backup, aloud)


@contextmanager
def _database_of_its_own() -> Iterator[str]:
    """The embedded database; or a whole server, so that its files are nobody else's."""
    if not os.environ.get("PENHOLDER_DATABASE_URL"):
        yield ""
        return
    with KillablePostgres.running() as server:
        yield server.url


def _run(what: str, environment: dict[str, str], aloud: list[str], given: str = "") -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.record.planting", what],
        env=environment,
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    aloud.append(done.stderr)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


# what is looked for, and where


def _planted() -> tuple[str, ...]:
    """The words, read from the program that plants them without running it."""
    text = WORDS.read_text(encoding="utf-8")
    listed = text.split("PLANTED = ", 1)[1].split(")", 1)[0] + ")"
    words: tuple[str, ...] = eval(listed)  # noqa: S307  our own list of words, and nothing else
    return words


def _written(word: str) -> set[bytes]:
    """Every way in which the words may stand in a file."""
    plain = word.encode()
    escaped = json.dumps(word)[1:-1].encode()
    forms = {plain, escaped, word.encode("utf-16-le"), word.encode("utf-16-be"), plain.hex().encode()}
    forms |= {plain.replace(b"'", b"''"), word.casefold().encode()}
    for shift in range(3):
        inside = base64.b64encode(b"\0" * shift + plain)
        whole = inside[4 if shift else 0 : len(inside) // 4 * 4 - 4]
        forms |= {whole, whole.translate(bytes.maketrans(b"+/", b"-_"))}
    return forms


def _salts(told: dict[str, Any]) -> set[bytes]:
    found: set[bytes] = set()
    for text in told["salts"]:
        raw = bytes.fromhex(text)
        assert len(raw) == 32
        found |= {
            raw,
            text.encode(),
            text.upper().encode(),
            to_base64url(raw).encode(),
            base64.b64encode(raw),
        }
    return found


def _places(data: Path, environment: dict[str, str]) -> dict[str, bytes]:
    """Every file of the site, and of its database server where that can be reached; else all its tables."""
    places = {str(path): path.read_bytes() for path in data.rglob("*") if path.is_file()}
    if environment["PENHOLDER_DATABASE_URL"]:
        places |= _places_on_postgres(environment["PENHOLDER_DATABASE_URL"])
    return places


def _places_on_postgres(database: str) -> dict[str, bytes]:
    with psycopg.connect(database, autocommit=True) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
        folder = Path(str(row[0])) if row else Path("/nowhere")
        if os.access(folder, os.R_OK):
            return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {str(name): _table_of(connection, str(name)) for (name,) in tables}


def _table_of(connection: psycopg.Connection[Any], name: str) -> bytes:
    with connection.cursor().copy(f'COPY "{name}" TO STDOUT') as copy:
        return b"".join(bytes(block) for block in copy)


def _found(places: dict[str, bytes]) -> frozenset[str]:
    everything = tuple(places.values())
    return frozenset(
        word for word in _planted() if any(form in data for form in _written(word) for data in everything)
    )


def _traces(needles: set[bytes], places: dict[str, bytes]) -> list[str]:
    return sorted(
        f"{needle!r} in {place}" for needle in needles for place, data in places.items() if needle in data
    )


def _everything_planted(told: dict[str, Any]) -> set[bytes]:
    needles = {form for word in _planted() for form in _written(word)}
    needles |= _salts(told)
    needles |= {text.encode() for text in told["disclosures"]}
    file = bytes.fromhex(told["file"])
    return needles | {file[:200], file[-200:], sha256(file).hexdigest().encode()}


# the tests


def test_the_search_would_find_what_it_looks_for(erased: Planted) -> None:
    assert len(_planted()) > 20
    # The names in the comment table stand in its tables too, and the file itself is packed.
    assert erased.before == frozenset(_planted())


def test_nothing_that_was_planted_is_left_in_any_file(erased: Planted) -> None:
    places = _places(erased.data, erased.environment)
    assert any("penholder.sqlite3" in place or "base/" in place for place in places)
    assert _traces(_everything_planted(erased.told), places) == []


def test_nothing_that_was_planted_is_shown_or_kept_in_a_session_or_said_aloud(erased: Planted) -> None:
    assert _run("look", erased.environment, erased.aloud)["seen"] == []
    assert [word for word in _planted() if any(word in said for said in erased.aloud)] == []


def test_the_log_still_verifies_and_tells_what_was_done(erased: Planted) -> None:
    sealed = store.newest(erased.folder)
    assert sealed is not None
    tree = store.tree_of(erased.folder, sealed.size)
    assert tree.root() == sealed.root
    bodies = [EntryBody.parse(body) for body in store.entries_from(erased.folder, 0, sealed.size)]
    kinds = [body.type for body in bodies]
    assert [kinds.count(f"response.{act}") for act in ("corrected", "withdrawn", "redacted", "erased")] == [
        1,
        1,
        2,
        5,
    ]
    assert kinds.count("words.redacted") == 2


def _opened(erased: Planted, name: str) -> dict[str, Any]:
    keys = [Verifier.parse(line) for line in (erased.data / "log" / "key").read_text().split()]
    opened = open_receipt(Receipt.parse(erased.told["receipts"][name]), keys=keys)
    return {word.name: word.value for word in opened.words}


def test_a_receipt_taken_before_still_opens_what_its_holder_said(erased: Planted) -> None:
    """Honest about it: what people hold in their own hands is theirs, and proves itself."""
    assert _opened(erased, "web") == dict(erased.told["words"])


def test_nobody_who_knows_the_words_can_confirm_them_without_the_receipt(erased: Planted) -> None:
    """The attacker holds the whole log, every word that was said, every salt that is left anywhere, and others' receipts."""
    sealed = store.newest(erased.folder)
    assert sealed is not None
    bodies = [EntryBody.parse(body) for body in store.entries_from(erased.folder, 0, sealed.size)]
    target = frozenset(bodies[erased.told["entry"]].sd)
    assert len(target) % 8 == 0
    salts = [bytes.fromhex(text) for text in _run("look", erased.environment, erased.aloud)["salts"]]
    assert len(salts) > 20
    others = Receipt.parse(erased.told["receipts"]["stays"]).extra
    known = [bytes(32), b"\xff" * 32, sha256(others).digest()]
    known += [sha256(body.to_bytes()).digest() for body in bodies]
    known += [sha256(value.encode()).digest() for _, value in erased.told["words"]]
    true = [(name, value) for name, value in erased.told["words"]]
    assert len(true) > 6
    for salt, (name, value) in itertools.product((*salts, *known), true):
        assert digest(disclose(salt, name, value)) not in target
    for name, value in true:
        for text in (value, f"{name}{value}", json.dumps(["", name, value], ensure_ascii=False)):
            for written in (text.encode(), to_base64url(text.encode()).encode()):
                assert to_base64url(sha256(written).digest()) not in target
    held = dict(erased.told["words"])
    with_the_salt = [digest(text) for text in erased.told["disclosures"]]
    assert held
    assert target & set(with_the_salt), "whoever has the salts, as the receipt has them, can"


def test_a_purge_that_somebody_stands_in_the_way_of_is_remembered_and_made_up_for(erased: Planted) -> None:
    with _in_the_way(erased):
        assert _run("purge", erased.environment, erased.aloud) == {"purged": False}
    assert (erased.data / "purge-due").is_file()
    assert _run("start", erased.environment, erased.aloud) == {"purged": True}
    assert not (erased.data / "purge-due").exists()


@contextmanager
def _in_the_way(erased: Planted) -> Iterator[None]:
    """Somebody who reads from before the purge to after it, as a long report does."""
    database = erased.environment["PENHOLDER_DATABASE_URL"]
    if database:
        with psycopg.connect(database) as reading:
            reading.execute("SELECT text FROM consultations_answer")
            yield
        return
    with closing(sqlite3.connect(erased.data / "penholder.sqlite3", isolation_level=None)) as reading:
        reading.execute("BEGIN")
        reading.execute("SELECT text FROM consultations_answer").fetchall()
        yield


def test_what_an_older_backup_brings_back_is_erased_again_by_the_log(erased: Planted) -> None:
    assert _words_in(erased.backup)
    said = _penholder(erased.environment, "restore", str(erased.backup))
    assert "erasures made again" in said
    places = _places(erased.data, erased.environment)
    assert _traces(_everything_planted(erased.told), places) == []
    assert _run("look", erased.environment, erased.aloud)["seen"] == []


def _back_up(to: Path, environment: dict[str, str]) -> Path:
    """As the host makes one, before anything was erased; kept outside the data folder."""
    _penholder(environment, "backup", "--to", str(to))
    (backup,) = to.glob("*Z")
    return backup


def _words_in(backup: Path) -> frozenset[str]:
    """What the backup still holds: the planted words of the time."""
    dump = backup / "database.pgdump"
    if not dump.is_file():
        return _found({str(path): path.read_bytes() for path in backup.rglob("*") if path.is_file()})
    program = Path(newest_tools().rstrip(os.pathsep)) / "pg_restore"
    told = subprocess.run([str(program), "--file=-", str(dump)], capture_output=True, check=True)
    return _found({"dump": told.stdout})


def _penholder(environment: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "penholder", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
