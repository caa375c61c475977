"""Lists of English words by their role in an instruction, and the base forms of verbs."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.speech.lexicon import pairs_of, word_set, words_of

ACTION_VERBS = words_of("english", "vocabulary.ACTION_VERBS")
"""Verbs that can begin an instruction."""

TALK_VERBS = words_of("english", "vocabulary.TALK_VERBS")
"""Verbs that, after "I will" or "we are going to", say what the speaker does with the listeners and not with a
thing."""

STATE_VERBS = words_of("english", "vocabulary.STATE_VERBS")
"""Verbs that describe how things are, in the present tense after "I" or "we"."""

VAGUE_VERBS = word_set("do go get have take make try see look give let keep come put be say stick press hold")
"""Verbs that say nothing without a clear object."""

VERBS_OR_NOUNS = words_of("english", "vocabulary.VERBS_OR_NOUNS")
"""Verbs that are also nouns or adjectives. At the start of a sentence, the words after them decide."""

FINITE_VERBS = words_of("english", "vocabulary.FINITE_VERBS")
"""Verb forms that can follow a noun but not an imperative."""

AFTER_IMPERATIVE = words_of("english", "vocabulary.AFTER_IMPERATIVE")
"""Words that show, after a word that may be a noun, that it is an imperative."""

FUNCTION_WORDS = words_of("english", "vocabulary.FUNCTION_WORDS")
"""Words without content of their own, ignored when sentences are compared."""

BROAD_VERBS = words_of("english", "vocabulary.BROAD_VERBS")
"""Verbs that people use for everything, so that they hardly show that a transcript holds a procedure."""

GOAL_VERBS = words_of("english", "vocabulary.GOAL_VERBS")
"""Verbs that can name what several instructions achieve together."""

HANDLING_VERBS = words_of("english", "vocabulary.HANDLING_VERBS")
"""Verbs for work with the hands or a mouse."""

TANGIBLE_THINGS = words_of("english", "vocabulary.TANGIBLE_THINGS")
"""Things that hands or a mouse can hold, in the singular."""


STATE_PROGRESSIVES = word_set("work look go get do try leave plan find reach keep have live wait")
"""Verbs whose -ing form describes how things are: "we are working with"."""

PRESENTING_VERBS = word_set("""
    show demonstrate explain describe present introduce cover share discuss highlight showcase help study offer""")
"""Verbs that say, after "I" or "we", what is presented."""

HABIT_VERBS = word_set("use try keep put set let cut hit shut work plan spend read ask")
"""Verbs that say, after a plain "I", what the speaker usually does, or that may be in the past tense."""

FREQUENCY_ADVERBS = word_set("usually often generally typically normally personally sometimes still")
"""Adverbs of a habit that the listener need not have."""

CLAUSE_VERBS = word_set("make ensure check verify confirm see say let note assure pretend suppose hope find")
"""Verbs whose object can be a whole clause."""

CLAUSE_OPENERS = words_of("english", "vocabulary.CLAUSE_OPENERS")
"""Words that begin another clause or phrase."""

ADVERBS = words_of("english", "vocabulary.ADVERBS")
"""Adverbs that can come between a subject and its verb."""


ROLE = (
    r"(?:accountant|accounting|admin|administrator|agent|analyst|applicant|approver|assistant|auditor"
    r"|baker|bank|board|bookkeeper|buddy|buyer|candidate|caregiver|caretaker|carpenter|cashier|chef"
    r"|child|claimant|class|cleaner|clerk|client|committee|compliance|controller|cook|coordinator|courier|crew|couple|customer"
    r"|dentist|department|designer|desk|director|dispatch|dispatcher|doctor|driver|electrician"
    r"|employee|engineer|facilities|finance|foreman|front desk|guard|guest|hire|host|housekeeper"
    r"|housekeeping|inspector|instructor|janitor|landlord|lawyer|legal|librarian|logistics|maintenance"
    r"|manager|marketing|mechanic|midwife|notary|nurse|office|officer"
    r"|operations|operator|other person|owner|parent|partner|person"
    r"|paramedic|patient|payroll|pharmacist|physician|pilot|planner|porter|principal|procurement"
    r"|purchasing|radiographer|receptionist|recruiter|registrar|representative|requester|reviewer|sales"
    r"|secretary|security|shift lead|specialist|staff|student|supervisor|supplier|surgeon|surveyor"
    r"|teacher|team|team lead|technician|teller|tenant|therapist|trainer|treasurer|underwriter|vendor"
    r"|vet|waiter|warehouse|welder)"
)
"""People and departments, who do things. A browser or a pump does too, but nobody follows a guide for it."""


NEGATIONS = ("not", "n't", "never", "cannot")
"""Words that negate a verb."""


def base_of_gerund(word: str) -> str | None:
    """The base form of the verb in an -ing form; None if the verb isn't known.

    >>> base_of_gerund("clicking"), base_of_gerund("creating"), base_of_gerund("setting"), base_of_gerund("ceiling")
    ('click', 'create', 'set', None)
    """
    if word == "tying":
        return "tie"
    if not word.endswith("ing"):
        return None
    stem = word[:-3]
    undoubled = stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
    for verb in (stem, stem + "e", undoubled):
        if verb in ACTION_VERBS or verb in ("forget", "begin"):
            return verb
    return None


_IRREGULAR = pairs_of("english", "vocabulary.IRREGULAR")
"""Irregular past participles and their base forms."""


def base_of_participle(word: str) -> str | None:
    """The base form of the verb in a past participle; None if the verb isn't known.

    >>> [base_of_participle(word) for word in ("added", "placed", "written", "red")]
    ['add', 'place', 'write', None]
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if not word.endswith("ed"):
        return None
    stem = word[:-2]
    undoubled = stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
    spelt = stem[:-1] + "y" if stem.endswith("i") else stem
    return next((verb for verb in (stem, stem + "e", undoubled, spelt) if verb in ACTION_VERBS), None)


def base_of_third_person(word: str) -> str | None:
    """The base form of a verb in the third person; None if the word isn't one.

    >>> [base_of_third_person(word) for word in ("files", "pushes", "copies", "fixes", "press")]
    ['file', 'push', 'copy', 'fix', None]
    """
    if not word.endswith("s") or word.endswith("ss") or len(word) < 4:
        return None
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if re.search(r"(?:ss|sh|ch|x|zz|[^aeiou]o)es$", word) else word[:-1]


_CONTENT = re.compile(r"[^\W_](?:[\w'-]*\w)?")


def content_words(text: str) -> frozenset[str]:
    """The content words of a text, in lower case and without plural endings."""
    return frozenset(_stem(w) for w in _CONTENT.findall(text.lower()) if w not in FUNCTION_WORDS and len(w) > 1)


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)]
    return word
