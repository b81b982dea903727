"""Limits that are set, switched off, or of no use on an empty ledger; and full sheets that are empty."""

from __future__ import annotations

import openpyxl
import pytest

from tests.support.desk import Desk, Said
from tests.support.hall import FULL, INVENTORY, book_of, gone, newcomers, rows, serial, stock
from tests.support.office import DESIRED

pytestmark = pytest.mark.usefixtures("usual_limits")


@pytest.mark.system
def test_nothing_is_refused_at_the_limit(hall: Desk) -> None:
    hall.book("leavers.xlsx", *gone(41, 70))
    hall.book("starters.xlsx", DESIRED, *newcomers(50))

    assert hall.json("run", "leavers.xlsx", "starters.xlsx")["actions"]["unassign"] == 30


@pytest.mark.system
def test_a_check_refuses_nothing(hall: Desk) -> None:
    hall.book("leavers.xlsx", *gone(1, 90))

    assert hall.say("check", "leavers.xlsx").code == 0


@pytest.mark.system
def test_a_limit_of_the_settings_file_holds_until_it_is_raised(hall: Desk) -> None:
    hall.book("leavers.xlsx", *gone(41, 71))
    (hall.folder / "rollcall.toml").write_text("[limits]\nunassign_percent = 31\n")

    assert hall.say("plan", "leavers.xlsx").code == 0


@pytest.mark.system
def test_a_single_limit_can_be_switched_off(hall: Desk) -> None:
    hall.book("leavers.xlsx", *gone(1, 90))
    (hall.folder / "rollcall.toml").write_text("[limits]\nunassign_percent = false\n")

    assert hall.json("plan", "leavers.xlsx", code=5)["error"]["code"] == "emptied_owners"


@pytest.mark.system
def test_a_single_limit_can_be_switched_off_by_the_environment(hall: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.book("leavers.xlsx", *gone(1, 90))
    monkeypatch.setenv("ROLLCALL_LIMITS__UNASSIGN_PERCENT", "false")

    assert hall.json("plan", "leavers.xlsx", code=5)["error"]["code"] == "emptied_owners"


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLLCALL_LIMITS__ENABLED", "false")


@pytest.mark.system
@pytest.mark.usefixtures("unlimited")
def test_no_limit_holds_when_all_are_switched_off(hall: Desk) -> None:
    names = [book_of(hall, limit) for limit in ("create_percent", "new_owners", "backdate_days", "fewer_rows_percent")]
    hall.book("leavers.xlsx", *gone(70, 100))

    assert hall.say("plan", *names, "leavers.xlsx").code == 0


@pytest.mark.system
@pytest.mark.usefixtures("unlimited")
def test_an_empty_full_sheet_is_refused_even_where_limits_are_switched_off(hall: Desk) -> None:
    hall.book("empty.xlsx", DESIRED)

    assert hall.json("run", "empty.xlsx", *FULL, code=5)["error"]["code"] == "empty"
    assert hall.json("run", "empty.xlsx", *FULL, "--allow", "empty")["absent_unassigned"] == 100


@pytest.mark.system
def test_an_empty_full_sheet_that_is_allowed_is_still_held_to_the_limits(hall: Desk) -> None:
    hall.book("empty.xlsx", DESIRED)

    error = hall.json("plan", "empty.xlsx", *FULL, "--allow", "empty", code=5)["error"]

    assert error["code"] == "unassign_percent"


@pytest.mark.system
@pytest.mark.usefixtures("unlimited")
def test_a_full_run_without_any_assignments_sheet_is_refused_like_an_empty_one(hall: Desk) -> None:
    error = hall.json("run", "inventory.xlsx", *FULL, code=5)["error"]

    assert error["code"] == "empty"
    assert hall.say("plan", "inventory.xlsx", "--mode", "full").code == 0


@pytest.mark.system
def test_a_first_run_that_is_refused_makes_no_ledger(desk: Desk) -> None:
    (desk.folder / "rollcall.toml").write_text("[limits]\nmoney = 4999\n")
    desk.book("inventory.xlsx", INVENTORY, *stock(1, 5))

    said = desk.say("run", "inventory.xlsx")

    assert said.code == 5
    assert "Purchase price of all devices touched: 5,000, and money allows 4,999" in said.err
    assert not desk.state.exists()
    assert not (desk.folder / "results").exists()


@pytest.mark.system
def test_growth_and_old_dates_are_nothing_to_wonder_at_on_an_empty_ledger(desk: Desk) -> None:
    desk.book("inventory.xlsx", INVENTORY, *stock(1, 60))
    people = [(serial(number), f"new{number:02}@acme.example", "2001-01-01") for number in range(1, 61)]
    desk.book("opening.xlsx", DESIRED, *people)

    assert desk.json("run", "inventory.xlsx", "opening.xlsx")["created"] == {"devices": 60, "owners": 60}


def night(desk: Desk, last: int, name: str = "nightly.xlsx") -> Said:
    desk.book(name, DESIRED, *rows(1, last))
    return desk.say("run", name)


@pytest.mark.system
def test_a_file_is_compared_with_the_last_run_that_read_it(hall: Desk) -> None:
    assert night(hall, 75).code == 0
    assert night(hall, 45).code == 5
    assert "nightly.xlsx has 40 rows, and had 75" in night(hall, 40).err
    assert night(hall, 10, "other.xlsx").code == 0


@pytest.mark.system
def test_a_result_workbook_that_comes_back_may_be_as_short_as_it_likes(hall: Desk) -> None:
    hall.book("bad.xlsx", DESIRED, *((row[0], "nobody") for row in rows(1, 20)))
    results = hall.at(hall.json("run", "bad.xlsx", code=4)["outputs"]["results"])
    assert hall.json("run", results, code=4)["rows"]["rejected"] == 20
    book = openpyxl.load_workbook(results)
    book["Rejected"].delete_rows(3, 18)
    book.save(results)

    assert hall.json("run", results, code=4)["rows"]["rejected"] == 2
