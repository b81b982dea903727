"""What keeps the pages safe: sign-in, the tokens of forms, headers, escaped names, and other organizations."""

from __future__ import annotations

import re

import pytest
from httpx2 import Response

from pipeline.runs.calls.keys import add_key, revoke_key
from schemas.vocabulary import Role
from tests.support.servers.api import Server
from tests.support.servers.visitors import Visitor, signed_in, stranger, visitor

HEADER = "serial_number,name,type,category,owner_email,owner_name\n"
XSS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'-alert(3)-'",
    "{{ 7*7 }}{% raw %}",
    "</textarea><svg/onload=alert(4)>",
    "javascript:alert(5)",
)
PLACES = (
    *("/", "/runs", "/search", "/rules", "/lists/x", "/plans/x", "/runs/x", "/checks/x", "/devices/1", "/people/1"),
    *("/reports", "/reports/x", "/reports/x/download/csv", "/runs/x/receipts", "/runs/x/receipts/download/html"),
    *("/nights", "/refused", "/stocktakes", "/stocktakes/x", "/stocktakes/x/download/xlsx", "/workbooks"),
)


@pytest.mark.parametrize("place", PLACES)
def test_strangers_are_asked_for_a_key_and_then_brought_where_they_wanted_to_go(server: Server, place: str) -> None:
    answer = stranger(server).get(place, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/sign-in")


def test_whoever_signs_in_gets_a_new_session_that_scripts_cannot_read(server: Server) -> None:
    key = add_key(server.settings, name="anna", org="default", role=Role.VIEWER).secret
    one = Visitor(stranger(server))
    page = one.get("/sign-in", next="/runs")
    token = re.search(r'name="form_token" value="([^"]+)"', page.text)
    assert token is not None
    answer = one.client.post(
        "/sign-in", data={"form_token": token[1], "key": key, "next": "/runs"}, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/runs")
    (session,) = [one for one in answer.headers.get_list("set-cookie") if "Max-Age=43200" in one]
    assert "HttpOnly" in session
    assert "SameSite=strict" in session
    again = signed_in(server, key)
    assert again.client.cookies["rollcall_session"] != one.client.cookies["rollcall_session"]


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example", "/\\evil.example", "\t//evil.example"])
def test_nobody_is_led_to_another_site_by_signing_in(server: Server, place: str) -> None:
    key = add_key(server.settings, name="anna", org="default", role=Role.VIEWER).secret
    one = Visitor(stranger(server))
    answer = one.send(one.get("/sign-in"), "/sign-in", key=key, next=place)
    assert answer.url.path == "/"


def test_a_wrong_key_and_that_of_a_person_are_refused(server: Server) -> None:
    own = add_key(server.settings, name="phone", org="default", role=Role.VIEWER, owner="anna@acme.example").secret
    one = Visitor(stranger(server))
    for key, said in (("rollcall_x_y", "no valid key"), (own, "of a single person")):
        answer = one.send(one.get("/sign-in"), "/sign-in", key=key)
        assert (answer.status_code, said in answer.text) == (400, True)
        assert key not in answer.text


def test_revoking_a_key_ends_its_session_and_so_does_signing_out(server: Server) -> None:
    one, other = visitor(server, name="anna"), visitor(server, name="ben")
    revoke_key(server.settings, "anna")
    assert one.get("/").url.path == "/sign-in"
    cookie = other.client.cookies["rollcall_session"]
    other.send(other.get("/"), "/sign-out")
    other.client.cookies.set("rollcall_session", cookie)
    assert other.get("/").url.path == "/sign-in"


def test_a_form_without_its_token_does_nothing(server: Server) -> None:
    one = visitor(server)
    for data in ({}, {"form_token": "x"}):
        paths = ("/lists", "/sign-out", "/lists/x", "/plans/x/apply", "/plans/x/lines", "/runs/x/undo")
        for path in (*paths, "/reports", "/stocktakes", "/stocktakes/x/plan", "/workbooks"):
            answer = one.client.post(path, data=data, follow_redirects=False)
            assert (path, answer.status_code) == (path, 403)
    assert stranger(server).post("/sign-in", data={"key": "x"}).status_code == 403


def test_roles_bound_what_may_be_done(server: Server) -> None:
    viewer, editor = visitor(server, Role.VIEWER), visitor(server, Role.EDITOR)
    token = {"form_token": re.findall(r'name="form_token" value="([^"]+)"', viewer.get("/").text)[0]}
    for path in ("/plans/x/apply", "/plans/x/lines", "/plans/x/let-in", "/runs/x/undo", "/stocktakes/x/plan"):
        assert viewer.client.post(path, data=token).status_code == 403
    assert editor.client.post("/plans/x/apply", data={}).status_code == 403


def test_pages_say_to_browsers_what_they_must_not_do(server: Server) -> None:
    one = visitor(server)
    for place in ("/", "/sign-in", "/nothing"):
        headers = one.get(place).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")


def test_nothing_is_loaded_from_elsewhere_and_files_are_kept_for_good(server: Server) -> None:
    one = visitor(server)
    page = one.get("/")
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert [place for place in loaded if not place.startswith(("/", "#"))] == []
    for place in (one for one in loaded if one.startswith("/static/")):
        answer = stranger(server).get(place)
        assert (answer.status_code, "immutable" in answer.headers["cache-control"]) == (200, True)
    assert stranger(server).get("/static/pages.css").status_code == 404
    assert " style=" not in page.text
    assert "onclick" not in page.text


def _columns_of_hostile_cells(one: Visitor) -> Response:
    quoted = [text.replace('"', '""') for text in XSS]
    rows = "".join(f'S{at},"{text}",laptop,it,a{at}@acme.example,"{text}"\n' for at, text in enumerate(quoted))
    header = HEADER.replace("owner_name", '"owner_name","<script>alert(6)</script>"')
    name = "<script>alert(7)</script>.csv"
    return one.send(one.get("/"), "/lists", files=[(name, (header + rows.replace("\n", ',"<b>x</b>"\n')).encode())])


def _assert_only_text(pages: list[Response]) -> None:
    for page in pages:
        assert page.status_code == 200, page.text
        assert not re.search(r"<script>|<img src=x|<svg/onload|<b>x</b>", page.text), page.url
        assert "49{" not in page.text
    assert "alert(2)" in "".join(page.text for page in pages)


def test_what_stands_in_sheets_is_only_text_among_their_columns(server: Server) -> None:
    _assert_only_text([_columns_of_hostile_cells(visitor(server))])


@pytest.mark.system
def test_what_stands_in_sheets_is_only_text(server: Server) -> None:
    one = visitor(server)
    columns = _columns_of_hostile_cells(one)
    plan = one.send(columns, columns.url.path, do="plan")
    groups = re.findall(r'href="(/plans/[^"#]+\?group=[^"#]+)', plan.text)
    run = one.send(plan, "/apply")
    pages = [columns, plan, *(one.get(place) for place in groups), one.get(f"{plan.url.path}/rows/findings"), run]
    pages += [one.get("/"), one.get("/runs"), one.get("/search", q="<script>alert(8)</script>")]
    _assert_only_text(pages)


@pytest.mark.system
def test_what_is_another_organizations_is_as_if_it_were_not_there(server: Server) -> None:
    one, other = visitor(server), visitor(server, org="other")
    listed = HEADER + "S1,One,laptop,it,anna@acme.example,Anna\n"
    columns = one.send(one.get("/"), "/lists", files=[("list.csv", listed.encode())])
    plan = one.send(columns, columns.url.path, do="plan")
    run = one.send(plan, "/apply")
    token = re.findall(r'name="form_token" value="([^"]+)"', other.get("/").text)[0]
    for place in (columns.url.path, plan.url.path, run.url.path):
        kind, name = place.split("/")[1:]
        invented = f"/{kind}/{name[:-4]}zzzz"
        mine, nobodys = other.get(place), other.get(invented)
        assert (mine.status_code, nobodys.status_code) == (404, 404)
        hidden = re.compile(r"<code>\w+</code>")
        assert hidden.sub("", mine.text) == hidden.sub("", nobodys.text)
        for more in ("/files/plan", "/files/results", "/rows/findings", "/rows/refused"):
            assert other.get(f"{place}{more}").status_code == 404
        assert other.get(f"/jobs/{name}/events").status_code == 404
        for more in ("", "/apply", "/lines", "/undo", "/let-in"):
            answer = other.client.post(f"{place}{more}", data={"form_token": token, "seen": ""})
            assert answer.status_code in (404, 405), (place, more)
    assert "list.csv" not in other.get("/").text
    assert run.url.path not in other.get("/runs").text
    assert "anna@acme.example" not in other.get("/search", q="anna").text
    assert other.get("/devices/1").status_code == other.get("/people/1").status_code == 404
