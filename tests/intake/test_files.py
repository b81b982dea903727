"""Which files can be used, and what is said about those that cannot."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import FileUnusable
from pipeline.intake.sources import name_files
from schemas.vocabulary import Kind, UnknownColumns
from tests.support.workbooks import Rows, codes, read, write

_HEADER = ["Serial number", "Owner email"]
_GOOD: Rows = [_HEADER, ["SN1", "anna@example.com"]]


def _zip(name: str, *members: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        with zipfile.ZipFile(folder / name, "w") as archive:
            for member in members:
                archive.writestr(member, "<x/>")
        return folder / name

    return make


def _wide(folder: Path) -> Path:
    return write(folder / "wide.xlsx", {"Desired": [[*_HEADER, *[None] * 15_998, "far away"]]})


def _missing(folder: Path) -> Path:
    return folder / "gone.xlsx"


def _folder(folder: Path) -> Path:
    (folder / "sheets").mkdir()
    return folder / "sheets"


def _bytes(name: str, content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def _sheets(**sheets: list[list[object]]) -> Callable[[Path], Path]:
    return lambda folder: write(folder / "bad.xlsx", dict(sheets))


def _hidden(folder: Path) -> Path:
    return write(folder / "bad.xlsx", {"Notes": [["Read me first"]], "Secret": _GOOD}, hidden=["Secret"])


@pytest.mark.parametrize(
    ("make", "code", "said"),
    [
        (_missing, "file_missing", "there is no such file"),
        (_folder, "file_unreadable", "this folder holds no file with rows"),
        (_bytes("empty.xlsx", b""), "file_unreadable", "the file is empty"),
        (_bytes("broken.xlsx", b"PK\x03\x04 and no more"), "file_unreadable", "damaged or incomplete"),
        (_bytes("old.xls", b"\xd0\xcf\x11\xe0" + bytes(600)), "file_unreadable", "password-protected"),
        (_bytes("page.xls", b"<html><table>"), "file_unreadable", "web page"),
        (_bytes("lake.parquet", b"PAR1" + bytes(99)), "file_unreadable", "Parquet"),
        (_bytes("scan.pdf", b"%PDF-1.7"), "file_unreadable", "PDF"),
        (_bytes("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(99)), "file_unreadable", "this is a picture (PNG)"),
        (_zip("letter.docx", "word/document.xml"), "file_unreadable", "this is a Word document, not a spreadsheet"),
        (_zip("talk.pptx", "ppt/presentation.xml"), "file_unreadable", "a PowerPoint presentation, not a spreadsheet"),
        (_zip("parts.zip", "a.txt"), "file_unreadable", "this kind of zip file"),
        (_wide, "file_unreadable", "sheet Desired has 16,001 columns"),
        (lambda folder: folder / ("a" * 300), "file_unreadable", "the file cannot be opened"),
        (_bytes("quote.csv", b'serial,email\n"SN1,a@example.com\n'), "file_unreadable", "never closed"),
        (_bytes("words.csv", b"dear all\nplease find attached\n"), "no_usable_sheet", "names of the columns"),
        (_hidden, "no_usable_sheet", "sheet Secret is hidden, and no other sheet can be used"),
        (_sheets(Desired=[]), "no_usable_sheet", "no cell of it has a value"),
        (_sheets(Desired=[["Serail number", "Label"]]), "unknown_column", 'A1: no field is called "Serail number"'),
        (
            _sheets(Desired=[["Serail number", "Owner emial"]]),
            "unknown_column",
            'A1: no field is called "Serail number"',
        ),
        (_sheets(Desired=[["Serial number", "Owner emial"]]), "unknown_column", 'B1: no field is called "Owner emial"'),
        (_sheets(Desired=[[*_HEADER, "Efective at"]]), "unknown_column", 'C1: no field is called "Efective at"'),
        (_sheets(Desired=[["Owner email", "Action"]]), "missing_column", "no column names the devices"),
        (_sheets(Desired=[["Serial number", "Label", "End at"]]), "missing_column", "no column says who has"),
        (_sheets(Stock=[["Type", "Category", "Brand"]]), "missing_column", "no column names the devices"),
        (_sheets(Stock=[["Serial number"], ["SN1"]]), "missing_column", "do not tell an inventory"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(
    make: Callable[[Path], Path], code: str, said: str, tmp_path: Path
) -> None:
    path = make(tmp_path)
    with pytest.raises(FileUnusable) as caught:
        read(path)
    assert caught.value.exit_code == 3
    assert caught.value.code == code
    assert caught.value.message.startswith(path.name)
    assert said in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        ([[*_HEADER, None], ["SN1", "a@b.com", "?"]], "unknown_column", "column C has values and no"),
        ([[*_HEADER, "Shoe size"], ["SN1", "a@b.com", "43"]], "unknown_column", 'no field is called "Shoe size"'),
        ([[*_HEADER, "S/N"], ["SN1", "a@b.com", "SN2"]], "duplicate_column", 'as "Serial number" (A1)'),
    ],
)
def test_columns_that_cannot_all_be_read_are_refused_where_that_is_asked(
    rows: Rows, code: str, said: str, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.xlsx", {"Desired": rows})
    with pytest.raises(FileUnusable) as caught:
        read(path, unknown_columns=UnknownColumns.ERROR)
    assert caught.value.code == code
    assert said in caught.value.message
    assert caught.value.hint


def test_an_unknown_column_of_addresses_is_named_where_nothing_says_what_the_sheet_is(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Moves": [["Serial", "From", "To"], ["SN1", "Store", "eva@acme.example"]]})
    with pytest.raises(FileUnusable, match="do not tell an inventory") as caught:
        read(path)
    assert 'If "To" (C1) says who has the devices, say "To" = "owner_email"' in caught.value.hint


def test_a_misspelled_header_gets_a_suggestion(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Desired": [[*_HEADER, "Efective at"]]})
    with pytest.raises(FileUnusable) as caught:
        read(path)
    assert "Did you mean `effective_at`?" in caught.value.hint


def test_an_owner_column_in_an_inventory_is_explained(tmp_path: Path) -> None:
    header = ["Serial number", "Name", "Type", "Category", "Brand", "Owner email"]
    path = write(tmp_path / "a.xlsx", {"Stock": [header]})
    with pytest.raises(FileUnusable) as caught:
        read(path, kind=Kind.INVENTORY, unknown_columns=UnknownColumns.ERROR)
    assert "`owner_email` belongs to an assignments sheet" in caught.value.hint
    assert "--kind assignments" in caught.value.hint


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="Windows and the superuser may read every file")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "secret.xlsx", {"Desired": _GOOD})
    path.chmod(0)
    with pytest.raises(FileUnusable) as caught:
        read(path)
    assert (caught.value.exit_code, caught.value.code) == (3, "file_unreadable")
    assert caught.value.message == "secret.xlsx: you may not read this file."
    assert "the right to read it" in caught.value.hint


def test_a_sheet_whose_headers_are_all_misspelled_is_not_passed_over(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "A": _GOOD,
        "B": [["March"], ["serial_numbr", "owner_emial", "Label"], ["SN2", "b@x.com"]],
    }
    with pytest.raises(FileUnusable) as caught:
        read(write(tmp_path / "a.xlsx", sheets))
    assert caught.value.issues is not None
    assert caught.value.issues.select("sheet", "cell", "code").rows() == [
        ("B", "A2", "unknown_column"),
        ("B", "B2", "unknown_column"),
    ]
    assert caught.value.hint.startswith("Did you mean `serial_number`?")


def test_a_sheet_of_misspelled_headers_is_only_noted_where_unknown_columns_are_ignored(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"A": _GOOD, "B": [["serial_numbr", "owner_emial"]]})
    issues = read(path, unknown_columns=UnknownColumns.IGNORE).issues
    assert issues.select("sheet", "code").rows() == [("B", "sheet_ignored")]


@pytest.mark.parametrize(
    "rows",
    [
        [["Please write the serial numbers in the first column, and the owners' e-mails beside them.", "Thank you"]],
        [["Row labels", "Count of serial number"], ["Laptop", 12], ["Phone", 3], ["Grand total", 15]],
        [["Laptop", "Deployed", "Paris"], ["Phone", "In stock", "Berlin"], ["Monitor", "Retired", "Oslo"]],
        [["Serial numbers", 812], ["Asset tags", 640]],
        [["Serial numbers", "Serials numbers"]],
        [["Departments", "Locations"], ["IT", "Paris"]],
        [["Column", "Meaning"], ["Serial numbers", "from the sticker"], ["Owner emails", "from the directory"]],
    ],
)
def test_a_sheet_of_notes_is_not_taken_for_a_misspelled_table(rows: Rows, tmp_path: Path) -> None:
    issues = read(write(tmp_path / "a.xlsx", {"Desired": _GOOD, "Notes": rows})).issues
    assert issues.select("sheet", "code").rows() == [("Notes", "sheet_ignored")]


def test_the_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    good = write(tmp_path / "good.xlsx", {"Desired": _GOOD})
    bad = write(tmp_path / "bad.xlsx", {"Desired": [[*_HEADER, "Foo", "Bar"]]})
    with pytest.raises(FileUnusable) as caught:
        read(tmp_path / "gone.xlsx", good, bad, unknown_columns=UnknownColumns.ERROR)
    assert codes(caught.value) == ["file_missing", "unknown_column", "unknown_column"]
    assert caught.value.message == "gone.xlsx: there is no such file. There are 2 more problems."


def test_an_error_value_that_the_reader_does_not_know_is_named(tmp_path: Path) -> None:
    from tests.support.workbooks import ErrorCell

    path = write(tmp_path / "a.xlsx", {"Desired": [_HEADER, ["SN1", ErrorCell("#SPILL!")]]})
    with pytest.raises(FileUnusable, match="#SPILL!"):
        read(path)


def test_a_file_given_twice_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Desired": _GOOD})
    with pytest.raises(FileUnusable, match="given twice"):
        read(path, tmp_path / "." / "a.xlsx")


def test_files_of_one_name_are_told_apart_by_their_folders() -> None:
    names, _findings = name_files([Path("/in/berlin/a.xlsx"), Path("/in/paris/a.xlsx"), Path("/in/b.xlsx")])
    assert list(names) == ["berlin/a.xlsx", "paris/a.xlsx", "b.xlsx"]


def test_each_file_has_its_fingerprint(tmp_path: Path) -> None:
    import hashlib

    path = write(tmp_path / "a.xlsx", {"Desired": _GOOD})
    (source,) = read(path).sources
    assert (source.file, source.size) == ("a.xlsx", path.stat().st_size)
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
