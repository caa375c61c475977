"""Exports that few people have: the words, speakers and times that went in come out, and nothing else does."""

from __future__ import annotations

import json

import pytest

from pipeline.readers import Verdict, sniff, unsaid
from pipeline.readers.transcript_reader import read_transcript
from tests.unit.readers.short_talk import JANE, JOHN, SPOKEN, TALK
from tests.unit.readers.spoken import read, said


def printed(shape: str, first: str = JANE, second: str = JOHN) -> str:
    """The talk with each turn in this shape, and these names."""
    names = {JANE: first, JOHN: second}
    return "\n".join(shape.format(name=names[who], at=f"00:00:{start:02}", text=text) for start, who, text in TALK)


@pytest.mark.parametrize(
    "shape",
    [
        "{name}, {at}: {text}",
        "{name} {at}: {text}",
        "[{name} {at}] {text}",
        "({name}, {at}) {text}",
        "[{name} - {at}]: {text}\n",
    ],
)
async def test_a_name_and_a_time_before_what_is_said(shape: str):
    assert await said(printed(shape)) == [(float(start), who, text) for start, who, text in TALK]


@pytest.mark.parametrize("shape", ["*{name}:* {text}\n", "_{name}:_ {text}\n", "*{name}*: {text}", "{name}\t{text}"])
async def test_a_name_in_italics_or_before_a_tab(shape: str):
    found = await read(printed(shape))

    assert [(u.speaker, u.text) for u in found.utterances] == SPOKEN


@pytest.mark.parametrize(
    ("first", "second"), [("Ms. DOE", "Mr. ROE"), ("The CHAIRWOMAN", "Mr. ROE"), ("Chairwoman Doe", "The Witness")]
)
async def test_a_title_and_a_name_before_a_point_as_in_records_of_hearings(first: str, second: str):
    wrapped = printed("    {name}. {text}", first, second).replace(" that ", "\nthat ").replace(" page ", "\npage ")

    found = await read(wrapped)

    names = {JANE: first, JOHN: second}
    assert [(u.speaker, u.text) for u in found.utterances] == [(names[who], text) for who, text in SPOKEN]


async def test_a_sentence_about_somebody_with_a_title_is_no_label():
    text = "\n".join(["We spoke to both of them.", "Mr. Roe was there. The Manager called.", "Ms. Doe. She left."] * 3)

    assert (await read(text)).speakers == ()


@pytest.mark.parametrize(
    ("ended", "remark"),
    [
        ("Besprechung endete nach 00:57:30 👋", "Dieses bearbeitbare Transkript wurde computergeneriert."),
        ("La réunion s'est terminée après 00:57:30 👋", "Cette transcription modifiable a été générée par ordinateur."),
        ("La reunión finalizó después de 00:57:30 👋", "Esta transcripción se ha generado por ordenador."),
        ("Transkriptionen avslutades efter 00:57:30", "Den här transkriptionen är datorgenererad, en transkription."),
    ],
)
async def test_how_google_meet_ends_in_other_languages_is_not_said(ended: str, remark: str):
    found = await read(f"{printed('{name}: {text}')}\n\n{ended}\n\n{remark}\n")

    assert [(u.speaker, u.text) for u in found.utterances] == SPOKEN


async def test_a_time_in_the_last_sentences_ends_nothing():
    text = f"{printed('{name}: {text}')}\n{JANE}: Look at the transcript at 00:12:03\nand choose the second line there."

    assert (await read(text)).utterances[-1].text.endswith("choose the second line there.")


@pytest.mark.parametrize(
    ("began", "ended"),
    [
        ("hat die Transkription gestartet", "hat die Transkription beendet"),
        ("a démarré la transcription", "a arrêté la transcription"),
        ("inició la transcripción", "detuvo la transcripción"),
        ("ha avviato la trascrizione", "ha interrotto la trascrizione"),
        ("iniciou a transcrição", "interrompeu a transcrição"),
        ("rozpoczęła transkrypcję", "zatrzymała transkrypcję"),
        ("が文字起こしを開始しました", "が文字起こしを停止しました"),
    ],
)
async def test_who_started_the_transcription_is_not_said_in_other_languages(began: str, ended: str):
    turns = printed("{name}   {at}\n{text}\n")

    found = await read(f"{JANE} {began}\n\n{turns}\n{JANE} {ended}\n")

    assert [(u.speaker, u.text) for u in found.utterances] == SPOKEN


