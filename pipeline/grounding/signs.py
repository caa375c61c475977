"""Signs that a line may say something else than the utterances that it cites, as numbers: a meaning that wasn't said, a
negation that was left out, a word in place of another one, roles that were exchanged, and words that stand in an
utterance that isn't cited.

None of them is a finding: honest lines in other words have them too. `suspicion` weighs them.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.grounding import exchanges
from pipeline.grounding.meanings import LANGUAGES, kinds, meanings_of, read
from pipeline.grounding.sentence_words import SaidWord, said_words, sentences
from pipeline.grounding.stop_words import function_words
from pipeline.grounding.tokens import stem
from pipeline.transcript import Transcript

SIGNS = (
    *("meaning added", "negation lost", "limit lost", "word replaced", "exchanged"),
    *("said elsewhere", "said better elsewhere"),
)
SAID_BESIDE = 0.5
"""How much a meaning counts that an utterance beside the cited ones has."""
COMMON = 0.4
"""How much a meaning counts that right lines often bring in other words: a deed, or one of these."""
_COMMON = frozenset(
    ["may", "should", "if", "or", "instead", "except", "even", "before", "after", "while", "again", "now", "because"]
)
HEADING = 0.5
"""How much the meanings of a title or goal count: it sums up a step in words of its own."""
TOLD_BESIDE = 0.4
"""How much a lost negation counts that another line of the step has."""
MOST_SAID_WORDS = 600
"""Of more, only the meanings are compared: the rest takes time in proportion to the words of both."""
MOST_TOLD_WORDS = 22
"""What was said in another language is compared as a whole if it has so few words."""
LONGEST_SENTENCE_WORDS = 24
SAME_SENTENCE_SHARE = 0.5
"""A sentence is about the same if it has this share of a line's content words, and two of them."""
SAME_BEGINNING_LETTERS = 5
LONGEST_INFLECTION_LETTERS = 4
SAME_LETTERS = 4
"""A word was said if a longer one begins with it and it has so many letters."""
NEAR_UTTERANCES = 3
"""Utterances up to this far from the cited ones may be those that a line rests on."""
_MILD = frozenset(["example", "usually", "about"])
"""A line that adds one of these claims less than what was said."""
_TURNING = frozenset(["polarity", "condition", "order", "modality"])


@dataclass(frozen=True)
class Compared:
    """A line, and what it is compared with."""

    text: str
    kind: str
    """As `Claim.kind` names it."""
    said: tuple[int, ...]
    """The utterances that it cites."""
    transcript: Transcript
    own: tuple[int, ...]
    """The utterances of its step."""
    said_in: str
    written_in: str
    """Languages without region."""
    others: tuple[str, ...] = ()
    """The other lines of its step."""


def signs(line: Compared) -> dict[str, float]:
    """The signs of a line by name; one that isn't there is 0. Without words of meaning for a language, its lines have
    only those signs that compare words."""
    found = dict.fromkeys(SIGNS, 0.0)
    cited = " \n".join(line.transcript[n].text for n in line.said)
    with_meanings = line.said_in in LANGUAGES and line.written_in in LANGUAGES
    if with_meanings:
        of_kind = HEADING if line.kind in ("goal", "title") else 1.0
        found["meaning added"] = math.log1p(of_kind * sum(_added(line, cited)))
    words, said = said_words(line.text, line.written_in), said_words(cited, line.said_in)
    if len(said) > MOST_SAID_WORDS:
        return found
    if with_meanings and line.kind != "title":
        found["negation lost"] = _lost(line, cited, _NEGATIONS)
        found["limit lost"] = _lost(line, cited, _LIMITS)
    if line.said_in != line.written_in:
        return found  # words can't be compared
    stems = {word.stem for word in said}
    normal = [_as_said(word, stems) for word in words]
    if line.kind != "title":
        found["exchanged"] = float(exchanges.exchanged(line.text, cited, line.said_in))
    known = meanings_of(cited, line.said_in) if with_meanings else frozenset()
    found["word replaced"] = float(_replaced(words, normal, said, known, line.said_in if with_meanings else None))
    if line.kind not in ("goal", "title"):
        content = list(dict.fromkeys(n for n, word in zip(normal, words, strict=True) if word.content))
        found["said elsewhere"], found["said better elsewhere"] = _elsewhere(line, content, stems)
    return found


def _added(line: Compared, cited: str) -> Iterable[float]:
    """For each word of the line of which no meaning was said: how much it counts."""
    said, beside = meanings_of(cited, line.said_in), meanings_of(_beside(line), line.said_in)
    words = {word.text for word in said_words(cited, line.said_in)}
    stems = {stem(word.text, line.said_in) for word in read(cited, line.said_in)}
    small = function_words(line.written_in)
    for word in read(line.text, line.written_in):
        begins = len(word.text) >= SAME_LETTERS and any(one.startswith(word.text) for one in words)
        if stem(word.text, line.said_in) in stems or begins:
            continue
        if not word.meanings or said.intersection(word.meanings + word.light) or _MILD.intersection(word.meanings):
            continue
        if word.text in small and not any(kinds()[m] in _TURNING or kinds()[m] == "amount" for m in word.meanings):
            continue
        weight = COMMON if all(kinds()[m] == "deed" or m in _COMMON for m in word.meanings) else 1.0
        yield weight * (SAID_BESIDE if beside.intersection(word.meanings) else 1.0)


