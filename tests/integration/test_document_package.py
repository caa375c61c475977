"""Whole documents, in all scripts and sizes: valid, without dead links, for everybody to read, and always the same."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from openxml_audit import OpenXmlValidator

from pipeline.options import Paper
from pipeline.render.docx import render_docx
from tests.conftest import further
from tests.fixtures.guides import large
from tests.fixtures.guides.cloning import GUIDE as CLONING
from tests.fixtures.guides.cloudflare import GUIDE
from tests.fixtures.guides.languages import ARABIC, GERMAN, HINDI, JAPANESE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def company_template() -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Example Works Ltd."
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "english": lambda: render_docx(GUIDE),
    "letter": lambda: render_docx(GUIDE, paper=Paper.LETTER),
    "recording": lambda: render_docx(replace(GUIDE, recording="https://youtu.be/abc?x=1&y=2")),
    "german": lambda: render_docx(GERMAN),
    "japanese": lambda: render_docx(JAPANESE),
    "arabic": lambda: render_docx(ARABIC),
    "hindi": lambda: render_docx(HINDI),
    "options": lambda: render_docx(CLONING),
    "arabic options": lambda: render_docx(replace(CLONING, language="ar")),
    "large": lambda: render_docx(large.GUIDE),
    "company template": lambda: render_docx(GUIDE, template=company_template()),
    "options, company template": lambda: render_docx(CLONING, template=company_template()),
    "arabic, company template": lambda: render_docx(ARABIC, template=company_template()),
    "nothing in it": lambda: render_docx(replace(GUIDE, steps=(), sources=(), references=(), prerequisites=())),
}


@cache
def rendered(name: str) -> bytes:
    return DOCUMENTS[name]()


FIRST = ("english", "recording", "options", "large", "arabic, company template", "nothing in it")


@pytest.fixture(params=[*FIRST, *further(*(name for name in DOCUMENTS if name not in FIRST))])
def data(request: pytest.FixtureRequest) -> bytes:
    """Every document in turn."""
    return rendered(request.param)


def test_every_part_is_valid(data: bytes, tmp_path: Path):
    path = tmp_path / "guide.docx"
    path.write_bytes(data)

    result = OpenXmlValidator().validate(str(path))

    assert [str(error) for error in result.errors] == []


def test_the_validator_finds_what_is_wrong(tmp_path: Path):
    path = tmp_path / "guide.docx"
    with zipfile.ZipFile(io.BytesIO(rendered("english"))) as good, zipfile.ZipFile(path, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name).replace(b"<w:numPr>", b"<w:numPr><w:wrong/>"))

    assert OpenXmlValidator().validate(str(path)).errors


def test_no_link_is_dead(data: bytes):
    document = opened(data)
    body = document.element.body
    bookmarks = [b.get(W + "name") for b in body.iter(W + "bookmarkStart")]
    links = list(body.iter(W + "hyperlink"))

    assert len(set(bookmarks)) == len(bookmarks)
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name) for name in bookmarks)
    for link in links:
        anchor, relationship = link.get(W + "anchor"), link.get(R + "id")
        assert (anchor is None) != (relationship is None)
        if anchor:
            assert anchor in bookmarks
        else:
            assert document.part.rels[relationship].target_ref.startswith(("https://", "http://"))
    used = {link.get(R + "id") for link in links}
    assert {k for k, rel in document.part.rels.items() if rel.reltype == RELATIONSHIP_TYPE.HYPERLINK} == used - {None}


def test_bookmarks_comments_and_fields_are_closed_and_known(data: bytes):
    document = opened(data)
    body = document.element.body
    starts, ends = ([b.get(W + "id") for b in body.iter(W + f"bookmark{end}")] for end in ("Start", "End"))
    comments = {c.comment_id for c in document.comments}
    fields = [f.get(W + "fldCharType") for f in body.iter(W + "fldChar")]

    assert sorted(starts) == sorted(ends)
    assert len(set(starts)) == len(starts)
    for mark in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert {int(c.get(W + "id")) for c in body.iter(W + mark)} == comments
    assert fields.count("begin") == fields.count("separate") == fields.count("end")


def test_every_style_that_is_used_is_there(data: bytes):
    document = opened(data)
    there = {style.style_id for style in document.styles}
    stories = [document.element, *(rel.target_part.element for rel in document.part.rels.values() if story(rel))]

    used = {
        s.get(W + "val") for part in stories for kind in ("pStyle", "rStyle", "tblStyle") for s in part.iter(W + kind)
    }

    assert used <= there


def story(relationship) -> bool:
    kinds = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER, RELATIONSHIP_TYPE.COMMENTS)
    return relationship.reltype in kinds


def test_a_screen_reader_finds_its_way(data: bytes):
    document = opened(data)
    headings = [int(p.style.name[-1]) for p in document.paragraphs if re.fullmatch(r"Heading \d", p.style.name)]

    assert headings[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))
    for table in document.tables:
        properties = table._tbl.tblPr
        assert properties.find(W + "tblCaption").get(W + "val")
        assert properties.find(W + "tblDescription").get(W + "val")
        assert table.rows[0]._tr.trPr.find(W + "tblHeader") is not None
        assert all(cell.text.strip() for cell in table.rows[0].cells)
        assert not list(table._tbl.iter(W + "gridSpan", W + "vMerge"))
    assert document.core_properties.title
    assert document.core_properties.language
    for picture in document.element.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    ):
        assert picture.get("descr")


def contrast(foreground: str, background: str) -> float:
    """The contrast ratio of two colours given as RRGGBB, from 1 to 21: WCAG 2.2, "contrast ratio"."""
    lighter, darker = sorted((luminance(foreground), luminance(background)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_contrast_is_that_of_the_guidelines():
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_every_text_stands_out_from_its_ground():
    styles = opened(rendered("english")).styles.element

    inks = {colour.get(W + "val") for colour in styles.findall(f"{W}style/{W}rPr/{W}color")}
    grounds = {shade.get(W + "fill") for shade in styles.iter(W + "shd")} | {"FFFFFF"}

    assert len(inks) > 4
    assert len(grounds) > 4
    assert {pair for pair in product(inks, grounds) if contrast(*pair) < 4.5} == set()


def test_boxes_are_told_apart_by_words_and_not_by_colour_alone():
    document = opened(rendered("english"))

    boxes = [p for p in document.paragraphs if p.style.name in ("Note", "Tip", "Warning")]

    assert boxes
    assert all(p.text.startswith(f"{p.style.name}: ") for p in boxes)


def test_a_document_has_no_pictographs(data: bytes):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        text = package.read("word/document.xml").decode()

    assert not re.search("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]", text)


def test_another_process_makes_the_same_bytes():
    code = (
        "import hashlib; from pipeline.render.docx import render_docx; "
        "from tests.fixtures.guides.cloudflare import GUIDE; "
        "print(hashlib.sha256(render_docx(GUIDE)).hexdigest())"
    )
    root = Path(__file__).parents[2]

    digests = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=root, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }

    assert len(digests) == 1


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, pipeline.render; print([m for m in ('docx', 'lxml', 'babel') if m in sys.modules])"

    told = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, check=True)

    assert told.stdout.decode().strip() == "[]"
