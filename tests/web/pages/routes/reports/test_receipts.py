"""Receipts on pages are those of the command line: of a run, of a person, and of nobody else's organization."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from pipeline.web.pages.routes.reports import receipts
from schemas.vocabulary import Role
from tests.support.servers.api import Place
from tests.support.servers.read_pages import rows_on
from tests.support.servers.visitors import visitor

TERMS = '[receipts]\nterms = """The devices stay ours.\n<b>Give them back.</b>"""\n'


def _moved(place: Place) -> str:
    """A run that hands over, passes on and takes back, under terms."""
    with (place.desk.folder / "rollcall.toml").open("a", encoding="utf-8") as settings:
        settings.write(TERMS)
    header = ("Serial Number", "Owner Email", "Owner Name", "Action")
    rows = (
        ("LT-1", "ben@acme.example", None, None),
        ("SC-1", "eva@acme.example", "<script>alert(1)</script>", None),
        ("RT-1", "ben@acme.example", None, None),
    )
    place.desk.book("moves.xlsx", header, *rows)
    assert place.desk.say("run", "moves.xlsx").code == 0
    return str(place.desk.show("runs")[-1]["run_id"])


@pytest.mark.system
def test_the_receipts_of_a_run_are_those_of_the_command_line(priced_place: Place) -> None:
    run, viewer = _moved(priced_place), visitor(priced_place.server, Role.VIEWER)
    assert f'href="/runs/{run}/receipts"' in viewer.get(f"/runs/{run}").text
    page = viewer.get(f"/runs/{run}/receipts")
    people = priced_place.desk.json("receipt", "--run", run)["receipts"]["people"]
    assert page.text.count('<div class="receipt card">') == len(people) == 3
    assert "3 receipts of 3 devices handed over and 1 that came back." in page.text
    lines = [line for one in people for line in (*one["handed_over"], *one["came_back"])]
    assert sorted(row[0] for row in rows_on(page)) == sorted(line["serial_number"] for line in lines)
    assert page.text.count("&lt;b&gt;Give them back.&lt;/b&gt;") == 3
    assert "<script>alert" not in page.text
    html = viewer.get(f"/runs/{run}/receipts/download/html").text
    priced_place.desk.say("receipt", "--run", run, "-o", "receipts.html")
    assert html == (priced_place.desk.folder / "receipts.html").read_text("utf-8")
    book = openpyxl.load_workbook(io.BytesIO(viewer.get(f"/runs/{run}/receipts/download/xlsx").content))
    assert len(book.sheetnames) == 3


@pytest.mark.system
def test_a_person_has_receipts_of_each_run_and_they_are_found_by_name(priced_place: Place) -> None:
    run, viewer = _moved(priced_place), visitor(priced_place.server, Role.VIEWER)
    owners = {one["email"]: one["owner_id"] for one in priced_place.desk.show("owners")}
    anna = viewer.get(f"/people/{owners['anna@acme.example']}")
    links = re.findall(r'href="(/runs/[^"]+/receipts\?person=\d+)"', anna.text)
    assert len(links) == 2
    back = viewer.get(links[0])
    assert [row[0] for row in rows_on(back)] == ["LT-1"]
    assert ("Came back (1)" in back.text, "Handed over (" in back.text) == (True, False)
    assert len(rows_on(viewer.get(links[1]))) == 2
    found = viewer.get(f"/runs/{run}/receipts", q="EVA@")
    assert [row[0] for row in rows_on(found)] == ["SC-1"]
    only = viewer.get(f"/runs/{run}/receipts/download/html?q=eva%40").text
    assert ("SC-1" in only, "LT-1" in only) == (True, False)
    assert "none of them is of “nobody”" in viewer.get(f"/runs/{run}/receipts", q="nobody").text


@pytest.mark.system
def test_too_many_receipts_for_one_file_are_searched(priced_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    run, viewer = _moved(priced_place), visitor(priced_place.server, Role.VIEWER)
    monkeypatch.setattr(receipts, "_MOST", 2)
    monkeypatch.setattr(receipts, "_MOST_IN_FILE", 2)
    pages = [viewer.get(f"/runs/{run}/receipts", start=start) for start in ("0", "2", "4")]
    assert [len(rows_on(page)) for page in pages] == [3, 1, 0]
    assert "too many for one file" in pages[0].text
    assert viewer.get(f"/runs/{run}/receipts/download/html").status_code == 409
    assert viewer.get(f"/runs/{run}/receipts/download/html?q=eva").status_code == 200


@pytest.mark.system
def test_what_has_nothing_to_sign_says_so(priced_place: Place) -> None:
    viewer = visitor(priced_place.server, Role.VIEWER)
    priced_place.desk.book("facts.xlsx", ("Serial Number", "Status"), ("LT-1", "repaired"))
    assert priced_place.desk.say("run", "facts.xlsx").code == 0
    run = priced_place.desk.show("runs")[-1]["run_id"]
    assert "/receipts" not in viewer.get(f"/runs/{run}").text
    page = viewer.get(f"/runs/{run}/receipts")
    assert (page.status_code, "There is nothing to sign here." in page.text) == (200, True)
    assert viewer.get(f"/runs/{run}/receipts/download/html").status_code == 404
    assert viewer.get("/runs/nothing/receipts").status_code == 404


def test_another_organization_has_no_such_run(priced_place: Place) -> None:
    run, other = priced_place.desk.show("runs")[-1]["run_id"], visitor(priced_place.server, org="other")
    mine, nobodys = (other.get(f"/runs/{one}/receipts") for one in (run, f"{run[:-4]}zzzz"))
    hidden = re.compile(r"<code>\w+</code>")
    assert (mine.status_code, hidden.sub("", mine.text)) == (404, hidden.sub("", nobodys.text))
    for more in ("/download/html", "/download/xlsx", "?person=1"):
        assert other.get(f"/runs/{run}/receipts{more}").status_code == 404


@pytest.mark.system
def test_nobody_signs_for_an_undo_and_what_it_undid_says_so(priced_place: Place) -> None:
    run, anna = _moved(priced_place), visitor(priced_place.server)
    undo = anna.send(anna.send(anna.get(f"/runs/{run}"), "/undo"), "/apply")
    assert (">Done<" in undo.text, "/receipts" in undo.text) == (True, False)
    assert "There is nothing to sign here." in anna.get(f"{undo.url.path}/receipts").text
    assert "This run was undone by" in anna.get(f"/runs/{run}/receipts").text
