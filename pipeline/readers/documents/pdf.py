"""PDF -> text: lines joined to paragraphs, without running heads, page and line numbers, and word indexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.confined.faults import Damaged, Protected, TooManyPages
from pipeline.confined.pdf import PdfLine, open_pdf
from pipeline.readers.documents.content import MADE_HERE, PAGES, Content, Unreadable
from pipeline.readers.documents.pdf_scripts import continues, in_letters
from pipeline.readers.documents.pdf_tables import rows_of
from pipeline.readers.documents.running_heads import without_running
from pipeline.readers.letter_count import letters
from pipeline.transcript import Taken

_NUMBERED_LINE = re.compile(r"^\s*(\d{1,2})(?:\s+|(?=[A-Z(“\"]))(?=\S)")
_INDEX_ENTRY = re.compile(r"\b\d{1,3}:\s?\d{1,2}\b")
_WORD_INDEX = re.compile(r"\[\d{1,4}\]")
_BLANKS = re.compile(r"[ \t\xa0]+")


def read(data: bytes, pages: int) -> Content:
    """The text of a PDF's first pages. Raises Unreadable, also if it has more than `PAGES`."""
    try:
        pdf = open_pdf(data, pages, PAGES)
    except Protected:
        raise Unreadable(
            "ProtectedTranscript", "This PDF is password-protected. Save it without a password and try again."
        ) from None
    except TooManyPages:
        raise Unreadable(
            "TranscriptTooLarge",
            f"This PDF has more than {PAGES:,} pages, which is the limit. Split it and try again with the parts.",
        ) from None
    except Damaged:
        raise Unreadable(
            "BrokenTranscript", "This PDF is damaged or cut off. Export it again, or as .docx or .txt, and try again."
        ) from None
    if sum(len(text.split()) for text in pdf.pages) < max(3, len(pdf.pages) // 2):
        raise Unreadable(
            "EmptyTranscript",
            "This PDF has images of pages but no text. Run text recognition (OCR) on it, or export the transcript"
            " as .docx or .txt, and try again.",
        )
    content = Content(title=pdf.title, ours=MADE_HERE in pdf.keywords)
    written = in_letters(pdf.lines)
    lines = without_running(written)
    gone = sum(map(len, written)) - sum(map(len, lines))
    spelt = (sum(letters(line.text) for page in pages for line in page) for pages in (written, lines))
    content.taken.append(Taken("running line", gone, next(spelt) - next(spelt)))
    if rows := rows_of(lines):
        content.add_table(rows)
        return content
    for paragraph, heading in _paragraphs(lines):
        content.add(paragraph, heading=heading)
    return content


def _paragraphs(pages: Sequence[Sequence[PdfLine]]) -> list[tuple[str, bool]]:
    """The paragraphs, each with whether it is a heading."""
    lines: list[str] = []
    for page in pages:
        written = _without_numbers([text for line in page if (text := _BLANKS.sub(" ", line.text).strip())])
        if not _is_index(written):
            lines += written
    widest = sorted(map(len, lines))[len(lines) * 9 // 10] if lines else 0
    capitals = sum(1 for line in lines if line.isupper()) * 5 > len(lines)
    found: list[tuple[str, bool]] = []
    parts: list[str] = []

    def flush() -> None:
        if parts:
            found.append((_joined(parts, widest), False))
            parts.clear()

    for line in lines:
        if not capitals and line.isupper() and line.count(" ") >= 1 and line[-1] not in ".?!:—-":
            flush()
            if found and found[-1][1]:
                line = f"{found.pop()[0]} {line}"
            found.append((line, True))
            continue
        parts.append(line)
        if len(line) < widest * 0.6 and line[-1] in '.?!:"”)':
            flush()
        elif ":" not in line and len(line) < widest * 0.35:
            parts.append("\n")  # a short line of its own, such as a name or a time
    flush()
    return found


def _joined(parts: list[str], widest: int) -> str:
    text = ""
    for part in parts:
        if part == "\n" or not text:
            text += part
        elif text.endswith("-") and not text.endswith("--") and part[:1].islower() and text[-2:-1].isalpha():
            text = text[:-1] + part
        elif continues(text, part, widest):
            text += part
        else:
            text += "\n" + part if not text.endswith("\n") else part
    return text.strip("\n")


def _without_numbers(lines: list[str]) -> list[str]:
    """A page without the numbers of its lines."""
    numbers = [int(match[1]) for line in lines if (match := _NUMBERED_LINE.match(line))]
    rising = sum(1 for before, after in pairwise(numbers) if after == before + 1)
    if len(numbers) >= 8 and len(numbers) * 10 >= len(lines) * 7 and rising * 10 >= len(numbers) * 8:
        return [_NUMBERED_LINE.sub("", line) for line in lines]
    return lines


def _is_index(page: list[str]) -> bool:
    """Whether a page lists words with the pages and lines that they are on."""
    text = " ".join(page)
    entries = len(_INDEX_ENTRY.findall(text)) + len(_WORD_INDEX.findall(text))
    return entries >= 20 and entries * 4 > len(text.split())
