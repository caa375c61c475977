"""Cues -> utterances: sentences that a person would quote, each with its speaker and time."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.readers import estimated_times, non_speech, sentence_boundaries, speaker_names
from pipeline.readers.cue import Cue, Source
from pipeline.readers.estimated_times import Moment
from pipeline.transcript import Timing, Utterance, count_words, count_words_of

PAUSE_SECONDS = 2.0
"""A longer silence ends a sentence without punctuation. It must be five times as long if the next cue begins with a
lower-case letter."""
FEWEST_HEADINGS = 2
"""One alone stands over everything."""
MOST_ASIDE_CUES = 3
"""The most cues of other speakers that may interrupt a sentence before its speaker continues it."""
BLOCK_CUES = 200
"""So many cues are looked at together: in most of them nothing has to be taken away."""
FEWEST_TIMES, FEWEST_WORDS = 4, 20
"""Of fewer times, or fewer words between them, nothing is concluded."""
IMPOSSIBLE_WORDS_PER_SECOND = 50.0
"""Times between which so much is said aren't those of a recording."""
_FIGURE = re.compile(r"(?:[$€£+-] ?)?\d(?:[\d.,:/ ]{0,20}\d)?[%°$€£]?|\*{2,20}")
LONGEST_ASIDE_WORDS = 3
"""In a text of turns, others say so little while somebody speaks on: "Mhm."."""


def utterances_of(source: Source) -> tuple[Utterance, ...]:
    """The source's cues as utterances: cleaned, in the order in which they were said, joined and split into
    sentences."""
    return with_headings(source)[0]


def with_headings(source: Source) -> tuple[tuple[Utterance, ...], tuple[tuple[int, str], ...]]:
    """(the same, the headings over them: the number of the first utterance under each, and its words)."""
    cues = _with_possible_times(_in_order(_said(_without_loops(source.cues, source.turns))))
    when = estimated_times.moments(cues, turns=source.turns)
    if source.turns:
        cues = _with_times_of_blocks(cues)
    found: list[_Sentence] = []
    whole = source.listed and source.timed
    for run in map(_alone, enumerate(cues)) if whole else _runs(cues, source.turns, _are_marked(cues)):
        found += run.sentences(when)
    timed = all(sentence.start is not None for sentence in found)
    found.sort(key=lambda sentence: (sentence.start if timed and sentence.start else 0.0, sentence.place))
    headings: dict[int, tuple[int, str]] = {}
    for number, each in enumerate(found, 1):
        if cues[each.place].heading:
            headings.setdefault(each.place, (number, cues[each.place].heading))
    utterances = tuple(
        Utterance(number, each.text, each.speaker, each.start, each.end, timing=each.timing)
        for number, each in enumerate(found, 1)
    )
    return utterances, tuple(sorted(headings.values())) if len(headings) >= FEWEST_HEADINGS else ()


def _with_possible_times(cues: list[Cue]) -> list[Cue]:
    """The cues, without their times if nobody can say so much between them: all are zero, or in the first second."""
    starts = [cue.start for cue in cues if cue.start is not None]
    if len(starts) < FEWEST_TIMES or len(starts) < len(cues):
        return cues
    words = count_words_of([cue.text for cue in cues[:-1]])
    if words < FEWEST_WORDS or words <= (max(starts) - min(starts)) * IMPOSSIBLE_WORDS_PER_SECOND:
        return cues
    return [cue._replace(start=None, end=None) for cue in cues]


class _Sentence(NamedTuple):
    place: int
    """The index of the cue in which it begins, among all cues."""
    start: float | None
    end: float | None
    speaker: str | None
    text: str
    timing: Timing


def _said(cues: Iterable[Cue]) -> Iterator[Cue]:
    """What was said in the cues: without sounds and ids for names, and split where another person begins to speak."""
    cues = list(cues)
    shown = speaker_names.shown({cue.speaker: None for cue in cues})
    for begin in range(0, len(cues), BLOCK_CUES):
        block = cues[begin : begin + BLOCK_CUES]
        plain = not shown and non_speech.are_plain([cue.text for cue in block])
        yield from block if plain else _cleaned(block, shown)


