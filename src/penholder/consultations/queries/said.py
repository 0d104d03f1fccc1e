"""A response as its page shows it to readers and to its author, and what it would say with some words taken out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from penholder.consultations.models import Answer, Response, Stance
from penholder.pure.reading.removal import take_out

Piece = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: what it was about, and what it says."""

    about: str
    stance: str
    text: str
    proposed: str


@dataclass(frozen=True, slots=True)
class Without:
    """Words before and after something is taken out, in pieces for the difference to be shown."""

    about: str
    pieces: tuple[Piece, ...]


def said_in(response: Response) -> tuple[Said, ...]:
    """Every answer that still has words or a wish in it, in order."""
    return tuple(
        Said(_about(answer), _stance(answer), answer.text, answer.proposed) for answer in _answers(response)
    )


def without(response: Response, passage: str, marker: str) -> tuple[Without, ...]:
    """Each text the passage stands in, and how it would read; empty where it stands nowhere."""
    texts = [
        (_about(answer), text)
        for answer in _answers(response)
        for text in (answer.text, answer.proposed)
        if text
    ]
    texts.append(("What they want to be called", response.label))
    found = []
    for about, text in texts:
        taken = take_out(text, passage, marker)
        if taken.passages:
            found.append(Without(about, _pieces(text, taken.passages, marker)))
    return tuple(found)


def _pieces(text: str, passages: tuple[tuple[int, int], ...], marker: str) -> tuple[Piece, ...]:
    edges = [(0, 0), *passages, (len(text), len(text))]
    pieces: list[Piece] = []
    for (_, before), (start, end) in pairwise(edges):
        pieces.append(("same", text[before:start]))
        if end > start:
            pieces += [("del", text[start:end]), ("ins", marker)]
    return tuple(piece for piece in pieces if piece[1])


def _answers(response: Response) -> tuple[Answer, ...]:
    if response.withdrawn_at:
        return ()  # shown to nobody any more
    found = response.answers.filter(gone_at=None).select_related("asked", "question")
    return tuple(found.order_by("position"))


def _about(answer: Answer) -> str:
    if answer.asked:
        return f"{answer.asked.code} {answer.asked.text}".strip()
    return answer.question.text if answer.question else answer.clause or "About the whole"


def _stance(answer: Answer) -> str:
    return Stance(answer.stance).label if answer.stance and answer.stance != Stance.UNSAID else ""
