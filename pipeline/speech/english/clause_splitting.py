"""Splits an English sentence before each further instruction."""

from __future__ import annotations

import re

from pipeline.speech.english.command_frames import commands_at
from pipeline.speech.english.frame_finder import find_frame
from pipeline.speech.english.open_verbs import OBJECT_OPENERS, could_be_verb
from pipeline.speech.english.openers import PLACE, split_prefix, strip_openers
from pipeline.speech.english.unjoined import further_commands
from pipeline.speech.english.verb_frame import Mood, tokens_of
from pipeline.speech.english.vocabulary import ACTION_VERBS, AFTER_IMPERATIVE, ROLE, VERBS_OR_NOUNS
from pipeline.speech.lexicon import phrase_of

_I = re.IGNORECASE
_UNJOINED = ";"
"""The sign for a command that nothing joins to what comes before."""
CONDITIONAL = re.compile(r"\b(?:if|when|unless|whether)\b", _I)
_JOINT = phrase_of("english", "clause_splitting.JOINT")
"""A conjunction or sign after which another instruction may begin."""
_SUBORDINATE = phrase_of("english", "clause_splitting.SUBORDINATE")
"""The end of a text whose next verb isn't an instruction of its own."""


def split_instructions(text: str, *, commanded: bool) -> list[str]:
    """The parts of a sentence, each with one instruction at most: "open the menu and select Copy" has two. `commanded`
    says whether the first part is an instruction. Only then does a verb without a subject begin another one.

    >>> split_instructions("open the menu and select Copy Account ID", commanded=True)
    ['open the menu', 'select Copy Account ID']
    """
    return [part for _, part in parts_with_joints(text, commanded)]


def parts_with_joints(text: str, commanded: bool) -> list[tuple[str, str]]:
    """(conjunction or sign before it in lower case, part) for each part that `split_instructions` gives. Nothing is
    before the first one."""
    parts: list[tuple[str, str]] = []
    begin, sign = 0, ""
    joints = [(joint.start(), joint.end(), joint.group().strip().lower()) for joint in _JOINT.finditer(text)]
    joints += [(at - 1, at, _UNJOINED) for at in further_commands(text)]
    for start, end, here in sorted(joints):
        right = text[end:]
        left = text[begin:start]
        if end <= begin or not left.strip() or not right.strip():
            continue
        if here == _UNJOINED or _is_new_instruction(left, right, here, commanded):
            parts.append((sign, left))
            begin, sign = end, here
    parts.append((sign, text[begin:]))
    return [(joint, part.strip(" ,;")) for joint, part in parts if part.strip(" ,;.")]


_NOUNS_TOO = VERBS_OR_NOUNS - {"click", "press"}
"""Verbs that are as often nouns."""
_PLACE_AND_SUBJECT = phrase_of("english", "clause_splitting.PLACE_AND_SUBJECT")
"""A place and the subject of another main clause: "in the results field, the result changes"."""
_EITHER = re.compile(r"(?:(?:you|we|i)(?:'ll| can| could)? )?either\b", _I)
_CAUSED = re.compile(
    rf"\bhave (?:them|him|her|everyone|everybody|people|somebody|someone|(?:the|your|our|a|each|every) {ROLE}s?)\b", _I
)
"""Somebody being made to do something. What is joined to it is done by them too."""
_OTHER_CLAUSE = phrase_of("english", "clause_splitting.OTHER_CLAUSE")
"""The beginning of a main clause with a subject of its own."""


_PURPOSE = re.compile(r"\bto (?!the\b|an?\b|your\b|our\b|their\b|this\b|that\b|it\b|\d)[a-z]+ ", _I)
"""The beginning of what a deed is for."""


def _purpose_goes_on(behind: str, sign: str, right: str) -> bool:
    """Whether a verb only goes on with the list of what the deed before is for: "we meet them to see how they are,
    answer questions, and gather feedback"."""
    purpose = _PURPOSE.search(behind)
    if purpose is None:
        return False
    return bool(re.search(r", and [a-z]", right)) if sign == "," else "and" in sign and "," in behind[purpose.end() :]


