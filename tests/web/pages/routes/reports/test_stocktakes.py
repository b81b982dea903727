"""A stocktake on pages says what the command line says, changes nothing, and becomes a plan of the places."""

from __future__ import annotations

import io
from collections.abc import Mapping
from types import MappingProxyType

import openpyxl
import pytest
from httpx2 import Response

from schemas.vocabulary import Role
from tests.support.servers.api import Place
from tests.support.servers.read_pages import counts_on, rows_on, text_of
from tests.support.servers.visitors import Visitor, visitor

SCANS = (
    "Barcode,Room,Scanned by,Scanned at\n"
    "A1,Rome,ines,2026-11-28 12:00\nLT-2,Berlin,ines,2026-11-28 12:01\nZZ-9,<b>Berlin</b>,ines,2026-11-28 12:02\n"
)
NOTHING: Mapping[str, str] = MappingProxyType({})
OF_TYPE = {"scope": "field", "scope_field": "type"}


def _taken(one: Visitor, text: str = SCANS, name: str = "scans.csv", said: Mapping[str, str] = NOTHING) -> Response:
    return one.send(one.get("/stocktakes"), "/stocktakes", files=[(name, text.encode())], changed=said)


@pytest.mark.system
def test_scans_are_compared_as_on_the_command_line_and_planned(priced_place: Place) -> None:
    desk = priced_place.desk
    (desk.folder / "scans.csv").write_text(SCANS, encoding="utf-8")
    told = desk.json("stocktake", "scans.csv")["report"]
    viewer, anna = visitor(priced_place.server, Role.VIEWER), visitor(priced_place.server, name="Anna")
    page = _taken(viewer)
    assert counts_on(page) == {name: len(table["rows"]) for name, table in told["tables"].items()}
    assert told["sentences"][0] in text_of(page.text)
    unknown = viewer.get(page.url.path, table="unknown")
    assert ("&lt;b&gt;Berlin" in unknown.text, "<b>Berlin" in unknown.text) == (True, False)
    assert [row[4] for row in rows_on(unknown)] == ["scans.csv"]
    book = openpyxl.load_workbook(io.BytesIO(viewer.get(f"{page.url.path}/download/xlsx").content))
    assert [book.sheetnames[0], *(table["title"] for table in told["tables"].values())] == book.sheetnames
    assert "Make a plan from this" not in page.text
    assert len(desk.show("runs")) == 1
    plan = anna.send(anna.get(page.url.path), f"{page.url.path}/plan")
    assert "1 change would be made" in plan.text
    assert "location: Rome" in plan.text
    assert f'<a href="{page.url.path}">scans.csv</a>' in plan.text
    assert f'<a href="{plan.url.path}">scans.csv</a>' in anna.get("/runs").text
    run = anna.send(plan, "/apply")
    assert ">Done<" in run.text
    assert plan.url.path not in anna.get("/runs").text
    places = {device["serial_number"]: device["location"] for device in desk.show("devices")}
    assert (places["LT-1"], places["LT-2"]) == ("Rome", "Berlin")


@pytest.mark.system
def test_what_was_to_be_scanned_can_be_said(priced_place: Place) -> None:
    viewer = visitor(priced_place.server, Role.VIEWER)
    assert counts_on(_taken(viewer, said={"scope": "all"}))["missing"] == 3
    only = _taken(viewer, said={**OF_TYPE, "scope_value": "Phone"})
    assert counts_on(only)["missing"] == 1
    refused = _taken(viewer, said={**OF_TYPE, "scope_value": " "})
    assert (refused.status_code, "Say which devices were to be scanned" in refused.text) == (400, True)
    nothing = viewer.send(viewer.get("/stocktakes"), "/stocktakes")
    assert (nothing.status_code, "No file was chosen" in nothing.text) == (400, True)


@pytest.mark.system
def test_files_that_are_none_and_those_of_another_organization_are_refused(priced_place: Place) -> None:
    viewer = visitor(priced_place.server, Role.VIEWER)
    for name, text in (("a.xlsx", "\x00"), ("b.csv", ""), ("<i>c</i>.csv", "what\n1\n")):
        page = _taken(viewer, text, name)
        assert page.status_code == 200
        assert "This should not have happened" not in page.text
        assert "<i>c" not in page.text
        assert "The scans cannot be used as they are" in page.text or counts_on(page)
    other = _taken(viewer, "Serial Number,Organization\nLT-1,other\n")
    assert "names an organization that is not that of the key" in other.text
    assert viewer.get(f"{other.url.path}/download/xlsx").status_code == 404


@pytest.mark.system
def test_another_organization_sees_and_plans_nothing_of_it(priced_place: Place) -> None:
    page = _taken(visitor(priced_place.server))
    other = visitor(priced_place.server, org="other")
    for more in ("", "/download/xlsx", "?table=found"):
        assert other.get(f"{page.url.path}{more}").status_code == 404
    assert page.url.path not in other.get("/stocktakes").text
    own = _taken(other)
    assert counts_on(own)["found"] == counts_on(own)["missing"] == 0
    assert "acme.example" not in own.text
    assert len(rows_on(other.get(own.url.path, table="unknown"))) == 3
