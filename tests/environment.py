"""Loaded before Django is: a data folder of this run's own, so that no test touches anybody's real one."""

from __future__ import annotations

import os
import tempfile

os.environ["PENHOLDER_DATA"] = tempfile.mkdtemp(prefix="penholder-test-")
