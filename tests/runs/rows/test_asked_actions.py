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
@pytest.mark.parametrize(
    ("row", "rows", "reasons"),
    [
        (("LT-0004", "<none>"), {"unchanged": 1}, {}),
        (("LT-0001", "<none>"), {"applied": 1}, {}),
        (("LT-0004", None, None, None, "unassign"), {"skipped": 1}, {"not_assigned": 1}),
        (("LT-9999", "<none>"), {"skipped": 1}, {"unknown_device": 1}),
    ],
)
def test_a_device_that_nobody_holds_is_as_none_says(
    row: tuple[str | None, ...], rows: dict[str, int], reasons: dict[str, int], office: Desk
) -> None:
    header, *_ = asked()
    office.book("none.xlsx", (*header, "Action"), (*row, *[None] * (5 - len(row))))
    report = office.json("run", "none.xlsx")
    assert {name: count for name, count in report["rows"].items() if count and name != "in"} == rows
    assert report["reasons"] == reasons
    assert office.json("run", "none.xlsx")["rows"]["applied"] == 0
