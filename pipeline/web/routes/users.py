"""Link a device to a user."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from pipeline.runs.calls.devices.link_device import link_device
from pipeline.web.callers import Linker
from pipeline.web.problems import Body, responses, shaped
from pipeline.web.writes import OnTerms, carried_out

router = APIRouter(tags=["Users"])

_EXAMPLE: dict[str, Any] = {
    "deviceId": "example_string",
    "deviceType": "matter",
    "orgId": "example_string",
    "name": "John Doe",
    "addedBy": "example_string",
}
_LONGEST = 200


class LinkDevice(BaseModel):
    """The device that is linked to the user."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [_EXAMPLE]})

    deviceId: str = Field(description="Device UUID", min_length=1, max_length=_LONGEST)  # noqa: N815 - the document's
    deviceType: Literal["matter", "camera"] = Field(description="matter | camera")  # noqa: N815
    orgId: str = Field(description="Organisation the device belongs to", min_length=1, max_length=_LONGEST)  # noqa: N815
    name: str | None = Field(default=None, description="Friendly label", max_length=_LONGEST)
    addedBy: str | None = Field(  # noqa: N815
        default=None, description="Actor that performed the link", max_length=_LONGEST
    )


class DeviceLinked(BaseModel):
    """The link, as the device has recorded it."""

    success: bool = Field(description="Indicates if the operation was successful")
    aggregateId: str = Field(description="The id of the device aggregate")  # noqa: N815
    version: float = Field(description="The version of the device aggregate, a whole number")
    event: str | None = Field(description="The event that the link has caused; null where it was there already")


class LinkFault(BaseModel):
    """One field that is wrong."""

    field: str | None = Field(description="The field")
    message: str = Field(description="What is wrong with it")


class LinkError(BaseModel):
    """Why the device was not linked."""

    error: str = Field(description="The kind of error", examples=["Bad Request"])
    message: str = Field(description="What is wrong")
    code: int = Field(description="The HTTP status", examples=[400])
    details: list[LinkFault] = Field(default_factory=list, description="The fields that are wrong")


def _as_documented(status: int, body: Body) -> Body:
    """The failure as the document says."""
    if status not in _DOCUMENTED:
        return body
    told: Body = {"error": body["title"], "message": body["detail"], "code": status}
    faults = [{"field": error.get("field"), "message": error["message"]} for error in body.get("errors", [])]
    return told | ({"details": faults} if faults else {})


_DOCUMENTED = (400, 401, 403, 404, 500)


@router.post(
    "/users/{id}/AddDevice",
    summary="Link a device to a user",
    response_model=DeviceLinked,
    response_description="The device is linked",
    responses={**responses(*_DOCUMENTED, model=LinkError), **responses(409, 412, 413, 429, 503)},
)
@shaped(_as_documented)
async def link_a_device(
    request: Request,
    response: Response,
    caller: Linker,
    id: Annotated[str, Path(description="User ID", min_length=1, max_length=_LONGEST)],  # noqa: A002
    asked: LinkDevice,
    terms: OnTerms,
) -> Mapping[str, Any]:
    """Records a cross-reference between a user and a device aggregate, along with the device's org.

    The device is put on record where there is none; the user must be: by the number, the login or the address.
    """
    call = link_device(
        request.state.request_id,
        caller,
        user_id=id,
        device_id=asked.deviceId,
        device_type=asked.deviceType,
        org_id=asked.orgId,
        name=asked.name,
        added_by=asked.addedBy,
    )
    return await carried_out(request, response, call, asked, terms)
