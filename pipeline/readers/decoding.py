"""Bytes -> text: finds the encoding, and removes characters that are invisible or harmful."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter

from pipeline.errors import NotATranscript
from pipeline.readers import legacy_encodings

FEWEST_ZEROS = 3
"""So many bytes of a sample are zero in UTF-16, if its letters aren't Latin."""
FEWEST_BLANKS = 10
SAMPLE_BYTES = 30_000
"""An encoding is guessed from this many bytes, if trying encodings doesn't decide."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EBCDIC_LETTERS = bytes([b for b in range(0x80, 0xEA) if bytes([b]).decode("cp037").isascii()])
_LINE_ENDS = frozenset("\t\n\r\x0b\x0c\x85\u2028")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_MULTIBYTE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_WINDOWS_BYTES = {
    ord(character): byte for byte in range(0x80, 0xA0) if (character := bytes([byte]).decode("cp1252", "ignore"))
}
"""The bytes of Windows-1252 that aren't those of ISO 8859-1, by their characters."""
_DOUBLED = re.compile(f"[\xc2-\xf4][\x80-\xbf{''.join(map(chr, _WINDOWS_BYTES))}]")
"""Two bytes of UTF-8, each taken for a character."""

# Controls except tab and line breaks, lone surrogates, non-characters and the replacement for what couldn't be decoded;
# soft hyphens, zero-width spaces, directional marks, overrides and isolates, invisible operators, tags, and the
# variation selectors in which text can be hidden. FE0E and FE0F stay: they are part of emoji.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
_MAY_BE_UNSEEN = re.compile("[^\t\n -~\xa0-\xac\xae-\u033f\u2010-\u2027\u4e00-\u9fff\u3041-\u30ff\uac00-\ud7a3]")
_SEEN = bytes([*b"\t\n", *range(32, 127)])
"""The characters of ASCII that stay. What has no others needs no cleaning."""
# Persian, Hindi and emoji need joiners; nothing else does.
_JOINERS = re.compile(
    "(?<![\u0600-\u0fff\u1000-\u109f\u1780-\u18af\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]+"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def decode(data: bytes) -> str:
    """The text of a file, cleaned, with "\\n" at its line ends. Raises NotATranscript if it isn't text."""
    return clean(_undoubled(_decode(_without_padding(data))))


def _without_padding(data: bytes) -> bytes:
    """The bytes without NULs at the end of a file, or between its words. UTF-16 and UTF-32 have far more of them."""
    if b"\0" not in data or any(data.startswith(bom) for bom, _ in _BOMS) or _utf16_without_mark(data):
        return data
    shorter = data.rstrip(b"\0")
    return shorter.replace(b"\0", b"") if shorter.count(b"\0") * 5 < len(shorter) else shorter


def clean(text: str) -> str:
    """The text with "\\n" at its line ends and without invisible characters."""
    if text.isascii():  # ten times as fast
        if not text.encode().translate(None, _SEEN):
            return text
    elif _MAY_BE_UNSEEN.search(text) is None:
        return text  # nor has it other line ends
    text = _BREAKS.sub("\n", text)
    if _MAY_BE_UNSEEN.search(text):
        text = _JOINERS.sub("", _UNSEEN.sub("", text))
    return text


def _decode(data: bytes) -> str:
    for bom, marked in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(marked, "replace").replace("\ufffd", "")
    if encoding := _utf16_without_mark(data):
        return data.decode(encoding, "replace").replace("\ufffd", "")
    if _is_ebcdic(data[:SAMPLE_BYTES]):
        return data.decode("cp037")
    if b"\x1b$B" in data[:SAMPLE_BYTES] or b"\x1b$@" in data[:SAMPLE_BYTES]:
        return data.decode("iso2022_jp", "replace").replace("\ufffd", "")
    if is_binary(data):
        raise NotATranscript(
            "This looks like a binary file, not a transcript. Use the transcript that your meeting or caption tool "
            "exported, such as .vtt, .srt, .txt or .docx."
        )
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        strange = len(_NOT_ASCII.findall(text))
        broken = text.count("\ufffd")
        if error.start >= len(data) - 3:  # cut off inside a character
            return text.replace("\ufffd", "")
        if mixed := _in_two_encodings(data):
            return mixed
        if broken * 20 <= strange:  # a few broken bytes
            return text.replace("\ufffd", "")
    encoding = legacy_encodings.guess(data[:SAMPLE_BYTES])
    return data.decode(encoding, "replace").replace("\ufffd", "")


def _is_ebcdic(sample: bytes) -> bool:
    """Whether these bytes are what mainframes write: their blank is 0x40, and nearly all letters are beyond ASCII."""
    blanks = sample.count(b"@")
    if blanks < FEWEST_BLANKS or blanks * 20 < len(sample) or sample.count(b" ") * 50 > blanks:
        return False
    return len(sample.translate(None, _EBCDIC_LETTERS)) * 2 < len(sample)


def is_binary(data: bytes) -> bool:
    """Whether these bytes aren't text in any encoding without NULs: they have more than a few control characters."""
    sample = data[:100_000]
    controls = len(sample) - len(sample.translate(None, bytes([*range(9), *range(14, 27), *range(28, 32), 127])))
    return controls > max(2, len(sample) // 100)


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[:2000]
    half = len(sample) // 2
    if half < 8:
        return None
    even, odd = sample[0 : 2 * half : 2].count(0), sample[1 : 2 * half : 2].count(0)
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    most, least = max(even, odd), min(even, odd)  # there are letters with a zero in the other place
    return encoding if most >= max(FEWEST_ZEROS, 3 * least) and _is_text(sample, encoding) else None


def _is_text(sample: bytes, encoding: str) -> bool:
    """Whether these are the characters of a text whose letters aren't Latin: only its spaces, digits and line breaks
    have a zero in UTF-16."""
    text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
    kinds = Counter(" " if character in _LINE_ENDS else unicodedata.category(character)[0] for character in text)
    return kinds["C"] <= 1 and kinds["L"] + kinds["M"] >= len(text) * 0.25 and kinds[" "] > 0


def _in_two_encodings(data: bytes) -> str | None:
    """The text of a file of which some lines are UTF-8 and others are older, as programs write that add to a file of
    another one. None if it isn't one."""
    lines = data.split(b"\n")
    older: list[int] = []
    newer = 0
    for place, line in enumerate(lines):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            if not _MULTIBYTE.search(line):  # else it is UTF-8 with a broken byte
                older.append(place)
        else:
            newer += 1
    if not newer or not older:
        return None
    encoding = legacy_encodings.guess(b"\n".join(lines[place] for place in older)[:SAMPLE_BYTES])
    if encoding in legacy_encodings.EAST_ASIAN and newer < len(older):
        return None  # two bytes of theirs look like UTF-8 now and then
    others = set(older)
    return "\n".join(
        line.decode(encoding if place in others else "utf-8", "replace").replace("\ufffd", "")
        for place, line in enumerate(lines)
    )


def _undoubled(text: str) -> str:
    """The text as it was before somebody took its UTF-8 for Windows-1252 and encoded it again."""
    if text.isascii() or not _DOUBLED.search(text):
        return text
    lines = text.split("\n")
    mended: dict[int, str] = {}
    strange = 0
    for place, line in enumerate(lines):
        if line.isascii():
            continue
        strange += 1
        try:
            mended[place] = line.translate(_WINDOWS_BYTES).encode("latin-1").decode("utf-8")
        except UnicodeError:
            continue
    if len(mended) < strange * 0.9:
        return text
    return "\n".join(mended.get(place, line) for place, line in enumerate(lines))
