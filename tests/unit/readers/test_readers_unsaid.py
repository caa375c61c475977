"""What tools write into a transcript, and nobody said; and what was said though it looks like that."""

from __future__ import annotations

import pytest

from pipeline.readers import unsaid
from tests.unit.readers.spoken import said, texts

TALK = "[0:01] Ann: Open the settings page.\n[0:05] Bob: I see it now.\n[0:09] Ann: Then press Save.\n"


@pytest.mark.parametrize(
    "line",
    [
        "Transcription ended after 00:28:51",
        "End of transcript.",
        "End of transcript at May 2, 2024 10:03:00 AM",
        "This editable transcript was computer generated and might contain errors.",
        "foo_print_timings:     load time =   113.81 ms",
        "(Transcribed by FooScribe. Buy it to remove this message.)",
        "[Auto-generated transcript. Edits may have been applied for clarity.]",
        "[0:12] Cem Öz joined the meeting",
        "[0:12] Bob left",
        "[0:12] No text",
        "  ACTION ITEM: Ann sends it - WATCH: https://example.com/calls/1?t=12",
        "Ann stopped recording",
        "<end subtitles>",
    ],
)
async def test_what_a_tool_wrote_is_not_said(line: str):
    before, after = await texts(f"{line}\n\n{TALK}"), await texts(f"{TALK}\n{line}\n")

    assert before == after == ["Open the settings page.", "I see it now.", "Then press Save."]


@pytest.mark.parametrize(
    "line",
    [
        "The session started well.",
        "This meeting is about reports.",
        "He left the company.",
        "End of the call is near.",
        "The recording you see is old.",
        "Type user_name: and your name.",
        "No text is lost.",
    ],
)
def test_what_was_said_stays(line: str):
    assert not unsaid.is_remark(line)
    assert not unsaid.is_event(line, {"Ann"})
    assert not unsaid.is_nothing(line)


async def test_times_inside_sentences_are_not_said_and_names_nobody():
    source = (
        "So today I'll [00:00:02] show you how to make a report in the [00:00:05] portal. Can you share your "
        "[00:00:09] screen? Sure. First, open the settings [00:00:15] page.\n"
    )
    assert await said(source) == [
        (0.0, None, "So today I'll show you how to make a report in the portal."),
        (5.0, None, "Can you share your screen?"),
        (9.0, None, "Sure. First, open the settings page."),
    ]


async def test_a_page_pasted_as_one_line_has_its_turns():
    source = (
        "Weekly demoMay 2, 2024, 10:02AM1m 2sAnn Lee started transcriptionAnn Lee   0:03That's what I want to show you."
        "Joe McDonald   0:08Can you share your screen?Ann Lee   0:12Sure, I can.0:29 Now you see it.Joe McDonald   0:33"
        "Yes, thanks.Ann Lee stopped transcription\n"
    )
    assert (await said(source))[:5] == [
        (3.0, "Ann Lee", "That's what I want to show you."),
        (8.0, "Joe McDonald", "Can you share your screen?"),
        (12.0, "Ann Lee", "Sure, I can."),
        (29.0, "Ann Lee", "Now you see it."),
        (33.0, "Joe McDonald", "Yes, thanks."),
    ]


async def test_a_time_alone_goes_on_with_the_speaker_before():
    source = "Ann Lee   0:03\nOpen the page.\nJoe Fo   0:08\nI see it.\n0:12\nAnd now?\nAnn Lee   0:15\nSave it.\n"

    assert await said(source) == [
        (3.0, "Ann Lee", "Open the page."),
        (8.0, "Joe Fo", "I see it."),
        (12.0, "Joe Fo", "And now?"),
        (15.0, "Ann Lee", "Save it."),
    ]


async def test_names_inside_one_line_begin_turns():
    source = "Me: Welcome to all of you. Them: Can you share your screen first? Me: Sure, I can do it. Them: Thanks.\n"

    assert [(speaker, text) for _, speaker, text in await said(source)] == [
        ("Me", "Welcome to all of you."),
        ("Them", "Can you share your screen first?"),
        ("Me", "Sure, I can do it."),
        ("Them", "Thanks."),
    ]


async def test_the_numbers_of_lines_are_not_said():
    source = "".join(f"  {n:3}        {'QA'[n % 2]}.   This is what I said in line {n}.\n" for n in range(1, 9))

    assert (await said(f"{source}\n     Foo Reporting\n"))[0] == (None, "A", "This is what I said in line 1.")
    assert len(await texts(source)) == 8


async def test_lines_that_stand_there_twice_are_said_once():
    lines = ("first open the settings page", "and click on users", "then press the button", "and choose a name", "ok")

    doubled = await texts("".join(f"{line}\n{line}\n" for line in lines * 2))

    assert " ".join(doubled) == " ".join(lines * 2)


async def test_numbers_over_times_are_not_said():
    source = "Portal training\n\n" + "Here is a long summary of what was said. " * 60 + "\n\n"
    source += "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\nAnn: This is part {n}.\n\n" for n in range(1, 6))

    assert await texts(source) == [f"This is part {n}." for n in range(1, 6)]


async def test_a_sentence_goes_on_after_an_mhm():
    source = (
        "Ann: So you click on the\nBob: Mhm.\nAnn: New report button.\nBob: Okay, got it.\nAnn: Then you type its\n"
        "Bob: Yes.\nAnn: Name and press Save.\nBob: And where do I find it again?\nAnn: In the list.\n"
    )
    assert [(speaker, text) for _, speaker, text in await said(source)] == [
        ("Ann", "So you click on the New report button."),
        ("Bob", "Mhm."),
        ("Bob", "Okay, got it."),
        ("Ann", "Then you type its Name and press Save."),
        ("Bob", "Yes."),
        ("Bob", "And where do I find it again?"),
        ("Ann", "In the list."),
    ]
