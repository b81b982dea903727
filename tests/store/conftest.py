"""The story, told once for all tests that only read it."""

from pathlib import Path

import pytest

from pipeline.model import Ledger
from pipeline.store import commit
from tests.support.ledgers.story import chapters


@pytest.fixture(scope="session")
def days(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The state file as it was at the end of each run, by run id."""
    folder = tmp_path_factory.mktemp("story")
    state, copies = folder / "rollcall.duckdb", {}
    for changes, run in chapters():
        commit(Ledger(state), changes, run)
        copies[run.run_id] = folder / f"{run.run_id}.duckdb"
        copies[run.run_id].write_bytes(state.read_bytes())
    return copies


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
