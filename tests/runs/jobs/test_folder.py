"""The folder of a job: files under numbers, and names that are only shown."""

from __future__ import annotations

import os
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from pipeline.runs.jobs.folder import Job, find_job, make_folder, remove_older, shown_names


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (["list.xlsx", "list.xlsx"], ("list.xlsx", "2 list.xlsx")),
        (["../../etc/passwd", "C:\\temp\\a.csv"], ("passwd", "a.csv")),
        ([None, "", " .. ", "a\x00\n.csv"], ("file 1", "file 2", "file 3", "csv")),
        (["é\ud800.csv"], ("é?.csv",)),
    ],
)
def test_names_of_files_are_shown_without_folders_and_once_each(
    given: list[str | None], shown: tuple[str, ...]
) -> None:
    assert shown_names(given) == shown


def _job(org: str) -> Job:
    return Job("20250301T090000Z-abc123", "check", org, "crm", "l.duckdb", None, {"mode": "full"}, ("list.csv",))


def test_a_job_is_that_of_its_organization(tmp_path: Path) -> None:
    state, job = tmp_path / "l.duckdb", _job("acme")
    folder = make_folder(job, state)
    found = find_job(state, "acme", job.job_id)
    assert (found, folder.job) == (folder, job)
    assert find_job(state, "other", job.job_id) is None


@pytest.mark.parametrize("job_id", ["", "..", "../acme", "a/b", "x" * 81, "é"])
def test_an_id_that_is_none_finds_nothing(tmp_path: Path, job_id: str) -> None:
    make_folder(_job("acme"), tmp_path / "l.duckdb")
    assert find_job(tmp_path / "l.duckdb", "acme", job_id) is None


def test_files_lie_under_their_numbers(tmp_path: Path) -> None:
    folder = make_folder(_job("acme"), tmp_path / "l.duckdb")
    for number, name in enumerate(["b.CSV", "a.xlsx", "no ending", "odd.é/x"]):
        folder.add_file(number, name, BytesIO(b"x"))
    assert [path.name for path in folder.files] == ["0.csv", "1.xlsx", "2", "3"]


def test_jobs_are_removed_with_their_files_once_they_are_old(tmp_path: Path) -> None:
    state, jobs = tmp_path / "l.duckdb", [_job("acme"), replace(_job("other"), job_id="new")]
    old, new = (make_folder(job, state) for job in jobs)
    old.add_file(0, "list.csv", BytesIO(b"x"))
    os.utime(old.path, (0, 0))
    remove_older(state, days=7)
    assert (old.path.exists(), new.path.exists()) == (False, True)


def test_how_far_it_is_and_what_came_of_it(tmp_path: Path) -> None:
    folder = make_folder(_job("acme"), tmp_path / "l.duckdb")
    assert (folder.stage, folder.report) == (None, None)
    folder.note_stage("read")
    folder.note_stage("decide")
    folder.note_report({"ok": True})
    assert (folder.stage, folder.report) == ("decide", {"ok": True})
