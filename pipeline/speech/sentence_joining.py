"""Joins sentences that are one instruction only together: a correction and what it corrects, a condition and its main
clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.speech import LanguageRules, Neighbour
from pipeline.speech.corrections import (
    denied_alone,
    says_what_was_wrong,
    takes_back,
    with_old_one_replaced,
    with_value_corrected,
    with_value_corrected_inside,
    withdraws_value,
)
from pipeline.speech.rejections import retracts
from pipeline.speech.sentences import MOST_SENTENCE_CHARACTERS, Sentence

CORRECTED_WITHIN = 20
"""Sentences: how far back a correction is applied that names what was wrong."""

_ADDS = re.compile(
    r"(?:and|but|also|und|aber|y|pero|et|mais)\b"
    r"(?!,? (?:if|when|once|then|only|wenn|falls|dann|si|cuando|entonces|quand|alors)\b)",
    re.IGNORECASE,
)
"""What begins so adds something, and is no main clause of a condition before it."""


def with_parts_joined(sentences: Sequence[Sentence], rules: LanguageRules) -> list[Sentence]:
    """The sentences, each joined to the one before it if it corrects that one, completes its condition, limits it, or
    names its value.
    Both must be from the same speaker. The correction itself is applied later, when the joined sentence is read."""
    joined: list[Sentence] = []
    for sentence in _with_denials_joined([_corrected_inside(one, rules) for one in sentences]):
        corrects = rules.is_correction(sentence.text)
        names = says_what_was_wrong(sentence.text)
        if names and _settled_earlier(joined, sentence, rules):
            continue
        place = _place_before(joined, rules, past_small_talk=corrects or names)
        before = joined[place] if joined else None
        if (
            before is not None
            and before.speaker == sentence.speaker
            and not before.harm
            and not sentence.harm
            and not retracts(sentence.text)
            and len(before.text) + len(sentence.text) < MOST_SENTENCE_CHARACTERS
            and (
                _belong_together(before.text, sentence.text, rules)
                or withdraws_value(before.text, sentence.text)
                or with_value_corrected(before.text, sentence.text)
                or _is_taken_back(before.text, sentence.text, rules)
            )
        ):
            withdrawn = names or takes_back(sentence.text) or withdraws_value(before.text, sentence.text)
            if (corrects or withdrawn) and (settled := _settled(before, sentence, rules)):
                joined[place] = settled
                continue
            if rules.amends(sentence.text):
                joined.append(sentence)
                continue
            text = f"{before.text.rstrip(' .')}, {sentence.text[:1].lower()}{sentence.text[1:]}"
            # A quotation has what was said at last, and not a command together with its correction.
            said = sentence.said if corrects else f"{before.said} {sentence.said}"
            ids = tuple(dict.fromkeys((*before.ids, *sentence.ids)))
            joined[place] = replace(before, text=text, ids=ids, end=sentence.end, joined=said)
        else:
            joined.append(sentence)
    return joined


def _settled_earlier(joined: list[Sentence], correction: Sentence, rules: LanguageRules) -> bool:
    """Whether a correction that names what was wrong belongs to sentences before the last one. The only one that has
    it is put right there; of several, each that instructs is quoted together with the correction."""
    near = range(max(0, len(joined) - CORRECTED_WITHIN), len(joined))
    places = [
        at
        for at in near
        if joined[at].speaker == correction.speaker
        and not joined[at].harm
        and withdraws_value(joined[at].text, correction.text)
    ]
    if not places or places[-1] == len(joined) - 1:
        return False
    if len(places) == 1 and (settled := _settled(joined[places[0]], correction, rules)):
        joined[places[0]] = settled
        return True
    told = [at for at in places if rules.read(joined[at].text).instructions]
    for at in told:
        both = f"{joined[at].said} {correction.said}"
        ids = tuple(dict.fromkeys((*joined[at].ids, *correction.ids)))
        joined[at] = replace(joined[at], text=both, ids=ids, joined=both, unsettled=True)
    return bool(told)


def _corrected_inside(sentence: Sentence, rules: LanguageRules) -> Sentence:
    """The sentence with a value put right that it corrects itself; as it was said if that can't be."""
    text = with_value_corrected_inside(sentence.text)
    if text:
        return replace(sentence, text=text, joined=sentence.said)
    withdrawn = text is not None or rules.amends_inside(sentence.text)
    instructs = withdrawn and rules.read(sentence.text).instructions
    return replace(sentence, unsettled=True) if instructs else sentence


