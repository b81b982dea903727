"""The processes of jobs: one that is ready does the next job, and none is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from pipeline.runs.jobs.folder import Job, JobFolder, make_folder
from pipeline.runs.jobs.processes import Processes


@pytest.fixture
def processes() -> Iterator[Processes]:
    """The processes of a server, which ends."""
    made = Processes()
    yield made
    made.rest()


def _list(state: Path) -> JobFolder:
    folder = make_folder(Job("map-1", "map", "acme", "crm", str(state), None, names=("list.csv",)), state)
    folder.add_file(0, "list.csv", BytesIO(b"serial number,owner email\nSN-1,ann@acme.example\n"))
    return folder


@pytest.mark.system
def test_a_process_that_is_ready_does_the_next_job_and_only_that(tmp_path: Path, processes: Processes) -> None:
    processes.make_ready()
    ready = processes.ready
    processes.make_ready()
    assert processes.ready is ready is not None
    folder = _list(tmp_path / "l.duckdb")
    processes.carry_out(folder.path)
    assert (ready.returncode, processes.ready, folder.outcome) == (0, None, "done")


@pytest.mark.system
def test_one_that_has_ended_meanwhile_is_not_relied_on(tmp_path: Path, processes: Processes) -> None:
    processes.make_ready()
    assert processes.ready is not None
    processes.ready.kill()
    processes.ready.wait()
    folder = _list(tmp_path / "l.duckdb")
    processes.carry_out(folder.path)
    assert folder.outcome == "done"


@pytest.mark.system
def test_one_for_which_there_is_no_job_ends_by_itself(processes: Processes) -> None:
    processes.make_ready()
    ready = processes.ready
    processes.rest()
    assert ready is not None
    assert (ready.returncode, processes.ready) == (0, None)
