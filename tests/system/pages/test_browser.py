"""The pages in a real browser: from a register to the ledger and back, for a mouse, a keyboard, a phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.support.desk import ROOT, Desk
from tests.support.servers.browsers import CHROMIUM, Watched, browser, opened
from tests.support.sheets.finance import write_register

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
pytest.importorskip("playwright", reason="Playwright is not installed")
SAMPLES = [ROOT / "sample_data" / name for name in ("inventory.xlsx", "assignments.xlsx")]


def _is_reached_by_tab(page: Page, words: str) -> bool:
    """True where Tab alone comes to the button with these words."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if words in str(page.evaluate("document.activeElement.textContent")).strip().splitlines()[:1]:
            return True
    return False


def _look_at_nothing(page: Page, watched: Watched, address: str) -> None:
    """Every place where there is nothing yet."""
    for place in ("runs", "search", "nights", "refused"):
        page.goto(f"{address}/{place}")
        watched.look(f"0-{place}")
    page.goto(address)


def _upload_and_remap(page: Page, watched: Watched, register: Path) -> None:
    """Upload the register, and read one column otherwise."""
    watched.tab("1-upload")
    page.set_input_files("#files", register)
    page.get_by_role("button", name="Look at the columns").click()
    page.wait_for_selector("h1:text-is('How the columns are read')")
    page.get_by_label("What the column Shelf is read as").select_option("location")
    assert "31.02.2024" in page.locator("td .bad-text").all_inner_texts()
    page.get_by_role("button", name="Look again").click()
    page.wait_for_selector("option[value=location][selected]", state="attached")
    watched.tab("2-columns")


def _check(page: Page, watched: Watched) -> None:
    """See what is wrong, and go back."""
    columns = page.url
    page.get_by_role("button", name="Check only").click()
    page.wait_for_selector("h1:has-text('finding')")
    watched.look("2-check")
    page.goto(columns)


def _look_and_approve(page: Page, watched: Watched, results: Path) -> None:
    """See what would change, approve it with the keyboard, and open the results."""
    page.get_by_role("button", name="See what would change").click()
    page.wait_for_selector("#changes")
    watched.tab("3-preview")
    plan = page.url
    for what in ("findings", "refused"):
        page.goto(f"{plan}/rows/{what}")
        watched.look(f"3-{what}")
    page.goto(plan)
    page.get_by_role("link", name="New devices").click()
    assert page.get_by_text("location: B3").count() == 1
    assert _is_reached_by_tab(page, "Approve and carry out")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:text-is('Done')")
    watched.tab("4-done")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the results").click()
    download.value.save_as(results)


def _look_around(page: Page, watched: Watched, address: str) -> None:
    page.get_by_role("link", name="SN00003X").first.click()
    watched.look("5-device")
    page.get_by_role("link", name="anna.weber@acme.example").first.click()
    watched.look("6-person")
    for place in ("search?q=weber", "rules", "nothing", "runs"):
        page.goto(f"{address}/{place}")
        watched.look(place.partition("?")[0])


def _undo_over_a_limit(page: Page, watched: Watched) -> None:
    page.locator("td a").first.click()
    page.get_by_role("button", name="Undo this run").click()
    page.wait_for_selector("#changes")
    watched.look("7-over-a-limit")
    page.get_by_label("Exceed the limit").check()
    page.get_by_label("Why").fill("a trial")
    page.get_by_role("button", name="Approve and carry out").click()
    page.wait_for_selector("h1:text-is('Done')")


@pytest.mark.lengthy
def test_a_finance_register_is_uploaded_remapped_approved_and_undone(tmp_path: Path) -> None:
    register, results = write_register(tmp_path / "register.xlsx"), tmp_path / "results.xlsx"
    with opened(tmp_path) as link, browser(viewport={"width": 1200, "height": 900}) as page:
        watched = Watched(page, tmp_path)
        page.goto(link)
        _look_at_nothing(page, watched, link.partition("/open/")[0])
        _upload_and_remap(page, watched, register)
        _check(page, watched)
        _look_and_approve(page, watched, results)
        changes = openpyxl.load_workbook(results)["Changes"].iter_rows(values_only=True)
        assert sum("SN00003X" in row for row in changes) == 2  # it is put on record, and handed out
        _look_around(page, watched, link.partition("/open/")[0])
        _undo_over_a_limit(page, watched)
        page.get_by_role("button", name="Sign out").click()
        watched.look("8-sign-in")
        page.goto(link)
        assert "was used already" in page.content()
    assert watched.found == []
    assert Desk(tmp_path).say("show", "ownerships", "--current", "--format", "json").json == []


@pytest.mark.lengthy
def test_the_samples_go_through_on_a_phone_without_javascript(tmp_path: Path) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False, "color_scheme": "dark"}
    with opened(tmp_path) as link, browser(**phone) as page:
        page.goto(link)
        page.set_input_files("#files", SAMPLES)
        page.get_by_role("button", name="Look at the columns").click()
        page.wait_for_selector("h1:has-text('How the columns are read')")
        assert len(page.content().encode()) < 100_000
        page.get_by_role("button", name="See what would change").click()
        page.wait_for_selector("#changes")
        assert page.locator("main").bounding_box()["width"] <= 360  # type: ignore[index]  # it is there
        page.locator("tbody input[name=line]").first.check()
        page.get_by_role("button", name="Leave out what I ticked").click()
        assert page.locator("tr.out").count() == 1
        page.get_by_role("button", name="Approve and carry out").click()
        page.wait_for_selector("h1:text-is('Done')")
        assert page.get_by_text("1 line of the plan was left out").count() == 1
