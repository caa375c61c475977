"""Word, OpenDocument, PDF, HTML and RTF: what is read, and what is refused."""

from __future__ import annotations

import asyncio
import io

import pytest

from pipeline.confined import process
from pipeline.errors import (
    BrokenTranscript,
    EmptyTranscript,
    NotATranscript,
    ProtectedTranscript,
    TranscriptError,
    TranscriptTooLarge,
)
from pipeline.readers import Verdict, sniff
from pipeline.readers.documents.document import read_document
from tests.conftest import HANG_SECONDS
from tests.processes import children
from tests.unit.readers.papers import W, paragraph, pdf, table, word, zipped
from tests.unit.readers.spoken import read, said

TURNS = [
    (3.0, "Jane Doe", "Hello everyone, welcome to the demo."),
    (9.0, "John Roe", "Thanks for having me here."),
    (15.0, "Jane Doe", "Let us start with the settings page."),
]
LINES = [f"{name} (0:{start:02.0f}): {text}" for start, name, text in TURNS]


async def test_a_word_document_of_turns():
    document = word(
        paragraph("The settings page", "Heading1"),
        *(paragraph(f"{name}   0:{start:02.0f}\n{text}") for start, name, text in TURNS),
        docProps__core_xml="",
    )
    transcript = await read(document, "talk.docx")

    assert [(u.start, u.speaker, u.text) for u in transcript.utterances] == TURNS
    assert transcript.title == "The settings page"
    assert transcript.format == "Word document with times and speakers"


async def test_a_transcript_in_a_table_without_what_stands_around_it():
    document = word(
        paragraph("A report of the call"),
        table(("Job Name", "example.wav"), ("Language", "en-US"), ("Confidence", "98 %")),
        table(
            ("Start", "Dur.", "Speaker", "Transcription"),
            *((f"0:00:{start:04.1f}", "2.0s", name, text) for start, name, text in TURNS),
        ),
    )
    assert await said(document) == TURNS


async def test_what_was_deleted_in_word_is_gone_and_boxes_are_read_once():
    box = f"<mc:AlternateContent><mc:Choice>{paragraph('Then press Save.')}</mc:Choice><mc:Fallback>"
    document = word(
        "<w:p><w:r><w:t>Open the settings</w:t></w:r><w:del><w:r><w:delText> or not</w:delText></w:r></w:del>"
        "<w:r><w:t>.</w:t></w:r></w:p>",
        f"{box}{paragraph('Then press Save.')}</mc:Fallback></mc:AlternateContent>",
    )
    assert [text for *_, text in await said(document)] == ["Open the settings.", "Then press Save."]


async def test_an_opendocument_text():
    lines = "".join(f"<text:p>{line}</text:p>" for line in LINES)
    document = zipped(
        {"content.xml": f"<office:document-content><office:body>{lines}</office:body></office:document-content>"}
    )

    assert await said(document) == TURNS


async def test_a_pdf_without_its_running_heads_and_numbers():
    pages = [["Weekly demo", line, f"Page {number} of 3", str(number)] for number, line in enumerate(LINES, 1)]

    transcript = await read(pdf(*pages), "talk.pdf")

    assert [(u.start, u.speaker, u.text) for u in transcript.utterances] == TURNS


async def test_a_pdf_with_numbered_lines_and_a_word_index():
    body = [
        "MS. DOE: Open the",
        "settings page. Then you go",
        "on to the users of it.",
        "MR. ROE: That is done, and",
        "I see them",
    ]
    body += ["all now.", "MS. DOE: Good. Choose the", "first of them", "and press Save.", "MR. ROE: I did that."]
    numbered = [f"{number} {line}" for number, line in enumerate(body, 1)]
    index = [f"word{number} [2] {number}:1 {number}:2" for number in range(1, 30)]

    spoken = await said(pdf(numbered, index))

    assert [(speaker, text) for _, speaker, text in spoken] == [
        ("MS. DOE", "Open the settings page."),
        ("MS. DOE", "Then you go on to the users of it."),
        ("MR. ROE", "That is done, and I see them all now."),
        ("MS. DOE", "Good. Choose the first of them and press Save."),
        ("MR. ROE", "I did that."),
    ]


async def test_a_web_page_without_its_menus_and_scripts():
    turns = "".join(f"<p><b>{name}</b> ({start:.0f}:00)<br>{text}</p>" for start, name, text in TURNS)
    page = f"""<!DOCTYPE html><html><head><title>The settings page</title><script>alert(1)</script></head>
<body><nav>Home About</nav><main>{turns}</main><footer>© Example</footer></body></html>"""

    transcript = await read(page, "talk.html")

    assert [(u.speaker, u.text) for u in transcript.utterances] == [(name, text) for _, name, text in TURNS]
    assert transcript.title == "The settings page"


async def test_rtf_with_an_encoding_of_its_own():
    source = rb"{\rtf1\ansi\ansicpg1252{\info{\title Das Men\'fc}}\pard " + b"\\par ".join(
        line.encode()
        for line in ("Anna: \\'d6ffnen Sie das Men\\'fc.", "Bernd: Das ist offen.", "Anna: Dr\\u252\\'fccken Sie.")
    )
    transcript = await read(source + b"\\par }", "talk.rtf")

    assert [(u.speaker, u.text) for u in transcript.utterances] == [
        ("Anna", "Öffnen Sie das Menü."),
        ("Bernd", "Das ist offen."),
        ("Anna", "Drücken Sie."),
    ]


