"""Turns whose parts have names: lists in YAML, blocks of fields, and XML of few tools."""

from __future__ import annotations

import json

import pytest

from pipeline.errors import BrokenTranscript, NotATranscript
from pipeline.readers import Verdict, read_transcript, sniff
from tests.unit.readers.spoken import read, said

JANE, JOHN = "Jane Doe", "John Roe"
TALK = [
    (2.0, JANE, "Welcome everyone: today we create the weekly report."),
    (8.0, JOHN, "Thanks, I've never done that before."),
    (12.5, JANE, "Open the settings page and click on Reports."),
    (19.0, JOHN, "Which of the two entries do you mean?"),
]


def printed(shape: str, joint: str = "\n") -> str:
    return joint.join(shape.format(who=who, at=at, clock=f"00:00:{at:04}", text=text) for at, who, text in TALK)


@pytest.mark.parametrize(
    "shape",
    [
        '- speaker: {who}\n  start: "{clock}"\n  text: {text}',
        "- text: '{text}'\n  start: {at}\n  end: 60\n  speaker: {who}".replace("'{text}'", '"{text}"'),
        "  - name: {who}\n    time: {clock}\n    content: >-\n      {text}",
        "speaker: {who}\ntimestamp: {clock}\ntext: {text}\n",
        "Speaker: {who}\nTime: {clock}\nText: {text}\n\n",
        "**Speaker:** {who}\n**Time:** {clock}\n**Transcript:** {text}\n",
    ],
)
@pytest.mark.parametrize("head", ["", "title: Weekly\ndate: 2026-03-16\ntranscript:\n"])
async def test_fields_a_line(shape: str, head: str):
    assert await said(head + printed(shape)) == TALK
    assert sniff((head + printed(shape)).encode(), "talk.txt").verdict is Verdict.YES


async def test_fields_without_times_or_over_several_lines():
    text = printed("- speaker: {who}\n  text: {text}").replace(" page ", "\n    page ")

    assert [(u.speaker, u.text) for u in (await read(text)).utterances] == [(who, words) for _, who, words in TALK]


@pytest.mark.parametrize(
    "shape",
    [
        '<turn speaker="{who}" start="{at}" end="60">{text}</turn>',
        "<segment><speaker>{who}</speaker><start>{at}</start><text>{text}</text></segment>",
        '<seg who="{who}" begin="{clock}">\n  <p>{text}</p>\n</seg>'.replace("<p>", "").replace("</p>", ""),
        '<Utterance Name="{who}" StartTime="{clock}"><![CDATA[{text}]]></Utterance>',
        '<u who="{who}" start="{at}">{text}<pause/></u>',
    ],
)
@pytest.mark.parametrize("root", ["transcript", "TEI", "Trans", "conversation"])
async def test_xml_with_names_and_times(shape: str, root: str):
    assert await said(f'<?xml version="1.0"?>\n<{root}>\n{printed(shape)}\n</{root}>') == TALK


async def test_names_that_are_declared_elsewhere_in_the_xml():
    people = '<Speakers><Speaker id="spk1" name="Jane Doe"/><Speaker id="spk2" name="John Roe"/></Speakers>'
    turns = printed('<Turn speaker="{who}" startTime="{at}" endTime="60"><Sync time="{at}"/>\n{text}\n</Turn>')
    turns = turns.replace(JANE, "spk1").replace(JOHN, "spk2")

    assert await said(f"<Trans>{people}<Episode><Section>{turns}</Section></Episode></Trans>") == TALK


async def test_xml_of_words_that_each_have_a_time():
    turns = "".join(
        f'<turn speaker="{who}" start="{at}">' + "".join(f'<w t="{at}">{word}</w>' for word in text.split()) + "</turn>"
        for at, who, text in TALK
    )

    assert await said(f"<transcript>{turns}</transcript>") == TALK


@pytest.mark.parametrize(
    "text",
    [
        "<config><server><host>a</host><port>1</port></server><server><host>b</host><port>2</port></server></config>",
        "<rss><channel>" + "<item><title>New page</title><link>x</link></item>" * 4 + "</channel></rss>",
        "<log>" + '<entry level="INFO" time="12:00:01">The job was taken by a worker</entry>' * 5 + "</log>",
    ],
)
async def test_other_xml_says_that_nobody_speaks(text: str):
    with pytest.raises(NotATranscript):
        await read_transcript(text.encode(), "talk.xml")
    assert sniff(text.encode(), "talk.xml").verdict is Verdict.NO


async def test_entities_are_never_followed():
    turns = printed('<turn speaker="{who}" start="{at}">&a;{text}</turn>')
    with pytest.raises(BrokenTranscript, match="entities"):
        await read_transcript(
            f'<!DOCTYPE t [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><t>{turns}</t>'.encode(), "talk.xml"
        )


TRANSCRIBER = """<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE Trans SYSTEM "trans-14.dtd">
<Trans audio_filename="talk" version="4">
<Speakers><Speaker id="spk1" name="Jane Doe" check="no"/><Speaker id="spk2" name="John Roe" check="no"/></Speakers>
<Episode><Section type="report" startTime="0" endTime="40">
<Turn speaker="spk1" startTime="2" endTime="8"><Sync time="2"/>
Welcome everyone, today we create
<Sync time="4.2"/>
the weekly report.
</Turn>
<Turn speaker="spk2" startTime="8" endTime="12"><Sync time="8"/>Thanks, I've never done that before.</Turn>
<Turn startTime="12" endTime="13"><Sync time="12"/></Turn>
</Section></Episode></Trans>"""


async def test_a_file_of_transcriber():
    assert await said(TRANSCRIBER) == [
        (2.0, JANE, "Welcome everyone, today we create the weekly report."),
        (8.0, JOHN, "Thanks, I've never done that before."),
    ]


def test_turns_in_a_file_that_is_called_like_settings_are_offered():
    turns = printed('- speaker: {who}\n  start: "{clock}"\n  text: {text}')

    assert sniff(turns.encode(), "talk.yaml").verdict is Verdict.YES
    assert sniff(b"services:\n  web:\n    image: nginx\n    text: a\n    name: b\n", "talk.yaml").verdict is Verdict.NO


@pytest.mark.parametrize(
    "data",
    [
        [[at, 60, who, text] for at, who, text in TALK],
        [[who, text, f"0:{at:04}"] for at, who, text in TALK],
        {"start": [t[0] for t in TALK], "speaker": [t[1] for t in TALK], "text": [t[2] for t in TALK]},
        {"transcript": {"text": [t[2] for t in TALK], "time": [t[0] for t in TALK], "name": [t[1] for t in TALK]}},
        [{who: text, "t": f"0:{at:04}"} for at, who, text in TALK],
        {"turns": [{"at": at, who: text} for at, who, text in TALK]},
        [{"time": f"0:{at:04} - 1:00", "speaker": who, "text": text} for at, who, text in TALK],
        [{"time": f"0:{at:04}-1:00", "speaker": who, "text": text} for at, who, text in TALK],
    ],
)
async def test_json_that_is_a_table(data: object):
    assert await said(json.dumps(data)) == TALK


async def test_json_of_names_and_what_they_say():
    found = await read(json.dumps([{who: text} for _, who, text in TALK]))

    assert [(u.speaker, u.text) for u in found.utterances] == [(who, text) for _, who, text in TALK]
