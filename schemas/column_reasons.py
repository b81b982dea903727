"""Why a column of a sheet is read as it is: the reasons that `rollcall map` shows, and the words for each."""

from collections.abc import Mapping
from enum import StrEnum

from schemas.reasons.column_issues import AMBIGUOUS_COLUMN, DUPLICATE_COLUMN, UNKNOWN_COLUMN
from schemas.reasons.filled_texts import filled
from schemas.reasons.record import Record, Wording


class Use(StrEnum):
    """The use of a column: read as a field, kept as a custom attribute, only shown again in results, or none.

    A column that is `refused` keeps the whole file from being read.
    """

    FIELD = "field"
    ATTRIBUTE = "attribute"
    SHOWN = "shown"
    LEFT_OUT = "left_out"
    REFUSED = "refused"


class Why(StrEnum):
    """The reason for the use of a column."""

    OWN_NAME = "own_name"
    SPELLING = "spelling"
    MAPPING = "mapping"
    VENDOR = "vendor"
    VALUES = "values"
    NEIGHBOUR = "neighbour"
    DEVICE = "device"
    STATUS = "status"
    FILLS = "fills"
    SAME = "same"
    BLANK = "blank"
    CONTRADICTS = "contradicts"
    SLIP = "slip"
    UNKNOWN = "unknown"
    OTHER_KIND = "other_kind"
    VOLATILE = "volatile"
    PRIVATE = "private"
    ROW_COUNTER = "row_counter"
    QUANTITY = "quantity"
    NO_HEADER = "no_header"
    OURS = "ours"


# The words for each reason, the most telling first; the fields are those of the finding.
_SAYS: Mapping[Why, tuple[str, ...]] = {
    Why.OWN_NAME: ("its own name",),
    Why.SPELLING: ("a known spelling",),
    Why.MAPPING: ("the saved mapping gives {field} to {other}", "the saved mapping"),
    Why.VENDOR: ("a column of {vendor}", "a column of the vendor's export"),
    Why.VALUES: ("its values: {holds}", "its values"),
    Why.NEIGHBOUR: ("a known spelling, beside another column of that kind",),
    Why.DEVICE: ("one of the devices of each row",),
    Why.STATUS: ("its words say what a row asks for",),
    Why.FILLS: ("fills the blanks of {other}",),
    Why.SAME: ("says the same as {other}",),
    Why.BLANK: ("blank; {other} is read", "blank"),
    Why.CONTRADICTS: ("contradicts {other}: {example}", "a second {field} beside {other}", "the same header twice"),
    Why.SLIP: ("no field is called so; perhaps {likely}",),
    Why.UNKNOWN: ("no field is called so",),
    Why.OTHER_KIND: ("{field} belongs to {other_sheet}",),
    Why.VOLATILE: ("changes by itself from day to day",),
    Why.PRIVATE: ("passwords are never kept",),
    Why.ROW_COUNTER: ("only numbers the rows",),
    Why.QUANTITY: ('counts devices ("{counted}" in {at})', "counts devices: always 1"),
    Why.NO_HEADER: ("has no header",),
    Why.OURS: ("its header begins with _",),
}

# The wordings of findings that tell each reason, by their names.
_WORDINGS: tuple[tuple[Why, Record, str], ...] = (
    (Why.VALUES, AMBIGUOUS_COLUMN, "other_field contrary years_or_months no_months no_numbers"),
    (Why.VALUES, AMBIGUOUS_COLUMN, "known_by of_type types_in_names foreign_number only_foreign_number"),
    (Why.ROW_COUNTER, AMBIGUOUS_COLUMN, "row_counter only_row_counter"),
    (Why.ROW_COUNTER, UNKNOWN_COLUMN, "row_counter"),
    (Why.FILLS, DUPLICATE_COLUMN, "fills"),
    (Why.SAME, DUPLICATE_COLUMN, "equal"),
    (Why.BLANK, DUPLICATE_COLUMN, "blank"),
    (Why.CONTRADICTS, DUPLICATE_COLUMN, "differs same_field same_title another_table"),
    (Why.MAPPING, DUPLICATE_COLUMN, "mapped"),
    (Why.OTHER_KIND, UNKNOWN_COLUMN, "of_other_kind"),
    (Why.VOLATILE, UNKNOWN_COLUMN, "volatile"),
    (Why.PRIVATE, UNKNOWN_COLUMN, "secret"),
    (Why.QUANTITY, UNKNOWN_COLUMN, "quantity quantity_kept always_one"),
    (Why.NO_HEADER, UNKNOWN_COLUMN, "no_header no_header_shown overflow"),
    (Why.SLIP, UNKNOWN_COLUMN, "slip slip_kept misspelled"),
    (Why.UNKNOWN, UNKNOWN_COLUMN, "kept addresses names kept_in_results kept_of_people further no_field left_out"),
)
_WHYS = {id(record[name]): why for why, record, names in _WORDINGS for name in names.split()}


def why_of(wording: Wording, fields: Mapping[str, object]) -> Why:
    """The reason that a finding about a column tells."""
    why = _WHYS[id(wording)]
    if why is not Why.UNKNOWN:
        return why
    if fields.get("likely") is not None:
        return Why.SLIP
    return Why.OTHER_KIND if fields.get("field") is not None and "other_sheet" in fields else Why.UNKNOWN


def why_said(why: Why, fields: Mapping[str, object]) -> str:
    """The reason in words."""
    return filled(_SAYS[why], fields) or why.value.replace("_", " ")
