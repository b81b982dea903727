"""verify finds what is not as it must be, names the proof that it breaks, and says the way out."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipeline import store
from pipeline.model import Ledger
from pipeline.runs.ledger_safety import way_out
from pipeline.store.safety.verify import prove_within
from tests.support.desk import Desk
from tests.support.ledgers.harm import broken, tamper
from tests.support.ledgers.proofs import DEEDS, EMAIL, NO_OVERLAP, OUTCOMES, SERIAL, SOURCES, TOTALS
from tests.support.strength import sampled

NEXT_SPAN = "(SELECT max(ownership_id) + 1 FROM ownerships)"
COPY_OF_SPAN_5 = f"INSERT INTO ownerships SELECT * REPLACE ({NEXT_SPAN} AS ownership_id"

AT_MOST_ONE_OPEN = "a device has at most one open ownership"
ONE_BELIEF = "a span is believed in one way only"
ONE_ORGANIZATION = "an ownership joins a device and an owner of its own organization"
ORDER = "events are numbered 1, 2, 3 ... in the order of time"
VERSIONS = "the events of each device and owner are its versions 1, 2, 3 ..."
LAST_VERSION = "every device and owner is at the version of its last event"
LATER = "every run has its own name, and is later than the one before it"
STATE_VERSION = "the state version rises by one with each run that has events, and with no other"
RUNS = "everything on record belongs to a run, and is of its instant"
OWN_RUN = "every ownership belongs to a run, and is of its instant"
ORGANIZATIONS = "every organization in use is on record, once"
KNOWN_AS = "an owner is known by an e-mail address, a number, a login or a name"
SHAPE = "the tables are those that this version of Rollcall makes"

FIRST_RUN = "run_id = (SELECT min(run_id) FROM runs)"
LAST_EVENT = "event_id = (SELECT max(event_id) FROM events)"
TAMPERED: list[tuple[str, str, str]] = [
    (AT_MOST_ONE_OPEN, "a device is given twice", f"{COPY_OF_SPAN_5}) FROM ownerships WHERE ownership_id = 5"),
    (
        NO_OVERLAP,
        "a span begins before the last one ends",
        "UPDATE ownerships SET start_time = '2025-01-20' WHERE ownership_id = 6",
    ),
    (
        NO_OVERLAP,
        "a span ends before it begins",
        "UPDATE ownerships SET end_time = '2020-01-01' WHERE ownership_id = 5",
    ),
    (ONE_BELIEF, "a span is believed twice", "INSERT INTO ownerships FROM ownerships WHERE ownership_id = 5"),
    (ONE_ORGANIZATION, "a span changes organization", "UPDATE ownerships SET org_id = 'other' WHERE ownership_id = 5"),
    (ONE_ORGANIZATION, "an owner is deleted", "DELETE FROM owners WHERE owner_id = 1"),
    (EMAIL, "two owners share an address", "UPDATE owners SET email = 'anna@acme.example'"),
    (KNOWN_AS, "an owner loses the address", "UPDATE owners SET email = NULL, owner_name = NULL WHERE owner_id = 1"),
    (SERIAL, "two devices share a serial number", "UPDATE devices SET serial_number = 'LT-0001' WHERE device_id = 2"),
    ("asset_tag is unique in an organization", "and an asset tag", "UPDATE devices SET asset_tag = 'AT-1'"),
    ("mac_address is unique in an organization", "and an address", "UPDATE devices SET mac_address = 'AA:BB'"),
    (ORDER, "an event is deleted", "DELETE FROM events WHERE event_id = 20"),
    (ORDER, "an event is moved in time", "UPDATE events SET recorded_at = '2020-01-01' WHERE event_id = 20"),
    (VERSIONS, "an event has another's version", f"UPDATE events SET version = version + 1 WHERE {LAST_EVENT}"),
    (LAST_VERSION, "a device is older than its events", "UPDATE devices SET version = version - 1 WHERE device_id = 1"),
    (LAST_VERSION, "a device is deleted", "DELETE FROM devices WHERE device_id = 8"),
    (LATER, "two runs are of one instant", "UPDATE runs SET recorded_at = '2026-01-01'"),
    (LATER, "two runs have one name", "UPDATE runs SET run_id = 'run'"),
    (STATE_VERSION, "a state version is left out", "UPDATE runs SET state_version = 7 WHERE state_version = 2"),
    (STATE_VERSION, "a run without events counts", "UPDATE runs SET state_version = 0 WHERE state_version = 1"),
    (TOTALS, "a total is changed", f"UPDATE runs SET rows_in = rows_in + 1 WHERE {FIRST_RUN}"),
    (OUTCOMES, "a row is deleted", f"DELETE FROM row_outcomes WHERE {FIRST_RUN} AND row_id = 3"),
    (OUTCOMES, "a row becomes another", "UPDATE row_outcomes SET outcome = 'applied' WHERE outcome = 'rejected'"),
    (OUTCOMES, "two rows have one number", f"UPDATE row_outcomes SET row_id = 1 WHERE {FIRST_RUN}"),
    (DEEDS, "an action too many", f"UPDATE runs SET actions_assign = actions_assign + 1 WHERE {FIRST_RUN}"),
    (DEEDS, "a new owner too few", f"UPDATE runs SET owners_created = 0 WHERE {FIRST_RUN}"),
    (DEEDS, "an absence that never was", f"UPDATE runs SET absent_unassigned = 1 WHERE {FIRST_RUN}"),
    (RUNS, "an event is of no run", f"UPDATE events SET run_id = 'none' WHERE {LAST_EVENT}"),
    (RUNS, "a source is of no run", f"UPDATE sources SET run_id = 'none' WHERE {FIRST_RUN}"),
    (OWN_RUN, "a span is of no run", "UPDATE ownerships SET run_id = 'none' WHERE ownership_id = 5"),
    (SOURCES, "a run has lost its files", f"DELETE FROM sources WHERE {FIRST_RUN}"),
    (ORGANIZATIONS, "an organization is lost", "DELETE FROM organizations"),
    (ORGANIZATIONS, "an organization is there twice", "INSERT INTO organizations FROM organizations"),
    (SHAPE, "a table is lost", "DROP TABLE mdm_enrollments"),
    (SHAPE, "a column is of another type", "ALTER TABLE devices ALTER purchase_price TYPE DOUBLE"),
    (SHAPE, "a migration is not on record", 'DELETE FROM migrations WHERE "number" = 2'),
    (store.REPLAYS["devices"], "an attribute is changed", "UPDATE devices SET brand = 'Dell' WHERE device_id = 2"),
    (store.REPLAYS["mdm_enrollments"], "an enrolment is lost", "DELETE FROM mdm_enrollments"),
    (store.REPLAYS["owners"], "a name is changed", "UPDATE owners SET owner_name = 'X' WHERE owner_id = 1"),
    (store.REPLAYS["ownerships"], "a label is changed", "UPDATE ownerships SET label = 'mine' WHERE ownership_id = 5"),
]


@pytest.mark.system
def test_a_sound_ledger_has_no_broken_proof(ledger_file: Path) -> None:
    proofs = store.prove(Ledger(ledger_file))

    assert [proof for proof in proofs if not proof.holds] == []
    assert [proof.name for proof in proofs if proof.looked_at == 0] == []


def test_every_proof_of_the_ledger_is_tried_by_a_tampering(ledger_file: Path) -> None:
    names = {proof.name for proof in store.prove(Ledger(ledger_file))}

    assert names - {name for name, _, _ in TAMPERED} == {"every value on record can be read"}


@pytest.fixture(scope="module")
def tampered(tuesday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A ledger to tamper with in transactions that are never committed."""
    copy = shutil.copyfile(tuesday.state, tmp_path_factory.mktemp("opened") / "rollcall.duckdb")
    with duckdb.connect(copy) as connection:
        yield connection


