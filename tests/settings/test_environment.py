"""What the environment gives, section by section, beside what the file gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import UsageProblem
from pipeline.settings import load_settings
from schemas.vocabulary import Kind


def test_a_name_is_compared_without_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("rollcall_Wait", "7")
    assert load_settings(None, {}).wait == 7


def test_a_setting_in_a_section_stands_beside_the_others_of_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "rollcall.toml"
    config.write_text("[limits]\nmin_rows = 5\nemptied_owners = 6\n[results]\nrows = 'changed'\n")
    monkeypatch.setenv("ROLLCALL_LIMITS__EMPTIED_OWNERS", "7")
    settings = load_settings(config, {})
    assert (settings.limits.min_rows, settings.limits.emptied_owners, settings.results.rows) == (5, 7, "changed")


def test_a_source_may_be_given_part_by_part_or_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLLCALL_SOURCES__HR__KIND", "assignments")
    monkeypatch.setenv("ROLLCALL_SOURCES__HR__COLUMNS", json.dumps({"Gerät": "serial_number"}))
    monkeypatch.setenv("ROLLCALL_SOURCES", json.dumps({"IT": {"defaults": {"type": "Laptop"}}}))
    sources = load_settings(None, {}).sources
    assert {name: one.model_dump(exclude_unset=True) for name, one in sources.items()} == {
        "hr": {"kind": Kind.ASSIGNMENTS, "columns": {"Gerät": "serial_number"}},
        "IT": {"defaults": {"type": "Laptop"}},
    }


def test_a_list_is_written_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLLCALL_WEB__TRUSTED_PROXIES", '["10.0.0.1", "10.0.0.2"]')
    assert load_settings(None, {}).web.trusted_proxies == ("10.0.0.1", "10.0.0.2")


@pytest.mark.parametrize(("variable", "name"), [("SOURCES", "sources"), ("NOTIFY__URLS", "notify.urls")])
def test_what_is_no_json_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, variable: str, name: str) -> None:
    monkeypatch.setenv(f"ROLLCALL_{variable}", "json://desk, mailto://desk")
    with pytest.raises(UsageProblem) as refused:
        load_settings(None, {})
    said = f"The setting {name} cannot be 'json://desk, mailto://desk' in the environment."
    assert refused.value.message == said
    assert 'a list as ["one", "two"]' in refused.value.hint


def test_a_setting_that_a_section_does_not_have_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLLCALL_LIMITS__NONSENSE", "1")
    with pytest.raises(UsageProblem, match=r"There is no setting limits\.nonsense\."):
        load_settings(None, {})
