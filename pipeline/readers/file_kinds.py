"""What a file is, judged by its first bytes: a document that needs its own parser, something that isn't text, or
text."""

from __future__ import annotations

import re

from pipeline.errors import BrokenTranscript, NotATranscript, ProtectedTranscript, TranscriptError, TranscriptTooLarge
from pipeline.readers.decoding import is_binary

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"^\s*(?:<!--.{0,2000}?-->\s*)?(?:<\?xml[^>]{0,200}\?>\s*)?<(?:!doctype\s+html|html|head|body|meta|title|p|div|table|ul|ol|section|article|main|h[1-6]|pre|center)\b",
    re.I | re.S,
)
_FLAT = re.compile(rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?<office:document\s")
_MAIL = re.compile(
    rb"(?:From|Date|Subject|Message-ID|MIME-Version|Received|Return-Path|Delivered-To|To|X-[\w-]{1,40}|Content-Type):",
    re.I,
)
_MIME = re.compile(rb"^(?:MIME-Version|Content-Type):", re.I | re.M)
_MEDIA = (
    b"ID3",
    b"\xff\xfb",
    b"\xff\xf3",
    b"OggS",
    b"fLaC",
    b"RIFF",
    b"\x1aE\xdf\xa3",
    b"\x00\x00\x01\xba",
    b"FLV\x01",
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"BM")
_ARCHIVES = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")


def check_size(data: bytes, most: int) -> None:
    """Raises TranscriptTooLarge for more bytes than these."""
    if len(data) > most:
        smaller = ", or export it as plain text" if document_kind(data) else ""  # without its pictures and fonts
        raise TranscriptTooLarge(
            f"This file is {_megabytes(len(data))}; the limit is {_megabytes(most)}. Split it and try again with the"
            f" parts{smaller}."
        )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 100_000 else f"{size:,} bytes"


def document_kind(data: bytes) -> str | None:
    """The kind of a document that is parsed in a process of its own: "zip", "pdf", "rtf", "html", "mail" (any MIME
    message) or "flat" (an OpenDocument text in one XML file). None for everything else."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    head = data[:3000]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        return "rtf"
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if plain[:2] in (b"\xff\xfe", b"\xfe\xff"):
        plain = plain[2:].replace(b"\x00", b"")
    if _HTML.match(plain):
        return "html"
    if _FLAT.match(plain):
        return "flat"
    top = plain.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
    return "mail" if _MAIL.match(plain) and _MIME.search(top) else None


def refusal(data: bytes) -> TranscriptError | None:
    """Why these bytes can't be a transcript, judged by their beginning. None if they may be one."""
    head = data[:16]
    if head.startswith(_OLE):
        wide = data[:2_000_000]
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in wide:
            return ProtectedTranscript("This document is password-protected. Save it without a password and try again.")
        if b"_\0_\0s\0u\0b\0s\0t\0g\0" in wide:
            return NotATranscript("This is an Outlook message. Save the transcript attached to it, and use that file.")
        return NotATranscript("This file is in an old Office format. Open it, save it as .docx and try again.")
    if head.startswith(_MEDIA) or head[4:8] == b"ftyp":
        return NotATranscript(
            "This is a recording, not its transcript. Export the transcript or captions from your meeting tool, as"
            " .vtt, .srt, .txt or .docx, and use that file."
        )
    if head.startswith(_PICTURES):
        return NotATranscript("This is an image. Use the transcript as a .vtt, .srt, .txt, .docx or PDF file.")
    if head.startswith(_ARCHIVES):
        return NotATranscript("This is an archive. Unpack it and use the transcript inside.")
    text = data[:1500].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \r\n\t")
    what = next((what for sign, what in _FOREIGN if text.startswith(sign)), None)
    what = what or next((what for tag, what in _FOREIGN_XML if text.startswith(b"<") and tag in text), None)
    if head[3:6] == b"STL" and head[6:8].isdigit():
        what = "an EBU subtitle file (.stl)"
    if what:
        return NotATranscript(f"This is {what}, which can't be read. Export the transcript as .vtt, .srt or .txt.")
    return None


def is_noise(data: bytes) -> bool:
    """Whether these bytes are neither a text nor a document, nor another kind of file that is known by its beginning:
    a text that was damaged, or that something has encrypted."""
    return refusal(data) is None and document_kind(data) is None and is_binary(data)


def unlike_its_name(data: bytes, name: str, *, text: bool = False) -> TranscriptError | None:
    """What to say of bytes without text in a file whose name is a document's; with `text`, also of those with text,
    which can be a transcript all the same. None for all others."""
    suffix = f".{name.rsplit('.', 1)[-1].lower()}"
    if suffix not in _DOCUMENTS or document_kind(data) or not (text or is_binary(data)):
        return None
    return BrokenTranscript(
        f"This file is damaged, or isn't the {suffix} file that its name says. Open it, save it again and try again."
    )


_DOCUMENTS = (".docx", ".docm", ".doc", ".odt", ".pdf", ".rtf", ".zip")
_FOREIGN = (
    (b'File type = "ooTextFile"', "a Praat TextGrid"),
    (b"@UTF8", "a CHAT transcript (.cha)"),
    (b"@Begin", "a CHAT transcript (.cha)"),
    (b"Scenarist_SCC", "a Scenarist caption file (.scc)"),
    (b"app=InqScribe", "an InqScribe project"),
)
"""How files of programs begin that keep transcripts in forms of their own, and what they are."""
_FOREIGN_XML = (
    (b"<ANNOTATION_DOCUMENT", "an ELAN file (.eaf)"),
    (b"<fcpxml", "a Final Cut Pro project (.fcpxml)"),
    (b"<xmeml", "a Final Cut Pro project (.xml)"),
    (b"<basic-transcription", "an EXMARaLDA file (.exb)"),
)


_OTHER = {
    "source code": "py pyi js mjs ts tsx jsx c h cc cpp hpp cs java kt go rs rb php pl swift scala sh bash ps1 bat sql "
    "css scss lua r m ipynb patch diff dockerfile makefile cmake gradle",
    "settings": "yml yaml toml ini cfg conf env properties lock plist po pot",
    "a table": "csv tsv xlsx xls parquet",
    "a log": "log",
}
_BY_EXTENSION = {extension: kind for kind, extensions in _OTHER.items() for extension in extensions.split()}


CAPTIONS = (".vtt", ".srt", ".sbv", ".ttml", ".dfxp", ".ass", ".ssa", ".smi")


def captions_by_name(name: str) -> bool:
    """Whether a file's name says that it is a transcript. Whoever drops one expects an answer."""
    return name.lower().endswith(CAPTIONS)


def document_by_name(name: str) -> bool:
    """Whether a file's name says that it is a document or an archive in which a transcript can be. If one can't be
    opened, nobody knows whether it is meant."""
    return name.lower().endswith(_DOCUMENTS)


def other_by_name(name: str) -> str | None:
    """What a file is by its name, if nobody says such a thing aloud. None if it may be a transcript."""
    return _BY_EXTENSION.get(name.rsplit(".", 1)[-1].lower()) if "." in name[-20:] else None
