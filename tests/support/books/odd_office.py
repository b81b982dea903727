"""An office with values that spreadsheets spoil, in two organizations."""

from __future__ import annotations

from datetime import datetime

from tests.support.workbooks import TextCell

ANNA, BEN, CYD, EVA = (f"{name}@acme.example" for name in ("anna", "ben", "cyd", "eva"))

ODD = (
    ("Serial Number", "Asset Tag", "MAC", "Name", "Type", "Category", "Org", "Comment", "Price", "Obtained", "Floor"),
    ("00123", None, None, TextCell("=1+1"), "+laptop", "012", None, "<Clear> it", 0.1, datetime(2024, 2, 29), "1E5"),
    ("1E5", "007", None, "@home", "laptop", "c", "acme", "naïve 😀 _x0041_", 99999999999.99, None, None),
    (None, "00123", None, "TRUE", "tag only", "c", "acme", "a; b, c", None, None, "<none> there"),
    (
        None,
        None,
        "aa-bb-cc-00-00-01",
        "2024-01-01",
        "sensor",
        "iot",
        None,
        "-",
        -5,
        datetime(1901, 1, 1),
        TextCell("=SUM(A1)"),
    ),
    (None, None, None, "Known by its name", "chair", "c", None, None, None, None, None),
    (None, None, None, "Another name", "chair", "c", "acme", None, None, None, "2"),
)
ODDLY_HELD = (
    ("Serial Number", "Asset Tag", "MAC", "Device Name", "Org", "Owner Email", "Effective At", "End At", "Label"),
    ("00123", None, None, None, None, ANNA, "2025-01-01", "2031-03-01T12:30:15Z", TextCell("=desk")),
    ("1E5", None, None, None, "acme", BEN, "2025-01-01", None, "1"),
    (None, "00123", None, None, "acme", BEN, "2031-01-01", None, "pending"),
    (None, None, "AA:BB:CC:00:00:01", None, None, ANNA, "2025-01-01T09:30:00.123456Z", None, None),
    (None, None, None, "Known by its name", None, EVA, "2025-01-01", "2031-01-01", None),
    (None, None, None, "Another name", "acme", EVA, "2025-01-01", "2025-06-01", None),
)
