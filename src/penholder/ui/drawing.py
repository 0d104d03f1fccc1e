"""What components need worked out before they are drawn: pieces of marked text, shares, groups, shapes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Props = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, and the number and look of the mark on it, if any."""

    text: str
    kind: str = ""
    label: str = ""
    opens: bool = False


@dataclass(frozen=True, slots=True)
class ErrorLink:
    message: str
    target: str = ""


def passages(props: Props) -> Props:
    """Words cut at the edges of their marks: ``(start, end[, kind[, label]])``, counted in characters."""
    return {"marked": marked(str(props["words"]), props["marks"])}


def marked(words: str, marks: Iterable[Sequence[Any]]) -> tuple[Piece, ...]:
    """Where marks overlap the earlier one in the list keeps its words; marks beyond the text are cut to it."""
    owner: list[int] = [-1] * len(words)
    listed = [tuple(mark) for mark in marks or ()]
    for index, mark in enumerate(listed):
        for place in range(max(0, int(mark[0])), min(len(words), int(mark[1]))):
            if owner[place] < 0:
                owner[place] = index
    pieces: list[Piece] = []
    begun: set[int] = set()
    start = 0
    for place in range(1, len(words) + 1):
        if place < len(words) and owner[place] == owner[start]:
            continue
        mark_index = owner[start]
        text = words[start:place]
        if mark_index < 0:
            pieces.append(Piece(text))
        else:
            kind, label = (*listed[mark_index][2:], "", "")[:2]
            pieces.append(Piece(text, str(kind) or "one", str(label), opens=mark_index not in begun))
            begun.add(mark_index)
        start = place
    return tuple(pieces)


def changes(props: Props) -> Props:
    """Pieces of a comparison under the two names HTML has for them; anything else stayed the same."""
    names = {"ins": "ins", "insert": "ins", "added": "ins", "add": "ins", "+": "ins"}
    names |= {"del": "del", "delete": "del", "removed": "del", "remove": "del", "-": "del"}
    return {"runs": tuple((names.get(str(kind), ""), text) for kind, text in props["pieces"])}


def error_links(props: Props) -> Props:
    """Every error with the id of the control that can put it right, in the order of the page."""
    links = [
        ErrorLink(*given) if isinstance(given, (tuple, list)) else ErrorLink(str(given))
        for given in props["errors"] or ()
    ]
    form = props["form"]
    if form is not None:
        links += [ErrorLink(message) for message in form.non_field_errors()]
        for bound in form:
            target = "" if bound.is_hidden else getattr(bound, "first_id", bound.auto_id)
            links += [ErrorLink(message, target) for message in getattr(bound, "sentences", bound.errors)]
    return {"links": tuple(links)}


def code_groups(props: Props) -> Props:
    """The parts of a receipt code as they are said on the telephone."""
    return {"groups": tuple(part for part in str(props["code"]).split("-") if part)}


def chairs(props: Props) -> Props:
    """Seats with the letter, shape and words they are drawn with."""
    drawn = tuple(_chair(seat) for seat in props["seats"])
    kinds = tuple(dict.fromkeys((chair["letter"], chair["shape"], chair["words"]) for chair in drawn))
    return {"chairs": drawn, "key": kinds}


def ballots(props: Props) -> Props:
    """Votes by kind: how many, their shape, and whether they are few enough to draw one by one."""
    rows = []
    for words, kind, count, *rest in props["votes"]:
        shapes = range(int(count)) if int(count) <= DRAWN_ONE_BY_ONE else ()
        rows.append(
            {"words": words, "kind": kind, "count": count, "shapes": shapes, "who": rest[0] if rest else ""}
        )
    return {"ballots": tuple(rows)}


def bars(props: Props) -> Props:
    """Rows ``(label, count[, address])`` with the width of each bar in per cent of the longest."""
    rows = [tuple(row) for row in props["rows"]]
    longest = max((float(row[1]) for row in rows), default=0.0)
    return {
        "bars": tuple(
            {
                "label": row[0],
                "count": row[1],
                "href": row[2] if len(row) > 2 else "",  # noqa: PLR2004 - the address is the third of three
                "width": f"{100 * float(row[1]) / longest:.1f}" if longest else "0",
            }
            for row in rows
        )
    }


def cells(props: Props) -> Props:
    """Rows with the heading of every cell beside it, for narrow screens where the table is stacked."""
    columns = [column if isinstance(column, dict) else {"label": column} for column in props["columns"]]
    return {"heads": columns, "lines": tuple(tuple(zip(columns, row, strict=False)) for row in props["rows"])}


DRAWN_ONE_BY_ONE = 24
_SEATS = {
    "lived": ("L", "round", "lived experience"),
    "technical": ("T", "square", "technical adviser"),
    "carer": ("C", "round", "family or carer"),
    "observer": ("O", "square", "observer, no vote"),
}


def _chair(seat: Any) -> dict[str, str]:
    def part(name: str) -> Any:
        return seat.get(name) if isinstance(seat, dict) else getattr(seat, name, None)

    kind = str(part("kind") or "")
    letter, shape, words = _SEATS.get(kind, (kind[:1].upper() or "M", "round", kind or "member"))
    if part("vacant"):
        return {"letter": "–", "shape": f"{shape} vacant", "words": f"vacant: {words}", "holder": ""}
    return {"letter": letter, "shape": shape, "words": words, "holder": str(part("holder") or "")}
