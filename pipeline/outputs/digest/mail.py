"""The message about a digest: counts and links; names and numbers of devices only on request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.model import Fate
from pipeline.outputs.digest.differences import source_name
from pipeline.outputs.digest.figures import LISTED_IN_TEXT, headlines
from pipeline.outputs.digest.listings import differences_listing, refusals_listing
from pipeline.outputs.digest.page import frame_of, template
from pipeline.outputs.digest.shown import local_digest
from pipeline.outputs.digest.text import digest_details, made_of, plain_lines
from pipeline.outputs.messages.plurals import count
from schemas.records import dataclass
from schemas.vocabulary import Action, Outcome

if TYPE_CHECKING:
    from pipeline.model import Digest, RunReport, Swept


@dataclass(frozen=True, slots=True)
class Link:
    """A link to more: a web address, or a path among the results."""

    name: str
    address: str
    is_web: bool


@dataclass(frozen=True, slots=True)
class Message:
    """A message with its title, for programs that show HTML and for those that do not."""

    title: str
    text: str
    html: str


def message_of(digest: Digest, swept: Swept | None, links: Sequence[Link], *, details: bool) -> Message:
    """The message about a digest, in its time zone, and about the sweep before it, if there was one."""
    digest = local_digest(digest)
    title = _title(digest, swept)
    said = [*(_swept_lines(swept) if swept else []), *headlines(digest), *_by_source(digest)]
    places = [f"{link.name}: {link.address}" for link in links]
    blocks = [plain_lines([made_of(digest), *said]), plain_lines(places), digest_details(digest) if details else ""]
    named = [refusals_listing(digest, LISTED_IN_TEXT), differences_listing(digest, LISTED_IN_TEXT)] if details else []
    html = template("mail.html").render(
        **frame_of(digest),
        title=title,
        said=[*said, *(place for place, link in zip(places, links, strict=True) if not link.is_web)],
        links=[link for link in links if link.is_web],
        listings=[one for one in named if one.rows],
    )
    return Message(title, "\n\n".join(block for block in blocks if block) + "\n", html)


def _title(digest: Digest, swept: Swept | None) -> str:
    told = []
    if digest.differences.height:
        told.append(f"{count(digest.differences.height, 'row differs', 'rows differ')} from the ledger")
    if digest.refusals.height:
        told.append(f"{count(digest.refusals.height, 'file', 'files')} refused")
    if digest.quiet.height:
        told.append(f"{count(digest.quiet.height, 'source', 'sources')} quiet")
    remarks = len(swept.remarks) if swept else 0
    if remarks:
        told.append(count(remarks, "remark", "remarks"))
    return f"Rollcall: {', '.join(told) or 'the ledger is as the files say'}"


def _swept_lines(swept: Swept) -> list[str]:
    """The results of the sweep in counts; its remarks are counted too, since they may name files."""
    fates = Counter(file.fate for file in swept.files)
    words = {
        Fate.APPLIED: "applied",
        Fate.NOTHING_USABLE: "with nothing usable",
        Fate.ALREADY_APPLIED: "already applied",
        Fate.REFUSED: "refused",
        Fate.LEFT: "left",
    }
    files = ", ".join(f"{fates[fate]:,} {word}" for fate, word in words.items() if fates[fate])
    lines = [f"This sweep: {count(len(swept.files), 'file', 'files')}{f' ({files})' if files else ''}."]
    rows = _summed([dict(report.rows) for report in _reports(swept)])
    actions = _summed([dict(report.actions) for report in _reports(swept)])
    if rows.get("in"):
        lines.append(f"Rows: {', '.join(f'{rows[word]:,} {word}' for word in Outcome if rows.get(word))}.")
    if any(actions.values()):
        lines.append(f"Devices: {', '.join(f'{actions[word]:,} {word}' for word in Action if actions.get(word))}.")
    if swept.remarks:
        lines.append(f"{count(len(swept.remarks), 'remark', 'remarks')}: see the log.")
    return lines


def _reports(swept: Swept) -> list[RunReport]:
    """The report of each run, once: several files may belong to one run."""
    return list({file.run_id: file.report for file in swept.files if file.report is not None}.values())


def _summed(counts: Sequence[dict[str, int]]) -> Counter[str]:
    return sum((Counter(one) for one in counts), Counter())


def _by_source(digest: Digest) -> list[str]:
    told = digest.sources.filter((digest.sources["differs"] > 0) | (digest.sources["refused"] > 0))
    return [
        f"{source_name(source)}: {count(differs, 'row differs', 'rows differ')}, "
        f"{count(refused, 'file', 'files')} refused."
        for source, differs, refused in told.select("source", "differs", "refused").iter_rows()
    ]
