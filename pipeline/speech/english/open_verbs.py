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
from pipeline.speech.lexicon import word_set

OBJECT_OPENERS = word_set("""
    a an the this these those your my our its their his her both all each every any some another it them""")
"""Words that begin an object. Before one, the first word of a clause is a verb if it isn't an exception."""

_NOT_VERBS = word_set("""
    about above across after against ahead alongside although amid among amongst around at because before behind
    below beneath beside besides between beyond but by concerning despite down during else even except following for
    from half hello hence hey hi if in inside instead into less like maybe meanwhile minus more most near nor
    notwithstanding of off on once onto opposite or otherwise our out outside over past per perhaps plus quite
    rather regarding round same save since so soon sorry such than thank thanks that though through throughout thus
    till to today together tomorrow tonight towards toward twice under underneath unless unlike until up upon versus
    via what whatever whereas whereby wherever whether which whichever while who whoever whole whom whose why with
    within without worth yesterday yet morning afternoon evening night monday tuesday wednesday thursday friday
    saturday sunday nothing something everything anything nobody somebody everybody anybody everyone someone anyone
    none also least apart given provided granted aside later earlier afterwards anyway certain sure able welcome
    goodbye bye wow glad happy sad afraid fine good bad nice cool great easy hard hopefully luckily sadly guess bet
    pretend sometimes part step chapter lesson unit section figure point number version either neither ma'am sir
    please people children men women folks almost least somehow gosh god boy man oh ohh ah aha uh um year month week
    day second third different special such many few several two three four five six seven eight nine ten""")
"""Words that can stand before "the" at the beginning of a clause and aren't verbs."""

_PAST = word_set("""
    ate beat became began bent bit bled blew bought broke brought built burnt came caught chose clung crept dealt
    did drank drew drove dug fed fell felt flew forgot fought found froze gave got grew had heard held hid hung kept
    knew laid led left lent lit lost made meant met paid ran rang rode rose said sank sat saw sent shone shook shot
    slept slid sold sought spent spoke spun stole stood stuck struck swept swore swam swung taught thought threw
    told took tore understood was went were woke won wore wound wrote""")
"""Past tenses that don't end in "-ed". They report."""

BEFALLING_VERBS = word_set("""
    age arrive bear benefit blame crash cry cease collide deserve die earn encounter exceed experience face fail
    fall fear forget gain hate hurt incur inherit lack lose miss notice outgrow overlook owe panic perish profit
    realise realize recognise recognize regret rely resent risk ruin sense shudder sink sit slip-up starve stay
    stumble succeed suffer survive tolerate underestimate violate void waste wreck yearn damage destroy ruin scorch
    injure contaminate corrupt spoil endanger jeopardize compromise""")
"""Verbs for what befalls people or goes wrong. "You lose the data" and "you'll wreck the bearing" tell nobody to."""

_NOT_DOING = word_set("""
    being interesting exciting amazing boring confusing missing willing surprising annoying frustrating nothing
    something everything anything including regarding during according depending lacking owning belonging starting
    morning evening ceiling king ring spring string thing wing building meaning""")
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
        and word not in FUNCTION_WORDS
        and word not in FINITE_VERBS
        and word not in STATE_VERBS
        and word not in TALK_VERBS
        and word not in ADVERBS
        and word not in CLAUSE_OPENERS
    )


_BASES = word_set("""
    bed bleed breed embed exceed feed heed imbed knead need proceed reed rid seed shed shred shed speed succeed wed
    weed bring cling fling ping ring sing sling sting string swing wing wring spring ally apply bully comply fly
    imply multiply ply rally rely reply supply tally bias canvas focus gas""")
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


_FILLERS = word_set("""
    literally hopefully potentially currently mostly especially initially originally similarly naturally ideally
    absolutely totally clearly evidently apparently specifically effectively practically virtually possibly merely
    honestly seriously personally presumably supposedly technically theoretically namely lastly firstly secondly
    thirdly""")
"""Adverbs that say nothing of how something is done."""
_SAYING_NO_MANNER = ADVERBS | _FILLERS


def manner_of(before: str, *, commanded: bool) -> str:
    """The adverb right before a verb if it says how; "" if there is none. `before` is the text between the beginning of
    the clause and its verb. "Only" limits only what is commanded: "you only need to" says that it's easy.

    >>> manner_of("you'll want to gently ", commanded=False), manner_of("you basically ", commanded=False)
    ('gently', '')
    """
    word = before.split()[-1].lower() if before.split() else ""
    if word == "only":
        return word if commanded else ""
    return word if word not in _SAYING_NO_MANNER and is_adverb(word) else ""


_NOUN_OR_ADJECTIVE = re.compile(
    r"(?:[tsx]ion|ment|ness|ity|ship|ism|ist|ance|ence|ancy|ency|ology|ware|(?<![ao])ure|hood|dom|ful|less|ous|able|ible"
    r"|ical|ic|ish|ary|ory|ive|ian|ward|ese|al)$"
)
"""Endings of nouns and adjectives."""
_MADE_A_VERB = re.compile(r"[a-z]{2,}(?:ize|ify)|[a-z]{4,}ate")
"""Endings of verbs."""
_IN_ATE = word_set("""
    template climate private candidate chocolate corporate certificate aggregate alternate accurate appropriate
    immediate intimate ultimate approximate legitimate magistrate estimate delegate associate graduate separate
    classmate roommate inmate intermediate moderate adequate duplicate research""")
"""Nouns and adjectives that look like such verbs."""
_AGAIN = re.compile(r"(?:un|de|re|dis|pre|over|under|mis|cross|double|pre-|re-|de-)(?P<verb>[a-z]{3,})")


def looks_like_verb(word: str) -> bool:
    """Whether an unknown word can be a verb without "the" after it: it has no ending of a noun or an adjective."""
    return len(word) > 2 and could_be_verb(word) and not _NOUN_OR_ADJECTIVE.search(word)


def is_made_a_verb(word: str) -> bool:
    """Whether a word shows by its form that it is a verb: "sterilize", "titrate", "rehang"."""
    if not could_be_verb(word) or word in _IN_ATE:
        return False
    again = _AGAIN.fullmatch(word)
    return bool(_MADE_A_VERB.fullmatch(word) or (again and again["verb"] in ACTION_VERBS))


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


_TAKES_E = re.compile(
    r"[a-z][^aeiourlw]l$|(?:[iu]at|[vczu]|[drlh]g|(?:ran|han)g|[aeiou]s|[rnpl]s)$"
    r"|[aeiou][a-z]{0,12}[^aeiou](?:[au]t|i[zsbcdgklmpn]|[au]r|a[bcdgkmp]|o[bcdgk]|u[bcdgklmp])$"
    r"|^[^aeiou]{0,6}[aeiouy][^aeiouwxy]$"
)
"""A stem that lost an "e" before "-ing": "incubat", "seiz", "rins", "hon"."""


def _spelt(stem: str) -> str:
    """The base form for the stem of an -ing form."""
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "lsfzrd":
        return stem[:-1]
    return f"{stem}e" if _TAKES_E.search(stem) else stem