ENTITIES = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
BOMB = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "ha">{ENTITIES}]>'

REFUSED: dict[str, tuple[bytes, type[TranscriptError], str]] = {
    "a .docx cut off": (word(paragraph("a " * 9000))[:-40], BrokenTranscript, "save it again"),
    "a .docx with broken XML": (
        zipped({"word/document.xml": f"<w:document {W}><w:p>"}),
        BrokenTranscript,
        "save it again",
    ),
    "an XML bomb": (
        zipped({"word/document.xml": f"{BOMB}<w:document {W}><w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:document>"}),
        BrokenTranscript,
        "entities",
    ),
    "XML nested deeply": (zipped({"word/document.xml": "<w:p>" * 100_000}), BrokenTranscript, "nested"),
    "a zip bomb": (zipped({"word/document.xml": b" " * 60_000_000}), TranscriptTooLarge, "unpacks"),
    "too many entries": (zipped({f"word/{n}.xml": "" for n in range(5_001)}), TranscriptTooLarge, "unpacks"),
    "a spreadsheet": (zipped({"xl/workbook.xml": "<x/>"}), NotATranscript, "spreadsheet"),
    "any zip": (zipped({"notes.txt": "hi"}), NotATranscript, "ZIP archive. Unpack it"),
    "a damaged zip": (zipped({"notes.txt": "hi " * 999})[:-40], NotATranscript, "ZIP archive. Unpack it"),
    "a .docx with a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        ProtectedTranscript,
        "without a password",
    ),
    "an old .doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, NotATranscript, ".docx"),
    "a .docx without text": (word(paragraph(" ")), EmptyTranscript, "Nobody says anything"),
    "a PDF cut off": (pdf(LINES)[:300], BrokenTranscript, "Export it again"),
    "a PDF that is none": (b"%PDF-1.7\n" + bytes(range(256)) * 40, BrokenTranscript, "Export it again"),
    "a PDF of pictures": (pdf([], []), EmptyTranscript, "OCR"),
    "a page without text": (
        b"<html><body><script>let a</script></body></html>",
        EmptyTranscript,
        "Nobody says anything",
    ),
    "RTF nested deeply": (b"{\\rtf1" + b"{" * 500_000, EmptyTranscript, "Nobody says anything"),
}


@pytest.mark.parametrize(("data", "error", "advice"), REFUSED.values(), ids=REFUSED)
async def test_a_document_that_cant_be_read(data: bytes, error: type[TranscriptError], advice: str):
    with pytest.raises(error) as raised:
        await read(data)

    assert type(raised.value) is error
    assert advice in raised.value.message
    assert sniff(data, "file").verdict is Verdict.NO


async def test_a_pdf_with_a_password():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(LINES))))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)

    with pytest.raises(ProtectedTranscript):
        await read(locked.getvalue())


async def test_a_pdf_that_only_forbids_printing():
    """Such a file has no password for opening it, so it is read."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(LINES))))
    writer.encrypt("", "owner", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)

    assert await said(locked.getvalue()) == TURNS


async def test_a_document_that_takes_too_long_is_given_up():
    slow = b"{\\rtf1 " + b"hello \\par " * 1_000_000 + b"}"

    with pytest.raises(BrokenTranscript, match=r"longer than 0\.5 s"):
        await read_document("rtf", slow, seconds=0.5)

    assert not children()


async def test_cancelling_kills_the_process():
    slow = b"{\\rtf1 " + b"hello \\par " * 1_000_000 + b"}"
    task = asyncio.create_task(read(slow))
    async with asyncio.timeout(HANG_SECONDS):
        while not children():
            await asyncio.sleep(0.01)

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert not children()


async def test_a_document_whose_process_is_killed():
    slow = b"{\\rtf1 " + b"hello \\par " * 1_000_000 + b"}"
    task = asyncio.create_task(read_document("rtf", slow))
    async with asyncio.timeout(HANG_SECONDS):
        while not children():
            await asyncio.sleep(0.01)

    children()[0].kill()

    with pytest.raises(BrokenTranscript, match=r"needs more memory or time than allowed\. Copy its text"):
        await task


async def test_a_document_with_more_text_than_anyone_takes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(process, "ANSWER_BYTES", 10_000)

    with pytest.raises(TranscriptTooLarge):
        await read(word(paragraph("Open the settings. " * 1_000)))


async def test_a_machine_that_cant_load_the_libraries_in_time(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(process, "LOAD_SECONDS", 0.0)

    with pytest.raises(TranscriptError, match=r"the machine is busy\. Try again in a minute"):
        await read(word(paragraph(LINES[0])))


def test_a_document_that_script2doc_made_is_no_transcript():
    ours = word(
        *(paragraph(line) for line in LINES),
        **{"docProps/core.xml": "<cp:coreProperties><cp:keywords>script2doc-guide</cp:keywords></cp:coreProperties>"},
    )
    found = sniff(ours, "guide.docx")

    assert (found.verdict, found.reason) == (Verdict.NO, "Script2Doc made this document.")
