"""How likely a sentence tells what is done in a procedure, by weights that were learned from labelled recordings.

The model is a logistic regression over the form of the sentence and over what the rules made of it and of its
neighbours. Rare words count by their endings, and by whether they are known as verbs, so that it knows how people tell
what to do, and not what they talk about. The weights are in a data file for each language; `python -m tests.likelihood`
makes it and scores it.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.speech.english.open_verbs import could_be_verb
from pipeline.speech.english.vocabulary import ACTION_VERBS, HANDLING_VERBS, content_words
from pipeline.speech.lexicon import word_set
from pipeline.speech.read_sentences import SHORT_CHARACTERS, ReadSentence
from pipeline.speech.sentence_cuts import plain_word, word_class

LANGUAGES = ("en",)
"""Languages with learned weights."""
MOST_WORDS = 60
"""Of a longer sentence, only so many words count."""
MOST_CHARACTERS = 600
"""And only so many characters for what it is about."""
MOST_SHARED = 4
"""More words than that say no more."""
NEAR, AROUND = 3, 10
"""How many sentences on each side are looked at one by one, and together."""
_OPENERS = frozenset(
    {*("so", "okay", "ok", "well", "um", "uh", "and", "now", "then", "but", "yeah", "right", "alright", "all", "also")}
)
_ADVERBS = frozenset(
    {*("just", "also", "now", "then", "first", "really", "actually", "simply", "basically", "probably", "maybe", "all")}
)
_SUBJECTS = frozenset({"i", "we", "you", "it", "they", "he", "she", "that", "this", "there"})
_DOERS = frozenset({"i", "we", "you", "let's"})
_AUXILIARIES = word_set(
    "will would can could should must may might have has had to want wants need needs going gonna go ahead am are is do"
    " did don't be got get like try usually always"
)
"""What may stand between who does something and the verb."""
MOST_AUXILIARIES = 4
_AFTER_VERB = word_set(
    "the a an this that these those it them your my our his her their some any all both each every up down out off on"
    " in into to at with from over back one two is are was were and or"
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w-]+")
_QUOTE = re.compile(r"[\"“”`]|&lt;|<")
_LENGTHS = (3, 5, 8, 12, 18, 26, 40)
_SHARES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6)


@dataclass(frozen=True)
class Likelihood:
    """Learned weights for one language."""

    common: frozenset[str]
    """Words that count as themselves. Others count by their ending."""
    weights: dict[str, float]
    """By feature, in log odds."""
    threshold: float
    """From this probability on, a sentence counts as told to be done."""
    doubt: float = 0.0
    """Below this probability, an instruction that a rule found and that wasn't commanded doesn't count."""

    def of(self, sentences: Sequence[ReadSentence]) -> list[float]:
        """For each sentence of a transcript, in order, the probability that it tells what is done, from 0 to 1: 0
        for questions, answers to them, and those who don't instruct, unless a rule has an instruction in them."""
        weight = self.weights.get
        return [
            probability(sum([weight(name, 0.0) for name in named])) if named else 0.0
            for named in features(sentences, self.common)
        ]


