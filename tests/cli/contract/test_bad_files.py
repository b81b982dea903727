"""Files that cannot be used: each gets its message with a way out and exit code 3, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.desk import SAMPLES, Desk

ROW = ("LT-0001", "anna@acme.example")


def _nothing(desk: Desk) -> str:
    return "nowhere.xlsx"


def _directory(desk: Desk) -> str:
    (desk.folder / "folder.xlsx").mkdir()
    return "folder.xlsx"


def _no_bytes(desk: Desk) -> str:
    (desk.folder / "empty.xlsx").touch()
    return "empty.xlsx"


def _no_bytes_csv(desk: Desk) -> str:
    (desk.folder / "empty.csv").touch()
    return "empty.csv"


def _text_called_workbook(desk: Desk) -> str:
    (desk.folder / "letter.xlsx").write_text("Dear IT, please find the list below.")
    return "letter.xlsx"


def _picture(desk: Desk) -> str:
    (desk.folder / "list.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return "list.png"


def _no_usable_sheet(desk: Desk) -> str:
    return desk.book("notes.xlsx", ("Minutes of the meeting",), ("We talked about laptops.",)).name


def _blank_workbook(desk: Desk) -> str:
    return desk.book("blank.xlsx").name


def _misspelled(desk: Desk) -> str:
    return desk.book("slip.xlsx", ("Serial Number", "Owner Emial"), ROW).name


def _missing(desk: Desk) -> str:
    return desk.book("missing.xlsx", ("Owner Email", "Effective At"), ("anna@acme.example", "2025-01-01")).name


def _no_owner(desk: Desk) -> str:
    return desk.book("ownerless.xlsx", ("Serial Number", "Effective At"), ("LT-0001", "2025-01-01")).name


def _unknown(desk: Desk) -> str:
    _refusing(desk)
    return desk.book("shoes.xlsx", ("Serial Number", "Owner Email", "Shoe Size"), (*ROW, 43)).name


def _refusing(desk: Desk) -> None:
    """Have columns refused that cannot all be read; as a rule they are kept."""
    (desk.folder / "rollcall.toml").write_text('unknown_columns = "error"\n')


def _duplicate(desk: Desk) -> str:
    _refusing(desk)
    return desk.book("twice.xlsx", ("Serial Number", "Owner Email", "E-Mail"), (*ROW, "ben@acme.example")).name


CASES: dict[str, tuple[Callable[[Desk], str], str, tuple[str, ...]]] = {
    "a missing file": (_nothing, "file_missing", ("nowhere.xlsx", "Check the name")),
    "a directory": (_directory, "file_unreadable", ("folder.xlsx", "folder")),
    "an empty file": (_no_bytes, "file_unreadable", ("empty.xlsx", "empty")),
    "an empty CSV": (_no_bytes_csv, "file_unreadable", ("empty.csv", "empty")),
    "a text called workbook": (_text_called_workbook, "no_usable_sheet", ("letter.xlsx",)),
    "a picture": (_picture, "file_unreadable", ("list.png", "a picture", "not a spreadsheet")),
    "no usable sheet": (_no_usable_sheet, "no_usable_sheet", ("notes.xlsx", "serial_number")),
    "a blank workbook": (_blank_workbook, "no_usable_sheet", ("blank.xlsx",)),
    "a misspelled header": (_misspelled, "unknown_column", ("slip.xlsx", "B1", "Owner Emial", "`owner_email`")),
    "no identifier": (_missing, "missing_column", ("missing.xlsx", "row 1", "serial_number")),
    "no owner": (_no_owner, "missing_column", ("ownerless.xlsx", "row 1", "owner_email")),
    "an unknown column": (_unknown, "unknown_column", ("shoes.xlsx", "C1", "Shoe Size", "--unknown-columns")),
    "a duplicate column": (_duplicate, "duplicate_column", ("twice.xlsx", "B", "C", "owner_email")),
}


@pytest.fixture(params=[*CASES.values()], ids=[*CASES])
def case(request: pytest.FixtureRequest) -> tuple[Callable[[Desk], str], str, tuple[str, ...]]:
    """How the file is made, the code, and what the message must name."""
    made: tuple[Callable[[Desk], str], str, tuple[str, ...]] = request.param
    return made


Case = tuple[Callable[[Desk], str], str, tuple[str, ...]]


def test_it_is_refused_with_a_sentence_and_a_way_out(desk: Desk, case: Case) -> None:
    make, _, named = case

    said = desk.say("run", make(desk))

    assert (said.code, said.out) == (3, "")
    assert [part for part in named if part not in said.err] == []
    assert "Traceback" not in said.err
    assert said.err.count("\n") == 1
    assert said.err.rstrip().endswith((".", "?"))


def test_programs_get_its_code(desk: Desk, case: Case) -> None:
    make, code, _ = case

    said = desk.say("--json", "check", make(desk))

    assert (said.code, said.err) == (3, "")
    assert said.json["error"]["code"] == code
    assert [issue["code"] for issue in said.json["issues"]] == [code]


def test_nothing_is_written_where_there_was_nothing(desk: Desk, case: Case) -> None:
    name = case[0](desk)
    before = _everything(desk.folder)

    assert desk.say("run", name).code == 3

    assert _everything(desk.folder) == before


def test_a_good_file_beside_it_changes_nothing_either(office: Desk, case: Case) -> None:
    name = case[0](office)
    before = _everything(office.folder)

    assert office.say("run", "inventory.xlsx", name, "--mode", "full", "--scope", "all").code == 3

    assert _everything(office.folder) == before


def test_everything_wrong_with_all_files_is_told_at_once(desk: Desk) -> None:
    names = [_misspelled(desk), _duplicate(desk), _nothing(desk)]

    said = desk.say("run", *names)

    assert said.code == 3
    assert [name for name in names if name not in said.err] == []


def test_the_hopeless_sample_is_refused_with_all_that_is_wrong_with_it(desk: Desk) -> None:
    said = desk.say("run", SAMPLES / "hopeless.xlsx", "--unknown-columns", "error")

    assert (said.code, said.out) == (3, "")
    assert [word for word in ("Serail Numbr", "serial_number", "E-Mail", "Shoe Size") if word not in said.err] == []


def test_a_slip_in_the_hopeless_sample_is_refused_by_default(desk: Desk) -> None:
    said = desk.say("run", SAMPLES / "hopeless.xlsx")

    assert (said.code, said.out) == (3, "")
    assert [word for word in ("Serail Numbr", "serial_number") if word not in said.err] == []


def test_a_file_given_twice_is_refused(office: Desk) -> None:
    said = office.say("run", "monday.xlsx", "./monday.xlsx")

    assert (said.code, "given twice" in said.err) == (3, True)


@pytest.mark.system
@pytest.mark.parametrize("command", ["run", "check", "plan"])
def test_a_plan_is_not_read_but_applied(office: Desk, command: str) -> None:
    office.book("desired.xlsx", ("Serial Number", "Owner Email"), (*ROW[:1], "eva@acme.example"))
    office.json("plan", "desired.xlsx", "-o", "plan.xlsx")

    said = office.say(command, "plan.xlsx")

    assert said.code == 3
    assert "plan.xlsx: this is a plan, not a list to be read." in said.err
    assert "rollcall apply plan.xlsx" in said.err


def test_an_export_is_not_applied_but_read(office: Desk) -> None:
    assert office.say("export", "-o", "export.xlsx").code == 0

    said = office.say("apply", "export.xlsx")

    assert said.code == 3
    assert "export.xlsx is an export, not a plan." in said.err
    assert "rollcall run export.xlsx" in said.err


def _everything(folder: Path) -> dict[str, bytes]:
    """Every file and what is in it."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
