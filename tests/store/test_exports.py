"""The store names what it offers, and imports it only when it is used."""

import subprocess
import sys

import pytest

from pipeline import store


@pytest.mark.parametrize("name", store.__all__)
def test_everything_named_is_there(name: str) -> None:
    found = getattr(store, name)
    assert getattr(found, "__name__", name) == name


def test_importing_the_store_imports_no_engine() -> None:
    program = "import sys, pipeline.store; print({'duckdb', 'polars', 'pyarrow'} & set(sys.modules))"

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert said == "set()\n"
