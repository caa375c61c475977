"""A first line that is plainly a title."""

from __future__ import annotations

import pytest

from pipeline.readers import read_transcript

SAID = (
    "First, crack three eggs into a bowl.",
    "Add a cup of milk and whisk it.",
    "Then pour in two cups of flour.",
    "When bubbles appear, flip the pancake.",
)


def captions(*said: str) -> str:
    return "\n".join(f"00:00:{n:02}.000 --> 00:00:{n + 1:02}.000\n{text}\n" for n, text in enumerate(said))


def numbered(*said: str) -> str:
    times = (f"00:00:{n:02},000 --> 00:00:{n + 1:02},000" for n in range(len(said)))
    return "\n".join(f"{n}\n{time}\n{text}\n" for n, (time, text) in enumerate(zip(times, said, strict=True), 1))


FILES = {
    "above a paragraph": "Pancakes for four\n\n" + " ".join(SAID),
    "above lines": "Pancakes for four\n" + "\n".join(SAID),
    "above times and names": "Pancakes for four\n\n"
    + "\n".join(f"00:0{n}:00 Dana: {text}" for n, text in enumerate(SAID)),
    "behind WEBVTT": "WEBVTT - Pancakes for four\n\n" + captions(*SAID),
    "the first caption of WebVTT": "WEBVTT\n\n" + captions("Pancakes for four", *SAID),
    "above SubRip": "Pancakes for four\n\n" + numbered(*SAID),
    "the first caption of SubRip": numbered("Pancakes for four", *SAID),
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES.keys())
async def test_a_first_line_that_is_a_title_is_the_title_and_what_was_said_begins_behind_it(text: str):
    transcript = await read_transcript(text.encode(), "rec001.txt")

    assert (transcript.title, transcript.titled_by_name) == ("Pancakes for four", False)
    assert SAID[0] in [utterance.text for utterance in transcript.utterances]
    assert transcript.account is not None
    assert not transcript.account.unaccounted


@pytest.mark.parametrize(
    "line",
    [
        "Hello everyone",
        "So today we make pancakes",
        "Dana Fox",
        "Add the flour,",
        "and then",
        "Captions",
        "I'm Dana",
        "Ok",
    ],
)
async def test_a_first_line_that_may_be_said_is_no_title(line: str):
    for text in (f"{line}\n\n{' '.join(SAID)}", "WEBVTT\n\n" + captions(line, *SAID)):
        transcript = await read_transcript(text.encode(), "rec001.txt")

        assert transcript.title is None
        assert transcript.utterances[0].text.startswith(line[:3])


async def test_a_first_instruction_without_a_full_stop_is_no_title():
    transcript = await read_transcript(b"Open the settings\nClick Security.\nTurn it on.\nClose them.\n", "rec001.txt")

    assert transcript.title is None
    assert transcript.utterances[0].text == "Open the settings"


async def test_a_first_caption_that_goes_on_in_the_next_is_no_title():
    text = "WEBVTT\n\n" + captions("One of the most useful things", " as a cook is this.", *SAID)

    assert (await read_transcript(text.encode(), "rec001.vtt")).title is None


async def test_captions_without_punctuation_have_no_title_line():
    text = "WEBVTT\n\n" + captions("Pancakes for four", *(each.rstrip(".") for each in SAID))

    assert (await read_transcript(text.encode(), "rec001.vtt")).title is None


async def test_a_title_in_capitals_is_told_from_a_name_by_what_is_said():
    said = ("Open the printer settings.", "Press the button.", "Wait a minute.")

    titles = [
        (await read_transcript(f"{line}\n\n{' '.join(said)}".encode(), "rec001.txt")).title
        for line in ("Printer Setup", "Dana Fox")
    ]

    assert titles == ["Printer Setup", None]
