"""Listings, and their promised columns."""

from __future__ import annotations

OPEN_END = "2999-12-31T23:59:59Z"
WHAT = ("devices", "owners", "ownerships", "runs", "events")
OWNERSHIP = [
    *("id", "org_id", "serial_number", "device_id", "device_name", "owner_email", "owner_id", "start_time"),
    *("end_time", "label", "due_at", "added_by", "recorded_at", "superseded_at", "run_id"),
]
