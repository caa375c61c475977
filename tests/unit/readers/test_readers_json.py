"""JSON of speech recognisers and meeting tools: the form of each vendor, cut down to a few words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.errors import BrokenTranscript, NotATranscript
from pipeline.readers import json_loading
from pipeline.readers.json_words import cues_of_lists, cues_of_words
from tests.unit.readers.spoken import read

SAID = [("Open the settings.", 1.5, 2.5), ("Press Save now.", 3.0, 4.25)]


def words(text: str, start: float, end: float, **more: Any) -> list[dict[str, Any]]:
    """The words of a text, spread evenly, as recognisers list them."""
    parts = text.split()
    step = (end - start) / len(parts)
    return [
        {"word": part, "start": round(start + n * step, 3), "end": round(start + (n + 1) * step, 3), **more}
        for n, part in enumerate(parts)
    ]


def aws_items() -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for text, start, end in SAID:
        for word in words(text.rstrip("."), start, end):
            times = {"start_time": str(word["start"]), "end_time": str(word["end"])}
            items.append({"type": "pronunciation", "alternatives": [{"content": word["word"]}], **times})
        items.append({"type": "punctuation", "alternatives": [{"content": "."}]})
    return items


def google_word(word: dict[str, Any]) -> dict[str, Any]:
    return {"word": word["word"], "startTime": f"{word['start']:.3f}s", "endTime": f"{word['end']:.3f}s"}


def rev_elements(text: str, start: float, end: float) -> list[dict[str, Any]]:
    elements: list[dict[str, Any]] = []
    for word in words(text.rstrip("."), start, end):
        if elements:
            elements.append({"type": "punct", "value": " "})
        elements.append({"type": "text", "value": word["word"], "ts": word["start"], "end_ts": word["end"]})
    return [*elements, {"type": "punct", "value": "."}]


EXPORTS: dict[str, tuple[str, str | None, Any]] = {
    "Whisper": (
        "Whisper JSON",
        None,
        {"text": "…", "segments": [{"start": s, "end": e, "text": f" {t}"} for t, s, e in SAID], "language": "en"},
    ),
    "WhisperX": (
        "Whisper JSON",
        "Speaker 0",
        {
            "segments": [
                {"start": s, "end": e, "text": t, "speaker": "SPEAKER_00", "words": words(t, s, e)} for t, s, e in SAID
            ],
            "word_segments": [word for t, s, e in SAID for word in words(t, s, e)],
        },
    ),
    "faster-whisper, a bare list": ("Transcript JSON", None, [{"start": s, "end": e, "text": t} for t, s, e in SAID]),
    "whisper.cpp": (
        "Whisper JSON",
        None,
        {
            "result": {"language": "en"},
            "transcription": [
                {
                    "timestamps": {"from": "00:00:01,500", "to": "00:00:02,500"},
                    "offsets": {"from": 1500, "to": 2500},
                    "text": " Open the settings.",
                },
                {
                    "timestamps": {"from": "00:00:03,000", "to": "00:00:04,250"},
                    "offsets": {"from": 3000, "to": 4250},
                    "text": " Press Save now.",
                },
            ],
        },
    ),
    "AssemblyAI": (
        "AssemblyAI JSON",
        "Speaker A",
        {
            "audio_url": "https://example.com/a.mp3",
            "utterances": [
                {"speaker": "A", "start": round(s * 1000), "end": round(e * 1000), "text": t, "words": []}
                for t, s, e in SAID
            ],
        },
    ),
    "Deepgram": (
        "Deepgram JSON",
        "Speaker 0",
        {
            "results": {
                "channels": [
                    {
                        "alternatives": [
                            {
                                "transcript": "…",
                                "words": [
                                    {
                                        **word,
                                        "punctuated_word": word["word"],
                                        "word": word["word"].lower(),
                                        "speaker": 0,
                                    }
                                    for t, s, e in SAID
                                    for word in words(t, s, e)
                                ],
                            }
                        ]
                    }
                ]
            }
        },
    ),
    "Amazon Transcribe": (
        "Amazon Transcribe JSON",
        None,
        {"jobName": "a", "results": {"transcripts": [{"transcript": "…"}], "items": aws_items()}},
    ),
    "Google": (
        "Google Speech JSON",
        None,
        {
            "results": [
                {"alternatives": [{"transcript": t, "words": [google_word(word) for word in words(t, s, e)]}]}
                for t, s, e in SAID
            ]
        },
    ),
    "Azure batch": (
        "Azure Speech JSON",
        "Speaker 1",
        {
            "recognizedPhrases": [
                {
                    "speaker": 1,
                    "offset": "PT1.5S",
                    "offsetInTicks": round(s * 1e7),
                    "durationInTicks": round((e - s) * 1e7),
                    "nBest": [{"display": t, "lexical": t.lower()}],
                }
                for t, s, e in SAID
            ]
        },
    ),
    "Azure fast": (
        "Azure Speech JSON",
        "Speaker 1",
        {
            "durationMilliseconds": 5000,
            "combinedPhrases": [{"text": "…"}],
            "phrases": [
                {
                    "speaker": 1,
                    "offsetMilliseconds": round(s * 1000),
                    "durationMilliseconds": round((e - s) * 1000),
                    "text": t,
                }
                for t, s, e in SAID
            ],
        },
    ),
    "Rev.ai": (
        "Rev.ai JSON",
        "Jane",
        {
            "speakers": [{"id": 0, "name": "Jane"}],
            "monologues": [{"speaker": 0, "elements": rev_elements(t, s, e)} for t, s, e in SAID],
        },
    ),
    "Fireflies": (
        "Transcript JSON",
        "Jane Doe",
        {
            "data": {
                "transcript": {
                    "title": "Settings",
                    "sentences": [
                        {"index": n, "speaker_name": "Jane Doe", "text": t, "start_time": s, "end_time": e}
                        for n, (t, s, e) in enumerate(SAID)
                    ],
                }
            }
        },
    ),
    "Zoom": (
        "Transcript JSON",
        "Jane Doe",
        {
            "transcript": [
                {"username": "Jane Doe", "text": "Open the settings.", "ts": "00:00:01.500", "end_ts": "00:00:02.500"},
                {"username": "Jane Doe", "text": "Press Save now.", "ts": "00:00:03.000", "end_ts": "00:00:04.250"},
            ]
        },
    ),
    "youtube-transcript-api": (
        "Transcript JSON",
        None,
        [{"text": t, "start": s, "duration": e - s} for t, s, e in SAID],
    ),
    "Podcasting 2.0": (
        "Whisper JSON",
        "Jane",
        {
            "version": "1.0.0",
            "segments": [{"speaker": "Jane", "startTime": s, "endTime": e, "body": t} for t, s, e in SAID],
        },
    ),
    "Recall": (
        "Transcript JSON",
        "Jane",
        [
            {
                "participant": {"id": 1, "name": "Jane"},
                "words": [
                    {"text": t, "start_timestamp": {"relative": s}, "end_timestamp": {"relative": e}}
                    for t, s, e in SAID
                ],
            }
        ],
    ),
    "Gong": (
        "Gong JSON",
        "Speaker 77",
        {
            "callTranscripts": [
                {
                    "transcript": [
                        {
                            "speakerId": "77",
                            "sentences": [
                                {"start": 61500, "end": 62500, "text": "Open the settings."},
                                {"start": 63000, "end": 64250, "text": "Press Save now."},
                            ],
                        }
                    ]
                }
            ]
        },
    ),
}


@pytest.mark.parametrize(("format", "speaker", "data"), EXPORTS.values(), ids=EXPORTS)
async def test_an_export(format: str, speaker: str | None, data: Any):
    transcript = await read(json.dumps(data))

    late = 60.0 if format == "Gong JSON" else 0.0
    assert transcript.format == format
    assert [(u.text, u.speaker) for u in transcript.utterances] == [(text, speaker) for text, *_ in SAID]
    for utterance, (_, start, end) in zip(transcript.utterances, SAID, strict=True):
        assert utterance.start == pytest.approx(start + late, abs=0.01)
        assert utterance.end == pytest.approx(end + late, abs=0.01)


async def test_a_number_in_place_of_a_text_was_not_said():
    phrases = [{"offset": "PT1S", "nBest": [{"display": said}]} for said in (5_000_000, "Open the settings.")]

    (said,) = (await read(json.dumps({"recognizedPhrases": phrases}))).utterances

    assert said.text == "Open the settings."


async def test_json_lines():
    lines = "\n".join(json.dumps({"speakerName": "Jane", "spokenText": t, "start": s}) for t, s, _ in SAID)

    assert [u.text for u in (await read(lines)).utterances] == [text for text, *_ in SAID]


async def test_what_python_prints():
    """It isn't JSON, but people save it under that name."""
    printed = str({"text": "…", "segments": [{"start": 1.5, "end": 2.5, "text": 'It\'s "Save" \\ there.', "a": None}]})

    assert [u.text for u in (await read(printed)).utterances] == ['It\'s "Save" \\ there.']


