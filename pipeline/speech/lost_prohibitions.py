"""Keeps what a sentence forbids behind "and" or "but", and what no rule kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.guide import CautionKind
from pipeline.speech import Aside, Instruction, LanguageRules, Reading
from pipeline.speech.read_sentences import ReadSentence
from pipeline.transcript import count_words

MOST_QUOTED_WORDS = 60
"""A longer sentence is neither quoted nor made a warning."""
STOP_WEIGHT = 0.7
"""How surely a sentence counts that says when to stop."""
MOST_JOINED_WORDS = 28
"""The longest instruction that what is forbidden is joined to."""
_BY_THE_WAY = (
    r"(?:(?:please|also|just|then|so|again|remember|definitely|absolutely|whatever (?:you do|happens)),?\s){0,3}"
)
_HARMLESS = (
    r"(?!(?:worry|have|need|forget|know|think|mind|care|hesitate|see|get|like|believe|really|you|we|i|understand"
    r"|remember|necessarily|even|be|panic|miss|say|mean|seem|expect|hear|the|a|an|that|this|it|in|on|at|to|too|so"
    r"|just|only|sure|yet|always|all|as|because|if|when|really|quite|very|much|many|any)\b)"
)
_PATTERNS = {
    "en": (
        rf"(?:,\s|\b(?=(?:and|but)\b))(?:(?:and|but)\b,?\s)?{_BY_THE_WAY}"
        r"(?P<command>(?:don't|do not|never)\s(?:ever\s|you (?:ever )?|want to\s|wanna\s)?"
        r"|let's not\s|(?:make sure|be sure|be careful|try) (?:you don't|you do not|not to|to not|to never|you never)\s"
        r"|you (?:should|must|may|might want to|(?:will )?want to|'ll want to)(?:n't| not| never)\s(?:to\s)?"
        r"|you (?:shouldn't|mustn't|never want to|don't want to|do not want to|don't wanna)\s"
        r"|you(?:'re| are) not (?:supposed|allowed|meant) to\s)"
        rf"{_HARMLESS}(?P<verb>[a-z]{{2,20}})\b(?P<rest>[^,;:]{{0,90}})"
        r"|\b(?:and|but)\s(?:(?:you|we|i)\s(?:just\s|really\s|also\s)?(?:don't|do not|never)\s)"
        rf"{_HARMLESS}(?P<done>[a-z]{{2,20}})\b\s(?:the|this|that|these|those|it|them|my|your|our|any\w*)\b"
    ),
    "de": (
        r"\b(?:und|aber|doch)\s(?:(?:bitte|auch|dann|bloß|ja|man|ihr|wir|du|sie)\s){0,3}"
        r"(?!(?:ist|sind|war|waren|hat|haben|wird|werden|kann|können|will|wollen|geht|gibt|heißt|weiß|weißt|braucht"
        r"|brauchen|muss|müssen|müsst|musst|möchte|möchten|hatte|passiert|funktioniert|kommt|gehört|steht|liegt"
        r"|sieht|seht|sehen|findet|wisst|wissen)\b)"
        r"(?:(?-i:[a-zäöüß]){2,20}(?:en|ern|eln|t|e))\s(?:(?!und\b|aber\b)[\w'\"-]+\s){0,8}?"
        r"(?:nicht|nie|niemals|kein(?:e[nmrs]?)?)\b(?!\snur|\s(?:so|weiter)\b)"
    ),
    "es": (
        r"\b(?:y|pero|e)\s(?:(?:por favor|sobre todo|también),?\s){0,2}(?:no|nunca|jamás)\s(?:(?:se|lo|la|los|las|les?)"
        r"\s){0,2}(?!(?:hay (?!que)|es|está|son|están|pasa|importa|tiene|sé|sabe|olvid\w+|te preocup\w+)\b)\w{3,20}"
    ),
    "fr": (
        r"\b(?:et|mais|puis)\s(?:surtout\s)?(?:(?:vous|tu|on|nous|je|il)\s)?(?:ne\s|n')"
        r"(?!(?:est|ai|as|a|ont|importe|hésite\w*|oublie\w*|y)\b)(?:(?:le|la|les|lui|y|en)\s|l'){0,2}[\w'-]{2,40}"
        r"\s(?:\w+\s)?(?:pas|jamais|plus|rien)\b"
    ),
}
_FORBIDS = {code: re.compile(pattern, re.IGNORECASE) for code, pattern in _PATTERNS.items()}
"""What is forbidden behind another clause, by ISO 639-1 code. In English, `command` tells the reader so, with `verb`
and `rest`; else somebody says of themselves what they don't do (`done`)."""
_NEGATION = {
    "en": re.compile(r"\b(?:not|never|avoid\w*|without|nor)\b|n't\b", re.IGNORECASE),
    "de": re.compile(r"\b(?:nicht|nie|niemals|kein\w*|ohne)\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:no|nunca|jamás|sin)\b", re.IGNORECASE),
    "fr": re.compile(r"\b(?:ne|pas|jamais|plus|rien|sans)\b|\bn'", re.IGNORECASE),
}
_ALONE = re.compile(rf",?\s?(?:and|but),?\s{_BY_THE_WAY}(?:don't|do not|never)\b|,\s(?:but )?never\b", re.IGNORECASE)
"""The beginning of what is forbidden, also behind a clause that instructs nothing."""
_OF_OTHERS = re.compile(r"\b(?:we|i|they|he|she|if|or|who|people|say|says|said)\b|[\"“”]", re.IGNORECASE)
"""Words before it that make it a statement of somebody else's deeds, or a part of one."""
_IF = r"^\W*(?:(?:and|so|but),? )?(?:if|when|whenever|as soon as)\b"
_CONDITION = re.compile(rf"{_IF}[^,;]{{3,100}},", re.IGNORECASE)
"""The condition at the beginning of a sentence."""
_STOPS = {
    "en": re.compile(
        rf"{_IF}[^;.!?]{{3,100}}, (?:then |just |please |you (?:must |have to |need to )?)?"
        r"(?:stop|leave it|get out|stay (?:away|out)|keep (?:away|out))\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"^\W*(?:(?:und|aber),? )?(?:wenn|falls|sobald)\b[^;.!?]{3,100}, (?:dann )?(?:sofort )?"
        r"(?:stopp\w*|hör(?:t|en Sie)? auf|halt(?:et|en Sie)? an|aufhören|anhalten)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"^\W*(?:(?:y|pero),? )?(?:si|cuando)\b[^;.!?]{3,100}, (?:para|pare|paren|paras|detente|deténgase|alto)\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"^\W*(?:(?:et|mais),? )?(?:si|quand|dès que)\b[^;.!?]{3,100}, (?:on (?:s')?arrête|arrête\w*|stop)\b",
        re.IGNORECASE,
    ),
}
"""Under which condition to stop, by ISO 639-1 code."""


