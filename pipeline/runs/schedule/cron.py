"""The nightly job as a line of a crontab.

cron turns a bare `%` into a line break, and removes the backslash that protects it; some crons also remove one of two
backslashes, some do not. So no backslash may stand before another one, or before a percent sign of a path.
"""

from __future__ import annotations

from pipeline.errors import UsageProblem
from pipeline.runs.schedule.job import PLAIN, Job, Schedule, ScheduledFile, System

_LONGEST = 998  # characters after the times, in the cron that most others descend from


def as_cron(job: Job) -> Schedule:
    """The line, below comments that say where to put it. Raises UsageProblem where it is longer than cron reads."""
    enable = ("crontab -e", "crontab -l")
    lines = [
        f"# Rollcall, every night at {job.hour:02}:{job.minute:02}: add these lines to the crontab of {job.user}.",
        f"#   {enable[0]}     opens it",
        f"#   {enable[1]}     shows it",
        "# cron does not make up for a night when the computer was off; the next one takes the files then.",
        f"# Its log is added to {job.log}",
        "# The report names people, and is thrown away: the results and the digest have it.",
        *_remarks(job),
        f"{job.minute} {job.hour} * * * {_command(job)}",
    ]
    text = "\n".join(lines) + "\n"
    return Schedule(System.CRON, job.name, (ScheduledFile(f"the crontab of {job.user}", text),), enable)


def _remarks(job: Job) -> list[str]:
    if not job.left_behind:
        return []
    return [f"# Set now, but not at night: {', '.join(job.left_behind)}. Write them into rollcall.toml."]


def _command(job: Job) -> str:
    words = " ".join(_quoted(word) for word in job.words)
    command = f"cd {_quoted(job.folder)} && {words} >/dev/null 2>> {_quoted(job.log)}"
    if len(command.encode()) > _LONGEST:
        raise UsageProblem(
            f"The line for cron has {len(command.encode())} characters, and some crons read no more than {_LONGEST}.",
            "Use folders with shorter names, or settings in a file given with --config.",
        )
    return command


def _quoted(word: str) -> str:
    """The word in single quotes for the shell, and escaped for cron."""
    if PLAIN.fullmatch(word):
        return word
    for_the_shell = word.replace("'", "'\"'\"'").replace("\\", "\\''")
    return "'" + for_the_shell.replace("%", "\\%") + "'"
