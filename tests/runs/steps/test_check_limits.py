"""Limits: a plan that goes too far is refused with a way out that works, and nothing is written."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from tests.support.desk import Desk, summary_lines
from tests.support.hall import BOOKS, FULL, INVENTORY, LATE, NOW, book_of, gone, rows, stock, with_addresses
from tests.support.office import DESIRED
from tests.support.strength import sampled

pytestmark = pytest.mark.usefixtures("usual_limits")
WHY = ("--reason", "Berlin is closing")


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
    "exchanged_identifiers": "Devices and people who get the identifier of another one: 7, "
    "and exchanged_identifiers allows 6 (AA:00:00:00:00:01 from LT-0002 to LT-0001; "
    "AA:00:00:00:00:02 from LT-0003 to LT-0002; AA:00:00:00:00:03 from LT-0004 to LT-0003).",
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


@pytest.mark.system
@pytest.mark.parametrize("limit", sampled(BOOKS, every=3))
def test_a_run_over_a_limit_is_refused_with_the_figure_the_worst_and_the_way_out(hall: Desk, limit: str) -> None:
    name = book_of(hall, limit)
    before = written(hall)

    said = hall.say("run", name)

    assert (said.code, said.out) == (5, "")
    assert said.err.startswith(f"{SAID[limit]}\nNothing was written. If this is what you mean, allow it")
    assert f"--allow {limit}=" in said.err
    assert written(hall) == before


@pytest.mark.system
@pytest.mark.parametrize("limit", BOOKS)
def test_a_plan_is_told_alike_and_the_option_that_the_message_gives_lets_it_through(hall: Desk, limit: str) -> None:
    name = book_of(hall, limit)

    refused = hall.json("plan", name, "-o", "plan.xlsx", code=5)

    assert (refused["ok"], refused["exit_code"], refused["error"]["code"]) == (False, 5, limit)
    assert refused["error"]["message"] == SAID[limit]
    assert limit in [told["name"] for told in refused["limits"] if told["exceeded"]]
    assert all((told["value"] > told["allowed"]) for told in refused["limits"] if told["exceeded"])
    assert hall.json("apply", "plan.xlsx", code=5)["error"]["code"] == limit

    options = options_of(refused["error"]["hint"])
    report = hall.json("run", name, *options, *WHY)

    settings = json.loads(hall.show("runs")[-1]["settings"])
    assert (["--allow", *settings["allow"]], settings["reason"]) == (options, WHY[1])
    summary = summary_lines(hall.at(report["outputs"]["results"]))
    assert (summary["Allow"], summary["Reason"]) == ([options[1]], [WHY[1]])


@pytest.mark.system
def test_an_override_is_for_one_run(hall: Desk) -> None:
    hall.book("leavers.xlsx", *gone(41, 71))
    hall.json("run", "leavers.xlsx", "--allow", "unassign_percent=31", *WHY)
    hall.book("leavers.xlsx", *gone(72, 100))

    said = hall.json("run", "leavers.xlsx", code=5)

    assert said["error"]["message"].startswith("Open ownerships unassigned: 42.1 % of 69")


@pytest.mark.system
def test_an_override_is_for_one_limit(hall: Desk) -> None:
    hall.book("leavers.xlsx", *gone(1, 40))

    said = hall.json("run", "leavers.xlsx", "--allow", "unassign_percent=100", code=5)

    assert said["error"]["code"] == "emptied_owners"


@pytest.mark.system
def test_an_override_that_is_too_low_is_refused_again(hall: Desk) -> None:
    hall.book("leavers.xlsx", *gone(41, 100))

    said = hall.json("run", "leavers.xlsx", "--allow", "unassign_percent=45", code=5)

    assert "60 % of 100, and unassign_percent allows 45 %" in said["error"]["message"]


@pytest.mark.system
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


@pytest.mark.system
def test_what_a_full_sheet_does_not_name_counts_like_any_unassign(hall: Desk) -> None:
    hall.book("full.xlsx", DESIRED, *rows(1, 69))

    error = hall.json("run", "full.xlsx", *FULL, code=5)["error"]

    assert error["message"].startswith("Open ownerships unassigned: 31 % of 100")
    assert hall.json("run", "full.xlsx", *FULL, *options_of(error["hint"]))["absent_unassigned"] == 31


@pytest.mark.system
def test_what_is_taken_away_tomorrow_counts_today(hall: Desk) -> None:
    hall.book("leavers.xlsx", *gone(1, 40, NOW.date() + timedelta(days=2)))

    error = hall.json("run", "leavers.xlsx", code=5)["error"]

    assert options_of(error["hint"])[1::2] == ["unassign_percent=40", "emptied_owners=40"]


@pytest.mark.system
def test_an_end_that_every_row_sets_to_tomorrow_counts_today(hall: Desk) -> None:
    tomorrow = str(NOW.date() + timedelta(days=2))
    hall.book("ends.xlsx", ("Serial Number", "Owner Email", "End At"), *((*row[:2], tomorrow) for row in rows(1, 100)))

    error = hall.json("run", "ends.xlsx", code=5)["error"]

    assert options_of(error["hint"])[1::2] == ["unassign_percent=100", "emptied_owners=41"]


@pytest.mark.system
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


@pytest.mark.system
def test_an_exchange_of_many_that_is_allowed_is_carried_out_and_its_figure_told(hall: Desk) -> None:
    name = book_of(hall, "exchanged_identifiers")
    told = hall.json("run", name, "--allow", "exchanged_identifiers=7", *WHY)

    assert told["actions"]["update"] == 7
    assert [one["value"] for one in told["limits"] if one["name"] == "exchanged_identifiers"] == [7]


@pytest.mark.system
def test_three_pairs_of_devices_exchange_their_addresses_without_being_asked(hall: Desk) -> None:
    rows = with_addresses(stock(1, 6))
    swapped = [(rows[n][0], rows[n][1], rows[n ^ 1][-1]) for n in range(6)]
    hall.book("swaps.xlsx", ("Serial Number", "Name", "MAC Address"), *swapped)

    assert hall.json("run", "swaps.xlsx")["actions"]["update"] == 6
