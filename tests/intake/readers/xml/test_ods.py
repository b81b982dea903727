"""Facts in the XML of an .ods file, of which LibreOffice writes only some by itself."""

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from pipeline.errors import FileUnusable
from pipeline.intake.raw_sheets import RawSheet
from pipeline.intake.readers import FileKind
from tests.support.books.value_table import read_one
from tests.support.workbooks import read

_NAMES = " ".join(
    f'xmlns:{prefix}="urn:{name}"'
    for prefix, name in {
        "office": "oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "oasis:names:tc:opendocument:xmlns:text:1.0",
        "calcext": "org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)
_TEXT = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
_HEADER = f"<table:table-row>{_TEXT.format('Serial number')}{_TEXT.format('Tag')}</table:table-row>"
_WHOLE_ROW = f"<table:table-row>{_TEXT.format('SN-1')}{_TEXT.format('T-1')}</table:table-row>"


def _content(rows: str, before: str = "") -> str:
    table = f'<table:table table:name="Devices">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    return f'<?xml version="1.0"?>{before}<office:document-content {_NAMES}>{body}</office:document-content>'


def _saved(folder: Path, content: str) -> Path:
    path = folder / "a.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        file.writestr("content.xml", content)
        file.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def _read(folder: Path, rows: str) -> RawSheet:
    return read_one(_saved(folder, _content(rows)), FileKind.ODS)


def _row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def _cell(attributes: str, inside: str = "") -> str:
    return f"<table:table-cell {attributes}>{inside}</table:table-cell>"


def test_equal_rows_that_are_hidden_are_hidden_one_by_one(tmp_path: Path) -> None:
    hidden = _row(
        _cell('office:value-type="float" office:value="7"'),
        attributes=('table:number-rows-repeated="3" table:visibility="filter"'),
    )
    sheet = _read(tmp_path, _HEADER + hidden + _WHOLE_ROW)
    assert sheet.hidden_rows == (2, 3, 4)
    assert sheet.stored(["A"]).rows() == [(row, "A", "number", "7", None) for row in (2, 3, 4)]


def test_hidden_rows_below_the_last_cell_are_not_named(tmp_path: Path) -> None:
    far = _row(_cell(""), attributes='table:number-rows-repeated="1048570" table:visibility="collapse"')
    assert _read(tmp_path, _HEADER + _WHOLE_ROW + far).hidden_rows == ()


def test_a_formula_without_a_value_is_listed_as_it_was_typed(tmp_path: Path) -> None:
    unsaved = _cell('table:formula="of:=[.A1]&amp;&quot;x&quot;"')
    saved = _cell('table:formula="of:=1+1" office:value-type="float" office:value="2"', "<text:p>2</text:p>")
    sheet = _read(tmp_path, _HEADER + _row(saved, unsaved) + _WHOLE_ROW)
    assert sheet.unsaved.rows() == [(2, "B", '=[.A1]&"x"')]


@pytest.mark.parametrize(
    "attribute", ['office:value-type="string" calcext:value-type="error"', 'office:value-type="error"']
)
def test_an_error_is_shown_as_the_program_shows_it(attribute: str, tmp_path: Path) -> None:
    error = _cell(f'{attribute} office:string-value=""', "<text:p>#N/A</text:p>")
    assert _read(tmp_path, _HEADER + _row(_TEXT.format("SN-1"), error) + _WHOLE_ROW).cells["B"].to_list() == [
        "Tag",
        "#N/A",
        "T-1",
    ]


def test_merged_cells_are_counted_with_those_that_are_covered(tmp_path: Path) -> None:
    covered = '<table:covered-table-cell table:number-columns-repeated="2"/>'
    spanning = _cell(
        'table:number-columns-spanned="3" table:number-rows-spanned="1" office:value-type="string"',
        "<text:p>a</text:p>",
    )
    single = _cell(
        'table:number-columns-spanned="1" table:number-rows-spanned="1" office:value-type="float" office:value="5"'
    )
    sheet = _read(tmp_path, _HEADER + _row(spanning, covered, single))
    assert sheet.merged.rows() == [(2, 2, 0, 2)]
    assert sheet.stored(["D"]).rows() == [(2, "D", "number", "5", None)]


def test_what_a_note_says_is_not_what_its_cell_shows(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>00099</text:p></office:annotation>"
    styled = "<text:p>00<text:span>007</text:span></text:p>"
    sheet = _read(tmp_path, _HEADER + _row(_cell('office:value-type="float" office:value="7"', note + styled)))
    assert sheet.stored(["A"]).rows() == [(2, "A", "number", "7", "00000")]


@pytest.mark.parametrize(
    "content",
    [
        _content(_HEADER + _WHOLE_ROW).replace("</office:body>", "</office:bodies>"),
        _content(_HEADER + _WHOLE_ROW).replace("SN-1", "SN\x01"),
        _content(_HEADER + _WHOLE_ROW).replace('xmlns:text="', 'xmlns:test="'),
        _content(_HEADER + _WHOLE_ROW, before='<!DOCTYPE a [<!ENTITY b "c">]>'),
    ],
    ids=["tags", "control", "namespace", "entity"],
)
def test_what_is_no_xml_of_a_spreadsheet_program_is_refused(content: str, tmp_path: Path) -> None:
    with pytest.raises(FileUnusable) as caught:
        read_one(_saved(tmp_path, content), FileKind.ODS)
    assert caught.value.code == "file_unreadable"
    assert caught.value.message.endswith(('"content.xml" is not well-formed XML', "not a readable Excel workbook"))


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ("05.03.2024", "yyyy-mm-dd"),
        ("5. März 24", "yyyy-mm-dd"),
        ("March 5", "yyyy-mm-dd"),
        ("05.03.2024 14:30", None),
        ("5.3.2024 14.30", None),
        ("05/03/2024 14 h 30", None),
        ("", None),
    ],
)
def test_an_instant_of_which_the_day_is_shown_has_its_format(shown: str, code: str | None, tmp_path: Path) -> None:
    instant = 'office:value-type="date" office:date-value="2024-03-05T14:30:00"'
    sheet = _read(tmp_path, _HEADER + _row(_cell(instant, f"<text:p>{shown}</text:p>")) + _WHOLE_ROW)
    assert sheet.stored(["A"])["format"].to_list() == [code]


def test_a_mere_day_needs_no_format(tmp_path: Path) -> None:
    day = _cell('office:value-type="date" office:date-value="2024-03-05"', "<text:p>05.03.2024</text:p>")
    assert _read(tmp_path, _HEADER + _row(day) + _WHOLE_ROW).stored(["A"])["format"].to_list() == [None]


def test_a_device_is_given_on_the_day_that_the_cell_shows(tmp_path: Path) -> None:
    header = _row(*(_TEXT.format(title) for title in ("Serial number", "Owner email", "Effective at")))
    at = 'office:value-type="date" office:date-value="2024-03-05T14:30:00"'
    rows = [
        _row(_TEXT.format(serial), _TEXT.format("a@x.com"), _cell(at, f"<text:p>{shown}</text:p>"))
        for serial, shown in (("SN-1", "05.03.2024"), ("SN-2", "05.03.2024 14:30"))
    ]
    checked = read(_saved(tmp_path, _content(header + "".join(rows))))

    assert checked.assignments["effective_at"].to_list() == [datetime(2024, 3, 5), datetime(2024, 3, 5, 14, 30)]


def test_the_currency_of_an_amount_is_that_of_its_cell_or_stands_in_what_it_shows(tmp_path: Path) -> None:
    amount = '<table:table-cell office:value-type="{}" office:value="12.5" {}><text:p>{}</text:p></table:table-cell>'
    cells = [("currency", 'office:currency="CAD"', "12.50 $"), ("float", "", "12,50 kr."), ("float", "", "12.5")]
    rows = "".join(f"<table:table-row>{_TEXT.format('SN')}{amount.format(*cell)}</table:table-row>" for cell in cells)

    sheet = read_one(_saved(tmp_path, _content(_HEADER + rows)), FileKind.ODS)

    assert sheet.stored(["B"])["format"].to_list() == ["[$CAD]", '"kr"', None]
    assert sheet.shows_currencies()
