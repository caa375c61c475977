"""Readability: how long the sentences are, and what is left in them of speech."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.guide import Guide
from pipeline.transcript import count_words
from tests.quality.lines import LineKind, is_quote, lines
from tests.quality.report import Bound, Row
from tests.quality.words import sentences, tokens

_FILLERS = {
    "en": re.compile(
        r"\b(?:um+|uh+|erm?|hmm+|you know(?=,|[.?!]|$)|i mean(?=,)|gonna|wanna|gotta|kinda|sorta|lemme|gimme|basically|"
        r"so basically|"
        r"let me just|let me|go ahead and|you guys|sort of like|kind of like|"
        r"(?<!pretty )(?<!be )(?<!is )(?<!looks )(?<!that's )(?<!it's )(?:okay|alright|all right)|"
        r"and so on and so forth|"
        r"as you can see|like i said|as i said|or something like that|or whatever(?=[,.;!?]|$)|stuff like that"
        r"|i guess|i think)\b|"
        r"^(?:so|well|yeah|yep|now then|oh)\b|^(?:and )?(?:ok|boom|cool|great|perfect|awesome),|\breal quick(?:ly)?\b|"
        r",\s*(?:right|you know|like)\s*[,?.]|\b(\w+) \1 \1\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:äh+m?|ähm|hm+|halt|sozusagen|quasi|na ja|naja|tja|genau|irgendwie|mal eben|mal kurz|"
        r"ne\?|gell)\b|^(?:also|ja|so)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:eh+|em+|o sea|este\.\.\.|digamos|"
        r"a ver|¿no\?|vale)\b|^(?:bueno|pues|entonces)\b",
        re.IGNORECASE,
    ),
}
_NOT_FILLER = re.compile(
    r"\b(?:click|select|choose|press|tap|hit) (?:on )?(?:the )?(?:okay|ok|alright)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Readability:
    """Sentences, their length, Flesch Reading Ease (English), and the sentences with filler left; none may be.

    Fillers, explicit editing terms and discourse markers are the non-sentence elements of Meteer et al., “Dysfluency
    annotation stylebook for the Switchboard corpus” (LDC, 1995), with the reduced forms of speech ("gonna") and the
    presenter's set phrases ("let me just"). Reading ease: Flesch, “A new readability yardstick” (J. Applied Psychology
    32, 1948): 206.835 - 1.015 × words by sentence - 84.6 × syllables by word; 60 to 70 is plain English."""

    sentences: int
    words: int
    syllables: int
    english: bool
    filler: tuple[str, ...]

    @property
    def ease(self) -> float | None:
        if not self.english or not self.words:
            return None
        return 206.835 - 1.015 * self.words / self.sentences - 84.6 * self.syllables / self.words

    def rows(self) -> tuple[Row, ...]:
        ease = f"reading ease {self.ease:.0f}" if self.ease is not None else ""
        return (
            Row("filler sentences", len(self.filler), None, Bound(most=0), self.filler),
            Row("words a sentence", self.words, self.sentences, None, (), ease),
        )


def readability(guide: Guide) -> Readability:
    language = guide.language.split("-")[0]
    pattern = _FILLERS.get(language)
    told = [
        (line, sentence)
        for line in lines(guide)
        if line.kind is not LineKind.CODE and not is_quote(line)
        for sentence in sentences(line.text)
    ]
    filler = [
        f"{line.where} “{found[0].strip()}” in “{sentence}”"
        for line, sentence in told
        if pattern and (found := pattern.search(_NOT_FILLER.sub("", sentence)))
    ]
    words = [word for _, sentence in told for word in tokens(sentence)]
    return Readability(
        sentences=len(told),
        words=sum(count_words(sentence) for _, sentence in told),
        syllables=sum(_syllables(word) for word in words) if language == "en" else 0,
        english=language == "en",
        filler=tuple(filler),
    )


def _syllables(word: str) -> int:
    """Groups of vowels, without a silent e: an estimate, good to a few per cent over a text."""
    groups = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith("le") and groups > 1:
        groups -= 1
    return max(groups, 1)
