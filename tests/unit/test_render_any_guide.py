"""Every stored guide, whatever is in it, becomes a document that can be opened."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.guide import Action, Caution, Guide, Source, Step
from pipeline.render.docx import render_docx
from pipeline.render.markdown import render_markdown

TEXTS = st.text(st.characters(exclude_categories=()), max_size=60)
IDS = st.sampled_from(["u1", "u2", "p1", "p2", "x", ""])
CITED = st.lists(IDS, max_size=5).map(tuple)
ACTIONS = st.builds(Action, citations=CITED, instruction=TEXTS, code=st.none() | TEXTS, expected=st.none() | TEXTS)
CAUTIONS = st.builds(Caution, citations=CITED, text=TEXTS, before=st.none() | st.integers(-1, 5))
STEPS = st.lists(
    st.builds(
        Step,
        title=TEXTS,
        actions=st.lists(ACTIONS, max_size=3).map(tuple),
        cautions=st.lists(CAUTIONS, max_size=3).map(tuple),
    ),
    max_size=3,
).map(lambda steps: tuple(replace(step, number=n) for n, step in enumerate(steps, 1)))
SOURCES = st.lists(
    st.builds(Source, id=IDS, quote=TEXTS, start=st.none() | st.floats(), reference=st.none() | st.just("r1")),
    max_size=4,
    unique_by=lambda source: source.id,
).map(tuple)
LANGUAGES = st.sampled_from(["en", "de", "ar", "he", "hi", "ja", "zh", "ko", "sv", "xx", "../x", ""])
GUIDES = st.builds(Guide, title=TEXTS, language=LANGUAGES, steps=STEPS, sources=SOURCES)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(GUIDES)
def test_any_guide_becomes_a_document(guide: Guide):
    document = docx.Document(io.BytesIO(render_docx(guide)))

    headings = [p for p in document.paragraphs if p.style is not None and p.style.name == "Heading 2"]
    assert len(headings) == len(guide.steps)
    assert render_markdown(guide).encode()
