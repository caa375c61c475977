"""What is true for every text: round trips through captions, and no errors but those that are meant."""

from __future__ import annotations

import asyncio
import logging
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import TranscriptError
from pipeline.readers import Verdict, read_transcript, sniff
from pipeline.readers.decoding import clean, decode
from pipeline.readers.non_speech import spoken
from pipeline.readers.utterances import FEWEST_WORDS, IMPOSSIBLE_WORDS_PER_SECOND
from pipeline.transcript import Transcript, Utterance, count_words
from tests.benchmarks.fuzz_readers import mutate
from tests.conftest import SAMPLES

WORDS = st.text("abcdefghijklmnopqrstuvwxyzäöüßéñčşжщ", min_size=2, max_size=9)
NAMES = st.sampled_from(["Jane Doe", "Bob", "Zoë", "李雷", "Marie-Claire Dupont", "Speaker 1", "O'Neill"])


@st.composite
def sentences(draw: st.DrawFn) -> str:
    words = draw(st.lists(WORDS, min_size=4, max_size=14))
    words.append(draw(WORDS) + "ende")  # "vs." and "e.g." don't end a sentence
    return " ".join(words).capitalize() + draw(st.sampled_from([".", "?", "!"]))


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """Utterances with times that don't overlap. No two are the same, since repeated captions are read once."""
    at = 0
    utterances = []
    texts = draw(st.lists(sentences(), min_size=1, max_size=12, unique=True))
    for number, text in enumerate(texts, 1):
        start = at + draw(st.integers(0, 4000))
        at = start + draw(st.integers(1, 9000))
        utterances.append(Utterance(number, text, draw(NAMES), start / 1000, at / 1000))
    return Transcript("", tuple(utterances))


def clock(seconds: float, mark: str) -> str:
    milliseconds = round(seconds * 1000)
    whole, rest = divmod(milliseconds, 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{mark}{rest:03}"


def webvtt(transcript: Transcript) -> str:
    cues = (
        f"{clock(u.start or 0, '.')} --> {clock(u.end or 0, '.')}\n<v {u.speaker}>{u.text}</v>\n"
        for u in transcript.utterances
    )
    return "WEBVTT\n\n" + "\n".join(cues)


def subrip(transcript: Transcript) -> str:
    return "\n".join(
        f"{u.id}\n{clock(u.start or 0, ',')} --> {clock(u.end or 0, ',')}\n{u.speaker}: {u.text}\n"
        for u in transcript.utterances
    )


def otter(transcript: Transcript) -> str:
    return "\n".join(f"{u.speaker}  {clock(u.start or 0, '.')[:8]}\n{u.text}\n" for u in transcript.utterances)


def read(text: str) -> Transcript:
    return asyncio.run(read_transcript(text.encode(), "transcript"))


@given(transcripts())
def test_what_is_written_as_webvtt_is_read_back(transcript: Transcript):
    assert read(webvtt(transcript)).utterances == transcript.utterances


@given(transcripts())
def test_what_is_written_as_subrip_is_read_back(transcript: Transcript):
    assert read(subrip(transcript)).utterances == transcript.utterances


def _can_be_said(transcript: Transcript) -> bool:
    """Whether there are several utterances, and no more between their times than anybody can say. Times between which
    too much is said aren't those of a recording, and are left out."""
    said = transcript.utterances
    words = sum(count_words(u.text) for u in said[:-1])
    seconds = int(said[-1].start or 0) - int(said[0].start or 0)
    return len(said) > 1 and (words < FEWEST_WORDS or words <= seconds * IMPOSSIBLE_WORDS_PER_SECOND)


@given(transcripts().filter(_can_be_said))
def test_what_is_written_in_turns_is_read_back(transcript: Transcript):
    back = [(u.speaker, u.text, u.start) for u in read(otter(transcript)).utterances]

    assert back == [(u.speaker, u.text, int(u.start or 0)) for u in transcript.utterances]


@given(transcripts(), st.randoms())
def test_the_order_of_captions_makes_no_difference(transcript: Transcript, random: object):
    blocks = webvtt(transcript).removeprefix("WEBVTT\n\n").split("\n\n")
    random.shuffle(blocks)  # type: ignore[attr-defined]

    again = read("WEBVTT\n\n" + "\n\n".join(block.strip("\n") for block in blocks) + "\n")

    assert sorted(u.text for u in again.utterances) == sorted(u.text for u in transcript.utterances)


@given(st.text())
def test_nothing_unseen_is_left(text: str):
    left = clean(text)

    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", left)
    assert clean(left) == left


@given(st.text(st.characters(categories=["L", "N", "Zs", "P"], max_codepoint=0x2FFF)))
def test_what_was_said_is_said_once_and_cleaning_again_changes_nothing(text: str):
    assert spoken(spoken(text)) == spoken(text)


@given(
    st.text(min_size=1)
    .map(clean)
    .filter(lambda text: bool(text) and text.isprintable() and not re.search("[\u00c2-\u00f4][^\x00-\x7f]", text))
)
def test_utf8_is_read_as_what_it_is(text: str):
    assert decode(text.encode()) == text


def only_meant_errors(data: bytes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.clear()
    try:
        transcript = asyncio.run(read_transcript(data, "x"))
        assert transcript.utterances
        assert all(u.text.strip() for u in transcript.utterances)
        assert all(u.start is None or 0 <= u.start < 1e7 for u in transcript.utterances)
    except TranscriptError as error:
        assert error.message  # noqa: PT017 (either is right)
    assert sniff(data[:5000], "x").verdict in Verdict
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@given(data=st.binary(max_size=400).filter(lambda data: not data.startswith((b"PK", b"%PDF", b"{\\rtf"))))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_any_bytes(data: bytes, caplog: pytest.LogCaptureFixture):
    only_meant_errors(data, caplog)


MARKS = (
    *(
        "WEBVTT",
        "\n",
        "\n\n",
        "00:00:01.000 --> 00:00:02.000",
        "1:02",
        "[00:01]",
        "Ann: ",
        "**Bob:** ",
        "<v Ann>",
        "</v>",
    ),
    *("{", "}", '"text": "a b",', '"start": 1', "[", "]", ">> ", "- ", "…", "(", ")", "hello there. ", "#", "---\n"),
    *("```\n", "Q: ", "A: ", "[00:00:00:01]", "_page : 1", "<tt><p begin='1s'>", "a|b|c\n", "\t"),
)


@given(parts=st.lists(st.sampled_from(MARKS), max_size=40))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_any_mixture_of_marks(parts: list[str], caplog: pytest.LogCaptureFixture):
    only_meant_errors("".join(parts).encode(), caplog)


@given(seed=st.integers(0, 2**32))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_any_damage_to_a_real_file(seed: int, caplog: pytest.LogCaptureFixture):
    whole = sorted(path for path in Path(SAMPLES).iterdir() if path.suffix in (".vtt", ".txt"))

    only_meant_errors(mutate([path.read_bytes()[:20_000] for path in whole], seed), caplog)
