"""A folder of transcripts as people have them, which nearly all tell one talk: what is read of each is compared.

`SCRIPT2DOC_FIELD` names the folder. The talk is its riverside.txt, in which each turn stands under "Name (0:08.00)"."""

from __future__ import annotations

import difflib
import os
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import pytest

from pipeline.errors import TranscriptError
from pipeline.options import Limits
from pipeline.readers import Verdict, sniff
from pipeline.readers.transcript_reader import read_transcript_here
from pipeline.transcript import Transcript

FOLDER = Path(os.environ.get("SCRIPT2DOC_FIELD") or "/nonexistent")
TALK = FOLDER / "riverside.txt"
pytestmark = pytest.mark.skipif(
    not TALK.exists(), reason="SCRIPT2DOC_FIELD names no folder with the talk riverside.txt"
)

EARLIEST, LATEST = -4.0, 10.0
"""Seconds by which a word's utterance may begin before or after its turn in the talk."""
Row = TypeVar("Row")
FEWEST_WORDS = 25
"""A transcript with fewer words of the talk tells another one."""


class Word(NamedTuple):
    text: str
    speaker: str | None
    start: float | None


@dataclass(frozen=True)
class Differences:
    """In words."""

    missing: int = 0
    extra: int = 0
    wrong_speaker: int = 0
    wrong_time: int = 0


