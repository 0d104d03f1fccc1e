"""Every setting of Penholder, in one typed list: the single source for the program and for docs/settings.md.

A value is looked for in the environment first (``PENHOLDER_PORT``), then in ``penholder.toml`` in the data folder,
then the default stands.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a host may set: its name, what it is when nobody says, and what it is for."""

    name: str
    kind: type[str | int | bool]
    default: str | int | bool
    about: str

    @property
    def variable(self) -> str:
        return f"PENHOLDER_{self.name.upper()}"


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "data",
        str,
        "data",
        "The folder that holds everything: the database, the record's key, uploaded files.",
    ),
    Setting(
        "database_url",
        str,
        "",
        "PostgreSQL to use instead of the embedded database: postgres://name:password@host:port/database.",
    ),
    Setting(
        "host", str, "127.0.0.1", "The address to listen on. The default is reached from this machine only."
    ),
    Setting("port", int, 8017, "The port to listen on."),
    Setting(
        "allowed_hosts",
        str,
        "localhost,127.0.0.1,[::1]",
        "Names this site is reached by, with commas between them.",
    ),
    Setting(
        "https",
        bool,
        False,
        "Say yes when people reach the site over https: cookies are then sent over https only.",
    ),
    Setting(
        "origin",
        str,
        "penholder.invalid/record",
        "The name of the public record: an address prefix without its scheme. Used once, when the key is made; it never changes.",
    ),
    Setting(
        "signer",
        str,
        "",
        "The socket of a signer that runs as a process of its own (`penholder sign`); without it, this process signs.",
    ),
    Setting("time_zone", str, "Europe/London", "The time zone dates are shown in."),
    Setting(
        "exit_url",
        str,
        "https://www.bbc.co.uk/weather",
        "Where “Leave this page” leads: an ordinary page elsewhere.",
    ),
    Setting("debug", bool, False, "For developers only: show what went wrong in the browser."),
)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings in force, each looked up and turned into its type once."""

    values: dict[str, str | int | bool]

    def text(self, name: str) -> str:
        return str(self.values[name])

    def number(self, name: str) -> int:
        return int(self.values[name])

    def yes(self, name: str) -> bool:
        return bool(self.values[name])

    @property
    def data(self) -> Path:
        return Path(self.text("data")).expanduser().resolve()


class BadSetting(ValueError):
    """A setting that can't be read; the sentence says which, and what it should look like."""


def load() -> Config:
    """Read all settings; raises BadSetting with a sentence for the first that can't be read."""
    data = Path(os.environ.get("PENHOLDER_DATA", "data")).expanduser()
    in_file = _file_values(data / "penholder.toml")
    return Config({setting.name: _value(setting, in_file) for setting in SETTINGS})


def _file_values(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        values: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise BadSetting(f"{path} can't be read as TOML: {wrong}") from wrong
    known = {setting.name for setting in SETTINGS}
    for name in values:
        if name not in known:
            raise BadSetting(
                f"{path} sets “{name}”, which Penholder does not know. docs/settings.md lists what it does."
            )
    return values


def _value(setting: Setting, in_file: dict[str, object]) -> str | int | bool:
    given = os.environ.get(setting.variable, in_file.get(setting.name, setting.default))
    if setting.kind is bool:
        return _yes_or_no(setting, given)
    try:
        return setting.kind(str(given))
    except ValueError as wrong:
        raise BadSetting(f"{setting.variable} should be a number, and is “{given}”.") from wrong


def _yes_or_no(setting: Setting, given: object) -> bool:
    word = str(given).strip().lower()
    if word in {"yes", "true", "1", "on"}:
        return True
    if word in {"no", "false", "0", "off", ""}:
        return False
    raise BadSetting(f"{setting.variable} should be yes or no, and is “{given}”.")
