"""A talk of any people, printed as tools print it, is read back: the same speakers, words and times."""

from __future__ import annotations

import asyncio
import html
import json
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.readers import read_transcript, speaker_names

EXAMPLES = max(4, settings().max_examples // 8)
"""Of each shape. There are many shapes."""
NAMES = (
    *(
        "Jane Doe",
        "Bob",
        "Zoë",
        "李雷",
        "田中",
        "Marie-Claire Dupont",
        "O'Neill",
        "Speaker A",
        "SPEAKER_02",
        "I.",
        "B1",
    ),
    *("jo bloggs", "Jo Bloggs (she/her)", "Jo Bloggs / ACME", "Bloggs, Jo (EXT - Foo GmbH & Co. KG)", "Will Jones"),
    *("van der Meer, Jo", "jo's iPhone", "+49 171 5550199", "You (Jo)", "So Young Lee", "Can Yılmaz", "Dr. Foo"),
    *("Ана Петрова", "दिव्या शर्मा", "María del Carmen de la Torre y Pérez", "Quan To", "PARTICIPANT 3", "Security"),
    *("Jo Bloggs, Ph.D.", "Bob Foo Jr.", "Prof. Bar", "Mark", "May", "April", "Host", "THE COURT", "Νίκος", "محمد علي"),
    *("김민수", "דנה כהן", "Jane Doe", "Jane Roe", "jane.doe@example.com", "D'Angelo", "Jo 🦊", "Speaker 1 (host)"),
)
WORDS = {
    "English": [
        "open",
        "the",
        "page",
        "then",
        "choose",
        "a",
        "name",
        "and",
        "press",
        "save",
        "because",
        "we",
        "need",
        "that",
        "report",
        "here",
        "today",
    ],
    "German": [
        "öffnen",
        "wir",
        "die",
        "seite",
        "dann",
        "wählen",
        "den",
        "namen",
        "und",
        "drücken",
        "speichern",
        "weil",
        "jetzt",
        "bericht",
        "heute",
    ],
    "Russian": [
        "откроем",
        "страницу",
        "потом",
        "выберем",
        "имя",
        "и",
        "нажмём",
        "кнопку",
        "потому",
        "что",
        "сейчас",
        "нужен",
        "отчёт",
    ],
    "Hindi": ["सबसे", "पहले", "पेज", "खोलें", "फिर", "नाम", "दर्ज", "करें", "और", "बटन", "दबाएँ", "अब", "काम"],
}
UNSPACED = {
    "Japanese": "今日は報告書を作ります次に設定を開いて名前を入れて保存",
    "Thai": "เปิดหน้าการตั้งค่าแล้วคลิกปุ่มรายงานเลือกชื่อ",
}


class Turn(NamedTuple):
    speaker: str
    start: int
    text: str


@st.composite
def sentences(draw: st.DrawFn, language: str) -> str:
    if letters := UNSPACED.get(language):
        begin = draw(st.integers(0, len(letters) - 9))
        return letters[begin : begin + draw(st.integers(8, 20))] + ("。" if language == "Japanese" else "")
    words = draw(st.lists(st.sampled_from(WORDS[language]), min_size=3, max_size=16))
    return " ".join(words).capitalize() + draw(st.sampled_from([".", "?", "!"]))


@st.composite
def talks(draw: st.DrawFn) -> list[Turn]:
    """Turns of two to four people who speak at least twice each. No two sentences are the same."""
    people = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True))
    spoken = [*people, *people, *draw(st.lists(st.sampled_from(people), max_size=8))]
    spoken = draw(st.permutations(spoken))
    language = draw(st.sampled_from([*WORDS, *UNSPACED]))
    texts = draw(st.lists(sentences(language), min_size=len(spoken), max_size=len(spoken), unique=True))
    at, turns = draw(st.integers(0, 5)), []
    for speaker, text in zip(spoken, texts, strict=True):
        turns.append(Turn(speaker, at, text))
        at += draw(st.integers(2, 400))
    return turns


def clock(seconds: float) -> str:
    return f"{int(seconds) // 3600:02}:{int(seconds) // 60 % 60:02}:{int(seconds) % 60:02}"


def short(seconds: float) -> str:
    hours = f"{int(seconds) // 3600}:" if seconds >= 3600 else ""
    return f"{hours}{int(seconds) // 60 % 60:0{2 if hours else 1}}:{int(seconds) % 60:02}"


