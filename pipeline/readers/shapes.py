"""Finds how a text marks who speaks and when, by the beginnings of all its lines."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pipeline.readers import markdown, said_times, speaker_labels, speaker_names, stamps, uniform_labels
from pipeline.readers.sentence_boundaries import unspaced
from pipeline.readers.stamps import PREFIX_CHARACTERS, Stamp, Style
from pipeline.readers.times import Kind

ASKED = re.compile(r"[ \t]*(?P<name>Q|A|F)(?:[:.]|[ \t]+[-–—])[ \t]+(?=\S)")
_BULLET = re.compile(r"[ \t]*[-*•][ \t]+(?=\S)")
_NUMBERED = re.compile(r"[ \t]*\d{1,2}[.)][ \t]+\S")
_CHAPTER = re.compile(
    r"(?:chapter|kapitel|chapitre|capítulo|capitolo|hoofdstuk|rozdział|bölüm|розділ|глава)[ \t]+(\d{1,3})[ \t]*:", re.I
)
_BEFORE_BULLET = frozenset(" \t-*•")
_ENDED = re.compile(r"[.!?…。！？]$")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|[JSDM][rs]|Inc|Ltd|Co)\.$")
MOST_NAME_WORDS = 8
"""A line with more words is no name, wherever it stands."""
NEARLY_ALL = 0.8
FEWEST_STAMPS = 3
FEWEST_CHAPTERS = 2
FEWEST_NAMES_ALONE = 5
"""Of fewer lines with nothing but a name nothing is concluded."""
LATEST_OPENING_SECONDS = 10.0
"""A recording's only time, beside a name, isn't later."""
MOST_TITLES = 3
"""Lines that may stand over the first name."""


class Line(NamedTuple):
    """A line, and the time at its beginning."""

    text: str
    bold: bool = False
    heading: bool = False
    code: bool = False
    item: bool = False
    """Whether it is an item of a list."""
    stamp: Stamp | None = None

    def timed(self, style: Style | None) -> bool:
        """Whether its time is written in this style. A time in brackets can come before or after a name; where times
        follow names, it can stand alone if the same person speaks on."""
        if style is None or self.stamp is None:
            return False
        own = self.stamp.style
        if own == style:
            return True
        alike = (own.bracket, own.ranges, own.kind) == (style.bracket, style.ranges, style.kind)
        alone = own.leads and not style.leads and not self.rest.strip()
        return alike and (style.bracket is not None or alone)

    @property
    def rest(self) -> str:
        """The text after the time."""
        return self.text[self.stamp.end :] if self.stamp else self.text


@dataclass(frozen=True)
class Shape:
    """How this text marks who speaks, and when."""

    style: Style | None
    labels: speaker_labels.Labels
    """The names before colons, in brackets or before a dash."""
    asked: frozenset[str]
    """The letters for questions and answers."""
    under_times: frozenset[str]
    """The names on the lines under times. Empty if none are there."""
    over_times: frozenset[str]
    """The names on the lines over times."""
    after_times: frozenset[str]
    """The names that follow a time on the same line, with the text on the next line."""
    dated: bool = False
    """Whether a date stands before each time."""
    alone: frozenset[str] = frozenset()
    """The names on lines of their own, in a text without other names and times."""
    headed: bool = False
    """Whether these lines are headings."""


def line_of(text: str) -> Line:
    """Makes a line from a text marked up by `markdown.strip`."""
    if text.startswith(markdown.CODE):
        return Line(text.lstrip(markdown.CODE).rstrip(), code=True)
    heading = text.startswith(markdown.HEADING)
    text = text.lstrip(markdown.HEADING)
    bold = text.startswith(markdown.BOLD)
    text = text.lstrip(markdown.BOLD).rstrip()
    item = False
    if not bold and text[:1] in _BEFORE_BULLET and (bullet := _BULLET.match(text)):
        text, item = text[bullet.end() :], True
    return Line(text, bold, heading, False, item or _NUMBERED.match(text) is not None, stamps.find(text))


def fitted(lines: Sequence[Line]) -> list[Line]:
    """The lines, with only the times that the whole text speaks for: a name behind which a time stands comes back, or
    looks like a name; a time is not said twice."""
    named = [line.stamp for line in lines if line.stamp and line.stamp.name]
    counts = Counter(stamp.name for stamp in named)
    known = {name for name, count in counts.items() if name and (count >= 2 or speaker_names.plausible(name))}
    if len(known) == 1 and sum(1 for line in lines if line.stamp) == 1:
        known = set(filter(speaker_names.like_a_name, known))  # else it is a title, and how long the recording is
    apart = [stamp for stamp in named if stamp.apart and stamp.style.kind is not Kind.SPELT]
    again = sum(1 for stamp in apart if stamp.name in known)
    if len(apart) >= FEWEST_STAMPS and again >= NEARLY_ALL * len(apart):
        known |= {stamp.name for stamp in apart if stamp.name and _short(stamp.name)}
    dots = sum(1 for line in lines if line.stamp and line.stamp.style.kind is Kind.DOTS)
    dotted = dots >= FEWEST_STAMPS and dots >= NEARLY_ALL * sum(1 for line in lines if line.text)
    kept = [
        line._replace(stamp=None)
        if line.stamp
        and ((line.stamp.name and line.stamp.name not in known) or (line.stamp.style.kind is Kind.DOTS and not dotted))
        else line
        for line in lines
    ]
    return _without_numbers(_without_chapters(_without_repeated(_without_said(_with_marks_alike(kept)))))


def _with_marks_alike(lines: list[Line]) -> list[Line]:
    """The lines with one style for times that differ from most others in the sign behind them and stand between
    theirs: "0:00 - Hello." over "1:32 Now"."""
    styles = Counter(line.stamp.style for line in lines if line.stamp and line.stamp.style.leads)
    if len(styles) < 2:
        return lines
    common, count = styles.most_common(1)[0]
    if count < FEWEST_STAMPS:
        return lines
    places = [number for number, line in enumerate(lines) if line.stamp and line.stamp.style == common]
    left = list(lines)
    for number, line in enumerate(lines):
        stamp = line.stamp
        if stamp is None or stamp.style == common or stamp.style._replace(mark=common.mark) != common:
            continue
        at = bisect(places, number)
        before = lines[places[at - 1]].stamp if at else None
        after = lines[places[at]].stamp if at < len(places) else None
        if (before is None or before.start <= stamp.start) and (after is None or stamp.start <= after.start):
            left[number] = line._replace(stamp=stamp._replace(style=common))
    return left


def _without_said(lines: list[Line]) -> list[Line]:
    """The lines without the times with which somebody begins a sentence."""
    said = said_times.find([line.stamp for line in lines], [line.text for line in lines])
    return [line._replace(stamp=None) if number in said else line for number, line in enumerate(lines)]


def _without_chapters(lines: list[Line]) -> list[Line]:
    """The lines without the titles of chapters over times, as YouTube's panel has them. They become empty."""
    filled = [number for number, line in enumerate(lines) if line.text]
    over = [
        (int(title[1]), before)
        for before, here in pairwise(filled)
        if lines[here].stamp and not lines[here].rest and (title := _CHAPTER.match(lines[before].text))
    ]
    numbers = [number for number, _ in over]
    if len(over) < FEWEST_CHAPTERS or numbers != list(range(numbers[0], numbers[0] + len(over))):
        return lines
    gone = {place for _, place in over}
    return [Line("") if number in gone else line for number, line in enumerate(lines)]


