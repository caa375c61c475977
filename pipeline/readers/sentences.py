"""Cues -> utterances: sentences that a person would quote, each with who said it and when."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.readers import names, noise
from pipeline.readers.cue import Cue, Source
from pipeline.transcript import Utterance, count_words

LONGEST = 60
"""Words of an utterance; what is longer, as speech recognition leaves it without punctuation, is cut into pieces."""
PIECE = 36
"""Words up to which such a piece goes on."""
SHORTEST = 3
"""Words that a sentence has to stand alone; "Okay." goes with what follows it."""
PAUSE = 2.0
"""Seconds of silence that end a sentence without punctuation, once it has a few words."""
ASIDE = 3
"""Cues of others that may fall into a sentence which its speaker then goes on with."""

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff66-\uff9f"
_CLOSING = "\"'”’»›)\\]」』）】"
_END = re.compile(
    rf"[.!?…؟।։።]+[{_CLOSING}]*(?=\s)"  # these need a blank after them: 3.11, example.com
    rf"|[。！？．｡]+[{_CLOSING}]*"
)
_STOPS = re.compile(rf"[.!?…؟।。！？．｡:;][{_CLOSING}]*$")
# What is followed by a full stop and doesn't end a sentence, in the languages that people send: never; not before a
# name; not before a number; not before a small letter.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[\"“])(?:(?i:e\.g|i\.e|a\.k\.a|vs|approx|cf|z\.\s?B|d\.\s?h|u\.\s?a|bzw|ggf|evtl|inkl|p\.\s?ex|т\.\s?е)|"
    r"Dr|Mr|Mrs|Ms|Mx|Prof|St|Hon|Capt|Sgt|Lt|Sra?|Srta|Dott|Sig|Mme|Mlle|Hr|Fr)\.$"
)
_BEFORE_NUMBER = re.compile(r"(?:^|[\s(\[])(?:no|nos|nr|vol|pp?|fig|abb|art|núm|pág|ca|str|tel|ch|sec)\.$", re.I)
_BEFORE_SMALL = re.compile(
    r"(?:^|[\s(\[])(?:etc|usw|incl|max|min|resp|est|inc|ltd|co|corp|al|jr|sr|dept|ud|uds|ecc|bijv|sog|т\.\s?д|т\.\s?п)\.$",
    re.I,
)
_INITIAL = re.compile(r"(?:^|[A-Z][\w'-]* |[A-Z]\. )[A-Z]\.$")
_LETTER = re.compile(r"(?:^|\s)[^\W\d_]\.$")
_NEXT_LETTER = re.compile(r" [^\W\d_]{1,2}\.")
_NUMBERED = re.compile(r"(?:^|\s)\d{1,3}\.$")
# Where long speech without punctuation is cut: before words that begin something new, the surest first.
_BEGINS = tuple(
    re.compile(rf"(?<=\s)(?:{words})\s", re.I)
    for words in (
        "(?:and|so|but) (?:then|now|next)|now|next|okay|ok|alright|all right|first|second|finally|after that|let's|"
        "once|jetzt|danach|dann|zuerst|maintenant|ensuite|puis|ahora|luego|entonces|después|adesso|allora|poi|agora|"
        "depois|então|nu|sedan|teraz|potem|теперь|потом|затем",
        "and|so|but|then|because|if you|you can|you will|we'll|we can|I'm going|und|aber|also|et|mais|alors|y|pero|e|"
        "ma|mas|en|maar|och|men|i|ale|и|но",
    )
)
_WORD_START = re.compile(r"(?<=\s)\S")


def utterances(source: Source) -> tuple[Utterance, ...]:
    """The source's cues, cleaned, in the order in which they were said, joined and parted into sentences."""
    cues = _in_order(_without_loops(_said(source.cues)))
    found: list[tuple[float | None, str, str | None, float | None]] = []
    for run in _runs(cues, source.turns):
        found += run.sentences()
    if found and all(start is not None for start, *_ in found):
        found.sort(key=lambda each: each[0] or 0.0)
    return tuple(
        Utterance(number, text, speaker, start, end) for number, (start, text, speaker, end) in enumerate(found, 1)
    )


