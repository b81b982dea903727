"""Bulk assigns over HTTP: how many a second, how long each takes, and whether the ledger has what was acknowledged.

    python -m tests.system.benchmarks.http --folder FOLDER                             50 clients, 10 s, 200,000 devices
    python -m tests.system.benchmarks.http --folder FOLDER --reads 0.5 --seconds 60     every second request reads
    ... --reads 0.5 --seconds 60 --kills 10                                 and the server is killed ten times meanwhile

A server is started on a copy of a ledger that is made once in the folder. Clients ask one after the other: each assigns
ten devices of its own to somebody, over and over, and reads what it has. What gets no answer is sent again under its
Idempotency-Key. The clients are a process of their own.
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
from typing import Any

import click
import duckdb
import httpx2

from pipeline.runs.calls.keys import add_key
from pipeline.settings import load_settings
from schemas.vocabulary import Role

_ASSIGN, _READ = "/api/v1/owners/assign-devices", "/api/v1/devices"
_OF_A_CALL = 10
_SEND_AGAIN_SECONDS = 0.1


@dataclass
class Figures:
    """What the clients saw: seconds by what they asked, statuses, and the owner that each device was given last.

    `stale` are reads that did not show what the same client was told before, `unanswered` requests that got no answer.
    """

    seconds: dict[str, list[float]] = field(default_factory=lambda: {"assign": [], "read": []})
    statuses: Counter[int] = field(default_factory=Counter)
    owners: dict[str, str] = field(default_factory=dict)
    managers: dict[str, int] = field(default_factory=dict)
    stale: int = 0
    unanswered: int = 0


@dataclass(frozen=True)
class Load:
    """How much is asked for: by so many clients, with that share of reads, while the server serves for so many seconds.

    It is killed so many times within them, and started again, which takes its own time.
    """

    clients: int = 50
    seconds: float = 10.0
    reads: float = 0.0
    kills: int = 0


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="The ledger is made and kept here.")
@click.option("--devices", default=200_000, help="Devices on record.")
@click.option("--clients", default=50, help="Clients that ask at the same time.")
@click.option("--seconds", default=10.0, help="How long they ask.")
@click.option("--reads", default=0.0, help="The share of requests that read.")
@click.option("--kills", default=0, help="How often the server is killed meanwhile, and started again.")
def main(folder: Path, devices: int, clients: int, seconds: float, reads: float, kills: int) -> None:
    """Print requests a second, and how long they took."""
    filled = folder / "filled.duckdb"
    if not filled.exists():
        fill(filled, devices)
    figures, processor = load(filled, Load(clients, seconds, reads, kills))
    _print(figures, seconds, processor)
    for wrong in faults_of(filled.with_name("state.duckdb"), figures):
        print(wrong)


def load(filled: Path, asked: Load) -> tuple[Figures, float]:
    """What clients of a copy of this ledger saw, and the seconds of processor time of the last server."""
    state = filled.with_name("state.duckdb")
    shutil.copyfile(filled, state)
    for left in (*state.parent.glob("state.duckdb.*"), state.parent / "published"):
        shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
    key = add_key(load_settings(None, {"state": state}), name="benchmark", org="default", role=Role.EDITOR).secret
    with duckdb.connect(str(state), read_only=True) as ledger:
        serials = [str(one) for (one,) in ledger.execute("SELECT serial_number FROM devices").fetchall()]
        emails = [str(one) for (one,) in ledger.execute("SELECT email FROM owners").fetchall()]
    with Served(state) as served:
        figures = asyncio.run(_ask(served, key, serials, emails, asked))
        processor = served.processor
        served.stop()
    return figures, processor


def faults_of(state: Path, figures: Figures) -> list[str]:
    """What the ledger does not have as it was acknowledged, in sentences; none where all is well."""
    with duckdb.connect(str(state), read_only=True) as ledger:
        held = dict(ledger.execute(_HELD).fetchall())
        ((calls,),) = ledger.execute("SELECT count(*) FROM calls").fetchall()
    wrong = [serial for serial, owner in figures.owners.items() if held.get(serial) != owner]
    acknowledged = len(figures.seconds["assign"])
    print(f"{acknowledged:,} calls and the owners of {len(figures.owners):,} devices were acknowledged")
    told = {
        f"{len(wrong)} devices have another owner than was acknowledged, such as {wrong[:3]}": bool(wrong),
        f"the ledger has {calls:,} calls, and {acknowledged:,} were acknowledged": calls != acknowledged,
        f"{figures.stale} reads did not show what was acknowledged before": bool(figures.stale),
        f"statuses {dict(figures.statuses)}": set(figures.statuses) - {200} != set(),
    }
    return [said for said, is_so in told.items() if is_so]


_HELD = """
SELECT d.serial_number, o.email FROM ownerships AS s JOIN devices AS d USING (device_id)
JOIN owners AS o ON o.owner_id = s.owner_id
WHERE s.superseded_at > '2999-01-01' AND s.end_time > '2999-01-01'
"""


def fill(path: Path, devices: int) -> None:
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


class Served:
    """A server of that ledger, which may be killed and started again: its address changes then."""

    def __init__(self, state: Path) -> None:
        self._state = state

    def __enter__(self) -> Served:
        self.start()
        return self

    def start(self) -> None:
        """Start it, and wait until it listens."""
        command = [sys.executable, "-m", "pipeline", "--state", str(self._state), "serve", "--port", "0"]
        with self._state.with_name("server.log").open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, "ROLLCALL_WEB__REQUESTS_PER_SECOND": "100000"},
            )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().split(" at ")[1].split(",")[0]

    def kill(self) -> None:
        """Kill it as a power cut would, but for the disk."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it as whoever runs it does."""
        self._process.terminate()
        self._process.wait(60)

    @property
    def pid(self) -> int:
        """The id of its process."""
        return self._process.pid

    @property
    def processor(self) -> float:
        """The seconds of processor time that it has used."""
        return _processor(self._process.pid)

    @property
    def processor_of_jobs(self) -> float:
        """The seconds of processor time of the processes that it has started, once they have ended."""
        return _processor(self._process.pid, of_children=True)

    def __exit__(self, *_: object) -> None:
        self.kill()


