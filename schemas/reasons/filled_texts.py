"""Templates filled with the values of their fields, for one finding; `filled_frames` fills them for a whole frame."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from schemas.reasons.record import Wording

FIELD = re.compile(r"\{(\w+)\}")


def filled(templates: Sequence[str], fields: Mapping[str, object]) -> str | None:
    """The first of the templates whose fields all have a value, filled; None where there is none."""
    for template in templates:
        if all(fields.get(name) is not None for name in FIELD.findall(template)):
            return FIELD.sub(lambda match: str(fields[match[1]]), template)
    return None


def said(wording: Wording, fields: Mapping[str, object]) -> str:
    """What is said with that wording."""
    return filled(wording.says, fields) or ""


def advice(wording: Wording, fields: Mapping[str, object]) -> str:
    """What is to be done about it; blank where there is nothing to do."""
    return filled(wording.advice, fields) or ""
