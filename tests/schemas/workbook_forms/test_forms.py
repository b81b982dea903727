"""Seals, marks and first cells: each form is recognised, and nothing else is taken for it."""

from __future__ import annotations

import io
from datetime import datetime

import pytest

from schemas.vocabulary import Action
from schemas.workbook_forms.export import Mark, mark_text, read_mark
from schemas.workbook_forms.plan import SHEETS, seal
from schemas.workbook_forms.sealed_texts import (
    Row,
    changed_cell,
    file_seal,
    from_json,
    is_sealed,
    is_signed,
    rows_of,
    texts_of,
    to_json,
)
from schemas.workbook_forms.template import GUIDE_TITLE, LISTS_MARK, is_no_data

MARK = Mark("ledger-1", 7, datetime(2026, 3, 1, 12, 30), "Europe/Berlin")
TEXTS = {"form": "rollcall-plan-2", "plan": "x" * 70_000, "empty": ""}


def test_a_mark_is_read_as_it_was_written() -> None:
    assert read_mark(mark_text(MARK)) == MARK


@pytest.mark.parametrize(
    "text", ["", "rollcall-export-2 a 1 2026-03-01T12:30:00Z UTC", "rollcall-export-1 a one b UTC"]
)
def test_any_other_text_is_no_mark(text: str) -> None:
    assert read_mark(text) is None


def test_long_texts_are_cut_into_cells_and_joined_again() -> None:
    rows = rows_of(TEXTS, None)
    assert max(len(text) for _, text, _ in rows) <= 32_767
    assert {name: text for name, text in texts_of(rows).items() if name != "seal"} == {
        name: text for name, text in TEXTS.items() if text
    }


@pytest.mark.parametrize(("key", "other"), [(None, "a key"), ("a key", "another"), ("a key", None)])
def test_rows_are_sealed_with_their_own_key_only(key: str | None, other: str | None) -> None:
    rows = rows_of(TEXTS, key)
    assert is_signed(rows) is (key is not None)
    assert is_sealed(rows, key)
    assert not is_sealed(rows, other)


def test_a_seal_depends_on_every_line_and_on_where_lines_end() -> None:
    seals = {seal(lines, None) for lines in (["a", "b"], ["ab"], ["a", "c"], ["b", "a"], ["a", "b", ""])}
    assert len(seals) == 5


@pytest.mark.parametrize(
    ("column", "row"),
    [
        ("A", ("other", "x" * 32_000, None)),
        ("B", ("plan", "y" * 32_000, None)),
        ("C", ("plan", "x" * 32_000, "rubbish")),
    ],
)
def test_the_cell_that_was_changed_is_found(column: str, row: tuple[str, str, str | None]) -> None:
    rows: list[Row] = rows_of(TEXTS, None)
    assert changed_cell(rows) is None
    rows[1] = (row[0], row[1], row[2] or rows[1][2])
    assert changed_cell(rows) == f"{column}2"


def test_a_cell_below_the_seal_is_found() -> None:
    rows = [*rows_of(TEXTS, None), ("", "more", "")]
    assert changed_cell(rows) == f"B{len(rows)}"


def test_no_text_looks_like_an_escape_of_a_spreadsheet_program() -> None:
    odd = {"name": "bell_x0007_", "price": None, "é": ["\x07", 1]}
    assert "_x" not in to_json(odd)
    assert to_json(odd).isascii()
    assert from_json(to_json(odd)) == odd


def test_the_seal_over_a_file_covers_the_bytes_before_its_comment() -> None:
    whole, other = b"archive", b"archivecomment"
    assert file_seal(io.BytesIO(other), len(whole), "k") == file_seal(io.BytesIO(whole), len(whole), "k")
    assert file_seal(io.BytesIO(b"Archive"), len(whole), "k") != file_seal(io.BytesIO(whole), len(whole), "k")


def test_every_action_but_none_has_a_sheet_in_a_plan() -> None:
    assert set(SHEETS) == {action.value for action in Action} - {"none"}


@pytest.mark.parametrize(("cell", "is_ours"), [(LISTS_MARK, True), (f" {GUIDE_TITLE.format('Inventory')}", True)])
def test_sheets_of_a_template_that_are_not_for_filling_in_are_known(cell: str, *, is_ours: bool) -> None:
    assert is_no_data(cell) is is_ours


@pytest.mark.parametrize("cell", [None, "", "Serial number", "rollcall-template-10"])
def test_any_other_sheet_is_data(cell: str | None) -> None:
    assert not is_no_data(cell)
