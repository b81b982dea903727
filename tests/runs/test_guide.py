"""The pages of the guide are found by their files, and a topic that is not there is met with a better one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pipeline
from pipeline.errors import UsageProblem
from pipeline.runs.guide import Page, page, pages

FOLDER = Path(pipeline.__file__).parent / "guide"
PAGES = pages()
TOPICS = [page.topic for page in PAGES]


def test_every_file_of_the_folder_is_a_page_in_the_order_of_topics() -> None:
    pictures = {name for page in PAGES for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.text)}
    assert sorted(file.stem for file in FOLDER.iterdir() if file.name not in pictures) == TOPICS


def test_there_are_so_few_pages_that_their_list_fits_a_terminal() -> None:
    assert len(TOPICS) <= 24


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.topic)
def test_a_page_begins_with_its_title_and_one_sentence_that_fits_a_line(page: Page) -> None:
    title, blank, about, then = page.text.splitlines()[:4]
    assert title == f"# {page.title}"
    assert (blank, about, then) == ("", page.about, "")
    assert about.endswith(".")
    assert len(about) <= 66


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.topic)
def test_a_page_sends_people_only_to_pages_that_are_there(page: Page) -> None:
    links = re.findall(r"\[([^\]]+)\]\(([^)]+\.md)\)", page.text)
    assert [
        link for link in links if link not in {(f"`rollcall guide {topic}`", f"{topic}.md") for topic in TOPICS}
    ] == []


@pytest.mark.parametrize("asked", ["limits", "Limits", " limits "])
def test_a_page_is_found_however_its_topic_is_written(asked: str) -> None:
    assert page(asked).title == "Limits"


@pytest.mark.parametrize(
    ("asked", "likely"),
    [
        ("outcome", "outcomes"),
        ("analyst", "analysts"),
        ("undo", "plans"),
        ("sweep", "nightly"),
        ("rejected", "outcomes"),
    ],
)
def test_an_unknown_topic_is_met_with_the_likely_one_and_all_others(asked: str, likely: str) -> None:
    with pytest.raises(UsageProblem) as refused:
        page(asked)
    assert refused.value.message == f'The guide has no page "{asked}".'
    assert refused.value.hint == f"Try `rollcall guide {likely}`. Its pages are: {', '.join(TOPICS)}."


@pytest.mark.parametrize("asked", ["", "no-such-word"])
def test_a_word_that_no_page_says_is_met_with_the_topics_alone(asked: str) -> None:
    with pytest.raises(UsageProblem) as refused:
        page(asked)
    assert refused.value.hint == f"Its pages are: {', '.join(TOPICS)}."