async def _ask(served: Served, key: str, serials: list[str], emails: list[str], asked: Load) -> Figures:
    figures = Figures()
    share = len(serials) // asked.clients
    is_over = asyncio.Event()
    limits = httpx2.Limits(max_connections=asked.clients, max_keepalive_connections=asked.clients)
    async with httpx2.AsyncClient(headers={"X-API-Key": key}, timeout=60, limits=limits, trust_env=False) as client:
        own = [serials[number * share : (number + 1) * share] for number in range(asked.clients)]
        clients = [_Client(client, served, one, emails, figures).ask(asked.reads, is_over) for one in own]
        await asyncio.gather(*clients, _serve_out(served, asked, is_over))
    return figures


async def _serve_out(served: Served, asked: Load, is_over: asyncio.Event) -> None:
    """Let it serve for its time, of which kills take random parts."""
    chance, left = random.Random(asked.kills), asked.seconds
    for kills in range(asked.kills, 0, -1):
        part = left / (kills + 1) * chance.uniform(0.5, 1.5)
        await asyncio.sleep(part)
        left -= part
        served.kill()
        await asyncio.to_thread(served.start)
    await asyncio.sleep(left)
    is_over.set()


@dataclass
class _Client:
    """A client with devices of its own."""

    client: httpx2.AsyncClient
    served: Served
    own: list[str]
    emails: list[str]
    figures: Figures

    async def ask(self, reads: float, is_over: asyncio.Event) -> None:
        """Ask until then, with that share of reads."""
        chance, number = random.Random(self.own[0]), 0
        while not is_over.is_set():
            number += 1
            if chance.random() < reads:
                await self._read(chance.choice(self.own))
            else:
                email, devices = chance.choice(self.emails), chance.sample(self.own, _OF_A_CALL)
                await self._assign(email, devices, f"{self.own[0]} {number}")

    async def _read(self, serial: str) -> None:
        answer = await self._answered("read", "GET", _READ, params={"serial_number": serial})
        if answer.status_code == 200 and serial in self.figures.managers:
            self.figures.stale += answer.json()["results"][0]["manager"] != self.figures.managers[serial]

    async def _assign(self, email: str, devices: list[str], key: str) -> None:
        body = {"email": email, "deviceIds": devices}
        answer = await self._answered("assign", "POST", _ASSIGN, json=body, headers={"Idempotency-Key": key})
        if answer.status_code == 200:
            self.figures.owners |= dict.fromkeys(devices, email)
            self.figures.managers |= dict.fromkeys(devices, int(answer.json()["customerId"]))

    async def _answered(self, what: str, method: str, path: str, **asked: Any) -> httpx2.Response:
        """The answer, for which it is asked until there is one."""
        begun = time.perf_counter()
        while True:
            try:
                answer = await self.client.request(method, f"{self.served.address}{path}", **asked)
            except httpx2.TransportError:
                self.figures.unanswered += 1
                await asyncio.sleep(_SEND_AGAIN_SECONDS)
            else:
                self.figures.seconds[what].append(time.perf_counter() - begun)
                self.figures.statuses[answer.status_code] += 1
                return answer


def _processor(pid: int, *, of_children: bool = False) -> float:
    """The seconds of processor time that the process has used, its threads together; Linux tells."""
    parts = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    first = 13 if of_children else 11
    return (int(parts[first]) + int(parts[first + 1])) / os.sysconf("SC_CLK_TCK")


def _print(figures: Figures, seconds: float, processor: float) -> None:
    requests = figures.statuses.total()
    print(json.dumps({"statuses": figures.statuses, "unanswered": figures.unanswered}))
    print(f"server: {processor:.1f} s of processor, its start included; {processor / requests * 1000:.1f} ms a request")
    for what, taken in figures.seconds.items():
        if len(taken) > 1:
            cuts = statistics.quantiles(taken, n=100)
            spread = ", ".join(f"p{at} {cuts[at - 1] * 1000:.0f} ms" for at in (50, 95, 99))
            print(f"{what}: {len(taken) / seconds:.0f} a second; {spread}")


if __name__ == "__main__":
    main()
