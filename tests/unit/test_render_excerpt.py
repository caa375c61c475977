"""The part of a passage that is quoted."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.render.excerpt import GAP, excerpt

TALK = "so " * 60 + "now click the plus button and give it a name " + "and so on " * 30


def test_of_speech_without_full_stops_the_telling_words_are_quoted() -> None:
    shown = excerpt(TALK, ["Click the plus button (+).", "Give the collection a name."], 80)

    assert "click the plus button and give it a name" in shown
    assert shown.startswith(GAP)
    assert shown.endswith(GAP)
    assert shown.removeprefix(f"{GAP} ").removesuffix(f" {GAP}") in TALK
    assert len(shown) <= 80 + 2 * (len(GAP) + 1)


def test_a_word_that_is_too_long_is_cut() -> None:
    assert excerpt("x" * 500, ["y"], 100) == f"{'x' * 100} {GAP}"


@given(st.text(alphabet="ab. \n", max_size=300), st.text(alphabet="ab ", max_size=20), st.integers(1, 60))
def test_what_is_quoted_was_said(passage: str, citing: str, longest: int) -> None:
    shown = excerpt(passage, [citing], longest).removeprefix(f"{GAP} ").removesuffix(f" {GAP}")

    assert shown in re.sub(r"\n\s*\n+", "\n", passage), "blank lines apart"
    assert len(shown) <= longest
