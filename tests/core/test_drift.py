"""The causes of differences, against a naive reading of what they mean: row by row, in plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core import drift
from pipeline.runs.steps.core_frames import lazy, native
from schemas.vocabulary import Cause
from tests.support.strength import examples

NOW = datetime(2026, 7, 1)
SOURCES = ("", "hr", "it")
OWNERS = ("", "ann", "ben")


def day(number: int | None) -> datetime | None:
    return None if number is None else NOW - timedelta(days=number)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a standing file that speaks of one device, and whether the ledger is otherwise."""

    source: str
    device: int
    says: str
    is_return: bool
    begins: int | None
    ends: int | None
    then: str | None
    is_refused: bool
    first: int | None
    differs: bool


@dataclass(frozen=True, slots=True)
class Touch:
    """The last change of a device's owner by a run of that source."""

    device: int
    source: str | None
    ago: int


ROWS = st.builds(
    Row,
    source=st.sampled_from(SOURCES),
    device=st.integers(1, 3),
    says=st.sampled_from(OWNERS[1:]),
    is_return=st.booleans(),
    begins=st.sampled_from([None, 40, 30]),
    ends=st.sampled_from([None, 30, 20]),
    then=st.sampled_from(["applied", "unchanged", "skipped", "rejected"]),
    is_refused=st.booleans(),
    first=st.sampled_from([None, 25]),
    differs=st.booleans(),
)
TOUCHES = st.builds(Touch, device=st.integers(1, 3), source=st.sampled_from([*SOURCES, None]), ago=st.integers(1, 20))
TAKEN = {"": 10, "hr": 9, "it": 8}
"""How many days ago the standing file of each source was taken."""


@given(rows=st.lists(ROWS, max_size=7), touches=st.lists(TOUCHES, max_size=5, unique_by=(lambda t: t.ago,)))
@examples(20, of=80)
def test_the_causes_are_those_of_a_naive_reading(rows: list[Row], touches: list[Touch]) -> None:
    touches = list({(touch.device, touch.source): touch for touch in touches}.values())
    assert _found(rows, touches) == [_naive(key, rows, touches) for key, row in enumerate(rows) if row.differs]


def _naive(key: int, rows: list[Row], touches: list[Touch]) -> tuple[str, datetime | None, str | None]:
    cause, since = _alone(rows[key], touches)
    rivals = [other for other in rows if _is_rival(rows[key], other)]
    if rivals:
        begun = [_alone(other, touches)[1] if other.differs else _so_since(other, touches) for other in rivals]
        return Cause.CONFLICT.value, max(since, *begun), _latest(rivals, begun)
    return cause, since, None


def _alone(row: Row, touches: list[Touch]) -> tuple[str, datetime]:
    taken = TAKEN[row.source]
    if row.is_refused or row.then == "rejected":
        return Cause.REFUSED.value, NOW - timedelta(days=row.first or taken)
    if row.then == "skipped":
        return Cause.NEVER_APPLIED.value, NOW - timedelta(days=row.first or taken)
    mine = [touch for touch in touches if touch.device == row.device]
    outside = [touch.ago for touch in mine if touch.source != row.source and touch.ago < taken]
    ago = min(outside or [touch.ago for touch in mine] or [taken])
    return Cause.CHANGED_OUTSIDE.value, NOW - timedelta(days=ago)


def _so_since(row: Row, touches: list[Touch]) -> datetime:
    ago = min([touch.ago for touch in touches if touch.device == row.device] or [TAKEN[row.source]])
    return NOW - timedelta(days=ago)


def _is_rival(row: Row, other: Row) -> bool:
    if row.source == other.source or row.device != other.device:
        return False
    if row.ends is not None and other.begins is not None and other.begins <= row.ends:
        return False
    if other.ends is not None and row.begins is not None and row.begins <= other.ends:
        return False
    if row.is_return and other.is_return:
        return False
    if row.is_return or other.is_return:
        return row.says == other.says
    return row.says != other.says


def _latest(rivals: list[Row], begun: list[datetime]) -> str:
    return next(rival.source for rival, since in zip(rivals, begun, strict=True) if since == max(begun))


