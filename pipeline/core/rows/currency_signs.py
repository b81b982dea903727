"""Signs that may mean several currencies, beside what is known of their device.

A `$` agrees with the dollars that are on record, and with those that another row of the device says, whichever they
are: it asks for nothing then, so that it changes none of them and contradicts none.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, flagged, is_empty, is_true_expr, settled, stacked
from schemas.fields import CURRENCY
from schemas.words.currencies import unclear_signs

_KEYS = ("device_id", "unknown_key")


def without_known_signs(rows: Frame, devices: Frame) -> Frame:
    """The resolved inventory rows, with `takes_part`, blank in the signs that agree with a currency of their device."""
    if CURRENCY not in rows.collect_schema().names():
        return rows
    could = unclear_signs()
    signs = settled(rows.filter(nw.col(CURRENCY).is_in(list(could))).select("row_id", *_KEYS, sign=CURRENCY))
    if is_empty(signs):
        return rows
    sound = rows.filter(nw.col("takes_part"))
    said = [
        devices.select("device_id", known=CURRENCY) if CURRENCY in devices.collect_schema().names() else None,
        *(sound.select(key, known=CURRENCY) for key in _KEYS),
    ]
    found = []
    for known, key in zip(said, ("device_id", *_KEYS), strict=True):
        if known is not None:
            there = known.filter(~nw.col(key).is_null() & ~nw.col("known").is_null()).unique()
            found.append(signs.join(there, on=key, how="inner").select("row_id", "sign", "known"))
    agrees = nw.any_horizontal(
        *((nw.col("sign") == sign) & nw.col("known").is_in(codes) for sign, codes in could.items()), ignore_nulls=True
    )
    agreeing = settled(stacked(found).filter(is_true_expr(agrees)).select("row_id").unique())
    marked = flagged(rows, agreeing, "row_id", "is_agreeing")
    currency = nw.when(~nw.col("is_agreeing")).then(nw.col(CURRENCY))
    return settled(marked.with_columns(currency.alias(CURRENCY)).drop("is_agreeing"))
