"""The path of the analysts' copy, where several ledgers lie in one folder."""

import shutil
from pathlib import Path

import pytest

from pipeline.model import Ledger
from pipeline.store.copy_path import claim_copy, published_copy
from pipeline.store.published.publish import publish
from tests.support.ledgers.published import ask

COUNT = "SELECT count(*) FROM devices"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    (tmp_path / "rollcall.duckdb").touch()
    return tmp_path / "rollcall.duckdb"


def test_the_trial_of_a_copied_ledger_leaves_the_analysts_what_they_have(ledger: Path, tmp_path: Path) -> None:
    state, trial = tmp_path / "rollcall.duckdb", tmp_path / "trial.duckdb"
    shutil.copy(ledger, state)
    real = publish(Ledger(state), parquet=False)
    before = real.read_bytes()
    shutil.copy(ledger, trial)

    copy = publish(Ledger(trial), parquet=False)

    assert copy == tmp_path / "published" / "trial.duckdb" / "rollcall.duckdb"
    assert ask(copy, COUNT) == ask(real, COUNT)
    assert real.read_bytes() == before
    assert (published_copy(state), published_copy(trial)) == (real, copy)


def test_whoever_was_published_first_has_the_usual_path(state: Path) -> None:
    usual = state.parent / "published" / "rollcall.duckdb"
    other = state.with_name("b.duckdb")
    assert published_copy(state) == published_copy(other) == usual
    assert claim_copy(state) == claim_copy(state) == usual
    assert claim_copy(other) == usual.parent / "b.duckdb" / "rollcall.duckdb"


def test_a_ledger_that_was_renamed_keeps_its_copy(state: Path) -> None:
    usual = claim_copy(state)
    renamed = state.rename(state.with_name("assets.duckdb"))
    assert published_copy(renamed) == claim_copy(renamed) == usual
    state.touch()
    assert published_copy(state) != usual


def test_what_cannot_be_read_belongs_to_nobody(state: Path) -> None:
    usual = claim_copy(state)
    (usual.parent / ".ledger").write_bytes(b"\xff\xfe")
    assert published_copy(state.with_name("b.duckdb")) == claim_copy(state.with_name("b.duckdb")) == usual
