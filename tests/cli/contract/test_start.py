"""A run loads what it uses: PyArrow brings NumPy along, and the two take as long to load as a small file to decide."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from pipeline.cli.housekeeping import look_as_usual, look_rarely
from tests.support.desk import ROOT

UNUSED = (
    *("pyarrow", "numpy", "pandera", "openpyxl", "rich", "jinja2", "ftfy", "msoffcrypto", "pydantic_settings"),
    *("http.client", "ssl", "deltalake", "pyspark", "pipeline.cli.plan", "pipeline.cli.serve"),
    *("pipeline.store.lake.head", "pipeline.store.lake.snapshot", "pipeline.store.cluster.spill"),
    *("pipeline.model.calls", "pipeline.model.maps", "pipeline.model.nightly", "pipeline.model.ledger_reports"),
)


@pytest.mark.system
@pytest.mark.publishes
def test_a_run_of_plain_workbooks_loads_nothing_that_it_does_not_use(tmp_path: Path) -> None:
    devices = {"serial_number": ["SN1", "SN2"], "name": ["a", "b"], "type": ["laptop"] * 2, "category": ["IT"] * 2}
    pl.DataFrame({**devices, "client_purchase_price": [100.5, 20.0]}).write_csv(tmp_path / "devices.csv")
    who = {"serial_number": ["SN1", "SN2"], "owner_email": ["ann@example.com", "bo@example.com"]}
    pl.DataFrame(who).write_excel(tmp_path / "who.xlsx")
    words = ["--state", "l.duckdb", "--json", "run", "devices.csv", "who.xlsx", "--out", "out"]
    program = f"""
import sys
from pipeline.cli import main
try:
    main({words!r})
except SystemExit:
    print([name for name in {UNUSED!r} if name in sys.modules], file=sys.stderr)
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)["actions"] == {"create": 2, "update": 0, "assign": 2, "reassign": 0, "unassign": 0}
    assert done.stderr == "[]\n"


@pytest.mark.system
def test_a_sweep_that_finds_nothing_loads_nothing_that_decides(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    for days in (0, 1):  # a day may begin meanwhile
        (tmp_path / "results" / "digests" / f"{datetime.now(UTC) + timedelta(days):%Y%m%d}T000000Z").mkdir(parents=True)
    program = """
import sys
from pipeline.cli import main
try:
    main(["sweep", "inbox", "--quiet"])
except SystemExit as end:
    idle = ("narwhals", "xlsxturbo", "pipeline.core", "pipeline.runs.run", "pipeline.runs.show")
    print(end.code, [name for name in idle if name in sys.modules])
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "0 []\n"


def test_the_log_does_without_rich_which_tables_can_still_use() -> None:
    program = """
import sys
from pipeline.cli.render import log
log.configure("sweep", is_terminal=True)
print("rich" in sys.modules)
import rich.table
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]


def test_a_command_that_ends_does_not_look_for_garbage() -> None:
    program = """
import atexit, gc
atexit.register(lambda: print(gc.get_freeze_count() > 0))  # what was registered first is called last
import pipeline.cli
print(gc.get_freeze_count() > 0)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


@pytest.mark.system
def test_the_program_ends_without_being_taken_apart_once_all_is_done_and_said() -> None:
    program = """
import atexit, sys, threading, time
atexit.register(print, "taken apart")  # what was registered first is called last
from pipeline.cli import program
atexit.register(print, "done at the end")
threading.Thread(target=lambda: (time.sleep(0.3), print("done beside"))).start()
sys.argv = ["rollcall", *sys.argv[1:]]
program()
"""
    command = [sys.executable, "-c", program]
    told = subprocess.run([*command, "--version"], cwd=ROOT, capture_output=True, text=True, check=True)
    refused = subprocess.run([*command, "nothing"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.stdout.splitlines()[1:] == ["done beside", "done at the end"]
    assert refused.returncode == 2
    assert "No such command" in refused.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such file here")
def test_what_could_not_be_said_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "pipeline", "--version"]
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode
    assert "No space left" in done.stderr


def test_a_server_looks_for_garbage_as_any_python_does() -> None:
    usual = gc.get_threshold()
    try:
        look_rarely()
        assert gc.get_threshold()[0] == 200_000
        look_as_usual()
        assert gc.get_threshold()[0] < 10_000
    finally:
        gc.set_threshold(*usual)
