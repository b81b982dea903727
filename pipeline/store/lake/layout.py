"""The tables of a lake, and how each is parted: by organization, and by the number of a device or a person."""

from __future__ import annotations

from schemas.records import dataclass

# Columns that only a lake has: the parts of a table, and the order of rows where that means something.
ORG, BUCKET, ORDINAL = "_org", "_bucket", "_ordinal"


@dataclass(frozen=True, slots=True)
class LakeTable:
    """A table, with the key of its rows and how it is parted.

    `org` is SQL for the organization of a row of `t`, `bucket` the column whose number says in which part of it the row
    lies; both are blank for a table that is not parted. One that `is_small` is read in whole, and its rows keep their
    order.
    """

    name: str
    key: tuple[str, ...] = ()
    org: str = ""
    bucket: str = ""
    is_small: bool = False

    @property
    def parts(self) -> list[str]:
        """The columns by which the table is parted."""
        return [ORG, BUCKET] if self.bucket else []


_OF_DEVICE = "(SELECT any_value(d.org_id) FROM {database}devices AS d WHERE d.device_id = t.device_id)"

TABLES: tuple[LakeTable, ...] = (
    LakeTable("migrations", is_small=True),
    LakeTable("organizations", is_small=True),
    LakeTable("devices", ("device_id",), "t.org_id", "device_id"),
    LakeTable("mdm_enrollments", ("device_id",), _OF_DEVICE, "device_id"),
    LakeTable("owners", ("owner_id",), "t.org_id", "owner_id"),
    LakeTable("ownerships", ("ownership_id", "recorded_at"), "t.org_id", "device_id"),
    LakeTable("events", ("event_id",), "t.org_id", "aggregate_id"),
    LakeTable("row_outcomes"),
    LakeTable("runs", is_small=True),
    LakeTable("sources", is_small=True),
    LakeTable("refusals", is_small=True),
    LakeTable("calls"),
    LakeTable("answers"),
)

NAMED: dict[str, LakeTable] = {table.name: table for table in TABLES}
