"""What lies in an inbox: which files are looked at, which of them are whole, and why the others are left."""

from __future__ import annotations

import os
import socket
import zipfile
from pathlib import Path

import pytest

from pipeline.runs.sweep.folders import Places
from pipeline.runs.sweep.inbox import InboxFiles, find_files, seen
from pipeline.runs.sweep.unfinished_files import Settled, settle
from pipeline.settings.sections import SweepSettings

SECOND = 1_000_000_000
RULES = SweepSettings(stable_seconds=10, unfinished_minutes=60)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    return Places(inbox, *(tmp_path / name for name in ("processing", "archive", "refused", "cache")))


def put(places: Places, name: str, content: bytes = b"Serial Number;Owner Email\n") -> Path:
    path = places.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def names(found: InboxFiles) -> list[tuple[str, str]]:
    return [(file.source, file.name) for file in found.files]


def settled(
    path: Path, *, after: float, rules: SweepSettings = RULES, meanwhile: bytes = b""
) -> tuple[Settled, list[float]]:
    """The file so many seconds after it came, and the waits; `meanwhile` is written to it during the wait."""
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(round(seconds, 3))
        if meanwhile:
            path.write_bytes(meanwhile)

    file = seen(path, "")
    return settle([file], RULES, lambda: file.touched + int(after * SECOND), wait), waits


def test_the_files_of_the_inbox_and_of_its_folders_are_seen_with_the_folder_they_lie_in(places: Places) -> None:
    for name in ("b.xlsx", "a.csv", "hr/leavers.xlsx", "full/all.xlsx"):
        put(places, name)
    assert names(find_files(places)) == [("", "a.csv"), ("", "b.xlsx"), ("full", "all.xlsx"), ("hr", "leavers.xlsx")]


@pytest.mark.parametrize(
    "name",
    [
        *(".hidden.xlsx", "~$budget.xlsx", "a.xlsx.part", "a.tmp", "a.xlsx.crdownload", "A.XLSX.FILEPART", "a.partial"),
        *("Thumbs.db", "desktop.ini", "rollcall.toml", ".hidden/a.xlsx"),
    ],
)
def test_what_is_no_file_of_a_person_is_passed_over_without_a_word(places: Places, name: str) -> None:
    put(places, name)
    found = find_files(places)
    assert (found.files, found.left, found.remarks) == ([], [], ())


def test_a_link_is_left_and_said(places: Places, tmp_path: Path) -> None:
    (places.inbox / "link.xlsx").symlink_to(put(places, "../elsewhere.xlsx"))
    (file,) = find_files(places).left
    assert (file.file, file.fate, file.said) == (
        "link.xlsx",
        "left",
        "link.xlsx is a link, and links are not followed.",
    )


def test_what_is_no_ordinary_file_is_left_and_said(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(places.inbox)  # the path of a socket may not be long
    with socket.socket(socket.AF_UNIX) as odd:
        odd.bind("odd.xlsx")
        assert [file.said for file in find_files(places).left] == ["odd.xlsx is no ordinary file."]


def test_deep_folders_are_named_once_for_all(places: Places) -> None:
    for name in ("hr/2024/a.xlsx", "hr/2025/a.xlsx", "it/empty/.keep"):
        put(places, name)
    assert find_files(places).remarks == (
        "Folders inside the folders of an inbox are not looked into: hr/2024 and 1 more such folder. "
        "Move their files one level up.",
    )


def test_a_name_that_is_no_text_is_shown_as_well_as_it_goes(places: Places) -> None:
    os.close(os.open(os.fsencode(places.inbox) + b"/caf\xe9.xlsx", os.O_CREAT))
    assert names(find_files(places)) == [("", "caf\ufffd.xlsx")]


def test_a_file_that_has_been_left_alone_for_long_enough_is_taken_at_once(places: Places) -> None:
    found, waits = settled(put(places, "a.csv"), after=10)
    assert [file.name for file in found.ready] == ["a.csv"]
    assert waits == []


def test_a_younger_file_is_looked_at_twice_no_longer_apart_than_it_takes(places: Places) -> None:
    found, waits = settled(put(places, "a.csv"), after=4)
    assert [file.name for file in found.ready] == ["a.csv"]
    assert waits == [6]


def test_a_file_that_grows_meanwhile_is_left(places: Places) -> None:
    found, _ = settled(put(places, "a.csv"), after=4, meanwhile=b"Serial Number;Owner Email\nLT-0001;")
    assert [file.said for file in found.left] == ["a.csv is still being written."]


def test_a_file_that_is_dated_in_the_future_is_looked_at_twice(places: Places) -> None:
    path = put(places, "a.csv")
    os.utime(path, (4_000_000_000,) * 2)
    found, waits = settled(path, after=-100)
    assert [file.name for file in found.ready] == ["a.csv"]
    assert waits == [10]


def test_a_file_that_was_moved_into_the_inbox_is_young_however_old_its_date(places: Places) -> None:
    path = put(places, "a.csv")
    os.utime(path, (1_000_000_000,) * 2)
    _, waits = settled(path, after=1)
    assert waits == [9]


def test_a_file_that_goes_away_meanwhile_is_left(places: Places) -> None:
    path = put(places, "a.csv")
    file = seen(path, "")
    found = settle([file], RULES, lambda: file.touched, lambda _: path.unlink())
    assert [file.said for file in found.left] == ["a.csv was taken away again before it could be read."]


def whole_zip(path: Path) -> bytes:
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>" * 100)
    return path.read_bytes()


def test_what_is_not_whole_is_left_for_an_hour_and_then_taken(places: Places, tmp_path: Path) -> None:
    whole = whole_zip(tmp_path / "a.zip")
    for name, content, beside, said in (
        ("empty.csv", b"", "", "empty.csv is empty."),
        ("cut.xlsx", whole[: len(whole) // 2], "", "cut.xlsx is not whole: its end is missing."),
        ("open.xlsx", whole, "~$open.xlsx", "open.xlsx is open in a spreadsheet program."),
        ("open.ods", whole, ".~lock.open.ods#", "open.ods is open in a spreadsheet program."),
    ):
        if beside:
            put(places, beside)
        path = put(places, name, content)
        soon, _ = settled(path, after=3599)
        assert [file.said for file in soon.left] == [said]
        late, _ = settled(path, after=3600)
        assert [file.name for file in late.ready] == [name]


def test_a_whole_workbook_is_taken(places: Places, tmp_path: Path) -> None:
    found, _ = settled(put(places, "a.xlsx", whole_zip(tmp_path / "a.zip")), after=60)
    assert [file.name for file in found.ready] == ["a.xlsx"]
