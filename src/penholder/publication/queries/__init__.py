"""Reads: what became of a point, of a response, of a version's every statement, and the tables that say so."""

from __future__ import annotations

from penholder.publication.queries.account import Account, account_of
from penholder.publication.queries.comparing import Comparison, comparison_of
from penholder.publication.queries.fates import ChangeShown, Decision, Fate, fates_of
from penholder.publication.queries.outcomes import PointOutcome, ResponseOutcome, outcome_of
from penholder.publication.queries.tables import filled_table, table_of

__all__ = [
    "Account",
    "ChangeShown",
    "Comparison",
    "Decision",
    "Fate",
    "PointOutcome",
    "ResponseOutcome",
    "account_of",
    "comparison_of",
    "fates_of",
    "filled_table",
    "outcome_of",
    "table_of",
]
