"""Reports and receipts as workbooks: texts of people stay the texts that they are, whatever they look like."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from pipeline.errors import StoreFailed
from pipeline.model import LedgerReport, Receipt, Receipts, ReportTable
from pipeline.outputs import receipts_page, report_page, write_receipts_book, write_report_book

NOW = datetime(2026, 11, 28, 9)
ODD = [
    "=1+1",
    "<r><t>x</t></r>",
    "@x",
    "0012",
    "1E5",
    "\x01",
    "_x0041_",
    "http://x.example",
    "{=1}",
    "a\nb",
    "<script>",
]


@pytest.fixture
def report() -> LedgerReport:
    frame = pl.DataFrame({"name": ODD, "devices": range(len(ODD))})
    table = ReportTable("odd", "Odd", frame, note="Some <b>texts</b>.")
    empty = ReportTable("none", "None", frame.clear(), empty="There is nothing.")
    said = ["<script>alert(1)</script>"]
    return LedgerReport("odd", "Odd texts", "As of \x01 <now>", said, [table, empty], "odd", NOW, 3)


@pytest.fixture
def receipts() -> Receipts:
    """Of people whose names Excel has no sheet for."""
    lines = pl.DataFrame({"serial_number": ODD, "label": ODD})
    people = ["a/b:c", "A?b*c", "history", "x" * 40, "X" * 40, "<script>"]
    made = [Receipt(email, "<b>N</b>", "default", lines, lines.clear()) for email in people]
    return Receipts("run-1", NOW, made, lines, "=1+1\n\n<script>", "abc")


def test_texts_stay_texts_in_a_report(report: LedgerReport, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_report_book(tmp_path / "odd.xlsx", report))
    cells = [row[0] for row in book["Odd"].iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(ODD)
    assert [openpyxl.utils.escape.unescape(cell.value) for cell in cells] == ODD
    assert [cell.hyperlink for cell in cells] == [None] * len(ODD)
    assert book["None"]["A3"].value == "There is nothing."


def test_texts_stay_texts_in_receipts_and_each_person_has_a_sheet(receipts: Receipts, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_receipts_book(tmp_path / "odd.xlsx", receipts))
    assert book.sheetnames == ["a_b_c", "A_b_c 2", "history_", "x" * 31, f"{'X' * 26} 2", "<script>"]
    texts = {cell.value for row in book["history_"].iter_rows() for cell in row if cell.data_type == "s"}
    assert {"=1+1", "<r><t>x</t></r>", "@x", "http://x.example", "<script>"} <= texts
    assert not any(cell.data_type == "f" for row in book["history_"].iter_rows() for cell in row)


def test_nothing_of_a_text_is_markup_in_a_page(report: LedgerReport, receipts: Receipts) -> None:
    for page in (report_page(report), receipts_page(receipts)):
        assert "<script" not in page
        assert "<b>" not in page
        assert "&lt;script&gt;" in page


@contextmanager
def _files_that_may_not_grow() -> Iterator[None]:
    import resource

    allowed, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (allowed, most))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_workbook_for_which_there_is_no_room_is_told_and_leaves_nothing(
    report: LedgerReport, receipts: Receipts, tmp_path: Path
) -> None:
    with _files_that_may_not_grow():
        with pytest.raises(StoreFailed, match=r"report\.xlsx could not be written"):
            write_report_book(tmp_path / "report.xlsx", report)
        with pytest.raises(StoreFailed, match=r"receipts\.xlsx could not be written"):
            write_receipts_book(tmp_path / "receipts.xlsx", receipts)
    assert list(tmp_path.iterdir()) == []
