"""The frames of `model.Checked`: the rows of the sheets, and the issues found in them."""

from schemas.fields import (
    ASSIGNMENT_FIELDS,
    CUSTOM_PREFIX,
    IDENTIFIERS,
    INVENTORY_FIELDS,
    OWNER_FIELDS,
    REQUIRED_TO_CREATE,
)
from schemas.frames.columns import Column, FrameSchema, boolean, integer, of_field, optional, text, word
from schemas.vocabulary import Reason, Request, Severity

# The place of a row: `row` is the row number that Excel shows, `row_id` is 1, 2, 3 ... over all rows of a run.
PROVENANCE: tuple[Column, ...] = (
    *integer("row_id", nullable=False, least=1),
    *text("file", "sheet", nullable=False),
    *integer("row", nullable=False, least=1),
    *text("org_id", nullable=False),
)
_FAULT = word("fault", Reason, nullable=True)
_ALWAYS_THERE = frozenset({*IDENTIFIERS, *REQUIRED_TO_CREATE})


def _assignment_columns() -> tuple[Column, ...]:
    action = word("action", Request, nullable=True)
    fields = [of_field(field) for field in ASSIGNMENT_FIELDS if field.name != "org_id"]
    return tuple(action if column.name == action.name else column for column in fields)


def _inventory_columns() -> tuple[Column, ...]:
    """The columns that every frame has, then those that it has where some sheet has them."""
    fields = [of_field(field) for field in INVENTORY_FIELDS if field.name != "org_id"]
    always = [column for column in fields if column.name in _ALWAYS_THERE]
    return (*always, *optional(column for column in fields if column.name not in _ALWAYS_THERE))


# One row per assignments row, typed, and one per register row: who has its device. A bad cell is blank, and `fault` is
# the reason of the first bad cell. `clears_...` are true where the cell says `<clear>`. `listed_row_id` is the `row_id`
# of the register row, which says in `INVENTORY` what the device is. `takes_all` is true where the row takes back every
# device of its owner.
ASSIGNMENTS = FrameSchema(
    "Checked.assignments",
    (
        *PROVENANCE,
        *_assignment_columns(),
        *boolean("clears_label", "clears_end", "clears_due"),
        _FAULT,
        *integer("listed_row_id", least=1),
        *optional(boolean("takes_all", "says_nobody", nullable=True)),
    ),
    key=("row_id",),
)

# One row per inventory or register row, typed; `cleared` lists the fields set to `<clear>`, as `|model|location|`.
# An attribute that no sheet has a column for has no column here. Where the row creates the device and gives no type,
# it has its `said_type`, which a word in its name or its model says; and where nothing else says one, its `usual_type`,
# that of the devices of the vendor whose export the sheet is. `known_by` is the field whose value stands for the asset
# tag, where the sheet has no identifier.
INVENTORY = FrameSchema(
    "Checked.inventory",
    (
        *PROVENANCE,
        *_inventory_columns(),
        *text("cleared"),
        _FAULT,
        *optional(text("said_type", "usual_type", "known_by")),
    ),
    key=("row_id",),
    others=CUSTOM_PREFIX,
)

# One row per row of a people sheet, typed; `cleared` as in `INVENTORY`.
PEOPLE = FrameSchema(
    "Checked.people",
    (*PROVENANCE, *(of_field(field) for field in OWNER_FIELDS), *text("cleared"), _FAULT),
    key=("row_id",),
)

# One row per input row: the cells as they were typed, one column per field.
ORIGINALS = FrameSchema("Checked.originals", integer("row_id", nullable=False, least=1), key=("row_id",), others="")

# One row per finding about a file, a sheet, a column or a cell. `message` is made of the place, of the `subject`, in
# quotes, where there is one, and of the text in `said`. `template` names the wording (`schemas.reasons`) that findings
# of one code may share; `likely` is the value that is probably meant.
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

# The columns of `ISSUES` that people and programs see; from the others the messages are made.
TOLD_OF_ISSUES = tuple(name for name in ISSUES.names if name not in {"template", "subject", "said", "likely"})

# The schema of every frame of `model.Checked`, by the name of its field.
CHECKED_FRAMES = {
    "assignments": ASSIGNMENTS,
    "inventory": INVENTORY,
    "people": PEOPLE,
    "originals": ORIGINALS,
    "issues": ISSUES,
}
