"""What stands at the edges of a PDF's pages: heads, feet and numbers are left out, and what people say never is."""

from __future__ import annotations

import pytest

from pipeline.confined.pdf import FAR_TOO_MANY
from pipeline.errors import EmptyTranscript, TranscriptTooLarge
from pipeline.options import Limits
from pipeline.readers import Verdict, sniff
from pipeline.readers.documents.content import PAGES
from pipeline.readers.transcript_reader import read_transcript_here
from pipeline.transcript import Transcript
from tests.unit.readers.papers import pdf

SAID = "Now open the list of the reports, look for the one from the week before, and press the button on the right."


def _read(pages: list[list[str]]) -> Transcript:
    return read_transcript_here(pdf(*pages), "talk.pdf", Limits())


def _clock(second: int) -> str:
    return f"{second // 60}:{second % 60:02}"


def _pages(lines: list[str], height: int, head: str = "", foot: str = "") -> list[list[str]]:
    """These lines on pages of so many lines, with a head and a foot in which # is the page's number."""
    parts = [lines[begin : begin + height] for begin in range(0, len(lines), height)]
    return [
        [
            *([head.replace("#", str(number))] if head else []),
            *part,
            *([foot.replace("#", str(number))] if foot else []),
        ]
        for number, part in enumerate(parts, 1)
    ]


NAMED = {
    "name and time": lambda name, second: [f"{name}  {_clock(second)}"],
    "time and name": lambda name, second: [f"[{_clock(second)}] {name}"],
    "time in brackets and a colon": lambda name, second: [f"{name} (00:{second // 60:02}:{second % 60:02}):"],
    "name over time": lambda name, second: [name, _clock(second)],
}


@pytest.mark.parametrize("height", [3, 4, 5, 7])
@pytest.mark.parametrize("form", NAMED.values(), ids=NAMED)
def test_names_and_times_at_the_edge_of_pages_stay(form, height):
    turns = [(number * 9.0, ("Ann Lee", "Ben Roy")[number % 2], f"{number} is done. {SAID}") for number in range(40)]
    lines = [line for start, name, text in turns for line in (*form(name, int(start)), text)]

    spoken = _read(_pages(lines, height))

    assert {(u.start, u.speaker) for u in spoken.utterances} == {(start, name) for start, name, _ in turns}
    assert sum(len(u.text.split()) for u in spoken.utterances) == sum(len(text.split()) for *_, text in turns)


def test_times_alone_at_the_edge_of_pages_stay():
    lines = [line for number in range(40) for line in (f"00:{number:02}:00", f"{number}. {SAID}")]

    spoken = _read(_pages(lines, 4))

    assert [u.start for u in spoken.utterances] == [number * 60.0 for number in range(40)]


def test_what_somebody_says_at_the_foot_of_many_pages_stays():
    pages = [[f"Ann Lee  {number}:00", SAID, f"Ben Roy  {number}:30", "Okay, got it."] for number in range(12)]

    spoken = _read(pages)

    assert [u.text for u in spoken.utterances if u.speaker == "Ben Roy"] == ["Okay, got it."] * 12


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("Acme Inc. - Confidential", "Page # of 8"),
        ("11/28/26, 2:16 PM", "#"),
        ("# Weekly demo", "- # -"),
        ("", "Transcript of May 2, 2024, made at 10:02"),
    ],
)
def test_heads_and_feet_go(head, foot):
    lines = [line for number in range(24) for line in (f"Ann Lee  {number}:00", f"{number} is done. {SAID}")]

    spoken = _read(_pages(lines, 6, head, foot))

    assert [(u.start, u.speaker) for u in spoken.utterances if u.text != f"{SAID}"] == [
        (number * 60.0, "Ann Lee") for number in range(24)
    ]
    assert "".join(u.text for u in spoken.utterances) == "".join(f"{number} is done.{SAID}" for number in range(24))


def test_a_number_that_the_page_wraps_to_a_line_of_its_own_is_said():
    spoken = _read(
        [["Ann Lee: Then", "Ben Roy: What?", "Ann Lee: Choose the report for the year", "2024", "and save."]]
    )

    (ann,) = [u.text for u in spoken.utterances if u.speaker == "Ann Lee"]
    assert ann == "Then Choose the report for the year 2024 and save."


def test_a_sentence_that_is_all_that_each_page_has_is_said():
    transcript = _read([["Ann: Click Save.", str(number)] for number in range(1, 6)])

    assert [(u.speaker, u.text) for u in transcript.utterances] == [("Ann", "Click Save.")] * 5


def test_a_head_over_pages_without_text_is_not_said():
    with pytest.raises(EmptyTranscript):
        _read([["Minutes of the board", str(number)] for number in range(1, 6)])


TOO_MANY = {
    "told by the file": pdf(*[["Ann: Click Save."]] * (PAGES + 1)),
    "seen in the file": pdf(["Ann: Click Save."]) + b"\n<< /Type /Page >>" * (PAGES * FAR_TOO_MANY),
}


@pytest.mark.parametrize("data", TOO_MANY.values(), ids=TOO_MANY)
def test_a_pdf_of_too_many_pages_is_called_that(data: bytes):
    with pytest.raises(TranscriptTooLarge, match="more than 1,500 pages"):
        read_transcript_here(data, "talk.pdf", Limits())
    sniffed = sniff(data, "talk.pdf")
    assert sniffed.verdict is Verdict.NO
    assert "1,500 pages" in sniffed.reason


def test_a_pdf_of_as_many_pages_as_allowed_is_read():
    transcript = _read([[f"Ann: Click Save on page {number}."] for number in range(PAGES)])

    assert len(transcript.utterances) == PAGES