_ELSE_BEFALLS = re.compile(
    r"[\s,;](?:otherwise|or|or else|if not,?) (?:(?:it|they|this|that|(?:the|your|its) [a-z-]{1,20}(?: [a-z-]{1,20})?)"
    r"(?:'ll|'d|'s going to| is going to| will| would| can| could| may| might)"
    r"|you(?:'ll| will) (?:get|lose|burn|hurt|cut|break|ruin|damage)) [^,;]{1,80}$",
    _I,
)
"""What befalls one who doesn't do it. A verb joined to it is none to do: "otherwise it'll burst and spray the wall"."""


def _is_new_instruction(left: str, right: str, sign: str, commanded: bool) -> bool:
    """Whether a new part begins after the conjunction or sign `sign`. `left` is the part before it, `right` all of the
    text after it."""
    bare = strip_openers(right)
    tokens = tokens_of(bare[:120])
    if _EITHER.match(left) and "or" not in left.lower().split():
        return False  # "either take the lift or, if it's out of order, use the stairs"
    if not tokens or (sign == "and" and _ELSE_BEFALLS.search(left)):
        return False
    own_subject = tokens[0].low in ("you", "we", "i", "let", "don", "please", "never") or (
        tokens[0].low == "do" and len(tokens) > 1 and tokens[1].low in ("n't", "not")
    )
    if tokens[0].low in ("what", "the", "all") and find_frame(bare) is not None:
        return len(left.split()) >= 2
    if tokens[0].low in ("if", "when", "once", "before", "after", "to", "since") and sign != ",":
        prefix, main = split_prefix(bare)
        return bool(prefix) and find_frame(strip_openers(main)) is not None
    if "and" in sign and _PLACE_AND_SUBJECT.match(bare) and not _SUBORDINATE.search(left):
        return True
    if "and" in sign and PLACE.match(bare):
        prefix, main = split_prefix(bare)
        if prefix and find_frame(main) is not None:
            return True
    if ("and" in sign or "but" in sign) and _OTHER_CLAUSE.match(bare) and not _SUBORDINATE.search(left):
        return True
    if own_subject:
        if sign == "," and tokens[0].low in ("you", "we", "i") and _SUBORDINATE.search(left):
            return False
        frame = find_frame(bare)
        return frame is not None and len(left.split()) >= 2
    if _CAUSED.search(left) and tokens[0].low not in ("you", "we", "i") and not sign.startswith(";"):
        return False  # "have them read the contract and sign it"
    if not commanded:
        frame = find_frame(bare)
        if frame is None:
            return False
        ordered = frame.mood is Mood.COMMAND and frame.verb not in _NOUNS_TOO
        joined = sign.startswith(";") or ("and then" in sign and not CONDITIONAL.search(left))
        return joined or (sign == ", so" and ordered)
    if _SUBORDINATE.search(left):
        return False
    word = tokens[0].low
    following = tokens[1].low if len(tokens) > 1 else ""
    opens = word in ACTION_VERBS or (could_be_verb(word) and tokens[0].text.islower() and following in OBJECT_OPENERS)
    if not opens and word != "come" and not (word in ("make", "be") and following == "sure"):
        return False
    if not commands_at(tokens, 0):
        return False
    start = strip_openers(left) if find_frame(strip_openers(left)) else left
    so_far = find_frame(start)
    if so_far is not None and not start[so_far.body :].strip():
        return False
    if so_far is not None and so_far.mood is Mood.PLAIN and _purpose_goes_on(start[so_far.body :], sign, right):
        return False
    if len(left.split()) < 2 or (sign == "," and PLACE.match(left) and find_frame(left) is None):
        return False
    if sign == "," and bare[0].isupper():
        return False  # menus within menus: "choose File, Open"
    if sign == "," or word in VERBS_OR_NOUNS:
        fits = following in AFTER_IMPERATIVE or (
            len(tokens) > 1 and (tokens[1].text[0].isupper() or tokens[1].text[0].isdigit())
        )
        fits = fits or (sign.endswith("then") and word in ("click", "press", "tap", "select") and following.isalpha())
        if not fits:
            return False
        if sign == "," and following in ("and", "or", "of"):
            return False
    if sign == "and":
        # "to cut and tear it": the second verb continues the first, unless that is far away.
        behind = start[so_far.body :] if so_far is not None else start
        tail = re.search(r"\b(?:to|can|could|may|might|will|would|should)\s+([a-z]+)(?:\s+\S+){0,4}$", behind, _I)
        if tail and tail.group(1).lower() in ACTION_VERBS:
            return False
    return True
