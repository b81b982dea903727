"""The tests stand as the code does: each room has its own, none imports from another; and no room is overcrowded."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.code.statements import PACKAGES, ROOT, Module, modules_of

TESTS = ROOT / "tests"
# One module per command, and its tests.
COMMANDS = (ROOT / "pipeline" / "cli", ROOT / "tests" / "cli")


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _imports_of_tests(modules: dict[Path, Module]) -> Iterator[tuple[str, str]]:
    """Each module of the tests with each that it imports among them."""
    for path in modules_of("tests"):
        named = (*modules[path].imports, *modules[path].relative)
        yield from ((_named(path), name) for name in named if name.startswith("tests."))


def test_no_test_imports_from_another_test(modules: dict[Path, Module]) -> None:
    wrong = [
        (module, name)
        for module, name in _imports_of_tests(modules)
        if any(part == "conftest" or part.startswith("test_") for part in name.split("."))
    ]
    assert wrong == []


def test_what_tests_share_is_in_one_place(modules: dict[Path, Module]) -> None:
    """But a folder of `system` may have modules of its own: they are commands, too."""
    shared = ("tests.support.", "tests.system.")
    assert [(module, name) for module, name in _imports_of_tests(modules) if not name.startswith(shared)] == []


@pytest.mark.parametrize(
    "room",
    sorted({module.parent for package in PACKAGES[:3] for module in modules_of(package) if module.stem != "__init__"}),
    ids=_named,
)
def test_every_room_of_the_code_has_tests_of_its_own(room: Path) -> None:
    parts = room.relative_to(ROOT).parts
    mirror = TESTS.joinpath(*(parts[1:] if parts[0] == "pipeline" else parts))
    assert list((TESTS / "project" if mirror == TESTS else mirror).glob("test_*.py"))


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_has_more_than_300_lines(package: str) -> None:
    lengths = {_named(module): len(module.read_text("utf-8").splitlines()) for module in modules_of(package)}
    assert {name: length for name, length in lengths.items() if length > 300} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_no_function_has_more_than_40_lines(package: str, modules: dict[Path, Module]) -> None:
    lengths = {
        f"{_named(path)}: {name}": length for path in modules_of(package) for name, length in modules[path].functions
    }
    assert {name: length for name, length in lengths.items() if length > 40} == {}


def test_no_folder_but_that_of_the_commands_has_more_than_14_modules() -> None:
    modules = (module for package in PACKAGES for module in modules_of(package) if module.stem != "__init__")
    counts = Counter(module.parent for module in modules if module.parent not in COMMANDS)
    assert {_named(room): count for room, count in counts.items() if count > 14} == {}


def test_the_core_computes_its_frames_in_one_place() -> None:
    """Which says how: a lazy frame that is collected elsewhere is streamed, and takes three times as long."""
    core = (ROOT / "pipeline" / "core").rglob("*.py")
    assert [_named(module) for module in core if ".collect(" in module.read_text("utf-8")] == [
        "pipeline/core/expressions.py"
    ]


@pytest.mark.parametrize("package", ["pipeline", "schemas"])
def test_texts_are_made_by_the_one_function_that_bears_columns_in_pieces(package: str) -> None:
    """`pl.format` panics on empty pieces; see `schemas.reasons.filled_frames`."""
    calls = [
        _named(module)
        for module in modules_of(package)
        if re.search(r"\bpl\s*\.\s*format", text := module.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and node.attr == "format" and ast.unparse(node.value) == "pl"
    ]
    assert calls == []
