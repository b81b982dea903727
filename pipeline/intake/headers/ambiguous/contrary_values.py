"""Headers that say one thing of devices, above values that say another: those columns are kept as they are.

| header | is not read as | where it holds |
|---|---|---|
| `State` | `status` | states of a country (`TX`, `Bayern`); beside an address, whatever is no status |
| `MAC addresses` | `mac_address` | several addresses in a cell |
| `Office` | `location` | the names of office software |
| `Designation`, `Title` | `name` | job titles |
| `Checked out`, `Checked in` | `effective_at`, `returned_at` | no days |
| `Value` | `purchase_price` | no amounts; or what another column, such as `Key` or `Property`, names |
| `Seats` | `seats_number` | seats of licences, or no numbers |
| `Model ID`, `Brand ID` and their like | `model`, `brand` | numbers of another table |
| `Model`, `Manufacturer`, `Supplier` | `model`, `brand`, `supplier` | the same, from 1 on |

A model may well be a number (`6300`, `13`): it is one where it has three figures, stands beside a maker's name, or
most devices are phones or tablets.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.intake.headers.ambiguous.personal_names import DEVICE_WORD
from pipeline.intake.headers.ambiguous.records import GUID, Columns, Decision, is_majority
from schemas.fields import OURS
from schemas.headers.ambiguous_spellings import (
    ADDRESSES,
    LICENCES,
    OFFICES,
    OUT_AND_IN,
    PROPERTIES,
    STATES,
    TITLES,
    VALUES,
)
from schemas.headers.matching import bare_words, is_one_of
from schemas.reasons.column_issues import AMBIGUOUS_COLUMN
from schemas.words.job_titles import JOB_TITLE
from schemas.words.places import is_region, may_be_word
from schemas.words.statuses import folded_word, tells_a_status

if TYPE_CHECKING:
    import polars as pl

_LEAST_VALUES = 2
_WHOLE, _ONE_FIGURE, _TWO_FIGURES = r"^\s*\d{1,9}(?:\.0+)?\s*$", r"^\s*\d(?:\.0+)?\s*$", r"^\s*\d{1,2}(?:\.0+)?\s*$"
# A number, perhaps with a currency on either side; and the units of what is no money.
_AMOUNT = (
    r"^[\s(+\-]*(?:\p{L}{1,4}\.?|S/\.?|\p{L}{0,3}\p{Sc})?\s*[+\-]?\d[\d.,'’\s]*"
    r"(?:\p{L}{1,7}\.?|\p{L}{0,3}\p{Sc})?[\s)\-]*$"
)
_UNIT = r"(?i)\d\s*(?:[kmgt]i?b|[kmg]?hz|k?wh?|k?va?|m?ah|[kmg]?bit/?s?|[cmk]m|k?g|inch|zoll|x|p)\s*$"
_PHONE = r"(?i)phone|tablet|ipad|\bmobile?\b|m[óo]vil|celular|\bcell\b|handy|telefon|tel[ée]fono|téléphone"
_SEVERAL_ADDRESSES = r"[0-9A-Fa-f]{2}\s*[,;|\n]\s*[0-9A-Fa-f]{2}|[0-9A-Fa-f]{2} (?:[0-9A-Fa-f]{2}[:-]){2}"
_OFFICE_SOFTWARE = r"(?i)\boffice (?:\d|ltsc|pro|home|standard|365)|\b(?:microsoft|libre ?office|openoffice|m365)\b"
# Of the column `Office` between the operating system and the processor.
_OFFICE_EDITION = r"(?i)^(?:ms )?(?:office )?[mo]?(?:365|20(?:03|07|10|13|16|19|21|24))(?: (?:std|pro|home|ltsc).*)?$"
_ENDS_IN_ID = re.compile(r"\bids?$")
_OTHER_TABLE = "numbers of another table"


def contradiction(columns: Columns, letter: str) -> Decision | None:
    """The decision on a column whose values contradict its header, which is kept as it is; None where they do not."""
    name = columns.fields[letter]
    looks = _LOOKS.get(name)
    # Our own workbooks show what is on record: a model there is a model.
    if looks is None or (columns.titles[letter] == name and OURS & {*columns.titles.values()}):
        return None
    holds = looks(columns, letter)
    if holds is None:
        return None
    told = {"holds": holds, "field": name}
    return Decision(letter, None, AMBIGUOUS_COLUMN["contrary"], told, is_kept=True)


def _of_status(columns: Columns, letter: str) -> str | None:
    if not is_one_of(columns.titles[letter], STATES):
        return None
    texts = [folded_word(text) for text in columns.values(letter).unique(maintain_order=True)]
    regions = [text for text in texts if is_region(text)]
    if all(may_be_word(text) for text in texts) or any(tells_a_status(text) for text in {*texts} - {*regions}):
        return None
    is_list_of_regions = len(regions) * 10 >= len(texts) * 9
    return "places" if is_list_of_regions or _is_beside(columns, letter, ADDRESSES) else None


def _of_addresses(columns: Columns, letter: str) -> str | None:
    """The column of all addresses of a device has several in a cell; each of them alone would be right."""
    is_of_all = bare_words(columns.titles[letter]).endswith("addresses")
    several = columns.values(letter).str.contains(_SEVERAL_ADDRESSES)
    return "several MAC addresses of a device" if is_of_all and several.any() else None


def _of_location(columns: Columns, letter: str) -> str | None:
    if not is_one_of(columns.titles[letter], OFFICES):
        return None
    is_software = columns.values(letter).str.contains(f"{_OFFICE_SOFTWARE}|{_OFFICE_EDITION}")
    return "the names of software" if is_majority(is_software) else None


def _of_name(columns: Columns, letter: str) -> str | None:
    values = columns.values(letter).str.to_lowercase()
    if not is_one_of(columns.titles[letter], TITLES) or values.is_empty():
        return None
    is_title = values.str.contains(JOB_TITLE) & ~values.str.contains(DEVICE_WORD) & ~values.str.contains(r"\d{2}")
    return "job titles" if is_majority(is_title) else None


def _of_price(columns: Columns, letter: str) -> str | None:
    if not is_one_of(columns.titles[letter], VALUES):
        return None
    is_named = {*columns.fields.values()} <= {"name", "purchase_price"} or _is_beside(columns, letter, PROPERTIES)
    if is_named:
        return "the values of what another column names"
    values = columns.values(letter)
    is_amount = values.str.contains(_AMOUNT) & ~values.str.contains(_UNIT)
    return "no amounts of money" if is_majority(~is_amount) and not values.is_empty() else None


def _of_day(columns: Columns, letter: str) -> str | None:
    """The day on which a device went out or came back may be the name of who has it, or only whether."""
    if not is_one_of(columns.titles[letter], OUT_AND_IN):
        return None
    values = columns.values(letter)
    return "no days" if is_majority(~values.str.contains(r"\d")) and not values.is_empty() else None


def _of_seats(columns: Columns, letter: str) -> str | None:
    if _is_beside(columns, letter, LICENCES):
        return "the seats of licences"
    values = columns.values(letter)
    return "no numbers" if is_majority(~values.str.contains(_WHOLE)) and not values.is_empty() else None


def _of_model(columns: Columns, letter: str) -> str | None:
    """The model, or the supplier or the maker, may be a number of another table."""
    values = columns.values(letter)
    if values.is_empty():
        return None
    if _ENDS_IN_ID.search(bare_words(columns.titles[letter])):
        return _OTHER_TABLE if _all(values, _WHOLE) or _all(values, GUID) else None
    if len(values) < _LEAST_VALUES or not _all(values, _TWO_FIGURES) or not values.str.contains(_ONE_FIGURE).any():
        return None
    is_model = columns.fields[letter] == "model"
    return None if _has_makers(columns, letter) or (is_model and _are_phones(columns)) else _OTHER_TABLE


def _has_makers(columns: Columns, letter: str) -> bool:
    """True where another column has the names of makers: then a model may be called 8."""
    makers = columns.letter_of("brand")
    return makers not in (None, letter) and not _all(columns.values(str(makers)), _WHOLE)


def _are_phones(columns: Columns) -> bool:
    """True where the column of types or of categories says of most devices that they are phones or tablets."""
    letters = [letter for letter in map(columns.letter_of, ("type", "category")) if letter is not None]
    return any(is_majority(columns.values(letter).str.contains(_PHONE)) for letter in letters)


def _all(values: pl.Series, pattern: str) -> bool:
    return bool(values.str.contains(pattern).all())


def _is_beside(columns: Columns, letter: str, spellings: tuple[str, ...]) -> bool:
    """True where another column of the sheet is called so."""
    return any(is_one_of(title, spellings) for other, title in columns.titles.items() if other != letter)


_LOOKS: dict[str, Callable[[Columns, str], str | None]] = {
    "mac_address": _of_addresses,
    "location": _of_location,
    "status": _of_status,
    "name": _of_name,
    "device_name": _of_name,
    "purchase_price": _of_price,
    "effective_at": _of_day,
    "returned_at": _of_day,
    "seats_number": _of_seats,
    "model": _of_model,
    "brand": _of_model,
    "supplier": _of_model,
}