@pytest.mark.parametrize(
    "line",
    ["Wir haben die Transkription gestartet.", "Starten Sie die Transkription", "Jane: la transcription a démarré"],
)
def test_what_people_say_about_a_transcription_is_said(line: str):
    assert not unsaid.is_remark_at_edge(line)


async def test_notes_in_brackets_between_turns_are_not_said():
    lines = printed("{name}: {text}").split("\n")
    lines[2:2] = ["[Jane Doe shares her screen]"]
    lines[5:5] = ["[Note: the recording was paused for a moment]"]

    found = await read("\n".join(lines))

    assert [(u.speaker, u.text) for u in found.utterances] == SPOKEN
    assert found.account is not None
    assert not found.account.unaccounted


async def test_apostrophes_written_as_in_html_are_apostrophes():
    found = await read(printed("{name}: {text}").replace("'", "&#39;"))

    assert [(u.speaker, u.text) for u in found.utterances] == SPOKEN


async def test_entities_that_somebody_speaks_about_stay():
    assert (
        "&#39;"
        in (await read(f"{JANE}: Write &#39; there.\n{JOHN}: Why that?\n{JANE}: It is safe.")).utterances[0].text
    )


async def test_a_participant_is_called_by_the_name_and_not_by_what_stands_beside_it():
    turns = [
        {
            "participant": {"id": 7, "name": who, "is_host": who == JANE, "platform": "desktop"},
            "words": [
                {"text": word, "start_timestamp": {"relative": start + n / 4}} for n, word in enumerate(text.split())
            ],
        }
        for start, who, text in TALK
    ]

    found = await read(json.dumps(turns))

    assert [(u.speaker, u.text) for u in found.utterances] == SPOKEN


JAPANESE = [
    (2, "田中", "本日はレポートの作り方をご説明します。"),
    (8, "佐藤", "ありがとうございます、初めてです。"),
    (12, "田中", "設定ページを開いてください。"),
    (19, "佐藤", "どちらのことですか？"),
    (24, "田中", "二番目です。"),
]


@pytest.mark.parametrize(
    "shape",
    [
        *("（{name}）{text}", "【{name}】{text}", "{name}「{text}」", "○{name}　{text}", "{name}　{text}"),
        *("（00:{at:02}）{name}：{text}", "{name}（00:{at:02}）\n{text}\n"),
    ],
)
async def test_names_and_times_between_wide_brackets(shape: str):
    found = await read("\n".join(shape.format(name=who, at=start, text=text) for start, who, text in JAPANESE))

    times = [float(start) if "{at" in shape else None for start, _, _ in JAPANESE]
    assert [(u.start, u.speaker, u.text) for u in found.utterances] == [
        (time, who, text) for time, (_, who, text) in zip(times, JAPANESE, strict=True)
    ]


async def test_wide_brackets_that_only_some_lines_begin_with_stay():
    text = "\n".join(["（笑）ページを開いてください。", "それから保存します。", "次に進みます。"] * 3)

    assert (await read(text)).speakers == ()


@pytest.mark.parametrize("shape", ["[{0:.1f} - {1:.1f}] {2}: {3}", "[{0:.2f} --> {1:.2f}] {2}: {3}"])
async def test_seconds_without_a_unit_between_brackets(shape: str):
    text = "\n".join(shape.format(start, start + 3, who, said) for start, who, said in TALK)

    assert await said(text) == [(float(start), who, words) for start, who, words in TALK]


