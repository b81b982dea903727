"""The closed vocabulary: what a row may ask, what becomes of it, and why.

Each reason and issue code has one sentence for people, here and nowhere else.
"""

from enum import StrEnum


class Kind(StrEnum):
    """The two kinds of sheet."""

    INVENTORY = "inventory"
    ASSIGNMENTS = "assignments"


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


class Mode(StrEnum):
    """The meaning of the assignments sheets for devices that they do not name: none, or (`full`) to unassign them."""

    INSTRUCTIONS = "instructions"
    FULL = "full"


class OnConflict(StrEnum):
    """The effect of an assign row on a device that another owner holds."""

    REASSIGN = "reassign"
    SKIP = "skip"
    REFUSE = "refuse"


class Guard(StrEnum):
    """The treatment of a new owner whose e-mail address looks like a slip of a known one."""

    WARN = "warn"
    HOLD = "hold"


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
    OWNERSHIP_TAKEN = "ownership_taken"
    OWNERSHIP_RELEASED = "ownership_released"
    OWNERSHIP_UPDATED = "ownership_updated"
    OWNERSHIP_CANCELLED = "ownership_cancelled"


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
    MISSING_VALUE = "missing_value"
    MISSING_IDENTIFIER = "missing_identifier"
    INVALID_VALUE = "invalid_value"
    INVALID_EMAIL = "invalid_email"
    INVALID_DATE = "invalid_date"
    AMBIGUOUS_DATE = "ambiguous_date"
    INVALID_NUMBER = "invalid_number"
    INVALID_ACTION = "invalid_action"
    PLACEHOLDER_SERIAL = "placeholder_serial"
    DAMAGED_IDENTIFIER = "damaged_identifier"
    ERROR_CELL = "error_cell"
    NO_SAVED_VALUE = "no_saved_value"
    MISSING_DEVICE_TYPE = "missing_device_type"
    AMBIGUOUS_DEVICE = "ambiguous_device"
    IDENTIFIER_MISMATCH = "identifier_mismatch"
    CONFLICTING_ROWS = "conflicting_rows"
    END_BEFORE_START = "end_before_start"
    EFFECTIVE_IN_CLOSED_SPAN = "effective_in_closed_span"
    PENDING_SPAN_EXISTS = "pending_span_exists"
    ZERO_LENGTH_SPAN = "zero_length_span"
    CONFLICT_WITH_LEDGER = "conflict_with_ledger"
    ABSENT_FROM_FULL_SHEET = "absent_from_full_sheet"
    ABSENT_HELD = "absent_held"
    MISSING_FROM_INVENTORY = "missing_from_inventory"


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
    IDENTIFIER_NOT_ON_RECORD = "identifier_not_on_record"
    FILE_HOSTILE = "file_hostile"
    FILE_TOO_LARGE = "file_too_large"
    FILE_ENCRYPTED = "file_encrypted"
    MACROS_IGNORED = "macros_ignored"
    LINKS_IGNORED = "links_ignored"
    HIDDEN_ROWS = "hidden_rows"
    ROWS_LEFT_OUT = "rows_left_out"
    DATE_ORDER = "date_order"
    NUMBERS_AS_IDENTIFIERS = "numbers_as_identifiers"
    MIXED_SCRIPTS = "mixed_scripts"
    LIKELY_IDENTIFIER = "likely_identifier"
    DAMAGED_TEXT = "damaged_text"
    MIXED_CURRENCIES = "mixed_currencies"
    TEXT_ENCODING = "text_encoding"


SENTENCES: dict[Reason, str] = {
    Reason.ALREADY_ASSIGNED: "The owner already holds this device.",
    Reason.DUPLICATE_ROW: "This row says the same as an earlier row.",
    Reason.UNKNOWN_DEVICE: "No device on record has this identifier.",
    Reason.UNKNOWN_OWNER: "No owner on record has this e-mail address.",
    Reason.NOT_ASSIGNED: "Nobody holds this device.",
    Reason.OWNED_BY_OTHER: "Another owner holds this device.",
    Reason.ATOMIC_ABORT: "Nothing was written, because another row of this run was rejected.",
    Reason.STALE: "The device or owner has changed since the plan was made.",
    Reason.NOT_APPROVED: "The reviewer did not approve this row.",
    Reason.SUSPECT_OWNER: "The e-mail address looks like a slip of a known one.",
    Reason.MISSING_VALUE: "A value that is needed is blank.",
    Reason.MISSING_IDENTIFIER: "The row names no device.",
    Reason.INVALID_VALUE: "The value is not allowed here.",
    Reason.INVALID_EMAIL: "The value is not an e-mail address.",
    Reason.INVALID_DATE: "The value is not a date.",
    Reason.AMBIGUOUS_DATE: "The date can be read in two ways.",
    Reason.INVALID_NUMBER: "The value is not a number.",
    Reason.INVALID_ACTION: "The action is not one of assign and unassign.",
    Reason.PLACEHOLDER_SERIAL: "The serial number is a placeholder, not a serial number.",
    Reason.DAMAGED_IDENTIFIER: "The spreadsheet program has damaged this identifier.",
    Reason.ERROR_CELL: "The cell holds an error instead of a value.",
    Reason.NO_SAVED_VALUE: "The formula in this cell was saved without its value.",
    Reason.MISSING_DEVICE_TYPE: "The device is new and its type is not given.",
    Reason.AMBIGUOUS_DEVICE: "Several devices have this name.",
    Reason.IDENTIFIER_MISMATCH: "The identifiers of this row belong to different devices.",
    Reason.CONFLICTING_ROWS: "Several rows say different things about this device.",
    Reason.END_BEFORE_START: "The end is not after the start.",
    Reason.EFFECTIVE_IN_CLOSED_SPAN: "The date lies in a time that the ledger has already settled.",
    Reason.PENDING_SPAN_EXISTS: "An assignment that begins later is already on record.",
    Reason.ZERO_LENGTH_SPAN: "The current holder's time begins at this very instant.",
    Reason.CONFLICT_WITH_LEDGER: "The sheet and the ledger have both changed this value.",
    Reason.ABSENT_FROM_FULL_SHEET: "The full sheet does not name this device.",
    Reason.ABSENT_HELD: "Not taken away, because a row of the full sheet names a device that is not on record.",
    Reason.MISSING_FROM_INVENTORY: "The complete inventory does not name this device.",
}
