"""Comments made by rule on a few subjects, so that it is known what each is about."""

from __future__ import annotations

import random

SUBJECTS = {
    "pay": ("pay", "wage", "salary", "band", "hourly rate", "travel costs", "expenses", "pension"),
    "training": (
        "training",
        "course",
        "qualification",
        "certificate",
        "trainer",
        "module",
        "workshop",
        "learning",
    ),
    "supervision": ("supervision", "supervisor", "reflective practice", "debrief", "line manager", "mentor"),
    "boundaries": ("boundaries", "confidentiality", "disclosure", "friendship", "self disclosure", "privacy"),
}
_SAID = (
    "We need more about {}, {} and {} here",
    "The {} is missing, and so are the {} and {}",
    "What of {}, or {}, or {}?",
    "{}, {} and also {}",
    "Who is to have {} without {} and {}?",
)


def comments(how_many: int, *, seed: int = 0) -> tuple[list[str], list[str]]:
    """Texts, and what each is about."""
    chance = random.Random(seed)
    subjects = [chance.choice(sorted(SUBJECTS)) for _ in range(how_many)]
    return [chance.choice(_SAID).format(*chance.sample(SUBJECTS[one], 3)) for one in subjects], subjects
