"""The story, told once for all tests that only read it."""

import shutil
from pathlib import Path

import pytest

from pipeline.model import Ledger
from pipeline.store import commit
from tests.support.ledgers.story import chapters
from tests.support.shared import made_once


@pytest.fixture(scope="session")
def days(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The state file as it was at the end of each run, by run id."""

    def tell(folder: Path) -> list[str]:
        for changes, run in chapters():
            commit(Ledger(folder / "rollcall.duckdb"), changes, run)
            shutil.copyfile(folder / "rollcall.duckdb", folder / f"{run.run_id}.duckdb")
        return [run.run_id for _, run in chapters()]

    folder, run_ids = made_once(tmp_path_factory, "story", tell)
    return {run_id: folder / f"{run_id}.duckdb" for run_id in run_ids}


@pytest.fixture(scope="session")
def ledger(days: dict[str, Path]) -> Path:
    """The state file at the end of the story; only to be read."""
    return days["run-thu"]


@pytest.fixture
def own_ledger(ledger: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may write to."""
    copy = tmp_path / "rollcall.duckdb"
    copy.write_bytes(ledger.read_bytes())
    return copy
