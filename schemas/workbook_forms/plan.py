"""The form of a plan workbook: its sheets and its seal.

A plan has sheets for people, one line per action, and one hidden sheet with the same plan for programs. The seal covers
the hidden sheet, which records every cell of the other sheets but the answers of the reviewer. A second seal, over the
whole file, makes comparing the cells unnecessary where the file is still the one that was written.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping

from schemas.vocabulary import Action

# The name of the form in which plans are written.
FORM = "rollcall-plan-2"

# The forms that are read; `rollcall-plan-1` has no seal over the file as a whole. A file of any other form is refused.
FORMS = frozenset({FORM, "rollcall-plan-1"})

COVER = "Cover"
PEOPLE = "People"
NEW_OWNERS = "New owners"
REFUSED_ROWS = "Refused rows"
HIDDEN = "_rollcall"

# The sheet on which the lines of an action stand; those of people sheets, and of owners whose facts change, stand on
# `People`, and those of other new owners on `New owners`.
SHEETS: Mapping[str, str] = {action.value: action.value.capitalize() for action in Action if action is not Action.NONE}

# The Excel row of the header of a sheet of lines.
HEADER_ROW = 1

APPROVE = "Approve"
YES, NO = "Y", "N"


def seal(lines: Iterable[str], key: str | None) -> str:
    """The seal over the lines of the hidden sheet: HMAC-SHA256 with a key, plain SHA-256 without."""
    digest = hmac.new(key.encode(), digestmod=hashlib.sha256) if key else hashlib.sha256()
    for line in lines:
        digest.update(line.encode())
        digest.update(b"\n")
    return f"{'hmac-sha256' if key else 'sha256'}:{digest.hexdigest()}"
