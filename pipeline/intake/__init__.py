"""Files in, typed rows with provenance and issues out. Nothing here looks at the ledger.

opening        a file is opened: by the file checks, the sandbox and the readers, in this order
file_checks/   that a file is what it says and is sound, before anything parses it
sandbox/       a process of its own, with limits, in which it is parsed
readers/       one per format: the half that parses there, and the half that finishes here
sheets/        which sheets are used, their headers, the rows that hold no data
cells/         from a cell's text to its value; damaged cells, and what is said of a bad one
files          all files of a run, one `Checked` of them
plans/         a signed plan, read back
cache/         what was parsed before
errors         what people are told of a file that is not read
issues         one finding about a cell, a row or a sheet
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from pipeline.model import Checked, Plan, ReaderLimits, Reading, Source

__all__ = ["keep", "key_of", "read_files", "read_plan", "recall", "source_of", "tidy"]


def read_files(
    paths: Sequence[Path], how: Reading, cache: Path | None = None, names: Sequence[str] | None = None
) -> Checked:
    """Every row of every usable sheet of these files, typed, with all issues found on the way.

    Raises `FileUnusable`, with every problem of every file, when one of the files cannot be used at all. `cache` is a
    folder: what the same files were parsed to before is taken from there, and what is parsed now is left there. `names`
    are those by which people know the files, each its own, where they are called otherwise now.
    """
    if cache is not None:
        return _read_once(paths, how, cache, names)
    from pipeline.intake import sandbox  # noqa: PLC0415 - its children load what they need while this process does

    sandbox.start(len(paths))
    from pipeline.intake import files  # noqa: PLC0415 - Polars and fastexcel are loaded only when there are files

    return files.read_files(paths, how, names)


def key_of(sources: Sequence[Source], how: Reading) -> str | None:
    """The name under which a cache keeps what becomes of these files; None where nothing is kept."""
    from pipeline.intake.cache import parsed_files  # noqa: PLC0415 - as above

    return parsed_files.key_of(sources, how)


def recall(cache: Path, name: str) -> tuple[dict[str, pl.DataFrame], dict[str, Any]] | None:
    """The frames and the facts that the cache keeps under this name; None where there are none that are whole."""
    from pipeline.intake.cache import entries  # noqa: PLC0415 - as above

    return entries.recall(cache, name)


def keep(cache: Path, name: str, frames: Mapping[str, pl.DataFrame], facts: object, *, step: str) -> None:
    """Keep frames and facts in the cache, if there is room for them; `step` is the name of the durable step."""
    from pipeline.intake.cache import entries  # noqa: PLC0415 - as above

    entries.keep(cache, name, frames, facts, step=step)


def tidy(cache: Path, megabytes: float) -> int:
    """Remove what was used longest ago from the cache, until it has no more than that; say how many entries went."""
    from pipeline.intake.cache import entries  # noqa: PLC0415 - as above

    return entries.tidy(cache, megabytes)


def read_plan(path: Path, *, key: str | None, limits: ReaderLimits | None = None) -> tuple[Plan, pl.DataFrame]:
    """A signed plan and its reviewer's answers: one row per line, `sheet, place, is_approved`.

    `key` is the one that plans are signed with, if there is one. Raises `FileUnusable` for a file that is no plan, and
    `PlanStale` for one that is not as it was written, but for its answers.
    """
    from pipeline.intake import sandbox  # noqa: PLC0415 - as above

    sandbox.start(1)
    from pipeline.intake import plans  # noqa: PLC0415 - as above

    return plans.read_plan(path, key=key, limits=limits)


def source_of(name: str, path: Path, rows: int | None) -> Source:
    """The file as it is now: its fingerprint, its size, and how many rows were read of it."""
    from pipeline.intake import sources  # noqa: PLC0415 - as above

    return sources.source_of(name, path, rows)


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
