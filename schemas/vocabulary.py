"""The closed vocabulary of requests, actions, outcomes, reasons and issue codes; sentences are in `schemas.reasons`."""

from enum import StrEnum

# The codes of reasons that ledgers and plans of earlier versions have, and what each is called now.
FORMER_REASONS: dict[str, str] = {"placeholder_serial": "placeholder_identifier"}


class Kind(StrEnum):
    """The kinds of sheet. A row of a register says both what a device is and who has it."""

    INVENTORY = "inventory"
    ASSIGNMENTS = "assignments"
    REGISTER = "register"
    PEOPLE = "people"


# The kinds whose rows are about devices, each with fields and spellings of its own; a register has those of both.
DEVICE_KINDS: tuple[Kind, ...] = (Kind.INVENTORY, Kind.ASSIGNMENTS)
# All kinds with fields and spellings of their own.
SINGLE_KINDS: tuple[Kind, ...] = (*DEVICE_KINDS, Kind.PEOPLE)


class BlankOwner(StrEnum):
    """The meaning of a blank owner in a register: the holder is left alone, or nobody shall hold the device."""

    KEEP = "keep"
    NONE = "none"


class Request(StrEnum):
    """The request of an assignments row, in its `action` cell."""

    ASSIGN = "assign"
    UNASSIGN = "unassign"


class Action(StrEnum):
    """The change of a device."""

    CREATE = "create"
    UPDATE = "update"
    ASSIGN = "assign"
    REASSIGN = "reassign"
    UNASSIGN = "unassign"
    NONE = "none"


class Outcome(StrEnum):
    """The outcome of one input row."""

    APPLIED = "applied"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    REJECTED = "rejected"


class Concern(StrEnum):
    """What a call concerns: one device, all devices and owners that it names, or everything of its organization."""

    DEVICE = "device"
    NAMED = "named"
    ORGANIZATION = "organization"


class Role(StrEnum):
    """What the holder of a key may do: look; also change; also apply plans and undo. Each may what those before may."""

    VIEWER = "viewer"
    EDITOR = "editor"
    APPROVER = "approver"


class Mode(StrEnum):
    """The meaning of the assignments sheets for devices that they do not name: none, or (`full`) to unassign them."""

    INSTRUCTIONS = "instructions"
    FULL = "full"


class Engine(StrEnum):
    """What decides: Polars, in memory; DuckDB, which needs little of it; a cluster; or what the files ask for (`auto`).

    By itself it is never a cluster.
    """

    POLARS = "polars"
    DUCKDB = "duckdb"
    SPARK = "spark"
    AUTO = "auto"


class Scope(StrEnum):
    """How far a full sheet reaches, where it is not as far as the devices with one attribute (`FIELD=VALUE`)."""

    LISTED_OWNERS = "listed-owners"
    ALL = "all"


class OnConflict(StrEnum):
    """The effect of an assign row on a device that another owner holds."""

    REASSIGN = "reassign"
    SKIP = "skip"
    REFUSE = "refuse"


class Guard(StrEnum):
    """The treatment of a new owner whose e-mail address looks like a slip of a known one."""

    WARN = "warn"
    HOLD = "hold"


class Leavers(StrEnum):
    """The treatment of devices that people hold whose last day has passed."""

    REPORT = "report"
    RELEASE = "release"


class LeaverState(StrEnum):
    """What a run makes of a device that somebody who has left holds: it is named where a row of the run names it."""

    LISTED = "listed"
    RELEASED = "released"
    NAMED = "named"
    PENDING = "pending"


# The states of devices that are held as before.
STILL_HELD: tuple[LeaverState, ...] = (LeaverState.LISTED, LeaverState.NAMED)


class DeviceGuard(StrEnum):
    """The treatment of a new device that is likely one on record."""

    HOLD = "hold"
    WARN = "warn"


class UnknownColumns(StrEnum):
    """The treatment of a column whose header means no field."""

    ERROR = "error"
    IGNORE = "ignore"
    KEEP = "keep"


class HiddenRows(StrEnum):
    """The treatment of rows that are hidden or filtered out in the spreadsheet program."""

    INCLUDE = "include"
    EXCLUDE = "exclude"
    REFUSE = "refuse"


