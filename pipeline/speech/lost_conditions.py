"""Gives instructions the condition under which their sentence tells them, if no rule of English kept it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.speech import Instruction
from pipeline.speech.english.clauses import begins_anew
from pipeline.speech.read_sentences import ReadSentence
from pipeline.transcript import count_words

CONDITION = re.compile(
    r"(?<!even )(?<!what )(?<!as )(?<!see )(?<!check )(?<!know )(?<!sure )(?<!wonder )(?<!wondering )(?<!ask )"
    r"(?<!tell )(?<!verify )(?<!test )(?<!find out )(?<!found out )(?<!figure out )(?<!finding out )(?<!determine )"
    r"(?<!find )\b(?:if|unless)\b"
    r"(?! (?:you|we|i) (?:just |now |then )?(?:go|come|look|scroll|open|hover|zoom|see|notice|pop|jump|head)\b)"
    r"(?P<said>[^,;.]{0,200})",
    re.IGNORECASE,
)
"""A condition up to its comma. "See if" asks for none, and "if you go to the menu" only shows the way."""
_KEPT = re.compile(
    r"\b(?:if|unless|when|whenever|once|in case|only|optional|optionally|otherwise|alternatively|until|after|before"
    r"|while|depending|needed|necessary|(?<!sure )to|for|where)\b",
    re.IGNORECASE,
)
_TRIES = re.compile(r"\W{0,3}(?:we|i)\b(?!.{0,200}\b(?:had|would|were|could|want|need|like)\b)", re.IGNORECASE)
"""The beginning of what a presenter tries: "if we go back and press it, we see …"."""
_IN_THAT_CASE = re.compile(r"(?:(?:so|and|well|okay|then),? )*in that case\b", re.IGNORECASE)
_OF_THEM = re.compile(r"(?:if|unless|when|once|in case) (?P<it>it|they|those|these|that)\b", re.IGNORECASE)
"""A condition about what was named before it."""
_NAMES = re.compile(
    r"\b(?:the|an?|your|my|our|these|those|both|each|all|some|any|two|three|four) "
    r"(?!way\b|thing\b|point\b|case\b|bit\b)[a-z][\w-]+",
    re.IGNORECASE,
)
"""A thing that is named."""
_SHOWS_IT = re.compile(
    r"\b(?:there(?:['’]s| is) (?:also )?an?|(?:look|glance) at (?:the|your)|you(?:['’]ve| have)(?: got)? an?) ",
    re.IGNORECASE,
)
"""What the next sentence calls "it" is named behind these words."""
MOST_PAIRED_WORDS = 40
"""Two sentences of together more words aren't quoted as one."""
MOST_QUOTED_WORDS = 75
"""The longest sentence that is quoted for want of anything better."""


