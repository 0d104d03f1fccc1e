"""Words that need no database, said in a process of their own from which Django is taken away."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_WITHOUT_DJANGO = "import sys; sys.modules['django'] = None; from penholder.__main__ import main; sys.exit(main(sys.argv[1:]))"


def said(*words: str | Path) -> subprocess.CompletedProcess[bytes]:
    """What came of it: exit code, and what was printed on either side, in bytes."""
    command = [sys.executable, "-c", _WITHOUT_DJANGO, *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=300)