def _with_denials_joined(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences, with "Not ten." and "Fifteen." as one if a speaker denies what was said just before."""
    joined: list[Sentence] = []
    skipped = -1
    for at, one in enumerate(sentences):
        if at == skipped:
            continue
        following = sentences[at + 1] if at + 1 < len(sentences) else None
        before = joined[-1] if joined else None
        if before and following and before.speaker == one.speaker == following.speaker:
            text = with_old_one_replaced(before.text, one.text, following.text)
            if text:
                ids = tuple(dict.fromkeys((*before.ids, *one.ids, *following.ids)))
                said = f"{before.said} {one.said} {following.said}"
                joined[-1] = replace(before, text=text, ids=ids, end=following.end, joined=said)
                skipped = at + 1
                continue
        old = denied_alone(joined[-1].text, one.text) if joined and joined[-1].speaker == one.speaker else None
        if old and following is not None and following.speaker == one.speaker:
            text = f"Sorry, not {old}, {following.text[:1].lower()}{following.text[1:]}"
            if withdraws_value(joined[-1].text, text):
                ids = tuple(dict.fromkeys((*one.ids, *following.ids)))
                said = f"{one.said} {following.said}"
                joined.append(replace(one, text=text, ids=ids, end=following.end, joined=said))
                skipped = at + 1
                continue
        joined.append(one)
    return joined


def _settled(before: Sentence, correction: Sentence, rules: LanguageRules) -> Sentence | None:
    """The sentence with the value that a correction names put right. If that can't be, or if what instructs would
    instruct nothing together with its correction, it is both as they were said. None for other corrections, which are
    applied when the joined sentence is read."""
    both = f"{before.said} {correction.said}"
    ids = tuple(dict.fromkeys((*before.ids, *correction.ids)))
    whole = replace(before, ids=ids, end=correction.end)
    if text := with_value_corrected(before.text, correction.text):
        return replace(whole, text=text, joined=both)
    amends = rules.amends(correction.text)
    tells = rules.read(before.text).instructions or (
        amends and (rules.orders(before.text) or rules.tells_deed(before.text))
    )
    if not tells:
        return None
    together = f"{before.text.rstrip(' .')}, {correction.text[:1].lower()}{correction.text[1:]}"
    told = rules.read(together).instructions
    withdrawn = takes_back(correction.text) or withdraws_value(before.text, correction.text)
    if says_what_was_wrong(correction.text) or withdrawn or amends or not told:
        return replace(whole, text=both, joined=both, unsettled=True)
    return None


def _place_before(sentences: Sequence[Sentence], rules: LanguageRules, *, past_small_talk: bool) -> int:
    """The index, counted from the end, of the sentence that the next one may belong to. With `past_small_talk`, up to
    two sentences of one or two words that instruct nothing are skipped: "Try that." may come between "Go to
    example.org/in." and "Actually, just example.org."."""
    for place in (-1, -2, -3) if past_small_talk else ():
        if -place > len(sentences):
            break
        text = sentences[place].text
        if len(text.split()) > 2 or rules.read(text).instructions:
            return place
    return -1


def _is_taken_back(before: str, text: str, rules: LanguageRules) -> bool:
    """Whether `text` takes back what `before` instructs, and doesn't tell the same deed otherwise. (Where it does, only
    that is told: `rejections`.)"""
    if not takes_back(text) or not (told := rules.read(before).instructions):
        return False
    return all(instruction.verb != told[-1].verb for instruction in rules.read(text).instructions)


_ONLY_A_VALUE = re.compile(
    r"(?:(?:and|so),? )?(?:for (?:us|me|you),? )?(?:that|it|this|ours|mine|das|es)(?:['’]s| is| ist| lautet| heißt)"
    r"(?: called| named)? (?-i:[A-Z]|(?=\S*\d))\S+(?: \S+){0,4}$",
    re.IGNORECASE,
)
"""A sentence that only names a value: "for us that's Europe West", "das ist 10.20.30.40"."""


def _gives_value(before: str, text: str, rules: LanguageRules) -> bool:
    """Whether `text` only names the value for what `before` instructs."""
    return (
        _ONLY_A_VALUE.match(text) is not None
        and bool(rules.read(before).instructions)
        and bool(rules.read(f"{before.rstrip(' .')}, {text[:1].lower()}{text[1:]}").instructions)
    )


def _belong_together(before: str, text: str, rules: LanguageRules) -> bool:
    """Whether `text` corrects or limits `before`, names its value, or is the main clause for the condition in it. A
    question never is such a main clause."""
    if rules.is_correction(text) or rules.neighbour_of(text) is Neighbour.PREVIOUS:
        return True
    if _gives_value(before, text, rules):
        return True
    if _ADDS.match(text):
        return False  # "If you shake it too hard the seal breaks. And wipe the slot."
    return rules.neighbour_of(before) is Neighbour.NEXT and not text.rstrip().endswith("?")
