"""The words on record are those that devices and people have, each with how often."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from pipeline.model import Ledger
from pipeline.store import read_state, read_words

ATTRIBUTES = ["type", "brand", "mdm_status"]


@pytest.mark.parametrize("org", [None, "default", "not on record"])
def test_each_word_is_counted_also_of_one_organization(ledger: Path, org: str | None) -> None:
    words = read_words(Ledger(ledger, org=org), ATTRIBUTES, ["email"])

    state = read_state(Ledger(ledger), ATTRIBUTES)
    is_wanted = pl.lit(value=True) if org is None else pl.col("org_id") == org
    devices, owners = state.devices.filter(is_wanted), state.owners.filter(is_wanted)
    assert {name: dict(found.rows()) for name, found in words.devices.items()} == {
        name: Counter(devices[name].drop_nulls()) for name in ATTRIBUTES
    }
    assert dict(words.owners["email"].rows()) == Counter(owners["email"].drop_nulls())
    assert words.organizations == (state.organizations if org is None else state.organizations & {org})
