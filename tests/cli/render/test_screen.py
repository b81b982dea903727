"""What a plan prints: grouped by action, with counts at the end, in colours and lines that the screen has."""

from __future__ import annotations

import click
import pytest

from pipeline.cli.render import screen
from tests.support.desk import Desk
from tests.support.office import asked


@pytest.fixture
def asking(office: Desk) -> Desk:
    """Hand-overs and assignments in turn, as a list has them."""
    pairs = (("LT-0001", "eva@acme.example"), ("LT-0004", "anna@acme.example"), ("LT-0002", "eva@acme.example"))
    office.book("desired.xlsx", *asked(*pairs))
    return office


@pytest.mark.system
def test_actions_of_one_kind_stand_together_and_are_counted_at_the_end(asking: Desk) -> None:
    lines = asking.say("plan", "desired.xlsx").out.splitlines()
    listed = [line.split()[:2] for line in lines if line.startswith("  ")]
    assert listed == [["assign", "LT-0004"], ["reassign", "LT-0001"], ["reassign", "LT-0002"]]
    assert "In all: 1 to assign, 2 to reassign." in lines


@pytest.mark.system
def test_every_kind_of_action_is_shown_where_there_are_many_of_one(office: Desk) -> None:
    header = ("Serial Number", "Name", "Type", "Category", "Owner Email")
    rows = [(f"NEW-{at:02}", "New", "laptop", "computers", "eva@acme.example") for at in range(30)]
    office.book("new.xlsx", header, *rows)
    lines = office.say("plan", "new.xlsx").out.splitlines()
    kinds = [line.split()[0] for line in lines if line.startswith(("  create", "  assign"))]
    assert kinds == ["create"] * 17 + ["assign"] * 5
    assert "  create    ... and 14 more; `-o PLAN.xlsx` lists them all." in lines
    assert "In all: 30 to create, 30 to assign." in lines


@pytest.mark.system
def test_colours_are_there_where_they_are_asked_for_and_never_with_no_color(
    asking: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b[" not in asking.say("plan", "desired.xlsx").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = asking.say("plan", "desired.xlsx").out
    assert f"  {click.style('reassign', fg='yellow')}  LT-0001" in coloured
    assert "\x1b[" not in asking.say("plan", "desired.xlsx", "--json").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert click.unstyle(coloured) == asking.say("plan", "desired.xlsx").out


def test_a_failure_is_in_colours_and_lines_as_other_output_is(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = office.say("run", "nowhere.xlsx", "--source", "unheard")
    assert plain.code == 2
    assert "\x1b[" not in plain.err
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    narrow = office.say("run", "nowhere.xlsx", "--source", "unheard").err
    assert narrow.startswith("\x1b[31m")
    assert click.unstyle(narrow).split() == plain.err.split()
    assert max(map(len, click.unstyle(narrow).splitlines())) <= 40
    monkeypatch.setenv("NO_COLOR", "1")
    assert office.say("run", "nowhere.xlsx", "--source", "unheard").err == click.unstyle(narrow)


def test_a_wrong_command_line_is_told_in_colours_and_lines_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = desk.say("run", "--nonsense")
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = desk.say("run", "--nonsense")
    assert (plain.code, coloured.code) == (2, 2)
    assert f"{click.style('Error:', fg='red')} No such option" in coloured.err
    assert click.unstyle(coloured.err) == plain.err


def test_a_command_that_is_to_be_copied_stays_on_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pasted in two pieces, its beginning alone would be carried out."""
    monkeypatch.setenv("COLUMNS", "30")
    command = "    rollcall run list.xlsx --allow unassign_percent=45 --reason TEXT"
    screen.put_failure(["It goes too far. If this is what you mean:\n" + command])
    assert capsys.readouterr().err.splitlines() == ["It goes too far. If this is", "    what you mean:", command]


@pytest.mark.system
def test_lines_are_broken_at_the_width_of_the_screen_and_lose_nothing(
    asking: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = asking.say("plan", "desired.xlsx").out
    monkeypatch.setenv("COLUMNS", "50")
    narrow = asking.say("plan", "desired.xlsx").out
    assert max(map(len, narrow.splitlines())) <= 50 < max(map(len, whole.splitlines()))
    assert narrow.split() == whole.split()
