"""Settings that cannot be read, and what is said of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UsageProblem
from pipeline.settings.load import load_settings


def test_a_variable_that_is_no_table_is_told_from_a_file_that_is_no_toml(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROLLCALL_LIMITS", "none")

    with pytest.raises(UsageProblem, match=r'A setting of the environment cannot be read.*"limits"') as of_environment:
        load_settings(None, {})
    assert "as JSON" in of_environment.value.hint

    monkeypatch.delenv("ROLLCALL_LIMITS")
    (tmp_path / "rollcall.toml").write_text("limits = [")
    with pytest.raises(UsageProblem, match=r"rollcall\.toml cannot be read as TOML"):
        load_settings(None, {})


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ('[sources.hr]\nmode = "full"', "mode is for all sources: write it above the first section"),
        ('[sources.hr]\nkindd = "people"', "In [sources.hr] may stand: action, amounts_in, blank_clears,"),
        ('columns = "x"', "It may stand in a section [sources.NAME]."),
        ('moode = "full"', "The settings are: action,"),
    ],
)
def test_a_setting_that_is_unknown_where_it_stands_is_told_where_it_belongs(
    text: str, advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rollcall.toml").write_text(text)

    with pytest.raises(UsageProblem, match="There is no setting") as caught:
        load_settings(None, {})

    assert caught.value.hint is not None
    assert advice in caught.value.hint
