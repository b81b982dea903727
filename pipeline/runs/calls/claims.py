"""The keys of what a call touches: calls that share none cannot concern each other, and are decided together.

They are coarser than the keys of the ledger: `ab-12` and `AB12` are one. So two calls may be taken to concern each
other though they do not, which only means that one is decided after the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_MARKS = re.compile(r"[\W_]+")


def claims(org: str, *, devices: Iterable[str] = (), owners: Iterable[str] = ()) -> frozenset[str]:
    """The keys of these devices and owners of the organization, however they are identified."""
    kinds = {"device": devices, "owner": owners}
    return frozenset(f"{kind} {org} {_plain(text)}" for kind, texts in kinds.items() for text in texts)


def _plain(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()
