"""Leaves out what a speaker did by mistake, said so, and then did otherwise; and what had to be done only once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipeline.speech import Instruction, LanguageRules, Reading
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
    r"(?:(?:oh|no|wait|actually|sorry|but)[\s,.]{1,4}){0,6}(?:don['’]t|do not) do that(?:,? actually)?[\s.!]*$",
    re.IGNORECASE,
)
_RETRACTED = {
    "en": re.compile(
        r"(?:(?:oh|no|nope|wait|actually|sorry|but|hm+|well|okay|on second thought)[\s,.]{1,4}){1,6}"
        r"(?:(?:you can|let['’]s|we can|we['’]ll) )?(?:just )?(?:(?:skip|forget|ignore|scratch|disregard|undo|drop) "
        r"(?:that|this|it)\b(?! (?:field|page|screen|dialog|message|warning|one\b|button))|never mind)",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"(?:(?:nein|ach|halt|moment|sorry|quatsch|äh|doch nicht|obwohl|eigentlich)[\s,.!]{1,4}){1,6}(?:das )?"
        r"(?:lass(?:en|t)? (?:wir|Sie|das) (?:das )?(?:doch )?weg|verg(?:essen|iss|esst)(?: Sie)? das"
        r"|überspring\w*(?: Sie| wir)? das|brauch\w* (?:wir|Sie|man|ihr|du) (?:doch |gar )?nicht)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"(?:(?:no|ay|perdón|espera|espere|bueno|mejor|en realidad)[\s,.]{1,4}){1,6}"
        r"(?:(?:sált\w+|olv[ií]d\w+(?: de)?) (?:eso|esto)|(?:olvíd|déj|ignór)(?:a|e|en)lo|eso no hace falta)\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"(?:(?:non|ah|pardon|attendez|attends|en fait|finalement)[\s,.]{1,4}){1,6}"
        r"(?:(?:oubliez|oublie|sautez|saute|passez)(?:-la\b|-le\b| (?:ça|cela|cette étape))|laissez? tomber)\b",
        re.IGNORECASE,
    ),
}
"""What was told right before is not to be done, by ISO 639-1 code: "actually, skip that"."""
_SAID_ABOUT = re.compile(
    r"(?:(?:oh|no|wait|actually|sorry|so|and|but|nein|und|also|bitte|no|y|non|et)[\s,.]{1,4}){0,6}(?:"
    r"(?:please )?(?:forget|ignore|disregard|scratch) what (?:i|we) (?:just )?(?:said|told you) about "
    r"(?P<en>[^,.;]{2,60})"
    r"|verg(?:esst|iss|essen sie),? was ich (?:(?:gerade|eben|vorhin) )?(?:über|zu[rm]?) (?P<de>[^,.;]{2,60}?)"
    r" gesagt (?:habe|hab)|(?:olvid|ignor)\w+ lo que (?:les |os |te )?(?:dije|he dicho) (?:sobre|de) "
    r"(?P<es>[^,.;]{2,60})"
    r"|oubliez ce que j['’]ai dit (?:sur|de|à propos de) (?P<fr>[^,.;]{2,60}))[.!]*$",
    re.IGNORECASE,
)
"""What was told about something is not to be done: "forget what I said about the lid"."""
RETRACTED_WITHIN = 20
"""Sentences: how far back that is looked for."""
_PUT_RIGHT = re.compile(
    r"(?:(?:oh|ah|ay|ach|äh|euh|uy),? )?(?:no|nein|nee|non)[,.]? (?:(?:un |einen? )?(?:espera|esperen|espere|momento?"
    r"|warte|wartet|halt|attendez|attends|perdón|perdona|pardon|entschuldigung|sorry))[,.]? (?P<do>.+)",
    re.IGNORECASE,
)
"""What puts right what was just told, in German, Spanish and French: "no, espera, elige Lector"."""
_FIRST = re.compile(r"\b(?:zuerst|erst|vorher|primero|antes|d'abord|avant)\b", re.IGNORECASE)
_FORBIDDEN = re.compile(
    r"(?:(?:oh|no|wait|actually|sorry|but|stop)[\s,.!]{1,4}){1,6}(?:don['’]t|do not|never) (?P<verb>[a-z]+)\b",
    re.IGNORECASE,
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


def retracts(sentence: str) -> bool:
    """Whether a sentence says that what was told right before is not to be done, and puts nothing in its place.

    >>> retracts("No wait, forget it."), retracts("No wait, choose the other one.")
    (True, False)
    """
    return any(pattern.match(sentence.strip()) for pattern in _RETRACTED.values())


def put_right(sentence: str) -> str | None:
    """What a sentence in German, Spanish or French tells in the place of what was just told; None if that is nothing.

    >>> put_right("No, espera, elige Lector."), put_right("No, gracias.")
    ('elige Lector.', None)
    """
    found = _PUT_RIGHT.match(sentence.strip())
    return found["do"] if found else None


def _instead(sentence: str) -> bool:
    """Whether what it tells takes the place of what was told before, and doesn't only come first."""
    return not _FIRST.search(put_right(sentence) or "zuerst")


def without_retracted(
    sentences: Sequence[ReadSentence], rules: LanguageRules, language: str | None
) -> list[ReadSentence]:
    """The sentences. The last instruction before "actually, skip that" doesn't count, and that is none; nor does that
    before "no, wait", if the same is done otherwise then; nor the only one about what was said to be forgotten."""
    code = (language or "en").split("-")[0].lower()
    pattern = _RETRACTED.get(code)
    kept = list(sentences)
    for n, one in enumerate(sentences[1:] if pattern else (), 1):
        text, before = one.sentence.text.strip(), kept[n - 1].instructions
        if pattern and pattern.match(text):
            kept[n - 1] = kept[n - 1].with_instructions(before[:-1])
            kept[n] = _told_to_nobody(one)
        elif before and one.instructions and before[-1].verb == one.instructions[0].verb and _instead(text):
            kept[n - 1] = kept[n - 1].with_instructions(before[:-1])
        elif found := _SAID_ABOUT.match(text):
            kept[n] = _forgotten(kept, n, rules.content_words(next(filter(None, found.groups()))), rules)
    return kept


def _forgotten(kept: list[ReadSentence], at: int, what: frozenset[str], rules: LanguageRules) -> ReadSentence:
    """The sentence that takes back what was told about something. The only instruction about that is taken out of
    `kept`; if there are several, the sentence is quoted at its place."""
    one = kept[at]
    about = [
        (n, told)
        for n in range(max(0, at - RETRACTED_WITHIN), at)
        for told in kept[n].instructions
        if what and what <= rules.content_words(told.text)
    ]
    if len(about) == 1:
        n, told = about[0]
        kept[n] = kept[n].with_instructions(tuple(each for each in kept[n].instructions if each is not told))
        return _told_to_nobody(one)
    quoted = Instruction(one.sentence.said, "", 0.7, rules.content_words(one.sentence.text), as_said=True)
    return one.with_instructions((quoted,)) if about else one


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
