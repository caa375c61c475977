"""Transcripts as tables outside Word: which column is what, by what is in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest

from pipeline.errors import NotATranscript
from pipeline.options import Limits
from pipeline.readers import Verdict, sniff
from pipeline.readers.transcript_reader import read_transcript_here
from tests.unit.readers.papers import pdf
from tests.unit.readers.spoken import read

TALK = [
    (0.0, 8.0, "Ann Lee", "Welcome all, today I'll show you how to create a report."),
    (8.0, 12.0, "Ben Roy", "Can you share your screen first?"),
    (12.0, 20.0, "Ann Lee", "Sure. First, open the settings page; then click on New."),
    (20.0, 29.0, "Ann Lee", 'Then enter the name, "Monthly", and choose the folder.'),
    (29.0, 33.0, "Ben Roy", "Do I have to select a template?"),
]


def clock(seconds: float, form: str = "00:{:02}:{:02}") -> str:
    return form.format(int(seconds) // 60, int(seconds) % 60)


def table(rows: Sequence[Sequence[object]], mark: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator="\n").writerows(rows)
    return text.getvalue()


def plain(rows: Sequence[Sequence[object]], mark: str) -> str:
    return "\n".join(mark.join(map(str, row)) for row in rows)


NAMED = {
    "names, starts, ends, texts": table(
        [["Speaker Name", "Start Time", "End Time", "Text"], *([n, clock(s), clock(e), t] for s, e, n, t in TALK)], ","
    ),
    "in German, with semicolons": table(
        [["Zeit", "Sprecher", "Inhalt"], *([clock(s), n, t] for s, _, n, t in TALK)], ";"
    ),
    "frames": table(
        [["Speaker", "In", "Out", "Text"], *([n, f"{clock(s)}:12", f"{clock(e)};02", t] for s, e, n, t in TALK)], ","
    ),
    "milliseconds": table(
        [["start", "end", "speaker", "text"], *([s * 1000, e * 1000, n, t] for s, e, n, t in TALK)], ","
    ),
    "spans and the name last": plain(
        [["Timespan", "Content", "Speaker"], *([f"{clock(s)}.0 - {clock(e)}.0", t, n] for s, e, n, t in TALK)], "\t"
    ),
    "a name, nothing, three times": plain([[n, "", clock(s), clock(e), clock(e - s), t] for s, e, n, t in TALK], "\t"),
    "no names of columns": plain([[clock(s), n, t] for s, _, n, t in TALK], "\t"),
    "a number, and names that can't be some": plain(
        [
            [i, clock(s), {"Ann Lee": "will s", "Ben Roy": "+49 171 555"}[n], t]
            for i, (s, _, n, t) in enumerate(TALK, 1)
        ],
        "\t",
    ),
    "labels with names in the text": plain([[f"{s:.6f}", f"{e:.6f}", f"{n}: {t}"] for s, e, n, t in TALK], "\t"),
    "Markdown": "# A demo\n\n| Time | Speaker | Transcript |\n| --- | :-: | --- |\n"
    + "\n".join(f"| {clock(s)} | {n} | {t} |" for s, _, n, t in TALK),
    "commas without quotes": "Start,Speaker,Text\n" + plain([[clock(s), n, t] for s, _, n, t in TALK], ","),
    "times of the day, below a title": "Session 4\n\n"
    + plain([[f"10:0{int(s) // 60}:{int(s) % 60:02}", n, t] for s, _, n, t in TALK], "\t"),
}
NAMELESS = {
    "milliseconds": plain(
        [["start", "end", "text"], *([int(s * 1000), int(e * 1000), t] for s, e, _, t in TALK)], "\t"
    ),
    "milliseconds, quoted": table(
        [["start", "end", "text"], *([int(s * 1000), int(e * 1000), " " + t] for s, e, _, t in TALK)], ","
    ),
    "seconds, no names of columns": plain([[s, e, t] for s, e, _, t in TALK], "\t"),
    "frames": plain([[f"{clock(s)}:00", f"{clock(e)}:00", t] for s, e, _, t in TALK], "\t"),
    "times": plain([[clock(s), t] for s, _, _, t in TALK], "\t"),
}
NAMES = {"will s": "Ann Lee", "+49 171 555": "Ben Roy"}


@pytest.mark.parametrize("text", NAMED.values(), ids=NAMED)
async def test_a_table_with_names(text: str):
    transcript = await read(text, "talk.csv")

    said = [(word, NAMES.get(str(u.speaker), u.speaker)) for u in transcript.utterances for word in u.text.split()]
    assert said == [(word, name) for _, _, name, text in TALK for word in text.split()]
    assert {u.start for u in transcript.utterances} >= {0.0, 8.0, 12.0, 29.0}
    for name in ("talk.csv", "talk.txt", "talk.tsv"):
        assert sniff(text.encode(), name).verdict is Verdict.YES


@pytest.mark.parametrize("text", NAMELESS.values(), ids=NAMELESS)
async def test_a_table_without_names(text: str):
    transcript = await read(text, "talk.tsv")

    assert " ".join(u.text for u in transcript.utterances) == " ".join(text for *_, text in TALK)
    assert transcript.speakers == ()
    assert {u.start for u in transcript.utterances} >= {0.0, 8.0, 12.0}
    assert sniff(text.encode(), "talk.tsv").verdict is Verdict.YES


async def test_a_cell_of_several_lines():
    text = 'Time,Speaker,Text\n0:00,Ann,"Open the page\nand the menu."\n0:04,Ben,Done.\n0:09,Ann,Now save it.\n'

    assert [u.text for u in (await read(text)).utterances] == ["Open the page and the menu.", "Done.", "Now save it."]


SHOP = ["Date;Payee;Purpose;Amount", *(f"0{n}.03.2026;Shop;Rent of the flat no {n};-10,5" for n in range(1, 9))]
OTHERS = {
    "a log": "\n".join(f"10:02:{n:02},INFO,The server has started on port {n} for you" for n in range(20)),
    "a timetable": "Time,Speaker,Title\n9:00,Ann Lee,How we build our reports\n10:00,Ben Roy,What the users say of it\n"
    "11:30,Ann Lee,Where we go from here\n14:00,Ben Roy,A talk on all of this\n",
    "products": "id,name,description\n" + "\n".join(f"{n},A chair,It is a chair of oak for you" for n in range(9)),
    "a bank's account": "\n".join(SHOP),
    "contacts": "Name,Mail,Note\n" + "\n".join(f"Ann {n},a{n}@example.org,We met at the fair" for n in range(9)),
    "numbers": "\n".join(f"{n}\t{n * 2}\t{n * 3}" for n in range(20)),
    "grades": "\n".join(f"{n * 1000},{n * 1000 + 500},good" for n in range(20)),
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
async def test_a_table_of_something_else_is_refused(text: str):
    assert sniff(text.encode(), "file.csv").verdict is Verdict.NO
    assert sniff(text.encode(), "file.txt").verdict is Verdict.NO
    with pytest.raises(NotATranscript):
        await read(text, "file.csv")


def test_a_table_on_the_pages_of_a_pdf():
    rows = [
        (clock(9 * n), ("Ann Lee", "Ben Roy")[n % 2], f"This is number {n} of them", f"and it goes on, {n}.")
        for n in range(30)
    ]
    lines = [line for time, name, text, more in rows for line in (f"{time}\t{name}\t{text}", f"\t\t{more}")]
    pages = [["The demo", "Time\tSpeaker\tText", *lines[:20]], lines[20:40], lines[40:]]

    transcript = read_transcript_here(pdf(*pages), "talk.pdf", Limits())

    assert [(u.start, u.speaker, u.text) for u in transcript.utterances] == [
        (9.0 * n, name, f"{text} {more}") for n, (_, name, text, more) in enumerate(rows)
    ]


async def test_commas_in_times_separate_no_columns():
    text = "\n".join(f"00:00:{s:02.0f},000 --> 00:00:{e:02.0f},000 {t}" for s, e, _, t in TALK)

    transcript = await read(text, "talk.txt")

    assert " ".join(u.text for u in transcript.utterances) == " ".join(t for *_, t in TALK)


@pytest.mark.parametrize("longer", range(len(clock(0.0) + clock(8.0)) + 2))
async def test_two_times_at_the_beginning_of_each_row_are_no_captions(longer: int):
    """Wherever in a row the part of the text ends by which the format is decided, and even where the file ends."""
    places = ["settings", "reports", "pages", "names", "folders", "templates", "users"]
    head = f"Start,End,Speaker,Text{'x' * longer}\n"
    said = [f"{'Then ' * (n % 3)}open the {places[n % 7]} {'again ' * (n % 4)}." for n in range(40)]
    text = head + "".join(
        f"{clock(4.0 * n)},{clock(4.0 * n + 4)},Ann Lee,{sentence}\n" for n, sentence in enumerate(said)
    )

    for cut in (len(text), text.rindex(",Ann")):
        transcript = await read(text[:cut], "talk.csv")

        assert transcript.speakers == ("Ann Lee",)
        assert transcript.utterances[1].start == 4.0
