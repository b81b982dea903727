"""The digest as text, page and workbook: it says all there is, in any size, and what people wrote stays text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from pipeline.errors import StoreFailed
from pipeline.model import Digest
from pipeline.outputs.digest import digest_text, message_of, write_digest
from pipeline.outputs.digest.page import digest_page
from schemas.frames.digest import DIGEST_FRAMES
from tests.support.frames.digests import difference, digest_of, many, refused_rows

EVIL = "<script>alert(1)</script>"
SHEETS = ["Summary", "Differences", "Refused", "Overdue", "Leavers", "Sources", "Nights", "Owners"]


class Tags(HTMLParser):
    """The tags of a page, and where its attributes lead."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember it."""
        self.tags.add(tag)
        self.addresses |= {value or "" for name, value in attrs if name in {"src", "href", "background", "action"}}


def seen(page: str) -> Tags:
    """What a browser would find in the page."""
    tags = Tags()
    tags.feed(page)
    return tags


def cells_of(page: str) -> str:
    """The texts of the cells of its tables, each row as `|a|b|`."""
    return re.sub(r"<[^>]*>", "|", page).replace("||", "|")


@pytest.fixture
def evil() -> Digest:
    """A digest of which every text that people write tries to be something else."""
    row = difference(device=EVIL, wanted="=1+1", current="@SUM(A1)", message=f"{EVIL} http://evil.example", file=EVIL)
    return digest_of(row, refused=f"{EVIL} {{{{ 7*7 }}}}")


def test_the_text_says_what_differs_and_why() -> None:
    text = digest_text(digest_of(difference(1), difference(2), refused="It would take 40 % away."))
    assert text.startswith(
        "Rollcall digest of 2026-07-21 02:10 UTC. Ledger version 1,234.\n"
        "2 rows of the last files of 2 sources differ from the ledger: 1 refused, 1 never applied.\n"
        "1 file was refused and waits to be mended.\n"
    )
    assert (
        "  SN-1   (hr: people.xlsx, sheet Desired, row 2)\n      Wanted ann@acme.com, is ben@acme.com. Refused," in text
    )
    assert "      It would take 40 % away. Look at it.\n" in text


@pytest.mark.parametrize(
    ("wanted", "said"), [("ann@acme.com", "Wanted ann@acme.com, nobody has it."), (None, "Nobody has it.")]
)
def test_the_text_says_where_nobody_has_the_device(wanted: str | None, said: str) -> None:
    assert f"      {said} Refused," in digest_text(digest_of(difference(wanted=wanted, current="nobody")))


def test_the_text_says_so_where_nothing_differs() -> None:
    assert "Everything that the last files of 2 sources say is so in the ledger." in digest_text(digest_of())


def test_the_inbox_itself_has_a_name() -> None:
    assert re.search(r"^  inbox  last taken", digest_text(digest_of()), re.MULTILINE)


@pytest.mark.system
def test_each_form_lists_so_many_and_says_how_many_there_are(tmp_path: Path) -> None:
    digest = many(1_000_000)
    written = write_digest(digest, tmp_path / "digest")
    assert "the first 20 of 1,000,000" in written["text"].read_text()
    assert "The first 1,000 of 1,000,000; digest.xlsx lists more." in written["html"].read_text()
    book = openpyxl.load_workbook(written["xlsx"], read_only=True)
    said = [row[0] for row in book["Summary"].iter_rows(max_row=12, max_col=1, values_only=True)]
    assert "The sheet Differences lists the first 100,000 of 1,000,000." in said
    assert book["Differences"].max_row == 100_001


def test_the_page_needs_nothing_else_and_runs_nothing(evil: Digest) -> None:
    tags = seen(digest_page(evil))
    assert tags.tags.isdisjoint({"script", "img", "link", "iframe", "object", "form"})
    assert tags.addresses == set()


def test_the_page_shows_what_people_wrote_as_they_wrote_it(evil: Digest) -> None:
    page = digest_page(evil)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7*7 }}" in page


def test_the_page_draws_a_column_per_day_also_where_nothing_happened() -> None:
    page = digest_page(digest_of())
    assert [re.search(f'title="2026-07-{day}: ([^"]*)"', page)[1] for day in (18, 19)] == [  # type: ignore[index]
        "1 create, 1 update, 1 assign, 1 reassign, 1 unassign",
        "no change",
    ]


def test_the_page_draws_the_owners_with_most_devices_only() -> None:
    page = digest_page(digest_of(owners=30))
    assert "owner9@acme.com" in page
    assert "owner10@acme.com" not in page
    assert "The 10 with most, of 30." in page


def test_the_workbook_keeps_text_as_text(evil: Digest, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_digest(evil, tmp_path / "digest")["xlsx"])
    assert book.sheetnames == SHEETS
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert {"=1+1", "@SUM(A1)", "=Ann"} <= {cell.value for cell in cells}


def test_the_workbook_has_two_charts(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_digest(digest_of(difference()), tmp_path / "digest")["xlsx"])
    assert len(book["Summary"]._charts) == 2


def test_an_empty_ledger_has_a_digest_too(tmp_path: Path) -> None:
    told = digest_of()
    empty = Digest(told.made_at, 0, *(getattr(told, name).clear() for name in DIGEST_FRAMES))
    written = write_digest(empty, tmp_path / "digest")
    assert "No file has come through a drop folder yet." in written["text"].read_text()
    assert openpyxl.load_workbook(written["xlsx"]).sheetnames == SHEETS


