"""Puts masks in the place of the secrets of a transcript."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.secrets.finding import Secret, find
from pipeline.transcript import Transcript, Utterance

_WORD = r"[^\W_]+"
_FEWEST_DIGITS_TOGETHER = 4
"""A secret of so many digits can be told where it is grouped in another way."""


def masked(transcript: Transcript) -> Transcript:
    """The transcript with a mask such as `<password>` in the place of each secret, also in its title and headings. An
    utterance with a mask lists it in `masked`. Its id stays that of the bytes. Raises nothing of its own."""
    title = _with_masks(transcript.title, find(transcript.title)) if transcript.title else transcript.title
    headings = tuple((first, _with_masks(text, find(text))) for first, text in transcript.headings)
    parts = _parts(transcript)
    if not parts:
        unchanged = title == transcript.title and headings == transcript.headings
        return transcript if unchanged else replace(transcript, title=title, headings=headings)
    utterances = tuple(
        _masked(utterance, parts[n]) if n in parts else utterance for n, utterance in enumerate(transcript.utterances)
    )
    return replace(transcript, utterances=utterances, title=title, headings=headings)


def noted(transcript: Transcript) -> Transcript:
    """The transcript as it was said. An utterance with secrets lists them in `unmasked`."""
    parts = _parts(transcript)
    utterances = tuple(
        replace(utterance, unmasked=_said(utterance.text, parts[n])) if n in parts else utterance
        for n, utterance in enumerate(transcript.utterances)
    )
    return replace(transcript, utterances=utterances)


def shown(transcript: Transcript, written: str) -> Iterator[tuple[str, Utterance]]:
    """The secrets that were kept as they were said and stand in what was written: the mask of each kind, and the
    utterance. A PIN may be written together or in groups."""
    words, together = _words(written), _together(written)
    for utterance in transcript.utterances:
        there = [
            mask
            for mask, said in utterance.unmasked
            if _words(said) in words
            or (sum(map(str.isdigit, said)) >= _FEWEST_DIGITS_TOGETHER and _together(said) in together)
        ]
        for mask in dict.fromkeys(there):
            yield mask, utterance


def _words(text: str) -> str:
    return f" {' '.join(re.findall(_WORD, text.casefold()))} "


def _together(text: str) -> str:
    return "".join(re.findall(_WORD, text.casefold()))


def _parts(transcript: Transcript) -> dict[int, list[Secret]]:
    """The secrets by the index of their utterance. One may go on in the next utterance."""
    texts = [utterance.text for utterance in transcript.utterances]
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 1
    parts: dict[int, list[Secret]] = {}
    for one in find("\n".join(texts)):
        first, last = bisect_right(starts, one.begin) - 1, bisect_right(starts, one.end - 1) - 1
        for n in range(first, last + 1):
            begin, end = max(one.begin - starts[n], 0), min(one.end - starts[n], len(texts[n]))
            if begin < end:
                parts.setdefault(n, []).append(Secret(begin, end, one.kind))
    return parts


def _said(text: str, found: Iterable[Secret]) -> tuple[tuple[str, str], ...]:
    return tuple((one.kind.mask, text[one.begin : one.end]) for one in found)


def _masked(utterance: Utterance, found: Sequence[Secret]) -> Utterance:
    text = _with_masks(utterance.text, found)
    return replace(utterance, text=text, masked=tuple(dict.fromkeys(one.kind.mask for one in found)))


def _with_masks(text: str, found: Sequence[Secret]) -> str:
    """The text with masks. A sentence that a secret ended with a mark still ends."""
    for one in reversed(found):
        rest = text[one.end :]
        ended = text[one.end - 1] in "!?" and (not rest.strip() or rest.lstrip()[0].isupper())
        text = text[: one.begin] + one.kind.mask + ("." if ended else "") + rest
    return text
