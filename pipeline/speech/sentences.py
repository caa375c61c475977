"""Utterances -> sentences. Joins what turns and captions split, and splits utterances that hold several sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.transcript import Transcript, Utterance

MOST_SENTENCE_WORDS = 110
"""A longer sentence is split where speakers usually begin a new one."""
MOST_SENTENCE_CHARACTERS = 2_500
"""A longer sentence is cut between words: rules take time, and nobody says a sentence that long."""
PAUSE_SECONDS = 5.0
"""After a longer silence, two utterances don't share a sentence."""

_SENTENCE_END = re.compile(r"[.!?…:][\"'”’“»«›‹)\]`]*$|[。！？]$|`$")
_BOUNDARY = re.compile(
    r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\betc\.)(?<!\bvs\.)(?<!\bMr\.)(?<!\bDr\.)(?<!\bMs\.)"
    r"(?<!\bMrs\.)(?<!\bNo\.)(?<!\bz\.B\.)(?<!\bca\.)(?<!\bbzw\.)(?<!\bp\.ej\.)[\"'”’»)\]]*\s+(?=[\"'“„«¿¡(\[`]*[A-ZÀ-ÞЀ-Я0-9`])"
    r"|(?<=[。！？])|(?<=[a-z]\?)\s+(?=[a-z])"
    r"|(?<=[a-z)]\.)(?=(?:if|so|then|now|and) [a-zI])"
    r"|(?<=[a-z0-9])\s+(?=(?:We|You|This|That|These|Then|There|It) [a-zI])"
)
_QUOTATION_MARKS = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "›": "‹", "'": "'", "‘": "’"}
"""What opens a quotation, and what can close it."""
_APOSTROPHES = "'‘’"
"""Marks of which one alone means nothing."""
_CODE_FIRST = re.compile(
    r"`[^`\n]{2,300}`\s+(?=[A-ZÀ-Þ][a-zà-þ']* )"
    r"|`[^`\n]{1,150} [^`\n]{1,150}`\s+(?!(?:is|are|was|will|and|or|to|means|aka|from|in|on|with)\b)(?=\S)"
)
"""A command that stood on its own line and ran into the next sentence."""
_LEAD_IN = (
    r"(?:(?:and|so|then|but|okay|ok|alright|now|next|also|once|after that|from there|in this case|for example)\s+){0,6}"
)
_CUES = (
    r"(?:you|we|i|you're|we're|i'm)(?:'ll|'d|'re|'m)?\s+(?:will|can|would|should|need|have to|then|want|just|now|are"
    r"|going|could|might|must|ll|go to|click|open|select|run|add|enter|choose)\b",
    r"(?:you'll|we'll|i'll|let's|here you|now you|now we|once (?:you|we|it|that|this)|so (?:now|let's|the"
    r"|this|that|if|when))\b",
    r"(?:this (?:is|will|allows)|that (?:is|was|way)|there (?:is|are)|it (?:is|will)|these are|some of the"
    r"|one of the)\b",
    r"(?:you|we|i) have (?:the|an) (?:option|ability|opportunity) to\b",
    r"(?:(?:now |but )?(?:if|when) (?!you (?:need|want|like|wish|prefer)(?: to)?(?: and| or|$))(?:you|we|i"
    r"|it|this|that|your)|but what if|note that|notice|imagine"
    r"|in this (?:video|case))\b",
    r"(?:go (?:back |over )?to|click on|click|press|select|choose|drag|scroll|navigate to|type"
    r"|enter) (?:the|a|an|your|it|on|in|to|into|down|up|this|that|[A-Z])",
    r"to (?:create|make|use|add|set|do|send|find|configure|change|open|delete|install|start|get) (?:a|an"
    r"|the|this|that|use|your|up|it|something|started)\b",
)
_UNPUNCTUATED = re.compile(rf"(?<!\s)\s+(?={_LEAD_IN}(?:{'|'.join(f'(?:{cue})' for cue in _CUES)}))", re.IGNORECASE)
_OPEN_ENDED = re.compile(
    r"\b(?:that|which|who|what|how|where|when|if|because|as|the|a|an|of|to|in|on|at|for|with|and|or|once|after|before"
    r"|until|than|whatever|things|something|everything|case|while|so|is|are|like|but|can|will|would|should"
    r"|could|must|you|we|i|then|just|by|have|need|want|please|not|also|now|going|able|used|try|option|way|supposed"
    r"|it's|you'll|we'll|i'll|let's|be|need it|'d like|from|need you|want you|allows you|allow you|enable you"
    r"|enables you|ready|time|easy|simple|possible|next|simply|notice|wanted|had|has|this)$",
    re.IGNORECASE,
)


