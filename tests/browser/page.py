"""One page in the browser, used as a person uses it: by the words they see, by keyboard, with or without JavaScript."""

import base64
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, cast

from tests.browser.bring import axe_source
from tests.browser.keys import key_events
from tests.browser.watch import Watch
from tests.browser.wire import PATIENCE, BrowserFaultError, Parameters, Wire

FINDING = f"(\n{Path(__file__).with_name('finding.js').read_text(encoding='utf-8').strip()}\n)"
# Fields that a browser fills through a widget of its own: their value is set, not typed.
WITH_WIDGET = ("date", "time", "datetime-local", "month", "week", "color", "range")
AXE_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@dataclass(frozen=True, slots=True)
class Focused:
    """What the keyboard is on: how it is announced, and how its focus shows."""

    name: str
    role: str
    outline_style: str
    outline_width: float
    outline_colour: str
    shadow: str

    @property
    def is_shown(self) -> bool:
        """Whether an eye could tell: an outline of at least two pixels, or a shadow in its place."""
        outlined = self.outline_style != "none" and self.outline_width >= 2
        return outlined or self.shadow != "none"


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that the accessibility checker found broken, and where."""

    rule: str
    impact: str
    help: str
    places: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.rule} ({self.impact}): {self.help}: " + "; ".join(self.places)


@dataclass(slots=True)
class Page:
    """A tab with cookies of its own."""

    _wire: Wire
    _session: str
    _context: str
    _target: str
    _downloads: Path
    javascript: bool
    width: int
    height: int
    _watch: Watch = field(default_factory=Watch)

    @classmethod
    def open(
        cls, wire: Wire, folder: Path, *, javascript: bool, width: int, height: int, dark: bool, scale: float
    ) -> Self:
        context = str(wire.ask("Target.createBrowserContext")["browserContextId"])
        target = str(
            wire.ask("Target.createTarget", {"url": "about:blank", "browserContextId": context})["targetId"]
        )
        session = str(wire.ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"])
        downloads = folder / f"downloads-{context}"
        downloads.mkdir()
        page = cls(wire, session, context, target, downloads, javascript, width, height)
        page._prepare(dark=dark, scale=scale)
        return page

    def close(self) -> None:
        self._wire.forget(self._hear)
        self._wire.ask("Target.disposeBrowserContext", {"browserContextId": self._context})

    # Going about

    def go(self, url: str) -> None:
        """Open an address, and wait until the page has loaded."""
        answer = self._ask("Page.navigate", {"url": url})
        if "errorText" in answer:
            raise BrowserFaultError(f"{url}: {answer['errorText']}")
        if "loaderId" in answer:
            self._wire.wait(
                lambda: self._watch.loader == answer["loaderId"] and not self._watch.loading, f"{url} to load"
            )

    def back(self) -> None:
        history = self._ask("Page.getNavigationHistory")
        entry = history["entries"][history["currentIndex"] - 1]
        with self._following():
            self._watch.loading = True
            self._ask("Page.navigateToHistoryEntry", {"entryId": entry["id"]})

    def reload(self) -> None:
        with self._following():
            self._watch.loading = True
            self._ask("Page.reload")

    @property
    def status(self) -> int:
        """The status code that the page came with."""
        return self._watch.status

    @property
    def dialogs(self) -> tuple[str, ...]:
        """What the page asked in dialogs of the browser's own (they are always answered with yes)."""
        return tuple(self._watch.dialogs)

    @property
    def url(self) -> str:
        return cast("str", self.evaluate("location.href"))

    @property
    def title(self) -> str:
        return cast("str", self.evaluate("document.title"))

    # Reading

    def text(self, selector: str = "body") -> str:
        """The words a person sees, in one place or on the whole page."""
        return cast("str", self.evaluate(f"document.querySelector({json.dumps(selector)}).innerText"))

    def texts(self, selector: str) -> list[str]:
        """The words in every place that matches."""
        script = f"[...document.querySelectorAll({json.dumps(selector)})].map((one) => one.innerText.trim())"
        return cast("list[str]", self.evaluate(script))

    def html(self) -> str:
        return cast("str", self.evaluate("document.documentElement.outerHTML"))

    def count(self, selector: str) -> int:
        return cast("int", self.evaluate(f"document.querySelectorAll({json.dumps(selector)}).length"))

    def value(self, name: str, *, within: str | None = None, nth: int | None = None) -> Any:
        """What a field holds: its text, or whether it is chosen."""
        return self._on(
            self._field(name, within, nth),
            "return this.matches('[type=radio],[type=checkbox]') ? this.checked : this.value",
        )

    def evaluate(self, script: str) -> Any:
        """The value of an expression in the page (also where the page's own scripts are off)."""
        answer = self._ask(
            "Runtime.evaluate", {"expression": script, "returnByValue": True, "awaitPromise": True}
        )
        return _value(answer)

    def wait_for(self, script: str, patience: float = PATIENCE) -> None:
        """Wait until an expression in the page is true: for what scripts do in their own time."""
        answer = self._ask(
            "Runtime.evaluate",
            {
                "expression": f"new Promise((done) => {{ const look = () => ({script}) ? done(true) : setTimeout(look, 20);"
                f" look(); setTimeout(() => done(false), {patience * 1000}); }})",
                "returnByValue": True,
                "awaitPromise": True,
            },
        )
        if _value(answer) is not True:
            raise BrowserFaultError(f"Waited {patience:.0f} seconds for: {script}")

    # Doing, with the mouse

    def click(self, name: str, *, within: str | None = None, nth: int | None = None) -> None:
        """Press a link, a button or a summary, by the words on it or by a selector; wait for the page it leads to."""
        self._press_on(self._find("pressable", name, within, nth), name)

    def choose(self, name: str, *, within: str | None = None, nth: int | None = None) -> None:
        """Turn on the radio button or the tick box with this label."""
        self._turn(name, within, nth, on=True)

    def unchoose(self, name: str, *, within: str | None = None, nth: int | None = None) -> None:
        """Turn off the tick box with this label."""
        self._turn(name, within, nth, on=False)

    def fill(self, name: str, words: str, *, within: str | None = None, nth: int | None = None) -> None:
        """Put words into the field with this label, in place of what it held."""
        found = self._field(name, within, nth)
        if self._on(found, "return this.type") in WITH_WIDGET:
            self._set(found, words)
            return
        self._ask("DOM.focus", {"objectId": found})
        self._on(found, "this.select()")
        if words:
            self._ask("Input.insertText", {"text": words})
        else:
            self.press("Delete")

    def select(self, name: str, option: str, *, within: str | None = None, nth: int | None = None) -> None:
        """Choose an option, by its words, from the list with this label."""
        found = self._field(name, within, nth)
        value = self._on(
            found, "return [...this.options].find((one) => one.text.trim() === words)?.value ?? null", option
        )
        if value is None:
            offered = self._on(found, "return [...this.options].map((one) => one.text.trim()).join(' | ')")
            raise BrowserFaultError(f"The list {name!r} has no option {option!r}; it has: {offered}")
        self._set(found, str(value))

    def attach(self, name: str, *paths: Path, within: str | None = None) -> None:
        """Give files to the field with this label."""
        found = self._field(name, within, None)
        self._ask(
            "DOM.setFileInputFiles", {"objectId": found, "files": [str(path.resolve()) for path in paths]}
        )

    def download(self, name: str, folder: Path, *, within: str | None = None, nth: int | None = None) -> Path:
        """Press what brings a file, and keep the file under the name it came with."""
        before = set(self._watch.files)
        self.click(name, within=within, nth=nth)
        self._wire.wait(lambda: bool(set(self._watch.files) - before), f"a file from {name!r}")
        (number,) = set(self._watch.files) - before
        self._wire.wait(lambda: number in self._watch.whole_files, f"the whole file from {name!r}")
        kept = folder / self._watch.files[number]
        shutil.move(self._downloads / number, kept)
        return kept

    # Doing, by keyboard

    def press(self, *strokes: str) -> None:
        """Press keys one after another: `Tab`, `Shift+Tab`, `Enter`, `Space`, `ArrowDown`, a letter."""
        for stroke in strokes:
            press, release = key_events(stroke)
            with self._following():
                self._ask("Input.dispatchKeyEvent", press)
                self._ask("Input.dispatchKeyEvent", release)

    def type(self, words: str) -> None:
        """Type words where the keyboard is."""
        for character in words:
            self.press("Enter" if character == "\n" else "Space" if character == " " else character)

    def tab_to(self, name: str, role: str | None = None, longest: int = 300) -> Focused:
        """Press Tab until the keyboard is on what is announced so."""
        seen: list[str] = []
        for _ in range(longest):
            self.press("Tab")
            focused = self.focused()
            if focused.name == name and role in (None, focused.role):
                return focused
            seen.append(f"{focused.role} {focused.name!r}")
        raise BrowserFaultError(
            f"{longest} times Tab did not lead to {role or ''} {name!r}, but over: {', '.join(seen[:40])}"
        )

    def focused(self) -> Focused:
        """What the keyboard is on."""
        answer = self._ask("Runtime.evaluate", {"expression": "document.activeElement || document.body"})
        found = answer["result"]["objectId"]
        nodes = self._ask("Accessibility.getPartialAXTree", {"objectId": found, "fetchRelatives": False})[
            "nodes"
        ]
        style = self._on(
            found,
            "const style = getComputedStyle(this);"
            "return [style.outlineStyle, parseFloat(style.outlineWidth), style.outlineColor, style.boxShadow]",
        )
        said = nodes[0] if nodes else {}
        name, role = said.get("name", {}).get("value", ""), said.get("role", {}).get("value", "")
        return Focused(name, role, str(style[0]), float(style[1]), str(style[2]), str(style[3]))

    # Judging

    def axe(self, *, only_colours: bool = False) -> tuple[Violation, ...]:
        """What the accessibility checker finds wrong. It runs in the page; where scripts are off, only it may.

        ``only_colours``: the page was judged already, and nothing but its colours is another now.
        """
        self._allow_scripts(allowed=True)
        try:
            if not self.evaluate("'axe' in window"):
                self.evaluate(f"(() => {{ {axe_source()} }})()")
            rules = ["color-contrast", "link-in-text-block"] if only_colours else AXE_RULES
            options = json.dumps({"runOnly": rules, "resultTypes": ["violations"]})
            found = self.evaluate(
                f"axe.run(document, {options}).then((found) => found.violations.map((one) => ({{"
                "rule: one.id, impact: one.impact || '', help: one.help,"
                "places: one.nodes.map((node) => node.target.join(' ') + ' ' + node.html.slice(0, 160))})))"
            )
        finally:
            self._allow_scripts(allowed=self.javascript)
        return tuple(
            Violation(one["rule"], one["impact"], one["help"], tuple(one["places"])) for one in found
        )

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return cast(
            "int",
            self.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
        )

    def overflowing(self) -> list[str]:
        """The innermost things that reach beyond the window's right edge: where to look when it overflows."""
        script = (
            "[...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right >"
            " document.documentElement.clientWidth + 0.5 && !one.children.length)"
            ".map((one) => one.outerHTML.slice(0, 120)).slice(0, 10)"
        )
        return cast("list[str]", self.evaluate(script))

    def console_errors(self) -> list[str]:
        """What the browser complained of: script errors, refused content, what could not be fetched.

        The page's own answer with an error code is not among them: a test looks at `status` for that.
        """
        return self._watch.errors()

    def requested(self) -> list[str]:
        """Every address asked for since the page was opened."""
        return list(self._watch.requested)

    def screenshot(self, path: Path, *, full: bool = True) -> None:
        parameters: Parameters = {"format": "png", "captureBeyondViewport": full}
        if full:
            size = self._ask("Page.getLayoutMetrics")["cssContentSize"]
            parameters["clip"] = {"x": 0, "y": 0, "width": self.width, "height": size["height"], "scale": 1}
        path.write_bytes(base64.b64decode(self._ask("Page.captureScreenshot", parameters)["data"]))

    def resize(self, width: int, height: int = 900, scale: float = 1) -> None:
        self.width, self.height = width, height
        size = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
        self._ask("Emulation.setDeviceMetricsOverride", size)

    def colours(self, *, dark: bool = False, forced: bool = False) -> None:
        """Ask the page for its light or dark colours, or force a high-contrast palette on it."""
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"},
            {"name": "forced-colors", "value": "active" if forced else "none"},
        ]
        self._ask("Emulation.setEmulatedMedia", {"media": "screen", "features": features})

    # How it is done

    def _prepare(self, *, dark: bool, scale: float) -> None:
        self._wire.listen(self._session, self._hear)
        self._wire.listen("", self._hear)
        for domain in ("Page", "Runtime", "Log", "Network", "DOM", "Accessibility"):
            self._ask(f"{domain}.enable")
        tree = self._ask("Page.getFrameTree")["frameTree"]["frame"]
        self._watch.frame, self._watch.loader = tree["id"], tree["loaderId"]
        self._ask("Page.setLifecycleEventsEnabled", {"enabled": True})
        self.resize(self.width, self.height, scale)
        self.colours(dark=dark)
        self._allow_scripts(allowed=self.javascript)
        self._wire.ask(
            "Browser.setDownloadBehavior",
            {
                "behavior": "allowAndName",
                "browserContextId": self._context,
                "downloadPath": str(self._downloads),
                "eventsEnabled": True,
            },
        )

    def _ask(self, method: str, parameters: Parameters | None = None) -> Parameters:
        return self._wire.ask(method, parameters, session=self._session)

    def _allow_scripts(self, *, allowed: bool) -> None:
        self._ask("Emulation.setScriptExecutionDisabled", {"value": not allowed})

    @contextmanager
    def _following(self) -> Iterator[None]:
        """Wait for the page that an action leads to, if it leads to one.

        The browser announces a navigation while it answers the action, and one more question after it makes sure
        that the announcement has been read. So nothing is guessed and nothing sleeps.
        """
        yield
        try:
            self._ask("Runtime.evaluate", {"expression": "0"})
        except BrowserFaultError:
            self._watch.loading = True  # the old page went while it was asked: a new one is on its way
        self._wire.wait(lambda: not self._watch.loading, "the next page to load")

    def _hear(self, event: str, said: Parameters) -> None:
        self._watch.hear(event, said)
        if event == "Page.javascriptDialogOpening":
            self._wire.tell("Page.handleJavaScriptDialog", {"accept": True}, session=self._session)

    def _find(self, kind: str, name: str, within: str | None, nth: int | None) -> str:
        arguments = ", ".join(json.dumps(one) for one in (name, within, nth))
        answer = self._ask("Runtime.evaluate", {"expression": f"{FINDING}.{kind}({arguments})"})
        if "exceptionDetails" in answer:
            said = str(answer["exceptionDetails"]["exception"].get("description", "")).splitlines()[0]
            raise BrowserFaultError(f"On {self.url}: {said.removeprefix('Error: ')}")
        return str(answer["result"]["objectId"])

    def _field(self, name: str, within: str | None, nth: int | None) -> str:
        return self._find("field", name, within, nth)

    def _on(self, found: str, body: str, words: str = "") -> Any:
        """Run a function with the found element as `this`."""
        parameters = {
            "objectId": found,
            "functionDeclaration": f"function (words) {{ {body} }}",
            "arguments": [{"value": words}],
            "returnByValue": True,
        }
        return _value(self._ask("Runtime.callFunctionOn", parameters))

    def _set(self, found: str, value: str) -> None:
        self._on(
            found,
            "this.value = words;"
            "for (const kind of ['input', 'change']) this.dispatchEvent(new Event(kind, {bubbles: true}))",
            value,
        )

    def _turn(self, name: str, within: str | None, nth: int | None, *, on: bool) -> None:
        found = self._field(name, within, nth)
        if self._on(found, "return this.checked") is on:
            return
        answer = self._ask(
            "Runtime.callFunctionOn",
            {"objectId": found, "functionDeclaration": f"function () {{ return {FINDING}.target(this) }}"},
        )
        self._press_on(answer["result"]["objectId"], name)

    def _press_on(self, found: str, name: str) -> None:
        """Press the mouse in the middle of something, as a hand would: it has to be in sight and on top."""
        self._ask("DOM.scrollIntoViewIfNeeded", {"objectId": found})
        x, y = self._middle(found)
        covered = self._on(found, f"return {FINDING}.pointed(this, {x}, {y})")
        if covered:
            raise BrowserFaultError(f"On {self.url}: {name!r} cannot be pressed, it lies under {covered}")
        mouse = {"x": x, "y": y, "button": "left", "clickCount": 1}
        with self._following():
            self._ask("Input.dispatchMouseEvent", {**mouse, "type": "mousePressed"})
            self._ask("Input.dispatchMouseEvent", {**mouse, "type": "mouseReleased"})

    def _middle(self, found: str) -> tuple[float, float]:
        """The middle of the first box: a link over two lines has two, and nothing between them."""
        quads = self._ask("DOM.getContentQuads", {"objectId": found})["quads"]
        corners = next(quad for quad in quads if quad[2] - quad[0] > 1 and quad[5] - quad[1] > 1)
        return sum(corners[0::2]) / 4, sum(corners[1::2]) / 4


def _value(answer: Parameters) -> Any:
    if "exceptionDetails" in answer:
        details = answer["exceptionDetails"]
        raise BrowserFaultError(str(details.get("exception", {}).get("description", details["text"])))
    return answer["result"].get("value")
