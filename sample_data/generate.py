"""Makes the sample workbooks: `python -m sample_data.generate [--out DIR]` the committed ones, `--rows N` big ones.

Committed: `inventory.xlsx`, `opening.xlsx` (who held what before), `assignments.xlsx` and `hopeless.xlsx`.
Big: the first three at any size, for tests and benchmarks; see `sample_data.big`.
"""

from __future__ import annotations

from pathlib import Path

import click

from sample_data.fleet import inventory_rows
from sample_data.holdings import make_opening, opening_rows
from sample_data.stories import assignment_sheets
from sample_data.workbooks import SampleSheet, human_headers, write_workbook
from schemas.fields import ASSIGNMENT_FIELDS, INVENTORY_FIELDS

HERE = Path(__file__).parent

_DESIRED = tuple(field.name for field in ASSIGNMENT_FIELDS)
_OPENING = tuple(name for name in _DESIRED if name not in ("device_id", "device_name", "action", "device_type"))
_LEAVING = (
    *("serial_number", "asset_tag", "mac_address", "owner_email", "action"),
    *("effective_at", "end_at", "returned_at", "org_id", "comment"),
)
_HOPELESS_HEADERS = {
    "serial_number": "Serail Numbr",
    "owner_email": "Owner Email",
    "second_email": "E-Mail",
    "action": "Action",
    "shoe_size": "Shoe Size",
}


def write_samples(folder: Path) -> list[Path]:
    """Writes the committed workbooks into the folder."""
    opening = make_opening()
    desired, leavers = assignment_sheets(opening)
    leavers_sheet = SampleSheet("Leavers", human_headers(_LEAVING), leavers, "Leavers and returns, spring 2025")
    workbooks = {
        "inventory.xlsx": [SampleSheet("Inventory", human_headers(_inventory_columns()), inventory_rows())],
        "opening.xlsx": [SampleSheet("Opening", human_headers(_OPENING), opening_rows(opening))],
        "assignments.xlsx": [SampleSheet("Desired", human_headers(_DESIRED), desired), leavers_sheet],
        "hopeless.xlsx": [SampleSheet("Desired", _HOPELESS_HEADERS, _hopeless_rows())],
    }
    for name, sheets in workbooks.items():
        write_workbook(folder / name, sheets)
    return [folder / name for name in workbooks]


@click.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=HERE, help="Where to write.")
@click.option("--rows", type=click.IntRange(min=1), help="Make big workbooks with that many assignments rows.")
@click.option("--devices", type=click.IntRange(min=1), help="How many devices; as many as rows where not given.")
@click.option("--changed-share", type=click.FloatRange(0, 1), help="Also an inventory_next.xlsx; 0.02 changes 2 %.")
def main(out: Path, rows: int | None, devices: int | None, changed_share: float | None) -> None:
    """Write the sample workbooks, or with --rows big ones of the same kind."""
    if rows is None and (devices or changed_share is not None):
        message = "--devices and --changed-share belong to big workbooks. Give --rows as well."
        raise click.UsageError(message)
    if rows and devices and devices < rows:
        message = f"--devices {devices} is less than --rows {rows}, but each row names a device of its own."
        raise click.UsageError(message)
    if rows and out.resolve() == HERE.resolve():
        message = "Big workbooks do not belong beside the committed ones. Give --out DIR."
        raise click.UsageError(message)
    out.mkdir(parents=True, exist_ok=True)
    for path in write_samples(out) if rows is None else _write_big(out, rows, devices or rows, changed_share):
        click.echo(path)


def _write_big(folder: Path, rows: int, devices: int, changed_share: float | None) -> list[Path]:
    from sample_data.big import Size, write_big  # noqa: PLC0415 (Polars, which small workbooks do not need)

    return write_big(folder, Size(rows, devices), changed_share=changed_share)


def _inventory_columns() -> tuple[str, ...]:
    """Every field, the ones that people look for first at the left and Rollcall's own number at the right."""
    names = [field.name for field in INVENTORY_FIELDS]
    last = ("org_id", "device_id")
    return (*(name for name in names if name not in last), *last)


def _hopeless_rows() -> list[dict[str, object]]:
    return [
        {
            "serial_number": f"HLD000{number}",
            "owner_email": "vera.novak@acme.example",
            "second_email": "ugo.rossi@acme.example",
            "action": "assign",
            "shoe_size": 38 + number,
        }
        for number in range(1, 6)
    ]


if __name__ == "__main__":
    main()
