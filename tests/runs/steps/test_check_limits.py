"""Limits: a plan that goes too far is refused with a way out that works, and nothing is written."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from tests.support.desk import Cells, Desk, Said, summary_lines
from tests.support.office import DESIRED

pytestmark = pytest.mark.usefixtures("unpublished", "usual_limits")

INVENTORY = ("Serial Number", "Name", "Type", "Category", "Purchase Price")
FULL = ("--mode", "full", "--scope", "all")
WHY = ("--reason", "Berlin is closing")
NOW = datetime.now(UTC)
LATE = NOW - timedelta(days=400, hours=12)


@pytest.fixture
def usual_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """All limits as they are by default, those that other tests do without too."""
    monkeypatch.delenv("ROLLCALL_LIMITS__BACKDATE_DAYS")


def serial(number: int) -> str:
    return f"LT-{number:04}"


def stock(first: int, last: int) -> list[Cells]:
    return [(serial(number), f"Laptop {number}", "laptop", "computers", 1000) for number in range(first, last + 1)]


def holder(number: int) -> str:
    """Forty people have one device each, Hugo has all others."""
    return f"person{number}@acme.example" if number <= 40 else "hugo@acme.example"


def rows(first: int, last: int, *, owner: str | None = None, day: object = None) -> list[Cells]:
    numbers = range(first, last + 1)
    return [(serial(number), owner or holder(number), None if day is None else str(day)) for number in numbers]


def gone(first: int, last: int, day: object = None) -> list[Cells]:
    return [("Serial Number", "Action", "Effective At")] + [
        (serial(number), "unassign", None if day is None else str(day)) for number in range(first, last + 1)
    ]


def newcomers(count: int) -> list[Cells]:
    return [(serial(200 + number), f"new{number:02}@acme.example") for number in range(1, count + 1)]


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A ledger of 300 laptops, the first hundred of them held; only to be read."""
    desk = Desk(tmp_path_factory.mktemp("hall"))
    desk.book("inventory.xlsx", INVENTORY, *stock(1, 300))
    desk.book("nightly.xlsx", DESIRED, *rows(1, 100, day=date(2025, 1, 10)))
    desk.json("run", "inventory.xlsx", "nightly.xlsx")
    return desk


@pytest.fixture
def hall(opened: Desk, tmp_path: Path) -> Desk:
    """The same ledger, of one's own; money is limited to a hundred thousand."""
    desk = opened.copied_to(tmp_path)
    (desk.folder / "rollcall.toml").write_text("[limits]\nmoney = 100_000\n")
    return desk


BOOKS: dict[str, tuple[str, Sequence[Cells]]] = {
    "unassign_percent": ("leavers.xlsx", gone(41, 71)),
    "reassign_percent": ("moves.xlsx", [DESIRED, *rows(41, 71, owner="person1@acme.example")]),
    "create_percent": ("devices.xlsx", [INVENTORY[:4], *(row[:4] for row in stock(301, 451))]),
    "new_owners": ("starters.xlsx", [DESIRED, *newcomers(51)]),
    "emptied_owners": ("leavers.xlsx", gone(1, 26)),
    "fewer_rows_percent": ("nightly.xlsx", [DESIRED, *rows(1, 69)]),
    "money": ("starters.xlsx", [DESIRED, *rows(101, 201, owner="hugo@acme.example")]),
    "backdate_days": ("late.xlsx", [DESIRED, *rows(101, 101, day=f"{LATE:%Y-%m-%dT%H:%M:%SZ}")]),
}
"""For each limit a workbook that goes over that limit and no other."""

