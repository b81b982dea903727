"""kill -9 at any moment leaves the old ledger or the new one, and the next run works."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from pipeline import store
from pipeline.model import Ledger
from tests.support.desk import Desk
from tests.support.office import DESIRED

DEVICES = 2_000
ALLOWED = ("--allow", "reassign_percent=100", "--reason", "Eva takes over from Anna")


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A ledger with 2,000 devices that Anna holds, and a sheet that passes all of them to Eva; only to be read."""
    desk = Desk(tmp_path_factory.mktemp("fleet"))
    serials = [f"LT-{number:05}" for number in range(DEVICES)]
    header = ("Serial Number", "Name", "Type", "Category")
    desk.book("devices.xlsx", header, *((serial, serial, "laptop", "computers") for serial in serials))
    for who, day in (("anna", "2025-01-10"), ("eva", "2025-06-01")):
        desk.book(f"{who}.xlsx", DESIRED, *((serial, f"{who}@acme.example", day) for serial in serials))
    assert desk.say("run", "devices.xlsx", "anna.xlsx").code == 0
    return desk


@pytest.fixture(scope="module")
def seconds(fleet: Desk) -> float:
    """About how long a run holds the ledger on this machine now."""
    began = time.perf_counter()
    fleet.json("plan", "eva.xlsx", *ALLOWED)
    return (time.perf_counter() - began) * 1.6


@pytest.mark.parametrize(
    ("sign", "share"),
    [("held", 0.4), ("results", 0.0), ("results", 0.25), ("results", 0.6), ("results", 1.0)],
)
def test_a_run_that_is_killed_leaves_the_old_ledger_or_the_new_one(
    fleet: Desk, seconds: float, tmp_path: Path, sign: str, share: float
) -> None:
    desk = fleet.copied_to(tmp_path)
    _run_and_kill(desk, "eva.xlsx", sign, share * seconds)

    assert store.verify_replay(Ledger(desk.state)) == []
    held = {owner["email"]: owner["devices"] for owner in desk.show("owners") if owner["devices"]}
    assert held in ({"anna@acme.example": DEVICES}, {"eva@acme.example": DEVICES})
    is_new = "eva@acme.example" in held

    report = desk.json("run", "eva.xlsx", *ALLOWED)

    assert report["rows"]["unchanged" if is_new else "applied"] == DEVICES
    assert [(owner["email"], owner["devices"]) for owner in desk.show("owners")] == [
        ("anna@acme.example", 0),
        ("eva@acme.example", DEVICES),
    ]
    assert len(desk.show("runs")) == 2 + is_new


def test_a_first_run_that_is_killed_leaves_no_half_made_ledger(fleet: Desk, seconds: float, tmp_path: Path) -> None:
    desk = fleet.copied_to(tmp_path)
    desk.state.unlink()
    shutil.rmtree(desk.folder / "published", ignore_errors=True)
    _run_and_kill(desk, "devices.xlsx", "results", 0.3 * seconds)

    assert len(desk.show("devices")) in (0, DEVICES)
    assert desk.json("run", "devices.xlsx")["rows"]["in"] == DEVICES
    assert len(desk.show("devices")) == DEVICES


def _run_and_kill(desk: Desk, name: str, sign: str, delay: float) -> None:
    """Kill a run some seconds after it holds the ledger, or after it begins to commit and to write its results."""
    lock, results = desk.state.with_name("rollcall.duckdb.lock"), desk.folder / "results"
    before = len(list(results.iterdir()))
    process = desk.start("run", name, *ALLOWED)
    while process.poll() is None:
        if (lock.exists() and lock.stat().st_size > 0) if sign == "held" else len(list(results.iterdir())) > before:
            break
        time.sleep(0.002)
    time.sleep(delay)
    process.kill()
    process.communicate()
