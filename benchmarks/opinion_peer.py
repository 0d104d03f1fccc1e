"""red-dwarf on the same votes: components, positions and groups. Runs in an environment of its own, and says how it did.

``opinion_peer.py VOTES.npz``: what is timed begins with the matrix of votes in memory, filled in here, so that reading
them counts for neither side.
"""

import json
import sys
import time

import numpy as np
import pandas as pd
from peak import peak_megabytes
from reddwarf.utils.clusterer.base import run_clusterer
from reddwarf.utils.matrix import get_clusterable_participant_ids
from reddwarf.utils.reducer.base import run_reducer


def main() -> None:
    given = np.load(sys.argv[1])
    table = np.full((int(given["people"]), int(given["statements"])), np.nan)
    table[given["person"], given["statement"]] = given["value"]
    matrix = pd.DataFrame(table)
    begun = time.perf_counter()
    people, _, _ = run_reducer(vote_matrix=matrix.values, reducer="pca", random_state=1)
    places = pd.DataFrame(people, index=matrix.index)
    inside = get_clusterable_participant_ids(matrix, vote_threshold=7)
    groups = run_clusterer(
        clusterer="kmeans",
        X_participants_clusterable=places.loc[inside, :].values,
        max_group_count=5,
        random_state=1,
    )
    took = time.perf_counter() - begun
    peak = peak_megabytes()
    print(json.dumps({"seconds": took, "megabytes": peak, "groups": len(set(groups.labels_))}))


if __name__ == "__main__":
    main()
