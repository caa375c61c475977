"""Whether a file shows how to do something is found in a process of its own, as it is found elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.app import SHOWING
from pipeline.errors import NotATranscript, TranscriptTooLarge
from pipeline.options import Limits
from pipeline.outline.showing import UNKNOWN, Showing, Shows, shows_how
from pipeline.readers import ConfinedReader, Verdict
from tests.conftest import FIXTURES, HANG_SECONDS, SAMPLES
from tests.kinds_of_talks import MEETING as MEETINGS

MEETING = (MEETINGS["en"] * 4).encode()
SCREENCAST = SAMPLES / "cloudflare-create-api-token.vtt"


@pytest.fixture
async def reader() -> AsyncIterator[ConfinedReader]:
    made = ConfinedReader(SHOWING)
    yield made
    await made.aclose()


async def test_files_are_judged_as_they_are_without_a_process(reader: ConfinedReader):
    others = [FIXTURES / "readers" / name for name in ("json-zoom.json", "turns-otter.txt")]
    files = {path.name: path.read_bytes() for path in (SCREENCAST, *others)} | {"meeting.txt": MEETING}
    judged = {}
    for name, data in files.items():
        judged[name] = await shows_how(data, name, Limits(), reader, HANG_SECONDS)
        assert judged[name] == await shows_how(data, name, Limits()), name

    assert judged[SCREENCAST.name] == Showing(Shows.CLEARLY)
    assert judged["meeting.txt"].shows is Shows.HARDLY


async def test_the_same_process_sniffs_and_reads(reader: ConfinedReader):
    data = SCREENCAST.read_bytes()
    await shows_how(data, SCREENCAST.name, Limits(), reader, HANG_SECONDS)
    (pid,) = reader.pids

    assert (await reader.sniff(data, SCREENCAST.name)).verdict is Verdict.YES
    assert (await reader.read(data, SCREENCAST.name, Limits())).words > 500
    assert reader.pids == {pid}


@pytest.mark.parametrize(
    ("data", "words", "error"), [(b"\x89PNG\r\n\x1a\n", 9, NotATranscript), (MEETING, 2, TranscriptTooLarge)]
)
async def test_what_cannot_be_read_is_told(
    reader: ConfinedReader, data: bytes, words: int, error: type[NotATranscript | TranscriptTooLarge]
):
    with pytest.raises(error) as here:
        await shows_how(data, "talk.txt", Limits(transcript_words=words))
    with pytest.raises(error) as confined:
        await shows_how(data, "talk.txt", Limits(transcript_words=words), reader, HANG_SECONDS)
    assert confined.value.message == here.value.message


async def test_what_takes_too_long_or_is_no_answer_is_not_known():
    for work, seconds in ((SHOWING, 0.0), ("pipeline.readers.confined_work", HANG_SECONDS)):
        reader = ConfinedReader(work)
        try:
            assert await shows_how(MEETING, "talk.txt", Limits(), reader, seconds) == UNKNOWN
        finally:
            await reader.aclose()
