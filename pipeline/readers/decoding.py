"""Bytes -> text: finds the encoding, and removes characters that are invisible or harmful."""

from __future__ import annotations

import codecs
import re

from pipeline.errors import NotATranscript

SAMPLE_BYTES = 30_000
"""An encoding is guessed from this many bytes, if trying encodings doesn't decide."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SINGLE_BYTE = (
    "cp1252",
    "cp1251",
    "cp1250",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp1258",
    "koi8_r",
    "tis_620",
)
"""The encodings that programs write today. By frequency alone, many old ones are equally likely."""
_KANA = re.compile("[\u3041-\u30fe]")
_HAN = re.compile("[\u4e00-\u9fff]")
_COMMON_HAN = re.compile(
    "[的一是不了在人有我他这個个们們中来來上大为為和国國地到以说說时時要就出会會也你对對生能而子那得于於]"
)
_HANGUL = re.compile("[\uac00-\ud7a3]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")

# Controls except tab and line breaks, lone surrogates, non-characters and the replacement for what couldn't be decoded;
# soft hyphens, zero-width spaces, directional marks, overrides and isolates, invisible operators, tags, and the
# variation selectors in which text can be hidden. FE0E and FE0F stay: they are part of emoji.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
_MAY_BE_UNSEEN = re.compile("[^\t\n -~\xa0-\xac\xae-\u033f\u2010-\u2027\u4e00-\u9fff\u3041-\u30ff\uac00-\ud7a3]")
# Persian, Hindi and emoji need joiners; nothing else does.
_JOINERS = re.compile(
    "(?<![\u0600-\u0fff\u1000-\u109f\u1780-\u18af\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]+"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def decode(data: bytes) -> str:
    """The text of a file, cleaned, with "\\n" at its line ends. Raises NotATranscript if it isn't text."""
    return clean(_decode(data))


def clean(text: str) -> str:
    """The text with "\\n" at its line ends and without invisible characters."""
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
    if b"\x1b$B" in data[:SAMPLE_BYTES] or b"\x1b$@" in data[:SAMPLE_BYTES]:
        return data.decode("iso2022_jp", "replace").replace("\ufffd", "")
    if is_binary(data):
        raise NotATranscript(
            "This file has no text in it. Use the transcript that your meeting or caption tool exported, such as .vtt,"
            " .srt, .txt or .docx."
        )
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        strange = len(_NOT_ASCII.findall(text))
        broken = text.count("\ufffd")
        # UTF-8 that was cut off inside a character, or that has a few broken bytes
        if error.start >= len(data) - 3 or broken * 20 <= strange:
            return text.replace("\ufffd", "")
    return _legacy(data)


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
    return None


def _legacy(data: bytes) -> str:
    """Text in an encoding older than Unicode. Those of East Asia are tried, the others guessed."""
    sample = data[:SAMPLE_BYTES]
    best, most = "", 0.3
    for encoding in ("cp932", "euc_jp", "gb18030", "big5", "cp949"):
        text = _strict(sample, encoding)
        if text is not None and (share := _east_asian(text, encoding)) > most:
            best, most = encoding, share
    if not best:
        import charset_normalizer  # not loaded before it is needed

        found = charset_normalizer.from_bytes(sample, cp_isolation=list(_SINGLE_BYTE)).best()
        best = found.encoding if found else "cp1252"
    try:
        return data.decode(best, "replace").replace("\ufffd", "")
    except (LookupError, UnicodeError):
        return data.decode("cp1252", "replace").replace("\ufffd", "")


def _strict(sample: bytes, encoding: str) -> str | None:
    for cut in range(4):  # the sample may end inside a character
        try:
            return sample[: len(sample) - cut].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 8:
                return None
    return None


def _east_asian(text: str, encoding: str) -> float:
    """The share of the characters outside ASCII that people write in that encoding, from 0 to 1."""
    strange = len(_NOT_ASCII.findall(text))
    if not strange:
        return 0.0
    if encoding in ("cp932", "euc_jp"):
        kana = len(_KANA.findall(text))
        return (kana + len(_HAN.findall(text))) / strange if kana > strange * 0.2 else 0.0
    if encoding == "cp949":
        return len(_HANGUL.findall(text)) / strange
    common = len(_COMMON_HAN.findall(text))
    return min(1.0, len(_HAN.findall(text)) / strange) if common > strange * 0.06 else 0.0