class DateOrder(StrEnum):
    """The order of the day and the month in dates that are written with digits only, such as 03/04/2025."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class EventType(StrEnum):
    """The change of a device or owner that an event records."""

    DEVICE_CREATED = "device_created"
    DEVICE_UPDATED = "device_updated"
    OWNER_CREATED = "owner_created"
    OWNER_UPDATED = "owner_updated"
    OWNERSHIP_TAKEN = "ownership_taken"
    OWNERSHIP_RELEASED = "ownership_released"
    OWNERSHIP_UPDATED = "ownership_updated"
    OWNERSHIP_CANCELLED = "ownership_cancelled"


class Likeness(StrEnum):
    """The kinds of likeness of a new owner to a known one, nearest first."""

    LOOK_ALIKE = "look_alike"
    LETTER = "letter"
    SWAPPED_NAMES = "swapped_names"
    DOMAIN = "domain"
    LOCAL_PART = "local_part"
    SAME_NAME = "same_name"


class Cause(StrEnum):
    """The cause of a difference between the last file of a source and the ledger."""

    CONFLICT = "conflict"
    REFUSED = "refused"
    NEVER_APPLIED = "never_applied"
    CHANGED_OUTSIDE = "changed_outside"


class Severity(StrEnum):
    """The weight of an issue: an error rejects its row; a warning or a note does not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Reason(StrEnum):
    """The reason for the outcome of a row. Blank for a row that was applied, or that merely was unchanged."""

    ALREADY_ASSIGNED = "already_assigned"
    DUPLICATE_ROW = "duplicate_row"
    UNKNOWN_DEVICE = "unknown_device"
    UNKNOWN_OWNER = "unknown_owner"
    NOT_ASSIGNED = "not_assigned"
    OWNED_BY_OTHER = "owned_by_other"
    ATOMIC_ABORT = "atomic_abort"
    STALE = "stale"
    NOT_APPROVED = "not_approved"
    SUSPECT_OWNER = "suspect_owner"
    SUSPECT_DEVICE = "suspect_device"
    MISSING_VALUE = "missing_value"
    MISSING_IDENTIFIER = "missing_identifier"
    INVALID_VALUE = "invalid_value"
    INVALID_EMAIL = "invalid_email"
    INVALID_DATE = "invalid_date"
    AMBIGUOUS_DATE = "ambiguous_date"
    INVALID_NUMBER = "invalid_number"
    INVALID_ACTION = "invalid_action"
    PLACEHOLDER_IDENTIFIER = "placeholder_identifier"
    DAMAGED_IDENTIFIER = "damaged_identifier"
    DAMAGED_TEXT = "damaged_text"
    SEVERAL_IDENTIFIERS = "several_identifiers"
    ERROR_CELL = "error_cell"
    NO_SAVED_VALUE = "no_saved_value"
    MISSING_DEVICE_TYPE = "missing_device_type"
    AMBIGUOUS_DEVICE = "ambiguous_device"
    AMBIGUOUS_OWNER = "ambiguous_owner"
    IDENTIFIER_MISMATCH = "identifier_mismatch"
    CONFLICTING_ROWS = "conflicting_rows"
    END_BEFORE_START = "end_before_start"
    EFFECTIVE_IN_CLOSED_SPAN = "effective_in_closed_span"
    PENDING_SPAN_EXISTS = "pending_span_exists"
    ZERO_LENGTH_SPAN = "zero_length_span"
    CONFLICT_WITH_LEDGER = "conflict_with_ledger"
    ALREADY_ON_RECORD = "already_on_record"
    ABSENT_FROM_FULL_SHEET = "absent_from_full_sheet"
    ABSENT_HELD = "absent_held"
    MISSING_FROM_INVENTORY = "missing_from_inventory"
    OWNER_LEFT = "owner_left"

    @classmethod
    def _missing_(cls, value: object) -> "Reason | None":
        """The reason of a former code."""
        code = FORMER_REASONS.get(str(value))
        return None if code is None else cls(code)


class IssueCode(StrEnum):
    """The codes of issues that are no reason of a row: about a file, a sheet or a column, or mere warnings."""

    FILE_MISSING = "file_missing"
    FILE_UNREADABLE = "file_unreadable"
    NO_USABLE_SHEET = "no_usable_sheet"
    UNKNOWN_COLUMN = "unknown_column"
    DUPLICATE_COLUMN = "duplicate_column"
    MISSING_COLUMN = "missing_column"
    AMBIGUOUS_COLUMN = "ambiguous_column"
    SHEET_IGNORED = "sheet_ignored"
    SHEET_UNREADABLE = "sheet_unreadable"
    VENDOR_EXPORT = "vendor_export"
    IDENTIFIER_NOT_ON_RECORD = "identifier_not_on_record"
    FILE_HOSTILE = "file_hostile"
    FILE_TOO_LARGE = "file_too_large"
    FILE_ENCRYPTED = "file_encrypted"
    MACROS_IGNORED = "macros_ignored"
    LINKS_IGNORED = "links_ignored"
    HIDDEN_ROWS = "hidden_rows"
    ROWS_LEFT_OUT = "rows_left_out"
    SEVERAL_DEVICES = "several_devices"
    TOTALS = "totals"
    MERGED_CELLS = "merged_cells"
    DATE_ORDER = "date_order"
    DATE_PRECISION = "date_precision"
    BLANK_WORDS = "blank_words"
    ACTION_READ = "action_read"
    UNCLEAR_ACTION = "unclear_action"
    NUMBERS_AS_IDENTIFIERS = "numbers_as_identifiers"
    MIXED_SCRIPTS = "mixed_scripts"
    OWNER_EMAIL_DIFFERS = "owner_email_differs"
    OWNER_NAMED_OTHERWISE = "owner_named_otherwise"
    LIKELY_IDENTIFIER = "likely_identifier"
    RETURN_AHEAD = "return_ahead"
    MARKUP_IN_TEXT = "markup_in_text"
    UNLIKELY_DATE = "unlikely_date"
    PRICE_LOST = "price_lost"
    STAND_IN_TAG = "stand_in_tag"
    MIXED_CURRENCIES = "mixed_currencies"
    UNCLEAR_CURRENCY = "unclear_currency"
    TEXT_ENCODING = "text_encoding"
