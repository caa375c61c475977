"""Keeps the condition of a sentence on the instruction that needs it in the next one, and begins the next one with
"then" where only a listener knows whether it has the condition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.speech import Instruction
from pipeline.speech.read_sentences import ReadSentence
from pipeline.speech.restrictions import has_condition
from pipeline.transcript import count_words

MOST_JOINED_WORDS = 34
"""Two instructions of together more words aren't one line. The second one then has the condition as well."""
MOST_QUOTED_WORDS = 60
"""A longer sentence isn't quoted."""
_I = re.IGNORECASE
_INSTEAD = {
    "en": re.compile(r"\binstead\b(?! of\b)", _I),
    "de": re.compile(r"\b(?:stattdessen|statt dessen)\b", _I),
    "es": re.compile(r"\b(?:en su lugar|en vez de eso|en lugar de eso)\b", _I),
    "fr": re.compile(r"\b(?:à la place(?! d)|au lieu de (?:cela|ça))", _I),
}
"""Words for what is done in place of what the sentence before names, by ISO 639-1 code."""
_INSTEAD_FIRST = re.compile(r"^(?:instead|en su lugar|à la place)(?:,\s*|$)", _I)
_THEN = {
    "en": re.compile(
        r"(?:(?:and|so|you|we|i),? )?(?:then|after that|afterwards)\b"
        r"|so (?:then |just )?you (?:just )?(?!can\b|could\b"
        r"|will\b|see\b|know\b|have\b|get\b|want\b|need\b|don't\b)[a-z]+ (?:the|a|an|your|it|them|in|on|up|out)\b",
        _I,
    ),
    "de": re.compile(
        r"(?:und )?(?:(?!wenn\b|falls\b)[a-zäöüß]{1,20} (?:(?:sie|ihr|wir|ich|du) )?)?(?:dann|danach|anschließend)\b",
        _I,
    ),
    "es": re.compile(r"(?:y )?(?:[a-záéíóúñ]{1,20} )?(?:luego|después(?! de\b)|entonces|a continuación)\b", _I),
    "fr": re.compile(r"(?:et )?(?:[a-zéèêàâîïôûç'-]{1,20} )?(?:puis|ensuite|après (?:ça|cela))\b", _I),
}
"""The beginning of a sentence that goes on from the one before it."""
_WORDS = {
    "en": r"if|unless|in case",
    "de": r"wenn|falls|sofern",
    "es": r"si|en caso de que|a menos que",
    "fr": r"si|s'ils?|au cas où|à moins que?",
}
_LEADING = {
    code: re.compile(rf"(?:[\w'’]{{1,20}},? ){{0,3}}?(?P<condition>(?:{w})\b[^,;:?]{{4,120}}),", _I)
    for code, w in _WORDS.items()
}
_TRAILING = {code: re.compile(rf"[\s,](?P<condition>(?:{w}) [^,;:?]{{4,120}})$", _I) for code, w in _WORDS.items()}
_UNREAL = re.compile(r"\b(?:would|wouldn't|were|weren't|had|hadn't|didn't|wäre|hätte|würde|fuera|hubiera)\b", _I)
"""A sign that a condition isn't met: "if we were working with the old one"."""
_ENDED = {
    "en": re.compile(
        r"\b(?:call|ask|tell|contact|phone|email|e-mail|message) "
        r"(?:me|us|them|him|her|somebody|someone|(?:the|your|an?|my|our) [\w-]+(?: [\w-]+)?)[.!]*$"
        r"|\b(?:(?:start|begin) (?:over|again|from the (?:beginning|start|top))"
        r"|before (?:you|we) (?:go on|continue|move on|carry on))\b",
        _I,
    ),
}
"""How what is done under a condition ends. What comes after it is for everybody, by ISO 639-1 code."""
_OTHERWISE = {
    "en": re.compile(r"[\s,;](?:otherwise\b|if not,)", _I),
    "de": re.compile(r"[\s,;](?:(?:sonst|ansonsten|andernfalls)\b|(?:wenn|falls) nicht,)", _I),
    "es": re.compile(r"[\s,;](?:de lo contrario|en caso contrario|si no,)", _I),
    "fr": re.compile(r"[\s,;](?:sinon|dans le cas contraire)\b", _I),
}
"""Words for what is done without the condition, by ISO 639-1 code."""
_OURS = re.compile(r"(?:and |so )?then,? (?:i|we|they|he|she)\b", _I)
_JOINT = {"en": "then", "de": "dann", "es": "luego", "fr": "puis"}
_HANGING = {
    "es": re.compile(r", (?:y|pero|e) (?:si|cuando) [^,;.]{3,80}\.?$", _I),
    "fr": re.compile(r", (?:et|mais) (?:si|s'ils?|quand) [^,;.]{3,80}\.?$", _I),
}
"""A condition at the end of an instruction that belongs to the next one, by ISO 639-1 code."""
_SO = re.compile(r"so\b", _I)
_THERE_IS = re.compile(
    r"(?:if|in case) (?:there(?:['’]s| is| are)|(?:you|we|i) (?:see|find|notice|spot|get|have)) (?:\w+ ){0,4}?"
    r"(?P<what>[a-z]{4,20})(?: (?:on|in|at|under|behind|left|there|from)\b.*)?$",
    _I,
)
"""A condition that there is something. What is done with that is done under the condition."""


