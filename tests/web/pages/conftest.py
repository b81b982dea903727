"""Jobs of these tests are done in this process, since to start another takes longer than most of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.runs.jobs import jobs, work
from pipeline.runs.jobs.folder import JobFolder


@pytest.fixture(autouse=True)
def jobs_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a job does is done by the thread that would wait for its process."""

    def carry_out(folder: Path) -> None:
        work.main(JobFolder(folder))

    monkeypatch.setattr(jobs, "_work", carry_out)
