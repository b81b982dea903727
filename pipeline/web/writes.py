"""How a route has a call carried out: it waits for its turn and for the commit, and is answered only then."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, TypeAlias

from fastapi import Header, Request, Response
from pydantic import BaseModel

from pipeline.model import Answer, Call
from pipeline.runs.steps.log import log
from pipeline.web.house import house_of
from pipeline.web.problems import Problem, problem_of

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


async def carried_out(
    request: Request, response: Response, call: Call | Answer, asked: BaseModel, idempotency_key: str | None
) -> Mapping[str, Any]:
    """The body of the answer, once the call is committed. Raises Problem where nothing was done.

    Where nothing is to be carried out, `call` is the answer. `asked` is the body of the request, by which it is told
    from another one under the same key.
    """
    if isinstance(call, Answer):
        return _answered(response, call)
    told = f"{request.method} {request.url.path}\n{asked.model_dump_json()}"
    sha256 = hashlib.sha256(told.encode()).hexdigest()
    call = replace(
        call, sha256=sha256, idempotency_key=idempotency_key, claims=call.claims | _claims(call, idempotency_key)
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
    headers = {"ETag": f'"{answer.state_version}"'} if answer.state_version else {}
    headers |= {"Idempotent-Replayed": "true"} if answer.is_replayed else {}
    if answer.status >= 400:
        raise Problem(answer.status, **{**answer.body, "headers": headers})
    response.status_code = answer.status
    response.headers.update(headers)
    return answer.body


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
