"""Sizes of memory in words, and the memory of this machine."""

from __future__ import annotations

import pytest

from pipeline.errors import UsageProblem
from pipeline.settings import load_settings
from pipeline.settings.quantities import half_of_memory


@pytest.mark.parametrize(("said", "bytes_"), [("2GB", 2 * 10**9), ("1.5 gb", 15 * 10**8), ("800MB", 8 * 10**8)])
def test_a_size_is_a_number_and_a_unit(said: str, bytes_: int) -> None:
    assert load_settings(None, {"memory_limit": said}).memory == bytes_


def test_without_one_it_is_half_of_what_the_machine_has() -> None:
    assert 10**8 < load_settings(None, {}).memory == half_of_memory() < 10**14


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("much", 'Give a number and a unit, such as "2GB" or "800MB".'),
        ("2", 'Give a number and a unit, such as "2GB" or "800MB".'),
        ("10MB", "Give at least 500MB."),
    ],
)
def test_anything_else_is_refused(said: str, hint: str) -> None:
    with pytest.raises(UsageProblem) as refused:
        load_settings(None, {"memory_limit": said})
    assert (refused.value.message, refused.value.hint) == (f"The setting memory_limit cannot be '{said}'.", hint)


def test_an_unknown_engine_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UsageProblem) as refused:
        load_settings(None, {"engine": "dask"})
    assert refused.value.hint == "Input should be 'polars', 'duckdb', 'spark' or 'auto'."
