"""The story, published."""

from pathlib import Path

import pytest

from pipeline.model import Ledger
from pipeline.store.published.publish import publish


@pytest.fixture(scope="session")
def published(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    state = tmp_path_factory.mktemp("published") / "rollcall.duckdb"
    state.write_bytes(ledger.read_bytes())
    return publish(Ledger(state))
