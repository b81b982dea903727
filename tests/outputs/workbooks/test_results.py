"""The result workbook and its Parquet, read back with other programs' readers."""

import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline.errors import StoreFailed
from pipeline.outputs import write_results
from pipeline.outputs.excel.workbook import BIG
from tests.support.frames import samples

SHEETS = ["Summary", "Changes", "Rows", "Rejected", "Owners", "Created", "Before"]
HOSTILE = ['=HYPERLINK("http://evil.example","x")', "+1", "-1", "@x", "http://a.example", "mailto:a@b.example", "=1+1"]


def test_a_run_leaves_seven_sheets_in_the_order_people_read_them(tmp_path: Path) -> None:
    written = write_results(tmp_path, samples.some_report(), samples.some_results(), sheets=samples.SHEETS)
    assert openpyxl.load_workbook(written["results"]).sheetnames == SHEETS


def test_what_no_row_names_has_a_sheet_of_its_own_only_where_there_is_any(tmp_path: Path) -> None:
    some = replace(samples.some_results(), absent=samples.some_absent())
    book = openpyxl.load_workbook(write_results(tmp_path, samples.some_report(), some)["results"])
    assert book.sheetnames == [*SHEETS, "Not named"]
    assert [cell.value for cell in book["Not named"]["E"]] == ["Serial number", "LT-0100", "LT-0101"]
    assert pl.read_parquet(tmp_path / "parquet" / "absent.parquet").height == 2


def test_the_original_headers_and_cells_stay_as_they_were(tmp_path: Path) -> None:
    written = write_results(tmp_path, samples.some_report(), samples.some_results())
    rows = list(openpyxl.load_workbook(written["results"])["Rows"].iter_rows(values_only=True))
    assert list(rows[0]) == samples.some_rows().columns
    assert rows[5][:2] == ("00123", "acme ")


def test_the_rejected_sheet_holds_only_rejected_rows_and_their_headers(tmp_path: Path) -> None:
    written = write_results(tmp_path, samples.some_report(), samples.some_results())
    header, *rows = openpyxl.load_workbook(written["results"])["Rejected"].iter_rows(values_only=True)
    assert list(header) == samples.some_rows().columns
    assert [row[0] for row in rows] == ["00123"]


def test_a_sheet_ends_after_the_most_rows_and_says_where_the_rest_is(tmp_path: Path) -> None:
    some = samples.some_results()
    written = write_results(tmp_path, samples.some_report(), some, max_rows=2)
    book = openpyxl.load_workbook(written["results"])
    for sheet, frame in (("Rows", some.rows), ("Changes", some.changes)):
        *_, last = book[sheet].iter_rows(min_row=2, values_only=True)
        more = f"{frame.height - 2} more rows are in parquet/{sheet.lower()}.parquet, beside this workbook."
        assert frame.height > 3
        assert [value for value in last if value is not None] == [more]
        assert book[sheet].max_row == 4
        assert pl.read_parquet(written["parquet"] / f"{sheet.lower()}.parquet").height == frame.height


def test_of_rows_that_end_before_the_last_those_that_were_rejected_come_first_and_have_a_whole_sheet(
    tmp_path: Path,
) -> None:
    some = samples.some_results()
    rejected = some.rows.filter(pl.col("_outcome") == "rejected")
    rows = pl.concat([some.rows, *[rejected] * 3])
    book = openpyxl.load_workbook(
        write_results(tmp_path, samples.some_report(), replace(some, rows=rows), max_rows=2)["results"]
    )
    outcome = rows.columns.index("_outcome")
    assert [row[outcome] for row in book["Rows"].iter_rows(min_row=2, values_only=True)] == ["rejected"] * 2 + [None]
    assert book["Rejected"].max_row == 1 + 4 * rejected.height


def test_rows_that_end_before_the_last_can_be_loaded_again(tmp_path: Path) -> None:
    """What says so stands in a column of ours, which is not read."""
    some = samples.some_results()
    book = openpyxl.load_workbook(write_results(tmp_path, samples.some_report(), some, max_rows=2)["results"])
    header, *_, last = book["Rows"].iter_rows(values_only=True)
    assert [title for title, value in zip(header, last, strict=True) if value is not None] == ["_message"]


def test_a_cell_to_be_mended_stays_text_when_it_is_typed_anew_but_a_date_does_not(tmp_path: Path) -> None:
    written = write_results(tmp_path, samples.some_report(), samples.some_results())
    serial, _, effective, *_ = openpyxl.load_workbook(written["results"])["Rejected"][2]
    assert (serial.number_format, effective.number_format) == ("@", "General")


def test_dates_money_and_numbers_are_cells_of_their_type(tmp_path: Path) -> None:
    written = write_results(tmp_path, samples.some_report(), samples.some_results())
    header, *_, first, _ = openpyxl.load_workbook(written["results"])["Changes"].iter_rows()
    cells = {str(title.value): cell for title, cell in zip(header, first, strict=True)}
    began, price, number = cells["Effective from (UTC)"], cells["Purchase price"], cells["Device ID"]
    assert (began.value, began.number_format) == (samples.NOW, "yyyy-mm-dd hh:mm")
    assert (price.value, price.data_type, "#,##0.00" in price.number_format) == (1200, "n", True)
    assert (number.value, number.data_type) == (7, "n")
    assert cells["Serial number"].data_type == "s"
    assert cells["Until"].value is None


