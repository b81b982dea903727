"""What happens by night: the digests of drop folders, and the files that were refused there."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import FileResponse, RedirectResponse, Response

from pipeline.runs.jobs.refused_file import look_at
from pipeline.runs.listings.nights import (
    RefusedFile,
    ToldDigest,
    list_digests,
    may_see_nights,
    read_digest,
    refused_files,
)
from pipeline.web.house import house_of
from pipeline.web.pages.lookups import address_of
from pipeline.web.pages.rendering import page
from pipeline.web.pages.visitors import Anybody, Visitor, form_of
from pipeline.web.problems import Problem
from pipeline.web.reads import elsewhere

router = APIRouter()

_MOST, _FIRST, _EARLIER = 25, 10, 30
_NOT_ONES_OWN = (
    "Drop folders and their digest are about all organizations at once. They are shown to whoever signs in with a key "
    "for all of them: rollcall keys add --all-organizations"
)
Number: TypeAlias = Annotated[int, Path(ge=1, le=10**6)]
Start: TypeAlias = Annotated[int, Query(ge=0, le=10**9)]


async def _whoever_sees_all(request: Request, visitor: Anybody) -> Visitor:
    """The visitor. Raises Problem (403) where there are organizations that are none of his or her business."""
    house = house_of(request)
    newest = house.newest_of(visitor.caller)
    if not await elsewhere(lambda: may_see_nights(house.settings, visitor.caller, at_least=newest)):
        raise Problem(403, _NOT_ONES_OWN)
    return visitor


Watcher: TypeAlias = Annotated[Visitor, Depends(_whoever_sees_all)]


@router.get("/nights")
async def show_last(request: Request, visitor: Watcher) -> Response:
    """The last digest."""
    settings = house_of(request).settings
    ids = await elsewhere(lambda: list_digests(settings))
    return await _shown(request, visitor, ids[0] if ids else None, ids)


@router.get("/nights/{digest_id}")
async def show_digest(request: Request, visitor: Watcher, digest_id: str) -> Response:
    """An earlier digest."""
    settings = house_of(request).settings
    return await _shown(request, visitor, digest_id, await elsewhere(lambda: list_digests(settings)))


@router.get("/nights/{digest_id}/lists/{number}")
async def show_list(request: Request, visitor: Watcher, digest_id: str, number: Number, start: Start = 0) -> Response:
    """One list of a digest, from a place on."""
    told = await _digest(request, digest_id)
    lists = told.parts["lists"] if told.parts else []
    if number > len(lists):
        raise Problem(404, "This digest has no such list.")
    known = {"digest": told, "number": number, "one": lists[number - 1], "start": start, "most": _MOST}
    return page(request, visitor, "digest_list.html.jinja", **known)


@router.get("/nights/{digest_id}/files/{name}")
async def get_digest(request: Request, visitor: Watcher, digest_id: str, name: str) -> Response:  # noqa: ARG001
    """A digest as a file."""
    path = (await _digest(request, digest_id)).files.get(name)
    if path is None:
        raise Problem(404, "This digest has no such file.")
    return FileResponse(path, filename=f"{digest_id}.{path.name}")


@router.get("/refused")
async def show_refused(request: Request, visitor: Watcher, start: Start = 0) -> Response:
    """The files that sweeps have refused."""
    house = house_of(request)
    newest = house.newest_of(visitor.caller)
    found = await elsewhere(lambda: refused_files(house.settings, start=start, most=_MOST, at_least=newest))
    return page(request, visitor, "refused.html.jinja", found=found, start=start, most=_MOST)


@router.get("/refused/{run_id}/{number}")
async def show_refused_file(request: Request, visitor: Watcher, run_id: str, number: Number) -> Response:
    """Why a file was refused, and the way out."""
    one = await _refused_file(request, visitor, run_id, number)
    why = one.files.get("why")
    text = await elsewhere(lambda: "" if why is None else why.read_text("utf-8", "replace"))
    return page(request, visitor, "refused_file.html.jinja", one=one, refusal=one.refusal, why=text)


@router.get("/refused/{run_id}/{number}/files/{name}")
async def get_refused_file(
    request: Request,
    visitor: Watcher,
    run_id: str,
    number: Number,
    name: str,
) -> Response:
    """A refused file, its copy with the findings, or the reason as a text."""
    path = (await _refused_file(request, visitor, run_id, number)).files.get(name)
    if path is None:
        raise Problem(404, "This file is no longer where it was put.")
    return FileResponse(path, filename=path.name)


@router.post("/refused/{run_id}/{number}/look")
async def look(request: Request, visitor: Watcher, run_id: str, number: Number) -> Response:
    """Read a refused file here, to correct how it is read; or list what is wrong with it."""
    form = await form_of(request, visitor)
    one = await _refused_file(request, visitor, run_id, number)
    if "file" not in one.files:
        raise Problem(404, "This file is no longer where it was put.")
    command = "check" if form.get("do") == "check" else "map"
    jobs = house_of(request).jobs
    begun = await elsewhere(lambda: look_at(one.refusal, command, jobs, visitor.caller))
    return RedirectResponse(address_of(command, begun.job_id), 303)


async def _shown(request: Request, visitor: Visitor, digest_id: str | None, ids: list[str]) -> Response:
    told = None if digest_id is None else await _digest(request, digest_id)
    known: dict[str, Any] = {"digest": told, "earlier": ids[:_EARLIER], "count": len(ids), "first": _FIRST}
    return page(request, visitor, "nights.html.jinja", **known)


async def _digest(request: Request, digest_id: str) -> ToldDigest:
    settings = house_of(request).settings
    told = await elsewhere(lambda: read_digest(settings, digest_id))
    if told is None:
        raise Problem(404, "There is no such digest; perhaps it was removed.")
    return told


async def _refused_file(request: Request, visitor: Visitor, run_id: str, number: int) -> RefusedFile:
    house = house_of(request)
    newest = house.newest_of(visitor.caller)
    asked: dict[str, Any] = {"run_id": run_id, "start": number - 1, "most": 1, "at_least": newest}
    found = await elsewhere(lambda: refused_files(house.settings, **asked))
    one = next((one for one in found.rows if one.number == number), None)
    if one is None:
        raise Problem(404, "No such file was refused.")
    return one
