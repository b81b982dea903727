"""A digest decides again only the files that may differ; what it says is what it would say had it decided all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.runs.steps.decide import Decision, decide
from tests.support.desk import Desk
from tests.support.inboxes import Inbox, as_begun, without_digest
from tests.support.ledgers.clocks import set_clock
from tests.support.strength import sampled
from tests.support.workbooks import write

BEGUN = datetime(2026, 6, 1, 22)
REGISTER = ("Serial number", "Name", "Type", "Category", "Employee No", "E-mail")
PEOPLE = ("Employee No", "Name", "E-mail")
ANN, BEN = ("7", "Ann Lee", "ann@acme.example"), ("8", "Ben Orr", "ben@acme.example")


def listed(serial: str, number: str | None = None, email: str | None = None) -> tuple[str | None, ...]:
    return (serial, f"Laptop {serial}", "laptop", "computers", number, email)


LISTED = (listed("LT-1", "7", ANN[2]), listed("LT-2", "8", BEN[2]), listed("LT-3"))


@pytest.fixture(scope="module")
def begun(no_settings_of_the_tester: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A desk with two folders, each with a list of devices, and one with the people who have them; and a copy of it."""
    folder, copy = tmp_path_factory.mktemp("begun"), tmp_path_factory.mktemp("copy")
    inbox = Inbox(Desk(folder))
    inbox.drop("people.xlsx", PEOPLE, ANN, BEN, source="hr")
    inbox.drop("mine.xlsx", REGISTER, *LISTED, source="mine", minute=1)
    inbox.drop("theirs.xlsx", REGISTER, listed("PC-1"), listed("PC-2"), source="theirs", minute=2)
    with set_clock(BEGUN), pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_SWEEP__STABLE_SECONDS", "0")
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
        without_digest(patch)
        inbox.sweep()
    shutil.copytree(folder, copy, dirs_exist_ok=True)
    return folder, copy


@pytest.fixture
def inbox(begun: tuple[Path, Path], no_patience: None, undigested: None) -> Inbox:
    return as_begun(begun)


def by_hand(inbox: Inbox, *rows: Any) -> None:
    """Somebody runs a file of their own."""
    inbox.desk.json("run", inbox.desk.book("by hand.xlsx", *rows))


def people(inbox: Inbox, *rows: Any) -> None:
    write(inbox.folder / "hr" / "people.xlsx", {"Desired": (PEOPLE, *rows)})
    inbox.sweep(code=0)


def whole(inbox: Inbox, *, gets: str | None = None) -> None:
    """A file says all that Ann has; then she may get something else."""
    drop(inbox, "full", ("Serial number", "E-mail"), ("LT-1", ANN[2]))
    if gets is not None:
        by_hand(inbox, ("Serial number", "E-mail"), (gets, ANN[2]))


def otherwise_named(inbox: Inbox) -> None:
    """Two files say where a device is, each by another identifier."""
    by_hand(inbox, ("Serial number", "Asset tag", "Name", "Type"), ("LT-1", "T-1", "Laptop LT-1", "laptop"))
    drop(inbox, "more", ("Serial number", "Location"), ("LT-1", "Lyon"))
    drop(inbox, "other", ("Asset tag", "Location"), ("T-1", "Oslo"))


def elsewhere(inbox: Inbox) -> None:
    """Two files say where a device is, and a row of the first was rejected."""
    by_hand(inbox, ("Serial number", "Type", "Category", "Name"), ("XX-1", "phone", "phones", "Phone"))
    drop(inbox, "more", ("Serial number", "Location"), ("XX-1", "Lyon"), ("XX-2", "Lyon"), code=4)
    drop(inbox, "theirs", ("Serial number", "Location"), ("XX-1", "Oslo"))


def drop(inbox: Inbox, source: str, *rows: Any, code: int = 0) -> None:
    inbox.drop(f"{source}.xlsx", *rows, source=source, minute=9)
    inbox.sweep(code=code)


def nothing_that_matters(inbox: Inbox) -> None:
    """All of this at once: no file has to be decided again, whatever one of them does."""
    # Another device comes, and somebody new.
    by_hand(inbox, REGISTER, listed("ZZ-1", "9", "zoe@acme.example"))
    people(inbox, ANN, BEN, ("10", "Kim", "kim@acme.example"))
    # A file says how everything of somebody shall be, and another one has dates that were past when it came.
    whole(inbox)
    drop(inbox, "past", ("Serial number", "E-mail", "From"), ("PC-1", BEN[2], "2026-05-01"))
    # Somebody gets a device of which the file does not say who has it.
    by_hand(inbox, ("Serial number", "E-mail"), ("LT-3", BEN[2]))


