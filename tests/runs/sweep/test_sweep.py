"""Inboxes that cannot be swept are refused before anything is touched, and one sweep holds an inbox at a time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from pipeline import store
from pipeline.model import Ledger
from tests.support.desk import Desk
from tests.support.inboxes import Inbox, takes


def refused(desk: Desk, *words: object) -> str:
    said = desk.say("sweep", *words)
    assert said.code == 2, said
    return said.err


def test_there_must_be_an_inbox(desk: Desk) -> None:
    assert "There is no inbox nowhere." in refused(desk, "nowhere")
    desk.book("a.xlsx", *takes("LT-0004", "ben"))
    assert "a.xlsx is not a folder." in refused(desk, "a.xlsx")


def test_the_folder_of_the_ledger_is_no_inbox(inbox: Inbox) -> None:
    said = refused(inbox.desk, ".")
    assert "lie one inside the other" in said
    assert inbox.desk.state.exists()


@pytest.mark.parametrize("name", ["processing", "archive", "refused", "cache"])
def test_no_place_of_ours_lies_in_the_inbox_nor_the_other_way_round(inbox: Inbox, name: str) -> None:
    for place in (inbox.folder, inbox.folder / "kept", inbox.desk.folder):
        (inbox.desk.folder / "rollcall.toml").write_text(f"[sweep]\n{name} = '{place}'\n")
        assert f"(setting sweep.{name}) lie one inside the other" in refused(inbox.desk, "inbox")


@pytest.mark.system
def test_a_hidden_folder_of_the_inbox_may_be_where_files_are_taken_into(inbox: Inbox) -> None:
    (inbox.desk.folder / "rollcall.toml").write_text("[sweep]\nprocessing = 'inbox/.processing'\n")
    inbox.drop("a.xlsx", *takes("LT-0004", "ben"))
    assert inbox.fates() == {"a.xlsx": "applied"}


def test_an_inbox_on_another_disk_is_refused_with_the_way_out(inbox: Inbox) -> None:
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == inbox.folder.stat().st_dev:
        pytest.skip("there is no second disk here")
    (inbox.desk.folder / "rollcall.toml").write_text("[sweep]\nprocessing = '/dev/shm/rollcall/processing'\n")
    said = refused(inbox.desk, "inbox")
    assert "are on different disks. Name a folder on the disk of the inbox in the settings: [sweep] processing" in said


@pytest.mark.system
def test_a_sweep_that_finds_another_one_at_work_names_it(inbox: Inbox) -> None:
    inbox.drop("a.xlsx", *takes("LT-0004", "ben"))
    lock, now = inbox.desk.folder / "processing" / ".sweep.lock", datetime(2025, 1, 1)
    with store.hold(lock, what="the inbox", wait=0, command="sweep", started_at=now):
        said = inbox.desk.say_outside("sweep", "inbox", "--wait", "0")
    assert said.code == 7
    assert f"The inbox {inbox.folder} is held by process " in said.err
    assert "rollcall sweep, since 2025-01-01T00:00:00Z" in said.err
    assert (inbox.folder / "a.xlsx").exists()


@pytest.mark.system
def test_a_held_ledger_ends_the_sweep_and_the_next_one_goes_on(inbox: Inbox) -> None:
    inbox.drop("a.xlsx", *takes("LT-0004", "ben"))
    with store.hold_state(Ledger(inbox.desk.state), command="run", started_at=datetime(2025, 1, 1)):
        assert inbox.desk.say_outside("sweep", "inbox", "--wait", "0").code == 7
    assert list(inbox.folder.iterdir()) == []
    assert inbox.fates() == {"a.xlsx": "applied"}
