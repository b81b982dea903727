"""The receipts of a run, to be signed: everybody's, or those of one person."""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from pipeline import outputs
from pipeline.runs.listings.runs import find_run
from pipeline.runs.receipts import receipt
from pipeline.runs.receipts.listed import ReceiptsAsked, ReceiptsFound, find_receipts
from pipeline.web.house import house_of
from pipeline.web.pages.rendering import page
from pipeline.web.pages.visitors import Anybody, Visitor
from pipeline.web.problems import Problem
from pipeline.web.reads import LAST_ID, elsewhere

router = APIRouter()

# So many are on a page; and so many are written while somebody waits.
_MOST, _MOST_IN_FILE = 20, 2_000
_WRITE = {"html": receipt.write_page, "xlsx": receipt.write_workbook}


def _asked(
    run_id: str,
    person: Annotated[int | None, Query(ge=0, le=LAST_ID)] = None,
    q: Annotated[str, Query(max_length=200)] = "",
) -> ReceiptsAsked:
    return ReceiptsAsked(run_id, person, q)


Asked = Annotated[ReceiptsAsked, Depends(_asked)]


@router.get("/runs/{run_id}/receipts")
async def show_receipts(
    request: Request, visitor: Anybody, asked: Asked, start: Annotated[int, Query(ge=0, le=10**9)] = 0
) -> Response:
    """The receipts of a run, some people at a time."""
    found = await _found(request, visitor, asked, start, _MOST)
    told: dict[str, Any] = {
        "asked": asked,
        "found": found,
        "start": start,
        "most": _MOST,
        "sheets": receipt.SHEETS,
        "most_in_file": _MOST_IN_FILE,
        **outputs.shown_receipts(found.receipts),
    }
    return page(request, visitor, "receipts.html.jinja", **told)


@router.get("/runs/{run_id}/receipts/download/{form}")
async def get_receipts(request: Request, visitor: Anybody, asked: Asked, form: str) -> Response:
    """The receipts of a run as one file."""
    if form not in _WRITE:
        raise Problem(404, "This file is not here.")
    found = await _found(request, visitor, asked, 0, _MOST_IN_FILE)
    if not found.people:
        raise Problem(404, "There is nothing for a receipt.")
    if found.people > _MOST_IN_FILE:
        raise Problem(
            409, f"These are {found.people:,} receipts, too many for one file. Search for some of the people."
        )
    settings, folder = house_of(request).settings, Path(mkdtemp(prefix="receipts-"))
    after = BackgroundTask(rmtree, folder, ignore_errors=True)
    try:
        path = await elsewhere(lambda: _WRITE[form](found.receipts, folder / f"receipts.{form}", settings))
    except BaseException:
        rmtree(folder, ignore_errors=True)
        raise
    return FileResponse(path, filename=f"{asked.run}.receipts.{form}", background=after)


async def _found(request: Request, visitor: Visitor, asked: ReceiptsAsked, start: int, most: int) -> ReceiptsFound:
    """Those receipts. Raises Problem (404) where the organization has no such run."""
    house = house_of(request)
    newest, caller = house.newest_of(visitor.caller), visitor.caller
    run = await elsewhere(lambda: find_run(house.settings, caller, asked.run, at_least=newest))
    if run is None:
        raise Problem(404, "No run has this id.")
    return await elsewhere(
        lambda: find_receipts(asked, house.settings, caller, start=start, most=most, at_least=newest)
    )
