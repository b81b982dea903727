"""A ledger goes from a file to a lake and back without a change, and never over another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import store
from pipeline.errors import UsageProblem
from pipeline.model import Ledger
from tests.support.ledgers.lakes import contents, lake_at

pytest.importorskip("deltalake", reason="the tables of a lake need deltalake: pip install 'rollcall[spark]'")


@pytest.mark.system
def test_there_and_back_every_value_is_the_same(ledger: Path, tmp_path: Path) -> None:
    lake, back = lake_at(tmp_path / "fleet"), Ledger(tmp_path / "back.duckdb")
    rows = store.import_file(lake, ledger)
    assert store.export_file(lake, back.path) == rows > 0
    assert contents(lake) == contents(Ledger(ledger)) == contents(back)
    assert store.prove(back) == store.prove(lake) == store.prove(Ledger(ledger))
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["back.duckdb", "fleet"]


@pytest.mark.system
def test_neither_is_written_over_another_ledger(ledger: Path, tmp_path: Path) -> None:
    lake = lake_at(tmp_path / "fleet")
    store.import_file(lake, ledger)
    with pytest.raises(UsageProblem, match="has a ledger already"):
        store.import_file(lake, ledger)
    with pytest.raises(UsageProblem, match="is there already"):
        store.export_file(lake, ledger)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="There is no file"):
        store.import_file(lake_at(tmp_path / "fleet"), tmp_path / "none.duckdb")
    assert not (tmp_path / "fleet").exists()
