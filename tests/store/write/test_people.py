"""People on record: known without an address, changed in their facts, and told by events that give them back."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipeline.model import ChangeSet, Ledger
from pipeline.store import Filters, InvariantBroken, commit, show_owners, verify_replay
from pipeline.store.read.past_run import read_run
from schemas.frames.changes import OWNERS_CREATED
from schemas.frames.polars_frames import shaped
from tests.support.ledgers.story import SATURDAY, change_set, owner, record

MADE = {"org_id": "default", "type": "owner_created"}


def people() -> ChangeSet:
    """One who is known by a number alone, and Ann, who has another address and a last day now."""
    eva = {"owner_id": 3, "org_id": "default", "external_user_id": "4713", "starts_on": date(2025, 1, 2)}
    changes = change_set(
        owner_changes=[
            {"owner_id": 1, "field": "email", "old": "ann@acme.com", "new": "ann.bell@acme.com"},
            {"owner_id": 1, "field": "ends_on", "new": "2025-06-30"},
        ],
        events=[{**owner(1), "version": 2, "type": "owner_updated"}, {**owner(3), "type": "owner_created"}],
    )
    return replace(changes, owners_created=shaped(pl.DataFrame([eva]), OWNERS_CREATED))


def write(state: Path, changes: ChangeSet) -> None:
    commit(Ledger(state), changes, replace(record(changes, at=SATURDAY, version=3), actions={}))


def owners(state: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(state, read_only=True) as connection:
        return connection.sql(
            "SELECT owner_id, version, email, external_user_id, starts_on, ends_on FROM owners ORDER BY ALL"
        ).fetchall()


def test_a_person_changes_and_one_without_an_address_comes(own_ledger: Path) -> None:
    write(own_ledger, people())

    assert owners(own_ledger) == [
        (1, 2, "ann.bell@acme.com", "007", None, date(2025, 6, 30)),
        (2, 1, "ben@acme.com", None, None, None),
        (3, 1, None, "4713", date(2025, 1, 2), None),
    ]


@pytest.mark.lengthy
@pytest.mark.system
def test_the_events_give_people_back(own_ledger: Path) -> None:
    write(own_ledger, people())

    assert verify_replay(Ledger(own_ledger)) == []


def test_the_run_comes_back_as_it_was_committed(own_ledger: Path) -> None:
    write(own_ledger, people())

    was = read_run(Ledger(own_ledger), "run-sat").change_set

    assert was.owner_changes.rows() == people().owner_changes.rows()
    assert was.owners_created.to_dicts() == [
        {
            **dict.fromkeys(("email", "username", "owner_name")),
            "owner_id": 3,
            "org_id": "default",
            "external_user_id": "4713",
            "starts_on": date(2025, 1, 2),
        }
    ]


def test_people_are_shown_by_whatever_they_are_known_by(own_ledger: Path) -> None:
    write(own_ledger, people())

    shown = show_owners(Ledger(own_ledger), Filters(SATURDAY, owner="4713"))

    assert shown["owner_id"].to_list() == [3]


@pytest.mark.parametrize(("field", "new"), [("email", "ben@acme.com"), ("email", None)])
def test_nobody_takes_an_address_that_is_taken_or_loses_all_that_they_are_known_by(
    own_ledger: Path, field: str, new: str | None
) -> None:
    gone = [{"owner_id": 1, "field": name} for name in ("external_user_id", "owner_name")] if new is None else []
    changes = change_set(
        owner_changes=[{"owner_id": 1, "field": field, "new": new}, *gone],
        events=[{**owner(1), "version": 2, "type": "owner_updated"}],
    )

    with pytest.raises(InvariantBroken):
        write(own_ledger, changes)
