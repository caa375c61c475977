"""Keeps an exception together with what it is one to: "You don't need to call us. Unless it's the door, then call"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.speech import Instruction, LanguageRules
from pipeline.speech.read_sentences import ReadSentence
from pipeline.transcript import count_words

MOST_QUOTED_WORDS = 75
"""Two sentences of together more words aren't quoted as one."""
WEIGHT = 0.7
"""How surely an exception counts whose deed no rule has read."""
_I = re.IGNORECASE
_EXCEPT = {
    "en": re.compile(
        r"(?:(?:and|but|so),? ){0,3}unless\b[^.]{3,120}?,? (?:(?P<then>then|in which case|in that case)"
        r"|you(?:['’]ll)? (?:do|have to|need to|must|should))\b",
        _I,
    ),
    "de": re.compile(
        r"(?:(?:und|aber|also),? ){0,3}(?:es sei denn|außer(?: wenn)?)\b[^.]{3,120}?, (?:(?P<then>dann|in dem Fall)"
        r"|(?:müsst|müssen|musst|muss|soll\w*|braucht|brauchen)\b)",
        _I,
    ),
    "es": re.compile(
        r"(?:(?:y|pero),? ){0,3}(?:a menos que|a no ser que|salvo (?:que|si)|excepto (?:que|si))\b[^.]{3,120}?,? "
        r"(?:(?P<then>entonces|en ese caso)|(?:hay|tiene[ns]?|tenéis) que\b|debe[ns]?\b)",
        _I,
    ),
    "fr": re.compile(
        r"(?:(?:et|mais),? ){0,3}(?:sauf (?:si|s')|à moins (?:que|qu'|de|d'))[^.]{3,120}?,? "
        r"(?:(?P<then>alors|dans ce cas|auquel cas)\b|(?:vous devez|tu dois|il faut|faut)\b)",
        _I,
    ),
}
"""When what was just said doesn't hold, and what is done then, by ISO 639-1 code."""
_NOT_NEEDED = {
    "en": re.compile(r"\b(?:don't|do not|doesn't|does not) (?:need|have)\b|\bneedn't\b|\bno need\b", _I),
    "de": re.compile(r"\b(?:müss(?:t|en)|musst|muss|brauch(?:t|en|st))\b[^.]{0,120}\b(?:nicht|kein\w*)\b", _I),
    "es": re.compile(
        r"\bno (?:hace falta|es necesario|hay que|necesita\w*|tiene[ns]? (?:que|por qué)|debe[ns]?)\b", _I
    ),
    "fr": re.compile(r"\bpas (?:besoin|la peine|nécessaire|obligé\w*|à [a-zé]+er)\b|\binutile\b", _I),
}
"""What isn't to be done as a rule."""


MOST_WORDS_OF_ANSWER = 6
_POINTS = re.compile(r"\b(?:that|it|this|those|them|these)\b|\b(?:das|es)\b(?! [A-ZÄÖÜ])|\b(?:eso|esto|ça|cela)\b")
"""What only points, where an answer has no noun."""


_WHAT_ABOUT = re.compile(
    r"\W*(?:(?:and|but|so|okay|und|y|et)[, ]{1,2})?(?:(?:what|how) about|was ist mit|qué (?:pasa con|hay de)|et pour"
    r"|qu'en est-il d[eu])\b[^?]{2,80}\?\s*$",
    _I,
)
"""A question that only names something."""


def with_questions_quoted(sentences: Sequence[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """The sentences. A short answer that says "leave that blank" is quoted with the question that names what."""
    kept = list(sentences)
    for n, (before, one) in enumerate(pairwise(sentences), 1):
        if not one.instructions or one.instructions[0].as_said or not _WHAT_ABOUT.match(before.sentence.text):
            continue
        first = one.instructions[0]
        points = count_words(first.text) <= MOST_WORDS_OF_ANSWER and _POINTS.search(first.text)
        if not points or before.sentence.speaker == one.sentence.speaker or before.instructions:
            continue
        said = f"{before.sentence.said.strip()} {one.sentence.said.strip()}"
        cites = tuple(dict.fromkeys((*one.also_cites, *before.sentence.ids)))
        kept[n] = replace(one, instructions=(first.quoting(said),), also_cites=cites)
    return kept


def with_exceptions(
    sentences: Sequence[ReadSentence], rules: LanguageRules, language: str | None
) -> list[ReadSentence]:
    """The sentences. An exception is quoted with the sentence before it: without that, it says the opposite."""
    code = (language or "en").split("-")[0].lower()
    kept = list(sentences)
    if code not in _EXCEPT:
        return kept
    for n, one in enumerate(sentences[1:], 1):
        before = kept[n - 1]
        found = _EXCEPT[code].match(one.sentence.text.replace("’", "'"))
        not_needed = _NOT_NEEDED[code].search(before.sentence.text.replace("’", "'"))
        if found is None or not (found["then"] or not_needed) or before.sentence.speaker != one.sentence.speaker:
            continue
        if not one.instructions and (not not_needed or one.in_answer or one.from_listener):
            continue
        said = f"{before.sentence.said.strip()} {one.sentence.said.strip()}"
        if count_words(said) > MOST_QUOTED_WORDS:
            continue
        told = Instruction(said, "", WEIGHT, rules.content_words(one.sentence.text), as_said=True)
        quoted = one.instructions[0].quoting(said) if one.instructions else told
        cites = tuple(dict.fromkeys((*one.also_cites, *before.sentence.ids)))
        kept[n - 1] = replace(before, reading=replace(before.reading, aside=None, idle=True))
        kept[n] = replace(one, instructions=(quoted,), also_cites=cites)
    return kept
