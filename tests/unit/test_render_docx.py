"""A guide as a Word document."""

from __future__ import annotations

import io

import docx

from pipeline.render.docx import render_docx
from tests.fixtures.guides.cloudflare import GUIDE


def test_steps_are_headings_and_actions_are_numbered_paragraphs():
    document = docx.Document(io.BytesIO(render_docx(GUIDE)))

    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    actions = [p for p in document.paragraphs if p.style.name == "List Number"]

    assert headings == [f"Step {step.number}: {step.title}" for step in GUIDE.steps]
    assert len(actions) == sum(len(step.actions) for step in GUIDE.steps)
    assert all(p._p.pPr.numPr is not None for p in actions)


def test_the_same_guide_gives_the_same_bytes():
    assert render_docx(GUIDE) == render_docx(GUIDE)
