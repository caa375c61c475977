"""Each line in a document ends alike: with a full stop, unless it ends in something else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.render.deck import deck
from pipeline.render.markdown import render_markdown
from pipeline.render.text import sentence_with_list, with_full_stop
from tests.fixtures.guides.cloudflare import GUIDE
from tests.unit.word_documents import opened, styled


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("The light is green", "The light is green."),
        ("The light is green.", "The light is green."),
        ("You see **Saved**", "You see **Saved**."),
        ("You see “Saved”", "You see “Saved”."),
        ("The page is empty (as it should be)", "The page is empty (as it should be)."),
        ("It is full at 100 %", "It is full at 100 %."),
        ("Does the light go on?", "Does the light go on?"),
        ("It says “Done.”", "It says “Done.”"),
        ("It waits …", "It waits …"),
        ("You see `ready: 8080`", "You see `ready: 8080`"),
        ("You are at https://a.example/in", "You are at https://a.example/in"),
        ("A mail comes from it@a.example", "A mail comes from it@a.example"),
        ("The file is in C:\\talks", "The file is in C:\\talks"),
        ("“and there it is”", "“and there it is”"),
        ("ランプが緑になります", "ランプが緑になります。"),
        ("灯变绿了", "灯变绿了。"),
        ("불이 켜집니다", "불이 켜집니다."),
        ("बत्ती हरी हो जाती है", "बत्ती हरी हो जाती है।"),
        ("يضيء المصباح", "يضيء المصباح."),
        ("ไฟเป็นสีเขียว", "ไฟเป็นสีเขียว"),
        ("", ""),
    ],
)
def test_a_sentence_gets_the_full_stop_that_it_lacks(said: str, shown: str) -> None:
    assert with_full_stop(said) == shown


def test_a_list_gets_none() -> None:
    assert sentence_with_list("You see:\n- the name\n- the date") == ("You see:", ("the name", "the date"))


def test_an_action_and_its_result_have_it_in_each_form_of_the_document() -> None:
    first, *others = GUIDE.steps
    done = replace(first.actions[0], instruction="Open the accounts", expected="The list of accounts opens")
    actions = (done, *first.actions[1:])
    guide = replace(GUIDE, steps=(replace(first, actions=actions), *others))

    slides = ["".join(run.text for run in row.runs) for slide in deck(guide).slides for row in slide.rows]
    assert [text for text in styled(opened(guide), "List Number") if text.startswith("Open the accounts. [")]
    assert "Result: The list of accounts opens." in styled(opened(guide), "Expected Result")
    assert "1. Open the accounts.\n" in render_markdown(guide)
    assert "**Result:** The list of accounts opens.\n" in render_markdown(guide)
    assert "Result: The list of accounts opens." in slides
