"""Saved mappings: what the columns of one source mean, said once in the settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import FileUnusable
from pipeline.intake.headers import saved_mapping
from pipeline.intake.headers.saved_mapping import meanings_of
from schemas.vocabulary import Kind, UnknownColumns
from tests.support.sheets.header_rows import checked, columns, told

HEADER: list[object] = ["Ding", "Wer", "Ab wann"]
ROW: list[object] = ["LT-1", "eva@acme.example", "2025-03-01"]
SAVED = {"Ding": "serial_number", "WER": "owner_email", "ab_wann": "effective_at"}


def test_a_sheet_is_read_whose_headers_only_the_mapping_knows(tmp_path: Path) -> None:
    assert columns(tmp_path, ["Moves of March"], HEADER, ROW, columns=SAVED) == {
        "serial_number": "A",
        "owner_email": "B",
        "effective_at": "C",
    }


def test_the_mapping_is_stronger_than_the_table(tmp_path: Path) -> None:
    found = checked(tmp_path, ["Serial", "Tag", "E-mail"], ["x", "LT-1", ROW[1]], columns={"Tag": "serial_number"})

    assert found.sheets[0].columns == {"serial_number": "B", "owner_email": "C"}
    assert told(found.issues) == [("A1", "duplicate_column", "note")]
    assert found.originals.columns[1:] == ["extra.Serial", "serial_number", "owner_email"]


def test_a_blank_leaves_a_column_out_without_a_word(tmp_path: Path) -> None:
    found = checked(tmp_path, [*HEADER, "Label"], [*ROW, "desk"], columns={**SAVED, "Label": ""})

    assert "label" not in found.sheets[0].columns
    assert found.originals.columns == ["row_id", "serial_number", "owner_email", "effective_at"]
    assert found.issues.is_empty()


def test_a_column_may_be_kept_as_a_custom_attribute(tmp_path: Path) -> None:
    header: list[object] = ["Serial", "Name", "Type", "Category", "Etage"]
    found = checked(tmp_path, header, ["LT-1", "L", "laptop", "computers", "3"], columns={"Etage": "extra.Floor"})

    assert found.inventory["extra.Floor"].to_list() == ["3"]


def test_a_field_is_called_as_in_either_kind_of_sheet(tmp_path: Path) -> None:
    saved = {**SAVED, "Wie": "name", "Was": "type"}
    found = columns(tmp_path, [*HEADER, "Wie", "Was"], [*ROW, "Laptop 1", "laptop"], columns=saved)

    assert (found["device_name"], found["device_type"]) == ("D", "E")


def test_a_field_that_the_kind_of_sheet_lacks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable) as caught:
        checked(
            tmp_path, [*HEADER, "Ort"], [*ROW, "Berlin"], kind=Kind.ASSIGNMENTS, columns={**SAVED, "Ort": "location"}
        )
    assert '"Ort" the field `location`, which belongs to an inventory' in caught.value.message
    assert "[sources.NAME.columns]" in caught.value.hint


def test_a_mapped_header_that_no_sheet_has_is_noted(tmp_path: Path) -> None:
    found = checked(tmp_path, HEADER, ROW, columns={**SAVED, "Etikett neu": "label", "Farbe": ""})

    assert told(found.issues) == [(None, "unknown_column", "note")]
    assert 'no sheet has the column "Etikett neu"' in found.issues["message"][0]


def test_the_advice_about_an_unknown_column_names_the_mapping(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable) as caught:
        checked(
            tmp_path,
            ["Serial", "E-mail", "Shoe size"],
            ["LT-1", ROW[1], "43"],
            unknown_columns=UnknownColumns.ERROR,
        )
    assert "[sources.NAME.columns] of rollcall.toml" in caught.value.hint


@pytest.mark.parametrize("is_to_the_letter", [True, False])
def test_many_texts_are_looked_for_as_few_are(monkeypatch: pytest.MonkeyPatch, *, is_to_the_letter: bool) -> None:
    """A sheet of notes may be 16,000 columns wide: of so many texts Polars is asked at once."""
    written = [
        "Serial Number",
        " S/N ",
        "E-Mail des Nutzers",
        "Straße",
        "№",
        "#",
        "ﬁeld",
        "ab wann",
        "LT-1",
        "x@y.example",
    ]
    texts = [*written, *(f"*{text.upper()} (required)" for text in written), None, "", "Ding", "e" * 101]
    meanings = meanings_of(SAVED)
    few = meanings.known(texts, is_to_the_letter=is_to_the_letter)
    monkeypatch.setattr(saved_mapping, "_FEW", -1)

    assert meanings.known(texts, is_to_the_letter=is_to_the_letter) == few
    assert {"Serial Number", "ab wann", "Ding"} <= few
    assert "LT-1" not in few
