"""Beginnings of lines that few tools write: a sign in place of the colon, seconds, icons, times behind what is said."""

from __future__ import annotations

import pytest

from pipeline.readers.line_beginnings import usual
from tests.unit.readers.short_talk import JANE, JOHN, SPOKEN, TALK
from tests.unit.readers.spoken import read, said

SAID = [(float(start), speaker, text) for start, speaker, text in TALK]


def printed(shape: str, first: str = JANE, second: str = JOHN) -> str:
    names = {JANE: first, JOHN: second}
    return "\n".join(
        shape.format(name=names[who], at=f"00:{at:02}", s=at, end=at + 4, text=text) for at, who, text in TALK
    )


@pytest.mark.parametrize(
    "shape",
    [
        *("{name} → {text}", "{name} -> {text}", "{name} >> {text}", "{name} > {text}", "{name} // {text}"),
        *("{name} = {text}", "{name}; {text}", "{name} ~ {text}", "{name} · {text}", "{name} :: {text}"),
        *("{name} — {text}", "«{name}» {text}", "{{{name}}} {text}", "`{name}` {text}", "|{name}| {text}"),
        *("<b>{name}:</b> {text}<br>", "'''{name}:''' {text}\n", ":{name}: {text}", ": {name}: {text}"),
        *("{name} said: {text}", "{name} » {text}", "👤 {name}: {text}", "🎙️ {name}: {text}"),
    ],
)
async def test_a_sign_between_the_name_and_what_is_said(shape: str):
    found = await read(printed(shape))

    assert [(u.speaker, u.text) for u in found.utterances] == SPOKEN


@pytest.mark.parametrize(
    "shape",
    [
        *("{s}s {name}: {text}", "{s} sec - {name}: {text}", "TC 00:{at} {name}: {text}", "⏱ {at} {name}: {text}"),
        *("{name} 00:{at} {text}", "@{name} {at}: {text}", "2026-03-16T16:{at}Z {name}: {text}"),
        *("+{at} {name}: {text}", "T+00:{at} {name}: {text}", "{name} ({at} Min.): {text}", "{name} {at} — {text}"),
        *("- 00:{at} :: {name}: {text}", "=== {name} {at} ===\n{text}\n", "--- 00:{at} ---\n{name}: {text}\n"),
        *("{s}000 {end}000 {name}: {text}", "[{s}000ms] {name}: {text}", "{s} {name}: {text}"),
        *("{s}.0 - {end}.0: {name}: {text}", "> [!quote] {name} {at}\n> {text}\n", "{name}: {text} {at}"),
        *("[2026-03-16T16:{at}.120+01:00] {name}: {text}", "👤 {name} {at}\n{text}\n", "Time: {at} {name}: {text}"),
    ],
)
async def test_a_time_before_what_is_said(shape: str):
    found = await said(printed(shape))

    first = 2.0 if "2026" in shape else 0.0  # of the day
    assert [(time, who, text) for time, who, text in found] == [(at - first, who, text) for at, who, text in SAID]


@pytest.mark.parametrize(
    "shape", ["{s}.00 {end}.00 {name} {text}", "{name} [{s}.00-{end}.00] {text}", "{name}: [{s}.00 -> {end}.00] {text}"]
)
async def test_seconds_with_a_speakers_number(shape: str):
    found = await said(printed(shape, "SPEAKER_01", "SPEAKER_02"))

    names = {JANE: "Speaker 1", JOHN: "Speaker 2"}
    assert found == [(at, names[who], text) for at, who, text in SAID]


@pytest.mark.parametrize("shape", ["{name}: {text} ({at})", "{name}: {text} [00:{at}]", "{text} ({at})"])
async def test_a_time_behind_what_is_said(shape: str):
    names = {JANE: JANE, JOHN: JOHN} if "name" in shape else {}

    assert await said(printed(shape)) == [(at, names.get(who), text) for at, who, text in SAID]


async def test_a_time_behind_what_is_said_may_tell_when_it_ended():
    ended = [at for at, _, _ in TALK[1:]] + [36]
    text = "\n".join(f"{who}: {words} (0:{end:02})" for end, (_, who, words) in zip(ended, TALK, strict=True))

    assert [time for time, _, _ in await said(text)] == [0.0, *(at for at, _, _ in SAID[1:])]


async def test_wide_bars_are_those_of_a_table():
    assert await said(printed("{name}｜{at}｜{text}")) == SAID


async def test_icons_that_tell_two_people_apart_stay():
    text = printed("{name}: {text}", "🦊 Jo", "🐻 Jo")

    assert set((await read(text)).speakers) == {"🦊 Jo", "🐻 Jo"}


@pytest.mark.parametrize(
    "text",
    [
        "1.1 Open it now\n1.2 Save it there\n2.1 Close it then\n2.2 Go on after\n",
        "3 eggs are beaten here\n5 apples are cut now\n250 grams of flour go in\n1000 thanks to all\n",
        "{a} is set here\n`b` is a name\n|c| is a bar\n<b>d</b> is bold\n",
        "Red = 1\nBlue = 2\nGreen = 3\nWhite = 4\n",
        "Open the menu -> Settings\nChoose File -> Save\nThen Edit -> Copy it here\nThen Edit -> Paste it\n",
        "Anna > Bob\nBob > Carl\nAnna > Carl\nBob > Anna\n",
        "I was there 2:30 and it was late.\nShe came 1:15 to me.\nThey left 3:10 after.\nWe ate 2:20 too.\n",
        "Call me 5s later\nWait 3s here\nGo on 9s more\nStop 2s now\n",
    ],
)
def test_other_lines_stay(text: str):
    assert usual(text) == text


@pytest.mark.parametrize("shape", ["({n}) {who}: {text}", "1.{n} {who}: {text}", "{n:03} {who}: {text}"])
async def test_numbers_that_count_the_lines_are_no_part_of_names(shape: str):
    found = await read("\n".join(shape.format(n=n, who=who, text=text) for n, (_, who, text) in enumerate(TALK, 1)))

    assert [(u.speaker, u.text) for u in found.utterances] == SPOKEN


@pytest.mark.parametrize("joint", ["", " "])
async def test_what_a_video_page_says_to_screen_readers_behind_each_time(joint: str):
    text = "\n".join(f"0:{at:02}{joint}{at} seconds{joint}{words}" for at, _, words in TALK)

    assert await said(text) == [(at, None, words) for at, _, words in SAID]


@pytest.mark.parametrize("shape", ["{n}: {text}", "00:{at} {n}: {text}"])
@pytest.mark.parametrize("items", ["- {}: try it\n- {}: share it\n", "1. {}: try it\n2. {}: share it\n"])
@pytest.mark.parametrize("heading", ["Action items:", "## Next steps\n"])
async def test_tasks_with_names_behind_the_last_turn_are_not_said(shape: str, items: str, heading: str):
    turns = "\n".join(shape.format(n=who, at=f"00:{at:02}", text=text) for at, who, text in TALK)

    found = await read(f"{turns}\n\n{heading}\n{items.format(JOHN, JANE)}")

    assert [(u.speaker, u.text) for u in found.utterances] == SPOKEN


async def test_turns_that_are_items_themselves_are_said_under_any_heading():
    turns = "".join(f"- {who}: {text}\n" for _, who, text in TALK)

    found = await read(f"{turns}\nNext steps\n- {JANE}: Save it now.\n")

    assert found.utterances[-1].text.endswith("Save it now.")
