"""JSON of makers that nobody listed: which list is the talk, and what its values are, is told by their shape."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.readers import Verdict, sniff
from tests.unit.readers.json_talk import TALK, TEXT, clock, each, plain, said_in, words, words_of
from tests.unit.readers.spoken import read

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
    "ticks that don't say so": each(
        lambda s, e, n, t: {
            "id": "x",
            "speakerId": n,
            "text": t,
            "offset": round(s * 10_000_000),
            "duration": round((e - s) * 10_000_000),
        }
    ),
    "a call of an agent": {
        "transcripts": each(
            lambda s, e, n, t: {"id": 7, "created_at": f"2026-05-13T16:{clock(s)[3:]}Z", "text": t, "user": n}
        )
    },
    "turns under their times": {"results": {clock(s): {"speaker": n, "text": t} for s, _, n, t in TALK}},
    "columns that pandas numbers": {
        "start": {str(n): turn[0] for n, turn in enumerate(TALK)},
        "speaker": {str(n): turn[2] for n, turn in enumerate(TALK)},
        "text": {str(n): turn[3] for n, turn in enumerate(TALK)},
    },
    "times with their scale": {
        "segments": each(
            lambda s, e, n, t: {
                "timeRange": {
                    "start": {"value": round(s * 600), "timescale": 600},
                    "duration": {"value": round((e - s) * 600), "timescale": 600},
                },
                "text": t,
                "speaker": n,
            }
        )
    },
    "the type of a participant": {
        "transcription": {
            "content": {
                "utterances": each(
                    lambda s, e, n, t: {"start_time": s, "end_time": e, "text": t, "participant_type": n}
                )
            }
        }
    },
    "words in the one alternative": {
        "response": {
            "type": "transcript",
            "speakers": [{"id": "spk_a", "label": "Ann Lee"}, {"id": "spk_b", "label": "Ben Roy"}],
            "alternatives": [
                {
                    "transcript": TEXT,
                    "start": 0.0,
                    "end": 33.0,
                    "items": words("value", kind=lambda n, w: "text", speaker_id=lambda n, w: LABEL(n)),
                }
            ],
        }
    },
    "paragraphs that only begin": {
        "transcript": {
            "words": [
                word | {"paragraphId": f"p{number}"}
                for number, turn in enumerate(TALK)
                for word in words_of(turn, "value", "time", "until", 1000)
            ],
            "paragraphs": [
                {"id": f"p{number}", "time": round(start * 1000), "speaker": name}
                for number, (start, _, name, _) in enumerate(TALK)
            ],
        }
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
    "pieces of words with blanks before words": {
        "text": TEXT,
        "tokens": [
            {"text": piece, "start_ms": round(w["start"] * 1000), "end_ms": round(w["end"] * 1000)}
            for w in words()
            for piece in (
                (f" {w['word'][:1]}", w["word"][1:2], w["word"][2:]) if len(w["word"]) > 3 else (f" {w['word']}",)
            )
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


@pytest.mark.parametrize("data", NAMED.values(), ids=NAMED)
async def test_words_speakers_and_times_are_found(data: Any):
    text = json.dumps(data)

    transcript = await read(text, "talk.json")

    assert said_in(transcript) == [(word, name) for _, _, name, text in TALK for word in text.split()]
    starts = [start for start, *_ in TALK]
    assert all(any(abs(u.start - start) < 4 for start in starts) for u in transcript.utterances if u.start is not None)
    assert {round(u.start) for u in transcript.utterances if u.start is not None} >= {0, 8, 12, 20}
    assert sniff(text.encode(), "talk.json").verdict is Verdict.YES


@pytest.mark.parametrize("data", NAMELESS.values(), ids=NAMELESS)
async def test_words_and_times_are_found(data: Any):
    transcript = await read(json.dumps(data), "talk.json")

    assert [word for word, _ in said_in(transcript)] == TEXT.split()
    assert {round(u.start) for u in transcript.utterances if u.start is not None} >= {0, 8, 12, 20}


async def test_numbers_of_pictures_are_no_seconds():
    data = {
        "segments": each(
            lambda s, e, n, t: {"startFrame": int(s * 25), "endFrame": int(e * 25), "speaker": n, "text": t}
        )
    }

    assert {u.start for u in (await read(json.dumps(data))).utterances} == {None}
