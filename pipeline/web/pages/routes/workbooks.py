"""Workbooks to download: an empty one to fill in, and what is on record, to correct and to upload again."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from pipeline.runs.jobs.made_workbooks import ALL_COLUMNS, KIND, WORKBOOK
from pipeline.web.house import house_of
from pipeline.web.pages.lookups import begun, job_of
from pipeline.web.pages.options import KINDS
from pipeline.web.pages.rendering import page
from pipeline.web.pages.routes.progress import progress_page
from pipeline.web.pages.visitors import Anybody, form_of
from pipeline.web.problems import Problem
from pipeline.web.reads import elsewhere

router = APIRouter()

_COMMANDS = ("template", "export")
_SHOWN = 6
# The kinds of an empty workbook, and of what is on record; the first is the usual.
_EMPTY = {"register": KINDS["register"], **KINDS}
_RECORDED = {
    "register": "Devices and who has them, on one sheet",
    "": "Devices, and who has what, each on a sheet of its own",
}
_KINDS = {"template": _EMPTY, "export": _RECORDED}


@router.get("/workbooks")
async def show_workbooks(request: Request, visitor: Anybody) -> Response:
    """Which workbooks there are to download."""
    jobs = house_of(request).jobs
    recent = await elsewhere(lambda: jobs.recent(visitor.caller, _COMMANDS, most=_SHOWN))
    return page(request, visitor, "workbooks.html.jinja", kinds=_KINDS, recent=recent)


@router.post("/workbooks")
async def make_workbook(request: Request, visitor: Anybody) -> Response:
    """Make a workbook."""
    form = await form_of(request, visitor)
    command, kind = str(form.get("command", "")), str(form.get(KIND, ""))
    if kind not in _KINDS.get(command, {}):
        raise Problem(400, "There is no such workbook. Choose one of those on the page Workbooks.")
    asked = {KIND: kind} if kind else {}
    if form.get(ALL_COLUMNS) is not None:
        asked[ALL_COLUMNS] = "yes"
    return RedirectResponse(await begun(request, visitor, command, asked=asked), 303)


@router.get("/workbooks/{job_id}")
async def show_workbook(request: Request, visitor: Anybody, job_id: str) -> Response:
    """A workbook that was made."""
    standing, _ = await job_of(request, visitor, job_id, _COMMANDS)
    if standing.report is None:
        return progress_page(request, visitor, standing)
    told: dict[str, Any] = {"error": standing.report.get("error"), "written": standing.outputs.get(WORKBOOK)}
    return page(request, visitor, "workbook.html.jinja", job=standing.job, kinds=_KINDS, **told)
