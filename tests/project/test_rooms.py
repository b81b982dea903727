"""The tests stand as the code does: each room has its own, none imports from another, and no module is too long."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"


def _modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def _imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_no_test_imports_from_another_test() -> None:
    wrong = {
        f"{module.relative_to(ROOT)}: {name}"
        for module in _modules(TESTS)
        for name in _imported(module)
        if name.startswith("tests.") and any(part == "conftest" or part.startswith("test_") for part in name.split("."))
    }
    assert sorted(wrong) == []


def test_nothing_that_tests_share_imports_a_room_of_tests() -> None:
    """But a folder of `system` may have modules of its own: they are commands, too."""
    wrong = {
        f"{module.relative_to(ROOT)}: {name}"
        for module in _modules(TESTS)
        for name in _imported(module)
        if name.startswith("tests.") and not name.startswith(("tests.support", "tests.system"))
    }
    assert sorted(wrong) == []
