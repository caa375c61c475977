"""The guide with ways as a Word document, for tests of what stands where in it."""

from __future__ import annotations

import io
from typing import Any

import docx

from pipeline.guide import Guide
from pipeline.render.docx import render_docx
from tests.fixtures.guides.ways import WAYS


def paragraphs(guide: Guide = WAYS) -> list[tuple[str, str]]:
    """(style, text) of all paragraphs behind the contents."""
    shown = docx.Document(io.BytesIO(render_docx(guide))).paragraphs
    found = [(str(p.style.name) if p.style else "", p.text) for p in shown]
    return found[[style for style, _ in found].index("Heading 1") :]


def headings(guide: Guide = WAYS) -> list[str]:
    """The texts of all headings, without their times."""
    return [text.partition("\u00a0")[0] for style, text in paragraphs(guide) if "Heading" in style]


def opened(guide: Guide) -> dict[str, Any]:
    """All paragraphs by their texts."""
    return {p.text: p for p in docx.Document(io.BytesIO(render_docx(guide))).paragraphs}
