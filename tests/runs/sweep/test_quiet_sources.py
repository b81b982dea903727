"""A source that sends nothing, or nothing that can be used: who is told, and where."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from tests.support.desk import Desk
from tests.support.fixtures.desks import Prepared
from tests.support.inboxes import Inbox, takes
from tests.support.office import INVENTORY

AT_ONCE, IN_TIME = "0.00001 minutes", "1 day"


def send(desk: Desk) -> None:
    inbox = Inbox(desk)
    inbox.drop("inventory.xlsx", *INVENTORY, source="stock")
    inbox.drop("monday.xlsx", *takes("LT-0004", "ben"), source="hr", minute=1)
    inbox.sweep()


@pytest.fixture
def inbox(prepared: Prepared) -> Inbox:
    """An inbox whose folders hr and stock have sent a file each, and were swept."""
    return Inbox(prepared(send))


def expect(desk: Desk, **expected: str) -> None:
    """Let the settings expect so much of each source."""
    sections = [f'[sources.{name}]\nexpect_every = "{every}"\n' for name, every in expected.items()]
    (desk.folder / "rollcall.toml").write_text("\n".join(sections))


def quiet(desk: Desk) -> list[str]:
    """The sources that `schedule --check` names."""
    told: Any = desk.json("schedule", "--check", code=None)
    assert (told["exit_code"], told.get("error", {}).get("code")) in {(0, None), (4, "source_quiet")}
    return list(told["quiet_sources"])


def metric(desk: Desk, name: str, source: str) -> float:
    """The value of the metric for that source."""
    lines = (desk.folder / "rollcall.prom").read_text(encoding="utf-8").splitlines()
    begins = f'{name}{{source="{source}"}} '
    return float(next(line.removeprefix(begins) for line in lines if line.startswith(begins)))


@pytest.mark.system
def test_a_source_that_sends_as_expected_is_no_trouble(inbox: Inbox) -> None:
    expect(inbox.desk, hr=IN_TIME, stock="2 weeks")
    assert quiet(inbox.desk) == []
    assert "nothing usable" not in inbox.desk.say("digest").out


@pytest.mark.system
def test_a_source_that_went_quiet_is_told_by_the_check_and_the_digest(inbox: Inbox) -> None:
    expect(inbox.desk, hr=AT_ONCE, stock=IN_TIME)
    said = inbox.desk.say("schedule", "--check")
    assert said.code == 4
    assert said.out.startswith("The source hr has sent nothing usable for 0 minutes, since 20")
    assert "Ask whoever sends it" in said.out
    assert "stock" not in said.out
    assert "The source hr has sent nothing usable for" in inbox.desk.say("digest").out
    (told,) = inbox.desk.json("digest")["quiet"]
    assert told["source"] == "hr"


def test_a_source_that_never_sent_is_told_too(office: Desk) -> None:
    inbox = Inbox(office)
    inbox.folder.mkdir()
    expect(inbox.desk, payroll=IN_TIME)
    inbox.sweep()
    said = inbox.desk.say("schedule", "--check")
    assert said.code == 4
    assert said.out.startswith("The source payroll has never sent anything usable; it is expected every 1 day.")
    assert metric(inbox.desk, "rollcall_source_age_seconds", "payroll") == float("inf")
    assert metric(inbox.desk, "rollcall_source_expected_seconds", "payroll") == 86_400


@pytest.mark.system
def test_the_same_bytes_again_are_something_sent(inbox: Inbox) -> None:
    expect(inbox.desk, hr=IN_TIME)
    inbox.sweep()
    before = metric(inbox.desk, "rollcall_source_age_seconds", "hr")
    for path in inbox.beside("archive"):
        shutil.copy(path, inbox.folder / "hr" / path.name)
    assert set(inbox.fates().values()) == {"already_applied"}
    assert metric(inbox.desk, "rollcall_source_age_seconds", "hr") < min(before, 1)
    inbox.sweep()
    assert metric(inbox.desk, "rollcall_source_age_seconds", "hr") > 0


@pytest.mark.system
def test_what_was_refused_or_could_not_be_used_is_nothing_sent(inbox: Inbox) -> None:
    (inbox.folder / "payroll").mkdir()
    (inbox.folder / "payroll" / "broken.xlsx").write_text("This is no workbook.")
    inbox.drop("gone.xlsx", *takes("NO-SUCH-1", "ben"), source="payroll", minute=3)
    swept = inbox.sweep(code=4)
    assert [(file["file"], file["fate"], file["exit_code"]) for file in swept["files"]] == [
        ("gone.xlsx", "nothing_usable", 4),
        ("broken.xlsx", "refused", 3),
    ]
    assert swept["files"][0]["said"] == "its only row could not be applied (1 unknown_device)."
    prom = (inbox.desk.folder / "rollcall.prom").read_text(encoding="utf-8")
    assert 'rollcall_files{fate="nothing_usable"} 1.0' in prom
    assert "rollcall_refusals 1.0" in prom
    expect(inbox.desk, payroll=IN_TIME)
    assert quiet(inbox.desk) == ["payroll"]


@pytest.mark.system
def test_a_file_that_says_what_is_so_already_is_usable(inbox: Inbox) -> None:
    inbox.drop("again.xlsx", *takes("LT-0004", "ben"), source="payroll", minute=3)
    assert inbox.fates() == {"payroll/again.xlsx": "applied"}
    expect(inbox.desk, payroll=IN_TIME)
    assert quiet(inbox.desk) == []


@pytest.mark.system
def test_a_file_given_by_hand_as_that_source_counts(inbox: Inbox) -> None:
    expect(inbox.desk, payroll=IN_TIME)
    assert quiet(inbox.desk) == ["payroll"]
    by_hand = inbox.desk.book("hand.xlsx", *takes("LT-0001", "anna"))
    assert inbox.desk.say("run", by_hand, "--source", "payroll").code == 0
    assert quiet(inbox.desk) == []


@pytest.mark.system
def test_people_read_in_the_report_that_nothing_of_a_file_was_usable(inbox: Inbox) -> None:
    inbox.drop("gone.xlsx", *takes("NO-SUCH-1", "ben"), source="hr", minute=3)
    said = inbox.desk.say("sweep", "inbox")
    assert said.code == 4
    assert "hr/gone.xlsx: nothing_usable: its only row could not be applied (1 unknown_device)." in said.out
    assert "Is it the right file" in said.out
