"""Stocktakes: scans are uploaded and compared with what is on record, which only a plan of the places changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from pipeline.runs.jobs.kept_reports import contents_of
from pipeline.web.house import house_of
from pipeline.web.pages.lookups import begun, job_of, uploads_of
from pipeline.web.pages.rendering import page
from pipeline.web.pages.routes.progress import progress_page
from pipeline.web.pages.routes.reports.shown import Looking, report_file, report_page
from pipeline.web.pages.visitors import Anybody, Editor, Visitor, form_of
from pipeline.web.problems import Problem
from pipeline.web.reads import elsewhere

router = APIRouter()

_STOCKTAKE, _RECENT, _LONGEST = ("stocktake",), 10, 200
_ALL, _OF_FIELD = "all", "field"
FIELDS = ("location", "department", "cost_center", "type", "category", "brand", "model")


@router.get("/stocktakes")
async def show_stocktakes(request: Request, visitor: Anybody) -> Response:
    """The form for scans, and the stocktakes that were made last."""
    return await _listed(request, visitor)


@router.post("/stocktakes")
async def upload_scans(request: Request, visitor: Anybody) -> Response:
    """Take scans, and compare them with what is on record."""
    form = await form_of(request, visitor)
    files, (scope, wrong) = uploads_of(form), _scope_of(form)
    if not files:
        wrong = "No file was chosen. Choose at least one, such as scans.csv."
    if wrong is not None:
        return await _listed(request, visitor, wrong, form)
    asked = {} if scope is None else {"scope": scope}
    newest = house_of(request).newest_of(visitor.caller)
    return RedirectResponse(await begun(request, visitor, "stocktake", files=files, asked=asked, at_least=newest), 303)


@router.get("/stocktakes/{job_id}")
async def show_stocktake(request: Request, visitor: Anybody, job_id: str, wanted: Looking) -> Response:
    """What was scanned, and what was not."""
    standing, folder = await job_of(request, visitor, job_id, _STOCKTAKE)
    if standing.report is None:
        return progress_page(request, visitor, standing)
    is_made = "error" not in standing.report
    counts = {one.name: one.count for one in await elsewhere(lambda: contents_of(folder))} if is_made else {}
    told: dict[str, Any] = {"elsewhere": counts.get("elsewhere", 0), "address": f"/stocktakes/{job_id}"}
    return await report_page(request, visitor, standing, folder, wanted, **told)


@router.get("/stocktakes/{job_id}/download/{form}")
async def get_stocktake(request: Request, visitor: Anybody, job_id: str, form: str, wanted: Looking) -> Response:
    """A stocktake as a file."""
    standing, folder = await job_of(request, visitor, job_id, _STOCKTAKE)
    return await report_file(standing, folder, form, wanted)


@router.post("/stocktakes/{job_id}/plan")
async def plan_places(request: Request, visitor: Editor, job_id: str) -> Response:
    """Plan that what was found elsewhere is there on record."""
    await form_of(request, visitor)
    standing, _ = await job_of(request, visitor, job_id, _STOCKTAKE)
    if standing.report is None or "error" in standing.report:
        raise Problem(409, "This stocktake is not made yet, or could not be made.")
    return RedirectResponse(await begun(request, visitor, "places", about=job_id), 303)


def _scope_of(form: FormData) -> tuple[str | None, str | None]:
    """What was to be scanned, None for the places that were; and what is wrong with that, None where nothing is."""
    chosen, field = str(form.get("scope", "")), str(form.get("scope_field", ""))
    if chosen != _OF_FIELD:
        return (_ALL if chosen == _ALL else None), None
    value = " ".join(str(form.get("scope_value", "")).split())[:_LONGEST]
    if field not in FIELDS or not value:
        return None, "Say which devices were to be scanned, such as Location: Berlin."
    return f"{field}={value}", None


async def _listed(
    request: Request, visitor: Visitor, wrong: str | None = None, form: FormData | None = None
) -> Response:
    house = house_of(request)
    chosen: Mapping[str, object] = form or {}
    told: dict[str, Any] = {
        "wrong": wrong,
        "chosen": {name: str(chosen.get(name, "")) for name in ("scope", "scope_field", "scope_value")},
        "fields": FIELDS,
        "recent": await elsewhere(lambda: house.jobs.recent(visitor.caller, _STOCKTAKE, most=_RECENT)),
        "megabytes": house.settings.reading.megabytes,
    }
    made = page(request, visitor, "stocktakes.html.jinja", 200 if wrong is None else 400, **told)
    made.background = BackgroundTask(house.jobs.make_ready)
    return made
