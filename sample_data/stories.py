"""`assignments.xlsx`: an ordinary month of moves, and one story for every reason that a default run can give.

On a ledger that holds `inventory.xlsx` and `opening.xlsx`, one run of it with default options gives every outcome and
every reason of `EXPECTED_REASONS`. On an empty ledger, together with `inventory.xlsx`, it makes sense as well: what is
to be unassigned is skipped. Other options show the remaining reasons with the same file:

- `missing_device_type`: `--create-devices` (rows with a device type create theirs)
- `owned_by_other` as a rejection: `--on-conflict refuse`
- `unknown_owner` of assign rows: `--no-create-owners`
- `atomic_abort`: `--atomic`
- `absent_held`: `--mode full --scope all`, since some rows name devices that are not on record
- `absent_from_full_sheet`: the same with `--allow absent-beside-unresolved`
- `missing_from_inventory`: `--inventory-complete` with an inventory that lists fewer devices
- `stale` and `not_approved` need a saved plan; `suspect_owner`, `ambiguous_date`, `damaged_identifier` and
  `conflict_with_ledger` need checks that are not part of a default run
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

from sample_data.fleet import Owner, Row
from sample_data.holdings import LEASE_END, Holding, Opening, device_key, owner_cells
from sample_data.troubles import Cast, changes, contradictions, faulty_rows, leaving_rows, skipped_rows, untimely_rows
from schemas.vocabulary import Reason

EXPECTED_REASONS: frozenset[Reason] = frozenset(
    (
        Reason.ALREADY_ASSIGNED,
        Reason.AMBIGUOUS_DEVICE,
        Reason.CONFLICTING_ROWS,
        Reason.DUPLICATE_ROW,
        Reason.EFFECTIVE_IN_CLOSED_SPAN,
        Reason.END_BEFORE_START,
        Reason.ERROR_CELL,
        Reason.IDENTIFIER_MISMATCH,
        Reason.INVALID_ACTION,
        Reason.INVALID_DATE,
        Reason.INVALID_EMAIL,
        Reason.INVALID_NUMBER,
        Reason.INVALID_VALUE,
        Reason.MISSING_IDENTIFIER,
        Reason.MISSING_VALUE,
        Reason.NOT_ASSIGNED,
        Reason.NO_SAVED_VALUE,
        Reason.OWNED_BY_OTHER,
        Reason.PENDING_SPAN_EXISTS,
        Reason.PLACEHOLDER_IDENTIFIER,
        Reason.UNKNOWN_DEVICE,
        Reason.UNKNOWN_OWNER,
        Reason.ZERO_LENGTH_SPAN,
    )
)
"""What one default run of `assignments.xlsx` shows on a ledger with `inventory.xlsx` and `opening.xlsx`."""

_LEAVERS = 20
_NEVER_NAMED = 10
_REPEATED = 80
# Loans among the devices that are handed out, from which one on and how many apart.
_LENT_FROM, _LENT_EVERY = 3, 24
_OVERDUE_SINCE, _RETURNED_ON = date(2025, 9, 30), date(2025, 3, 28)
_GIVEN_DATES: tuple[object, ...] = (
    None,
    date(2025, 3, 3),
    None,
    "2025-03-17",
    None,
    "2025-04-01T09:00:00Z",
    None,
    "2025-04-01T09:00:00+02:00",
)


def assignment_sheets(opening: Opening) -> tuple[list[Row], list[Row]]:
    """The rows of the sheets `Desired` and `Leavers`, each in the order in which people happened to add them."""
    random = Random(20250401)
    staying = opening.people[:-_LEAVERS]
    cast = Cast(opening, staying)
    special = [*changes(cast), *skipped_rows(cast), *faulty_rows(cast), *contradictions(cast), *untimely_rows(cast)]
    leavers = [*leaving_rows(cast), *_returns(cast.left_over_holdings(), opening.people[-_LEAVERS:])]
    kept = [holding for holding in cast.left_over_holdings() if holding.owner not in opening.people[-_LEAVERS:]]
    ordinary = [*_kept_or_moved(kept, staying), *_newly_held(cast.left_over_devices()[:-_NEVER_NAMED], staying)]
    desired = [*special, *ordinary, *_repeated(random.sample(ordinary, _REPEATED))]
    random.shuffle(desired)
    random.shuffle(leavers)
    return _with_blank_row(desired), leavers


def _kept_or_moved(holdings: list[Holding], staying: tuple[Owner, ...]) -> list[Row]:
    """Five of six stay where they are, however their rows are spelled; every sixth goes to somebody else."""
    rows = []
    for at, holding in enumerate(holdings):
        if at % 6 == 5:
            heir = next(owner for owner in staying[at % 80 :] if owner.email != holding.owner.email)
            moved = {"effective_at": _GIVEN_DATES[at // 6 % 8], "comment": "moved to another desk", "action": "assign"}
            rows.append(device_key(holding.device) | owner_cells(heir) | moved)
        else:
            rows.append(_SPELLINGS[at % len(_SPELLINGS)](holding))
    return rows


def _plainly(holding: Holding) -> Row:
    return device_key(holding.device) | owner_cells(holding.owner) | {"action": "assign"}


def _by_all_keys(holding: Holding) -> Row:
    device = holding.device
    keys = {key: device.get(key) for key in ("serial_number", "asset_tag", "mac_address")}
    return _plainly(holding) | keys | {"device_name": device["name"], "device_type": device["type"]}


def _by_weakest_key(holding: Holding) -> Row:
    """By MAC address in another spelling, or by asset tag."""
    device, row = holding.device, _plainly(holding)
    if mac := device.get("mac_address"):
        return row | {"serial_number": None, "asset_tag": None, "mac_address": str(mac).replace(":", "").lower()}
    return row | ({"serial_number": None, "asset_tag": device["asset_tag"]} if device.get("asset_tag") else {})


def _sloppily(holding: Holding) -> Row:
    """The same identifier and e-mail address, in other capitals and with a no-break space behind."""
    row = _plainly(holding)
    key = next(iter(row))
    return row | {
        key: f" {str(row[key]).lower()}",
        "owner_email": f"{holding.owner.email.title()}\u00a0",
        "action": None,
    }


def _in_full(holding: Holding) -> Row:
    return _plainly(holding) | {"label": holding.label, "end_at": holding.until, "added_by": "it.desk@acme.example"}


def _since_then(holding: Holding) -> Row:
    return _plainly(holding) | {"effective_at": date(2025, 2, 1), "action": "Assign"}


_SPELLINGS: tuple[Callable[[Holding], Row], ...] = (
    *(_plainly, _by_all_keys, _in_full, _sloppily, _plainly),
    *(_by_all_keys, _since_then, _by_weakest_key, _plainly, _in_full),
)


def _newly_held(devices: list[Row], staying: tuple[Owner, ...]) -> list[Row]:
    return [
        device_key(device)
        | owner_cells(staying[at * 7 % len(staying)])
        | {"effective_at": _GIVEN_DATES[at % 8], "label": "first device" if at % 4 == 0 else None}
        | (_lent(at // _LENT_EVERY) if at % _LENT_EVERY == _LENT_FROM else {})
        for at, device in enumerate(devices)
    ]


def _lent(number: int) -> Row:
    """The cells of a loan: every other one is overdue, the others run for years."""
    return {"label": "loan", "due_at": LEASE_END if number % 2 else _OVERDUE_SINCE}


def _returns(holdings: list[Holding], leaving: tuple[Owner, ...]) -> list[Row]:
    """Everything that the leavers hold comes back; every third row does not say from whom.

    Every fifth row gives the day in a column of returns, as a desk writes it that lends devices.
    """
    returned = [holding for holding in holdings if holding.owner in leaving]
    return [
        device_key(holding.device)
        | {"owner_email": None if at % 3 == 2 else holding.owner.email, "action": "unassign"}
        | ({"returned_at": _RETURNED_ON} if at % 5 == 1 else {"effective_at": _GIVEN_DATES[at % 8]})
        | {"comment": "left the company"}
        for at, holding in enumerate(returned)
    ]


def _repeated(rows: list[Row]) -> list[Row]:
    """Rows that somebody has pasted twice, with another comment."""
    return [row | {"comment": "pasted from the list of the Paris office"} for row in rows]


def _with_blank_row(rows: list[Row]) -> list[Row]:
    """A blank row in the middle, as people leave it between two blocks."""
    half = len(rows) // 2
    return [*rows[:half], {}, *rows[half:]]
