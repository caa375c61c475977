"""Whether a line that no model wrote says less than what it cites. Then the speaker's own sentence is printed instead.

A model's line that differs is marked, and repaired. Here nobody repairs, but there is always the sentence itself, which
is no command and can't be wrong. So a little doubt suffices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.grounding.evidence import Evidence
from pipeline.grounding.polarity_words import CARRIES, patterns_for
from pipeline.grounding.stop_words import content
from pipeline.grounding.tokens import fold, stem
from pipeline.guide import Finding, FindingKind
from pipeline.speech.lexicon import word_set

if TYPE_CHECKING:
    from pipeline.writing import Draft, DraftAction

SAYS_LESS = Finding(FindingKind.POLARITY, "This differs a lot from what was said. Compare it with the source.")
DIFFERS = (FindingKind.POLARITY, FindingKind.UNSUPPORTED)
"""A line with one of these isn't printed if the speaker's own sentence can be."""
OBJECT_WITHIN = 12
"""Words: how far from its verb the thing that a line is about is looked for."""
CONDITION_REACHES = 30
"""Words: how far behind an "if" something can still depend on it. Speech often has no full stops."""
NEGATION_REACHES = 6
"""Words: how far a "not" reaches."""
_WORD = re.compile(r"[a-z0-9][\w'-]*|[.,;:!?]")
_CLAUSE = re.compile(r"[,;:.!?]\s|\b(?:and then|and|then|or)\b")
_ENDS = word_set(". ; ! ? but otherwise anyway so")
"""What ends the reach of a condition."""
_ENDS_NEGATION = _ENDS | word_set(", : because although though however")
_NEGATIONS = word_set("not never no cannot without avoid nobody neither nor instead rather dont doesnt cant wont")
_LOOKS_BACK = word_set("instead rather without")
"""What these deny ends where a clause with a subject begins: "instead of the default you need this"."""
_HARMLESS = re.compile(r"\bno (?:matter|problem|worries)\b|\bor not\b|\bnot sure\b|\bi don't know\b|\bnot yet\b")
_FOR_SOME = re.compile(
    r"unless\b|if (?:(?:you|we|they) (?:want|need|like|prefer|wish|have|are|don't|can)\b|your |there |any "
    r"|necessary|needed|possible)"
)
"""A condition behind what depends on it. What only begins with "if" there may belong to what follows."""
_CONDITION = re.compile(
    r"(?<!see )(?<!check )(?<!know )(?<!sure )(?<!wonder )(?<!ask )(?<!tell )(?<!verify )(?<!as )(?<!even )(?<!like )"
    r"\b(?:if|unless)\b"
)
"""After these verbs, an "if" limits nothing."""
_NO_CONDITION = re.compile(r"\b(?:whether|except|without)\b|(?<!^)\b(?:after|while|once)\b")
"""What stands in a line that has a condition or not: "run it without the filter" doesn't say "if the filter is new"."""
_SHOWS = re.compile(r"\b(?:see|seen|shows?|there's|get|gets|find|notice|looks?|brings?|here's)\b")
"""What is done "if we click here" so that somebody sees something is what everybody does."""
_HANGS = re.compile(
    r"\b(?:if|unless|when|whenever|once|after|as soon as|in case|(?:make|be) (?:sure|certain)|ensure|verify|confirm)\b"
)
_OPENS_WITH_IF = re.compile(r"\W*(?:(?:so|and|now|okay|ok|but|well|again|also)\b\W*)*(?:if|unless)\b")
_BROKEN = re.compile(
    r"\b(?:unless|if|when|because|although|and|or|but|until|whether|since|than"
    r"|(?:let|sit|rest|wait|cook|bake)(?: it)? for)\W*$"
    r"|^(?!if|unless|when|once|make|be|try|ensure|see|check|let|have|say|note|tell|know)\w+(?: [\w'-]+){1,2}"
    r" (?:don't|doesn't|didn't|isn't)\b|^(?!if|unless|when|once|make|be|try|ensure|do)\w+(?: [\w'-]+)? (?:not|never)\b"
    r"|^(?:don't|do not|never) do (?:that|this|it|so)\b|, no\W*$"
)
"""A line that breaks off, has gone over into another sentence ("take 50 don't want 50"), or forbids what only the
speaker's sentence names: "don't do that"."""
_GOES_ON = re.compile(r"\b(?P<end>[\w'-]+ (?:once|when|whenever|after|before|while|as|so|since|only if))\W*$")
"""The end of a line that may be the beginning of the next clause: "three pulses once"."""
_CLAUSE_BEGINS = r"\W{1,3}(?:i|you|we|it|they|he|she|there|the|this|that|your|all)\b"
_OPENING, _CLOSING = "“„«", "”“»"
_SUBJECTS = word_set("i you we they it there he she let's")


