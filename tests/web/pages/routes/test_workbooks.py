"""Workbooks to download: an empty one offers what is on record, and what is on record comes back unchanged."""

from __future__ import annotations

import io

import openpyxl
import pytest
from httpx2 import Response

from tests.support.servers.api import Server
from tests.support.servers.visitors import Visitor, forms_of, guest, visitor

LIST = (
    b"serial_number,name,type,category,owner_email,org_id\n"
    b"S1,One,laptop,it,anna@acme.example,acme\n"
    b"S2,Two,sensor,it,,\n"
)


def _made(one: Visitor, command: str, kind: str, **more: str) -> Response:
    token = dict(forms_of(one.get("/workbooks"))[0].fields)["form_token"]
    return one.post("/workbooks", {"form_token": token, "command": command, "kind": kind, **more})


def _book(one: Visitor, made: Response) -> tuple[bytes, str]:
    """The workbook of that page, and all that stands in it."""
    content = one.get(f"{made.url.path}/files/workbook").content
    sheets = openpyxl.load_workbook(io.BytesIO(content))
    return content, " ".join(str(cell) for sheet in sheets for row in sheet.values for cell in row if cell is not None)


def _load(one: Visitor, name: str, content: bytes) -> Response:
    columns = one.send(one.get("/"), "/lists", files=[(name, content)])
    return one.send(columns, columns.url.path, do="plan")


@pytest.mark.system
def test_what_is_on_record_comes_back_and_changes_nothing(server: Server) -> None:
    here, acme = guest(server), visitor(server, org="acme")
    assert "Nothing is on record yet" in _made(acme, "export", "").text
    here.send(_load(here, "list.csv", LIST), "/apply")
    made = _made(here, "export", "register")
    assert "Correct cells in it" in made.text
    content, said = _book(here, made)
    assert ("S1" in said, "S2" in said) == (True, True)
    assert "Nothing would change" in _load(here, "on-record.xlsx", content).text
    content, said = _book(acme, _made(acme, "export", ""))
    assert ("S1" in said, "S2" in said) == (True, False)
    assert acme.get(made.url.path).status_code == 404
    assert made.url.path in here.get("/workbooks").text


@pytest.mark.system
def test_an_empty_workbook_offers_what_its_organization_has_and_nothing_of_others(server: Server) -> None:
    here = guest(server)
    here.send(_load(here, "list.csv", LIST), "/apply")
    offered = {org: _book(one, _made(one, "template", "register"))[1] for org, one in _of_each(server).items()}
    assert {org: "anna@acme.example" in said for org, said in offered.items()} == {"acme": True, "new": False}
    assert "acme" not in offered["new"]
    whole = _book(here, _made(here, "template", "register", all_columns="on"))[1]
    assert ("Warranty" in whole, "anna@acme.example" in whole) == (True, True)
    assert _made(here, "template", "everything").status_code == 400
    assert _made(here, "run", "").status_code == 400


def _of_each(server: Server) -> dict[str, Visitor]:
    return {org: visitor(server, org=org) for org in ("acme", "new")}
