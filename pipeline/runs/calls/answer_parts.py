"""What answers are made of: what became of each item of a call, its faults, and the owner that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from pipeline.model import Answer, Told
from schemas.records import dataclass
from schemas.vocabulary import Outcome, Reason, Severity

Fault = dict[str, object]


@dataclass(frozen=True, slots=True)
class Fates:
    """The outcome of each identifier of a call; one that names the same device as another shares its outcome."""

    outcomes: Mapping[str, str]

    def of(self, *outcomes: Outcome) -> list[str]:
        """The identifiers with one of these outcomes, as the caller gave them and in that order."""
        return [given for given, outcome in self.outcomes.items() if outcome in outcomes]


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner whom a call names, and whether the call puts the owner on record."""

    owner_id: int
    is_new: bool


def fates_of(told: Told, given: Sequence[str]) -> Fates:
    """The outcome of each item; `given` are their identifiers."""
    columns = (told.rows[name] for name in ("row", "outcome", "reason", "device_id"))  # many calls, each of few rows
    rows = sorted(zip(*columns, strict=True), key=lambda row: int(row[0]))
    first = {device: outcome for _, outcome, reason, device in rows if reason != Reason.DUPLICATE_ROW}
    outcomes = [
        first.get(device, outcome) if reason == Reason.DUPLICATE_ROW else outcome for _, outcome, reason, device in rows
    ]
    return Fates(dict(zip(given, outcomes, strict=True)))


def faults_of(told: Told, *, of_call: Sequence[str] = ()) -> list[Fault]:
    """The errors about cells and rows, each with the `field`, the `index` of the item from 0, and a `message`.

    Those about a field `of_call`, which all items share, are told once, and without an index.
    """
    errors = told.issues.filter(pl.col("severity") == Severity.ERROR)
    is_shared = pl.col("column").is_in(list(of_call)).fill_null(value=False)
    shared = errors.filter(is_shared).unique(["column", "code"], keep="first", maintain_order=True)
    others = told.rows.join(errors, on="row", how="anti").filter(
        pl.col("outcome").is_in([Outcome.REJECTED.value, Outcome.SKIPPED.value])
    )
    once = [fault | {"index": None} for fault in _faults(shared)]
    of_rows = _faults(others.select("row", "message", column=None, hint=None, code="reason"))
    return [*once, *sorted(_faults(errors.filter(~is_shared)) + of_rows, key=lambda fault: int(str(fault["index"])))]


def _faults(found: pl.DataFrame) -> list[Fault]:
    return [
        {"field": field, "index": row - 1, "message": f"{message} {hint}" if hint else message, "code": code}
        for field, row, message, hint, code in found.select("column", "row", "message", "hint", "code").rows()
    ]


def owner_of(told: Told, org: str, email: str) -> Owner | None:
    """The owner with that address, as on record after the run; None where there is none."""
    named = (str(one) for one in told.rows["owner_email"] if one is not None)
    handle = next(named, email.strip().casefold())
    found = told.owners.get((org, handle))
    return Owner(*found) if found else None


def spans_after(told: Told) -> pl.DataFrame:
    """The ownerships that hold after the run."""
    changes = told.change_set
    stayed = told.state.spans.join(changes.spans_superseded, on="ownership_id", how="anti")
    columns = ("ownership_id", "device_id", "owner_id", "start_time", "end_time")
    spans = pl.concat([stayed.select(columns), changes.spans_recorded.select(columns)])
    return spans.filter(pl.col("start_time") <= told.now, pl.col("end_time") > told.now)


def held_after(told: Told, owner_id: int) -> pl.DataFrame:
    """The devices that the owner holds after the run, in the order of their ids, with what identifies them."""
    held = spans_after(told).filter(pl.col("owner_id") == owner_id)
    known = pl.concat([told.state.devices, told.change_set.devices_created], how="diagonal_relaxed")
    return known.join(held, on="device_id", how="semi").sort("device_id")


def problem(status: int, detail: str, faults: Sequence[Fault] = (), **more: object) -> Answer:
    """An answer that says that nothing was done, and why; the web makes of it what its document says.

    `more` are further members of the answer, such as a `code`.
    """
    return Answer(status, {"detail": detail, "errors": list(faults), **more})
