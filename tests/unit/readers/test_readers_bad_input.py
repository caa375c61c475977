"""Files that people drop by mistake or strangers drop on purpose give clear errors, in little time and memory."""

from __future__ import annotations

import json
import logging
import random
import re
import time

import pytest

from pipeline.errors import (
    BrokenTranscript,
    EmptyTranscript,
    NotATranscript,
    TranscriptError,
    TranscriptTooLarge,
)
from pipeline.options import Limits
from pipeline.readers import Verdict, formats, read_transcript, sniff
from tests.unit.readers.spoken import read, texts

NOISE = random.Random(7).randbytes(50_000)
GENEROUS = Limits(transcript_bytes=300_000_000)

CAPTION = b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n%s\n"


REFUSED: dict[str, tuple[bytes, type[TranscriptError], str]] = {
    "nothing": (b"", EmptyTranscript, "export finished"),
    "blanks": (b" \r\n\t\n", EmptyTranscript, "export finished"),
    "NULs": (b"\0" * 500, EmptyTranscript, "export finished"),
    "captions that say nothing": (CAPTION % b"[Music]", EmptyTranscript, "export finished"),
    "a header alone": (b"WEBVTT\n\n", EmptyTranscript, "export finished"),
    "digits alone": (b"[1, 2, 3]", EmptyTranscript, "export finished"),
    "bytes": (NOISE, NotATranscript, "exported"),
    "a video": (b"\0\0\0\x20ftypisom" + NOISE, NotATranscript, "recording, not its transcript"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + NOISE, NotATranscript, "image"),
    "an archive": (b"\x1f\x8b\x08" + NOISE, NotATranscript, "Unpack it"),
    "XML without captions": (b'<?xml version="1.0"?><rss><a/></rss>', NotATranscript, "no captions"),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>', NotATranscript, "no captions"),
    "captions in XML, cut off": (b'<tt><body><p begin="1s" end="2s">Open', BrokenTranscript, "damaged at line 1"),
    "captions in XML with entities": (
        b'<!DOCTYPE t [<!ENTITY a "ha">]><tt><body><p begin="1s" end="2s">&a;</p></body></tt>',
        BrokenTranscript,
        "entities",
    ),
    "captions in XML, nested deeply": (b"<tt>" + b"<p>" * 200_000, BrokenTranscript, "nested too deeply"),
    "source code": (b"import os\n\n\ndef main():\n    return os.name\n\n\nmain()\n", NotATranscript, "source code"),
    "a table": (b"a,b,c\n" * 20, NotATranscript, "a table"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "error", "advice"), REFUSED.values(), ids=REFUSED)
async def test_a_file_that_is_refused(data: bytes, error: type[TranscriptError], advice: str):
    with pytest.raises(error) as raised:
        await read(data)

    assert type(raised.value) is error
    assert advice in raised.value.message
    assert sniff(data, "file").verdict is Verdict.NO


