"""A first line that is plainly a title: "Pancakes for four", alone above what was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline import unspaced_scripts
from pipeline.readers import non_speech, speaker_names, transcript_titles
from pipeline.readers.cue import Cue, Source
from pipeline.readers.letter_count import letters
from pipeline.transcript import Taken

FEWEST_WORDS, MOST_WORDS = 2, 10
LONGEST_NAME_WORDS = 3
FEWEST_LETTERS = 4
"""Of a word that is looked for in what is said."""
LOOKED_AT = 20
"""So many of the first lines show whether the others are sentences."""
ENDED_SHARE = 0.7
"""From this share of lines that end like sentences on, a first line that doesn't is none."""
_ENDED = re.compile(r"[.!?…。！？][\"”’')\]]*$")
_WORD = re.compile(r"[^\W\d_]+")
_CLOSES = re.compile(r"[.!?…。！？,;:–—-][\"”’')\]]*$")
_SAID = re.compile(
    r"(?:hi|hey|hello|good (?:morning|evening|afternoon)|welcome|thanks?|okay|ok|so|yes|yeah|no|well|right|alright"
    r"|all right|today|now|and|but|uh|um|hallo|guten|willkommen|danke|also|ja|nein|heute|und|hola|buen[oa]s"
    r"|bienvenid\w+|gracias|hoy|bonjour|bonsoir|salut|bienvenue|merci|alors|aujourd)\b"
    r"|.*\b(?:I|I'[a-z]+|we|we'[a-z]+|you're|it's|that's|let's|ich|wir|nous|vous|je)\b",
    re.IGNORECASE,
)
"""How people begin to speak, and words that only sentences have."""
_GOES = re.compile(
    r"(?:first|then|next|open|click|go|press|select|choose|type|enter|log|sign|tap|take|put|zuerst|dann|öffne\w*|klick\w*"
    r"|drück\w*|wähle\w*|abr[ae]|haga|haz|pulse|pulsa|elija|elige|ouvr\w+|cliqu\w+|appuy\w+|choisi\w+)\b",
    re.IGNORECASE,
)
"""How an instruction begins that a person typed without a full stop: a title seldom goes somewhere."""


def with_title_of(source: Source) -> Source:
    """The source with its first line as its title, if it has none and that line is plainly one. In a text without times
    the line is then no speech; a caption stays, since somebody may have said it, but goes on in no other."""
    if source.title is not None or len(source.cues) < 2:
        return source
    first, second = source.cues[:2]
    if first.speaker or second.text.lstrip()[:1].islower() or not _others_are_sentences(source.cues[1 : 1 + LOOKED_AT]):
        return source
    title = of_line(first.text, source.cues[1:])
    if title is None:
        return source
    if first.start is not None:
        return replace(source, title=title, cues=[first, second._replace(breaks=True), *source.cues[2:]])
    taken = Taken("title", 1, letters(first.text))
    return replace(source, title=title, cues=source.cues[1:], taken=(*source.taken, taken))


def of_line(line: str, said: Sequence[Cue] = ()) -> str | None:
    """The title that a line alone is; None for speech, what says nothing, and what may be a name: two or three words
    with capitals, none of which is `said` afterwards without one.

    >>> of_line("Pancakes for four"), of_line("Hello everyone"), of_line("First, crack the eggs."), of_line("Dana Fox")
    ('Pancakes for four', None, None, None)
    """
    text = line.strip()
    words = text.split()
    few = len(words) < FEWEST_WORDS and not unspaced_scripts.are_in(text)
    if few or len(words) > MOST_WORDS or not (text[0].isupper() or text[0].isdigit() or not text[0].isascii()):
        return None
    if (
        text[0].islower()
        or _GOES.match(text)
        or _CLOSES.search(text)
        or _SAID.match(text)
        or not non_speech.is_spoken(text)
    ):
        return None
    if len(words) <= LONGEST_NAME_WORDS and speaker_names.like_a_name(text) and not _is_said(words, said):
        return None
    return transcript_titles.from_header(text)


def above_captions(header: str, cues: Sequence[Cue]) -> str | None:
    """The title that the only line above a file's first caption is, besides the caption's number."""
    lines = [line for each in header.split("\n") if (line := each.strip(" \t\ufeff")) and not line.isdigit()]
    return of_line(lines[0], cues) if len(lines) == 1 else None


def _is_said(words: Sequence[str], cues: Sequence[Cue]) -> bool:
    """Whether one of the words comes again in lower case, as no name does."""
    lower = {word.lower() for word in words if len(word) >= FEWEST_LETTERS}
    return any(word in lower for cue in cues for word in _WORD.findall(cue.text))


def _others_are_sentences(cues: Sequence[Cue]) -> bool:
    """Whether nearly all of these end like sentences."""
    return sum(1 for cue in cues if _ENDED.search(cue.text.strip())) >= ENDED_SHARE * len(cues)
