"""A transcript: what was said, by whom, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pipeline import unspaced_scripts

CHARACTERS_A_WORD = 6
"""With the blank behind it, in the languages of most transcripts."""


class Timing(StrEnum):
    """How well it is known when something was said."""

    AT = "at"
    """Then, or some seconds later."""
    FROM = "from"
    """Then or later: it is the time of the block in which it stands."""
    ABOUT = "about"
    """Nearly then: it is estimated, by the share of the words in a long turn or block."""


SECONDS_A_WORD, LITTLE = 0.4, 0.1
"""How long a word takes, and by how much of it the length of a recording may be wrong."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence, or a few that belong together, as a person would quote them."""

    id: int
    """Its number in the transcript, from 1. The same bytes always give the same numbers."""
    text: str
    """What was said, without markup, noise and invisible characters. Never empty."""
    speaker: str | None = None
    start: float | None = None
    """Seconds from the start of the recording, or None if the source has no times. `timing` says how well it is
    known."""
    end: float | None = None
    masked: tuple[str, ...] = ()
    """The masks in the text, such as `<password>`, that stand for secrets which were said aloud."""
    timing: Timing = Timing.AT
    unmasked: tuple[tuple[str, str], ...] = ()
    """The secrets in the text that somebody asked for as they were said: the mask of each, and what it would hide."""


@dataclass(frozen=True)
class Taken:
    """What a reader took away from a file because nobody said it."""

    kind: str
    """In words for people, in the singular: "time", "name", "running head", …"""
    pieces: int
    letters: int
    """The letters and digits in them, as far as they were counted."""


@dataclass(frozen=True)
class Member:
    """The file of an archive or an e-mail that was read, where others could have been the transcript as well."""

    name: str
    others: tuple[str, ...]
    """The names of those that weren't read, the first few."""


@dataclass(frozen=True)
class Account:
    """What became of the letters and digits of a file."""

    said: int
    """Those in the utterances."""
    taken: tuple[Taken, ...] = ()
    letters: int | None = None
    """All that the file has, or None if its reader doesn't count them."""
    cut: bool = False
    """Whether the end of the file is missing."""
    member: Member | None = None
    """Which of several files in it was read."""

    @property
    def unaccounted(self) -> int | None:
        """Letters that were neither said nor taken away as something known; None if they weren't counted."""
        if self.letters is None:
            return None
        return max(0, self.letters - self.said - sum(each.letters for each in self.taken))


@dataclass(frozen=True)
class Transcript:
    """Utterances in the order in which they were said. `transcript.utterances[i].id == i + 1`."""

    id: str
    """The SHA-256 of the bytes that were read, in hexadecimal."""
    utterances: tuple[Utterance, ...]
    title: str | None = None
    """What it is about, as the source or its name says. It is a hint and can be wrong."""
    titled_by_name: bool = False
    """Whether the title is only the file's name."""
    language: str | None = None
    """ISO 639-1 code, or None if the language isn't clear."""
    format: str = "text"
    """The format in words for people: "WebVTT", "SubRip", "text with times", …"""

    listed: bool = False
    """Whether it was typed as a list, or captioned a sentence each without full stops, or in a script without spaces
    and without full stops. Each utterance is whole then."""
    unspoken: bool = False
    """Whether it is what nobody says aloud, such as source code, and was read because somebody insists."""
    account: Account | None = None
    """What became of the file's letters."""
    headings: tuple[tuple[int, str], ...] = ()
    """What stands in the file over parts of what was said, and nobody said: the id of the first utterance under each
    heading, and its words. Empty if there is only one."""

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """The speakers' names, in the order in which they first speak."""
        return tuple(dict.fromkeys(u.speaker for u in self.utterances if u.speaker))

    @cached_property
    def duration(self) -> float | None:
        """Seconds from the start of the recording to the end of the last utterance. Where only the beginning of that is
        known, it counts if what is said from there on makes little difference; otherwise None."""
        ends = max((u.end for u in self.utterances if u.end is not None), default=None)
        known = (n for n, u in enumerate(self.utterances) if u.start is not None and u.timing is not Timing.ABOUT)
        last = max(known, key=lambda n: self.utterances[n].start or 0.0, default=0)
        begun = self.utterances[last].start or 0.0 if self.utterances else 0.0
        if ends is not None and ends >= begun:
            return ends
        words = count_words_of([u.text for u in self.utterances[last:]])
        return begun if words * SECONDS_A_WORD < begun * LITTLE else None

    @cached_property
    def text(self) -> str:
        """All that was said."""
        return " ".join(u.text for u in self.utterances)

    @cached_property
    def words(self) -> int:
        """How many words were said. In scripts without spaces, characters are counted."""
        return count_words_of([u.text for u in self.utterances])

    @cached_property
    def words_by_id(self) -> Mapping[int, int]:
        """How many words each utterance has, by its id."""
        return {u.id: count_words(u.text) for u in self.utterances}

    @cached_property
    def size(self) -> int:
        """What it takes time for, in words: a word for each six characters where words are longer than people's."""
        return max(self.words, sum(len(u.text) for u in self.utterances) // CHARACTERS_A_WORD)

    def __getitem__(self, utterance_id: int) -> Utterance:
        """The utterance with this id. Raises KeyError."""
        if not 1 <= utterance_id <= len(self.utterances):
            raise KeyError(utterance_id)
        return self.utterances[utterance_id - 1]


def count_words(text: str) -> int:
    """The number of words in a text. In scripts without spaces they are counted by their characters: each Chinese or
    Japanese one is a word, of the others several."""
    return len(text.split()) if text.isascii() else unspaced_scripts.count_words(text)


def count_words_of(texts: Sequence[str]) -> int:
    """The number of words in several texts."""
    joined = " ".join(texts)
    return len(joined.split()) if joined.isascii() else sum(map(count_words, texts))
