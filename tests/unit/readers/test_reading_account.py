"""Every letter of a file is said, or taken out as something that has a name."""

from __future__ import annotations

import json

import pytest

from pipeline.command.explanation import account_line
from pipeline.readers.reading_account import note_of
from pipeline.transcript import Account, Taken
from tests.unit.readers.papers import paragraph, pdf, word
from tests.unit.readers.spoken import read

ROWS = (
    "Time\tSpeaker\tText\tNote\n0:01\tAnn\tOpen the page.\tok\n0:04\tBen\tIt is open.\t\n0:09\tAnn\tNow save it.\tok\n"
)


async def account(data: str | bytes) -> Account:
    found = (await read(data)).account
    assert found is not None
    return found


async def test_a_table_accounts_for_all_its_cells():
    found = await account(ROWS)

    assert found.unaccounted == 0
    assert found.taken == (
        Taken("column heading", 4, 19),
        Taken("time", 3, 9),
        Taken("name", 3, 9),
        Taken("other cell", 2, 4),
    )
    assert account_line(found) == (
        "read 28 letters of speech; took out 4 column headings, 3 times, 3 names, 2 other cells;"
        " 0 letters unaccounted for"
    )
    assert note_of(found) is None


async def test_frames_and_styles_are_accounted_for():
    found = await account("{25}{50}Open the page.\n{75}{99}{y:i}Then save it.\n{150}{200}That was it.\n")

    assert found.unaccounted == 0
    assert Taken("style mark", 1, 2) in found.taken


async def test_the_running_lines_of_a_pdf_are_counted():
    pages = [["Weekly demo", f"Ann Lee  {n}:00", f"This is number {n} of them.", str(n + 1)] for n in range(4)]

    assert Taken("running line", 8, 44) in (await account(pdf(*pages))).taken


async def test_hidden_passages_are_counted():
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret words</w:t></w:r></w:p>"

    assert Taken("hidden passage", 1, 11) in (await account(word(hidden, paragraph("Ann: Open it. Ben: Yes.")))).taken


async def test_sounds_are_counted_in_captions():
    captions = "WEBVTT\n\n00:01.000 --> 00:02.000\n[Music]\n\n00:03.000 --> 00:04.000\nOpen the [Applause] page.\n"

    assert (await account(captions)).said == len("Openthepage")


TURNS = "WEBVTT - Demo\n\n1\n00:01.000 --> 00:02.000\n{0}\n\n2\n00:03.000 --> 00:04.000\n{1}\n"


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        (
            TURNS.format("Ann: Open it.", "<i>Ann</i>: [Music] Yes."),
            {"line of the header": 10, "time": 28, "identifier": 2, "name": 6, "mark": 2, "sound": 5},
        ),
        (TURNS.format("<v Ann>Open it.</v>", "<v Ben>It is open.</v>"), {"name": 10}),
        ("Weekly demo\n\nAnn  0:01\nOpen it.\n\nBen  0:04\nIt is open.\n", {"name": 6, "time": 6}),
        ("[0:01] Ann: Open it.\n[0:04] Ben: It is open.\nBen left the meeting\n", {"name": 6}),
        ("# Demo\n\n**Ann:** Open [it](https://example.com/page).\n\n**Ben:** It is open.\n", {"mark": 19}),
        ("Ann Lee\nOpen the page.\n\nBen Foo\nIt is open.\n\n" * 3, {"name": 36}),
        ("1. Open the page\n2. Save it\n3. Close the page\n", {"number": 3}),
    ],
)
async def test_captions_and_texts_account_for_each_letter(text: str, taken: dict[str, int]):
    found = await account(text)

    assert found.unaccounted == 0
    assert found.said + sum(each.letters for each in found.taken) == found.letters
    assert {each.kind: each.letters for each in found.taken if each.kind in taken} == taken


SPOKEN = ("Open the settings page.", "Then choose a folder.", "It is open now.", "Save the whole report.")
TITLED = {"title": "How to make a report here", "summary": "Ann shows how one makes a report and saves it."}
ITEMS = [
    {"start": 2.0 * n, "end": 2.0 * n + 1, "speaker": ("Ann", "Ben")[n % 2], "text": text}
    for n, text in enumerate(SPOKEN)
]
WORDS = [{"word": word, "start": n / 3, "end": n / 3 + 0.2} for n, word in enumerate(" ".join(SPOKEN).split())]
TWO = [item if n % 4 else {**item, "text": "", "other": "Nobody has read this one."} for n, item in enumerate(ITEMS)]


@pytest.mark.parametrize(
    ("data", "repeated", "unread"),
    [
        ({**TITLED, "segments": ITEMS}, 0, 0),
        ({**TITLED, "text": " ".join(SPOKEN), "segments": ITEMS, "words": WORDS}, 2, 0),
        ({"results": {"channels": [{"alternatives": [{"transcript": " ".join(SPOKEN), "words": WORDS}]}]}}, 1, 0),
        ({"segments": [*ITEMS, {"start": 9, "end": 10, "text": "Op", "is_final": False}, {"is_final": True}]}, 0, 0),
        ({"text": " ".join([*SPOKEN, "A sentence that no segment has."]), "segments": ITEMS}, 1, 25),
        ({"segments": ITEMS, "more": {"segments": [{"line": "Words that only stand here."}]}}, 0, 22),
    ],
    ids=["once", "three times", "known form", "taken back", "more in the text", "another list"],
)
async def test_json_accounts_for_each_letter_of_its_texts(data: object, repeated: int, unread: int):
    found = await account(json.dumps(data))

    size = len("".join(SPOKEN).replace(" ", "").replace(".", ""))
    assert found.said == size
    assert found.unaccounted == unread
    assert sum(each.letters for each in found.taken) == repeated * size
    assert (note_of(found) is not None) == (unread > 0)


XML = (
    '<tt><head><title>How to save</title></head><body><div>{0}<p begin="2s" end="4s">Now save it.</p></div></body></tt>'
)


@pytest.mark.parametrize(
    ("inside", "unread"),
    [
        ('<p begin="1s" end="2s">Open <span>the</span> page.</p>', 0),
        ('<p begin="1s" end="2s">Open the page.</p>Words that stand in no paragraph.', 27),
        ('<p begin="1s" end="2s">Open the page.</p></div><b>Words in a damaged place.</b>', 20),
    ],
)
async def test_xml_accounts_for_each_letter_that_is_not_about_the_file(inside: str, unread: int):
    found = await account(XML.format(inside))

    assert (found.said, found.unaccounted) == (len("OpenthepageNowsaveit"), unread)
    assert (note_of(found) is not None) == (unread > 0)


async def test_a_file_without_its_end_says_so():
    text = json.dumps({"segments": [{"start": n, "end": n + 1, "text": f"This is number {n}."} for n in range(9)]})

    found = await account(text[:-60])

    assert found.cut
    assert "the end of the file is missing" in account_line(found)
    assert note_of(found) == "The transcript's file ends in the middle, so what was said after that is missing."


@pytest.mark.parametrize(("unread", "told"), [(3, None), (40, "About 29% of the text")])
def test_much_that_was_not_read_is_told(unread: int, told: str | None):
    note = note_of(Account(said=90, taken=(Taken("time", 2, 8),), letters=98 + unread))

    assert (note or "").startswith(told or "")
    assert (note is None) == (told is None)
