"""Reads a part of an English sentence, of those between semicolons or with doers of their own: what becomes of each of
its clauses."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.guide import CautionKind
from pipeline.speech import Aside, Instruction, Reading, literals
from pipeline.speech.english import sentence_kinds
from pipeline.speech.english.asides import MOST_SAID_ASIDE_WORDS, advice_against, aside_of
from pipeline.speech.english.clause_splitting import split_instructions
from pipeline.speech.english.clauses import (
    Clause,
    clauses_and_rest,
    clauses_of,
    involved_clause,
    means_clause,
    narrated_clause,
)
from pipeline.speech.english.doers import deeds_of_others
from pipeline.speech.english.imperatives import (
    forbidding_instruction,
    instruction_of,
    reminder_instruction,
    without_echo,
)
from pipeline.speech.english.open_verbs import could_be_verb
from pipeline.speech.english.openers import strip_openers
from pipeline.speech.english.recast import recast
from pipeline.speech.english.stated_deeds import stated_deed
from pipeline.speech.english.verb_frame import Mood
from pipeline.speech.english.vocabulary import ACTION_VERBS, base_of_gerund
from pipeline.speech.english.wording import (
    MOST_INSTRUCTION_WORDS,
    sentence_case,
    shorten,
    to_reader,
    word_clause,
)
from pipeline.speech.lexicon import phrase_of, word_set
from pipeline.speech.urged import urged_and_done

_I = re.IGNORECASE

_VALUE = phrase_of("english", "sentence_parts.VALUE")
"""A sentence that gives a name or a value: "this will be called main"."""
_LIKE_THIS = phrase_of("english", "sentence_parts.LIKE_THIS")
"""The end of a sentence that points at what is shown, and says nothing without it: "you'll see"."""
_DOUBTED = re.compile(r"^(?:(?:or|and|so|then),? )*(?:maybe|perhaps)\b", _I)
"""The beginning of something that the speaker only considers."""
_REMINDER = phrase_of("english", "sentence_parts.REMINDER")
"""A reminder. It keeps its negation: readers know "don't forget to" as an instruction."""
_ADVICE = phrase_of("english", "sentence_parts.ADVICE")
"""The beginning of an instruction in the middle of a sentence that has none at its beginning."""
_ADVISED = ("need to", "have to", "want to", "make sure", "suggest", "recommend", "advise")
"""Texts without one of which a sentence has no such beginning."""
_REPORTED = re.compile(r"\b(?:said|told|claim(?:s|ed)?|thought|believed?s?|wrote)\b", _I)
"""A word after which advice is only reported: "they told me you need to …"."""

_DENIED = re.compile(r"(?:\bnot\b|n't\b|\bnever\b)(?! only\b| just\b)(?:(?!\b(?:so|but|then|and)\b)[^,;:.]){0,80}$", _I)
"""A negation before advice: "it's not like you need to …"."""
_CONDITION_BEFORE = re.compile(
    r"(?:(?:so|and|but|now|okay|then),? )*(?P<said>(?:if|unless|when|once|before|after)\b[^,;:]{4,80})$", _I
)
_NO_VERB = word_set("into in on onto to at with under over by near through the a an this that these those your my our")
"""Words that only seem to be verbs where what is forbidden has none: "use the left one, never the right one"."""


def reading_of_part(text: str, masked: literals.Masked) -> Reading:
    """The reading of a part between semicolons. Its code and how strongly it opens something new are missing: they
    belong to the whole sentence."""
    bare = recast(strip_openers(text))
    if bare != strip_openers(text):
        text = bare
    need = _prerequisite(bare)
    if need:
        return Reading(prerequisite=masked.restore(need))
    if against := advice_against(bare):
        return Reading(aside=Aside(against.kind, masked.restore(against.text)))
    if any(
        kind.search(bare) for kind in (sentence_kinds.MORE_INFORMATION, sentence_kinds.HABIT, sentence_kinds.DEFINED)
    ):
        return Reading()
    tried = _reading_of_trial(bare, masked)
    if tried:
        return tried
    if deeds := deeds_of_others(bare, masked):
        return Reading(instructions=deeds)
    if stated := stated_deed(bare, masked):
        return Reading(instructions=(stated,))
    clauses, others = clauses_and_rest(text)
    if not clauses and (advice := advice_in(text)):
        clauses, others = clauses_and_rest(advice)
    if (urged := urged_and_done(bare, "en")) and (done := reading_of_part(urged[1], masked)).instructions:
        return replace(done, aside=done.aside or reading_of_part(urged[0], masked).aside)
    reminder = _REMINDER.match(bare)
    if reminder and len(bare.split()) >= 6:
        return Reading(instructions=(reminder_instruction(bare, reminder.group("verb").lower(), masked),))
    if instead := _what_to_do_instead(bare, masked):
        return Reading(instructions=(instead,))
    if (warned := _WARNED_SO.match(bare)) and (both := _told_for_warning(warned, masked)):
        return both
    aside = aside_of(bare, clauses)
    if aside:
        pieces = split_instructions(bare, commanded=False)
        if len(pieces) > 1:
            readings = [reading_of_part(piece, masked) for piece in pieces]
            instructions = tuple(instruction for one in readings for instruction in one.instructions)
            first = next((one.aside for one in readings if one.aside), None)
            if first and any(instruction.weight >= 0.8 for instruction in instructions):
                return Reading(instructions=instructions, aside=first)
        spare = _reading_of_clauses(text, bare, clauses, masked).instructions if aside.kind is CautionKind.TIP else ()
        return Reading(aside=Aside(aside.kind, masked.restore(aside.text)), tip_instructions=spare)
    if _VALUE.match(bare) or _VALUE.match(text):
        said = re.sub(r"^(?:(?:and|so),? )+", "", text, flags=_I)
        return Reading(aside=Aside(CautionKind.NOTE, masked.restore(sentence_case(to_reader(said)))))
    if _LIKE_THIS.search(bare) and sentence_kinds.EXPECTED.match(bare):
        return Reading()
    if sentence_kinds.EXPECTED.match(bare) and not any(
        c.frame.mood in (Mood.COMMAND, Mood.NEED, Mood.ASK) for c in clauses
    ):
        return Reading(expected=masked.restore(_result(bare)))
    reading = _reading_of_clauses(text, bare, clauses, masked)
    shown = next((part for part in others if sentence_kinds.EXPECTED.match(part)), None)
    if shown and reading.instructions and not _LIKE_THIS.search(shown):
        reading = replace(reading, expected=masked.restore(_result(shown)))
    limiting = next(
        (part for part in others if sentence_kinds.RESTRICTION.search(part) and len(part.split()) >= 5), None
    )
    if limiting and reading.instructions:
        reading = replace(reading, aside=Aside(CautionKind.NOTE, masked.restore(sentence_case(limiting))))
    return reading


_WARNED_SO = re.compile(
    r"(?P<why>[^;]{12,160}?),? so (?P<do>(?:(?:just|please|be sure to|make sure (?:you|to)) )?[a-z]+ .+)", _I
)
"""A warning, and what is to be done for it: "it is only shown once, so copy it now"."""


def _told_for_warning(found: re.Match[str], masked: literals.Masked) -> Reading | None:
    """The instruction with its warning. None if one of them is missing."""
    clauses = clauses_of(found["do"])
    warning = aside_of(found["why"], []) if clauses and not clauses[0].frame.negated else None
    told = instruction_of(clauses[0], masked) if warning and clauses[0].frame.mood is Mood.COMMAND else None
    if told is None or warning is None or warning.kind is not CautionKind.WARNING:
        return None
    return Reading(instructions=(told,), aside=Aside(warning.kind, masked.restore(warning.text)))


def advice_in(text: str) -> str | None:
    """The rest of a sentence from where it gives advice, with the condition right before it: "if it's worn you need to
    …". None if it gives none, or only reports it."""
    found = _advised(text)
    if found is None or _REPORTED.search(text, 0, found.start()):
        return None
    before = text[: found.start()].rstrip(" ,")
    condition = _CONDITION_BEFORE.match(before)
    if condition is None and _DENIED.search(before):
        return None
    return f"{condition['said']}, {text[found.start() :]}" if condition else text[found.start() :]