_CONDITIONAL = re.compile(
    r"\s*(?:(?:and|so|then|but|now)\s+)*(?:if|when|once|after|before|in case|let's say|suppose)\b", re.IGNORECASE
)
_SUBJECT = re.compile(r"\b(?:you|we|i)(?:'ll|'d|'re|'m|'s)?\s+[a-z]+", re.IGNORECASE)
LONGEST_CONDITION_WORDS = 26
"""A longer condition has its main clause already."""
CONDITION_CHARACTERS = 400
"""How much of a condition is read."""
BLOCK_CHARACTERS = 50_000
"""How much text without an end of a sentence is searched at once, an hour of speech. All threads wait for a search."""
NEAR_CHARACTERS = 120
"""How much is read before a place where a sentence may begin."""


@dataclass(frozen=True)
class Sentence:
    """One sentence, with the ids of its utterances. Times are in seconds."""

    text: str
    ids: tuple[int, ...]
    speaker: str | None
    start: float | None
    end: float | None
    pause: float = 0.0
    """Seconds of silence before it."""
    turn: bool = False
    """Whether another person spoke before."""


def sentences_of(transcript: Transcript) -> tuple[Sentence, ...]:
    """All sentences of a transcript in order. Each utterance is in at least one of them."""
    unpunctuated = is_unpunctuated(transcript)
    sentences: list[Sentence] = []
    last: Utterance | None = None
    for block in _blocks(transcript):
        for text, said in _sentences_in(block, unpunctuated):
            first, final = said[0], said[-1]
            previous_end = (last.end if last.end is not None else last.start) if last else None
            pause = 0.0
            if first.start is not None and previous_end is not None and (last is None or first.id != last.id):
                pause = max(0.0, first.start - previous_end)
            turn = last is not None and last.speaker != first.speaker
            sentences.append(
                Sentence(text, tuple(u.id for u in said), first.speaker, first.start, final.end, pause, turn)
            )
            last = final
    return tuple(sentences)


def is_unpunctuated(transcript: Transcript) -> bool:
    """Whether the transcript has almost no full stops, like automatic captions."""
    sample = " ".join(u.text for u in transcript.utterances[:400])
    words = len(sample.split())
    return words >= 40 and len(re.findall(r"[.!?](?:\s|$)", sample)) * 45 < words


def _blocks(transcript: Transcript) -> Iterator[list[Utterance]]:
    """Groups of utterances that may share a sentence: of one speaker, unfinished, without a long silence in between."""
    block: list[Utterance] = []
    length = 0
    """Characters in the block."""
    for utterance in transcript.utterances:
        if block:
            before = block[-1]
            gap = (
                utterance.start - (before.end if before.end is not None else before.start or 0.0)
                if utterance.start is not None and before.start is not None
                else 0.0
            )
            finished = transcript.listed or bool(_SENTENCE_END.search(before.text))
            full = length + len(utterance.text) > BLOCK_CHARACTERS
            if finished or full or before.speaker != utterance.speaker or gap > PAUSE_SECONDS:
                yield block
                block, length = [], 0
        block.append(utterance)
        length += len(utterance.text)
    if block:
        yield block


