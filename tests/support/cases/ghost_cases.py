"""The guard against doubles: new devices that are likely old ones, and cells with several identifiers."""

from __future__ import annotations

from pipeline.model import Intent
from schemas.vocabulary import DeviceGuard
from tests.support.cases.world import ADA, Case, assign, held, item, unassign

WARNING = Intent(device_guard=DeviceGuard.WARN)
CREATING = Intent(create_devices=True, default_device_type="laptop")
_NEW = {"name": "New", "type": "laptop", "category": "hardware"}

GHOST_CASES = (
    Case("a serial number with a label", (item(serial_number="S/N: SN-1", **_NEW),), ("skipped suspect_device",)),
    Case("a serial number without its dash", (item(serial_number="SN1", **_NEW),), ("skipped suspect_device",)),
    Case("a zero more", (item(serial_number="SN-01", **_NEW),), ("skipped suspect_device",)),
    Case("a letter for a digit", (item(serial_number="SN-I", **_NEW),), ("skipped suspect_device",)),
    Case("a tag in Code 39", (item(asset_tag="*TAG-2*", **_NEW),), ("skipped suspect_device",)),
    Case("another digit", (item(serial_number="SN-11", **_NEW),), ("applied create",)),
    Case("an S before a short number", (item(serial_number="SSN-1", **_NEW),), ("applied create",)),
    Case("another organization's", (item(serial_number="SN6", **_NEW),), ("applied create",)),
    Case(
        "a ghost, to be created all the same",
        (item(serial_number="SN1", **_NEW),),
        ("applied create",),
        intent=WARNING,
    ),
    Case(
        "a ghost that is allowed",
        (item(serial_number="SN1", **_NEW), item(serial_number="SN2", **_NEW)),
        ("applied create", "skipped suspect_device"),
        intent=Intent(allowed_devices=frozenset({"SN1"})),
    ),
    Case(
        "only new devices: one on record, the same once more, and a new one",
        (item(location="Rome"), item(location="Rome"), item(serial_number="X-9", **_NEW)),
        ("rejected already_on_record", "rejected already_on_record", "applied create"),
        intent=Intent(only_new=True),
    ),
    Case(
        "only new devices: the name of one on record, and the tag of another beside a new number",
        (item(name="Desk one", type="x", category="y"), item(serial_number="X-9", asset_tag="TAG-3", **_NEW)),
        ("rejected already_on_record", "rejected already_on_record"),
        intent=Intent(only_new=True),
    ),
    Case(
        "only new devices, all or nothing",
        (item(), item(serial_number="X-9", **_NEW)),
        ("rejected already_on_record", "skipped atomic_abort"),
        intent=Intent(only_new=True, atomic=True),
    ),
    Case("a ghost without a type", (item(serial_number="SN1", name="New"),), ("skipped suspect_device",)),
    Case(
        "a ghost and its repetition",
        (item(serial_number="SN1", **_NEW), item(serial_number="SN1", **_NEW)),
        ("skipped suspect_device",) * 2,
    ),
    Case(
        "two rows that are likely one device",
        (item(serial_number="X-9", **_NEW), item(serial_number="X9", **_NEW), item(serial_number="X8", **_NEW)),
        ("skipped suspect_device", "skipped suspect_device", "applied create"),
    ),
    Case(
        "ghosts stop nothing",
        (item(serial_number="SN1", **_NEW), item(serial_number="X-8", **_NEW)),
        ("skipped suspect_device", "applied create"),
        intent=Intent(atomic=True),
    ),
    Case(
        "the name of a device that has a number",
        (item(serial_number="X-8", **{**_NEW, "name": "Desk one"}),),
        ("applied create",),
    ),
    Case("a ghost: unassign", (unassign(serial_number="SN1"),), ("skipped unknown_device",), intent=CREATING),
    Case("a ghost: not to be created", (assign(serial_number="SN1"),), ("skipped unknown_device",)),
    Case("a ghost: assign", (assign(serial_number="SN1"),), ("skipped suspect_device",), intent=CREATING, after=()),
    Case(
        "a ghost: to be created all the same",
        (assign(serial_number="SN1"),),
        ("applied assign",),
        intent=Intent(create_devices=True, default_device_type="laptop", device_guard=DeviceGuard.WARN),
        after=(held(ADA, 0, device_id=7),),
    ),
    Case("two serial numbers", (item(serial_number="X-8, X-9", **_NEW),), ("rejected several_identifiers",)),
    Case("two tags with a slash", (item(asset_tag="TAG-8 / TAG-9", **_NEW),), ("rejected several_identifiers",)),
    Case("a range", (assign(serial_number="LT-0010 BIS LT-0015"),), ("rejected several_identifiers",)),
    Case("a range with a dash", (assign(serial_number="A001-A005"),), ("rejected several_identifiers",)),
    Case("one of two known ones", (assign(serial_number="SN-1, SN-2"),), ("rejected several_identifiers",)),
)
