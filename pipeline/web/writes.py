"""How a route has a call carried out: it waits for its turn and for the commit, and is answered only then."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from pipeline.model import Call
from pipeline.runs.steps.log import log
from pipeline.web.house import house_of
from pipeline.web.problems import Problem, problem_of


async def carried_out(request: Request, response: Response, call: Call) -> Mapping[str, Any]:
    """The body of the answer, once the call is committed. Raises Problem where nothing was done."""
    try:
        answered = house_of(request).writer.submit(call)
        # Whoever hangs up is not answered, but what was accepted is carried out.
        answer = await asyncio.shield(asyncio.wrap_future(answered))
    except Exception as failure:
        problem = problem_of(failure)
        _audit(call, problem.status)
        raise problem from failure
    _audit(call, answer.status)
    headers = {"ETag": f'"{answer.state_version}"'}
    if answer.status >= 400:
        raise Problem(answer.status, **{**answer.body, "headers": headers})
    response.status_code = answer.status
    response.headers.update(headers)
    return answer.body


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
