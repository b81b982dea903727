"""Totals, notes and repeated headers are left out with a note; whatever could be a device is read."""

from pathlib import Path

import pytest

from schemas.vocabulary import UnknownColumns
from tests.support.sheets.people_lists import HEADER, STOCK, desired, told
from tests.support.workbooks import Rows, read, write

_DEVICES: Rows = [HEADER, ["SN1", "a@x.com"], ["SN2", "b@x.com"]]
_PRICED = ["No", "Serial number", "Name", "Type", "Category", "Price"]


@pytest.mark.parametrize(
    "label",
    [
        "Total",
        "TOTALS",
        "subtotal",
        "Grand total",
        "Sum",
        "Summe",
        "Gesamt",
        "Gesamtsumme",
        "Zwischensumme",
        "Somme",
        "Sous-total",
        "Total général",
        "Suma",
        "Totale",
        "Somma",
        "Totaal",
        "Итого",
        "Всего",
        "合计",
        "总计",
        "Total: 12",
        "TOTAL (12 devices)",
        "Total devices: 12",
        "Total 12 devices",
        "Total :",
    ],
)
def test_a_total_at_the_end_is_left_out(label: str, tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [*_DEVICES, [label, 2]]))
    assert checked.assignments["serial_number"].to_list() == ["SN1", "SN2"]
    said = f"a.xlsx, sheet Desired: 1 row is no device and is not read: row 4 ({label} 2)."
    assert told(checked, "rows_left_out") == [("note", said)]


@pytest.mark.parametrize(
    "row",
    [
        ["Total station", None],
        ["TOTAL-1", None],
        ["Total", "c@x.com"],
        ["Sum of all", None],
        ["SN3", None],
        [None, "c@x.com"],
        ["ABC DEF", None],
        ["Anna Bell Laptop Spare", None],
    ],
)
def test_a_row_that_could_be_a_device_is_read(row: list[object], tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [*_DEVICES, [], row]))
    assert checked.assignments.height == 3
    assert told(checked, "rows_left_out") == []


@pytest.mark.parametrize("name", ["Anna's old laptop in Paris", "Total station", "Spare"])
def test_a_name_alone_is_a_device(name: str, tmp_path: Path) -> None:
    rows: Rows = [["Name", "Owner email"], ["L1", "a@x.com"], [], [name]]
    assert read(desired(tmp_path, rows)).assignments.height == 2


def test_a_total_with_amounts_is_left_out_wherever_its_word_stands(tmp_path: Path) -> None:
    device = [1, "SN1", "L1", "laptop", "IT", 1200]
    for total in (
        [None, None, None, None, "Total", 1200],
        ["Total", None, None, None, None, "=SUM(F2:F2)"],
        ["Total", 1, None, None, None, "1.200,00 €"],
        [None, "Total", None, None, None, "EUR 1,200"],
        [None, None, "Total", None, None, 1200],
    ):
        checked = read(write(tmp_path / "stock.xlsx", {"Stock": [_PRICED, device, total]}))
        assert checked.inventory["serial_number"].to_list() == ["SN1"]


def test_a_total_that_names_a_device_as_well_is_read(tmp_path: Path) -> None:
    rows: Rows = [_PRICED, [1, "SN1", "L1", "laptop", "IT", 1200], [None, "SN2", "Total", None, None, 1200]]
    assert read(write(tmp_path / "stock.xlsx", {"Stock": rows})).inventory["serial_number"].to_list() == ["SN1", "SN2"]


def test_a_subtotal_within_the_data_is_left_out_and_a_section_heading_is_not(tmp_path: Path) -> None:
    rows: Rows = [HEADER, ["Paris"], ["SN1", "a@x.com"], ["Subtotal", 1], ["SN2", "b@x.com"]]
    checked = read(desired(tmp_path, rows))
    assert checked.assignments["serial_number"].to_list() == ["PARIS", "SN1", "SN2"]
    assert checked.assignments["fault"].to_list() == ["missing_value", None, None]
    assert checked.assignments["row_id"].to_list() == [1, 2, 3]


def test_notes_below_a_blank_row_are_left_out_and_listed(tmp_path: Path) -> None:
    notes: Rows = [
        ["Total", 2],
        [],
        ["Devices marked in red are to be returned in March."],
        [None, "Please tell IT about every change"],
        ["Prepared by", "Anna Bell"],
        ["Signature: ________"],
        ["Page 1 of 3"],
    ]
    checked = read(desired(tmp_path, [*_DEVICES, *notes]))
    assert checked.assignments["serial_number"].to_list() == ["SN1", "SN2"]
    assert told(checked, "rows_left_out") == [
        (
            "note",
            "a.xlsx, sheet Desired: 6 rows are no devices and are not read: row 4 (Total 2); "
            "row 6 (Devices marked in red are to be returned in March.); "
            "row 7 (Please tell IT about every change); row 8 (Prepared by Anna Bell); "
            "row 9 (Signature: ________); row 10 (Page 1 of 3).",
        )
    ]


