"""What takes long goes on when its window is closed, and is found again: as under way, waiting, or not carried out."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from pipeline import store
from schemas.vocabulary import Role
from tests.support.servers.api import Server
from tests.support.servers.visitors import visitor

LIST = "serial_number,name,type,category,owner_email\nS1,One,laptop,it,anna@acme.example\n"


@pytest.mark.system
def test_what_is_carried_out_while_nobody_looks_is_found_under_runs(server: Server) -> None:
    editor, approver, other = (
        visitor(server, Role.EDITOR, name="Edith"),
        visitor(server, name="Aaron"),
        visitor(server, name="other", org="other"),
    )
    columns = editor.send(editor.get("/"), "/lists", files=[("list.csv", LIST.encode())])
    plan = editor.send(columns, columns.url.path, do="plan")
    runs = approver.get("/runs")
    assert "Plans that wait for somebody to approve them" in runs.text
    assert f'href="{plan.url.path}"' in runs.text
    token = re.findall(r'name="(form_token|seen)" value="([^"]+)"', approver.get(plan.url.path).text)
    with store.hold_state(server.settings.ledger, command="test", started_at=datetime.now(UTC).replace(tzinfo=None)):
        begun = approver.client.post(f"{plan.url.path}/apply", data=dict(token), follow_redirects=False)
        place = begun.headers["location"]
        # The window is closed here.
        runs = visitor(server, Role.VIEWER, name="Vera").client.get("/runs")
        assert "Under way" in runs.text
        assert f'href="{place}"' in runs.text
        assert "sse-connect" in editor.client.get(place).text
    assert place not in other.client.get("/runs").text
    assert ">Done<" in approver.get(place).text
    after = approver.get("/runs")
    assert "Under way" not in after.text
    assert "Plans that wait" not in after.text
    assert f'href="{place}"' in after.text


@pytest.mark.system
def test_a_plan_to_undo_waits_to_be_found_and_one_that_could_not_be_carried_out_is_told(server: Server) -> None:
    anna = visitor(server)
    columns = anna.send(anna.get("/"), "/lists", files=[("list.csv", LIST.encode())])
    plan = anna.send(columns, columns.url.path, do="plan")
    run = anna.send(plan, "/apply")
    undo = anna.send(run, "/undo")
    runs = anna.get("/runs").text
    assert f'href="{undo.url.path}">Undo of run {run.url.path.split("/")[-1]}</a>' in runs
    again = anna.send(anna.get(plan.url.path), "/apply")
    assert "was applied before" in again.text
    runs = anna.get("/runs").text
    assert "Tried, and not carried out" in runs
    assert f'href="{again.url.path}"' in runs