def _found(rows: Sequence[Row], touches: Sequence[Touch]) -> list[tuple[str, datetime | None, str | None]]:
    told = pl.DataFrame(
        [_told(key, row) for key, row in enumerate(rows)], schema={**_ROW, **_CLAIM, "differs": pl.Boolean()}
    )
    differing = told.filter("differs").select(*_ROW)
    made = pl.DataFrame(
        [(touch.device, drift.OWNER, touch.source, day(touch.ago), f"run {touch.ago}", "run") for touch in touches],
        schema=_TOUCH,
        orient="row",
    )
    aspects = differing.select("row_key", aspect=pl.lit(drift.OWNER))
    caused = native(drift.with_causes(lazy(differing), lazy(aspects), lazy(told), lazy(made))).sort("row_key")
    return list(caused.select("cause", "since", "rival").iter_rows())


def _told(key: int, row: Row) -> dict[str, object]:
    return {
        **asdict(row),
        "row_key": key,
        "row": key + 2,
        "device_id": row.device,
        "device_key": f"default|#{row.device}",
        "kind": "assignments",
        "aspect": drift.OWNER,
        "taken_at": day(TAKEN[row.source]),
        "first_at": day(row.first),
        "begins_at": day(row.begins),
        "ends_at": day(row.ends),
        "run_id": row.source,
        "taken_run_id": row.source,
        "place": row.source,
    }


_ROW: dict[str, pl.DataType] = {
    **dict.fromkeys(("row_key", "row", "device_id"), pl.Int64()),
    **dict.fromkeys(("source", "kind", "then", "taken_run_id", "first_run_id"), pl.String()),
    **dict.fromkeys(("taken_at", "first_at"), pl.Datetime("us")),
    "is_refused": pl.Boolean(),
}
_CLAIM: dict[str, pl.DataType] = {
    **dict.fromkeys(("device_key", "aspect", "says", "run_id", "place"), pl.String()),
    "is_return": pl.Boolean(),
    **dict.fromkeys(("begins_at", "ends_at"), pl.Datetime("us")),
}
_TOUCH: dict[str, pl.DataType] = {
    "device_id": pl.Int64(),
    **dict.fromkeys(("aspect", "source"), pl.String()),
    "recorded_at": pl.Datetime("us"),
    **dict.fromkeys(("run_id", "made_by"), pl.String()),
}


@pytest.mark.parametrize(
    ("row", "differs"),
    [
        pytest.param({"outcome": "unchanged"}, False, id="unchanged"),
        pytest.param({"outcome": "applied"}, True, id="would be applied"),
        pytest.param({"request": "unassign", "outcome": "skipped", "reason": "not_assigned"}, False, id="given back"),
        pytest.param(
            {"request": "unassign", "outcome": "skipped", "reason": "owned_by_other", "then": "applied"},
            False,
            id="given back, and with another by now",
        ),
        pytest.param(
            {"request": "unassign", "outcome": "skipped", "reason": "owned_by_other", "then": "skipped"},
            True,
            id="never was with the one it was to be taken from",
        ),
        pytest.param({"outcome": "rejected", "end_at": day(10)}, False, id="over, as it was to be"),
        pytest.param({"outcome": "rejected", "end_at": day(11)}, True, id="over, but on another day"),
        pytest.param(
            {"outcome": "rejected", "end_at": day(10), "effective_at": day(50)}, True, id="over, but begun later"
        ),
    ],
)
def test_what_only_looks_like_a_difference_is_none(row: dict[str, object], *, differs: bool) -> None:
    usual = dict.fromkeys((*_INSTANTS, *_TEXTS)) | {
        "row_key": 1,
        "kind": "assignments",
        "request": "assign",
        "device_id": 7,
        "owner_email": "ann@acme.com",
        "taken_at": day(40),
        "outcome": "applied",
        "then": "applied",
    }
    rows = pl.DataFrame([{**usual, **row}], schema_overrides={**_INSTANTS, **_TEXTS})
    spans = pl.DataFrame(
        {"device_id": [7], "owner_email": ["ann@acme.com"], "start_time": [day(40)], "end_time": [day(10)]},
        schema_overrides=dict.fromkeys(("start_time", "end_time"), pl.Datetime("us")),
    )
    assert (native(drift.differing(lazy(rows), lazy(spans), now=NOW)).height == 1) is differs


_INSTANTS = dict.fromkeys(("effective_at", "end_at", "taken_at"), pl.Datetime("us"))
_TEXTS = dict.fromkeys(("kind", "request", "owner_email", "outcome", "reason", "then"), pl.String)