def with_conditions_carried(sentences: Sequence[ReadSentence], language: str | None) -> list[ReadSentence]:
    """The sentences. What follows a conditional sentence with "instead" has its condition too, and what follows one
    that tells no deed with "then". What follows a conditional instruction with "then" has the condition only if it is
    plainly a part of that; otherwise it stays behind "then", as it was said, since only a listener knows. In other
    languages than English, German, Spanish and French nothing changes."""
    code = (language or "en").split("-")[0].lower()
    if code not in _INSTEAD:
        return list(sentences)
    kept = [_with_condition_behind(one, code) for one in sentences]
    sentences = list(kept)
    for n, one in enumerate(sentences):
        if not one.instructions:
            continue
        instead, then = _INSTEAD[code].search(one.sentence.text), _THEN[code].match(one.sentence.text)
        place = _place_of_condition(kept, n, code) if instead or then else None
        condition = condition_of(code, sentences[place].sentence.text) if place is not None else None
        if place is None or condition is None:
            continue
        if not instead and _for_everybody(kept[place], one, code):
            continue
        if one.sentence.guessed:
            kept[n] = one.with_instructions((one.instructions[0].quoting(one.sentence.said.strip()),))
            continue
        before = kept[place]
        last = before.instructions[-1] if before.instructions else None
        if not instead and not (has_condition(code, last.text) if last else before.reading.aside):
            continue
        if not instead and not _plainly_in(condition, one, code):
            kept[n] = replace(one, instructions=(_after(one.instructions[0], one, code), *one.instructions[1:]))
            continue
        joined = _in_one_line(last, one, code) if last and not instead else None
        if joined:
            cites = tuple(dict.fromkeys((*before.also_cites, *one.sentence.ids)))
            kept[place] = replace(before, instructions=(*before.instructions[:-1], joined), also_cites=cites)
            kept[n] = replace(kept[n], instructions=())
        else:
            cites = tuple(dict.fromkeys((*one.also_cites, *before.sentence.ids)))
            bound = tuple(_under(condition, instruction, one, code) for instruction in one.instructions)
            kept[n] = replace(kept[n], instructions=bound, also_cites=cites)
    return kept


def _with_condition_behind(one: ReadSentence, language: str) -> ReadSentence:
    """The sentence, quoted as it was said if the condition of an instruction hangs on the one before: "regardez les
    pinces, et si elles sont tordues", "mettez les neuves"."""
    told = one.instructions
    if language not in _HANGING or len(told) < 2 or count_words(one.sentence.text) > MOST_QUOTED_WORDS:
        return one
    if not any(_HANGING[language].search(before.text) for before in told[:-1]):
        return one
    quoted = told[0].quoting(one.sentence.said)
    return one.with_instructions((quoted,))


def _for_everybody(before: ReadSentence, one: ReadSentence, language: str) -> bool:
    """Whether a sentence goes on with what is done in any case, since what is done under the condition has ended, what
    is done without it was told as well, or it was the listener's while the speaker's own deeds go on."""
    if _OTHERWISE[language].search(before.sentence.text):
        return True
    ended = language in _ENDED and _ENDED[language].search(before.sentence.text)
    listeners = re.search(r"\byou\b", before.sentence.text, _I) and not re.search(
        r"\b(?:i|we)\b", before.sentence.text, _I
    )
    return bool(ended or (language == "en" and listeners and _OURS.match(one.sentence.text)))