@dataclass(frozen=True, slots=True)
class _Prohibition:
    """What a sentence forbids behind a clause."""

    said: str
    """With the word that joins it: ", but never use hot water"."""
    at: int
    """Where it begins in the sentence."""
    verb: str
    """Its verb; empty where that isn't known."""
    commanded: bool
    """Whether the reader is told so, in English."""


def with_lost_prohibitions(
    sentences: Sequence[ReadSentence], rules: LanguageRules, language: str | None
) -> list[ReadSentence]:
    """The sentences. What one forbids behind "and" or "but", and what none of its lines has, joins the instruction
    before it in English, or becomes a warning. Where neither is possible, the sentence is quoted as it was said."""
    code = (language or "en").split("-")[0].lower()
    if code not in _FORBIDS:
        return list(sentences)
    return [_with_prohibition(one, rules, code) for one in sentences]


def _with_prohibition(one: ReadSentence, rules: LanguageRules, code: str) -> ReadSentence:
    told = one.instructions
    if any(instruction.as_said for instruction in told) or count_words(one.sentence.text) > MOST_QUOTED_WORDS:
        return one
    lost = _lost(one, code)
    if lost is None:
        return _with_stop(one, rules, code)
    reading = one.reading
    if not told:
        unread = reading.instructions or reading.tip_instructions or reading.question or reading.idle or reading.aside
        before = _CONDITION.sub("", one.sentence.text[: lost.at]) if code == "en" else one.sentence.text[: lost.at]
        told_alone = lost.commanded and _ALONE.match(lost.said) and not _OF_OTHERS.search(before)
        if unread or not told_alone or one.in_answer or one.from_listener:
            return one
        return _with_warning(one, rules)
    if lost.commanded:
        if joined := _joined(told, lost, one.sentence.text):
            return one.with_instructions(joined)
        if reading.aside is None:
            return _with_warning(one, rules)
    quoted = told[-1].quoting(one.sentence.said)
    return one.with_instructions((quoted,))


