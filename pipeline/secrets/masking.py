"""Puts masks in the place of the secrets of a transcript."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pipeline.secrets.finding import Secret, find
from pipeline.transcript import Transcript, Utterance


def masked(transcript: Transcript) -> Transcript:
    """The transcript with a mask such as `<password>` in the place of each secret, also in its title. An utterance with
    a mask lists it in `masked`. Its id stays that of the bytes. Raises nothing of its own."""
    texts = [utterance.text for utterance in transcript.utterances]
    whole = "\n".join(texts)
    found = find(whole)
    title = _with_masks(transcript.title, find(transcript.title)) if transcript.title else transcript.title
    if not found:
        return replace(transcript, title=title) if title != transcript.title else transcript
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 1
    parts: dict[int, list[Secret]] = {}
    for one in found:
        first, last = bisect_right(starts, one.begin) - 1, bisect_right(starts, one.end - 1) - 1
        for n in range(first, last + 1):  # a secret may go on in the next utterance
            begin, end = max(one.begin - starts[n], 0), min(one.end - starts[n], len(texts[n]))
            if begin < end:
                parts.setdefault(n, []).append(Secret(begin, end, one.kind))
    utterances = tuple(
        _masked(utterance, parts[n]) if n in parts else utterance for n, utterance in enumerate(transcript.utterances)
    )
    return replace(transcript, utterances=utterances, title=title)


def noted(transcript: Transcript) -> Transcript:
    """The transcript as it was said. An utterance with secrets lists in `unmasked` what would mask them."""
    would_be = masked(transcript).utterances
    pairs = zip(transcript.utterances, would_be, strict=True)
    return replace(transcript, utterances=tuple(replace(u, unmasked=m.masked) if m.masked else u for u, m in pairs))


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
