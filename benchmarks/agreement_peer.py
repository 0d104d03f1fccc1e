"""The peer's half of the comparison with krippendorff: run by an interpreter that has it, and never imported by us.

Told on the command line where the table of ratings is and which level; says on its output, as JSON, alpha, the fewest
seconds of the processor it took and the most megabytes.
"""

from __future__ import annotations

import json
import sys
import time

import krippendorff  # type: ignore[import-not-found]  # only there has it
import numpy as np
from peak import peak_megabytes

TIMES = 5
LONG_ENOUGH = 2.0  # seconds, after which it is not asked again


def measure(path: str, level: str) -> dict[str, float]:
    """Alpha as a caller gets it, the quickest of some times."""
    table = np.load(path)
    took: list[float] = []
    while len(took) < TIMES and sum(took) < LONG_ENOUGH:
        begun = time.process_time()
        alpha = krippendorff.alpha(reliability_data=table, level_of_measurement=level)
        took.append(time.process_time() - begun)
    most = peak_megabytes()
    return {"alpha": float(alpha), "seconds": min(took), "megabytes": most}


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], sys.argv[2])))