def _with_stop(one: ReadSentence, rules: LanguageRules, code: str) -> ReadSentence:
    """The sentence, quoted at its place if it says under which condition to stop and no line has that."""
    reading = one.reading
    other = reading.question or reading.idle or reading.aside or one.in_answer or one.from_listener
    if other or one.instructions or not _STOPS[code].match(one.sentence.text.replace("’", "'")):
        return one
    words = rules.content_words(one.sentence.text)
    return one.with_instructions((Instruction(one.sentence.said, "", STOP_WEIGHT, words, as_said=True),))


def _with_warning(one: ReadSentence, rules: LanguageRules) -> ReadSentence:
    said = rules.without_fillers(one.sentence.text).strip()
    warning = Aside(CautionKind.WARNING, said if said.endswith((".", "!")) else f"{said}.")
    return replace(one, reading=replace(one.reading, aside=warning))


def _lost(one: ReadSentence, code: str) -> _Prohibition | None:
    """What the sentence forbids, if no line of a guide would have it."""
    said = one.sentence.text.replace("’", "'")
    printed = _printed(one.reading, one.instructions)
    for found in _FORBIDS[code].finditer(said):
        groups = found.groupdict()
        verb = groups.get("verb") or groups.get("done") or ""
        if not any(_has(line, verb, code) for line in printed):
            ends = found.end() if groups.get("verb") else len(said)
            return _Prohibition(said[found.start() : ends], found.start(), verb.lower(), bool(groups.get("verb")))
    return None


def _printed(reading: Reading, instructions: Sequence[Instruction]) -> list[str]:
    lines = [f"{one.text} {one.code or ''}" for one in instructions]
    lines += [reading.expected or "", reading.prerequisite or "", reading.aside.text if reading.aside else ""]
    return [line.replace("’", "'") for line in lines if line]


def _has(line: str, verb: str, code: str) -> bool:
    """Whether a line has a negation, and the verb behind it."""
    negation = _NEGATION[code].search(line)
    if negation is None or not verb:
        return negation is not None
    return re.search(rf"\b{re.escape(verb)}", line[negation.end() :], re.IGNORECASE) is not None


def _joined(told: Sequence[Instruction], lost: _Prohibition, sentence: str) -> tuple[Instruction, ...] | None:
    """The instructions, with what is forbidden at the last of them that is said before it. None if that would be too
    long, or none is."""
    before = [
        n
        for n, one in enumerate(told)
        if one.verb and re.search(rf"\b{re.escape(one.verb)}\b", sentence[: lost.at], re.IGNORECASE)
    ]
    if not before:
        return None
    at = before[-1]
    said = re.sub(r"\s(?:and|then|so|but)(?:\s(?:then|now|after that)\b.*)?$", "", lost.said.strip(" .!"))
    joint = "" if said.startswith(",") else " "
    text = f"{told[at].text.rstrip('.')}{joint}{said}."
    if told[at].code or count_words(text) > MOST_JOINED_WORDS:
        return None
    return (*told[:at], replace(told[at], text=text), *told[at + 1 :])
