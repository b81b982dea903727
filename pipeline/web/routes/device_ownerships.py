"""Device ownerships: who had which device from when to when; a device is taken, and released."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from pipeline.runs.calls.devices.release_ownership import release_ownership
from pipeline.runs.calls.devices.shapes import ownership_body
from pipeline.runs.calls.devices.take_ownership import take_ownership
from pipeline.runs.listings.cursors import PageAsked
from pipeline.runs.listings.ownerships import AccessAsked, OwnershipsAsked, list_ownerships, may_access
from pipeline.web.callers import Editor, Viewer
from pipeline.web.problems import Problem, responses
from pipeline.web.reads import LAST_ID, PageQuery, field_error, in_utc, looked_up, newest_of, page, window
from pipeline.web.writes import OnTerms, carried_out

router = APIRouter(tags=["Device Ownership"])

_ROW: dict[str, Any] = {
    "id": 12345678,
    "start_time": "2024-01-01T06:00:00.000000Z",
    "end_time": "2999-12-31T23:59:59Z",
    "device": 12345,
    "manager": 123,
    "device_details": {"id": 12345, "device_name": "a1b2c3d4e5f8", "serial_number": "012345"},
}
_START = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"
_END = r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z|2999-12-31T23:59:59Z)$"


class OwnershipsQuery(PageQuery):
    """The ownerships that are asked for."""

    device: int | None = Field(default=None, ge=1, le=LAST_ID, description="Only those of this device")
    serial_number: str | None = Field(
        default=None, min_length=1, max_length=200, description="Only those of its device"
    )
    manager: int | None = Field(default=None, ge=1, le=LAST_ID, description="Only those of this manager account")
    current: bool | None = Field(default=None, description="true: only those that hold now; false: only the others")
    start_time: AwareDatetime | None = Field(default=None, description="Only those that end after this instant")
    end_time: AwareDatetime | None = Field(default=None, description="Only those that begin before this instant")


class AccessQuery(BaseModel):
    """The window of time that is asked about."""

    model_config = ConfigDict(extra="forbid")

    device: int = Field(ge=1, le=LAST_ID, description="The device ID")
    manager: int | None = Field(
        default=None, ge=1, le=LAST_ID, description="The manager account; absent for the person whose key this is"
    )
    from_: AwareDatetime = Field(alias="from", description="The beginning of the window")
    to: AwareDatetime = Field(description="The end of the window, which is not in it")


class DeviceDetails(BaseModel):
    """What identifies a device."""

    id: int = Field(description="The device ID")
    device_name: str = Field(description="The name of the device")
    serial_number: str | None = Field(description="The serial number; null where the device has none")


class Ownership(BaseModel):
    """An assignment of a device: a device, and a timespan."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ROW]})

    id: int = Field(description="The id of the ownership")
    start_time: str = Field(description="From when on, with six decimals and Z", pattern=_START)
    end_time: str = Field(description="Until when; 2999-12-31T23:59:59Z while it is open", pattern=_END)
    device: int = Field(description="The device ID")
    manager: int = Field(description="The id of the manager account")
    device_details: DeviceDetails = Field(description="What identifies the device")


class Ownerships(BaseModel):
    """A page of ownerships."""

    results: list[Ownership] = Field(description="The ownerships, in the order of their ids")
    next: str | None = Field(description="The cursor of the next page; null at the end")


class TakeOwnership(BaseModel):
    """The device that is taken."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"examples": [{"serial_number": "012345", "device_name": "a1b2c3d4e5f8"}]},
    )

    serial_number: str = Field(description="The serial number of the device", min_length=1, max_length=200)
    device_name: str = Field(description="The name of the device", min_length=1, max_length=200)
    manager: int | None = Field(
        default=None,
        ge=1,
        le=LAST_ID,
        description="The manager who takes it; where it is not given, the person whose key this is",
    )


class AccessAnswer(BaseModel):
    """Whether a device's data of a window may be accessed."""

    device: int = Field(description="The device ID")
    manager: int | None = Field(description="The id of the manager account; null for the person whose key this is")
    access: bool = Field(description="True where one ownership covers the whole window")
    ownership: int | None = Field(description="The id of that ownership; null without one")


