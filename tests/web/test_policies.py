"""The policies of the house hold for what is asked over HTTP, too."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from pipeline.settings import load_settings
from pipeline.web.app import make_app
from tests.support.desk import Desk
from tests.support.servers.api import ASSIGN, Server

TWO_AT_MOST = {
    "name": "two-devices",
    "sql": "FROM current_ownerships SELECT owner_email GROUP BY 1 HAVING count(*) > 2",
    "level": "refuse",
    "message": "Nobody has more than two devices.",
}


def _asked(name: str, *serials: str) -> dict[str, Any]:
    asked = {"email": f"{name}@acme.example", "deviceIds": serials}
    return {**asked, "autoCreateDevices": True, "deviceType": "sensor"}


@pytest.mark.system
def test_a_call_that_breaks_a_policy_is_refused_and_those_beside_it_are_not(tmp_path: Path) -> None:
    settings = load_settings(None, {"state": tmp_path / "rollcall.duckdb", "policies": [TWO_AT_MOST]})
    with TestClient(make_app(settings), raise_server_exceptions=False) as client:
        program = Server(client, settings).program()
        assert program.post(ASSIGN, _asked("first", "F-1")).status_code == 200
        asked = [_asked("anna", "A-1", "A-2", "A-3"), _asked("ben", "B-1", "B-2"), _asked("cem", "C-1")]
        with ThreadPoolExecutor(3) as many:
            anna, ben, cem = many.map(lambda body: program.post(ASSIGN, body), asked)
    assert (anna.status_code, ben.status_code, cem.status_code) == (409, 200, 200)
    detail = anna.json()["detail"]
    assert "Nobody has more than two devices." in detail
    assert "--allow" not in detail
    devices = Desk(tmp_path).say("show", "devices", "--format", "json").json
    assert sorted(device["serial_number"] for device in devices) == ["B-1", "B-2", "C-1", "F-1"]
