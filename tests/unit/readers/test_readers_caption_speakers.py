"""Who speaks in captions: names in every form in which tools write them, decided by what comes back."""

from __future__ import annotations

import pytest

from tests.unit.readers.spoken import read, said

TURNS = (
    (0, "Open the settings page and look."),
    (1, "Where is the folder?"),
    (0, "It is on the left, below the reports."),
    (0, "Then press Save at the bottom."),
    (1, "I see it now."),
    (0, "Wait until the page is loaded again."),
)
"""(who speaks, what)"""


def captions(*lines: str, header: str = "") -> str:
    return header + "\n\n".join(
        f"{number + 1}\n00:00:{5 * number:02},000 --> 00:00:{5 * number + 4:02},000\n{text}"
        for number, text in enumerate(lines)
    )


async def spoken(source: str) -> list[tuple[str | None, str]]:
    return [(speaker, text) for _, speaker, text in await said(source)]


FORMS = {
    "Name: text": "{}: {}",
    "a name on a line of its own": "{}:\n{}",
    "a name on a line of its own, without a colon": "{}\n{}",
    "arrows before the name": ">> {}: {}",
    "a dash before the name": "- {}: {}",
    "round brackets": "({}) {}",
    "round brackets on a line of their own": "({})\n{}",
    "square brackets": "[{}] {}",
    "square brackets and a colon": "[{}]: {}",
    "angle brackets": "<{}> {}",
    "a dash after the name": "{} - {}",
    "a tag": "<v {}>{}</v>",
}
NAMES = (("Jane Doe", "John Roe"), ("JANE DOE", "JOHN ROE"), ("Speaker A", "Speaker B"), ("Will Smith", "Can Yılmaz"))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("names", NAMES, ids=lambda names: names[0])
async def test_names_that_come_back_are_speakers(form: str, names: tuple[str, str]):
    source = captions(*(FORMS[form].format(names[who], text) for who, text in TURNS))

    assert await spoken(source) == [(names[who], text) for who, text in TURNS]


ODD_NAMES = (
    "Jane Doe (she/her)",
    "jane doe",
    "Doe, Jane (EXT - ACME GmbH & Co. KG)",
    "+49 171 5550199",
    "You",
    "Jane / ACME",
)


@pytest.mark.parametrize("name", ODD_NAMES)
async def test_names_that_look_like_none_are_speakers_if_they_come_back(name: str):
    source = captions(*(f"{(name, 'John Roe')[who]}: {text}" for who, text in TURNS), header="WEBVTT\n\n")
    found = await spoken(source)

    assert [text for _, text in found] == [text for _, text in TURNS]
    assert len({speaker for speaker, _ in found}) == 2
    assert [speaker == "John Roe" for speaker, _ in found] == [who == 1 for who, _ in TURNS]


async def test_numbers_that_recognition_gives_are_speakers():
    source = captions(*(f"(speaker {who}) {text}" for who, text in TURNS))

    assert await spoken(source) == [(f"Speaker {who}", text) for who, text in TURNS]


async def test_webex_names_speakers_in_the_identifiers():
    source = "WEBVTT\n\n" + "\n\n".join(
        f'{n + 1} "{("Jane Doe", "John Roe")[who]}" (100{n})\n00:00:{5 * n:02}.000 --> 00:00:{5 * n + 4:02}.000\n{text}'
        for n, (who, text) in enumerate(TURNS)
    )
    assert await spoken(source) == [(("Jane Doe", "John Roe")[who], text) for who, text in TURNS]


async def test_names_above_the_times_are_speakers_if_they_come_back():
    source = "WEBVTT\n\n" + "\n\n".join(
        f"{('Jane Doe', 'John Roe')[who]}\n00:00:{5 * n:02}.000 --> 00:00:{5 * n + 4:02}.000\n{text}"
        for n, (who, text) in enumerate(TURNS)
    )
    assert await spoken(source) == [(("Jane Doe", "John Roe")[who], text) for who, text in TURNS]


async def test_another_person_begins_after_the_mark_of_whisper_cpp():
    source = captions(
        "Open the settings page. [SPEAKER_TURN]",
        "Where is it? [SPEAKER_TURN]",
        "On the left.",
        "Then press Save there.",
    )
    assert await spoken(source) == [
        (None, "Open the settings page."),
        (None, "Where is it?"),
        (None, "On the left."),
        (None, "Then press Save there."),
    ]


async def test_a_dash_on_a_line_of_its_own_is_between_two_people():
    source = captions(
        "(Jane Doe)\nOpen the settings page.\n-\n \n(John Roe)\nWhere is it?",
        "(Jane Doe)\nOn the left side.",
        "(John Roe)\nI see it now.\n-\n \n(Jane Doe)\nThen press Save.",
    )
    assert await spoken(source) == [
        ("Jane Doe", "Open the settings page."),
        ("John Roe", "Where is it?"),
        ("Jane Doe", "On the left side."),
        ("John Roe", "I see it now."),
        ("Jane Doe", "Then press Save."),
    ]


