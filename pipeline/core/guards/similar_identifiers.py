"""The known identifier that an unknown one probably means.

Two serial numbers, or two asset tags, of an organization are alike where a text of the one has the skeleton of a text
of the other (see `identifier_forms`), so that what spreadsheets lose, scanners add and people confuse does not matter:
marks around them, leading zeros, O for 0, I or L for 1, a letter of another alphabet that is drawn like a Latin one,
missing separators. But I and L are not confused with each other: `IT-5` and `LT-5` are two devices. And where both have
separators, they must stand at the same places: `1-23` and `12-3` are two devices.

MAC addresses are not compared, since their form rules these slips out. Only rows of unknown devices are compared, each
with the devices of its own organization and, where nothing but separators and letters for digits differs, with each
other.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from pipeline.core.expressions import (
    Frame,
    any_expr,
    computed,
    filled_columns,
    is_empty,
    null_text,
    orgs_of,
    settled,
    stacked,
)
from pipeline.core.guards.identifier_forms import (
    has_digits_expr,
    in_latin,
    is_marked_expr,
    short_expr,
    with_skeletons,
    with_texts,
)

# The columns of the devices on record that the comparison reads.
COMPARED = ("org_id", "serial_number", "asset_tag")

_IDENTIFIERS = COMPARED[1:]
# A number of fewer digits with a separator is not the number without it: `1-234` and `1234` are of two series.
_LONG_NUMBER = "^[0-9]{8}"
_NUMBER = "^[0-9]+$"

# In an identifier of more than 64 characters, an I that stands for an L goes unnoticed.
_LONGEST = 64


def is_unknown_expr() -> nw.Expr:
    """True for a row of an unknown device, as `resolve` gives it, against which nothing else stands."""
    return ~nw.col("unknown_key").is_null() & nw.col("fault").is_null() & nw.col("finding").is_null()


def likely_identifiers(unknown: Frame, devices: Frame) -> Frame:
    """One row per row of an unknown device with an identifier like a known one: the strongest such identifier.

    Columns: `row_id`, the `identifier`, its value as `given`, the number of identifiers that are `alike`, the `likely`
    one, `another` where there are several, and `is_on_record`, false where only other rows give these. `unknown` are
    rows of unknown devices, `devices` the devices on record.
    """
    used = filled_columns(unknown, _IDENTIFIERS)
    found = [_alike(unknown, devices, identifier) for identifier in used]
    if not found:
        return nobody_alike(unknown)
    return strongest_of(found)


def strongest_of(found: Sequence[Frame]) -> Frame:
    """The rows of the first of these, and of each further one those (`row_id`) of which none before tells."""
    strongest, *others = found
    for weaker in others:
        if not is_empty(weaker):
            strongest = stacked([strongest, weaker.join(strongest.select("row_id"), on="row_id", how="anti")])
    return settled(strongest.sort("row_id"))


def skeletons_of(given: Frame, *, is_serial: bool) -> Frame:
    """One row per skeleton that a known identifier must have to be like one of these (`org_id, value`): `skeleton`."""
    return settled(with_skeletons(with_texts(given, is_serial=is_serial)).select("skeleton").unique())


def nobody_alike(rows: Frame) -> Frame:
    """No row, with the columns of `likely_identifiers`."""
    return rows.head(0).select(
        "row_id",
        identifier=null_text(),
        given=null_text(),
        alike=nw.lit(0, nw.Int64),
        likely=null_text(),
        another=null_text(),
        is_on_record=nw.lit(value=False),
        is_former=nw.lit(value=False),
    )


def _alike(unknown: Frame, devices: Frame, identifier: str) -> Frame:
    is_serial = identifier == "serial_number"
    rows = unknown.select("row_id", "org_id", given=nw.col(identifier)).drop_nulls("given")
    rows = settled(rows)
    given = settled(rows.select("org_id", value=nw.col("given")).unique())
    known = devices.filter(nw.col("org_id").is_in(orgs_of(given))).select("org_id", value=nw.col(identifier))
    near = [_on_record(given, known.drop_nulls("value"), is_serial=is_serial), _in_rows(given)]
    if all(is_empty(ours) for ours, _ in near):
        return nobody_alike(unknown)
    pairs, others = (_pairs(*sides, is_serial=is_serial) for sides in near)
    told = pairs.select("org_id", "given").unique()
    pairs = settled(stacked([pairs, others.join(told, on=["org_id", "given"], how="anti")]))
    if is_empty(pairs):
        return nobody_alike(unknown)
    each = pairs.group_by("org_id", "given").agg(
        found=nw.col("likely").n_unique().cast(nw.Int64),
        size=nw.col("size").max(),
        likely=nw.col("likely").min(),
        another=nw.col("likely").max(),
        known=nw.col("is_on_record").cast(nw.Int8).max(),
    )
    # Of the identifiers of one form only two were paired; where rows give them, one is that of the row itself.
    own = nw.when(nw.col("known") > 0).then(nw.lit(0)).otherwise(nw.lit(1))
    alike = nw.max_horizontal(nw.col("found"), nw.col("size") - own).cast(nw.Int64)
    told = rows.join(settled(each.with_columns(alike=alike)), on=["org_id", "given"], how="inner")
    return settled(
        told.select(
            "row_id",
            "given",
            "alike",
            "likely",
            identifier=nw.lit(identifier),
            another=nw.when(nw.col("alike") > 1).then(nw.col("another")).otherwise(null_text()),
            is_on_record=nw.col("known") > 0,
            is_former=nw.lit(value=False),
        )
    )


def _on_record(given: Frame, known: Frame, *, is_serial: bool) -> tuple[Frame, Frame]:
    """The given and the known identifiers that may be alike, which are few; `is_on_record` of the latter."""
    known = known.with_columns(is_on_record=nw.lit(value=True))
    if is_empty(known):
        return given.head(0), known
    ours = settled(with_texts(given, is_serial=is_serial).with_columns(short=short_expr("text")))
    theirs = settled(in_latin(known.with_columns(text=nw.col("value"))).with_columns(short=short_expr("text")))
    theirs = theirs.drop("text")
    same = theirs.join(ours.select("org_id", "short").unique(), on=["org_id", "short"], how="semi")
    near = settled(stacked([same.drop("short"), *_marked(theirs, ours)]).unique())
    if is_empty(near):
        return given.head(0), near
    texts = with_texts(near, is_serial=is_serial).select("org_id", short=short_expr("text")).unique()
    meant = ours.join(texts, on=["org_id", "short"], how="semi").select("org_id", "value").unique()
    return settled(meant), near


def _marked(theirs: Frame, ours: Frame) -> list[Frame]:
    """The known identifiers whose marks, which are letters, may be what tells them from a given one; and rare marks."""
    marked = settled(theirs.filter(is_marked_expr("value")))
    if is_empty(marked):
        return []
    core = nw.col("short").str.replace_all("^[A-Z]+", "")
    cores = ours.select("org_id", core=core).unique()
    of_letters = marked.with_columns(core=core).join(cores, on=["org_id", "core"], how="semi").drop("core")
    return [part.drop("short") for part in (of_letters, marked.filter(has_digits_expr("value")))]


def _in_rows(given: Frame) -> tuple[Frame, Frame]:
    """The given identifiers that differ from another one by nothing but separators and letters for digits."""
    bare = nw.col("value").str.replace_all("[^A-Z0-9]+", "").str.replace_all("O", "0", literal=True)
    keyed = settled(given.with_columns(bare=bare.str.replace_all("[IL]", "1")))
    several = keyed.group_by("org_id", "bare").agg(size=nw.len()).filter(nw.col("size") > 1)
    near = settled(keyed.join(several, on=["org_id", "bare"], how="semi").select("org_id", "value"))
    return near, near.with_columns(is_on_record=nw.lit(value=False))


def _pairs(given: Frame, known: Frame, *, is_serial: bool) -> Frame:
    """One row per given identifier and one that is alike: `org_id, given, likely, is_on_record`."""
    if is_empty(given):
        return given.select(
            "org_id", given="value", likely="value", size=nw.lit(0, nw.Int64), is_on_record=nw.lit(value=False)
        )
    ours, theirs = (with_skeletons(with_texts(side, is_serial=is_serial)) for side in (given, known))
    ours = ours.drop("text").rename({"value": "given"})
    pairs = settled(ours.join(_ends_of_groups(theirs), on=["org_id", "skeleton"], how="inner", suffix="_known"))
    if not is_empty(pairs):
        is_other = nw.col("given") != nw.col("likely")
        pairs = pairs.filter(is_other, _is_spaced_alike_expr(), ~_is_another_letter_expr(pairs))
    return settled(pairs.select("org_id", "given", "likely", "size", "is_on_record").unique())


def _ends_of_groups(known: Frame) -> Frame:
    """The first and the last of the identifiers of one form, and their number as `size`: hundreds may share one."""
    groups = known.group_by("org_id", "skeleton", "spaced", "drawn", "is_on_record").agg(
        size=nw.col("value").n_unique().cast(nw.Int64), first=nw.col("value").min(), last=nw.col("value").max()
    )
    groups = settled(groups)
    ends = [groups.with_columns(likely=nw.col(end)).drop("first", "last") for end in ("first", "last")]
    return settled(stacked(ends).unique())


def _is_spaced_alike_expr() -> nw.Expr:
    """True where both have separators at the same places, or one has none, and the other is no short number."""
    ours, theirs, bare = nw.col("spaced"), nw.col("spaced_known"), nw.col("skeleton")
    is_short = bare.str.contains(_NUMBER) & ~bare.str.contains(_LONG_NUMBER)
    return (ours == theirs) | (((ours == bare) | (theirs == bare)) & ~is_short)


def _is_another_letter_expr(pairs: Frame) -> nw.Expr:
    """True where one of the two has an I where the other has an L."""
    longest = min(_LONGEST, int(computed(pairs.select(nw.col("drawn").str.len_chars().max())).item()))
    places = [
        nw.concat_str(nw.col("drawn").str.slice(at, 1), nw.col("drawn_known").str.slice(at, 1)).is_in(["IL", "LI"])
        for at in range(longest)
    ]
    return any_expr(places)
