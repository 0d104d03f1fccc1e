"""Looks at a page as the journey goes by: the accessibility checker, narrow and wide, light and dark, large text, and nothing sideways."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.browser.cdp import Page

NARROW, WIDE = 320, 1280


@dataclass(slots=True)
class Judge:
    """Collects what is wrong with the pages it is shown. ``asked`` is false where only the steps matter."""

    asked: bool = True
    wrong: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def look(self, page: Page, name: str) -> None:
        """Judge the page as it stands, at both widths, in both colour schemes, and with large text; then leave it as it was."""
        self.seen.append(name)
        self.wrong += [f"{name}: {error}" for error in page.console_errors()]
        if not self.asked:
            return
        for width in (WIDE, NARROW):
            page.resize(width)
            if page.overflow():
                self.wrong.append(
                    f"{name} at {width}px is {page.overflow()}px too wide: {page.overflowing()[:3]}"
                )
            for dark in (False, True):
                page.colours(dark=dark)
                scheme = "dark" if dark else "light"
                found = page.axe(only_colours=dark)
                self.wrong += [f"{name} at {width}px, {scheme}: {violation}" for violation in found]
        page.colours(dark=False)
        page.resize(WIDE)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if page.overflow():
            self.wrong.append(f"{name} with text twice the size is too wide: {page.overflowing()[:3]}")
        page.evaluate("document.documentElement.style.fontSize = ''")
