"""Big sheets have the cells that xlsxturbo would write."""

import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import polars as pl
import pytest
import xlsxturbo

from pipeline.outputs.excel.poured_sheets import outline, poured_beside_charts, poured_frames, sheet_xml
from pipeline.outputs.excel.workbook import BIG, Look, page, write_workbook

if TYPE_CHECKING:
    from pipeline.outputs.excel.parts import Part

_TEXTS = [
    *("plain", " begins", "ends ", "\ttab", "a\tb", "end\n", "a\nb", "cr\rlf", "a\x01b", "\x1f", "\ufffe", "\uffff"),
    *("_x0041_", "_x41_", "a_x00Zz_", "_xABcd_ & <\x02>", "_x00_x0041_", "a&<>\"'", "]]>", "\u00a0nb", "\x7f\x85"),
    *("=1+1", "+1", "@x", "012345", "1E5", "https://example.com", "\u200b", "ä€𝄞", "", None),
]
_ROWS = pl.DataFrame(
    {
        "text": _TEXTS,
        "styled_text": [*reversed(_TEXTS)],
        "filled": [f"row {at}" for at in range(len(_TEXTS))],
        "number": [0, -1, 2**53, -(2**53), *range(27)],
        "share": [0.1, 1e21, 1e-7, float("nan"), float("inf"), -0.5, 123456789.123456789, *[None] * 24],
        "price": pl.Series(
            [Decimal("1234567.10"), Decimal("0.05"), Decimal("-5.00"), *[None] * 28], dtype=pl.Decimal(18, 2)
        ),
        "flag": [True, False, None, *[False] * 28],
        "day": [date(2026, 3, 1), date(1900, 3, 1), date(9999, 12, 31), *[None] * 28],
        "instant": [datetime(2026, 3, 1, 13, 14, 15, 123456), datetime(2999, 12, 31, 23, 59, 59), *[None] * 29],
        "zoned": [datetime(2026, 3, 1, 13, 14, 15, tzinfo=UTC)] * 31,
        "nothing": pl.Series([None] * 31, dtype=pl.Null),
        "blank": pl.Series([None] * 31, dtype=pl.String),
        "styled_blank": pl.Series([None] * 31, dtype=pl.Int64),
    }
)
_STYLES = {
    name: {"num_format": "@", "bold": True}
    for name in ("styled_text", "price", "day", "instant", "zoned", "styled_blank")
}


def test_the_cells_of_a_poured_sheet_are_those_that_xlsxturbo_writes(tmp_path: Path) -> None:
    rows = pl.concat([_ROWS] * 20)
    options = {"header_format": {"bold": True}, "column_formats": _STYLES, "autofilter": True, "freeze_panes": True}
    part: Part = (rows, "Rows", options)  # type: ignore[assignment]
    assert poured_frames([part]).keys() == {"Rows"}
    whole, outlined = (_xml_of(written, tmp_path) for written in (part, outline(part)))
    poured = b"".join(sheet_xml(outlined, rows)).decode()
    assert _without_figures(poured) == _without_figures(whole)
    assert _figures(poured) == pytest.approx(_figures(whole), rel=1e-12)


@pytest.mark.parametrize(
    "unusual",
    [
        pl.Series([date(1900, 2, 28)]),
        pl.Series([datetime(1850, 1, 1)]),
        pl.Series([2**53 + 1]),
        pl.Series([0.5], dtype=pl.Float32),
        pl.Series(["a"], dtype=pl.Categorical),
        pl.Series([2**63], dtype=pl.UInt64),
    ],
    ids=str,
)
def test_what_excel_has_no_cell_for_is_left_to_xlsxturbo(unusual: pl.Series) -> None:
    rows = pl.select(pl.repeat(unusual.item(), 1000, dtype=unusual.dtype).alias("value"))
    assert not poured_frames(page(rows, "Rows", Look()))


