"""Nothing that must not be lost is ever written over."""

from pathlib import Path

import pytest

from pipeline.errors import UsageProblem
from pipeline.runs.steps.output_paths import refuse_harm
from pipeline.settings import load_settings


@pytest.mark.parametrize(
    "output", ["devices.xlsx", "./devices.xlsx", "ledger.duckdb", "ledger.duckdb.wal", "published/rollcall.duckdb", "."]
)
def test_an_output_that_would_destroy_something_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings(None, {"state": Path("ledger.duckdb")})
    with pytest.raises(UsageProblem, match=r"overwritten|folder"):
        refuse_harm(Path(output), settings, [tmp_path / "devices.xlsx"])


def test_an_output_of_its_own_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    refuse_harm(Path("plan.xlsx"), load_settings(None, {}), [Path("devices.xlsx")])
