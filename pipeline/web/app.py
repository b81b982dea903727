"""The application: its routes, its OpenAPI document, its beginning and its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from starlette.responses import Response

from pipeline import __version__
from pipeline.settings import Settings
from pipeline.web.house import House, build_house
from pipeline.web.openapi import with_own_document
from pipeline.web.pages.app import error_page, make_pages
from pipeline.web.pages.middleware import HEADERS, Door, is_for_pages
from pipeline.web.problems import Problem, add_problems, problem_answer
from pipeline.web.requests import EveryRequest
from pipeline.web.routes import ROUTERS

API = "/api/v1"
_MEGABYTE = 1_000_000
_ABOUT = "Who has which device: assigned, taken back, created and looked up by other programs."


def make_app(settings: Settings) -> FastAPI:
    """The application that serves the ledger of these settings."""
    house = build_house(settings)
    app = FastAPI(
        title="Rollcall",
        version=__version__,
        description=_ABOUT,
        lifespan=lambda _: _open_house(house),
        docs_url=None,  # the pages have one that loads nothing from elsewhere
        redoc_url=None,
        openapi_url=f"{API}/openapi.json",
    )
    app.state.house = house
    for router in ROUTERS:
        app.include_router(router, prefix=API)
    add_problems(app)
    with_own_document(app)
    app.state.pages = make_pages(house, app)
    app.add_middleware(Door, pages=app.state.pages)
    is_encrypted = settings.web.certificate is not None
    app.add_middleware(
        EveryRequest,
        most=int(settings.web.megabytes * _MEGABYTE),
        most_of_files=int(settings.reading.megabytes * _MEGABYTE),
        trusted_proxies=() if is_encrypted else settings.web.trusted_proxies,
        refused=_refused,
    )
    return app


def _refused(request: Request, problem: Problem) -> Response:
    """The answer to a request that no route gets to see, to a browser or to a program."""
    if not is_for_pages(request.scope):
        return problem_answer(request, problem)
    request.scope["app"] = request.app.state.pages
    answer = error_page(request, problem)
    answer.headers.update(HEADERS)
    return answer


@asynccontextmanager
async def _open_house(house: House) -> AsyncIterator[None]:
    """The writer works from the first request until everything that was accepted is carried out."""
    house.writer.start()
    try:
        yield
    finally:
        await asyncio.to_thread(house.writer.close)
        await asyncio.to_thread(house.jobs.close)
        await asyncio.to_thread(house.keyring.note_uses)