def test_a_sheet_that_is_not_one_table_is_left_to_xlsxturbo() -> None:
    rows = pl.DataFrame({"row": pl.int_range(1000, eager=True)})
    ((shown, name, options),) = page(rows, "Rows", Look())
    assert poured_frames([(shown, name, options)])
    assert not poured_frames([(shown, name, options), (shown, name, {**options, "startrow": 2000})])
    assert not poured_frames([(shown, name, {**options, "startrow": 3})])
    assert not poured_frames([(shown, name, {**options, "header": False})])
    times = pl.DataFrame({"at": [datetime(2026, 3, 1)] * 1000})
    assert not poured_frames([(times, "Times", options)])


@pytest.mark.system
def test_a_big_workbook_opens_with_its_filters_styles_and_values(tmp_path: Path) -> None:
    rows = pl.concat([_ROWS] * (BIG // _ROWS.height + 1))
    small = pl.DataFrame({"only": ["one"]})
    parts = [*page(small, "First", Look()), *page(rows, "Bob's rows", Look()), *page(small, "Last", Look())]
    book = openpyxl.load_workbook(write_workbook(tmp_path / "t.xlsx", parts))
    sheet = book["Bob's rows"]
    assert (sheet.max_row, sheet.max_column) == (rows.height + 1, rows.width)
    assert sheet.auto_filter.ref == sheet.dimensions == f"A1:M{rows.height + 1}"
    assert book.worksheets[2].auto_filter.ref == "A1:A2"
    assert f"'Bob''s rows'!$A$1:$M${rows.height + 1}" in _part(tmp_path / "t.xlsx", "xl/workbook.xml")
    last = sheet[rows.height + 1]
    assert [cell.value for cell in last][:4] == [None, "plain", "row 30", 26]
    first = sheet[2]
    assert first[8].value == datetime(2026, 3, 1, 13, 14, 15, 123000)
    assert first[8].number_format == "yyyy-mm-dd hh:mm"
    assert first[5].value == pytest.approx(1234567.1)


def _xml_of(part: "Part", folder: Path) -> str:
    path = folder / "t.xlsx"
    xlsxturbo.dfs_to_xlsx([part], path, constant_memory=True)
    return _part(path, "xl/worksheets/sheet1.xml")


def _part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as book:
        return book.read(name).decode()


def _without_figures(xml: str) -> str:
    return re.sub(r"<v>[^<]*", "<v>", xml)


def _figures(xml: str) -> Sequence[float]:
    return [float(figure) for figure in re.findall(r"<v>([^<]*)", xml)]


@pytest.mark.system
def test_beside_a_chart_the_rows_below_the_first_are_poured_and_the_chart_knows_what_it_shows(tmp_path: Path) -> None:
    rows = pl.concat(
        [_ROWS.drop("text", "styled_text", "zoned", "nothing")] * (BIG // _ROWS.height + 2)
    ).with_row_index("at")
    look = Look(formats={name: {"bold": True} for name in ("price", "filled")})
    chart = {"type": "bar", "values": "Rows!$A$2:$A$9", "categories": "Rows!$B$2:$B$9"}
    parts: list[Part] = [(pl.DataFrame({"a": [1]}), "Chart", {"charts": {"A9": chart}}), *page(rows, "Rows", look)]  # type: ignore[dict-item]
    assert poured_beside_charts(parts, BIG).keys() == {"Rows"}
    poured, whole = write_workbook(tmp_path / "poured.xlsx", parts, has_charts=True), tmp_path / "whole.xlsx"
    xlsxturbo.dfs_to_xlsx(parts, whole)
    assert _read(poured, "xl/charts/chart1.xml") == _read(whole, "xl/charts/chart1.xml")
    one, other = (openpyxl.load_workbook(path)["Rows"] for path in (poured, whole))
    assert (one.dimensions, one.auto_filter.ref) == (other.dimensions, other.auto_filter.ref)
    for row in [2, 1000, *range(1001, 1040), BIG, one.max_row]:
        for mine, theirs in zip(one[row], other[row], strict=True):
            assert (mine.value, mine.number_format) == (theirs.value, theirs.number_format)
            assert mine.font.b == theirs.font.b


def _read(path: Path, member: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(member)
