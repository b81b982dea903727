"""Records: nobody changes one that was handed on, and they cost nothing to import."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError, fields, is_dataclass
from pathlib import Path

import pytest

from pipeline import model
from pipeline.model import Fate, Intent, Ledger, Limits, Proof

RECORDS = [getattr(model, name) for name in dir(model) if name != "Fate"]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_a_record_is_frozen(record: type) -> None:
    assert is_dataclass(record)
    one = object.__new__(record)
    with pytest.raises(FrozenInstanceError):
        setattr(one, fields(record)[0].name, "another value")


def test_importing_the_records_brings_no_frames() -> None:
    program = """
import sys, pipeline.model
for name in dir(pipeline.model):
    getattr(pipeline.model, name)
print({'polars', 'duckdb', 'pandera'} & set(sys.modules))
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout == "set()\n"


def test_a_proof_holds_until_something_speaks_against_it() -> None:
    assert Proof("events are numbered", 12).holds
    assert not Proof("events are numbered", 12, ("event 3 is missing",)).holds


def test_a_ledger_is_looked_at_within_one_organization_and_stays_as_patient() -> None:
    ledger = Ledger(Path("rollcall.duckdb"), wait=5)
    assert ledger.within("acme") == Ledger(Path("rollcall.duckdb"), wait=5, org="acme")
    assert ledger.within("acme").within(None) == ledger


def test_what_is_not_said_is_neither_allowed_nor_limited_otherwise() -> None:
    intent = Intent()
    assert (intent.org, intent.is_org_given, dict(intent.allow), intent.allowed_owners) == (
        "default",
        False,
        {},
        frozenset(),
    )
    assert intent.limits == Limits()


def test_money_is_the_only_limit_that_is_off_by_default() -> None:
    usual = Limits()
    assert usual.enabled
    assert [field.name for field in fields(usual) if getattr(usual, field.name) is None] == ["money"]


def test_a_fate_is_its_own_word() -> None:
    assert {str(fate) for fate in Fate} == {"applied", "nothing_usable", "already_applied", "refused", "left"}
