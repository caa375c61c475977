"""Guides as Word documents, and what stands in them."""

from __future__ import annotations

import io
import zipfile

import docx

from pipeline.render.docx import render_docx
from pipeline.render.pen import BLANK
from tests.fixtures.guides.cloudflare import GUIDE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(guide=GUIDE, **options):
    return docx.Document(io.BytesIO(render_docx(guide, **options)))


def styled(document, name: str) -> list[str]:
    return [p.text.replace(BLANK, " ") for p in document.paragraphs if p.style.name == name]


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()
