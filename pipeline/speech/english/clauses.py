"""Splits English sentences into clauses that instruct, each with the condition, place or purpose before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.speech.english.clause_splitting import parts_with_joints
from pipeline.speech.english.consequences import is_consequence
from pipeline.speech.english.frame_finder import find_frame
from pipeline.speech.english.open_verbs import base_of_progressive, manner_of
from pipeline.speech.english.openers import is_dropped, split_prefix, strip_openers
from pipeline.speech.english.verb_frame import Frame, Mood
from pipeline.speech.english.vocabulary import FINITE_VERBS, base_of_gerund
from pipeline.speech.lexicon import phrase_of, words_of

_I = re.IGNORECASE

_DECLINED = re.compile(r"(?:you|we|i) could\b[^,;]*,? but\b(?! (?:you|we|i) (?:don't|do not) (?:have|need) to\b)", _I)
"""A way that is named and not taken: "we could use this column, but"."""
_CARRIED = re.compile(r"^(?:if|unless|in case|when|whenever|depending|assuming)\b", _I)
"""A condition, which also applies to the instructions joined to the first one."""
_COUNTERFACTUAL = re.compile(
    r"^if (?:you|we|i|it|he|she|they|this|that|there)(?: (?:was|were|had|weren't|hadn't|didn't|did|would(?:n't| not)?"
    r" have)\b|'d\b)",
    _I,
)
"""A condition that isn't met: "if it had been deleted"."""

_FETCHING = frozenset({"take", "get", "grab", "fetch", "bring", "put", "go", "return", "move", "come"})
"""Verbs that begin a deed with another thing or at another place."""
_BACK = re.compile(
    r"\b(?:it|its|that|this|them|they|their|those|these|one|ones|otherwise|instead|there|same|off|out)\b", _I
)
"""A word that takes up what was said before, or a deed with what is at hand: "take the lid off"."""


def _goes_on_for_all(sign: str, frame: Frame, bare: str) -> bool:
    """Whether a command after "and then" is a new deed, which the condition before doesn't limit: "and then take
    another strip". What refers back ("and then take it out") still has the condition."""
    if "then" not in sign.split() or frame.subject or frame.mood is not Mood.COMMAND:
        return False
    return begins_anew(frame.verb, bare[frame.body :])


def begins_anew(verb: str, body: str) -> bool:
    """Whether a verb with what follows it is a deed with another thing or at another place, and takes up nothing that
    was said before.

    >>> begins_anew("take", "another strip"), begins_anew("take", "it out"), begins_anew("open", "the lid")
    (True, False, False)
    """
    return verb in _FETCHING and bool(body.strip()) and not _BACK.search(body)


@dataclass(frozen=True)
class Clause:
    """A verb that instructs with what comes before and after it, still in the speaker's words."""

    prefix: str
    """The part before the clause, such as "If everything looks correct", or an empty string."""
    frame: Frame
    body: str
    """What follows the verb."""
    manner: str = ""
    """A word before the verb that says how, or limits: "carefully", "only"."""


def clauses_of(sentence: str) -> list[Clause]:
    """The clauses of a cleaned sentence that instruct, in order. Empty if there are none."""
    return clauses_and_rest(sentence)[0]


_LAST_CONDITION = re.compile(r"(?:^|,\s*)((?:if|unless|in case|when|whenever|depending|assuming)\b[^,]+)$", _I)
"""A condition at the end of a part. It belongs to the next instruction."""
_MANNER = re.compile(r", (?:[a-z]+ing\b(?! (?:to|is|about)\b)|until\b|(?:un)?covered\b)", _I)
"""How or until when something without an object is done: "cook, stirring constantly"."""
_EFFECTS = words_of("english", "clauses.EFFECTS")
"""Verbs that say, after "if you …, you will", what happens."""
_AIMED = phrase_of("english", "clauses.AIMED")
"""Two commands with a purpose between them that belongs to the second."""


def _is_command(text: str) -> bool:
    frame = find_frame(text)
    return frame is not None and frame.mood is Mood.COMMAND


