"""A plan that LibreOffice opened and saved: the same plan, or the same edits."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from pipeline.errors import PlanStale
from pipeline.intake.plans import read_plan
from tests.support.books.plan_edits import Workbook
from tests.support.books.plans import KEY, Planned, assert_same_plan

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")

ODD_TEXTS = (
    " blanks around ",
    "one\r\ntwo\nthree\rfour",
    "_x0041_ _x005F_x0041_",
    '=HYPERLINK("http://x","y")',
    "0012",
    "1E5",
    "\x01 and \u00a0 and \u200b and \U0001f600",
    "#N/A",
)
ODD_PRICES = ("0.01", "0.10", "1234567.89", "9999999999999.99", "33.33", "0.00", "19.90", "1000000.00")


@pytest.fixture(scope="module")
def saved(plan_of_the_office: Planned, unopened_plan: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of workbooks that LibreOffice opened and saved, all in one go since it takes seconds to start."""
    folder = tmp_path_factory.mktemp("opened")
    shutil.copy(unopened_plan, folder / "same.xlsx")
    plan_of_the_office.write(folder / "signed.xlsx", KEY)
    _odd(plan_of_the_office).write(folder / "odd.xlsx")
    Workbook(unopened_plan).edited(folder / "answered.xlsx", "Reassign", "A3", "N")
    Workbook(unopened_plan).edited(folder / "edited.xlsx", "Reassign", "F3", "eva@acme.example")
    out, profile = folder / "saved", tmp_path_factory.mktemp("profile")
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to"]
    files = sorted(folder.glob("*.xlsx"))
    subprocess.run([*command, "xlsx:Calc MS Excel 2007 XML", "--outdir", out, *files], check=True, capture_output=True)
    return out


def _odd(some: Planned) -> Planned:
    """The plan with comments, prices and instants that spreadsheet programs save in ways of their own."""
    plan, changes = some.plan, some.results.changes
    is_line = pl.col("aggregate") == "device"
    numbered = plan.change_set.events.with_columns(number=is_line.cum_sum() % len(ODD_TEXTS))
    comments = dict(enumerate(ODD_TEXTS))
    events = numbered.with_columns(comment=pl.col("number").replace_strict(comments)).drop("number")
    prices = pl.Series([Decimal(price) for price in ODD_PRICES], dtype=pl.Decimal(18, 2))
    late = datetime(2026, 3, 1, 23, 59, 59, 999_999)
    odd = changes.with_columns(purchase_price=prices.head(changes.height), effective_at=pl.lit(late))
    return replace(
        some,
        plan=replace(plan, change_set=replace(plan.change_set, events=events)),
        results=replace(some.results, changes=odd),
    )


def test_a_plan_that_was_saved_unchanged_is_accepted(plan_of_the_office: Planned, saved: Path) -> None:
    plan, answers = read_plan(saved / "same.xlsx", key=None)
    assert_same_plan(plan, plan_of_the_office.plan)
    assert answers["is_approved"].all()


def test_a_signed_plan_that_was_saved_unchanged_is_accepted(plan_of_the_office: Planned, saved: Path) -> None:
    assert_same_plan(read_plan(saved / "signed.xlsx", key=KEY)[0], plan_of_the_office.plan)


def test_odd_texts_prices_and_instants_are_no_edits(saved: Path) -> None:
    assert read_plan(saved / "odd.xlsx", key=None)[1].height == 10


def test_an_answer_that_was_saved_there_is_read(saved: Path) -> None:
    answers = read_plan(saved / "answered.xlsx", key=None)[1]
    assert answers.filter(~pl.col("is_approved")).rows() == [("Reassign", 2, False)]


def test_an_edit_that_was_saved_there_is_refused(saved: Path) -> None:
    with pytest.raises(PlanStale) as refused:
        read_plan(saved / "edited.xlsx", key=None)
    said = 'edited.xlsx, sheet Reassign, cell F3: it was "otto@acme.example" and is now "eva@acme.example".'
    assert refused.value.message == said


def test_what_was_saved_is_still_guarded(saved: Path) -> None:
    book = openpyxl.load_workbook(saved / "same.xlsx")
    assert book["_rollcall"].sheet_state == "hidden"
    for sheet in book:
        assert sheet.protection.sheet
    assert not book["Reassign"]["A2"].protection.locked
    assert book["Reassign"]["B2"].protection.locked
