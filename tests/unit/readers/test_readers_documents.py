"""Word, OpenDocument, PDF, HTML and RTF: what is read, and what is refused."""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import Callable

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
from pipeline.readers.documents.mail import MOST_PARSED
from pipeline.readers.reading_account import note_of
from tests.conftest import HANG_SECONDS
from tests.processes import children
from tests.unit.readers.papers import W, paragraph, pdf, table, word, zipped
from tests.unit.readers.spoken import read, said, sniffed

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
    transcript = await read(document, "talk.docx", apart=True)

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

    assert await said(document, apart=True) == TURNS


async def test_a_pdf_without_its_running_heads_and_numbers():
    pages = [["Weekly demo", line, f"Page {number} of 3", str(number)] for number, line in enumerate(LINES, 1)]

    transcript = await read(pdf(*pages), "talk.pdf", apart=True)

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

    transcript = await read(page, "talk.html", apart=True)

    assert [(u.speaker, u.text) for u in transcript.utterances] == [(name, text) for _, name, text in TURNS]
    assert transcript.title == "The settings page"


async def test_rtf_with_an_encoding_of_its_own():
    source = rb"{\rtf1\ansi\ansicpg1252{\info{\title Das Men\'fc}}\pard " + b"\\par ".join(
        line.encode()
        for line in ("Anna: \\'d6ffnen Sie das Men\\'fc.", "Bernd: Das ist offen.", "Anna: Dr\\u252\\'fccken Sie.")
    )
    transcript = await read(source + b"\\par }", "talk.rtf", apart=True)

    assert [(u.speaker, u.text) for u in transcript.utterances] == [
        ("Anna", "Öffnen Sie das Menü."),
        ("Bernd", "Das ist offen."),
        ("Anna", "Drücken Sie."),
    ]


ENTITIES = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
BOMB = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "ha">{ENTITIES}]>'

REFUSED: dict[str, tuple[bytes | Callable[[], bytes], type[TranscriptError], str]] = {
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
    "a zip bomb": (lambda: zipped({"word/document.xml": b" " * 60_000_000}), TranscriptTooLarge, "unpacks"),
    "too many entries": (lambda: zipped({f"word/{n}.xml": "" for n in range(5_001)}), TranscriptTooLarge, "unpacks"),
    "a spreadsheet": (zipped({"xl/workbook.xml": "<x/>"}), NotATranscript, "spreadsheet"),
    "any zip": (zipped({"picture.png": "hi"}), NotATranscript, "ZIP archive. Unpack it"),
    "a zip of several transcripts": (
        zipped({"a/monday.vtt": "WEBVTT", "a/tuesday.vtt": "WEBVTT"}),
        NotATranscript,
        "2 files that can be the transcript (monday.vtt, tuesday.vtt). Unpack it",
    ),
    "a zip in a zip": (zipped({"a.txt": zipped({"a.txt": "hi"})}), NotATranscript, "ZIP archive. Unpack it"),
    "a zip of a recording": (zipped({"a.txt": b"ID3" + bytes(99)}), NotATranscript, "a recording"),
    "a zip bomb of a caption": (lambda: zipped({"a.vtt": b" " * 60_000_000}), NotATranscript, "ZIP archive. Unpack it"),
    "a book": (zipped({"META-INF/container.xml": "", "a.html": "<p>hi</p>"}), NotATranscript, "an e-book"),
    "a Pages document": (zipped({"Index/Document.iwa": "x", "preview.jpg": "x"}), NotATranscript, "a Pages"),
    "an Outlook message": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "__substg1.0_1000".encode("utf-16-le"),
        NotATranscript,
        "attached",
    ),
    "a TextGrid": (b'File type = "ooTextFile"\nObject class = "TextGrid"\n', NotATranscript, "a Praat TextGrid"),
    "a CHAT transcript": (b"@UTF8\n@Begin\n*DAN:\thello . \x150_80\x15\n", NotATranscript, "a CHAT transcript"),
    "Scenarist captions": (b"Scenarist_SCC V1.0\n\n00:00:00:00\t9420 9420\n", NotATranscript, ".scc"),
    "an ELAN file": (b'<?xml version="1.0"?>\n<ANNOTATION_DOCUMENT AUTHOR="">', NotATranscript, "an ELAN file"),
    "a mail without text": (
        b"From: a@b\nMIME-Version: 1.0\nContent-Type: image/png\n\nabc",
        NotATranscript,
        "attached",
    ),
    "a mail of too many parts": (
        b"From: a@b\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nHello\n" * (MOST_PARSED + 1),
        BrokenTranscript,
        "too many parts",
    ),
    "a damaged zip": (zipped({"notes.txt": "hi " * 999})[:-40], BrokenTranscript, "damaged or cut off"),
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


@pytest.mark.parametrize(("made", "error", "advice"), REFUSED.values(), ids=REFUSED)
async def test_a_document_that_cant_be_read(
    made: bytes | Callable[[], bytes], error: type[TranscriptError], advice: str
):
    data = made() if callable(made) else made  # what is large is made only where it is read
    with pytest.raises(error) as raised:
        await read(data)

    assert type(raised.value) is error
    assert advice in raised.value.message
    assert sniffed(data, "file").verdict is Verdict.NO


VTT = "WEBVTT\n\n" + "\n".join(f"00:{s:02.0f}.000 --> 00:{s + 5:02.0f}.000\n{n}: {t}\n" for s, n, t in TURNS)
PAGE = "".join(f"<p><b>{name}</b> 0:{start:02.0f}<br>{text}</p>" for start, name, text in TURNS)
CHAT = "10:02:00 From Ann Lee to everyone: Hi\n"