LARGE: dict[str, tuple[bytes, int]] = {
    "200 MB": (b"x", 200_000_000),
    "one line of 20 MB": (b"word ", 4_000_000),
    "one word of 20 MB": (b"a", 20_000_000),
    "20 MB of brackets": (b"(", 20_000_000),
    "20 MB of colons": (b"1:", 10_000_000),
    "20 MB of tags": (b"<v ", 6_600_000),
    "a million cues": (b"00:00:01.000 --> 00:00:02.000\na\n\n", 1_000_000),
    "five million fences": (b"```\n", 5_000_000),
    "more words than allowed": (b"Jane: Open the settings page.\n", 50_500),
}
ALIKE = ("20 MB of brackets", "20 MB of colons")
"""What takes as long as one word of 20 MB, for the same reason."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("piece", "times"),
    [pytest.param(*row, id=name, marks=pytest.mark.tables if name in ALIKE else ()) for name, row in LARGE.items()],
)
async def test_a_file_that_is_too_large(piece: bytes, times: int):
    data = piece * times
    limits = Limits() if len(data) >= 200_000_000 else GENEROUS
    began = time.process_time()

    with pytest.raises(TranscriptTooLarge) as raised:
        await read(data, limits=limits)

    assert "Split it" in raised.value.message
    assert time.process_time() - began < 12  # most take half a one


async def test_the_operators_limit_is_named():
    with pytest.raises(TranscriptTooLarge, match=r"1\.5 MB; the limit is 1\.0 MB\. Split it .* with the parts\.$"):
        await read(b"word " * 300_000, limits=Limits(transcript_bytes=1_000_000))
    with pytest.raises(TranscriptTooLarge, match=r"or export it as plain text\.$"):
        await read(b"%PDF-1.7" + bytes(1_500_000), limits=Limits(transcript_bytes=1_000_000))


async def test_a_number_of_words_beyond_the_limit_is_rounded():
    with pytest.raises(TranscriptTooLarge, match=r"has about \d(\.\d)? million words; the limit is 200,000\."):
        await read(b"Open it. " * 1_500_000)


ITEMS = json.dumps([{"text": "Click Save on the page", "start": n} for n in range(1000)])
PARAGRAPHS = "".join(f'<p begin="{n}s">Click Save now</p>' for n in range(1000))


@pytest.mark.parametrize("text", [ITEMS, f"<tt><body>{PARAGRAPHS}</body></tt>"], ids=["JSON", "XML"])
def test_lists_are_read_no_further_than_their_words_may_go(text: str):
    assert len(formats.parse(text).cues) == 1000
    assert 10 <= len(formats.parse(text, most_words=50).cues) < 20


async def test_of_a_list_with_too_many_words_it_is_said_that_there_are_more():
    with pytest.raises(TranscriptTooLarge, match=r"has more than 50 words; the limit is 50\."):
        await read(ITEMS.encode(), limits=Limits(transcript_words=50))


@pytest.mark.parametrize("turn", ["Ann: Hi. ", "Ann: Hi.\n"])
async def test_more_turns_than_people_take_are_too_many(turn: str):
    with pytest.raises(TranscriptTooLarge, match=r"^This text has too many lines\. Split it .* with the parts\.$"):
        await read_transcript((turn + turn.replace("Ann: Hi", "Bob: Go")).encode() * 41_000, "a.txt")
    read = await read_transcript((turn + turn.replace("Ann: Hi", "Bob: Go")).encode() * 4_000, "a.txt")
    assert len(read.utterances) == 8_000


async def test_more_lines_than_words_can_have_are_too_many():
    captions = "WEBVTT\n\n" + "".join(f"{n}\n00:00:01.000 --> 00:00:02.000\nword\n\n" for n in range(49))

    assert await read(captions.encode(), limits=Limits(transcript_words=50))
    with pytest.raises(TranscriptTooLarge):
        await read((captions + "a\n" * 400).encode(), limits=Limits(transcript_words=50))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (b"Press \x00Sa\x00ve now.", "Press Save now."),
        ("Press \u202eevaS\u202c \u2066now\u2069.".encode(), "Press evaS now."),
        ("Pr\u200bess Sa\u00adve\ufeff now.".encode(), "Press Save now."),
        ("Press \ud800Save\udfff now.".encode("utf-8", "surrogatepass"), "Press Save now."),
        ("Press Save\U000e0041\U000e0042 now.".encode(), "Press Save now."),
        ("Press Save\u2028now.".encode(), "Press Save now."),
        (b"Press \x1b[31mSave now.", "Press [31mSave now."),
        ("می‌خواهم ذخیره کنم.".encode(), "می‌خواهم ذخیره کنم."),
        ("Nice 👩‍💻 work there.".encode(), "Nice 👩‍💻 work there."),
        ("Pa\u200css\u200dword here.".encode(), "Password here."),
    ],
    ids=["NUL", "bidi", "zero width", "surrogates", "tags", "line separator", "escape", "Persian", "emoji", "joiners"],
)
async def test_what_nobody_can_see_is_removed(text: bytes, left: str):
    assert await texts(CAPTION % text) == [left]


@pytest.mark.parametrize("cut", range(0, 120, 7))
async def test_a_file_cut_off_anywhere(cut: int):
    whole = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Zoë>Öffnen Sie es.</v>\n\n2\n00:02.000 --> 00:03.000\nJa.\n"

    try:
        assert (await read(whole.encode()[:cut])).utterances
    except TranscriptError as error:
        assert error.message  # noqa: PT017 (either is right)


async def test_a_readers_own_fault_is_told_as_a_broken_file_and_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    from pipeline.readers import formats

    def fail(text: str) -> None:
        raise LookupError(text)

    monkeypatch.setattr(formats, "parse", fail)
    with pytest.raises(BrokenTranscript):
        await read("Open the settings page.")

    assert [record.levelno for record in caplog.records] == [logging.ERROR]


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".PDF", ".rtf"])
async def test_bytes_that_only_have_a_documents_name_are_told_as_such(suffix: str):
    data, name = bytes(range(1, 256)) * 12, f"talk{suffix}"
    said = f"This file is damaged, or isn't the {suffix.lower()} file that its name says."

    with pytest.raises(BrokenTranscript, match=re.escape(said)):
        await read_transcript(data, name)
    assert sniff(data, name).reason.startswith(said)
    with pytest.raises(NotATranscript, match="looks like a binary file, not a transcript"):
        await read_transcript(data, "talk.txt")
