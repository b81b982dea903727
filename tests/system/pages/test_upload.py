"""Files on their way to the server, in a real browser: dropped, told how far they are, and refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.servers.browsers import CHROMIUM, browser, opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
pytest.importorskip("playwright", reason="Playwright is not installed")

HEADER = "serial_number,name,type,category\n"
_DROP = """(box, [name, text]) => {
  const given = new DataTransfer();
  given.items.add(new File([text], name, {type: "text/csv"}));
  box.dispatchEvent(new DragEvent("drop", {dataTransfer: given, bubbles: true, cancelable: true}));
}"""


def _drop(page: Page, name: str, text: str) -> None:
    page.locator("[data-drop]").evaluate(_DROP, [name, text])


def _slowed(page: Page, bytes_a_second: int) -> None:
    """Send so slowly from here on."""
    session = page.context.new_cdp_session(page)
    given = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", given)


def test_files_are_dropped_beside_each_other_and_sent_with_a_bar_that_grows(tmp_path: Path) -> None:
    (tmp_path / "rollcall.toml").write_text("[reading]\nmegabytes = 1\n")
    many = HEADER + "".join(f"S{at:06},Thing number {at},laptop,it\n" for at in range(9_000))
    with opened(tmp_path) as link, browser(viewport={"width": 1200, "height": 900}) as page:
        page.goto(link)
        _drop(page, "many.csv", many)
        _drop(page, "huge.csv", HEADER + "x" * 1_000_000)
        page.get_by_role("button", name="Look at the columns").click()
        page.wait_for_selector("text=at most 1 MB are taken at once")
        page.reload()
        _drop(page, "many.csv", many)
        _drop(page, "few.csv", HEADER + "T1,One,phone,it\n")
        assert page.locator("[data-names] li").count() == 2
        _slowed(page, 250_000)
        page.get_by_role("button", name="Look at the columns").click()
        page.wait_for_selector("text=/[2-9][0-9] % of the files are sent/")
        assert float(str(page.locator("[data-sent]").evaluate("bar => bar.value"))) > 0.2
        page.wait_for_selector("h1:has-text('How the columns are read')")
        assert page.locator("h2").all_inner_texts()[:3] == ["What the files are", "many.csv", "few.csv"]
        assert page.get_by_text("many.csv: a list of devices, 9,000 rows").count() == 1


def test_what_the_server_refuses_is_said_beside_the_form_and_who_was_signed_out_signs_in(tmp_path: Path) -> None:
    with opened(tmp_path) as link, browser(viewport={"width": 1200, "height": 900}) as page:
        page.goto(link)
        _drop(page, "few.csv", HEADER + "T1,One,phone,it\n")
        page.locator("form[data-upload] input[name=form_token]").evaluate("one => { one.value = 'old'; }")
        page.get_by_role("button", name="Look at the columns").click()
        page.wait_for_selector("[data-sending]:has-text('This form is out of date')")
        page.context.clear_cookies()
        page.get_by_role("button", name="Look at the columns").click()
        page.wait_for_selector("h1:has-text('Sign in')")
