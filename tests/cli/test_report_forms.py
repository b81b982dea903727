"""rollcall report: its forms: a workbook, a page, a table, text; and how a wrong use is met."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pipeline.runs.ledger_reports.report import REPORTS
from tests.support.desk import Desk


def test_a_workbook_has_its_tables_whole_native_charts_with_descriptions_and_pages(
    priced_fleet: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "money.xlsx"
    said = priced_fleet.say("report", "money", "-o", path)
    assert (said.code, said.err) == (0, f"Money: {path}\n")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Summary", "Cost centers", "Departments", "Locations", "Month ends", "Devices"]
    assert book["Summary"]["A1"].value == "Rollcall report: Money"
    devices = book["Devices"]
    assert devices.max_row == 7
    assert (devices["C2"].data_type, {cell.value for cell in devices["C"]} >= {"-1+1", "<b>Two</b>"}) == ("s", True)
    assert (devices.page_setup.orientation, devices.page_setup.fitToHeight, devices.print_title_rows) == (
        "landscape",
        0,
        "$1:$1",
    )
    assert "&P" in devices.oddFooter.right.text
    assert len(book["Summary"]._charts) >= 6
    assert b'descr="Purchase price by cost center, EUR. The figures stand on the sheet Cost centers."' in _drawing(path)


def _drawing(path: Path) -> bytes:
    with zipfile.ZipFile(path) as parts:
        return parts.read("xl/drawings/drawing1.xml")


@pytest.mark.parametrize("name", ["changes", *(pytest.param(name, marks=pytest.mark.system) for name in REPORTS)])
def test_a_page_is_one_file_without_a_script_and_its_charts_can_be_read(
    priced_fleet: Desk, name: str, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    assert priced_fleet.say("report", name, "-o", path).code == 0
    page = path.read_text(encoding="utf-8")
    assert "<script" not in page
    assert re.findall(r"(?:src|href)=\"(?!#)[^\"]*", page) == []
    assert "<b>Two</b>" not in page
    charts = re.findall(r"<svg .*?</svg>", page, flags=re.DOTALL)
    assert len(charts) >= 1
    for chart in charts:
        title, described = re.search(r'role="img" aria-labelledby="(\S+) (\S+)"', chart).groups()  # type: ignore[union-attr]
        assert f'<title id="{title}">' in chart
        assert f'<desc id="{described}">' in chart
        assert "style" not in chart


@pytest.mark.system
def test_names_from_sheets_are_escaped_in_a_page(priced_fleet: Desk, tmp_path: Path) -> None:
    priced_fleet.say("report", "who-has-what", "-o", tmp_path / "who.html")
    assert "&lt;b&gt;Two&lt;/b&gt;" in (tmp_path / "who.html").read_text(encoding="utf-8")


def test_one_table_is_printed_as_csv_where_texts_are_no_formulas(priced_fleet: Desk) -> None:
    said = priced_fleet.say("report", "money", "--table", "devices", "--format", "csv")
    assert said.out.splitlines()[0].startswith("serial_number,asset_tag,name,")
    assert len(said.out.splitlines()) == 7
    assert "'-1+1" in said.out


def test_on_the_screen_each_table_is_told_and_the_rest_of_a_long_one_named(priced_fleet: Desk) -> None:
    out = priced_fleet.say("report", "who-has-what").out
    assert out.startswith("Who has what. As of ")
    assert "2 people have 3 devices; nobody has 3 other devices." in out
    assert "Nobody has (3)" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), 'There is no report "nothing". The reports are: who-has-what, changes, '),
        (("changes", "--as-of", "2025-01-01"), "Say --from DAY and --to DAY instead of --as-of."),
        (("money", "--from", "2025-01-01"), "Say --as-of DAY instead of --from and --to"),
        (("changes", "--from", "2025-02", "--to", "2025-01"), "--to 2025-01-31 lies before --from 2025-02-28."),
        (("money", "--as-of", "31.3.2025"), "is not a day; write 2026-03-31, or 2026-03"),
        (("money", "--table", "none"), "has no table none. It has: cost_center, department, "),
        (("money", "-o", "money.doc"), "money.doc: the ending .doc names no format."),
    ],
)
def test_a_wrong_use_is_told_with_the_right_one(priced_fleet: Desk, words: tuple[str, ...], said: str) -> None:
    told = priced_fleet.say("report", *words)
    assert told.code == 2
    assert said in " ".join(told.err.split())


def test_a_report_is_no_list_to_be_read(priced_fleet: Desk, tmp_path: Path) -> None:
    priced_fleet.say("report", "who-has-what", "-o", tmp_path / "who.xlsx")
    said = Desk(tmp_path).say("check", "who.xlsx")
    assert said.code == 3
    assert "this is a report, not a list to be read" in said.err
