"""A server, the command line and the nightly sweep take turns: none of them starves, and nothing gets lost."""

from __future__ import annotations

import threading
from pathlib import Path

import httpx2
import pytest

from tests.support.desk import Desk
from tests.support.servers.api import ASSIGN, Served

_CLIENTS = 4


@pytest.mark.lengthy
@pytest.mark.system
def test_the_command_line_and_the_sweep_run_beside_a_busy_server(served: Served, tmp_path: Path) -> None:
    desk, is_over, statuses = Desk(tmp_path), threading.Event(), list[int]()

    def ask_on_and_on(number: int) -> None:
        with httpx2.Client(base_url=served.address, headers={"X-API-Key": served.key}, timeout=60) as client:
            for call in range(10_000):
                asked = {"email": f"p{number}@acme.example", "deviceIds": [f"SN-{number}-{call}"]}
                answer = client.post(ASSIGN, json={**asked, "autoCreateDevices": True, "deviceType": "sensor"})
                statuses.append(answer.status_code)
                if is_over.is_set():
                    return

    clients = [threading.Thread(target=ask_on_and_on, args=(number,)) for number in range(_CLIENTS)]
    for client in clients:
        client.start()
    (tmp_path / "inbox").mkdir()
    try:
        for number in range(2):
            name = f"list-{number}.xlsx"
            desk.book(name, ("Serial Number", "Owner Email"), (f"LIST-{number}", "ann@acme.example"))
            said = desk.say_outside("run", name, "--create-devices", "--default-device-type", "laptop")
            assert said.code == 0, said.err
        (tmp_path / "rollcall.toml").write_text("[sweep]\nstable_seconds = 0\n", encoding="utf-8")
        desk.book("inbox/night.xlsx", ("Serial Number", "Owner Email"), ("LIST-0", "ben@acme.example"))
        swept = desk.say_outside("sweep", "inbox")
        assert swept.code == 0, swept.err
    finally:
        is_over.set()
        for client in clients:
            client.join()
    served.process.terminate()
    served.process.communicate(timeout=60)
    assert served.process.returncode == 0
    assert set(statuses) == {200}
    devices = desk.say("show", "devices", "--format", "json").json
    assert len(devices) == len(statuses) + 2
    assert desk.say("verify").code == 0