def with_lost_conditions(sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    """The sentences. An instruction without the condition that its sentence tells before it takes that of the
    instruction before it in the same sentence. If that has none, the sentence is quoted as it was said; what is told
    "in that case" is quoted with the sentence that tells the case. So is an instruction that says "if they're bent", if
    what is meant was named where nothing is told."""
    kept = [
        _with_thing_meant(one)
        for one in (
            one.with_instructions(_with_conditions(one))
            if one.instructions and CONDITION.search(one.sentence.text)
            else one
            for one in sentences
        )
    ]
    for n, (before, one) in enumerate(pairwise(kept), 1):
        if not one.instructions:
            continue
        if before.instructions and before.instructions[-1].vague and _is_of_it(one.instructions[0]):
            definite = replace(before.instructions[-1], vague=False)
            kept[n - 1] = before.with_instructions((*before.instructions[:-1], definite))
        in_that_case = _IN_THAT_CASE.match(one.sentence.text) and not one.instructions[0].lead
        if in_that_case or _names_what_is_meant(before, one):
            said = f"{before.sentence.said.strip()} {one.sentence.said.strip()}"
            if count_words(said) <= (MOST_QUOTED_WORDS if in_that_case else MOST_PAIRED_WORDS):
                cites = tuple(dict.fromkeys((*one.also_cites, *before.sentence.ids)))
                quoted = one.instructions[0].quoting(said)
                kept[n] = replace(one, instructions=(quoted,), also_cites=cites)
    return kept


def _with_thing_meant(one: ReadSentence) -> ReadSentence:
    """The sentence, quoted as it was said if its first instruction has a condition about a thing that the sentence
    names before: "look at the clips, and if they're bent, put in the new ones". After another line, "they" would be
    other things."""
    if any(told.vague and _is_of_it(after) for told, after in pairwise(one.instructions)):
        return one.with_instructions(tuple(replace(told, vague=False) for told in one.instructions))
    first = one.instructions[0] if one.instructions else None
    meant = _OF_THEM.match(first.lead) if first and first.lead else None
    if first is None or meant is None or count_words(one.sentence.text) > MOST_QUOTED_WORDS:
        return one
    at = one.sentence.text.lower().find(meant[0].lower())
    if at <= 0 or not _NAMES.search(one.sentence.text[:at]):
        return one
    quoted = first.quoting(one.sentence.said)
    return one.with_instructions((quoted,))


def _is_of_it(instruction: Instruction) -> bool:
    """Whether an instruction has a condition about what the one before it names, which isn't vague then."""
    return bool(instruction.lead and _OF_THEM.match(instruction.lead))


def _names_what_is_meant(before: ReadSentence, one: ReadSentence) -> bool:
    """Whether a sentence begins with a condition about a thing that only the sentence before names, where nothing is
    told."""
    first, told = one.instructions[0], before.reading
    meant = _OF_THEM.match(first.lead) if first.lead else None
    if meant is None or first.as_said or before.sentence.speaker != one.sentence.speaker:
        return False
    if before.instructions or told.aside or told.expected or told.prerequisite or told.question or told.topic:
        return False
    names = _NAMES if meant["it"].lower() in ("they", "those", "these") else _SHOWS_IT
    return names.search(before.sentence.text) is not None and _OF_THEM.match(one.sentence.text) is not None


def _with_conditions(one: ReadSentence) -> tuple[Instruction, ...]:
    kept: list[Instruction] = []
    anew = False
    """Whether the sentence goes on with another thing, which its condition doesn't limit."""
    for instruction in one.instructions:
        anew = anew or (bool(kept) and _goes_on(one.sentence.text, instruction))
        if anew or not _is_lost(one.sentence.text, instruction):
            kept.append(instruction)
        elif kept and (lead := kept[-1].lead) and CONDITION.search(lead):
            text = f"{lead.strip()} {instruction.text[:1].lower()}{instruction.text[1:]}"
            kept.append(replace(instruction, text=text, lead=lead))
        else:
            quoted = count_words(one.sentence.text) <= MOST_QUOTED_WORDS
            return (instruction.quoting(one.sentence.said),) if quoted else ()
    return tuple(kept)


def _goes_on(said: str, instruction: Instruction) -> bool:
    """Whether an instruction without a lead is a new deed after "then"."""
    verb = re.escape(instruction.verb)
    then = bool(verb) and re.search(rf"\bthen (?:just |also )?{verb}\b", said, re.IGNORECASE)
    return bool(then) and not instruction.lead and begins_anew(instruction.verb, instruction.text.partition(" ")[2])


def _is_lost(said: str, instruction: Instruction) -> bool:
    """Whether a sentence tells an instruction after a condition that the instruction doesn't have."""
    if _KEPT.search(instruction.text) or not instruction.verb:
        return False
    condition = CONDITION.search(said)
    verb = re.search(rf"\b{re.escape(instruction.verb)}", said, re.IGNORECASE)
    if condition is None or (verb and verb.start() < condition.start()):
        return False
    tried = _TRIES.match(condition["said"]) and re.search(
        rf"\b{re.escape(instruction.verb)}\b", condition["said"], re.I
    )
    return not (tried or _is_the_deed(instruction.verb, said[condition.start("said") :]))


def _is_the_deed(verb: str, said: str) -> bool:
    """Whether what is said after "if" only begins with the deed itself: "if we now refresh the page"."""
    word = r"[^\w']{1,9}[\w']{1,30}"
    begins = re.match(
        rf"\W{{0,9}}(?:you|we|i)\b(?:'\w{{1,5}})?(?:{word}){{0,3}}?[^\w']{{1,9}}{re.escape(verb)}\b",
        said,
        re.IGNORECASE,
    )
    return begins is not None and not re.search(rf"\b{re.escape(verb)}\b", said[begins.end() :], re.IGNORECASE)
