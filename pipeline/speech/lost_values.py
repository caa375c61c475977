"""Keeps the number, address, code or name that a sentence gives behind its instruction, and that no rule kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.speech import Instruction, LanguageRules
from pipeline.speech.read_sentences import ReadSentence
from pipeline.transcript import count_words

NEAR_SENTENCES = 3
"""A value that an instruction within so many sentences has isn't lost."""
MOST_WITH_PLACE_WORDS = 30
"""The longest instruction with the clause that says where its thing is."""
MOST_QUOTED_WORDS = 40
"""The longest sentence that is quoted for the sake of a value."""
_VALUE = re.compile(
    r"(?<![\w@:/.-])(?=[\w@:/.-]{0,60}\d)[\w@:/.%-]{1,120}|\b[\w-]{1,60}(?:[@.][\w-]{2,60}){1,6}(?![\w.])|`[^`\n]{1,120}`"
    r"|(?:\b(?:it|that|this|ours|mine)(?:['’]s| is)(?: called| named)?|\b(?:das|es|der|die) (?:ist|heißt|lautet))"
    r" (?P<name>(?-i:[A-Z])[\w-]{1,60}|[a-z]{1,30}-[\w-]{1,30})",
    re.IGNORECASE,
)
"""A number, an address or code, or a name that something is said to have."""
_NUMBERED = re.compile(
    r"^\W{0,3}(?:(?:step|number|part|point|task|slide|schritt|nummer|teil|punkt|paso|étape)\s)?\d{1,3}\b[.):,]?"
    r"|\b(?:step|part|point|slide|schritt|teil|punkt|paso|étape)\s\d{1,3}\b",
    re.IGNORECASE,
)
"""What only counts the instruction itself."""
_CLAUSE = re.compile(r"(?:, | [-–] )(?=[^,]{0,200}$)(?P<said>.+?)[\s.!]*$")
"""The last clause of a sentence, behind its last comma."""
_SAYS_WHICH = re.compile(
    r"(?:(?:and|so|und|also) )?(?:it|that|this|they|these|ours|mine|for|with|in|at|you|we|i|usually|normally|mostly|das"
    r"|es|bei|für|in|der|die|wir|ihr|ich|sie)\b",
    re.IGNORECASE,
)
"""The beginning of a clause that says which value it is."""


_WHERE_IT_IS = re.compile(
    r", (?P<said>(?:it|they)(?:['’]s| is|['’]re| are) (?:always |usually |just )?(?:under|in|on|at|behind|below|above"
    r"|next to|near|inside|called|named|labell?ed) [^,.;]{2,80}?)[\s.!]*$",
    re.IGNORECASE,
)
"""Where a thing is that the clause before it acts on: "download it, it's under Drivers"."""


def with_lost_values(sentences: Sequence[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """The sentences. Where one has a value that neither its instructions nor those near it have, its last instruction
    keeps the clause that gives the value; where there is none, the sentence is quoted as it was said. An instruction
    keeps the clause behind it that says where its thing is."""
    return [
        one.with_instructions(_with_values(one, lost, rules))
        if one.instructions and (lost := _lost(sentences, at, rules))
        else _with_place(one, rules)
        for at, one in enumerate(sentences)
    ]


def _with_place(one: ReadSentence, rules: LanguageRules) -> ReadSentence:
    where = _WHERE_IT_IS.search(rules.without_fillers(one.sentence.text)) if one.instructions else None
    last = one.instructions[-1] if one.instructions else None
    if where is None or last is None or last.as_said or last.code or not _adds(where["said"], last, rules):
        return one
    if count_words(last.text) + count_words(where["said"]) > MOST_WITH_PLACE_WORDS:
        return one
    return one.with_instructions(
        (*one.instructions[:-1], replace(last, text=f"{last.text.rstrip('.')}, {where['said']}."))
    )


def _lost(sentences: Sequence[ReadSentence], at: int, rules: LanguageRules) -> list[str]:
    """The values of a sentence that no line of a guide would have."""
    one = sentences[at]
    said = _NUMBERED.sub("", rules.without_fillers(one.sentence.text))
    values = [(found["name"] or found[0]).strip("`.,:/").lower() for found in _VALUE.finditer(said)]
    if not values or any(instruction.as_said or instruction.code for instruction in one.instructions):
        return []
    near = sentences[max(0, at - NEAR_SENTENCES) : at + NEAR_SENTENCES + 1]
    lines = [f"{each.text} {each.code or ''}" for other in near for each in other.instructions]
    aside = one.reading.aside
    lines += [one.reading.expected or "", one.reading.prerequisite or "", aside.text if aside else ""]
    printed = " ".join(lines).lower()
    return [value for value in values if not re.search(rf"(?<!\w){re.escape(value)}(?!\w)", printed)]


def _with_values(one: ReadSentence, lost: Sequence[str], rules: LanguageRules) -> tuple[Instruction, ...]:
    last = one.instructions[-1]
    clause = _CLAUSE.search(rules.without_fillers(one.sentence.text))
    which = clause["said"] if clause and _SAYS_WHICH.match(clause["said"]) else ""
    if which and _adds(which, last, rules) and all(value in which.lower() for value in lost):
        return (*one.instructions[:-1], replace(last, text=f"{last.text.rstrip('.')}, {which}."))
    if count_words(one.sentence.text) > MOST_QUOTED_WORDS:
        return one.instructions
    return (last.quoting(one.sentence.said),)


def _adds(clause: str, instruction: Instruction, rules: LanguageRules) -> bool:
    """Whether a clause is about an instruction, and not where the instruction itself was told."""
    words = rules.content_words(clause)
    return 2 * len(words & rules.content_words(instruction.text)) <= len(words)
