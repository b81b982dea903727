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
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from pipeline.model import Checked, Plan, ReaderLimits, Reading, Source

__all__ = ["read_files", "read_plan", "source_of"]


def read_files(paths: Sequence[Path], how: Reading) -> Checked:
    """Every row of every usable sheet of these files, typed, with all issues found on the way.

    Raises `FileUnusable`, with every problem of every file, when one of the files cannot be used at all.
    """
    from pipeline.intake import sandbox  # noqa: PLC0415 - its children load what they need while this process does

    sandbox.start(len(paths))
    from pipeline.intake import reading  # noqa: PLC0415 - Polars and fastexcel are loaded only when there are files

    return reading.read_files(paths, how)


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
