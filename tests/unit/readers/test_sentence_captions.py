"""Captions without full stops: is each a sentence of its own?"""

from itertools import pairwise

import pytest

from pipeline.readers.cue import Cue
from pipeline.readers.sentence_captions import are_sentences
from pipeline.readers.transcript_reader import read_transcript
from pipeline.speech.sentences import sentences_of

ENGLISH = [
    "take the lid off and put it on the bench",
    "rinse the bowl with hot water",
    "never put the motor in the sink",
    "then dry all of the parts with a cloth",
    "and put the bowl back on the motor",
]
GERMAN = [
    "zuerst ziehst du den stecker aus der dose",
    "dann schraubst du die haube ab",
    "wisch den staub mit einem tuch weg",
    "setz die haube wieder auf und schraub sie fest",
]
WRAPPED = [
    "today I'm going to show you how to change the",
    "filter in the hood over the stove first you",
    "switch the fan off and let it cool then slide the",
    "grille out towards you and wash it with hot",
    "water and a little soap",
]
PHRASES = [
    "soak the stone in water",
    "until there are no more bubbles",
    "then hold the knife at an angle",
    "because otherwise it won't be sharp",
]
POLISH = [
    "najpierw otwórz pokrywę",
    "potem wciśnij zielony przycisk",
    "teraz wpisz kod serwisowy",
    "zamknij ją i gotowe",
]


def captions(texts: list[str], silence: float = 1.0) -> list[Cue]:
    return [Cue(text, None, 5.0 * n, 5.0 * (n + 1) - silence) for n, text in enumerate(texts)]


@pytest.mark.parametrize("texts", [ENGLISH, GERMAN], ids=["English", "German"])
def test_captions_that_break_nothing_off_are_sentences(texts: list[str]):
    assert are_sentences(captions(texts))


@pytest.mark.parametrize(
    "texts",
    [WRAPPED, PHRASES, [f"{text}." for text in ENGLISH], ENGLISH[:3], [text.split()[0] for text in ENGLISH], POLISH],
    ids=["cut by length", "cut into phrases", "with full stops", "too few", "words", "a language that isn't known"],
)
def test_others_are_not(texts: list[str]):
    assert not are_sentences(captions(texts))


def test_without_silence_between_them_it_takes_more_captions():
    assert not are_sentences(captions(ENGLISH, silence=0.0))
    assert are_sentences(captions([f"{text} {n}" for n in range(3) for text in ENGLISH], silence=0.0))


def test_a_loop_of_recognition_is_no_further_caption():
    assert not are_sentences(captions(["thank you all for being here with the team"] * 20 + ENGLISH[:2], silence=0.0))


async def test_they_are_read_as_the_sentences_that_they_are():
    def clock(seconds: float) -> str:
        return f"00:00:{seconds:06.3f}"

    blocks = [f"{clock(cue.start or 0)} --> {clock(cue.end or 0)}\n{cue.text}" for cue in captions(ENGLISH)]
    transcript = await read_transcript("\n\n".join(["WEBVTT", *blocks]).encode(), "mixer.vtt")

    assert [u.text for u in transcript.utterances] == ENGLISH
    assert [s.text for s in sentences_of(transcript)] == ENGLISH
    assert all(before.end == (before.start or 0) + 4 for before, _ in pairwise(transcript.utterances))


async def test_one_of_ordinary_length_is_cut_only_where_that_is_sure():
    said = "okay so today we're going to set up two-factor login on your company account"
    lines = [said, *ENGLISH]
    blocks = [f"00:{n:02}:00.000 --> 00:{n:02}:04.000\n{text}" for n, text in enumerate(lines)]
    transcript = await read_transcript("\n\n".join(["WEBVTT", *blocks]).encode(), "login.vtt")

    assert sentences_of(transcript)[0].text == said
