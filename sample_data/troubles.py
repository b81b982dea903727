"""The assignments rows that are out of the ordinary: one function per group, each row on a device of its own.

What a row shows stands beside it; the whole list of reasons is in `stories.EXPECTED_REASONS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sample_data.fleet import ONLY_DEVICE_ID, SHARED_NAME, Owner, Row
from sample_data.holdings import PENDING_FROM, Holding, Opening, device_key, is_personal, owner_cells

_NO_OWNER: Row = dict.fromkeys(("owner_email", "owner_name", "external_user_id", "username"))


class Cast:
    """Hands out the devices of the opening, each once: `pending`, `labelled` and `ending` first."""

    def __init__(self, opening: Opening, people: tuple[Owner, ...]) -> None:
        self.pending, (self.labelled, self.ending) = opening.held[:2], opening.held[2:4]
        self._held, self._free = list(opening.held[4:]), list(opening.free)
        self._people: Iterator[Owner] = iter(people * 5)

    def holding(self, *, having: str = "serial_number") -> Holding:
        """The next personal device that somebody holds, with that identifier."""
        found = next(held for held in self._held if is_personal(held.device) and held.device.get(having))
        self._held.remove(found)
        return found

    def device(self) -> Row:
        """The next personal device that nobody holds."""
        return self._free.pop(0)

    def somebody_else(self, owner: Owner) -> Owner:
        """The next person who is not that one."""
        return next(person for person in self._people if person.email != owner.email)

    def left_over_holdings(self) -> list[Holding]:
        """What nobody has asked for yet."""
        return list(self._held)

    def left_over_devices(self) -> list[Row]:
        """What nobody has asked for yet."""
        return list(self._free)


def changes(cast: Cast) -> list[Row]:
    """Every kind of change, all applied, beside the ordinary moves."""
    longer, renamed, nobody, later, loan, odd_tag = (cast.holding() for _ in range(6))
    heir, unlabelled, unending = cast.somebody_else(later.owner), cast.labelled, cast.ending
    new_people = [Owner(f"trainee.{n}@acme.example", f"Trainee {n}", f"U-900{n}") for n in (1, 2)]
    return [
        _same(longer) | {"end_at": date(2031, 12, 31), "comment": "contract made longer"},
        _same(renamed) | {"label": "training pool"},
        _same(unlabelled) | {"label": "<clear>"},
        _same(unending) | {"end_at": "<clear>", "comment": "stays after all"},
        _same(nobody) | {"owner_email": "<none>", "owner_name": None, "comment": "back on the shelf"},
        device_key(later.device) | owner_cells(heir) | {"effective_at": date(2031, 2, 1), "comment": "planned move"},
        _same(loan) | {"action": "unassign", "effective_at": "2031-03-31", "comment": "planned return"},
        _same(odd_tag) | {"asset_tag": "ACM-99999", "comment": "the sticker is not on record"},
        device_key(cast.device()) | owner_cells(new_people[0]) | {"effective_at": date(2031, 9, 1)},
        device_key(cast.device()) | owner_cells(new_people[1]) | {"end_at": date(2031, 8, 31), "label": "traineeship"},
        {"device_name": cast.device()["name"], **owner_cells(new_people[1]), "comment": "known by name only"},
        {"device_id": ONLY_DEVICE_ID, "owner_email": "facilities@acme.example", "label": "reception desk"},
    ]


def skipped_rows(cast: Cast) -> list[Row]:
    """Unknown devices: slips in a serial number, and things that have not been entered yet."""
    slips = [cast.holding() for _ in range(8)]
    new = [{"serial_number": f"HLDNEW{number:04d}", "device_type": "laptop"} for number in range(1, 7)]
    person = cast.somebody_else(slips[0].owner)
    return [
        *(_same(slip) | {"serial_number": _misread(slip), "comment": "typed from the sticker"} for slip in slips),
        *(row | owner_cells(person) | {"comment": "delivered last week"} for row in new),
        {"device_id": 999_999, **owner_cells(person)},
        {"device_name": "Demo laptop", **owner_cells(person)},
        {"mac_address": "02:1A:5E:FF:FF:01", **owner_cells(person)},
        {"asset_tag": "ACM-77777", "owner_email": person.email, "action": "unassign"},
    ]


def faulty_rows(cast: Cast) -> list[Row]:
    """Rows with a cell that cannot be used."""
    return [
        _any(cast) | _NO_OWNER | {"comment": "for whom?"},  # missing_value
        _any(cast) | _NO_OWNER | {"action": None},  # missing_value
        {"owner_email": "facilities@acme.example", "comment": "the new one"},  # missing_identifier
        _any(cast) | {"owner_email": "<clear>"},  # invalid_value
        _any(cast) | {"mac_address": "02:1A:5E"},  # invalid_value
        _any(cast) | {"owner_email": "vera.novak(at)acme.example"},  # invalid_email
        _any(cast) | {"owner_email": "Finance department"},  # invalid_email
        _any(cast) | {"effective_at": "next Monday"},  # invalid_date
        _any(cast) | {"end_at": "2031-02-30"},  # invalid_date
        _any(cast) | {"action": "lend"},  # invalid_action
        _any(cast) | {"device_id": "abc"},  # invalid_number
        _any(cast) | {"serial_number": "N/A"},  # placeholder_identifier
        _any(cast) | {"serial_number": "To be filled by O.E.M."},  # placeholder_identifier
        _any(cast) | {"owner_email": "#N/A"},  # error_cell
        _any(cast) | {"serial_number": "#REF!"},  # error_cell
        _any(cast) | {"owner_email": '=LOWER("VERA.NOVAK@ACME.EXAMPLE")'},  # no_saved_value
        _any(cast) | {"effective_at": "=TODAY()"},  # no_saved_value
        _any(cast) | {"owner_email": "ugo.rossi", "effective_at": "soon"},  # invalid_email; two faults in one row
    ]


def contradictions(cast: Cast) -> list[Row]:
    """Rows that name two devices, or that say two things of one device."""
    first, second, third = (cast.holding(having="asset_tag") for _ in range(3))
    tagged, kept, dated, labelled = (cast.holding(having="asset_tag") for _ in range(4))
    person = cast.somebody_else(tagged.owner)
    return [
        {"device_name": SHARED_NAME, **owner_cells(person)},  # ambiguous_device
        _same(first) | {"asset_tag": second.device["asset_tag"]},  # identifier_mismatch
        _same(third) | {"serial_number": "HLDNEW0099", "asset_tag": third.device["asset_tag"]},  # identifier_mismatch
        # conflicting_rows, to the end
        device_key(tagged.device) | owner_cells(person),
        {"asset_tag": tagged.device["asset_tag"], **owner_cells(cast.somebody_else(person))},
        _same(kept) | {"action": "assign"},
        _same(kept) | {"action": "unassign"},
        _same(dated) | {"effective_at": date(2025, 3, 1)},
        _same(dated) | {"effective_at": date(2025, 4, 1)},
        _same(dated) | {"effective_at": date(2025, 4, 1), "comment": "or was it April?"},
        _same(labelled) | {"label": "pool car"},
        _same(labelled) | {"label": "front desk"},
    ]


def untimely_rows(cast: Cast) -> list[Row]:
    """Rows whose dates do not fit each other or the ledger."""
    early, earlier, same_day = (cast.holding() for _ in range(3))
    _, coming = cast.pending
    backwards = {"effective_at": date(2025, 6, 1), "end_at": date(2025, 5, 1)}
    return [
        _any(cast) | backwards,  # end_before_start
        _any(cast) | {"end_at": date(2025, 1, 31)},  # end_before_start
        *(
            _other(cast, held) | {"effective_at": _day(held) - timedelta(days=90)}  # effective_in_closed_span
            for held in (early, earlier)
        ),
        _other(cast, same_day) | {"effective_at": _day(same_day)},  # zero_length_span
        _other(cast, coming) | {"comment": "needed at once"},  # pending_span_exists
    ]


def leaving_rows(cast: Cast) -> list[Row]:
    """Rows of the sheet `Leavers` beside the ordinary returns."""
    cancelled, _ = cast.pending
    strangers = [cast.holding() for _ in range(3)]
    mistaken = [cast.holding() for _ in range(3)]
    leaving = {"action": "unassign", "comment": "left the company"}
    return [
        _same(cancelled) | {"effective_at": PENDING_FROM, "action": "unassign", "comment": "does not start after all"},
        *(device_key(held.device) | {"owner_email": "gone.long.ago@acme.example"} | leaving for held in strangers),
        *(_other(cast, held) | leaving for held in mistaken),  # owned_by_other
        *(device_key(cast.device()) | leaving for _ in range(4)),  # not_assigned
        _any(cast) | leaving | {"end_at": date(2025, 5, 31)},  # invalid_value
    ]


def _same(held: Holding) -> Row:
    return device_key(held.device) | owner_cells(held.owner)


def _any(cast: Cast) -> Row:
    return _same(cast.holding())


def _other(cast: Cast, held: Holding) -> Row:
    return device_key(held.device) | owner_cells(cast.somebody_else(held.owner))


def _day(held: Holding) -> date:
    return date(held.since.year, held.since.month, held.since.day)


def _misread(held: Holding) -> str:
    """The serial number with one character too many."""
    serial = str(held.device["serial_number"])
    return f"{serial[:-3]}8{serial[-3:]}"
