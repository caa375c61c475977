"""Files are sniffed and read in processes of their own: as they are read elsewhere, and without harm to anybody."""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import sys
import zipfile
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path

import pytest

from pipeline.confined.limits import MEMORY
from pipeline.confined.pool import LARGE_BYTES
from pipeline.errors import BrokenTranscript, EmptyTranscript, NotATranscript, TranscriptError, TranscriptTooLarge
from pipeline.options import Limits
from pipeline.readers import ConfinedReader, Sniff, Verdict, read_transcript, sniff
from pipeline.transcript import Member, Transcript
from tests.conftest import FIXTURES, HANG_SECONDS, SAMPLES

FILES = sorted([*(FIXTURES / "readers").glob("*.*"), *SAMPLES.glob("*.vtt"), *SAMPLES.glob("*.txt")])

LARGE = b"[" + b'{"text": "Click Save", "start": 1},' * 500_000 + b"{}]"


@pytest.fixture
async def reader() -> AsyncIterator[ConfinedReader]:
    made = ConfinedReader(read_seconds=HANG_SECONDS, sniff_seconds=HANG_SECONDS)
    yield made
    await made.aclose()
    assert not made.pids


async def told(reading: Awaitable[Transcript]) -> Transcript | tuple[type[TranscriptError], str]:
    """A transcript, or why there is none."""
    try:
        return await reading
    except TranscriptError as error:
        return type(error), error.message


async def test_each_file_is_read_and_sniffed_as_it_is_without_a_process(reader: ConfinedReader):
    for file in FILES:
        data = file.read_bytes()
        assert await reader.sniff(data, file.name) == await asyncio.to_thread(sniff, data, file.name), file.name
        assert await told(reader.read(data, file.name, Limits())) == await told(read_transcript(data, file.name))


async def test_what_nobody_says_aloud_is_known_of_it_there_too(reader: ConfinedReader):
    for text, name in (("import os\n", "tool.py"), ("Open the lid.\n", "talk.txt")):
        there = await reader.read(text.encode(), name, Limits(), anyway=True)
        assert there == await read_transcript(text.encode(), name, anyway=True)
        assert there.unspoken == (name == "tool.py")


async def test_headings_are_told_by_the_process_too(reader: ConfinedReader):
    text = "# Lamp\n\n## Open it\n\nLoosen the screws.\n\n## Close it\n\nTighten the screws.\n"
    there = await reader.read(text.encode(), "lamp.md", Limits(), anyway=True)
    assert there == await read_transcript(text.encode(), "lamp.md", anyway=True)
    assert [heading for _, heading in there.headings] == ["Open it", "Close it"]


async def test_which_file_of_an_archive_was_read_is_told_by_the_process_too(reader: ConfinedReader):
    with zipfile.ZipFile(made := io.BytesIO(), "w") as archive:
        for name in ("talk.srt", "talk.txt"):
            archive.writestr(name, "1\n00:00:01,000 --> 00:00:04,000\nOpen the lid.\n")

    read = await reader.read(made.getvalue(), "talk.zip", Limits())

    assert read == await read_transcript(made.getvalue(), "talk.zip")
    assert read.account is not None
    assert read.account.member == Member("talk.srt", ("talk.txt",))


@pytest.mark.parametrize(
    ("data", "limits", "error"),
    [
        (b"x" * 101, Limits(transcript_bytes=100), TranscriptTooLarge),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\none two three\n", Limits(transcript_words=2), TranscriptTooLarge),
        (b" \n", Limits(), EmptyTranscript),
        (b"\x89PNG\r\n\x1a\n", Limits(), NotATranscript),
        (b"PK\x03\x04nothing", Limits(), BrokenTranscript),
    ],
)
async def test_what_cant_be_read_is_told_in_the_same_words(
    reader: ConfinedReader, data: bytes, limits: Limits, error: type[TranscriptError]
):
    with pytest.raises(error) as here:
        await read_transcript(data, "talk.vtt", limits)
    with pytest.raises(error) as confined:
        await reader.read(data, "talk.vtt", limits)
    assert confined.value.message == here.value.message


