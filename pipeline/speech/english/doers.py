"""Reads what others do in a process that is told in the present tense: "HR then files the form". The doer stays."""

from __future__ import annotations

import re

from pipeline.speech import Instruction, literals
from pipeline.speech.english.imperatives import MOST_WHOLE_WORDS, evidence_of
from pipeline.speech.english.open_verbs import OBJECT_OPENERS, could_be_verb, is_adverb
from pipeline.speech.english.vocabulary import FINITE_VERBS, ROLE, TALK_VERBS, base_of_third_person, content_words
from pipeline.speech.english.wording import sentence_case, to_reader
from pipeline.speech.lexicon import phrase_of

DOER_WEIGHT = 0.7
"""How surely a sentence about a doer tells a step of the process, from 0 to 1."""
_ARTICLE = r"(?:the|our|your|their|each|every) (?:[a-z-]+ ){0,2}?"
_DOER = re.compile(
    rf"(?P<who>(?:{_ARTICLE})?{ROLE}(?: (?:on|in|at|of|from) [a-z-]+(?: [a-z-]+)?)?|HR|IT|QA|AP|AR|PR|R&D)"
    r"(?P<adverb>(?: (?:then|also|now|first|[a-z]+ly|always))*) (?P<verb>[a-z-]+s) (?P<what>[\w\"“].*)",
    re.IGNORECASE,
)
_LEAD = phrase_of("english", "doers.LEAD")
_JOINT = re.compile(rf",? (?:and|while|then|and then) (?=(?:{_ARTICLE}{ROLE}|HR|IT|QA)\b)")
"""Where the deed of another doer begins."""


def deeds_of_others(bare: str, masked: literals.Masked) -> tuple[Instruction, ...]:
    """The deeds of a sentence whose subject is a doer, each as a statement with the doer. Empty for other sentences.
    `bare` is the sentence without its openers."""
    lead = _LEAD.match(bare)
    begin = lead.end() if lead else 0
    told: list[Instruction] = []
    for number, part in enumerate(_JOINT.split(bare[begin:].rstrip(" ."))):
        found = _DOER.fullmatch(part)
        base = base_of_third_person(found["verb"].lower()) if found else None
        if found is None or base is None or not _does(base) or not _is_doer(found["who"], found["what"]):
            return ()
        said = f"{lead['lead'] or ''}{part}" if lead and not number else part
        if len(said.split()) > MOST_WHOLE_WORDS:
            return ()
        words = content_words(masked.restore(part))
        evidence = evidence_of(base, DOER_WEIGHT, words, None)
        text = masked.restore(sentence_case(to_reader(said)))
        told.append(Instruction(text, base, DOER_WEIGHT, words, evidence=evidence))
    return tuple(told)


def parts_by_doer(text: str) -> list[str]:
    """A sentence in parts, cut where another doer begins: "we print the form, and the nurse signs it"."""
    begins = [joint for joint in _JOINT.finditer(text) if _DOER.match(text, joint.end())]
    cuts = [0, *(joint.end() for joint in begins)]
    ends = [*(joint.start() for joint in begins), len(text)]
    return [text[begin:end] for begin, end in zip(cuts, ends, strict=True)]


def _does(verb: str) -> bool:
    return could_be_verb(verb) and verb not in TALK_VERBS and not is_adverb(verb)


def _is_doer(who: str, what: str) -> bool:
    """Whether `who` is a doer, by what follows the verb. "It" isn't the department IT, and "customer names in the log"
    aren't named by a customer."""
    following = what.split()[0].lower()
    if who in ("it", "It") or following in FINITE_VERBS:
        return False
    return who.isupper() or " " in who or following in OBJECT_OPENERS
