"""Captions -> cues: finds who speaks, by what the beginnings of all captions have in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.readers import caption_identifiers, non_speech, speaker_labels, speaker_names
from pipeline.readers.caption_blocks import Caption
from pipeline.readers.cue import Cue
from pipeline.readers.letter_count import Tally, letters, letters_of
from pipeline.readers.speaker_labels import Form, Label, Labels

FEWEST_NAMES_SHARE = 0.3
"""Lines above texts are names if they are at most this share of all, or two."""
FEWEST_TIMES = 3
"""Lines above texts that look like no names are some if they come back so often, on the average."""
LONGEST_NAME_CHARACTERS = 60
LONGEST_SONG = 6
"""Lines over which a song may go on between two notes."""
RARE_SHARE = 0.2
"""The share of the beginnings that a single word before a colon must have to be a name, if no other comes back."""
MOST_SHARE, NEARLY_ALL = 0.5, 0.8
"""The shares of the beginnings with brackets from which on names count that are seen once, or the only one there is."""
BRACKETED_SHARE = 0.2
"""The share of the beginnings from which on single words in brackets are names, if they come back."""

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]++([^<>\n]*)>")
_DASH = re.compile(r"[-–—‐]\s*(?=\S)(?!\d)")
_DASHES = frozenset("-–—‐")
_NOTES = frozenset("♪♫♩♬")
_MARKED = re.compile(r"[-–—‐\n<>&{»\[]")
"""What a caption has that is more than one piece, or that has something to take away."""
_BRACKETS = re.compile(r"\([^()\n]{1,60}\)|\[[^\[\]\n]{1,60}\]")
_BRACKETED = re.compile(r"(?:\[(?P<square>[^\]\[:\n]{1,60})\]|\((?P<round>[^()\[\]:\n]{1,60})\))(?P<colon>:?)\s*(?=\S)")
_DASHED = re.compile(r"(\S[^\n]{0,60}?)[ \t]++[-–—|][ \t]++(?=\S)")
_WITHIN = re.compile(r"[\[(]([^\]\[():\n]{1,60})[\])]")
_ENDED = re.compile(r"[.!?…。！？,;]$(?<!\b[A-Z]\.)")
_NUMBERED = re.compile(r"(?:spk|speaker|spkr|voice)[ _-]?\d{1,3}", re.I)


class _Piece(NamedTuple):
    """A part of a caption: a line, or what follows a dash or ">>"."""

    text: str
    turn: bool
    """Whether a dash or ">>" says that another person begins."""


class _Shown(NamedTuple):
    """A caption, and its pieces in its order. The pieces are empty where tags name the voices."""

    caption: Caption
    pieces: list[_Piece]
    name: str | None
    """The speaker that its identifier names."""


def cues(captions: Sequence[Caption], tally: Tally) -> list[Cue]:
    """What was said in the captions, and by whom. `tally` counts what else they have."""
    _move_names_above(captions)
    shown: list[_Shown] = []
    turn = False
    for caption, name in zip(captions, _names_in_identifiers(captions), strict=True):
        body = "\n".join(caption.lines)
        pieces: list[_Piece] = []
        if body and ("<v" not in body or not _VOICE.search(body)):
            pieces, turn = _pieces(body, turn)
        shown.append(_Shown(caption, pieces, name))
    plain = [each for each in shown if each.pieces]
    marks = letters_of(line for each in plain for line in each.caption.lines)
    tally.count("mark", len(plain), marks - letters_of(piece.text for each in plain for piece in each.pieces))
    return _Speakers(_without_songs(shown, tally), tally).cues()


def _without_songs(shown: Sequence[_Shown], tally: Tally) -> Sequence[_Shown]:
    """The captions without what is sung: it stands between two notes, on a line or over several. If most captions are
    like that, notes say nothing, and all of it stays."""
    places = [(number, place) for number, each in enumerate(shown) for place in range(len(each.pieces))]
    texts = [shown[number].pieces[place].text for number, place in places]
    sung = {places[place] for place in _sung(texts)}
    captions = {number for number, _ in sung}
    if len(captions) * 2 > len(shown):
        return shown
    left: list[_Shown] = []
    for number, each in enumerate(shown):
        if number not in captions:
            left.append(each)
            continue
        kept = [piece for place, piece in enumerate(each.pieces) if (number, place) not in sung]
        tally.add("song", "".join(piece.text for place, piece in enumerate(each.pieces) if (number, place) in sung))
        left += [each._replace(pieces=kept)] if kept else []
    return left


def _sung(texts: Sequence[str]) -> set[int]:
    """The indexes of the texts from one that begins with a note to the next that ends with one."""
    found: set[int] = set()
    for begin, text in enumerate(texts):
        if text[0] not in _NOTES or begin in found:
            continue
        for end in range(begin, min(begin + LONGEST_SONG, len(texts))):
            if end > begin and texts[end][0] in _NOTES:
                break
            if len(texts[end]) > 1 and texts[end][-1] in _NOTES:
                found.update(range(begin, end + 1))
                break
    return found


def _move_names_above(captions: Sequence[Caption]) -> None:
    """Writes "Name: text" where the first line of each caption is a name, as in Word transcripts of Teams."""
    above = [caption.lines[0].strip() for caption in captions if len(caption.lines) > 1]
    names = set(above)
    if (
        len(above) == len(captions) >= 2
        and len(names) <= max(2, len(above) * FEWEST_NAMES_SHARE)
        and (all(map(_like_a_name, names)) or len(names) * FEWEST_TIMES <= len(above))
        and all(name and len(name) <= LONGEST_NAME_CHARACTERS and not _ENDED.search(name) for name in names)
        and not any(name.endswith((":", "：")) or _BRACKETS.fullmatch(name) for name in names)
    ):
        for caption in captions:
            caption.lines[:2] = [f"{caption.lines[0].strip()}: {caption.lines[1]}"]


def _names_in_identifiers(captions: Sequence[Caption]) -> list[str | None]:
    """The speaker that the identifier above each caption names, or None."""
    if not any(caption.identifier for caption in captions):
        return [None] * len(captions)
    names = [caption_identifiers.name_of(caption.identifier) for caption in captions]
    if sum(map(bool, names)) * 2 < len(captions):
        counts = Counter(caption.identifier for caption in captions)
        names = [each.identifier if counts[each.identifier] >= 2 else "" for each in captions]
        if sum(map(bool, names)) * 2 < len(captions) or not all(map(speaker_names.like_a_name, filter(None, names))):
            return [None] * len(captions)
    return [speaker_names.tidy(name) if name else None for name in names]


def _pieces(body: str, turn: bool) -> tuple[list[_Piece], bool]:
    """(the pieces of a caption, whether another person begins after it). `turn`: whether one begins with it."""
    if not _MARKED.search(body):  # as nearly always
        return ([_Piece(said, turn)], False) if (said := body.strip()) else ([], turn)
    found: list[_Piece] = []
    for line in non_speech.without_markup(body).split("\n"):
        if line.strip() in _DASHES:
            turn = True
            continue
        for number, part in enumerate(non_speech.parts(line)):
            turn = turn or number > 0
            part = part.strip()
            if part[:1] in _DASHES and (dash := _DASH.match(part)):
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

    def __init__(self, shown: Sequence[_Shown], tally: Tally) -> None:
        self._shown = shown
        self._tally = tally
        self._found: list[Cue] = []
        begun = [each.pieces[0].text for each in shown if each.pieces]
        turned = [piece.text for each in shown for piece in each.pieces[1:] if piece.turn]
        others = [piece.text for each in shown for piece in _lines_with_labels(each.pieces)]
        marked = [each.pieces[0].text for each in shown if each.pieces and each.pieces[0].turn]
        self._labels = _without_words(speaker_labels.find([*begun, *turned, *others], captions=True), begun)
        self._turned = speaker_labels.find([*marked, *turned], captions=True)
        named = [each.name for each in shown if each.name]
        if len(named) >= max(1, len(shown) * NEARLY_ALL):  # what else looks like a label is said
            self._labels = self._labels.only(named)
        self._labelled = bool(self._labels)
        self._bracketed = _bracketed(shown)
        self._dashed = _dashed(begun)
        self._dotted = bool(self._turned) and len(marked) >= len(begun) * NEARLY_ALL and len(turned) * 10 < len(begun)
        """Whether every caption begins with a dash, which then says nothing. A name says who begins."""

    def cues(self) -> list[Cue]:
        speaker: str | None = None
        for shown in self._shown:
            if not shown.pieces:
                if shown.caption.lines:
                    self._by_voice(shown.caption, shown.name)
                continue
            said: list[str] = []
            breaks = shown.name is not None
            speaker = shown.name or speaker
            named = False
            for part, turn in shown.pieces:
                label = None if named and not turn else self._label(part, alone=turn or not said, turn=turn)
                stranger = not (label or said or named) and self._labels.stranger(part)
                if (turn and (said or not self._dotted)) or label or stranger:
                    self._add(said, speaker, shown.caption, breaks)
                    said, breaks, speaker = [], True, None
                if label:
                    self._tally.add("name", part[: label.end])
                    speaker, part = speaker_names.tidy(label.name), part[label.end :]
                named = label is not None and not part  # the name has a line of its own
                if part:
                    said.append(part)
            self._add(said, speaker, shown.caption, breaks)
        return self._found

    def _add(self, pieces: Iterable[str], by: str | None, caption: Caption, breaks: bool) -> None:
        said = " ".join(pieces)
        if said and not non_speech.is_sound(said):
            self._found.append(Cue(said, by, caption.start, caption.end, breaks))
        elif said:
            self._tally.add("sound", said)

    def _by_voice(self, caption: Caption, named: str | None) -> None:
        """The cues of a caption in which tags such as <v Jane Doe> name the voices."""
        body, before, counted = "\n".join(caption.lines), len(self._found), self._tally.letters
        pieces = _VOICE.split(body)
        for voice, piece in zip([None, *pieces[1::2]], pieces[0::2], strict=True):
            name = speaker_names.tidy(non_speech.without_markup(voice)) if voice else named
            said = non_speech.without_markup(piece).strip()
            if voice and said.startswith(f"{voice.strip()}:"):
                said = said[len(voice.strip()) + 1 :].strip()
            self._add([said] if said else [], name, caption, voice is not None)
        others = letters_of(cue.text for cue in self._found[before:]) + self._tally.letters - counted
        self._tally.count("name", 1, letters(body) - others)

    def _label(self, part: str, *, alone: bool, turn: bool) -> Label | None:
        """The speaker's name at the beginning, in brackets or before a colon, or None."""
        label = self._labels.of(part) if self._labelled else None
        if label is None and turn:
            label = self._turned.of(part)
        if label and (label.form is Form.COLON or alone):
            return label
        if alone and self._dashed and (dashed := _DASHED.match(part)) and dashed[1] == self._dashed:
            return Label(dashed[1], dashed.end(), Form.DASH)
        match = _BRACKETED.match(part) if alone and part[0] in "[(" else None
        name = match and (match["square"] or match["round"])
        if (
            match
            and name
            and _may_speak(name)
            and (name in self._bracketed or (match["square"] and (match["colon"] or turn)))
        ):
            return Label(name, match.end(), Form.SQUARE if match["square"] else Form.ROUND)
        return None


