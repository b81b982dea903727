"""Every field a sheet may fill, with its type and its meaning: the one list that all layers read.

Source: the batch-create document for the attributes of a device and of its MDM enrolment (its `client_` prefix is
dropped, as asset registers write it), the device-ownership documents for what an assignment says, and the asset
registers and IoT provisioning files for the rest.
"""

from enum import StrEnum

from schemas.records import dataclass
from schemas.vocabulary import Kind


class FieldType(StrEnum):
    """The type of a field, which says how its cells are read, kept and shown.

    Lists stand in frames as their canonical text (`a; b`), since engines neither order nor group lists alike; the
    store keeps them as lists. Decimals are money with two decimals. Instants are UTC.
    """

    TEXT = "text"
    IDENTIFIER = "identifier"
    MAC = "mac"
    EMAIL = "email"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    INSTANT = "instant"
    BOOLEAN = "boolean"
    LIST = "list"
    LAYOUT = "layout"
    CURRENCY = "currency"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a sheet: its canonical name, its type, and what it means to a person."""

    name: str
    type: FieldType
    about: str


_T = FieldType

# Attributes kept in the `devices` table. The first three identify; the next three are required.
DEVICE_FIELDS: tuple[Field, ...] = (
    Field("serial_number", _T.IDENTIFIER, "the maker's serial number: the key people use"),
    Field("asset_tag", _T.IDENTIFIER, "the label stuck on the device"),
    Field("mac_address", _T.MAC, "the network address, as AA:BB:CC:DD:EE:FF"),
    Field("name", _T.TEXT, "what people call the device"),
    Field("type", _T.TEXT, "laptop, phone, sensor, ..."),
    Field("category", _T.TEXT, "the group it is reported under"),
    Field("brand", _T.TEXT, "the maker"),
    Field("model", _T.TEXT, "the maker's model name"),
    Field("model_number", _T.TEXT, "the maker's number of the model"),
    Field("status", _T.TEXT, "where it is in its life: in use, in stock, in repair, retired"),
    Field("condition", _T.TEXT, "new, good, worn, broken"),
    Field("location", _T.TEXT, "where it is kept"),
    Field("department", _T.TEXT, "the department it belongs to"),
    Field("cost_center", _T.TEXT, "the cost centre that pays for it"),
    Field("company", _T.TEXT, "the company it belongs to"),
    Field("supplier", _T.TEXT, "who sold it"),
    Field("order_number", _T.TEXT, "the purchase order"),
    Field("user_id", _T.INTEGER, "the user's number in the system that the list comes from"),
    Field("added_via", _T.TEXT, "how the device came into the list, for example SINGLE_IMPORT"),
    Field("is_rented", _T.BOOLEAN, "rented rather than bought"),
    Field("purchase_price", _T.DECIMAL, "what it cost"),
    Field("currency", _T.CURRENCY, "the currency of its prices, as EUR; blank: that of the settings"),
    Field("purchase_date", _T.DATE, "when it was bought"),
    Field("warranty_end", _T.DATE, "the last day of its warranty"),
    Field("warranty_months", _T.INTEGER, "the length of its warranty in months"),
    Field("rental_price", _T.DECIMAL, "what it costs to rent"),
    Field("rental_start", _T.DATE, "the first day of the rental"),
    Field("rental_end", _T.DATE, "the last day of the rental"),
    Field("contract_number", _T.TEXT, "the rental or service contract"),
    Field("invoice_number", _T.TEXT, "the invoice it was bought on"),
    Field("tracking_number", _T.TEXT, "the parcel it came in"),
    Field("source", _T.TEXT, "the system or shop it comes from"),
    Field("screen_size", _T.TEXT, "the size of its screen"),
    Field("graphic", _T.TEXT, "the graphics card"),
    Field("processor", _T.TEXT, "the processor"),
    Field("ram", _T.TEXT, "the memory"),
    Field("storage", _T.TEXT, "the disk"),
    Field("model_year", _T.TEXT, "the year of the model"),
    Field("connectivity", _T.TEXT, "Wi-Fi, 5G, ..."),
    Field("keyboard_layout", _T.LAYOUT, "the keyboard's layout key, for example FRENCH_AZERTY"),
    Field("resolution", _T.TEXT, "the resolution of its screen"),
    Field("comment", _T.TEXT, "anything else"),
    Field("has_microphone", _T.BOOLEAN, "has a microphone"),
    Field("has_webcam", _T.BOOLEAN, "has a webcam"),
    Field("noise_cancellation", _T.BOOLEAN, "cancels noise"),
    Field("compliance", _T.LIST, "the rules it complies with"),
    Field("connection_type", _T.LIST, "its connectors"),
    Field("has_stool", _T.BOOLEAN, "comes with a stool"),
    Field("has_video_package", _T.BOOLEAN, "comes with the video package"),
    Field("has_screen", _T.BOOLEAN, "comes with a screen"),
    Field("has_premium_tablet", _T.BOOLEAN, "comes with the premium tablet"),
    Field("color", _T.TEXT, "its colour"),
    Field("seats_number", _T.TEXT, "for how many seats"),
    Field("assembly", _T.TEXT, "how it is put together"),
    Field("os_platform", _T.TEXT, "its operating system"),
    Field("os_version", _T.TEXT, "the version of its operating system"),
    Field("dev_eui", _T.IDENTIFIER, "the LoRaWAN device number"),
    Field("imei", _T.IDENTIFIER, "the mobile equipment number"),
    Field("external_id", _T.TEXT, "its number in another system"),
)

# Attributes kept in the `mdm_enrollments` table, there without their prefix.
MDM_FIELDS: tuple[Field, ...] = (
    Field("mdm_status", _T.TEXT, "the state of its MDM enrolment"),
    Field("mdm_local_name", _T.TEXT, "the name the MDM knows it by"),
    Field("mdm_is_locked", _T.BOOLEAN, "locked from afar"),
    Field("mdm_lock_date", _T.INSTANT, "when it was locked"),
    Field("mdm_firewall_enabled", _T.BOOLEAN, "its firewall is on"),
    Field("mdm_os_updates_enabled", _T.BOOLEAN, "it updates itself"),
    Field("mdm_is_encrypted", _T.BOOLEAN, "its disk is encrypted"),
    Field("mdm_screenlock_enabled", _T.BOOLEAN, "its screen locks"),
    Field("mdm_is_compromised", _T.BOOLEAN, "it is jailbroken or otherwise compromised"),
    Field("mdm_os_updates_available", _T.BOOLEAN, "updates wait for it"),
    Field("mdm_disk_encryption_profile_installed", _T.BOOLEAN, "the encryption profile is installed"),
    Field("mdm_enrollment_date", _T.INSTANT, "when it was enrolled"),
    Field("mdm_unenrollment_date", _T.INSTANT, "when it left the MDM"),
    Field("mdm_download_date", _T.INSTANT, "when the profile was downloaded"),
    Field("mdm_last_seen_date", _T.INSTANT, "when the MDM last saw it"),
    Field("mdm_last_sync_date", _T.INSTANT, "when it last synchronised"),
)

ATTRIBUTES: tuple[Field, ...] = DEVICE_FIELDS + MDM_FIELDS

# The facts of a person. The first three identify, strongest first; none of them is required where another is given.
OWNER_FIELDS: tuple[Field, ...] = (
    Field("owner_email", _T.EMAIL, "the person's e-mail address"),
    Field("external_user_id", _T.TEXT, "the person's number elsewhere, such as the employee number"),
    Field("username", _T.TEXT, "the name that the person logs in with"),
    Field("owner_name", _T.TEXT, "the person's name"),
    Field("department", _T.TEXT, "the department the person works in"),
    Field("cost_center", _T.TEXT, "the cost centre that pays for the person"),
    Field("title", _T.TEXT, "what the person does"),
    Field("manager", _T.TEXT, "whom the person reports to"),
    Field("location", _T.TEXT, "where the person works"),
    Field("starts_on", _T.DATE, "the person's first day"),
    Field("ends_on", _T.DATE, "the person's last day"),
)

# The columns of the owners' table that have another name than their field.
OWNER_COLUMNS: dict[str, str] = {"owner_email": "email"}

# The fields that identify a person, strongest first. A name identifies one only where none of them is given.
OWNER_IDENTIFIERS: tuple[str, ...] = ("owner_email", "external_user_id", "username")

# The fields that say who somebody is, strongest first; the columns of those, of which the first that is filled is what
# the person is called; and those that no two people of an organization share.
OWNER_NAMING: tuple[str, ...] = (*OWNER_IDENTIFIERS, "owner_name")
OWNER_HANDLE: tuple[str, ...] = tuple(OWNER_COLUMNS.get(name, name) for name in OWNER_NAMING)
OWNER_KEYS: tuple[str, ...] = OWNER_HANDLE[:-1]

_DEVICE_ID = Field("device_id", _T.INTEGER, "Rollcall's own number of the device")
_ORG_ID = Field("org_id", _T.TEXT, "the organization; `default` where blank")

INVENTORY_FIELDS: tuple[Field, ...] = (_DEVICE_ID, _ORG_ID, *ATTRIBUTES)
# The fields that, under these names, only a workbook of ours has, which shows what is on record.
OURS: frozenset[str] = frozenset((_DEVICE_ID.name, _ORG_ID.name))

ASSIGNMENT_FIELDS: tuple[Field, ...] = (
    Field("serial_number", _T.IDENTIFIER, "the device's serial number"),
    Field("asset_tag", _T.IDENTIFIER, "the device's asset tag"),
    Field("mac_address", _T.MAC, "the device's network address"),
    _DEVICE_ID,
    Field("device_name", _T.TEXT, "the device's name; names it only where it stands alone"),
    Field("owner_email", _T.EMAIL, "who shall hold the device; `<none>` for nobody"),
    Field("action", _T.ACTION, "assign (where blank) or unassign"),
    Field("device_type", _T.TEXT, "the type of a device that this row creates"),
    Field("effective_at", _T.INSTANT, "from when; the run's instant where blank"),
    Field("end_at", _T.INSTANT, "until when; open where blank"),
    Field("returned_at", _T.INSTANT, "when it came back; ends the ownership"),
    Field("return_date", _T.INSTANT, "when it came back, where that lies in the past; else when it is expected back"),
    Field("due_at", _T.INSTANT, "when it is expected back; ends nothing"),
    Field("owner_name", _T.TEXT, "the owner's name; alone, it means the one person on record who has it"),
    Field("external_user_id", _T.TEXT, "the owner's number elsewhere, such as the employee number"),
    Field("username", _T.TEXT, "the name that the owner logs in with"),
    Field("label", _T.TEXT, "a friendly label of the ownership"),
    Field("added_by", _T.TEXT, "who made the link"),
    _ORG_ID,
    Field("comment", _T.TEXT, "anything else; kept with the event"),
)

PEOPLE_FIELDS: tuple[Field, ...] = (*OWNER_FIELDS, _ORG_ID)

# The fields that say when a device came back, or is to come back.
RETURNS: tuple[str, ...] = ("returned_at", "return_date")

# The dates that end something: one of which only the month is given is the last day of it.
ENDS: frozenset[str] = frozenset(("warranty_end", "rental_end", "ends_on", "end_at", "due_at", *RETURNS))

# Columns of which a person's name may be made; a row that is read has only the whole name.
NAME_PARTS: tuple[Field, ...] = (
    Field("owner_first_name", _T.TEXT, "the owner's first name"),
    Field("owner_last_name", _T.TEXT, "the owner's last name"),
)
# The fields of a sheet that say who is meant.
OWNERS = frozenset((*OWNER_NAMING, *(part.name for part in NAME_PARTS)))

# The fields of a register that say who has the device, since when and until when; its others are those of an inventory.
_DESCRIBING = frozenset((*(field.name for field in INVENTORY_FIELDS), "device_name", "device_type"))
HOLDING_FIELDS: tuple[Field, ...] = tuple(field for field in ASSIGNMENT_FIELDS if field.name not in _DESCRIBING)
REGISTER_FIELDS: tuple[Field, ...] = (*INVENTORY_FIELDS, *HOLDING_FIELDS)

# The fields that identify a device, strongest first. A name identifies one only where no other identifier is given.
IDENTIFIERS: tuple[str, ...] = ("serial_number", "asset_tag", "mac_address", "device_id")

# The one that devices of a run may exchange.
NETWORK_ADDRESS = "mac_address"

# The identifiers that people give, and that no two devices of an organization share; `device_id` is our own number.
GIVEN_IDENTIFIERS: tuple[str, ...] = IDENTIFIERS[:-1]

# What a device is called in lists: the first of these that it has.
DEVICE_HANDLE: tuple[str, ...] = (*GIVEN_IDENTIFIERS, "name")

# The numbers by which a device is known where a list gives no identifier, the strongest first.
LAST_RESORTS: tuple[str, ...] = ("imei", "dev_eui", "external_id")

# The fields of texts that number something: where all are whole numbers, their decimals are a program's doing.
NUMBERED: frozenset[str] = frozenset(
    (
        *("serial_number", "asset_tag", "imei", "external_id", "external_user_id", "username", "cost_center"),
        *("order_number", "invoice_number", "contract_number", "tracking_number", "model_number", "model_year"),
    )
)

# The fields that a device needs to be created; they cannot be cleared. What a row leaves blank of them may follow from
# the rest of the row, or from a default.
REQUIRED_TO_CREATE: tuple[str, ...] = ("name", "type", "category")

# The amounts of money of a device, and the field that says in which currency they are.
PRICES: tuple[str, ...] = ("purchase_price", "rental_price")
CURRENCY = "currency"

# The attributes that a new device may have from the settings where its row leaves them blank.
_WORDED = (FieldType.TEXT, FieldType.CURRENCY)
DEFAULTED: frozenset[str] = frozenset(f.name for f in ATTRIBUTES if f.type in _WORDED and f.name != "name")

# The attributes that change by themselves: a later value is kept, and is no change of the device.
VOLATILE: tuple[str, ...] = ("mdm_last_seen_date", "mdm_last_sync_date")

# The prefix of the name of a custom attribute, kept with `--unknown-columns keep` (`extra.Floor`).
CUSTOM_PREFIX = "extra."

DEFAULT_ORG = "default"

_NEVER_CLEARED = frozenset((*REQUIRED_TO_CREATE, "serial_number", "device_id", "org_id"))
_CLEARED_IN_ASSIGNMENTS = frozenset(("label", "end_at", "due_at"))
_CLEARED_OF_PEOPLE = frozenset(field.name for field in OWNER_FIELDS) - {*OWNER_IDENTIFIERS}
_HOLDING = frozenset(field.name for field in HOLDING_FIELDS)
# The facts of devices and people that a blank cell may empty, where somebody asks for that; see `--blank-clears`.
EMPTIED_BY_BLANKS = _CLEARED_OF_PEOPLE | frozenset(field.name for field in INVENTORY_FIELDS) - {
    *_NEVER_CLEARED,
    *IDENTIFIERS,
    *LAST_RESORTS,
    *_CLEARED_IN_ASSIGNMENTS,
}


def is_clearable(name: str, kind: Kind) -> bool:
    """True for a field that `<clear>` empties in a sheet of that kind."""
    if kind is Kind.PEOPLE:
        return name in _CLEARED_OF_PEOPLE
    is_holding = kind is Kind.ASSIGNMENTS or (kind is Kind.REGISTER and name in _HOLDING)
    return name in _CLEARED_IN_ASSIGNMENTS if is_holding else name not in _NEVER_CLEARED
