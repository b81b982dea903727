"""A report that was made: its tables one at a time, page by page, with their charts; and the same as files."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, TypeAlias

from fastapi import Depends, Query, Request
from starlette.responses import FileResponse, Response

from pipeline import outputs
from pipeline.runs.jobs.folder import JobFolder
from pipeline.runs.jobs.jobs import Standing
from pipeline.runs.jobs.kept_reports import ReportPart, part_of
from pipeline.runs.jobs.report_files import COMMAND, ReportFile, file_of
from pipeline.runs.steps.log import log
from pipeline.web.pages.rendering import page
from pipeline.web.pages.visitors import Visitor
from pipeline.web.problems import Problem
from pipeline.web.reads import elsewhere

MOST = 50
# So many large files are written at once; others wait.
_AT_ONCE = asyncio.Semaphore(2)


class Wanted:
    """What is looked at of a report: a table, the rows of it with a text, from a place on."""

    def __init__(
        self,
        table: Annotated[str, Query(max_length=50)] = "",
        q: Annotated[str, Query(max_length=200)] = "",
        start: Annotated[int, Query(ge=0, le=10**9)] = 0,
    ) -> None:
        self.table, self.q, self.start = table, q, start


Looking: TypeAlias = Annotated[Wanted, Depends(Wanted)]


async def report_page(
    request: Request, visitor: Visitor, standing: Standing, folder: JobFolder, wanted: Wanted, **told: Any
) -> Response:
    """The page of a report that was made; of one that could not be made, why. Raises Problem (404) for no table."""
    known: dict[str, Any] = {"job": standing.job, "error": (standing.report or {}).get("error"), **told}
    if known["error"]:
        return page(request, visitor, "report.html.jinja", report=None, **known)
    part = await elsewhere(lambda: part_of(folder, wanted.table, wanted.q, start=wanted.start, most=MOST))
    if part is None:
        raise Problem(404, "The report has no such table.")
    known |= {"q": wanted.q, "start": wanted.start, "most": MOST}
    return page(request, visitor, "report.html.jinja", **_parts(part), **known)


async def report_file(standing: Standing, folder: JobFolder, form: str, wanted: Wanted) -> Response:
    """The report as a file; of one table, where that is named, the rows with the text. Raises Problem (404)."""
    is_made = standing.report is not None and "error" not in standing.report
    file = await elsewhere(lambda: file_of(folder, form, wanted.table or None, wanted.q)) if is_made else None
    if file is None:
        raise Problem(404, "This file is not here.")
    await _written(file)
    asked = standing.job.asked
    name = "-".join(filter(None, (asked.get("name", standing.job.command), wanted.table)))
    return FileResponse(file.path, filename=f"{name}.{form}")


async def _written(file: ReportFile) -> None:
    """Wait until the file is written; no thread waits with it. Raises Problem (500) where that failed."""
    if file.is_written():
        return
    async with _AT_ONCE:
        if file.is_written():  # by whoever has asked for it before
            return
        process = await asyncio.create_subprocess_exec(
            *COMMAND, stdin=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        _, told = await process.communicate(file.asked)
    if process.returncode:
        log.error("file_failed", file=str(file.path), problem=told.decode("utf-8", "replace")[-4000:])
        raise Problem(500, "This file could not be written. Whoever runs the server finds why in its log.")


def _parts(part: ReportPart) -> dict[str, Any]:
    """What the template is filled in with of a report."""
    report = part.report
    charts = [outputs.drawn(table, chart, f"chart-{at}") for at, (table, chart) in enumerate(part.charts)]
    return {
        "report": report,
        "made": outputs.made_of(report),
        "contents": part.contents,
        "table": part.table,
        "shown": outputs.shown_table(part.table, report.timezone),
        "part": part,
        "charts": charts,
    }
