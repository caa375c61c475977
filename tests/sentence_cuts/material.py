"""Punctuated transcripts -> words without punctuation, and after which of them a sentence ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.options import Limits
from pipeline.readers import file_kinds, formats
from pipeline.readers.cue import Source
from pipeline.readers.decoding import decode
from pipeline.readers.documents.content import PAGES
from pipeline.readers.documents.document import read_document_here
from pipeline.readers.utterances import utterances_of
from pipeline.speech.sentence_cuts import SHORTEST_WORDS, plain_word
from pipeline.speech.sentences import blocks_of, silence_between
from pipeline.transcript import Transcript, Utterance
from tests.quality.words import listed

TRAINED_ON = (
    "keep/aws-transcribe_json_support-call.json",
    "keep/course_srt_redis-streams-python-example.srt",
    "keep/court-reporter_pdf-line-numbers_scotus-oral-argument.pdf",
    "keep/deepgram_json_nasa-spacewalk-start.json",
    "keep/derived_srt-utf16le-crlf_redis-consumer-groups-admin.srt",
    "keep/googlemeet_md_polygon-governance-call-27.md",
    "keep/otter_txt_ladybug-podcast-git-and-github.txt",
    "keep/plain_txt-no-timestamps_ch32v003-board-build.txt",
    "keep/qmsum_json-turns_ami-product-design-meeting.json",
    "keep/spacelog_txt_apollo13-air-to-ground_200k-words.txt",
    "keep/workshop_md_bitcoin-core-debugging-workshop.md",
    "keep/youtube-auto_vtt-rolling_nixos-desktop-setup-screencast.vtt",
)
"""Public domain, CC0, MIT and MIT-0 by the folder's INDEX.md. None is held out or has a person's guide beside it."""
_FIXTURES = Path(__file__).parent.parent / "fixtures"
A_SENTENCE_A_LINE = {
    f"{folder.name}/{file.name}": file
    for folder in (_FIXTURES / "told", _FIXTURES / "howto_speech")
    for file in sorted(folder.glob("*.txt"))
}
"""What is learned from beside the transcripts. The README in each folder says where it is from."""
TESTED_ON = (
    "gold/g01", "gold/g02", "gold/g04", "gold/g08", "gold/g09", "gold/g11", "gold/g17", "gold/g18", "gold/h01",
    "gold/h05", "gold/h07", "gold/h08", "gold/h12", "keep/asr_txt_bracket", "keep/podcast_md", "keep/zoom_vtt_ethereum",
    "keep/whisper_srt", "keep/whisper_md",
)  # fmt: skip
"""Beginnings of names. Nothing is learned from these."""
HELD_OUT = ("gold/g07", "gold/h04", "gold/h10", "gold/h14", "gold/h16")
"""Nobody who writes rules reads these."""
RADIO = 4
"""Of a transcript with more than `MOST_TURNS` turns, only every fourth is used, or all would be learned from one."""
MOST_TURNS = 2_000

_ENDED = "qzq"
"""Stands at the end of a word that ended a sentence, while the transcript is read again without punctuation."""
_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_ABBREVIATION = re.compile(r"(?:mr|mrs|ms|dr|vs|e\.g|i\.e|etc|no|st|[a-z])\.$", re.IGNORECASE)

_JOINTS = listed("and so but now")
_SUBJECTS = listed("i you we he she they it let there this that")


@dataclass(frozen=True)
class Speech:
    """Words of one speaker without a long silence between them."""

    words: tuple[str, ...]
    ends: tuple[bool, ...]
    """For each word, whether a sentence ends after it."""
    pauses: tuple[float | None, ...]
    """As `CutModel.scores` takes them."""


def files_named(folder: Path, beginnings: tuple[str, ...]) -> list[Path]:
    """The transcripts in `keep/` and `gold/` whose path in the folder begins so, in order."""
    found = sorted([*folder.glob("gold/*/transcript.*"), *(folder / "keep").iterdir()])
    return [file for file in found if file.relative_to(folder).as_posix().startswith(beginnings)]


def read_speech(file: Path) -> list[Speech]:
    """A punctuated transcript as it would be without punctuation and capitals, and where its sentences end. Times and
    turns are kept: the same reader makes utterances of it as of any other file. Raises OSError and TranscriptError."""
    source = _source(file)
    cues = [cue._replace(text=text) for cue in source.cues if (text := unpunctuated(cue.text))]
    transcript = Transcript("", utterances_of(replace(source, cues=cues)))
    found = [_speech(block) for block in blocks_of(transcript)]
    return found[::RADIO] if len(found) > MOST_TURNS else found


def read_lines(file: Path) -> list[Speech]:
    """The same of a file with a sentence a line, without times. Lines may begin with a label as `fixtures/told` has it,
    and with "# " if they aren't said."""
    written = file.read_text(encoding="utf-8").splitlines()
    said = [line[2:] if line[:2] in ("+ ", "- ", "  ") else line for line in written if not line.startswith("# ")]
    ended = [line if _END.search(line) else f"{line}." for line in map(str.strip, said) if line]
    transcript = Transcript("", (Utterance(1, " ".join(map(unpunctuated, ended))),))
    return [_speech(block) for block in blocks_of(transcript)]


