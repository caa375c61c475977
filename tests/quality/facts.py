"""Hard facts: what can be right or wrong to the letter, and has to stand in what a line cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pipeline.guide import FindingKind, Guide
from pipeline.transcript import Transcript
from tests.quality import closed
from tests.quality.lines import Line, LineKind, evidence, is_quote, lines
from tests.quality.measures import measure_said, measures_of, unit_said, units_of
from tests.quality.report import Bound, Row
from tests.quality.spoken import DIGITS, FRACTION, Said, number_value, plain_fraction, plain_number
from tests.quality.words import containment, content, sentences, stem, tokens

LEAST_WORDS = 4
LEAST_SAID = 0.2
"""An action with so many words of content, of which less than this share is in what it cites, was said elsewhere."""


class FactKind(StrEnum):
    NUMBER = "number"
    URL = "link"
    COMMAND = "command"
    PATH = "path"
    LABEL = "label"
    KEYS = "keys"
    NAME = "name"
    MEASURE = "measure"
    UNIT = "unit"
    COLOUR = "colour"
    SIDE = "side"
    SIGN = "sign"
    CLAIM = "claim"
    """An action as a whole."""


@dataclass(frozen=True)
class Fact:
    kind: FactKind
    text: str


@dataclass(frozen=True)
class Facts:
    """Numbers, links, commands, paths, quoted labels, key combinations and names of the guide that don't stand in what
    their line cites; in English also numbers with another unit, colours, sides and signs; and actions that have next to
    no word of what they cite. None may be shown as certain.

    The share of supported atomic facts of FActScore (Min et al., EMNLP 2023), for the facts that need no judge: those
    which are right or wrong to the letter, the "extrinsic hallucinations" of Maynez et al., “On faithfulness and
    factuality in abstractive summarization” (ACL 2020). Spoken forms count as the written ones: "thirty" is 30, "dot
    com" .com, "A P I" API. A line is shown as certain when it has no finding that tells its reader to check it."""

    facts: int
    certain: tuple[str, ...]
    """Unsupported and shown as certain."""
    marked: tuple[str, ...]
    """Unsupported, and the document says so."""

    def rows(self) -> tuple[Row, ...]:
        unsupported = len(self.certain) + len(self.marked)
        return (
            Row("unsupported certain facts", len(self.certain), None, Bound(most=0), self.certain),
            Row("supported facts", self.facts - unsupported, self.facts, None, self.marked),
        )


def facts(guide: Guide, transcript: Transcript) -> Facts:
    count = 0
    certain: list[str] = []
    marked: list[str] = []
    for line in lines(guide):
        said = Said(evidence(line, guide, transcript))
        doubted = line.marked(
            FindingKind.UNSUPPORTED,
            FindingKind.UNCITED,
            FindingKind.DIFFERS,
            FindingKind.RESPELLED,
            FindingKind.UNCLEAR,
        )
        for fact in facts_of(line, guide.language.split("-")[0], (transcript.language or "en").split("-")[0]):
            count += 1
            if not supported(fact, said):
                (marked if doubted else certain).append(f"{line.where} {fact.kind} “{fact.text}” in “{line.text}”")
    return Facts(count, tuple(certain), tuple(marked))


_URL = re.compile(r"(?:https?://|www\.)[^\s<>“”\"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|"
                  r"dev|edu|gov)\b[^\s<>“”\"]*", re.IGNORECASE)  # fmt: skip
_CODE = re.compile(r"`+([^`]+)`+")
_LABEL = re.compile(r"[“„«]([^“”„«»]{1,80})[”“»]|(?<!\w)\"([^\"]{1,80})\"(?!\w)|\*\*([^*]{1,80})\*\*")
_KEYS = re.compile(
    r"\b(?:Ctrl|Control|Cmd|Command|Alt|Option|Shift|Strg|Win|Windows|Meta|Super|Fn|Esc|Tab|Enter)"
    r"(?:\s?[+]\s?[\w↑↓←→]+)+", re.IGNORECASE
)  # fmt: skip
_PATH = re.compile(r"(?<![\w/])(?:~|\.{1,2}|[A-Za-z]:)?[/\\][\w.@~-]+(?:[/\\][\w.@~-]*)*|\b[\w.-]+/[\w./-]+/[\w./-]*|"
                   r"\b[\w-]+(?:\.[\w-]+)*\.[A-Za-z]\w*\b(?!\.\w)")  # fmt: skip
_FLAG = re.compile(r"(?<![\w-])--?[A-Za-z][\w-]*")
_IDENTIFIER = re.compile(r"\b(?=\w*[A-Za-z])(?:\w*\d\w*|\w+_\w+|[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*)\b")
_CAPITAL = re.compile(r"\b[A-Z][\w'’]*")
_KEY_NAMES = {"ctrl": "control", "cmd": "command", "esc": "escape", "del": "delete", "strg": "steuerung"}
_NO_NAME = frozenset(["I", "I'm", "I'll", "I've", "OK", "Ok", "Okay"])


