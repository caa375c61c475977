"""A transcript as a value."""

from __future__ import annotations

import pytest

from pipeline.transcript import Transcript, Utterance, count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Click Save.", 2),
        ("  Straße   öffnen ", 2),
        ("保存する", 4),
        ("「保存」を click します", 7),
        ("한국어 문장", 2),
    ],
)
def test_words_are_counted_as_people_count_them(text: str, words: int):
    assert count_words(text) == words


def test_a_transcript_knows_its_speakers_length_and_words():
    said = (
        Utterance(1, "Hello there.", "Ann", 0.0, 2.0),
        Utterance(2, "Click Save.", "Bo", 3.0, 9.5),
        Utterance(3, "Done.", "Ann", 5.0, 6.0),
    )
    transcript = Transcript("0" * 64, said)
    assert transcript.speakers == ("Ann", "Bo")
    assert transcript.duration == 9.5
    assert transcript.words == 5
    assert transcript[2].speaker == "Bo"
    with pytest.raises(KeyError):
        transcript[4]
    assert Transcript("0" * 64, (Utterance(1, "x"),)).duration is None
    for begins, length in ((12.0, None), (120.0, 120.0)):
        begun = (*said, Utterance(4, "And that's it for today.", "Ann", begins))
        assert Transcript("0" * 64, begun).duration == length, "how long the last one takes isn't known"


def test_a_text_of_few_long_words_counts_by_its_characters():
    said = Transcript(
        id="x", utterances=(Utterance(1, "Click Save.", None, None, None), Utterance(2, "." * 6_000, None, None, None))
    )

    assert (said.words, said.size) == (3, 1_001)
    assert Transcript(id="x", utterances=said.utterances[:1]).size == 2
