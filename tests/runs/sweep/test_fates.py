"""What becomes of the files of an inbox: each is applied, refused or left, and lies where it belongs."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.support.desk import Desk, read_sheet
from tests.support.inboxes import Inbox, Night, fingerprint, named, open_inbox, takes
from tests.support.office import DESIRED, HELD, INVENTORY


@pytest.mark.system
def test_a_new_ledger_gets_the_inventory_before_the_assignments_that_need_it(desk: Desk) -> None:
    swept = open_inbox(desk).sweep()
    assert [(file["file"], file["fate"], file["exit_code"]) for file in swept["files"]] == [
        ("inventory.xlsx", "applied", 0),
        ("monday.xlsx", "applied", 0),
    ]
    assert desk.holders() == HELD


def test_every_file_has_a_fate_and_the_oldest_comes_first(night: Night) -> None:
    assert [(named(file), file["fate"], file["exit_code"]) for file in night.files] == [
        ("b.xlsx", "applied", 0),
        ("a.xlsx", "applied", 0),
        ("c.xlsx", "already_applied", 0),
        ("hr/bad.xlsx", "applied", 4),
        ("broken.xlsx", "refused", 3),
    ]


def test_nothing_is_left_in_the_inbox_or_in_processing(night: Night) -> None:
    assert [path.name for path in night.inbox.folder.rglob("*")] == ["hr"]
    assert night.inbox.beside("processing") == []


def test_applied_files_go_to_the_archive_under_their_fingerprints(night: Night) -> None:
    fingerprints = [night.fingerprints[name] for name in ("a.xlsx", "b.xlsx", "hr/bad.xlsx")]
    assert night.inbox.archived() == sorted(fingerprints)
    folder = night.inbox.desk.folder / "archive"
    assert night.files[1]["path"] == str(folder / fingerprints[0][:2] / f"{fingerprints[0]}.xlsx")


def test_the_ledger_knows_the_drop_folder_and_the_place_in_the_archive(night: Night) -> None:
    with duckdb.connect(night.inbox.desk.state, read_only=True) as ledger:
        known = ledger.sql(
            "SELECT run_id, command, source, file, path FROM sources JOIN runs USING (run_id)"
        ).fetchall()
    bad = night.files[3]
    assert (bad["run_id"], "sweep", "hr", "bad.xlsx", bad["path"]) in known


def test_each_file_is_a_run_with_results_of_its_own(night: Night) -> None:
    results = [night.inbox.desk.at(file["outputs"]["results"]) for file in night.files[:2]]
    assert [read_sheet(path, "Changes")[0]["Serial number"] for path in results] == ["LT-0006", "LT-0004"]


def test_the_same_bytes_under_another_name_are_not_applied_again(night: Night) -> None:
    assert night.files[2]["run_id"] == night.files[1]["run_id"]
    assert night.files[2]["said"].startswith(f"already applied in run {night.files[1]['run_id']} of 20")
    assert night.files[2]["hint"] is None


def test_what_is_told_of_all_is_the_sum_over_the_runs(night: Night) -> None:
    assert night.swept["rows"] == {"in": 4, "applied": 3, "unchanged": 0, "skipped": 0, "rejected": 1}
    assert night.swept["reasons"] == {"invalid_email": 1}
    assert (night.swept["actions"]["assign"], night.swept["exit_code"], night.swept["ok"]) == (2, 4, True)


def test_a_sweep_publishes_what_its_runs_have_changed(night: Night) -> None:
    published = night.inbox.desk.folder / "published" / "rollcall.duckdb"
    with duckdb.connect(published, read_only=True) as copy:
        assert copy.sql("SELECT max(state_version) FROM runs").fetchall() == [(night.swept["state_version"],)]


def test_an_unusable_file_is_refused_with_its_reason_beside_it(night: Night) -> None:
    broken = night.files[4]
    folder = night.inbox.desk.folder / "refused" / broken["run_id"]
    assert broken["path"] == str(folder / "broken.xlsx")
    assert [path.name for path in night.inbox.beside("refused")] == ["broken.xlsx", "broken.xlsx.why.txt"]
    assert fingerprint(folder / "broken.xlsx") == night.fingerprints["broken.xlsx"]
    told = Path(broken["outputs"]["why"]).read_text().splitlines()
    assert told[0] == "broken.xlsx was refused: no sheet has a row with the names of the columns."
    assert f"  To try again: mend the file, and drop it into {night.inbox.folder} again." in told


def test_a_refusal_is_on_record(night: Night) -> None:
    with duckdb.connect(night.inbox.desk.state, read_only=True) as ledger:
        refusals = ledger.sql("SELECT run_id, source, file, exit_code, code, sha256, path FROM refusals").fetchall()
    broken = night.files[4]
    sha256 = night.fingerprints["broken.xlsx"]
    assert refusals == [(broken["run_id"], "", "broken.xlsx", 3, "no_usable_sheet", sha256, broken["path"])]


def test_the_next_sweep_finds_nothing_to_do(night: Night) -> None:
    said = night.inbox.desk.say("sweep", "inbox")
    assert (said.code, said.out) == (0, f"Nothing to do: no file lies in {night.inbox.folder}.\n")


@pytest.mark.system
def test_instructions_that_were_carried_out_are_not_carried_out_again_when_they_come_again(inbox: Inbox) -> None:
    dropped = inbox.drop("leavers.xlsx", *takes("LT-0004", "ben"))
    again = shutil.copy(dropped, inbox.desk.folder / "again.xlsx")
    inbox.sweep()
    inbox.desk.say("run", inbox.desk.book("by hand.xlsx", *takes("LT-0004", "anna", "2025-04-01")))
    shutil.move(again, inbox.folder / "leavers.xlsx")
    assert inbox.fates() == {"leavers.xlsx": "already_applied"}
    assert inbox.desk.holders()["LT-0004"] == "anna@acme.example"


@pytest.mark.system
def test_a_list_that_says_again_what_an_older_one_said_is_told_where_another_came_between(inbox: Inbox) -> None:
    older = inbox.drop("held.xlsx", *takes("LT-0004", "ben", None), source="hr")
    again = shutil.copy(older, inbox.desk.folder / "again.xlsx")
    inbox.sweep()
    inbox.drop("held.xlsx", *takes("LT-0004", "anna", None), source="hr")
    inbox.sweep()
    shutil.move(again, inbox.folder / "hr" / "held.xlsx")
    (told,) = inbox.sweep(code=4)["files"]
    assert (told["fate"], told["exit_code"]) == ("already_applied", 4)
    assert "Another held.xlsx of this folder was applied since then" in told["hint"]
    command = told["hint"].partition("rollcall ")[2]
    assert inbox.desk.say(*shlex.split(command)).code == 0
    assert inbox.desk.holders()["LT-0004"] == "ben@acme.example"


@pytest.mark.system
def test_lists_that_lie_beside_each_other_and_come_again_ask_for_nobody(inbox: Inbox) -> None:
    lists = [
        inbox.drop("one.xlsx", *takes("LT-0004", "ben", None), source="hr"),
        inbox.drop("two.xlsx", *takes("LT-0002", "anna", None), source="hr"),
    ]
    bytes_of = {path: path.read_bytes() for path in lists}
    assert set(inbox.fates().values()) == {"applied"}
    for path, content in bytes_of.items():
        path.write_bytes(content)
    assert set(inbox.fates().values()) == {"already_applied"}


@pytest.mark.system
def test_what_was_undone_is_applied_again(inbox: Inbox) -> None:
    dropped = inbox.drop("leavers.xlsx", *takes("LT-0004", "ben"))
    shutil.copy(dropped, inbox.desk.folder / "again.xlsx")
    (first,) = inbox.sweep()["files"]
    assert inbox.desk.say("undo", first["run_id"], "-o", "undo.xlsx").code == 0
    assert inbox.desk.say("apply", "undo.xlsx").code == 0
    shutil.move(inbox.desk.folder / "again.xlsx", inbox.folder / "again.xlsx")
    assert inbox.fates() == {"again.xlsx": "applied"}


@pytest.mark.system
def test_rows_that_were_not_applied_can_be_given_once_more_and_it_is_said_how(inbox: Inbox) -> None:
    dropped = inbox.drop("early.xlsx", *takes("LT-0099", "ben"))
    inbox.dated(Path(shutil.copy(dropped, inbox.folder / "late.xlsx")), 9)
    (_, file) = inbox.sweep(code=4)["files"]
    said, _, command = file["hint"].partition(": ")
    assert said == "1 of its rows was not applied then. To have it applied once more"
    new = inbox.desk.book(
        "new.xlsx", INVENTORY[0], ("LT-0099", "AT-99", "Laptop 99", "laptop", "computers", "Berlin", 9)
    )
    inbox.desk.say("run", new)
    assert inbox.desk.say(*command.split()[1:]).code == 0
    assert inbox.desk.holders()["LT-0099"] == "ben@acme.example"


@pytest.mark.system
def test_the_same_bytes_with_another_request_are_other_work(inbox: Inbox) -> None:
    dropped = inbox.drop("new.xlsx", DESIRED[:2], ("LT-0099", "ben@acme.example"))
    inbox.settings("create_devices = true\ndefault_device_type = 'laptop'", source="it")
    shutil.copy(dropped, inbox.folder / "it" / "new.xlsx")
    swept = inbox.sweep(code=4)
    assert [(named(file), file["rows"]["skipped"]) for file in swept["files"]] == [("new.xlsx", 1), ("it/new.xlsx", 0)]


@pytest.mark.system
@pytest.mark.parametrize("name", [b"caf\xe9.csv", "名前 ünï.csv".encode()])
def test_a_file_of_any_name_is_applied(inbox: Inbox, name: bytes) -> None:
    (inbox.folder / "plain.csv").write_text("Serial Number,Owner Email\nLT-0004,ben@acme.example\n")
    (inbox.folder / "plain.csv").rename(inbox.folder / name.decode("utf-8", "surrogateescape"))
    assert inbox.fates() == {name.decode("utf-8", "replace"): "applied"}
