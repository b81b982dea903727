"""What rows ask for: by `--action` where they do not say it themselves, and by `<none>` as owner."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk, read_sheet
from tests.support.office import asked


@pytest.mark.system
def test_rejected_rows_ask_for_the_same_when_they_come_back(office: Desk) -> None:
    rows = (("Serial Number", "Owner Email"), ("LT-0001", "anna@acme.example"), ("LT-0002", "ben@"))
    office.book("back.xlsx", *rows)
    report = office.json("run", "back.xlsx", "--action", "unassign", code=4)
    (rejected,) = read_sheet(office.at(report["outputs"]["results"]), "Rejected")

    assert (report["actions"]["unassign"], rejected["action"]) == (1, "unassign")
    office.book("mended.xlsx", (*rows[0], "action"), ("LT-0002", "ben@acme.example", rejected["action"]))
    assert office.json("run", "mended.xlsx")["actions"]["unassign"] == 1


@pytest.mark.system
def test_a_device_that_nobody_holds_is_as_none_says(office: Desk) -> None:
    header, *_ = asked()
    rows = {
        ("LT-0004", "<none>", None): ("unchanged", None),
        ("LT-0001", "<none>", None): ("applied", None),
        ("LT-0006", None, "unassign"): ("skipped", "not_assigned"),
        ("LT-9999", "<none>", None): ("skipped", "unknown_device"),
    }
    office.book("none.xlsx", (*header, "Action"), *((serial, owner, None, None, act) for serial, owner, act in rows))
    report = office.json("run", "none.xlsx")
    told = read_sheet(office.at(report["outputs"]["results"]), "Rows")
    assert [(row["_outcome"], row["_reason"]) for row in told] == list(rows.values())
    assert report["rows"] == {"in": 4, "applied": 1, "unchanged": 1, "skipped": 2, "rejected": 0}
    assert report["reasons"] == {"not_assigned": 1, "unknown_device": 1}
    assert office.json("run", "none.xlsx")["rows"]["applied"] == 0
