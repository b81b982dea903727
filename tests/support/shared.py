"""Things that take a while to make: one process makes them, and the others of the same start of pytest copy them."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from filelock import FileLock

T = TypeVar("T")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], T]) -> tuple[Path, T]:
    """A folder of one's own with what `make` puts into it, and what `make` returns: something that names no folder."""
    base = factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "made"
    shared.mkdir(exist_ok=True)
    kept, facts = shared / name, shared / f"{name}.pickle"
    with FileLock(shared / f"{name}.lock"):
        if not facts.exists():
            shutil.rmtree(kept, ignore_errors=True)
            kept.mkdir()
            facts.write_bytes(pickle.dumps(make(kept)))
    own = factory.mktemp(name)
    shutil.copytree(kept, own, dirs_exist_ok=True)
    return own, _loaded(facts)


def _loaded(path: Path) -> Any:
    return pickle.loads(path.read_bytes())
