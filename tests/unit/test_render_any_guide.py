"""Every stored guide, whatever is in it, becomes a document that can be opened."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.guide import Action, Caution, Finding, Gap, Guide, MendedName, NamedChoice, Prerequisite, Source, Step
from pipeline.options import SourcesForm
from pipeline.render.docx import render_docx
from pipeline.render.markdown import render_markdown
from tests.fixtures.guides.cloning import GUIDE as CLONING
from tests.fixtures.guides.cloudflare import GUIDE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXTS = st.text(st.characters(exclude_categories=()), max_size=60)
LISTED = TEXTS | st.lists(TEXTS, min_size=2, max_size=4).map("\n- ".join)
IDS = st.sampled_from(["u1", "u2", "p1", "p2", "x", ""])
CITED = st.lists(IDS, max_size=5).map(tuple)
WAYS = st.none() | st.sampled_from(["SSH", "HTTPS", ""]) | TEXTS
GAPS = st.lists(st.builds(Gap, TEXTS, CITED), max_size=2).map(tuple)
FINDINGS = st.lists(st.builds(Finding, message=TEXTS), max_size=1).map(tuple)
ACTIONS = st.builds(
    Action,
    citations=CITED,
    instruction=LISTED,
    code=st.none() | TEXTS,
    expected=st.none() | TEXTS,
    findings=FINDINGS,
)
CAUTIONS = st.builds(Caution, citations=CITED, text=LISTED, before=st.none() | st.integers(-1, 5))
STEPS = st.lists(
    st.builds(
        Step,
        title=TEXTS,
        actions=st.lists(ACTIONS, max_size=3).map(tuple),
        cautions=st.lists(CAUTIONS, max_size=3).map(tuple),
        way=WAYS,
        optional=st.booleans(),
        rescue=st.booleans(),
        when=st.none() | TEXTS,
        missing=GAPS,
    ),
    max_size=5,
).map(lambda steps: tuple(replace(step, number=n) for n, step in enumerate(steps, 1)))
SOURCES = st.lists(
    st.builds(Source, id=IDS, quote=TEXTS, start=st.none() | st.floats(), reference=st.none() | st.just("r1")),
    max_size=4,
    unique_by=lambda source: source.id,
).map(tuple)
CHOICES = st.lists(
    st.builds(NamedChoice, TEXTS, st.lists(WAYS.map(str), max_size=3).map(tuple), several=st.booleans()), max_size=3
).map(tuple)
LANGUAGES = st.sampled_from(["en", "de", "ar", "he", "hi", "ja", "zh", "ko", "sv", "xx", "../x", ""])
GUIDES = st.builds(
    Guide,
    title=TEXTS,
    language=LANGUAGES,
    steps=STEPS,
    sources=SOURCES,
    prerequisites=st.lists(st.builds(Prerequisite, TEXTS, CITED, WAYS), max_size=3).map(tuple),
    choices=CHOICES,
    about=st.none() | TEXTS,
    not_said=GAPS,
    names=st.lists(st.builds(MendedName, TEXTS, st.lists(TEXTS, min_size=1, max_size=2).map(tuple)), max_size=2).map(
        tuple
    ),
)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(GUIDES, st.sampled_from(SourcesForm))
def test_any_guide_becomes_a_document(guide: Guide, form: SourcesForm):
    document = docx.Document(io.BytesIO(render_docx(guide, sources=form)))

    bookmarks = [mark.get(f"{W}name") for mark in document.element.body.iter(f"{W}bookmarkStart")]
    anchors = {link.get(f"{W}anchor") for link in document.element.body.iter(f"{W}hyperlink")} - {None}
    assert len(set(bookmarks)) == len(bookmarks)
    assert anchors <= set(bookmarks)
    assert {f"step_{step.number}" for step in guide.steps} <= set(bookmarks)
    assert render_markdown(guide).encode()


NEW = {"way", "optional", "when", "rescue", "missing", "about", "not_said", "names", "choices"}
"""What the first version of the JSON form doesn't have."""


def first_version(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: first_version(each) for key, each in value.items() if key not in NEW}
    return [first_version(each) for each in value] if isinstance(value, list) else value


def test_a_guide_of_the_first_version_becomes_a_document():
    stored = json.dumps({**first_version(json.loads(GUIDE.to_json())), "version": 1})

    guide = Guide.from_json(stored)

    assert render_docx(guide) == render_docx(GUIDE)
    assert render_markdown(guide) == render_markdown(GUIDE)


def test_a_guide_of_the_second_version_without_titled_choices_becomes_a_document():
    stored = json.loads(CLONING.to_json())
    del stored["guide"]["choices"]

    guide = Guide.from_json(json.dumps({**stored, "version": 2}))

    assert render_docx(guide) == render_docx(replace(CLONING, choices=()))
    assert "### Step 3: Choose one option\n" in render_markdown(guide)
