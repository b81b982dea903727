"""Rows known to be at rest are not looked at again, and what is decided is the same as if they were.

A fleet of two organizations lives through nights: somebody else moves, takes back, renames and adds devices; then the
same sheet is decided with the cache, which knows what is at rest, and without it, and both must agree in everything.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from polars.testing import assert_frame_equal

from pipeline import store
from pipeline.model import Checked, Cluster, Ledger
from pipeline.runs.run import bring_in_line, run
from pipeline.runs.steps import read_files
from pipeline.runs.steps.clock import Stages, clock
from pipeline.runs.steps.decide import Decision, decide
from pipeline.settings import Settings, load_settings
from tests.support.frames.same_decisions import assert_same_decision
from tests.support.workbooks import Rows, write

_DEVICES = 60
_INVENTORY = ("Org ID", "Serial Number", "Asset Tag", "MAC Address", "Name", "Type", "Category", "Location")
_DESIRED = (
    *("Org ID", "Serial Number", "Asset Tag", "MAC Address", "Device Name", "Owner Email"),
    *("Action", "Label", "Effective At", "End At"),
)
_ASKED: tuple[dict[str, Any], ...] = (
    {},
    {"mode": "full"},
    {"mode": "full", "scope": "all", "create_devices": True, "default_device_type": "laptop"},
    {"mode": "full", "scope": "location=Lyon", "allow": ["absent-beside-unresolved"]},
    {"on_conflict": "refuse", "atomic": True},
)


@pytest.mark.system
@pytest.mark.parametrize("seed", range(2))
def test_what_is_decided_is_the_same_as_if_every_row_was_looked_at(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    settings, sheet, cache = _settings(tmp_path), tmp_path / "desired.xlsx", tmp_path / "cache"
    _run(settings, write(tmp_path / "devices.xlsx", {"Inventory": [_INVENTORY, *map(_device, range(_DEVICES))]}))
    write(sheet, {"Desired": [_DESIRED, *_desired(chance, is_troubled=seed % 2 == 1)]})
    _night(settings, sheet, cache)
    for night in range(2):
        _run(settings, write(tmp_path / f"moves{night}.xlsx", _moves(chance, night)))
        for asked in _ASKED[night::2]:
            _assert_same(_settings(tmp_path, **asked), sheet, cache)
        _night(settings, sheet, cache)


@pytest.mark.system
def test_only_what_has_moved_is_looked_at(desk: _Desk) -> None:
    desk.gives({"SN-1": "bo@acme.example"})
    decision = desk.decides()
    assert decision.judged["row_id"].to_list() == [2]
    assert decision.state.devices["serial_number"].to_list() == ["SN-1"]
    assert decision.report.rows == {"in": 9, "applied": 1, "unchanged": 8, "skipped": 0, "rejected": 0}
    assert decision.report.reasons == {"already_assigned": 8}


@pytest.mark.system
def test_rows_that_stay_where_they_were_decided_are_remembered_as_at_rest(desk: _Desk, sail: Cluster) -> None:
    """In a first night, in which all rows are decided, and in one in which most are known to be at rest."""
    for owners in ({"SN-1": "bo@acme.example", "SN-2": "bo@acme.example"}, {"SN-2": "person2@acme.example"}):
        desk.gives(owners)
    on_sail = {"engine": "spark", "spark_remote": sail.remote}
    for engine, known in (({"engine": "duckdb"}, desk.cache), (on_sail, None)):
        cache = known or desk.folder / "another cache"
        found = (desk.decides(_settings(desk.folder, **asked), cache) for asked in ({}, engine))
        one, other = (replace(each, report=replace(each.report, settings={})) for each in found)
        assert other.resting is not None
        assert one.resting is not None
        assert_frame_equal(other.resting, one.resting)
        assert one.judged.height == (9 if known is None else 2)
        assert_same_decision(replace(one, judged=one.judged.filter(row_id=2)), other)
        assert other.report.rows == {"in": 9, "applied": 1, "unchanged": 8, "skipped": 0, "rejected": 0}


@pytest.mark.system
def test_where_unchanged_rows_are_listed_all_are_looked_at(desk: _Desk) -> None:
    settings = desk.settings.model_copy(update={"results": type(desk.settings.results)(rows="all")})
    assert desk.decides(settings).results.rows.height == 9
    assert _lightly(settings) == desk.settings


@pytest.mark.system
def test_a_ledger_that_was_set_back_is_looked_at_as_a_whole(desk: _Desk, tmp_path: Path) -> None:
    before = desk.settings.state.read_bytes()
    desk.gives({"SN-1": "bo@acme.example"})
    desk.night()
    desk.settings.state.write_bytes(before)
    desk.gives({f"SN-{number}": "bo@acme.example" for number in range(9)})
    assert desk.decides().judged.height == 9


@pytest.mark.system
def test_what_is_remembered_of_another_ledger_is_not_used(desk: _Desk, tmp_path: Path) -> None:
    other = desk.settings.model_copy(update={"state": tmp_path / "other.duckdb"})
    assert desk.decides(other).judged.height == 9


@pytest.mark.system
def test_rows_that_name_a_device_by_its_name_alone_are_looked_at(desk: _Desk) -> None:
    """Another device may be given the same name: then the name says nothing any more."""
    sheet = write(desk.sheet, {"Desired": [("Device Name", "Owner Email"), ("Device 1", "ana@acme.example")]})
    desk.night()
    assert desk.decides().judged.height == 1
    assert sheet.exists()


class _Desk:
    """A ledger of nine devices that is as the sheet says, and a cache that knows it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.settings, self.cache = folder, _settings(folder), folder / "cache"
        self.sheet = folder / "desired.xlsx"

    def opens(self) -> None:
        """The ledger is made, and brought in line with the sheet."""
        devices = [
            ("default", f"SN-{number}", None, None, f"Device {number}", "laptop", "computers", "Lyon")
            for number in range(9)
        ]
        _run(self.settings, write(self.folder / "devices.xlsx", {"Inventory": [_INVENTORY, *devices]}))
        rows = [(f"SN-{number}", f"person{number}@acme.example") for number in range(9)]
        write(self.sheet, {"Desired": [("Serial Number", "Owner Email"), *rows]})
        self.night()

    def night(self) -> None:
        """The sheet is brought in line, with the cache."""
        _night(self.settings, self.sheet, self.cache)

    def gives(self, owners: dict[str, str]) -> None:
        """Somebody passes these devices to these owners."""
        _run(
            self.settings,
            write(self.folder / "given.xlsx", {"Given": [("Serial Number", "Owner Email"), *owners.items()]}),
        )

    def decides(self, settings: Settings | None = None, cache: Path | None = None) -> Decision:
        """What the next night would do."""
        return _decided(settings or self.settings, self.sheet, cache or self.cache)[1]