@pytest.mark.parametrize(("proof", "what", "sql"), sampled(TAMPERED, every=12), ids=[what for _, what, _ in TAMPERED])
def test_what_was_tampered_with_is_found_and_named(
    tampered: duckdb.DuckDBPyConnection, proof: str, what: str, sql: str
) -> None:
    tampered.begin()
    tampered.execute(sql)
    found = {one.name: one.broken for one in prove_within(tampered) if not one.holds}
    tampered.rollback()

    assert proof in found
    assert all(said.endswith(".") for said in found[proof])


@pytest.mark.system
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (
            "UPDATE devices SET brand = 'Dell' WHERE device_id = 2",
            "device_id 2 has brand Dell in the table, and blank by",
        ),
        ("DELETE FROM devices WHERE device_id = 2", "device_id 2 is told by the events, but is not in the table"),
        (
            "UPDATE devices SET device_id = 99 WHERE device_id = 2",
            "device_id 99 is in the table, but the events do not",
        ),
        (
            "INSERT INTO devices FROM devices WHERE device_id = 2",
            "device_id 2 stands 2 times in the table, and 1 times",
        ),
        ("UPDATE devices SET brand = 'Dell'", "devices: 5 more of them differ"),
    ],
)
def test_a_difference_to_the_events_is_told_by_its_column(ledger_file: Path, sql: str, said: str) -> None:
    tamper(ledger_file, sql)

    assert said in " ".join(broken(ledger_file)[store.REPLAYS["devices"]])


