"""Reads TTML, DFXP and YouTube's srv1 to srv3: captions as XML. It never builds a tree or follows an entity."""

from __future__ import annotations

import math
import re
from itertools import pairwise

from pipeline.errors import BrokenTranscript, NotATranscript
from pipeline.readers import caption_speakers, rolling_captions, xml_repair
from pipeline.readers.caption_blocks import Caption
from pipeline.readers.cue import Cue, Source
from pipeline.readers.letter_count import Tally, letters_of
from pipeline.readers.non_speech import without_markup
from pipeline.readers.sentence_boundaries import unspaced
from pipeline.readers.speaker_names import tidy
from pipeline.readers.times import LONGEST_SECONDS, seconds
from pipeline.readers.xml_parser import XmlDamaged, XmlParser, new_parser
from pipeline.readers.xml_times import Times

MOST_LEVELS = 100
"""The most levels of elements. Captions need about six."""
MOST_REPAIRS = 50
"""Reading goes on after so many places that are broken. A file with more of them is no XML."""

_ROOT = re.compile(r"<(?:\w+:)?(tt|timedtext|transcript)(?=[\s>])")
_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|m|s|ms|f|t)?")
_FRAMES = re.compile(r"(\d+):(\d{2}):(\d{2}):(\d{2,3})(?:\.\d+)?")
_NUMBERED = re.compile(r"[A-Za-z]{1,2}(\d{1,3})")
_TAG = re.compile(r"<[^<>]{0,1000}>?")
_ABOUT_THE_FILE = frozenset(("head", "metadata", "title", "name", "desc", "copyright", "info"))
"""Elements of which nothing is said."""
_JOINT = "\x01"
"""Between two timed pieces that have nothing between them. XML has no such character."""
_ENDED = (".", "?", "!", "…", "。", "？", "！")


def find(text: str) -> bool:
    """Whether the text begins like such a file."""
    head = text[:5000].lstrip()
    return head.startswith("<") and bool(_ROOT.search(head))


class _Enough(Exception):
    """There are more words than anybody asked for."""


def read(text: str, most_words: float = math.inf) -> Source:
    """The cues until they have more than `most_words`. What is broken is left out, and what comes after it is read.
    Raises BrokenTranscript and NotATranscript."""
    reader = _Reader(most_words)
    damage = reader.read(xml_repair.mended(text))
    if damage is not None and len(reader.found) < 2:
        raise BrokenTranscript(f"This caption file is damaged at line {damage}. Export it again and try again.")
    if not reader.found:
        raise NotATranscript("There are no captions in this XML file. Export the transcript as .vtt, .srt or .txt.")
    cues = reader.cues()
    return Source(
        reader.format,
        cues,
        reader.title or None,
        reader.language,
        taken=reader.tally.taken(),
        letters=letters_of(text for text, _, _ in reader.found) + letters_of(reader.outside),
    )


class _Piece:
    """A part of a caption, with times of its own or none."""

    def __init__(self, start: float | None, end: float | None) -> None:
        self.start, self.end = start, end
        self.texts: list[str] = []


