"""Files in, typed rows with provenance and issues out. Nothing here looks at the ledger.

opening    a file is opened: by the guard, the sandbox and the readers, in this order
guard      what a file is, and that it is sound
sandbox    a process of its own, with limits, in which it is parsed
readers    one per format: the half that parses there, and the half that finishes here
refusals   what people are told of a file that is not read
selection  which of its sheets are used, and as what
headings   what the header row is, and what each column means
apart      rows below the header that are no rows of data, hidden ones and merged cells
values     from a cell's text to its value: dates, amounts, addresses
damage     identifiers that a spreadsheet program has damaged
rows, sheets, assembly     typed cells, their issues, and one `Checked` of all of them
plans      a signed plan, read back
remembering, entries       what was parsed before, and the folder in which that is kept
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
    from pipeline.intake import reading  # noqa: PLC0415 - Polars and fastexcel are loaded only when there are files

    return reading.read_files(paths, how, names)


def key_of(sources: Sequence[Source], how: Reading) -> str | None:
    """The name under which a cache keeps what becomes of these files; None where nothing is kept."""
    from pipeline.intake import remembering  # noqa: PLC0415 - as above

    return remembering.key_of(sources, how)


def recall(cache: Path, name: str) -> tuple[dict[str, pl.DataFrame], dict[str, Any]] | None:
    """The frames and the facts that the cache keeps under this name; None where there are none that are whole."""
    from pipeline.intake import entries  # noqa: PLC0415 - as above

    return entries.recall(cache, name)


def keep(cache: Path, name: str, frames: Mapping[str, pl.DataFrame], facts: object, *, step: str) -> None:
    """Keep frames and facts in the cache, if there is room for them; `step` is the name of the durable step."""
    from pipeline.intake import entries  # noqa: PLC0415 - as above

    entries.keep(cache, name, frames, facts, step=step)


def tidy(cache: Path, megabytes: float) -> int:
    """Remove what was used longest ago from the cache, until it has no more than that; say how many entries went."""
    from pipeline.intake import entries  # noqa: PLC0415 - as above

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
    from pipeline.intake import files  # noqa: PLC0415 - as above

    return files.source_of(name, path, rows)


def _read_once(paths: Sequence[Path], how: Reading, cache: Path, names: Sequence[str] | None) -> Checked:
    from pipeline.intake import remembering  # noqa: PLC0415 - as above

    sources = remembering.sources_of(paths, how, names)
    key = None if sources is None else remembering.key_of(sources, how)
    if sources is None or key is None:
        return read_files(paths, how, names=names)
    checked = remembering.remembered(cache, key, sources)
    if checked is None:
        checked = read_files(paths, how, names=names)
        if remembering.are_as_before(sources, checked.sources):
            remembering.remember(cache, key, checked)
    return checked
