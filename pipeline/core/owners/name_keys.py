"""The keys by which people's names are compared, however they are written."""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, settled, stacked
from schemas.person_names import ACCENTED, MARKS


def name_keys(names: Frame) -> Frame:
    """One row per name of the column `owner_name`: `name`, the same for all ways to write it.

    It is without case and accents, the first name first: `Müller, Eva` and `EVA MULLER` are one.
    """
    names = settled(names.select("owner_name").drop_nulls().unique())
    is_plain = ~nw.col("owner_name").str.contains(r"[^ -~]")
    plain = nw.col("owner_name").str.to_lowercase()
    folded = plain.str.replace_all(MARKS, "").str.replace_all("ß", "ss", literal=True)
    for letter, accented in ACCENTED.items():
        folded = folded.str.replace_all(f"[{accented}]", letter)
    foreign = names.filter(~is_plain).with_columns(name=folded)
    return settled(
        stacked([names.filter(is_plain).with_columns(name=plain), foreign]).with_columns(name=_turned_expr())
    )


def _turned_expr() -> nw.Expr:
    """The name with the first name first, also where the last one came first, before a comma."""
    name = nw.col("name")
    last, first = name.str.replace_all(r"\s*,.*$", ""), name.str.replace_all(r"^[^,]*,\s*", "")
    is_turned = name.str.contains(r"^[^,]+,[^,]*[^,\s]$")
    return nw.when(is_turned).then(nw.concat_str(first, nw.lit(" "), last)).otherwise(name)