def _cleaned(cues: Iterable[Cue], shown: Mapping[str, str]) -> Iterator[Cue]:
    for cue in cues:
        speaker = cue.speaker and shown.get(cue.speaker, cue.speaker)
        first, *others = non_speech.parts(cue.text)
        if text := non_speech.spoken(first):
            yield cue if text == cue.text and speaker == cue.speaker else cue._replace(text=text, speaker=speaker)
        for part in others:
            if text := non_speech.spoken(part):
                yield Cue(text, None, cue.start, cue.end, breaks=True)


def _are_marked(cues: list[Cue]) -> bool:
    """Whether half of the cues end like sentences, so that one that doesn't is a fragment."""
    return 2 * sum(1 for cue in cues if not sentence_boundaries.is_unfinished(cue.text)) >= len(cues)


def _alone(placed: tuple[int, Cue]) -> _Run:
    """A run of one cue."""
    run = _Run(placed[1].speaker)
    run.add(placed[1], placed[0])
    return run


def _without_loops(cues: Iterable[Cue], turns: bool) -> Iterator[Cue]:
    """The cues without captions that the file has twice, and without the loops of speech recognition, which repeats a
    text when nobody speaks."""
    held: list[Cue] = []
    for cue in cues:
        if held and cue.text == held[0].text and cue.speaker == held[0].speaker:
            if turns or cue.start is None or cue.start != held[-1].start:
                held.append(cue)
            continue
        yield from _once(held)
        held = [cue]
    yield from _once(held)


def _once(same: list[Cue]) -> list[Cue]:
    """Only the first of these cues with the same text, if they are a loop: at least four, of at least three words. It
    keeps its own end, since nobody spoke after it."""
    if len(same) >= 4 and same[0].start is not None and same[0].text.count(" ") >= 2:
        return same[:1]
    return same


def _in_order(cues: Iterable[Cue]) -> list[Cue]:
    """The cues by time. A cue without a time stays after the one it follows."""
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


def _with_times_of_blocks(cues: list[Cue]) -> list[Cue]:
    """The cues, each with a time: one without its own has that of the block or turn in which it stands."""
    if len({cue.start for cue in cues if cue.start is not None}) < 2:
        return cues  # one time for everything says nothing
    timed: list[Cue] = []
    block: float | None = None
    for cue in cues:
        block = block if cue.start is None else cue.start
        timed.append(cue if cue.start is not None or block is None else cue._replace(start=block))
    return timed


@dataclass(slots=True)
class _Run:
    """Consecutive cues of one speaker, joined into one text that is split into sentences later."""

    speaker: str | None
    texts: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    """The index in the joined texts at which each cue begins."""
    cues: list[Cue] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    """The indexes of its cues among all cues."""
    length: int = 0
    asides: int = 0
    """How many cues of others interrupted its last sentence."""
    heard_through: bool = True
    """Whether these were no more than "Mhm." or "Okay, got it."."""

    def add(self, cue: Cue, place: int) -> None:
        text = cue.text
        if self.texts:
            joint = (
                ""
                if sentence_boundaries.unspaced(self.texts[-1][-1]) and sentence_boundaries.unspaced(text[0])
                else " "
            )
            self.texts.append(joint)
            self.length += len(joint)
        self.offsets.append(self.length)
        self.cues.append(cue)
        self.places.append(place)
        self.texts.append(text)
        self.length += len(text)

    @property
    def unfinished(self) -> bool:
        """Whether it ends in the middle of a sentence."""
        return sentence_boundaries.is_unfinished(self.texts[-1])

    def sentences(self, when: Sequence[Moment]) -> Iterator[_Sentence]:
        """Its sentences. `when` each of all cues was said."""
        text = "".join(self.texts)
        if len(self.cues) == 1 and sentence_boundaries.is_short(text):  # as most turns are
            start, timing = when[self.places[0]].at(0.0)
            stop = self.cues[0].end
            yield _Sentence(
                self.places[0],
                None if start is None else round(start, 3),
                None if stop is None else round(stop, 3),
                self.speaker,
                text,
                timing,
            )
            return
        first = last = 0
        for begin, end in sentence_boundaries.spans(text, self.offsets, [cue.start for cue in self.cues]):
            if len(self.cues) > 1:
                first = bisect_right(self.offsets, begin) - 1
                last = bisect_right(self.offsets, end - 1, first) - 1
            start, timing = when[self.places[first]].at((begin - self.offsets[first]) / len(self.cues[first].text))
            if first == last:
                stop = self.cues[first].end
            else:
                stop = max((cue.end for cue in self.cues[first : last + 1] if cue.end is not None), default=None)
            yield _Sentence(
                self.places[first],
                None if start is None else round(start, 3),
                None if stop is None else round(stop, 3),
                self.speaker,
                text[begin:end],
                timing,
            )