def clauses_and_rest(sentence: str) -> tuple[list[Clause], list[str]]:
    """(the clauses of a cleaned sentence that instruct, the texts of its other parts), both in order."""
    text = strip_openers(sentence).rstrip(" .!")
    clauses: list[Clause] = []
    others: list[str] = []
    pending = ""
    prefix, main = split_prefix(text)
    if _COUNTERFACTUAL.match(prefix):
        return [], [text]
    if prefix:
        inner, rest = split_prefix(main)
        if inner and find_frame(strip_openers(rest)) is not None:
            prefix, main = (inner if is_dropped(prefix) else f"{prefix}, {inner}"), rest
    main = strip_openers(main)
    aimed = _AIMED.match(main)
    if aimed and not prefix and _is_command(aimed.group("first")) and _is_command(aimed.group("then")):
        # "Choose Copy to find your zone ID, log in and go …": the purpose belongs to what follows it.
        before, _ = clauses_and_rest(aimed.group("first"))
        after, left = clauses_and_rest(f"{aimed.group('aim')}, {aimed.group('then')}")
        return before + after, left
    whole = find_frame(main)
    previous: Frame | None = None
    dismissed = False
    parts = parts_with_joints(main, whole is not None and not whole.negated)
    for n, (sign, part) in enumerate(parts):
        part = strip_openers(part)
        own_prefix, bare = split_prefix(part) if n else (prefix, part)
        if not own_prefix and pending:
            own_prefix, pending = pending, ""
        if own_prefix:
            prefix = own_prefix
        elif sign:
            # A condition also applies to what is joined to it: "if it hasn't, cut the sheath, and then cut the ties".
            own_prefix = prefix if _CARRIED.match(prefix) and (clauses or not prefix.lower().startswith("when")) else ""
        else:
            prefix = ""
        bare = strip_openers(bare)
        frame = find_frame(bare)
        if frame is not None and own_prefix.lower() == "otherwise" and frame.mood in (Mood.CAN, Mood.WILL):
            frame = None
        if frame is None or (
            frame.verb in _EFFECTS and frame.mood is Mood.WILL and frame.subject == "you" and _CARRIED.match(own_prefix)
        ):
            others.append(part)
            condition = _LAST_CONDITION.search(part) if frame is None else None
            if condition and len(condition.group(1).split()) <= 12:
                pending = condition.group(1)
            continue
        if _DECLINED.match(bare):
            others.append(part)
            continue
        if n and "and" in sign and not clauses and frame.subject and frame.mood is Mood.PLAIN and _CARRIED.match(main):
            others.append(part)  # "if you open the menu and there you choose Notes, it isn't recorded"
            dismissed = True
            continue
        forbidden = bool(clauses) and clauses[-1].frame.negated and clauses[-1].frame.mood is not Mood.PLAIN
        if is_consequence(
            frame, own_prefix, parts[n - 1][1] if "and" in sign else "", bare, forbidden=forbidden or dismissed
        ):
            # "Do it in the wrong order and you wipe the disk": the premise isn't an instruction either.
            if "and" in sign and clauses and _is_premise(clauses[-1], frame):
                clauses.pop()
            others.append(part)
            previous = None
            dismissed = True
            continue
        if dismissed and not frame.subject and frame.mood is Mood.COMMAND and sign == "and":
            others.append(part)  # "you strip the thread and crack the housing"
            continue
        dismissed = False
        if clauses and own_prefix and own_prefix == clauses[-1].prefix and _goes_on_for_all(sign, frame, bare):
            prefix = own_prefix = ""
        if previous is not None and frame.subject == "" and frame.mood is Mood.COMMAND:
            frame = Frame(previous.subject, previous.mood, frame.negated, frame.verb, frame.body, frame.start)
        elif frame.subject:
            previous = frame
        if previous is None:
            previous = frame
        body = bare[frame.body :].strip()
        manner = manner_of(bare[: frame.start])
        clauses.append(
            Clause(own_prefix, frame, body if not body.startswith(",") or _MANNER.match(body) else "", manner)
        )
    return clauses, others


def _is_premise(clause: Clause, after: Frame) -> bool:
    """Whether a command only names what something else comes of."""
    return clause.frame.mood is Mood.COMMAND and after.mood in (Mood.PLAIN, Mood.DOING)


_BY_DOING = phrase_of("english", "clauses.BY_DOING")
"""The words that say how something is done."""


_VALUED = phrase_of("english", "clauses.VALUED")
"""Praise of a way to do something, or news that something is possible."""


_NO_MORE = re.compile(
    r"(?:\b(?:no longer|not|never|cannot|without|avoid\w*|instead of|rather than)|n't)\b[^,;]{0,80}$", _I
)
"""What isn't reached by the deed: "you can no longer leave by pressing Escape"."""


_RUINED = re.compile(r"\b(?:broken?|crash\w*|ruin\w*|mess\w* up|los[et]|fail\w*)\b", _I)
"""What nobody wants to bring about."""


def means_clause(sentence: str) -> Clause | None:
    """The clause that says how: "you do that by clicking Save" gives "click Save". None if the sentence has none, or
    only praises it."""
    found = _BY_DOING.search(sentence.rstrip(" .!"))
    before = sentence[: found.start() + 1] if found else ""
    if not found or _VALUED.search(before) or _NO_MORE.search(before) or _RUINED.search(before):
        return None
    base = base_of_progressive(found.group(1).lower())
    if base is None:
        return None
    body = re.split(r",?(?<!\s)\s+(?:you|we|i)\b", found.group(2), maxsplit=1, flags=_I)[0]
    if any(word in FINITE_VERBS for word in re.split(r",|\b(?:that|which|who|what|how|if|when|so)\b", body)[0].split()):
        return None  # "what I got by dragging the slider gives me a pass"
    return Clause("", Frame("you", Mood.PLAIN, False, base, 0), body.strip())


_INVOLVED = phrase_of("english", "clauses.INVOLVED")
"""What the deed before consists of: "this means ordering a badge"."""


def involved_clause(sentence: str) -> Clause | None:
    """The clause that says what the sentence before consists of, as a possibility; None for other sentences."""
    found = _INVOLVED.match(sentence.rstrip(" .!"))
    base = base_of_progressive(found["verb"].lower()) if found else None
    return Clause("", Frame("we", Mood.PLAIN, False, base, 0), found["body"].strip()) if found and base else None


_NARRATED = re.compile(r"^(?P<verb>[a-z-]+ing)\b(?P<body>(?!.*\b(?:you|we|i|it|they|this|that)\b(?!'s)) .+)$", _I)


def narrated_clause(sentence: str) -> Clause | None:
    """The clause of a sentence without a finite verb, in which a presenter says what the hands do: "adding the salt".
    None for other sentences."""
    found = _NARRATED.match(sentence.rstrip(" .!"))
    base = base_of_gerund(found["verb"].lower()) if found else None
    if not found or base is None or any(word in FINITE_VERBS for word in found["body"].lower().split()):
        return None
    body = re.sub(
        r"\b(and(?: then)?) ([a-z-]+ing)\b",
        lambda m: f"{m[1]} {base_of_gerund(m[2].lower()) or m[2]}",
        found["body"].strip(),
        flags=_I,
    )
    return Clause("", Frame("i", Mood.DOING, False, base, 0), body)