def test_a_new_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    written = write_digest(digest_of(), tmp_path / "digests" / "one")
    assert sorted(path.name for path in (tmp_path / "digests").rglob("*")) == sorted(
        ["one", "digest.json", *(path.name for path in written.values())]
    )


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreFailed):
        write_digest(digest_of(), tmp_path / "file" / "digest")


def test_what_is_overdue_is_listed_in_every_form(tmp_path: Path) -> None:
    written = write_digest(digest_of(overdue=22), tmp_path / "digest")
    text = written["text"].read_text()
    assert "22 devices were expected back by now." in text
    assert "  LT-0   ann@acme.com, due back 2026-07-19 02:10, 2 days ago" in text
    assert "  ... and 2 more." in text
    assert "|LT-21|=Laptop|ann@acme.com|" in cells_of(written["html"].read_text())
    sheet = openpyxl.load_workbook(written["xlsx"])["Overdue"]
    assert [cell.value for cell in sheet[1]][:3] == ["Organization", "Device ID", "Device"]
    assert sheet.max_row == 23


def test_who_has_left_and_still_holds_devices_is_listed_in_every_form_the_latest_first(tmp_path: Path) -> None:
    written = write_digest(digest_of(leavers=23), tmp_path / "digest")
    text = written["text"].read_text()
    assert "12 people who have left still hold 23 devices." in text
    assert "  LT-0   gone0@acme.com, last day 2026-07-20, has it since 2026-04-22" in text
    assert "  ... and 3 more." in text
    assert "|gone11@acme.com|Ann|2026-06-28|LT-22|" in cells_of(written["html"].read_text())
    sheet = openpyxl.load_workbook(written["xlsx"])["Leavers"]
    assert [cell.value for cell in sheet[1]][-4:] == ["Last day", "From (UTC)", "Purchase price", "Currency"]
    assert sheet.max_row == 24


REFUSED_ONCE = (
    "154 rows of it differ from the ledger, such as SN-1 (row 2, sheet Desired). Wanted ann@acme.com, is ben@acme.com."
)


def test_a_refused_file_is_told_once_with_its_count_and_an_example_in_every_form(tmp_path: Path) -> None:
    digest = digest_of(*refused_rows(154), difference(2), refused="It would take 40 % away.")
    written = write_digest(digest, tmp_path / "digest")
    mail = message_of(digest, None, [], details=True)
    book = openpyxl.load_workbook(written["xlsx"])
    rows = [[cell.value for cell in row] for row in book["Refused"].iter_rows()]
    for said in (written["text"].read_text(), written["html"].read_text(), mail.text, mail.html, str(rows)):
        assert said.count(REFUSED_ONCE) == 1
        assert said.count("It would take 40 % away.") == 1
        assert "SN-154" not in said
    assert [cell.value for cell in book["Differences"]["B"]][1:] == ["SN-2"]
    assert "155 rows of the last files of 2 sources differ" in mail.text


def test_a_device_that_a_refused_file_does_not_name_is_told_with_the_file() -> None:
    absent = refused_rows(3, row=None, sheet=None, file="people.xlsx; more.xlsx", wanted="nobody")
    text = digest_text(digest_of(*absent, refused="It would take 40 % away."))
    assert "3 rows of it differ from the ledger, such as SN-1 (not named in it). Wanted nobody" in text
    assert "Differs from the ledger" not in text


def test_what_contradicts_another_source_is_listed_although_its_file_was_refused() -> None:
    rows = refused_rows(1, cause="conflict")
    text = digest_text(digest_of(*rows, refused="It would take 40 % away."))
    assert "Two sources disagree" in text
    assert "of it differ" not in text


def test_every_form_shows_the_time_zone_of_the_settings_and_names_it(tmp_path: Path) -> None:
    digest = digest_of(difference(2), refused="No.", overdue=1, leavers=1, timezone="America/New_York")
    written = write_digest(digest, tmp_path / "digest")
    mail = message_of(digest, None, [], details=True)
    book = openpyxl.load_workbook(written["xlsx"])
    summary = "\n".join(str(row[0]) for row in book["Summary"].iter_rows(max_col=1, values_only=True))
    for said in (written["text"].read_text(), written["html"].read_text(), mail.text, mail.html, summary):
        assert "2026-07-20 22:10 America/New_York" in said
        assert "UTC" not in said
    assert "Since (America/New_York)" in written["html"].read_text()
    headers = {sheet.title: [cell.value for cell in sheet[1]] for sheet in book.worksheets}
    assert "Last taken (America/New_York)" in headers["Sources"]
    assert str(book["Overdue"]["G2"].value) == "2026-06-20 22:10:00"


def test_every_cell_of_a_message_has_its_own_style_and_its_tables_keep_to_the_page() -> None:
    page = message_of(digest_of(difference(2), refused="No."), None, [], details=True).html
    assert "<style" not in page
    assert [cell for cell in re.findall(r"<t[dh]\b[^>]*>", page) if "style=" not in cell] == []
    lists = re.findall(r'<table class="list"[^>]*>', page)
    assert len(lists) == 2
    assert all('width="100%"' in one and "table-layout: fixed" in one for one in lists)
    for heads in re.findall(r"<thead>.*?</thead>", page, re.DOTALL):
        assert sum(int(width) for width in re.findall(r'width="(\d+)%"', heads)) == 100
