"""Splits off what comes before an English clause: words that only lead to it, a condition, a place or a purpose."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.speech.english.frame_finder import find_frame
from pipeline.speech.english.unjoined import command_behind, command_behind_condition
from pipeline.speech.english.vocabulary import FINITE_VERBS, base_of_gerund
from pipeline.speech.lexicon import phrase_of

_I = re.IGNORECASE

MOST_CONDITION_WORDS = 20
"""A condition without a comma behind it isn't told from a whole sentence any more if it is longer."""
_STRENGTH = (
    (re.compile(r"^(?:(?:the|our|your) )?(?:next|last|final|second|third|fourth|fifth|other) (?:step|thing"
                r"|task|part)", _I), 2.5),
    (re.compile(r"^(?:the )?first (?:step|thing)", _I), 2.5),
    (re.compile(r"^let's (?:now |also )?(?:take a (?:quick )?look at|look at|move on(?: to)?|turn to|go on (?:to|with)"
                r"|get started with|continue with) (?!it\b|that\b|this\b|how it\b)", _I), 2.5),
    (re.compile(r"^(?:next(?: up)?|finally|lastly|last but not least|moving on|first(?:ly| of all| off)?)\b", _I), 1.8),
    (re.compile(r"^(?:secondly|second|thirdly|third)\b,", _I), 1.8),
    (re.compile(r"^(?:now that|once (?:that|this|you|we|it|everything)|when (?:you've|you have|that|we've) "
                r"|after that)", _I), 1.2),
    (re.compile(r"^(?:now|and now|so now|right now)\b", _I), 1.2),
    (re.compile(r"^(?:then|and then|after this)\b", _I), 0.4),
)  # fmt: skip
"""Phrases that begin something new, and how strongly they do (0 to 3)."""
_OPENER = phrase_of("english", "openers.OPENER")
"""Words that only lead to what follows."""
_BACK_REFERENCE = re.compile(r"^to do (?:so|that|this|it)\b,?\s*(?:first of all,?\s*)?", _I)

_PREFIX = phrase_of("english", "openers.PREFIX")
"""The first word of a part that can come before a main clause."""
_COMMALESS = phrase_of("english", "openers.COMMALESS")
"""The first word of such a part that may have no comma after it."""
PLACE = re.compile(
    r"^(?:in|on|at|under|underneath|within|inside|with|from|by|near|next to|towards?|along) (?!order\b|case\b|to\b)", _I
)
"""The first word of a place."""
_SECOND_SUBJECT = phrase_of("english", "openers.SECOND_SUBJECT")
_PLAIN_SUBJECT = re.compile(r"\b(?:you|we|i) (?:just |simply |then |also )?[a-z]+\b", _I)
_HANGS_ON = re.compile(
    r"\b(?:that|which|who|where|how|what|when|if|because|whether|things?|everything|all|as|than)\b", _I
)
"""A word after which a subject belongs to a subordinate clause."""
_ONLY_WORD = phrase_of("english", "openers.ONLY_WORD")
"""A part of one or two words."""
_CONDITION = re.compile(r"^(?:if|unless|in case|when|whenever|whether|depending|assuming|given|otherwise|where)\b", _I)
_DROPPED = phrase_of("english", "openers.DROPPED")
"""The beginning of a part that a guide doesn't need."""
_STATES = phrase_of("english", "openers.STATES")
"""A statement, which only a comma separates from the instruction after it."""


def opening_strength(text: str) -> float:
    """How strongly a sentence begins something new, from 0 to 3."""
    text = re.sub(r"^(?:(?:okay|ok|alright|all right|so|and|great|good|fine|real fine|right|well|yeah|but"
                  r"|perfect|cool)\b[\s,.;!]*)+", "", text, flags=_I)  # fmt: skip
    text = re.sub(
        r"^now(?: then)?,? (?=(?:the|our|your) (?:next|first|second|last|final|remaining)\b|let's\b)",
        "",
        text,
        flags=_I,
    )
    return max((strength for pattern, strength in _STRENGTH if pattern.match(text)), default=0.0)


@lru_cache(maxsize=512)  # several rules ask in turn for the same sentence and its clauses
def strip_openers(text: str) -> str:
    """The sentence without the words at its beginning that only lead to what follows.

    >>> strip_openers("Okay, so now, basically click Save")
    'click Save'
    """
    for _ in range(8):
        found = _OPENER.match(text) or _BACK_REFERENCE.match(text)
        if not found or not text[found.end() :].strip(" .,"):
            break
        text = text[found.end() :].lstrip(" ,;:")
    return text