def test_prose_right_below_the_data_is_read(tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [*_DEVICES, ["the spare ones are kept in the cupboard"]]))
    assert checked.assignments.height == 3


def test_prose_above_a_device_is_read(tmp_path: Path) -> None:
    rows: Rows = [*_DEVICES, [], ["the spare ones are kept in the cupboard"], ["SN3", "c@x.com"]]
    assert read(desired(tmp_path, rows)).assignments.height == 4


def test_a_legend_is_left_out_with_its_entries(tmp_path: Path) -> None:
    legend: Rows = [[], ["Legend"], ["red", "returned"], ["green", "in use"]]
    checked = read(desired(tmp_path, [*_DEVICES, *legend]))
    assert checked.assignments["serial_number"].to_list() == ["SN1", "SN2"]


def test_a_device_below_a_legend_is_read(tmp_path: Path) -> None:
    rows: Rows = [*_DEVICES, [], ["Legend"], ["SN3", None]]
    assert read(desired(tmp_path, rows)).assignments["serial_number"].to_list() == ["SN1", "SN2", "LEGEND", "SN3"]


def test_a_header_that_is_repeated_is_left_out(tmp_path: Path) -> None:
    rows: Rows = [*_DEVICES, [" serial  NUMBER", "Owner email"], ["SN3", "c@x.com"], HEADER, HEADER]
    checked = read(desired(tmp_path, rows))
    assert checked.assignments["serial_number"].to_list() == ["SN1", "SN2", "SN3"]
    ((_severity, message),) = told(checked, "rows_left_out")
    assert message.endswith("row 4 (the header again); row 6 (the header again); row 7 (the header again).")


def test_a_note_beside_the_columns_does_not_ask_for_a_header(tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [*_DEVICES, [], [None, None, None, "Please send it back"]]))
    assert checked.assignments.height == 2
    assert checked.issues["code"].to_list() == ["rows_left_out"]


def test_a_sheet_of_nothing_but_a_total_has_no_rows(tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [STOCK, ["Total", None, None, None]]))
    assert checked.inventory.is_empty()


def test_a_long_text_is_cut_short_and_of_many_rows_the_first_are_listed(tmp_path: Path) -> None:
    long = "this sentence goes on and on and says nothing about any device at all."
    checked = read(desired(tmp_path, [*_DEVICES, [], *([[long]] * 25)]))
    ((_severity, message),) = told(checked, "rows_left_out")
    assert "row 5 (this sentence goes on and on and says nothing about any dev…); row 6" in message
    assert message.endswith("; and 5 more.")


@pytest.mark.parametrize("label", ["Subtotal Berlin", "SUBTOTAL BERLIN", "Sub-total: desks", "Zwischensumme Köln"])
def test_a_subtotal_among_the_data_is_left_out_whatever_it_is_of(label: str, tmp_path: Path) -> None:
    header = ["Serial number", "Owner email", "Type", "Price"]
    rows: Rows = [header, ["SN1", "a@x.com", "laptop", 3], [label, None, None, 3], ["SN2", "b@x.com", "laptop", 4]]
    checked = read(desired(tmp_path, rows), unknown_columns=UnknownColumns.IGNORE)
    assert checked.assignments["serial_number"].to_list() == ["SN1", "SN2"]
    assert [message for _, message in told(checked, "rows_left_out")] == [
        f"a.xlsx, sheet Desired: 1 row is no device and is not read: row 3 ({label} 3)."
    ]


@pytest.mark.parametrize("others", [["a@x.com", None, 3], [None, "laptop", 3]])
def test_what_is_called_a_subtotal_and_has_more_than_numbers_is_read(others: list[object], tmp_path: Path) -> None:
    header = ["Serial number", "Owner email", "Type", "Price"]
    rows: Rows = [header, ["Subtotal Berlin", *others], ["SN2", "b@x.com", "laptop", 4]]
    checked = read(desired(tmp_path, rows), unknown_columns=UnknownColumns.IGNORE)
    assert checked.assignments["row"].to_list() == [2, 3]


@pytest.mark.parametrize("note", ["* leased until 2026", "† on loan", "1) not yet paid", "Hinweis: nur geliehen"])
def test_a_footnote_right_below_the_data_is_left_out(note: str, tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [*_DEVICES, [note]]))
    assert checked.assignments["serial_number"].to_list() == ["SN1", "SN2"]


@pytest.mark.parametrize("serial", ["*SN3*", "1)", "*SN3", "1) SN"])
def test_a_mark_without_words_is_no_footnote(serial: str, tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [*_DEVICES, [serial]]))
    assert checked.assignments["row"].to_list() == [2, 3, 4]
