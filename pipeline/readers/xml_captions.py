"""Reads TTML, DFXP and YouTube's srv1 to srv3: captions as XML. It never builds a tree or follows an entity."""

from __future__ import annotations

import math
import re
from xml.parsers import expat  # nosemgrep: entity declarations are refused below

from pipeline.errors import BrokenTranscript, NotATranscript
from pipeline.readers.cue import Cue, Source
from pipeline.readers.non_speech import without_markup
from pipeline.readers.speaker_names import tidy
from pipeline.readers.times import LONGEST_SECONDS, seconds

MOST_LEVELS = 100
"""The most levels of elements. Captions need about six."""

_ROOT = re.compile(r"<(?:\w+:)?(tt|timedtext|transcript)(?=[\s>])")
_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|m|s|ms|f|t)")
_FRAMES = re.compile(r"(\d+):(\d{2}):(\d{2}):(\d{2,3})(?:\.\d+)?")


def find(text: str) -> bool:
    """Whether the text begins like such a file."""
    head = text[:5000].lstrip()
    return head.startswith("<") and bool(_ROOT.search(head))


class _Enough(Exception):
    """There are more words than anybody asked for."""


def read(text: str, most_words: float = math.inf) -> Source:
    """The cues until they have more than `most_words`. Raises BrokenTranscript and NotATranscript."""
    reader = _Reader(most_words)
    try:
        reader.parser.Parse(_without_encoding(text), True)
    except _Enough:
        pass
    except expat.ExpatError as error:
        if len(reader.cues) < 2:
            raise BrokenTranscript(
                f"This caption file is damaged at line {error.lineno}. Export it again and try again."
            ) from None
        # the file was cut off; what came before is complete
    if not reader.cues:
        raise NotATranscript("There are no captions in this XML file. Export the transcript as .vtt, .srt or .txt.")
    return Source(reader.format, reader.cues, reader.title or None, reader.language)


def _without_encoding(text: str) -> str:
    """The text without its declaration of an encoding, which no longer applies."""
    return re.sub(r"\A\s*<\?xml[^>]{0,300}\?>", "", text)


class _Reader:
    def __init__(self, most_words: float) -> None:
        self._words_left = most_words
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._refuse
        self.cues: list[Cue] = []
        self.format = "TTML"
        self.title = ""
        self.language: str | None = None
        self._depth = 0
        self._rates = {"f": 30.0, "t": 1.0}
        self._said: list[str] | None = None
        self._place: tuple[float | None, float | None] = (None, None)
        self._speaker: str | None = None
        self._section: str | None = None
        self._agents: dict[str, str] = {}
        self._agent = ""
        self._into = ""

    def _refuse(self, *_: object) -> None:
        raise BrokenTranscript("This XML file contains entities, which captions never need, so it wasn't read.")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_LEVELS:
            raise BrokenTranscript("This XML file is nested too deeply to be read. Export it as .vtt or .srt.")
        name = tag.rsplit(":", 1)[-1]
        match name:
            case "tt" | "timedtext" | "transcript":
                self._root(name, attributes)
            case "p" | "text":
                self._place = self._times(attributes)
                agent = attributes.get("ttm:agent", "").split(" ")[0]
                self._speaker = self._agents.get(agent) or self._section
                self._said = []
            case "br" if self._said is not None:
                self._said.append("\n")
            case "div":
                self._section = self._agents.get(attributes.get("ttm:agent", "").split(" ")[0])
            case "span" if self._said is not None and "ttm:agent" in attributes:
                self._speaker = self._agents.get(attributes["ttm:agent"].split(" ")[0]) or self._speaker
            case "agent":
                self._agent = attributes.get("xml:id", "")
            case "title" | "name":
                self._into = name

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        self.format = {"tt": "TTML", "timedtext": "YouTube srv3", "transcript": "YouTube srv1"}[name]
        if match := re.match(r"[A-Za-z]{2}\b", attributes.get("xml:lang", "")):
            self.language = match[0].lower()
        for key, rate in (("ttp:frameRate", "f"), ("ttp:tickRate", "t")):
            if attributes.get(key, "").isdigit() and int(attributes[key][:9]) > 0:
                self._rates[rate] = float(attributes[key][:9])

    def _times(self, attributes: dict[str, str]) -> tuple[float | None, float | None]:
        if self.format == "TTML":
            start = self._time(attributes.get("begin", ""))
            end, length = self._time(attributes.get("end", "")), self._time(attributes.get("dur", ""))
        else:
            unit = 0.001 if "t" in attributes else 1.0
            start = _number(attributes.get("t") or attributes.get("start"), unit)
            end, length = None, _number(attributes.get("d") or attributes.get("dur"), unit)
        if end is None and start is not None and length is not None:
            end = start + length
        return start, end

    def _time(self, text: str) -> float | None:
        if match := _FRAMES.fullmatch(text[:40]):
            hours, minutes, rest, frames = (int(group) for group in match.groups())
            return hours * 3600 + minutes * 60 + rest + frames / self._rates["f"]
        if match := _OFFSET.fullmatch(text[:40]):
            value = float(match[1])
            found = {"h": value * 3600, "m": value * 60, "s": value, "ms": value / 1000}.get(match[2])
            found = value / self._rates[match[2]] if found is None else found
            return found if found < LONGEST_SECONDS else None
        return seconds(text[:40])

    def _text(self, text: str) -> None:
        if self._said is not None:
            self._said.append(text)
        elif self._into == "name" and self._agent:
            self._agents[self._agent] = tidy(self._agents.get(self._agent, "") + text) or ""
        elif self._into == "title" and not self.cues:
            self.title += text[:300]

    def _end(self, tag: str) -> None:
        self._depth -= 1
        name = tag.rsplit(":", 1)[-1]
        if name in ("p", "text") and self._said is not None:
            start, end = self._place
            if (said := without_markup("".join(self._said))).strip():  # YouTube escapes twice
                self.cues.append(Cue(said, self._speaker, start, end))
                self._words_left -= said.count(" ") + 1
                if self._words_left < 0:
                    raise _Enough
            self._said = None
        elif name in ("title", "name"):
            self._into = ""


def _number(text: str | None, unit: float) -> float | None:
    try:
        value = float((text or "")[:20]) * unit
    except ValueError:
        return None
    return value if 0 <= value < LONGEST_SECONDS else None
