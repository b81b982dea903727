"""The pages over a large ledger: what each costs the server, and a large file from its upload to its plan.

    python -m tests.system.benchmarks.pages                          1,000,000 devices, a file of 200,000 rows
    python -m tests.system.benchmarks.pages --devices 100000 --rows 20000 --folder DIR

The server is a process of its own, and every page is asked for in turn. The floor of the pages is the one that shows
the limits, for which no ledger is read; that of the file is `rollcall plan` in a process of its own. Wanted: the first
page under 50 ms and each list under 200 ms, from upload to plan 1.2 x what `rollcall plan` takes, and the memory of the
server given back. The ledger is that of `publish` with a run for each of 1,000 nights, and is kept in the folder that
--folder names.
"""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import httpx2
import polars as pl
import xlsxturbo

from pipeline.model import Ledger
from pipeline.runs.calls.keys import add_key
from pipeline.settings import load_settings
from pipeline.store import publish
from pipeline.store.connections import writing
from schemas.vocabulary import Role
from tests.support.servers.visitors import forms_of
from tests.system.benchmarks.http import Served
from tests.system.benchmarks.publish import make
from tests.system.benchmarks.whole_process import rollcall

_FLOOR = "/rules"
_NIGHTS = """
INSERT INTO runs BY NAME
SELECT runs.* REPLACE (printf('night-%05d', n) AS run_id, 1 + n AS state_version,
                  recorded_at + n * INTERVAL 1 HOUR AS recorded_at)
FROM runs, range(1, 1001) AS nights(n)
"""
_WITH_EVENTS = """
INSERT INTO events BY NAME
SELECT (SELECT max(event_id) FROM events) + n AS event_id, 'default' AS org_id, 'device' AS aggregate,
       n AS aggregate_id, 3 AS version, 'device_updated' AS "type", '{}' AS payload, printf('night-%05d', n) AS run_id,
       TIMESTAMP '2026-01-02' AS recorded_at, 'nightly.xlsx' AS file, 'Sheet1' AS sheet, 2 AS "row"
FROM range(1, 1001) AS nights(n)
"""


@click.command()
@click.option("--devices", default=1_000_000, help="Devices on record, each held by somebody.")
@click.option("--rows", default=200_000, help="Rows of the file that is uploaded; 0 for the pages alone.")
@click.option("--turns", default=9, help="How often each page is asked for.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the ledger here, and use the one that is there.")
def main(devices: int, rows: int, turns: int, folder: Path | None) -> None:
    """Print milliseconds and kilobytes of each page, the seconds of the file, and the memory of the server."""
    with tempfile.TemporaryDirectory() as scratch:
        place = folder or Path(scratch)
        state = place / "rollcall.duckdb"
        if not state.exists():
            _make(state, devices)
        key = add_key(
            load_settings(None, {"state": state}), name=f"pages {time.time()}", org="default", role=Role.APPROVER
        )
        with Served(state) as served, httpx2.Client(base_url=served.address, timeout=600, trust_env=False) as browser:
            _sign_in(browser, key.secret)
            _print_pages(browser, served, _asked(devices), turns)
            if rows:
                _print_file(browser, served, state, place, devices, rows)


def _asked(devices: int) -> Mapping[str, str]:
    """The pages, each by what it is."""
    last, half = f"Laptop {devices}", devices // 2
    return {
        "the first page": "/",
        "the runs": "/runs",
        "the runs, page 15": "/runs?before=night-00300",
        "all devices and people": "/search?q=",
        "all devices, page 500": f"/search?q=&start={25 * 500}",
        "all devices, the last page": f"/search?q=&start={devices - 25}",
        "a serial number": "/search?q=E4DA3B7FBBCE2345",
        "part of one": "/search?q=4da3b7",
        "a tag": f"/search?q=AT-{half:08d}",
        "a name": f"/search?q={last.replace(' ', '+')}",
        "a word of all names": "/search?q=laptop",
        "an address": f"/search?q=person.{devices // 20:07d}@acme.example",
        "a person's name": f"/search?q=Person+{devices // 20}",
        "nothing": "/search?q=nowhere",
        "a device": f"/devices/{half}",
        "a person": f"/people/{devices // 20}",
        "a run": "/runs/night-00500",
    }


def _make(state: Path, devices: int) -> None:
    print("making the ledger", flush=True)
    make(state, devices)
    with writing(Ledger(state)) as connection:
        connection.execute(_NIGHTS)
        connection.execute(_WITH_EVENTS)
    publish(Ledger(state), parquet=False)


def _sign_in(browser: httpx2.Client, key: str) -> None:
    fields = dict(forms_of(browser.get("/sign-in"))[0].fields)
    assert browser.post("/sign-in", data={**fields, "key": key}).status_code == 303