@pytest.mark.system
def test_examples_are_few_and_the_others_are_counted(ledger_file: Path) -> None:
    tamper(ledger_file, "UPDATE row_outcomes SET run_id = 'none-' || row_id")

    assert broken(ledger_file)[RUNS][-1] == "And 9 more of the kind."


@pytest.mark.system
def test_verify_writes_nothing(office: Desk) -> None:
    before = {path: path.stat().st_mtime_ns for path in office.folder.rglob("*")}

    assert office.say("verify").code == 0

    assert {path: path.stat().st_mtime_ns for path in office.folder.rglob("*")} == before


def test_a_broken_proof_ends_with_8_and_says_what_to_do(office: Desk) -> None:
    tamper(office.state, "UPDATE devices SET brand = 'Dell' WHERE device_id = 2")

    said = office.say("verify")

    assert said.code == 8
    assert re.search(f"BROKEN +8  {store.REPLAYS['devices']}\n", said.out)
    assert "device_id 2 has brand Dell in the table" in said.out
    assert "rollcall.duckdb is not sound: " in said.err
    assert "rollcall rebuild" in said.err


@pytest.mark.system
def test_json_has_every_proof(office: Desk) -> None:
    sound = office.json("verify")
    tamper(office.state, f"UPDATE runs SET rows_in = 99 WHERE {FIRST_RUN}")
    failed = office.json("verify", code=8)

    assert (sound["ok"], sound["exit_code"], {proof["holds"] for proof in sound["proofs"]}) == (True, 0, {True})
    assert (failed["ok"], failed["exit_code"], failed["error"]["code"]) == (False, 8, "unsound")
    assert {proof["name"]: proof["broken"] for proof in failed["proofs"] if not proof["holds"]}.keys() == {
        TOTALS,
        store.PUBLISHED,
    }
    assert "rollcall restore BACKUP" in failed["error"]["hint"]


def test_which_changes_of_tables_are_on_record_is_told_as_they_are_called(
    tampered: duckdb.DuckDBPyConnection,
) -> None:
    tampered.begin()
    tampered.execute('DELETE FROM migrations WHERE "number" > 2')
    (shape,) = (proof for proof in prove_within(tampered) if proof.name == SHAPE)
    tampered.rollback()

    told = "The changes of tables are 1 ledger, 2 plans, and ought to be 1 ledger, 2 plans, 3 "
    assert shape.broken[0].startswith(told)


@pytest.mark.parametrize(
    ("names", "command"),
    [
        ({"every value on record can be read"}, "rollcall restore BACKUP. Without one, try: rollcall rebuild"),
        ({SHAPE}, "rollcall restore BACKUP. Without one, try: rollcall rebuild"),
        ({store.REPLAYS["owners"], EMAIL}, "make the tables anew from them with: rollcall rebuild"),
        ({EMAIL}, "Restore the last good backup: rollcall restore BACKUP"),
        ({store.REPLAYS["owners"], VERSIONS}, "Restore the last good backup: rollcall restore BACKUP"),
        ({store.PUBLISHED}, "rollcall publish"),
        ({store.ARCHIVED}, "Put the files back"),
    ],
)
def test_the_way_out_fits_what_is_broken(names: set[str], command: str) -> None:
    assert command in way_out(names)