async def test_names_in_brackets_hold_until_the_next_one():
    source = captions(
        "[Jane] Open the settings page.",
        "And look at the folder.",
        "[John] Where is it?",
        "[Jane] On the left.",
        "Below the reports.",
        "[John] I see it now.",
    )
    assert [speaker for speaker, _ in await spoken(source)] == ["Jane", "Jane", "John", "Jane", "Jane", "John"]


async def test_a_voice_whose_name_is_said_again_in_its_text_is_quoted_without_it():
    source = captions(*(f"<v S0{who}>S0{who}: {text}" for who, text in TURNS), header="WEBVTT\n\n")

    assert await spoken(source) == [(f"Speaker {who}", text) for who, text in TURNS]


async def test_words_of_a_stranger_are_not_given_to_the_speaker_before():
    turns = [f"{('Jane Doe', 'John Roe')[who]}: {text}" for who, text in TURNS]
    source = captions(*turns, "x_gamer_x: Hello from me.", "Jane Doe: Welcome, and press Save.")
    found = await spoken(source)

    assert found[-2:] == [("x_gamer_x", "Hello from me."), ("Jane Doe", "Welcome, and press Save.")] or (
        found[-2] == (None, "x_gamer_x: Hello from me.")
    )


async def test_what_is_seen_once_before_a_colon_is_said():
    source = captions(
        "Open the settings page.", "Remember: save first.", "Then close it.", "The address is: example.com."
    )

    assert {speaker for speaker, _ in await spoken(source)} == {None}
    assert "Remember: save first." in " ".join(text for _, text in await spoken(source))


@pytest.mark.parametrize("word", ["Muzyka", "Kolibri", "Klatsch"])
async def test_a_word_in_brackets_is_no_speaker_because_it_comes_before_words(word: str):
    lines = [text for _, text in TURNS] * 3
    lines[2], lines[7] = f"[{word}] {lines[2]}", f"[{word}] {lines[7]}"

    transcript = await read(captions(*lines))

    assert transcript.speakers == ()


@pytest.mark.parametrize("form", FORMS)
async def test_the_only_speaker_of_a_file_is_named_in_every_form(form: str):
    source = captions(*(FORMS[form].format("Jane Doe", text) for _, text in TURNS))
    found = await spoken(source)

    assert {speaker for speaker, _ in found} == {"Jane Doe"}
    assert " ".join(text for _, text in found) == " ".join(text for _, text in TURNS)


@pytest.mark.parametrize("mark", [">> ", "- "])
async def test_names_after_marks_of_turns_are_speakers_whatever_they_mean(mark: str):
    source = captions(
        f"{mark}Will Smith: Open the settings page.", "And look.", "Then wait a moment.", "It takes a while.",
        f"{mark}May Day: Where is the folder?", "I can't see it.", "Nor the reports.", "Nor the page.",
        f"{mark}Will Smith: On the left side.", "Below the reports.", f"{mark}May Day: I see it now.",
    )  # fmt: skip

    assert {speaker for speaker, _ in await spoken(source)} == {"Will Smith", "May Day"}


@pytest.mark.parametrize("word", ["Remember", "Important", "Now"])
async def test_a_word_before_a_colon_that_comes_back_now_and_then_is_said(word: str):
    lines = [text for _, text in TURNS] * 6
    for place in (2, 13, 21, 30):
        lines[place] = f"{word}: {lines[place]}"
    transcript = await read(
        captions(*lines[:12])
        + "\n\n"
        + "\n\n".join(f"{n}\n00:{n:02}:00,000 --> 00:{n:02}:04,000\n{text}" for n, text in enumerate(lines[12:], 13))
    )

    assert transcript.speakers == ()
    assert sum(u.text.count(f"{word}:") for u in transcript.utterances) == 4


async def test_names_above_the_texts_of_all_captions_are_speakers_whatever_they_look_like():
    source = captions(*(f"{('jane', 'galaxy s20')[who]}\n{text}" for who, text in TURNS), header="WEBVTT\n\n")

    assert await spoken(source) == [(("jane", "galaxy s20")[who], text) for who, text in TURNS]


@pytest.mark.parametrize("form", ["{}: {}", "{}:\n{}", ">> {}: {}", "[{}] {}"])
async def test_a_word_before_a_colon_that_is_said_by_everybody_names_nobody(form: str):
    turns = [(who, f"Remember: {text.lower()}" if place % 2 else text) for place, (who, text) in enumerate(TURNS * 2)]
    source = captions(*(form.format(("Jane Doe", "John Roe")[who], text) for who, text in turns))

    assert await spoken(source) == [(("Jane Doe", "John Roe")[who], text) for who, text in turns]


async def test_names_in_the_text_of_substation_alpha_are_speakers_if_its_lines_name_nobody():
    source = "[Events]\nFormat: Start, End, Style, Name, Text\n" + "\n".join(
        f"Dialogue: 0:00:{5 * n:02}.00,0:00:{5 * n + 4:02}.00,Default,,{('Jane Doe', 'John Roe')[who]}: {text}"
        for n, (who, text) in enumerate(TURNS)
    )
    assert await spoken(source) == [(("Jane Doe", "John Roe")[who], text) for who, text in TURNS]