def _without_numbers(lines: list[Line]) -> list[Line]:
    """The lines without the numbers over times, as in SubRip. They become empty."""
    filled = [number for number, line in enumerate(lines) if line.text]
    ranges = sum(1 for line in lines if line.stamp and line.stamp.style.ranges)
    over = [
        before
        for before, here in pairwise(filled)
        if (stamp := lines[here].stamp) and stamp.style.ranges and lines[before].text.strip().isdigit()
    ]
    if len(over) < FEWEST_STAMPS or len(over) < NEARLY_ALL * ranges:
        return lines
    gone = set(over)
    return [Line("") if number in gone else line for number, line in enumerate(lines)]


def _without_repeated(lines: list[Line]) -> list[Line]:
    """The lines without those that say a time again, as for screen readers: in words, or with the name that stands over
    it. They become empty."""
    left = list(lines)
    filled = [number for number, line in enumerate(lines) if line.text]
    for place in range(1, len(filled)):
        before, here = filled[place - 1], filled[place]
        first, second = left[before].stamp, left[here].stamp
        if first is None or second is None or left[before].rest.strip() or abs(first.start - second.start) >= 1:
            continue
        if second.name and not first.name:
            left[before] = Line("")
            over = place - 2
            while over >= 0 and over > place - 5 and not left[filled[over]].text:
                over -= 1
            if over >= 0 and left[filled[over]].text == second.name:
                left[filled[over]] = Line("")
        elif not second.name and not left[here].rest.strip() and first.style.kind is not second.style.kind:
            if first.style.kind is Kind.SPELT:
                left[before] = Line("")
            else:
                left[before], left[here] = Line(""), left[before]
    return left


