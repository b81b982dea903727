"""The frames of `model.State`: the part of the current state that the decisions need."""

from schemas.fields import ATTRIBUTES, CUSTOM_PREFIX
from schemas.frames.columns import FrameSchema, instant, integer, of_field, optional, text

# The attributes that every frame of devices has as columns.
FIXED_ATTRIBUTES = ("serial_number", "asset_tag", "mac_address", "name")

_ATTRIBUTES = tuple(of_field(field) for field in ATTRIBUTES)

# One row per device, with the attributes that were asked for; `version` is the number of its events.
DEVICES = FrameSchema(
    "State.devices",
    (
        *integer("device_id", nullable=False),
        *text("org_id", nullable=False),
        *(column for column in _ATTRIBUTES if column.name in FIXED_ATTRIBUTES),
        *optional(column for column in _ATTRIBUTES if column.name not in FIXED_ATTRIBUTES),
        *integer("version", nullable=False, least=0),
    ),
    key=("device_id",),
    others=CUSTOM_PREFIX,
)

# One row per owner.
OWNERS = FrameSchema(
    "State.owners",
    (
        *integer("owner_id", nullable=False),
        *text("org_id", "email", nullable=False),
        *text("owner_name"),
        *integer("version", nullable=False, least=0),
    ),
    key=("owner_id",),
)

# One row per ownership as it is on record now; it ends after it begins.
SPANS = FrameSchema(
    "State.spans",
    (
        *integer("ownership_id", nullable=False),
        *text("org_id", nullable=False),
        *integer("device_id", "owner_id", nullable=False),
        *text("owner_email"),
        *instant("start_time", "end_time", nullable=False),
        *text("label", "added_by"),
    ),
    key=("ownership_id",),
    later=("start_time", "end_time"),
)

# The schema of every frame of `model.State`, by the name of its field.
STATE_FRAMES = {"devices": DEVICES, "owners": OWNERS, "spans": SPANS}
