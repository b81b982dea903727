"""`If-Match`: a write is carried out only where what it concerns is as the caller has seen it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from httpx2 import Response

from schemas.vocabulary import Role
from tests.support.fixtures.servers import Stocked
from tests.support.servers.api import ASSIGN, DEVICES, OWNERSHIPS, UNASSIGN, Program, Server

RUNS, PLANS = "/api/v1/runs?wait=60", "/api/v1/plans?wait=60"
LIST = "serial_number,name,type,category,owner_email\nS9,Nine,laptop,it,\n"
ANNA = {"email": "anna@acme.example"}


def stock(server: Server) -> None:
    me = server.program()
    body = {**ANNA, "deviceIds": ["S1", "S2"], "autoCreateDevices": True, "deviceType": "sensor"}
    assert me.post(ASSIGN, body).status_code == 200
    assert me.post(DEVICES, _new("S3")).status_code == 201


@pytest.fixture
def me(stocked_server: Stocked, jobs_of_this_process: None) -> Program:
    """An approver whose organization has three devices: S1 and S2 are Anna's, S3 is nobody's."""
    return stocked_server(stock).program(role=Role.APPROVER)


def _new(serial: str) -> dict[str, Any]:
    return {"devices": [{"name": serial, "type": "laptop", "category": "it", "serial_number": serial}]}


def _send(me: Program, where: str, text: str, **headers: str) -> Response:
    named = {"X-API-Key": me.key, **{name.replace("_", "-"): value for name, value in headers.items()}}
    files = [("files", ("list.csv", text.encode(), "text/csv"))]
    answer: Response = me.client.post(where, files=files, headers=named)
    return answer


def _device(me: Program, serial: str) -> dict[str, Any]:
    (device,) = me.get(DEVICES, serial_number=serial).json()["results"]
    told: dict[str, Any] = device
    return told


def _take(me: Program, **headers: str) -> Response:
    return me.post(OWNERSHIPS, {"serial_number": "S3", "device_name": "S3", "manager": 1}, **headers)


def _release(me: Program, **headers: str) -> Response:
    return me.post(f"{OWNERSHIPS}/1/release", **headers)


def _link(me: Program, **headers: str) -> Response:
    body = {"deviceId": "S3", "deviceType": "camera", "orgId": "acme"}
    return me.post("/api/v1/users/anna@acme.example/AddDevice", body, **headers)


@pytest.mark.parametrize(("serial", "write"), [("S3", _take), ("S1", _release), ("S3", _link)])
def test_a_write_about_one_device_takes_the_version_of_the_device(
    me: Program, serial: str, write: Callable[..., Response]
) -> None:
    version = _device(me, serial)["version"]
    refused = write(me, If_Match=f'"{version + 1}"')
    assert (refused.status_code, refused.json()["code"], refused.json()["current"]) == (412, "version_changed", version)
    assert refused.headers["ETag"] == f'"{version}"'
    assert _device(me, serial)["version"] == version
    done = write(me, If_Match=f'"{version}"')
    assert (done.status_code in (200, 201), done.headers["ETag"]) == (True, f'"{_device(me, serial)["version"]}"')
    assert done.headers["ETag"] != f'"{version}"'


def _assign(me: Program, **headers: str) -> Response:
    return me.post(ASSIGN, {"email": "ben@acme.example", "deviceIds": ["S1"]}, **headers)


def _unassign(me: Program, **headers: str) -> Response:
    return me.post(UNASSIGN, {**ANNA, "deviceIds": ["S1"]}, **headers)


@pytest.mark.system
@pytest.mark.parametrize("write", [_assign, _unassign])
def test_a_write_about_several_takes_a_version_of_the_ledger_since_which_they_are_unchanged(
    me: Program, write: Callable[..., Response]
) -> None:
    seen = me.get(OWNERSHIPS).headers["ETag"]
    assert me.post(UNASSIGN, {**ANNA, "deviceIds": ["S2"]}).status_code == 200  # S2 is another device
    assert write(me, If_Match=seen).status_code == 200
    refused = write(me, If_Match=seen)
    assert (refused.status_code, refused.headers["ETag"]) == (412, me.get(OWNERSHIPS).headers["ETag"])
    assert "was changed last in version" in refused.json()["detail"]
    assert write(me, If_Match='"99"').status_code == 412  # there is no such version yet


@pytest.mark.system
def test_a_batch_and_a_file_concern_everything_of_the_organization(me: Program, server: Server) -> None:
    seen = me.get(DEVICES).headers["ETag"]
    other = server.program("other", name="other")
    assert other.post(DEVICES, _new("T1")).status_code == 201  # what others write does not count
    assert me.post(DEVICES, _new("S4"), If_Match=seen).status_code == 201
    for refused in (me.post(DEVICES, _new("S5"), If_Match=seen), _send(me, RUNS, LIST, If_Match=seen)):
        assert (refused.status_code, refused.json()["code"]) == (412, "version_changed")
    current = me.get(DEVICES).headers["ETag"]
    assert _send(me, RUNS, LIST, If_Match=current).json()["report"]["actions"]["create"] == 1


@pytest.mark.system
def test_a_plan_is_applied_to_the_version_that_was_seen(me: Program) -> None:
    plan, seen = _send(me, PLANS, LIST).json(), me.get(DEVICES).headers["ETag"]
    assert me.post(DEVICES, _new("S4")).status_code == 201
    refused = me.post(f"{plan['url']}/apply?wait=60", If_Match=seen, Idempotency_Key="k")
    assert (refused.status_code, refused.json()["code"]) == (412, "version_changed")
    current = me.get(DEVICES).headers["ETag"]
    applied = [me.post(f"{plan['url']}/apply?wait=60", If_Match=current, Idempotency_Key="k").json() for _ in range(2)]
    assert (applied[0]["status"], applied[1]["id"]) == ("done", applied[0]["id"])


def test_what_is_no_version_is_refused_and_a_star_asks_for_none(me: Program) -> None:
    assert _assign(me, If_Match="soon").json()["code"] == "invalid_version"
    assert _assign(me, If_Match="*").status_code == 200


@pytest.mark.system
def test_a_request_that_was_carried_out_is_answered_again_though_the_version_has_changed(me: Program) -> None:
    seen = me.get(OWNERSHIPS).headers["ETag"]
    first, again = (_assign(me, If_Match=seen, Idempotency_Key="a") for _ in range(2))
    assert (again.json(), again.headers["ETag"]) == (first.json(), first.headers["ETag"])
    assert _assign(me, If_Match='"1"', Idempotency_Key="a").status_code == 409
    linked, once_more = (_link(me, If_Match='"1"', Idempotency_Key="b") for _ in range(2))
    assert (once_more.json(), linked.headers["ETag"], "ETag" in once_more.headers) == (linked.json(), '"2"', False)


@pytest.mark.system
def test_every_write_to_the_ledger_takes_if_match(server: Server) -> None:
    document = server.client.get("/api/v1/openapi.json").json()
    posts = {path: told["post"] for path, told in document["paths"].items() if "post" in told}
    without = {path for path, told in posts.items() if "If-Match" not in json.dumps(told.get("parameters", []))}
    assert {path.removeprefix("/api/v1") for path in without} == {"/checks", "/plans", "/runs/{id}/undo"}
    assert [path for path in posts.keys() - without if "412" not in posts[path]["responses"]] == []
