"""A folder of transcripts as people have them, which nearly all tell one talk: what is read of each is compared with it.

`SCRIPT2DOC_FIELD` names the folder. The talk is its riverside.txt, in which each turn stands under "Name (0:08.00)"."""

from __future__ import annotations

import difflib
import os
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

from pipeline.errors import TranscriptError
from pipeline.options import Limits
from pipeline.readers import Verdict, sniff
from pipeline.readers.transcript_reader import read_transcript_here
from pipeline.transcript import Transcript
from tests.integration.field_exceptions import DIFFERENT, OTHER_TALK, REFUSED

FOLDER = Path(os.environ.get("SCRIPT2DOC_FIELD") or "/nonexistent")
TALK = FOLDER / "riverside.txt"
pytestmark = pytest.mark.skipif(
    not TALK.exists(), reason="SCRIPT2DOC_FIELD names no folder with the talk riverside.txt"
)

EARLIEST, LATEST = -4.0, 10.0
"""Seconds by which a word's utterance may begin before or after its turn in the talk."""
FEWEST_WORDS = 20
"""A transcript with fewer words of the talk tells another one."""


@dataclass(frozen=True)
class Word:
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


def _row(table: dict[str, tuple], name: str) -> tuple | None:
    return next((row for pattern, row in table.items() if fnmatchcase(name, pattern)), None)


def _files() -> list[str]:
    return sorted(path.name for path in FOLDER.iterdir() if path.suffix != ".jsonl" and path.name != "README.md") or []


@pytest.mark.slow
@pytest.mark.parametrize("name", _files() if TALK.exists() else ["none"])
def test_a_transcript_as_people_have_it(name: str):
    data = (FOLDER / name).read_bytes()
    try:
        transcript = read_transcript_here(data, name, Limits(), anyway=True)
    except TranscriptError as error:
        refused = _row(REFUSED, name)
        assert refused is not None, f"{name} is refused: {error.message}"
        assert refused[0] in error.message
        assert sniff(data, name).verdict is Verdict.NO
        return
    found = differences(transcript, data)
    if found is None:
        other = _row(OTHER_TALK, name)
        assert other is not None, f"{name} has {transcript.words} words, {transcript.speakers}"
        assert (transcript.words, len(transcript.speakers)) == other[:2]
        return
    different = _row(DIFFERENT, name)
    assert found == (Differences(*different[0]) if different else Differences())
