"""The committed workbooks: made by the generator, complete, and no larger than they need to be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sample_data.fleet import ONLY_DEVICE_ID, SHARED_NAME, inventory_rows, make_devices
from sample_data.generate import HERE, write_samples
from sample_data.holdings import PENDING_FROM, make_opening, opening_rows
from sample_data.stories import assignment_sheets
from schemas.fields import ASSIGNMENT_FIELDS, IDENTIFIERS, INVENTORY_FIELDS
from schemas.headers.matching import match_header
from schemas.vocabulary import Kind
from tests.support.sample_sheets import read_cells, read_texts

if TYPE_CHECKING:
    from sample_data.fleet import Row

NAMES = ("inventory.xlsx", "opening.xlsx", "assignments.xlsx", "hopeless.xlsx")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    write_samples(folder)
    return folder


@pytest.mark.system
@pytest.mark.parametrize("name", NAMES)
def test_the_committed_workbook_is_the_one_that_the_generator_makes(name: str, made: Path) -> None:
    assert read_cells(HERE / name) == read_cells(made / name)


@pytest.mark.system
def test_the_same_call_writes_the_same_bytes(made: Path, tmp_path: Path) -> None:
    write_samples(tmp_path)

    assert [(tmp_path / name).read_bytes() for name in NAMES] == [(made / name).read_bytes() for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_a_committed_workbook_is_small(name: str) -> None:
    assert (HERE / name).stat().st_size < 150_000


def test_every_inventory_field_is_in_use() -> None:
    filled = {name for row in make_devices() for name, value in row.items() if value is not None}

    assert filled == {field.name for field in INVENTORY_FIELDS}


def test_every_assignments_field_is_in_use() -> None:
    desired, leavers = assignment_sheets(make_opening())
    filled = {name for row in (*desired, *leavers) for name, value in row.items() if value is not None}

    # Of the two columns for the day of a return one is enough, as in any list.
    assert filled == {field.name for field in ASSIGNMENT_FIELDS} - {"return_date"}


def test_every_header_of_the_inventory_names_its_field() -> None:
    headers = read_texts(HERE / "inventory.xlsx").columns

    assert {match_header(header, Kind.INVENTORY) for header in headers} == {field.name for field in INVENTORY_FIELDS}


@pytest.mark.parametrize(
    ("name", "sheet", "header_row"), [("opening.xlsx", 0, 0), ("assignments.xlsx", 0, 0), ("assignments.xlsx", 1, 2)]
)
def test_every_header_of_an_assignments_sheet_names_a_field_once(name: str, sheet: int, header_row: int) -> None:
    headers = read_texts(HERE / name, header_row=header_row, sheet=sheet).columns
    fields = [match_header(header, Kind.ASSIGNMENTS) for header in headers]

    assert None not in fields
    assert len(set(fields)) == len(fields)


def test_the_hopeless_workbook_has_a_misspelled_a_repeated_and_an_unknown_column() -> None:
    headers = [str(header) for header in read_cells(HERE / "hopeless.xlsx")["Desired"][0]]
    fields = [match_header(header, Kind.ASSIGNMENTS) for header in headers]

    assert headers == ["Serail Numbr", "Owner Email", "E-Mail", "Action", "Shoe Size"]
    assert fields == [None, "owner_email", "owner_email", "action", None]


def test_the_samples_have_about_the_promised_number_of_rows() -> None:
    opening = make_opening()
    desired, leavers = assignment_sheets(opening)

    assert 480 <= len(inventory_rows()) <= 530
    assert 300 <= len(opening_rows(opening)) <= 350
    assert 560 <= len(desired) + len(leavers) <= 620


@pytest.mark.parametrize("identifier", ["serial_number", "asset_tag", "mac_address", "external_id"])
def test_no_two_devices_share_an_identifier(identifier: str) -> None:
    values = [_key(str(device[identifier])) for device in make_devices() if device.get(identifier)]

    assert len(set(values)) == len(values)


def test_two_devices_share_a_name_and_no_others_do() -> None:
    names = [device["name"] for device in make_devices()]

    assert names.count(SHARED_NAME) == 2
    assert len(set(names)) == len(names) - 1


def test_some_devices_have_no_serial_number_but_a_network_address() -> None:
    without = [device for device in make_devices() if not device.get("serial_number") and device.get("mac_address")]

    assert {str(device["type"]) for device in without} == {"thermostat", "sensor"}


def test_the_opening_names_every_device_once_and_only_known_ones() -> None:
    known = {_device_of(device) for device in make_devices()}
    named = [_device_of(row) for row in opening_rows(make_opening())]

    assert len(set(named)) == len(named)
    assert set(named) <= known


def test_two_assignments_of_the_opening_begin_in_the_future() -> None:
    pending = [row for row in opening_rows(make_opening()) if row["effective_at"] == PENDING_FROM]

    assert len(pending) == 2


def test_the_projector_is_the_first_device_of_an_empty_ledger() -> None:
    tagged_only = [device for device in make_devices() if _only_asset_tag(device) and not device.get("org_id")]
    first = min(tagged_only, key=lambda device: str(device["asset_tag"]))

    assert first.get("device_id") == ONLY_DEVICE_ID


def test_most_rows_of_the_assignments_are_ordinary() -> None:
    known = {_device_of(device) for device in make_devices()}
    desired, leavers = assignment_sheets(make_opening())
    ordinary = [row for row in (*desired, *leavers) if row.get("owner_email") and _device_of(row) in known]

    assert len(ordinary) > 0.6 * len([*desired, *leavers])


def _key(identifier: str) -> str:
    return identifier.replace("-", "").replace(":", "").upper()


def _device_of(row: Row) -> tuple[object, ...]:
    strongest = next((key for key in IDENTIFIERS if row.get(key)), "device_id")
    return row.get("org_id"), strongest, row.get(strongest)


def _only_asset_tag(device: Row) -> bool:
    return bool(device.get("asset_tag")) and not device.get("serial_number") and not device.get("mac_address")