def _said(cues: Iterable[Cue]) -> Iterator[Cue]:
    cues = list(cues)
    shown = names.without_ids(cue.speaker for cue in cues)
    for cue in cues:
        speaker = cue.speaker and shown.get(cue.speaker, cue.speaker)
        for number, part in enumerate(noise.parts(cue.text)):
            if number:
                cue = Cue("", None, cue.start, cue.end, breaks=True)
            if text := noise.spoken(part):
                yield Cue(text, None if number else speaker, cue.start, cue.end, cue.breaks)


def _without_loops(cues: Iterable[Cue]) -> Iterator[Cue]:
    """Without captions that are there twice, and what speech recognition repeats again and again when nobody speaks."""
    held: list[Cue] = []
    for cue in cues:
        if held and cue.text == held[0].text and cue.speaker == held[0].speaker:
            if cue.start is None or cue.start != held[-1].start:
                held.append(cue)
            continue
        yield from _once(held)
        held = [cue]
    yield from _once(held)


def _once(same: list[Cue]) -> list[Cue]:
    if len(same) >= 4 and same[0].start is not None and same[0].text.count(" ") >= 2:
        return [same[0]._replace(end=same[0].end)]
    return same


def _in_order(cues: Iterable[Cue]) -> list[Cue]:
    """By time, where all have one; what has none stays behind what it follows."""
    ordered = list(cues)
    last = 0.0
    keys: list[float] = []
    unsorted = False
    for cue in ordered:
        if cue.start is not None:
            unsorted = unsorted or cue.start < last
            last = cue.start
        keys.append(last)
    if unsorted:
        places = sorted(range(len(ordered)), key=keys.__getitem__)
        return [ordered[place] for place in places]
    return ordered


@dataclass
class _Run:
    """What one speaker says in one go: its cues' texts joined, and where in them each cue begins."""

    speaker: str | None
    turns: bool
    texts: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    length: int = 0
    words: int = 0
    """Since the last full stop."""
    asides: int = 0

    def add(self, cue: Cue) -> None:
        text = cue.text
        if self.texts:
            joint = "" if _unspaced(self.texts[-1][-1]) and _unspaced(text[0]) else " "
            self.texts.append(joint)
            self.length += len(joint)
        self.offsets.append(self.length)
        self.cues.append(cue)
        self.texts.append(text)
        self.length += len(text)

    @property
    def unfinished(self) -> bool:
        """Whether it ends in the middle of a sentence."""
        return not _STOPS.search(self.texts[-1][-8:])

    def sentences(self) -> Iterator[tuple[float | None, str, str | None, float | None]]:
        """(start, text, speaker, end) of each sentence."""
        text = "".join(self.texts)
        for begin, end in _spans(text, self.offsets):
            first = bisect_right(self.offsets, begin) - 1
            last = bisect_right(self.offsets, end - 1) - 1
            ends = [cue.end for cue in self.cues[first : last + 1] if cue.end is not None]
            start, stop = self.cues[first].start, max(ends, default=None)
            yield (
                None if start is None else round(start, 3),
                text[begin:end],
                self.speaker,
                None if stop is None else round(stop, 3),
            )


def _runs(cues: list[Cue], turns: bool) -> Iterator[_Run]:
    """Cues joined while one speaker goes on; a sentence that others fall into goes on after them."""
    open_runs: list[_Run] = []
    for cue in cues:
        run = next((run for run in reversed(open_runs) if run.speaker == cue.speaker), None)
        if run and not _goes_on(run, cue, run is open_runs[-1], turns):
            open_runs.remove(run)
            yield run
            run = None
        for other in list(open_runs):
            if other is not run:
                other.asides += 1
                if other.asides > ASIDE or not other.unfinished or other.cues[-1].start is None:
                    open_runs.remove(other)
                    yield other
        if run is None:
            run = _Run(cue.speaker, turns)
        else:
            open_runs.remove(run)
        run.add(cue)
        run.asides = 0
        open_runs.append(run)
    yield from open_runs


def _goes_on(run: _Run, cue: Cue, latest: bool, turns: bool) -> bool:
    if cue.breaks and (turns or cue.speaker is None):
        return run.unfinished and turns and latest and cue.speaker is not None and _begins_small(cue.text)
    before = run.cues[-1]
    if before.end is not None and cue.start is not None:
        pause = cue.start - before.end
        if not latest:
            return run.unfinished and pause <= PAUSE
        return pause <= (PAUSE if not _begins_small(cue.text) else 5 * PAUSE) or pause < 0
    if not latest:
        return False
    if before.start is not None and cue.start is not None and cue.start - before.start > _longest(before.text):
        return False
    return not turns or run.unfinished


