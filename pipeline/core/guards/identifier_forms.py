"""The forms in which identifiers are compared: without what people and machines write around them.

An identifier has up to three texts: what is left without quotes, brackets, asterisks and punctuation around it and
without the decimals of a number (`10001.0`); that without a label (`S/N: `, `Tag `, `Asset#`); and that without what a
scanner puts before serial numbers (`S`, `1S` and the model). Each text has a skeleton: without separators, O is 0, I
and L are 1, and the number at its end has no leading zeros, where only letters stand before it. So `AT0012` and `AT-12`
have one skeleton. Before a number, letters that are all O, I or L stay letters: `L-001` is one of a series, and not
1001. Two longer forms of the skeleton tell what must not differ: `spaced` keeps separators, `drawn` keeps I and L.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, is_empty, settled, stacked, with_replaced
from schemas.lookalikes import marks
from schemas.lookalikes.letters import LOOK_ALIKES

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u02d7\ufe58\ufe63\uff0d"
_FOREIGN = r"[^ -~]"
_SEPARATED = rf"[{marks.SEPARATORS}]+"
# A number at the end: after a separator and letters, where O, I and L may be digits; after letters; and alone.
_AFTER_SEPARATOR = rf"^[A-Z{marks.SEPARATORS}]*[{marks.SEPARATORS}][0-9OIL]*[0-9][0-9OIL]*$"
_AFTER_LETTERS = rf"^[A-Z{marks.SEPARATORS}]*[A-Z][0-9]+$"
_ALONE = r"^(?:[0-9]|OO[0-9OIL]*[0-9])[0-9OIL]*$"
_ONLY_LOOK_ALIKES = rf"^[OIL{marks.SEPARATORS}]+$"


def short_expr(column: str) -> nw.Expr:
    """The short form, which costs little: what cannot be lost or confused. Alike texts have the same."""
    return nw.col(column).str.replace_all(marks.LOST_OR_CONFUSED, "")


def is_marked_expr(column: str) -> nw.Expr:
    """True where an identifier may have marks before it, or letters of other alphabets."""
    return nw.col(column).str.contains(marks.MARKED)


def has_digits_expr(column: str) -> nw.Expr:
    """True where the marks before an identifier may have digits; those of others are letters and signs."""
    return nw.col(column).str.contains(marks.MARKED_WITH_DIGITS)


def in_latin(values: Frame) -> Frame:
    """The values with look-alike letters in `text` as Latin ones, and dashes of all lengths as hyphens."""
    # Most values are plain ASCII, and need no replacing of letters.
    is_foreign = nw.col("text").str.contains(_FOREIGN)
    foreign = settled(values.filter(is_foreign))
    if is_empty(foreign):
        return values
    latin = with_replaced(foreign, "text", {"-": _DASHES, **LOOK_ALIKES})
    return stacked([values.filter(~is_foreign), latin])


def with_texts(values: Frame, *, is_serial: bool) -> Frame:
    """One row per text of each `value`, as `text`; scanners put something before serial numbers only."""
    is_marked = is_marked_expr("value")
    plain = values.filter(~is_marked).with_columns(text=_unwrapped_expr("value"))
    marked = settled(values.filter(is_marked))
    if is_empty(marked):
        return plain
    bare = settled(in_latin(marked.with_columns(text=nw.col("value"))))
    bare = settled(bare.with_columns(text=nw.col("text").str.replace_all(marks.SENT_BEFORE, "")))
    bare = settled(bare.with_columns(text=_unwrapped_expr("text")))
    named = settled(bare.with_columns(text=_without_label_expr()).with_columns(text=_unwrapped_expr("text")))
    texts = [plain, bare, named]
    if is_serial:
        texts.append(named.with_columns(text=_without_scan_expr()))
    return stacked(texts).unique()


def with_skeletons(texts: Frame) -> Frame:
    """The texts with their `skeleton`, `spaced` and `drawn`; those with a blank skeleton are left out."""
    text = nw.col("text")
    is_after = text.str.contains(_AFTER_SEPARATOR)
    is_alone = text.str.contains(_ALONE)
    is_behind = text.str.contains(_AFTER_LETTERS)
    number = (
        nw.when(is_alone)
        .then(text)
        .when(is_after)
        .then(text.str.replace_all(rf"^.*[{marks.SEPARATORS}]", ""))
        .when(is_behind)
        .then(text.str.replace_all(r"^.*[^0-9]", ""))
        .otherwise(nw.lit(""))
    )
    before = (
        nw.when(is_alone)
        .then(nw.lit(""))
        .when(is_after)
        .then(text.str.replace_all(r"[0-9OIL]+$", ""))
        .when(is_behind)
        .then(text.str.replace_all(r"[0-9]+$", ""))
        .otherwise(text)
    )
    parted = settled(texts.with_columns(before=before, number=number))
    formed = parted.with_columns(
        skeleton=_form_expr("", keeps_letters=False),
        spaced=_form_expr("-", keeps_letters=False),
        drawn=_form_expr("", keeps_letters=True),
    )
    return settled(formed.drop("before", "number").filter(nw.col("skeleton") != nw.lit("")))


def _unwrapped_expr(column: str) -> nw.Expr:
    """The text without what stands around it, and a number without its decimals."""
    inside = nw.col(column).str.replace_all(marks.OPENING, "").str.replace_all(marks.CLOSING, "")
    is_decimal = inside.str.contains(marks.IS_DECIMAL)
    return nw.when(is_decimal).then(inside.str.replace_all(marks.DECIMALS, "")).otherwise(inside)


def _without_label_expr() -> nw.Expr:
    text = nw.col("text")
    is_long = text.str.contains(marks.BEFORE_SERIAL) | text.str.contains(marks.BEFORE_TAG)
    return (
        nw.when(text.str.contains(marks.LABEL))
        .then(text.str.replace_all(marks.LABEL, ""))
        .when(is_long)
        .then(text.str.replace_all(marks.BARE_LABEL, ""))
        .otherwise(text)
    )


def _without_scan_expr() -> nw.Expr:
    text = nw.col("text")
    is_scanned = nw.all_horizontal(*(text.str.contains(sign) for sign in marks.SCANNED_S), ignore_nulls=False)
    is_scanned = is_scanned | text.str.contains(marks.SCANNED_S_DIGITS)
    unscanned = nw.when(is_scanned).then(text.str.replace_all("^S", "")).otherwise(text)
    for before, sign in marks.SCANNED_1S.items():
        unscanned = nw.when(text.str.contains(sign)).then(text.str.replace_all(before, "")).otherwise(unscanned)
    return unscanned


def _form_expr(separator: str, *, keeps_letters: bool) -> nw.Expr:
    """The text with O as 0, I and L as 1 unless they are kept, `separator` for separators, and no leading zeros."""
    before, number = nw.col("before"), nw.col("number")
    is_padded = _digits_expr(number, keeps_letters=False).str.contains("^0+[1-9]")
    number = _digits_expr(number, keeps_letters=keeps_letters)
    letters = nw.when(before.str.contains(_ONLY_LOOK_ALIKES)).then(before)
    return nw.concat_str(
        letters.otherwise(_digits_expr(before, keeps_letters=keeps_letters)).str.replace_all(_SEPARATED, separator),
        nw.when(is_padded).then(number.str.strip_chars_start("0")).otherwise(number),
    )


def _digits_expr(text: nw.Expr, *, keeps_letters: bool) -> nw.Expr:
    zeros = text.str.replace_all("O", "0", literal=True)
    return zeros if keeps_letters else zeros.str.replace_all("[IL]", "1")
