"""What is found by a text: identifiers and names as they are typed, and nothing that the text does not stand in."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline.runs.calls.keys import add_key
from schemas.vocabulary import Role
from tests.support.desk import Desk
from tests.support.servers.api import Server
from tests.support.servers.visitors import Visitor, stranger, visitor

LIST = (
    "serial_number,asset_tag,mac_address,name,type,category,owner_email,owner_name\n"
    "SN-77%x,IT_9,00:11:22:33:44:aa,Müllers Laptop,laptop,it,eva@acme.example,Eva Stone\n"
    "SN-8,IT19,,Laptop \\ two,laptop,it,jon@acme.example,JON LAKE\n"
)


@pytest.fixture
def looking(server: Server) -> Visitor:
    """Somebody who has put two devices and two people on record."""
    desk = Desk(server.settings.state.parent)
    (desk.folder / "list.csv").write_text(LIST, encoding="utf-8")
    assert desk.say("run", "list.csv").code == 0
    return visitor(server)


DEVICES = {
    "sn-": ["SN-77%x", "SN-8"],
    "%": ["SN-77%x"],
    "it_": ["SN-77%x"],
    "44:AA": ["SN-77%x"],
    "MÜLLER": ["SN-77%x"],
    "\\": ["SN-8"],
    "laptop": ["SN-77%x", "SN-8"],
    "nowhere": [],
    "  ": ["SN-77%x", "SN-8"],
}
PEOPLE = {"eva@": ["eva@"], "jon lake": ["jon@"], "LAKE": ["jon@"], "_": []}


def test_a_long_text_is_looked_for_whole_on_the_next_page_and_after_signing_in(server: Server) -> None:
    text, start = '"<&ü>' * 40, "25"
    asked = {"q": text, "start": start}
    before = next(one for one in re.findall(r'href="(/search[^"]+)"', visitor(server).get("/search", **asked).text))
    assert parse_qs(urlsplit(unescape(before)).query) == {"q": [text], "start": ["0"]}
    one = Visitor(stranger(server))
    shown = one.send(
        one.get("/search", **asked), "/sign-in", key=add_key(server.settings, org="a", role=Role.VIEWER).secret
    )
    assert (shown.url.path, dict(shown.url.params)) == ("/search", asked)


def test_devices_and_people_are_found_by_what_stands_in_them(looking: Visitor) -> None:
    pages = {text: looking.get("/search", q=text).text for text in (*DEVICES, *PEOPLE)}
    devices = {text: [one for one in ("SN-77%x", "SN-8") if f">{one.upper()}<" in pages[text]] for text in DEVICES}
    assert devices == DEVICES
    people = {text: pages[text].partition("<caption>Devices")[0].partition("<caption>People")[2] for text in PEOPLE}
    assert {text: [one for one in ("eva@", "jon@") if one in part] for text, part in people.items()} == PEOPLE
