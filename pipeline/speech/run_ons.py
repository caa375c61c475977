"""Ends an English instruction where another sentence begins in it that nothing joins to it.

"Press the lid down you can hear a click" becomes "Press the lid down." Speech without full stops makes such lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.speech import Instruction
from pipeline.speech.read_sentences import ReadSentence

FEWEST_WORDS = 2
"""With fewer words before the second sentence, an instruction is left out: it was cut from the middle of something."""
_AUXILIARY = (
    r"(?:am|is|are|was|were|have|has|had|do|does|did|can|could|will|would|should|may|might|must|gonna|won't|can't"
    r"|don't|didn't|doesn't|isn't|aren't)"
)
_SECOND = re.compile(
    r"(?<=\s)(?:(?:i|we|he|she|they)\s(?=[a-z])"
    rf"|(?:you|it|there|this|these|here)\s(?={_AUXILIARY}\b)"
    r"|[a-z]+ing\s(?=(?:the|this|that|your|it|an?)\b(?:\s(?!that\b|which\b|who\b|you\b)[\w-]+){0,4}?\s(?:will|would)\b)"
    r"|(?:most|some|many) (?:people|folks|of (?:us|you|them))\s(?=[a-z])"
    r"|(?:i'm|(?:you|we|they)(?:'re|'ll|'ve|'d)|(?:it|there|this|he|she)(?:'s|'ll))\s|(?:so\s)?let's\s)",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"(?:[^\w\s'’]|[,;]\sthen|\b(?:that|which|who|whom|whose|what\w*|where\w*|when\w*|how\w*|why|if|whether|unless|until|till|while|as"
    r"|because|since|so|and|or|but|than|before|once|after|although|though|like|except|case|lest|otherwise|else|if not"
    r"|sure|certain|way|time|things?"
    r"|everything|anything|something|all|one|place|reason|first|last|means?|know|think|says?|see|remember|check|verify"
    r"|ensure|confirm|notice|find|hope|assume|shows?|tell|note))$",
    re.IGNORECASE,
)
_LED_IN = re.compile(r"[,;] (?:for|in|on|with|at|from|under|by) [^.,;]{2,40}$", re.IGNORECASE)
"""What leads in another case: "use the black nozzle, for petrol"."""
_RELATIVE = re.compile(
    r"\b(?:the|an?|this|that|these|those|your|my|our|his|her|its|their|any|some|each|every|no|what(?:ever)?|which(?:ever)?|many|much)(?:\s[^\s.,;:]+){1,4}$",
    re.IGNORECASE,
)
"""A noun that a clause without "that" may describe: "the file" in "the file you have made"."""
_AFTER_NOUN = re.compile(r"\b(?:the|an?|your|this|that) (?:[\w-]+ ){0,2}[\w-]+$", re.IGNORECASE)
"""A whole object. An -ing form behind it that "will" follows is the subject of another sentence."""
_OPEN = re.compile(r"\b(?:the|an?|your|to|of|with|for|from|at|by|into|onto|through|and|or)$", re.IGNORECASE)
"""No instruction ends so."""
_NEAR_CHARACTERS = 80
"""How much is looked at before a place where a second sentence may begin."""


def without_run_ons(sentences: Iterable[ReadSentence]) -> list[ReadSentence]:
    """The sentences, with the instructions that count ended in time or left out."""
    return [
        one.with_instructions(tuple(ended for each in one.instructions if (ended := _ended(each)) is not None))
        for one in sentences
    ]


def _ended(instruction: Instruction) -> Instruction | None:
    text = instruction.text
    kept = first_sentence(text)
    if instruction.code or instruction.as_said or kept == text:
        return instruction
    if len(kept.split()) < FEWEST_WORDS or len(kept) <= len(instruction.lead or "") or _OPEN.search(kept):
        return None
    return replace(instruction, text=f"{kept.rstrip(' ,;')}.")


def first_sentence(text: str) -> str:
    """A text up to where a second sentence begins in it; the whole text if none does. Raises nothing."""
    for found in _SECOND.finditer(text):
        before = text[max(0, found.start() - _NEAR_CHARACTERS) : found.start()].rstrip()
        gerund = found[0].rstrip().lower().endswith("ing")
        if _JOINED.search(before) or _LED_IN.search(before) or (gerund and not _AFTER_NOUN.search(before)):
            continue
        related = not gerund and not found[0].lower().startswith(("there", "this", "let", "so", "most", "many"))
        if related and _RELATIVE.search(before):
            continue
        return text[: found.start()].rstrip()
    return text
