"""Finds where sentences begin and end in a text, and where to split speech without punctuation."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline import full_stops, unspaced_scripts

LONGEST_UTTERANCE_WORDS = 60
"""The longest utterance. Speech recognition without punctuation makes longer ones, which are split into pieces."""
LONGEST_PIECE_WORDS = 36
"""The longest of these pieces."""
SHORTEST_SENTENCE_WORDS = 3
"""A shorter sentence doesn't stand alone. "Okay." goes with the sentence after it."""
SHORTEST_CAPTION_WORDS = 2
FAR_SECONDS = 5.0
"""A short sentence isn't joined to one in a cue that begins so much before or after its own."""
"""The same, where each caption is a sentence, and the next would follow without a space."""

IDEOGRAPHS_PER_WORD = 2
"""Where utterances are measured, so many Chinese or Japanese characters are a word."""
LONGEST_UNMARKED_CHARACTERS = 80
"""Speech in a script without spaces that has fewer signs than one for so many characters was written without them, as
by Whisper. The borders of captions are the only ones then."""
_CLOSING = "\"'”’»›)\\]」』）】"
_SPACED, _WIDE = ".!?…؟।։።", "。！？．｡។။"
_END = re.compile(
    rf"[{_SPACED}{_WIDE}](?:"  # a set of characters at the beginning is searched for much faster
    rf"(?<=[{_SPACED}])(?<![{_SPACED}][{_SPACED}])[{_SPACED}]*+[{_CLOSING}]*+(?=\s)"  # unlike 3.11 and example.com
    rf"|(?<=[{_WIDE}])[{_WIDE}]*[{_CLOSING}]*)"
)
_STOP = ".!?…؟।。！？．｡។။:;"
_ASKS = "?？؟"
_STOPS = re.compile(rf"[{_STOP}][{_CLOSING}]*$")
# Words that begin something new, the surest first. Long speech without punctuation is split before them.
_BEGINS = tuple(
    re.compile(rf"\s(?:{words})(?=\s)")
    for words in (
        "(?:and|so|but) (?:then|now|next)|now|next|okay|ok|alright|all right|first|second|finally|after that|let's|"
        "once|jetzt|danach|dann|zuerst|maintenant|ensuite|puis|ahora|luego|entonces|después|adesso|allora|poi|agora|"
        "depois|então|nu|sedan|teraz|potem|теперь|потом|затем",
        "and|so|but|then|because|if you|you can|you will|we'll|we can|i'm going|und|aber|also|et|mais|alors|y|pero|e|"
        "ma|mas|en|maar|och|men|i|ale|и|но",
    )
)
_WORD_START = re.compile(r"(?<=\s)\S")
_PARTED = (re.compile(r"[;:；：]\s"), re.compile(r"[,，、،]\s?"))
"""Signs inside a sentence after which it may be split, the surest first."""


def spans(text: str, offsets: list[int], starts: Sequence[float | None] = ()) -> Iterator[tuple[int, int]]:
    """(begin, end) of each sentence, in characters. A short sentence is joined to the next one, or the last one to the
    one before, unless another one would then have a time that is far from its own. A long one is split, if possible at
    one of the `offsets` at which cues begin. `starts`: when these cues do, in seconds."""
    borders, of_cues = _borders(text, offsets)
    shortest = SHORTEST_CAPTION_WORDS if of_cues else SHORTEST_SENTENCE_WORDS
    if len(borders) == 1:
        yield from _cut(text, 0, len(text), offsets)
        return
    begin = 0
    held: tuple[int, int] | None = None
    for end in borders:
        short = _count(text, begin, end, shortest) < shortest
        if short and end < len(text):
            asks = text[end - 1] in _ASKS and _is_whole_cue(text, begin, end, offsets)
            if not asks and not (" " in text[begin:end] and _is_far(begin, end + 1, offsets, starts)):
                continue
            short = False
        if held:
            if short and not (begin in offsets and _is_far(held[0], begin, offsets, starts)):
                held, begin = (held[0], end), end
            yield from _cut(text, *held, offsets)
            held = None
        if begin < end:
            held = (begin, end)
        begin = end
        while begin < len(text) and text[begin] == " ":
            begin += 1
    if held:
        yield from _cut(text, *held, offsets)


