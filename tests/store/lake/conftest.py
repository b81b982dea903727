"""The story, told once in a lake for all tests that begin with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.model import Ledger
from pipeline.store import commit
from tests.support.ledgers.lakes import lake_at
from tests.support.ledgers.story import chapters
from tests.support.shared import made_once

pytest.importorskip("deltalake", reason="the tables of a lake need deltalake: pip install 'rollcall[spark]'")


@pytest.fixture(scope="session")
def first_lake(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """The lake after the first run alone, which takes a quarter of the time; only to be read."""

    def tell(folder: Path) -> None:
        commit(lake_at(folder / "lake"), *chapters()[0])

    folder, _ = made_once(tmp_path_factory, "first run in a lake", tell)
    return lake_at(folder / "lake")


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The lake as it was at the end of each run, by run id; only to be read."""

    def tell(folder: Path) -> list[str]:
        for changes, run in chapters():
            commit(lake_at(folder / "lake"), changes, run)
            shutil.copytree(folder / "lake", folder / run.run_id)
        return [run.run_id for _, run in chapters()]

    folder, run_ids = made_once(tmp_path_factory, "story in a lake", tell)
    return {run_id: folder / run_id for run_id in run_ids}


@pytest.fixture
def own_lake(told: dict[str, Path], tmp_path: Path) -> Ledger:
    """A lake of one's own as it was on Wednesday: the next run is Thursday's."""
    shutil.copytree(told["run-wed"], tmp_path / "fleet")
    return lake_at(tmp_path / "fleet")
