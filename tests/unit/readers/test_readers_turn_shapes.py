"""Forms of turns that few tools write: names on lines of their own, times behind what is said, dashes."""

from __future__ import annotations

import pytest

from tests.unit.readers.spoken import read, said

TALK = [
    ("Jane Doe", "Hello and welcome to the demo."),
    ("John Roe", "Thanks for having me here."),
    ("Jane Doe", "Let us start with the settings page."),
    ("Jane Doe", "Click on it."),
    ("John Roe", "Should I save it now?"),
    ("Jane Doe", "Yes, press Save."),
]
SPOKEN = [(name, text) for name, text in TALK]


async def speakers_and_texts(text: str) -> list[tuple[str | None, str]]:
    return [(speaker, words) for _, speaker, words in await said(text)]


@pytest.mark.parametrize("head", ["", "The demo\n\n"])
@pytest.mark.parametrize("shape", ["{0}\n{1}\n\n", "{0}\n\n{1}\n\n", "{0}\n{1}\n"])
async def test_names_on_lines_of_their_own_are_names_if_they_come_back(shape: str, head: str):
    assert await speakers_and_texts(head + "".join(shape.format(*turn) for turn in TALK)) == SPOKEN


async def test_headings_that_come_back_are_no_names():
    text = "Data Export\nIt saves a file.\n\nSingle Sign-On\nIt needs an account.\n\n" * 2

    assert (await read(text)).speakers == ()


async def test_times_of_f4_behind_a_paragraph_say_when_it_ended():
    talk = "I: Open the page. #00:00:08-0#\n\nB1: Which one? #00:00:12-5#\n\nI: That one.\nIt is blue. #00:00:20-0#\n"

    assert await said(talk) == [
        (0.0, "I", "Open the page."),
        (8.0, "B1", "Which one?"),
        (12.0, "I", "That one. It is blue."),
    ]


async def test_times_of_f4_before_a_paragraph_make_no_heading():
    talk = "#00:00:03-0# I: Open the page.\n\n#00:00:08-0# B1: Which one?\n\n#00:00:12-5# I: That one.\n"

    found = await read(talk)

    assert [(u.start, u.speaker, u.text) for u in found.utterances] == [
        (3.0, "I", "Open the page."),
        (8.0, "B1", "Which one?"),
        (12.0, "I", "That one."),
    ]
    assert found.title is None


async def test_a_second_time_inside_one_line_begins_something():
    text = "[00:00:00] Hello and welcome. Open the page and click. [00:00:29] Then choose a name and save it in there."

    assert [(start, words) for start, _, words in await said(text)] == [
        (0.0, "Hello and welcome."),
        (0.0, "Open the page and click."),
        (29.0, "Then choose a name and save it in there."),
    ]


@pytest.mark.parametrize("captions", [False, True])
async def test_names_before_dashes_may_stand_only_where_the_speaker_changes(captions: bool):
    lines = [
        f"{name} - {text}" if number == 0 or TALK[number - 1][0] != name else text
        for number, (name, text) in enumerate(TALK)
    ]
    if captions:
        lines = [f"00:00:{n:02}.000 --> 00:00:{n + 1:02}.000\n{line}\n" for n, line in enumerate(lines)]

    found = await speakers_and_texts("WEBVTT\n\n" * captions + "\n".join(lines))

    assert found == SPOKEN


async def test_a_dash_before_every_caption_says_nothing_beside_names():
    lines = [
        f"- {name}: {text}" if number == 0 or TALK[number - 1][0] != name else f"- {text}"
        for number, (name, text) in enumerate(TALK)
    ]
    captions = [f"00:00:{n:02}.000 --> 00:00:{n + 1:02}.000\n{line}\n" for n, line in enumerate(lines)]

    assert await speakers_and_texts("WEBVTT\n\n" + "\n".join(captions)) == SPOKEN


async def test_what_only_screen_readers_say_is_apart_from_what_is_seen():
    entry = (
        "<div><span>{0}</span><span class='screenReaderFriendlyHiddenTag'>{0} 0 minutes {1} seconds</span>"
        "<span>0:{1:02}</span><div>{2}</div></div>"
    )
    page = "".join(entry.format(name, 5 * number, text) for number, (name, text) in enumerate(TALK))

    assert await said(f"<html><body>{page}</body></html>") == [
        (5.0 * number, name, text) for number, (name, text) in enumerate(TALK)
    ]
