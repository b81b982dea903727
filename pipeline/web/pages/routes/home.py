"""The first page: a list is uploaded, and what was begun last is found again."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from pipeline.web.house import house_of
from pipeline.web.pages import options
from pipeline.web.pages.lookups import OF_LISTS, PLACES, begun, uploads_of
from pipeline.web.pages.rendering import page
from pipeline.web.pages.visitors import Anybody, Visitor, form_of
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
    files = uploads_of(form)
    if not files:
        return await _shown(request, visitor, "No file was chosen. Choose at least one, such as list.xlsx.", form)
    address = await begun(request, visitor, "map", files=files, options=options.options_of(form))
    return RedirectResponse(address, 303)


async def _shown(
    request: Request, visitor: Visitor, wrong: str | None = None, form: FormData | None = None
) -> Response:
    house = house_of(request)
    recent = await elsewhere(lambda: house.jobs.recent(visitor.caller, OF_LISTS, most=_SHOWN))
    told: dict[str, Any] = {
        "wrong": wrong,
        "chosen": options.options_of(form) if form else {},
        "form": options,
        "sources": await elsewhere(lambda: house.jobs.sources_for(visitor.caller)),
        "recent": recent,
        "places": PLACES,
        "megabytes": house.settings.reading.megabytes,
    }
    made = page(request, visitor, "home.html.jinja", 200 if wrong is None else 400, **told)
    made.background = BackgroundTask(house.jobs.make_ready)
    return made
