"""Words with times -> cues. They are split where a sentence ends, at pauses, and where the speaker changes."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, pairwise
from operator import itemgetter
from typing import Any

from pipeline.readers import json_values as values
from pipeline.readers import sentence_boundaries
from pipeline.readers.cue import Cue

PAUSE_SECONDS = 1.0
"""A pause of more seconds between two words begins a new cue."""
SHORT_PAUSE_SECONDS = 0.4
"""The same in a list without any punctuation."""
MOST_WORDS = 14
"""So many words without punctuation are one cue, as long as a caption."""

ENDS = (".", "?", "!", "。", "？", "！", "…", "।", "؟")
"""What ends a sentence."""
_ENDS = frozenset(ENDS)
_TEXT_KEYS = ("punctuated_word", "text", "word", *values.TEXT)
_NOTHING = (None, "")
_LABEL = (str, int)
"""What names a speaker. (Python makes `str | int` anew for each word.)"""
_PLAIN = frozenset(_LABEL)
_SPACED_MARK = re.compile(r" (?=[,.?!;:%)])")
_PIECE = re.compile(r"^(?:[▁Ġ]|##)")
"""How pieces of words are marked: before the first one of a word, or before all others."""


def cues_of_words(
    words: Sequence[Mapping[str, Any]], speaker: str | None, known: Mapping[str, str] | None, unit: float
) -> list[Cue]:
    """The cues of a list of words with times in this unit, in seconds. `speaker` is who speaks if no word names
    anybody. A word that names nobody among others that do is said by whoever speaks around it."""
    sample = words[:200]
    present = set[Any]().union(*sample)
    text_key = _first_used(_TEXT_KEYS, sample, present)
    start_key = _first_used(values.START_KEYS, sample, present)
    end_key = _first_used(values.END_KEYS, sample, present)
    speaker_key = _first_used(values.SPEAKER, sample, present)
    texts = _column(text_key, words)
    labels = _column(speaker_key, words)
    return cues_of_columns(
        texts,
        _speakers(labels, texts, speaker, known),
        values.times_of(_column(start_key, words), unit),
        values.times_of(_column(end_key, words), unit),
    )


def _column(key: str, words: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The values of all words under a key, None where there is none."""
    if not key:
        return [None] * len(words)
    try:
        return list(map(itemgetter(key), words))  # nearly always, and twice as fast
    except KeyError:
        return [word.get(key) for word in words]


def cues_of_lists(lists: Sequence[Sequence[Mapping[str, Any]]]) -> list[Cue] | None:
    """The cues of lists of words with times in seconds, none longer than its list. That is much faster than list by
    list. None if only some of the words name a speaker: then each list is one by itself."""
    words = list(chain.from_iterable(lists))
    present = set[Any]().union(*words)
    text_key, start_key, end_key, speaker_key = (
        _first_used(keys, words, present) for keys in (_TEXT_KEYS, values.START_KEYS, values.END_KEYS, values.SPEAKER)
    )
    texts = _column(text_key, words)
    if not _are_words(texts):
        return None
    speakers: list[str | None] = [None] * len(words)
    if speaker_key:
        labels = _column(speaker_key, words)
        if not set(map(type, labels)) <= _PLAIN:
            return None
        shown = {label: _shown(label, None) for label in set(labels) if label is not None}
        if None in shown.values():
            return None
        speakers = list(map(shown.__getitem__, labels))
    return cues_of_columns(
        texts,
        speakers,
        values.times_of(_column(start_key, words)),
        values.times_of(_column(end_key, words)),
        list(accumulate(map(len, lists[:-1]))),
    )


