"""The whole program, loaded before anything is opened: for a process that forks for each command that it gives."""

from __future__ import annotations

import gc
from importlib import import_module
from pkgutil import walk_packages

import pipeline
import schemas

_APART = (
    *("pipeline.web", "pipeline.api", "schemas.frames.models"),
    *("pipeline.__main__", "pipeline.intake.sandbox.worker_main"),
)
"""What no command but `serve` needs, or only one that fails, and what is a program of its own."""
_LATE = (
    *("openpyxl", "xlsxturbo", "deltalake", "tomllib"),
    *("narwhals._polars.dataframe", "narwhals._polars.group_by", "narwhals.group_by", "polars._utils.parquet"),
)
"""What is loaded by the first command that comes to need it."""


def load_program() -> None:
    """Import what commands import, whichever they are; a fork then costs what its command does.

    Nothing is decided and no ledger opened: threads of Polars or DuckDB would be missing in a fork.
    """
    for top in (pipeline, schemas):
        for module in walk_packages(top.__path__, f"{top.__name__}."):
            if not module.name.startswith(_APART):
                import_module(module.name)
    for name in _LATE:
        try:
            import_module(name)
        except ModuleNotFoundError as missing:
            if missing.name != name.partition(".")[0]:  # an extra may not be installed, but nothing may have moved
                raise
    gc.freeze()
