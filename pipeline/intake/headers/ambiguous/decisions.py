"""Headers that have two meanings: the values decide, and where they cannot, an error asks the person.

| header | means, as a rule | but where |
|---|---|---|
| `Owner`, `User`, `Assigned to` | `owner_name` | all values are e-mail addresses: `owner_email` |
| `Warranty` | `warranty_months` | most values are dates: `warranty_end`; all are numbers up to 5: years? asked |
|  |  | most values have no figure, such as `Yes`: kept as an attribute of the devices |
| `Device ID` | `device_id` | all have 14 to 16 figures: `imei` |
|  |  | most values are no numbers: another system's, `external_id`; no key of ours |
| `User ID`, in an inventory | `user_id` | most values are logins or have letters: `external_user_id`; GUIDs: kept |
| `Name`, beside who has the device | `device_name` | they make up the addresses or logins: `owner_name` |
|  |  | people's names beside those of the devices, or since when they are held: `owner_name` |
| `User name` | `username` | most values are two words or more: `owner_name` |
| `Employee`, in a people sheet | `owner_name` | all values are numbers: `external_user_id` |
| `Name`, in a people sheet | `owner_name` | a column has the first names, and most do not contain them: last names |
|  |  | likewise a column of last names: first names |
| `Gerät`, `Equipment`, in an inventory | `name` | all values are types (`Laptop`), and no column is `type`: `type` |
| `Description`, in an inventory | `comment` | the same: `type` |
| `Description`, in an inventory | `comment` | no column is `name`, and nearly every row has a short text: `name` |
| `Assigned`, `Agent`, beside an identifier | an attribute | names or addresses: `owner_name`; days: `effective_at` |
| `Vendor` | `supplier` | another column has the supplier, or most values are makers: `brand` |
| `Serial No` | `serial_number` | the values run 1, 2, 3: they number the rows |

What else a column may hold that its header does not say, such as places below `State`: see `contrary_values`.
Headers in a saved mapping keep their meaning, and so do those whose other meaning belongs to another column already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from pipeline.intake.headers.ambiguous.contrary_values import contradiction
from pipeline.intake.headers.ambiguous.items import (
    MODEL_CODES_HELD,
    NAMES_HELD,
    TYPES_HELD,
    are_model_codes,
    are_short_texts,
    are_types,
)
from pipeline.intake.headers.ambiguous.personal_names import PEOPLES_NAMES
from pipeline.intake.headers.ambiguous.records import DATES, GUID, LOOKED_AT, NUMBER, Columns, Decision, is_majority
from schemas.fields import IDENTIFIERS
from schemas.headers.ambiguous_spellings import (
    AGENTS,
    DESCRIPTIONS,
    HANDED,
    MAKERS,
    NAMES,
    THINGS,
    TYPES_OR_MODELS,
    VENDORS,
    WARRANTIES,
)
from schemas.headers.matching import is_one_of, match_header
from schemas.reasons.column_issues import AMBIGUOUS_COLUMN, UNKNOWN_COLUMN
from schemas.records import dataclass
from schemas.vocabulary import SINGLE_KINDS, Kind

_COUNTED = 1000
_LEAST_COUNTED = 3
_FEW_YEARS = r"^\s*[1-5](?:\.0+)?\s*$"
_IMEI = r"^\s*\d{14,16}\s*$"
_EMPLOYEE_NUMBER = r"^\s*[A-Za-z]{0,4}[- ]?\d+(?:\.0+)?\s*$"
_LEGAL_FORM = r"[\s,]+(?:inc|corp|corporation|ltd|llc|gmbh|ag|co|sa|technologies)\.?$"
_NO_SLIP = rf"{GUID}|[A-Za-z].*\d|\d.*[A-Za-z]"  # no number of ours with a slip
_HELD_BY = {"owner_name": "people's names", "effective_at": "days"}
_TWO_WORDS = r"\p{L}\S*\s+\p{L}"
_ACCENT = r"\p{M}"
# Of an address, or of a login, which may have its domain before it.
_LOCAL_PART = r"^\s*(?:[^@\\]+\\)?([^@\\]+)"


@dataclass(frozen=True, slots=True)
class _Doubt:
    name: str
    other: str
    is_other: Callable[[Columns, str], bool]
    holds: str
    kind: Kind
    spellings: tuple[str, ...] = ()


def decide(columns: Columns, letter: str) -> Decision | None:
    """The decision on a column whose values contradict its header's usual meaning; None where they do not."""
    title, name = columns.titles[letter], columns.fields[letter]
    for doubt in _DOUBTS:
        is_asked = doubt.name == name and doubt.kind is columns.kind and columns.letter_of(doubt.other) is None
        if is_asked and (not doubt.spellings or is_one_of(title, doubt.spellings)) and doubt.is_other(columns, letter):
            told = {"holds": doubt.holds, "field": doubt.other, "usual": doubt.name}
            return Decision(letter, doubt.other, AMBIGUOUS_COLUMN["other_field"], told)
    # Our own workbooks have the field's name as the header, above real serial numbers.
    if name == "serial_number" and title != name and (counter := _row_counter(columns, letter)):
        return counter
    if name == "device_id" and _are_no_numbers(columns, letter):
        return _foreign_number(columns, letter)
    if name == "user_id" and is_majority(~columns.values(letter).str.contains(NUMBER)):
        return Decision(letter, None, AMBIGUOUS_COLUMN["no_numbers"], is_kept=True)
    if name == "warranty_months" and is_one_of(title, WARRANTIES):
        return _warranty(columns, letter)
    return _peoples_names(columns, letter) or _handed(columns, letter) or contradiction(columns, letter)