@pytest.mark.parametrize(
    "files",
    [
        {"meeting.transcript.vtt": VTT, "chat.txt": CHAT, "video.mp4": b"\0" * 99},
        {"a/": "", "a/talk.srt": VTT, "__MACOSX/a/._talk.srt": b"\0", "a/readme.txt": "Hi"},
        {"talk.txt": "\n".join(LINES)},
        {"talk.docx": word(*(paragraph(line) for line in LINES)), "picture.png": b"\x89PNG"},
        {"talk.html": f"<html><body>{PAGE}</body></html>"},
    ],
    ids=["what a meeting tool gives", "in a folder", "a text", "a Word document", "a page"],
)
async def test_the_one_transcript_in_an_archive(files: dict[str, str | bytes]):
    archive = zipped(files)

    assert await said(archive) == TURNS
    assert sniffed(archive, "meeting.zip").verdict is Verdict.YES


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"b/talk.srt": VTT, "b/talk.txt": "\n".join(LINES)}, "only “talk.srt” was read, not talk.txt."),
        ({"a.txt": "\n".join(LINES), "first chat.txt": "Hi"}, "only “a.txt” was read, not first chat.txt."),
        ({"transcript.txt": "\n".join(LINES), "notes.txt": "Hi"}, "only “transcript.txt” was read, not notes.txt."),
        (
            {"talk.vtt": VTT} | {f"note{n}.txt": "Hi" for n in range(9)},
            "only “talk.vtt” was read, not note0.txt, note1.txt, note2.txt, note3.txt, note4.txt, ….",
        ),
        ({"talk.srt": VTT, "readme.txt": "Hi", "talk.mp4": b"\0"}, None),
    ],
)
async def test_what_else_in_an_archive_could_be_the_transcript_is_named(
    files: dict[str, str | bytes], told: str | None
):
    note = note_of((await read(zipped(files))).account)

    assert note == (told and f"The transcript's file holds several texts: {told}")


def _message(kind: str, *parts: tuple[str, str, str]) -> bytes:
    """A MIME message of parts, each with its type, what to say of it, and its text."""
    boundary = "----=_B"
    head = f"From: Ann <ann@example.org>\nSubject: Our call\nMIME-Version: 1.0\nContent-Type: {kind};\n"
    body = "".join(
        f"--{boundary}\nContent-Type: {of}\nContent-Transfer-Encoding: base64\n{more}\n"
        f"{base64.encodebytes(text.encode()).decode()}\n"
        for of, more, text in parts
    )
    return f'{head}\tboundary="{boundary}"\n\n{body}--{boundary}--\n'.encode()


HELLO = ("text/plain; charset=utf-8", "", "Hi, the transcript is attached.")
MESSAGES = {
    "a page saved as one file": _message("multipart/related", ("text/html; charset=utf-8", "", PAGE)),
    "an attached transcript": _message(
        "multipart/mixed", HELLO, ("text/vtt", 'Content-Disposition: attachment; filename="talk.vtt"\n', VTT)
    ),
    "a transcript in the mail": _message("multipart/mixed", ("text/plain; charset=utf-8", "", "\n".join(LINES))),
}


@pytest.mark.parametrize("data", MESSAGES.values(), ids=MESSAGES)
async def test_a_transcript_in_a_message(data: bytes):
    assert await said(data) == TURNS
    assert sniff(data, "talk.eml").verdict is Verdict.YES


def test_a_message_in_which_nobody_speaks():
    assert sniff(_message("multipart/mixed", HELLO), "mail.eml").reason == "It looks like an e-mail."


async def test_a_flat_opendocument_text():
    lines = "".join(f"<text:p>{line}</text:p>" for line in LINES)
    document = f'<?xml version="1.0"?>\n<office:document xmlns:office="o">{lines}</office:document>'

    assert await said(document) == TURNS


async def test_text_that_word_doesnt_show_is_not_read():
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret words</w:t></w:r></w:p>"

    assert await said(word(hidden, *(paragraph(line) for line in LINES))) == TURNS


async def test_a_page_that_word_includes_is_read():
    relations = '<Relationships><Relationship Target="chunk.htm" Id="c1" Type="aFChunk"/></Relationships>'
    document = zipped(
        {
            "word/document.xml": f'<w:document {W}><w:body><w:altChunk r:id="c1"/></w:body></w:document>',
            "word/_rels/document.xml.rels": relations,
            "word/chunk.htm": f"<html><body>{PAGE}</body></html>",
        }
    )

    assert await said(document) == TURNS


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
    task = asyncio.create_task(read(slow, apart=True))
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
        await read(word(paragraph("Open the settings. " * 1_000)), apart=True)


async def test_a_machine_that_cant_load_the_libraries_in_time(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(process, "LOAD_SECONDS", 0.0)

    with pytest.raises(TranscriptError, match=r"the machine is busy\. Try again in a minute"):
        await read(word(paragraph(LINES[0])), apart=True)


def test_a_document_that_script2doc_made_is_no_transcript():
    ours = word(
        *(paragraph(line) for line in LINES),
        **{"docProps/core.xml": "<cp:coreProperties><cp:keywords>script2doc-guide</cp:keywords></cp:coreProperties>"},
    )
    found = sniff(ours, "guide.docx")

    assert (found.verdict, found.reason) == (Verdict.NO, "Script2Doc made this document.")
