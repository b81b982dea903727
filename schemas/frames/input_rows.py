"""The frames of `model.Checked`: what the sheets say, row by row, and what is to be said of them."""

from schemas.fields import ASSIGNMENT_FIELDS, CUSTOM_PREFIX, IDENTIFIERS, INVENTORY_FIELDS, REQUIRED_TO_CREATE
from schemas.frames.columns import Column, FrameSchema, boolean, integer, of_field, optional, text, word
from schemas.vocabulary import Reason, Request, Severity

PROVENANCE: tuple[Column, ...] = (
    *integer("row_id", nullable=False, least=1),
    *text("file", "sheet", nullable=False),
    *integer("row", nullable=False, least=1),
    *text("org_id", nullable=False),
)
"""Where a row stands: `row` is the one that Excel shows, `row_id` is 1, 2, 3 ... over all rows of a run."""
_FAULT = word("fault", Reason, nullable=True)
_ALWAYS_THERE = frozenset({*IDENTIFIERS, *REQUIRED_TO_CREATE})


def _assignment_columns() -> tuple[Column, ...]:
    action = word("action", Request, nullable=True)
    fields = [of_field(field) for field in ASSIGNMENT_FIELDS if field.name != "org_id"]
    return tuple(action if column.name == action.name else column for column in fields)


def _inventory_columns() -> tuple[Column, ...]:
    """Those that every frame has, then those that only some sheets speak of."""
    fields = [of_field(field) for field in INVENTORY_FIELDS if field.name != "org_id"]
    always = [column for column in fields if column.name in _ALWAYS_THERE]
    return (*always, *optional(column for column in fields if column.name not in _ALWAYS_THERE))


ASSIGNMENTS = FrameSchema(
    "Checked.assignments",
    (*PROVENANCE, *_assignment_columns(), *boolean("clears_label", "clears_end"), _FAULT),
    key=("row_id",),
)
"""One row per assignments row, typed.

A bad cell is blank, and `fault` is the reason of the first of them. `clears_...` are true for `<clear>`.
"""

INVENTORY = FrameSchema(
    "Checked.inventory",
    (*PROVENANCE, *_inventory_columns(), *text("cleared"), _FAULT),
    key=("row_id",),
    others=CUSTOM_PREFIX,
)
"""One row per inventory row, typed; `cleared` are the fields set to `<clear>`, as `|model|location|`.

An attribute that no sheet has a column for has none here.
"""

ORIGINALS = FrameSchema("Checked.originals", integer("row_id", nullable=False, least=1), key=("row_id",), others="")
"""One row per input row: the cells as they were typed, one column per field."""

ISSUES = FrameSchema(
    "Checked.issues",
    (
        *text("file", nullable=False),
        *text("sheet"),
        *integer("row"),
        *text("column", "cell", "value"),
        *text("code", nullable=False),
        word("severity", Severity),
        *text("message", nullable=False),
        *text("hint", "template", "subject", "said", "likely"),
        *integer("row_id"),
    ),
)
"""One row per finding about a file, a sheet, a column or a cell.

`message` is made of its place, the `subject` in quotes where there is one, and what is `said`. `template` names the
wording (`schemas.reasons`) that it has in common with others of its code, `likely` is what is probably meant.
"""

TOLD_OF_ISSUES = tuple(name for name in ISSUES.names if name not in {"template", "subject", "said", "likely"})
"""The columns that people and programs are given; the others are what the messages were made of."""

CHECKED_FRAMES = {
    "assignments": ASSIGNMENTS,
    "inventory": INVENTORY,
    "originals": ORIGINALS,
    "issues": ISSUES,
}
"""Every frame of `model.Checked`, by its name there."""
