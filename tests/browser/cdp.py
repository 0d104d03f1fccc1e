"""A real Chromium for the tests: start it, open pages in it, stop it.

It speaks to no one: every name but this machine's own leads nowhere, so a page that asks for anything from outside
is found out by its console errors.
"""

import os
import shutil
import signal
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Self

from tests.browser.bring import Chromium
from tests.browser.page import Page
from tests.browser.wire import BrowserFaultError, Wire, open_pipes

__all__ = ["Browser", "BrowserFaultError", "Page"]

FLAGS = (
    "--headless",
    "--remote-debugging-pipe",
    # The pages are all our own, and as root, or in a container, the browser's sandbox cannot be had.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--mute-audio",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--password-store=basic",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--disable-quic",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-extensions",
    "--disable-default-apps",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-client-side-phishing-detection",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication,HttpsUpgrades",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]",
)


@dataclass(slots=True)
class Browser:
    """One running browser. Each page has cookies of its own, as if it were another person's machine."""

    version: str
    _wire: Wire
    _process: int
    _folder: Path
    _pages: list[Page] = field(default_factory=list)

    @classmethod
    def launch(cls, chromium: Chromium) -> Self:
        folder = Path(tempfile.mkdtemp(prefix="penholder-browser-"))
        wire, browser_reads, browser_writes = open_pipes()
        process = _start(chromium, folder, browser_reads, browser_writes)
        os.close(browser_reads)
        os.close(browser_writes)
        try:
            version = str(wire.ask("Browser.getVersion")["product"])
        except BrowserFaultError as fault:
            _stop(process)
            said = (folder / "said").read_text(errors="replace")[-2000:]
            shutil.rmtree(folder, ignore_errors=True)
            raise BrowserFaultError(f"{chromium.path} did not start: {fault}\n{said}") from None
        return cls(version, wire, process, folder)

    def page(
        self,
        *,
        javascript: bool = True,
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        scale: float = 1,
    ) -> Page:
        """A new, empty page that shares nothing with any other."""
        page = Page.open(
            self._wire,
            self._folder,
            javascript=javascript,
            width=width,
            height=height,
            dark=dark,
            scale=scale,
        )
        self._pages.append(page)
        return page

    def close_pages(self) -> None:
        for page in self._pages:
            page.close()
        self._pages.clear()

    def close(self) -> None:
        self._wire.tell("Browser.close")
        _stop(self._process)
        self._wire.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _start(chromium: Chromium, folder: Path, browser_reads: int, browser_writes: int) -> int:
    """Start the browser with the pipes as its files 3 and 4, in a group of its own.

    `posix_spawn` and not `subprocess`: only it can number the files without running our code between fork and exec,
    which is not safe beside the threads of a test server.
    """
    said = os.open(folder / "said", os.O_WRONLY | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    settings = {
        **os.environ,
        **chromium.settings,
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    try:
        return os.posix_spawn(
            chromium.path,
            [str(chromium.path), *FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank"],
            settings,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, nothing, 0),
                (os.POSIX_SPAWN_DUP2, said, 1),
                (os.POSIX_SPAWN_DUP2, said, 2),
                (os.POSIX_SPAWN_DUP2, browser_reads, 3),
                (os.POSIX_SPAWN_DUP2, browser_writes, 4),
            ],
            setpgroup=0,
        )
    finally:
        os.close(said)
        os.close(nothing)


def _stop(process: int, patience: float = 5) -> None:
    """Wait for the browser to end, and end it with all it started if it does not."""
    last = monotonic() + patience
    while os.waitpid(process, os.WNOHANG) == (0, 0):
        if monotonic() > last:
            os.killpg(process, signal.SIGKILL)
            os.waitpid(process, 0)
            return
        sleep(0.02)