async def test_a_file_that_takes_too_long_is_given_up_in_words():
    reader = ConfinedReader(read_seconds=0.0, sniff_seconds=0.0)
    data = LARGE
    try:
        with pytest.raises(BrokenTranscript, match=r"took longer than 0 s to read, so reading was stopped"):
            await reader.read(data, "talk.json", Limits())
        assert await reader.sniff(data, "talk.json") == Sniff(Verdict.NO, "It couldn't be looked at.")
        assert not reader.pids, "what takes too long is ended"
    finally:
        await reader.aclose()


async def test_a_file_that_needs_too_much_memory_is_told_and_the_next_one_is_read():
    reader = ConfinedReader(read_seconds=HANG_SECONDS, memory=MEMORY // 4)
    data = Path(SAMPLES / "cloudflare-create-api-token.vtt").read_bytes()
    try:
        with pytest.raises(TranscriptError):
            await reader.read(LARGE, "talk.json", Limits())
        assert (await reader.read(data, "talk.vtt", Limits())).words > 500
    finally:
        await reader.aclose()


async def test_a_large_file_may_take_what_it_needs_and_its_process_ends_behind_it(reader: ConfinedReader):
    small = Path(SAMPLES / "cloudflare-create-api-token.vtt").read_bytes()
    # A time for each word, as speech recognisers write it: it takes the most memory of what is honest.
    words = [
        {"type": "pronunciation", "alternatives": [{"confidence": "0.99", "content": f"click{place}"}]}
        | {"start_time": str(place * 0.4), "end_time": str(place * 0.4 + 0.3)}
        for place in range(60_000)
    ]
    large = json.dumps({"jobName": "talk", "results": {"transcripts": [], "items": words}, "status": "COMPLETED"})

    await reader.read(small, "talk.vtt", Limits())
    (kept,) = reader.pids
    await reader.read(small, "talk.vtt", Limits())
    assert reader.pids == {kept}
    assert (await reader.read(large.encode(), "talk.json", Limits())).words == 60_000
    assert kept not in reader.pids
    async with asyncio.timeout(HANG_SECONDS):
        while not reader.pids:  # another is started for the next file
            await asyncio.sleep(0.01)
    assert (await reader.read(small, "talk.vtt", Limits())).words > 500


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how large another process is")
async def test_a_process_that_has_hardly_grown_is_kept_after_a_large_file(reader: ConfinedReader):
    large = b"[00:00:01] Ann: Click Save, then open the next page.\n" * 20_000

    await reader.sniff(large, "talk.txt")
    (kept,) = reader.pids
    await reader.sniff(large, "talk.txt")

    assert len(large) > LARGE_BYTES
    assert reader.pids == {kept}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what another process may use")
async def test_a_small_file_gets_little_memory(reader: ConfinedReader):
    def allowed() -> int:
        (process,) = reader.pids
        (line,) = (
            line for line in Path(f"/proc/{process}/limits").read_text().splitlines() if line.startswith("Max address")
        )
        return int(line.split()[3])

    await reader.read(b"Open the page. Click Save.", "talk.txt", Limits())
    small = allowed()
    await reader.read(b"Open the page. Click Save.\n" * 1_000, "talk.txt", Limits())

    assert small < 100_000_000
    assert small < allowed() < small + 1_000_000


async def test_a_process_that_was_killed_is_replaced(reader: ConfinedReader):
    data = Path(SAMPLES / "cloudflare-create-api-token.vtt").read_bytes()
    await reader.warm()
    (first,) = reader.pids
    os.kill(first, signal.SIGKILL)

    async with asyncio.timeout(HANG_SECONDS):
        while reader.pids:
            await asyncio.sleep(0.01)
    transcript = await reader.read(data, "talk.vtt", Limits())

    assert transcript.words > 500
    assert first not in reader.pids