def unpunctuated(text: str) -> str:
    """The words in lower case without punctuation. The last word of each sentence has `_ENDED` at its end."""
    kept: list[str] = []
    words = text.split()
    begin = 0
    for number, word in enumerate(words):
        following = words[number + 1].lstrip("\"'“(")[:1] if number + 1 < len(words) else ""
        ends = _END.search(word) and not _ABBREVIATION.match(word.strip("\"'“”(")) and not following.islower()
        ends = ends or _joint(words[begin : begin + 2], word, words[number + 1 : number + 3])
        if plain := plain_word(word):
            kept.append(plain)
        if ends and kept:
            kept[-1] = kept[-1].removesuffix(_ENDED) + _ENDED
            begin = number + 1
    return " ".join(kept)


def _joint(first: list[str], word: str, following: list[str]) -> bool:
    """Whether a comma after this word parts two main clauses: ", and we", ", so I"; also ", you" if the sentence began
    with such a subject, and not with a condition or a place."""
    if word[-1:] not in ",;—–" or not following:
        return False
    if plain_word(following[0]) in _JOINTS:
        return _is_subject(following[1:2])
    return _is_subject(following) and (
        _is_subject(first) or (plain_word(first[0]) in _JOINTS and _is_subject(first[1:]))
    )


def _is_subject(words: list[str]) -> bool:
    return bool(words) and plain_word(words[0]).partition("'")[0] in _SUBJECTS


def _source(file: Path) -> Source:
    data = file.read_bytes()
    kind = file_kinds.document_kind(data)
    if kind:
        document = read_document_here(kind, data, PAGES)
        return formats.parse_document(kind, document.text, document.title)
    return formats.parse(decode(data), Limits().transcript_words * 2)


def _speech(block: Sequence[Utterance]) -> Speech:
    words, ends, pauses = zip(*_words(block), strict=True)
    return Speech(words, tuple(_without_short(ends)), pauses)


def _without_short(ends: Sequence[bool]) -> list[bool]:
    """The ends without those of sentences that are too short to stand alone. They belong to the next: "Okay, click"."""
    kept = list(ends)
    begin = 0
    for at, end in enumerate(ends):
        if end and at + 1 - begin < SHORTEST_WORDS:
            kept[at] = False
        elif end:
            begin = at + 1
    return kept


def _words(block: Sequence[Utterance]) -> Iterator[tuple[str, bool, float | None]]:
    before = None
    for utterance in block:
        pause: float | None = -1.0
        if before is not None and (silence := silence_between(before, utterance)) is not None:
            pause = max(0.0, silence)
        for word in utterance.text.split():
            yield word.removesuffix(_ENDED), word.endswith(_ENDED), pause
            pause = None
        before = utterance
