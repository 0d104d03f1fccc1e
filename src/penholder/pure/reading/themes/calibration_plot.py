"""A picture of how far confidence can be trusted, and the table it is drawn from, readable without colour."""

from __future__ import annotations

from penholder.pure.reading.themes.confidence import Bin, Calibration

COLUMNS = ("confidence from", "to", "texts", "mean confidence", "right", "95 % from", "95 % to")

_SIDE, _LEFT, _TOP = 300, 60, 20
_WIDTH, _HEIGHT = 400, 380
_LOOK = (
    'aria-labelledby="title desc" font-family="sans-serif" font-size="12" fill="currentColor" stroke="none"'
)


def table_of(found: Calibration) -> tuple[tuple[str, ...], ...]:
    """The rows under :data:`COLUMNS`, shares in per cent."""
    return tuple(
        (
            f"{one.low:.0%}",
            f"{one.high:.0%}",
            str(one.texts),
            f"{one.confidence:.0%}",
            f"{one.right:.0%}",
            f"{one.interval[0]:.0%}",
            f"{one.interval[1]:.0%}",
        )
        for one in found.bins
    )


def plot_of(found: Calibration) -> str:
    """An SVG: confidence given to the right, share that was right upwards; on the slanted line the two are the same."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" {_LOOK}>',
        '<title id="title">How far the confidence of suggestions can be trusted</title>',
        f'<desc id="desc">{_described(found)}</desc>',
        *_frame(),
        *(line for one in found.bins for line in _drawn(one)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _described(found: Calibration) -> str:
    rows = " ".join(
        f"Given {one.confidence:.0%} on average, {one.right:.0%} of {one.texts} were right."
        for one in found.bins
    )
    return (
        f"{found.texts} coded texts were held out. Confidence was off by {found.error * 100:.0f} percentage "
        f"points on average (expected calibration error). The line through each point spans the shares that chance may "
        f"have made it of, 19 times in 20. {rows}"
    )


def _frame() -> list[str]:
    line = 'stroke="currentColor" fill="none"'
    lines = [
        f'<rect x="{_LEFT}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" {line}/>',
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" {line} stroke-dasharray="4 4"/>',
        f'<text x="{_x(0.5)}" y="{_y(0) + 40}" text-anchor="middle">confidence given</text>',
        f'<text transform="translate(14 {_y(0.5)}) rotate(-90)" text-anchor="middle">share that was right</text>',
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        lines += [
            f'<text x="{_x(share)}" y="{_y(0) + 18}" text-anchor="middle">{share:.0%}</text>',
            f'<text x="{_LEFT - 6}" y="{_y(share) + 4:g}" text-anchor="end">{share:.0%}</text>',
        ]
    return lines


def _drawn(one: Bin) -> list[str]:
    x, y = _x(one.confidence), _y(one.right)
    low, high = _y(one.interval[0]), _y(one.interval[1])
    told = f"{one.confidence:.0%} given, {one.right:.0%} right, {one.texts} texts"
    return [
        f'<path d="M{x} {low}V{high}" stroke="currentColor" stroke-width="2"/>',
        f'<circle cx="{x}" cy="{y}" r="4"><title>{told}</title></circle>',
    ]


def _x(share: float) -> float:
    return round(_LEFT + share * _SIDE, 1)


def _y(share: float) -> float:
    return round(_TOP + (1 - share) * _SIDE, 1)
