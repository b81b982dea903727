"""A file much shorter than the one before it is refused, whatever it is called."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.fixtures.desks import Prepared
from tests.support.inboxes import Inbox

pytestmark = pytest.mark.usefixtures("undigested")


@pytest.fixture
def stocked(prepared: Prepared) -> Desk:
    """A desk whose ledger has sixty laptops, which nobody has."""
    return prepared(stock)


def stock(desk: Desk) -> None:
    devices = [(f"LT-{number:04}", f"Laptop {number}", "laptop", "computers") for number in range(60)]
    desk.book("stock.xlsx", ("Serial Number", "Name", "Type", "Category"), *devices)
    assert desk.say("run", "stock.xlsx").code == 0


@pytest.fixture
def listed(prepared: Prepared) -> Desk:
    """The same desk once a list has given all of them to people."""
    return prepared(give_all)


def give_all(desk: Desk) -> None:
    stock(desk)
    csv(desk.folder / "export_2026-11-27.csv", range(60))
    assert desk.say("run", "export_2026-11-27.csv").code == 0


def csv(path: Path, numbers: Iterable[int], more: str = "") -> Path:
    """A list that gives these laptops to people, each to a tenth of them; `more` is the header of one more column."""
    rows = [f"LT-{number:04},owner{number % 10}@acme.example{',x' if more else ''}" for number in numbers]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["Serial Number,Owner Email" + (f",{more}" if more else ""), *rows, ""]))
    return path


@pytest.mark.system
def test_a_file_of_a_new_name_is_compared_with_the_last_of_its_columns(listed: Desk) -> None:
    csv(listed.folder / "export_2026-11-28.csv", range(10))
    said = listed.say("run", "export_2026-11-28.csv")
    assert said.code == 5
    assert (
        "Rows fewer than last time: 83.4 % of 60, and fewer_rows_percent allows 30 % "
        "(export_2026-11-28.csv has 10 rows, and export_2026-11-27.csv had 60)."
    ) in said.err
    allowed = ("--allow", "fewer_rows_percent=84", "--reason", "Only Berlin this time")
    assert listed.say("run", "export_2026-11-28.csv", *allowed).code == 0


@pytest.mark.system
def test_a_file_of_other_columns_or_kind_is_another_list(listed: Desk) -> None:
    csv(listed.folder / "list 2.csv", range(10), more="Label")
    csv(listed.folder / "moves.csv", range(10))
    listed.book("new.xlsx", ("Serial Number", "Name", "Type", "Category"), ("LT-0001", "One", "laptop", "computers"))
    assert listed.say("run", "list 2.csv").code == 0
    assert listed.say("run", "new.xlsx").code == 0
    assert listed.say("run", "moves.csv").code == 0


@pytest.mark.system
def test_two_lists_that_come_by_turns_are_each_compared_with_themselves(stocked: Desk) -> None:
    csv(stocked.folder / "munich.csv", range(50, 58))
    csv(stocked.folder / "berlin.csv", range(50))
    for name in ("munich.csv", "berlin.csv", "munich.csv", "berlin.csv"):
        assert stocked.say("run", name).code == 0, name
    csv(stocked.folder / "berlin.csv", range(20))
    said = stocked.say("run", "berlin.csv")
    assert said.code == 5
    assert "(berlin.csv has 20 rows, and had 50)." in said.err


@pytest.mark.system
def test_a_file_given_as_another_source_is_another_list(stocked: Desk) -> None:
    (stocked.folder / "rollcall.toml").write_text("[sources.hr.columns]\n\n[sources.it.columns]\n")
    csv(stocked.folder / "monday.csv", range(60))
    csv(stocked.folder / "tuesday.csv", range(10))
    assert stocked.say("run", "monday.csv", "--source", "hr").code == 0
    assert stocked.say("plan", "tuesday.csv", "--source", "hr").code == 5
    assert stocked.say("run", "tuesday.csv", "--source", "it").code == 0


@pytest.mark.system
def test_the_list_of_another_organization_is_another_list(listed: Desk) -> None:
    csv(listed.folder / "list 2.csv", range(10))
    assert listed.say("run", "list 2.csv", "--org", "south", "--create-devices", "--default-type", "laptop").code == 0


@pytest.mark.system
def test_what_was_undone_or_of_no_use_is_nothing_to_compare_with(stocked: Desk) -> None:
    csv(stocked.folder / "list 0.csv", range(1000, 1060))
    csv(stocked.folder / "list 1.csv", range(60))
    csv(stocked.folder / "list 2.csv", range(10))
    assert stocked.say("run", "list 0.csv").code == 0
    assert stocked.say("run", "list 1.csv").code == 0
    assert stocked.say("undo", "last", "-o", "undo.xlsx", "--allow", "unassign_percent=100", "--reason", "x").code == 0
    assert stocked.say("apply", "undo.xlsx").code == 0
    assert stocked.say("run", "list 2.csv").code == 0


@pytest.mark.system
def test_a_file_of_a_drop_folder_is_compared_with_the_last_of_its_folder_and_kind(stocked: Desk) -> None:
    inbox = Inbox(stocked)
    inbox.dated(csv(inbox.folder / "hr" / "export_2026-11-27.csv", range(60)), 1)
    assert inbox.fates("--out", "out") == {"hr/export_2026-11-27.csv": "applied"}
    inbox.dated(csv(inbox.folder / "hr" / "export_2026-11-28.csv", range(10), more="Label"), 2)
    inbox.dated(csv(inbox.folder / "it" / "few.csv", range(10)), 3)
    fates = inbox.fates("--out", "out", code=4)
    assert fates == {"hr/export_2026-11-28.csv": "refused", "it/few.csv": "applied"}
    (why,) = (path for path in inbox.beside("refused") if path.name.endswith(".why.txt"))
    assert "export_2026-11-28.csv has 10 rows, and export_2026-11-27.csv had 60" in why.read_text(encoding="utf-8")


@pytest.mark.system
def test_the_files_of_a_full_folder_are_compared_together_where_their_names_are_new(stocked: Desk) -> None:
    inbox = Inbox(stocked)
    inbox.settings('scope = "all"\n', source="full")
    csv(inbox.folder / "full" / "a-27.csv", range(30))
    csv(inbox.folder / "full" / "b-27.csv", range(30, 60))
    inbox.sweep()
    csv(inbox.folder / "full" / "a-28.csv", range(25))
    csv(inbox.folder / "full" / "b-28.csv", range(25, 60))
    assert set(inbox.fates().values()) == {"applied"}
    csv(inbox.folder / "full" / "a-29.csv", range(20))
    swept = inbox.sweep(code=4)
    assert swept["files"][0]["fate"] == "refused"
    assert "a-29.csv has 20 rows, and a-28.csv; b-28.csv had 60" in swept["files"][0]["said"]
