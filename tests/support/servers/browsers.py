"""A real browser, and the pages that `rollcall open` serves."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from tests.support.desk import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = which("chromium")
# Chromium starts as root only without its own sandbox; what it shows here is ours.
_PATIENCE = 60_000
_REFUSED = "with a status of 4"  # what is refused, or not there, is asked for, too
_ARGUMENTS = ("--no-sandbox", "--disable-gpu")


@contextmanager
def opened(folder: Path) -> Iterator[str]:
    """The link that `rollcall open` prints in this folder; the pages are there during the block."""
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", "open", "--no-browser"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split(" at ")[1].strip()
        finally:
            process.kill()


@contextmanager
def browser(**look: object) -> Iterator[Page]:
    """A page of a new window that looks so; what goes wrong in its scripts is raised at the end."""
    from playwright.sync_api import sync_playwright

    wrong: list[str] = []
    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        page = chromium.new_context(reduced_motion="reduce", **look).new_page()  # type: ignore[arg-type]  # names of its own
        page.set_default_timeout(_PATIENCE)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda said: wrong.append(said.text) if said.type == "error" and _REFUSED not in said.text else None,
        )
        try:
            yield page
        finally:
            chromium.close()
    assert wrong == []


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page, in light and in dark."""
    from axe_playwright_python.sync_playwright import Axe

    found = []
    for scheme, options in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
        for one in Axe().run(page, options=options).response["violations"]:
            nodes = [node["html"][:200] for node in one["nodes"][:3]]
            found.append(f"{page.url} ({scheme}): {one['id']}: {one['help']} {nodes}")
    page.emulate_media(color_scheme="light")
    return found


class Watched:
    """A page that is looked at: every place is checked, and pictured."""

    def __init__(self, page: Page, folder: Path, *, width: int | None = None) -> None:
        self._page, self._folder, self._width = page, folder, width
        self.found: list[str] = []

    def look(self, name: str) -> None:
        """Check the page as it is now, and that it is no wider than it should be."""
        self.found += violations(self._page)
        assert len(self._page.content().encode()) < 100_000
        if self._width is not None:
            assert self._page.evaluate("document.documentElement.scrollWidth") <= self._width
        self._page.screenshot(path=self._folder / f"{name}.png", full_page=True)
