"""Links within a Markdown page lead to the anchors that GitHub makes of headings."""

from __future__ import annotations

import re

import pytest

from pipeline.render.anchors import Anchors
from pipeline.render.markdown import render_markdown
from tests.fixtures.guides.cloning import GUIDE


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Step 3: Use `git_clone` & wait! [00:01:12]", "step-3-use-git_clone--wait-000112"),
        ("Étape 1 : Créer l’accès", "étape-1--créer-laccès"),
        ("手順 1：鍵を作る（任意）", "手順-1鍵を作る任意"),
        ("चरण 1: कुंजी बनाएँ", "चरण-1-कुंजी-बनाएँ"),
        ("", ""),
    ],
)
def test_an_anchor_is_the_heading_without_punctuation(heading: str, anchor: str) -> None:
    assert Anchors().next(heading) == anchor


def test_headings_with_the_same_text_are_numbered() -> None:
    anchors = Anchors()

    assert [anchors.next(text) for text in ("A", "A", "A 1", "A", "a-1")] == ["a", "a-1", "a-1-1", "a-2", "a-1-2"]


def test_every_link_within_a_page_leads_to_one_of_its_headings() -> None:
    page = render_markdown(GUIDE)
    anchors = Anchors()
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)

    there = {anchors.next(re.sub(r"\\(.)", r"\1", heading)) for heading in headings}
    links = set(re.findall(r"\]\(#([^)]*)\)", page))

    assert len(links) > 3
    assert links <= there