def probability(odds: float) -> float:
    """The probability, from 0 to 1, for log odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def likelihood_for(language: str) -> Likelihood:
    """The weights for a language in `LANGUAGES`. Raises KeyError for others."""
    if language not in LANGUAGES:
        raise KeyError(language)
    data = json.loads(files("pipeline.speech").joinpath(f"likelihood.{language}.json").read_bytes())
    weights = {feature: hundredths / 100 for feature, hundredths in data["weights"].items()}
    return Likelihood(frozenset(data["common"].split()), weights, data["threshold"], data["doubt"])


def features(sentences: Sequence[ReadSentence], common: frozenset[str]) -> Iterator[list[str]]:
    """For each sentence, what is known of it, by name. Nothing for those that have no instruction and are never added:
    that announce one, that ask, that answer, or that a listener said."""
    read = [_read_as(one) for one in sentences]
    told = [0, *_sums([any(kind[0] in "IJ" for kind in kinds) for kinds in read])]
    many = len(sentences)
    once = cache(lambda text: tuple(_said(text, common)))
    by_speaker: dict[str | None, list[int]] = {}
    for one, kinds in zip(sentences, read, strict=True):
        count = by_speaker.setdefault(one.sentence.speaker, [0, 0])
        count[0] += 1
        count[1] += any(kind[0] in "IJ" for kind in kinds)
    densest = max((instructing / all_ for all_, instructing in by_speaker.values() if all_ >= NEAR), default=0.0)
    whole = _bucket(told[-1] / max(1, many), _SHARES)
    about = _about(sentences)
    for at, one in enumerate(sentences):
        if not one.instructions and not _can_be_added(one):
            yield []
            continue
        main = read[at][0]
        found = ["*", *(f"r{kind}" for kind in read[at])]
        found.append(f"w{whole}")
        for step in range(1, NEAR + 1):
            for side, place in (("-", at - step), ("+", at + step)):
                near = read[place][0] if 0 <= place < many else "edge"
                found.append(f"n{side}{step}{near}")
        first, last = max(0, at - AROUND), min(many, at + AROUND + 1)
        around = (told[last] - told[first] - (told[at + 1] - told[at])) / max(1, last - first - 1)
        found.append(f"d{_bucket(around, _SHARES)}")
        found.append(f"d{_bucket(around, _SHARES)} {main}")
        found.append(f"p{min(9, 10 * at // max(1, many))}")
        if len(by_speaker) > 1:
            all_, instructing = by_speaker[one.sentence.speaker]
            found.append(f"s{_bucket(instructing / all_ / max(densest, 0.01), _SHARES)}")
        found += about[at]
        text = one.sentence.text
        found += once(text) if len(text) <= SHORT_CHARACTERS else _said(text, common)
        yield found


def _about(sentences: Sequence[ReadSentence]) -> list[tuple[str, str]]:
    """For each sentence, how many of its content words the instructions of others have, and how many nobody says
    again: what is told to be done is about the things that the procedure is about."""
    words = [_content(one.sentence.text[:MOST_CHARACTERS]) for one in sentences]
    said = Counter(word for some in words for word in some)
    own = [frozenset().union(*(each.words for each in one.instructions)) for one in sentences]
    told = Counter(word for some in own for word in some)
    return [
        (
            f"W{min(MOST_SHARED, sum(told[word] > (word in mine) for word in some))}",
            f"R{min(MOST_SHARED, sum(said[word] == 1 for word in some))}/{min(MOST_SHARED, len(some))}",
        )
        for some, mine in zip(words, own, strict=True)
    ]


@lru_cache(maxsize=4096)
def _content(text: str) -> frozenset[str]:
    return content_words(text)


def _can_be_added(one: ReadSentence) -> bool:
    """Whether the rules leave open if a sentence tells what is done."""
    told = one.reading
    elsewhere = told.idle or (told.instructions and not one.weak)
    return not (one.instructions or elsewhere or told.question or one.in_answer or one.from_listener)


def _read_as(one: ReadSentence) -> list[str]:
    """What the rules made of a sentence, the most important first."""
    told = one.reading
    kinds = []
    if one.instructions:
        surest = max(one.instructions, key=lambda each: each.weight)
        kinds += [f"I{int(surest.weight * 10)}"]
        kinds += (
            ["Ih"] * surest.handling + ["Iv"] * surest.vague + ["Ic"] * bool(surest.code) + ["Il"] * bool(surest.lead)
        )
        kinds += ["Ie"] * (surest.evidence >= surest.weight)
    elif one.weak:
        kinds.append("J")
    kinds += ["A"] * bool(told.aside) + ["X"] * bool(told.expected) + ["G"] * bool(told.goal) + ["Q"] * told.question
    kinds += ["T"] * bool(told.topic or told.about) + ["N"] * bool(told.prerequisite)
    kinds = kinds or ["0"]
    return [*kinds, *["shows"] * told.shows, *["code"] * bool(told.codes), *["ans"] * one.in_answer]


def _said(text: str, common: frozenset[str]) -> Iterator[str]:
    written = text.split()[:MOST_WORDS]
    words = [word for each in written if (word := plain_word(each))]
    classes = [word_class(word, common) for word in words]
    yield f"l{_bucket(len(words), _LENGTHS)}"
    yield f"e{text.rstrip()[-1:]}" if text.rstrip()[-1:] in "?!.,:" else "e"
    if _QUOTE.search(text):
        yield "q"
    if _NAME.search(text):
        yield "N"
    if any("#" in each for each in classes):
        yield "#"
    begin = 0
    while begin < len(words) - 1 and words[begin] in _OPENERS:
        begin += 1
    for word in words[:begin]:
        yield f"o{word}"
    bare = [each for word, each in zip(words[begin:], classes[begin:], strict=True) if word not in _ADVERBS]
    bare = [*bare[:3], *[">"] * (3 - len(bare[:3]))]
    yield from (f"a{bare[0]}", f"b{bare[1]}", f"c{bare[0]} {bare[1]}", f"d{bare[1]} {bare[2]}")
    kept = [(word, each) for word, each in zip(words, classes, strict=True) if word not in _ADVERBS]
    seen: set[str] = set()
    for at, (word, each) in enumerate(kept):
        seen.add(f"h{each}")
        if word.partition("'")[0] in _SUBJECTS:
            seen.add(f"i{each} {kept[at + 1][1] if at + 1 < len(kept) else '>'}")
            if at and word.partition("'")[0] in ("i", "we", "you"):
                seen.add(f"k{kept[at - 1][1]} {each}")
    yield from sorted(seen)
    yield from sorted(_verbs(words, begin))
    yield f"z{classes[-1]}" if classes else "z"


def _verbs(words: Sequence[str], begin: int) -> Iterator[str]:
    """Which kinds of verbs stand at the beginning, and after those who do something with their auxiliaries."""
    bare = [word for word in words[begin:] if word not in _ADVERBS]
    if bare:
        yield f"Ba{_verb_kind(bare[0])}"
    if len(bare) > 1:
        yield f"Bb{_verb_kind(bare[0])} {bare[1] if bare[1] in _AFTER_VERB else _verb_kind(bare[1])}"
    kept = [word for word in words if word not in _ADVERBS]
    for at, word in enumerate(kept):
        if word not in _DOERS and word.partition("'")[0] not in _DOERS:
            continue
        verb = at + 1
        while verb < len(kept) and verb <= at + MOST_AUXILIARIES and kept[verb] in _AUXILIARIES:
            verb += 1
        between = " ".join([word, *kept[at + 1 : verb]])
        yield f"Bs{between} {_verb_kind(kept[verb]) if verb < len(kept) else '>'}"


@lru_cache(maxsize=4096)
def _verb_kind(word: str) -> str:
    """What a word is as a verb: of the hand (H), of another deed (V), a gerund, a participle, perhaps one, or none."""
    if word in HANDLING_VERBS:
        return "H"
    if word in ACTION_VERBS:
        return "V"
    if word.endswith("ing") and len(word) > len("thing"):
        return "G"
    if word.endswith("ed") and len(word) > len("need"):
        return "D"
    return "o" if could_be_verb(word) else "-"


def _bucket(value: float, bounds: Sequence[float]) -> int:
    return sum(value >= bound for bound in bounds)


def _sums(values: Sequence[bool]) -> Iterator[int]:
    total = 0
    for value in values:
        total += value
        yield total