def _speakers(
    labels: Sequence[Any], texts: Sequence[Any], speaker: str | None, known: Mapping[str, str] | None
) -> list[str | None]:
    """Who says each of the words, by their labels."""
    shown: dict[Any, str | None] = {}
    kinds = set(map(type, labels))
    if kinds <= _PLAIN:  # nearly always, and much faster
        shown = {label: _shown(label, known) or speaker for label in set(labels)}
        return list(map(shown.__getitem__, labels))
    if kinds == {type(None)}:
        return [speaker] * len(labels)
    speakers: list[str | None] = []
    unnamed: list[int] = []
    for place, label in enumerate(labels):
        if not isinstance(label, _LABEL):
            unnamed.append(place)
            speakers.append(speaker)
            continue
        if label not in shown:
            shown[label] = _shown(label, known) or speaker
        speakers.append(shown[label])
    if shown:
        _name_between(unnamed, speakers, texts)
    return speakers


def _shown(label: str | int, known: Mapping[str, str] | None) -> str | None:
    return None if label == "" or isinstance(label, bool) else values.speaker_name(label, known)


def _name_between(unnamed: Sequence[int], speakers: list[str | None], texts: Sequence[Any]) -> None:
    """Gives each word that names nobody the speaker of the word before it, or of the next one that has a speaker if it
    begins a sentence."""
    following: dict[int, int] = {}
    for place in reversed(unnamed):
        following[place] = following.get(place + 1, place + 1)
    for place in unnamed:
        before, after = place - 1, following[place]
        begins = before < 0 or str(texts[before]).rstrip().endswith(ENDS)
        if after < len(texts) and begins:
            speakers[place] = speakers[after]
        elif before >= 0:
            speakers[place] = speakers[before]


def cues_of_columns(
    texts: Sequence[Any],
    speakers: Sequence[str | None],
    starts: Sequence[float | None],
    ends: Sequence[float | None],
    borders: Sequence[int] = (),
) -> list[Cue]:
    """The same for words whose values are in columns, with times in seconds. None of the words at `borders`, which are
    indexes, goes with the word before it; there are only words then."""
    some = [text for text in texts[:200] if isinstance(text, str)]
    ended = sum(1 for text in some if text.rstrip()[-1:] in _ENDS) * 60 > len(some)
    longest_pause, most = (PAUSE_SECONDS, len(texts)) if ended else (SHORT_PAUSE_SECONDS, MOST_WORDS)
    if not borders and not _are_words(texts):
        texts, speakers, starts, ends = _only_words(texts, speakers, starts, ends)
    if not texts:
        return []
    timed = None not in starts
    if None not in ends:
        lasts: Sequence[float | None] = ends
    else:
        lasts = starts if timed and ends.count(None) == len(ends) else _lasts(starts, ends)
    found = {*borders}
    found.update(place for place, bare in enumerate(map(str.rstrip, texts), 1) if bare[-1] in _ENDS)
    if len(set(speakers)) > 1:
        found.update(place for place, (before, own) in enumerate(pairwise(speakers), 1) if own != before)
    found.update(_pauses(lasts, starts, longest_pause))
    found.discard(len(texts))
    cues: list[Cue] = []
    for begin, end in pairwise((0, *sorted(found), len(texts))):
        for first in range(begin, end, most):
            last = min(end, first + most)
            start = starts[first]
            if start is None and not timed:
                start = next((time for time in starts[first:last] if time is not None), None)
            cues.append(Cue(joined(texts[first:last]), speakers[first], start, lasts[last - 1]))
    return cues


def _pauses(lasts: Sequence[float | None], starts: Sequence[float | None], longest: float) -> Iterator[int]:
    """The indexes of the words before which there is a longer pause."""
    for place, (last, start) in enumerate(zip(lasts, starts[1:], strict=False), 1):
        if start is not None and last is not None and start - last > longest:
            yield place


def _are_words(texts: Sequence[Any]) -> bool:
    """Whether each of these values is a text that isn't blank."""
    return set(map(type, texts)) == {str} and all(map(str.strip, texts))


