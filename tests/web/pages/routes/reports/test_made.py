"""Reports on pages count what the command line counts, whole, and their files say what the page says."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from httpx2 import Response

from pipeline.runs.jobs import report_files
from pipeline.runs.ledger_reports.report import REPORTS
from schemas.vocabulary import Role
from tests.support.servers.api import Place, Server
from tests.support.servers.read_pages import counts_on, rows_on, text_of
from tests.support.servers.visitors import Visitor, visitor


def made(one: Visitor, name: str, **asked: str) -> Response:
    token = re.findall(r'name="form_token" value="([^"]+)"', one.get("/reports").text)[0]
    return one.post("/reports", {"form_token": token, "name": name, **asked})


def sheet_rows(content: bytes, title: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return list(book[title].iter_rows(min_row=2, values_only=True))


@pytest.mark.parametrize("name", REPORTS)
def test_a_page_its_workbook_and_the_command_line_say_the_same(priced_place: Place, name: str) -> None:
    viewer = visitor(priced_place.server, Role.VIEWER)
    page = made(viewer, name)
    told = priced_place.desk.json("report", name)["report"]
    tables = told["tables"]
    assert counts_on(page) == {table: len(found["rows"]) for table, found in tables.items()}
    assert all(said in text_of(page.text) for said in told["sentences"])
    book = viewer.get(f"{page.url.path}/download/xlsx").content
    for table, found in tables.items():
        csv = viewer.get(f"{page.url.path}/download/csv", table=table).content.decode()
        assert csv == priced_place.desk.say("report", name, "--table", table, "--format", "csv").out
        shown = rows_on(viewer.get(page.url.path, table=table))
        assert len(shown) == len(found["rows"])
        if found["rows"]:
            assert len(sheet_rows(book, found["title"])) == len(found["rows"])
    html = viewer.get(f"{page.url.path}/download/html").text
    main = rows_on(viewer.get(page.url.path, table=told["main"]))
    assert [row for row in main if row not in rows_on(_as_page(html))] == []


def _as_page(html: str) -> Response:
    return Response(200, text=html)


@pytest.mark.system
def test_the_days_and_filters_are_those_of_the_command_line(priced_place: Place) -> None:
    viewer = visitor(priced_place.server, Role.VIEWER)
    month = made(viewer, "book-value", as_of="2025-07")
    told = priced_place.desk.json("report", "book-value", "--as-of", "2025-07")["report"]
    assert told["about"] in month.text
    assert all(said in text_of(month.text) for said in told["sentences"])
    anna = made(viewer, "who-has-what", owner="Anna@acme.example", as_of="2025-02-15")
    told = priced_place.desk.json("report", "who-has-what", "--owner", "anna@acme.example", "--as-of", "2025-02-15")[
        "report"
    ]
    assert counts_on(anna) == {name: len(found["rows"]) for name, found in told["tables"].items()}
    assert 'value="Anna@acme.example"' in anna.text
    time = made(viewer, "changes", from_day="2025-06-30", to_day="2025-07-31")
    assert "From 2025-06-30 to 2025-07-31" in time.text


@pytest.mark.system
def test_two_currencies_are_never_added_up(priced_place: Place) -> None:
    page = made(visitor(priced_place.server, Role.VIEWER), "money")
    assert [(row[1], row[5]) for row in rows_on(page) if row[0] in ("4100", "4300")] == [
        ("CHF", "1,000.01"),
        ("EUR", "3,600.00"),
    ]
    assert [text_of(title) for title in re.findall(r"<figcaption[^>]*>(.*?)</figcaption>", page.text)] == [
        "Purchase price by cost center, CHF",
        "Purchase price by cost center, EUR",
    ]


@pytest.mark.system
def test_what_is_filtered_is_filtered_in_charts_and_files_too(priced_place: Place) -> None:
    viewer = visitor(priced_place.server, Role.VIEWER)
    page = made(viewer, "money")
    only = viewer.get(page.url.path, table="location", q="PARIS")
    assert [row[0] for row in rows_on(only)] == ["Paris"]
    assert only.text.count("<svg") == 1
    assert "Paris: 1,640.00 EUR" in only.text
    for form in ("csv", "html", "xlsx"):
        content = viewer.get(f"{page.url.path}/download/{form}", table="location", q="PARIS").content
        if form == "xlsx":
            assert [row[0] for row in sheet_rows(content, "Locations")] == ["Paris"]
        else:
            assert ("Paris" in content.decode(), "Berlin" in content.decode()) == (True, False)
    nothing = viewer.get(page.url.path, table="location", q="<b>nowhere")
    assert "No row has “&lt;b&gt;nowhere” in it." in nothing.text
    assert viewer.get(page.url.path, table="location", q="1,640").text.count("<tbody><tr>") == 1


@pytest.mark.system
def test_a_long_table_is_paged_and_not_cut(priced_place: Place) -> None:
    rows = [(f"X{at:03}", f"Extra {at:03}", "screen", "screens") for at in range(120)]
    priced_place.desk.book("more.xlsx", ("Serial Number", "Name", "Type", "Category"), *rows)
    assert priced_place.desk.say("run", "more.xlsx", "--allow", "create_percent=100").code == 0
    viewer = visitor(priced_place.server, Role.VIEWER)
    page = made(viewer, "who-has-what")
    count, seen = counts_on(page)["free"], list[str]()
    for start in range(0, count, 50):
        seen += [row[0] for row in rows_on(viewer.get(page.url.path, table="free", start=str(start)))]
    assert (count, len(set(seen))) == (len(seen), len(seen))
    assert {row[0] for row in rows} <= set(seen)


@pytest.mark.system
def test_a_report_stays_as_it_was_made(priced_place: Place) -> None:
    viewer = visitor(priced_place.server, Role.VIEWER)
    page = made(viewer, "leavers")
    assert "ben@acme.example" in page.text
    priced_place.desk.book("back.xlsx", ("Serial Number", "Action"), ("LT-2", "unassign"))
    assert priced_place.desk.say("run", "back.xlsx").code == 0
    again = viewer.get(page.url.path)
    assert "ben@acme.example" in again.text
    assert "ben@acme.example" in viewer.get(f"{page.url.path}/download/html").text
    later = made(viewer, "leavers")
    assert "Nobody who has left has a device." in later.text
    assert page.url.path in viewer.get("/reports").text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"name": "who-has-what", "as_of": "soon"}, "&#39;soon&#39; is not a day; write 2026-03-31"),
        ({"name": "changes", "from_day": "2025-02-01", "to_day": "2025-01-01"}, "lies before the first"),
        ({"name": "money", "as_of": "9999-12-31"}, "9999-12-31 lies too far away. Give a day from 1900-01-01"),
        ({"name": "<i>x</i>"}, "There is no such report."),
    ],
)
def test_what_cannot_be_made_is_told_beside_the_forms(server: Server, asked: dict[str, str], said: str) -> None:
    page = made(visitor(server, Role.VIEWER), **asked)
    assert (page.status_code, said in page.text) == (400, True)
    assert "<i>x</i>" not in page.text


@pytest.mark.system
def test_of_a_ledger_without_anything_each_report_says_so(server: Server) -> None:
    viewer = visitor(server, Role.VIEWER)
    for name, said in (("leavers", "Nobody who has left has a device."), ("overdue", "No device is overdue.")):
        page = made(viewer, name)
        assert (page.status_code, said in page.text, "<svg" in page.text) == (200, True, False)


@pytest.mark.system
def test_what_stands_in_sheets_is_text_in_tables_charts_and_files(priced_place: Place) -> None:
    hostile = ("<script>alert(1)</script>", '"><img src=x onerror=alert(2)>', "</text></svg><svg/onload=alert(3)>")
    rows = [(f"H{at}", text, text, "it", text, "EUR", 5) for at, text in enumerate(hostile)]
    header = ("Serial Number", "Name", "Type", "Category", "Cost Center", "Currency", "Purchase Price")
    priced_place.desk.book("hostile.xlsx", header, *rows)
    assert priced_place.desk.say("run", "hostile.xlsx").code == 0
    viewer = visitor(priced_place.server, Role.VIEWER)
    for name, table in (("money", "cost_center"), ("who-has-what", "types"), ("who-has-what", "free")):
        page = made(viewer, name)
        html = viewer.get(f"{page.url.path}/download/html", table=table).text
        for text in (viewer.get(page.url.path, table=table, q="alert").text, page.text, html):
            assert not re.search(r"<script>|<img src=x|<svg/onload", text), name
            assert " style=" not in text
        assert "alert(2)" in html
    csv = viewer.get(f"{page.url.path}/download/csv", table="free").text
    assert "-1+1" not in csv or "'-1+1" in csv


@pytest.mark.system
def test_another_organization_sees_none_of_it(priced_place: Place) -> None:
    page = made(visitor(priced_place.server, Role.VIEWER), "who-has-what")
    other = visitor(priced_place.server, org="other")
    for more in ("", "/download/xlsx", "/download/csv?table=held", "/download/html"):
        assert other.get(f"{page.url.path}{more}").status_code == 404
    assert page.url.path not in other.get("/reports").text
    for name in REPORTS:
        own = made(other, name)
        assert "only organization other" in own.text
        assert not re.search(r"LT-1|acme\.example|4100", own.text), name
        assert all(not count for table, count in counts_on(own).items() if table not in ("kinds",)), name


@pytest.mark.system
def test_no_other_file_or_table_is_given(priced_place: Place) -> None:
    viewer = visitor(priced_place.server, Role.VIEWER)
    page = made(viewer, "overdue")
    for more in ("/download/exe", "/download/csv?table=..%2Fjob", "?table=nothing", "/files/report"):
        assert viewer.get(f"{page.url.path}{more}").status_code == 404


@pytest.mark.system
def test_a_file_of_many_rows_is_written_by_a_process_of_its_own(
    priced_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_files, "_FEW", 0)
    viewer = visitor(priced_place.server, Role.VIEWER)
    page = made(viewer, "who-has-what")
    content = viewer.get(f"{page.url.path}/download/xlsx", table="held", q="lt-").content
    assert [row[2] for row in sheet_rows(content, "Who has what")] == ["LT-1", "LT-2"]
    whole = openpyxl.load_workbook(io.BytesIO(viewer.get(f"{page.url.path}/download/xlsx").content))
    assert len(whole.sheetnames) > 2
    nothing = viewer.get(f"{page.url.path}/download/csv?table=held&q=%00")
    assert (nothing.status_code, len(nothing.text.splitlines())) == (200, 1)
