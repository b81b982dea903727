"""Each declared option in every place that it may be said in, and in every record that carries it on."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from pipeline.cli.app import rollcall
from pipeline.errors import UsageProblem
from pipeline.runs.guide import page
from pipeline.runs.sweep.why_files import run_command
from pipeline.settings import Settings, load_settings
from pipeline.settings.drop_folder import FolderSettings, folder_settings
from pipeline.settings.sections import SourceSettings
from schemas.fields import DEFAULT_ORG
from schemas.options import OPTIONS, IntentOptions, LimitOptions, Option, ReadingOptions, SourceOptions, options_of
from tests.support.option_examples import SOURCES, another_text, example, plain, settings, toml

USUAL = settings(sources=SOURCES)
LASTING = [option for option in OPTIONS.values() if not option.about.is_for_one_run]
OF_FOLDERS = [option for option in OPTIONS.values() if option.about.is_for_folder]
OF_SOURCES = [option for option in OPTIONS.values() if option.about.is_for_source]
OF_REQUESTS = [option for option in OPTIONS.values() if option.about.is_of_request]


def name_of(option: Option) -> str:
    return option.name


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("option", OPTIONS.values(), ids=name_of)
def test_an_option_is_a_setting_with_its_default(option: Option) -> None:
    assert getattr(Settings(), option.name) == option.default


@pytest.mark.parametrize("option", OPTIONS.values(), ids=name_of)
def test_a_command_gives_it(option: Option) -> None:
    value = example(option)
    loaded = load_settings(None, {"sources": SOURCES, option.name: plain(value)})
    assert (getattr(loaded, option.name), type(getattr(loaded, option.name))) == (value, type(value))


@pytest.mark.parametrize("option", LASTING, ids=name_of)
def test_the_file_says_it_and_so_does_the_environment(
    option: Option, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = example(option)
    (tmp_path / "rollcall.toml").write_text(toml(option, value) + '[sources.hr]\nhidden_rows = "refuse"\n')
    of_file = getattr(load_settings(None, {}), option.name)
    (tmp_path / "rollcall.toml").write_text('[sources.hr]\nhidden_rows = "refuse"\n')
    monkeypatch.setenv(f"ROLLCALL_{option.name.upper()}", str(plain(value)))
    of_environment = getattr(load_settings(None, {}), option.name)

    assert (of_file, of_environment) == (value, value)


@pytest.mark.parametrize("option", options_of(LimitOptions), ids=name_of)
def test_what_is_for_one_run_comes_from_no_file(option: Option, tmp_path: Path) -> None:
    (tmp_path / "rollcall.toml").write_text(toml(option, example(option)))
    with pytest.raises(UsageProblem, match=f"The setting {option.name} is for one run") as refused:
        load_settings(None, {})
    assert refused.value.hint == f"Remove it there, and give {option.flag} on the command line."


@pytest.mark.parametrize("option", OF_FOLDERS, ids=name_of)
def test_a_drop_folder_says_it(option: Option) -> None:
    value = example(option)
    assert getattr(folder_settings(USUAL, "it", toml(option, value).encode()), option.name) == value


def test_a_drop_folder_says_nothing_else_but_columns() -> None:
    assert list(FolderSettings.model_fields) == [*map(name_of, OF_FOLDERS), "columns"]


@pytest.mark.parametrize("option", OF_SOURCES, ids=name_of)
def test_a_source_says_it_and_what_is_said_for_one_run_is_stronger(option: Option, tmp_path: Path) -> None:
    value = example(option)
    (tmp_path / "rollcall.toml").write_text(f"[sources.hr]\n{toml(option, value)}")
    usual = another_text(option) if option.type is str else next(word for word in option.type if word != value)

    said = [load_settings(None, {"source": "hr", **more}) for more in ({}, {option.name: usual})]

    assert [getattr(one, option.name) for one in said] == [value, usual]


def test_a_source_says_nothing_else_but_columns_defaults_and_how_often_it_sends() -> None:
    assert list(SourceSettings.model_fields) == [*map(name_of, OF_SOURCES), "columns", "defaults", "expect_every"]


@pytest.mark.parametrize("option", [option for option in OPTIONS.values() if option.about.also], ids=name_of)
def test_it_may_be_said_by_its_other_name(option: Option, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other, value = option.about.also, str(example(option))
    asked = load_settings(None, {other: value})
    monkeypatch.setenv(f"ROLLCALL_{other.upper()}", value)
    of_environment = load_settings(None, {})
    monkeypatch.delenv(f"ROLLCALL_{other.upper()}")
    (tmp_path / "rollcall.toml").write_text(f'{other} = "{value}"\n')
    of_file = load_settings(None, {})
    of_folder = folder_settings(USUAL, "hr", f'{other} = "{value}"\n'.encode())
    assert {getattr(one, option.name) for one in (asked, of_environment, of_file, of_folder)} == {value}


@pytest.mark.parametrize("option", OPTIONS.values(), ids=name_of)
def test_other_work_is_asked_for_by_those_of_the_request_alone(option: Option) -> None:
    other = USUAL.model_copy(update={option.name: example(option)})
    is_other = option in OF_REQUESTS or option.name == "source"  # a source maps columns, which are of the request
    assert (other.request() != USUAL.request()) == is_other


def test_a_request_is_worded_as_in_the_ledgers_that_there_are() -> None:
    given = settings(
        mode="full",
        scope="location=Berlin",
        on_conflict="refuse",
        create_devices=True,
        default_device_type="laptop",
        create_owners=False,
        atomic=True,
        inventory_complete=True,
        org="acme",
        added_by="it",
        kind="assignments",
        unknown_columns="ignore",
        hidden_rows="refuse",
        date_order="mdy",
        timezone="Europe/Paris",
        guard="hold",
        source="hr",
        sources={"hr": {"columns": {"Wer": "owner_email", "Gerät": ""}}},
        allow=("empty",),
        reason="as every year",
        limits={"money": 9},
    )
    assert given.request() == (
        '{"atomic": true, "columns": {"Gerät": "", "Wer": "owner_email"}, "create_devices": true, '
        '"create_owners": false, "date_order": "mdy", "default_device_type": "laptop", "guard": "hold", '
        '"hidden_rows": "refuse", "inventory_complete": true, "kind": "assignments", "mode": "full", '
        '"on_conflict": "refuse", "org": "acme", "scope": "location=Berlin", "timezone": "Europe/Paris", '
        '"unknown_columns": "ignore"}'
    )
    assert Settings().request() == "{}"


def test_what_was_requested_is_asked_for_again_whatever_the_settings_say_now() -> None:
    then = settings(mode="full", kind="inventory", source="hr", sources=SOURCES)
    now = settings(mode="instructions", guard="hold", added_by="it", limits={"money": 9})

    again = now.as_requested(then.request(), "hr")

    assert again.request() == then.request()
    assert (again.guard, again.added_by, again.limits) == ("warn", None, now.limits)


@pytest.mark.parametrize("option", OPTIONS.values(), ids=name_of)
def test_a_run_keeps_what_is_not_at_its_default_but_for_places(option: Option) -> None:
    value = example(option)
    kept = Settings().model_copy(update={option.name: value}).recorded()
    assert kept == ({option.name: plain(value)} if option.about.is_recorded else {})


def test_a_run_keeps_no_secret() -> None:
    told = {"plan_key": "geheim", "notify": {"urls": ["json://geheim"]}, "sources": SOURCES, "sweep": {"attempts": 1}}
    assert settings(**told, reading={"seconds": 3}).recorded() == {}


@pytest.mark.parametrize("option", options_of(IntentOptions), ids=name_of)
def test_the_core_is_told_it(option: Option) -> None:
    assert getattr(settings(**{option.name: example(option)}).intent(), option.name) == example(option)


@pytest.mark.parametrize("option", options_of(ReadingOptions), ids=name_of)
def test_whoever_reads_files_is_told_it(option: Option) -> None:
    assert getattr(settings(**{option.name: example(option)}).how_to_read(), option.name) == example(option)


@pytest.mark.parametrize("option", OF_FOLDERS, ids=name_of)
def test_the_command_that_lets_a_file_through_asks_for_what_its_folder_does(option: Option) -> None:
    folder = USUAL.model_copy(update={option.name: example(option)})
    words = run_command([Path("list.xlsx")], folder, USUAL).split()[2:]

    parsed = rollcall.commands["run"].make_context("run", words).params

    is_said = bool(option.about.help)  # what no command takes, none can be told
    assert parsed[option.name] == plain(example(option)) if is_said else option.name not in parsed


@pytest.mark.parametrize("option", [one for one in OF_FOLDERS if one.type is bool and one.about.help], ids=name_of)
def test_that_command_has_no_word_that_is_none(option: Option) -> None:
    usual = settings(**{option.name: True})
    words = run_command([Path("list.xlsx")], usual.model_copy(update={option.name: False}), usual).split()[2:]

    parsed = rollcall.commands["run"].make_context("run", words).params

    assert parsed[option.name] == (False if option.about.is_switch else None)


@pytest.mark.parametrize("command", ["run", "plan", "check"])
def test_a_command_that_decides_takes_all_that_bears_on_it(command: str) -> None:
    taken = {parameter.name for parameter in rollcall.commands[command].params}
    options = options_of(IntentOptions, ReadingOptions, SourceOptions, LimitOptions)
    assert [option.name for option in options if option.about.help and option.name not in taken] == []


@pytest.mark.parametrize("command", rollcall.commands.values(), ids=lambda command: str(command.name))
def test_a_command_writes_an_option_as_every_other_does(command: click.Command) -> None:
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    named = {str(option.name): option for option in options if option.name in OPTIONS}
    assert {name: taken.opts for name, taken in named.items()} == {
        name: [*reversed(OPTIONS[name].flags)] for name in named
    }
    assert {name: taken.metavar for name, taken in named.items()} == {
        name: OPTIONS[name].about.metavar for name in named
    }


def test_help_says_which_organization_is_meant() -> None:
    assert f"[{DEFAULT_ORG}]" in OPTIONS["org"].about.help


@pytest.mark.parametrize("option", LASTING, ids=name_of)
def test_the_guide_lists_it_with_its_default(option: Option) -> None:
    (row,) = [line for line in page("settings").text.splitlines() if line.startswith(f"| `{option.name}`")]
    shown = {"org": DEFAULT_ORG}.get(option.name, option.default)
    word = "" if shown is None else json.dumps(shown) if option.type in (bool, float) else str(shown)
    assert row.split("|")[2].strip("` ") == word
