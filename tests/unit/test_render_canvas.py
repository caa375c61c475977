"""A guide as a canvas: what Slack's canvases don't know is put in another way, and code is left alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.guide import Action
from pipeline.render import canvas
from pipeline.render.canvas import _lines, render_canvas
from pipeline.render.markdown import render_markdown
from tests.slack_states import FULL


def written(markdown: str) -> str:
    return "\n".join(_lines(f"# Title\n{markdown}"))


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("#### Deep", "### Deep"),
        ("## Steps", "## Steps"),
        ("see [Step 1](#step-1-open-003)", "see Step 1"),
        ("[0:03](https://r.example/v?t=3)", "[0:03](https://r.example/v?t=3)"),
        ("<https://r.example/v>", "[https://r.example/v](https://r.example/v)"),
        ("Type it.[^1]", "Type it.\\[1\\]"),
        ("[^1]: A page", "- \\[1\\] A page"),
        ("   > A note in a list", "> A note in a list"),
        ("1. Type\n\n   ```\n   ls [a](#b)\n   ```", "1. Type\n\n```\nls [a](#b)\n```"),
        ("```\n#### [^1] <https://a.example>\n```", "```\n#### [^1] <https://a.example>\n```"),
        ("````\n```\n[a](#b)\n````\n[a](#b)", "````\n```\n[a](#b)\n````\na"),
    ],
)
def test_what_canvases_do_not_know_is_put_in_another_way(markdown: str, shown: str):
    assert written(markdown) == shown


def test_the_title_is_left_to_the_canvas_and_cited_times_are_links():
    shown = render_canvas(FULL)

    assert not shown.startswith("# ")
    assert "[0:03](https://youtu.be/v" in shown
    assert "](#" not in shown
    assert "[^" not in shown


def test_what_was_said_makes_no_unfurl_of_slacks():
    said = Action("Ask ![](@U123) and [x](#y) in ![](#C1).", ("u1",))
    shown = render_canvas(replace(FULL, steps=(replace(FULL.steps[0], actions=(said,)),)))

    assert not re.search(r"(?<!\\)!\[\]\(", shown)


@given(st.text(alphabet="ab [](#)^1:<>`~\\\n", max_size=200))
def test_any_text_ends_and_keeps_its_lines(text: str):
    assert len(list(_lines(f"t\n{text}"))) == len(text.split("\n"))


def test_a_long_guide_is_told_from_one_that_fits():
    assert len(render_canvas(FULL)) < canvas.LONGEST_CHARACTERS < 1_048_576
    assert len(render_canvas(FULL)) <= 2 * len(render_markdown(FULL))
