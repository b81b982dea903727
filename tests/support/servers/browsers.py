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
    from playwright.sync_api import Page, Response

CHROMIUM = which("chromium")
# Chromium starts as root only without its own sandbox; what it shows here is ours.
_PATIENCE = 60_000
_REFUSED = "with a status of 4"  # what is refused, or not there, is asked for, too
_PHONE = {"width": 360, "height": 740}
# The size of what is clicked is a rule of WCAG 2.2, which axe-core leaves out unless it is asked for.
_RULES = {"rules": {"target-size": {"enabled": True}}}
# Of boxes of which one is chosen, Tab comes to that one; arrows lead to the others.
_FOCUSABLE = """() => {
  const named = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  window.focusable = [...document.querySelectorAll(named)].filter((one) => one.tabIndex >= 0 && !one.disabled
    && one.checkVisibility({visibilityProperty: true}) && !(one.type === "radio" && !one.checked
    && document.querySelector(`input[name="${one.name}"]:checked, input[name="${one.name}"]`) !== one));
  return window.focusable.map((one, at) => [at, one.outerHTML.slice(0, 120)]);
}"""
_FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const x = box.x + Math.min(box.width / 2, 40), y = Math.max(Math.min(box.y + box.height / 2, innerHeight - 1), 0);
  const over = document.elementFromPoint(x, y);
  const isFree = over === null || one.contains(over) || over.contains(one) || one.labels?.[0]?.contains(over);
  return [window.focusable.indexOf(one), style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1 && isFree];
}"""
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
    """A page of a new window that looks so.

    What goes wrong in its scripts is raised at the end, and so is what is loaded from elsewhere or without a policy.
    """
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
        page.on("response", lambda answer: wrong.extend(_strange(page.url, answer)))
        try:
            yield page
        finally:
            chromium.close()
    assert wrong == [], wrong


def _strange(place: str, answer: Response) -> list[str]:
    """What is wrong with an answer that the page got, wherever it is from."""
    origin = "/".join(place.split("/")[:3])
    is_own = place == "about:blank" or answer.url.startswith(f"{origin}/")
    has_policy = "default-src 'none'" in answer.headers.get("content-security-policy", "")
    return [
        *([] if is_own else [f"from elsewhere: {answer.url}"]),
        *([] if has_policy else [f"no policy: {answer.url}"]),
    ]


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page: in light as it is, in dark on a phone, where it may not be wider than that."""
    from axe_playwright_python.sync_playwright import Axe

    found, size = [], page.viewport_size or _PHONE
    for scheme, seen in (("light", size), ("dark", _PHONE)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
        page.set_viewport_size(seen)  # type: ignore[arg-type]  # width and height
        for one in Axe().run(page, options=_RULES).response["violations"]:
            nodes = [node["html"][:200] for node in one["nodes"][:3]]
            found.append(f"{page.url} ({scheme}): {one['id']}: {one['help']} {nodes}")
        if page.evaluate("document.documentElement.scrollWidth") > seen["width"]:
            found.append(f"{page.url} is wider than {seen['width']} pixels")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size)  # type: ignore[arg-type]  # as above
    return found


def missed_by_tab(page: Page) -> list[str]:
    """What Tab alone does not come to on a page that was just loaded, or comes to without showing it."""
    missed: dict[int, str] = dict(page.evaluate(_FOCUSABLE))
    for _ in range(5 * len(missed)):  # a day has several parts
        if not missed:
            break
        page.keyboard.press("Tab")
        at, is_seen = page.evaluate(_FOCUSED)
        if is_seen:
            missed.pop(at, None)
    return list(missed.values())


class Watched:
    """A page that is looked at: every place is checked, and pictured where something is wrong with it."""

    def __init__(self, page: Page, folder: Path) -> None:
        self._page, self._folder = page, folder
        self.found: list[str] = []

    def look(self, name: str) -> None:
        """Check the page as it is now."""
        wrong = violations(self._page)
        if wrong:
            self._page.screenshot(path=self._folder / f"{name}.png", full_page=True)
        self.found += wrong
        assert len(self._page.content().encode()) < 100_000

    def tab(self, name: str) -> None:
        """Check the page, loaded anew, and that Tab alone reaches everything on it."""
        self._page.goto(self._page.url)
        self.found += [f"not by Tab: {one} ({self._page.url})" for one in missed_by_tab(self._page)]
        self.look(name)
