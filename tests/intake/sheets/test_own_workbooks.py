"""Workbooks of ours that come back: what their rows were made from, and what they know of themselves."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from pipeline.errors import FileUnusable
from pipeline.model import Base
from schemas.vocabulary import Kind, UnknownColumns
from schemas.workbook_forms.export import Mark, mark_text
from tests.support.workbooks import Rows, TextCell, codes, findings, read, write

MADE_AT = datetime(2026, 3, 1, 12, 0, 0, 5)
MARK = mark_text(Mark("2026-01-01T00:00:00.000001Z", 3, MADE_AT, "Europe/Paris"))
OTHER = mark_text(Mark("2026-01-01T00:00:00.000001Z", 4, MADE_AT, "UTC"))
BASE = Base("2026-01-01T00:00:00.000001Z", 3, MADE_AT, "Europe/Paris")
DEVICES: Rows = [["serial_number", "name", "extra.Floor"], ["SN-1", "One", "3"]]
HELD: Rows = [["serial_number", "owner_email", "end_at"], ["SN-1", "ada@acme.example", datetime(2026, 7, 1)]]


@pytest.mark.parametrize("hidden", [["_rollcall"], []], ids=["hidden", "unhidden"])
def test_an_export_tells_what_it_was_made_from_without_a_word(tmp_path: Path, hidden: list[str]) -> None:
    path = write(tmp_path / "a.xlsx", {"Inventory": DEVICES, "Held": HELD, "_rollcall": [[MARK]]}, hidden=hidden)

    checked = read(path)

    assert checked.bases == {MARK: BASE}
    assert checked.originals["_base"].to_list() == [MARK, MARK]
    assert checked.headers["_base"] == "_base"
    assert checked.issues.is_empty()


def test_instants_of_an_export_are_in_its_own_time_zone(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Held": HELD, "_rollcall": [[MARK]]}, hidden=["_rollcall"])

    assert read(path, timezone="Asia/Tokyo").assignments["end_at"].to_list() == [datetime(2026, 6, 30, 22)]


@pytest.mark.parametrize(
    "text",
    ["", "rollcall-plan-1", MARK.replace("-1 ", "-9 ", 1), MARK.replace("Europe/Paris", "Nowhere"), f"{MARK} more"],
)
def test_a_hidden_sheet_with_any_other_text_is_hidden_like_any(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "a.xlsx", {"Held": HELD, "_rollcall": [[text]]}, hidden=["_rollcall"])

    checked = read(path)

    assert (checked.bases, "_base" in checked.originals.columns) == ({}, False)
    assert checked.issues["code"].to_list() == ["sheet_ignored"]


@pytest.mark.parametrize("hidden", [["_rollcall"], []], ids=["hidden", "unhidden"])
def test_a_plan_is_refused_with_the_way_to_apply_it(tmp_path: Path, hidden: list[str]) -> None:
    record: Rows = [["form", "rollcall-plan-1", "check"], ["plan", "{}", "check"]]
    path = write(tmp_path / "plan.xlsx", {"Held": HELD, "_rollcall": record}, hidden=hidden)

    with pytest.raises(FileUnusable) as refused:
        read(path)

    assert refused.value.message == "plan.xlsx: this is a plan, not a list to be read."
    assert refused.value.hint == "Carry it out with: rollcall apply plan.xlsx"


def test_rows_of_a_result_say_one_by_one_what_they_were_made_from(tmp_path: Path) -> None:
    rows: Rows = [
        ["serial_number", "owner_email", "end_at", "_base"],
        ["SN-1", "ada@acme.example", "2026-07-01", OTHER],
        ["SN-2", "ada@acme.example", "2026-07-01", None],
        ["SN-3", "ada@acme.example", "2026-07-01", MARK],
        ["SN-4", "ada@acme.example", "2026-07-01", "what is this?"],
    ]

    checked = read(write(tmp_path / "a.xlsx", {"Rows": rows}), timezone="Asia/Tokyo")

    assert checked.bases.keys() == {MARK, OTHER}
    assert checked.originals["_base"].to_list() == [OTHER, None, MARK, None]
    held = checked.assignments.sort("row_id")
    assert held["row"].to_list() == [2, 3, 4, 5]
    assert [end.hour for end in held["end_at"]] == [0, 15, 22, 15]
    assert sum(sheet.rows for sheet in checked.sheets) == 4


def test_rows_of_both_kinds_keep_what_they_were_made_from(tmp_path: Path) -> None:
    rows: Rows = [
        ["serial_number", "name", "owner_email", "_kind", "_base"],
        ["SN-1", "One", None, "inventory", MARK],
        ["SN-1", None, "ada@acme.example", "assignments", OTHER],
        ["SN-2", None, "ada@acme.example", "assignments", MARK],
    ]

    checked = read(write(tmp_path / "a.xlsx", {"Rows": rows}))

    assert checked.originals["_base"].to_list() == [MARK, OTHER, MARK]
    assert (checked.inventory["row_id"].to_list(), checked.assignments["row_id"].sort().to_list()) == ([1], [2, 3])


def test_a_file_without_a_mark_has_no_base(tmp_path: Path) -> None:
    checked = read(write(tmp_path / "a.xlsx", {"Held": HELD}))

    assert (checked.bases, "_base" in checked.originals.columns, "_base" in checked.headers) == ({}, False, False)


@pytest.mark.parametrize("unknown", list(UnknownColumns))
def test_a_column_that_says_to_be_a_custom_attribute_is_kept(tmp_path: Path, unknown: UnknownColumns) -> None:
    checked = read(write(tmp_path / "a.xlsx", {"Inventory": DEVICES}), unknown_columns=unknown)

    assert checked.inventory["extra.Floor"].to_list() == ["3"]
    assert checked.issues.is_empty()


def test_a_custom_attribute_may_be_called_like_a_field(tmp_path: Path) -> None:
    rows = [["serial_number", "name", "extra.Model"], ["SN-1", "One", "7"]]

    assert read(write(tmp_path / "a.xlsx", {"Inventory": rows})).inventory["extra.Model"].to_list() == ["7"]


_REFUSED = UnknownColumns.ERROR


@pytest.mark.parametrize(
    ("header", "kind", "code"),
    [
        (["serial_number", "extra.Floor", "extra.Floor"], Kind.INVENTORY, "duplicate_column"),
        (["serial_number", "Floor", "extra.Floor"], Kind.INVENTORY, "unknown_column"),
        (["serial_number", "owner_email", "extra.Floor"], Kind.ASSIGNMENTS, "unknown_column"),
        (["serial_number", "name", "extra."], Kind.INVENTORY, "unknown_column"),
    ],
    ids=["twice", "beside one that does not say so", "of an ownership", "without a name"],
)
def test_a_custom_attribute_that_cannot_be_one_is_refused(
    tmp_path: Path, header: list[str], kind: Kind, code: str
) -> None:
    with pytest.raises(FileUnusable) as refused:
        read(write(tmp_path / "a.xlsx", {"Sheet": [header, ["a", "b", "c"]]}), kind=kind, unknown_columns=_REFUSED)

    assert codes(refused.value) == [code]


def test_a_formula_that_a_result_shows_as_text_is_still_without_its_value(tmp_path: Path) -> None:
    rows: Rows = [
        ["serial_number", "owner_email", "label", "_reason"],
        ["SN-1", "ada@acme.example", TextCell("=A1"), "no_saved_value"],
        ["SN-2", "ada@acme.example", TextCell("=A1"), "invalid_date"],
        ["SN-3", "ada@acme.example", "desk", "no_saved_value"],
    ]

    checked = read(write(tmp_path / "a.xlsx", {"Rejected": rows}))

    assert findings(checked) == [("C2", "no_saved_value")]
    assert checked.assignments["label"].to_list() == [None, "=A1", "desk"]
