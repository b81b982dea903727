"""People whom a proxy signs in: named in a header, which is believed from its addresses alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from pipeline.settings import ProxySignIn, load_settings
from pipeline.web.app import make_app
from schemas.vocabulary import Role
from tests.support.desk import Desk
from tests.support.servers.api import Server
from tests.support.servers.visitors import Visitor, visitor

LIST = b"serial_number,name,type,category\nS1,One,laptop,it\n"
PROXY, OTHER = ("10.0.0.5", 4000), ("10.0.0.6", 4000)
ROLES = {"it-approvers": Role.APPROVER, "Eva@acme.example": Role.EDITOR}


@contextmanager
def _served(folder: Path, **said: Any) -> Iterator[Server]:
    """A server that believes the proxy at 10.0.0.5."""
    told = {"addresses": ["10.0.0.5"], "roles": ROLES, **said}
    settings = load_settings(None, {"state": folder / "rollcall.duckdb", "web": {"proxy_sign_in": told}})
    with TestClient(make_app(settings), raise_server_exceptions=False) as client:
        yield Server(client, settings)


def _comes(server: Server, address: tuple[str, int], **headers: str) -> Visitor:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Visitor(server.caller(client=address, headers=named))


@pytest.mark.system
def test_whom_the_proxy_names_is_signed_in_with_the_role_of_the_groups_and_recorded(tmp_path: Path) -> None:
    with _served(tmp_path) as server:
        anna = _comes(server, PROXY, X_Forwarded_Email="anna@acme.example", X_Forwarded_Groups="staff, IT-Approvers")
        home = anna.get("/")
        assert "<b>anna@acme.example</b>" in home.text
        assert "approver of default" in home.text
        assert ">Sign out<" not in home.text
        columns = anna.send(home, "/lists", files=[("list.csv", LIST)])
        anna.send(anna.send(columns, columns.url.path, do="plan"), "/apply")
        (run,) = Desk(tmp_path).say("show", "runs", "--format", "json").json
        assert run["user_name"] == "anna@acme.example"
        eva = _comes(server, PROXY, X_Forwarded_Email="eva@acme.example")
        assert "editor of default" in eva.get("/").text
        nobody = _comes(server, PROXY, X_Forwarded_Email="zoe@acme.example").get("/")
        assert (nobody.status_code, "give no role" in nobody.text) == (403, True)


def test_a_role_that_is_given_to_a_blank_name_is_nobodys(tmp_path: Path) -> None:
    with _served(tmp_path, roles={**ROLES, " ": Role.APPROVER}) as server:
        for groups in ("", "staff,,"):
            zoe = _comes(server, PROXY, X_Forwarded_Email="zoe@acme.example", X_Forwarded_Groups=groups)
            assert zoe.get("/").status_code == 403


def test_the_header_of_any_other_address_is_ignored_and_so_it_is_where_nothing_is_set(
    tmp_path: Path, server: Server
) -> None:
    named = {"X_Forwarded_Email": "eva@acme.example", "X_Forwarded_Groups": "it-approvers"}
    with _served(tmp_path) as believing:
        for one in (_comes(believing, OTHER, **named), _comes(server, PROXY, **named)):
            assert one.get("/").url.path == "/sign-in"
        one = _comes(believing, OTHER, X_Forwarded_For="10.0.0.5", Forwarded="for=10.0.0.5", **named)
        assert one.get("/").url.path == "/sign-in"
        assert "approver of default" in _comes(believing, ("::ffff:10.0.0.5", 4000), **named).get("/").text
        assert _comes(believing, ("::ffff:10.0.0.6", 4000), **named).get("/").url.path == "/sign-in"
        eva = _comes(believing, PROXY, **named)
        eva.get("/")
        stolen = _comes(believing, OTHER, **named)
        stolen.client.cookies.set("rollcall_session", eva.client.cookies["rollcall_session"])
        assert stolen.get("/").url.path == "/sign-in"


def test_a_session_of_one_person_is_nothing_to_another_and_forms_are_told_apart(tmp_path: Path) -> None:
    with _served(tmp_path, default_role="approver") as server:
        anna = _comes(server, PROXY, X_Forwarded_Email="anna@acme.example")
        token = re.findall(r'name="form_token" value="([^"]+)"', anna.get("/").text)[0]
        eva = _comes(server, PROXY, X_Forwarded_Email="eva@acme.example")
        eva.client.cookies.set("rollcall_session", anna.client.cookies["rollcall_session"])
        assert eva.client.post("/runs/x/undo", data={"form_token": token}).status_code == 403
        assert "<b>eva@acme.example</b>" in eva.get("/").text
        assert anna.client.post("/runs/x/undo", data={"form_token": token}).status_code == 404


@pytest.mark.system
def test_of_a_long_list_of_groups_each_counts_as_it_is_called(tmp_path: Path) -> None:
    with _served(tmp_path) as server:
        before = ",".join(f"group-{number}" for number in range(40))
        long = {"X_Forwarded_Email": f"{'z' * 240}@acme.example"}
        zoe = _comes(server, PROXY, **long, X_Forwarded_Groups=f"{before},it-approvers").get("/")
        assert "approver of default" in zoe.text
        for at in range(180, 220):
            cut = "x" * (at - len("it-approvers") - 1)
            named = _comes(server, PROXY, **long, X_Forwarded_Groups=f"{cut},it-approvers-of-lunch")
            assert named.get("/").status_code == 403


@pytest.mark.parametrize("header", ["X-Forwarded-Email", "X-Forwarded-Groups"])
def test_a_header_that_comes_twice_signs_nobody_in(tmp_path: Path, header: str) -> None:
    told = [("X-Forwarded-Email", "eva@acme.example"), ("X-Forwarded-Groups", "staff"), (header, "it-approvers")]
    with _served(tmp_path) as server:
        answer = _comes(server, PROXY).client.get("/", headers=told)
        assert (answer.status_code, f"The header {header} came more than once" in answer.text) == (403, True)


def test_whoever_has_a_key_still_signs_in_with_it_elsewhere(tmp_path: Path) -> None:
    with _served(tmp_path) as server:
        assert "viewer of default" in visitor(server, Role.VIEWER).get("/").text


@pytest.mark.parametrize("address", ["proxy", "10.0.0.0/99", ""])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValidationError, match="is no address"):
        ProxySignIn(addresses=(address,))
    with pytest.raises(ValidationError, match="at least 1"):
        ProxySignIn(addresses=())