SAID = {
    "unassign_percent": "Open ownerships unassigned: 31 % of 100, and unassign_percent allows 30 % "
    "(hugo@acme.example loses 31 of 60 devices).",
    "reassign_percent": "Open ownerships passed to another owner: 31 % of 100, and reassign_percent allows 30 % "
    "(hugo@acme.example passes on 31 of 60 devices).",
    "create_percent": "Devices created: 50.4 % of 300, and create_percent allows 50 % (laptop: 151 devices).",
    "new_owners": "Owners created: 51, and new_owners allows 50 "
    "(new01@acme.example; new02@acme.example; new03@acme.example).",
    "emptied_owners": "Owners who lose all their devices: 26, and emptied_owners allows 25 "
    "(person10@acme.example had 1 device; person11@acme.example had 1 device; person12@acme.example had 1 device).",
    "fewer_rows_percent": "Rows fewer than last time: 31 % of 100, and fewer_rows_percent allows 30 % "
    "(nightly.xlsx has 69 rows, and had 100).",
    "money": "Purchase price of all devices touched: 101,000, and money allows 100,000 "
    "(LT-0101 at 1000.00; LT-0102 at 1000.00; LT-0103 at 1000.00).",
    "backdate_days": "Days of back-dating: 400, and backdate_days allows 366 "
    f"(LT-0101 from {LATE:%Y-%m-%d} (late.xlsx, sheet Sheet1, row 2)).",
}


def options_of(hint: str) -> list[str]:
    """The options that a message gives, ready to be used."""
    return re.findall(r"--allow|(?<=--allow )\S+", hint)


def written(desk: Desk) -> dict[str, bytes]:
    """Every file of the desk with what is in it."""
    files = [path for path in desk.folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(desk.folder)): path.read_bytes() for path in files}


def book_of(desk: Desk, limit: str) -> str:
    name, cells = BOOKS[limit]
    desk.book(name, *cells)
    return name


@pytest.mark.parametrize("limit", BOOKS)
def test_a_run_over_a_limit_is_refused_with_the_figure_the_worst_and_the_way_out(hall: Desk, limit: str) -> None:
    name = book_of(hall, limit)
    before = written(hall)

    said = hall.say("run", name)

    assert (said.code, said.out) == (5, "")
    assert said.err.startswith(f"{SAID[limit]}\nNothing was written. If this is what you mean, allow it")
    assert f"--allow {limit}=" in said.err
    assert written(hall) == before


@pytest.mark.parametrize("limit", BOOKS)
def test_a_plan_is_refused_alike_and_the_option_that_the_message_gives_lets_it_through(hall: Desk, limit: str) -> None:
    name = book_of(hall, limit)
    before = written(hall)

    refused = hall.json("plan", name, "-o", "plan.xlsx", code=5)

    assert (refused["ok"], refused["exit_code"], refused["error"]["code"]) == (False, 5, limit)
    assert refused["error"]["message"] == f"{SAID[limit]}\nNothing was written."
    assert limit in [told["name"] for told in refused["limits"] if told["exceeded"]]
    assert all((told["value"] > told["allowed"]) for told in refused["limits"] if told["exceeded"])
    assert written(hall) == before

    options = options_of(refused["error"]["hint"])
    report = hall.json("run", name, *options, *WHY)

    settings = json.loads(hall.show("runs")[-1]["settings"])
    assert (["--allow", *settings["allow"]], settings["reason"]) == (options, WHY[1])
    summary = summary_lines(hall.at(report["outputs"]["results"]))
    assert (summary["Allow"], summary["Reason"]) == ([options[1]], [WHY[1]])


def test_an_override_is_for_one_run(hall: Desk) -> None:
    hall.book("leavers.xlsx", *gone(41, 71))
    hall.json("run", "leavers.xlsx", "--allow", "unassign_percent=31", *WHY)
    hall.book("leavers.xlsx", *gone(72, 100))

    said = hall.json("run", "leavers.xlsx", code=5)

    assert said["error"]["message"].startswith("Open ownerships unassigned: 42.1 % of 69")


def test_an_override_is_for_one_limit(hall: Desk) -> None:
    hall.book("leavers.xlsx", *gone(1, 40))

    said = hall.json("run", "leavers.xlsx", "--allow", "unassign_percent=100", code=5)

    assert said["error"]["code"] == "emptied_owners"


def test_an_override_that_is_too_low_is_refused_again(hall: Desk) -> None:
    hall.book("leavers.xlsx", *gone(41, 100))

    said = hall.json("run", "leavers.xlsx", "--allow", "unassign_percent=45", code=5)

    assert "60 % of 100, and unassign_percent allows 45 %" in said["error"]["message"]


