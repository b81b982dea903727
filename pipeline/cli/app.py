"""The group of commands, and the one place that turns a failure into a message and an exit code."""

from __future__ import annotations

import io
import sys
from typing import Any

import click

from pipeline import __version__
from pipeline.cli.groups import GroupedCommands
from pipeline.cli.housekeeping import end_at_once
from pipeline.cli.options import Globals, global_options
from pipeline.errors import RollcallError

_NAME = "rollcall"


@click.group(
    name=_NAME,
    cls=GroupedCommands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Example: rollcall plan inventory.xlsx assignments.xlsx",
)
@click.version_option(__version__, prog_name=_NAME)
@global_options
def rollcall(**_: Any) -> None:
    """Bring the ledger of who has which device in line with your spreadsheets.

    Start with `rollcall check FILES...`, look at `rollcall plan FILES...`, then `rollcall run FILES...`.

    \b
    Exit codes:
      0   done, also when there was nothing to do
      1   unexpected failure (a bug)
      2   the command line or the settings are wrong
      3   a file cannot be used; nothing was written
      4   done, but some rows were rejected, or something was held
      5   refused: the plan is unsafe; nothing was written
      6   refused: the plan is stale or was edited; nothing was written
      7   busy: another process holds the state
      8   the store failed; nothing is half-written
      10  only with `plan --detailed-exitcode`: there are changes
    """  # noqa: D301 - \b is Click's mark for text that is not to be wrapped


# A command is in the module that is called as it is, and loaded when it is typed.
_GROUPS = {
    "Lists": ("check", "map", "plan", "apply", "run", "undo"),
    "Questions": (
        *("show", "report", "receipt", "stocktake", "explain", "query", "export"),
        *("template", "publish"),
    ),
    "Every night": ("schedule", "sweep", "digest"),
    "In the browser": ("open", "serve", "keys"),
    "Other programs": ("lake",),
    "Safety": ("verify", "backup", "restore", "rebuild", "forget"),
    "Help": ("where", "guide"),
}
_SHARED = dict.fromkeys(("publish", "verify", "backup", "restore", "rebuild"), "ledger_safety")
rollcall.add_groups(_GROUPS, _SHARED)


def program() -> None:
    """`main`, as all that a process does."""
    try:
        main()
    except SystemExit as end:
        if isinstance(end.code, int):
            end_at_once(end.code)
        raise


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit: 0 done, 2 usage, 3 file, 4 rejected rows, 5 refused, 6 stale, 7 busy, 8 store.

    An expected failure is printed as one sentence and a hint on standard error, or with `--json` as JSON on standard
    output. Any other failure is a bug: its traceback is printed, and the exit code is 1.
    """
    chosen = Globals()
    try:
        code = rollcall.main(arguments, prog_name=_NAME, standalone_mode=False, obj=chosen)
    except RollcallError as error:
        code = _print_failure(error, chosen)
    except click.ClickException as problem:
        code = _print_misuse(problem, arguments)
    except click.Abort:
        from pipeline.cli.render import screen

        screen.put_failure(["Stopped. Nothing is half-written."])
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


def _print_failure(error: RollcallError, chosen: Globals) -> int:
    from pipeline.cli.render import report, screen

    if chosen.json:
        click.echo(report.failure_json(chosen.command or "", error))
    else:
        screen.put_failure(report.failure_lines(error))
    return error.exit_code


def _print_misuse(problem: click.ClickException, arguments: list[str] | None) -> int:
    from pipeline.cli.render import report, screen
    from pipeline.errors import UsageProblem

    if "--json" in (sys.argv[1:] if arguments is None else arguments):
        path = problem.ctx.command_path if isinstance(problem, click.UsageError) and problem.ctx else _NAME
        command = path.removeprefix(_NAME).strip()
        message = " ".join(problem.format_message().split())
        click.echo(report.failure_json(command, UsageProblem(message, f"See `{path} --help`.")))
    else:
        told = io.StringIO()
        problem.show(told)
        screen.put_misuse(told.getvalue().splitlines())
    return problem.exit_code