def _plainly_in(condition: str, one: ReadSentence, language: str) -> bool:
    """Whether a sentence goes on with what is done under the condition: it says what follows from that, or is about the
    thing that is there only then."""
    if language != "en":
        return False
    there = _THERE_IS.match(condition)
    text = one.sentence.text
    return bool(_SO.match(text) or (there and re.search(rf"\b{re.escape(there['what'])}\b", text, _I)))


def _after(instruction: Instruction, one: ReadSentence, language: str) -> Instruction:
    """The instruction with "Then" before it, unless it has a lead of its own."""
    if instruction.lead or instruction.as_said or _THEN[language].match(instruction.text):
        return instruction
    then = _JOINT[language].capitalize()
    text = f"{then} {_uncapitalized(instruction.text, one)}"
    return replace(instruction, text=text, lead=then, closing=False)


def condition_of(language: str, sentence: str) -> str | None:
    """The condition of a sentence, as it was said; None if it has none, or only one in its middle.

    >>> condition_of("en", "If the light is red, don't open it."), condition_of("en", "Stop if the light is red.")
    ('If the light is red', 'If the light is red')
    """
    text = sentence.rstrip(" .!")
    found = _LEADING[language].match(text) or _TRAILING[language].search(text)
    if not found or not has_condition(language, text) or _UNREAL.search(found["condition"]):
        return None
    condition = found["condition"].strip()
    return condition[0].upper() + condition[1:]


def goes_on(sentence: str, language: str) -> bool:
    """Whether a sentence begins by going on from the one before it: "then", "after that". `language` is one of the four
    ISO 639-1 codes that are read."""
    return bool(_THEN[language].match(sentence)) and not (language == "en" and _SO.match(sentence))


def _place_of_condition(sentences: Sequence[ReadSentence], here: int, language: str) -> int | None:
    """The index of the sentence whose condition the one at `here` has: the one before it, or the one before that if
    only a remark is between them."""
    speaker = sentences[here].sentence.speaker
    for place in range(here - 1, max(-1, here - 3), -1):
        before = sentences[place]
        if before.sentence.speaker != speaker or before.reading.question or before.sentence.harm:
            return None
        if condition_of(language, before.sentence.text):
            return place
        if before.instructions:
            return None
    return None


def _in_one_line(first: Instruction, one: ReadSentence, language: str) -> Instruction | None:
    """The instruction with those of the next sentence behind it: "If it blinks, wait, then press the button."; None if
    the line would be too long, or if one of them has what is to be typed or its own condition."""
    text = first.text.rstrip(".")
    for instruction in one.instructions:
        if instruction.code or first.code or has_condition(language, instruction.text):
            return None
        text += f", {_JOINT[language]} {_uncapitalized(instruction.text, one).rstrip('.')}"
    if len(text.split()) > MOST_JOINED_WORDS:
        return None
    words = first.words.union(*(instruction.words for instruction in one.instructions))
    return replace(first, text=f"{text}.", words=words, closing=False)


def _under(condition: str, instruction: Instruction, one: ReadSentence, language: str) -> Instruction:
    """The instruction with the condition before it, unless it has one."""
    if has_condition(language, instruction.text):
        return instruction
    said, before = (_INSTEAD_FIRST.sub("", text) for text in (instruction.text, instruction.lead or ""))
    lead, text = under(condition, before, one).rstrip(" "), under(condition, said, one)
    return replace(instruction, text=text, lead=lead, closing=False)


def under(condition: str, text: str, one: ReadSentence) -> str:
    """The condition, a comma, and the text of what the sentence tells, which goes on from it."""
    return f"{condition}, {_uncapitalized(text, one)}"


def _uncapitalized(text: str, one: ReadSentence) -> str:
    """The text of an instruction within a line. A word that was said with a capital inside its sentence keeps it."""
    first = text.split()[0].rstrip(".,") if text.split() else ""
    said = re.search(rf"(?<=\s){re.escape(first)}\b", one.sentence.text) if first else None
    return text if said or (first.isupper() and len(first) > 1) else text[:1].lower() + text[1:]