def _advised(text: str) -> re.Match[str] | None:
    lowered = text.lower()
    return _ADVICE.search(text) if any(words in lowered for words in _ADVISED) else None


_SHOWN_TRIAL = re.compile(
    r"(?:when|if|once) (?P<who>i|we)(?: (?:now|then|just|also|actually)){0,4} "
    r"(?P<does>(?:click|press|tap|hit|select|choose|open|run|enter|type)\b[^,]{2,80}), (?:then )?"
    r"(?P<seen>(?:it|that|this)(?:'ll| will|'s going to| is going to)?(?: (?:now|then|just|automatically)){0,3} "
    r"(?:opens?|shows?|pops?|appears?|displays?|asks?|lists?|(?:takes?|brings?|gives?) (?:us|me|you|up))\b.{4,})$",
    _I,
)
"""What a presenter clicks (`does`), and what the screen then shows (`seen`)."""


def _reading_of_trial(bare: str, masked: literals.Masked) -> Reading | None:
    """The reading of a sentence that says what a presenter does and what then appears:
    "if we refresh the page, we'll see that the file is there" is an instruction and its result. Else None."""
    found = sentence_kinds.TRIAL.match(bare) or _SHOWN_TRIAL.match(bare)
    if not found:
        return None
    clauses = clauses_of(f"{found['who']} {found['does']}")
    if not clauses or any(clause.frame.negated for clause in clauses):
        return None
    if found["who"].lower() == "you" and re.match(r"(?:this|that)\b", clauses[-1].body, _I):
        return None  # what might be done with what is seen
    instructions = [instruction for clause in clauses if (instruction := instruction_of(clause, masked)) is not None]
    if not instructions or len(instructions) < len(clauses):
        return None
    return Reading(instructions=tuple(instructions), expected=masked.restore(_result(found["seen"])))


