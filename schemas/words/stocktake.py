"""Headers of lists of scans, beside the identifiers and places that any list has: where, by whom and when.

In English, German, French and Spanish. They are compared without case, accents and punctuation (see `folded_word`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from schemas.fields import CUSTOM_PREFIX
from schemas.words.statuses import folded_word

PLACE, SCANNED_BY, SCANNED_AT = "place", "scanned_by", "scanned_at"

_SPELLINGS = {
    PLACE: (
        "place, found at, found in, scanned in, scan location, scan place, seen at, seen in, area, zone, spot, shelf, "
        "ort, fundort, gefunden in, scanort, bereich, regal, lieu, endroit, trouvé à, emplacement scanné, "
        "zone scannée, lugar, ubicación encontrada, encontrado en, área"
    ),
    SCANNED_BY: (
        "scanned by, scan by, scanner, counted by, checked by, seen by, verified by, inspected by, auditor, operator, "
        "who, by, user, username, person, gescannt von, gezählt von, geprüft von, prüfer, wer, scanné par, compté par, "
        "vérifié par, qui, par, escaneado por, contado por, verificado por, quién, por"
    ),
    SCANNED_AT: (
        "scanned at, scanned on, scan date, scan time, date of scan, scan timestamp, scan date time, scanned, "
        "counted at, counted on, checked at, checked on, seen at time, date, time, datetime, date time, timestamp, "
        "when, gescannt am, gezählt am, geprüft am, datum, uhrzeit, zeit, zeitpunkt, zeitstempel, wann, scanné le, "
        "compté le, vérifié le, heure, horodatage, quand, escaneado el, contado el, verificado el, fecha, hora, cuándo"
    ),
}


def columns_of_scans(columns: Iterable[str]) -> dict[str, str]:
    """The first of these columns, kept ones of a list, for each thing that is told of a scan; by that thing."""
    found: dict[str, str] = {}
    for column in columns:
        meant = _words().get(folded_word(column.removeprefix(CUSTOM_PREFIX)))
        if column.startswith(CUSTOM_PREFIX) and meant is not None:
            found.setdefault(meant, column)
    return found


@cache
def _words() -> dict[str, str]:
    return {folded_word(word): meant for meant, words in _SPELLINGS.items() for word in words.split(",")}
