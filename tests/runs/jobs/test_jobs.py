"""Jobs that several programs ask for at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline.model import Caller
from pipeline.runs.jobs.jobs import File, Jobs, Standing
from pipeline.settings import load_settings
from schemas.vocabulary import Role


def test_whoever_asks_for_the_same_at_the_same_time_finds_the_job_begun(tmp_path: Path) -> None:
    jobs, caller = Jobs(load_settings(None, {"state": tmp_path / "l.duckdb"})), Caller("k", "crm", "acme", Role.EDITOR)
    file = File("list.csv", b"Serial Number\n" + b"SN-1\n" * 1_000_000)

    def ask(_: int) -> Standing | None:
        begun = jobs.begin("check", caller, files=[file], key="a")
        return jobs.standing(caller, begun.job_id)

    try:
        with ThreadPoolExecutor(6) as many:
            found = list(many.map(ask, range(6)))
    finally:
        jobs.close()
    assert [standing is None or _is_lost(standing) for standing in found] == [False] * 6
    assert len({standing.job.job_id for standing in found if standing}) == 1


def _is_lost(standing: Standing) -> bool:
    return standing.report is not None and standing.report.get("error", {}).get("code") == "lost"