DIFFERENT: dict[str, tuple[Differences, str]] = {
    "*_RecordingnewChat.txt": (Differences(wrong_time=61), "a chat, which the sniff refuses"),
    "amp.ttml": (Differences(missing=4), "the file says & four times, and the talk says and"),
    "arrows.srt": (Differences(wrong_time=23), "two voices in a caption share its time"),
    "colsp.vtt": (Differences(extra=12), "the file says more after the talk"),
    "dash.srt": (Differences(wrong_time=23), "two voices in a caption share its time"),
    "emptyid.srt": (Differences(missing=11), "one caption is empty in the file"),
    "gemini*": (Differences(wrong_time=45), "only blocks have times"),
    "hf.pdf": (Differences(extra=3897), "the talk is told many times, with a sentence more"),
    "htmltxt.txt": (Differences(wrong_speaker=75), "the file names one person, over all of it"),
    "insent.txt": (Differences(missing=33, wrong_time=11), "half of the talk, with other times in its sentences"),
    "meet_old.docx": (Differences(wrong_time=44), "only blocks have times, and others"),
    "meeting_saved_chat.txt": (Differences(wrong_time=61), "a chat, which the sniff refuses"),
    "min60.vtt": (Differences(wrong_time=75), "its times are late"),
    "minutes.txt": (Differences(wrong_time=45), "only blocks have times"),
    "minutes2.txt": (Differences(wrong_time=45), "only blocks have times"),
    "ntt.pdf": (Differences(extra=825), "the talk is told many times"),
    "once.vtt": (Differences(extra=8), "others greet after the talk"),
    "parenline2.vtt": (Differences(wrong_time=23), "two voices in a caption share its time"),
    "rollup.srt": (Differences(wrong_time=44), "the file has other times"),
    "s_100h.srt": (Differences(wrong_time=75), "its times are late"),
    "slack.txt": (Differences(wrong_time=61), "a chat, which is only asked about"),
    "ten.txt": (Differences(extra=150), "the talk is told many times"),
    "tl1h.srt": (Differences(wrong_time=75), "its times begin at an hour"),
    "trunc.json": (Differences(missing=6), "the file is cut off"),
    "trunc1.vtt": (Differences(missing=6), "the file is cut off"),
    "trunc2.vtt": (Differences(missing=4, extra=1), "the file is cut off in a word"),
    "twocol.pdf": (Differences(extra=545), "the talk is told many times"),
    "v_two.vtt": (Differences(wrong_time=23), "two voices in a caption share its time"),
    "ytdlp*.srt": (Differences(wrong_time=44), "the file has other times"),
}
"""So many words differ, and why."""
REFUSED: dict[str, str] = {
    "2024-05-02.json": "messages from Slack",
    "chapters.json": "chapters",
    "live_chat.json": "live chat",
    "err.vtt": "no recognizable transcript",
    "book.epub": "an e-book",
    "chapters.vtt": "chapters",
    "denied.vtt": "no captions in this XML",
    "dummy.fcpxml": "Final Cut Pro",
    "emptycues.vtt": "Nobody says anything",
    "mail.msg": "an Outlook message",
    "meta.vtt": "hold data",
    "notes.pages": "a Pages",
    "onlyhead.vtt": "",
    "pw.pdf": "password",
    "scanned.pdf": "OCR",
    "t.xlsx": "damaged",
    "talk.TextGrid": "Praat",
    "talk.cha": "CHAT",
    "talk.eaf": "ELAN",
    "talk.inqscr": "InqScribe",
    "talk.scc": "Scenarist",
    "talk.stl": "EBU",
    "talk.vtt.gz": "an archive",
    "teams.doc": "old Office",
    "thumbs.vtt": "preview pictures",
    "trunc.docx": "cut off",
    "trunc.pdf": "cut off",
}
"""Part of what is said of files that hold no transcript, or one in a form that isn't read."""
OTHER_TALK: dict[str, tuple[int, int]] = {
    "ar.pdf": (15, 0),
    "bi.srt": (34, 0),
    "enc_1250.srt": (16, 0),
    "enc_1251.srt": (9, 0),
    "enc_1253.srt": (10, 0),
    "enc_1254.srt": (13, 0),
    "enc_1256.srt": (9, 0),
    "enc_8859_2.srt": (16, 0),
    "enc_big5.srt": (18, 0),
    "enc_gbk.srt": (18, 0),
    "enc_kr.srt": (8, 0),
    "enc_mac.vtt": (27, 2),
    "enc_mixed.vtt": (27, 2),
    "enc_moji.vtt": (27, 2),
    "enc_nfd.vtt": (27, 2),
    "enc_sjis.srt": (28, 0),
    "enc_th.srt": (12, 0),
    "gemfrag.txt": (35, 2),
    "gig_ru.srt": (19, 2),
    "hf2.pdf": (2647, 2),
    "ja.pdf": (78, 0),
    "km40.vtt": (155, 0),
    "ko40.vtt": (150, 0),
    "l_am.txt": (11, 0),
    "l_am.vtt": (11, 0),
    "l_bn.txt": (10, 0),
    "l_bn.vtt": (10, 0),
    "l_emoji.txt": (18, 0),
    "l_emoji.vtt": (18, 0),
    "l_fa.txt": (15, 0),
    "l_fa.vtt": (15, 0),
    "l_fw.vtt": (28, 2),
    "l_he.txt": (14, 0),
    "l_he.vtt": (14, 0),
    "l_hi.txt": (18, 0),
    "l_hi.vtt": (18, 0),
    "l_ja-names.txt": (35, 0),
    "l_ja-names.vtt": (35, 2),
    "l_ka.txt": (11, 0),
    "l_ka.vtt": (11, 0),
    "l_km.txt": (12, 0),
    "l_km.vtt": (12, 0),
    "l_my.txt": (10, 0),
    "l_my.vtt": (10, 0),
    "l_ta.txt": (10, 0),
    "l_ta.vtt": (10, 0),
    "l_th.txt": (26, 0),
    "l_th.vtt": (26, 0),
    "l_vi.txt": (23, 0),
    "l_vi.vtt": (23, 0),
    "l_zh-nopunct.txt": (37, 0),
    "l_zh-nopunct.vtt": (37, 0),
    "lo40.vtt": (100, 0),
    "login.vtt": (11, 0),
    "my40.vtt": (130, 0),
    "nm_ja.txt": (242, 2),
    "nm_th.txt": (91, 2),
    "nm_zh.txt": (140, 2),
    "p_inline.pdf": (2647, 2),
    "p_name-lines.pdf": (2647, 2),
    "p_name-time-lines.pdf": (2647, 2),
    "p_otter.pdf": (2647, 2),
    "p_rev.pdf": (2647, 2),
    "p_time-lines.pdf": (2647, 0),
    "p_time-name.pdf": (2647, 2),
    "s_num.srt": (21, 0),
    "song.srt": (3, 0),
    "th40.txt": (400, 0),
    "th40.vtt": (400, 0),
    "twocol2.pdf": (2647, 2),
    "v_angle.vtt": (34, 0),
    "v_arrow.vtt": (14, 0),
    "v_arrow2.vtt": (20, 0),
    "v_cens.vtt": (23, 0),
    "v_ent.vtt": (16, 0),
    "v_ja.vtt": (242, 0),
    "v_num.vtt": (21, 0),
    "v_ruby.vtt": (17, 0),
    "v_sounds.vtt": (5, 0),
    "v_sounds2.vtt": (66, 0),
    "v_th.vtt": (91, 0),
    "v_zh.vtt": (140, 0),
    "w_ja.txt": (242, 0),
    "w_th.txt": (91, 0),
    "w_zh.txt": (140, 0),
    "wx_num.json": (17, 2),
    "wx_short.json": (13, 2),
    "yp_ja.txt": (242, 0),
    "yp_th.txt": (91, 0),
    "yp_zh.txt": (140, 0),
    "zoomsum.txt": (76, 0),
}
"""The words and speakers of files that tell another talk."""
SENTENCES: dict[str, tuple[str, ...]] = {
    "s_num.srt": (
        *("How many copies do you need?", "12", "Enter the number in the second field."),
        *("And the port?", "8080", "Then press Save."),
    ),
    "song.srt": ("Now click Save.",),
    "v_cens.vtt": (
        *("So this button doesn't work, reload the page.", "Press the thing twice."),
        *("What the f*** is that, click Cancel.", "****", "Then press Save."),
    ),
}
SENTENCES["v_num.vtt"] = SENTENCES["s_num.srt"]
"""What is said in files whose captions aren't sentences, or weren't all said."""


