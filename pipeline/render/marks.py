"""Citation marks: what is at the end of a line, where it leads, and which lines lead back."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pipeline.guide import Guide, Source, Step
from pipeline.render.gaps import gaps_of_guide, gaps_of_step
from pipeline.render.layout import choices, in_order, labels, step_bookmark
from pipeline.render.localization import Words
from pipeline.transcript import Timing

MOST_MARKS = 3
"""The most marks on one line. The list of sources has the rest."""


APART_SECONDS = 60.0
"""Moments with so much time between them belong to different places of the recording."""
MOST_BEFORE_SECONDS = 300.0
"""A first action that was told longer before the others is something that was said elsewhere."""
LATEST_SECONDS = 10_000_000.0
"""No recording lasts four months, so a later time comes from a damaged file."""


GLANCE, QUESTIONS, NOT_SAID = "glance", "questions", "not_said"
"""Bookmarks of what stands outside the steps."""


@dataclass(frozen=True)
class Place:
    """The place of a line that cites a source."""

    step: int
    """The number of the step. 0: outside the steps."""
    action: int = 0
    """The number of the action. 0: anything else in the step."""
    section: str = GLANCE
    """The bookmark of what the line belongs to, if it is in no step: the table at the top, an option of a choice, or
    what isn't said in the recording. In a step, the last of these is what the step lacks."""

    @property
    def bookmark(self) -> str:
        if not self.step:
            return self.section
        return f"action_{self.step}_{self.action}" if self.action else f"step_{self.step}"


@dataclass(frozen=True)
class Mark:
    """A source, and how it is cited."""

    source: Source
    label: str
    """ "00:03:15" or "about 00:03:15" if the source has a time, else a number."""
    number: int
    """The number of the source among all of the guide's, from 1."""
    url: str | None
    """The recording at that second, if a link can open it there."""
    timed: bool
    """Whether the label is a time."""
    time: str = ""
    """The time alone, without the word before it."""

    @property
    def bookmark(self) -> str:
        """The bookmark of the source's entry."""
        return f"source_{self.number}"


class Marks:
    """All marks of a guide. Citations of sources that the guide doesn't have are ignored."""

    def __init__(self, guide: Guide, words: Words | None = None) -> None:
        """`words`: those of the document. None: English."""
        words = words or Words("en")
        recording = web_address(guide.recording)
        self._marks: dict[str, Mark] = {}
        number = 0
        for place, source in enumerate(guide.sources, 1):
            if source.start is None or not abs(source.start) < LATEST_SECONDS:
                number += 1
                self._marks[source.id] = Mark(source, str(number), place, None, timed=False)
            else:
                url = at_second(recording, source.start) if recording and opens_at_second(recording) else None
                time = clock(source.start)
                label = qualified(words, source.timing, time)
                self._marks[source.id] = Mark(source, label, place, url, timed=True, time=time)
        self._order = {name: n for n, name in enumerate(labels(guide))}
        for option in (option for choice in choices(guide) for option in choice.options):
            self._order[option.bookmark] = min(self._order[step_bookmark(step)] for step in option.steps)
        self._ways = {step.number: step.way for step in guide.steps}
        self._places: dict[str, list[Place]] = {}
        options = [option for choice in choices(guide) for option in choice.options]
        named = {need: option.bookmark for option in options for need in option.needs}
        for prerequisite in guide.prerequisites:
            self._cite(prerequisite.citations, Place(0, section=named.get(prerequisite, GLANCE)))
        for choice in choices(guide):
            for citations in (choice.citations, *(caution.citations for caution in choice.cautions)):
                self._cite(citations, Place(0, section=choice.bookmark))
        for asked in guide.questions:
            self._cite(asked.citations, Place(0, section=QUESTIONS))
        for gap in gaps_of_guide(guide):
            self._cite(gap.citations, Place(0, section=NOT_SAID))
        for step in in_order(guide):
            for caution in step.cautions:
                self._cite(caution.citations, Place(step.number))
            for gap in gaps_of_step(guide, step):
                self._cite(gap.citations, Place(step.number, section=NOT_SAID))
            for n, action in enumerate(step.actions, 1):
                self._cite(action.citations, Place(step.number, n))

    def _cite(self, citations: Iterable[str], place: Place) -> None:
        for source_id in citations:
            places = self._places.setdefault(source_id, [])
            if place not in places:
                places.append(place)

    def __getitem__(self, source_id: str) -> Mark:
        """The mark of this source. Raises KeyError."""
        return self._marks[source_id]

    def __contains__(self, source_id: str) -> bool:
        return source_id in self._marks

    def shown(self, citations: Iterable[str]) -> tuple[Mark, ...]:
        """The marks to show on a line: at most three, and no two with the same label."""
        by_label: dict[str, Mark] = {}
        for source_id in citations:
            if mark := self._marks.get(source_id):
                by_label.setdefault(mark.label, mark)
        return tuple(by_label.values())[:MOST_MARKS]

    def places(self, source_id: str) -> tuple[Place, ...]:
        """The places of the lines that cite this source, in the order of the document."""
        return tuple(sorted(self._places.get(source_id, ()), key=self.order))

    def order(self, place: Place) -> tuple[int, int, str]:
        """A key that sorts places as they come in the document. What is needed at first, and what isn't said, come
        first."""
        at = self._order[Place(place.step).bookmark] if place.step else self._order.get(place.section, -1)
        return at, place.action if place.step else -1, place.section

    def _alone(self, mark: Mark, step: Step) -> bool:
        """Whether no other step tells what this source says."""
        return all(place.step in (0, step.number) for place in telling(self._places.get(mark.source.id, ())))

    def _few(self, others: set[int], step: Step) -> bool:
        """Whether at most one other step tells it, and that belongs to no other way."""
        ways = {way for number in others if (way := self._ways.get(number))}
        return len(others) < 2 and (not step.way or ways <= {step.way})

    def beginning(self, step: Step) -> Mark | None:
        """The moment at which the step begins: the first one of where most of its actions are told, each at its most
        telling source with a time, or a little before, where its first action is. What was said elsewhere (a login, a
        value) doesn't count. None if no action has a time."""
        timed = [[self[i] for i in action.citations if i in self and self[i].timed] for action in step.actions]
        # What other steps cite too, such as a sentence on all the ways, isn't where this one is told.
        own = [next((mark for mark in some if self._alone(mark, step)), None) for some in timed]
        told = sorted((mark for mark in own if mark), key=_start)
        told = told or sorted((some[0] for some in timed if some), key=_start)
        places: list[list[Mark]] = []
        for mark in told:
            if not places or _start(mark) - _start(places[-1][-1]) > APART_SECONDS:
                places.append([])
            places[-1].append(mark)
        if not places:
            return None
        begins = max(places, key=len)[0]
        # A step whose first action rests on something that another one cites too begins there all the same, but not
        # where something is said of all the ways, or of another one.
        shared = ({place.step for place in self.places(some[0].source.id)} for some in timed[:1] if some)
        few = next((self._few(steps - {0, step.number}, step) for steps in shared), True)
        first = min((mark for some in timed[:1] for mark in some[:1] if few), key=_start, default=begins)
        return first if 0 < _start(begins) - _start(first) <= MOST_BEFORE_SECONDS else begins


