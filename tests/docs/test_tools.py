"""The recipes for other programs, carried out as far as these programs are here."""

from __future__ import annotations

import re
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.runs.guide import page
from tests.support.desk import SAMPLES, Desk

RECIPES = page("tools").text

pytestmark = pytest.mark.system


def blocks(kind: str) -> list[str]:
    """The fenced blocks of one kind."""
    return re.findall(rf"```{kind}\n(.*?)```", RECIPES, flags=re.DOTALL)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample data on record, and both copies published."""
    desk = Desk(tmp_path_factory.mktemp("tools"))
    shutil.copytree(SAMPLES, desk.folder / "sample_data")
    assert desk.say("run", "sample_data/inventory.xlsx", "sample_data/opening.xlsx").code in {0, 4}
    assert desk.say("publish").code == 0
    return desk.folder


@pytest.mark.parametrize("code", blocks("python"))
def test_a_recipe_in_python_prints_something(
    published: Path, code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in re.findall(r"^(?:import|from) (\w+)", code, flags=re.MULTILINE):
        if find_spec(name) is None:
            pytest.skip(f"{name} is not installed")
    monkeypatch.chdir(published)
    exec(compile(code, "tools.md", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) > 3


def test_the_copy_is_attached_to_a_database_of_ones_own(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sql,) = blocks("sql attach")
    monkeypatch.chdir(published)
    with duckdb.connect(tmp_path / "mine.duckdb") as mine:
        assert mine.execute(sql).fetchall()
        assert mine.execute("SELECT count(*) > 0 FROM rollcall.current_ownerships").fetchall() == [(True,)]
        assert mine.execute("USE rollcall; SELECT count(*) > 0 FROM ownerships_as_of(now())").fetchall() == [(True,)]


@pytest.mark.parametrize("recipe", ["odbc", "powerquery"])
def test_a_recipe_for_windows_names_files_that_are_there(published: Path, recipe: str) -> None:
    (text,) = blocks(f"text {recipe}")
    paths = re.findall(r"C:\\rollcall\\([\w\\.]+)", text)
    assert paths
    assert all((published / path.replace("\\", "/")).exists() for path in paths)


def test_the_profile_of_dbt_attaches_the_copy(published: Path, tmp_path: Path) -> None:
    (profile,) = _yaml("profile")["rollcall_reports"]["outputs"].values()
    (attached,) = profile["attach"]
    with duckdb.connect(tmp_path / profile["path"]) as reports:
        reports.execute(f"ATTACH '{published / attached['path']}' AS {attached['alias']} (READ_ONLY)")
        for source in _yaml("sources")["sources"]:
            for table in source["tables"]:
                named = f"{source['database']}.{source['schema']}.{table['name']}"
                wanted = {column["name"] for column in table.get("columns", [])} | {table.get("loaded_at_field")}
                assert wanted - {None} <= {*reports.sql(f"FROM {named}").columns}
                _holds_its_tests(reports, named, table)


def _holds_its_tests(reports: duckdb.DuckDBPyConnection, named: str, table: dict[str, Any]) -> None:
    for column in (column["name"] for column in table.get("columns", []) if "tests" in column):
        sql = f"SELECT count(*) > 0, count(*) = count(DISTINCT {column}), count({column}) = count(*) FROM {named}"
        assert reports.execute(sql).fetchall() == [(True, True, True)]


def _yaml(kind: str) -> Any:
    yaml = pytest.importorskip("yaml")
    (text,) = blocks(f"yaml {kind}")
    return yaml.safe_load(text)
