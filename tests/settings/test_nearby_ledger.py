"""A ledger of a folder above is found where nobody has said which is meant, and none is made beside it by mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UsageProblem
from pipeline.settings import load_settings, nearby_ledger, refuse_second_ledger


@pytest.fixture
def below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The present folder, two below one with a ledger."""
    (tmp_path / "rollcall.duckdb").write_bytes(b"a ledger")
    folder = tmp_path / "lists" / "may"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def test_the_ledger_of_a_folder_above_is_found_and_named_with_both_ways_out(below: Path, tmp_path: Path) -> None:
    other = tmp_path / "rollcall.duckdb"
    assert nearby_ledger(load_settings(None, {})) == other
    with pytest.raises(UsageProblem) as refused:
        refuse_second_ledger(load_settings(None, {}))
    assert f"--state {other}" in refused.value.hint
    assert "--state rollcall.duckdb for a new one here" in refused.value.hint


def test_the_ledger_that_settings_above_name_is_found_before_another(below: Path, tmp_path: Path) -> None:
    (tmp_path / "rollcall.toml").write_text('state = "books/devices.duckdb"\n')
    assert nearby_ledger(load_settings(None, {})) == tmp_path / "rollcall.duckdb"  # theirs is not there
    (tmp_path / "books").mkdir()
    (tmp_path / "books" / "devices.duckdb").write_bytes(b"a ledger")
    assert nearby_ledger(load_settings(None, {})) == tmp_path / "books" / "devices.duckdb"


@pytest.mark.parametrize("said", ["option", "environment", "file"])
def test_who_says_which_ledger_is_meant_is_not_asked(said: str, below: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if said == "environment":
        monkeypatch.setenv("ROLLCALL_STATE", "new.duckdb")
    if said == "file":
        (below / "rollcall.toml").write_text('state = "new.duckdb"\n')
    settings = load_settings(None, {"state": Path("rollcall.duckdb") if said == "option" else None})
    assert nearby_ledger(settings) is None


def test_a_ledger_in_this_folder_is_the_one_that_is_meant(below: Path) -> None:
    (below / "rollcall.duckdb").write_bytes(b"a ledger")
    assert nearby_ledger(load_settings(None, {})) is None


@pytest.mark.parametrize("text", [b"state = ", b"\xff", b"state = 5\n", b"[state]\n"])
def test_settings_above_that_cannot_be_read_are_passed_over(text: bytes, below: Path, tmp_path: Path) -> None:
    (tmp_path / "lists" / "rollcall.toml").write_bytes(text)
    assert nearby_ledger(load_settings(None, {})) == tmp_path / "rollcall.duckdb"
