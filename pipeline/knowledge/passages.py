"""Passages: parts of a reference page that are small enough to cite, and how a page is split into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.knowledge.page import Block, BlockKind

FEWEST_WORDS, MOST_WORDS = 100, 300
"""The words of a passage. A section with fewer is joined with the next ones below the same heading."""
LONGEST_CODE_WORDS = 1000
"""The longest code that is offered, as a whole. Longer code is a listing, which nobody cites, and is left out."""


@dataclass(frozen=True)
class Passage:
    """100 to 300 words of a page under one heading. A block of code is never split."""

    id: str
    """`p1`, `p2`, … over all pages of a job, in the order in which the pages were asked for."""
    reference: str
    """The id of its reference page: `r1`, `r2`, …"""
    heading: str
    """The headings above it, with " › " between them."""
    text: str


def cut(blocks: Iterable[Block], reference: str, first: int = 1) -> Iterator[Passage]:
    """The passages of a page, numbered from `first`."""
    for number, piece in enumerate(_joined(_pieces(blocks)), first):
        yield Passage(f"p{number}", reference, " › ".join(piece.path), "\n".join(piece.lines))


@dataclass
class _Piece:
    """Lines under one heading path."""

    path: tuple[str, ...]
    lines: list[str] = field(default_factory=list)
    words: int = 0
    full: bool = False
    """Whether it ended because it was full. The next piece is of the same section then."""

    def add(self, text: str, words: int) -> None:
        self.lines.append(text)
        self.words += words


def _pieces(blocks: Iterable[Block]) -> Iterator[_Piece]:
    """Sections, and parts of sections that are too long."""
    path: dict[int, str] = {}
    piece = _Piece(())
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            if piece.lines:
                yield piece
            path = {level: text for level, text in path.items() if level < block.level} | {block.level: block.text}
            piece = _Piece(tuple(path[level] for level in sorted(path)))
            continue
        for text, words in _parts(block):
            if (
                piece.lines
                and piece.words + words > MOST_WORDS
                and (piece.words >= FEWEST_WORDS or words > FEWEST_WORDS)
            ):
                piece.full = True
                yield piece
                piece = _Piece(piece.path)
            piece.add(text, words)
    if piece.lines:
        yield piece


def _parts(block: Block) -> Iterator[tuple[str, int]]:
    """The parts of a block as (text, number of words), of at most MOST_WORDS words. Code stays whole."""
    words = count(block.text)
    if block.kind is BlockKind.CODE:
        if words <= LONGEST_CODE_WORDS:
            yield block.text, words
        return
    if words <= MOST_WORDS:
        yield block.text, words
        return
    lines: list[str] = []
    size = 0
    sentences = block.text.split("\n") if block.kind is BlockKind.TABLE else _sentences(block.text)
    for line in sentences:
        more = count(line)
        if lines and size + more > MOST_WORDS:
            yield _put_together(lines, block.kind), size
            lines, size = [], 0
        lines.append(line)
        size += more
    if lines:
        yield _put_together(lines, block.kind), size


def _sentences(text: str) -> list[str]:
    """Sentences, and parts of MOST_WORDS words of text without sentences."""
    parts = []
    for sentence in re.split(r"(?<=[.!?]\s)|(?<=[。！？\n])", text):
        words = sentence.split(" ")
        if count(sentence) <= MOST_WORDS:
            parts.append(sentence)
        elif len(words) > 20:
            parts += [" ".join(words[i : i + MOST_WORDS]) + " " for i in range(0, len(words), MOST_WORDS)]
        else:  # a script without spaces and full stops
            parts += [sentence[i : i + MOST_WORDS] for i in range(0, len(sentence), MOST_WORDS)]
    return [part for part in parts if part.strip()]


def _put_together(lines: list[str], kind: BlockKind) -> str:
    return "\n".join(lines) if kind is BlockKind.TABLE else "".join(lines).strip()


def _joined(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Small sections, joined with the next ones below a common heading. Inner headings stay as lines."""
    waiting: _Piece | None = None
    for piece in pieces:
        if waiting is None:
            waiting = piece
            continue
        common = _common(waiting.path, piece.path)
        below = bool(common) and (common == waiting.path or waiting.words < FEWEST_WORDS // 2)
        if waiting.words < FEWEST_WORDS and waiting.words + piece.words <= MOST_WORDS and not waiting.full and below:
            inner = piece.path[len(common) :]
            own = waiting.path[len(common) :]
            lines = [*([own[-1]] if own else []), *waiting.lines, *([inner[-1]] if inner else []), *piece.lines]
            waiting = _Piece(common, lines, waiting.words + piece.words, piece.full)
        else:
            yield waiting
            waiting = piece
    if waiting is not None:
        yield waiting


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return one[:same]


def count(text: str) -> int:
    """The number of words. Two characters of a script without spaces count as one."""
    unspaced = sum(
        1 for c in text if "\u2e80" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" or "\u0e00" <= c <= "\u0e7f"
    )
    return len(text.split()) + unspaced // 2
