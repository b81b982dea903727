"""A digest takes the differences of the last one where nothing has happened since, and is as one that finds them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.runs.digest.kept_differences import keep_differences
from tests.support.desk import Desk
from tests.support.inboxes import Inbox, as_begun, without_digest
from tests.support.ledgers.clocks import set_clock
from tests.support.strength import sampled

BEGUN = datetime(2026, 6, 1, 22)
LIST = ("Serial number", "Name", "Type", "Category", "Location", "E-mail")
ASKED = ("Serial number", "E-mail", "Until")


def listed(serial: str, email: str | None, location: str = "Rome") -> tuple[str | None, ...]:
    return (serial, f"Laptop {serial}", "laptop", "computers", location, email)


@pytest.fixture(scope="module")
def begun(no_settings_of_the_tester: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A desk with two folders, a row of each of which differs, and its digest, of which the differences are kept."""
    folder, copy = tmp_path_factory.mktemp("begun"), tmp_path_factory.mktemp("copy")
    inbox = Inbox(Desk(folder))
    people = ("ann@acme.example", "ben@acme.example", "no address")
    inbox.drop("mine.xlsx", LIST, *map(listed, ("LT-1", "LT-2", "LT-3"), people), source="mine")
    inbox.drop("theirs.xlsx", ASKED, ("LT-1", people[0], "2026-06-20"), ("LT-9", people[1], None), source="theirs")
    with set_clock(BEGUN), pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_SWEEP__STABLE_SECONDS", "0")
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
        with pytest.MonkeyPatch.context() as undigested:
            without_digest(undigested)
            inbox.sweep(code=4)
        inbox.desk.json("digest")
    shutil.copytree(folder, copy, dirs_exist_ok=True)
    return folder, copy


@pytest.fixture
def inbox(begun: tuple[Path, Path], no_patience: None, undigested: None) -> Inbox:
    return as_begun(begun)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many differences each digest found that found them anew; `times` of the test is how often."""
    heights: list[int] = []

    def kept(differences: Any, *about: Any) -> None:
        heights.append(differences.height)
        keep_differences(differences, *about)

    monkeypatch.setattr("pipeline.runs.digest.digest.keep_differences", kept)
    return heights


def by_hand(inbox: Inbox, *rows: Any) -> None:
    """Somebody runs a file of their own."""
    inbox.desk.json("run", inbox.desk.book("by hand.xlsx", *rows))


def undone(inbox: Inbox) -> None:
    """Somebody takes back what the last list did."""
    inbox.desk.json("undo", "last", "-o", "back.xlsx", code=None)
    inbox.desk.json("apply", "back.xlsx")


def lost(inbox: Inbox) -> None:
    """A file is deleted from the archive."""
    inbox.beside("archive")[0].unlink()


def rewritten(inbox: Inbox) -> None:
    """A file in the archive gets other bytes."""
    first, second = inbox.beside("archive")
    shutil.copyfile(second, first)
    os.utime(first, (1_800_000_000,) * 2)


def set_otherwise(inbox: Inbox) -> None:
    """The settings say of a time zone, in which differences tell their instants."""
    (inbox.desk.folder / "rollcall.toml").write_text('timezone = "Europe/Paris"\n')


def refused(inbox: Inbox) -> None:
    """A file is refused as a whole, and waits."""
    inbox.settings('mode = "full"\n', source="mine")
    inbox.drop("mine.xlsx", ("Serial number", "E-mail"), source="mine", minute=9)
    inbox.sweep(code=4)


def dropped(inbox: Inbox, *rows: Any) -> None:
    inbox.drop("theirs.xlsx", *rows, source="theirs", minute=9)
    inbox.sweep(code=4)


@pytest.mark.system
@pytest.mark.parametrize(
    ("happens", "days", "times"),
    sampled(
        [
            pytest.param(lambda inbox: None, 1, 0, id="nothing"),
            pytest.param(lambda inbox: None, 18, 0, id="nothing, for days"),
            pytest.param(lambda inbox: None, 19, 1, id="the end of an ownership comes"),
            pytest.param(lambda inbox: by_hand(inbox, ("Serial", "Location"), ("LT-1", "Oslo")), 1, 1, id="a run"),
            pytest.param(
                lambda inbox: by_hand(inbox, ("Serial", "Location"), ("LT-1", "Rome")), 1, 0, id="one of no change"
            ),
            pytest.param(undone, 1, 1, id="an undo"),
            pytest.param(lost, 1, 1, id="a file is lost"),
            pytest.param(rewritten, 1, 1, id="a file has other bytes"),
            pytest.param(set_otherwise, 1, 1, id="other settings"),
            pytest.param(refused, 1, 1, id="a file is refused"),
            pytest.param(lambda inbox: dropped(inbox, ASKED, ("LT-8", None, None)), 1, 1, id="another file"),
            pytest.param(
                lambda inbox: inbox.desk.json("forget", "ben@acme.example", "--yes"), 1, 1, id="a person is erased"
            ),
        ],
        every=12,
    ),
)
def test_a_digest_is_as_one_made_anew(
    inbox: Inbox,
    found: list[int],
    happens: Callable[[Inbox], None],
    days: int,
    times: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with set_clock(BEGUN + timedelta(hours=1)):
        happens(inbox)
    found.clear()
    with set_clock(BEGUN + timedelta(days=days)):
        told = inbox.desk.json("digest")
        assert len(found) == times
        monkeypatch.setattr("pipeline.runs.digest.digest.kept_differences", lambda *_: None)
        anew = inbox.desk.json("digest")
    assert {**told, "made_at": None} == {**anew, "made_at": None}


@pytest.mark.system
def test_another_program_finds_them_anew(inbox: Inbox, found: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.intake.program", lambda: "another")
    with set_clock(BEGUN + timedelta(days=1)):
        inbox.desk.json("digest")
        assert found == [2]
