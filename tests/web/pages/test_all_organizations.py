"""Whoever opens the pages on the machine of the ledger sees all organizations; a key sees its own, and nothing else."""

from __future__ import annotations

import re

import pytest

from tests.support.desk import ROOT, Desk
from tests.support.servers.api import Server
from tests.support.servers.visitors import Visitor, guest, visitor

HEADER = "serial_number,name,type,category,owner_email,org_id\n"
LIST = f"{HEADER}S1,One,laptop,it,anna@acme.example,acme\nS2,Two,laptop,it,ben@other.example,\n"
OF_OTHERS = f"{HEADER}S9,Nine,laptop,it,eva@acme.example,elsewhere\n"
# What the first command of the README prints, and what it ends with.
APPLIED = {"rows_in": 1102, "rows_applied": 908, "rows_unchanged": 82, "rows_skipped": 65, "rows_rejected": 47}


def _run(one: Visitor, files: list[tuple[str, bytes]]) -> tuple[str, str]:
    """The addresses of the plan and of the run by which these files are loaded."""
    columns = one.send(one.get("/"), "/lists", files=files)
    plan = one.send(columns, columns.url.path, do="plan")
    return plan.url.path, one.send(plan, "/apply").url.path


@pytest.mark.system
def test_a_list_with_a_column_of_organizations_is_loaded_and_undone(server: Server) -> None:
    here, desk = guest(server), Desk(server.settings.state.parent)
    _, run = _run(here, [("list.csv", LIST.encode())])
    devices = desk.say("show", "devices", "--format", "json").json
    assert {one["serial_number"]: one["org_id"] for one in devices} == {"S1": "acme", "S2": "default"}
    found = here.get("/search", q="one")
    assert "of acme" in found.text
    assert "of default" not in here.get("/search", q="two").text
    (acme,) = [one["device_id"] for one in devices if one["org_id"] == "acme"]
    assert "anna@acme.example" in here.get(f"/devices/{acme}").text
    assert run in here.get("/runs").text
    here.send(here.send(here.get(run), "/undo"), "/apply")
    assert desk.say("show", "ownerships", "--current", "--format", "json").json == []


@pytest.mark.system
def test_keys_see_nothing_of_what_was_loaded_for_all_but_their_own_devices(server: Server) -> None:
    here, default, acme = guest(server), visitor(server), visitor(server, org="acme")
    plan, run = _run(here, [("list.csv", LIST.encode())])
    for one, own, others in ((default, "Two", "One"), (acme, "One", "Two")):
        for place in (plan, run, f"{plan}/files/plan", f"{run}/files/results", f"{run}/rows/findings"):
            assert one.get(place).status_code == 404
        assert run not in one.get("/runs").text
        assert "list.csv" not in one.get("/").text
        found = one.get("/search").text
        assert (f">{own}</a>" in found, f">{others}</a>" in found) == (True, False)
        statuses = sorted(one.get(f"/devices/{number}").status_code for number in (1, 2))
        assert statuses == [200, 404]
        token = re.findall(r'name="form_token" value="([^"]+)"', one.get("/").text)[0]
        for place in (f"{plan}/apply", f"{plan}/lines", f"{run}/undo"):
            assert one.client.post(place, data={"form_token": token, "seen": ""}).status_code == 404
        columns = one.send(one.get("/"), "/lists", files=[("l.csv", OF_OTHERS.encode())])
        refused = one.send(columns, columns.url.path, do="plan")
        assert "names an organization that is not that of the key" in refused.text


@pytest.mark.system
@pytest.mark.system
def test_whoever_is_here_carries_out_what_a_key_has_planned_and_the_key_sees_it(server: Server) -> None:
    here, acme = guest(server), visitor(server, org="acme")
    text = "serial_number,name,type,category\nS1,One,laptop,it\n"
    columns = acme.send(acme.get("/"), "/lists", files=[("list.csv", text.encode())])
    plan = acme.send(columns, columns.url.path, do="plan")
    assert plan.url.path in here.get("/").text
    run = here.send(here.get(plan.url.path), "/apply")
    assert ">Done<" in acme.get(run.url.path).text
    assert visitor(server).get(run.url.path).status_code == 404
    (device,) = Desk(server.settings.state.parent).say("show", "devices", "--format", "json").json
    assert device["org_id"] == "acme"


@pytest.mark.lengthy
@pytest.mark.system
def test_the_samples_are_loaded_as_by_the_first_command_of_the_readme(server: Server) -> None:
    here, desk = guest(server), Desk(server.settings.state.parent)
    samples = [ROOT / "sample_data" / name for name in ("inventory.xlsx", "assignments.xlsx")]
    _run(here, [(path.name, path.read_bytes()) for path in samples])
    other = desk.folder / "other.duckdb"
    desk.say("--state", other, "run", *samples, "--out", desk.folder / "out")
    for state in ((), ("--state", other)):
        (recorded,) = desk.say(*state, "show", "runs", "--format", "json").json
        assert {name: recorded[name] for name in APPLIED} == APPLIED
    shown = ("show", "ownerships", "--current", "--format", "json")
    by_page, by_command = desk.say(*shown).json, desk.say("--state", other, *shown).json
    for one in (*by_page, *by_command):
        del one["recorded_at"], one["run_id"], one["start_time"], one["added_by"]
    assert by_page == by_command