def _sentences_in(block: list[Utterance], unpunctuated: bool) -> Iterator[tuple[str, list[Utterance]]]:
    """The sentences of a block, each with its utterances."""
    starts: list[int] = []
    length = 0
    for utterance in block:
        starts.append(length)
        length += len(utterance.text) + 1
    text = " ".join(utterance.text for utterance in block)
    for begin, end in _sentence_spans(text, unpunctuated):
        whole = text[begin:end].strip()
        piece = unquoted(whole) or whole
        if piece:
            first = bisect_right(starts, begin + len(text[begin:end]) - len(text[begin:end].lstrip())) - 1
            final = bisect_right(starts, max(begin, end - 1)) - 1
            yield piece, block[first : final + 1]


def unquoted(sentence: str) -> str:
    """A sentence without the quotation marks around it, or without the one at the end where a quotation of several
    sentences begins or ends. Marks around a part of it stay.

    >>> unquoted('"Open Settings."'), unquoted('“Then click “Save”.'), unquoted('Click "Save"')
    ('Open Settings.', 'Then click “Save”.', 'Click "Save"')
    """
    first, last = sentence[:1], sentence[-1:]
    if closing := _QUOTATION_MARKS.get(first):
        end = _closing_index(sentence, closing)
        if end == len(sentence) - 1:
            return sentence[1:-1].strip()
        if end is None and first not in _APOSTROPHES:
            return sentence[1:].strip()
    elif last not in _APOSTROPHES:
        inside = sentence[:-1]
        openings = [mark for mark, closing in _QUOTATION_MARKS.items() if last in closing]
        opened = sum(map(inside.count, openings)) - (0 if last in openings else inside.count(last))
        if openings and (opened % 2 == 0 if last in openings else opened <= 0):
            return inside.strip()
    return sentence


def _closing_index(sentence: str, closing: str) -> int | None:
    """Where the quotation that a sentence begins with is closed; None if it isn't. An apostrophe closes nothing."""
    depth = 1
    for at, character in enumerate(sentence[1:], 1):
        if character in closing and not sentence[at + 1 : at + 2].isalnum():
            depth -= 1
            if depth == 0:
                return at
        elif character == sentence[0] and character not in closing:
            depth += 1
    return None


def _sentence_spans(text: str, unpunctuated: bool) -> Iterator[tuple[int, int]]:
    begin = 0
    for end in (*(boundary.end() for boundary in _BOUNDARY.finditer(text)), len(text)):
        if code := _CODE_FIRST.match(text, begin, end):
            yield begin, code.end()
            begin = code.end()
        for first, last in _spans_by_cues(text, begin, end, unpunctuated):
            yield from _spans_within_limit(text, first, last)
        begin = end


def _spans_within_limit(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The offsets of a sentence, or of its pieces if it is too long."""
    while end - begin > MOST_SENTENCE_CHARACTERS:
        farthest = begin + MOST_SENTENCE_CHARACTERS
        space = text.rfind(" ", begin + 1, farthest)
        place = space if space > 0 else farthest
        yield begin, place
        begin = place
    yield begin, end


def _lacks_main_clause(conditional: str) -> bool:
    """Whether a condition has no main clause yet: it is short, or it has no subject but its own."""
    words = len(conditional.split())
    return words < 9 or (words <= LONGEST_CONDITION_WORDS and len(_SUBJECT.findall(conditional)) <= 1)


def _spans_by_cues(text: str, begin: int, end: int, unpunctuated: bool) -> Iterator[tuple[int, int]]:
    """Splits a text without full stops where speakers usually begin a new sentence. Gives (begin, end) offsets in
    characters."""
    if not unpunctuated and len(text[begin:end].split()) <= MOST_SENTENCE_WORDS:
        yield begin, end
        return
    at = begin
    for cue in _UNPUNCTUATED.finditer(text, begin, end):
        before = text[at : min(cue.start(), at + NEAR_CHARACTERS)]
        if len(before.split()) < 3 or _OPEN_ENDED.search(
            text[max(at, cue.start() - NEAR_CHARACTERS) : cue.start()].rstrip()
        ):
            continue
        if _CONDITIONAL.match(before) and _lacks_main_clause(text[at : min(cue.start(), at + CONDITION_CHARACTERS)]):
            continue
        yield at, cue.start()
        at = cue.start()
    yield at, end
