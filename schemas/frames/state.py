"""The frames of `model.State`: the part of the current state that the decisions need."""

from schemas.fields import ATTRIBUTES, CUSTOM_PREFIX, GIVEN_IDENTIFIERS, OWNER_FIELDS, OWNER_NAMING
from schemas.frames.columns import FrameSchema, boolean, instant, integer, of_field, of_owner, optional, text

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

# The facts of a person: those that say who it is, which every frame of owners has, and those that it may lack.
_ALWAYS_THERE = OWNER_NAMING
OWNER_FACTS = (
    *(of_owner(field) for field in OWNER_FIELDS if field.name in _ALWAYS_THERE),
    *optional(of_owner(field) for field in OWNER_FIELDS if field.name not in _ALWAYS_THERE),
)

# One row per owner. `handle` is what the owner is called in lists: the e-mail address, else the number, the login or
# the name.
OWNERS = FrameSchema(
    "State.owners",
    (
        *integer("owner_id", nullable=False),
        *text("org_id", "handle", nullable=False),
        *OWNER_FACTS,
        *integer("version", nullable=False, least=0),
    ),
    key=("owner_id",),
)

# One row per ownership as it is on record now; it ends after it begins. `owner_email` is the handle of its owner.
SPANS = FrameSchema(
    "State.spans",
    (
        *integer("ownership_id", nullable=False),
        *text("org_id", nullable=False),
        *integer("device_id", "owner_id", nullable=False),
        *text("owner_email"),
        *instant("start_time", "end_time", nullable=False),
        *text("label", "added_by"),
        *instant("due_at"),
    ),
    key=("ownership_id",),
    later=("start_time", "end_time"),
)

# One row per input file that has a predecessor, or per several of one run together: their rows, and those of the files
# before them.
LAST_ROWS = FrameSchema(
    "State.last_rows",
    (
        *text("file", nullable=False),
        *integer("rows", nullable=False, least=0),
        *text("last_file", nullable=False),
        *integer("last_rows", nullable=False, least=0),
        *text("run_id"),
        *instant("recorded_at"),
    ),
    key=("file",),
)

# One row per address that somebody had before.
FORMER_ADDRESSES = FrameSchema(
    "State.former", (*integer("owner_id", nullable=False), *text("org_id", "email", nullable=False))
)

# One row per device and identifier (its `field` and `value`) that it had before, of those that rows give.
FORMER_IDENTIFIERS = FrameSchema(
    "State.former_identifiers",
    (*integer("device_id", nullable=False), *text("org_id", "field", "value", nullable=False)),
)

# One row per person who has devices beside those whose ownerships were read: how many they hold at the instant of the
# run, the first of them by name in one text, and whether they still hold one of them after the last of their losses.
BESIDE = FrameSchema(
    "State.beside",
    (*integer("owner_id", "devices", nullable=False), *boolean("is_left"), *text("named")),
    key=("owner_id",),
)
# So many of them are named at most, with this sign between them, which is in no name.
NAMED_BESIDE, BETWEEN_NAMES = 20, "\0"

# One row per device that a damaged identifier may mean.
IDENTIFIED = FrameSchema(
    "State.identified",
    (
        *integer("device_id", nullable=False),
        *text("org_id", nullable=False),
        *(column for column in _ATTRIBUTES if column.name in GIVEN_IDENTIFIERS),
    ),
    key=("device_id",),
)

# The schema of every frame of `model.State`, by the name of its field.
STATE_FRAMES = {
    "devices": DEVICES,
    "owners": OWNERS,
    "spans": SPANS,
    "last_rows": LAST_ROWS,
    "former": FORMER_ADDRESSES,
    "former_identifiers": FORMER_IDENTIFIERS,
    "beside": BESIDE,
    "identified": IDENTIFIED,
}
