"""What counts as a fact that is emptied, and how that is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.worlds.effects import Change, emptied, measured
from tests.support.worlds.engines import on_duckdb


def test_the_field_that_is_emptied_most_often_counts() -> None:
    change = Change(device_changes=[*emptied("type_of_use", 3), *emptied("location", 26), *emptied("model", 2)])

    told = measured(change)["emptied_values"]

    assert (told["figure"], told["is_over"]) == (26, True)
    assert told["examples"] == "location 26 times; type of use 3 times; model 2 times"


def test_values_that_are_new_or_become_others_are_not_emptied() -> None:
    change = Change(device_changes=[*emptied("location", 30, new="Berlin"), *emptied("model", 30, new="X1", old=None)])

    assert (measured(change)["emptied_values"]["figure"], measured(change)["emptied_values"]["examples"]) == (0, None)


def test_facts_of_people_count_apart_from_those_of_devices() -> None:
    people = [{"owner_id": number, "field": "department", "old": "Sales", "new": None} for number in range(1, 21)]
    change = Change(device_changes=emptied("department", 20), owner_changes=people)

    told = measured(change)["emptied_values"]

    assert (told["figure"], told["is_over"]) == (20, False)
    assert told["examples"] == "department 20 times; department of people 20 times"


@pytest.mark.system
def test_the_same_is_found_on_duckdb() -> None:
    change = Change(device_changes=emptied("location", 26))
    for each in (change, replace(change, device_changes=[])):
        assert measured(each, lazily=on_duckdb)["emptied_values"] == measured(each)["emptied_values"]
