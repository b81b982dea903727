"""Columns called `Assigned`, `Issued` or `Agent`: whether they hold who has the devices, or since when."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.vocabulary import Kind
from tests.support.sheets.header_rows import checked

_PEOPLE, _DAYS, _TRUTHS = ["Asha Rao", "Ben Stone", None], ["2025-03-01", "2025-03-02", None], ["Yes", "Yes", "No"]
_ADDRESSES = ["asha@acme.example", "ben@acme.example", None]


def _read(tmp_path: Path, columns: dict[str, list[str | None]]) -> tuple[Kind, dict[str, str], dict[str, str]]:
    """The kind of a list with these columns, the column of each field, and what is told of each of these columns."""
    header = ["Serial Number", "Model", *columns]
    rows = [[f"SN-100{at}", "Latitude 5440", *cells] for at, cells in enumerate(zip(*columns.values(), strict=True))]
    found = checked(tmp_path, header, *rows)
    assert found.issues is not None
    told = dict(found.issues.filter(found.issues["row_id"].is_null()).select("cell", "message").rows())
    return found.sheets[0].kind, dict(found.sheets[0].columns), told


@pytest.mark.parametrize(
    ("title", "values", "field"),
    [
        ("Assigned", _PEOPLE, "owner_name"),
        ("Assigned?", _PEOPLE, "owner_name"),
        ("Allocated", _ADDRESSES, "owner_email"),
        ("Zugewiesen", _PEOPLE, "owner_name"),
        ("Agent", _PEOPLE, "owner_name"),
        ("Member", _PEOPLE, "owner_name"),
        ("PIC", _PEOPLE, "owner_name"),
    ],
)
def test_names_and_addresses_are_those_who_have_the_devices(
    title: str, values: list[str | None], field: str, tmp_path: Path
) -> None:
    kind, columns, told = _read(tmp_path, {title: values})

    assert (kind, columns[field]) == (Kind.REGISTER, "C")
    assert f"read as `{field}`" in told["C1"]


def test_days_beside_those_who_have_the_devices_are_since_when(tmp_path: Path) -> None:
    kind, columns, told = _read(tmp_path, {"Assigned": _DAYS, "Assigned to": _ADDRESSES})

    assert (kind, columns["effective_at"], columns["owner_email"]) == (Kind.REGISTER, "C", "D")
    assert "read as `effective_at`" in told["C1"]


@pytest.mark.parametrize(
    ("title", "values"),
    [
        ("Issued", _DAYS),
        ("Allocated", _TRUTHS),
        ("Assigned", ["1", "0", "1"]),
        ("Agent", ["7.1.0", "7.2.1", "7.2.1"]),
        ("Agent", ["Endpoint Guard", "Endpoint Guard", "Endpoint Guard"]),
    ],
)
def test_anything_else_is_an_attribute(title: str, values: list[str | None], tmp_path: Path) -> None:
    kind, columns, told = _read(tmp_path, {title: values})

    assert (kind, columns[f"extra.{title}"]) == (Kind.INVENTORY, "C")
    assert "kept as an attribute" in told["C1"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (["asharao", "benstone", None], "external_user_id"),
        (["E0023", "E0024", None], "external_user_id"),
        (_ADDRESSES, "owner_email"),
        (["17", "18", "<clear>"], "user_id"),
    ],
)
def test_a_user_id_says_who_where_it_is_no_number(values: list[str | None], field: str, tmp_path: Path) -> None:
    kind, columns, _told = _read(tmp_path, {"User ID": values})

    assert (kind, columns[field]) == (Kind.INVENTORY if field == "user_id" else Kind.REGISTER, "C")


def test_single_words_among_full_names_are_no_logins(tmp_path: Path) -> None:
    _kind, columns, told = _read(tmp_path, {"User name": ["Asha Rao", "Ben Stone", "Reception"]})

    assert columns["owner_name"] == "C"
    assert "read as `owner_name`" in told["C1"]


def test_a_second_one_is_not_read_as_those_who_have_the_devices(tmp_path: Path) -> None:
    _kind, columns, _told = _read(tmp_path, {"Owner": _ADDRESSES, "Allocated": ["Tom Hill", "Eva Berg", "Eva Berg"]})

    assert (columns["owner_email"], columns["extra.Allocated"]) == ("C", "D")


def test_a_list_of_owners_that_fits_an_inventory_best_is_a_register(tmp_path: Path) -> None:
    found = checked(tmp_path, ["Asset Tag", "Type", "Status", "Owner"], ["T-1", "Laptop", "In use", "Asha Rao"])

    assert found.sheets[0].kind is Kind.REGISTER


def test_a_matricola_is_the_serial_number_where_no_other_column_is(tmp_path: Path) -> None:
    lone = checked(tmp_path, ["Tipo", "Marca", "Matricola"], ["laptop", "Dell", "4XK2P93"])
    beside = checked(tmp_path, ["Seriale", "Tipo", "Matricola"], ["4XK2P93", "laptop", "E1021"])

    assert lone.sheets[0].columns["serial_number"] == "C"
    assert (beside.sheets[0].columns["serial_number"], beside.sheets[0].columns["external_user_id"]) == ("A", "C")
