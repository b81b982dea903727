"""Whatever the product imports is declared: a library that another one happens to bring may be gone with its next."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.support.code.statements import statements_of

ROOT = Path(__file__).parents[2]
PACKAGES = ("pipeline", "schemas")


def imported() -> Iterator[tuple[str, Path]]:
    """The outermost name of each import of the product, wherever it stands, with the module that has it."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in statements_of(path):
                if isinstance(node, ast.Import):
                    yield from ((name.name.partition(".")[0], path) for name in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    yield node.module.partition(".")[0], path


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


def test_every_import_is_declared() -> None:
    known, allowed = packages_distributions(), declared()
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for name, path in imported()
        if name not in {*sys.stdlib_module_names, *PACKAGES}
        and not {normalised(one) for one in known.get(name, [name])} & set(allowed)
    }
    assert sorted(missing) == []


def test_every_dependency_has_a_lowest_version() -> None:
    assert [name for name, versions in declared().items() if not versions.startswith(">=")] == []
