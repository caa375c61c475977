"""Utterances -> sentences. Joins sentences that captions split, and splits utterances that hold several sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from pipeline import full_stops
from pipeline.searching import matches
from pipeline.speech import sentence_cuts
from pipeline.speech.capital_starts import Capitals, capitals_of
from pipeline.transcript import Timing, Transcript, Utterance

MOST_SENTENCE_WORDS = 110
"""A sentence with more words is cut as if it had no punctuation: full stops are missing in it."""
MOST_SENTENCE_CHARACTERS = 2_500
"""A longer sentence is cut between words, since nobody says one that long, and the rules would take too much time."""
MOST_LISTED_WORDS = 12
"""A line of a list, or a caption that is a sentence, is cut only if it has more words."""
PAUSE_SECONDS = 5.0
"""A sentence doesn't go on after a longer silence."""

_SENTENCE_END = re.compile(r"[.!?…:][\"'”’“»«›‹)\]`]*$|[。！？]$|`$")
"""The end of an utterance whose last sentence is finished."""
_BOUNDARY = re.compile(
    r"(?<=[.!?])[\"'”’»)\]]*\s+(?=[\"'“„«¿¡(\[`]*[A-ZÀ-ÞЀ-Я0-9`])|(?<=[。！？])|(?<=[a-z]\?)\s+(?=[a-z])"
    r"|(?<=[a-z)]\.)(?=(?:if|so|then|now|and) [a-zI])"
    r"|(?<=[a-z0-9])\s+(?=(?:We|You|This|That|These|Then|There|It) [a-zI])"
)
"""The place between two sentences of an utterance, unless `full_stops` says that the first one goes on."""
_QUOTATION_MARKS = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "›": "‹", "'": "'", "‘": "’"}
"""What opens a quotation, and what can close it."""
_APOSTROPHES = "'‘’"
"""Marks that can also be apostrophes, so that a single one opens and closes nothing."""
_APART = re.compile(r"(?<=[A-Za-z]) (?=['’](?:m|re|ve|ll|s|d)(?![\w'’])|n['’]t\b)|(?<=[A-Za-z]) (?=,\s)", re.IGNORECASE)
"""What stands between the tokens of a transcript that was taken apart: "i 'm", "do n't", "finally , chop"."""
_CODE_FIRST = re.compile(
    r"`[^`\n]{2,300}`\s+(?=[A-ZÀ-Þ][a-zà-þ']* )"
    r"|`[^`\n]{1,150} [^`\n]{1,150}`\s+(?!(?:is|are|was|will|and|or|to|means|aka|from|in|on|with)\b)(?=\S)"
)
"""A command that had a line of its own and now runs into the next sentence."""
_WORD = re.compile(r"\S+")
FEWEST_CAPTIONED_WORDS, FEWEST_CAPTIONS = 40, 3
"""In a transcript of fewer words, the share of full stops says little. It needs so many lines in lower case, unless
they have times."""
FEWEST_WORDS, LONG_WORDS = 4, 14
"""Where no cuts are learned, a sentence without full stops has at least so many words, and is cut at any "and" from so
many on."""
_JOINTS = {
    "de": re.compile(
        r"(?:(?:und|also|so|ja) )?(?:jetzt|nun|dann|danach|anschließend|zuerst|zunächst|zum schluss|am ende"
        r"|als (?:erstes|nächstes|letztes)|also|bevor|wenn|wichtig ist|vorsicht|ich [a-zäöüß]{2,}e|du [a-zäöüß]{2,}st"
        r"|wir [a-zäöüß]{2,}en|man [a-zäöüß]{2,}t)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"(?:(?:y|pues|así que) )?(?:ahora|luego|después|entonces|primero|por último|al final|también"
        r"|si|cuando|una vez que|vamos|hay que|tien\w{1,6} que|[a-zñ]{2,15}(?:amos|emos|imos)\b)\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"(?:(?:et|donc|alors|bon) )?(?:maintenant|ensuite|puis|après|alors|d'abord|enfin|à la fin|là|donc|si|quand"
        r"|une fois|il faut|(?:je|on|tu|vous|nous) (?!(?:a|avez|as|peut|veut)\b)[a-zéèêç']+)\b",
        re.IGNORECASE,
    ),
}
"""What opens the next thing in speech without full stops, by ISO 639-1 code."""
SURER = 2.0
"""How much more must be said for the end of a sentence where capitals or lines tell most of them, in log odds."""
CAPTION_WORDS = 10
"""Utterances of up to so many words on average are sentences as they are."""
_JOINED = re.compile(r"(?:und|y|et)\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"(?:(?:und|y|et|aber|pero|mais) )?(?:wenn|falls|bevor|si|cuando|una vez|quand|une fois)\b", re.IGNORECASE
)
BLOCK_CHARACTERS = 50_000
"""How much text without an end of a sentence is one block, an hour of speech."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and where it was said. Times are in seconds from the start of the recording, if there are any."""

    text: str
    ids: tuple[int, ...]
    """The ids of the utterances that it is in, in order."""
    speaker: str | None
    start: float | None
    end: float | None
    pause: float = 0.0
    """Seconds of silence before it; 0 without times."""
    turn: bool = False
    """Whether somebody else spoke just before."""
    joined: str | None = None
    """The exact words, where the text was joined of several sentences: all of them, or only the last if it corrects
    those before it."""
    unsettled: bool = False
    """Whether it is to be quoted: it holds an instruction and a correction that nobody could put into it, or advice
    with the harm that it is about."""
    harm: bool = False
    """Whether it only tells what goes wrong."""
    guessed: bool = False
    """Whether nothing written says where it begins and ends."""

    @property
    def said(self) -> str:
        """The exact words, for a quotation."""
        return self.text if self.joined is None else self.joined


def sentences_of(transcript: Transcript) -> tuple[Sentence, ...]:
    """All sentences of a transcript in order. Each utterance is in at least one of them. Raises nothing."""
    unpunctuated = is_unpunctuated(transcript)
    capitals = capitals_of(transcript) if unpunctuated else None
    language = (transcript.language or "en").split("-")[0].lower()
    sentences: list[Sentence] = []
    last: Utterance | None = None
    begun: float | None = None
    """When the last utterance began whose time isn't estimated. Silence isn't known better than that."""
    for block in blocks_of(transcript):
        whole = transcript.listed and sum(u.text.count(" ") + 1 for u in block) <= MOST_LISTED_WORDS
        guessed = unpunctuated and capitals is None and not transcript.listed
        margin = SURER if transcript.listed else 0.0
        for text, said in _sentences_in(block, language, unpunctuated and not whole, capitals, margin):
            first, final = said[0], said[-1]
            previous_end = (last.end if last.end is not None else begun) if last else None
            begins = begun if first.timing is Timing.ABOUT else first.start
            pause = 0.0
            if begins is not None and previous_end is not None and (last is None or first.id != last.id):
                pause = max(0.0, begins - previous_end)
            turn = last is not None and last.speaker != first.speaker
            ids, plain = tuple(u.id for u in said), _APART.sub("", text) if " " in text else text
            exact = None if plain == text else text
            sentences.append(
                Sentence(plain, ids, first.speaker, first.start, final.end, pause, turn, joined=exact, guessed=guessed)
            )
            last = final
            begun = next((u.start for u in reversed(said) if u.timing is not Timing.ABOUT), begun)
    return tuple(sentences)


def is_unpunctuated(transcript: Transcript) -> bool:
    """Whether a transcript has almost no punctuation, like automatic captions: in its first 400 utterances, at least 40
    words and fewer than one full stop, question mark or exclamation mark for 45 words. Shorter ones have none at all,
    and several captions that begin in lower case."""
    sample = " ".join(u.text for u in transcript.utterances[:400])
    words = len(sample.split())
    if 0 < words < FEWEST_CAPTIONED_WORDS:
        lower = sum(u.text[:1].islower() for u in transcript.utterances)
        timed = transcript.utterances[0].start is not None
        return lower >= max(1 if timed else FEWEST_CAPTIONS, len(transcript.utterances) / 2) and not re.search(
            r"[.!?](?:\s|$)", sample
        )
    return len(re.findall(r"[.!?](?:\s|$)", sample)) * 45 < words


def blocks_of(transcript: Transcript) -> Iterator[list[Utterance]]:
    """Groups of utterances that may share sentences: from one speaker, without the end of a sentence or a long silence
    between them. In a typed list, each utterance is a group."""
    block: list[Utterance] = []
    length = 0
    """Characters in the block."""
    for utterance in transcript.utterances:
        if block:
            before = block[-1]
            silence = silence_between(before, utterance) or 0.0
            ended = _SENTENCE_END.search(before.text) and not full_stops.goes_on(before.text, utterance.text)
            finished = transcript.listed or bool(ended)
            full = length + len(utterance.text) > BLOCK_CHARACTERS
            if finished or full or before.speaker != utterance.speaker or silence > PAUSE_SECONDS:
                yield block
                block, length = [], 0
        block.append(utterance)
        length += len(utterance.text)
    if block:
        yield block


def silence_between(before: Utterance, after: Utterance) -> float | None:
    """The seconds between two utterances; None without times. 0 where the second one's time is estimated."""
    if before.start is None or after.start is None:
        return None
    if after.timing is Timing.ABOUT:
        return 0.0
    return after.start - (before.start if before.end is None else before.end)


def _sentences_in(
    block: list[Utterance], language: str, unpunctuated: bool, capitals: Capitals | None, margin: float
) -> Iterator[tuple[str, list[Utterance]]]:
    """The sentences of a block, each with its utterances."""
    starts: list[int] = []
    length = 0
    for utterance in block:
        starts.append(length)
        length += len(utterance.text) + 1
    text = " ".join(utterance.text for utterance in block)
    silences = {0: -1.0} | {
        start: -1.0 if (silence := silence_between(before, after)) is None else max(0.0, silence)
        for start, before, after in zip(starts[1:], block, block[1:], strict=False)
    }
    for begin, end in _sentence_spans(text, silences, language, unpunctuated, capitals, margin):
        whole = text[begin:end].strip()
        piece = unquoted(whole) or whole
        if piece:
            first = bisect_right(starts, begin + len(text[begin:end]) - len(text[begin:end].lstrip())) - 1
            final = bisect_right(starts, max(begin, end - 1)) - 1
            yield piece, block[first : final + 1]


def unquoted(sentence: str) -> str:
    """A sentence without the quotation marks around it. If a quotation has several sentences, the first has only the
    opening mark and the last only the closing one; these go too. Marks around a part of the sentence stay.

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
    """The index of the mark that closes the quotation at the beginning of a sentence; None if it stays open. A mark
    with a letter or digit after it is an apostrophe."""
    depth = 1
    for at, character in enumerate(sentence[1:], 1):
        if character in closing and not sentence[at + 1 : at + 2].isalnum():
            depth -= 1
            if depth == 0:
                return at
        elif character == sentence[0] and character not in closing:
            depth += 1
    return None


def _sentence_spans(
    text: str,
    silences: Mapping[int, float],
    language: str,
    unpunctuated: bool,
    capitals: Capitals | None,
    margin: float,
) -> Iterator[tuple[int, int]]:
    """The begin and end of each sentence, in characters. `silences`: the index at which each utterance begins, with the
    seconds of silence before it, below 0 if they aren't known."""
    begin = 0
    for end in (*(found.end() for found in matches(_BOUNDARY, text) if not _goes_on(text, found)), len(text)):
        if code := _CODE_FIRST.match(text, begin, end):
            yield begin, code.end()
            begin = code.end()
        for first, last in _spans_without_stops(text, begin, end, silences, language, unpunctuated, capitals, margin):
            yield from _spans_within_limit(text, first, last)
        begin = end


def _goes_on(text: str, boundary: re.Match[str]) -> bool:
    """Whether the full stop before a boundary belongs to an abbreviation or an ordinal number."""
    reach = full_stops.REACH_CHARACTERS
    before, after = (
        text[max(0, boundary.start() - reach) : boundary.start()],
        text[boundary.end() : boundary.end() + reach],
    )
    return boundary.group() != "" and full_stops.goes_on(before, after)


def _spans_within_limit(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The begin and end of a sentence, or of its pieces if it is too long."""
    while end - begin > MOST_SENTENCE_CHARACTERS:
        farthest = begin + MOST_SENTENCE_CHARACTERS
        space = text.rfind(" ", begin + 1, farthest)
        place = space if space > 0 else farthest
        yield begin, place
        begin = place
    yield begin, end


def _spans_without_stops(
    text: str,
    begin: int,
    end: int,
    silences: Mapping[int, float],
    language: str,
    unpunctuated: bool,
    capitals: Capitals | None,
    margin: float,
) -> Iterator[tuple[int, int]]:
    """The begin and end of each sentence in a text without full stops. A punctuated text of ordinary length stays
    whole. Capitals count first, if they tell. In a language without learned cuts, each utterance is a sentence."""
    words = [word.start() for word in _WORD.finditer(text, begin, end)]
    if not words or (not unpunctuated and len(words) <= MOST_SENTENCE_WORDS):
        yield begin, end
        return
    spoken = text[begin:end].split()
    pauses = [silences.get(at) for at in words]
    if capitals:
        cuts = [words[number] for number in _starts_with_capitals(spoken, pauses, language, capitals)]
    elif language in sentence_cuts.LANGUAGES:
        starts = sentence_cuts.sentence_starts(spoken, pauses, language, margin)
        if "," in text[begin:end]:  # where commas are written, a sentence ends at one, if the full stop was forgotten
            starts = [number for number in starts if spoken[number - 1][-1] in ",;:.!?…–—-"]
        cuts = [words[number] for number in starts]
    else:
        cuts = [at for at in words[1:] if at in silences]
        joints = _JOINTS.get(language)
        if joints and len(words) > CAPTION_WORDS * (len(cuts) + 1):
            cuts = list(_cuts_at(joints, text, words))
    yield from pairwise([begin, *cuts, end])


def _starts_with_capitals(
    words: list[str], pauses: list[float | None], language: str, capitals: Capitals
) -> Iterator[int]:
    """Where sentences begin by their capitals; by the learned weights, if they are surer than usual, in what is too
    long for one sentence."""
    for first, last in pairwise([0, *capitals.starts(words, pauses), len(words)]):
        if first:
            yield first
        if last - first > sentence_cuts.LONGEST_WORDS and language in sentence_cuts.LANGUAGES:
            piece = sentence_cuts.sentence_starts(words[first:last], pauses[first:last], language, SURER)
            yield from (first + at for at in piece)


def _cuts_at(joints: re.Pattern[str], text: str, words: list[int]) -> Iterator[int]:
    """Where sentences begin by the words that open the next thing. "Wenn es piept dann …" isn't cut."""
    first, begin = 0, words[0]
    for number, at in enumerate(words):
        long = number - first >= LONG_WORDS and _JOINED.match(text, at)
        if number - first < FEWEST_WORDS or not (long or joints.match(text, at)):
            continue
        if _CONDITION.match(text, begin) and number - first < LONG_WORDS:
            continue
        yield at
        first, begin = number, at