def _print_pages(browser: httpx2.Client, served: Served, asked: Mapping[str, str], turns: int) -> None:
    floor = _seconds(browser, served, _FLOOR, turns)
    print(f"the limits, without a ledger (the floor): {floor.text(floor)}")
    for name, path in asked.items():
        print(f"{name}: {_seconds(browser, served, path, turns).text(floor)}", flush=True)
    print(f"the server has {_resident(served):.2f} GB")


@dataclass(frozen=True, slots=True)
class _Told:
    """What a page took: the median of its seconds, those of the processor, and its bytes."""

    seconds: float
    processor: float
    size: int

    def text(self, floor: _Told) -> str:
        ratio = self.seconds / floor.seconds
        figures = f"{self.seconds * 1000:.0f} ms, {ratio:.1f} x; processor {self.processor * 1000:.0f} ms"
        return f"{figures}; {self.size / 1000:.1f} KB"


def _seconds(browser: httpx2.Client, served: Served, path: str, turns: int) -> _Told:
    taken, before = [], served.processor
    for _ in range(turns):
        begun = time.perf_counter()
        answer = browser.get(path)
        taken.append(time.perf_counter() - begun)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
    return _Told(statistics.median(taken), (served.processor - before) / turns, len(answer.content))


def _print_file(browser: httpx2.Client, served: Served, state: Path, place: Path, devices: int, rows: int) -> None:
    register = _register(place / "register.xlsx", devices, rows)
    alone = rollcall(state, "plan", register, "-o", place / "plan.xlsx", allowed=(0, 4, 5))
    print(
        f"rollcall plan (the floor): {alone.seconds:.2f} s, processor {alone.processor:.2f} s, {alone.peak_gb:.2f} GB"
    )
    before, jobs_before, begun = _resident(served), served.processor_of_jobs, time.perf_counter()
    with register.open("rb") as content:
        columns = _done(browser, _post(browser, "/", "/lists", {"files": (register.name, content)}))
    seen = time.perf_counter()
    plan = _done(browser, _post(browser, columns, columns, {}, do="plan"))
    told = time.perf_counter()
    seconds = told - begun
    worked = served.processor_of_jobs - jobs_before
    print(f"from upload to plan: {seconds:.2f} s, {seconds / alone.seconds:.2f} x; processor {worked:.2f} s", end="; ")
    print(
        f"columns after {seen - begun:.2f} s, the plan {told - seen:.2f} s later, {(told - seen) / alone.seconds:.2f} x"
    )
    floor = _seconds(browser, served, _FLOOR, 5)
    for query in ("", "?start=10000", "?q=laptop", "?group=changes"):
        print(f"its page {query or 'as it opens'}: {_seconds(browser, served, plan + query, 5).text(floor)}")
    print(f"the server had {before:.2f} GB, and has {_resident(served):.2f} GB; at most {_peak(served):.2f} GB")


def _post(browser: httpx2.Client, page: str, action: str, files: Mapping[str, Any], **more: str) -> str:
    """The address of what comes of a form."""
    form = next(one for one in forms_of(browser.get(page)) if one.action == action)
    answer = browser.post(action, data={**dict(form.fields), **more}, files=files or None)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def _done(browser: httpx2.Client, address: str) -> str:
    """The address, once what is there is done."""
    while "sse-connect" in (answer := browser.get(address)).text:
        time.sleep(0.05)
    assert answer.status_code == 200, answer.text
    return address


def _register(path: Path, devices: int, rows: int) -> Path:
    """A register of devices on record, a tenth of which pass to somebody else; made once."""
    if not path.exists():
        number = pl.int_range(1, rows + 1, eager=True) * (devices // rows)
        owner = number % (devices // 10) + 1 + (number // (devices // rows) % 10 == 0)
        text = number.cast(pl.String)
        table = pl.DataFrame(
            {
                "Asset tag": "AT-" + text.str.zfill(8),
                "Name": "Laptop " + text,
                "Status": pl.repeat("in use", rows, eager=True),
                "Condition": pl.repeat("good", rows, eager=True),
                "Owner email": "person." + owner.cast(pl.String).str.zfill(7) + "@acme.example",
            }
        )
        xlsxturbo.df_to_xlsx(table, str(path), constant_memory=True)
    return path


def _resident(served: Served) -> float:
    return _told(served, "VmRSS")


def _peak(served: Served) -> float:
    return _told(served, "VmHWM")


def _told(served: Served, name: str) -> float:
    """Gigabytes of memory of the server's process; Linux tells."""
    found = re.search(rf"{name}:\s+(\d+) kB", Path(f"/proc/{served.pid}/status").read_text(encoding="ascii"))
    assert found is not None
    return int(found[1]) / 1e6


if __name__ == "__main__":
    main()