def spelt(seconds: float) -> str:
    return f"{int(seconds) // 60} minutes {int(seconds) % 60} seconds"


def of_day(seconds: float) -> str:
    return f"{10 + int(seconds) // 3600:02}:{int(seconds) // 60 % 60:02}:{int(seconds) % 60:02} AM"


def units(seconds: float) -> str:
    return f"{int(seconds) // 3600}h{int(seconds) // 60 % 60:02}m{int(seconds) % 60:02}s"


def chime(turn: Turn) -> str:
    """A line of what Amazon Chime's SDK sends: the words with their times and who said them."""
    who = {"attendeeId": f"id-{turn.speaker}", "externalUserId": turn.speaker}
    words = turn.text.split()
    times = [turn.start * 1000 + 40 * n for n in range(len(words) + 1)]
    items = [
        {"type": "pronunciation", "startTimeMs": begin, "endTimeMs": end, "attendee": who, "content": word}
        for begin, end, word in zip(times, times[1:], words, strict=False)
    ]
    result = {
        "resultId": str(turn.start),
        "isPartial": False,
        "startTimeMs": turn.start * 1000,
        "endTimeMs": turn.start * 1000 + 900,
        "alternatives": [{"transcript": turn.text, "items": items}],
    }
    return json.dumps({"transcript": {"results": [result]}}, ensure_ascii=False)


