"""Assign Devices to Owner: several devices to one customer, in one request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from pipeline.runs.calls.assign_devices import assign_devices
from pipeline.web.callers import Editor
from pipeline.web.problems import responses
from pipeline.web.writes import OnTerms, carried_out

router = APIRouter(tags=["Device Assignment"])

_BASIC: dict[str, Any] = {"email": "customer@example.com", "deviceIds": ["SN-001", "SN-002", "AA:BB:CC:DD:EE:FF"]}
_CREATING: dict[str, Any] = {**_BASIC, "autoCreateDevices": True, "deviceType": "sensor"}


class AssignDevices(BaseModel):
    """The devices, and the customer to whom they are assigned."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [_BASIC, _CREATING]})

    email: str = Field(
        description="The email address of the customer to assign devices to. Must be a valid email format.",
        min_length=3,
        max_length=254,
    )
    deviceIds: list[str] = Field(  # noqa: N815 - the document's name
        description=(
            "Array of device identifiers (e.g., serial numbers, MAC addresses) to assign. Must be a non-empty array."
        ),
        min_length=1,
        max_length=1000,
    )
    autoCreateDevices: bool = Field(  # noqa: N815
        default=False,
        description="If true, creates devices automatically if they don't exist in the system. Defaults to false.",
    )
    deviceType: str | None = Field(  # noqa: N815
        default=None,
        description=(
            "Required when autoCreateDevices is true. Specifies the device type "
            '(e.g., "sensor", "Thermostat", "Gateway").'
        ),
        max_length=200,
        validate_default=True,
    )

    @field_validator("deviceType")
    @classmethod
    def _is_there(cls, said: str | None, beside: ValidationInfo) -> str | None:
        if beside.data.get("autoCreateDevices") and not (said or "").strip():
            raise ValueError("deviceType is required when autoCreateDevices is true")
        return said


class DevicesAssigned(BaseModel):
    """What became of each device."""

    success: bool = Field(description="Indicates if the operation was successful")
    message: str = Field(description="Description of the operation result")
    customerId: str = Field(description="The unique identifier of the customer")  # noqa: N815
    customerCreated: bool = Field(  # noqa: N815
        description="Indicates whether the customer was created during this operation"
    )
    newlyAssigned: list[str] = Field(  # noqa: N815
        description="Array of devices that were newly assigned in this request"
    )
    alreadyAssigned: list[str] = Field(  # noqa: N815
        description="Array of devices that were already assigned to this customer (no-op)"
    )
    skipped: list[str] = Field(
        description=(
            "Array of device identifier strings that were not found in the system (when autoCreateDevices is false)"
        )
    )


@router.post(
    "/owners/assign-devices",
    summary="Assign multiple devices to a single customer",
    response_model=DevicesAssigned,
    response_description="Devices successfully assigned to customer",
    responses=responses(400, 401, 403, 409, 412, 413, 429, 500, 503),
)
async def assign_devices_to_owner(
    request: Request, response: Response, caller: Editor, asked: AssignDevices, terms: OnTerms
) -> Mapping[str, Any]:
    """Assigns multiple devices to a single customer in one request.

    Idempotent: devices already assigned to the customer are reported in `alreadyAssigned`. The customer is created
    where there is none. Unknown devices are `skipped`, unless `autoCreateDevices` is true.
    """
    call = assign_devices(
        request.state.request_id,
        caller,
        email=asked.email,
        device_ids=asked.deviceIds,
        auto_create_devices=asked.autoCreateDevices,
        device_type=asked.deviceType,
    )
    return await carried_out(request, response, call, asked, terms)
