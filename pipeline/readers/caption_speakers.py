"""Captions -> cues: finds who speaks, by what the beginnings of all captions have in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.readers import caption_identifiers, non_speech, speaker_labels, speaker_names
from pipeline.readers.caption_blocks import Caption
from pipeline.readers.cue import Cue
from pipeline.readers.speaker_labels import Form, Label, Labels

FEWEST_NAMES_SHARE = 0.3
"""Lines above texts are names if they are at most this share of all, or two."""
BRACKETED_SHARE = 0.2
"""The share of the beginnings from which on single words in brackets are names, if they come back."""

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]++([^<>\n]*)>")
_DASH = re.compile(r"[-–—‐]\s*(?=\S)(?!\d)")
_DASHES = frozenset("-–—‐")
_BRACKETS = re.compile(r"\([^()\n]{1,60}\)|\[[^\[\]\n]{1,60}\]")
_SQUARE = re.compile(r"\[([^\]\[:\n]{1,60})\](:?)\s*(?=\S)")
_WITHIN = re.compile(r"\[([^\]\[:\n]{1,60})\]")
_NUMBERED = re.compile(r"(?:spk|speaker|spkr|voice)[ _-]?\d{1,3}", re.I)


class _Piece(NamedTuple):
    """A part of a caption: a line, or what follows a dash or ">>"."""

    text: str
    turn: bool
    """Whether a dash or ">>" says that another person begins."""


@dataclass(frozen=True)
class _Shown:
    """A caption, and its pieces in its order. The pieces are empty where tags name the voices."""

    caption: Caption
    pieces: list[_Piece]
    name: str | None
    """The speaker that its identifier names."""


def cues(captions: Sequence[Caption]) -> list[Cue]:
    """What was said in the captions, and by whom."""
    _move_names_above(captions)
    shown: list[_Shown] = []
    turn = False
    for caption, name in zip(captions, _names_in_identifiers(captions), strict=True):
        body = "\n".join(caption.lines)
        pieces: list[_Piece] = []
        if "<v" not in body or not _VOICE.search(body):
            pieces, turn = _pieces(body, turn)
        shown.append(_Shown(caption, pieces, name))
    return _Speakers(shown).cues()


def _move_names_above(captions: Sequence[Caption]) -> None:
    """Writes "Name: text" where the first line of each caption is a name, as in Word transcripts of Teams."""
    above = [caption.lines[0].strip() for caption in captions if len(caption.lines) > 1]
    names = set(above)
    if (
        len(above) == len(captions) >= 2
        and len(names) <= max(2, len(above) * FEWEST_NAMES_SHARE)
        and all(speaker_names.plausible(name) or speaker_names.like_a_name(name) for name in names)
        and not any(name.endswith((":", "：")) or _BRACKETS.fullmatch(name) for name in names)
    ):
        for caption in captions:
            caption.lines[:2] = [f"{caption.lines[0].strip()}: {caption.lines[1]}"]


def _names_in_identifiers(captions: Sequence[Caption]) -> list[str | None]:
    """The speaker that the identifier above each caption names, or None."""
    names = [caption_identifiers.name_of(caption.identifier) for caption in captions]
    if sum(map(bool, names)) * 2 < len(captions):
        counts = Counter(caption.identifier for caption in captions)
        names = [each.identifier if counts[each.identifier] >= 2 else "" for each in captions]
        if sum(map(bool, names)) * 2 < len(captions) or not all(map(speaker_names.like_a_name, filter(None, names))):
            return [None] * len(captions)
    return [speaker_names.tidy(name) if name else None for name in names]


def _pieces(body: str, turn: bool) -> tuple[list[_Piece], bool]:
    """(the pieces of a caption, whether another person begins after it). `turn`: whether one begins with it."""
    found: list[_Piece] = []
    for line in non_speech.without_markup(body).split("\n"):
        if line.strip() in _DASHES:
            turn = True
            continue
        for number, part in enumerate(non_speech.parts(line)):
            turn = turn or number > 0
            part = part.strip()
            if dash := _DASH.match(part):
                turn, part = True, part[dash.end() :]
            if part:
                found.append(_Piece(part, turn))
                turn = False
    for place in reversed(range(len(found) - 1)):
        if not found[place + 1].turn and _BRACKETS.fullmatch(found[place].text):
            found[place : place + 2] = [found[place]._replace(text=f"{found[place].text} {found[place + 1].text}")]
    return found, turn


class _Speakers:
    """Goes through the captions, and remembers whose turn it is."""

    def __init__(self, shown: Sequence[_Shown]) -> None:
        self._shown = shown
        self._found: list[Cue] = []
        begun = [each.pieces[0].text for each in shown if each.pieces]
        turned = [piece.text for each in shown for piece in each.pieces[1:] if piece.turn]
        others = [
            piece.text for each in shown for piece in each.pieces[1:] if not piece.turn and ":" in piece.text[:80]
        ]
        self._labels: Labels = speaker_labels.find([*begun, *turned, *others], captions=True)
        self._labelled = bool(self._labels)
        self._bracketed = _bracketed(shown)

    def cues(self) -> list[Cue]:
        speaker: str | None = None
        for shown in self._shown:
            if not shown.pieces:
                self._by_voice(shown.caption, shown.name)
                continue
            said: list[str] = []
            breaks = shown.name is not None
            speaker = shown.name or speaker
            for part, turn in shown.pieces:
                label = self._label(part, alone=turn or not said, turn=turn)
                if turn or label or (self._labels.every and not said and self._labels.stranger(part)):
                    self._add(said, speaker, shown.caption, breaks)
                    said, breaks, speaker = [], True, None
                if label:
                    speaker, part = speaker_names.tidy(label.name), part[label.end :]
                if part:
                    said.append(part)
            self._add(said, speaker, shown.caption, breaks)
        return self._found

    def _add(self, pieces: Iterable[str], by: str | None, caption: Caption, breaks: bool) -> None:
        said = " ".join(pieces)
        if said and not non_speech.is_sound(said):
            self._found.append(Cue(said, by, caption.start, caption.end, breaks))

    def _by_voice(self, caption: Caption, named: str | None) -> None:
        """The cues of a caption in which tags such as <v Jane Doe> name the voices."""
        pieces = _VOICE.split("\n".join(caption.lines))
        for voice, piece in zip([None, *pieces[1::2]], pieces[0::2], strict=True):
            name = speaker_names.tidy(non_speech.without_markup(voice)) if voice else named
            said = non_speech.without_markup(piece).strip()
            if voice and said.startswith(f"{voice.strip()}:"):
                said = said[len(voice.strip()) + 1 :].strip()
            self._add([said] if said else [], name, caption, voice is not None)

    def _label(self, part: str, *, alone: bool, turn: bool) -> Label | None:
        """The speaker's name at the beginning, in brackets or before a colon, or None."""
        label = self._labels.of(part) if self._labelled else None
        if label and (label.form is Form.COLON or alone):
            return label
        match = _SQUARE.match(part) if alone else None
        if match and (match[1] in self._bracketed or match[2] or turn) and _may_speak(match[1]):
            return Label(match[1], match.end(), Form.SQUARE)
        return None


