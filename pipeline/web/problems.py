"""Failures as answers: problem details (RFC 9457), or what the document of the route says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from pipeline.errors import PlanRefused, PlanStale, RollcallError, StateBusy, UsageProblem
from pipeline.runs.steps.log import log

_RETRY_SECONDS = 2
# The answers to requests that may be sent again as they are, a while later.
_LATER = frozenset((429, 503))
_RETRY_AFTER = {
    "Retry-After": {"description": "After so many seconds the request may be sent again", "schema": {"type": "integer"}}
}
_STATUSES: Mapping[type[RollcallError], int] = {
    StateBusy: 503,
    PlanStale: 503,
    UsageProblem: 400,
    PlanRefused: 409,
}
# So long is a value that is repeated in an answer.
_LONGEST_VALUE = 100

Body = dict[str, Any]
Shape = Callable[[int, Body], Body]


class FieldError(BaseModel):
    """One thing that is wrong with a request."""

    field: str | None = Field(description="The field that is wrong, as it is called in the request")
    message: str = Field(description="What is wrong with it, and what to do")
    index: int | None = Field(default=None, description="The item of the array that is wrong, from 0")
    code: str | None = Field(default=None, description="What is wrong, for programs")


class ProblemDetails(BaseModel):
    """Why a request was not carried out (RFC 9457)."""

    type: str = Field(description="What kind of problem it is", examples=["about:blank"])
    title: str = Field(description="The kind of problem in words", examples=["Bad Request"])
    status: int = Field(description="The HTTP status", examples=[400])
    detail: str = Field(description="What is wrong, and what to do")
    instance: str = Field(description="The id of the request, by which it is found in the log")
    code: str | None = Field(default=None, description="What is wrong, for programs")
    errors: list[FieldError] = Field(default_factory=list, description="Everything that is wrong with the request")


class Problem(Exception):
    """A request that is not carried out: the status, why, and what is wrong with it."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        code: str | None = None,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
        **more: object,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.code = status, detail, code
        self.errors, self.headers, self.more = [dict(error) for error in errors], dict(headers or {}), more


# What the documents say of failures, by the function that answers the route: `@shaped(...)` puts it there.
_SHAPES: dict[Any, Shape] = {}


def shaped(shape: Shape) -> Callable[[Any], Any]:
    """Failures of the route have this shape, made of the status and the problem details."""

    def note(endpoint: Any) -> Any:
        _SHAPES[endpoint] = shape
        return endpoint

    return note


def responses(*statuses: int, model: type[BaseModel] = ProblemDetails) -> dict[int | str, dict[str, Any]]:
    """The answers of a route beside the usual one, for its OpenAPI document."""
    media = "application/problem+json" if model is ProblemDetails else "application/json"
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "model": model,
            "content": {media: {}},
            **({"headers": _RETRY_AFTER} if status in _LATER else {}),
        }
        for status in statuses
    }


def problem_answer(request: Request, problem: Problem) -> JSONResponse:
    """The answer that tells the problem."""
    body: Body = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "instance": f"urn:request:{request.state.request_id}",
        **({"code": problem.code} if problem.code else {}),
        **({"errors": problem.errors} if problem.errors else {}),
        **problem.more,
    }
    shape = _SHAPES.get(request.scope.get("endpoint"))
    media = "application/json" if shape else "application/problem+json"
    return JSONResponse(
        shape(problem.status, body) if shape else body, problem.status, headers=problem.headers, media_type=media
    )


def add_problems(app: FastAPI) -> None:
    """Answer every failure as a problem; none of them tells how the code is made."""

    @app.exception_handler(Problem)
    async def of_problem(request: Request, problem: Problem) -> JSONResponse:
        return problem_answer(request, problem)

    @app.exception_handler(RequestValidationError)
    async def of_validation(request: Request, invalid: RequestValidationError) -> JSONResponse:
        errors = [_field_error(error) for error in invalid.errors()]
        said = "; ".join(f"{error['field']}: {error['message']}" for error in errors[:3])
        return problem_answer(request, Problem(400, said, code="invalid_request", errors=errors))

    @app.exception_handler(HTTPException)
    async def of_http(request: Request, problem: HTTPException) -> JSONResponse:
        detail = problem.detail if problem.detail != HTTPStatus(problem.status_code).phrase else _usual(problem)
        return problem_answer(request, Problem(problem.status_code, detail, headers=problem.headers))

    @app.exception_handler(RollcallError)
    async def of_rollcall(request: Request, problem: RollcallError) -> JSONResponse:
        return problem_answer(request, problem_of(problem))


def problem_of(failure: Exception) -> Problem:
    """The problem that an expected failure is; any other is logged, and told without what it says."""
    if not isinstance(failure, RollcallError):
        log.error("failed", problem=type(failure).__name__, exc_info=failure)
        return Problem(500, "This should not have happened. It was logged under the id of the request.", code="bug")
    status = next((status for kind, status in _STATUSES.items() if isinstance(failure, kind)), 500)
    headers = {"Retry-After": str(_RETRY_SECONDS)} if status == 503 else {}
    if status == 500:
        log.error("failed", problem=failure.code, message=failure.message)
        return Problem(
            500, "The ledger cannot be used now. Whoever runs it finds out why in its log.", code=failure.code
        )
    hint = "Send the request again in a moment." if status == 503 else failure.hint
    if isinstance(failure, PlanRefused) and failure.overrides:  # options of a command help no caller
        hint = "Whoever runs the ledger may allow it."
    message = "Another program holds the ledger." if failure.code == StateBusy.code else failure.message
    return Problem(status, f"{message} {hint}", code=failure.code, headers=headers)


def _usual(problem: HTTPException) -> str:
    told = {404: "There is nothing at this address.", 405: "This address does not take requests of this method."}
    return told.get(problem.status_code, problem.detail)


def _field_error(error: Mapping[str, Any]) -> dict[str, Any]:
    place = [part for part in error["loc"] if part not in ("body", "query", "header", "path")]
    names = [part for part in place if isinstance(part, str)]
    index = next((part for part in place if isinstance(part, int)), None)
    field = ".".join(names) or ("body" if "body" in error["loc"] else None)
    if error["type"] == "json_invalid":
        return {"field": "body", "message": "The body is not JSON.", "index": None, "code": "json_invalid"}
    return {"field": field, "message": _said(error), "index": index, "code": error["type"]}


def _said(error: Mapping[str, Any]) -> str:
    if error["type"] == "extra_forbidden":
        return "There is no such field, or it cannot be written."
    if error["type"] == "missing":
        return "This field is required."
    said = str(error["msg"]).removeprefix("Value error, ")
    value = error.get("input")
    shown = f" It is {str(value)[:_LONGEST_VALUE]!r}." if isinstance(value, (str, int, float, bool)) else ""
    return f"{said}.{shown}"
