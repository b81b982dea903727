"""A package names what it offers in its stub, and imports it only when it is used."""

import subprocess
import sys
from importlib import import_module

import pytest

FACES = ("pipeline", "pipeline.intake", "pipeline.model", "pipeline.outputs", "pipeline.store")


@pytest.mark.parametrize("face", FACES)
def test_everything_named_is_there(face: str) -> None:
    package = import_module(face)
    named = package.__all__

    assert named
    for name in named:
        found = getattr(package, name)
        assert getattr(found, "__name__", name) == name


@pytest.mark.parametrize("face", FACES)
def test_importing_a_package_imports_nothing_heavy(face: str) -> None:
    program = f"import sys, {face}; print({{'duckdb', 'polars', 'pyarrow', 'pandera', 'pydantic'}} & set(sys.modules))"

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert said == "set()\n"
