"""The most memory this process ever held. Not by getrusage: there a child begins with what its parent held."""

import re
from pathlib import Path


def peak_megabytes() -> float:
    """In MB of 1,048,576 bytes, as Linux counts it."""
    said = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    if said is None:
        raise OSError("/proc/self/status does not say how much memory there was")
    return int(said[1]) / 1024
