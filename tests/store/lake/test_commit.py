"""A run leaves in a lake what it leaves in a file, and what breaks a rule of the ledger is refused there, too."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from pipeline import store
from pipeline.errors import NotOnLake, PlanStale, RollcallError, StateBusy
from pipeline.model import Ledger
from pipeline.store import InvariantBroken, commit
from pipeline.store.connections import reading, writing
from pipeline.store.lake import tables
from pipeline.store.lake.head import read_head
from tests.support.ledgers.lakes import contents, lake_at, place
from tests.support.ledgers.story import FRIDAY, SATURDAY, change_set, chapters, device, record, span, taken

# The instant at which each became a ledger is its own.
OWN = frozenset({"migrations"})


def test_after_its_first_run_a_lake_holds_what_a_file_holds(first_lake: Ledger, days: dict[str, Path]) -> None:
    assert contents(first_lake, OWN) == contents(Ledger(days["run-mon"]), OWN)
    head = read_head(place(first_lake))
    assert head is not None
    assert (head.state_version, head.run_id, head.buckets) == (1, "run-mon", 2)


@pytest.mark.system
@pytest.mark.parametrize("run_id", ["run-thu", "run-wed", "run-tue", "run-mon"])
def test_after_each_run_a_lake_holds_what_a_file_holds(
    told: dict[str, Path], days: dict[str, Path], run_id: str
) -> None:
    assert contents(lake_at(told[run_id]), OWN) == contents(Ledger(days[run_id]), OWN)


@pytest.mark.system
def test_the_same_is_proved_of_it_as_of_a_file(told: dict[str, Path], days: dict[str, Path]) -> None:
    assert store.prove(lake_at(told["run-thu"])) == store.prove(Ledger(days["run-thu"]))


@pytest.mark.system
def test_a_run_that_was_decided_on_another_ledger_is_refused(own_lake: Ledger) -> None:
    before = contents(own_lake)
    changes, run = chapters()[1]
    with pytest.raises(PlanStale, match="at state version 1, and it is now at 3"):
        commit(own_lake, changes, run)
    assert contents(own_lake) == before


@pytest.mark.system
def test_what_breaks_a_rule_is_refused_and_not_written(own_lake: Ledger) -> None:
    before = contents(own_lake)
    second_holder = change_set(
        spans_recorded=[span(9, device=1, owner=1, start=FRIDAY)],
        events=[{**device(1, 8), **taken(9, owner=1, start=FRIDAY)}],
    )
    with pytest.raises(InvariantBroken, match="a device has at most one open ownership"):
        commit(own_lake, second_holder, record(second_holder, at=SATURDAY, version=3))
    assert contents(own_lake) == before


@pytest.mark.system
def test_what_a_dead_writer_left_is_not_seen_and_is_taken_back_by_the_next(
    own_lake: Ledger, told: dict[str, Path]
) -> None:
    lake, before = place(own_lake), contents(own_lake)
    with reading(own_lake) as connection:
        for name in ("runs", "row_outcomes"):
            table = tables.opened(lake, name)
            columns = ", ".join(f'NULL AS "{field.name}"' for field in table.schema().fields if field.name != "run_id")
            tables.append(lake, table, connection.sql(f"SELECT 'run-dead' AS run_id, {columns}"))
    assert contents(own_lake) == before

    commit(own_lake, *chapters()[3])

    assert contents(own_lake) == contents(lake_at(told["run-thu"]))


@pytest.mark.system
def test_of_two_writers_one_is_told_that_the_other_was_first(own_lake: Ledger, told: dict[str, Path]) -> None:
    begun, failures = threading.Barrier(2), list[RollcallError]()

    def write() -> None:
        changes, run = chapters()[3]
        begun.wait()
        try:
            commit(own_lake, changes, run)
        except RollcallError as failure:
            failures.append(failure)

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [type(failure) for failure in failures] in ([StateBusy], [PlanStale])
    assert contents(own_lake) == contents(lake_at(told["run-thu"]))


@pytest.mark.system
def test_whoever_reads_sees_the_ledger_as_it_was_when_he_began(own_lake: Ledger) -> None:
    count = "SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM row_outcomes), (SELECT count(*) FROM events)"
    with reading(own_lake) as connection:
        before = connection.execute(count).fetchall()
        commit(own_lake, *chapters()[3])
        assert connection.execute(count).fetchall() == before
    with reading(own_lake) as connection:
        assert connection.execute(count).fetchall() != before


@pytest.mark.system
def test_a_run_that_needs_more_than_a_little_memory_gets_it(
    own_lake: Ledger, told: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.store.lake.commit._OF_THREAD", 200_000)
    commit(own_lake, *chapters()[3])
    assert contents(own_lake) == contents(lake_at(told["run-thu"]))


@pytest.mark.system
def test_the_head_names_the_run_and_its_state_version(own_lake: Ledger) -> None:
    head = read_head(place(own_lake))
    assert head is not None
    assert (head.number, head.state_version, head.run_id, head.buckets) == (4, 3, "run-wed", 2)


def test_nothing_but_a_run_writes_to_a_lake(first_lake: Ledger) -> None:
    with pytest.raises(NotOnLake, match="does not work with a ledger in a lake"), writing(first_lake):
        pass


def test_a_place_without_a_lake_reads_as_an_empty_ledger(tmp_path: Path) -> None:
    empty = lake_at(tmp_path / "none yet")
    assert not store.is_there(empty)
    assert store.show_runs(empty, store.Filters(now=FRIDAY)).is_empty()
    assert not (tmp_path / "none yet").exists()
