"""The way back: a run is reversed by a plan like any other, whichever way it is named."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk, read_sheet
from tests.support.office import asked


@pytest.mark.system
def test_a_run_can_be_undone_and_the_undoing_too(planned: Desk) -> None:
    before = planned.holders()
    first = planned.json("apply", "plan.xlsx")
    after = planned.holders()

    report = planned.json("undo", "last", "-o", "back.xlsx", code=None)
    assert report["actions"]["reassign"] == report["actions"]["unassign"] == 1
    assert planned.holders() == after
    second = planned.json("apply", "back.xlsx", code=None)
    assert planned.holders() == before
    (run,) = planned.show("runs", "--run", second["run_id"])
    assert run["undoes"] == first["run_id"]

    planned.json("undo", second["run_id"], "-o", "forth.xlsx", code=None)
    planned.json("apply", "forth.xlsx", code=None)
    assert planned.holders() == after


@pytest.mark.system
def test_what_has_changed_since_a_run_stays_as_it_is_when_that_is_undone(planned: Desk) -> None:
    first = planned.json("apply", "plan.xlsx")
    planned.book("meanwhile.xlsx", *asked(("LT-0001", "ben@acme.example")))
    assert planned.say("run", "meanwhile.xlsx").code == 0

    report = planned.json("undo", first["run_id"], "-o", "back.xlsx", code=4)

    assert report["actions"]["reassign"] == 0
    assert report["actions"]["unassign"] == 1
    kept = read_sheet(planned.folder / "back.xlsx", "Kept")
    assert [(row["Serial number"], row["Why"]) for row in kept if row["Why"] == "changed_since"] == [
        ("LT-0001", "changed_since")
    ]


def test_the_last_run_is_named_before_it_is_undone(office: Desk) -> None:
    last = office.show("runs")[-1]
    said = office.say("undo", "last")
    assert f"The last run that changed anything is {last['run_id']}, run of {last['recorded_at']}." in said.out


@pytest.mark.system
def test_an_undo_of_an_undo_says_that_it_is_one(office: Desk) -> None:
    first = office.show("runs")[-1]
    assert "itself an undo" not in office.say("undo", "last", "-o", "back.xlsx").out
    undone = office.json("apply", "back.xlsx", code=None)

    said = " ".join(office.say("undo", "last").out.split())

    assert f"The last run that changed anything is {undone['run_id']}, apply of" in said
    assert f"It was itself an undo, of {first['run_id']}: this plan does again what that run did." in " ".join(
        said.split()
    )


@pytest.mark.parametrize("words", [("last", "--source", "intune"), ("--source", "intune"), (), ("1", "--source", "a")])
def test_an_undo_that_names_no_run_says_how_to_name_one(words: tuple[str, ...], office: Desk) -> None:
    said = office.say("undo", *words)
    assert said.code == 2
    assert "rollcall show runs" in said.err or "`last`" in said.err


def test_a_run_that_is_not_on_record_cannot_be_undone(office: Desk) -> None:
    said = office.say("undo", "yesterday", "-o", "back.xlsx")
    assert said.code == 2
    assert "rollcall show runs" in said.err
    assert not (office.folder / "back.xlsx").exists()