def test_headers_are_frozen_filtered_and_bold(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write_results(tmp_path, samples.some_report(), samples.some_results())["results"])[
        "Changes"
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:R6")
    assert sheet["A1"].font.bold


def test_the_first_column_stays_in_view_beside_the_message_far_to_the_right(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_results(tmp_path, samples.some_report(), samples.some_results())["results"])
    assert (book["Rows"].freeze_panes, book["Rejected"].freeze_panes) == ("B2", "B2")


@pytest.mark.parametrize("copies", [1, BIG], ids=["small", "in constant memory"])
def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path, copies: int) -> None:
    said = [(text, text, text, "assignments", "rejected", "none", text, text, text, text, 2) for text in HOSTILE]
    rows = pl.concat([samples.rows_of(*said)] * (copies // len(said) + 1))
    written = write_results(tmp_path, samples.some_report(), replace(samples.some_results(), rows=rows))
    book = openpyxl.load_workbook(written["results"], read_only=copies > 1)
    for name in ("Rows", "Rejected"):
        cells = [cell for line in book[name].iter_rows(min_row=2, max_row=8, max_col=10) for cell in line]
        assert {cell.data_type for cell in cells} == {"s"}
        assert [cell.value for cell in cells[::10]] == HOSTILE
        assert not any(getattr(cell, "hyperlink", None) for cell in cells)


def test_control_characters_and_endless_texts_do_not_break_the_file(tmp_path: Path) -> None:
    endless = "é" * 40_000
    rows = samples.rows_of(
        ("LT\x00\x0b1", endless, "\U0001f600" * 20_000, *("assignments", "rejected"), *[None] * 5, 2)
    )
    written = write_results(tmp_path, samples.some_report(), replace(samples.some_results(), rows=rows))
    serial, owner, date, *_ = next(
        openpyxl.load_workbook(written["results"])["Rows"].iter_rows(min_row=2, values_only=True)
    )
    assert str(serial).startswith("LT")
    assert str(owner).endswith("[... cut: 16000 of 40000 characters fit here]")
    assert len(str(date).encode("utf-16-le")) // 2 < 32_767
    assert pl.read_parquet(written["parquet"] / "rows.parquet")["Owner e-mail"].item() == endless


def test_a_run_that_had_nothing_to_do_says_so_calmly(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_results(tmp_path, samples.idle_report(), samples.no_results())["results"])
    assert book.sheetnames == SHEETS
    assert book["Changes"]["A3"].value == "Nothing was changed."
    assert book["Rejected"].max_row == 1


def test_the_parquet_holds_the_same_frames(tmp_path: Path) -> None:
    results = samples.some_results()
    folder = write_results(tmp_path, samples.some_report(), results)["parquet"]
    names = {"changes", "rows", "rejected", "owners", "created", "before", "absent", "issues", "summary"}
    assert {path.stem for path in folder.iterdir()} == names
    assert_frame_equal(pl.read_parquet(folder / "changes.parquet"), results.changes)
    assert_frame_equal(pl.read_parquet(folder / "rejected.parquet"), results.rows.slice(4, 1))


def test_the_summary_as_data_has_one_row_per_figure(tmp_path: Path) -> None:
    folder = write_results(tmp_path, samples.some_report(), samples.some_results())["parquet"]
    summary = pl.read_parquet(folder / "summary.parquet")
    figures = {(section, name): count for section, name, count in summary.select("section", "name", "count").rows()}
    assert figures["rows", "in"] == 9
    assert figures["actions", "reassign"] == 1
    assert figures["money", "all"] == 3


def test_writing_again_replaces_the_files_and_leaves_no_others(tmp_path: Path) -> None:
    for report in (samples.some_report(), samples.idle_report()):
        write_results(tmp_path, report, samples.some_results())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["parquet", "results.xlsx"]


def test_a_place_that_cannot_be_written_to_is_said_plainly_and_nothing_half_written_stays(tmp_path: Path) -> None:
    (tmp_path / "results.xlsx" / "in the way").mkdir(parents=True)
    with pytest.raises(StoreFailed, match=r"results\.xlsx could not be written"):
        write_results(tmp_path, samples.some_report(), samples.some_results())
    assert [path.name for path in tmp_path.iterdir()] == ["results.xlsx"]


@pytest.mark.system
def test_a_big_workbook_keeps_its_headers_formats_and_summary(tmp_path: Path) -> None:
    rows = pl.concat([samples.some_rows()] * (BIG // 8 + 1))
    written = write_results(
        tmp_path,
        samples.some_report(),
        replace(samples.some_results(), rows=rows),
        sheets=samples.SHEETS,
    )
    book = openpyxl.load_workbook(written["results"], read_only=True)
    assert book.sheetnames == SHEETS
    assert book["Rows"].max_row == rows.height + 1
    assert book["Summary"]["A1"].value == "Rollcall: what this run did"
    assert book["Changes"]["J2"].number_format == "yyyy-mm-dd hh:mm"
    assert b'state="frozen"' in zipfile.ZipFile(written["results"]).read("xl/worksheets/sheet3.xml")[:2000]
