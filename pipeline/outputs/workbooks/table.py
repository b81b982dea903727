"""One frame as a workbook with one sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.outputs.excel import styles
from pipeline.outputs.excel.workbook import Look, page, write_workbook
from pipeline.outputs.local_times import with_local_times

if TYPE_CHECKING:
    import polars as pl

_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_NAME = 25  # Excel allows 31, and the number of a further sheet may follow


def write_table(
    path: Path, frame: pl.DataFrame, title: str, *, keeps_names: bool = False, timezone: str = "UTC"
) -> Path:
    """Write `frame` to a workbook with one sheet called `title`; more rows than fit continue on a second.

    Each header is the title of its column, or with `keeps_names` its name. Instants are shown in the time zone. Raises
    StoreFailed where `path` cannot be written to.
    """
    name = title.translate(_NOT_IN_A_NAME).strip(" '")[:_LONGEST_NAME] or "Table"
    titles = {} if keeps_names else styles.titles_of(frame.schema, timezone)
    return write_workbook(path, page(with_local_times(frame, timezone), name, Look(titles, empty="Nothing was found.")))
