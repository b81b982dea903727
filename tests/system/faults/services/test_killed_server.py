"""A server that is killed in the middle of writes: what it acknowledged is there, and nothing is half there."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Any

import duckdb
import httpx2
import pytest

from tests.support.desk import Desk
from tests.support.servers.api import ASSIGN, Served
from tests.system.benchmarks.http import Load, faults_of, fill, load

_CLIENTS, _OF_A_CALL = 6, 4


def _assign_on_and_on(served: Served, number: int, acknowledged: dict[str, Any]) -> None:
    with httpx2.Client(base_url=served.address, headers={"X-API-Key": served.key}, timeout=30) as client:
        for call in range(10_000):
            key = f"{number}-{call}"
            asked: dict[str, Any] = {
                "email": f"p{key}@acme.example",
                "deviceIds": [f"SN-{key}-{at}" for at in range(_OF_A_CALL)],
            }
            try:
                answer = client.post(
                    ASSIGN,
                    json={**asked, "autoCreateDevices": True, "deviceType": "sensor"},
                    headers={"Idempotency-Key": key},
                )
            except httpx2.TransportError:
                return
            assert answer.status_code == 200, answer.text
            acknowledged[asked["email"]] = answer.json()


@pytest.mark.parametrize("seconds", [0.4, 1.1, 2.3])
def test_what_was_acknowledged_is_there_and_calls_are_there_wholly_or_not_at_all(
    served: Served, tmp_path: Path, seconds: float
) -> None:
    acknowledged: dict[str, Any] = {}
    clients = [
        threading.Thread(target=_assign_on_and_on, args=(served, number, acknowledged)) for number in range(_CLIENTS)
    ]
    for client in clients:
        client.start()
    while not acknowledged:
        time.sleep(0.01)
    time.sleep(seconds)
    os.kill(served.process.pid, 9)
    served.process.wait()
    for client in clients:
        client.join()

    assert Desk(tmp_path).say("verify").code == 0
    with duckdb.connect(str(tmp_path / "rollcall.duckdb"), read_only=True) as ledger:
        held = dict(
            ledger.execute("SELECT email, count(*) FROM ownerships JOIN owners USING (owner_id) GROUP BY 1").fetchall()
        )
        answers = {row[0] for row in ledger.execute("SELECT idempotency_key FROM answers").fetchall()}
    assert set(acknowledged) <= set(held)
    assert set(held.values()) == {_OF_A_CALL}
    assert {f"p{key}@acme.example" for key in answers} == set(held)


@pytest.mark.lengthy
def test_clients_that_send_again_what_got_no_answer_have_each_call_once(tmp_path: Path) -> None:
    """As `python -m tests.system.benchmarks.http --kills 10`, in short: reads and writes, and kills in the middle."""
    filled = tmp_path / "filled.duckdb"
    fill(filled, devices=400)
    figures, _ = load(filled, Load(clients=6, seconds=6, reads=0.3, kills=2))
    assert figures.unanswered > 0
    assert faults_of(tmp_path / "state.duckdb", figures) == []
    assert Desk(tmp_path).say("--state", "state.duckdb", "verify").code == 0
