"""WebVTT, SubRip, SBV, TTML, YouTube's formats and SubStation Alpha, as the tools write them."""

from __future__ import annotations

import json

import pytest

from tests.unit.readers.spoken import read, said, texts


async def test_teams_names_its_speakers_in_tags():
    source = """WEBVTT

NOTE Confidence: 0.91

3b1a2c4d-0000-4a5b-8c6d-7e8f9a0b1c2d/12-0
00:00:03.210 --> 00:00:05.000
<v Jane Doe>Open the settings page,</v>

3b1a2c4d-0000-4a5b-8c6d-7e8f9a0b1c2d/13-0
00:00:05.000 --> 00:00:07.500
<v Jane Doe>then choose Users.</v>

00:00:08.000 --> 00:00:09.000
<v John (Guest)>Where is that?</v>
"""
    transcript = await read(source)

    assert [(u.speaker, u.start, u.end, u.text) for u in transcript.utterances] == [
        ("Jane Doe", 3.21, 7.5, "Open the settings page, then choose Users."),
        ("John (Guest)", 8.0, 9.0, "Where is that?"),
    ]
    assert transcript.format == "WebVTT"


async def test_speakers_that_are_only_identifiers_are_numbered():
    one, two = "88b66bf7-d0d1-4ed1-bb80-ce79d271ac2a", "cc8e364a-44c1-4719-94fe-0be3016912cd"
    source = f"""WEBVTT

0:0:0.0 --> 0:0:3.330
<v {one}@72f988bf-86f1-41af-91ab-2d7cd011db47>Shall we begin with it?</v>

0:0:4.430 --> 0:0:6.400
<v {two}@72f988bf-86f1-41af-91ab-2d7cd011db47>Yes, let us begin.</v>
"""
    assert await said(source) == [
        (0.0, "Speaker 1", "Shall we begin with it?"),
        (4.43, "Speaker 2", "Yes, let us begin."),
    ]


async def test_zoom_names_its_speakers_before_a_colon():
    source = """WEBVTT

1
00:00:01.000 --> 00:00:03.000
Jane Doe: First: open the settings.

2
00:00:03.500 --> 00:00:05.000
John Roe | Acme: I see them now.

3
00:00:05.500 --> 00:00:07.000
Jane Doe: Now press Save.
"""
    assert await said(source) == [
        (1.0, "Jane Doe", "First: open the settings."),
        (3.5, "John Roe | Acme", "I see them now."),
        (5.5, "Jane Doe", "Now press Save."),
    ]


async def test_a_colon_in_what_is_said_names_nobody():
    source = """1
00:00:01,000 --> 00:00:03,000
Note: this takes a minute.

2
00:00:03,000 --> 00:00:05,000
Then there is one more thing: the name.
"""
    assert [speaker for _, speaker, _ in await said(source)] == [None, None]


async def test_youtube_repeats_each_line_and_it_is_read_once():
    source = """WEBVTT
Kind: captions
Language: en

00:00:00.080 --> 00:00:02.470 align:start position:0%
 
Hey<00:00:00.320><c> everyone,</c><00:00:01.040><c> today</c><c> we</c>

00:00:02.470 --> 00:00:02.480 align:start position:0%
Hey everyone, today we
 

00:00:02.480 --> 00:00:03.990 align:start position:0%
Hey everyone, today we
open<00:00:02.720><c> the</c><c> settings.</c>

00:00:03.990 --> 00:00:04.000 align:start position:0%
open the settings.
 

00:00:04.000 --> 00:00:06.000 align:start position:0%
open the settings.
Then<00:00:04.500><c> press</c><c> Save.</c>
"""  # noqa: W293 (the blank lines hold a space, as YouTube's do)
    transcript = await read(source)

    assert [u.text for u in transcript.utterances] == ["Hey everyone, today we open the settings.", "Then press Save."]
    assert transcript.language == "en"


async def test_somebody_who_says_the_same_twice_is_quoted_twice():
    source = """1
00:00:01,000 --> 00:00:02,000
Yes, that is right.

2
00:00:02,500 --> 00:00:04,000
Yes, that is right.

3
00:00:05,000 --> 00:00:07,000
Now press Save there.
"""
    assert (await texts(source)).count("Yes, that is right.") == 2


async def test_what_recognition_repeats_in_a_silence_is_read_once():
    cues = "\n\n".join(
        f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\nThanks for watching this video." for n in range(1, 30)
    )
    assert await texts(cues) == ["Thanks for watching this video."]


async def test_sounds_are_left_out_and_speech_is_not():
    source = """1
00:00:01,000 --> 00:00:02,000
(screen whooshing)

2
00:00:02,000 --> 00:00:04,000
- [Instructor] Press <i>Save</i> &amp; wait. [Music]

3
00:00:04,000 --> 00:00:06,000
♪ ♪

4
00:00:06,000 --> 00:00:08,000
My name is [name] and I use vector<int> a lot.

5
00:00:08,000 --> 00:00:09,000
{\\an8}- Which one was it?
"""
    assert await said(source) == [
        (2.0, "Instructor", "Press Save & wait."),
        (6.0, "Instructor", "My name is [name] and I use vector<int> a lot."),
        (8.0, None, "Which one was it?"),
    ]


async def test_names_in_capitals_hold_until_the_next_one():
    source = """1
00:00:01,000 --> 00:00:03,000
JANE: Open the settings

2
00:00:03,000 --> 00:00:05,000
page and look.

3
00:00:05,000 --> 00:00:07,000
JOHN: Where is it?

4
00:00:07,000 --> 00:00:09,000
JANE: Up there on top.

5
00:00:09,000 --> 00:00:11,000
JOHN: I see it now.
"""
    assert [(speaker, text) for _, speaker, text in await said(source)] == [
        ("JANE", "Open the settings page and look."),
        ("JOHN", "Where is it?"),
        ("JANE", "Up there on top."),
        ("JOHN", "I see it now."),
    ]