async def test_dates_count_from_the_first_one():
    data = [
        {"speaker": "Jane", "text": "Open the settings.", "timestamp": "2024-03-03T14:00:05Z"},
        {"speaker": "John", "text": "Press Save now.", "timestamp": "2024-03-03T14:00:35Z"},
    ]
    assert [u.start for u in (await read(json.dumps(data))).utterances] == [0.0, 30.0]


async def test_turns_without_times():
    data = {"meeting_transcripts": [{"speaker": "Jane", "content": "{vocalsound} Okay , press it ."}]}

    transcript = await read(json.dumps(data))

    assert [(u.speaker, u.text) for u in transcript.utterances] == [("Jane", "Okay, press it.")]


@pytest.mark.parametrize("data", [{}, [], {"name": "script2doc", "version": 1}, [{"id": 1, "text": "a b"}], [[1, 2]]])
async def test_json_in_which_nobody_speaks(data: Any):
    with pytest.raises(NotATranscript):
        await read(json.dumps(data, indent=1))


@pytest.mark.parametrize(
    "text",
    ['{"segments": [{"start": 1, "te', "[" * 100_000, '{"a":' * 100_000, "{'a': 'b", '{"a": 1}{'],
    ids=["cut off", "deep lists", "deep objects", "cut off repr", "two values"],
)
async def test_broken_json(text: str):
    with pytest.raises(BrokenTranscript):
        await read(text)


