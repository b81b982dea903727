"""The known identifier that an unknown one probably means: a hint for people, never a decision.

Two serial numbers, or two asset tags, of an organization are alike where they have the same skeleton. The skeleton of
an identifier ignores what spreadsheets lose and people confuse:

- leading zeros of a wholly numeric one: `123` for `00123`;
- O for 0, and I or L for 1: `SN-1O` for `SN-10`. But I and L are not confused with each other: `IT-5` and `LT-5` are
  two devices;
- a letter of another alphabet that is drawn like a Latin one, and a dash of another length for a hyphen;
- missing separators: `SN10` for `SN-10`. But where both have separators, they must stand at the same places: `1-23`
  and `12-3` are two devices.

MAC addresses are not compared, since their form rules these slips out. Only rows of unknown devices are compared, each
with the devices of its own organization.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, filled_columns, is_empty, null_text, orgs_of, settled, stacked
from schemas.lookalike_letters import LOOK_ALIKES

# The columns of the devices on record that the comparison reads.
COMPARED = ("org_id", "serial_number", "asset_tag")

_IDENTIFIERS = COMPARED[1:]
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u02d7\ufe58\ufe63\uff0d"
_SEPARATORS = f" ./_-{_DASHES}"
_SEPARATED = r"[ ./_-]+"
_FOREIGN = r"[^ -~]"

# In an identifier of more than 64 characters, an I that stands for an L goes unnoticed.
_LONGEST = 64


def likely_identifiers(resolved: Frame, devices: Frame) -> Frame:
    """One row per row of an unknown device with an identifier like a known one: the strongest such identifier.

    Columns: `row_id`, the `identifier`, its value as `given`, the number of known identifiers that are `alike`, and
    where that is 1, the `likely` one. `resolved` has rows as `resolve` gives them, `devices` the devices on record.
    """
    is_unknown = nw.all_horizontal(
        ~nw.col("unknown_key").is_null(), nw.col("fault").is_null(), nw.col("finding").is_null(), ignore_nulls=False
    )
    unknown = settled(resolved.filter(is_unknown).select("row_id", "org_id", *_IDENTIFIERS))
    used = () if is_empty(unknown) or is_empty(devices) else filled_columns(unknown, _IDENTIFIERS)
    found = [_alike(unknown, devices, identifier) for identifier in used]
    if not found:
        return unknown.head(0).select(
            "row_id", identifier=null_text(), given=null_text(), alike=nw.lit(0, nw.Int64), likely=null_text()
        )
    strongest, *others = found
    for weaker in others:
        strongest = stacked([strongest, weaker.join(strongest.select("row_id"), on="row_id", how="anti")])
    return settled(strongest.sort("row_id"))


def _alike(unknown: Frame, devices: Frame, identifier: str) -> Frame:
    given = unknown.select("row_id", "org_id", value=nw.col(identifier)).filter(~nw.col("value").is_null())
    given = settled(_with_places(_with_skeletons(given)).rename({"value": "given"}))
    known = devices.filter(nw.col("org_id").is_in(orgs_of(given))).select("org_id", value=nw.col(identifier))
    skeletons = settled(given.select("org_id", "skeleton").unique())
    meant = settled(_with_skeletons(_near(known, skeletons)).join(skeletons, on=["org_id", "skeleton"], how="semi"))
    counted = _with_places(meant).group_by("org_id", "skeleton", "spaced", "drawn")
    alike = counted.agg(alike=nw.len().cast(nw.Int64), likely=nw.col("value").min())
    pairs = settled(given.join(alike, on=["org_id", "skeleton"], how="inner", suffix="_known"))
    if not is_empty(pairs):
        pairs = pairs.filter(_is_spaced_alike_expr(), ~_is_another_letter_expr(pairs))
    each = pairs.group_by("row_id", "given").agg(nw.col("alike").sum().cast(nw.Int64), nw.col("likely").min())
    likely = nw.when(nw.col("alike") == 1).then(nw.col("likely"))
    return settled(each.select("row_id", "given", "alike", identifier=nw.lit(identifier), likely=likely))


def _near(known: Frame, skeletons: Frame) -> Frame:
    """The known values that begin and end as a value with one of these skeletons may.

    This cheap filter leaves few values to make skeletons of.
    """
    ends = (
        skeletons.select(first=nw.col("skeleton").str.head(1), last=nw.col("skeleton").str.tail(1)).unique().collect()
    )
    first, last = (_drawn_as(set(ends[name].to_list())) for name in ("first", "last"))
    begins = nw.col("value").str.head(1).is_in(sorted({*first, *_drawn_as({"0"})}))
    return known.filter(begins, nw.col("value").str.tail(1).is_in(sorted(last)))


def _drawn_as(characters: set[str]) -> set[str]:
    """The characters of identifiers that become these characters of skeletons, and the separators."""
    digits = {"0": "O", "1": "IL"}
    ours = {*characters, *(letter for one in characters for letter in digits.get(one, ""))}
    return {*ours, *_SEPARATORS, *(other for one in ours for other in LOOK_ALIKES.get(one, ""))}


def _with_skeletons(values: Frame) -> Frame:
    """The values with their `skeleton`; values with a blank one are left out."""
    # Most values are plain ASCII, and need no replacing of letters.
    is_foreign = nw.col("value").str.contains(_FOREIGN)
    latin = nw.col("value").str.replace_all(f"[{_DASHES}]", "-")
    for letter, others in LOOK_ALIKES.items():
        latin = latin.str.replace_all(f"[{others}]", letter)
    plain = values.filter(~is_foreign).with_columns(latin=nw.col("value"))
    foreign = values.filter(is_foreign).with_columns(latin=latin)
    skeleton = _unpadded_expr(_digits_expr(nw.col("latin")).str.replace_all(_SEPARATED, ""))
    values = stacked([plain, foreign]).with_columns(skeleton=skeleton)
    return values.filter(nw.col("skeleton") != nw.lit(""))


def _with_places(values: Frame) -> Frame:
    """The values with two longer forms of the skeleton: `spaced` keeps separators, `drawn` keeps I and L."""
    return values.select(
        *(column for column in values.collect_schema().names() if column != "latin"),
        spaced=_unpadded_expr(_digits_expr(nw.col("latin")).str.replace_all(_SEPARATED, "-")),
        drawn=_unpadded_expr(_zeros_expr(nw.col("latin")).str.replace_all(_SEPARATED, "")),
    )


def _zeros_expr(latin: nw.Expr) -> nw.Expr:
    return latin.str.replace_all("O", "0", literal=True)


def _digits_expr(latin: nw.Expr) -> nw.Expr:
    return _zeros_expr(latin).str.replace_all("[IL]", "1")


def _unpadded_expr(text: nw.Expr) -> nw.Expr:
    """The text without leading zeros where it is wholly numeric and not all zeros."""
    return nw.when(text.str.contains(r"^0+[1-9IL][0-9IL]*$")).then(text.str.strip_chars_start("0")).otherwise(text)


def _is_spaced_alike_expr() -> nw.Expr:
    """True where one of the two has no separators, or both have them at the same places."""
    ours, theirs, bare = nw.col("spaced"), nw.col("spaced_known"), nw.col("skeleton")
    return (ours == theirs) | (ours == bare) | (theirs == bare)


def _is_another_letter_expr(pairs: Frame) -> nw.Expr:
    """True where one of the two has an I where the other has an L."""
    longest = min(_LONGEST, int(pairs.select(nw.col("drawn").str.len_chars().max()).collect().item()))
    places = [
        nw.concat_str(nw.col("drawn").str.slice(at, 1), nw.col("drawn_known").str.slice(at, 1)).is_in(["IL", "LI"])
        for at in range(longest)
    ]
    return nw.any_horizontal(nw.lit(value=False), *places, ignore_nulls=True)
