"""The statements of modules of Python: imports and functions are among them, found without a look at expressions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


@cache
def statements_of(module: Path) -> tuple[ast.stmt, ...]:
    """All statements of the module, those within others too; looked up once for all tests."""
    return tuple(_within(ast.parse(module.read_text(encoding="utf-8"))))


def _within(node: ast.AST) -> Iterator[ast.stmt]:
    for block in _BLOCKS:
        for inner in getattr(node, block, ()):
            if isinstance(inner, ast.stmt):
                yield inner
            yield from _within(inner)
