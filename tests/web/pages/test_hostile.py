"""Whatever is asked for, sent or written in a sheet: no page fails, none shows markup, none tells of others' things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from pipeline.runs.jobs import work
from pipeline.runs.jobs.folder import JobFolder
from pipeline.runs.jobs.processes import Processes
from pipeline.settings import load_settings
from pipeline.web.app import make_app
from tests.support.servers.api import Server
from tests.support.servers.rooms import Asked, asked_of, faults_of, routes, things_of
from tests.support.servers.visitors import Visitor, forms_of, visitor

XSS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "' onmouseover='alert(3)' x='",
    "</textarea><svg/onload=alert(4)>",
    "<!--<a href=javascript:alert(5)>",
)
_TEMPLATE = "{{ 31337*271828 }}{% raw %}"
_ODD = ("%00", "..%2f..%2fetc%2fpasswd", "9" * 30, "-1", "%ed%a0%80", "é" * 300)
_HIDDEN = re.compile(r"<code>\w+</code>|rollcall_\w+|[0-9a-f]{16,}")


class House:
    """A server of two organizations, somebody of each, and everything that the first one has."""

    def __init__(self, server: Server) -> None:
        self.server, self.one, self.other = server, visitor(server), visitor(server, org="other")
        self.things = things_of(self.one)

    @staticmethod
    def token_of(one: Visitor) -> str:
        """The token of somebody's forms."""
        found = re.search(r'name="form_token" value="([^"]+)"', one.get("/").text)
        assert found is not None
        return found[1]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house, once for all tests here."""

    def carry_out(_: Processes, folder: object) -> None:
        work.main(JobFolder(folder))  # type: ignore[arg-type]  # a path

    state = tmp_path_factory.mktemp("hostile") / "rollcall.duckdb"
    settings = load_settings(None, {"state": state, "web": {"requests_per_second": 100_000}})
    with pytest.MonkeyPatch.context() as patch, TestClient(make_app(settings)) as client:
        patch.setattr(Processes, "carry_out", carry_out)
        patch.setattr(Processes, "make_ready", lambda _: None)
        yield House(Server(client, settings))


@pytest.mark.system
def test_no_address_makes_a_page_fail_or_shows_what_it_says(house: House) -> None:
    wrong: list[str] = []
    for at, asked in enumerate(one for one in asked_of(house.things) if one.method == "GET"):
        payload = XSS[at % len(XSS)]
        ways = [asked.path, *(f"{asked.path}?{name}={quote(payload)}" for name in asked.query)]
        ways += [f"{asked.path}?{name}={_ODD[(at + 1) % len(_ODD)]}" for name in asked.query]
        ways += [f"{asked.path}?{name}={quote(_TEMPLATE)}" for name in asked.query]
        for way in ways:
            wrong += faults_of(house.one.client.get(way), payload)
    assert wrong == []


@pytest.mark.system
def test_no_id_makes_a_page_fail_or_shows_what_it_says(house: House) -> None:
    wrong: list[str] = []
    names = [*house.things, "digest_id", "number", "name", "what", "form"]
    for at, payload in enumerate([XSS[4], _TEMPLATE]):
        odd = dict.fromkeys(names, quote(payload, safe="")), dict.fromkeys(names, _ODD[at % len(_ODD)])
        for asked in (one for things in odd for one in asked_of(things) if one.method == "GET"):
            wrong += faults_of(house.one.client.get(asked.path), payload)
    assert wrong == []


_FIELDS = (
    *(
        "do",
        "group",
        "q",
        "start",
        "line",
        "seen",
        "allow",
        "reason",
        "new",
        "save_as",
        "source",
        "mode",
        "scope",
        "kind",
    ),
    *("action", "default_device_type", "default_category", "amounts_in", "c0.0.0", "c0.0.1", "d0.0", "name", "as_of"),
    *("from_day", "to_day", "owner", "serial", "location", "places", "until", "key", "next", "on_conflict", "atomic"),
)


def _bodies(token: str, at: int) -> list[dict[str, Any]]:
    """What no form of ours would send, by whoever has its token."""
    payload = XSS[at % len(XSS)]
    parts = {"form_token": (None, token), "files": (None, payload), "name": (f"{payload}.csv", b"x")}
    return [
        {"data": {"form_token": token, **dict.fromkeys(_FIELDS, payload)}},
        {"data": {"form_token": token, **dict.fromkeys(_FIELDS, "\x00" + "9" * 40)}},
        {"files": parts},
        {"content": f"form_token={token}&do=%ff%fe&group=%ed%a0%80&line=1&line=x".encode(), **_of("urlencoded")},
        {"content": b"--x\r\nnonsense", "headers": {"content-type": "multipart/form-data; boundary=x"}},
        {"content": b"x", "headers": {"content-type": "multipart/form-data"}},
        {"content": b"{}", "headers": {"content-type": "application/json"}},
        {"content": b"x" * 100, "headers": {"content-type": "text/plain; charset=nonsense"}},
    ]


def _of(kind: str) -> dict[str, Any]:
    return {"headers": {"content-type": f"application/x-www-form-{kind}"}}


@pytest.mark.system
def test_no_form_makes_a_page_fail_or_shows_what_was_sent(house: House) -> None:
    wrong: list[str] = []
    posts = [one for one in asked_of(house.things) if one.method == "POST" and one.path != "/sign-out"]
    for at, asked in enumerate(posts):
        for body in _bodies(house.token_of(house.one), at):
            answer = house.one.client.post(asked.path, follow_redirects=True, **body)
            wrong += faults_of(answer, *XSS)
    assert wrong == []


@pytest.mark.system
@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ({"data": {str(at): "x" for at in range(6000)}}, 400, "fields"),
        ({"files": [("files", (f"{at}.csv", b"x")) for at in range(30)]}, 400, "files"),
        ({"data": {"form_token": "x" * 2_000_000}}, 400, "too long"),
        ({"data": {"name": "x" * 6_000_000}}, 413, "or send the list in parts"),
        ({"content": b"--x\r\n\r\n\r\n", "headers": {"content-type": "multipart/form-data; boundary=y"}}, 400, "anew"),
        ({"content": b"{}", "headers": {"content-type": "application/json"}}, 403, "Load the page again"),
    ],
)
def test_a_form_that_is_none_is_answered_with_what_to_do(
    house: House, sent: dict[str, Any], status: int, says: str
) -> None:
    answer = house.one.client.post("/lists", **sent)
    said = re.search(r'<p class="lead">(.*?)</p>', answer.text)
    assert said is not None
    assert (answer.status_code, says in said[1]) == (status, True), said[1]
    assert faults_of(answer) == []


@pytest.mark.system
def test_every_form_takes_the_token_of_its_session(house: House) -> None:
    posts = [one for one in asked_of(house.things) if one.method == "POST"]
    stolen = house.token_of(house.other)
    for data in ({}, {"form_token": ""}, {"form_token": stolen}, {"form_token": "é"}):
        told = {one.path: house.one.client.post(one.path, data=data, follow_redirects=False) for one in posts}
        assert {path: answer.status_code for path, answer in told.items() if answer.status_code != 403} == {}


_SHEET = (
    "serial_number,name,type,category,owner_email,owner_name,due_at,{header}\n"
    "{serial},{text},laptop,it,a@acme.example,{text},{text},{text}\n"
    "{serial}-b,{text},laptop,it,b@acme.example,{text},,{text}\n"
)


@pytest.mark.system
def test_what_stands_in_a_sheet_is_text_on_every_page_that_tells_of_it(house: House) -> None:
    text = XSS[1] + _TEMPLATE + XSS[3]
    quoted = '"' + text.replace('"', '""') + '"'
    sheet = _SHEET.format(header=quoted, text=quoted, serial=quoted).replace('"-b', '-b"')
    one = visitor(house.server, org="third", name=text)
    asked = [each for each in asked_of({**house.things, **_by_hand(one, f"{text}.csv", sheet)}) if each.method == "GET"]
    answers = [one.client.get(each.path) for each in asked if "/download/" not in each.path]
    assert [fault for answer in answers for fault in faults_of(answer, text, *XSS)] == []
    assert sum("alert(2)" in answer.text and "alert(4)" in answer.text for answer in answers) > 10


def _by_hand(one: Visitor, name: str, sheet: str) -> dict[str, str]:
    """What an organization has once its list was carried out, also one of which little is taken."""
    columns = one.send(one.get("/"), "/lists", files=[(name, sheet.encode())])
    check, plan = (one.send(columns, columns.url.path, do=do) for do in ("check", "plan"))
    run = one.send(plan, "/apply")
    assert {page.status_code for page in (columns, check, plan, run)} == {200}
    report = one.send(one.get("/reports"), "/reports", name="who-has-what")
    pages = {"lists": columns, "checks": check, "plans": plan, "runs": run, "reports": report}
    ids = {place: page.url.path.rpartition("/")[2] for place, page in pages.items()}
    numbers = {name: re.findall(rf'"/{place}/(\d+)"', one.get("/search").text) for name, place in _NUMBERS.items()}
    return {**ids, "run_id": ids["runs"], **{name: found[0] for name, found in numbers.items() if found}}


_NUMBERS = {"device_id": "devices", "owner_id": "people"}


@pytest.mark.system
def test_what_another_organization_has_is_as_if_it_were_not_there(house: House) -> None:
    invented = {name: re.sub(r"\w{4}$", "zzzz", text) for name, text in house.things.items()}
    invented |= {"device_id": "987654", "owner_id": "987654"}
    pairs = zip(asked_of(house.things), asked_of(invented), strict=True)
    about_one = [pair for pair in pairs if pair[0].path != pair[1].path]
    assert len(about_one) > 20
    token = house.token_of(house.other)
    told = {
        (one.method, one.path): [_asked(house.other, each, token) for each in (one, none)] for one, none in about_one
    }
    assert {way: both for way, both in told.items() if both[0] != both[1]} == {}
    found = {way: both[0][0] for way, both in told.items() if both[0][0] not in (403, 404)}
    assert {status for way, status in found.items() if way[1] != "/open/x"} <= {405}


def _asked(one: Visitor, asked: Asked, token: str) -> tuple[int, str]:
    data = {"form_token": token, "seen": ""} if asked.method == "POST" else None
    answer = one.client.request(asked.method, asked.path, data=data, follow_redirects=False)
    return answer.status_code, _HIDDEN.sub("#", answer.text)


@pytest.mark.system
def test_strangers_learn_nothing_from_any_address(house: House) -> None:
    for route in routes():
        if route.path.startswith(("/sign-in", "/open", "/docs")):
            continue
        path = re.sub(r"\{\w+\}", "1", route.path)
        answer = house.server.caller().request(min(route.methods or ()), path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/sign-in"), path


@pytest.mark.system
def test_wide_sheets_and_long_texts_make_no_page_large(house: House) -> None:
    one = visitor(house.server, org="wide")
    names = [f"Column number {at}" for at in range(400)]
    rows = [f"S{at},{'long ' * 2_000}{at},laptop,it,{'x' * 5_000}" for at in range(60)]
    wide = f"serial_number,name,type,category,{','.join(names)}\nS1,One,laptop,it,{','.join('x' * 400)}\n"
    lists = [one.send(one.get("/"), "/lists", files=[("wide.csv", wide.encode())])]
    address = lists[0].url.path
    lists.append(one.get(address, start="300"))
    form = next(each for each in forms_of(lists[1]) if each.action == address)
    (control,) = [name for name, _ in form.fields if name.endswith(".303")]
    lists.append(one.send(lists[1], address, do="look", changed={control: "Location"}))
    again = one.get(lists[2].url.path, start="300")
    assert "Columns 301 to 404 of 404" in again.text
    assert re.search(rf'name="{re.escape(control)}"[^>]*value="Location"', again.text)
    long = "serial_number,name,type,category,due_at\n" + "\n".join(rows)
    pages = [*lists, again, *_told_of(one, long)]
    assert [fault for page in pages for fault in faults_of(page)] == []
    assert "long long" in pages[-1].text


def _told_of(one: Visitor, text: str) -> list[Response]:
    """The pages that tell of a list that was carried out."""
    columns = one.send(one.get("/"), "/lists", files=[("long.csv", text.encode())])
    plan = one.send(columns, columns.url.path, do="plan")
    more = [one.get(f"{plan.url.path}/rows/{what}") for what in ("findings", "refused")]
    return [columns, plan, *more, one.send(plan, "/apply"), one.get("/search", q="long")]