def test_every_limit_that_is_exceeded_is_told_and_one_line_allows_them_all(hall: Desk) -> None:
    hall.book("leavers.xlsx", *gone(1, 90))

    error = hall.json("run", "leavers.xlsx", code=5)["error"]

    assert error["code"] == "unassign_percent"
    assert [line.partition(":")[0] for line in error["message"].splitlines()] == [
        "Open ownerships unassigned",
        "Owners who lose all their devices",
        "Nothing was written.",
    ]
    assert options_of(error["hint"]) == ["--allow", "unassign_percent=90", "--allow", "emptied_owners=40"]
    assert hall.json("run", "leavers.xlsx", *options_of(error["hint"]))["actions"]["unassign"] == 90


def test_what_a_full_sheet_does_not_name_counts_like_any_unassign(hall: Desk) -> None:
    hall.book("full.xlsx", DESIRED, *rows(1, 69))

    error = hall.json("run", "full.xlsx", *FULL, code=5)["error"]

    assert error["message"].startswith("Open ownerships unassigned: 31 % of 100")
    assert hall.json("run", "full.xlsx", *FULL, *options_of(error["hint"]))["absent_unassigned"] == 31


def test_what_is_taken_away_tomorrow_counts_today(hall: Desk) -> None:
    hall.book("leavers.xlsx", *gone(1, 40, NOW.date() + timedelta(days=2)))

    error = hall.json("run", "leavers.xlsx", code=5)["error"]

    assert options_of(error["hint"])[1::2] == ["unassign_percent=40", "emptied_owners=40"]


def test_an_end_that_every_row_sets_to_tomorrow_counts_today(hall: Desk) -> None:
    tomorrow = str(NOW.date() + timedelta(days=2))
    hall.book("ends.xlsx", ("Serial Number", "Owner Email", "End At"), *((*row[:2], tomorrow) for row in rows(1, 100)))

    error = hall.json("run", "ends.xlsx", code=5)["error"]

    assert options_of(error["hint"])[1::2] == ["unassign_percent=100", "emptied_owners=41"]


def test_a_small_organization_is_held_to_the_limits_beside_a_large_one(hall: Desk) -> None:
    cells = [(f"SO-{number:02}", f"Phone {number}", "phone", "phones", 10) for number in range(1, 16)]
    held = [(row[0], "sofia@south.example") for row in cells]
    hall.book("south.xlsx", INVENTORY, *cells)
    hall.book("held.xlsx", DESIRED[:2], *held)
    hall.json("run", "south.xlsx", "held.xlsx", "--org", "south")
    hall.book("leavers.xlsx", ("Serial Number", "Action"), *((row[0], "unassign") for row in cells[:14]))

    error = hall.json("run", "leavers.xlsx", "--org", "south", code=5)["error"]

    assert error["message"].startswith(
        "Open ownerships unassigned: 93.4 % of 15, and unassign_percent allows 30 % "
        "(organization south: sofia@south.example loses 14 of 15 devices)."
    )


def test_nothing_is_refused_at_the_limit(hall: Desk) -> None:
    hall.book("leavers.xlsx", *gone(41, 70))
    hall.book("starters.xlsx", DESIRED, *newcomers(50))

    assert hall.json("run", "leavers.xlsx", "starters.xlsx")["actions"]["unassign"] == 30


def test_a_check_refuses_nothing(hall: Desk) -> None:
    hall.book("leavers.xlsx", *gone(1, 90))

    assert hall.say("check", "leavers.xlsx").code == 0


def test_a_limit_of_the_settings_file_holds_until_it_is_raised(hall: Desk) -> None:
    hall.book("leavers.xlsx", *gone(41, 71))
    (hall.folder / "rollcall.toml").write_text("[limits]\nunassign_percent = 31\n")

    assert hall.say("plan", "leavers.xlsx").code == 0


def test_a_single_limit_can_be_switched_off(hall: Desk) -> None:
    hall.book("leavers.xlsx", *gone(1, 90))
    (hall.folder / "rollcall.toml").write_text("[limits]\nunassign_percent = false\n")

    assert hall.json("plan", "leavers.xlsx", code=5)["error"]["code"] == "emptied_owners"


