"""Cues -> utterances: what is joined, where it is split, and what counts as a sentence."""

from __future__ import annotations

import pytest

from pipeline.readers import Verdict, sniff
from pipeline.readers.cue import Cue, Source
from pipeline.readers.sentence_boundaries import LONGEST_UTTERANCE_WORDS
from pipeline.readers.utterances import utterances_of
from tests.unit.readers.spoken import read, texts


def spoken(*cues: Cue, turns: bool = False) -> list[tuple[str | None, float | None, float | None, str]]:
    return [(u.speaker, u.start, u.end, u.text) for u in utterances_of(Source("test", cues, turns=turns))]


def cut(text: str) -> list[str]:
    return [text for *_, text in spoken(Cue(text), turns=True)]


def test_a_cue_that_ends_in_a_sentence_is_joined_to_the_next():
    assert spoken(Cue("Open the", None, 1, 2), Cue("settings. Then press", None, 2, 3), Cue("Save.", None, 3, 4)) == [
        (None, 1, 3, "Open the settings."),
        (None, 2, 4, "Then press Save."),
    ]


def test_another_speaker_ends_a_sentence():
    assert spoken(Cue("Open the", "Ann", 1, 2), Cue("Which one?", "Bob", 2, 3)) == [
        ("Ann", 1, 2, "Open the"),
        ("Bob", 2, 3, "Which one?"),
    ]


def test_what_begins_at_the_same_time_stays_in_its_order():
    assert spoken(Cue("do you see any need for", None, 1), Cue("I can put him on.", "Ann", 1), turns=True) == [
        (None, 1, None, "do you see any need for"),
        ("Ann", 1, None, "I can put him on."),
    ]


def test_a_long_silence_ends_a_sentence_without_a_full_stop():
    assert spoken(Cue("open the settings", None, 1, 2), Cue("Then press Save", None, 30, 31)) == [
        (None, 1, 2, "open the settings"),
        (None, 30, 31, "Then press Save"),
    ]


def test_words_in_chinese_and_japanese_are_joined_without_a_blank():
    assert spoken(Cue("設定画面を", None, 1, 2), Cue("開いてください。", None, 2, 3)) == [
        (None, 1, 3, "設定画面を開いてください。")
    ]


@pytest.mark.parametrize(
    "sentences",
    [
        "Open it now.|Press Save there.",
        "Use version 3.11 from example.com today.|It works well.",
        "Ask Dr. Smith or J. R. Tolkien about e.g. the keys.|They know it.",
        "We choose option B.|Then we go on.",
        "I asked him and he said no.|It was no. 7 of the list etc. and nothing else.",
        "Is it there now?|Yes! It is there.|Okay. Press Save now.",
        "cool. let me share my screen.|now you see it.",
        "Wir nehmen z. B. den Ordner.|Er ist da drin.",
        "He said “Press it.”|Then he left us.",
        "Well... it depends on that...|Let us see it.",
        "هل هو هناك الآن؟|نعم هو هناك الآن.",
    ],
)
def test_where_sentences_end(sentences: str):
    assert cut(sentences.replace("|", " ")) == sentences.split("|")


def test_where_sentences_end_without_blanks():
    assert cut("開きます。次に保存します。") == ["開きます。", "次に保存します。"]


def test_speech_without_punctuation_is_cut_where_something_new_begins():
    text = " ".join(["open the settings page and choose the users so that they are all shown in the list there"] * 6)

    pieces = cut(f"{text} now press save")

    assert all(len(piece.split()) <= LONGEST_UTTERANCE_WORDS for piece in pieces)
    assert " ".join(pieces) == f"{text} now press save"
    assert {piece.split()[0] for piece in pieces[1:]} <= {"and", "so", "now"}


def test_japanese_without_punctuation_is_cut_too():
    pieces = cut("あいうえお" * 100)

    assert len(pieces) > 3
    assert "".join(pieces) == "あいうえお" * 100


UNMARKED = {
    "Chinese": ("今天我来讲怎么创建报告", "首先打开设置页面", "然后点击新建按钮", "在这里输入名称", "最后保存就可以了"),
    "Japanese": (
        "今日はレポートを作ります",
        "設定ページを開いてください",
        "次にボタンを押します",
        "ここで名前を入力します",
    ),
    "Thai": ("วันนี้จะสอนวิธีสร้างรายงาน", "ขั้นแรกเปิดหน้าการตั้งค่า", "จากนั้นกรอกชื่อรายงาน", "แล้วกดปุ่มบันทึก"),
    "Khmer": ("សូមបើកទំព័រការកំណត់", "បន្ទាប់មកចុចប៊ូតុងរក្សាទុក", "ឥឡូវនេះបានបញ្ចប់ហើយ"),
    "Lao": ("ເປີດໜ້າການຕັ້ງຄ່າ", "ພິມຊື່ລາຍງານ", "ກົດບັນທຶກ", "ຄລິກປຸ່ມລາຍງານໃໝ່"),
}
"""As Whisper writes speech in scripts without spaces: with no sign at the end of anything."""


