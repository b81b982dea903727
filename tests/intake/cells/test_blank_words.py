"""Words for nothing and placeholders are blank cells, counted in one note per column; other words stay."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.model import Checked
from tests.support.sheets.one_sheet import HEADER, STOCK, desired, stock
from tests.support.workbooks import Rows, findings, read

WORDS = [
    "NULL", "null", "(null)", "nan", "NaN", "<NA>", "None", "none", "\\N", "N/A", "n/a", "n.a.", "(blank)", "-", "--",
    "–", "(Leer)", "(en blanco)", "k.A.", "K.A.", "keine", "ohne", "n.v.", "s/o", "aucun", "Néant", "ninguno", "NaT",
    "Null",
]  # fmt: skip


def _said(checked: Checked) -> list[tuple[str, str]]:
    return checked.issues.select("cell", "code").rows()


def _stock(tmp_path: Path, header: str, *cells: object) -> Checked:
    rows: Rows = [[f"SN{at}", f"L{at}", "laptop", "IT", cell] for at, cell in enumerate(cells)]
    return read(stock(tmp_path, [[*STOCK, header], *rows]))


@pytest.mark.parametrize(
    "header", ["Location", "Comment", "Purchase price", "Purchase date", "is_rented", "Warranty months"]
)
def test_a_word_for_nothing_is_blank_in_a_column_of_any_type(tmp_path: Path, header: str) -> None:
    checked = _stock(tmp_path, header, *WORDS)
    (issue,) = checked.issues.rows(named=True)
    (name,) = set(checked.inventory.columns) & {
        "location", "comment", "purchase_price", "purchase_date", "is_rented", "warranty_months"
    } & {header.lower().replace(" ", "_")}  # fmt: skip
    assert checked.inventory[name].null_count() == len(WORDS)
    assert checked.inventory["fault"].null_count() == len(WORDS)
    assert (issue["code"], issue["severity"], issue["cell"]) == ("blank_words", "note", "E1")


def test_a_custom_attribute_that_is_nothing_is_not_kept(tmp_path: Path) -> None:
    checked = _stock(tmp_path, "Floor colour", "NULL", "red", " N/A ")
    assert checked.inventory["extra.Floor colour"].to_list() == [None, "red", None]


def test_one_note_says_how_many_cells_and_which_words(tmp_path: Path) -> None:
    checked = _stock(tmp_path, "Location", "NULL", "Berlin", "null", "NULL")
    (issue,) = checked.issues.rows(named=True)
    counted = '2 x "NULL", 1 x "null"'
    said = f'3 cells of the column "Location" only say that there is nothing ({counted}): they are read as blank.'
    assert issue["said"] == said
    assert issue["hint"] == "A blank cell changes nothing. To empty what is on record, write <clear>."


def test_the_cells_are_shown_again_as_they_were_typed(tmp_path: Path) -> None:
    assert _stock(tmp_path, "Location", "NULL", "N/A").originals["location"].to_list() == ["NULL", "N/A"]


@pytest.mark.parametrize(
    "word", ["NA", "Nan", "nano", "TBD", "unknown", "0", "none yet", "Nulls", "ohne Dock", "?", "test"]
)
def test_a_word_that_says_something_stays(tmp_path: Path, word: str) -> None:
    checked = _stock(tmp_path, "Location", word)
    assert checked.inventory["location"].to_list() == [word]
    assert _said(checked) == []


@pytest.mark.parametrize("header", ["Purchase price", "Purchase date", "is_rented", "Warranty months"])
def test_who_does_not_know_a_date_or_an_amount_may_say_so(tmp_path: Path, header: str) -> None:
    checked = _stock(tmp_path, header, "unknown", "TBD", "Not available", "?", "na", "unbekannt", "no disponible")
    assert checked.inventory["fault"].null_count() == 7
    assert checked.inventory[header.lower().replace(" ", "_")].null_count() == 7
    assert _said(checked) == [("E1", "blank_words")]


def test_an_end_may_be_open_and_a_beginning_unknown_but_not_to_come(tmp_path: Path) -> None:
    header = [*HEADER, "Date assigned", "End date", "Due date"]
    known = (
        ["SN1", "a@x.com", "unknown", "ongoing", "bis auf weiteres"],
        ["SN2", "b@x.com", "Not assigned", "-", "open"],
    )
    checked = read(desired(tmp_path, [header, *known, ["SN3", "c@x.com", "TBD", "unbefristet", "not yet"]]))
    assert checked.assignments.select("effective_at", "end_at", "due_at").null_count().row(0) == (3, 3, 3)
    assert checked.assignments["fault"].to_list() == [None, None, "invalid_date"]


@pytest.mark.parametrize(
    "word",
    [
        "0000-00-00", "0000-00-00 00:00:00", "0001-01-01", "0001-01-01T00:00:00Z", "1900-01-00", "1/0/1900",
        "00.00.0000", "1/1/0001 12:00:00 AM", "00000000", "NaT",
    ],
)  # fmt: skip
@pytest.mark.parametrize("header", ["Purchase date", "mdm_lock_date"])
def test_a_null_date_is_blank(tmp_path: Path, header: str, word: str) -> None:
    checked = _stock(tmp_path, header, "2024-02-15", word)
    assert _said(checked) == [("E1", "blank_words")]
    assert checked.inventory[header.lower().replace(" ", "_")].null_count() == 1


@pytest.mark.parametrize("word", ["1970-01-01", "1970-01-01T00:00:00Z", "1970-01-01 00:00:00"])
def test_the_first_day_of_computers_is_blank_beside_other_dates_only(tmp_path: Path, word: str) -> None:
    beside = _stock(tmp_path, "Purchase date", word, "2024-02-15")
    assert beside.inventory["purchase_date"].to_list() == [None, date(2024, 2, 15)]
    alone = _stock(tmp_path, "Purchase date", word, "N/A")
    assert alone.inventory["purchase_date"].to_list() == [date(1970, 1, 1), None]


@pytest.mark.parametrize(
    ("header", "placeholders"),
    [
        ("Asset tag", ["No Asset Information", "TBD", "n.a.", "0", "XXXX", "123456789", "Test", "unbekannt"]),
        ("MAC", ["00:00:00:00:00:00", "FF-FF-FF-FF-FF-FF", "0000.0000.0000", "02:00:00:00:00:00", "n/a", "unknown"]),
        ("IMEI", ["000000000000000", "unknown", "-"]),
        ("Device ID", ["0", "N/A"]),
    ],
)
def test_a_placeholder_beside_another_identifier_is_blank(tmp_path: Path, header: str, placeholders: list[str]) -> None:
    checked = _stock(tmp_path, header, *placeholders)
    name = {"MAC": "mac_address"}.get(header, header.lower().replace(" ", "_"))
    assert checked.inventory[name].null_count() == len(placeholders)
    assert _said(checked) == [("E1", "blank_words")]


@pytest.mark.parametrize("tag", ["123456", "1234567", "A0", "NA-1", "TBD-1", "70001", "TESTER"])
def test_a_number_or_a_word_that_may_be_a_tag_is_one(tmp_path: Path, tag: str) -> None:
    checked = _stock(tmp_path, "Asset tag", tag)
    assert (checked.inventory["asset_tag"].to_list(), _said(checked)) == ([tag], [])


@pytest.mark.parametrize(
    "serial", ["To be filled by O.E.M.", "00000000", 0, "Default string", "-", "N/A", "123456", "None"]
)
def test_a_placeholder_that_stands_alone_rejects_its_row(tmp_path: Path, serial: object) -> None:
    checked = read(desired(tmp_path, [HEADER, [serial, "a@x.com"], ["SN9", "b@x.com"]]))
    assert _said(checked) == [("A1", "blank_words"), ("A2", "placeholder_identifier")]
    assert checked.assignments["fault"].to_list() == ["placeholder_identifier", None]


def test_a_placeholder_serial_beside_a_name_leaves_the_name(tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [[*HEADER, "Device name"], ["-", "a@x.com", "Laptop 1"]]))
    row = checked.assignments.row(0, named=True)
    assert (row["serial_number"], row["device_name"], row["fault"]) == (None, "Laptop 1", None)


def test_of_several_placeholders_the_strongest_is_named(tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [["Asset tag", *HEADER], ["TBD", "Default string", "a@x.com"]]))
    assert [cell for cell, code in findings(checked) if code == "placeholder_identifier"] == ["B2"]


@pytest.mark.parametrize("name", ["unknown", "TBD", "Default string", "0"])
def test_a_name_is_a_placeholder_only_where_it_stands_alone(tmp_path: Path, name: str) -> None:
    header = ["Serial number", "Name", "Type", "Category"]
    checked = read(stock(tmp_path, [header, ["SN1", name, "laptop", "IT"], [None, name, "laptop", "IT"]]))
    assert checked.inventory["name"].to_list() == [name, None]
    assert checked.inventory["fault"].to_list() == [None, "placeholder_identifier"]


@pytest.mark.parametrize("word", ["NULL", "n/a", "-", "unknown", "TBD", "0", "none"])
@pytest.mark.parametrize("header", ["Owner email", "Username", "Employee number", "Owner name"])
def test_a_placeholder_names_no_owner(tmp_path: Path, header: str, word: str) -> None:
    checked = read(desired(tmp_path, [["Serial number", header], ["SN1", word]]))
    assert checked.assignments["fault"].to_list() == ["missing_value"]
    assert "blank_words" in checked.issues["code"].to_list()


def test_people_may_be_called_like_a_word_for_nothing(tmp_path: Path) -> None:
    header = ["Serial number", "Owner email", "First name", "Last name"]
    rows: Rows = [
        ["SN1", "jen@x.com", "Jennifer", "Null"],
        ["SN2", "nan@x.com", "Nan", "Blank"],
        ["SN3", "b@x.com", "Bo", "NULL"],
    ]
    checked = read(desired(tmp_path, [header, *rows]))
    assert checked.assignments["owner_name"].to_list() == ["Jennifer Null", "Nan Blank", "Bo"]


@pytest.mark.parametrize("word", ["None", "N/A", "-"])
def test_a_word_for_nothing_is_no_action(tmp_path: Path, word: str) -> None:
    checked = read(desired(tmp_path, [[*HEADER, "Action"], ["SN1", "a@x.com", word], ["SN2", "b@x.com", "NULL"]]))
    assert checked.assignments["fault"].to_list() == ["invalid_action", None]
    assert checked.assignments["action"].to_list() == [None, "assign"]


def test_a_word_for_nothing_is_filled_from_another_column_and_contradicts_none(tmp_path: Path) -> None:
    header = [*STOCK, "Asset Tag", "Asset ID"]
    checked = read(
        stock(
            tmp_path, [header, ["SN1", "L1", "laptop", "IT", "N/A", "AT-1"], ["SN2", "L2", "laptop", "IT", "AT-2", "-"]]
        )
    )
    assert checked.inventory["asset_tag"].to_list() == ["AT-1", "AT-2"]
    assert checked.issues["code"].to_list() == ["duplicate_column"]


def test_words_for_nothing_do_not_decide_what_a_column_is(tmp_path: Path) -> None:
    checked = read(
        desired(tmp_path, [["Serial number", "Assigned to"], ["SN1", "a@x.com"], ["SN2", "N/A"], ["SN3", "NULL"]])
    )
    assert checked.assignments["owner_email"].to_list() == ["a@x.com", None, None]


def test_words_for_nothing_among_real_dates_say_nothing_of_their_order(tmp_path: Path) -> None:
    checked = _stock(tmp_path, "Purchase date", date(2024, 5, 1), "N/A", 0)
    assert _said(checked) == [("E1", "blank_words")]
    assert checked.inventory["purchase_date"].to_list() == [date(2024, 5, 1), None, None]
