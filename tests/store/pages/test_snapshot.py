"""The published copy is read where it is new enough, else the ledger itself."""

from __future__ import annotations

import pytest

from pipeline import store
from pipeline.model import Ledger
from tests.support.desk import Desk


def _run(desk: Desk, *serials: str) -> None:
    desk.book("list.xlsx", ("serial_number", "name", "type", "category"), *((s, s, "x", "y") for s in serials))
    assert desk.say("run", "list.xlsx", "--allow", "create_percent=1000", "--reason", "test").code == 0


def _devices(found: store.Snapshot) -> int:
    ((count,),) = found.connection.execute("SELECT count(*) FROM devices").fetchall()
    return int(count)


def test_without_a_ledger_there_is_nothing(desk: Desk) -> None:
    with store.snapshot(Ledger(desk.state)) as found:
        assert (found.state_version, _devices(found)) == (0, 0)


@pytest.mark.system
@pytest.mark.publishes
def test_the_published_copy_is_read_while_it_is_new_enough(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(desk, "S1")
    monkeypatch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
    _run(desk, "S1", "S2")
    for at_least, devices in ((0, 1), (1, 1), (2, 2)):
        with store.snapshot(Ledger(desk.state), at_least=at_least) as found:
            assert (found.state_version, _devices(found)) == (devices, devices)


@pytest.mark.system
@pytest.mark.publishes
def test_the_ledger_is_not_held_while_the_copy_is_read(desk: Desk) -> None:
    _run(desk, "S1")
    with store.snapshot(Ledger(desk.state), at_least=1):
        _run(desk, "S1", "S2")
