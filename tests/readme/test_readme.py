"""The README against the product: its commands, its output, its fields, its exit codes and its SQL."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import click
import duckdb
import pytest

from pipeline.cli import main
from pipeline.cli.app import rollcall
from pipeline.model import Limits
from pipeline.settings import load_settings
from schemas.fields import ASSIGNMENT_FIELDS, ATTRIBUTES, Field

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of one language, in order."""
    return [block.strip() for block in re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)]


def rollcall_run(*arguments: str) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    return int(str(stopped.value.code))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the sample data was run, opening and all."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "sample_data", folder / "sample_data")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        for name in ("opening", "assignments"):
            files = ("sample_data/inventory.xlsx", f"sample_data/{name}.xlsx")
            assert rollcall_run("--quiet", "run", *files, "--allow", "backdate_days=9999") == 4
    return folder


def test_the_first_command_prints_what_the_readme_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "sample_data", tmp_path / "sample_data")
    monkeypatch.chdir(tmp_path)
    arguments = blocks("bash")[0].rpartition(".venv/bin/rollcall ")[2].split()
    assert rollcall_run(*arguments) == 4
    run_id = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}")
    assert run_id.sub("RUN", capsys.readouterr().out).strip() == run_id.sub("RUN", blocks("text")[0])


@pytest.mark.parametrize("sql", blocks("sql"))
def test_each_question_of_an_analyst_is_answered(ledger: Path, sql: str) -> None:
    with duckdb.connect(str(ledger / "published" / "rollcall.duckdb"), read_only=True) as published:
        columns = [column[0] for column in published.execute(sql).description or []]
    assert columns
    assert rollcall_run("query", sql, "--state", str(ledger / "rollcall.duckdb")) == 0


def test_ten_questions_of_analysts_are_there() -> None:
    assert len(blocks("sql")) >= 10


def test_the_question_of_who_has_what_has_rows(ledger: Path) -> None:
    with duckdb.connect(str(ledger / "published" / "rollcall.duckdb"), read_only=True) as published:
        assert len(published.execute(blocks("sql")[0]).fetchall()) > 50


@pytest.mark.parametrize("settings", blocks("toml"))
def test_each_example_of_settings_is_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str) -> None:
    for name in [name for name in os.environ if name.startswith("ROLLCALL_")]:
        monkeypatch.delenv(name)
    example = tmp_path / "rollcall.toml"
    example.write_text(settings, encoding="utf-8")
    loaded = load_settings(example, {})
    if "[limits]" in settings:
        assert loaded.intent().limits == Limits()


@pytest.mark.parametrize("field", [*ASSIGNMENT_FIELDS, *ATTRIBUTES], ids=lambda field: field.name)
def test_each_field_is_named(field: Field) -> None:
    assert f"`{field.name}`" in README


@pytest.mark.parametrize("name", sorted(rollcall.commands))
def test_each_command_is_named_and_has_help(name: str) -> None:
    assert f"`rollcall {name}" in README
    assert rollcall.commands[name].help


@pytest.mark.parametrize("name", sorted(rollcall.commands))
def test_each_option_has_help(name: str) -> None:
    options = [option for option in rollcall.commands[name].params if isinstance(option, click.Option)]
    assert all(option.help for option in options)
