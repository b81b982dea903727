"""The sections below the settings: their limits, and what they share with the records of the model."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from pipeline.model import Limits, ReaderLimits
from pipeline.settings import Settings
from pipeline.settings.overrides import LIMITS
from pipeline.settings.sections import LimitsSettings, ReadingSettings

SECTIONS = [type(field.default) for field in Settings.model_fields.values() if isinstance(field.default, BaseModel)]


def limits(name: str, value: object) -> LimitsSettings:
    said: dict[str, Any] = {name: value}
    return LimitsSettings(**said)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: str(section.__name__))
def test_a_section_knows_what_stands_in_it_and_cannot_be_changed(section: type[BaseModel]) -> None:
    with pytest.raises(ValidationError, match="colour\n  Extra inputs are not permitted"):
        section(colour="red")
    with pytest.raises(ValidationError, match="Instance is frozen"):
        setattr(section(), next(iter(section.model_fields)), None)


@pytest.mark.parametrize(("section", "record"), [(LimitsSettings, Limits), (ReadingSettings, ReaderLimits)])
def test_a_section_of_limits_is_the_record_that_the_layers_below_read(
    section: type[BaseModel], record: type[Limits | ReaderLimits]
) -> None:
    assert list(section.model_fields) == [field.name for field in fields(record)]
    assert section().model_dump() == asdict(record())


@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_is_switched_off_by_false(limit: str) -> None:
    said = [limits(limit, off) for off in (False, "false", None)]
    assert [getattr(one, limit) for one in said] == [None, None, None]


@pytest.mark.parametrize("limit", [*LIMITS, "min_population", "min_rows"])
def test_a_limit_is_nothing_at_least(limit: str) -> None:
    assert getattr(limits(limit, 0), limit) == 0
    with pytest.raises(ValidationError, match="should be greater than or equal to 0"):
        limits(limit, -1)


@pytest.mark.parametrize("limit", ReadingSettings.model_fields)
def test_a_file_may_take_something_to_be_read(limit: str) -> None:
    with pytest.raises(ValidationError, match="should be greater than 0"):
        ReadingSettings(**dict.fromkeys([limit], 0))


@pytest.mark.parametrize("limit", ["min_population", "enabled"])
def test_what_is_no_limit_is_not_switched_off_as_one(limit: str) -> None:
    assert getattr(limits(limit, value=False), limit) is not None