@pytest.mark.system
@pytest.mark.parametrize(
    ("happens", "decided"),
    sampled(
        [
            pytest.param(nothing_that_matters, [], id="nothing that matters to any file"),
            pytest.param(
                lambda inbox: by_hand(inbox, ("Serial number", "E-mail"), ("LT-1", BEN[2])),
                ["mine"],
                id="a device moves",
            ),
            pytest.param(
                lambda inbox: by_hand(inbox, ("Serial number", "Location"), ("PC-2", "Lyon")),
                ["theirs"],
                id="a device has something new that the file does not give",
            ),
            pytest.param(
                lambda inbox: people(inbox, ("7", "Ann Lee", "ann.lee@acme.example"), BEN), ["mine"], id="a new address"
            ),
            pytest.param(
                lambda inbox: by_hand(inbox, ("Serial number", "E-mail", "End at"), ("LT-1", ANN[2], "2026-06-20")),
                ["mine"],
                id="an ownership gets an end",
            ),
            pytest.param(
                lambda inbox: drop(inbox, "more", REGISTER, listed("XX-1", None, "no address"), code=4),
                ["more"],
                id="a file with a row that was rejected",
            ),
            pytest.param(
                lambda inbox: by_hand(inbox, (*PEOPLE, "Department"), (*ANN, "Sales")),
                ["people"],
                id="a fact of a person",
            ),
            pytest.param(
                lambda inbox: whole(inbox, gets="PC-1"),
                ["full", "theirs"],
                id="somebody whom such a file lists gets something else",
            ),
            pytest.param(
                lambda inbox: drop(
                    inbox, "dated", ("Serial number", "E-mail", "Until"), ("LT-2", BEN[2], "2026-09-01")
                ),
                ["dated", "mine"],
                id="a file with dates, and the one that has its device",
            ),
            pytest.param(otherwise_named, ["mine", "more", "other"], id="a device that another file names otherwise"),
            pytest.param(elsewhere, ["more", "theirs"], id="a device that a later file has elsewhere"),
        ],
        every=24,
    ),
)
def test_only_what_may_differ_is_decided_again(
    inbox: Inbox, happens: Callable[[Inbox], None], decided: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    decisions: dict[str, Decision] = {}
    with set_clock(BEGUN + timedelta(days=1)):
        happens(inbox)
        monkeypatch.setattr("pipeline.runs.digest.standing_files.decide", remembered(decisions))
        told = inbox.desk.json("digest")
    again = sorted(decisions)
    monkeypatch.setattr("pipeline.runs.digest.standing_files.may_be_undisturbed", lambda *_: False)
    monkeypatch.setattr("pipeline.runs.digest.digest.kept_differences", lambda *_: None)
    with set_clock(BEGUN + timedelta(days=1, hours=1)):
        every = inbox.desk.json("digest")
    assert {**told, "made_at": None} == {**every, "made_at": None}
    assert again == decided
    assert len(decisions) > 2


@pytest.mark.system
def test_who_has_a_device_is_told_whichever_file_reaches_it(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "pipeline.runs.steps.reach.part.IN_WHOLE_UP_TO", 0
    )  # as of a ledger of more than 20,000 devices
    monkeypatch.setattr("pipeline.store.read.reach.drawn.WORTH_IT", 0)
    with set_clock(BEGUN + timedelta(days=1)):
        by_hand(inbox, ("Serial number", "E-mail"), ("LT-1", BEN[2]))
        by_hand(inbox, ("Serial number", "Location"), ("PC-2", "Lyon"))
        (difference,) = inbox.desk.json("digest")["differences"]
    assert (difference["device"], difference["current"]) == ("LT-1", BEN[2])


@pytest.mark.system
def test_an_ownership_whose_end_has_come_is_noticed(inbox: Inbox) -> None:
    rows = ("Serial number", "E-mail", "End at"), ("LT-1", ANN[2], "2026-06-20")
    with set_clock(BEGUN + timedelta(hours=1)):
        by_hand(inbox, *rows)
    drop_again = inbox.drop("mine.xlsx", REGISTER, *LISTED, listed("LT-4"), source="mine", minute=8)
    with set_clock(BEGUN + timedelta(hours=2)):
        inbox.sweep()
        assert not drop_again.exists()
        assert inbox.desk.json("digest")["differences"] == []
    with set_clock(datetime(2026, 6, 21)):
        (difference,) = inbox.desk.json("digest")["differences"]
    assert (difference["source"], difference["device"], difference["current"]) == ("mine", "LT-1", "nobody")


def remembered(decisions: dict[str, Decision]) -> Callable[..., Decision]:
    """Decides each file once, and remembers by the name of the file what was decided."""

    def decided(command: str, checked: Any, asked: Any, stages: Any, **more: Any) -> Decision:
        name = str(checked.sources[0].file).removesuffix(".xlsx")
        if name not in decisions:
            decisions[name] = decide(command, checked, asked, stages, **more)
        return decisions[name]

    return decided
