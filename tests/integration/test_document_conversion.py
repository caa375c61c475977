"""Documents in LibreOffice: opened without repair, converted to PDF, page by page as they were meant."""

from __future__ import annotations

import asyncio
import io
import os
import re
import stat
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest

from pipeline.errors import RenderError
from pipeline.render import pdf
from pipeline.render.docx import render_docx
from pipeline.render.paging import with_page_fields, with_tagged_contents
from pipeline.render.pdf import available, render_pdf
from tests.clock import Clock
from tests.conftest import further
from tests.fixtures.guides.cloudflare import GUIDE
from tests.fixtures.guides.languages import ARABIC, JAPANESE
from tests.processes import children, gone


@pytest.fixture(scope="module")
def english(soffice: str) -> bytes:
    return asyncio.run(render_pdf(render_docx(GUIDE)))


def test_pdf_is_offered_where_libreoffice_is(soffice: str):
    assert available()


def test_a_pdf_has_the_text_the_title_and_the_headings(english: bytes):
    made = pypdf.PdfReader(io.BytesIO(english))
    text = "\n".join(page.extract_text() for page in made.pages)

    assert made.metadata is not None
    assert made.metadata.title == GUIDE.title
    assert made.metadata.author == "Script2Doc"
    assert all(step.title in " ".join(text.split()) for step in GUIDE.steps)
    assert "[to check]" in text
    assert [entry.title for entry in made.outline if not isinstance(entry, list)][:1] == ["Steps"]


def test_the_contents_of_a_pdf_have_the_pages_on_which_the_headings_are(english: bytes):
    made = pypdf.PdfReader(io.BytesIO(english))
    pages = [" ".join(page.extract_text().split()) for page in made.pages]
    told = dict(re.findall(r"(Step \d+: [^.]+?) ?\.{3,} ?(\d+)", pages[0]))

    assert len(told) == len(GUIDE.steps)
    for heading, page in told.items():
        assert heading in pages[int(page) - 1].replace(f"{heading}.", "")


def test_a_document_without_contents_is_left_as_it_is():
    made = io.BytesIO()
    docx.Document().save(made)

    assert with_page_fields(made.getvalue()) == made.getvalue()
    assert with_tagged_contents(b"%PDF-1.7 damaged") == b"%PDF-1.7 damaged"


def test_the_contents_of_a_pdf_are_tagged_as_such(english: bytes):
    tree: Any = pypdf.PdfReader(io.BytesIO(english)).root_object["/StructTreeRoot"]
    (document,) = tree["/K"]
    (table,) = [each for each in document["/K"] if each["/S"] == "/TOC"]
    kinds = [item["/S"] for item in table["/K"]]

    assert kinds == ["/TOCI"] * len(kinds)
    assert len(kinds) > len(GUIDE.steps)
    assert {item["/K"][0]["/P"]["/S"] for item in table["/K"]} == {"/TOCI"}


async def test_one_run_of_libreoffice_makes_a_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    runs = tmp_path / "runs"
    fake_soffice(tmp_path, f'echo run >> {runs}; for last; do :; done; printf %s %PDF- > "${{last%.docx}}.pdf"')
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    assert await render_pdf(render_docx(GUIDE)) == b"%PDF-"
    assert runs.read_text() == "run\n"


def test_a_pdf_can_be_read_aloud(english: bytes):
    root: Any = pypdf.PdfReader(io.BytesIO(english)).root_object

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-US"


def test_links_of_a_pdf_lead_somewhere(english: bytes):
    made = pypdf.PdfReader(io.BytesIO(english))
    links = [
        a.get_object() for page in made.pages for a in page.get("/Annots", ()) if a.get_object()["/Subtype"] == "/Link"
    ]

    assert len(links) > 50
    assert all("/Dest" in link or "/A" in link for link in links)


def test_no_page_is_empty_and_no_heading_is_torn_from_its_text(english: bytes):
    for page in pypdf.PdfReader(io.BytesIO(english)).pages:
        rows = [row for row in page.extract_text().splitlines() if row.strip()]
        body = [row for row in rows if not row.startswith(("Script2Doc", "Page ")) and row != GUIDE.title]
        assert len(body) > 3
        assert not any(body[-1].startswith(f"Step {step.number}: {step.title[:12]}") for step in GUIDE.steps)


@pytest.mark.parametrize(("guide", "words"), [(JAPANESE, "ウェブサーバーを設定する"), *further((ARABIC, "nginx"))])
async def test_other_scripts_are_converted_too(soffice: str, guide, words: str):
    made = pypdf.PdfReader(io.BytesIO(await render_pdf(render_docx(guide))))

    assert words in "".join(page.extract_text() for page in made.pages)


def test_pages_can_be_looked_at(english: bytes, pdftoppm: str, tmp_path: Path):
    (tmp_path / "guide.pdf").write_bytes(english)

    subprocess.run([pdftoppm, "-r", "20", "-png", "guide.pdf", "page"], cwd=tmp_path, check=True)

    assert len(list(tmp_path.glob("page-*.png"))) == len(pypdf.PdfReader(io.BytesIO(english)).pages)


def fake_soffice(folder: Path, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


async def test_a_conversion_that_hangs_is_stopped_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    fake_soffice(tmp_path, f"sleep 600 & echo $! > {begun}; wait")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    clock = Clock()
    task = asyncio.create_task(render_pdf(render_docx(GUIDE), seconds=1000))
    child = int(await asyncio.to_thread(begun.read_text))
    clock.passes(1000)

    with pytest.raises(RenderError, match="longer than"):
        await task

    await gone(child)


async def test_a_cancelled_conversion_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    fake_soffice(tmp_path, f"echo > {begun}; sleep 600")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    folders = tmp_path / "folders"
    folders.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folders))
    task = asyncio.create_task(render_pdf(render_docx(GUIDE)))
    await asyncio.to_thread(begun.read_text)

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert list(folders.iterdir()) == []


async def test_a_conversion_that_is_cancelled_while_it_starts_leaves_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    fake_soffice(tmp_path, f"sleep 600 & echo $! > {begun}; wait")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    task = asyncio.create_task(render_pdf(render_docx(GUIDE)))
    while not children():
        await asyncio.sleep(0)
    child = int(begun.read_text())  # the loop stands still meanwhile, and doesn't learn that the start is over
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    await gone(child)


async def test_a_conversion_that_makes_nothing_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    fake_soffice(tmp_path, "exit 0")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    with pytest.raises(RenderError, match="couldn't make a PDF"):
        await render_pdf(render_docx(GUIDE))


async def test_without_libreoffice_pdf_is_not_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert not pdf.available()
    with pytest.raises(RenderError, match="isn't installed"):
        await render_pdf(render_docx(GUIDE))
