"""Spans of time as the settings have them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import UsageProblem
from pipeline.settings import load_settings


def expected(tmp_path: Path, said: str) -> timedelta | None:
    config = tmp_path / "rollcall.toml"
    config.write_text(f"[sources.hr]\nexpect_every = {said}\n")
    return load_settings(config, {}).sources["hr"].expect_every


@pytest.mark.parametrize(
    ("said", "span"),
    [
        ("1 day", timedelta(days=1)),
        ("36 hours", timedelta(hours=36)),
        ("2 Weeks", timedelta(days=14)),
        ("1.5days", timedelta(hours=36)),
        (" 90 minutes ", timedelta(minutes=90)),
    ],
)
def test_a_span_is_a_number_and_a_unit(tmp_path: Path, said: str, span: timedelta) -> None:
    assert expected(tmp_path, f'"{said}"') == span


@pytest.mark.parametrize("said", ['"daily"', '"1"', "1", '"day"', '"-1 day"', '"1 month"', "true"])
def test_anything_else_is_refused_with_how_to_say_it(tmp_path: Path, said: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        expected(tmp_path, said)
    assert "expect_every" in str(problem.value)
    assert '"1 day", "36 hours" or "2 weeks"' in f"{problem.value} {problem.value.hint}"


@pytest.mark.parametrize("said", ['"0 days"', '"600 weeks"'])
def test_nobody_waits_for_nothing_or_for_more_than_ten_years(tmp_path: Path, said: str) -> None:
    with pytest.raises(UsageProblem, match=r"expect_every"):
        expected(tmp_path, said)
