"""The first page: a list is uploaded, and what was begun last is found again."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from pipeline.runs.jobs.jobs import File
from pipeline.runs.jobs.one_organization import org_of
from pipeline.settings import load_settings
from pipeline.web.house import house_of
from pipeline.web.pages import options
from pipeline.web.pages.lookups import PLACES, begun
from pipeline.web.pages.rendering import page
from pipeline.web.pages.visitors import Anybody, Visitor, form_of
from pipeline.web.problems import Problem
from pipeline.web.reads import elsewhere

router = APIRouter()

_SHOWN = 6


@router.get("/")
async def home(request: Request, visitor: Anybody) -> Response:
    """The page with the form for files."""
    return await _shown(request, visitor)


@router.post("/lists")
async def upload(request: Request, visitor: Anybody) -> Response:
    """Take files, and look at their columns."""
    form = await form_of(request, visitor)
    files = await _files(form)
    if not files:
        return await _shown(request, visitor, "No file was chosen. Choose at least one, such as list.xlsx.", form)
    asked = options.options_of(form)
    if asked.get("source") not in (None, *sources_for(request, visitor)):
        raise Problem(400, "There is no saved list of that name.")
    address = await begun(request, visitor, "map", files=files, options=asked)
    return RedirectResponse(address, 303)


def sources_for(request: Request, visitor: Visitor) -> list[str]:
    """The sources of the settings, which are the house's: other organizations see none of them."""
    if not is_of_house(request, visitor):
        return []
    settings = house_of(request).settings
    return sorted(load_settings(settings.config_file, {"state": settings.state}).sources)


def is_of_house(request: Request, visitor: Visitor) -> bool:
    """True where the visitor is of the organization whose settings those of the server are."""
    return visitor.caller.org_id == org_of(house_of(request).settings)


async def _shown(
    request: Request, visitor: Visitor, wrong: str | None = None, form: FormData | None = None
) -> Response:
    house = house_of(request)
    recent = await elsewhere(lambda: house.jobs.recent(visitor.caller, tuple(PLACES), most=_SHOWN))
    told: dict[str, Any] = {
        "wrong": wrong,
        "chosen": options.options_of(form) if form else {},
        "form": options,
        "sources": await elsewhere(lambda: sources_for(request, visitor)),
        "recent": recent,
        "places": PLACES,
        "megabytes": house.settings.reading.megabytes,
    }
    return page(request, visitor, "home.html.jinja", 200 if wrong is None else 400, **told)


async def _files(form: FormData) -> list[File]:
    uploads = [one for one in form.getlist("files") if isinstance(one, UploadFile) and (one.filename or one.size)]
    return [File(one.filename, await one.read()) for one in uploads]