def split_prefix(text: str) -> tuple[str, str]:
    """(the part before the main clause, the main clause). The part is empty if the main clause comes first.

    >>> split_prefix("If everything looks correct, choose Create Token")
    ('If everything looks correct', 'choose Create Token')
    """
    doing = _is_gerund(text.split(" ", 1)[0].strip(",").lower())
    if not doing and not _PREFIX.match(text):
        return "", text
    alone = _ONLY_WORD.match(text)
    if alone and len(text) > alone.end():
        word = "alternatively" if alone.group().lower() == "or" else alone.group()
        return word, text[alone.end() :].lstrip(" ,")
    commas = [m.start() for m in re.finditer(r",(?=\s)", text)][:4]
    if doing and _is_gerund_subject(text[: commas[0]] if commas else text):
        return "", text
    if commas and PLACE.match(text) and (subject := _PLAIN_SUBJECT.search(text, 3, commas[0])):
        before, main = text[: subject.start()].strip(), text[subject.start() :]
        if 1 < len(before.split()) <= 6 and not _HANGS_ON.search(before) and find_frame(main) is not None:
            return before, main
    for at in commas:
        rest = text[at + 1 :].strip()
        bare = strip_openers(rest)
        if find_frame(bare) is not None or _PREFIX.match(bare):
            inner, main = _split_without_comma(text[:at])
            return (inner, f"{main}{text[at:]}") if inner else (text[:at].strip(), bare)
    if commas:
        inner, main = _split_without_comma(text[: commas[0]]) if _AIM_OR_PLACE.match(text) else ("", text)
        return (inner, f"{main}{text[commas[0] :]}") if inner else ("", text)
    if doing or PLACE.match(text):
        found = _SECOND_SUBJECT.search(text, 3) or _PLAIN_SUBJECT.search(text, 3)
        before = text[: found.start()].strip() if found else ""
        if found and 1 < len(before.split()) <= 9 and not _HANGS_ON.search(before):
            main = text[found.start() :]
            return (before, main) if find_frame(main) is not None else ("", text)
    return _split_without_comma(text)


_AIM_OR_PLACE = re.compile(r"^(?:to|in order to|for|in|on|at|from|under|with|inside|within) ", _I)


def _split_without_comma(text: str) -> tuple[str, str]:
    """The same for sentences without a comma, as in automatic captions: the main clause begins with another subject or
    with a verb that commands."""
    if _AIM_OR_PLACE.match(text) and (at := command_behind(text)) is not None and len(text[:at].split()) <= 12:
        return text[:at].strip(), text[at:]
    if not _COMMALESS.match(text):
        return "", text
    if (at := command_behind_condition(text)) is not None:
        return text[:at].strip(), text[at:]
    for found in re.finditer(
        r"\b(?:then |just )?(?:you|we|i|let's|please)\b|(?<!to )(?<!and )(?<!or )(?<!the )(?<!can )(?<!a )"
        r"\b(?:launch|open|click|select|run|type|press|choose|enter)(?= (?:the|a|an|your|on|it|[A-Z]))",
        text,
        _I,
    ):
        before = text[: found.start()].strip()
        if len(before.split()) > MOST_CONDITION_WORDS:
            break
        if (
            len(before.split()) >= (2 if before.lower().startswith(("for ", "if so", "if not")) else 3)
            and find_frame(text[found.start() :]) is not None
            and not re.search(
                r"\b(?:if|when|once|after|before|that|which|what|because|as|until|where|how|and|or|but)$"
                r"|^(?:if|when|once) (?:you|we|i)(?: (?:already|ever|never|now|just|then|also|really|would|will|can"
                r"|could|should|do|have|had|did|are)){1,3}$",
                before,
                _I,
            )
        ):
            return before, text[found.start() :]
    return "", text


def _is_gerund(word: str) -> bool:
    """Whether a word is an -ing form of a known verb, as at the beginning of "pressing the key, drag a corner"."""
    return word in ("looking", "coming", "having") or base_of_gerund(word) is not None


def _is_gerund_subject(gerund: str) -> bool:
    """Whether an -ing form and the words after it are a subject: "importing assets isn't necessary"."""
    words = gerund.lower().split()
    return not _HANGS_ON.search(gerund) and any(word in FINITE_VERBS for word in words[1:])


def is_condition(prefix: str) -> bool:
    """Whether the part before an instruction is a condition, which must stay."""
    return bool(_CONDITION.match(prefix))


def is_dropped(prefix: str) -> bool:
    """Whether the part before an instruction is a reason or only leads to it, so that a guide doesn't need it."""
    return bool(_DROPPED.match(prefix) or re.fullmatch(r"[a-z]+ing", prefix, _I))


def is_statement(prefix: str) -> bool:
    """Whether the part before an instruction is a statement: "the file has its own format, so load it"."""
    return bool(_STATES.match(prefix))
