"""Reports of what is on record: which there are, each with its form, and one that was made."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.responses import RedirectResponse, Response

from pipeline.runs.ledger_reports.report import REPORTS
from pipeline.web.house import house_of
from pipeline.web.pages.lookups import begun, job_of
from pipeline.web.pages.rendering import page
from pipeline.web.pages.routes.progress import progress_page
from pipeline.web.pages.routes.reports import asked as forms
from pipeline.web.pages.routes.reports.shown import Looking, report_file, report_page
from pipeline.web.pages.visitors import Anybody, Visitor, form_of
from pipeline.web.reads import elsewhere

router = APIRouter()

_REPORT = ("report",)
_RECENT, _PATIENCE, _LOOKED_EVERY = 6, 3.0, 0.05


@router.get("/reports")
async def show_reports(request: Request, visitor: Anybody) -> Response:
    """The reports, each with its form, and those that were made last."""
    return await _listed(request, visitor)


@router.post("/reports")
async def make_report(request: Request, visitor: Anybody) -> Response:
    """Make a report; most are made before one has to wait."""
    form = await form_of(request, visitor)
    asked, wrong = forms.asked_on(form)
    if wrong is not None:
        return await _listed(request, visitor, wrong, asked)
    newest = house_of(request).newest_of(visitor.caller)
    address = await begun(request, visitor, "report", asked=asked, at_least=newest)
    await _wait_for(request, visitor, address.rpartition("/")[2])
    return RedirectResponse(address, 303)


@router.get("/reports/{job_id}")
async def show_report(request: Request, visitor: Anybody, job_id: str, wanted: Looking) -> Response:
    """A report that was made."""
    standing, folder = await job_of(request, visitor, job_id, _REPORT)
    if standing.report is None:
        return progress_page(request, visitor, standing)
    asked = standing.job.asked
    told: dict[str, Any] = {"asked": asked, "days": forms.days_of(asked["name"]), "filters": forms.FILTERS}
    return await report_page(request, visitor, standing, folder, wanted, address=f"/reports/{job_id}", **told)


@router.get("/reports/{job_id}/download/{form}")
async def get_report(request: Request, visitor: Anybody, job_id: str, form: str, wanted: Looking) -> Response:
    """A report as a file."""
    standing, folder = await job_of(request, visitor, job_id, _REPORT)
    return await report_file(standing, folder, form, wanted)


async def _wait_for(request: Request, visitor: Visitor, job_id: str) -> None:
    """Wait until the job is done, for a short time."""
    jobs, loop = house_of(request).jobs, asyncio.get_running_loop()
    until = loop.time() + _PATIENCE
    while loop.time() < until:
        standing = await elsewhere(lambda: jobs.standing(visitor.caller, job_id))
        if standing is None or standing.report is not None:
            return
        await asyncio.sleep(_LOOKED_EVERY)


async def _listed(
    request: Request, visitor: Visitor, wrong: str | None = None, asked: dict[str, str] | None = None
) -> Response:
    jobs = house_of(request).jobs
    told: dict[str, Any] = {
        "reports": REPORTS,
        "days_of": forms.days_of,
        "filters": forms.FILTERS,
        "asked": asked or {},
        "wrong": wrong,
        "recent": await elsewhere(lambda: jobs.recent(visitor.caller, _REPORT, most=_RECENT)),
        "said_of": forms.said_of,
    }
    made = page(request, visitor, "reports.html.jinja", 200 if wrong is None else 400, **told)
    made.background = BackgroundTask(jobs.make_ready)
    return made