def is_numbering(values: pl.Series, least: int = _LEAST_COUNTED) -> bool:
    """True where the values run 1, 2, 3 from row to row, but for a few; false for fewer rows than `least`."""
    first = values.head(_COUNTED)
    if first.len() < least or not first.str.contains(r"^\s*[01](?:\.0+)?\s*$").head(2).any():
        return False
    numbers = first.str.extract(r"^\s*(0|[1-9]\d*)(?:\.0+)?\s*$").cast(pl.Int64, strict=False)
    rising = int((numbers.diff() == 1).sum())
    return rising * 10 >= (first.len() - 1) * 9


def numbers_rows(letter: str, titles: Mapping[str, str], rows: pl.DataFrame) -> bool:
    """True for a first column that only runs 1, 2, 3 under a header that no sheet has a field for, in any language."""
    is_first = next(iter(titles)) == letter
    return (
        is_first
        and not any(match_header(titles[letter], kind) for kind in SINGLE_KINDS)
        and is_numbering(rows[letter], 1)
    )


def _peoples_names(columns: Columns, letter: str) -> Decision | None:
    """The decision on a column `Name` that was found to be the owners' before the kind of the sheet was known."""
    is_theirs = columns.fields[letter] == "owner_name" and columns.kind is Kind.ASSIGNMENTS
    if not is_theirs or not is_one_of(columns.titles[letter], NAMES):
        return None
    told = {"holds": PEOPLES_NAMES, "field": "owner_name", "usual": "name"}
    return Decision(letter, "owner_name", AMBIGUOUS_COLUMN["other_field"], told)


def _handed(columns: Columns, letter: str) -> Decision | None:
    """The decision on a column such as `Assigned`, of which was found what it is before the kind was known."""
    if columns.kind is not Kind.ASSIGNMENTS or not is_one_of(columns.titles[letter], (*HANDED, *AGENTS)):
        return None
    name = columns.fields[letter]
    if name not in _HELD_BY:
        return None
    return Decision(letter, name, AMBIGUOUS_COLUMN["other_field"], {"holds": _HELD_BY[name], "field": name})


def _warranty(columns: Columns, letter: str) -> Decision | None:
    """The decision on a column of warranties that may be no months: years, or only whether there is one."""
    if is_majority(~columns.values(letter).str.contains(r"\d")):
        return Decision(letter, None, AMBIGUOUS_COLUMN["no_months"], is_kept=True)
    if _may_be_years(columns, letter):
        return Decision(letter, "warranty_months", AMBIGUOUS_COLUMN["years_or_months"])
    return None


def _row_counter(columns: Columns, letter: str) -> Decision | None:
    """The decision on serial numbers that number the rows: of a second column of them the first row tells it."""
    is_second = list(columns.fields.values()).count("serial_number") > 1
    if not is_numbering(columns.rows[letter], 1 if is_second else _LEAST_COUNTED):
        return None
    doubtful = AMBIGUOUS_COLUMN[f"{_only(columns, letter)}row_counter"]
    return Decision(letter, None, UNKNOWN_COLUMN["row_counter"] if is_second else doubtful)


def _foreign_number(columns: Columns, letter: str) -> Decision:
    """The decision on identifiers of another system in a sheet that has no field for them."""
    return Decision(letter, None, AMBIGUOUS_COLUMN[f"{_only(columns, letter)}foreign_number"], is_kept=True)


def _only(columns: Columns, letter: str) -> str:
    """`only_` where no other column identifies the devices."""
    others = [name for other, name in columns.fields.items() if name in IDENTIFIERS and other != letter]
    return "" if others else "only_"


def _are_all_addresses(columns: Columns, letter: str) -> bool:
    """True where every value is an address; of others, each is read for itself."""
    values = columns.values(letter)
    return not values.is_empty() and bool(values.str.contains("@", literal=True).all())


def _are_dates(columns: Columns, letter: str) -> bool:
    return is_majority(columns.values(letter).str.contains(DATES))


def _may_be_years(columns: Columns, letter: str) -> bool:
    values = columns.values(letter)
    return not values.is_empty() and bool(values.str.contains(_FEW_YEARS).all())