def _lines_with_labels(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The lines of a caption after its first that may begin with a label, since its first line does: "Yes" of one
    person and "No" of another. Below a name that has a line of its own, there is none."""
    if len(pieces) < 2 or pieces[0].turn or ":" not in pieces[0].text or pieces[0].text.endswith(":"):
        return []
    return [piece for piece in pieces[1:] if not piece.turn and ":" in piece.text[:LONGEST_NAME_CHARACTERS]]


def _like_a_name(name: str) -> bool:
    return speaker_names.plausible(name) or speaker_names.like_a_name(name)


def _without_words(labels: Labels, begun: Sequence[str]) -> Labels:
    """The labels, without words that come back and are said, such as "Remember: …". One of them stands behind a
    speaker's label too, or is a single word, the only one to come back, and there in few captions."""
    names = labels.names
    if not names:
        return labels
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for text in begun:
        if label := labels.of(text):
            first[label.name] += 1
            if ":" in text[label.end :] and (inner := labels.of(text[label.end :])):
                second[inner.name] += 1
    words = {name for name in names if second[name] and second[name] * 2 >= first[name]}
    if len(names) == 1 and (name := next(iter(names))).isalpha() and not name.isupper():
        words |= names if first[name] < len(begun) * RARE_SHARE else set()
    if not words:
        return labels
    return replace(labels, forms={form: known - words for form, known in labels.forms.items()})


def _may_speak(name: str) -> bool:
    """Whether what stands in brackets at a beginning may be a name, and isn't a sound."""
    return (name[0].isalnum() or name[0] == "+") and bool(non_speech.spoken(f"[{name}]"))


def _dashed(begun: Sequence[str]) -> str:
    """The only name, if nearly every caption begins with it and a dash. Empty if there is none."""
    dashed = [text for text in begun if "-" in text or "–" in text or "—" in text or "|" in text]
    names = Counter(match[1] for text in dashed if (match := _DASHED.match(text)))
    name, times = names.most_common(1)[0] if names else ("", 0)
    return name if times >= max(speaker_labels.FEWEST_LINES, len(begun) * NEARLY_ALL) and _like_a_name(name) else ""


def _bracketed(shown: Sequence[_Shown]) -> set[str]:
    """What stands in brackets at the beginnings of captions and is a name there: it comes back, never stands alone or
    within a text, and either looks like a person's whole name or is there in many captions. Sounds stand anywhere."""
    begun: Counter[str] = Counter()
    elsewhere: set[str] = set()
    count = 0
    for each in shown:
        for place, piece in enumerate(each.pieces):
            begins = place == 0 or piece.turn
            count += begins
            if "[" not in piece.text and "(" not in piece.text:
                continue
            match = _BRACKETED.match(piece.text) if begins else None
            if match and _may_speak(name := match["square"] or match["round"]):
                begun[name] += 1
            elsewhere.update(_WITHIN.findall(piece.text, match.end() if match else 0))
    names = {name for name in begun if name not in elsewhere}
    again = {name for name in names if begun[name] >= 2}
    share = sum(begun[name] for name in again) / max(1, count)
    if len(again) == 1 and share >= NEARLY_ALL:
        return again
    whole = {name for name in again if _NUMBERED.fullmatch(name) or (" " in name and speaker_names.like_a_person(name))}
    if len(names) < 2 or share < BRACKETED_SHARE:
        return whole
    capital = {name for name in again if not name[0].islower()}
    once = {name for name in names if speaker_names.like_a_name(name)} if share >= MOST_SHARE else set()
    return whole | capital | once
