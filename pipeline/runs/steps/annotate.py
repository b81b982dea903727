"""The findings of a check, written into a copy of each file, or into one workbook that lists them all."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path

import polars as pl

from pipeline import outputs
from pipeline.errors import StoreFailed
from pipeline.model import Checked, Source
from pipeline.runs.steps.decide import Decision
from pipeline.settings import Settings

_CHECKED = re.compile(r"\.checked(-\d+)?$")
_WAY_OUT = "; say where with -o FILE"


def lists_all(checked: Checked, output: Path | None) -> bool:
    """True where what is written of the findings tells of every row: beside each file, or of one file."""
    return output is None or len(checked.sources) == 1


def write_findings(
    checked: Checked, decision: Decision, settings: Settings, output: Path | None, *, way_out: str = _WAY_OUT
) -> tuple[dict[str, Path], tuple[str, ...]]:
    """Write the findings of each file beside it, or as `output`, which is one list where there are several files.

    Returns the path of each output, and remarks about files of which no full copy could be made, and about files beside
    which nothing can be written, with the `way_out`: a check reports its findings all the same. Raises StoreFailed
    where `output` cannot be written to.
    """
    if output is not None and not lists_all(checked, output):
        written = outputs.write_check(output, checked.sources, checked.sheets, decision.results.issues)
        return {"check": written}, ()
    if output is not None:
        return {"check": output}, tuple(_write_one(output, checked.sources[0], checked, decision, settings))
    places: dict[str, Path] = {}
    remarks: list[str] = []
    for source in checked.sources:
        path = _place_beside(source, [*(other.path for other in checked.sources), *places.values()])
        try:
            remarks += _write_one(path, source, checked, decision, settings)
            places[source.file] = path
        except StoreFailed as problem:
            remarks.append(_remark_unwritten(source, problem, way_out))
    is_one = len(checked.sources) == 1
    return {"check" if is_one else file: path for file, path in places.items()}, tuple(remarks)


def _remark_unwritten(source: Source, problem: StoreFailed, way_out: str) -> str:
    why = getattr(problem.__cause__, "strerror", None) or problem.message
    return f"The copy could not be written beside {source.path} ({why}){way_out}."


def _place_beside(source: Source, taken: Sequence[Path]) -> Path:
    """The path `NAME.checked.xlsx`, or with the next free number: never that of an input file, or of an edited copy."""
    stem = _CHECKED.sub("", source.path.stem)
    names = chain([f"{stem}.checked.xlsx"], (f"{stem}.checked-{number}.xlsx" for number in count(2)))
    paths = (source.path.with_name(name) for name in names)
    others = {os.path.realpath(path) for path in taken}
    return next(path for path in paths if os.path.realpath(path) not in others and not outputs.is_to_be_kept(path))


def _write_one(path: Path, source: Source, checked: Checked, decision: Decision, settings: Settings) -> list[str]:
    """Write the findings of one file, and return remarks.

    A file with more rows than the setting allows gets lists in place of a copy, which would take time and memory.
    """
    from pipeline.outputs.workbooks.annotated import CheckedFile, write_annotated  # noqa: PLC0415 - openpyxl takes 0.2 s to load

    of_file = pl.col("file") == source.file
    sheets = [sheet for sheet in checked.sheets if sheet.file == source.file]
    judged, issues = decision.judged.filter(of_file), decision.results.issues.filter(of_file)
    most = settings.check.annotated_rows
    if judged.height > most:
        originals = checked.originals.join(judged.select("row_id"), on="row_id", how="semi", maintain_order="left")
        rows = outputs.rows_frame(judged, outputs.titled_originals(originals, checked.headers), all_rows=True)
        outputs.write_check(path, [source], sheets, issues, rows=rows)
        return [
            f"{source.file} has {judged.height:,} rows, and only up to {most:,} are given back as they stand "
            "(setting check.annotated_rows): the sheets Issues and Rows say the same."
        ]
    file = CheckedFile(source, sheets, checked.originals, checked.headers, judged, issues)
    copied = write_annotated(path, file)
    return [copied.remark] if copied.remark else []