def facts_of(line: Line, language: str, spoken: str) -> Iterator[Fact]:
    """The hard facts of a line, each once. Names are read in languages that write common nouns small; closed classes in
    English that was spoken so; whether an action as a whole was said, where it wasn't translated."""
    if line.kind is LineKind.CODE:
        yield from (Fact(FactKind.COMMAND, piece) for row in line.text.splitlines() for piece in row.split())
        return
    found: dict[Fact, None] = {}
    text = line.text[1:-1] if is_quote(line) else line.text
    for kind, pattern in (
        (FactKind.URL, _URL), (FactKind.COMMAND, _CODE), (FactKind.LABEL, _LABEL), (FactKind.KEYS, _KEYS),
        (FactKind.PATH, _PATH), (FactKind.COMMAND, _FLAG), (FactKind.NAME, _IDENTIFIER),
    ):  # fmt: skip
        for match in pattern.finditer(text):
            inner = next((group for group in match.groups() if group), match[0])
            if kind is FactKind.COMMAND:
                found |= dict.fromkeys(Fact(kind, piece) for piece in inner.split())
            else:
                found[Fact(kind, inner.rstrip(".,;:!?)"))] = None
        text = pattern.sub(_blank, text)
    if language == spoken == "en":
        measured = list(measures_of(text))
        found |= dict.fromkeys(Fact(FactKind.MEASURE, match[0]) for match in measured)
        for match in measured:
            text = text[: match.start()] + _blank(match) + text[match.end() :]
        found |= dict.fromkeys(_of_closed_classes(text))
    found |= dict.fromkeys(Fact(FactKind.NUMBER, number) for number in _numbers(text))
    titled = line.kind in (LineKind.STEP_TITLE, LineKind.GUIDE_TITLE) and _title_case(line.text)
    if language != "de" and not titled:
        found |= dict.fromkeys(Fact(FactKind.NAME, name) for name in _names(text))
    if line.kind is LineKind.ACTION and language == spoken and len(content(line.text)) >= LEAST_WORDS:
        found[Fact(FactKind.CLAIM, line.text)] = None
    yield from found


def _of_closed_classes(text: str) -> Iterator[Fact]:
    yield from (Fact(FactKind.UNIT, unit) for unit in units_of(text))
    yield from (Fact(FactKind.COLOUR, colour) for colour in closed.colours(text))
    yield from (Fact(FactKind.SIDE, side) for side in closed.sides(text))
    yield from (Fact(FactKind.SIGN, sign) for sign in closed.signs(text))
    yield from (Fact(FactKind.NAME, name) for name in closed.named(text))


def _numbers(text: str) -> Iterator[str]:
    yield from (match[0] for match in FRACTION.finditer(text))
    yield from (match[0] for match in DIGITS.finditer(FRACTION.sub(_blank, text)))
    for word in tokens(text):
        if word not in ("one", "oh", "ein", "eine", "einen", "un", "una", "uno", "once", "mil") and (
            number_value(word) is not None
        ):
            yield word


def _blank(match: re.Match[str]) -> str:
    return "¤" * len(match[0])


def supported(fact: Fact, said: Said) -> bool:
    """Whether a fact stands in what was said."""
    match fact.kind:
        case FactKind.NUMBER:
            if FRACTION.fullmatch(fact.text):
                return plain_fraction(fact.text) in said.numbers
            value = number_value(fact.text)
            digits = plain_number(fact.text) if value is None else str(value)
            return digits in said.numbers or said.says(fact.text)
        case FactKind.URL:
            bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", fact.text, flags=re.IGNORECASE).rstrip("/")
            return said.says(bare)
        case FactKind.KEYS:
            keys = re.split(r"\s?\+\s?", fact.text.lower())
            return all(said.says(key) or said.says(_KEY_NAMES.get(key, key)) for key in keys)
        case FactKind.COMMAND | FactKind.PATH:
            return said.says(fact.text) or said.says_in_order(tokens(fact.text.replace("_", " ")))
        case FactKind.LABEL:
            return said.says(fact.text)
        case FactKind.MEASURE:
            return measure_said(fact.text, said.text)
        case FactKind.UNIT:
            return unit_said(fact.text, said.text)
        case FactKind.SIDE:
            return closed.side_kept(fact.text, said)
        case FactKind.SIGN:
            return closed.sign_said(fact.text, said)
        case FactKind.CLAIM:
            return containment(content(fact.text), said.stems) >= LEAST_SAID
    bare = re.sub(r"['’]s$", "", fact.text)
    return said.says(bare) or stem(bare.lower()) in said.stems or _spelled(bare, said)


def _spelled(name: str, said: Said) -> bool:
    """Whether the parts of a name such as macOS or PyPI are said one by one."""
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+", name)
    return len(parts) > 1 and said.says(" ".join(parts))


def _names(text: str) -> Iterator[str]:
    """Words with a capital that isn't due to the start of a sentence."""
    for sentence in sentences(text):
        for match in _CAPITAL.finditer(sentence):
            name = match[0]
            first = not any(c.isalnum() for c in sentence[: match.start()]) or bool(
                re.search(r"[:(“\"]\s*$", sentence[: match.start()])
            )
            if name not in _NO_NAME and (not first or (name.isupper() and len(name) > 1)):
                yield name


def _title_case(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_][\w'’]*", text) if len(word) > 3]
    return len(words) > 2 and all(word[0].isupper() for word in words)
