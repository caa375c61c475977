"""JSON as people keep it: cut, printed, pasted and wrapped; and JSON in which nobody speaks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.errors import NotATranscript
from pipeline.readers import Verdict, sniff
from tests.unit.readers.json_talk import TALK, TEXT, clock, each, said_in
from tests.unit.readers.spoken import read

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

    assert said_in(transcript) == [(word, name) for _, _, name, text in TALK for word in text.split()]
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


DATE = "2026-03-02T10:00:0"


async def test_the_sides_of_a_call_that_a_note_taker_hears():
    heard = [
        {"start_timestamp": f"{DATE}{n}Z", "text": t, "source": "microphone" if name == "Ann Lee" else "system"}
        for n, (_, _, name, t) in enumerate(TALK)
    ]

    assert (await read(json.dumps(heard), "talk.json")).speakers == ("Me", "Them")


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


async def test_a_word_that_names_nobody_is_said_by_whoever_speaks_around_it():
    said = [("Open", "A"), ("it", None), ("now.", "A"), ("Thank", None), ("you,", "B"), ("that", None), ("works.", "B")]
    words = [
        {"word": word, "start": n * 0.3, "end": n * 0.3 + 0.2} | ({"speaker": who} if who else {})
        for n, (word, who) in enumerate(said)
    ]
    segment = {"start": 0.0, "end": 2.1, "text": " ".join(word for word, _ in said), "words": words, "speaker": "A"}

    found = await read(json.dumps({"segments": [segment]}))

    assert [(u.speaker, u.text) for u in found.utterances] == [
        ("Speaker A", "Open it now."),
        ("Speaker B", "Thank you, that works."),
    ]
