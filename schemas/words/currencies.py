"""Currencies: their three letters (ISO 4217), and the signs and words by which people write them.

A sign may mean several currencies: `$`, `kr` and `¥` do. What such a sign means is decided where more is known: by the
other amounts of the column, or by the settings.
"""

import re
from collections.abc import Mapping
from functools import cache

_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD "
    "HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD "
    "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN "
    "PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY "
    "TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW "
)
CODES: frozenset[str] = frozenset(_CODES.split())

# The signs and words of each currency, in capitals and without points.
_SIGNS: dict[str, str] = {
    "EUR": "€ EURO EUROS",
    "USD": "$ US$ $US U$S DOLLAR DOLLARS",
    "CAD": "$ C$ CA$ DOLLAR DOLLARS",
    "AUD": "$ A$ AU$ DOLLAR DOLLARS",
    "NZD": "$ NZ$ DOLLAR DOLLARS",
    "SGD": "$ S$ DOLLAR DOLLARS",
    "HKD": "$ HK$ DOLLAR DOLLARS",
    "TWD": "$ NT$ DOLLAR DOLLARS",
    "MXN": "$ MX$",
    "ARS": "$",
    "CLP": "$",
    "COP": "$",
    "UYU": "$",
    "BRL": "R$",
    "PEN": "S/ SOLES",
    "GBP": "£ POUND POUNDS",
    "EGP": "£ POUND POUNDS",
    "CHF": "FR SFR FRANKEN FRANCS",
    "JPY": "¥ YEN 円",
    "CNY": "¥ RMB 元",
    "SEK": "KR",
    "NOK": "KR",
    "DKK": "KR",
    "ISK": "KR",
    "CZK": "KČ KC",
    "HUF": "FT",
    "PLN": "ZŁ ZL",
    "RON": "LEI",
    "TRY": "TL ₺",
    "MYR": "RM",
    "IDR": "RP",
    "INR": "₹ ₨ RS",
    "PKR": "₨ RS",
    "LKR": "₨ RS",
    "ZAR": "R",
    "BGN": "ЛВ",
    "RUB": "РУБ Р ₽",
    "UAH": "ГРН GRN ₴",
    "RSD": "ДИН DIN",
    "KRW": "₩ 원",
    "ILS": "₪",
    "VND": "₫",
    "THB": "฿",
    "NGN": "₦",
    "KZT": "₸",
    "GEL": "₾",
}

# Names that stand in a column of currencies, beside the signs and the letters themselves.
_NAMES: dict[str, str] = {
    "US DOLLAR": "USD",
    "US DOLLARS": "USD",
    "UNITED STATES DOLLAR": "USD",
    "CANADIAN DOLLAR": "CAD",
    "CANADIAN DOLLARS": "CAD",
    "AUSTRALIAN DOLLAR": "AUD",
    "AUSTRALIAN DOLLARS": "AUD",
    "POUND STERLING": "GBP",
    "POUNDS STERLING": "GBP",
    "BRITISH POUND": "GBP",
    "BRITISH POUNDS": "GBP",
    "STERLING": "GBP",
    "SWISS FRANC": "CHF",
    "SWISS FRANCS": "CHF",
    "FRANC SUISSE": "CHF",
    "FRANCS SUISSES": "CHF",
    "SCHWEIZER FRANKEN": "CHF",
    "JAPANESE YEN": "JPY",
}

# The one that nearly everybody means, where nothing else is known.
_USUALLY = {"£": "GBP", "POUND": "GBP", "POUNDS": "GBP"}

# The words that are written for a sign, so that what is not clear is called alike.
_SAME = {"DOLLAR": "$", "DOLLARS": "$"}

# A currency at the end of a header: in brackets, or one of the commonest.
_OF_HEADER = re.compile(r"(?:[(\[]\s*([A-Z]{3}|[A-Z]{0,3}[$€£¥₹₽₺])\s*[)\]]|\s(EUR|USD|GBP|CHF|CAD|AUD|[$€£]))\s*$")


def meanings(text: str) -> tuple[str, ...]:
    """The currencies that a sign, a word, three letters or several of them may mean, the usual ones first."""
    parts = [found for part in text.split() if (found := _of_part(part))]
    return tuple(code for code in parts[0] if all(code in part for part in parts)) if parts else ()


def meant(text: str, usual: str | None = None, beside: frozenset[str] = frozenset()) -> str:
    """The currency that a text in capitals means, or the sign itself where that is not clear.

    Of several it is the `usual` one of the settings, else the only one of those that stand `beside` it.
    """
    found = meanings(text)
    if usual in found:
        return usual
    for some in (found, [code for code in found if code in beside]):
        if len(some) == 1:
            return some[0]
    return _USUALLY.get(text) or _SAME.get(text, text)


@cache
def spelled() -> Mapping[str, str]:
    """What a cell of a column of currencies may say, in capitals, and the currency or unclear sign that it means."""
    signs = {sign: could[0] if len(could) == 1 else _SAME.get(sign, sign) for sign, could in _by_sign().items()}
    return {**{code: code for code in CODES}, **signs, **_NAMES}


@cache
def unclear_signs() -> Mapping[str, tuple[str, ...]]:
    """The signs that are kept where nothing says which currency they mean, and those that they may mean."""
    signs = {sign: meant(sign) for sign in _by_sign()}
    return {sign: meanings(sign) for sign, kept in signs.items() if kept == sign and sign not in CODES}


def of_header(title: str) -> str | None:
    """The currency or the sign at the end of a header, such as `Price (EUR)` or `Cost $`; None where there is none."""
    found = _OF_HEADER.search(title)
    text = next((group for group in found.groups() if group), None) if found else None
    return text if text and meanings(text) else None


def without_currency(title: str) -> str:
    """The header without the currency at its end."""
    return _OF_HEADER.sub("", title) if of_header(title) else title


def _of_part(part: str) -> tuple[str, ...]:
    return _by_sign().get(part) or ((part[:3],) if part[:3] in CODES else ())


@cache
def _by_sign() -> Mapping[str, tuple[str, ...]]:
    """The currencies that each sign or word may mean, in the order of `_SIGNS`."""
    pairs = [(sign, code) for code, signs in _SIGNS.items() for sign in signs.split()]
    return {sign: tuple(code for one, code in pairs if one == sign) for sign, _ in pairs}
