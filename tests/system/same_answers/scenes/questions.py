"""Questions about what is on record."""

from __future__ import annotations

from tests.system.same_answers.desk import Desk
from tests.system.same_answers.scenes.desks import SETTLED
from tests.system.same_answers.scenes.play import Play, twice

_SHOWN = ("devices", "owners", "ownerships", "runs", "events")
_SERIALS = ("HLDCNC1068", "LMRRYRL153", "0050543388", "HLDQBDH001", "hldqbdh001", "ACM-00001", "NO-SUCH-1")
_ASKED = (
    *(f"show {what}" for what in _SHOWN),
    *(f"show {what} --format csv" for what in _SHOWN),
    *("show ownerships --current", "show ownerships --pending", "show ownerships --as-of 2025-03-01"),
    *("show devices --as-of 2025-03-01", "show ownerships --known-at 2025-03-01", "show owners --org other"),
    "show ownerships --serial HLDCNC1068 --owner zoe.abbot@acme.example --from 2023-01-01 --to 2032-01-01",
    *("show devices --serial ' hldcnc1068 '", "show events --serial HLDCNC1068", "show owners --owner ZOE.ABBOT@x"),
    *("show ownerships --from nonsense", "show runs --run 20260101T000000Z-aaaaaa", "show nothing"),
    *(f"explain {serial}" for serial in _SERIALS),
    *("explain HLDCNC1068 --org other", "publish", "verify", "verify --quick"),
)
_QUERIES = (
    *("SHOW TABLES", "DESCRIBE devices", "FROM money_by_owner ORDER BY ALL", "FROM ownerships_as_of('2025-06-01')"),
    *("SELECT count(*) FROM believed_ownerships", "FROM run_summary", "FROM rejections ORDER BY ALL LIMIT 50"),
    "SELECT owner_had_device('zoe.abbot@acme.example', 'HLDCNC1068', '2023-01-01', '2032-01-01') AS had",
    *("SELECT serial_number FROM current_ownerships ORDER BY ALL LIMIT 5", "FROM nothing", "DELETE FROM devices"),
    *("SELECT * FROM 'rollcall.toml'", "SELECT 1; SELECT 2", "FROM device_history ORDER BY ALL LIMIT 30", "SELEC 1"),
)


def _questions(desk: Desk) -> None:
    desk.rollcall_each(*_ASKED, *(f'query "{sql}"' for sql in _QUERIES))
    desk.rollcall_each(*(f'query "{sql}" --format csv' for sql in _QUERIES[2:7]))


def _files(desk: Desk) -> None:
    for ending in ("xlsx", "parquet", "json", "csv"):
        desk.rollcall("show", "ownerships", "-o", f"spans.{ending}")
        desk.rollcall("query", "FROM current_ownerships ORDER BY ALL", "-o", f"now.{ending}")
    desk.rollcall("show", "devices", "-o", "devices.xlsx")
    first = min(path.parent.name for path in desk.folder.glob("results/*/results.xlsx"))
    desk.rollcall("show", "runs", "--run", first, "--format", "xlsx", "--out", "again")
    desk.rollcall("show", "events", "--run", first, "-o", "events.parquet")
    desk.rollcall("publish")


PLAYS: list[Play] = [*twice("questions", _questions, SETTLED), Play("questions to files", _files, SETTLED)]