def _reading_of_clauses(text: str, bare: str, clauses: list[Clause], masked: literals.Masked) -> Reading:
    """The instructions of clauses, and the goal of the sentence; a note or warning if the sentence has neither. `bare`
    is the text without its openers."""
    goal = None
    found = sentence_kinds.GOAL.match(text.rstrip(" ."))
    if found and len(clauses) <= 1 and not masked.codes(text):
        goal = without_echo(to_reader(found.group("what")))
    elif not clauses and (turned := sentence_kinds.TURNED_TO.match(text.rstrip(" ."))):
        base = base_of_gerund(turned["verb"].lower())
        goal = to_reader(f"{base}{turned['what']}") if base else None
    doubt = 0.45 if _DOUBTED.match(text) else 1.0
    if not clauses:
        alone = means_clause(bare) or involved_clause(bare)
        if alone is None and (alone := narrated_clause(bare)):
            doubt = 0.45  # more often a heading or a remark than a deed
        if alone:
            clauses = _split_at_gerund(alone)
    instructions: list[Instruction] = []
    first: str | None = None
    kept_from = any(_keeps_from(clause) for clause in clauses) and not sentence_kinds.HARMLESS.search(bare)
    for clause in clauses:
        if clause.frame.negated and instructions and clause.frame.mood is Mood.COMMAND and not clause.prefix:
            instructions[-1] = _with_prohibition(instructions[-1], clause, masked)
        elif kept_from and not clause.frame.negated:
            whole = forbidding_instruction(bare, clause, masked)
            return Reading(instructions=(whole,) if whole else ())
        if clause.frame.negated or clause.frame.verb in ("be", "remember", "mind", "feel", "forget"):
            continue
        instruction = instruction_of(clause, masked, doubt)
        if instruction:
            instructions.append(_with_first(first, instruction))
            first = None
        elif clause.frame.verb in ACTION_VERBS and not clause.prefix and _BRIEF.match(clause.body):
            first = masked.restore(word_clause(clause)[0])
    forbidden = bool(clauses) and clauses[0].frame.negated and (bool(clauses[0].prefix) or kept_from)
    if forbidden and not instructions and not sentence_kinds.HARMLESS.search(bare) and len(bare.split()) >= 3:
        return Reading(aside=Aside(CautionKind.WARNING, masked.restore(sentence_case(bare))))
    noted = sentence_kinds.CONSEQUENCE.match(bare) and len(bare.split()) <= MOST_SAID_ASIDE_WORDS
    if not instructions and goal is None and noted and not re.search(r"\bI (?:think|guess|hope|mean|believe)\b", bare):
        return Reading(aside=Aside(CautionKind.NOTE, masked.restore(sentence_case(to_reader(bare)))))
    return Reading(instructions=tuple(instructions), goal=masked.restore(goal) if goal else None)


