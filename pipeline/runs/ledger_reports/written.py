"""A report as a file, or as an object for programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline import outputs
from pipeline.model import LedgerReport
from pipeline.runs.show import write_text
from pipeline.runs.steps.output_paths import refuse_harm
from pipeline.settings import Settings


def write_workbook(report: LedgerReport, path: Path, settings: Settings) -> Path:
    """Write the report as a workbook with charts. Raises UsageProblem and StoreFailed."""
    refuse_harm(path, settings)
    return outputs.write_report_book(path, report)


def write_page(report: LedgerReport, path: Path, settings: Settings) -> Path:
    """Write the report as one file of HTML. Raises UsageProblem and StoreFailed."""
    return write_text(path, outputs.report_page(report), settings)


def report_object(report: LedgerReport) -> dict[str, Any]:
    """The report for programs: each table by its name, with all its rows."""
    return {
        "name": report.name,
        "title": report.title,
        "about": report.about,
        "made_at": report.made_at,
        "sentences": list(report.sentences),
        "main": report.main,
        "tables": {
            table.name: {"title": table.title, "note": table.note, "rows": table.frame.to_dicts()}
            for table in report.tables
        },
    }
