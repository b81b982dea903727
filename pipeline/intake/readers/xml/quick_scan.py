"""A quick scan of a sheet's XML for formulas, hidden rows and merged cells. Does not import Polars.

Code that unpacks a sheet anyway feeds its pieces to a `Looking`, so that no other pass is needed.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from schemas.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

_HIDDEN, _MERGED = b"hidden=", b"mergeCell"
_TAG_ENDS = (b">", b" ", b"/", b"\n", b"\t", b"\r")
_PREFIX = re.compile(rb"<(\w{1,40}:)?worksheet[\s>]")
_FAR = 4096
_OVERLAP = 32


@dataclass(frozen=True, slots=True)
class Looks:
    """The features that a sheet may have. Only False is certain: the words may also stand in a text."""

    formulas: bool = True
    hidden: bool = True
    merged: bool = True


@dataclass(slots=True)
class Looking:
    """The scan of a sheet's XML, piece by piece."""

    looks: Looks = field(default_factory=lambda: Looks(formulas=False, hidden=False, merged=False))
    _rest: bytes = b""
    _formula: bytes | None = None
    _row_end: bytes = b""

    def feed(self, piece: bytes) -> None:
        """Scan the next piece. Merged cells come after all rows, so they are searched below a piece's last row only."""
        seen, seam = self.looks, self._rest + piece[:_OVERLAP]
        if self._formula is None:
            prefix = prefix_in(piece)
            self._formula, self._row_end = b"<" + prefix + b"f", b"</" + prefix + b"row>"
            below_rows = 0
        else:
            below_rows = max(piece.rfind(self._row_end), 0)
        self._rest = (piece if len(piece) > _OVERLAP else seam)[-_OVERLAP:]
        self.looks = Looks(
            formulas=seen.formulas or any(self._has_formula(text, self._formula) for text in (piece, seam)),
            hidden=seen.hidden or _HIDDEN in piece or _HIDDEN in seam,
            merged=seen.merged or piece.find(_MERGED, below_rows) >= 0 or _MERGED in seam,
        )

    @staticmethod
    def _has_formula(text: bytes, tag: bytes) -> bool:
        """True where the tag `<f>` is there. The letter `f` is searched first, which is ten times as fast."""
        return b"f" in text and tag in text and any(tag + end in text for end in _TAG_ENDS)


def look_through(pieces: Iterable[bytes]) -> Looks:
    """The features of a sheet whose XML comes in these pieces."""
    looking = Looking()
    for piece in pieces:
        looking.feed(piece)
    return looking.looks


def prefix_in(start: bytes) -> bytes:
    """The namespace prefix of a sheet's tags, with its colon; empty in most files."""
    found = _PREFIX.search(start, 0, _FAR)
    return (found[1] or b"") if found else b""
