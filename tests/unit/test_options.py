"""What a person can ask for: validated when it is created, and stored as JSON without loss."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import OptionError
from pipeline.options import MAX_STEPS, GuideOptions, Paper, Secrets, SourcesForm, Tone, WriterChoice, check_url


def test_pairs_become_options():
    made = GuideOptions.from_pairs(
        [
            ("title", " Set up  the router "),
            ("tone", "Friendly"),
            ("steps", "8"),
            ("url", "https://a.example/x https://b.example"),
            ("url", "<https://c.example|c>"),
            ("glossary", "kubectl, PostgreSQL"),
            ("paper", "letter"),
            ("sources", "Short"),
            ("secrets", "Keep"),
        ]
    )
    assert made.title == "Set up the router"
    assert made.tone is Tone.FRIENDLY
    assert made.steps == 8
    assert made.urls == ("https://a.example/x", "https://b.example", "https://c.example")
    assert made.glossary == ("kubectl", "PostgreSQL")
    assert made.paper is Paper.LETTER
    assert made.sources is SourcesForm.SHORT
    assert made.secrets is Secrets.KEEP


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (("steps", "many"), "takes a number"),
        (("steps", "0"), "from 1 to"),
        (("steps", "41"), "from 1 to"),
        (("tone", "loud"), "neutral, friendly, formal"),
        (("sources", "none"), "full, short"),
        (("secrets", "show"), "mask, keep"),
        (("colour", "red"), "There is no option “colour”"),
        (("url", "file:///etc/passwd"), "isn't a web address"),
        (("url", "https://me:secret@a.example"), "user name or password"),
        (("language", "klingon speech"), "isn't a language that I know"),
        (("title", "x" * 201), "at most 200"),
        (("anyway", "maybe"), "yes or no"),
    ],
)
def test_what_cannot_be_used_is_named_with_what_can(pair: tuple[str, str], said: str):
    with pytest.raises(OptionError) as caught:
        GuideOptions.from_pairs([pair])
    assert said in caught.value.message


def test_a_number_of_steps_widens_the_bounds():
    assert GuideOptions(steps=1).min_steps == 1
    assert GuideOptions(steps=30).max_steps == 30


def test_bounds_that_cross_are_refused():
    with pytest.raises(OptionError):
        GuideOptions(min_steps=9, max_steps=8)


@given(
    st.builds(
        GuideOptions,
        title=st.none() | st.text(max_size=200),
        tone=st.sampled_from(Tone),
        language=st.sampled_from([None, "en", "pt-BR"]),
        steps=st.none() | st.integers(1, MAX_STEPS),
        urls=st.sampled_from([(), ("https://a.example/?q=1",)]),
        glossary=st.lists(st.text(min_size=1, max_size=20), max_size=3).map(tuple),
        writer=st.sampled_from(WriterChoice),
        paper=st.sampled_from(Paper),
        sources=st.sampled_from(SourcesForm),
        secrets=st.sampled_from(Secrets),
        anyway=st.booleans(),
    )
)
def test_options_come_back_from_json_as_they_were(options: GuideOptions):
    assert GuideOptions.from_dict(options.to_dict()) == options


def test_stored_options_of_another_version_are_refused():
    with pytest.raises(OptionError):
        GuideOptions.from_dict({"mood": "good"})


@given(st.text(max_size=100))
def test_an_address_is_http_or_refused(text: str):
    with contextlib.suppress(OptionError):
        assert check_url(text).startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"tone": "rude"}, "“tone” must be one of neutral, friendly, formal, not “rude”."),
        ({"paper": None}, "“paper” must be one of"),
        ({"secrets": True}, "“secrets” must be one of"),
        ({"title": 5}, "“title” must be text"),
        ({"steps": "8"}, "“steps” must be a number"),
        ({"max_steps": None}, "“max_steps” must be a number"),
        ({"urls": "https://a.example"}, "“urls” must be a tuple of texts"),
        ({"glossary": (1,)}, "“glossary” must be a tuple of texts"),
        ({"anyway": "no"}, "“anyway” must be True or False"),
    ],
)
def test_a_program_is_told_of_values_of_the_wrong_kind(given: dict[str, Any], said: str):
    with pytest.raises(OptionError, match=said):
        GuideOptions(**given)


def test_a_program_may_name_a_choice():
    assert GuideOptions(tone="formal", urls=["https://a.example"]) == GuideOptions(  # type: ignore[arg-type]
        tone=Tone.FORMAL, urls=("https://a.example",)
    )
