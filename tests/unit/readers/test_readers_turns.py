"""Plain text and Markdown, in the forms in which meeting tools and people write turns."""

from __future__ import annotations

import pytest

from pipeline.transcript import Timing
from tests.unit.readers.spoken import read, said, texts

TURNS = [
    ("Jane Doe", "Hello everyone, welcome to the demo."),
    ("John Roe", "Thanks for having me here."),
    ("Jane Doe", "Let us start with the settings page."),
]

TIMED = {
    "Otter": """Weekly demo
Thu, Mar 3, 2024 2:03PM • 21:07

SUMMARY KEYWORDS
settings, users

SPEAKERS
Jane Doe, John Roe

Jane Doe  00:03
Hello everyone, welcome to the demo.

John Roe  00:09
Thanks for having me here.

Jane Doe  00:15
Let us start with the settings page.

Transcribed by https://otter.ai
""",
    "Rev": """Jane Doe (00:03):
Hello everyone, welcome to the demo.
John Roe (00:09):
Thanks for having me here.
Jane Doe (00:15):
Let us start with the settings page.
""",
    "Rev with the colon first": """Jane Doe: (00:03)
Hello everyone, welcome to the demo.

John Roe: (00:09)
Thanks for having me here.

Jane Doe: (00:15)
Let us start with the settings page.
""",
    "Teams": """Weekly demo-20240303_140000-Meeting Recording
March 3, 2024, 2:00PM

Jane Doe   0:03
Hello everyone, welcome to the demo.

John Roe   0:09
Thanks for having me here.

Jane Doe   0:15
Let us start with the settings page.

Jane Doe stopped transcription
""",
    "Teams with ranges": """0:0:3.0 --> 0:0:8.0
Jane Doe
Hello everyone, welcome to the demo.

0:0:9.0 --> 0:0:11.0
John Roe
Thanks for having me here.

0:0:15.0 --> 0:0:17.0
Jane Doe
Let us start with the settings page.
""",
    "Fireflies": """00:00:03 Jane Doe
Hello everyone, welcome to the demo.

00:00:09 John Roe
Thanks for having me here.

00:00:15 Jane Doe
Let us start with the settings page.
""",
    "Zoom, by the time of day": """[Jane Doe] 14:03:03
Hello everyone, welcome to the demo.

[John Roe] 14:03:09
Thanks for having me here.

[Jane Doe] 14:03:15
Let us start with the settings page.
""",
    "brackets before the name": """[00:00:03] Jane Doe: Hello everyone, welcome to the demo.
[00:00:09] John Roe: Thanks for having me here.
[00:00:15] Jane Doe: Let us start with the settings page.
""",
    "brackets and bold": """[00:03] **Jane Doe**: Hello everyone, welcome to the demo.

[00:09] **John Roe**: Thanks for having me here.

[00:15] **Jane Doe**: Let us start with the settings page.
""",
    "bold and brackets": """**Jane Doe** [00:03]: Hello everyone, welcome to the demo.

**John Roe** [00:09]: Thanks for having me here.

**Jane Doe** [00:15]: Let us start with the settings page.
""",
    "names over times": """Jane Doe
00:00:03
Hello everyone, welcome to the demo.

John Roe
00:00:09
Thanks for having me here.

Jane Doe
00:00:15
Let us start with the settings page.
""",
    "names under times": """[00:00:03]
Jane Doe:
Hello everyone, welcome to the demo.

[00:00:09]
John Roe:
Thanks for having me here.

[00:00:15]
Jane Doe:
Let us start with the settings page.
""",
    "everything on one line": """Jane Doe (00:03): Hello everyone, welcome to the demo.
John Roe (00:09): Thanks for having me here.
Jane Doe (00:15): Let us start with the settings page.
""",
}