@pytest.mark.parametrize("shape", ["{name}: {text}", "{name}  {at}\n{text}\n"])
@pytest.mark.parametrize("heading", ["Summary", "## Action items", "Zusammenfassung:", "まとめ"])
async def test_a_summary_behind_the_last_turn_is_not_said(shape: str, heading: str):
    found = await read(
        f"{printed(shape)}\n\n{heading}\nJane showed John how the report is created.\n- Try it until Monday.\n"
    )

    assert [(u.speaker, u.text) for u in found.utterances] == SPOKEN
    assert found.account is not None
    assert not found.account.unaccounted


async def test_what_somebody_says_under_a_heading_for_long_is_said():
    paragraphs = "\n\n".join(f"Then open page {number} and save it there." for number in range(9))
    text = f"{printed('{name}: {text}')}\n\n{paragraphs}\n\nSummary\n\nSave it once more."

    assert (await read(text)).utterances[-1].text.endswith("Save it once more.")


@pytest.mark.parametrize("end", ["0:52\nnext steps\n", "0:52\n\nsummary", "0:52\nand these are the\nnext steps"])
async def test_a_heading_of_a_summary_that_is_all_or_a_part_of_what_somebody_says_is_said(end: str):
    captions = "\n".join(f"0:{second}\nopen the page and save it\n" for second in range(10, 50, 5))

    assert "".join((await read(f"{captions}\n{end}")).utterances[-1].text.split()).endswith(("steps", "summary"))


WORKSHOP = """# The first branch

We have already done this part and you should have built this.

```
git fetch upstream
git checkout first
```

From the first branch do

`git checkout -b second`

Right now we are on the first branch. What we want to do is to change the settings a little bit, since the second one \
needs other settings than the first one has, as you see.

Q - Is this in the repository?

A - Yes. It is set up to work with this.

Q - And the other one?

A - That is not there yet.
"""


async def test_a_talk_before_the_first_question_is_read_from_its_first_sentence_on():
    transcript = await read_transcript(WORKSHOP.encode(), "workshop.txt")

    told = " ".join(utterance.text for utterance in transcript.utterances)
    assert told.startswith("We have already done this part")
    assert all(part in told for part in ("`git fetch upstream`", "`git checkout first`", "From the first branch do"))
    assert "The first branch" not in told, "a heading is no speech"


PANEL = "\n".join(f"0:{start:02}\n{start} seconds\n{text}" for start, _, text in TALK)


@pytest.mark.parametrize(
    "language",
    ["English (auto-generated)", "Englisch (automatisch erzeugt)", "English (United States) (auto-generated)"],
)
async def test_the_language_below_a_panel_is_not_said(language: str):
    found = await read(f"{PANEL}\n\n{language}\n")

    assert [u.text for u in found.utterances] == [text for _, text in SPOKEN]


async def test_chapters_over_the_times_of_a_panel_are_not_said():
    chapters = f"Chapter 1: Intro\n{PANEL}".replace("0:19\n", "Chapter 2: The menu\n0:19\n")

    assert [u.text for u in (await read(chapters)).utterances] == [text for _, text in SPOKEN]


async def test_one_chapter_that_somebody_names_is_said():
    said_once = PANEL.replace("0:19\n", "Chapter 2: The menu\n0:19\n")

    assert "Chapter 2: The menu" in " ".join(u.text for u in (await read(said_once)).utterances)


async def test_what_a_voice_message_is_called_is_nobody():
    text = " ".join(text for _, text in SPOKEN)

    found = await read(f"Transcription of voice message (1:15)\n\n{text}\n")

    assert found.speakers == ()
    assert " ".join(u.text for u in found.utterances) == text


async def test_a_page_that_says_it_is_a_transcript_is_read_whatever_its_words_look_like():
    words = "Open the page; and close it;\n" * 9
    page = f"# Weekly\n\n<details><summary>Transcript</summary>\n\n{words}\n\n</details>\n".encode()

    assert sniff(page, "weekly.md").verdict is Verdict.YES
    assert (await read_transcript(page, "weekly.md")).words == 54
