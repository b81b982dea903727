"""guide: the manual, one page per topic, as it is shipped with the package.

A page is a Markdown file in `pipeline/guide`: a title, one sentence that says what the page is for, and the text. The
name of the file is the topic. There is no other list of topics.
"""

from __future__ import annotations

from difflib import get_close_matches
from importlib.resources import files

from pipeline.errors import UsageProblem
from schemas.records import dataclass

_SUFFIX = ".md"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the guide; `text` is the whole page, in Markdown."""

    topic: str
    title: str
    about: str
    text: str


def pages() -> tuple[Page, ...]:
    """Every page of the guide, in the order of their topics."""
    found = (file for file in files("pipeline").joinpath("guide").iterdir() if file.name.endswith(_SUFFIX))
    return tuple(
        _page(file.name.removesuffix(_SUFFIX), file.read_text(encoding="utf-8"))
        for file in sorted(found, key=lambda file: file.name)
    )


def page(topic: str) -> Page:
    """The page of that topic. Raises UsageProblem, naming all topics and the likely one, where there is none."""
    known = {page.topic: page for page in pages()}
    asked = topic.strip().casefold()
    if asked not in known:
        likely = _likely(asked, tuple(known.values()))
        suggestion = f"Try `rollcall guide {likely}`. " if likely else ""
        raise UsageProblem(f'The guide has no page "{topic}".', f"{suggestion}Its pages are: {', '.join(known)}.")
    return known[asked]


def _page(topic: str, text: str) -> Page:
    title, about = [line for line in text.splitlines() if line][:2]
    return Page(topic, title.removeprefix("# "), about, text)


def _likely(asked: str, known: tuple[Page, ...]) -> str | None:
    """The topic with the most similar spelling, else that of the page in which the word occurs most often."""
    spelt_alike = get_close_matches(asked, [page.topic for page in known], n=1)
    if spelt_alike:
        return spelt_alike[0]
    said = {page.topic: page.text.casefold().count(asked) for page in known if asked}
    likeliest = max(said, key=said.__getitem__, default=None)
    return likeliest if likeliest and said[likeliest] else None
