"""Reading of input files and of plans. Imports little itself, so that the workers start while the rest is imported."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline.errors import RollcallError
from pipeline.intake.sandbox import worker_pool

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from pipeline.model import Checked, Plan, ReaderLimits, Reading


def start_workers(paths: Sequence[Path]) -> None:
    """Start the workers that will read these files, for a program that has more to load before it reads them."""
    with suppress(RollcallError, OSError):  # it is told when they are read
        worker_pool.start(paths)


def read_files(
    paths: Sequence[Path], how: Reading, cache: Path | None = None, names: Sequence[str] | None = None
) -> Checked:
    """Every row of every usable sheet of these files, typed, with all issues that were found.

    Raises `FileUnusable`, with every problem of every file, when one of the files cannot be used at all. `cache` is the
    folder in which parsed rows are found and kept. `names` are the names under which people know the files, all
    different, where the paths have other names.
    """
    if cache is not None:
        return _read_once(paths, how, cache, names)
    worker_pool.start(paths)
    from pipeline.intake import files  # noqa: PLC0415 - the workers load what they need while this process does

    return files.read_files(paths, how, names)


def read_plan(path: Path, *, key: str | None, limits: ReaderLimits | None = None) -> tuple[Plan, pl.DataFrame]:
    """A plan and its reviewer's answers: one row per line, `sheet, place, is_approved`.

    `key` is the key with which plans are signed, if there is one. Raises `FileUnusable` for a file that is no plan, and
    `PlanStale` for one in which anything but an answer was changed.
    """
    worker_pool.start([path])
    from pipeline.intake import plans  # noqa: PLC0415 - as above

    return plans.read_plan(path, key=key, limits=limits)


def _read_once(paths: Sequence[Path], how: Reading, cache: Path, names: Sequence[str] | None) -> Checked:
    from pipeline.intake.cache import parsed_files  # noqa: PLC0415 - as above

    sources = parsed_files.sources_of(paths, how, names)
    key = None if sources is None else parsed_files.key_of(sources, how)
    if sources is None or key is None:
        return read_files(paths, how, names=names)
    checked = parsed_files.remembered(cache, key, sources)
    if checked is None:
        checked = read_files(paths, how, names=names)
        if parsed_files.are_as_before(sources, checked.sources):
            parsed_files.remember(cache, key, checked)
    return checked