def _is_whole_cue(text: str, begin: int, end: int, offsets: list[int]) -> bool:
    """Whether two words or more are all of a cue. A short question of one has its answer in the next."""
    if " " not in text[begin:end]:
        return False
    place = bisect_right(offsets, begin)
    if place >= len(offsets) or text[offsets[place]].islower():
        return False
    return offsets[place - 1] == begin and offsets[place] - end <= 1


def _is_far(one: int, other: int, offsets: list[int], starts: Sequence[float | None]) -> bool:
    """Whether what begins at two places is said in cues whose starts are far from each other; of lines without times,
    in different lines."""
    if not starts:
        return False
    cue, next_cue = (bisect_right(offsets, at) - 1 for at in (one, other))
    first, second = starts[cue], starts[next_cue]
    if first is None or second is None:
        return cue != next_cue and other in offsets
    return second - first > FAR_SECONDS


def is_short(text: str) -> bool:
    """Whether a text is one sentence that isn't split, as can be seen at once."""
    if not 0 < len(text) <= LONGEST_UTTERANCE_WORDS:
        return False
    end = _END.search(text)
    return end is None or end.end() == len(text)


def _borders(text: str, offsets: list[int]) -> tuple[list[int], bool]:
    """The ends of sentences, by the signs in the text, or by cues where it is written without signs, and whether they
    are those of cues."""
    ends = list(_ends(text))
    if len(offsets) < 2:
        return ends, False
    unmarked = len(ends) * LONGEST_UNMARKED_CHARACTERS < len(text) or (len(ends) == 1 and is_unfinished(text))
    if unmarked and unspaced_scripts.are_most_of(text):
        cues = {offset - (text[offset - 1] == " ") for offset in offsets[1:]}
        return sorted(cues | set(ends)), True
    return ends, False


def are_unmarked(texts: Sequence[str]) -> bool:
    """Whether nine of ten of these texts are in a script without spaces and don't end in a sign. Each is whole then."""
    bare = sum(1 for text in texts if is_unfinished(text) and unspaced_scripts.are_most_of(text))
    return len(texts) > 1 and bare >= 0.9 * len(texts)


def is_code(text: str) -> bool:
    """Whether a text is one piece of code between backticks. It belongs to no sentence."""
    return text.startswith("`") and text.endswith("`") and text.count("`") == 2 and len(text) > 2


def is_unfinished(text: str) -> bool:
    """Whether a text ends in the middle of a sentence."""
    last = text[-1:]
    return last.isalnum() or (not (last and last in _STOP) and not _STOPS.search(text[-8:]))


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        end = match.end()
        if end < len(text) and not _ends_here(text, match.start(), end):
            continue
        if end < len(text):
            yield end
    yield len(text)


def _ends_here(text: str, mark: int, end: int) -> bool:
    """Whether the mark at `mark` ends a sentence; `end` is the index after it and any closing quotes."""
    if text[mark] in "。！？．｡؟।។။" or text[end - 1] in "!?":
        return True
    follows = text[end + 1] if end + 1 < len(text) else ""
    if text[mark] == "…" or text[mark : mark + 2] == "..":
        return not follows.islower()
    reach = full_stops.REACH_CHARACTERS
    return not full_stops.goes_on(text[max(0, mark + 1 - reach) : mark + 1], text[end + 1 : end + 1 + reach])