def test_a_single_limit_can_be_switched_off_by_the_environment(hall: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.book("leavers.xlsx", *gone(1, 90))
    monkeypatch.setenv("ROLLCALL_LIMITS__UNASSIGN_PERCENT", "false")

    assert hall.json("plan", "leavers.xlsx", code=5)["error"]["code"] == "emptied_owners"


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLLCALL_LIMITS__ENABLED", "false")


@pytest.mark.usefixtures("unlimited")
def test_no_limit_holds_when_all_are_switched_off(hall: Desk) -> None:
    names = [book_of(hall, limit) for limit in ("create_percent", "new_owners", "backdate_days", "fewer_rows_percent")]
    hall.book("leavers.xlsx", *gone(70, 100))

    assert hall.say("plan", *names, "leavers.xlsx").code == 0


@pytest.mark.usefixtures("unlimited")
def test_an_empty_full_sheet_is_refused_even_where_limits_are_switched_off(hall: Desk) -> None:
    hall.book("empty.xlsx", DESIRED)

    assert hall.json("run", "empty.xlsx", *FULL, code=5)["error"]["code"] == "empty"
    assert hall.json("run", "empty.xlsx", *FULL, "--allow", "empty")["absent_unassigned"] == 100


def test_an_empty_full_sheet_that_is_allowed_is_still_held_to_the_limits(hall: Desk) -> None:
    hall.book("empty.xlsx", DESIRED)

    error = hall.json("plan", "empty.xlsx", *FULL, "--allow", "empty", code=5)["error"]

    assert error["code"] == "unassign_percent"


@pytest.mark.usefixtures("unlimited")
def test_a_full_run_without_any_assignments_sheet_is_refused_like_an_empty_one(hall: Desk) -> None:
    error = hall.json("run", "inventory.xlsx", *FULL, code=5)["error"]

    assert error["code"] == "empty"
    assert hall.say("plan", "inventory.xlsx", "--mode", "full").code == 0


def test_a_first_run_that_is_refused_makes_no_ledger(desk: Desk) -> None:
    (desk.folder / "rollcall.toml").write_text("[limits]\nmoney = 4999\n")
    desk.book("inventory.xlsx", INVENTORY, *stock(1, 5))

    said = desk.say("run", "inventory.xlsx")

    assert said.code == 5
    assert "Purchase price of all devices touched: 5,000, and money allows 4,999" in said.err
    assert not desk.state.exists()
    assert not (desk.folder / "results").exists()


def test_growth_and_old_dates_are_nothing_to_wonder_at_on_an_empty_ledger(desk: Desk) -> None:
    desk.book("inventory.xlsx", INVENTORY, *stock(1, 60))
    people = [(serial(number), f"new{number:02}@acme.example", "2001-01-01") for number in range(1, 61)]
    desk.book("opening.xlsx", DESIRED, *people)

    assert desk.json("run", "inventory.xlsx", "opening.xlsx")["created"] == {"devices": 60, "owners": 60}


def night(desk: Desk, last: int, name: str = "nightly.xlsx") -> Said:
    desk.book(name, DESIRED, *rows(1, last))
    return desk.say("run", name)


def test_a_file_is_compared_with_the_last_run_that_read_it(hall: Desk) -> None:
    assert night(hall, 75).code == 0
    assert night(hall, 45).code == 5
    assert "nightly.xlsx has 40 rows, and had 75" in night(hall, 40).err
    assert night(hall, 10, "other.xlsx").code == 0


def test_a_result_workbook_that_comes_back_may_be_as_short_as_it_likes(hall: Desk) -> None:
    hall.book("bad.xlsx", DESIRED, *((row[0], "nobody") for row in rows(1, 20)))
    results = hall.at(hall.json("run", "bad.xlsx", code=4)["outputs"]["results"])
    assert hall.json("run", results, code=4)["rows"]["rejected"] == 20
    book = openpyxl.load_workbook(results)
    book["Rejected"].delete_rows(3, 18)
    book.save(results)

    assert hall.json("run", results, code=4)["rows"]["rejected"] == 2