UNTIMED = {
    "names and colons": """Jane Doe: Hello everyone, welcome to the demo.
John Roe: Thanks for having me here.
Jane Doe: Let us start with the settings page.
""",
    "a podcast in Markdown": """---
title: "The settings page"
speakers: [Jane Doe, John Roe]
---
**Jane Doe:** Hello everyone, welcome to the demo.

**John Roe:** Thanks for having me here.

**Break**: \\[00:30\\]

**Jane Doe:** Let us start with the [settings page](https://example.com/settings).
""",
    "a meeting's notes": """# Weekly demo

Date: March 3
Attendees: Jane Doe, John Roe

## Transcript

**Jane Doe:** Hello everyone, welcome to the demo.
**John Roe:** Thanks for having me here.
**Jane Doe:** Let us start with the settings page.
""",
    "words wrapped at a width": """JANE DOE: Hello everyone, welcome
          to the demo.
JOHN ROE: Thanks for having
          me here.
JANE DOE: Let us start with the
          settings page.
""",
}


@pytest.mark.parametrize("source", TIMED.values(), ids=TIMED)
async def test_turns_with_times(source: str):
    assert [(speaker, text) for _, speaker, text in await said(source)] == TURNS
    starts = [start for start, *_ in await said(source)]
    assert [start - (starts[0] or 0) for start in starts if start is not None] == [0, 6, 12]


@pytest.mark.parametrize("source", UNTIMED.values(), ids=UNTIMED)
async def test_turns_without_times(source: str):
    spoken = await said(source)

    assert [((speaker or "").title(), text) for _, speaker, text in spoken] == TURNS
    assert {start for start, *_ in spoken} == {None}


async def test_google_meet_tells_the_time_every_five_minutes_and_it_holds_until_the_next():
    source = """Weekly sync (2024-03-03 14:00 GMT) - Transcript
Attendees
Jane Doe, John Roe
Transcript
00:00:00

Jane Doe: Hello everyone, welcome.
John Roe: Hi there, Jane.
00:05:00

Jane Doe: Now open the settings page please.
John Roe: That is done now.
This editable transcript was computer generated and might contain errors.
Meeting ended after 00:50:32 👋
"""
    assert await said(source) == [
        (0.0, "Jane Doe", "Hello everyone, welcome."),
        (0.0, "John Roe", "Hi there, Jane."),
        (300.0, "Jane Doe", "Now open the settings page please."),
        (300.0, "John Roe", "That is done now."),
    ]


async def test_one_time_for_everything_says_nothing():
    source = "Transcript of the talk\n\n00:00:00\n\n" + "Ann: Open the page.\nBob: I see it.\n" * 20

    assert {u.timing for u in (await read(source)).utterances[1:]} == {Timing.AT}
    assert [start for start, *_ in await said(source)] == [None] * 40


async def test_the_one_time_of_a_short_talk_holds_for_all_of_it():
    found = (await read("00:00:00\n\n" + "Ann: Open the page.\nBob: I see it.\n" * 3)).utterances

    assert [(u.start, u.timing) for u in found] == [(0.0, Timing.AT), *[(0.0, Timing.FROM)] * 5]


@pytest.mark.parametrize("name", ["Jane Doe", "Speaker 1"])
async def test_a_name_and_the_beginning_on_the_first_line_are_those_of_all(name: str):
    source = f"{name}  0:00\n\n" + "Open the page and look at the list there.\n\n" * 20

    assert {speaker for _, speaker, _ in await said(source)} == {name}


@pytest.mark.parametrize("line", ["Jane Doe 12:30", "Intro 0:00", "Jane Doe 0:00 opens the page."])
async def test_other_words_and_times_on_the_first_line_are_no_speaker(line: str):
    source = f"{line}\n\n" + "Open the page and look at the list there.\n\n" * 20

    assert {speaker for _, speaker, _ in await said(source)} == {None}


@pytest.mark.parametrize("questions", ["Q: {}\nA: {}\n", "Q - {}\n\nA - {}\n\n", "Q. {}\nA. {}\n"])
async def test_questions_and_answers(questions: str):
    source = questions.format("What do I click first?", "You click Settings.") * 2

    assert [(speaker, text) for _, speaker, text in await said(source)] == [
        ("Q", "What do I click first?"),
        ("A", "You click Settings."),
    ] * 2


async def test_a_paste_of_youtubes_transcript():
    source = """0:00
0 seconds
welcome to the channel today we
0:04
4 seconds
open the settings of the app.
1:02
1 minute, 2 seconds
[Musik]
1:05
1 minute, 5 seconds
And that is it.
"""
    assert await said(source) == [
        (0.0, None, "welcome to the channel today we open the settings of the app."),
        (65.0, None, "And that is it."),
    ]


