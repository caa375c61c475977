"""JSON of makers that nobody listed: which list is the talk, and what its values are, is told by their shape."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.errors import NotATranscript
from pipeline.readers import Verdict, sniff
from pipeline.transcript import Transcript
from tests.unit.readers.spoken import read

TALK = [
    (0.0, 8.0, "Ann Lee", "Welcome all, today I'll show you how to create a report."),
    (8.5, 12.0, "Ben Roy", "Can you share your screen first?"),
    (12.5, 20.0, "Ann Lee", "Sure. First, open the page (the one with the settings) and click on New."),
    (20.5, 29.0, "Ann Lee", 'Then enter the name, "Monthly", and choose the folder.'),
    (29.5, 33.0, "Ben Roy", "Do I have to select a template?"),
]
TEXT = " ".join(text for *_, text in TALK)


def words(text_key: str = "word", start: str = "start", end: str = "end", unit: float = 1.0, **more: Any) -> list[Any]:
    """The words of the talk, spread evenly over the turns. `more` are further keys, made of the speaker and the
    word."""
    return [word for turn in TALK for word in words_of(turn, text_key, start, end, unit, **more)]


def words_of(turn: Any, text_key: str = "word", start: str = "start", end: str = "end", unit: float = 1.0, **more: Any):
    begin, stop, name, text = turn
    parts = text.split()
    step = (stop - begin) / len(parts)

    def number(seconds: float) -> float | int:
        return round(seconds * unit, 3) if unit == 1.0 else round(seconds * unit)

    return [
        {
            text_key: part,
            start: number(begin + n * step),
            end: number(begin + (n + 1) * step),
            **{key: make(name, part) for key, make in more.items()},
        }
        for n, part in enumerate(parts)
    ]


def plain(_: str, word: str) -> str:
    """A word as recognisers without punctuation write it."""
    return "".join(c for c in word if c.isalnum() or c == "'").lower()


def each(make: Callable[[float, float, str, str], Any]) -> list[Any]:
    return [make(*turn) for turn in TALK]


def clock(seconds: float) -> str:
    return f"00:00:{seconds:06.3f}"


LABEL = {"Ann Lee": "spk_a", "Ben Roy": "spk_b"}.__getitem__
BOTH = [{"id": "spk_a", "name": "Ann Lee"}, {"id": "spk_b", "name": "Ben Roy"}]

NAMED: dict[str, Any] = {
    "an id, and a list of names": {
        "people": BOTH,
        "lines": each(lambda s, e, n, t: {"speakerId": LABEL(n), "said": t, "t": s, "stop": e}),
    },
    "an id, and an object of names": {
        "speakers": {"spk_a": {"name": "Ann Lee"}, "spk_b": {"name": "Ben Roy"}},
        "parts": each(lambda s, e, n, t: {"speaker": LABEL(n), "text": t, "start_time": s, "end_time": e}),
    },
    "an object in an object": {
        "data": {
            "items": each(
                lambda s, e, n, t: {
                    "speaker": {"profile": {"full_name": n}},
                    "body": {"text": t},
                    "time": {"start": s, "end": e},
                }
            )
        }
    },
    "capitals in the keys": each(
        lambda s, e, n, t: {"SpeakerName": n, "Text": t, "StartTime": clock(s), "EndTime": clock(e)}
    ),
    "a person's name": {
        "items": each(
            lambda s, e, n, t: {
                "personName": n,
                "text": t,
                "offsetMillisecond": round(s * 1000),
                "durationMillisecond": round((e - s) * 1000),
            }
        )
    },
    "a display name beside an id": {
        "entries": each(
            lambda s, e, n, t: {
                "speakerId": "8:orgid:0",
                "speakerDisplayName": n,
                "text": t,
                "startOffset": clock(s),
                "endOffset": clock(e),
            }
        )
    },
    "samples for seconds": {
        "transcripts": each(
            lambda s, e, n, t: {
                "transcript": t,
                "start_offset": round(s * 16000),
                "end_offset": round(e * 16000),
                "speaker_name": n,
            }
        )
    },
    "times in text for keys": {
        "contributors": {"spk_a": {"name": "Ann Lee"}, "spk_b": {"name": "Ben Roy"}},
        "track": each(
            lambda s, e, n, t: {
                "type": "transcript",
                "contributor_id": LABEL(n),
                "start": clock(s),
                "end": clock(e),
                "content": {clock(s): t},
            }
        ),
    },
    "an object of turns": {
        str(n): {"speaker": name, "start": s, "end": e, "text": t} for n, (s, e, name, t) in enumerate(TALK)
    },
    "a list in a list": [each(lambda s, e, n, t: {"speaker": n, "text": t, "start": s, "duration": e - s})],
    "renderers of a page": {
        "actions": [
            {
                "panel": {
                    "content": {
                        "list": {
                            "segments": each(
                                lambda s, e, n, t: {
                                    "segmentRenderer": {
                                        "startMs": str(round(s * 1000)),
                                        "endMs": str(round(e * 1000)),
                                        "snippet": {"runs": [{"text": t[:10]}, {"text": t[10:]}]},
                                        "speaker": n,
                                    }
                                }
                            )
                        }
                    }
                }
            }
        ]
    },
    "events of a meeting": {
        "room": "x",
        "events": [
            {"event": "JOIN", "timestamp": 1700000000000, "participant": {"name": "Ann Lee"}},
            *each(
                lambda s, e, n, t: {
                    "event": "SPEECH",
                    "timestamp": 1700000000000 + round(s * 1000),
                    "participant": {"name": n, "id": "x"},
                    "transcript": [{"confidence": 0.9, "text": t}],
                }
            ),
        ],
    },
    "blocks of an editor": {
        "blocks": each(
            lambda s, e, n, t: {
                "key": "k",
                "text": t,
                "type": "paragraph",
                "data": {"speaker": n, "start": s, "words": words_of((s, e, n, t))},
                "entityRanges": [],
            }
        ),
        "entityMap": {},
    },
    "words that are a text": {
        "blocks": each(
            lambda s, e, n, t: {
                "start_time": str(1724000000000 + round(s * 1000)),
                "end_time": str(1724000000000 + round(e * 1000)),
                "speaker": {"name": n},
                "words": t,
            }
        )
    },
    "words with speakers": {
        "status": "ok",
        "transcription": TEXT,
        "words": words(start="start_time", end="end_time", speaker_label=lambda n, w: n),
    },
    "words in paragraphs": {
        "transcript": {
            "speakers": BOTH,
            "paragraphs": each(
                lambda s, e, n, t: {
                    "speakerId": LABEL(n),
                    "time": round(s * 1000),
                    "duration": round((e - s) * 1000),
                    "words": [
                        {"time": w["start"], "duration": w["end"] - w["start"], "value": w["word"]}
                        for w in words_of((s, e, n, t), unit=1000)
                    ],
                }
            ),
        }
    },
    "words, and paragraphs of speakers": {
        "words": [{"id": i, **w} for i, w in enumerate(words("text"))],
        "paragraphs": each(lambda s, e, n, t: {"id": 0, "start": s, "end": e, "speaker": n}),
    },
    "bare words, and spans of speakers": {
        "retval": {
            "words": words("punct", word=plain),
            "segmentation": {
                "segments": each(
                    lambda s, e, n, t: {"@type": "Segment", "start": s, "duration": e - s, "speaker": {"@id": n}}
                )
            },
        }
    },
    "rows of words": {
        "results": each(
            lambda s, e, n, t: {
                "alternatives": [{"transcript": t, "timestamps": [list(w.values()) for w in words_of((s, e, n, t))]}]
            }
        ),
        "speaker_labels": [
            {"from": w["start"], "to": w["end"], "speaker": w["who"]} for w in words(who=lambda n, w: n)
        ],
    },
    "lines in paragraphs": {
        "title": "x",
        "text": each(
            lambda s, e, n, t: {
                "id": 1,
                "speaker": n,
                "paragraph": [{"id": 2, "line": [{"id": 3, "text": t, "start": clock(s), "end": clock(e)}]}],
            }
        ),
    },
    "tokens and punctuation": {
        "results": [
            token
            for turn in TALK
            for w in words_of(turn)
            for token in (
                {
                    "type": "word",
                    "alternatives": [{"content": w["word"].rstrip(".,?"), "speaker": turn[2]}],
                    "start_time": w["start"],
                    "end_time": w["end"],
                },
                *(
                    {
                        "type": "punctuation",
                        "alternatives": [{"content": mark, "speaker": turn[2]}],
                        "start_time": w["end"],
                        "end_time": w["end"],
                        "attaches_to": "previous",
                    }
                    for mark in w["word"][len(w["word"].rstrip(".,?")) :]
                ),
            )
        ]
    },
    "tokens and spaces": {
        "language_code": "eng",
        "text": TEXT,
        "words": [
            token
            for w in words("text", speaker_id=lambda n, w: n, type=lambda n, w: "word")
            for token in (w, {**w, "text": " ", "type": "spacing", "start": w["end"]})
        ],
    },
    "sentences in a call": {
        "participants": [{"speakerId": 7, "name": "Ann Lee"}, {"speakerId": 8, "name": "Ben Roy"}],
        "turns": each(
            lambda s, e, n, t: {
                "speakerId": 7 if n == "Ann Lee" else 8,
                "sentences": [{"start": round(s * 1000), "end": round(e * 1000), "text": t}],
            }
        ),
    },
    "pieces of recognition before the whole": [
        line
        for s, e, n, t in TALK
        for line in (
            {"type": "partial", "speaker": n, "start": s, "end": s + 1, "text": t[:12]},
            {"type": "final", "speaker": n, "start": s, "end": e, "text": t},
        )
    ],
}
NAMELESS: dict[str, Any] = {
    "words and their text": {
        "task": "transcribe",
        "duration": 33.0,
        "text": TEXT,
        "words": [{**w, "word": plain("", w["word"])} for w in words()],
    },
    "pieces with a pair of times": {
        "text": TEXT,
        "chunks": [{"text": f" {w['word']}", "timestamp": [w["start"], w["end"]]} for w in words()],
    },
    "pieces of words": {
        "tokens": [
            {"t": piece, "start_time": w["start"], "text": piece}
            for w in words()
            for piece in (f"▁{w['word'][:3]}", w["word"][3:])
            if piece
        ]
    },
    "aligned words": {
        "transcript": TEXT,
        "words": [
            {
                "alignedWord": plain("", w["word"]),
                "case": "success",
                "start": w["start"],
                "end": w["end"],
                "startOffset": 9 * n,
                "endOffset": 9 * n + 5,
                "word": plain("", w["word"]),
            }
            for n, w in enumerate(words())
        ],
    },
    "captions of a lecture": each(
        lambda s, e, n, t: {"Caption": t, "Time": s, "SessionID": "x", "CaptionDuration": e - s}
    ),
    "content in parts": {
        "objects": each(
            lambda s, e, n, t: {"startTime": round(s * 1000), "endTime": round(e * 1000), "content": [{"text": t}]}
        )
    },
    "times for keys": {clock(s): t for s, _, _, t in TALK},
}


def _said(transcript: Transcript) -> list[tuple[str, str | None]]:
    return [(word, u.speaker) for u in transcript.utterances for word in u.text.split()]


@pytest.mark.parametrize("data", NAMED.values(), ids=NAMED)
async def test_words_speakers_and_times_are_found(data: Any):
    text = json.dumps(data)

    transcript = await read(text, "talk.json")

    assert _said(transcript) == [(word, name) for _, _, name, text in TALK for word in text.split()]
    starts = [start for start, *_ in TALK]
    assert all(any(abs(u.start - start) < 4 for start in starts) for u in transcript.utterances if u.start is not None)
    assert {round(u.start) for u in transcript.utterances if u.start is not None} >= {0, 8, 12, 20}
    assert sniff(text.encode(), "talk.json").verdict is Verdict.YES


@pytest.mark.parametrize("data", NAMELESS.values(), ids=NAMELESS)
async def test_words_and_times_are_found(data: Any):
    transcript = await read(json.dumps(data), "talk.json")

    assert [word for word, _ in _said(transcript)] == TEXT.split()
    assert {round(u.start) for u in transcript.utterances if u.start is not None} >= {0, 8, 12, 20}


TURNS = each(lambda s, e, n, t: {"speaker": n, "start": s, "end": e, "text": t})
WRITTEN = {
    "a comma behind the last item": json.dumps({"segments": TURNS}).replace("}]}", "},],}"),
    "several values in a row": "\n".join(json.dumps(turn, indent=1) for turn in TURNS),
    "JSON Lines": "\n".join(map(json.dumps, TURNS)),
    "between fences": f"```json\n{json.dumps(TURNS, indent=2)}\n```\n",
    "after a sentence": f"Here is the transcript:\n\n```json\n{json.dumps(TURNS)}\n```\nIs there more?",
    "as Python prints it": str({"segments": TURNS, "ok": True, "pair": (1.0, None)}),
    "as Python prints objects": "Fetched(lines=["
    + ", ".join(f"Line(text={t!r}, start={s}, duration=np.float64({e - s}), speaker={n!r})" for s, e, n, t in TALK)
    + "], language='en', generated=False)",
    "a text of turns in it": json.dumps({"id": 1, "text": "\n".join(f"[{clock(s)}] {n}: {t}" for s, _, n, t in TALK)}),
    "a text of lines in it": json.dumps({"transcript": [f"[{clock(s)}] {n}: {t}" for s, _, n, t in TALK]}),
    "a page of turns in it": json.dumps(
        {
            "text": "".join(
                f'<p><span data-time="{s}">{clock(s)}</span> <b>{n}:</b> {t}<br /></p>' for s, _, n, t in TALK
            )
        }
    ),
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
async def test_json_as_people_keep_it(text: str):
    transcript = await read(text, "talk.json")

    assert _said(transcript) == [(word, name) for _, _, name, text in TALK for word in text.split()]
    assert {round(u.start) for u in transcript.utterances if u.start is not None} >= {0, 8, 12, 20}


async def test_what_is_whole_of_a_file_without_its_end():
    text = json.dumps({"segments": TURNS})

    transcript = await read(text[: text.index("Then enter")], "talk.json")

    assert [u.speaker for u in transcript.utterances][-1] == "Ann Lee"
    assert " ".join(u.text for u in transcript.utterances) == " ".join(text for *_, text in TALK[:3])


async def test_a_text_alone():
    data = json.dumps({"text": TEXT}).encode()

    transcript = await read(data, "talk.json")

    assert " ".join(u.text for u in transcript.utterances) == TEXT
    assert sniff(data, "talk.json").verdict is Verdict.MAYBE


async def test_another_voice_within_a_segment():
    segment = {
        "start": 0.0,
        "end": 5.0,
        "text": "Do you see it? Yes.",
        "speaker": "SPEAKER_00",
        "words": [
            {"word": word, "start": n, "end": n + 0.9, "speaker": f"SPEAKER_0{n // 4}"}
            for n, word in enumerate(["Do", "you", "see", "it?", "Yes."])
        ],
    }

    transcript = await read(json.dumps({"segments": [segment]}), "talk.json")

    assert [(u.speaker, u.text) for u in transcript.utterances] == [
        ("Speaker 0", "Do you see it?"),
        ("Speaker 1", "Yes."),
    ]


async def test_the_sides_of_a_call_that_a_note_taker_hears():
    heard = [
        {"start_timestamp": f"{DATE}{n}Z", "text": t, "source": "microphone" if name == "Ann Lee" else "system"}
        for n, (_, _, name, t) in enumerate(TALK)
    ]

    assert (await read(json.dumps(heard), "talk.json")).speakers == ("Me", "Them")


DATE = "2026-03-02T10:00:0"
NOBODY: dict[str, Any] = {
    "a chat's export": [
        {"type": "message", "user": "U01", "text": t, "ts": f"171464400{n}.000100"} for n, (*_, t) in enumerate(TALK)
    ],
    "a chat's export in parts": [
        {
            "type": "message",
            "user": "U01",
            "text": t,
            "ts": f"171464400{n}.000100",
            "blocks": [{"type": "rich_text", "elements": [{"type": "text", "text": t}]}],
        }
        for n, (*_, t) in enumerate(TALK)
    ],
    "messages of a server": {
        "messages": [
            {"id": str(n), "type": "Default", "timestamp": f"{DATE}{n}Z", "content": t, "author": {"name": name}}
            for n, (_, _, name, t) in enumerate(TALK)
        ]
    },
    "messages to a model": {"messages": [{"role": "user", "content": t} for *_, t in TALK]},
    "a log": [
        {"level": "INFO", "timestamp": f"{DATE}{n}Z", "message": f"The server has started on port {n}"}
        for n in range(9)
    ],
    "chapters": {
        "version": "1.2.0",
        "chapters": [{"startTime": n * 60, "title": f"The part number {n}"} for n in range(5)],
    },
    "products": [
        {"id": n, "name": "A chair", "description": "It is a chair of oak for the kitchen.", "price": 10.5}
        for n in range(9)
    ],
    "a package": {"name": "a", "description": "It does this and that for all of you.", "scripts": {"start": "node ."}},
    "events": [{"time": f"{DATE}{n}Z", "text": "login"} for n in range(9)],
    "a track": {"points": [{"time": n, "lat": 1.5 * n, "lon": 2.5, "name": "here"} for n in range(9)]},
    "translations": {"menu.open": "Open the file that you need", "menu.save": "Save the file that you have"},
}


@pytest.mark.parametrize("data", NOBODY.values(), ids=NOBODY)
async def test_what_nobody_says_is_refused(data: Any):
    text = json.dumps(data, indent=1)

    assert sniff(text.encode(), "file.json").verdict is Verdict.NO
    with pytest.raises(NotATranscript):
        await read(text, "file.json")
