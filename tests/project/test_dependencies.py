"""Whatever the product imports is declared: a library that another one happens to bring may be gone with its next."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.support.code.statements import ROOT, Module, modules_of

PACKAGES = ("pipeline", "schemas")


def imported(modules: dict[Path, Module]) -> Iterator[tuple[str, Path]]:
    """The outermost name of each import of the product, wherever it stands, with the module that has it."""
    for package in PACKAGES:
        for path in modules_of(package):
            yield from ((name.partition(".")[0], path) for name in modules[path].imports)


def declared() -> dict[str, str]:
    """What must be installed, with and without extras, by its normalised name; and the versions that will do."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = (
        project["dependencies"],
        *(extra for name, extra in project["optional-dependencies"].items() if name != "test"),
    )
    parts = [re.fullmatch(r"([\w.-]+)(?:\[[^\]]*\])?(.*)", one) for one in (one for listed in lists for one in listed)]
    return {normalised(part[1]): part[2] for part in parts if part}


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_import_is_declared(modules: dict[Path, Module]) -> None:
    known, allowed = packages_distributions(), declared()
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for name, path in imported(modules)
        if name not in {*sys.stdlib_module_names, *PACKAGES}
        and not {normalised(one) for one in known.get(name, [name])} & set(allowed)
    }
    assert sorted(missing) == []


def test_every_dependency_has_a_lowest_version() -> None:
    assert [name for name, versions in declared().items() if not versions.startswith(">=")] == []
