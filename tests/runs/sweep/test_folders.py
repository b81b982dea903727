"""The settings of a drop folder, and folders whose files are the whole desired state."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pipeline.errors import UsageProblem
from pipeline.settings import Settings
from pipeline.settings.drop_folder import FolderSettings, folder_settings
from pipeline.settings.sections import SourceSettings
from schemas.vocabulary import Guard, Kind, Mode
from tests.support.desk import Desk
from tests.support.inboxes import Inbox, takes
from tests.support.office import DESIRED, HELD, MONDAY

USUAL = Settings(sources={"hr": SourceSettings(columns={"Gerät": "serial_number"}, kind=Kind.ASSIGNMENTS)})


def test_a_folder_says_what_its_files_mean() -> None:
    settings = folder_settings(USUAL, "it", b'mode = "full"\nscope = "location=Berlin"\nadded_by = "it"\natomic = true')
    assert (settings.mode, settings.scope_attribute, settings.added_by, settings.atomic) == (
        Mode.FULL,
        "location",
        "it",
        True,
    )


def test_the_folder_full_is_the_whole_desired_state_unless_it_says_otherwise() -> None:
    assert folder_settings(USUAL, "full", None).mode is Mode.FULL
    assert folder_settings(USUAL, "full", b'mode = "instructions"').mode is Mode.INSTRUCTIONS
    assert folder_settings(USUAL, "", None) == USUAL


def test_a_folder_whose_name_is_a_source_of_the_settings_is_read_as_that_source() -> None:
    settings = folder_settings(USUAL, "hr", None)
    assert (settings.source, settings.kind) == ("hr", Kind.ASSIGNMENTS)
    assert settings.how_to_read().columns == {"Gerät": "serial_number"}


def test_a_folder_may_map_columns_of_its_own() -> None:
    settings = folder_settings(USUAL, "sales", b'[columns]\n"Nr." = "asset_tag"')
    assert settings.how_to_read().columns == {"Nr.": "asset_tag"}
    assert '"Nr.": "asset_tag"' in settings.request()


@pytest.mark.parametrize("name", sorted(Settings.model_fields.keys() - FolderSettings.model_fields.keys()))
def test_what_the_administrator_has_set_no_folder_may_touch(name: str) -> None:
    with pytest.raises(UsageProblem, match=f"cannot set {name}:"):
        folder_settings(USUAL, "hr", f"{name} = {{}}".encode())


def test_a_folder_may_not_loosen_the_guard() -> None:
    strict = USUAL.model_copy(update={"guard": Guard.HOLD})
    with pytest.raises(UsageProblem, match='guard cannot be "warn" where the settings say "hold"'):
        folder_settings(strict, "hr", b'guard = "warn"')


@pytest.mark.parametrize(
    "content", [b'mode = "everything"', b'scope = "colour=red"', b"mode = ", b"\xff\xfe", b'source = "unknown"']
)
def test_settings_that_cannot_be_meant_are_refused(content: bytes) -> None:
    with pytest.raises(UsageProblem, match=r"hr/rollcall\.toml"):
        folder_settings(USUAL, "hr", content)


@pytest.mark.system
def test_the_files_of_a_folder_with_bad_settings_are_left_and_the_others_go_on(inbox: Inbox) -> None:
    inbox.settings("allow = ['empty']", source="hr")
    inbox.drop("leavers.xlsx", *takes("LT-0004", "ben"), source="hr")
    inbox.drop("good.xlsx", *takes("LT-0006", "ben"))
    swept = inbox.sweep(code=4)
    assert [(file["file"], file["fate"], file["exit_code"]) for file in swept["files"]] == [
        ("good.xlsx", "applied", 0),
        ("leavers.xlsx", "left", 2),
    ]
    assert (inbox.folder / "hr" / "leavers.xlsx").exists()


@pytest.fixture
def full(inbox: Inbox) -> Inbox:
    """Two files in the folder full that together leave LT-0003 with nobody."""
    kept = [row for row in MONDAY[1:] if row[0] != "LT-0003"]
    inbox.drop("part 1.xlsx", DESIRED, *kept[:1], source="full")
    inbox.drop("part 2.xlsx", DESIRED, *kept[1:], source="full")
    return inbox


@pytest.mark.system
def test_the_files_of_a_full_folder_are_one_run(full: Inbox) -> None:
    swept = full.sweep()
    assert len({file["run_id"] for file in swept["files"]}) == 1
    assert swept["absent_unassigned"] == 1
    assert swept["rows"]["in"] == 4
    assert full.desk.holders() == {serial: owner for serial, owner in HELD.items() if serial != "LT-0003"}


@pytest.mark.system
def test_one_unusable_file_refuses_all_of_a_full_folder_and_each_says_which_it_is(full: Inbox) -> None:
    (full.folder / "full" / "part 3.csv").write_text("Colour;Shape\nred;round\n")
    swept = full.sweep(code=4)
    assert [(file["file"], file["fate"]) for file in swept["files"]] == [
        ("part 1.xlsx", "refused"),
        ("part 2.xlsx", "refused"),
        ("part 3.csv", "refused"),
    ]
    told = Path(swept["files"][0]["outputs"]["why"]).read_text()
    assert "one of them cannot be used. part 3.csv: no sheet has a row with the names of the columns." in told
    assert f"drop all 3 files into {full.folder}/full again, together." in told
    assert full.desk.holders() == HELD


@pytest.mark.parametrize("sign", ["~$part 2.xlsx", "part 3.xlsx.part"])
def test_a_full_folder_waits_until_all_its_files_are_there(full: Inbox, sign: str) -> None:
    (full.folder / "full" / sign).write_text("")
    assert set(full.fates().values()) == {"left"}
    assert full.desk.holders() == HELD


@pytest.mark.system
def test_a_full_folder_is_reconciled_again_when_the_ledger_has_moved_and_not_before(full: Inbox) -> None:
    shutil.copytree(full.folder, full.desk.folder / "again")
    (first, _) = full.sweep()["files"]
    shutil.copytree(full.desk.folder / "again", full.folder, dirs_exist_ok=True)
    (second, _) = full.sweep()["files"]
    assert (second["fate"], second["run_id"]) == ("already_applied", first["run_id"])
    full.desk.say("run", full.desk.book("by hand.xlsx", *takes("LT-0003", "ben", None)))
    shutil.copytree(full.desk.folder / "again", full.folder, dirs_exist_ok=True)
    third = full.sweep()
    assert third["absent_unassigned"] == 1
    assert third["rows"]["unchanged"] == 4


@pytest.mark.system
@pytest.mark.parametrize("make", ["link", "pipe", "long", "deep"])
def test_odd_settings_of_one_folder_leave_only_that_folder(desk: Desk, make: str) -> None:
    for folder in ("hr", "it"):
        (desk.folder / "inbox" / folder).mkdir(parents=True)
        (desk.folder / "inbox" / folder / "a.csv").write_text("Serial Number,Name,Type,Category\nLT-1,a,laptop,it\n")
    path = desk.folder / "inbox" / "it" / "rollcall.toml"
    if make == "link":
        path.symlink_to("/dev/zero")
    elif make == "pipe":
        os.mkfifo(path)
    else:
        path.write_text(f"a = {'[' * 30_000}" if make == "deep" else "# much\n" * 20_000)

    files = desk.json("sweep", "inbox", code=4)["files"]
    fates = {file["source"]: file["fate"] for file in files if file["file"] == "a.csv"}

    assert fates == {"hr": "applied", "it": "left"}


def test_what_a_file_says_never_becomes_a_part_of_the_command_to_copy(desk: Desk) -> None:
    (desk.folder / "inbox").mkdir()
    (desk.folder / "inbox" / "m.csv").write_text('"mdm_disk_encryption_profile_installed --allow $(id)"\nx\n')

    refused = desk.json("sweep", "inbox", code=4)["files"][0]

    assert "rollcall run" not in refused["hint"]
    assert "\n  rollcall run" not in Path(refused["outputs"]["why"]).read_text()