def _cut(text: str, begin: int, end: int, offsets: list[int]) -> Iterator[tuple[int, int]]:
    """(begin, end) of a sentence, or of its pieces if it has more than LONGEST_UTTERANCE_WORDS words. It is split where
    that does the least harm."""
    if end - begin <= LONGEST_UTTERANCE_WORDS:
        if begin < end:
            yield begin, end
        return
    while _count(text, begin, end, LONGEST_UTTERANCE_WORDS + 1) > LONGEST_UTTERANCE_WORDS:
        farthest = _after_words(text, begin, end, LONGEST_PIECE_WORDS)
        earliest = _after_words(text, begin, farthest, LONGEST_PIECE_WORDS // 3)
        place = _best_place(text, earliest, farthest, offsets)
        yield begin, len(text[begin:place].rstrip()) + begin
        begin = place
        while begin < end and text[begin] == " ":
            begin += 1
    if begin < end:
        yield begin, end


def _best_place(text: str, earliest: int, farthest: int, offsets: list[int]) -> int:
    """The best index for a split: after the last sign in `_PARTED`, or before words that begin something new (better
    if a cue begins there too), or at a cue, or at a word."""
    window = text[earliest:farthest]
    for sign in _PARTED:
        if found := [match.end() for match in sign.finditer(window)]:
            return earliest + found[-1]
    cues = set(offsets[bisect_right(offsets, earliest) : bisect_right(offsets, farthest)])
    lowered = window.lower()
    if len(lowered) != len(window):  # some capital letters have two small ones
        lowered = "".join(small if len(small := character.lower()) == 1 else character for character in window)
    for pattern in _BEGINS:
        begun = {match.start() + 1 + earliest for match in pattern.finditer(lowered)}
        if begun:
            return max(begun & cues or begun)
    if cues:
        return max(cues)
    if found := [match.start() for match in _WORD_START.finditer(window)]:
        return earliest + found[-1]
    return farthest


def _count(text: str, begin: int, end: int, enough: int) -> int:
    """The number of words between two indexes. In a text so long that it surely has `enough` words, they aren't
    counted, and the number is `enough`."""
    if end - begin < enough:
        return 0 if enough <= SHORTEST_SENTENCE_WORDS and end - begin < 2 else _words_in(text[begin:end])
    if end - begin > enough * 40:
        return enough
    return _words_in(text[begin:end])


def _words_in(text: str) -> int:
    """The number of words in a text. In scripts without spaces between words, several characters count as a word."""
    words = text.count(" ") + 1
    if text.isascii() or not unspaced_scripts.are_in(text):
        return words
    return int(words + sum(map(_share_of_word, text)))


def _share_of_word(character: str) -> float:
    many = 0 if character.isascii() else unspaced_scripts.per_word(character)
    return 0.0 if not many else 1 / (IDEOGRAPHS_PER_WORD if many == 1 else many)


def _after_words(text: str, begin: int, end: int, words: int) -> int:
    """The index after this many words, or after 20 characters for each of them if that comes first; `end` if there are
    fewer."""
    farthest = begin + words * 20
    stretch = text[begin : min(end, farthest + 1)]
    if not unspaced_scripts.are_in(stretch):
        if found := _words(words).match(stretch):
            return begin + max(found.end() - 1, 1)
        return next((place for place in range(farthest + 1, end) if text[place] != " "), end)
    seen = 0.0
    for place in range(begin, end):
        character = text[place]
        if character == " ":
            seen += 1
        elif not character.isascii() and unspaced_scripts.is_unspaced(character):
            seen += _share_of_word(character)
        elif place - begin > words * 20:
            return place
        if seen >= words:
            return max(place, begin + 1)
    return end


@lru_cache(maxsize=8)
def _words(count: int) -> re.Pattern[str]:
    """So many words, and the space behind each."""
    return re.compile(rf"\A(?:[^ ]*+ ){{{count}}}")


def unspaced(character: str) -> bool:
    """Whether a character belongs to a script without spaces between words."""
    return unspaced_scripts.is_unspaced(character) or character in "、。！？，（）「」『』។။၊"
