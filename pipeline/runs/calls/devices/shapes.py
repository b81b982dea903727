"""Things on record as their documents show them: an ownership, a device, exact instants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from schemas.fields import MDM_FIELDS
from schemas.instants import OPEN_END, is_open

Body = dict[str, Any]

_MDM = "mdm_"
# An enrolment in this state is not shown.
_DRAFT = "DRAFT"
_LISTS = ("compliance", "connection_type")
# What the document of batch creation calls otherwise than Rollcall does.
_OTHERWISE = {"rent": "rental_price", "client_status": "status"}
_TEXTS = ("name", "serial_number", "rent", "tracking_number", "client_status", "type", "category", "source", "comment")
_CHARACTERISTICS = (
    *("screen_size", "graphic", "processor", "ram", "storage", "model_year", "connectivity", "keyboard_layout"),
    *("resolution", "has_microphone", "has_webcam", "noise_cancellation", "compliance", "connection_type"),
    *("has_stool", "has_video_package", "has_screen", "has_premium_tablet", "color", "seats_number", "assembly"),
    "os_platform",
)


def exact_instant(instant: datetime) -> str:
    """The instant with six decimals and `Z`; the open end is always `2999-12-31T23:59:59Z`."""
    if is_open(instant):
        return f"{OPEN_END.isoformat()}Z"
    return f"{instant.isoformat(timespec='microseconds')}Z"


def ownership_body(row: Mapping[str, Any]) -> Body:
    """An ownership as the document of device ownerships shows it."""
    return {
        "id": row["id"],
        "start_time": exact_instant(row["start_time"]),
        "end_time": exact_instant(row["end_time"]),
        "device": row["device"],
        "manager": row["manager"],
        "device_details": {
            "id": row["device"],
            "device_name": row["device_name"],
            "serial_number": row["serial_number"],
        },
    }


def device_body(row: Mapping[str, Any]) -> Body:
    """A device as the document of batch creation shows it; attributes that the row does not have are null."""
    texts = {name: _plain(row.get(_OTHERWISE.get(name, name))) for name in _TEXTS}
    characteristics = {name: _characteristic(row, name) for name in _CHARACTERISTICS}
    return {"id": row["device_id"], **texts, "characteristics": characteristics, "mdm": _mdm(row)}


def _mdm(row: Mapping[str, Any]) -> Body | None:
    """The MDM enrolment of a device: none where it has none, or that is a draft."""
    status = row.get(f"{_MDM}status")
    if status is None or str(status).upper() == _DRAFT:
        return None
    return {"id": row["device_id"]} | {
        field.name.removeprefix(_MDM): _plain(row.get(field.name)) for field in MDM_FIELDS
    }


def _characteristic(row: Mapping[str, Any], name: str) -> object:
    value = row.get(name)
    if name not in _LISTS:
        return _plain(value)
    return value.split("; ") if isinstance(value, str) else value


def _plain(value: object) -> object:
    """The value as it stands in JSON: amounts, days and instants as text."""
    if isinstance(value, datetime):
        return exact_instant(value)
    return str(value) if isinstance(value, (Decimal, date)) else value
