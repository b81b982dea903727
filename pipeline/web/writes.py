"""How a route has a call carried out: it waits for its turn and for the commit, and is answered only then.

Every write takes an `Idempotency-Key` and `If-Match`, its terms.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, TypeAlias

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from pipeline.model import Answer, Call
from pipeline.runs.steps.log import log
from pipeline.web.house import house_of
from pipeline.web.problems import Problem, problem_of
from pipeline.web.reads import field_error
from schemas.records import dataclass

IdempotencyKey: TypeAlias = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="A key of your own for this request: sent again within 24 hours, it is answered as before, and not "
        "carried out again.",
    ),
]
IfMatch: TypeAlias = Annotated[
    str | None,
    Header(
        description='The version of what the request concerns, such as "3": where that has changed since, '
        "nothing is done (412).",
        max_length=100,
    ),
]
_VERSION = re.compile(r'(?:W/)?"?(\d{1,18})"?')


@dataclass(frozen=True, slots=True)
class Terms:
    """How a write is to be carried out: once under this key, and only at this version of what it concerns."""

    idempotency_key: str | None
    if_match: int | None


async def _terms(idempotency_key: IdempotencyKey = None, if_match: IfMatch = None) -> Terms:
    return Terms(idempotency_key, version_in(if_match))


OnTerms: TypeAlias = Annotated[Terms, Depends(_terms)]


async def carried_out(
    request: Request, response: Response, call: Call | Answer, asked: BaseModel | None, terms: Terms
) -> Mapping[str, Any]:
    """The body of the answer, once the call is committed. Raises Problem where nothing was done.

    Where nothing is to be carried out, `call` is the answer. `asked` is the body of the request, by which it is told
    from another one under the same key.
    """
    if isinstance(call, Answer):
        return _answered(response, call)
    call = replace(
        call,
        sha256=_digest(request, asked, terms),
        idempotency_key=terms.idempotency_key,
        if_match=terms.if_match,
        claims=call.claims | _claims(call, terms.idempotency_key),
    )
    try:
        waiting = house_of(request).writer.submit(call)
        # Whoever hangs up is not answered, but what was accepted is carried out.
        answer = await asyncio.shield(asyncio.wrap_future(waiting))
    except Exception as failure:
        problem = problem_of(failure)
        _audit(call, problem.status)
        raise problem from failure
    _audit(call, answer.status)
    if answer.status < 400:
        house_of(request).note_written(call.caller, answer.state_version)
    return _answered(response, answer)


def _answered(response: Response, answer: Answer) -> Mapping[str, Any]:
    """The body of an answer. Raises Problem where it says that nothing was done."""
    version = answer.state_version if answer.version is None else answer.version
    headers = {"ETag": f'"{version}"'} if version else {}
    headers |= {"Idempotent-Replayed": "true"} if answer.is_replayed else {}
    if answer.status >= 400:
        raise Problem(answer.status, **{**answer.body, "headers": headers})
    response.status_code = answer.status
    response.headers.update(headers)
    return answer.body


def _digest(request: Request, asked: BaseModel | None, terms: Terms) -> str:
    body = "" if asked is None else asked.model_dump_json()
    on = "" if terms.if_match is None else f"\nIf-Match: {terms.if_match}"
    return hashlib.sha256(f"{request.method} {request.url.path}\n{body}{on}".encode()).hexdigest()


def version_in(if_match: str | None) -> int | None:
    """The version in `If-Match`. Raises Problem where it is none."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = _VERSION.fullmatch(if_match.strip())
    if found is None:
        said = 'If-Match takes one version, such as "3".'
        raise Problem(400, said, code="invalid_version", errors=[field_error("If-Match", said)])
    return int(found[1])


def _claims(call: Call, idempotency_key: str | None) -> frozenset[str]:
    return frozenset({f"call {call.caller.key_id} {idempotency_key}"} if idempotency_key else ())


def _audit(call: Call, status: int) -> None:
    caller = call.caller
    log.info(
        "written" if status < 400 else "not_written",
        request_id=call.call_id,
        operation=call.operation,
        key_id=caller.key_id,
        key=caller.name,
        org_id=caller.org_id,
        items=sum(items.count for items in call.items),
        status=status,
    )
