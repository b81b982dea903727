"""The sample data through a lake: a month there is a month in a file, row by row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UsageProblem
from pipeline.runs.lake import copies
from pipeline.settings import load_settings
from tests.support.desk import Desk, Said
from tests.support.sample_month import Month, spend_month
from tests.system.faults.ledgers import differences, masked, told

pytest.importorskip("deltalake", reason="the tables of a lake need deltalake: pip install 'rollcall[spark]'")


@pytest.mark.lengthy
@pytest.mark.system
def test_a_month_of_the_sample_data_leaves_in_a_lake_what_it_leaves_in_a_file(
    month: Month, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLLCALL_STATE", "lake:fleet")
    there = spend_month(Desk(tmp_path))
    monkeypatch.delenv("ROLLCALL_STATE")
    for name in ("opened", "run", "again"):
        assert _said(getattr(there, name), there.desk) == _said(getattr(month, name), month.desk)
    assert there.desk.say("verify", "--state", "lake:fleet").code == 0

    assert there.desk.say("lake", "export", "rollcall.duckdb", "--state", "lake:fleet").code == 0

    assert there.desk.say("verify").code == 0
    assert differences(told(there.desk.state), told(month.desk.state)) == []


def _said(said: Said, desk: Desk) -> dict[str, Any]:
    own = {"run_id", "timings", "outputs"}
    facts = {name: value for name, value in said.json.items() if name not in own}
    told: dict[str, Any] = json.loads(masked(json.dumps(facts), desk.folder))
    return told


def test_a_file_is_no_lake(tmp_path: Path) -> None:
    settings = load_settings(None, {"state": tmp_path / "rollcall.duckdb"})
    with pytest.raises(UsageProblem, match="is a file, and this is about a ledger in a lake"):
        copies.import_file(tmp_path / "other.duckdb", settings)


def test_nothing_is_exported_of_a_lake_without_a_ledger(tmp_path: Path) -> None:
    settings = load_settings(None, {"state": f"lake:{tmp_path / 'fleet'}"})
    with pytest.raises(UsageProblem, match="There is no ledger at"):
        copies.export_file(tmp_path / "copy.duckdb", settings)
    assert list(tmp_path.iterdir()) == []
