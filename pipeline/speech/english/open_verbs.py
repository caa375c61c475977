"""Tells verbs by their place. English has more verbs than a list can hold, and each trade has its own. So any word in a
verb's place is one: before "the" where a clause begins, after "you need to", after "we". The lists here hold only the
exceptions: words that stand in such a place and aren't verbs, or tell what befalls people and not what they do."""

from __future__ import annotations

import re

from pipeline.speech.english.verb_frame import Token
from pipeline.speech.english.vocabulary import (
    ACTION_VERBS,
    ADVERBS,
    CLAUSE_OPENERS,
    FINITE_VERBS,
    FUNCTION_WORDS,
    ROLE,
    STATE_VERBS,
    TALK_VERBS,
    base_of_gerund,
)
from pipeline.speech.lexicon import phrase_of, word_set, words_of

OBJECT_OPENERS = word_set("""
    a an the this these those your my our its their his her both all each every any some another it them""")
"""Words that begin an object. Before one, the first word of a clause is a verb if it isn't an exception."""

_NOT_VERBS = words_of("english", "open_verbs.NOT_VERBS")
"""Words that can stand before "the" at the beginning of a clause and aren't verbs."""

_PAST = words_of("english", "open_verbs.PAST")
"""Past tenses that don't end in "-ed". They report."""

BEFALLING_VERBS = words_of("english", "open_verbs.BEFALLING_VERBS")
"""Verbs for what befalls people or goes wrong. "You lose the data" and "you'll wreck the bearing" tell nobody to."""

_NOT_DOING = words_of("english", "open_verbs.NOT_DOING")
"""Words in "-ing" that aren't progressive forms."""


_WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{3,})?")


def could_be_verb(word: str) -> bool:
    """Whether a word in lower case can be a verb in its base form that says what somebody does.

    >>> [could_be_verb(word) for word in ("sauté", "cherry-pick", "during", "quickly", "opened", "opens", "lose")]
    [True, True, False, False, False, False, False]
    """
    if word in ACTION_VERBS:
        return True
    return (
        _WORD.fullmatch(word) is not None
        and not _inflected(word)
        and word not in _NOT_VERBS
        and word not in _PAST
        and word not in BEFALLING_VERBS
        and not _MISDONE.match(word)
        and word not in FUNCTION_WORDS
        and word not in FINITE_VERBS
        and word not in STATE_VERBS
        and word not in TALK_VERBS
        and word not in ADVERBS
        and word not in CLAUSE_OPENERS
    )


_MISDONE = re.compile(r"mis(?:sp|t[ay]|[^est])[a-z]{2,}")
"""What nobody means to do: "misread", "misspell"."""
_BASES = words_of("english", "open_verbs.BASES")
"""Base forms that look like inflected ones, apart from those in "-ss"."""


def _inflected(word: str) -> bool:
    """Whether a word looks like a third person, a plural, a past tense, an -ing form or an adverb."""
    return word not in _BASES and word.endswith(("s", "ed", "ing", "ly")) and not word.endswith("ss")


def is_adverb(word: str) -> bool:
    """Whether a word in lower case can stand between a subject and its verb: "now", "carefully"."""
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in _BASES)


_CAUSED = re.compile(
    rf"(?:have|let|get|help|ask) (?:them|him|her|everyone|everybody|people|somebody|someone"
    rf"|(?:the|your|our|a|each|every) {ROLE}s?) (?:to )?(?P<does>[a-z-]+)\b"
)


_RESTING = ("sit", "stand", "lie", "wait", "stay", "know")
"""What people are had to do that befalls them elsewhere: "have the patient sit down"."""


def is_caused(text: str) -> bool:
    """Whether a text in lower case begins with somebody being made to do something: "have them sign the form"."""
    found = _CAUSED.match(text)
    return found is not None and (could_be_verb(found["does"]) or found["does"] in _RESTING)


_FILLERS = words_of("english", "open_verbs.FILLERS")
"""Adverbs that say nothing of how something is done."""
_SAYING_NO_MANNER = ADVERBS | _FILLERS


def manner_of(before: str) -> str:
    """The adverb right before a verb if it says how, or limits; "" if there is none. `before` is the text between the
    beginning of the clause and its verb.

    >>> manner_of("you'll want to gently "), manner_of("you basically "), manner_of("you should only ")
    ('gently', '', 'only')
    """
    word = before.split()[-1].lower() if before.split() else ""
    return word if word == "only" or (word not in _SAYING_NO_MANNER and is_adverb(word)) else ""


_NOUN_OR_ADJECTIVE = re.compile(
    r"(?:[tsx]ion|ment|ness|ity|ship|ism|ist|ance|ence|ancy|ency|ology|ware|(?<![ao])ure|hood|dom|ful|less|ous|able|ible"
    r"|ical|ic|ish|ary|ory|ive|ian|ward|ese|al)$"
)
"""Endings of nouns and adjectives."""


def looks_like_verb(word: str) -> bool:
    """Whether an unknown word can be a verb without "the" after it: it has no ending of a noun or an adjective."""
    return len(word) > 2 and could_be_verb(word) and not _NOUN_OR_ADJECTIVE.search(word)


def opens_object(token: Token | None) -> bool:
    """Whether a token begins an object: "the", "your", "it"."""
    return token is not None and token.low in OBJECT_OPENERS


def base_of_progressive(word: str) -> str | None:
    """The base form of an -ing form after "I'm" or "by"; None if it isn't one, or says what befalls people.

    >>> [base_of_progressive(word) for word in ("degreasing", "whipping", "honing", "incubating", "annealing")]
    ['degrease', 'whip', 'hone', 'incubate', 'anneal']
    >>> base_of_progressive("interesting"), base_of_progressive("losing")
    (None, None)
    """
    known = base_of_gerund(word)
    if known or not word.endswith("ing") or word in _NOT_DOING or len(word) < 5:
        return known
    base = _spelt(word[:-3])
    if base in ACTION_VERBS:
        return base
    return base if could_be_verb(base) and not re.search(r"[^aeiouy]{4}$", base) else None


_TAKES_E = phrase_of("english", "open_verbs.TAKES_E", re.NOFLAG)
"""A stem that lost an "e" before "-ing": "incubat", "seiz", "rins", "hon"."""


def _spelt(stem: str) -> str:
    """The base form for the stem of an -ing form."""
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "lsfzrdeo":
        return stem[:-1]
    return f"{stem}e" if _TAKES_E.search(stem) else stem