def shape_of(lines: Sequence[Line]) -> Shape:
    """The shape that most of these lines have."""
    lines = [line for line in lines if line.text and not line.code]
    styles = Counter(line.stamp.style for line in lines if line.stamp)
    style = styles.most_common(1)[0][0] if styles else None
    if style and styles[style] < 2 and len(lines) > 8 and not _opens(lines[0]) and not _times_a_block(lines):
        style = None
    at_times = _names_at_times(lines, style)
    said = [_said(line, style) for line in lines]
    labels = speaker_labels.find(said, bold=_in_bold(lines, style), timed=style is not None)
    labels = uniform_labels.uniform(labels, said, _names_beside(lines, style).union(*at_times))
    asked = {match["name"] for line in lines if (match := ASKED.match(line.text[:20]))}
    if not (asked >= {"Q", "A"} or asked >= {"F", "A"}):
        asked = set()
    dated = sum(1 for line in lines if line.stamp and line.stamp.style == style and line.stamp.dated)
    headed = _names_in_headings(lines) if not style else frozenset[str]()
    if headed:
        labels, asked = labels.only(()), set()
    alone = _names_alone(lines) if not (style or labels or asked or headed) else frozenset[str]()
    of_day = style is not None and dated * 2 > styles[style]
    return Shape(style, labels, frozenset(asked), *at_times, of_day, alone or headed, bool(headed))


def _opens(line: Line) -> bool:
    """Whether a text's first line is nothing but a name and the beginning of a recording: one person says all of it."""
    stamp = line.stamp
    if stamp is None or not stamp.name or line.rest or stamp.start > LATEST_OPENING_SECONDS:
        return False
    return speaker_names.numbered(stamp.name) or (" " in stamp.name and _like_whole_name(stamp.name))


def _times_a_block(lines: Sequence[Line]) -> bool:
    """Whether the only time stands before a speaker's name, or alone over a line with one, who is named again: as the
    first of those that stand there every few minutes."""
    place = next(number for number, line in enumerate(lines) if line.stamp)
    stamp, following = lines[place].stamp, lines[place + 1 : place + 2]
    labels = speaker_labels.find(line.text for line in lines[place + 1 :])
    if stamp is None or not stamp.style.leads:
        return False
    if (label := labels.of(rest := lines[place].rest)) and label.end < len(rest):
        return label.name in labels.firm
    alone = not rest
    return (
        alone and bool(following) and (label := labels.of(following[0].text)) is not None and label.name in labels.firm
    )


def _said(line: Line, style: Style | None) -> str:
    return line.rest if line.timed(style) else line.text


def _in_bold(lines: Sequence[Line], style: Style | None) -> set[str]:
    """What stands in bold before a colon."""
    return {_said(line, style)[:PREFIX_CHARACTERS].partition(":")[0].strip() for line in lines if line.bold}


def _names_beside(lines: Sequence[Line], style: Style | None) -> frozenset[str]:
    """The names before times on the same line, if nearly all times have one, and they come back."""
    timed = [line.stamp for line in lines if line.stamp and line.timed(style)]
    counts = Counter(stamp.name for stamp in timed if stamp.name)
    again = sum(count for count in counts.values() if count >= 2)
    return frozenset(counts) if again >= max(FEWEST_STAMPS, NEARLY_ALL * len(timed)) else frozenset()


