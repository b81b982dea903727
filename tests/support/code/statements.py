"""What modules of Python import, and how long their functions are: found among their statements, in no expression."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGES = ("pipeline", "schemas", "sample_data", "tests")

_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


@dataclass(frozen=True, slots=True)
class Module:
    """What a test asks of a module: no more of it is kept, since whole trees would be looked at as garbage ever after.

    `imports` are the names as they are imported, `package.name` for those out of a package; `relative` those that
    begin where the module stands. `functions` are names with numbers of lines.
    """

    imports: tuple[str, ...]
    relative: tuple[str, ...]
    functions: tuple[tuple[str, int], ...]


def modules_of(package: str) -> list[Path]:
    """All modules of a package, by their paths."""
    return sorted((ROOT / package).rglob("*.py"))


def all_modules() -> dict[Path, Module]:
    """Each module of each package."""
    return {path: _module(path) for package in PACKAGES for path in modules_of(package)}


def _module(path: Path) -> Module:
    statements = list(_within(ast.parse(path.read_text(encoding="utf-8"))))
    imports = [(name, level) for node in statements for name, level in _imported(node)]
    return Module(
        imports=tuple(name for name, level in imports if not level),
        relative=tuple(name for name, level in imports if level),
        functions=tuple(
            (node.name, (node.end_lineno or 0) - node.lineno + 1)
            for node in statements
            if isinstance(node, ast.FunctionDef)
        ),
    )


def _imported(node: ast.stmt) -> Iterator[tuple[str, int]]:
    if isinstance(node, ast.ImportFrom) and node.module:
        yield from ((f"{node.module}.{name.name}", node.level) for name in node.names)
    elif isinstance(node, ast.Import):
        yield from ((name.name, 0) for name in node.names)


def _within(node: ast.AST) -> Iterator[ast.stmt]:
    for block in _BLOCKS:
        for inner in getattr(node, block, ()):
            if isinstance(inner, ast.stmt):
                yield inner
            yield from _within(inner)
