"""The nightly job as a systemd service and its timer.

The quoting follows systemd 252 (`systemd --test` prints what it has understood), and is not the same for every setting:
`ExecStart` has words in quotes, `WorkingDirectory` is the rest of the line, unquoted.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import UsageProblem
from pipeline.runs.schedule.job import PLAIN, Job, Schedule, ScheduledFile, System

_UNITS = "/etc/systemd/system"
_HIDDEN_BY_PRIVATE_TMP = ("/tmp", "/var/tmp")  # noqa: S108 - where others put files, to leave them alone
_HIDDEN_BY_PROTECT_HOME = ("/home", "/root", "/run/user")
_CLOSED_BY_PROTECT_SYSTEM = ("/usr", "/boot", "/efi", "/etc")
_ALWAYS = (
    *("NoNewPrivileges=yes", "PrivateDevices=yes", "ProtectClock=yes", "ProtectControlGroups=yes"),
    *("ProtectHostname=yes", "ProtectKernelLogs=yes", "ProtectKernelModules=yes", "ProtectKernelTunables=yes"),
    *("RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK", "RestrictNamespaces=yes"),
    *("RestrictRealtime=yes", "RestrictSUIDSGID=yes", "LockPersonality=yes", "SystemCallArchitectures=native"),
)


def as_systemd(job: Job) -> Schedule:
    """The service and the timer. Raises UsageProblem where the user's name cannot be one."""
    service, timer = f"{_UNITS}/{job.name}.service", f"{_UNITS}/{job.name}.timer"
    enable = (
        "sudo systemctl daemon-reload",
        f"sudo systemctl enable --now {job.name}.timer",
        f"systemctl list-timers {job.name}.timer",
    )
    files = (ScheduledFile(service, _service(job, service)), ScheduledFile(timer, _timer(job, timer, enable)))
    return Schedule(System.SYSTEMD, job.name, files, enable)


def _service(job: Job, place: str) -> str:
    lines = [
        f"# ---- Save this part as {place}",
        *_remarks(job),
        "[Unit]",
        f"Description=Rollcall: bring the ledger in line with {_unquoted(job.inbox)}",
        "Wants=network-online.target",
        "After=network-online.target",
        f"RequiresMountsFor={' '.join(_quoted(str(place)) for place in job.places)}",
        "",
        "[Service]",
        "Type=oneshot",
        f"User={_user(job)}",
        f"WorkingDirectory={_unquoted(job.folder)}",
        f"ExecStart={_command(job.words)}",
        "# 4: done, but some rows or files were refused. That is for the people who sent them.",
        "SuccessExitStatus=4",
        "# The report names people, and is thrown away: the results and the digest have it. The log is kept.",
        "StandardOutput=null",
        "StandardError=journal",
        "Nice=10",
        *_protection(job),
    ]
    return "\n".join(lines) + "\n"


def _timer(job: Job, place: str, enable: tuple[str, ...]) -> str:
    lines = [
        f"# ---- Save this part as {place}",
        "[Unit]",
        f"Description=Rollcall, every night at {job.hour:02}:{job.minute:02}",
        "",
        "[Timer]",
        f"OnCalendar=*-*-* {job.hour:02}:{job.minute:02}:00",
        "# A night that was missed, as the computer was off, is made up for when it is on again.",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
        "",
        "# ---- Then give these commands:",
        *(f"#   {command}" for command in enable),
        f"# To try it at once: sudo systemctl start {job.name}.service",
        f"# To read its log: journalctl -u {job.name}.service",
    ]
    return "\n".join(lines) + "\n"


def _remarks(job: Job) -> list[str]:
    root = ["# It runs as root, which is more than it needs: name a user who may write to these folders."]
    names = ", ".join(job.left_behind)
    behind = [f"# Set now, but not at night: {names}. Write them into rollcall.toml, or add EnvironmentFile=."]
    return [*(root if job.user == "root" else []), *(behind if job.left_behind else [])]


def _protection(job: Job) -> list[str]:
    """The settings that restrict the service, except those that would hide a path that it needs."""
    # Not ProtectSystem=strict: each folder that it leaves writable is a mount of its own, and a file cannot be renamed
    # from the inbox into the folder beside it (EXDEV).
    kept = (*job.places, *job.programs)
    chosen = (
        ("PrivateTmp=yes", _HIDDEN_BY_PRIVATE_TMP, kept),
        ("ProtectHome=yes", _HIDDEN_BY_PROTECT_HOME, kept),
        ("ProtectSystem=full", _CLOSED_BY_PROTECT_SYSTEM, job.places),
    )
    return [*(line for line, roots, needed in chosen if not _is_any_below(needed, roots)), *_ALWAYS]


def _is_any_below(places: tuple[Path, ...], roots: tuple[str, ...]) -> bool:
    return any(place.is_relative_to(root) for place in places for root in roots)


def _command(words: tuple[str, ...]) -> str:
    """The words in quotes, after a `:` where a dollar sign would make systemd look for a variable.

    systemd refuses a program whose path has quotes or backslashes, so such a program is started by the shell.
    """
    if set(words[0]) & set("\"'\\"):
        words = ("/bin/sh", "-c", 'exec "$0" "$@"', *words)
    prefix = ":" if any("$" in word for word in words) else ""
    return prefix + " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    if PLAIN.fullmatch(word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _unquoted(path: str) -> str:
    """The path, unquoted; a slash at its end protects a blank there, or a backslash, which would join the next line."""
    ended = f"{path}/" if path.endswith(("\\", " ")) else path
    return ended.replace("%", "%%")


def _user(job: Job) -> str:
    if not job.user or any(letter.isspace() or letter in "%:/" for letter in job.user):
        raise UsageProblem(
            f"The user name {job.user!r} cannot be written into a service.", "Choose another scheduler with --as cron."
        )
    return job.user
