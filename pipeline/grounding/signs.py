"""Signs that a line may say something else than the utterances that it cites, as numbers: a circumstance or a negation
that wasn't said, a negation that was left out, an opposite, a word in place of another one, roles that were exchanged,
code that nobody said, and words that stand in an utterance that isn't cited.

None of them is a finding: honest lines in other words have them too. `suspicion` weighs them.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from pipeline.grounding import circumstances, exchanges, opposed
from pipeline.grounding.clause_signs import CLAUSE_SIGNS, clause_signs
from pipeline.grounding.meanings import LANGUAGES, kinds, meanings_of, read
from pipeline.grounding.passages import spoken
from pipeline.grounding.sentence_words import SaidWord, said_words, sentences
from pipeline.grounding.unsaid_words import code_unsaid, goal_unsaid, without_code
from pipeline.transcript import Transcript

SIGNS = (
    *("circumstance added", "circumstance translated", "negation added", "negation lost", "limit lost"),
    *("word replaced", "exchanged", *CLAUSE_SIGNS, "code unsaid", "goal unsaid"),
    *("said better elsewhere", "said together elsewhere"),
)
INTO_SAID = 3.0
"""How much a circumstance counts that is put into a clause of which all else was said."""
HEADING = 0.5
"""How much the meanings of a title or goal count: it sums up a step in words of its own."""
TOLD_BESIDE = 0.4
"""How much a lost negation counts that another line of the step has."""
MOST_SAID_WORDS = 600
"""More aren't compared: that takes time in proportion to the words of both."""
MOST_TOLD_WORDS = 22
"""What was said in another language is compared as a whole if it has so few words."""
LONGEST_SENTENCE_WORDS = 24
SAME_SENTENCE_SHARE = 0.5
"""A sentence is about the same if it has this share of a line's content words, and two of them."""
SAME_BEGINNING_LETTERS = 5
LONGEST_INFLECTION_LETTERS = 4
NEAR_UTTERANCES = 3
"""Utterances up to this far from the cited ones may be those that a line rests on."""
FEW_TOGETHER = 2
"""So many words of a line that another utterance has, and no cited one, come together by chance."""
MANY_TOGETHER = 4
"""More of them say no more."""


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
    only those signs that compare words. Of a line that cites very much, only the code is compared."""
    found = dict.fromkeys(SIGNS, 0.0)
    texts = [line.transcript[n].text for n in line.said]
    step = [line.transcript[n].text for n in line.own if 1 <= n <= len(line.transcript.utterances)]
    found["code unsaid"] = code_unsaid(line.text, texts, step, line.others, line.said_in)
    cited, bare = " \n".join(texts), without_code(line.text)
    in_row = spoken(tuple(texts), line.said_in)
    words, said = said_words(bare, line.written_in), in_row.words
    if len(said) > MOST_SAID_WORDS:
        return found
    with_meanings = line.said_in in LANGUAGES and line.written_in in LANGUAGES
    if with_meanings:
        found |= clause_signs(bare, in_row, line.written_in, line.said_in)
        new, into_said = circumstances.added(bare, in_row, line.written_in, line.said_in)
        kind = "circumstance added" if line.said_in == line.written_in else "circumstance translated"
        of_kind = HEADING if line.kind in ("goal", "title") else 1.0
        found[kind] = math.log1p(of_kind * (len(new) + INTO_SAID * len(into_said)))
        found["negation added"] = float(_denies_unsaid(bare, line.written_in, meanings_of(cited, line.said_in)))
    if line.kind == "goal":
        of_step = said_words(" \n".join(step), line.said_in)
        found["goal unsaid"] = goal_unsaid(bare, step, line.others, line.written_in, line.said_in, of_step)
    if with_meanings and line.kind != "title":
        found["negation lost"] = _lost(line, cited, _NEGATIONS)
        found["limit lost"] = _lost(line, cited, _LIMITS)
    if line.said_in != line.written_in:
        return found  # words can't be compared
    stems = {word.stem for word in said}
    normal = [_as_said(word, stems) for word in words]
    if line.kind != "title":
        found["exchanged"] = float(exchanges.exchanged(bare, cited, line.said_in, line.others))
    known = meanings_of(cited, line.said_in) if with_meanings else frozenset()
    found["word replaced"] = float(_replaced(words, normal, said, known, line.said_in if with_meanings else None))
    if line.kind not in ("goal", "title"):
        content = list(dict.fromkeys(n for n, word in zip(normal, words, strict=True) if word.content))
        found["said better elsewhere"] = _better_elsewhere(line, content, stems)
        found["said together elsewhere"] = _together_elsewhere(line, frozenset(content).difference(stems))
    return found


_NEGATIONS = frozenset(name for name, kind in kinds().items() if kind == "polarity")
_LIMITS = frozenset(["only", "may", "usually", "example", "until", "except", "instead"])
"""Meanings that take something back from what a sentence says."""


def _denies_unsaid(text: str, language: str, heard: Collection[str]) -> bool:
    """Whether a text has a negation, and what was said none, nor another meaning of that word."""
    return any(
        word.meanings[0] in _NEGATIONS and not {*word.meanings, *word.light}.intersection(heard)
        for word in read(text, language)
        if word.meanings
    )


def _lost(line: Compared, cited: str, meanings: Set[str]) -> float:
    """How much such a meaning counts that the sentences have that the line is about, and the line has not."""
    told = meanings_of(line.text, line.written_in)
    others = {m for text in line.others for m in meanings_of(text, line.written_in)}
    worst, negates = 0.0, meanings <= _NEGATIONS
    sides = opposed.sides(line.text, line.written_in)
    for sentence in _about_the_same(line, cited):
        if negates and any(opposed.turned(sides, opposed.sides(sentence, line.said_in))):
            continue  # "keep it closed" for "don't open it"
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


def _better_elsewhere(line: Compared, content: Sequence[str], stems: Collection[str]) -> float:
    """How much more of the line's words an utterance has that isn't cited than the cited ones, as a share."""
    cited = set(line.said)
    last = len(line.transcript.utterances)
    near = {m for n in cited for m in range(max(1, n - NEAR_UTTERANCES), min(last, n + NEAR_UTTERANCES) + 1)} | {
        n for n in line.own if 1 <= n <= last
    }
    has = sum(one in stems for one in content)
    better = 0.0
    for number in sorted(near - cited):
        other = _content_stems(line.transcript[number].text, line.said_in)
        if 2 <= len(other) <= MOST_SAID_WORDS and content:
            there = sum(_among(one, other) is not None for one in content)
            better = max(better, (there - has) / len(content))
    return better


def _together_elsewhere(line: Compared, unsaid: Set[str]) -> float:
    """How many of a line's words that aren't in what it cites one other utterance of the recording has together, beyond
    a few: what was said of something else."""
    if len(unsaid) <= FEW_TOGETHER:
        return 0.0
    cited = set(line.said)
    others = (utterance.text for utterance in line.transcript.utterances if utterance.id not in cited)
    most = max((len(unsaid & _content_stems(text, line.said_in)) for text in others), default=0)
    return float(max(0, min(most, MANY_TOGETHER) - FEW_TOGETHER))


@lru_cache(maxsize=2048)
def _content_stems(text: str, language: str) -> frozenset[str]:
    return frozenset(word.stem for word in spoken((text,), language).words if word.content)


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
