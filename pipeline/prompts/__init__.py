"""The prompts, one file for each, and the form in which the model sees a transcript and pages.

A prompt's file begins with its version. Transcripts and pages are quoted line by line, each line with a number or a
bar. So no text can end its own quotation: a line without one isn't from it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from pipeline.guide import MendedName
from pipeline.knowledge.passages import Passage
from pipeline.languages import ENGLISH_NAMES
from pipeline.options import GuideOptions, Tone
from pipeline.transcript import Transcript

MOST_HEADINGS = 40
"""A model is shown so many of a file's headings."""
CONTEXT_SHARE = 0.2
"""The least words of context for a step of a long transcript, as a share of the step's own words."""

TONES = {
    Tone.NEUTRAL: "neutral and plain",
    Tone.FRIENDLY: "friendly and encouraging, never chatty",
    Tone.FORMAL: "formal and impersonal in courtesy, still in the imperative",
}


@dataclass(frozen=True)
class Prompt:
    """A prompt's text and its version. The version is part of every cache key made with the prompt."""

    text: str
    version: str


@cache
def load(name: str) -> Prompt:
    """The prompt in the file `name`.md."""
    whole = resources.files(__name__).joinpath(f"{name}.md").read_text("utf-8")
    head, _, text = whole.partition("\n")
    # With the digest, an edited prompt gets new answers even if nobody raised its version.
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return Prompt(text.strip(), f"{name}-{head.removeprefix('version:').strip()}-{digest}")


ADDRESS = {
    "de": "Sie",
    "es": "usted",
    "fr": "vous",
    "it": "the infinitive",
    "nl": "u",
    "pl": "ty",
    "pt": "você",
    "tr": "siz",
    "uk": "ви",
}
"""How the fixed words of a document address its reader ("Bevor Sie beginnen"), for what is written between them."""

TITLED = {
    "de": "Seite anlegen",
    "es": "Crear la página",
    "fr": "Créer la page",
    "it": "Creare la pagina",
    "nl": "De pagina maken",
    "pt": "Criar a página",
}
"""A heading as manuals in this language have it: in the infinitive."""


def language_name(code: str | None) -> str:
    """A language's name for the model: "German (de)". For None: the transcript's own language."""
    if code is None:
        return "the transcript's own language"
    name = ENGLISH_NAMES.get(code.partition("-")[0])
    return f"{name} ({code})" if name else code


def translated(transcript: Transcript, options: GuideOptions) -> bool:
    """Whether the guide is in another language than the transcript."""
    if options.language is None:
        return False
    return transcript.language is None or options.language.split("-")[0] != transcript.language.split("-")[0]


def wishes(transcript: Transcript, options: GuideOptions) -> str:
    """What was asked for, as lines. They are the same for all calls of a job."""
    lines = [f"Language: {language_name(options.language or transcript.language)}"]
    if translated(transcript, options):
        lines[0] += f"; the recording is in {language_name(transcript.language)}"
    if address := ADDRESS.get((options.language or transcript.language or "").partition("-")[0]):
        lines.append(f"Form of address: {address}")
    if title := TITLED.get((options.language or transcript.language or "").partition("-")[0]):
        lines.append(f"Titles are in the infinitive (“{title}”), also where an imperative is asked for")
    if options.tone is not Tone.NEUTRAL:
        lines.append(f"Tone: {TONES[options.tone]}")
    if options.audience:
        lines.append(f"Audience: {options.audience}")
    if options.glossary:
        lines.append(f"Names to spell exactly so: {', '.join(one_line(name) for name in options.glossary)}")
    return "\n".join(lines)


def named(transcript: Transcript) -> list[str]:
    """What the recording is called, and what stands over its parts, as lines."""
    lines = []
    if transcript.title:
        what = "The file's name" if transcript.titled_by_name else "The recording's title"
        lines.append(f"{what}: {one_line(transcript.title)}")
    if transcript.headings:
        shown = (f"{one_line(text)} (from {first})" for first, text in transcript.headings[:MOST_HEADINGS])
        lines.append(f"The file's headings, each with the utterance under it: {'; '.join(shown)}")
    return lines


def mended(names: Iterable[MendedName]) -> list[str]:
    """Misheard names, one on each line."""
    return [f"- {one_line(name.written)} ← {', '.join(one_line(form) for form in name.heard)}" for name in names]


def quoted(transcript: Transcript, ids: Iterable[int], context: Set[int] = frozenset()) -> str:
    """Utterances, one on each line: `[12] Anna: what was said`, and `(11) …` for context. The speaker is named when it
    changes, and `…` is where utterances were left out."""
    lines = []
    last, speaker = None, None
    for number in ids:
        said = transcript[number]
        if last is not None and number != last + 1:
            lines.append("…")
        name = f"{one_line(said.speaker)}: " if said.speaker and said.speaker != speaker else ""
        mark = f"({number})" if number in context else f"[{number}]"
        lines.append(f"{mark} {name}{one_line(said.text)}")
        last, speaker = number, said.speaker
    return "\n".join(lines)


def around(transcript: Transcript, ids: Iterable[int], words: int) -> frozenset[int]:
    """The utterances near these that help to understand them: the nearest first, until all have so many words, but at
    least `CONTEXT_SHARE` of these utterances' own words."""
    own = frozenset(ids)
    said = sum(transcript.words_by_id[n] for n in own)
    room = max(words - said, CONTEXT_SHARE * said)
    chosen: set[int] = set()
    edge = set(own)
    while edge:
        edge = {m for n in edge for m in (n - 1, n + 1) if 1 <= m <= len(transcript.utterances)} - own - chosen
        for number in sorted(edge):
            room -= transcript.words_by_id[number]
            if room < 0:
                return frozenset(chosen)
            chosen.add(number)
    return frozenset(chosen)


def as_ranges(ids: Iterable[int]) -> str:
    """Ids in ascending order as people write them.

    >>> as_ranges([3, 4, 5, 9])
    '3-5, 9'
    """
    return _ranges(tuple(ids))


@lru_cache(maxsize=512)  # each step's question has the ids of all steps
def _ranges(ids: tuple[int, ...]) -> str:
    parts: list[list[int]] = []
    for number in sorted(set(ids)):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(f"{part[0]}-{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts)


def quoted_passages(passages: Iterable[Passage]) -> str:
    """Passages of reference pages. Each has its id above it and a bar before every line."""
    parts = []
    for passage in passages:
        heading = f" ({one_line(passage.heading)})" if passage.heading else ""
        parts.append(f"{passage.id}{heading}\n" + "\n".join(f"| {line}" for line in passage.text.splitlines()))
    return "\n".join(parts)


def one_line(text: str) -> str:
    """The text without line breaks of any kind."""
    return " ".join(text.split())


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each name replaced by its value. Names inside values aren't replaced."""
    return re.sub("|".join(map(re.escape, values)), lambda match: values[match[0]], text)
