"""Create external devices (batch), and the list of devices, which gives the id for a serial number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from pipeline.runs.calls.devices.create_devices import create_devices
from pipeline.runs.calls.devices.shapes import device_body
from pipeline.runs.listings.cursors import PageAsked
from pipeline.runs.listings.devices import DevicesAsked, list_devices
from pipeline.web.callers import Editor, Viewer
from pipeline.web.problems import Body, FieldError, responses, shaped
from pipeline.web.reads import LAST_ID, PageQuery, newest_of, page
from pipeline.web.routes.device_attributes import DeviceAttributes, DeviceRecord
from pipeline.web.writes import OnTerms, carried_out

router = APIRouter(tags=["Devices"])

_EXAMPLE: dict[str, Any] = {
    "devices": [
        {
            "name": "MacBook Air 13",
            "type": "LAPTOP",
            "category": "COMPUTING",
            "added_via": "SINGLE_IMPORT",
            "serial_number": "C02XK1ABCDEF",
            "client_purchase_price": "1249.00",
            "client_purchase_date": "2024-05-02",
            "keyboard_layout": "FRENCH_AZERTY",
            "connection_type": ["USB_C", "JACK"],
            "compliance": "CE",
        }
    ]
}


class NewDevice(DeviceAttributes):
    """One device to be created."""

    model_config = ConfigDict(extra="forbid", strict=True)


class NewDevices(BaseModel):
    """The devices to be created."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [_EXAMPLE]})

    devices: list[NewDevice] = Field(description="The devices, up to 1,000", min_length=1, max_length=1000)


class CreateQuery(BaseModel):
    """How a batch is created."""

    model_config = ConfigDict(extra="forbid")

    partial: bool = Field(
        default=False,
        description="Create the devices with which nothing is wrong; else none is created where anything is",
    )


class DevicesQuery(PageQuery):
    """The devices that are asked for."""

    serial_number: str | None = Field(
        default=None, min_length=1, max_length=200, description="Only the device with this serial number"
    )
    current: bool = Field(default=False, description="Only devices that somebody owns now; you, with a person's key")


class ItemError(FieldError):
    """One thing that is wrong with an item of a batch."""

    identifier: str | None = Field(default=None, description="The serial number of the item, or its name")


class CreatedList(BaseModel):
    """The devices that were created."""

    devices: list[DeviceRecord] = Field(description="The devices, in the order of the request")


class DevicesCreated(BaseModel):
    """Devices created."""

    data: CreatedList = Field(description="What was created")
    errors: list[ItemError] = Field(
        default_factory=list, description="With partial: everything that is wrong with the items that were not created"
    )


class DeviceError(BaseModel):
    """Why no device was created."""

    error: str = Field(description="What is wrong")
    code: str | None = Field(default=None, description="What is wrong, for programs")
    errors: list[ItemError] = Field(default_factory=list, description="Everything that is wrong with the request")


class ListedDevice(DeviceRecord):
    """A device on record."""

    device_id: int = Field(description="The device ID, as for nearly all endpoints concerning devices")
    device_name: str = Field(description="The name of the device")
    mac_address: str | None = Field(description="The network address")
    asset_tag: str | None = Field(description="The asset tag")
    manager: int | None = Field(description="The manager account that owns it now", le=LAST_ID)
    version: int = Field(description="The version of the device, for If-Match")


class Devices(BaseModel):
    """A page of devices."""

    results: list[ListedDevice] = Field(description="The devices, in the order of their ids")
    next: str | None = Field(description="The cursor of the next page; null at the end")


def _as_documented(status: int, body: Body) -> Body:
    """The failure as the document says, `error`; where it says nothing, beside the problem details."""
    if status not in _DOCUMENTED:
        return body
    return {"error": body["detail"], "code": body.get("code"), "errors": body.get("errors", [])}


_DOCUMENTED = (400, 403, 404, 500)


@router.post(
    "/devices",
    summary="Create external devices (batch)",
    status_code=201,
    response_model=DevicesCreated,
    response_model_exclude_unset=True,
    response_description="Devices created",
    responses={
        **responses(*_DOCUMENTED, model=DeviceError),
        **responses(401, 409, 412, 413, 429, 503),
    },
)
@shaped(_as_documented)
async def create_external_devices(
    request: Request,
    response: Response,
    caller: Editor,
    query: Annotated[CreateQuery, Query()],
    asked: NewDevices,
    terms: OnTerms,
) -> Mapping[str, Any]:
    """Create several devices. Where anything is wrong with any of them, none is created, unless `partial` says so."""
    items = [device.model_dump(exclude_unset=True, by_alias=True) for device in asked.devices]
    call = create_devices(request.state.request_id, caller, devices=items, partial=query.partial)
    return await carried_out(request, response, call, asked, terms)


@router.get(
    "/devices", summary="List devices", response_model=Devices, responses=responses(400, 401, 403, 429, 500, 503)
)
async def get_devices(
    request: Request, response: Response, caller: Viewer, query: Annotated[DevicesQuery, Query()]
) -> Mapping[str, Any]:
    """List the devices on record, or find the `device_id` for a `serial_number`."""
    asked = DevicesAsked(query.serial_number, query.current)
    wanted = PageAsked(query.limit, query.cursor, newest_of(request, caller))
    return await page(request, response, lambda house: list_devices(house.settings, caller, asked, wanted), _listed)


def _listed(row: Mapping[str, Any]) -> Mapping[str, Any]:
    own = {name: row[name] for name in ("device_id", "mac_address", "asset_tag", "manager", "version")}
    return {**device_body(row), **own, "device_name": row["name"]}
