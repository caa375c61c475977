"""Reads Spacelog's transcripts of space missions: times since lift-off in four fields, call signs, glossary marks."""

from __future__ import annotations

import re

from pipeline.readers import speaker_names
from pipeline.readers.cue import Cue, Source

_TIME = re.compile(r"^\[(-?)(\d{1,3}):(\d{2}):(\d{2}):(\d{2})\][ \t]*$", re.M)
_LINE = re.compile(r"^([A-Z][A-Z0-9/() -]{0,15}|_[a-z]+) ?:[ \t]*+(.*)$")
_MARK = re.compile(r"\[(?:glossary|time):(?:[^\[\]|\n]*\|)?([^\[\]\n]*)\]")
_PROSE = re.compile(r"\b[a-z']{1,40} [a-z']{1,40} [a-z']{1,40}\b")


def find(text: str) -> bool:
    """Whether there are at least two lines with such times."""
    first = _TIME.search(text)
    return bool(first and _TIME.search(text, first.end()))


def read(text: str) -> Source:
    """The turns, with seconds since the first one."""
    times = list(_TIME.finditer(text))
    cues: list[Cue] = []
    beginning = _elapsed(times[0])
    for number, match in enumerate(times):
        end = times[number + 1].start() if number + 1 < len(times) else len(text)
        for speaker, said in _turns(text[match.end() : end]):
            cues.append(Cue(said, speaker, max(0.0, _elapsed(match) - beginning), None, breaks=True))
    return Source("Spacelog", cues, turns=True, stated=True)


def _elapsed(match: re.Match[str]) -> float:
    days, hours, minutes, rest = (int(field) for field in match.groups()[1:])
    elapsed = ((days * 24 + hours) * 60 + minutes) * 60.0 + rest
    return -elapsed if match[1] else elapsed


def _turns(block: str) -> list[tuple[str | None, str]]:
    turns: list[tuple[str | None, list[str]]] = []
    ours = True
    for line in block.split("\n"):
        if match := _LINE.match(line):
            speaker = None if match[1].startswith("_") else speaker_names.tidy(match[1])
            # _extra is what the typist added: mostly headings, sometimes words whose speaker isn't known
            ours = not match[1].startswith("_") or (
                match[1] == "_extra" and bool(_PROSE.search(match[2])) and "/n" not in match[2]
            )
            if ours:
                turns.append((speaker, [match[2]]))
        elif ours and turns and line.strip():
            turns[-1][1].append(line)
    said = [(speaker, _MARK.sub(r"\1", " ".join(lines))) for speaker, lines in turns]
    return [(speaker, text) for speaker, text in said if text.strip(" .?-")]