def _longest(text: str) -> float:
    """Seconds that it takes at most to say this, and to go on."""
    return 10 + 1.0 * count_words(text)


def _begins_small(text: str) -> bool:
    return text[0].islower()


def _spans(text: str, offsets: list[int]) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end in a text: short ones joined to the next, or at the end to the last; long ones
    cut."""
    begin = 0
    held: tuple[int, int] | None = None
    for end in _ends(text):
        short = _count(text, begin, end, SHORTEST) < SHORTEST
        if short and end < len(text):
            continue
        if held:
            if short:
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


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        end = match.end()
        if end < len(text) and not _ends_here(text, match.start(), end):
            continue
        if end < len(text):
            yield end
    yield len(text)


def _ends_here(text: str, mark: int, end: int) -> bool:
    if text[mark] in "。！？．｡؟।" or text[end - 1] in "!?":
        return True
    follows = text[end + 1] if end + 1 < len(text) else ""
    before = text[max(0, mark - 24) : mark + 1]
    if text[mark] == "…" or text[mark : mark + 2] == "..":
        return not follows.islower()
    return not (
        _ABBREVIATION.search(before)
        or (_BEFORE_NUMBER.search(before) and follows.isdigit())
        or (_BEFORE_SMALL.search(before) and follows.islower())
        or (_LETTER.search(before) and _NEXT_LETTER.match(text, end))
        or (_INITIAL.search(before) and follows.isupper())
        or (_NUMBERED.search(before) and not follows.isupper())
    )


def _cut(text: str, begin: int, end: int, offsets: list[int]) -> Iterator[tuple[int, int]]:
    """A sentence in pieces of at most LONGEST words, cut where it hurts least."""
    while _count(text, begin, end, LONGEST + 1) > LONGEST:
        farthest = _after_words(text, begin, end, PIECE)
        earliest = _after_words(text, begin, farthest, PIECE // 3)
        place = _best_place(text, earliest, farthest, offsets)
        yield begin, len(text[begin:place].rstrip()) + begin
        begin = place
        while begin < end and text[begin] == " ":
            begin += 1
    if begin < end:
        yield begin, end


def _best_place(text: str, earliest: int, farthest: int, offsets: list[int]) -> int:
    window = text[earliest:farthest]
    for pattern in (r"[;:；：]\s", r"[,，、،]\s?"):
        if found := [match.end() for match in re.finditer(pattern, window)]:
            return earliest + found[-1]
    cues = set(offsets[bisect_right(offsets, earliest) : bisect_right(offsets, farthest)])
    surest, likely = ({match.start() + earliest for match in pattern.finditer(window)} for pattern in _BEGINS)
    for places in (surest & cues, surest, likely & cues, likely, cues):
        if places:
            return max(places)
    if found := [match.start() for match in _WORD_START.finditer(window)]:
        return earliest + found[-1]
    return farthest


def _count(text: str, begin: int, end: int, enough: int) -> int:
    """Words between two places, counted up to about `enough`; where words aren't parted, two characters are one."""
    if end - begin < enough:
        return 0 if enough <= SHORTEST and end - begin < 2 else _weigh(text[begin:end])
    if end - begin > enough * 40:
        return enough
    return _weigh(text[begin:end])


def _weigh(text: str) -> int:
    words = text.count(" ") + 1
    if text.isascii():
        return words
    return words + len(_UNSPACED_CHARACTERS.findall(text)) // 2


_UNSPACED_CHARACTERS = re.compile(f"[{_UNSPACED}]")


def _after_words(text: str, begin: int, end: int, words: int) -> int:
    """The place after so many words."""
    step = 0.0
    for place in range(begin, end):
        character = text[place]
        if character == " ":
            step += 1
        elif not character.isascii() and _UNSPACED_CHARACTERS.match(character):
            step += 0.5
        elif place - begin > words * 20:
            return place
        if step >= words:
            return max(place, begin + 1)
    return end


def _unspaced(character: str) -> bool:
    return bool(_UNSPACED_CHARACTERS.match(character)) or character in "、。！？，（）「」『』"
