"""Where captions begin and end: times in every form, with and without numbers, blank lines and line breaks."""

from __future__ import annotations

import pytest

from pipeline.errors import NotATranscript
from pipeline.readers import Verdict, sniff
from tests.unit.readers.spoken import read, said, texts

LINES = (
    "Open the settings page.",
    "Then choose the folder with the reports.",
    "Press Save at the bottom.",
    "Wait until the page is loaded again.",
)
TALK = [(float(5 * number), text) for number, text in enumerate(LINES)]


def clock(seconds: int, mark: str = ",") -> str:
    return f"00:00:{seconds:02}{mark}000"


def times(number: int, mark: str = ",", arrow: str = "-->") -> str:
    return f"{clock(5 * number, mark)} {arrow} {clock(5 * number + 4, mark)}"


async def heard(source: str) -> list[tuple[float | None, str]]:
    return [(start, text) for start, _, text in await said(source)]


LAYOUTS = {
    "SubRip": "\n\n".join(f"{n + 1}\n{times(n)}\n{text}" for n, text in enumerate(LINES)),
    "WebVTT without numbers": "WEBVTT\n\n" + "\n\n".join(f"{times(n, '.')}\n{text}" for n, text in enumerate(LINES)),
    "no blank lines": "WEBVTT\n" + "\n".join(f"{times(n, '.')}\n{text}" for n, text in enumerate(LINES)),
    "no blank lines, but numbers": "\n".join(f"{n + 1}\n{times(n)}\n{text}" for n, text in enumerate(LINES)),
    "no blank lines, but names of the captions": "WEBVTT\n\n"
    + "\n".join(f"cue-{n}\n{times(n, '.')}\n{text}" for n, text in enumerate(LINES)),
    "a blank line after the times and none before": "WEBVTT\n\n"
    + "\n".join(f"{times(n, '.')}\n\n{text}" for n, text in enumerate(LINES)),
    "two lines in a caption, and no blank lines": "\n".join(
        "{}\n{} {}\n{}".format(times(n), *text.split(" ", 2)) for n, text in enumerate(LINES)
    ),
    "one blank line is missing": "WEBVTT\n\n"
    + "\n\n".join(f"{times(n, '.')}\n{text}" for n, text in enumerate(LINES)).replace("\n\n00:00:10", "\n00:00:10"),
    "double-spaced": "\n\n\n".join(f"{n + 1}\n\n{times(n)}\n\n{text}" for n, text in enumerate(LINES)),
    "double-spaced, with identifiers": "WEBVTT\n\n"
    + "\n\n".join(f"3b1a2c4d-0000-4a5b-8c6d-7e8f9a0b1c2d/{n}-0\n\n{times(n)}\n\n{t}" for n, t in enumerate(LINES)),
    "a number stands twice": "\n\n".join(f"{n + 1}\n{times(n)}\n{text}" for n, text in enumerate(LINES)).replace(
        "\n\n3\n", "\n\n3\n\n3\n"
    ),
    "identifiers of words": "WEBVTT\n\n"
    + "\n\n".join(f"{word} part\n{times(n)}\n{LINES[n]}" for n, word in enumerate(("first", "next", "a", "last"))),
    "notes between captions": "WEBVTT\n\n"
    + "\n\n".join(f"NOTE Confidence: 0.9\n\n{times(n)}\n{text}" for n, text in enumerate(LINES)),
    "everything on one line": " ".join(f"{n + 1} {times(n)} {text} " for n, text in enumerate(LINES)),
    "WebVTT on one line": "WEBVTT " + " ".join(f"{times(n, '.')} {text} " for n, text in enumerate(LINES)),
    "quoted in a mail": "".join(f"> {n + 1}\n> {times(n)}\n> {text}\n> \n" for n, text in enumerate(LINES)),
    "text after the times": "\n".join(f"{times(n)} {text}" for n, text in enumerate(LINES)),
    "numbers before the times": "\n\n".join(f"{n + 1} {times(n)}\n{text}" for n, text in enumerate(LINES)),
    "places after the times": "\n\n".join(f"{n + 1}\n{times(n)}  X1:2 X2:5 Y1:3\n{t}" for n, t in enumerate(LINES)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
async def test_nothing_is_lost_and_no_number_said_in_any_layout(layout: str):
    assert await heard(LAYOUTS[layout]) == TALK


ARROWS = ("-->", "->", "–>", "—>", "→", "--&gt;", "-- >")
CLOCKS = {
    "commas": "00:00:05,000",
    "frames": "00:00:05:12",
    "frames that are dropped": "00:00:05;12",
    "a colon before thousandths": "00:00:05:000",
    "wide digits": "００：００：０５，０００",
    "wide marks": "00：00：05，000",
    "blanks after colons": "00: 00: 05,000",
    "no hours": "00:05.000",
    "few digits": "0:0:5.0",
    "Arabic digits": "٠٠:٠٠:٠٥,٠٠٠",
}


@pytest.mark.parametrize("arrow", ARROWS)
async def test_arrows_as_programs_and_people_write_them(arrow: str):
    source = "\n\n".join(f"{n + 1}\n{times(n, arrow=arrow)}\n{text}" for n, text in enumerate(LINES))

    assert await heard(source) == TALK
    assert sniff(source.encode(), "talk.srt").verdict is Verdict.YES


@pytest.mark.parametrize("form", CLOCKS)
async def test_clocks_as_programs_write_them(form: str):
    time = CLOCKS[form]
    source = f"1\n{time} --> {time}\nOpen the settings page.\n\n2\n{time} --> {time}\nThen press Save there.\n"

    assert await heard(source) == [(5.0, "Open the settings page."), (5.0, "Then press Save there.")]


async def test_thousandths_after_a_colon_are_not_lost():
    assert await heard("1\n00:00:05:500 --> 00:00:08:000\nOpen the settings page.\n") == [
        (5.5, "Open the settings page.")
    ]


async def test_times_before_the_beginning_are_the_beginning():
    source = (
        "1\n-00:00:02,500 --> -00:00:00,500\nOpen the settings page.\n\n2\n00:00:05,000 --> 00:00:08,000\nNow save.\n"
    )

    assert await heard(source) == [(0.0, "Open the settings page."), (5.0, "Now save.")]


async def test_numbers_that_are_said_are_not_taken_for_identifiers():
    source = (
        "WEBVTT\n00:00:00.000 --> 00:00:04.000\nHow many copies?\n00:00:05.000 --> 00:00:06.000\n12\n"
        "00:00:07.000 --> 00:00:09.000\nAnd which port?\n00:00:10.000 --> 00:00:12.000\n8080\n"
    )
    assert " ".join(await texts(source)) == "How many copies? 12 And which port? 8080"


async def test_numbers_that_are_said_stay_in_numbered_captions():
    source = "\n\n".join(
        f"{n}\n{times(n)}\n{text}" for n, text in enumerate(("How many?", "2", "And now?", "8080."), 1)
    )

    assert " ".join(await texts(source)) == "How many? 2 And now? 8080."


async def test_two_times_and_an_arrow_may_be_read_out():
    source = """WEBVTT

00:00:00.000 --> 00:00:04.000
Open the log of the server.

00:00:04.000 --> 00:00:09.000
It failed between
02:34.567 --> 02:36.000 as you can see here.

00:00:09.000 --> 00:00:12.000
Then close the log.
"""
    assert await heard(source) == [
        (0.0, "Open the log of the server."),
        (4.0, "It failed between 02:34.567 --> 02:36.000 as you can see here."),
        (9.0, "Then close the log."),
    ]


async def test_joined_segments_of_a_stream_are_read_once():
    segments = [
        "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000\n\n"
        + "\n\n".join(f"{times(n, '.')}\n{LINES[n]}" for n in part)
        for part in ((0, 1), (1, 2, 3))
    ]
    assert await heard("\n\n".join(segments)) == TALK


async def test_segments_whose_times_begin_at_zero_follow_each_other():
    segments = [
        f"WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:{900_000 + part * 900_000},LOCAL:00:00:00.000\n\n"
        + "\n\n".join(f"{times(n, '.')}\n{LINES[2 * part + n]}" for n in (0, 1))
        for part in (0, 1)
    ]
    assert await heard("\n\n".join(segments)) == [(0.0, LINES[0]), (5.0, LINES[1]), (10.0, LINES[2]), (15.0, LINES[3])]


async def test_teams_metadata_as_json_is_read():
    source = "WEBVTT\n\n" + "\n\n".join(
        f'{times(n, ".")}\n{{"startDateTime": "2023-08-22T10:42:16Z", "speakerName": "{name}", "spokenText": "{text}"}}'
        for n, (name, text) in enumerate(zip(("Jane Doe", "John Roe", "Jane Doe", "John Roe"), LINES, strict=True))
    )
    assert [(start, speaker) for start, speaker, _ in await said(source)] == [
        (0.0, "Jane Doe"),
        (5.0, "John Roe"),
        (10.0, "Jane Doe"),
        (15.0, "John Roe"),
    ]
    assert await texts(source) == list(LINES)


NOT_SPEECH = {
    "pictures of a preview": ["sprite.jpg#xywh=0,0,160,90", "sprite.jpg#xywh=160,0,160,90", "img/002.webp"],
    "data": ['{"lat": 52.1, "lon": 13.2}', '{"lat": 52.2, "lon": 13.2}', '{"lat": 52.3, "lon": 13.2}'],
}


@pytest.mark.parametrize("kind", NOT_SPEECH)
async def test_captions_in_which_nobody_speaks_are_refused(kind: str):
    source = "WEBVTT\n\n" + "\n\n".join(f"{times(n, '.')}\n{text}" for n, text in enumerate(NOT_SPEECH[kind]))

    with pytest.raises(NotATranscript, match="nothing that was said"):
        await read(source)
    assert sniff(source.encode(), "talk.vtt").verdict is Verdict.NO


async def test_chapters_are_refused_and_slow_speech_is_not():
    chapters = "WEBVTT\n\n" + "\n\n".join(
        f"00:{5 * n:02}:00.000 --> 00:{5 * n + 5:02}:00.000\n{title}"
        for n, title in enumerate(("Introduction", "Create a report", "Choose a template", "Questions"))
    )
    with pytest.raises(NotATranscript, match="chapters"):
        await read(chapters)
    assert sniff(chapters.encode(), "talk.vtt").verdict is Verdict.NO
    assert sniff(chapters.replace("report", "report.").encode(), "talk.vtt").verdict is Verdict.YES


async def test_three_lines_that_roll_up_are_read_once():
    lines = ["open the settings", "page and look for", "the folder with reports", "then press save", "at the bottom"]
    source = "\n\n".join(
        f"{n + 1}\n{times(n)}\n" + "\n".join(lines[max(0, n - 2) : n + 1]) for n in range(len(lines))
    ).replace(":04,000", ":05,000")
    source = source.replace(":09,000", ":10,000").replace(":14,000", ":15,000").replace(":19,000", ":20,000")

    assert " ".join(await texts(source)) == " ".join(lines)


async def test_a_last_line_that_grows_is_read_once():
    shown = [
        "open the",
        "open the settings page",
        "open the settings page\nand press",
        "open the settings page\nand press save",
    ]
    source = "\n\n".join(f"00:00:0{n}.000 --> 00:00:0{n + 1}.000\n{text}" for n, text in enumerate(shown))

    assert " ".join(await texts(f"WEBVTT\n\n{source}")) == "open the settings page and press save"


async def test_a_text_in_which_every_line_stands_twice_is_read_once():
    lines = ["open the settings page", "and look for the folder", "with the reports in it", "then press save there"]

    assert " ".join(await texts("\n".join(f"{line}\n{line}" for line in lines))) == " ".join(lines)