@cache
def talk() -> tuple[Word, ...]:
    words: list[Word] = []
    speaker, start = None, None
    for line in TALK.read_text().splitlines():
        if turn := re.match(r"(.*) \((\d+):(\d+)\.\d+\)$", line):
            speaker, start = turn[1], int(turn[2]) * 60.0 + int(turn[3])
        else:
            words += [Word(word, speaker, start) for word in line.split()]
    return tuple(words)


def bare(word: str) -> str:
    return re.sub(r"\W", "", word).lower()


def differences(transcript: Transcript, data: bytes) -> Differences | None:
    """What is different from the talk; None if it tells another one."""
    wanted = talk()
    got = [Word(word, u.speaker, u.start) for u in transcript.utterances for word in u.text.split() if bare(word)]
    matcher = difflib.SequenceMatcher(None, [bare(w.text) for w in wanted], [bare(w.text) for w in got], autojunk=False)
    same = [(wanted[i + n], got[j + n]) for i, j, count in matcher.get_matching_blocks() for n in range(count)]
    if len(same) < FEWEST_WORDS:
        return None
    return Differences(
        missing=len(wanted) - len(same),
        extra=len(got) - len(same),
        wrong_speaker=_wrong_speakers(same, data),
        wrong_time=_wrong_times(same),
    )


def _wrong_speakers(same: list[tuple[Word, Word]], data: bytes) -> int:
    """Names may be spelled otherwise, so each stands for whom it stands for most often."""
    heard: dict[str, Counter[str]] = defaultdict(Counter)
    if b"Unknown Speaker" in data:
        same = [(word, read._replace(speaker=read.speaker or "Unknown Speaker")) for word, read in same]
    for word, read in same:
        if read.speaker:
            heard[read.speaker][word.speaker or ""] += 1
    if not heard:
        names = {word.speaker for word, _ in same if word.speaker}
        return len(same) if all(name.encode() in data for name in names) else 0
    meant = {label: counts.most_common(1)[0][0] for label, counts in heard.items()}
    both = len(set(meant.values())) > 1
    return sum(1 for word, read in same if read.speaker is None or not both or meant[read.speaker] != word.speaker)


def _wrong_times(same: list[tuple[Word, Word]]) -> int:
    timed = [(word.start, read.start) for word, read in same if read.start is not None and word.start is not None]
    return sum(1 for wanted, start in timed if not EARLIEST <= start - wanted <= LATEST)


def _row(table: Mapping[str, Row], name: str) -> Row | None:
    return next((row for pattern, row in table.items() if fnmatchcase(name, pattern)), None)


def _files() -> list[str]:
    beside = ("README.md", "expected.jsonl")
    return sorted(path.name for path in FOLDER.iterdir() if path.name not in beside)


@pytest.mark.slow
@pytest.mark.parametrize("name", _files() if TALK.exists() else ["none"])
def test_a_transcript_as_people_have_it(name: str):
    data = (FOLDER / name).read_bytes()
    message: str | None = None
    try:
        transcript = read_transcript_here(data, name, Limits(), anyway=True)
    except TranscriptError as error:
        message = error.message
    if message is not None:
        refused = _row(REFUSED, name)
        assert refused is not None, f"{name} is refused: {message}"
        assert refused in message
        assert sniff(data, name).verdict is Verdict.NO
        return
    found = differences(transcript, data)
    if found is None:
        other = _row(OTHER_TALK, name)
        assert other is not None, f"{name} has {transcript.words} words, {transcript.speakers}"
        assert (transcript.words, len(transcript.speakers)) == other
        texts = tuple(utterance.text for utterance in transcript.utterances)
        assert SENTENCES.get(name, texts) == texts
        return
    assert found == (_row(DIFFERENT, name) or (Differences(), ""))[0]
