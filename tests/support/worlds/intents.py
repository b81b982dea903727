"""Whatever a person may ask for beside the sheets."""

from __future__ import annotations

from hypothesis import strategies as st

from pipeline.model import Intent
from schemas.fields import DEFAULT_ORG
from schemas.vocabulary import DeviceGuard, Guard, Leavers, Mode, OnConflict
from tests.support.worlds.values import SLIPS


def intents() -> st.SearchStrategy[Intent]:
    """Every option that decisions depend on."""
    guards = ("absent-beside-unresolved", "empty")
    return st.builds(
        Intent,
        mode=st.sampled_from(Mode),
        scope=st.sampled_from(["listed-owners", "all", "location=Paris", "department=Finance"]),
        on_conflict=st.sampled_from(OnConflict),
        create_devices=st.sampled_from([False, True]),
        default_device_type=st.sampled_from([None, "laptop"]),
        default_category=st.sampled_from([None, None, "computers"]),
        defaults=st.sampled_from([{}, {}, {"type": "sensor", "location": "Store"}]),
        create_owners=st.sampled_from([True, True, False]),
        owners_by_name=st.booleans(),
        atomic=st.sampled_from([False, False, False, True]),
        inventory_complete=st.booleans(),
        leavers=st.sampled_from(Leavers),
        org=st.sampled_from([DEFAULT_ORG, "acme"]),
        is_org_given=st.booleans(),
        added_by=st.sampled_from([None, "finance"]),
        allow=st.sampled_from([{}, *({guard: None} for guard in guards), dict.fromkeys(guards)]),
        guard=st.sampled_from(Guard),
        device_guard=st.sampled_from(DeviceGuard),
        allowed_devices=st.sampled_from([frozenset(), frozenset(), frozenset({"SN04", "LAPTOP"})]),
        allowed_owners=st.sampled_from([frozenset(), frozenset(), frozenset(SLIPS[:1])]),
    )
