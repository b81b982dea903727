"""`state = "lake:PLACE"`: the place of the tables, and the path that other files lie beside."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UsageProblem
from pipeline.model import Lake
from pipeline.settings import load_settings, origins


@pytest.mark.parametrize("state", ["lake:fleet", "lake:fleet/", Path("lake:fleet")])
def test_a_folder(state: str | Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ledger = load_settings(None, {"state": state}).ledger
    assert (ledger.path, ledger.lake) == (Path("fleet"), Lake(str(tmp_path / "fleet")))


@pytest.mark.parametrize("state", ["lake:s3://bucket/all/fleet", Path("lake:s3://bucket/all/fleet")])
def test_a_place_of_an_object_store(state: str | Path) -> None:
    ledger = load_settings(None, {"state": state}).ledger
    assert (ledger.path, ledger.lake) == (Path("fleet.lake"), Lake("s3://bucket/all/fleet"))


def test_the_settings_file_says_how_the_store_is_reached(tmp_path: Path) -> None:
    config = tmp_path / "rollcall.toml"
    config.write_text(
        'state = "lake:s3://b/fleet"\n[lake]\nbuckets = 64\nstorage = {aws_region = "eu", aws_key = "s"}\n'
    )
    settings = load_settings(config, {})
    assert settings.ledger.lake == Lake("s3://b/fleet", (("aws_key", "s"), ("aws_region", "eu")), 64)
    shown = {one.name: (one.value, one.origin) for one in origins(settings, {})}
    assert shown["lake.storage"] == ({"aws_region": "(secret)", "aws_key": "(secret)"}, "file")
    assert shown["lake.place"] == ("s3://b/fleet", "file")
    assert "lake" not in settings.recorded()


def test_a_file_has_no_lake() -> None:
    assert load_settings(None, {"state": Path("rollcall.duckdb")}).ledger.lake is None


@pytest.mark.parametrize("state", ["lake:", "lake:all[1]", "lake:50%"])
def test_a_folder_whose_name_the_tables_cannot_be_found_by_is_refused(state: str) -> None:
    with pytest.raises(UsageProblem, match="setting"):
        load_settings(None, {"state": state})


@pytest.mark.parametrize("out", ["fleet", "fleet/devices/results"])
def test_results_among_the_tables_of_a_lake_are_refused(
    out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageProblem, match="among the tables of the lake"):
        load_settings(None, {"state": "lake:fleet", "out": Path(out)})
    assert load_settings(None, {"state": "lake:fleet", "out": Path("fleet2")}).out == Path("fleet2")
