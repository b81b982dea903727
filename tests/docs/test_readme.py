"""The README and the guide against the product: commands, output, fields, settings, reasons, exit codes and SQL."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import click
import duckdb
import pytest
from pydantic import BaseModel

from pipeline import errors
from pipeline.cli import main
from pipeline.cli.app import rollcall
from pipeline.model import Limits
from pipeline.runs.guide import pages
from pipeline.settings import Settings, load_settings
from pipeline.settings.drop_folder import folder_settings
from schemas.fields import ASSIGNMENT_FIELDS, ATTRIBUTES, Field
from schemas.vocabulary import IssueCode, Outcome, Reason

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = {page.topic: page.text for page in pages()}
MANUAL = "\n".join((README, *GUIDE.values()))
CODES = {error.exit_code for error in errors.RollcallError.__subclasses__()} | {0, 1, 4, 10}


def blocks(language: str, text: str = MANUAL) -> list[str]:
    """The fenced blocks of one language, in order."""
    return [block.strip() for block in re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)]


def commands(text: str, *languages: str) -> list[list[str]]:
    """The words of each `rollcall` command that stands in such blocks, without its comment."""
    lines = [line for language in languages for block in blocks(language, text) for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("rollcall ")]


def rollcall_run(*arguments: str) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    return int(str(stopped.value.code))


def names_of(settings: type[BaseModel]) -> list[str]:
    """The settings by name; of a section, those that stand in it too."""
    sections = [field.default for field in settings.model_fields.values() if isinstance(field.default, BaseModel)]
    return [*settings.model_fields, *(name for section in sections for name in type(section).model_fields)]


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


@pytest.mark.system
def test_the_first_command_prints_what_the_readme_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "sample_data", tmp_path / "sample_data")
    monkeypatch.chdir(tmp_path)
    arguments = blocks("bash", README)[0].rpartition(".venv/bin/rollcall ")[2].split()
    assert rollcall_run(*arguments) == 4
    run_id = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}")
    assert run_id.sub("RUN", capsys.readouterr().out).strip() == run_id.sub("RUN", blocks("text", README)[0])


def test_the_second_command_runs_the_tests() -> None:
    assert blocks("bash", README)[1].endswith(".venv/bin/python -m pytest -n auto")


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 200


@pytest.mark.parametrize("path", re.findall(r"\]\(((?:pipeline/guide|sample_data)/[^)]+)\)", README))
def test_the_readme_sends_people_to_what_is_there(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.parametrize("topic", sorted(GUIDE))
def test_the_readme_leads_to_each_page_of_the_guide(topic: str) -> None:
    assert f"[{topic}](pipeline/guide/{topic}.md)" in README


@pytest.mark.system
@pytest.mark.parametrize("sql", blocks("sql"))
def test_each_question_of_an_analyst_is_answered(ledger: Path, sql: str) -> None:
    with duckdb.connect(str(ledger / "published" / "rollcall.duckdb"), read_only=True) as published:
        columns = [column[0] for column in published.execute(sql).description or []]
    assert columns
    assert rollcall_run("query", sql, "--state", str(ledger / "rollcall.duckdb")) == 0


def test_ten_questions_of_analysts_are_there() -> None:
    assert len(blocks("sql")) >= 10


@pytest.mark.system
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


@pytest.mark.parametrize("section", ["[sources.", "[limits]", "[reading]", "[results]", "[publish]", "[notify]"])
def test_a_section_of_the_settings_has_an_example(section: str) -> None:
    assert section in "\n".join(blocks("toml"))


@pytest.mark.parametrize("settings", blocks("toml drop-folder"))
def test_each_example_of_a_drop_folder_is_accepted(settings: str) -> None:
    loaded = folder_settings(Settings(), "hr", settings.encode())
    assert (loaded.source, loaded.scope) == ("hr", "location=Berlin")


def test_a_drop_folder_has_an_example() -> None:
    assert blocks("toml drop-folder")


@pytest.mark.parametrize("words", commands(MANUAL, "sh", "sh walk"), ids=" ".join)
def test_each_command_of_an_example_is_one_that_there_is(monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.setattr(click.Command, "invoke", lambda command, context: 0)  # its words are read, and no more
    assert rollcall_run(*words) == 0


@pytest.mark.system
def test_the_walk_of_finance_goes_well(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ledger, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROLLCALL_LIMITS__BACKDATE_DAYS", "9999")  # the dates of the sample data are old by now
    walk = commands(GUIDE["finance"], "sh walk")
    assert len(walk) >= 5
    assert [words for words in walk if rollcall_run(*words) not in {0, 4}] == []


@pytest.mark.parametrize("field", [*ASSIGNMENT_FIELDS, *ATTRIBUTES], ids=lambda field: field.name)
def test_each_field_is_named(field: Field) -> None:
    assert f"`{field.name}`" in MANUAL


@pytest.mark.parametrize("name", names_of(Settings))
def test_each_setting_is_named(name: str) -> None:
    stands = (f"`{name}`", f"`[{name}]`", f"`[{name}.", f"{name} = ", f"`--{name}`")
    assert any(said in MANUAL for said in stands)


@pytest.mark.parametrize("code", [*Outcome, *Reason, *IssueCode])
def test_each_outcome_reason_and_finding_is_explained(code: str) -> None:
    assert f"`{code}`" in GUIDE["outcomes"]


@pytest.mark.parametrize("word", ["rejected", "skipped", "held", "refused", "left"])
def test_one_page_has_the_glossary_of_what_was_not_done(word: str) -> None:
    assert [topic for topic, text in GUIDE.items() if f"\n| **{word}** | " in text] == ["outcomes"]


@pytest.mark.parametrize("code", sorted(CODES))
def test_each_exit_code_is_named(code: int) -> None:
    assert f"\n| {code} | " in GUIDE["scripts"]


@pytest.mark.parametrize("name", sorted(rollcall.commands))
def test_each_command_is_named_and_has_help(name: str) -> None:
    assert f"`rollcall {name}" in README
    assert rollcall.commands[name].help


@pytest.mark.parametrize("name", sorted(rollcall.commands))
def test_each_option_has_help(name: str) -> None:
    options = [option for option in rollcall.commands[name].params if isinstance(option, click.Option)]
    assert all(option.help for option in options)
