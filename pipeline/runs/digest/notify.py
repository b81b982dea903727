"""The digest sent to people, through Apprise. A failure here is a remark, and never fails the sweep.

An address may hold a password, so only its scheme is ever logged or printed: `mailtos` for `mailtos://...`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pipeline.model import Digest, Fate, Swept
from pipeline.outputs import digest as telling
from pipeline.runs.steps.log import log
from pipeline.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,30})://", re.IGNORECASE)
_NAMES = {"html": "Digest", "xlsx": "Digest as a workbook", "text": "Digest as text"}
_NOT_INSTALLED = "The message was not sent: Apprise is not installed. Install it with: pip install 'rollcall[notify]'"


def notify(digest: Digest, swept: Swept | None, settings: Settings, outputs: Mapping[str, Path]) -> list[str]:
    """Send the digest to the addresses of the settings; one remark per address to which it could not be sent.

    `outputs` are the files of the digest. Without a sweep it is always sent, else depending on `notify.when`. The
    message has counts and links only, unless `notify.details` is set.
    """
    asked = settings.notify
    if not asked.urls or (swept is not None and not is_worth_it(digest, swept, asked.when)):
        return []
    try:
        import apprise  # noqa: PLC0415 - an extra, and heavy
    except ImportError:
        return [_NOT_INSTALLED]
    message = telling.message_of(digest, swept, _links(settings, outputs, swept), details=asked.details)
    with _without_library_logs():
        remarks = [_send(apprise, url.get_secret_value(), message) for url in asked.urls]
    return [remark for remark in remarks if remark]


def is_worth_it(digest: Digest, swept: Swept, when: str) -> bool:
    """True where the sweep is to be reported, given `notify.when`: `always`, `changes` or `problems`.

    A problem is anything that needs attention: a refused or unreadable file, a rejected row, a remark, a quiet source,
    or a difference that is new since this sweep began. `changes` includes problems.
    """
    if when == "always":
        return True
    is_new = (digest.differences["since"] >= swept.started_at).any() if digest.differences.height else False
    is_problem = swept.exit_code != 0 or bool(swept.remarks) or bool(is_new)
    is_problem = is_problem or bool(digest.quiet.height)
    is_problem = is_problem or any(file.fate in {Fate.REFUSED, Fate.LEFT} and file.exit_code for file in swept.files)
    if when == "problems":
        return is_problem
    reports = [file.report for file in swept.files if file.report is not None]
    return is_problem or any(any((*report.actions.values(), *report.created.values())) for report in reports)


def _links(settings: Settings, outputs: Mapping[str, Path], swept: Swept | None) -> Sequence[telling.Link]:
    """Links to the digest and to the results of each run: web addresses where `notify.link` is set, else paths."""
    files = [(_NAMES.get(name, name.capitalize()), path) for name, path in outputs.items()]
    results = (
        {file.run_id: file.outputs["results"] for file in swept.files if "results" in file.outputs} if swept else {}
    )
    files += [(f"Results of run {run_id}", path) for run_id, path in results.items()]
    root = settings.out.resolve()
    inside = [(name, path.resolve().relative_to(root)) for name, path in files if path.resolve().is_relative_to(root)]
    base = settings.notify.link
    if base is None:
        return [telling.Link(name, f"{path.as_posix()} among the results", is_web=False) for name, path in inside]
    return [telling.Link(name, f"{base.rstrip('/')}/{quote(path.as_posix())}", is_web=True) for name, path in inside]


def _send(apprise: Any, url: str, message: telling.Message) -> str | None:
    """Send the message to one address; the remark, without the address, where that fails."""
    scheme = _scheme(url)
    try:
        service = apprise.Apprise.instantiate(url, suppress_exceptions=True)
        if service is None:
            return f"The message was not sent to {scheme}: the address is not one that Apprise understands."
        is_html = _prefers_html(apprise, service)
        sender = apprise.Apprise()
        sender.add(service)
        form = apprise.NotifyFormat.HTML if is_html else apprise.NotifyFormat.TEXT
        is_sent = sender.notify(body=message.html if is_html else message.text, title=message.title, body_format=form)
    except Exception as problem:
        log.warning("message not sent", service=scheme, problem=type(problem).__name__)
        return f"The message was not sent to {scheme}: it failed ({type(problem).__name__})."
    if not is_sent:
        log.warning("message not sent", service=scheme)
        return f"The message was not sent to {scheme}: the service refused it, or did not answer."
    log.info("message sent", service=scheme)
    return None


def _prefers_html(apprise: Any, service: Any) -> bool:
    """True where a service shows HTML, by its nature or because its address says so (`?format=html`)."""
    # From version 2 on Apprise resolves the format; before, each service had a single one.
    resolve = getattr(service, "resolve_format", None)
    wanted = resolve() if resolve else service.notify_format
    return bool(wanted == apprise.NotifyFormat.HTML)


def _scheme(url: str) -> str:
    found = _SCHEME.match(url.strip())
    return found.group(1).lower() if found else "one of the addresses"


@contextmanager
def _without_library_logs() -> Iterator[None]:
    """Silence the logs of Apprise and its libraries, which hold addresses and answers of servers."""
    loggers = [logging.getLogger(name) for name in ("apprise", "urllib3.connectionpool", "requests")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    finally:
        for logger, was in zip(loggers, before, strict=True):
            logger.disabled = was
