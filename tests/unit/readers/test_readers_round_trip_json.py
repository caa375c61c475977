"""A talk of any people in the JSON of many makers is read back: the same speakers, words and times."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from tests.unit.readers.test_readers_round_trip import EXAMPLES, Turn, clock, expected, read_back, talks

Talk = list[Turn]
SECONDS = 4
"""How long each turn is."""


def items(make: Callable[[Turn], dict[str, Any]]) -> Callable[[Talk], list[Any]]:
    return lambda talk: [make(turn) for turn in talk]


def words(make: Callable[[Turn, str, float, float], dict[str, Any]]) -> Callable[[Talk], list[Any]]:
    """An item for each word; the words of a turn are spread over it."""

    def made(talk: Talk) -> list[Any]:
        found = []
        for turn in talk:
            parts = turn.text.split()
            step = SECONDS / len(parts) / 2
            found += [
                make(turn, part, turn.start + n * step, turn.start + (n + 1) * step) for n, part in enumerate(parts)
            ]
        return found

    return made


def ms(seconds: float) -> int:
    return round(seconds * 1000)


def ticks(seconds: float) -> int:
    return round(seconds * 10_000_000)


OF_TURNS: dict[str, Callable[[Talk], Any]] = {
    "Zoom": lambda talk: {
        "timeline": [
            {
                "ts": f"{clock(t.start)}.000",
                "end_ts": f"{clock(t.start + SECONDS)}.000",
                "text": t.text,
                "users": [{"username": t.speaker, "user_id": "x", "multiple_people": False}],
            }
            for t in talk
        ]
    },
    "Fireflies": items(
        lambda t: {
            "sentence": t.text,
            "startTime": clock(t.start),
            "endTime": clock(t.start + SECONDS),
            "speaker_name": t.speaker,
            "speaker_id": 0,
        }
    ),
    "Fathom": lambda talk: {
        "transcript": [
            {
                "speaker": {"display_name": t.speaker, "matched_calendar_invitee_email": None},
                "text": t.text,
                "timestamp": clock(t.start),
            }
            for t in talk
        ]
    },
    "Grain": items(
        lambda t: {"start": ms(t.start), "end": ms(t.start + SECONDS), "text": t.text, "speaker": t.speaker}
    ),
    "tl;dv": lambda talk: {
        "data": [
            {"speaker": t.speaker, "text": t.text, "startTime": t.start, "endTime": t.start + SECONDS} for t in talk
        ]
    },
    "Sonix": lambda talk: {
        "name": "talk.mp3",
        "transcript": [
            {"speaker": t.speaker, "start_time": t.start * 1.0, "end_time": t.start + 4.0, "text": t.text} for t in talk
        ],
    },
    "Podcasting 2.0": lambda talk: {
        "version": "1.0.0",
        "segments": [
            {"speaker": t.speaker, "startTime": t.start * 1.0, "endTime": t.start + 4.0, "body": t.text} for t in talk
        ],
    },
    "Gladia": lambda talk: {
        "result": {
            "transcription": {
                "full_transcript": " ".join(t.text for t in talk),
                "utterances": [
                    {"start": t.start * 1.0, "end": t.start + 4.0, "speaker": t.speaker, "text": t.text, "channel": 0}
                    for t in talk
                ],
            },
            "summarization": {"results": "They speak about a report."},
        }
    },
    "ElevenLabs": lambda talk: {
        "segments": [
            {
                "text": t.text,
                "start_time": t.start * 1.0,
                "end_time": t.start + 4.0,
                "speaker": {"id": "speaker_0", "name": t.speaker},
            }
            for t in talk
        ]
    },
    "Azure, in conversation": items(
        lambda t: {"speakerId": t.speaker, "text": t.text, "offset": ticks(t.start), "duration": ticks(SECONDS)}
    ),
    "Webex": lambda talk: {
        "items": [
            {
                "personName": t.speaker,
                "personEmail": "x@example.com",
                "text": t.text,
                "offsetMillisecond": ms(t.start),
                "durationMillisecond": ms(SECONDS),
            }
            for t in talk
        ]
    },
    "Salesloft": lambda talk: {
        "sentences": [
            {
                "start_time": t.start * 1.0,
                "end_time": t.start + 4.0,
                "speaker": {"name": t.speaker},
                "text": t.text,
            }
            for t in talk
        ]
    },
    "names before texts": lambda talk: {
        "subtitles": [
            {
                "id": "1",
                "startTime": f"{clock(t.start)},000",
                "endTime": f"{clock(t.start + SECONDS)},000",
                "text": f"{t.speaker}: {t.text}",
            }
            for t in talk
        ]
    },
    "Deepgram's paragraphs": lambda talk: {
        "results": {
            "channels": [
                {
                    "alternatives": [
                        {
                            "transcript": " ".join(t.text for t in talk),
                            "words": [],
                            "paragraphs": {
                                "paragraphs": [
                                    {
                                        "sentences": [{"text": t.text, "start": t.start * 1.0, "end": t.start + 4.0}],
                                        "speaker": t.speaker,
                                        "num_words": 9,
                                    }
                                    for t in talk
                                ]
                            },
                        }
                    ]
                }
            ]
        }
    },
    "a model's answer": items(
        lambda t: {"timestamp": clock(t.start), "speaker": t.speaker, "content": t.text, "emotion": "neutral"}
    ),
    "Rev, by people": lambda talk: {
        "speakers": [{"id": n, "name": t.speaker} for n, t in enumerate(talk)],
        "monologues": [
            {
                "speaker": n,
                "elements": [
                    {
                        "type": "text",
                        "value": t.text,
                        "timestamp": f"{clock(t.start)},000",
                        "end_timestamp": f"{clock(t.start + SECONDS)},000",
                    }
                ],
            }
            for n, t in enumerate(talk)
        ],
    },
}
OF_WORDS: dict[str, Callable[[Talk], Any]] = {
    "words with names": words(lambda t, w, a, b: {"text": w, "start": a, "end": b, "speaker": t.speaker}),
    "Trint": lambda talk: {
        "transcript": {
            "words": words(
                lambda t, w, a, b: {"value": w, "time": ms(a), "duration": ms(b - a), "paragraphId": f"p{t.start}"}
            )(talk),
            "paragraphs": [{"id": f"p{t.start}", "time": ms(t.start), "speaker": t.speaker} for t in talk],
        }
    },
    "Verbit": lambda talk: {
        "response": {
            "speakers": [{"id": f"id-{t.start}", "label": t.speaker} for t in talk],
            "alternatives": [
                {
                    "transcript": " ".join(t.text for t in talk),
                    "start": 0.0,
                    "end": 9.0,
                    "items": words(
                        lambda t, w, a, b: {
                            "value": w,
                            "kind": "text",
                            "start": a,
                            "end": b,
                            "speaker_id": f"id-{t.start}",
                        }
                    )(talk),
                }
            ],
        }
    },
}


def heard(read: list[tuple[str | None, float | None, str]]) -> list[tuple[str | None, str]]:
    """(speaker, words) of each turn."""
    found: list[tuple[str | None, str]] = []
    for speaker, _, said in read:
        if found and found[-1][0] == speaker:
            found[-1] = (speaker, found[-1][1] + said)
        else:
            found.append((speaker, said))
    return found


def called(talk: Talk) -> Talk:
    """The talk with names that aren't changed, as labels are: one letter becomes "Speaker A"."""
    people = ["Jane Doe", "van der Meer, Jo", "Zoë", "Bloggs, Jo (EXT - Foo GmbH & Co. KG)"]
    names = dict(zip(dict.fromkeys(turn.speaker for turn in talk), people, strict=False))
    return [turn._replace(speaker=names[turn.speaker], start=turn.start + 5 * n) for n, turn in enumerate(talk)]


@pytest.mark.parametrize("kind", OF_TURNS)
@given(talk=talks())
@settings(max_examples=EXAMPLES)
def test_the_turns_of_a_talk_are_read_back(kind: str, talk: Talk):
    talk = called(talk)

    assert read_back(json.dumps(OF_TURNS[kind](talk), ensure_ascii=False)) == expected(talk, timed=True)


@pytest.mark.parametrize("kind", OF_WORDS)
@given(talk=talks())
@settings(max_examples=EXAMPLES)
def test_the_words_of_a_talk_are_read_back(kind: str, talk: Talk):
    talk = called(talk)

    read = read_back(json.dumps(OF_WORDS[kind](talk), ensure_ascii=False))

    assert heard(read) == heard(expected(talk, timed=True))
    begins = [
        turn.start
        for before, turn in zip([None, *talk], talk, strict=False)
        if not before or before.speaker != turn.speaker
    ]
    assert {start for _, start, _ in read} >= set(map(float, begins))
