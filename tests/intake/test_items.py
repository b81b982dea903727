"""Items of requests as rows: the rules of cells hold for them, and each row keeps its place in its own request."""

from __future__ import annotations

from pipeline import intake
from pipeline.model import Checked, Items, Reading
from schemas.vocabulary import Kind

ASSIGN, CREATE = "/api/v1/owners/assign-devices", "/api/v1/devices"


def _assigns(sheet: str, owner: str, *serials: str, org: str = "default") -> Items:
    columns = {"serial_number": serials, "owner_email": [owner] * len(serials)}
    return Items(Kind.ASSIGNMENTS, ASSIGN, sheet, org, columns, {"serial_number": "deviceIds", "owner_email": "email"})


def _read(*requests: Items) -> Checked:
    return intake.read_items(requests, Reading())


def test_items_of_several_requests_keep_their_places_in_their_own() -> None:
    checked = _read(_assigns("r1", "anna@x.org", "a1", "a2"), _assigns("r2", "bob@x.org", "b1", org="lab"))
    places = checked.assignments.select("row_id", "file", "sheet", "row", "org_id", "serial_number", "action")
    assert places.rows() == [
        (1, ASSIGN, "r1", 1, "default", "A1", "assign"),
        (2, ASSIGN, "r1", 2, "default", "A2", "assign"),
        (3, ASSIGN, "r2", 1, "lab", "B1", "assign"),
    ]


def test_items_that_are_typed_together_are_told_apart_in_issues() -> None:
    checked = _read(_assigns("r1", "anna@x.org", "a1"), _assigns("r2", "nobody", "b1", "b2"))
    found = checked.issues.select("sheet", "row", "column", "code", "row_id")
    assert found.rows() == [("r2", 1, "email", "invalid_email", 2), ("r2", 2, "email", "invalid_email", 3)]
    assert checked.issues["message"][0] == '"nobody" is not an e-mail address.'


def test_keys_of_items_are_normalised_as_those_of_cells() -> None:
    checked = _read(_assigns("r1", " Anna@X.org ", "  sn\u00a01 ", "N/A"))
    assert checked.assignments["serial_number"].to_list() == ["SN 1", None]
    assert checked.assignments["owner_email"].to_list() == ["anna@x.org"] * 2
    assert checked.assignments["fault"].to_list() == [None, "placeholder_identifier"]


def test_words_of_sheets_are_blank_in_items() -> None:
    checked = _read(_assigns("r1", "<None>", "<all>", " \uff1cALL>\u200b", "a1", "<b>"))
    assert checked.assignments["serial_number"].to_list() == [None, None, "A1", "<B>"]
    assert checked.assignments["owner_email"].null_count() == 4
    assert checked.assignments["action"].unique().to_list() == ["assign"]


def test_findings_about_items_have_the_names_of_their_interface() -> None:
    columns = {"name": ["n"], "type": ["t"], "category": ["c"], "purchase_price": ["12.5x"]}
    titles = {name: name for name in columns} | {"purchase_price": "client_purchase_price"}
    checked = _read(Items(Kind.INVENTORY, CREATE, "r1", "default", columns, titles))
    assert checked.issues.select("row", "column", "code").rows() == [(1, "client_purchase_price", "invalid_number")]


def test_dates_of_one_request_say_nothing_of_those_of_another() -> None:
    def bought(sheet: str, day: str) -> Items:
        columns = {"name": ["n"], "type": ["t"], "category": ["c"], "purchase_date": [day]}
        return Items(Kind.INVENTORY, CREATE, sheet, "default", columns, {name: name for name in columns})

    checked = _read(bought("r1", "03/25/2024"), bought("r2", "25/03/2024"))
    assert [str(day) for day in checked.inventory["purchase_date"]] == ["2024-03-25", "2024-03-25"]