def _names_at_times(
    lines: Sequence[Line], style: Style | None
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The names on the lines under times, those on the lines over them, and those after times with their words on the
    next line."""
    nobody = frozenset[str]()
    if style is None or not style.leads:
        return nobody, nobody, nobody
    timed = [line.timed(style) for line in lines]
    places = [number for number, is_timed in enumerate(timed) if is_timed]
    under, over, behind = [], [], []
    for number in places:
        if lines[number].rest:
            if not all(timed[number + 1 : number + 2]):
                behind.append(lines[number].rest)
            continue
        if len(timed) > number + 2 and not any(timed[number + 1 : number + 3]):
            under.append(lines[number + 1].text)
        if number and not any(timed[max(0, number - 2) : number]):
            over.append(lines[number - 1].text)
    return (
        _names(under, len(places)),
        _names(over, len(places)) or _names_at_changes(over, len(places)),
        _names(behind, len(places)),
    )


def _names(texts: list[str], stamped: int) -> frozenset[str]:
    """These texts, if they are names and not speech: short, without punctuation, few, and coming back."""
    counts = Counter(text.rstrip(": ") for text in texts)
    named = {text for text, count in counts.items() if _short(text) and (count >= 2 or speaker_names.plausible(text))}
    covered = sum(counts[text] for text in named)
    if len(texts) < max(2, stamped * 0.7) or covered < len(texts) * 0.9 or len(named) > max(2, covered * 0.6):
        return frozenset()
    return frozenset(text for text in counts if _short(text))


def _names_at_changes(texts: list[str], stamped: int) -> frozenset[str]:
    """The names among these texts, if they stand there only where the speaker changes, and speech in all other
    places."""
    counts = Counter(text.rstrip(": ") for text in texts)
    again = {text for text, count in counts.items() if count >= 2 and _short(text)}
    if (
        len(again) < 2
        or sum(counts[text] for text in again) < stamped * 0.3
        or not all(map(speaker_names.like_a_name, again))
    ):
        return frozenset()
    once = {text for text in counts if _short(text) and speaker_names.plausible(text)}
    return frozenset(again | set(filter(speaker_names.like_a_name, once)))


def _names_alone(lines: Sequence[Line]) -> frozenset[str]:
    """The names that have lines to themselves, each over what that person says: two at least come back, all look like
    names of people, and the text begins with one, below a title at most."""
    counts = Counter(line.text.rstrip(": ") for line in lines if not line.heading and _short(line.text))
    again = {name for name, count in counts.items() if count >= 2 and _like_whole_name(name)}
    if len(again) < 2 or sum(counts[name] for name in again) < FEWEST_NAMES_ALONE:
        return frozenset()
    once = {name for name in counts if " " in name and name[0].isupper() and speaker_names.plausible(name)}
    names = again | set(filter(_like_whole_name, once))
    begins = [line.text.rstrip(": ") in names for line in lines]
    if True not in begins[:MOST_TITLES]:
        return frozenset()
    if begins[-1]:  # the text was cut off there
        begins, lines = begins[:-1], lines[:-1]
    turns = sum(1 for before, here in pairwise(begins) if before and not here)
    ended = sum(1 for line in lines if _ENDED.search(line.text) or unspaced(line.text[-1]))
    if turns != sum(begins) or ended < turns:
        return frozenset()
    return frozenset(names)


def _names_in_headings(lines: Sequence[Line]) -> frozenset[str]:
    """The names that are headings, each over what that person says: nearly all headings below the title come back, and
    two at least differ."""
    headings = [line.text.rstrip(": ") for line in lines if line.heading]
    if headings and headings.count(headings[0]) == 1:
        headings = headings[1:]  # the title
    counts = Counter(headings)
    again = {name for name, count in counts.items() if count >= 2 and speaker_names.like_a_name(name) and _short(name)}
    covered = sum(counts[name] for name in again)
    if len(again) < 2 or covered < FEWEST_NAMES_ALONE or covered < len(headings) * NEARLY_ALL:
        return frozenset()
    begins = [line.heading for line in lines]
    if any(before and here for before, here in pairwise(begins[1:])):
        return frozenset()
    return frozenset(again | set(filter(_like_whole_name, counts)))


def _like_whole_name(name: str) -> bool:
    return (
        speaker_names.like_a_name(name)
        and not any(map(str.isdigit, name[:1]))
        and (" " in name or name.isupper() or not name.isascii())
    )


def _short(text: str) -> bool:
    """Whether a text isn't longer than a name, and doesn't end like a sentence."""
    return (
        0 < len(text) <= speaker_labels.LONGEST_LABEL_CHARACTERS
        and speaker_names.without_brackets(text).count(" ") < MOST_NAME_WORDS
        and any(map(str.isalnum, text))
        and (not _ENDED.search(text) or bool(_ABBREVIATED.search(text)))
    )
