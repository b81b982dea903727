"""Lists that were uploaded: how their columns are read, corrected and saved, and what is wrong with them."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.background import BackgroundTask
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from pipeline.runs.jobs.jobs import Standing
from pipeline.web.house import house_of
from pipeline.web.pages import columns, options
from pipeline.web.pages.lookups import begun, job_of
from pipeline.web.pages.rendering import page
from pipeline.web.pages.routes.progress import progress_page
from pipeline.web.pages.visitors import Anybody, Visitor, form_of
from pipeline.web.problems import Problem
from pipeline.web.reads import elsewhere

router = APIRouter()

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


@router.get("/lists/{job_id}")
async def show_list(
    request: Request, visitor: Anybody, job_id: str, start: Annotated[int, Query(ge=0, le=10**5)] = 0
) -> Response:
    """How the columns of a list are read; of very wide sheets those from a place on."""
    standing, _ = await job_of(request, visitor, job_id, ("map",))
    if standing.report is None:
        return progress_page(request, visitor, standing)
    return await _shown(request, visitor, standing, start=start)


@router.post("/lists/{job_id}")
async def go_on(request: Request, visitor: Anybody, job_id: str) -> Response:
    """Look again with what was corrected, save it, check the list, or plan what it would change."""
    form = await form_of(request, visitor)
    standing, _ = await job_of(request, visitor, job_id, ("map",))
    if standing.report is None:
        raise Problem(409, "The list is not read yet. Wait a moment.")
    todo = str(form.get("do", "look"))
    asked = _asked(form, standing)
    if todo in ("plan", "save") and not visitor.is_editor:
        raise Problem(403, "A viewer may look, and check a list; to plan changes takes the key of an editor.")
    if todo == "save":
        name = str(form.get("save_as", "")).strip()
        wrong = _wrong_name(request, visitor, name)
        if wrong:
            return await _shown(request, visitor, standing, wrong)
        asked["save_as"] = name
    command = {"plan": "plan", "check": "check"}.get(todo, "map")
    return RedirectResponse(await begun(request, visitor, command, about=job_id, **asked), 303)


@router.post("/lists/{job_id}/copy")
async def make_copy(request: Request, visitor: Anybody, job_id: str) -> Response:
    """Check a list as it was planned last, for its copy with the findings in it."""
    await form_of(request, visitor)
    standing, _ = await job_of(request, visitor, job_id, ("map", "plan"))
    asked = {"options": standing.job.options, "columns": standing.job.columns}
    return RedirectResponse(await begun(request, visitor, "check", about=job_id, **asked), 303)


@router.get("/checks/{job_id}")
async def show_check(request: Request, visitor: Anybody, job_id: str) -> Response:
    """What is wrong with a list, and its copy with the findings in it."""
    standing, _ = await job_of(request, visitor, job_id, ("check",))
    if standing.report is None:
        return progress_page(request, visitor, standing)
    return page(
        request, visitor, "check.html.jinja", job=standing.job, report=standing.report, outputs=standing.outputs
    )


def _asked(form: FormData, standing: Standing) -> dict[str, Any]:
    """What the form asks for: the options, and what it says of columns beside what was said before."""
    said, of_doubts = columns.answers_of(form, standing.report or {})
    source = standing.report.get("saved") if standing.report else None
    cleared = columns.blanks_that_clear(form, standing.report or {"files": []})
    given = {**options.options_of(form), **of_doubts, **cleared}
    if source and "source" not in given:
        given["source"] = source
    return {"options": given, "columns": {**standing.job.columns, **said}}


async def _shown(
    request: Request, visitor: Visitor, standing: Standing, wrong: str | None = None, *, start: int = 0
) -> Response:
    report, job, jobs = standing.report or {}, standing.job, house_of(request).jobs
    told: dict[str, Any] = {
        "job": job,
        "report": report,
        "files": report.get("files", []),
        "columns": columns.columns_of(report) if "files" in report else [],
        "fields_for": columns.fields_for,
        "choices_for": columns.choices_for,
        "most_lists": columns.MOST_LISTS,
        "most": columns.MOST_COLUMNS,
        "start": start,
        "words_of": columns.words_of,
        "form": options,
        "options": job.options,
        "sources": await elsewhere(lambda: jobs.sources_for(visitor.caller)),
        "may_save": _may_save(request, visitor),
        "suggested": _suggested(job.names),
        "wrong": wrong,
        "is_usable": bool(report.get("files")) and all(one["is_usable"] for one in report["files"]),
    }
    made = page(request, visitor, "columns.html.jinja", 200 if wrong is None else 400, **told)
    made.background = BackgroundTask(jobs.make_ready)
    return made


def _wrong_name(request: Request, visitor: Visitor, name: str) -> str | None:
    """What is wrong with the name under which the columns are to be saved; None where it is right."""
    if not _may_save(request, visitor):
        return "Only the organization whose settings these are can save how a list is read."
    if _NAME.fullmatch(name) is None:
        return "Give the list a name of letters, digits, - and _, such as finance-register."
    return None


def _may_save(request: Request, visitor: Visitor) -> bool:
    """True where the settings of the house are those of the visitor's organization."""
    return visitor.is_editor and house_of(request).jobs.is_of_house(visitor.caller)


def _suggested(names: tuple[str, ...]) -> str:
    stem = names[0].rpartition(".")[0] or names[0] if names else "list"
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:60] or "list"