def compared(
    line: str,
    findings: Sequence[Finding],
    evidence: Evidence,
    joined: Sequence[str],
    own: str | None,
    language: str | None,
) -> list[Finding]:
    """The findings of a line, with one more if it says less than what it cites, which is `evidence`; `joined` has the
    same with those in a row joined. `own` is the sentence that it was made of, if it is at hand. A quotation has said
    all that was said."""
    if is_quotation(line):
        return [one for one in findings if one.kind is not FindingKind.POLARITY]
    known = any(one.kind is FindingKind.POLARITY for one in findings)
    alone = cites_condition_alone(line, [text for _, text in evidence.texts], language)
    turned = own is not None and turns_round(line, own, language)
    less = not known and (alone or turned or says_less(line, joined, language))
    return [*findings, *([SAYS_LESS] if less else [])]


def is_quotation(line: str) -> bool:
    """Whether a line is nothing but words in quotation marks."""
    return line[:1] in _OPENING and line[-1:] in _CLOSING


def says_less(line: str, said: Sequence[str], language: str | None) -> bool:
    """Whether something that a line commands was only said under a condition, or forbidden, and the line doesn't say
    so. In other languages than English, that is left to `polarity`."""
    if (language or "en").split("-")[0] != "en":
        return False
    folded = fold(line)
    if _BROKEN.search(folded) or _takes_next_clause(folded, said):
        return True
    known = patterns_for("en")
    carries = known is None or re.search(
        f"{CARRIES['en']}|{known.optional}|\\b(?:before|after|while)\\b", _NO_CONDITION.sub("", folded)
    )
    heard = [[*_heard(re.sub(r"\.{2,}", ",", fold(text)))] for text in said]
    for verb, things, negated in _deeds(folded):
        found = [ways for words in heard for ways in _ways(words, verb, things)]
        if found and all(
            (conditional and not carries) or (forbidden and not negated) for conditional, forbidden in found
        ):
            return True
    return False


def _takes_next_clause(line: str, said: Sequence[str]) -> bool:
    """Whether a line ends with the word that begins a clause of what it cites, so that it says "once" for "as soon
    as"."""
    ends = _GOES_ON.search(line)
    if ends is None:
        return False
    goes_on = re.compile(rf"\b{re.escape(ends['end'])}{_CLAUSE_BEGINS}")
    return any(goes_on.search(fold(text)) for text in said)


def is_forbidden(title: str, said: Sequence[str], language: str | None) -> bool:
    """Whether what a title names was only said to be left undone. A title needn't say under which condition it is
    done."""
    if (language or "en").split("-")[0] != "en":
        return False
    heard = [[*_heard(fold(text))] for text in said]
    for verb, things, negated in _deeds(fold(title)):
        found = [forbidden for words in heard for _, forbidden in _ways(words, verb, things)]
        if found and all(found) and not negated:
            return True
    return False


def turns_round(line: str, own: str, language: str | None) -> bool:
    """Whether a line says when something holds, or what to make sure of, and the sentence that it was made of has
    another number of negations: "if you don't have one" for "if you have one"."""
    if (language or "en").split("-")[0] != "en" or not _HANGS.search(folded := fold(line)):
        return False
    return _negations(folded) != _negations(fold(own))


def _negations(text: str) -> int:
    return sum(word in _NEGATIONS or word.endswith("n't") for word in _WORD.findall(_HARMLESS.sub("well", text)))


def cites_condition_alone(line: str, said: Sequence[str], language: str | None) -> bool:
    """Whether one of the utterances that a line cites begins with an "if" and has no word of it: it is cited only for
    its condition, which the line doesn't say. `said` are the utterances one by one."""
    if (language or "en").split("-")[0] != "en" or re.search(CARRIES["en"], fold(line)):
        return False
    own = set(content(line, "en"))
    return any(_OPENS_WITH_IF.match(fold(text)) and own.isdisjoint(content(text, "en")) for text in said[:-1])


