"""The core knows no engine: the same decisions on DuckDB relations, and on clusters, as on Polars frames."""

from dataclasses import fields, replace

import polars as pl
import pytest
from hypothesis import Phase, given
from polars.testing import assert_frame_equal

from pipeline.core.frames import Decided
from pipeline.core.rows.register_rows import one_row_each
from pipeline.core.told.told_state import with_devices_told
from pipeline.model import Cluster, Intent
from pipeline.runs.steps.core_frames import native
from schemas.vocabulary import BlankOwner
from tests.support.cases.all_cases import CASES
from tests.support.cases.together import by_intent, decided_together
from tests.support.cases.world import Case
from tests.support.reference.records import AssignmentRow, Device, InventoryRow, Ledger, Owner
from tests.support.strength import examples, sampled
from tests.support.worlds.decisions import Verdict, decide
from tests.support.worlds.engines import kept_in_duckdb, kept_on, on_duckdb
from tests.support.worlds.joined import many_worlds
from tests.support.worlds.strategies import World, worlds
from tests.support.worlds.values import NOW

_GROUPS = sorted(by_intent(CASES), key=len)
_FEW = next(group for group in _GROUPS if len(group) > 5)
_ALONE = [group for group in _GROUPS if len(group) == 1]
_SOME = [_FEW, *(group for group in _GROUPS if len(group) > len(_FEW)), *_ALONE[:: len(_ALONE) // 3]]
"""DuckDB takes a second or two to decide, most of it for planning, however many cases are decided at once."""
_MOST = _GROUPS[-1]
"""A cluster takes some three seconds to decide, and for most of the table at once, with its histories, some twenty."""


def _told(cases: list[Case]) -> str:
    return f"{len(cases)} {cases[0].name}"


@pytest.mark.lengthy
@pytest.mark.system
@pytest.mark.parametrize("cases", sampled(_SOME, every=len(_SOME)), ids=_told)
def test_duckdb_decides_as_polars_does(cases: list[Case]) -> None:
    on_polars = decided_together(cases)
    with kept_in_duckdb() as (lazily, keeper):
        on_other = decided_together(cases, lazily)
        given_back = keeper.given_back(with_devices_told(on_other[cases[0].name].decided))
    _assert_the_same(cases, on_polars, on_other, given_back)


@pytest.mark.lengthy
@pytest.mark.system
@examples(1, of=4, phases=(Phase.generate,))
@given(many_worlds())
def test_duckdb_decides_any_worlds_as_polars_does(world: World) -> None:
    asked = (world.ledger, world.inventory, world.assignments, world.intent)
    one = decide(*asked)
    with kept_in_duckdb() as (lazily, keeper):
        other = keeper.given_back(decide(*asked, lazily=lazily).decided)
    for frame, other_frame in _pairs(one.decided, other):
        assert_frame_equal(other_frame.sort(frame.columns), frame.sort(frame.columns))


@pytest.mark.lengthy
@pytest.mark.system
@pytest.mark.parametrize(
    "cases", [_FEW, *(pytest.param(group, marks=pytest.mark.system) for group in (_ALONE[0], _MOST))], ids=_told
)
def test_a_cluster_decides_as_polars_does(cases: list[Case], sail: Cluster) -> None:
    _decides_as_polars(cases, sail)


@pytest.mark.lengthy
@pytest.mark.system
@pytest.mark.parametrize("cases", [_ALONE[0], _FEW], ids=_told)
def test_apache_spark_decides_as_polars_does(cases: list[Case], apache_spark: Cluster) -> None:
    _decides_as_polars(cases, apache_spark)


@pytest.mark.lengthy
@pytest.mark.system
@examples(1, of=1, phases=(Phase.generate,))
@given(worlds())
def test_a_cluster_decides_any_world_as_polars_does(sail: Cluster, world: World) -> None:
    asked = (world.ledger, world.inventory, world.assignments, world.intent)
    one = decide(*asked)
    with kept_on(sail) as (lazily, keeper):
        other = keeper.given_back(decide(*asked, lazily=lazily).decided)
    for frame, other_frame in _pairs(one.decided, other):
        assert_frame_equal(other_frame.sort(frame.columns), frame.sort(frame.columns))


def _decides_as_polars(cases: list[Case], cluster: Cluster) -> None:
    on_polars = decided_together(cases)
    with kept_on(cluster) as (lazily, keeper):
        on_other = decided_together(cases, lazily)
        given_back = keeper.given_back(with_devices_told(on_other[cases[0].name].decided))
    _assert_the_same(cases, on_polars, on_other, given_back)


def _assert_the_same(
    cases: list[Case], on_polars: dict[str, Verdict], on_other: dict[str, Verdict], given_back: Decided
) -> None:
    for frame, other_frame in _pairs(with_devices_told(on_polars[cases[0].name].decided), given_back):
        assert_frame_equal(other_frame.sort(frame.columns), frame.sort(frame.columns))
    for case in cases:
        one, other = on_polars[case.name], on_other[case.name]
        assert other.rows == one.rows == case.outcomes, case.name
        assert other.absent == one.absent, case.name
        assert other.missing == one.missing, case.name
        assert sorted(other.ledger.spans, key=str) == sorted(one.ledger.spans, key=str), case.name


def _pairs(one: Decided, other: Decided) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    return [(native(getattr(one, each.name)), native(getattr(other, each.name))) for each in fields(one)]


@pytest.mark.system
def test_duckdb_decides_registers_as_polars_does() -> None:
    """Halves of which one is rejected, or silent, and the two in one row."""
    devices = tuple(Device(number, serial_number=f"S{number}", name="L") for number in (1, 2, 3))
    ledger = Ledger(devices, (Owner(1, "default", "anna@acme.example"),))
    inventory = tuple(InventoryRow(row_id=one, row=one, serial_number=f"S{one}", location="Rome") for one in (1, 2, 3))
    halves = [AssignmentRow(row_id=3 + one, serial_number=f"S{one}", listed_row_id=one) for one in (1, 2, 3)]
    asked = (
        replace(halves[0], owner_email="anna@acme.example"),
        halves[1],
        replace(halves[2], owner_email="eva@acme.example", effective_at=NOW, end_at=NOW),
    )
    world = (ledger, inventory, asked, Intent(blank_owner=BlankOwner.KEEP))
    on_polars, on_other = decide(*world), decide(*world, lazily=on_duckdb)

    told = [
        one_row_each(verdict.decided.rows).collect().select("row_id", "outcome", "action", "reason", "kind").rows()
        for verdict in (on_polars, on_other)
    ]
    assert (
        told[1]
        == told[0]
        == [
            (1, "applied", "assign", None, "register"),
            (2, "applied", "update", None, "register"),
            (3, "rejected", "none", "end_before_start", "register"),
        ]
    )
    assert on_other.ledger.spans == on_polars.ledger.spans
