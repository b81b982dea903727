"""Where a server may listen, and a server in a process of its own: it ends once all is done."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import httpx2
import pytest

from pipeline.errors import UsageProblem
from pipeline.runs.calls.keys import add_key
from pipeline.settings import Settings, load_settings
from pipeline.web.addresses import is_loopback
from pipeline.web.server import refuse_open_place
from schemas.vocabulary import Role
from tests.support.servers.api import ASSIGN, Served


def _settings(folder: Path, **web: object) -> Settings:
    return load_settings(None, {"state": folder / "rollcall.duckdb", "web": web})


@pytest.mark.parametrize(
    ("host", "is_ours"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False)]
)
def test_some_addresses_are_reached_by_this_machine_alone(host: str, is_ours: bool) -> None:  # noqa: FBT001
    assert is_loopback(host) is is_ours


def test_others_reach_a_server_only_with_keys_and_encryption(tmp_path: Path) -> None:
    refuse_open_place(_settings(tmp_path), "127.0.0.1")
    with pytest.raises(UsageProblem, match=r"a key .* and TLS .* is missing"):
        refuse_open_place(_settings(tmp_path), "0.0.0.0")
    add_key(_settings(tmp_path), name="crm", org="acme", role=Role.EDITOR)
    with pytest.raises(UsageProblem, match="and TLS"):
        refuse_open_place(_settings(tmp_path), "192.168.0.7")
    refuse_open_place(_settings(tmp_path, trusted_proxies=["10.0.0.0/24"]), "192.168.0.7")


def test_a_certificate_needs_its_key(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="private key"):
        refuse_open_place(_settings(tmp_path, certificate=tmp_path / "a.pem"), "127.0.0.1")


def test_what_is_no_address_is_no_proxy(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"web\.trusted_proxies cannot be"):
        _settings(tmp_path, trusted_proxies=["proxy"])


@pytest.mark.system
def test_a_server_that_is_stopped_carries_out_what_it_accepted(served: Served, tmp_path: Path) -> None:
    process, client = served.process, served.client

    def assign(number: int) -> int:
        asked = {"email": f"p{number}@acme.example", "deviceIds": [f"SN-{number}"]}
        try:
            return client.post(ASSIGN, json={**asked, "autoCreateDevices": True, "deviceType": "t"}).status_code
        except httpx2.TransportError:
            return 0  # it came too late

    assert assign(0) == 200
    with ThreadPoolExecutor(8) as many:
        statuses = many.map(assign, range(1, 33))
        process.send_signal(signal.SIGTERM)
        answered = list(statuses)
    process.communicate(timeout=30)
    log = served.log.read_text(encoding="utf-8")
    assert process.returncode == 0, log
    assert set(answered) <= {0, 200, 503}
    with duckdb.connect(str(tmp_path / "rollcall.duckdb"), read_only=True) as ledger:
        ((devices,),) = ledger.execute("SELECT count(*) FROM devices").fetchall()
    assert devices == 1 + answered.count(200)
    assert log.count('"event": "written"') == devices