def _deeds(line: str) -> Iterator[tuple[str, frozenset[str], bool]]:
    """What each clause of a line commands: the stem of its first word, of its first that means something, each with
    those of the others; and whether the clause has a negation."""
    for clause in _CLAUSE.split(line):
        words = _WORD.findall(clause)[:OBJECT_WITHIN]
        negated = any(word in _NEGATIONS or word.endswith("n't") for word in words)
        meaning = set(content(clause, "en"))
        stems = [stem(word) for word in words]
        firsts = [*stems[:1], *(one for one in stems if one in meaning)][:2]
        for first in dict.fromkeys(firsts):
            yield first, frozenset(meaning - {first}), negated


_Heard = tuple[str, bool, bool]
"""The stem of a word, whether it depends on a condition, and whether it is forbidden."""


def _heard(text: str) -> Iterator[_Heard]:
    words = _WORD.findall(_HARMLESS.sub("well", text))
    plain = " ".join(words)
    starts = [plain.count(" ", 0, found.start()) for found in _CONDITION.finditer(plain) if not _shows(found)]
    starts += [plain.count(" ", 0, found.end()) for found in re.finditer(r"\bin case\b", plain)]
    condition = negation = -CONDITION_REACHES - 1
    for at, (word, after) in enumerate(pairwise([*words, ""])):
        looks_back = negation >= 0 and words[negation] in _LOOKS_BACK and word in _SUBJECTS
        if word in _ENDS_NEGATION or (word == "and" and after in _SUBJECTS) or looks_back:
            negation = -CONDITION_REACHES - 1
        if word in _ENDS:
            condition = -CONDITION_REACHES - 1
        if at in starts:
            condition = at
        if word in _NEGATIONS or word.endswith("n't"):
            negation = at
        if word[0].isalnum():
            below = at - condition <= CONDITION_REACHES or any(_is_behind(words, at, start) for start in starts)
            yield stem(word), below, at - negation <= NEGATION_REACHES


def _shows(condition: re.Match[str]) -> bool:
    begun = re.compile(r"if (?:we|you|i)(?:'ll)? (?!want|need|like|have|had|don't|didn't|are\b|can)")
    found = begun.match(condition.string, condition.start())
    return found is not None and _SHOWS.search(condition.string, found.end()) is not None


def _is_behind(words: Sequence[str], at: int, start: int) -> bool:
    """Whether the condition that starts there belongs to the clause of a word: "click Keep if you need it"."""
    between = words[at + 1 : start] if at < start <= at + OBJECT_WITHIN else ["."]
    return _ENDS_NEGATION.isdisjoint(between) and _FOR_SOME.match(" ".join(words[start : start + 4])) is not None


def _ways(words: Sequence[_Heard], verb: str, things: frozenset[str]) -> Iterator[tuple[bool, bool]]:
    """How the deed was said in each place where most of the line's other words are near its verb."""
    places = [at for at, (heard, _, _) in enumerate(words) if heard == verb]
    near = {at: {one for one, _, _ in words[max(0, at - 3) : at + OBJECT_WITHIN]} & things for at in places}
    most = max(map(len, near.values()), default=0)
    if most or not things:
        yield from (words[at][1:] for at in places if len(near[at]) == most)


def said_once(draft: Draft, quoted: Collection[str]) -> Draft:
    """The draft with each of these sentences as one line, the sentence itself, where it has made several: what one of
    them tells would stand in the quotation once more."""
    made = Counter(action.said for action in draft.actions if action.said in quoted)
    if max(made.values(), default=0) < 2:
        return draft
    actions: list[DraftAction] = []
    places: dict[str, int] = {}
    number_in_draft: dict[int, int] = {}
    for number, action in enumerate(draft.actions, 1):
        said = action.said if made[action.said] > 1 else None
        if said in places:
            first = actions[places[said]]
            actions[places[said]] = replace(first, expected=first.expected or action.expected)
            number_in_draft[number] = places[said] + 1
            continue
        if said is not None:
            places[said] = len(actions)
            action = replace(action, instruction=said, code=None, direct=False, said=None)
        actions.append(action)
        number_in_draft[number] = len(actions)
    number_in_draft[len(draft.actions) + 1] = len(actions) + 1
    cautions = (replace(c, before=number_in_draft.get(c.before) if c.before else None) for c in draft.cautions)
    return replace(draft, actions=tuple(actions), cautions=tuple(cautions))
