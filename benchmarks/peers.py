"""A peer runs in an environment of its own, made here from its lock: nothing of it comes into ours."""

from __future__ import annotations

import subprocess
import venv
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def interpreter_with(name: str) -> Path:
    """The Python that has what ``requirements-NAME.txt`` locks; made once, and again when that changes."""
    lock = Path(__file__).with_name(f"requirements-{name}.txt")
    made = ROOT / ".cache" / f"{name}-{sha256(lock.read_bytes()).hexdigest()[:12]}"
    interpreter = made / "bin" / "python"
    if not (made / "ready").is_file():
        venv.create(made, with_pip=True, clear=True)
        install = ("-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock))
        subprocess.run([str(interpreter), *install], check=True)
        (made / "ready").touch()
    return interpreter
