"""What was asked over HTTP is told like everything else: whose key it was, and which item of which request."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tests.support.servers.api import ASSIGN, Program, Server

ASKED = {"email": "anna@acme.example", "deviceIds": ["SN-1"], "autoCreateDevices": True, "deviceType": "sensor"}


@pytest.mark.system
def test_a_device_is_explained_by_the_request_that_made_it(server: Server, editor: Program) -> None:
    request = editor.post(ASSIGN, ASKED).headers["X-Request-Id"]
    server.client.__exit__()
    desk = Desk(server.settings.state.parent)

    said = desk.say("explain", "SN-1").out

    (run,) = desk.json("show", "runs", "--format", "json")
    assert f"asked over HTTP by editor of acme: run {run['run_id']}" in said
    assert f"request {request} to {ASSIGN}, item 1" in said
    assert desk.say("verify").code == 0
    assert desk.say("show", "runs", "--run", run["run_id"], "--format", "xlsx", "-o", "run.xlsx").code == 0
    assert desk.say("undo", "last", "-o", "back.xlsx").code == 0
