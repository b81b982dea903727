"""The number formats of an .xlsx file: the code of each cell style, and whether a code shows a date."""

from __future__ import annotations

import html
import re
import zipfile
from functools import lru_cache
from typing import TYPE_CHECKING

from schemas.words.currencies import meanings, spelled

if TYPE_CHECKING:
    from pipeline.intake.readers.xml.zip_parts import SheetParts

_MOST_BYTES = 64 << 20
_STYLES_START = re.compile(rb"<(?:\w+:)?cellXfs[\s>]")
_STYLES_END = re.compile(rb"</(?:\w+:)?cellXfs>")
_LONGEST_CODE = 300
_STYLE = re.compile(rb"<(?:\w+:)?xf[\s>/][^<>]*>?")
_FORMAT_ID = re.compile(rb"""\bnumFmtId\s*=\s*["'](\d+)["']""")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s[^<>]*>")
_FORMAT_CODE = re.compile(rb"""\bformatCode\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NO_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTER = re.compile(r"[ymdhs]", re.IGNORECASE)
_USUAL = "General"

_SIGN_OF_PLACE = re.compile(r"\[\$([^\]-]+)(?:-([0-9A-Fa-f]+))?\]")
_WORD, _SIGN = re.compile(r'"([^"]+)"'), re.compile("[$€£¥₹₨₽₺₩₪₫฿₦₸₾₴]")
_BRACKETS_AND_WORDS = re.compile(r'"[^"]*"|\[[^\]]*\]|[_*].')
# The languages of Excel, by their numbers, whose sign is also that of other currencies.
_PLACES = {
    "409": "USD",
    "1009": "CAD",
    "C0C": "CAD",
    "C09": "AUD",
    "1409": "NZD",
    "4809": "SGD",
    "C04": "HKD",
    "404": "TWD",
    "80A": "MXN",
    "411": "JPY",
    "804": "CNY",
    "41D": "SEK",
    "414": "NOK",
    "406": "DKK",
    "40F": "ISK",
}

_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
}
# Built-in formats of East Asian editions of Excel. All are dates; their codes differ by language.
_DATES_OF_LANGUAGES = frozenset((*range(27, 37), *range(50, 59)))


def style_formats(package: SheetParts) -> tuple[str | None, ...]:
    """The code of each cell style, by its number; None for the usual format. Empty for a file without styles."""
    if package.styles is None:
        return ()
    with zipfile.ZipFile(package.path) as archive, archive.open(package.styles) as file:
        xml = file.read(_MOST_BYTES)
    codes = {**_BUILT_IN, **_custom_codes(xml)}
    tags = _STYLE.findall(_cell_styles(xml))
    ids = [int(found[1]) if (found := _FORMAT_ID.search(tag)) else 0 for tag in tags]
    return tuple(_code(codes, one) for one in ids)


@lru_cache(maxsize=1024)
def is_date_format(code: str | None) -> bool:
    """True where the format shows a number as a day or a time."""
    return code is not None and bool(_DATE_LETTER.search(_NO_CODE.sub("", code.split(";", 1)[0])))


@lru_cache(maxsize=1024)
def shows_only_a_day(code: str) -> bool:
    """True where the format shows a date without its time of day."""
    letters = set(_NO_CODE.sub("", code.split(";", 1)[0]).lower())
    return bool(letters & set("yd")) and not letters & set("hs")


@lru_cache(maxsize=1024)
def currency_shown(code: str | None) -> str | None:
    """The currency, or the sign that may be several, which the format shows beside an amount; None where it has none.

    `#,##0.00 "CHF"` shows CHF, `[$€-407]` the euro, and `[$$-1009]` the dollar of Canada, which has that number.
    """
    if code is None:
        return None
    for sign, place in _SIGN_OF_PLACE.findall(code):
        text = sign.strip(" .").upper()
        if text in spelled():
            return next((one for one in meanings(text) if _PLACES.get(place.upper().lstrip("0")) == one), text)
    words = [word.strip(" .").upper() for word in _WORD.findall(code)]
    signs = _SIGN.findall(_BRACKETS_AND_WORDS.sub("", code))
    return next((text for text in (*words, *signs) if text in spelled()), None)


def _cell_styles(xml: bytes) -> bytes:
    start = _STYLES_START.search(xml)
    end = _STYLES_END.search(xml, start.end()) if start else None
    return xml[start.end() : end.start()] if start and end else b""


def _custom_codes(xml: bytes) -> dict[int, str]:
    found = ((_FORMAT_ID.search(tag), _FORMAT_CODE.search(tag)) for tag in _FORMAT.findall(xml))
    return {
        int(number[1]): html.unescape((code[1] or code[2] or b"")[:_LONGEST_CODE].decode("utf-8", "replace"))
        for number, code in found
        if number and code
    }


def _code(codes: dict[int, str], number: int) -> str | None:
    code = "yyyy-mm-dd" if number in _DATES_OF_LANGUAGES and number not in codes else codes.get(number)
    return None if code is None or code.casefold() == _USUAL.casefold() else code
