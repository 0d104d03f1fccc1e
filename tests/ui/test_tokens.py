"""The colours people read by, worked out from ``tokens.css``: axe passes pages that fail these."""

import re
from itertools import product

import pytest

from penholder.ui.stylesheet import FOLDER

CSS = (FOLDER / "tokens.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "card", "sunk")

TEXT = (
    *product(("ink", "quiet", "pen", "pen-deep"), GROUNDS),
    *product(("ink", "pen", "pen-deep"), ("pen-wash",)),
    *product(("ink", "no"), ("no-wash",)),
    *product(("ink", "quiet", "pen"), ("open-wash", "yes-wash", "part-wash")),
    *product(("no", "yes"), GROUNDS),
    ("yes", "yes-wash"),
    ("part", "part-wash"),
    ("open", "open-wash"),
    ("on-pen", "pen"),
    ("on-pen", "pen-deep"),
    *product(("on-mark",), ("mark", "mark-two", "mark-three")),
)
EDGES = (
    *product(("control", "ink", "pen", "no", "focus"), GROUNDS),
    *product(("pen", "focus"), ("pen-wash",)),
    ("no", "no-wash"),
    ("yes", "yes-wash"),
    ("part", "part-wash"),
    ("open", "open-wash"),
)


def _declared(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", css))


def light() -> dict[str, str]:
    return _declared(CSS[: CSS.index("@media")])


def dark() -> dict[str, str]:
    return {**light(), **_declared(CSS[CSS.index("@media") :])}


MODES = (pytest.param(light(), id="light"), pytest.param(dark(), id="dark"))


@pytest.mark.parametrize("roles", MODES)
@pytest.mark.parametrize(("words", "ground"), TEXT)
def test_read_words_have_contrast_of_four_and_a_half(roles: dict[str, str], words: str, ground: str) -> None:
    assert contrast(roles[words], roles[ground]) >= 4.5


@pytest.mark.parametrize("roles", MODES)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_see_edges_of_controls_have_contrast_of_three(roles: dict[str, str], edge: str, ground: str) -> None:
    assert contrast(roles[edge], roles[ground]) >= 3


def test_darken_every_colour_has_a_value_for_dark() -> None:
    assert _declared(CSS[CSS.index("@media") :]).keys() == {
        name for name, value in light().items() if value.startswith("#")
    }


@pytest.mark.parametrize(("token", "least"), [("target", 44), ("target-least", 24)])
def test_press_targets_are_large_enough(token: str, least: int) -> None:
    assert float(light()[token].removesuffix("rem")) * 16 >= least


@pytest.mark.parametrize(("token", "least"), [("text", 18), ("small", 16)])
def test_read_text_is_generous(token: str, least: int) -> None:
    assert float(light()[token].removesuffix("rem")) * 16 >= least


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, *contrast ratio*."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
