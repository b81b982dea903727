"""Each setting is told with where it comes from; secrets are not shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.settings import load_settings, origins

_FILE = """
timezone = "Europe/Paris"
mode = "full"
[limits]
unassign_percent = 10
[notify]
urls = ["mailto://user:pa55@mail.example"]
[sources.jamf]
kind = "inventory"
"""


def test_the_strongest_origin_of_each_setting_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "rollcall.toml"
    file.write_text(_FILE)
    monkeypatch.setenv("ROLLCALL_TIMEZONE", "Asia/Kolkata")
    monkeypatch.setenv("ROLLCALL_LIMITS__EMPTIED_OWNERS", "7")
    monkeypatch.setenv("ROLLCALL_PLAN_KEY", "a long and secret key")
    options = {"mode": "instructions", "source": "jamf"}

    told = {one.name: (one.value, one.origin) for one in origins(load_settings(file, options), options)}

    assert {name: of for name, of in told.items() if of[1] != "default" and name != "sources"} == {
        "mode": ("instructions", "option"),
        "source": ("jamf", "option"),
        "timezone": ("Asia/Kolkata", "environment"),
        "kind": ("inventory", "file"),
        "limits.unassign_percent": (10.0, "file"),
        "limits.emptied_owners": (7.0, "environment"),
        "notify.urls": (["(secret)"], "file"),
        "plan_key": ("(secret)", "environment"),
    }
    assert told["wait"] == (30.0, "default")
    assert "pa55" not in str(told)
    assert "secret key" not in str(told)


def test_an_option_given_by_its_other_name_is_told_with_where_it_comes_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "rollcall.toml"
    file.write_text("")
    monkeypatch.setenv("ROLLCALL_DEFAULT_TYPE", "Laptop")

    told = {one.name: (one.value, one.origin) for one in origins(load_settings(file, {}), {})}

    assert told["default_device_type"] == ("Laptop", "environment")