def _are_no_numbers(columns: Columns, letter: str) -> bool:
    """True where most values are no numbers; false for few, which may be slips, unless all have letters."""
    values = columns.values(letter)
    no_slip = _NO_SLIP if columns.kind is Kind.INVENTORY else GUID
    if not values.is_empty() and values.str.contains(no_slip).all():
        return True
    return len(values) >= _LEAST_COUNTED and is_majority(~values.str.contains(NUMBER))


def _are_imeis(columns: Columns, letter: str) -> bool:
    values = columns.values(letter)
    return not values.is_empty() and bool(values.str.contains(_IMEI).all())


def _are_makers(columns: Columns, letter: str) -> bool:
    if list(columns.fields.values()).count("supplier") > 1:
        return True
    plain = columns.values(letter).str.strip_chars().str.to_lowercase().str.replace(_LEGAL_FORM, "")
    return is_majority(plain.is_in(list(MAKERS)))


def _are_owners_names(columns: Columns, letter: str) -> bool:
    """True where most values are two words or more that make up the e-mail address, or the login, in the same row.

    `Eva Berg` makes eva.berg@ and eberg@; the device that is called `Eva laptop` makes neither.
    """
    addresses = columns.letter_of("owner_email") or columns.letter_of("username")
    if addresses is None or not {*columns.fields.values(), *columns.elsewhere} & {*IDENTIFIERS}:
        return False
    plain = (pl.col(one).str.normalize("NFD").str.replace_all(_ACCENT, "").str.to_lowercase() for one in ("name", "at"))
    named = columns.rows.select(name=letter, at=addresses).drop_nulls().head(LOOKED_AT).with_columns(plain)
    words, local = pl.col("name").str.extract_all(r"\p{L}+"), pl.col("at").str.extract(_LOCAL_PART)
    parts = named.with_columns(first=words.list.first(), last=words.list.last(), local=local, number=words.list.len())
    first, last, local = pl.col("first"), pl.col("last"), pl.col("local")
    has_both = local.str.contains(first, literal=True) & local.str.contains(last, literal=True)
    has_initial = local.str.starts_with(first.str.head(1)) & local.str.ends_with(last)
    is_turned = local.str.starts_with(last.str.head(1)) & local.str.ends_with(first)
    is_person = (pl.col("number") > 1) & (has_both | has_initial | is_turned)
    return is_majority(parts.select(is_person.fill_null(value=False)).to_series())


def _are_full_names(columns: Columns, letter: str) -> bool:
    """True where most values are two words or more: a single one among them is no login."""
    values = columns.values(letter)
    return len(values) >= _LEAST_COUNTED and is_majority(values.str.contains(_TWO_WORDS))


def _are_employee_numbers(columns: Columns, letter: str) -> bool:
    """True where every value is a number, perhaps behind some letters."""
    values = columns.values(letter)
    return not values.is_empty() and bool(values.str.contains(_EMPLOYEE_NUMBER).all())


def _are_last_names(columns: Columns, letter: str) -> bool:
    return _are_without(columns, letter, "owner_first_name")


def _are_first_names(columns: Columns, letter: str) -> bool:
    return _are_without(columns, letter, "owner_last_name")


def _are_without(columns: Columns, letter: str, part: str) -> bool:
    """True where a column has that part of the names, and most values do not contain it."""
    other = columns.letter_of(part)
    if other is None:
        return False
    named = columns.rows.select(name=letter, part=other).drop_nulls().head(LOOKED_AT)
    texts = (pl.col(one).str.strip_chars().str.to_lowercase() for one in ("name", "part"))
    name, part_of = texts
    return is_majority(named.select(~name.str.contains(part_of, literal=True)).to_series())


_I, _A, _P = Kind.INVENTORY, Kind.ASSIGNMENTS, Kind.PEOPLE
_DOUBTS = (
    _Doubt("owner_name", "owner_email", _are_all_addresses, "e-mail addresses", _A),
    _Doubt("owner_name", "external_user_id", _are_employee_numbers, "employee numbers", _P),
    _Doubt("owner_name", "owner_last_name", _are_last_names, "last names", _P, NAMES),
    _Doubt("owner_name", "owner_first_name", _are_first_names, "first names", _P, NAMES),
    _Doubt("username", "owner_name", _are_full_names, "people's names", _A),
    _Doubt("warranty_months", "warranty_end", _are_dates, "dates", _I),
    _Doubt("device_id", "imei", _are_imeis, "IMEIs", _I),
    _Doubt("device_id", "external_id", _are_no_numbers, "numbers of another system", _I),
    _Doubt("device_name", "owner_name", _are_owners_names, "the owners' names", _A, NAMES),
    _Doubt("type", "model", are_model_codes, MODEL_CODES_HELD, _I, TYPES_OR_MODELS),
    _Doubt("name", "type", are_types, TYPES_HELD, _I, THINGS),
    _Doubt("comment", "type", are_types, TYPES_HELD, _I, DESCRIPTIONS),
    _Doubt("comment", "name", are_short_texts, NAMES_HELD, _I, DESCRIPTIONS),
    _Doubt("supplier", "brand", _are_makers, "makers", _I, VENDORS),
)
