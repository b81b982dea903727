"""The application of the pages: its routes, and its errors as pages."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from pipeline.errors import RollcallError
from pipeline.runs.calls.kept_sessions import KeptSessions
from pipeline.web.house import House, house_of
from pipeline.web.pages import statics
from pipeline.web.pages.rendering import page
from pipeline.web.pages.routes import ROUTERS
from pipeline.web.pages.sessions import Sessions
from pipeline.web.pages.visitors import SignInNeeded, somebody
from pipeline.web.problems import Problem, problem_of

_TITLES = {
    403: "You may not do this",
    404: "There is nothing here",
    409: "This cannot be done now",
    413: "This is too large",
    429: "Too many requests",
    503: "The ledger is busy",
}
_TOO_LARGE = (
    "No more than {most:,.0f} MB are taken at once. Leave out what is not needed, such as pictures and other sheets, "
    "or send the list in parts."
)


def make_pages(house: House, api: FastAPI) -> FastAPI:
    """The application that shows the ledger of this house in a browser, and what the API can be asked for."""
    pages = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    pages.state.house, pages.state.api, pages.state.sessions = house, api, _sessions_of(house)
    pages.add_api_route(f"{statics.PLACE}/{{name}}", _static)
    for router in ROUTERS:
        pages.include_router(router)
    _add_errors(pages)
    return pages


def _sessions_of(house: House) -> Sessions:
    return Sessions(house.keyring, KeptSessions(house.settings.state))


def error_page(request: Request, problem: Problem) -> Response:
    """The page that tells what went wrong, and what to do."""
    title, detail = _TITLES.get(problem.status, HTTPStatus(problem.status).phrase), problem.detail
    if problem.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        detail = _TOO_LARGE.format(most=house_of(request).settings.reading.megabytes)
    told = {"title": title, "detail": detail, "request_id": request.state.request_id}
    try:
        visitor = somebody(request)
    except (RollcallError, Problem):  # the keys cannot be read, or a proxy names nobody: that is what the page is about
        visitor = None
    made = page(request, visitor, "error.html.jinja", problem.status, status_code=problem.status, **told)
    made.headers.update(problem.headers)
    return made


def _static(request: Request, name: str) -> Response:
    found = statics.answer(request, name)
    if found is None:
        raise HTTPException(404)
    return found


def _add_errors(pages: FastAPI) -> None:
    @pages.exception_handler(SignInNeeded)
    async def of_stranger(request: Request, _: SignInNeeded) -> Response:
        return _sign_in(request)

    @pages.exception_handler(Problem)
    async def of_problem(request: Request, problem: Problem) -> Response:
        return error_page(request, problem)

    @pages.exception_handler(RequestValidationError)
    async def of_validation(request: Request, _: RequestValidationError) -> Response:
        return error_page(request, Problem(400, "The address or the form has something in it that cannot be used."))

    @pages.exception_handler(HTTPException)
    async def of_http(request: Request, problem: HTTPException) -> Response:
        usual = {404: "Perhaps it was removed, or the address is not whole.", 405: "Go back, and load the page again."}
        is_usual = problem.detail == HTTPStatus(problem.status_code).phrase
        detail = usual.get(problem.status_code, problem.detail) if is_usual else problem.detail
        return error_page(request, Problem(problem.status_code, detail, headers=problem.headers))

    @pages.exception_handler(RollcallError)
    async def of_rollcall(request: Request, failure: RollcallError) -> Response:
        return error_page(request, problem_of(failure))

    @pages.exception_handler(Exception)
    async def of_bug(request: Request, failure: Exception) -> Response:
        return error_page(request, problem_of(failure))


def _sign_in(request: Request) -> Response:
    """The way to the page where one signs in, and back from there."""
    is_page = request.method == "GET"
    place = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    address = "/sign-in" + (f"?next={quote(place, safe='')}" if is_page and place != "/" else "")
    if request.headers.get("hx-request") == "true":  # a part of a page: the whole of it goes there
        return Response(status_code=204, headers={"HX-Redirect": "/sign-in"})
    return RedirectResponse(address, 303)
