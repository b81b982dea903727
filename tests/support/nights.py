"""A few nights of an office: what its drop folders say, what somebody does by hand in between, and a refused file.

Every device has a story of its own, so that one ledger tells them all:

    first night   it lists the devices, hr says who has them, lab gives one out; the full list of staff knows one
                  device that nobody else does, so that nothing is taken away by what it does not name
    second        lab thinks again; by day somebody undoes that
    third         hr sends its list anew; by day somebody moves devices by hand
    fourth        sales says otherwise of some
    fifth         ops sends a list that reaches too far back, and is refused; another file of theirs is no workbook
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.support.desk import Cells, Desk
from tests.support.ledgers.undo import undo
from tests.support.workbooks import write

DEVICES = (
    *("SAME", "OWNER", "PLACE", "CELL", "MOVED", "TAKEN", "BACK", "AGAIN", "OTHERS", "PAST", "LATER", "GONE", "AHEAD"),
    *("AGREED", "APART", "FAR", "BOTH", "UNDONE", "MENDED", "RETURN", "SITE", "END", "NAMED", "LEFT", "GIVEN"),
)
INVENTORY = ("serial_number", "name", "type", "category", "location")
ASKED = ("serial_number", "owner_email", "action", "effective_at", "end_at")


def at(place: str, device: str) -> Cells:
    """A row of an inventory that says where the device is."""
    return (f"{device}-1", f"Laptop {device}", "laptop", "computer", place)


def assign(device: str, owner: str, since: str | None = None, until: str | None = None) -> Cells:
    """A row that gives the device to the owner."""
    return (f"{device}-1", f"{owner}@acme.com", "assign", since, until)


def take_back(device: str, owner: str | None = None) -> Cells:
    """A row that takes the device back."""
    return (f"{device}-1", f"{owner}@acme.com" if owner else None, "unassign", None, None)


@dataclass(frozen=True, slots=True)
class Nights:
    """A desk with an inbox that is swept by night; `runs` has the runs by the file that they took or refused."""

    desk: Desk
    runs: dict[str, str] = field(default_factory=dict)

    def drop(self, path: str, *rows: Cells, listed: Sequence[Cells] = ()) -> None:
        """Leave a workbook in a folder of the inbox; `listed` are the rows of its inventory, if it has one."""
        target = self.desk.folder / "inbox" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        write(target, _sheets(rows, listed))

    def sweep(self, *, code: int = 0) -> dict[str, Any]:
        """A night."""
        swept: dict[str, Any] = self.desk.json("sweep", "inbox", code=code)
        for file in swept["files"]:
            self.runs["/".join(part for part in (file["source"], file["file"]) if part)] = file["run_id"]
        return swept

    def by_hand(self, name: str, *rows: Cells, listed: Sequence[Cells] = ()) -> None:
        """Somebody runs a file of their own."""
        path = write(self.desk.folder / name, _sheets(rows, listed))
        self.runs[name] = self.desk.json("run", path)["run_id"]

    def digest(self, *words: object) -> Any:
        """What the digest prints with `--json`."""
        return self.desk.json("digest", *words)


def told(desk: Desk) -> Nights:
    """All that happened."""
    nights = Nights(desk)
    for night in (_first, _second, _third, _fourth, _fifth):
        night(nights)
    return nights


def moved(nights: Nights, former: Path, folder: Path) -> Nights:
    """The same nights in a copy of their folder: the ledger knows where its files lie."""
    with duckdb.connect(folder / "rollcall.duckdb") as ledger:
        for table in ("sources", "refusals"):
            ledger.execute(f"UPDATE {table} SET path = replace(path, ?, ?)", [str(former), str(folder)])
    return replace(nights, desk=Desk(folder))


def _first(nights: Nights) -> None:
    nights.drop("it/devices.xlsx", listed=[at("Berlin", device) for device in DEVICES])
    nights.drop(
        "hr/people.xlsx",
        *(assign(device, "ann") for device in ("SAME", "MOVED", "TAKEN", "BACK", "AGAIN", "GONE", "MENDED", "RETURN")),
        *(assign("UNKNOWN", "ann"), assign("SLIP", "ann"), assign("LEFT", "fay")),
    )
    nights.drop("full/staff.xlsx", assign("NAMED", "fay"), assign("TYPO", "fay"))
    nights.drop("lab/benches.xlsx", assign("UNDONE", "ann"))
    nights.sweep(code=4)
    nights.runs["hr/people.xlsx of the first night"] = nights.runs["hr/people.xlsx"]


def _second(nights: Nights) -> None:
    nights.drop("lab/benches.xlsx", assign("UNDONE", "ben"))
    nights.sweep()
    undo(nights.desk, nights.runs["lab/benches.xlsx"])


def _third(nights: Nights) -> None:
    """What hr says from now on; it is silent on GONE, of which it spoke in the first night."""
    nights.drop(
        "hr/people.xlsx",
        *(assign(device, "ann") for device in ("SAME", "MOVED", "TAKEN", "UNKNOWN", "AGREED", "OWNER", "BOTH")),
        assign("MENDED", "ben"),
        *(take_back("BACK"), take_back("AGAIN"), take_back("OTHERS", "zoe"), take_back("RETURN", "ann")),
        ("CELL-1", "no address", "assign", None, None),
        assign("PAST", "ann", "2025-01-01", "2025-06-01"),
        assign("APART", "ann", "2025-01-01", "2025-06-01"),
        *(assign("LATER", "ann", "2025-02-01"), assign("AHEAD", "ann", "2099-01-01")),
        assign("END", "ann", None, "2099-01-01"),
    )
    nights.sweep(code=4)
    nights.by_hand(
        "moves.xlsx",
        *(assign(device, "eve") for device in ("MOVED", "AGAIN", "RETURN", "PAST", "LATER", "GONE")),
        *(take_back("TAKEN"), assign("END", "ann", None, "2098-01-01"), assign("GIVEN", "fay")),
        listed=[at("Lyon", "SITE")],
    )


def _fourth(nights: Nights) -> None:
    nights.drop(
        "sales/team.xlsx",
        *(assign("OWNER", "sam"), assign("AGREED", "ann"), assign("BOTH", "sam"), assign("APART", "sam", "2025-07-01")),
        listed=[at("Munich", "PLACE")],
    )
    nights.sweep()


def _fifth(nights: Nights) -> None:
    nights.drop("ops/field.xlsx", assign("FAR", "oli", "2020-01-01"), assign("BOTH", "oli"), assign("SAME", "ann"))
    (nights.desk.folder / "inbox" / "ops" / "notes.xlsx").write_text("no workbook at all")
    with pytest.MonkeyPatch.context() as strict:
        strict.setenv("ROLLCALL_LIMITS__BACKDATE_DAYS", "30")
        strict.setenv("ROLLCALL_LIMITS__MIN_ROWS", "0")
        nights.sweep(code=4)


def _sheets(rows: Sequence[Cells], listed: Sequence[Cells]) -> dict[str, Sequence[Cells]]:
    sheets = {"Devices": [INVENTORY, *listed], "Desired": [ASKED, *rows]}
    return {name: cells for name, cells in sheets.items() if len(cells) > 1}
