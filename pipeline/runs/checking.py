"""Where the findings of a check go: into a copy of each file, or into one workbook that lists them all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path

import polars as pl

from pipeline import outputs
from pipeline.model import Checked, Source
from pipeline.runs.deciding import Decision
from pipeline.settings import Settings

_CHECKED = re.compile(r"\.checked(-\d+)?$")


def write_findings(
    checked: Checked, decision: Decision, settings: Settings, output: Path | None
) -> tuple[dict[str, Path], tuple[str, ...]]:
    """Write them: for one file as `output`, else for each beside it; `output` for several is one workbook for all.

    Says where they are, and of a file that is not given back as it is why. Raises StoreFailed.
    """
    if output is not None and len(checked.sources) > 1:
        written = outputs.write_check(output, checked.sources, checked.sheets, decision.results.issues)
        return {"check": written}, ()
    places: dict[str, Path] = {}
    remarks: list[str] = []
    for source in checked.sources:
        inputs = [other.path for other in checked.sources]
        path = output or _place_beside(source, [*inputs, *places.values()])
        remarks += _write_one(path, source, checked, decision, settings)
        places[source.file] = path
    return ({"check": path} if len(places) == 1 else places), tuple(remarks)


def _place_beside(source: Source, taken: Sequence[Path]) -> Path:
    """`NAME.checked.xlsx`, or with the next number: never over a file that somebody gave, or may have mended."""
    from pipeline.outputs.annotating import is_to_be_kept  # noqa: PLC0415 - see below

    stem = _CHECKED.sub("", source.path.stem)
    names = chain([f"{stem}.checked.xlsx"], (f"{stem}.checked-{number}.xlsx" for number in count(2)))
    paths = (source.path.with_name(name) for name in names)
    others = {path.resolve() for path in taken}
    return next(path for path in paths if path.resolve() not in others and not is_to_be_kept(path))


def _write_one(path: Path, source: Source, checked: Checked, decision: Decision, settings: Settings) -> list[str]:
    """One file's findings; above the rows of the setting as lists, since copying takes time and memory."""
    from pipeline.outputs.annotating import CheckedFile, write_annotated  # noqa: PLC0415 - openpyxl takes 0.2 s to load

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
