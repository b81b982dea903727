"""Workbooks of Rollcall itself in a drop folder: none is taken for a list, and each is told where it belongs."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.desk import Desk
from tests.support.fixtures.desks import Prepared
from tests.support.inboxes import Inbox, open_inbox, takes


def write_each(desk: Desk) -> None:
    inbox = open_inbox(desk)
    (_, file) = inbox.sweep()["files"]
    shutil.copy(desk.at(file["outputs"]["results"]), desk.folder / "results.xlsx")
    desk.book("tuesday.xlsx", *takes("LT-0004", "ben"))
    assert desk.say("check", "tuesday.xlsx").code == 0
    assert desk.say("digest", "-o", "told").code == 0
    shutil.copy(desk.folder / "told" / "digest.xlsx", desk.folder / "digest.xlsx")
    assert desk.say("plan", "tuesday.xlsx", "-o", "plan.xlsx").code == 0


@pytest.fixture
def inbox(prepared: Prepared) -> Inbox:
    """An inbox that has been swept, and a desk with one workbook of each kind that Rollcall writes."""
    return Inbox(prepared(write_each))


def put(inbox: Inbox, name: str, *, called: str = "people.xlsx", source: str = "hr") -> Path:
    """Drop that workbook of the desk under another name, the youngest of all files."""
    folder = inbox.folder / source
    folder.mkdir(parents=True, exist_ok=True)
    return inbox.dated(Path(shutil.copy(inbox.desk.folder / name, folder / called)), 60)


def only(swept: Any) -> dict[str, Any]:
    (file,) = swept["files"]
    return dict(file)


@pytest.mark.system
@pytest.mark.parametrize(
    ("name", "code", "said", "hint"),
    [
        ("tuesday.checked.xlsx", "own_checked", "a checked copy of a list", "whoever sent the list"),
        ("results.xlsx", "own_results", "the results of a run", "on the sheet Rejected"),
        ("digest.xlsx", "own_digest", "a digest of Rollcall", "Drop the lists themselves"),
        ("plan.xlsx", "file_unreadable", "this is a plan", "rollcall apply"),
    ],
)
def test_it_is_refused_whatever_it_is_called_and_told_where_it_belongs(
    inbox: Inbox, name: str, code: str, said: str, hint: str
) -> None:
    put(inbox, name)
    file = only(inbox.sweep(code=4))
    assert (file["fate"], file["exit_code"], file["code"]) == ("refused", 3, code)
    assert said in file["said"]
    assert hint in file["hint"]
    assert hint in Path(file["outputs"]["why"]).read_text(encoding="utf-8")
    assert inbox.desk.holders().get("LT-0004") is None


@pytest.mark.system
def test_the_list_beside_it_stays_the_newest_of_its_source(inbox: Inbox) -> None:
    inbox.drop("tuesday.xlsx", *takes("LT-0004", "ben"), source="hr", minute=30)
    put(inbox, "tuesday.checked.xlsx", called="wednesday.xlsx")
    assert inbox.fates(code=4) == {"hr/wednesday.xlsx": "refused", "hr/tuesday.xlsx": "applied"}
    (hr,) = (source for source in inbox.desk.json("digest")["sources"] if source["source"] == "hr")
    assert hr["files"] == "tuesday.xlsx"


@pytest.mark.system
@pytest.mark.parametrize(
    ("name", "is_saved"),
    [
        ("tuesday.checked.xlsx", False),
        ("plan.xlsx", True),
        ("digest.xlsx", True),
        pytest.param("plan.xlsx", False, marks=pytest.mark.system),
        pytest.param("told/digest.html", False, marks=pytest.mark.system),
        pytest.param("told/digest.txt", False, marks=pytest.mark.system),
    ],
)
def test_a_full_folder_is_taken_without_it(inbox: Inbox, name: str, is_saved: bool) -> None:  # noqa: FBT001
    inbox.settings('scope = "all"\n', source="full")
    everything = (*takes("LT-0001", "anna"), *takes("LT-0002", "ben")[1:], *takes("LT-0003", "ben")[1:])
    inbox.drop("all.xlsx", *everything, source="full", minute=30)
    path = put(inbox, name, source="full", called=(called := f"all-new{Path(name).suffix}"))
    if is_saved:
        openpyxl.load_workbook(path).save(path)
        inbox.dated(path, 60)
    fates = inbox.fates(code=4)
    assert fates[f"full/{called}"] == "refused"
    assert fates["full/all.xlsx"] == "applied"


@pytest.mark.system
def test_a_checked_copy_that_somebody_has_saved_is_their_list(inbox: Inbox) -> None:
    path = put(inbox, "tuesday.checked.xlsx")
    book = openpyxl.load_workbook(path)
    book.save(path)
    inbox.dated(path, 60)
    assert inbox.fates() == {"hr/people.xlsx": "applied"}
    assert inbox.desk.holders()["LT-0004"] == "ben@acme.example"


@pytest.mark.system
def test_a_digest_that_somebody_has_saved_is_still_none(inbox: Inbox) -> None:
    path = put(inbox, "digest.xlsx")
    book = openpyxl.load_workbook(path)
    book.save(path)
    inbox.dated(path, 60)
    file = only(inbox.sweep(code=4))
    assert (file["fate"], "is a digest" in file["said"]) == ("refused", True)