@pytest.mark.parametrize(
    "times",
    [
        "00:00:01,000 --> 00:00:03,000",
        "00:00:01.000 --> 00:00:03.000 align:start position:0%",
        "0:0:1.0 --> 0:0:3.0",
        "00:01.000-->00:03.000",
        "  00:00:01,000  -->  00:00:03,000  ",
    ],
)
async def test_times_may_be_written_carelessly(times: str):
    transcript = await read(f"1\n{times}\nOpen the settings.\n")

    assert [(u.start, u.end, u.text) for u in transcript.utterances] == [(1.0, 3.0, "Open the settings.")]


async def test_captions_may_come_in_any_order_and_end_before_they_begin():
    source = """WEBVTT

00:00:09.000 --> 00:00:07.000
Then press Save.

00:00:01.000 --> 00:00:03.000
Open the settings.
"""
    transcript = await read(source)

    assert [(u.start, u.end, u.text) for u in transcript.utterances] == [
        (1.0, 3.0, "Open the settings."),
        (9.0, 9.0, "Then press Save."),
    ]


async def test_overlapping_speakers_are_all_kept():
    source = """WEBVTT

00:00:01.000 --> 00:00:06.000
<v Ann>Open the settings and then</v>

00:00:03.000 --> 00:00:03.500
<v Bob>Yes, I did.</v>

00:00:06.000 --> 00:00:08.000
<v Ann>press the Save button.</v>
"""
    assert await said(source) == [
        (1.0, "Ann", "Open the settings and then press the Save button."),
        (3.0, "Bob", "Yes, I did."),
    ]


async def test_slacks_own_transcript_of_a_clip():
    source = """WEBVTT

1
00:00:00.000 --> 00:00:02.000
- Hi team, a quick demo.

2
00:00:02.000 --> 00:00:05.000
- You open the settings page.
"""
    assert await texts(source) == ["Hi team, a quick demo.", "You open the settings page."]


async def test_sbv():
    transcript = await read(
        "0:00:01.500,0:00:03.000\nOpen the\nsettings.\n\n0:00:03.000,0:00:04.000\nPress Save now.\n"
    )

    assert transcript.format == "SBV"
    assert [(u.start, u.text) for u in transcript.utterances] == [(1.5, "Open the settings."), (3.0, "Press Save now.")]


async def test_ttml_with_agents_frames_and_a_title():
    source = """<?xml version="1.0" encoding="utf-16"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" ttp:frameRate="25"
    xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xml:lang="en-GB">
<head><metadata><ttm:title>How to save</ttm:title>
<ttm:agent xml:id="s1"><ttm:name>Jane</ttm:name></ttm:agent></metadata></head>
<body><div>
<p begin="00:00:01:05" end="00:00:03:00" ttm:agent="s1">Open the<br/>settings.</p>
<p begin="3.5s" dur="1s">Press <span>Save</span> now.</p>
</div></body></tt>"""
    transcript = await read(source)

    assert transcript.format == "TTML"
    assert transcript.title == "How to save"
    assert transcript.language == "en"
    assert [(u.start, u.end, u.speaker, u.text) for u in transcript.utterances] == [
        (1.2, 3.0, "Jane", "Open the settings."),
        (3.5, 4.5, None, "Press Save now."),
    ]


async def test_youtubes_xml():
    srv1 = '<?xml version="1.0"?><transcript><text start="1.5" dur="2">Open &amp;amp; look.</text></transcript>'
    srv3 = (
        '<timedtext format="3"><body><p t="1500" d="2000"><s>Open</s><s t="300"> this one.</s></p></body></timedtext>'
    )

    assert await said(srv1) == [(1.5, None, "Open & look.")]
    assert await said(srv3) == [(1.5, None, "Open this one.")]


async def test_youtubes_json():
    events = [
        {"tStartMs": 0, "dDurationMs": 100, "id": 1},
        {
            "tStartMs": 1500,
            "dDurationMs": 2000,
            "segs": [{"utf8": "Open"}, {"utf8": " the settings.", "tOffsetMs": 200}],
        },
        {"tStartMs": 1600, "aAppend": 1, "segs": [{"utf8": "\n"}]},
        {"tStartMs": 3600, "dDurationMs": 900, "segs": [{"utf8": "Press Save now."}]},
    ]
    transcript = await read(json.dumps({"wireMagic": "pb3", "events": events}))

    assert transcript.format == "YouTube JSON"
    assert [(u.start, u.text) for u in transcript.utterances] == [(1.5, "Open the settings."), (3.6, "Press Save now.")]


async def test_substation_alpha_without_signs_and_drawings():
    source = """[Script Info]
Title: How to save

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:04.00,0:00:06.00,Default,Bob,0,0,0,,Then press\\NSave, please.
Dialogue: 0,0:00:01.00,0:00:03.00,Default,Ann,0,0,0,,{\\i1}Open{\\i0} the settings.
Comment: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,not shown
Dialogue: 0,0:00:02.00,0:00:03.00,Signs,,0,0,0,,{\\pos(1,2)}MENU
Dialogue: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,{\\p1}m 0 0 l 100 0{\\p0}
"""
    transcript = await read(source)

    assert transcript.title == "How to save"
    assert [(u.start, u.speaker, u.text) for u in transcript.utterances] == [
        (1.0, "Ann", "Open the settings."),
        (4.0, "Bob", "Then press Save, please."),
    ]