def _may_speak(name: str) -> bool:
    """Whether what stands in brackets at a beginning may be a name, and isn't a sound."""
    return name[0].isalnum() and bool(non_speech.spoken(f"[{name}]"))


def _bracketed(shown: Sequence[_Shown]) -> set[str]:
    """What stands in brackets at the beginnings of captions and is a name there: it comes back, never stands alone or
    within a text, and either looks like a person's whole name or is there in many captions. Sounds stand anywhere."""
    begun: Counter[str] = Counter()
    elsewhere: set[str] = set()
    count = 0
    for each in shown:
        for place, piece in enumerate(each.pieces):
            count += place == 0 or piece.turn
            if "[" not in piece.text:
                continue
            match = _SQUARE.match(piece.text) if place == 0 or piece.turn else None
            if match and _may_speak(match[1]):
                begun[match[1]] += 1
            elsewhere.update(_WITHIN.findall(piece.text, match.end() if match else 0))
    again = {name for name, times in begun.items() if times >= 2 and name not in elsewhere}
    whole = {name for name in again if _NUMBERED.fullmatch(name) or (" " in name and speaker_names.like_a_person(name))}
    often = len(again) >= 2 and sum(begun[name] for name in again) >= count * BRACKETED_SHARE
    capital = {name for name in again if name[0].isupper()}
    return whole | capital if often else whole
