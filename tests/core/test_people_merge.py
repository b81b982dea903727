"""The three-way table of a row of people, and whom such a row means when the person is called otherwise by now."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.core.people_merge import merge_people
from pipeline.core.three_way_merge import Past
from pipeline.runs.steps.core_frames import native
from tests.support.reference.frames import people_frame, state_of
from tests.support.reference.records import Ledger, Owner, PersonRow
from tests.support.worlds.engines import on_duckdb
from tests.support.worlds.exported import Cell, lazy, past_of, rows_of

CELLS = {
    "nobody changed it": Cell("Sales", "Sales", "Sales", becomes="Sales"),
    "the person changed it": Cell("Sales", "Legal", "Sales", becomes="Legal"),
    "the ledger changed it": Cell("Sales", "Sales", "Finance", becomes=None),
    "the ledger emptied it": Cell("Sales", "Sales", None, becomes=None),
    "both changed it alike": Cell("Sales", "Finance", "Finance", becomes="Finance"),
    "both changed it": Cell("Sales", "Legal", "Finance", becomes="Legal", is_conflict=True),
    "both filled it": Cell(None, "Legal", "Finance", becomes="Legal", is_conflict=True),
    "the person cleared what the ledger changed": Cell("Sales", None, "Finance", None, is_conflict=True, clears=True),
}


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_a_cell_of_a_row_of_people(cell: Cell) -> None:
    row = PersonRow(external_user_id="4711", department=cell.given, cleared="|department|" if cell.clears else None)
    anna = Owner(5, "default", "anna@acme.example", external_user_id="4711", facts={"department": cell.now})

    merged = _merged(row, anna, facts=[(5, "department", cell.then)] if cell.then != cell.now else [])

    assert rows_of(merged.rows)[0]["department"] == cell.becomes
    said = [(each["field"], each["then"], each["given"], each["now"]) for each in rows_of(merged.conflicts)]
    assert said == ([("department", cell.then, cell.given, cell.now)] if cell.is_conflict else [])


@pytest.mark.parametrize(
    "row",
    [
        PersonRow(email="anna@acme.example", owner_name="Anna Fox"),
        PersonRow(email="anna@acme.example", external_user_id="4711", owner_name="Anna Fox"),
    ],
    ids=["by the address alone", "by address and number"],
)
def test_a_row_means_whom_it_showed_whatever_the_person_is_called_now(row: PersonRow) -> None:
    anna = Owner(5, "default", "anna.fox@acme.example", "Anna Bell", "4711")
    eva = Owner(6, "default", "anna@acme.example", "Eva")

    merged = _merged(row, anna, eva, facts=[(5, "email", "anna@acme.example")], owners=[6])

    (found,) = rows_of(merged.rows)
    assert (found["owner_email"], found["external_user_id"]) == ("anna.fox@acme.example", "4711")
    assert found["owner_name"] == "Anna Fox"


def test_a_new_address_where_the_ledger_has_another_by_now_is_a_conflict() -> None:
    anna = Owner(5, "default", "anna.fox@acme.example", "Anna Bell", "4711")

    merged = _merged(
        PersonRow(email="a.bell@acme.example", external_user_id="4711"),
        anna,
        facts=[(5, "email", "anna@acme.example")],
    )

    assert [(each["field"], each["now"]) for each in rows_of(merged.conflicts)] == [
        ("owner_email", "anna.fox@acme.example")
    ]


@pytest.mark.parametrize(
    "row",
    [
        PersonRow(external_user_id="4711", department="Legal", org_id="other"),
        PersonRow(external_user_id="4799", department="Legal"),
        PersonRow(external_user_id="4711", department="Legal", fault="invalid_email"),
    ],
    ids=["of another organization", "of somebody put on record since", "with a bad cell"],
)
def test_a_row_of_people_without_a_base_is_as_it_is(row: PersonRow) -> None:
    anna = Owner(5, "default", "anna@acme.example", external_user_id="4711", facts={"department": "Finance"})
    eva = Owner(6, "default", "eva@acme.example", external_user_id="4799", facts={"department": "Finance"})

    merged = _merged(row, anna, eva, facts=[(5, "department", "Sales"), (6, "department", "Sales")], owners=[6])

    assert rows_of(merged.rows) == rows_of(lazy(people_frame([row])))
    assert rows_of(merged.conflicts) == []


@pytest.mark.system
def test_duckdb_merges_people_as_polars_does() -> None:
    row = lazy(people_frame([PersonRow(email="anna@acme.example", department="Legal", owner_name="Anna")]))
    anna = Owner(5, "default", "anna.fox@acme.example", "Anna Bell", facts={"department": "Finance"})
    owners = lazy(state_of(Ledger(owners=(anna,))).owners)
    past = past_of(facts=[(5, "email", "anna@acme.example"), (5, "department", "Sales")])
    frames = (past.attributes, past.spans, past.devices, past.facts, past.owners)
    other = Past(past.made_at, *(on_duckdb(native(frame)) for frame in frames))

    on_polars = merge_people(row, owners, past)
    on_other = merge_people(on_duckdb(native(row)), on_duckdb(native(owners)), other)

    assert rows_of(on_polars.conflicts)
    for part in ("rows", "conflicts"):
        assert rows_of(getattr(on_other, part)) == rows_of(getattr(on_polars, part))


def _merged(row: PersonRow, *people: Owner, **past: Any) -> Any:
    return merge_people(lazy(people_frame([row])), lazy(state_of(Ledger(owners=people)).owners), past_of(**past))