Id = Annotated[int, Path(ge=1, le=LAST_ID, description="The id of the ownership")]


@router.get(
    "/device-ownerships",
    summary="Get device ownerships",
    response_model=Ownerships,
    responses=responses(400, 401, 403, 429, 500, 503),
)
async def get_device_ownerships(
    request: Request, response: Response, caller: Viewer, query: Annotated[OwnershipsQuery, Query()]
) -> Mapping[str, Any]:
    """Retrieve device ownerships and use query parameters to filter the results."""
    from_at, to_at = window(query.start_time, query.end_time, ("start_time", "end_time"))
    asked = OwnershipsAsked(query.device, query.serial_number, query.manager, query.current, from_at, to_at)
    wanted = PageAsked(query.limit, query.cursor, newest_of(request, caller))
    return await page(
        request, response, lambda house: list_ownerships(house.settings, caller, asked, wanted), ownership_body
    )


@router.post(
    "/device-ownerships",
    summary="Take device ownership",
    status_code=201,
    response_model=Ownership,
    response_description="The device is taken",
    responses={
        200: {"description": "The device was this manager's already", "model": Ownership},
        **responses(400, 401, 403, 404, 409, 412, 413, 429, 500, 503),
    },
)
async def take_device_ownership(
    request: Request,
    response: Response,
    caller: Editor,
    asked: TakeOwnership,
    terms: OnTerms,
) -> Mapping[str, Any]:
    """Assign a device to your account using the device's serial_number and device_name."""
    newest = newest_of(request, caller)
    call = await looked_up(
        request,
        lambda house: take_ownership(
            request.state.request_id, caller, house.settings, **asked.model_dump(), at_least=newest
        ),
    )
    return await carried_out(request, response, call, asked, terms)


@router.post(
    "/device-ownerships/{id}/release",
    summary="Release device ownership",
    response_model=Ownership,
    response_description="The device is released",
    responses=responses(400, 401, 403, 404, 409, 412, 429, 500, 503),
)
async def release_device_ownership(
    request: Request,
    response: Response,
    caller: Editor,
    id: Id,  # noqa: A002 - the document's name
    terms: OnTerms,
) -> Mapping[str, Any]:
    """Remove the device from your account: the ownership ends now. One that has ended stays as it is."""
    newest = newest_of(request, caller)
    call = await looked_up(
        request,
        lambda house: release_ownership(
            request.state.request_id, caller, house.settings, ownership_id=id, at_least=newest
        ),
    )
    return await carried_out(request, response, call, None, terms)


@router.get(
    "/access",
    summary="Whether one ownership covers a window of time",
    response_model=AccessAnswer,
    responses=responses(400, 401, 403, 429, 500, 503),
)
async def get_access(
    request: Request, response: Response, caller: Viewer, query: Annotated[AccessQuery, Query()]
) -> Mapping[str, Any]:
    """You can only access a device's data if one ownership includes the whole period you want to retrieve."""
    window(query.from_, query.to, ("from", "to"))
    if query.manager is None and caller.owner_email is None:
        said = "This key belongs to an organization, and to no person: say whose access is meant."
        raise Problem(400, said, code="manager_missing", errors=[field_error("manager", said)])
    asked = AccessAsked(query.device, query.manager, in_utc(query.from_), in_utc(query.to))
    newest = newest_of(request, caller)
    found = await looked_up(request, lambda house: may_access(house.settings, caller, asked, at_least=newest))
    response.headers["ETag"] = f'"{found.state_version}"'
    is_covered = found.ownership is not None
    return {"device": query.device, "manager": query.manager, "access": is_covered, "ownership": found.ownership}