def _only_words(
    texts: Sequence[Any], speakers: Sequence[str | None], starts: Sequence[float | None], ends: Sequence[float | None]
) -> tuple[list[str], list[str | None], list[float | None], list[float | None]]:
    """The columns without what is no text, and without blanks, which become part of the words behind them."""
    kept: list[int] = []
    words: list[str] = []
    blank = ""
    for place, text in enumerate(texts):
        if not isinstance(text, str):
            continue
        if text.strip():
            kept.append(place)
            words.append(blank + text)
            blank = ""
        elif text:
            blank = " "
    return words, [speakers[n] for n in kept], [starts[n] for n in kept], [ends[n] for n in kept]


def _lasts(starts: Sequence[float | None], ends: Sequence[float | None]) -> list[float | None]:
    """For each word the last time up to its end that is known."""
    lasts: list[float | None] = []
    last: float | None = None
    for start, end in zip(starts, ends, strict=True):
        last = end if end is not None else start if start is not None else last
        lasts.append(last)
    return lasts


def joined(words: Sequence[str]) -> str:
    """The words as one text. Some tools list them with the spaces before or after them, some without, and some list
    pieces of words."""
    whole = "".join(words)
    if ("▁" in whole or "Ġ" in whole or "#" in whole) and any(map(_PIECE.match, words)):
        if any(word.startswith("##") for word in words):
            return "".join(word[2:] if word.startswith("##") else f" {word}" for word in words).strip()
        return "".join(_PIECE.sub(" ", word) for word in words).strip()
    blank = " " in whole or not whole.isprintable()  # of all blanks, only the usual one is printable
    if blank and (
        any(word[:1].isspace() for word in words) or sum(1 for word in words if word[-1:].isspace()) * 2 >= len(words)
    ):
        return whole.strip()
    text = " ".join(map(str.strip, words))
    if not text.isascii() and sum(1 for word in words if sentence_boundaries.unspaced(word[0])) * 2 > len(words):
        return whole
    return _SPACED_MARK.sub("", text)


def punctuated(words: Sequence[str], text: str) -> list[str] | None:
    """The words as they stand in a text, with its punctuation and capitals. None if the text has other words.

    >>> punctuated(["open", "the", "menu", "now"], "Open the menu. Now!")
    ['Open', ' the', ' menu.', ' Now!']
    """
    places = [place for place, character in enumerate(text) if character.isalnum()]
    spelt = [[c for c in word if c.isalnum()] for word in words]
    if len(places) != sum(map(len, spelt)):
        return None
    if "".join(text[place] for place in places).lower() != "".join(c for letters in spelt for c in letters).lower():
        return None
    begins: list[int] = []
    count = 0
    for letters in spelt:
        begins.append(places[count] if count < len(places) else len(text))
        count += len(letters)
    if begins:
        begins[0] = 0
    for number in range(1, len(begins)):  # a quotation mark or a bracket belongs to the word behind it
        begin = begins[number]
        while begin > begins[number - 1] + 1 and not text[begin - 1].isspace():
            begin -= 1
        if text[begin - 1].isspace() or sentence_boundaries.unspaced(text[begins[number] - 1]):
            begins[number] = begin
    parts = [text[begin:end] for begin, end in zip(begins, [*begins[1:], len(text)], strict=True)]
    blanks = ["", *(" " if part[-1:].isspace() else "" for part in parts)]
    return [blank + part.strip() for blank, part in zip(blanks, parts, strict=False)]


def used(keys: Iterable[str], items: Sequence[Mapping[str, Any]]) -> str:
    """The first of these keys for which any item has a value, or the empty string."""
    present = set[Any]().union(*items)
    return _first_used(keys, items, present)


def _first_used(keys: Iterable[str], items: Sequence[Mapping[str, Any]], present: Container[Any]) -> str:
    """The same where the keys of all items together are known."""
    for key in keys:
        if key in present:
            for item in items:
                if item.get(key) not in _NOTHING:
                    return key
    return ""