def telling(places: Iterable[Place]) -> list[Place]:
    """The places whose lines say what the source says, or all if there are none: what was said near a gap doesn't say
    what the gap lacks."""
    every = list(places)
    return [place for place in every if place.section != NOT_SAID] or every


def qualified(words: Words, timing: Timing, time: str) -> str:
    """The time with a word before it if it isn't exact: "about 00:12:40", "from 00:05:00"."""
    if timing is Timing.AT:
        return time
    told = words.embedded(time, rtl=False)
    return words("about {time}", time=told) if timing is Timing.ABOUT else words("from {time}", time=told)


def _start(mark: Mark) -> float:
    return mark.source.start or 0.0


def clock(seconds: float) -> str:
    """Hours, minutes and seconds, such as 00:03:15. The seconds are rounded down, so that a mark never leads too
    far."""
    whole = max(0, int(seconds))
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def shortened(time: str) -> str:
    """A time without the zeros in front: 0:51, 2:36, 1:02:36."""
    return re.sub(r"^00:0?", "", time) if time.startswith("00:") else time.removeprefix("0")


def web_address(url: str | None) -> str | None:
    """The address if a document may link to it: http or https, with a host and without blanks. None otherwise."""
    if url is None or any(c.isspace() or not c.isprintable() for c in url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and host else None


TIMED_SITES = ("YouTube", "Vimeo", "Loom", "Google Drive", "Microsoft Stream", "SharePoint")
"""Where a link can open a recording at a second; plain media files can be opened so, too."""
_MEDIA = (".mp4", ".m4v", ".webm", ".mov", ".ogv", ".mp3", ".m4a", ".ogg", ".wav")


def at_second(url: str, seconds: float) -> str:
    """The recording's address at that second, if its service is known to understand a time. Otherwise the address as it
    is.

    YouTube, Loom and Google Drive read `t` in the query; Vimeo reads `#t=`; Microsoft Stream reads `st`, and on
    SharePoint `nav`, which is base64 of JSON; browsers read `#t=` of plain media files (W3C, "Media Fragments URI
    1.0").
    """
    whole = max(0, int(seconds))
    parts = urlsplit(url)
    host, path = (parts.hostname or "").removeprefix("www."), parts.path.lower()
    if host in ("youtube.com", "m.youtube.com", "youtu.be", "youtube-nocookie.com", "drive.google.com"):
        return _with_query(url, "t", f"{whole}s")
    if host in ("loom.com", "share.loom.com"):
        return _with_query(url, "t", str(whole))
    if host in ("vimeo.com", "player.vimeo.com"):
        return urlunsplit(parts._replace(fragment=f"t={whole}s"))
    if host.endswith(".microsoftstream.com"):
        return _with_query(url, "st", str(whole))
    if host.endswith(".sharepoint.com") and (path.endswith("/stream.aspx") or path.startswith("/:v:/")):
        nav = json.dumps({"playbackOptions": {"startTimeInSeconds": whole}}, separators=(",", ":"))
        return _with_query(url, "nav", base64.urlsafe_b64encode(nav.encode()).decode())
    if path.endswith(_MEDIA):
        return urlunsplit(parts._replace(fragment=f"t={whole}"))
    return url


def opens_at_second(url: str) -> bool:
    """Whether a link can open this recording at a second, as far as is known."""
    return at_second(url, 1.0) != at_second(url, 2.0)


def _with_query(url: str, name: str, value: str) -> str:
    parts = urlsplit(url)
    pairs = [(n, v) for n, v in parse_qsl(parts.query, keep_blank_values=True) if n != name]
    return urlunsplit(parts._replace(query=urlencode([*pairs, (name, value)])))
