"""Jobs that several programs ask for at the same time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UsageProblem
from pipeline.model import Caller
from pipeline.runs.jobs.folder import Job, jobs_of, make_folder
from pipeline.runs.jobs.jobs import File, Jobs, Standing
from pipeline.settings import load_settings
from schemas.vocabulary import Role


@pytest.mark.system
def test_whoever_asks_for_the_same_at_the_same_time_finds_the_job_begun(tmp_path: Path) -> None:
    jobs, caller = Jobs(load_settings(None, {"state": tmp_path / "l.duckdb"})), Caller("k", "crm", "acme", Role.EDITOR)
    content = b"Serial Number\n" + b"SN-1\n" * 1_000_000

    def ask(_: int) -> Standing | None:
        file = File("list.csv", BytesIO(content))
        begun = jobs.begin("check", caller, files=[file], key="a")
        return jobs.standing(caller, begun.job_id)

    try:
        with ThreadPoolExecutor(6) as many:
            found = list(many.map(ask, range(6)))
    finally:
        jobs.close()
    assert [standing is None or _is_lost(standing) for standing in found] == [False] * 6
    assert len({standing.job.job_id for standing in found if standing}) == 1


class _EndsNow(Future[None]):
    """A job that ends, and leaves its report, at the moment in which somebody asks."""

    def __init__(self, report: Path) -> None:
        super().__init__()
        self._report = report

    def done(self) -> bool:
        self._report.write_text("{}", encoding="utf-8")
        return True


def test_a_job_that_ends_while_somebody_asks_is_not_lost(tmp_path: Path) -> None:
    settings = load_settings(None, {"state": tmp_path / "l.duckdb"})
    jobs, caller = Jobs(settings), Caller("k", "crm", "acme", Role.EDITOR)
    folder = make_folder(Job("a", "check", "acme", "crm", str(settings.state), None), settings.state)
    jobs._begun["a"] = _EndsNow(folder.path / "report.json")
    standing = jobs.standing(caller, "a")
    assert standing is not None
    assert standing.status == "done"


@pytest.mark.parametrize("name", ["finance", "invented"])
def test_the_sources_of_the_settings_are_those_of_the_house_alone(tmp_path: Path, name: str) -> None:
    config = tmp_path / "rollcall.toml"
    config.write_text('org = "acme"\n[sources.finance]\ncolumns = { Shelf = "location" }\n', encoding="utf-8")
    jobs = Jobs(load_settings(config, {"state": tmp_path / "l.duckdb"}))
    own, other = (Caller(org, "crm", org, Role.EDITOR) for org in ("acme", "other"))
    assert (jobs.sources_for(own), jobs.sources_for(other)) == (["finance"], [])
    ways: list[dict[str, Any]] = [{"options": {"source": name}}, {"save_as": name}]
    for asked in ways:
        with pytest.raises(UsageProblem, match=f"There is no source {name} for your organization") as refused:
            jobs.begin("map", other, **asked)
        assert "finance" not in refused.value.hint
    assert list(jobs_of(tmp_path / "l.duckdb", "other").glob("*")) == []


class _Sent(BytesIO):
    """What a caller has sent: once it is read for its digest, `then` is called before it is read again."""

    def __init__(self, content: bytes, then: Callable[[], object]) -> None:
        super().__init__(content)
        self._then, self._is_digested = then, False

    def seek(self, *place: int) -> int:
        self._is_digested = True
        return super().seek(*place)

    def read(self, size: int | None = -1) -> bytes:
        if self._is_digested:
            self._then()
        return super().read(size)


def _fail() -> None:
    raise OSError("No space left on device")


@pytest.mark.system
def test_a_job_is_found_with_all_its_files_and_one_that_could_not_be_begun_is_begun_when_asked_again(
    tmp_path: Path,
) -> None:
    jobs, caller = Jobs(load_settings(None, {"state": tmp_path / "l.duckdb"})), Caller("k", "crm", "acme", Role.EDITOR)
    content, found = b"serial number,owner email\nSN-1,ann@acme.example\n", list[Standing]()
    try:
        with pytest.raises(OSError, match="No space"):
            jobs.begin("map", caller, files=[File("list.csv", _Sent(content, _fail))], key="a")
        assert jobs.recent(caller, ("map",), most=10) == []
        sent = _Sent(content, lambda: found.extend(jobs.recent(caller, ("map",), most=10)))
        begun = jobs.begin("map", caller, files=[File("list.csv", sent)], key="a")
        assert (begun.is_replayed, found) == (False, [])
        again = jobs.begin("map", caller, files=[File("list.csv", BytesIO(content))], key="a")
        assert (again.is_replayed, again.job_id) == (True, begun.job_id)
    finally:
        jobs.close()
    assert [one.status for one in jobs.recent(caller, ("map",), most=10)] == ["done"]


def _is_lost(standing: Standing) -> bool:
    return standing.report is not None and standing.report.get("error", {}).get("code") == "lost"


def test_the_reports_of_jobs_that_are_not_asked_for_are_not_read(tmp_path: Path) -> None:
    settings = load_settings(None, {"state": tmp_path / "l.duckdb"})
    jobs, caller = Jobs(settings), Caller("k", "crm", "acme", Role.EDITOR)
    for at, (command, about, report) in enumerate(
        [("apply", "p1", "{}"), ("apply", "p2", "no report"), ("plan", "p1", "no report"), ("apply", "p1", "{}")]
    ):
        folder = make_folder(
            Job(str(at), command, "acme", "crm", str(settings.state), None, about=about), settings.state
        )
        (folder.path / "report.json").write_text(report, encoding="utf-8")
    found = jobs.recent(caller, ("apply",), about="p1", most=10)
    assert [(one.job.job_id, one.status) for one in found] == [("3", "done"), ("0", "done")]
    assert [one.job.job_id for one in jobs.recent(caller, ("apply",), about="p1", most=1)] == ["3"]


def test_how_a_job_ended_is_told_without_its_report(tmp_path: Path) -> None:
    settings = load_settings(None, {"state": tmp_path / "l.duckdb"})
    jobs, caller = Jobs(settings), Caller("k", "crm", "acme", Role.EDITOR)
    for job_id, report in (("1", {"rows": "x"}), ("2", {"error": {"code": "x"}})):
        folder = make_folder(Job(job_id, "plan", "acme", "crm", str(settings.state), None), settings.state)
        folder.note_report(report)
    found = jobs.recent(caller, ("plan",), most=10)
    assert [(one.job.job_id, one.status, one.report) for one in found] == [("2", "failed", {}), ("1", "done", {})]
