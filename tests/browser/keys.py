"""The keys a person presses, as the browser wants to be told of them."""

from typing import Any

_NAMED: dict[str, tuple[int, str, str]] = {
    "Tab": (9, "Tab", ""),
    "Enter": (13, "Enter", "\r"),
    "Escape": (27, "Escape", ""),
    "Space": (32, "Space", " "),
    "PageUp": (33, "PageUp", ""),
    "PageDown": (34, "PageDown", ""),
    "End": (35, "End", ""),
    "Home": (36, "Home", ""),
    "ArrowLeft": (37, "ArrowLeft", ""),
    "ArrowUp": (38, "ArrowUp", ""),
    "ArrowRight": (39, "ArrowRight", ""),
    "ArrowDown": (40, "ArrowDown", ""),
    "Backspace": (8, "Backspace", ""),
    "Delete": (46, "Delete", ""),
}
_MODIFIERS = {"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}


def key_events(stroke: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The press and the release of one stroke: `Tab`, `Shift+Tab`, `Control+Enter`, `a`, `É`."""
    *held, key = stroke.split("+") if len(stroke) > 1 else [stroke]
    modifiers = sum(_MODIFIERS[one] for one in held)
    if key in _NAMED:
        number, code, text = _NAMED[key]
        name = text if key == "Space" else key
    elif len(key) == 1:
        number, code, text, name = (
            ord(key.upper()) % 256,
            f"Key{key.upper()}" if key.isascii() else "",
            key,
            key,
        )
    else:
        raise KeyError(
            f"There is no key called {key!r}; there are single characters and {', '.join(_NAMED)}."
        )
    event = {"key": name, "code": code, "windowsVirtualKeyCode": number, "modifiers": modifiers}
    typed = text if modifiers in (0, _MODIFIERS["Shift"]) else ""
    press = {**event, "type": "keyDown", "text": typed} if typed else {**event, "type": "rawKeyDown"}
    return press, {**event, "type": "keyUp"}
