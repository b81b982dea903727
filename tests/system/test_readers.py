"""Readers of the published copy, and runs, are in nobody's way. The long form: python -m tests.system.readers."""

from __future__ import annotations

from pathlib import Path

from tests.system.readers import observe


def test_readers_and_runs_do_not_disturb_each_other(tmp_path: Path) -> None:
    observed = observe(tmp_path, readers=3, times=8)

    assert observed.problems == []
    assert {reader["kind"]: reader["last"] for reader in observed.readers} == dict.fromkeys(
        ("again", "held", "parquet"), observed.state_version
    )
