"""A report that a job has made as a file to keep: a workbook with charts, a page of one file, or a table as CSV.

A file is written once, when it is first asked for: of many rows by a process of its own, which is begun as
`python -m pipeline.runs.jobs.report_files` and reads at its input what is asked for: the text may be the name of a
person, and whoever else uses the machine sees how its programs were begun.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline import outputs
from pipeline.model import LedgerReport
from pipeline.runs.answers.csv_text import csv_text
from pipeline.runs.jobs.folder import JobFolder
from pipeline.runs.jobs.kept_reports import contents_of, whole_of
from schemas.records import dataclass

COMMAND = (sys.executable, "-m", "pipeline.runs.jobs.report_files")
# To write so many rows takes less than to begin a process for them.
_FEW = 5_000
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class ReportFile:
    """The file of a report; `asked` is what the process is told that writes it, blank where none is needed."""

    path: Path
    asked: bytes = b""

    def is_written(self) -> bool:
        """True where the file is there, whole."""
        return self.path.exists()


def file_of(folder: JobFolder, form: str, table: str | None = None, text: str = "") -> ReportFile | None:
    """The report as a file of that form; or of one table the rows in which the text stands, as its page shows them.

    None for a form or a table that is none. Raises StoreFailed where it cannot be written.
    """
    counts = {one.name: one.count for one in contents_of(folder)}
    if form not in FORMS or table not in {None, *counts}:
        return None
    asked = hashlib.sha256("\0".join((table or "", text)).encode()).hexdigest()[:_DIGITS]
    path = folder.path / "files" / f"{asked}.{form}"
    if path.exists():
        return ReportFile(path)
    path.parent.mkdir(exist_ok=True)
    if (sum(counts.values()) if table is None else counts[table]) > _FEW:
        return ReportFile(path, json.dumps([str(folder.path), str(path), form, table, text]).encode())
    write(folder, path, form, table, text)
    return ReportFile(path)


def write(folder: JobFolder, path: Path, form: str, table: str | None, text: str) -> None:
    """Write the file, which appears whole or not at all."""
    new = path.with_name(f"{path.stem}.{os.getpid()}.new{path.suffix}")
    FORMS[form](whole_of(folder, table, text), new)
    os.replace(new, path)


def _workbook(report: LedgerReport, path: Path) -> None:
    outputs.write_report_book(path, report)


def _page(report: LedgerReport, path: Path) -> None:
    path.write_text(outputs.report_page(report), encoding="utf-8")


def _csv(report: LedgerReport, path: Path) -> None:
    path.write_text(csv_text(report.table(report.main).frame) + "\n", encoding="utf-8")


FORMS: Mapping[str, Callable[[LedgerReport, Path], None]] = {"xlsx": _workbook, "html": _page, "csv": _csv}

if __name__ == "__main__":
    of, output, *asked_for = json.loads(sys.stdin.buffer.read())
    write(JobFolder(Path(of)), Path(output), *asked_for)