@pytest.mark.parametrize("lines", UNMARKED.values(), ids=UNMARKED)
@pytest.mark.parametrize(
    "shape", ["00:00:{0:02}.000 --> 00:00:{1:02}.000\n{2}\n\n", "0:{0:02}\n{2}\n", "[0:{0:02}] {2}\n", "{2}\n"]
)
async def test_speech_without_signs_or_spaces_is_split_where_captions_are(lines: tuple[str, ...], shape: str):
    source = "".join(shape.format(3 * number, 3 * number + 3, line) for number, line in enumerate(lines))

    assert await texts(source) == list(lines)


async def test_khmer_and_burmese_need_no_space_after_a_full_stop():
    assert await texts("ဆက်တင်စာမျက်နှာကို ဖွင့်ပါ။ခလုတ်ကို နှိပ်ပါ။") == ["ဆက်တင်စာမျက်နှာကို ဖွင့်ပါ။", "ခလုတ်ကို နှိပ်ပါ။"]


@pytest.mark.parametrize("lines", UNMARKED.values(), ids=UNMARKED)
def test_lines_without_spaces_are_no_list(lines: tuple[str, ...]):
    talk = "\n".join(lines * 4)

    assert sniff(talk.encode(), "talk.txt").verdict is Verdict.MAYBE


@pytest.mark.parametrize("lines", UNMARKED.values(), ids=UNMARKED)
async def test_each_line_without_spaces_and_signs_is_whole(lines: tuple[str, ...]):
    assert (await read("".join(f"0:{3 * number:02}\n{line}\n" for number, line in enumerate(lines)))).listed


@pytest.mark.parametrize("between", ["\n", "\n\n", ":\n"])
async def test_a_heading_above_sentences_is_no_beginning_of_the_first(between: str):
    text = f"How to change the clock{between}Take it off the wall. Put it down.\nOpen the back."

    assert (await texts(text))[-3:] == ["Take it off the wall.", "Put it down.", "Open the back."]


async def test_a_first_line_that_goes_on_is_no_heading():
    text = "So today we change the clock that hangs in\nthe hall. Put it down.\nOpen the back."

    assert (await texts(text))[0] == "So today we change the clock that hangs in the hall."


@pytest.mark.parametrize("figure", ["12", "8080", "4.5", "50%", "$20", "10:30", "****"])
def test_a_caption_that_is_only_a_figure_answers_and_belongs_to_no_sentence(figure: str):
    cues = [Cue("How many do you need?", None, 1, 2), Cue(figure, None, 2, 3), Cue("Enter it there.", None, 3, 4)]

    assert [text for *_, text in spoken(*cues)] == ["How many do you need?", figure, "Enter it there."]


def test_a_figure_within_a_sentence_stays_there():
    cues = [Cue("Open the list of", None, 1, 2), Cue("12", None, 2, 3), Cue("pages there.", None, 3, 4)]
    counted = [Cue("It has", None, 4, 5), Cue("12 pages.", None, 5, 6), Cue("12", None, 6, 7), Cue("is it.", None, 7)]

    assert [text for *_, text in spoken(*cues)] == ["Open the list of 12 pages there."]
    assert [text for *_, text in spoken(*counted)] == ["It has 12 pages.", "12 is it."]


def test_a_short_question_that_is_a_caption_is_not_joined_to_its_answer():
    cues = [Cue("Open the page.", None, 1, 2), Cue("Which one?", None, 2, 3), Cue("The second page.", None, 3, 4)]

    assert [text for *_, text in spoken(*cues)] == ["Open the page.", "Which one?", "The second page."]
    assert cut("Open the page. Which one? The second page.") == ["Open the page.", "Which one? The second page."]


SUNG = {
    "♪ This is our song ♪": "",
    "♪ This is our song\nfor all of you ♪": "",
    "♪ This is our song\n\n00:00:02.000 --> 00:00:03.000\nfor all of you ♪": "",
    "♪ Open the page there.": "Open the page there. ",
}


@pytest.mark.parametrize("sung", SUNG)
async def test_what_is_sung_between_notes_is_not_said(sung: str):
    others = "".join(
        f"00:00:0{second}.000 --> 00:00:0{second + 1}.000\nNow click on number {second}.\n\n" for second in range(3, 8)
    )

    found = await read(f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n{sung}\n\n{others}")

    assert " ".join(u.text for u in found.utterances).startswith(f"{SUNG[sung]}Now click on number 3. Now")
    assert found.account is not None
    assert not found.account.unaccounted


async def test_where_all_captions_stand_between_notes_they_are_said():
    cue = "00:00:0{0}.000 --> 00:00:0{1}.000\n♪ Now click on number {0}. ♪\n\n"

    assert len(await texts("WEBVTT\n\n" + "".join(cue.format(n, n + 1) for n in range(5)))) == 5


def test_a_caption_of_two_words_keeps_its_own_time():
    cues = [
        Cue("Choose the region that is closest.", None, 70, 98),
        Cue("Click Save.", None, 99, 105),
        Cue("Then open the Members tab.", None, 106, 108),
        Cue("Click Add.", None, 109, 110),
    ]

    assert [(text, start) for _, start, _, text in spoken(*cues)] == [
        *(("Choose the region that is closest.", 70), ("Click Save.", 99)),
        ("Then open the Members tab. Click Add.", 106),
    ]