TIMED = {
    "[time] name: text": "[{clock}] {name}: {text}\n",
    "time name: text": "{clock} {name}: {text}\n",
    "(time) name: text": "({short}) {name}: {text}\n\n",
    "name: [time] text": "{name}: [{clock}] {text}\n\n",
    "Otter": "{name}  {short}\n{text}\n\n",
    "Teams": "{name}   {short}\n{text}\n",
    "tl;dv": "{name}\n{clock}\n{text}\n\n",
    "Fireflies": "{clock} {name}\n{text}\n\n",
    "Zoom": "[{name}] {clock}\n{text}\n\n",
    "Krisp": "{name} | {clock}\n{text}\n\n",
    "Trint": "[{clock}.00] {name}\n{text}\n\n",
    "Premiere": "{clock}:00 - {until}:12\n{name}\n{text}\n\n",
    "Premiere, dropped frames": "{frames};00 - {frames_until};12\n{name}\n{text}\n\n",
    "time alone": "{clock}\n{name}: {text}\n\n",
    "seconds": "[{start}.00s -> {end}.00s] {name}: {text}\n",
    "words": "{name} {spelt}\n{text}\n",
    "words under names": "{name}\n{spelt}\n{text}\n",
    "of the day": "{name}  {of_day}\n{text}\n\n",
    "of the day in brackets": "[{of_day}] {name}: {text}\n",
    "<name>": "[{clock}] <{name}> {text}\n",
    "Markdown": "**{name}** [{clock}]: {text}\n\n",
    "Markdown headings": "### {name} [{clock}]\n\n{text}\n\n",
    "backticks": "`{clock}` **{name}:** {text}\n\n",
    "units": "{units} {name}: {text}\n",
    "ranges": "[{clock}.000 --> {until}.000]  {name}: {text}\n",
    "WebVTT voices": "{clock}.000 --> {until}.000\n<v {name}>{text}</v>\n\n",
    "Rev": "{name} ({short}):\n{text}\n\n",
    "Riverside": "{name} ({short}.00)\n{text}\n\n",
    "Happy Scribe": "[{clock}.120] - {name}\n{text}\n\n",
    "Sonix": "{name}\n[{clock}]\n{text}\n\n",
    "DaVinci Resolve": "[{clock}:00 - {until}:12]\n{name}\n {text}\n\n",
    "Transcribo": "[{clock} → {until}] **{name}:** {text}\n\n",
    "Buzz": "[{short} --> {short_until}] {name}: {text}\n",
    "Fathom": "{clock} - {name}\n  {text}\n\n",
    "Fireflies, names first": "{name} - {short}\n{text}\n\n",
    "f4": "#{clock}-0# {name}: {text}\n\n",
    "Lumberjack": "{clock}\n{name}:\n{text}\n\n",
    "Zoom captions": "{number}\n{clock}.000 --> {until}.000\n{name}: {text}\n\n",
    "Webex captions": '{number} "{name}" ({number}234)\n{clock}.000 --> {until}.000\n{text}\n\n',
    "Supernormal": "{name} • {short}\n{text}\n\n",
    "a long dash": "{name} — {short}\n{text}\n\n",
    "Slack": "*{name}* [{short}]: {text}\n",
    "Descript": "**{name}:** [{clock}] {text}\n\n",
    "Fathom, bold": "**{short}** - **{name}**\n\n{text}\n\n",
    "WebVTT voices with identifiers": "3f2a1c7e-0b2d/{number}-0\n{clock}.000 --> {until}.000\n<v {name}>{text}</v>\n\n",
    "SubRip voices": "{number}\n{clock},000 --> {until},000\n<v {name}>{text}</v>\n\n",
    "whisperX": "{number}\n{clock},000 --> {until},000\n[{name}]: {text}\n\n",
    "dots between": "{clock} ... {name}: {text}\n",
    "minutes": "{short} min {name}: {text}\n",
    "[time name] text": "[{short} {name}] {text}\n",
    "a clock and a person": "⏱ {short} 👤 {name}\n{text}\n\n",
    "Teams' page without breaks": "{name} {spelt}{short}\n{text}\n\n",
    "an arrow between": "{clock} → {name}: {text}\n",
    "SubRip with a dash": "{number}\n{clock},000 --> {until},000\n- {name}: {text}\n\n",
    "SubRip with arrows": "{number}\n{clock},000 --> {until},000\n>> {name}: {text}\n\n",
    "SubRip with names over texts": "{number}\n{clock},000 --> {until},000\n{name}:\n{text}\n\n",
    "SubRip in brackets": "{number}\n{clock},000 --> {until},000\n[{name}] {text}\n\n",
}
UNTIMED = {
    "name: text": "{name}: {text}\n",
    "name: text, apart": "{name}: {text}\n\n",
    "bold": "**{name}:** {text}\n\n",
    "full width": "{name}：{text}\n",
    "name on its own line": "{name}:\n{text}\n\n",
    "(name) text": "({name}) {text}\n",
    "[name] text": "[{name}] {text}\n",
    ">> name: text": ">> {name}: {text}\n",
    "- name: text": "- {name}: {text}\n",
    "links of a wiki": "[[{name}]]: {text}\n\n",
    "Speechmatics": "SPEAKER: {name}\n{text}\n\n",
    "numbered": "{number}. {name}: {text}\n",
}
ALONE = {"a line and a paragraph": "{name}\n{text}\n\n", "two paragraphs": "{name}\n\n{text}\n\n"}
TABLES = {
    "tabs": ("Start\tSpeaker\tText\n", "{clock}\t{name}\t{text}\n"),
    "ELAN": ("", "{name}\t\t{clock}.000\t{start}.0\t{until}.000\t{end}.0\t00:00:01.000\t1.0\t{text}\n"),
    "Premiere": ("Speaker Name,Start Time,End Time,Text\n", '"{name}",{clock}:00,{until}:12,"{text}"\n'),
    "NVivo": ("Timespan,Content,Speaker\n", '{clock} - {until},"{text}","{name}"\n'),
    "semicolons, two times": ("sep=;\nStart;Ende;Sprecher;Text\n", '{clock};{until};"{name}";"{text}"\n'),
    "semicolons": ("Zeit;Sprecher;Text\n", '{clock};"{name}";"{text}"\n'),
    "Markdown": ("| Time | Speaker | Text |\n|---|---|---|\n", "| {clock} | {name} | {text} |\n"),
    "iTT": (
        '<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"'
        ' ttp:timeBase="smpte" ttp:frameRate="25"><body><div>\n',
        '<p begin="{clock}:00" end="{until}:00">{marked}: {text}</p>\n',
    ),
    "Amazon Chime": ("", "{chime}\n"),
}
"""Each with its head."""
BRACKETED = ("(name) text", "Zoom", "name: [time] text")
"""Shapes in which a name with brackets can't be told from what follows it."""