_BRIEF = re.compile(
    r"(?:(?:it|them) (?:back )?(?:on|off|in|out|up|down|over|away|together|apart)|well|again|[a-z]{3,}ly)[ .]*$", _I
)
"""What a deed says that is too little for a line, and that the next one may rest on: "put it on and press Go"."""


def _with_first(first: str | None, instruction: Instruction) -> Instruction:
    """The instruction behind the deed before it, if that is too brief for a line of its own."""
    if not first or instruction.lead or instruction.code:
        return instruction
    text = f"{sentence_case(first).rstrip('.')} and {instruction.text[:1].lower()}{instruction.text[1:]}"
    return replace(instruction, text=text)


def _keeps_from(clause: Clause) -> bool:
    """Whether a clause says of a known deed that it isn't done: "we don't cross our legs". A line with the rest of its
    sentence alone would say less."""
    frame = clause.frame
    ours = frame.negated and frame.mood is Mood.PLAIN and frame.subject in ("you", "we")
    return ours and could_be_verb(frame.verb)


def _what_to_do_instead(bare: str, masked: literals.Masked) -> Instruction | None:
    """The instruction of "don't …, do … instead", with both halves; only the second if the first forbids nothing."""
    found = sentence_kinds.INSTEAD.match(bare)
    clauses = clauses_of(found["then"]) if found else []
    if not found or len(clauses) != 1 or clauses[0].frame.negated or clauses[0].frame.mood is not Mood.COMMAND:
        return None
    if sentence_kinds.HARMLESS.search(found["not"]):
        return instruction_of(clauses[0], masked)
    return forbidding_instruction(bare, clauses[0], masked)


def _with_prohibition(before: Instruction, forbidden: Clause, masked: literals.Masked) -> Instruction:
    """The instruction with what is forbidden in the same breath: "open the valve slowly and don't force it"."""
    said = masked.restore(word_clause(forbidden)[0])
    text = f"{before.text.rstrip('.')} and {said}."
    if forbidden.frame.verb in _NO_VERB:  # "throw it into the box, never into the bin"
        said = masked.restore(f"never {forbidden.frame.verb} {forbidden.body}")
        text = f"{before.text.rstrip('.')}, {said}."
    if sentence_kinds.HARMLESS.search(said) or len(text.split()) > MOST_INSTRUCTION_WORDS:
        return before
    return replace(before, text=text)


def _split_at_gerund(clause: Clause) -> list[Clause]:
    """Two clauses for one with another gerund in it: "by clicking the plus button and giving it a name". Else the
    clause as it is."""
    found = re.search(r"(?<!\s)\s+and\s++(?:then\s++)?([a-z]+ing)\b(.*)$", clause.body, _I)
    further = means_clause(f"by {found.group(1)}{found.group(2)}") if found else None
    if not found or further is None:
        return [clause]
    return [replace(clause, body=clause.body[: found.start()]), further]


def _prerequisite(bare: str) -> str | None:
    """What the reader must have or know, as a sentence; None for other sentences."""
    if not sentence_kinds.PREREQUISITE.match(bare) or len(bare.split()) < 4:
        return None
    if re.search(r"\bneed (?:a (?:few|little|bit|lot)|it|that|this|them|some time|more)\b", bare, _I):
        return None
    text = re.sub(r"^(?:before (?:you|we) [^,]+|first|to follow along|for this|to get started),\s*", "", bare, flags=_I)
    return sentence_case(shorten(to_reader(text.rstrip(" ."))))


def _result(bare: str) -> str:
    """What appears if it worked, as a sentence for the reader."""
    text = re.sub(r"^(?:(?:and|then|now|so|next) )+", "", bare, flags=_I)
    text = re.sub(r"\b(will|should|you'll|it'll) now\b", r"\1", text)
    text = re.sub(r"^(?:here|there),? (?=you)|,? here(?=[.\s]*$)", "", text, flags=_I)
    text = re.sub(r",? and (?:it's|it is|that's) .*", "", text, flags=_I)
    return sentence_case(shorten(to_reader(text.rstrip(" ."))))
