"""Workbooks that Rollcall itself wrote, given to `check`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.support.desk import Desk
from tests.system.corpus.known import open_ledger
from tests.system.corpus.make.books import ANNA, ASSIGNMENTS, BEN
from tests.system.corpus.make.catalogue import makes

_ROWS = (ASSIGNMENTS, ("LT-0013", ANNA), ("LT-0014", "ben at acme"), ("NO-SUCH-1", BEN))


def _written(*words: str, output: str) -> bytes:
    """What the command writes as that output, on a desk with the ledger of the corpus."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        open_ledger(desk)
        desk.book("monday.xlsx", *_ROWS)
        report = desk.json(*words, code=None)
        return desk.at(report["outputs"][output]).read_bytes()


@makes("a_plan.xlsx", once=True)
def plan() -> bytes:
    """A plan belongs to `apply`."""
    return _written("plan", "monday.xlsx", "-o", "plan.xlsx", output="plan")


@makes("a_result.xlsx", once=True)
def result() -> bytes:
    """Of a result workbook the sheet Rejected is what is to be mended and given again."""
    return _written("run", "monday.xlsx", output="results")


@makes("an_export.xlsx", once=True)
def export() -> bytes:
    """The export of a ledger, unchanged, given to another ledger."""
    return _written("export", "-o", "export.xlsx", output="export")


@makes("a_checked_copy.xlsx", once=True)
def checked() -> bytes:
    """What `check` gave back, with nothing mended, given again."""
    return _written("check", "monday.xlsx", output="check")