class _Reader:
    def __init__(self, most_words: float) -> None:
        self._words_left = most_words
        self.found: list[tuple[str, str | None, int]] = []
        """(text, speaker, its index among the times)"""
        self.outside: list[str] = []
        """What stands in no paragraph, and isn't about the file; and what was lost where it is damaged."""
        self.tally = Tally()
        """What paragraphs have beside what is said."""
        self.format = "TTML"
        self.title = ""
        self.language: str | None = None
        self._times = Times()
        self._spaced = self._glued = 0
        self._depth = 0
        self._rates = {"f": 30.0, "t": 1.0}
        self._pieces: list[_Piece] | None = None
        self._place: tuple[float | None, float | None] = (None, None)
        self._speaker: str | None = None
        self._section: str | None = None
        self._agents: dict[str, str] = {}
        self._agent = ""
        self._into = ""
        self._about = 0
        """How many elements are open that tell something about the file."""

    def read(self, text: str) -> int | None:
        """Reads a file. Returns the line at which it is damaged first, or None."""
        data = text.encode()
        damage: int | None = None
        begin = 0
        for _ in range(MOST_REPAIRS):
            parser = self._parser()
            try:
                if begin:
                    parser.Parse(b"<x>", False)
                parser.Parse(data[begin:] if begin else data, True)
            except _Enough:
                break
            except XmlDamaged as error:
                if damage is None:
                    damage = error.lineno
                self._paragraph_ends()  # what came before the damage was said
                after = xml_repair.PARAGRAPH.search(data, begin + max(1, parser.ErrorByteIndex - (3 if begin else 0)))
                if after is None:
                    break
                lost = data[begin + max(0, parser.ErrorByteIndex - (3 if begin else 0)) : after.start()]
                self.outside.append(_TAG.sub(" ", lost.decode(errors="ignore")))
                begin = after.start()
                continue
            break
        return damage

    def _parser(self) -> XmlParser:
        self._depth = self._about = 0
        # What was said before the damage must have come.
        return new_parser(self._start, self._end, self._text, buffer_text=False)

    def cues(self) -> list[Cue]:
        """What was said, with names from its text if no element names anybody."""
        times = self._times.resolved()
        joint = "" if self._spaced * 4 >= self._glued else " "
        said = [(_joined(text, joint), *times[place]) for text, _, place in self.found]
        speakers = [speaker for _, speaker, _ in self.found]
        if any(speakers) or any(start is None for _, start, _ in said):
            cues = [
                Cue(without_markup(text), speaker, start, end)  # YouTube escapes twice
                for (text, start, end), speaker in zip(said, speakers, strict=True)
            ]
            self.tally.count("mark", 1, letters_of(text for text, _, _ in said) - letters_of(cue.text for cue in cues))
            return cues
        shown = [Caption(start or 0.0, end or start or 0.0, text.split("\n")) for text, start, end in said]
        ends = any(end is not None for _, _, end in said)
        plain = rolling_captions.plain_lines(shown) if ends else []
        if ends and rolling_captions.rolls(shown, plain):
            before = letters_of(line for each in shown for line in each.lines)
            rolling_captions.unroll(shown, plain)
            self.tally.count("repeated line", 1, before - letters_of(line for each in shown for line in each.lines))
        found = caption_speakers.cues(shown, self.tally)
        return found if ends else [cue._replace(end=None) for cue in found]

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_LEVELS:
            raise BrokenTranscript("This XML file is nested too deeply to be read. Export it as .vtt or .srt.")
        name = tag.rsplit(":", 1)[-1]
        match name:
            case "tt" | "timedtext" | "transcript":
                self._root(name, attributes)
            case "body" | "div":
                self._times.enter(*self._span(attributes))
                if name == "div":
                    self._section = self._name(attributes)
            case "p" | "text":
                self._place = self._span(attributes)
                self._speaker = self._name(attributes) or self._section
                self._pieces = [_Piece(*self._place)]
            case "br" if self._pieces is not None:
                self._pieces[-1].texts.append("\n")
            case "span" if self._pieces is not None:
                self._span_begins(attributes)
            case "agent":
                self._agent = attributes.get("xml:id", "")
            case "title" | "name":
                self._into = name
        if self._about or name in _ABOUT_THE_FILE:
            self._about += 1

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        self.format = {"tt": "TTML", "timedtext": "YouTube srv3", "transcript": "YouTube srv1"}[name]
        if match := re.match(r"[A-Za-z]{2}\b", attributes.get("xml:lang", "")):
            self.language = match[0].lower()
        for key, rate in (("ttp:frameRate", "f"), ("ttp:tickRate", "t")):
            if attributes.get(key, "").isdigit() and int(attributes[key][:9]) > 0:
                self._rates[rate] = float(attributes[key][:9])

    def _name(self, attributes: dict[str, str]) -> str | None:
        """The name of the agent that an element states: as it is declared, or else its identifier."""
        agent = attributes.get("ttm:agent", "").split(" ")[0]
        if not agent:
            return self._agents.get(agent)
        numbered = _NUMBERED.fullmatch(agent)
        return self._agents.get(agent) or (f"Speaker {numbered[1]}" if numbered else tidy(agent))

    def _span_begins(self, attributes: dict[str, str]) -> None:
        """Begins a new piece after a sentence, if a word or a sentence has a time of its own."""
        self._speaker = self._name(attributes) or self._speaker
        start, end = self._span(attributes) if self.format == "TTML" else (None, None)
        assert self._pieces is not None
        piece = self._pieces[-1]
        if start is None:
            return
        last = next((text for text in reversed(piece.texts) if text), "")
        if last and last != _JOINT:
            if last[-1].isspace():
                self._spaced += 1
            else:
                self._glued += 1
                piece.texts.append(_JOINT)
            written = (text.rstrip(f" \n\t{_JOINT}") for text in reversed(piece.texts))
            if next(filter(None, written), "").endswith(_ENDED):
                piece.end = start
                self._pieces.append(_Piece(start, self._place[1]))
                piece = self._pieces[-1]
        if piece.start is None:
            piece.start = start
        if self._place[1] is None and end is not None:
            piece.end = max(end, piece.end or 0.0)

    def _span(self, attributes: dict[str, str]) -> tuple[float | None, float | None]:
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
        if not text:
            return None
        if match := _FRAMES.fullmatch(text[:40]):
            hours, minutes, rest, frames = (int(group) for group in match.groups())
            return hours * 3600 + minutes * 60 + rest + frames / self._rates["f"]
        if match := _OFFSET.fullmatch(text[:40]):
            value = float(match[1])
            unit = match[2] or "s"
            found = {"h": value * 3600, "m": value * 60, "s": value, "ms": value / 1000}.get(unit)
            found = value / self._rates[unit] if found is None else found
            return found if found < LONGEST_SECONDS else None
        return seconds(text[:40])

    def _text(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces[-1].texts.append(text)
        elif self._into == "name" and self._agent:
            self._agents[self._agent] = tidy(self._agents.get(self._agent, "") + text) or ""
        elif self._into == "title" and not self.found:
            self.title += text[:300]
        elif not self._about and not text.isspace():
            self.outside.append(text)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        self._about -= self._about > 0
        name = tag.rsplit(":", 1)[-1]
        if name in ("p", "text"):
            self._paragraph_ends()
            if self._words_left < 0:
                raise _Enough
        elif name in ("body", "div"):
            self._times.leave()
        elif name in ("title", "name"):
            self._into = ""

    def _paragraph_ends(self) -> None:
        for piece in self._pieces or ():
            text = "".join(piece.texts)
            if text.strip(f" \n\t{_JOINT}"):
                within = self._place[0] if piece.start != self._place[0] else None
                self.found.append((text, self._speaker, self._times.add(piece.start, piece.end, within)))
                self._words_left -= text.count(" ") + text.count(_JOINT) + 1
        self._pieces = None


def _joined(text: str, joint: str) -> str:
    """The text with `joint` between timed pieces that have nothing between them."""
    if _JOINT not in text:
        return text
    first, *others = text.split(_JOINT)
    parts = [first]
    for before, after in pairwise([first, *others]):
        together = before and after and unspaced(before[-1]) and unspaced(after[0])
        parts += ["" if together else joint, after]
    return "".join(parts)


def _number(text: str | None, unit: float) -> float | None:
    try:
        value = float((text or "")[:20]) * unit
    except ValueError:
        return None
    return value if 0 <= value < LONGEST_SECONDS else None
