"""Bulk assigns over HTTP: how many a second, how long each takes, and whether the ledger has what was acknowledged.

    python -m tests.system.benchmarks.http --folder FOLDER                 50 clients, 10 s, 200,000 devices
    python -m tests.system.benchmarks.http --folder FOLDER --reads 0.5     every second request reads

A server is started on a copy of a ledger that is made once in the folder. Clients ask one after the other: each assigns
ten devices of its own to somebody, over and over, and reads what it has. The clients are a process of their own.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import click
import duckdb
import httpx2

from pipeline.runs.calls.keys import add_key
from pipeline.settings import load_settings
from schemas.vocabulary import Role

_ASSIGN, _READ = "/api/v1/owners/assign-devices", "/api/v1/devices"
_OF_A_CALL = 10


@dataclass
class Figures:
    """What the clients saw: seconds by what they asked, statuses, and the owner that each device was given last."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {"assign": [], "read": []})
    statuses: Counter[int] = field(default_factory=Counter)
    owners: dict[str, str] = field(default_factory=dict)


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="The ledger is made and kept here.")
@click.option("--devices", default=200_000, help="Devices on record.")
@click.option("--clients", default=50, help="Clients that ask at the same time.")
@click.option("--seconds", default=10.0, help="How long they ask.")
@click.option("--reads", default=0.0, help="The share of requests that read.")
def main(folder: Path, devices: int, clients: int, seconds: float, reads: float) -> None:
    """Print requests a second, and how long they took."""
    filled = folder / "filled.duckdb"
    if not filled.exists():
        _fill(filled, devices)
    state = folder / "state.duckdb"
    shutil.copyfile(filled, state)
    settings = load_settings(None, {"state": state})
    (folder / "state.duckdb.keys").unlink(missing_ok=True)
    key = add_key(settings, name="benchmark", org="default", role=Role.EDITOR).secret
    with duckdb.connect(str(state), read_only=True) as ledger:
        serials = [str(one) for (one,) in ledger.execute("SELECT serial_number FROM devices").fetchall()]
        emails = [str(one) for (one,) in ledger.execute("SELECT email FROM owners").fetchall()]
    with _served(state) as (address, server):
        figures = asyncio.run(_ask(address, key, serials, emails, clients=clients, seconds=seconds, reads=reads))
        processor = _processor(server.pid)
        server.terminate()
        server.wait(60)
    _print(figures, seconds, processor)
    with duckdb.connect(str(state), read_only=True) as ledger:
        held = dict(ledger.execute(_HELD).fetchall())
    wrong = [serial for serial, owner in figures.owners.items() if held.get(serial) != owner]
    print(f"{len(figures.owners):,} devices were acknowledged; the ledger says otherwise of {len(wrong)}")


_HELD = """
SELECT d.serial_number, o.email FROM ownerships AS s JOIN devices AS d USING (device_id)
JOIN owners AS o ON o.owner_id = s.owner_id
WHERE s.superseded_at > '2999-01-01' AND s.end_time > '2999-01-01'
"""


def _fill(path: Path, devices: int) -> None:
    """A ledger with so many devices, nine in ten of them held by a quarter as many people."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"SN{number},Laptop {number},laptop,hardware" for number in range(devices)]
    held = [f"SN{number},p{number % (devices // 4)}@acme.example" for number in range(devices) if number % 10]
    inventory, assignments = path.with_name("inventory.csv"), path.with_name("assignments.csv")
    inventory.write_text("\n".join(["serial number,name,type,category", *lines]), encoding="utf-8")
    assignments.write_text("\n".join(["serial number,owner email", *held]), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "--state",
        str(path),
        "--quiet",
        "run",
        str(inventory),
        str(assignments),
    ]
    unlimited = {"ROLLCALL_LIMITS__ENABLED": "false", "ROLLCALL_PUBLISH__ENABLED": "false"}
    out = str(path.with_name("results"))
    subprocess.run([*command, "--out", out], check=True, env={**os.environ, **unlimited})


class _served:  # noqa: N801 - used like a function
    """A server of that ledger: its address, and its process."""

    def __init__(self, state: Path) -> None:
        self._state = state

    def __enter__(self) -> tuple[str, subprocess.Popen[str]]:
        command = [sys.executable, "-m", "pipeline", "--state", str(self._state), "serve", "--port", "0"]
        log = self._state.with_name("server.log").open("w", encoding="utf-8")
        self._process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, "ROLLCALL_WEB__REQUESTS_PER_SECOND": "100000"},
        )
        assert self._process.stdout is not None
        return self._process.stdout.readline().split(" at ")[1].split(",")[0], self._process

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()


async def _ask(
    address: str, key: str, serials: list[str], emails: list[str], *, clients: int, seconds: float, reads: float
) -> Figures:
    figures = Figures()
    share = len(serials) // clients
    until = time.perf_counter() + seconds
    limits = httpx2.Limits(max_connections=clients, max_keepalive_connections=clients)
    async with httpx2.AsyncClient(
        base_url=address, headers={"X-API-Key": key}, timeout=60, limits=limits, trust_env=False
    ) as client:
        own = [serials[number * share : (number + 1) * share] for number in range(clients)]
        await asyncio.gather(*(_client(client, one, emails, reads, until, figures) for one in own))
    return figures


async def _client(
    client: httpx2.AsyncClient, own: list[str], emails: list[str], reads: float, until: float, figures: Figures
) -> None:
    chance = random.Random(own[0])
    while time.perf_counter() < until:
        begun = time.perf_counter()
        if chance.random() < reads:
            answer = await client.get(_READ, params={"serial_number": chance.choice(own)})
            figures.seconds["read"].append(time.perf_counter() - begun)
            figures.statuses[answer.status_code] += 1
            continue
        email, devices = chance.choice(emails), chance.sample(own, _OF_A_CALL)
        answer = await client.post(_ASSIGN, json={"email": email, "deviceIds": devices})
        figures.seconds["assign"].append(time.perf_counter() - begun)
        figures.statuses[answer.status_code] += 1
        if answer.status_code == 200:
            figures.owners |= dict.fromkeys(devices, email)


def _processor(pid: int) -> float:
    """The seconds of processor time that the process has used, its threads together; Linux tells."""
    parts = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def _print(figures: Figures, seconds: float, processor: float) -> None:
    requests = figures.statuses.total()
    print(json.dumps({"statuses": figures.statuses}))
    print(f"server: {processor:.1f} s of processor, its start included; {processor / requests * 1000:.1f} ms a request")
    for what, taken in figures.seconds.items():
        if len(taken) > 1:
            cuts = statistics.quantiles(taken, n=100)
            spread = ", ".join(f"p{at} {cuts[at - 1] * 1000:.0f} ms" for at in (50, 95, 99))
            print(f"{what}: {len(taken) / seconds:.0f} a second; {spread}")


if __name__ == "__main__":
    main()