async def test_a_list_of_chapters_before_the_transcript_is_not_said():
    source = """## Chapters

00:00 - Introduction

In this part Jane says hello.

10:00 - Settings

Here she opens the settings.

## Transcript

[00:00] Hello everyone, welcome.

[00:04] Open the settings page.

[00:09] Then press Save there.
"""
    assert await texts(source) == ["Hello everyone, welcome.", "Open the settings page.", "Then press Save there."]


async def test_times_in_what_is_said_are_no_time_stamps():
    transcript = await read("The meeting at 10:30 was long. We go on at 11:45 and end by 12:00 or so.\n")

    assert transcript.duration is None


async def test_arrows_begin_a_turn_and_leave_commands_alone():
    source = (
        "Ann: Type echo done >> log.txt there.\nBob: I did that now. >> And it works here. \nAnn: Good to hear that.\n"
    )

    assert [(speaker, text) for _, speaker, text in await said(source)] == [
        ("Ann", "Type echo done >> log.txt there."),
        ("Bob", "I did that now."),
        (None, "And it works here."),
        ("Ann", "Good to hear that."),
    ]


async def test_japanese_names_and_colons():
    source = (
        "田中：それでは設定画面を開いてください。\n佐藤：はい。\n田中：次に保存を押します。\n佐藤：わかりました。\n"
    )

    transcript = await read(source)

    assert transcript.speakers == ("田中", "佐藤")
    assert transcript.utterances[0].text == "それでは設定画面を開いてください。"
    assert transcript.language == "ja"


async def test_right_to_left_text_stays_as_it_is():
    source = (
        "[00:01] דנה: שלום לכולם, ברוכים הבאים.\n[00:05] יוסי: תודה רבה לך.\n[00:09] דנה: עכשיו פותחים את ההגדרות.\n"
    )

    transcript = await read(source)

    assert (transcript.utterances[0].speaker, transcript.utterances[0].text) == ("דנה", "שלום לכולם, ברוכים הבאים.")
    assert transcript.language == "he"


async def test_spacelog_counts_from_lift_off_in_four_fields():
    source = """[-00:00:00:10]
_page : 8
_tape : Tape 1/1
LCC: 10, 9, 8, 7, 6, --

[00:00:00:02]
CDR: ...

[00:00:00:03]
_extra : END OF TAPE
CMP: Okay. [glossary:P11], Jim. Hold the [glossary:TTCA|TTCAs]
     until [time:00:00:08:38|8 plus 38].

[01:00:00:00]
CDR: Roger, we copy that.
"""
    assert await said(source) == [
        (0.0, "LCC", "10, 9, 8, 7, 6, --"),
        (13.0, "CMP", "Okay. P11, Jim."),
        (13.0, "CMP", "Hold the TTCAs until 8 plus 38."),
        (86410.0, "CDR", "Roger, we copy that."),
    ]


async def test_prose_becomes_sentences():
    assert await texts("First open the file. Then save it under another name.\n\nThat is all of it.\n") == [
        "First open the file.",
        "Then save it under another name.",
        "That is all of it.",
    ]


async def test_code_keeps_its_backticks_and_stands_alone_where_it_stood_alone():
    talk = "We load the program that we want to look at, " + "which is what everybody does first of all, " * 4
    source = f"""# Workshop

{talk} as I said. That is all. We do that in the command line by typing:

`lldb /path/to/app`

Now I can `run`.

```
breakpoint set -n main
```

Q - What is that?

A - A breakpoint.

Q - And what is that one?

A - Another one.
"""
    assert (await texts(source))[2:-2] == [
        "We do that in the command line by typing:",
        "`lldb /path/to/app`",
        "Now I can `run`.",
        "`breakpoint set -n main`",
        "What is that?",
        "A breakpoint.",
    ]


async def test_a_number_before_a_full_stop_within_a_line_is_said():
    lines = ["1. Set the schedule to Monday at 9. Save it", "2. Choose page 12. Close it", "- Open it again - and wait"]

    found = " ".join(await texts("\n".join(lines)))

    assert "Monday at 9. Save it" in found
    assert "page 12. Close it" in found
    assert "again - and wait" in found
