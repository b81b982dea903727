"""Cells with several identifiers, or a range of them, where one row should be about one device.

A text that as a whole is on record is one identifier, whatever it looks like. Else these are several:

- a list: words with a digit each, between commas, semicolons, bars or line ends, or between ` / `, ` & `, ` + ` and
  words such as ` and ` in several languages;
- words of equal length with letters and digits, between a slash, an ampersand or a plus, or, if longer, a space;
- a range: two words of equal length with the same letters before their last number, the greater one last, between
  ` bis ` and its like, dots or a dash. Where they are numbers alone, a dash must have spaces: `1234-5678` may be one.

So `S/N 123`, `AB-12`, `12/2019-5`, `10,001` and `1234 5678` are one.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, flagged, is_empty, is_true_expr, null_text, settled, stacked
from pipeline.core.rows.device_lookup import FOUND
from schemas.vocabulary import Reason

# The identifiers that may have been written several to a cell.
_LOOKED_AT = ("serial_number", "asset_tag")

_IN_WORD = r"[A-Z0-9._#/\-]"
_WORD = rf"(?:(?:S/N|SN|TAG|NO|NR)[.:]? ?)?(?:{_IN_WORD}*[0-9]{_IN_WORD}+|{_IN_WORD}+[0-9]{_IN_WORD}*)"
_AND = r"AND|UND|ET|Y|E|EN|OG|OCH|I|AMP"
_BETWEEN = rf"(?: ?[;|] ?| ?, ?| (?:/|&|\+|{_AND}) )"
_LIST = rf"^{_WORD}(?:{_BETWEEN}{_WORD})+ ?[,;]?$"
_ONE_NUMBER = r"^[0-9]{1,3}(?:,[0-9]{3})+$|^[0-9]+,[0-9]{1,2}$"
_MAYBE = r"[,;|/&+ \-]|\.\."
# All but ranges have one of these; most serial numbers with a sign have but a dash.
_PARTED = r"[,;|/&+ ]"

_TIGHT = {r"[/&+]": 6, " ": 7}
_TO = r" ?(?:\.\.+|\b(?:BIS|TO|THRU|THROUGH|UNTIL|HASTA|T/M|TOT|FINO A|JUSQU'À|À|ATÉ)\b) ?| - "
# The longest of two equal halves around a dash.
_LONGEST = 24


def with_several(resolved: Frame) -> Frame:
    """The rows; the finding is `several_identifiers` where an identifier that nobody has is several ones.

    `resolved` has rows as `resolve` gives them. Adds `several_in`: which identifier that is, blank elsewhere.
    """
    columns = resolved.collect_schema().names()
    resolved = resolved.with_columns(several_in=null_text())
    for identifier in _LOOKED_AT:
        if f"{identifier}{FOUND}" in columns:
            resolved = _with_finding(resolved, identifier)
    return resolved


def _with_finding(rows: Frame, identifier: str) -> Frame:
    text = nw.col(identifier)
    is_open = nw.col(f"{identifier}{FOUND}").is_null() & nw.col("fault").is_null() & text.str.contains(_MAYBE)
    maybe = settled(rows.filter(is_true_expr(is_open)).select("row_id", text=text))
    several = _several(maybe)
    if is_empty(several):
        return rows
    marked = flagged(rows, several, "row_id", "is_several")
    is_several = nw.col("is_several")
    finding = nw.when(is_several).then(nw.lit(Reason.SEVERAL_IDENTIFIERS.value)).otherwise(nw.col("finding"))
    several_in = nw.when(is_several & nw.col("several_in").is_null()).then(nw.lit(identifier))
    return settled(
        marked.with_columns(finding=finding, several_in=several_in.otherwise(nw.col("several_in"))).drop("is_several")
    )


def _several(maybe: Frame) -> Frame:
    """The rows (`row_id`) whose text is several identifiers."""
    if is_empty(maybe):
        return maybe.select("row_id")
    text, found = nw.col("text"), [_ranges(maybe)]
    parted = settled(maybe.filter(text.str.contains(_PARTED)))
    if not is_empty(parted):
        is_list = text.str.contains(_LIST) & ~text.str.contains(_ONE_NUMBER)
        found += [parted.filter(is_list), *(_equally_long(parted, *between) for between in _TIGHT.items())]
    return settled(stacked(part.select("row_id") for part in found).unique())


def _equally_long(maybe: Frame, between: str, least: int) -> Frame:
    """The rows whose first and last word are equally long, and have letters and digits."""
    parted = maybe.filter(nw.col("text").str.contains(rf"^[A-Z0-9.\-]+(?:{between}[A-Z0-9.\-]+)+$"))
    ends = parted.with_columns(
        first=nw.col("text").str.replace_all(rf"{between}.*$", ""),
        last=nw.col("text").str.replace_all(rf"^.*{between}", ""),
    )
    size = nw.col("first").str.len_chars()
    has_both = [nw.col(end).str.contains(sign) for end in ("first", "last") for sign in ("[A-Z]", "[0-9]")]
    is_alike = nw.all_horizontal(size == nw.col("last").str.len_chars(), size >= least, *has_both, ignore_nulls=True)
    return ends.filter(is_alike)


def _ranges(maybe: Frame) -> Frame:
    """The rows whose text is a range: two equal halves around a dash, or around what is written for one."""
    dashed = settled(
        maybe.with_columns(
            is_told=nw.col("text").str.contains(_TO), text=nw.col("text").str.replace_all(_TO, "-", literal=False)
        ).filter(nw.col("text").str.contains(r"^[A-Z0-9][A-Z0-9._/\-]*[0-9]-[A-Z0-9._/\-]*[0-9]$"))
    )
    if is_empty(dashed):
        return dashed
    halves = []
    for size in range(2, _LONGEST + 1):
        is_so_long = (nw.col("text").str.len_chars() == 2 * size + 1) & (nw.col("text").str.slice(size, 1) == "-")
        first, last = nw.col("text").str.slice(0, size), nw.col("text").str.slice(size + 1)
        halves.append(dashed.filter(is_so_long).with_columns(first=first, last=last))
    before = nw.col("first").str.replace_all("[0-9]+$", "")
    is_range = nw.all_horizontal(
        before == nw.col("last").str.replace_all("[0-9]+$", ""),
        nw.col("is_told") | before.str.contains("[A-Z]"),
        nw.col("first") < nw.col("last"),
        nw.col("first").str.contains("[0-9]$"),
        ignore_nulls=True,
    )
    return stacked(halves).filter(is_range)
