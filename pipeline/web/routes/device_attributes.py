"""The attributes of devices as the document of batch creation has them, in its requests and in its answers."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import BaseModel, Field

from pipeline.web.reads import LAST_ID
from schemas.fields import ATTRIBUTES

_ABOUT = {field.name: field.about for field in ATTRIBUTES}
_LONGEST = 2000

Text: TypeAlias = Annotated[str | None, Field(max_length=_LONGEST)]
Flag: TypeAlias = bool | None
Labels: TypeAlias = list[Annotated[str, Field(max_length=_LONGEST)]] | Annotated[str, Field(max_length=_LONGEST)] | None


class DeviceAttributes(BaseModel):
    """What a device is, as its document calls it."""

    name: str = Field(description="What people call the device", min_length=1, max_length=_LONGEST)
    type: str = Field(description="The type of the device", min_length=1, max_length=_LONGEST)
    category: str = Field(description="The category of the device", min_length=1, max_length=_LONGEST)
    user_id: int | None = Field(default=None, ge=0, le=LAST_ID, description=_ABOUT["user_id"])
    added_via: Text = Field(default=None, description="How the device was added in Fleet", examples=["SINGLE_IMPORT"])
    brand: Text = Field(default=None, description=_ABOUT["brand"])
    serial_number: Text = Field(default=None, description=_ABOUT["serial_number"])
    is_rented: Flag = Field(default=None, description=_ABOUT["is_rented"])
    client_purchase_price: Text = Field(default=None, description=_ABOUT["purchase_price"])
    client_purchase_date: Text = Field(default=None, description=_ABOUT["purchase_date"])
    client_warranty_endDate: Text = Field(default=None, description=_ABOUT["warranty_end"])  # noqa: N815
    client_rental_price: Text = Field(default=None, description=_ABOUT["rental_price"])
    client_rental_startDate: Text = Field(default=None, description=_ABOUT["rental_start"])  # noqa: N815
    client_rental_endDate: Text = Field(default=None, description=_ABOUT["rental_end"])  # noqa: N815
    client_contract_number: Text = Field(default=None, description=_ABOUT["contract_number"])
    client_invoice_number: Text = Field(default=None, description=_ABOUT["invoice_number"])
    screen_size: Text = Field(default=None, description=_ABOUT["screen_size"])
    graphic: Text = Field(default=None, description=_ABOUT["graphic"])
    processor: Text = Field(default=None, description=_ABOUT["processor"])
    ram: Text = Field(default=None, description=_ABOUT["ram"])
    storage: Text = Field(default=None, description=_ABOUT["storage"])
    model_year: Text = Field(default=None, description=_ABOUT["model_year"])
    connectivity: Text = Field(default=None, description=_ABOUT["connectivity"])
    keyboard_layout: Text = Field(
        default=None,
        description="Keyboard layout key (same enum as cart/order keyboard_layout).",
        examples=["FRENCH_AZERTY"],
    )
    resolution: Text = Field(default=None, description=_ABOUT["resolution"])
    comment: Text = Field(default=None, description="Free-form device comment")
    has_microphone: Flag = Field(default=None, description=_ABOUT["has_microphone"])
    has_webcam: Flag = Field(default=None, description=_ABOUT["has_webcam"])
    noise_cancellation: Flag = Field(default=None, description=_ABOUT["noise_cancellation"])
    compliance: Labels = Field(default=None, description=_ABOUT["compliance"])
    connection_type: Labels = Field(
        default=None, description="Connection type labels; single string or array (stored as array)."
    )
    has_stool: Flag = Field(default=None, description=_ABOUT["has_stool"])
    has_video_package: Flag = Field(default=None, description=_ABOUT["has_video_package"])
    has_screen: Flag = Field(default=None, description=_ABOUT["has_screen"])
    has_premium_tablet: Flag = Field(default=None, description=_ABOUT["has_premium_tablet"])
    color: Text = Field(default=None, description=_ABOUT["color"])
    seats_number: Text = Field(default=None, description=_ABOUT["seats_number"])
    assembly: Text = Field(default=None, description=_ABOUT["assembly"])
    os_platform: Text = Field(default=None, description=_ABOUT["os_platform"])


class Characteristics(BaseModel):
    """What a device is made of."""

    screen_size: str | None
    graphic: str | None
    processor: str | None
    ram: str | None
    storage: str | None
    model_year: str | None
    connectivity: str | None
    keyboard_layout: str | None = Field(
        description="Keyboard layout for delivery pricing (maps to Fleet keyboard_layouts.type)",
        examples=["FRENCH_AZERTY"],
    )
    resolution: str | None
    has_microphone: bool | None
    has_webcam: bool | None
    noise_cancellation: bool | None
    compliance: list[str] | None
    connection_type: list[str] | None
    has_stool: bool | None
    has_video_package: bool | None
    has_screen: bool | None
    has_premium_tablet: bool | None
    color: str | None
    seats_number: str | None
    assembly: str | None
    os_platform: str | None


class Mdm(BaseModel):
    """The MDM enrollment of a device."""

    id: int
    status: str = Field(
        description="Raw MDM enrollment status from devices_mdm. DRAFT rows are omitted by the device relation; "
        "other values match DB enum."
    )
    local_name: str | None
    is_locked: bool | None
    lock_date: str | None
    firewall_enabled: bool | None
    os_updates_enabled: bool | None
    is_encrypted: bool | None
    screenlock_enabled: bool | None
    is_compromised: bool | None
    os_updates_available: bool | None
    disk_encryption_profile_installed: bool | None
    enrollment_date: str | None
    unenrollment_date: str | None
    download_date: str | None
    last_seen_date: str | None
    last_sync_date: str | None


class DeviceRecord(BaseModel):
    """A device on record. What is not known of it is null."""

    id: int
    name: str
    serial_number: str | None
    rent: str | None
    tracking_number: str | None
    client_status: str | None = Field(description="Device progress key for display and filtering")
    type: str
    category: str
    source: str | None
    comment: str | None = Field(description="Free-form device comment")
    characteristics: Characteristics
    mdm: Mdm | None = Field(description="MDM enrollment row when present (non-deleted, non-DRAFT); null otherwise")
