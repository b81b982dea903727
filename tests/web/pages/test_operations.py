"""The page for whoever writes a program: every request with its fields, and nothing from elsewhere."""

from __future__ import annotations

import re

import pytest

from pipeline.web.pages.operations import operations_of
from tests.support.servers.api import Server
from tests.support.servers.visitors import stranger

DOCUMENT = "/api/v1/openapi.json"


def test_whoever_has_no_key_yet_can_read_what_can_be_asked_for(server: Server) -> None:
    page = stranger(server).get("/docs")
    document = server.client.get(DOCUMENT).json()
    assert page.status_code == 200
    asked = {(method.upper(), path) for path, told in document["paths"].items() for method in told}
    assert set(re.findall(r"<code>([A-Z]+) (/api/\S+)</code>", page.text)) == asked
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert DOCUMENT in loaded
    assert [place for place in loaded if not place.startswith(("/", "#"))] == []
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.system
def test_the_fields_of_what_is_sent_are_told_also_those_within_others(server: Server) -> None:
    found = operations_of(server.client.get(DOCUMENT).json())
    (batch,) = [one for one in found["Devices"] if one.method == "POST"]
    given = {one.name: one for one in batch.given}
    assert (given["partial"].where, given["partial"].is_required) == ("query", False)
    assert (given["devices"].kind, given["devices"].is_required) == ("list of objects", True)
    assert (given["devices[].name"].where, given["devices[].name"].is_required) == ("body", True)
    assert given["devices[].name"].about == "What people call the device"
    (applied,) = [one for one in found["Files and runs"] if one.path.endswith("/apply")]
    assert {one.name: one.kind for one in applied.given}["plan"] == "file"
    assert {one.name: one.kind for one in applied.answered}["status"] == "one of queued, running, done, failed"
    assert ("412", "Precondition Failed") in applied.statuses
