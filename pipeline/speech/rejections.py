"""Leaves out what a speaker did by mistake, said so, and then did otherwise; and what had to be done only once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipeline.speech import LanguageRules, Reading
from pipeline.speech.corrections import takes_back
from pipeline.speech.lexicon import FOLDERS, phrase_of
from pipeline.speech.read_sentences import ReadSentence

DONE_AGAIN_WITHIN = 3
"""Sentences: how far behind a rejection the deed is looked for that takes the place of what was rejected."""
_REJECTS = re.compile(
    r"(?:(?:oh|ah|uh|um|hm+|no|nope|oops|whoops|wait|hang on|hold on|sorry|okay|ok|well|actually|and|but)[\s,.]+)*"
    r"(?:that['’]s|that is|that was|this is) (?:not (?:it|right|the right|what (?:i|we) want)\b|(?:the )?wrong\b"
    r"|a mistake|too (?:much|many|far|long|little|short|big|small)\b)[^,;]{0,30}$",
    re.IGNORECASE,
)
""" "Oh no, that's not it.", "that's the wrong one"."""
_TAKEN_BACK = re.compile(
    r"(?:(?:oh|no|wait|actually|sorry|but)[\s,.]+)*(?:don['’]t|do not) do that(?:,? actually)?[\s.!]*$", re.IGNORECASE
)
_RETRACTED = {
    "en": re.compile(
        r"(?:(?:oh|no|nope|wait|actually|sorry|but|hm+|well|okay|on second thought)[\s,.]+)+"
        r"(?:(?:you can|let['’]s|we can|we['’]ll) )?(?:just )?(?:(?:skip|forget|ignore|scratch|disregard|undo|drop) "
        r"(?:that|this|it)\b(?! (?:field|page|screen|dialog|message|warning|one\b|button))|never mind)",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"(?:(?:nein|ach|halt|moment|sorry|quatsch|äh|doch nicht|obwohl|eigentlich)[\s,.!]+)+(?:das )?"
        r"(?:lass(?:en|t)? (?:wir|Sie|das) (?:das )?(?:doch )?weg|verg(?:essen|iss|esst)(?: Sie)? das"
        r"|überspring\w*(?: Sie| wir)? das|brauch\w* (?:wir|Sie|man|ihr|du) (?:doch |gar )?nicht)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"(?:(?:no|ay|perdón|espera|espere|bueno|mejor|en realidad)[\s,.]+)+"
        r"(?:(?:sált\w+|olv[ií]d\w+(?: de)?) (?:eso|esto)|eso no hace falta)\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"(?:(?:non|ah|pardon|attendez|attends|en fait|finalement)[\s,.]+)+"
        r"(?:(?:oubliez|oublie|sautez|saute|passez) (?:ça|cela|cette étape)|laissez tomber|laisse tomber)\b",
        re.IGNORECASE,
    ),
}
"""What was told right before is not to be done, by ISO 639-1 code: "actually, skip that"."""
_FORBIDDEN = re.compile(
    r"(?:(?:oh|no|wait|actually|sorry|but|stop)[\s,.!]+)+(?:don['’]t|do not|never) (?P<verb>[a-z]+)\b", re.IGNORECASE
)
""" "No, no, don't click Save"."""


@cache
def _past(folder: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How something was done once, and words by which the sentence before holds no more."""
    return phrase_of(folder, "rejections.BYGONE"), phrase_of(folder, "rejections.NO_LONGER")


def without_bygone(sentences: Sequence[ReadSentence], rules: LanguageRules, language: str | None) -> list[ReadSentence]:
    """The sentences. How something had to be done once tells nobody to do it, if that is said to be over in the same
    sentence or in the next one; nor does that one, up to there."""
    folder = FOLDERS.get((language or "en").split("-")[0].lower())
    kept = list(sentences)
    if folder is None:
        return kept
    bygone, no_longer = _past(folder)
    for n, one in enumerate(sentences):
        text = one.sentence.text.replace("’", "'")
        over = no_longer.search(text)
        if over is None:
            continue
        if bygone.search(text):
            kept[n] = _from(over.end(), one, rules)
        elif n and bygone.search(sentences[n - 1].sentence.text.replace("’", "'")):
            kept[n - 1] = _told_to_nobody(sentences[n - 1])
            kept[n] = _from(over.end(), one, rules)
    return kept


def without_retracted(sentences: Sequence[ReadSentence], language: str | None) -> list[ReadSentence]:
    """The sentences. The last instruction before "actually, skip that" doesn't count, and that is none."""
    pattern = _RETRACTED.get((language or "en").split("-")[0].lower())
    kept = list(sentences)
    for n, one in enumerate(sentences[1:] if pattern else (), 1):
        if pattern and pattern.match(one.sentence.text.strip()):
            kept[n - 1] = kept[n - 1].with_instructions(kept[n - 1].instructions[:-1])
            kept[n] = _told_to_nobody(one)
    return kept


def _told_to_nobody(one: ReadSentence) -> ReadSentence:
    return replace(one, reading=Reading(idle=True), instructions=(), weak=())


def _from(begin: int, one: ReadSentence, rules: LanguageRules) -> ReadSentence:
    """The sentence with what it tells from there on."""
    rest = rules.read(one.sentence.text[begin:].strip(" ,;.") + ".")
    return replace(one, reading=rest, instructions=rest.instructions) if rest.instructions else _told_to_nobody(one)


def without_rejected(sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    """The sentences. The last instruction before "that's not it" doesn't count if one of the next sentences does the
    same thing otherwise; that before "don't do that" never does, and what was said of it is no warning."""
    kept = list(sentences)
    for n, one in enumerate(sentences):
        text = one.sentence.text.strip()
        taken_back = bool(_TAKEN_BACK.match(text))
        if not n or not (before := kept[n - 1].instructions):
            continue
        forbidden = _FORBIDDEN.match(text)
        again = takes_back(text) and any(each.verb == before[-1].verb for each in one.instructions)
        if again or (forbidden and forbidden["verb"].lower() == before[-1].verb):
            kept[n - 1] = kept[n - 1].with_instructions(before[:-1])
            continue
        if not taken_back and not _REJECTS.match(text):
            continue
        later = [each for two in sentences[n + 1 : n + 1 + DONE_AGAIN_WITHIN] for each in two.instructions]
        if taken_back or any(each.verb == before[-1].verb for each in later):
            kept[n - 1] = kept[n - 1].with_instructions(before[:-1])
            kept[n] = replace(one, reading=replace(one.reading, aside=None, instructions=()), instructions=())
    return kept