def _beside(line: Compared) -> str:
    last = len(line.transcript.utterances)
    near = {m for n in line.said for m in (n - 1, n + 1) if 1 <= m <= last} - set(line.said)
    return " ".join(line.transcript[n].text for n in sorted(near))


_NEGATIONS = frozenset(name for name, kind in kinds().items() if kind == "polarity")
_LIMITS = frozenset(["only", "may", "usually", "example", "until", "except", "instead"])
"""Meanings that take something back from what a sentence says."""


def _lost(line: Compared, cited: str, meanings: Set[str]) -> float:
    """How much such a meaning counts that the sentences have that the line is about, and the line has not."""
    told = meanings_of(line.text, line.written_in)
    others = {m for text in line.others for m in meanings_of(text, line.written_in)}
    worst = 0.0
    for sentence in _about_the_same(line, cited):
        for word in read(sentence, line.said_in):
            if meanings & set(word.meanings) and not told.intersection(word.meanings):
                worst = max(worst, TOLD_BESIDE if others.intersection(word.meanings) else 1.0)
    return worst


def _about_the_same(line: Compared, cited: str) -> list[str]:
    """For each clause of the line, the sentence that has most of its words; what was said in another language as a
    whole, if it is short."""
    if line.said_in != line.written_in:
        return [cited] if len(said_words(cited, line.said_in)) <= MOST_TOLD_WORDS else []
    found: list[str] = []
    for clause in sentences(line.text):
        content = {word.stem for word in said_words(clause, line.said_in) if word.content}
        best, most = "", (0.0, 0)
        for sentence in sentences(cited):
            words = said_words(sentence, line.said_in)
            stems = {word.stem for word in words if word.content}
            shared = sum(_among(one, stems) is not None for one in content)
            if content and len(words) <= LONGEST_SENTENCE_WORDS and (shared / len(content), shared) > most:
                best, most = sentence, (shared / len(content), shared)
        if most[0] >= SAME_SENTENCE_SHARE and most[1] >= 2:
            found.append(best)
    return found


def _replaced(
    words: Sequence[SaidWord],
    normal: Sequence[str],
    said: Sequence[SaidWord],
    known: Collection[str],
    language: str | None,
) -> bool:
    """Whether a word or two stand where others were said, between words that were said on both sides. `known` are the
    meanings that were said."""
    steps = SequenceMatcher(None, normal, [word.stem for word in said], autojunk=False).get_opcodes()
    for before, (tag, i1, i2, j1, j2), after in zip(steps, steps[1:], steps[2:], strict=False):
        if tag != "replace" or not before[0] == after[0] == "equal" or i2 - i1 > 2 or j2 - j1 > 2:
            continue
        other = any(
            word.content and not (language and meanings_of(word.text, language) & set(known)) for word in words[i1:i2]
        )
        if other and any(word.content for word in said[j1:j2]):
            return True
    return False


def _elsewhere(line: Compared, content: Sequence[str], stems: Collection[str]) -> tuple[float, float]:
    """(how much of the line's words an utterance adds that isn't cited, how much more than the cited ones it has)."""
    cited = set(line.said)
    last = len(line.transcript.utterances)
    near = {m for n in cited for m in range(max(1, n - NEAR_UTTERANCES), min(last, n + NEAR_UTTERANCES) + 1)} | {
        n for n in line.own if 1 <= n <= last
    }
    has = [one in stems for one in content]
    adds = better = 0.0
    for number in sorted(near - cited):
        text = line.transcript[number].text
        other = {word.stem for word in said_words(text, line.said_in) if word.content}
        if not 2 <= len(other) <= MOST_SAID_WORDS or not content:
            continue
        there = [_among(one, other) is not None for one in content]
        both = sum(one or more for one, more in zip(has, there, strict=True))
        adds = max(adds, (both - sum(has)) / len(content))
        better = max(better, (sum(there) - sum(has)) / len(content))
    return adds, better


def _as_said(word: SaidWord, stems: Collection[str]) -> str:
    """The stem of a word as it was said, if it was said in another inflection."""
    if word.stem in stems or not word.content:
        return word.stem
    return _among(word.stem, stems) or word.stem


def _among(one: str, stems: Collection[str]) -> str | None:
    """The stem among these that is the same word: it is equal, or begins with the same letters and isn't much
    longer."""
    if one in stems:
        return one
    if not SAME_BEGINNING_LETTERS <= len(one) <= SAME_BEGINNING_LETTERS + LONGEST_INFLECTION_LETTERS:
        return None
    begin = one[:SAME_BEGINNING_LETTERS]
    most = SAME_BEGINNING_LETTERS + LONGEST_INFLECTION_LETTERS
    return min((other for other in stems if other.startswith(begin) and len(other) <= most), default=None)
