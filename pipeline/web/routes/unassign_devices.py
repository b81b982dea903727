"""Unassign Devices from Owner: several devices of one customer, in one request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from pipeline.runs.calls.unassign_devices import unassign_devices
from pipeline.web.callers import Editor
from pipeline.web.problems import responses
from pipeline.web.writes import OnTerms, carried_out

router = APIRouter(tags=["Device Assignment"])


class UnassignDevices(BaseModel):
    """The devices, and the customer from whom they are taken back."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"examples": [{"email": "customer@example.com", "deviceIds": ["SN-001", "SN-002"]}]},
    )

    email: str = Field(
        description="The email address of the customer to unassign devices from. Must be a valid email format.",
        min_length=3,
        max_length=254,
    )
    deviceIds: list[str] = Field(  # noqa: N815 - the document's name
        description=(
            "Array of device identifiers (e.g., serial numbers, MAC addresses) to unassign. Must be a non-empty array."
        ),
        min_length=1,
        max_length=1000,
    )


class DevicesUnassigned(BaseModel):
    """What became of each device, and what the customer still has."""

    success: bool = Field(description="Indicates if the operation was successful")
    message: str = Field(description="Description of the operation result")
    customerId: str = Field(description="The unique identifier of the customer")  # noqa: N815
    unassigned: list[str] = Field(description="Array of device identifier strings that were successfully unassigned")
    skipped: list[str] = Field(
        description="Array of device identifier strings that were not assigned to this customer (no-op)"
    )
    devicesRemaining: list[str] = Field(  # noqa: N815
        description="Full list of device identifiers still assigned to the customer after the operation"
    )


@router.post(
    "/owners/unassign-devices",
    summary="Unassign multiple devices from a single customer",
    response_model=DevicesUnassigned,
    response_description="Devices successfully unassigned from customer",
    responses=responses(400, 401, 403, 404, 409, 412, 413, 429, 500, 503),
)
async def unassign_devices_from_owner(
    request: Request, response: Response, caller: Editor, asked: UnassignDevices, terms: OnTerms
) -> Mapping[str, Any]:
    """Removes multiple device-to-customer assignments in a single request.

    Both the device and customer records remain in the system; only the associations are removed.
    """
    call = unassign_devices(request.state.request_id, caller, email=asked.email, device_ids=asked.deviceIds)
    return await carried_out(request, response, call, asked, terms)