def printed(talk: list[Turn], shape: str) -> str:
    return "".join(
        shape.format(
            name=turn.speaker,
            text=turn.text,
            start=turn.start,
            end=turn.start + 1,
            clock=clock(turn.start),
            until=clock(turn.start + 1),
            frames=clock(turn.start).replace(":", ";"),
            frames_until=clock(turn.start + 1).replace(":", ";"),
            short=short(turn.start),
            short_until=short(turn.start + 1),
            number=number,
            marked=html.escape(turn.speaker),
            chime=chime(turn),
            spelt=spelt(turn.start),
            of_day=of_day(turn.start),
            units=units(turn.start),
        )
        for number, turn in enumerate(talk, 1)
    )


def read_back(source: str | bytes) -> list[tuple[str | None, float | None, str]]:
    """(speaker, start, words without blanks) of everything that one person says at one time."""
    found: list[tuple[str | None, float | None, str]] = []
    data = source if isinstance(source, bytes) else source.encode()
    for u in asyncio.run(read_transcript(data, "talk.txt", anyway=True)).utterances:
        said = "".join(u.text.split())
        if found and found[-1][:2] == (u.speaker, u.start):
            found[-1] = (u.speaker, u.start, found[-1][2] + said)
        else:
            found.append((u.speaker, u.start, said))
    return found


def expected(talk: list[Turn], *, timed: bool) -> list[tuple[str | None, float | None, str]]:
    found: list[tuple[str | None, float | None, str]] = []
    for turn in talk:
        speaker, start = speaker_names.tidy(turn.speaker), float(turn.start) if timed else None
        said = "".join(turn.text.split())
        if found and found[-1][:2] == (speaker, start):
            found[-1] = (speaker, start, found[-1][2] + said)
        else:
            found.append((speaker, start, said))
    return found


@pytest.mark.parametrize("kind", TIMED)
@given(talk=talks())
@settings(max_examples=EXAMPLES)
def test_a_talk_with_times_is_read_back(kind: str, talk: list[Turn]):
    if kind in BRACKETED:
        talk = [turn._replace(speaker=turn.speaker.partition(" (")[0]) for turn in talk]
    head = "WEBVTT\n\n" if kind.startswith("WebVTT") or kind in ("Zoom captions", "Webex captions") else ""
    wanted = expected(talk, timed=True)
    if kind == "Happy Scribe":
        wanted = [(speaker, (start or 0) + 0.12, said) for speaker, start, said in wanted]
    if "of the day" in kind:
        wanted = [(speaker, (start or 0) - talk[0].start, said) for speaker, start, said in wanted]

    assert read_back(head + printed(talk, TIMED[kind])) == wanted


@pytest.mark.parametrize("kind", UNTIMED)
@given(talk=talks())
@settings(max_examples=EXAMPLES)
def test_a_talk_without_times_is_read_back(kind: str, talk: list[Turn]):
    if kind in BRACKETED:
        talk = [turn._replace(speaker=turn.speaker.partition(" (")[0]) for turn in talk]

    assert read_back(printed(talk, UNTIMED[kind])) == expected(talk, timed=False)


@pytest.mark.parametrize("kind", ALONE)
@given(talk=talks())
@settings(max_examples=EXAMPLES)
def test_names_on_their_own_lines_are_read_back(kind: str, talk: list[Turn]):
    people = ["Jane Doe", "O'Neill Foo", "Zoë Bar", "Jo Bloggs (she/her)"]
    called = dict(zip(dict.fromkeys(turn.speaker for turn in talk), people, strict=False))
    talk = [turn._replace(speaker=called[turn.speaker]) for turn in talk]
    talk += [turn._replace(text=f"{turn.text} {turn.text}") for turn in talk[:2]]

    assert read_back(printed(talk, ALONE[kind])) == expected(talk, timed=False)


@pytest.mark.parametrize("kind", TABLES)
@given(talk=talks())
@settings(max_examples=EXAMPLES)
def test_a_talk_in_a_table_or_a_structure_is_read_back(kind: str, talk: list[Turn]):
    if kind == "Markdown":
        talk = [turn._replace(speaker=turn.speaker.replace("|", "/")) for turn in talk]
    talk = [turn._replace(start=turn.start // 50 + 4 * number) for number, turn in enumerate(talk)]
    head, row = TABLES[kind]
    end = "</div></body></tt>" if kind == "iTT" else ""

    assert read_back(head + printed(talk, row) + end) == expected(talk, timed=True)
