"""Reports, receipts and a stocktake in a real browser: for a mouse, a keyboard, a phone, and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.support.desk import Desk
from tests.support.servers.browsers import CHROMIUM, Watched, browser, opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
pytest.importorskip("playwright", reason="Playwright is not installed")
SCANS = "Barcode,Room,Scanned by\nA1,Rome,ines\nLT-2,Berlin,ines\nZZ-9,Berlin,ines\n"


def _report(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/reports")
    page.locator(f"section[aria-labelledby=of-{name}] button").click()
    page.wait_for_selector("#table")


def _focused_by_tab(page: Page) -> set[str]:
    """The texts and names of what Tab alone comes to."""
    page.evaluate("document.activeElement.blur()")
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = "document.activeElement"
        reached.add(str(page.evaluate(f"({focused}.textContent || {focused}.name).trim()")))
    return reached


def _filter_and_download(page: Page, workbook: Path) -> None:
    """Choose a table, filter it with the keyboard, and take it as a workbook."""
    page.get_by_role("link", name="Locations").click()
    page.get_by_label("Only rows with this text").fill("paris")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=paris**")
    assert page.locator("tbody tr").count() == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").last.click()
    download.value.save_as(workbook)
    assert openpyxl.load_workbook(workbook)["Locations"]["A2"].value == "Paris"


def _on_paper(page: Page) -> None:
    """Nothing is printed that one can only click."""
    page.emulate_media(media="print")
    assert page.locator(".top, form, .tabs, .pager").locator("visible=true").count() == 0
    assert page.locator("table, svg").locator("visible=true").count() == 2
    page.emulate_media(media="screen")


@pytest.mark.lengthy
def test_a_report_is_made_filtered_downloaded_and_printed(priced_fleet: Desk, tmp_path: Path) -> None:
    desk = priced_fleet.copied_to(tmp_path)
    with opened(desk.folder) as link, browser(viewport={"width": 1280, "height": 900}) as page:
        address, watched = link.partition("/open/")[0], Watched(page, tmp_path)
        page.goto(link)
        page.get_by_role("link", name="Reports", exact=True).click()
        watched.look("1-reports")
        _report(page, address, "money")
        assert page.locator("figure svg[role=img]").count() == 2
        watched.look("2-money")
        assert {"Excel", "CSV", "Print", "Devices 6", "Filter"} <= _focused_by_tab(page)
        _filter_and_download(page, tmp_path / "paris.xlsx")
        _on_paper(page)
        page.goto(f"{address}/people/1")
        page.locator("section", has_text="Receipts to sign").get_by_role("link").first.click()
        page.wait_for_selector(".receipt")
        watched.look("3-receipts")
    assert watched.found == []


def test_scans_are_compared_and_become_a_plan(priced_fleet: Desk, tmp_path: Path) -> None:
    desk = priced_fleet.copied_to(tmp_path)
    (desk.folder / "scans.csv").write_text(SCANS, encoding="utf-8")
    with opened(desk.folder) as link, browser(viewport={"width": 1280, "height": 900}) as page:
        watched = Watched(page, tmp_path)
        page.goto(link)
        page.get_by_role("link", name="Stocktake", exact=True).click()
        watched.look("4-stocktakes")
        page.set_input_files("#files", desk.folder / "scans.csv")
        page.get_by_role("button", name="Compare with what is on record").click()
        page.wait_for_selector("#table")
        watched.look("5-stocktake")
        page.get_by_role("button", name="Make a plan from this").click()
        page.wait_for_selector("#changes")
        watched.look("6-plan")
    assert watched.found == []


def test_reports_and_receipts_on_a_phone_without_javascript(priced_fleet: Desk, tmp_path: Path) -> None:
    desk = priced_fleet.copied_to(tmp_path)
    phone = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False, "color_scheme": "dark"}
    with opened(desk.folder) as link, browser(**phone) as page:
        address = link.partition("/open/")[0]
        page.goto(link)
        for name in ("who-has-what", "leavers"):
            _report(page, address, name)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.get_by_role("button", name="Print").count() == 0
        page.goto(f"{address}/runs")
        page.locator("td a").first.click()
        page.get_by_role("link", name="Receipts to sign").click()
        assert page.locator(".receipt").count() == 2
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
