"""A page's bytes -> its title and blocks. Runs in a process of its own (see `parsing`), never in the app's.

What a page is, is decided by its bytes; what the server calls it only breaks ties.
"""

from __future__ import annotations

import codecs
import re
from urllib.parse import urlsplit

from pipeline.confined.loading import load
from pipeline.knowledge.page import Block, BlockKind, Extract, NoContent

VERSION = 1
"""Raised with every change after which the same bytes give other blocks: part of the key of cached pages."""


def extract(body: bytes, url: str, content_type: str = "") -> Extract:
    """The title and blocks of what was found at `url`. Raises NoContent and Moved."""
    declared = content_type.split(";")[0].strip().lower()
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.I)
    if not body.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise NoContent("The page is empty.")
    path = urlsplit(url).path.lower()
    match sniff(body):
        case "pdf":
            from pipeline.knowledge.office_files import read_pdf

            found = read_pdf(body)
        case "zip":
            from pipeline.knowledge.office_files import read_docx

            found = read_docx(body)
        case None:
            text = decode(body, charset[1] if charset else None)
            found = _read_text(text, declared, path, url)
        case other:
            raise NoContent(f"This is {other}, not a page with text.")
    blocks = tuple(
        Block(block.kind, clean, block.level)
        for block in found.blocks
        if (clean := _visible(block.text, block.kind is BlockKind.CODE)).strip()
    )
    if not any(block.kind is not BlockKind.HEADING for block in blocks):
        raise NoContent("No text was found on the page.")
    title = " ".join(_visible(found.title or "", False).split())[:200] or None
    return Extract(title, blocks)


def _read_text(text: str, declared: str, path: str, url: str) -> Extract:
    if looks_like_html(text, declared):
        from pipeline.knowledge.html_pages import read_html

        return read_html(text, url)
    from pipeline.knowledge import markdown, plain_text, rst

    if declared == "text/csv" or path.endswith((".csv", ".tsv")):
        return plain_text.read_csv(text)
    if path.endswith(".rst") or declared == "text/x-rst":
        return rst.read_rst(text)
    if path.endswith((".md", ".markdown", ".mdx", ".mdown")) or declared in ("text/markdown", "text/x-markdown"):
        return markdown.read_markdown(text)
    return plain_text.read_plain(text)


_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
    (b"\x1aE\xdf\xa3", "a recording"),
    (b"\x1f\x8b", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file; save it as .docx or PDF"),
    (b"{\\rtf", "an RTF file; save it as .docx or PDF"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"wOF2", "a font"),
)


def sniff(body: bytes) -> str | None:
    """ "pdf", "zip", None for text, and otherwise what it is in words (WHATWG MIME Sniffing, shortened)."""
    head = body[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    if head[4:8] == b"ftyp":
        return "a recording"
    for magic, what in _MAGIC:
        if head.startswith(magic) and (len(magic) > 3 or not head.isascii()):
            return what
    binary = sum(1 for byte in head if byte < 32 and byte not in (9, 10, 12, 13, 27))
    if binary and not _utf16(body) and binary > len(head) / 100:
        return "a binary file"
    return None


def _utf16(body: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    head = body[:512]
    if len(head) > 8 and head[1::2].count(0) > len(head) * 0.3 and head[::2].count(0) < 4:
        return "utf-16-le"
    if len(head) > 8 and head[::2].count(0) > len(head) * 0.3 and head[1::2].count(0) < 4:
        return "utf-16-be"
    return None


def decode(body: bytes, declared: str | None) -> str:
    """The text of these bytes: by a byte order mark, as UTF-8 where it is valid, as declared in the header or the
    page, else by statistics."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    if name := _utf16(body):
        return body.decode(name, "replace")
    try:
        # A text of another encoding is hardly ever valid UTF-8 by chance, while wrong labels are common.
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    inside = re.search(rb"<meta[^>]{1,200}charset\s*=\s*+[\"']?\s*+([\w.:-]+)", body[:4096], re.I)
    for label in (declared, inside[1].decode() if inside else None):
        try:
            codec = codecs.lookup(label or "").name
            # The WHATWG Encoding standard: these labels mean Windows' encoding, of which they are a part.
            return body.decode("cp1252" if codec in ("iso8859-1", "ascii") else codec, "replace")
        except LookupError:
            continue
    load("charset_normalizer")
    from charset_normalizer import from_bytes

    best = from_bytes(body[:200_000]).best()
    return body.decode(best.encoding if best else "cp1252", "replace")


_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?>.{0,4000}?-->)\s*+)*<(?:!doctype html|html|head|body|title|meta|script|"
    r"style|h1|div|p|table|main|article|section|span|link|br)\b",
    re.I | re.S,
)


def looks_like_html(text: str, declared: str) -> bool:
    if _HTML.match(text[:10_000]):
        # A README may begin with a picture in a <div> or a <p>: then its server's word decides.
        whole = re.match(
            r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--(?>.*?-->)\s*+)*<(?:!doctype|html|head|body)", text[:10_000], re.I | re.S
        )
        return bool(whole) or declared in ("", "text/html", "application/xhtml+xml")
    return declared in ("text/html", "application/xhtml+xml") and bool(re.search(r"</\w+>", text))


_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def _visible(text: str, code: bool) -> str:
    """Without invisible and bidirectional control characters, and without lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")
    text = _CONTROL.sub("", text)
    if code:
        return text.expandtabs(4).strip("\n").rstrip()
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines() if line.strip())