@pytest.fixture(scope="module")
def opened(no_settings_of_the_tester: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folder of such a desk, and a copy of it."""
    folder, copy = tmp_path_factory.mktemp("opened"), tmp_path_factory.mktemp("copy")
    _Desk(folder).opens()
    shutil.copytree(folder, copy, dirs_exist_ok=True)
    return folder, copy


@pytest.fixture
def desk(opened: tuple[Path, Path]) -> _Desk:
    """That desk as it was, at its place: what is remembered is remembered of the ledger that lies there."""
    folder, copy = opened
    shutil.rmtree(folder)
    shutil.copytree(copy, folder)
    return _Desk(folder)


def _settings(folder: Path, **asked: Any) -> Settings:
    given = {"state": folder / "ledger.duckdb", "out": folder / "results", "limits": {"enabled": False}}
    return _lightly(load_settings(None, {**given, "publish": {"enabled": False}, **asked}))


def _lightly(settings: Settings) -> Settings:
    """The same settings, without a list of unchanged rows: with a cache, only what has moved is then looked at."""
    return settings.model_copy(update={"results": settings.results.model_copy(update={"rows": "changed"})})


def _run(settings: Settings, path: Path) -> None:
    run([path], settings, Stages())


def _night(settings: Settings, sheet: Path, cache: Path) -> None:
    stages = Stages()
    checked = read_files.read([sheet], settings, stages, cache=cache)
    with store.hold_state(Ledger(settings.state), command="run", started_at=clock()):
        bring_in_line("run", checked, settings, stages, cache=cache).show(stages)


def _decided(settings: Settings, sheet: Path, cache: Path | None) -> tuple[Checked, Decision]:
    checked = read_files.read([sheet], settings, Stages(), cache=cache)
    return checked, decide("run", checked, settings, Stages(), cache=cache, lists_rows=False)


def _assert_same(settings: Settings, sheet: Path, cache: Path) -> None:
    (read, light), (read_anew, whole) = _decided(settings, sheet, cache), _decided(settings, sheet, None)
    assert_frame_equal(read.assignments, read_anew.assignments)
    assert light.judged.height < whole.judged.height
    judged = whole.judged.join(light.judged.select("row_id"), on="row_id", how="semi", maintain_order="left")
    assert_same_decision(light, replace(whole, judged=judged))


def _device(number: int) -> tuple[str | None, ...]:
    org = "north" if number % 5 == 0 else "default"
    mac = f"02:00:00:00:00:{number:02X}" if number % 4 == 0 else None
    tag = f"AT-{number}" if number % 3 == 0 else None
    return (
        org,
        f"SN-{number}",
        tag,
        mac,
        f"Device {number // 2}",
        "laptop",
        "computers",
        "Lyon" if number % 2 else "Turin",
    )


def _desired(chance: Random, *, is_troubled: bool) -> list[Sequence[object]]:
    """Most devices have a plain row each; some rows are odd, and with trouble some name what nobody knows."""
    rows: list[Sequence[object]] = []
    for number in chance.sample(range(_DEVICES), _DEVICES - 5):
        org, serial, tag, mac, *_ = _device(number)
        owner, label = _owner(chance), chance.choice([None, None, "desk"])
        rows.append(
            (org, serial, chance.choice([None, tag]), chance.choice([None, mac]), None, owner, None, label, None, None)
        )
    org, serial, *_ = _device(1)
    rows += [
        ("default", "SN-2", None, None, None, "ana@acme.example", "unassign", None, None, None),
        (org, serial, None, None, None, _owner(chance), None, None, None, None),
        ("default", None, None, None, "Device 3", _owner(chance), None, None, None, None),
        ("default", "SN-3", None, None, None, "no address", None, None, None, None),
        ("default", "SN-4", None, None, None, _owner(chance), None, None, None, "2031-01-01"),
        ("default", "SN-6", None, None, None, _owner(chance), None, None, "2025-03-01", None),
        ("default", "SN-7", "AT-9", None, None, _owner(chance), None, None, None, None),
    ]
    if is_troubled:
        rows += [("default", "SN-O1", None, None, None, _owner(chance), None, None, None, None)]
        rows += [("default", "SN-999", "AT-6", None, None, "anna@acme.example", None, None, None, None)]
    return rows


def _moves(chance: Random, night: int) -> dict[str, Rows]:
    """What others do in between: to a few devices, also to some that the sheet does not name."""
    given: list[Sequence[object]] = []
    for number in chance.sample(range(_DEVICES), 6):
        org, serial, *_ = _device(number)
        deeds: list[tuple[object, ...]] = [
            (_owner(chance), None, None, None, None),
            (None, "unassign", None, None, None),
            (_owner(chance), None, "lent", None, "2031-06-01"),
            (_owner(chance), None, None, "2031-01-01", None),
        ]
        given.append((org, serial, None, None, None, *chance.choice(deeds)))
    number = chance.randrange(_DEVICES)
    org, serial, *_ = _device(number)
    changed = [
        (org, serial, f"AT-9{night}", None, None, None, None, "Plant"),
        (
            "default",
            f"SN-NEW{night}",
            None,
            "02:00:00:00:01:00" if night else None,
            "Device 3",
            "phone",
            "phones",
            "Lyon",
        ),
    ]
    return {"Given": [_DESIRED, *given], "Changed": [_INVENTORY, *changed]}


def _owner(chance: Random) -> str:
    return f"{chance.choice(['ana', 'bo', 'cy', 'dee', 'eva'])}@acme.example"