async def test_times_that_are_none():
    data = '[{"text":"Open it.","start":NaN,"end":1e999},{"text":"Press Save now.","start":-5,"end":"x"}]'

    assert [u.start for u in (await read(data)).utterances] == [None] * len((await read(data)).utterances)


async def test_a_loop_of_recognition_is_read_once_and_the_silence_after_it_ends_the_sentence():
    said = ["then we come to the end", *["and we thank you all"] * 20, "now open the settings page"]
    segments = [{"start": n, "end": n + 0.9, "text": text} for n, text in enumerate(said, 1)]

    transcript = await read(json.dumps({"segments": segments}), "talk.json")

    assert [(each.text, each.end) for each in transcript.utterances] == [
        ("then we come to the end and we thank you all", 2.9),
        ("now open the settings page", 22.9),
    ]


@pytest.mark.parametrize("named", [True, False])
def test_lists_of_words_read_at_once_have_the_cues_that_each_has_by_itself(named: bool):
    lists = [
        [
            {"word": word, "startTime": f"{9 * place + number}s"} | ({"speakerTag": place % 2} if named else {})
            for number, word in enumerate(said.split())
        ]
        for place, said in enumerate(("open the page.", "yes.", "save it. then close it.", "do."))
    ]

    assert cues_of_lists(lists) == [cue for words in lists for cue in cues_of_words(words, None, None, 1.0)]


def test_lists_of_which_only_some_words_name_a_speaker_are_not_read_at_once():
    assert cues_of_lists([[{"word": "yes"}], [{"word": "no", "speakerTag": 1}]]) is None


@pytest.mark.parametrize("link", ["[[Jane Doe]]", "[[+49 171 5550199]]", "[[171 5550199]]"])
def test_a_link_of_a_wiki_is_no_list(link: str):
    assert not json_loading.find(f"{link}: Open the page.\n")


@pytest.mark.parametrize("numbers", ["[[1, 2]]", "[[1 , 2]]", "[[-1.5], [2]]", "[[12]]"])
def test_a_list_of_numbers_is_no_link(numbers: str):
    assert json_loading.find(numbers)