def _runs(cues: list[Cue], turns: bool, marked: bool) -> Iterator[_Run]:
    """Cues joined as long as one speaker continues. A sentence that others interrupt continues after them."""
    open_runs: list[_Run] = []
    for place, cue in enumerate(cues):
        run = None
        for each in reversed(open_runs):
            if each.speaker == cue.speaker:
                run = each
                break
        latest = run is not None and run is open_runs[-1]
        through = turns and marked and run is not None and run.heard_through
        if run and not (_goes_on(run, cue, latest, turns) or (not latest and through and run.unfinished)):
            open_runs.remove(run)
            yield run
            run = None
        alone = run is not None and len(open_runs) == 1  # as nearly always
        for other in () if alone else [each for each in open_runs if each is not run]:
            other.asides += 1
            other.heard_through = other.heard_through and count_words(cue.text) <= LONGEST_ASIDE_WORDS
            untimed = other.cues[-1].start is None and not (turns and marked and other.heard_through)
            if other.asides > MOST_ASIDE_CUES or not other.unfinished or untimed:
                open_runs.remove(other)
                yield other
        if run is None:
            run = _Run(cue.speaker)
            open_runs.append(run)
        elif open_runs[-1] is not run:
            open_runs.remove(run)
            open_runs.append(run)
        run.add(cue, place)
        run.asides, run.heard_through = 0, True
    yield from open_runs


def _goes_on(run: _Run, cue: Cue, latest: bool, turns: bool) -> bool:
    """Whether a cue of the same speaker continues the run, so that a sentence can go from one to the other. `latest`:
    nobody else has spoken in between. `turns`: cues are whole turns or paragraphs."""
    if turns and (sentence_boundaries.is_code(cue.text) or sentence_boundaries.is_code(run.texts[-1])):
        return False
    if not turns and _answers(run, cue):
        return False
    if cue.breaks and (turns or cue.speaker is None):
        return run.unfinished and turns and latest and cue.speaker is not None and _begins_small(cue.text)
    before = run.cues[-1]
    if before.end is not None and cue.start is not None:
        pause = cue.start - before.end
        if not latest:
            return run.unfinished and pause <= PAUSE_SECONDS
        return pause <= (PAUSE_SECONDS if not _begins_small(cue.text) else 5 * PAUSE_SECONDS) or pause < 0
    if not latest:
        return False
    if before.start is not None and cue.start is not None and cue.start - before.start > _longest(before.text):
        return False
    return not turns or run.unfinished


def _answers(run: _Run, cue: Cue) -> bool:
    """Whether a caption behind a whole sentence is only a figure, "12", or what stands for a word that isn't shown,
    "****", or comes behind such a one. It is an answer, and no part of the next sentence."""
    if _is_figure(cue.text):
        return not run.unfinished
    return len(run.texts) == 1 and _is_figure(run.texts[0]) and not _begins_small(cue.text)


def _is_figure(text: str) -> bool:
    return (text[0] in "*$€£+-" or text[0].isdecimal()) and _FIGURE.fullmatch(text) is not None


def _longest(text: str) -> float:
    """The most seconds from the start of this text to the start of what continues it."""
    return 10 + 1.0 * count_words(text)


def _begins_small(text: str) -> bool:
    return text[0].islower()
