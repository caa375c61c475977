"""Rewords English sentences before they are read: makes the passive active, and puts announced verbs first.

"Files can be added through the web page" becomes "you can add files through the web page". "The next thing we need to
add is a licence" becomes "we need to add a licence".
"""

from __future__ import annotations

import re

from pipeline.speech.english.vocabulary import ACTION_VERBS, base_of_participle
from pipeline.speech.lexicon import word_set

_I = re.IGNORECASE

_PASSIVE = re.compile(
    r"^(?P<what>(?:(?:the|a|an|your|our|my|any|each|every|all|both|these|those|this|that|some|no)\b|[a-z]+s\b)"
    r"(?:(?!\b(?:that|which|who|is|are|was|were|can|will|you|we|i)\b)[^,;:.?!]){0,60}?) "
    r"(?P<modal>can|could|must|should|needs? to|has to|have to)(?P<adverb>(?: (?:also|first|then|now|always|only"
    r"|either))*) be (?P<done>[a-z-]+)\b(?P<rest>(?! by (?:the|a|an|any|your|our|other|some)\b).*)$",
    _I,
)
"""An instruction in the passive."""
_DEEDS = ACTION_VERBS - {"do"}
_SEEN = word_set("see find know consider think use call name show leave handle cover reference share identify")
"""Verbs whose passive describes how things are: "it can be seen in the table"."""


_OPTION = re.compile(
    r"^(?!.*\b(?:no|not)\b)(?!.*n't)(?:similarly,? |and |also,? )*(?:(?:you|we|i)(?:'ll| will)?(?: also)? (?:have|get"
    r"|see|find)|there(?:'s| is| are)(?: also)?)"
    r"(?: also)? (?:an?|the|some|another)? ?(?:[\w-]+ ){0,2}?(?:option|possibility|choice)s? (?:for [\w ]{2,30}? )?"
    r"(?:where (?:you|we|i) can|to) (?P<does>[a-z-]+ .+)$",
    _I,
)
"""A possibility that is named as one: "there's an option to clear the list"."""
_BESIDE = re.compile(
    r"(?P<page>\bgo to (?:[\w-]+ ){1,5}?(?:page|site|website|dashboard)),? "
    r"(?P<beside>(?:next to|beside|below|above) [^,]{3,40}), "
    r"(?=(?:select|click|choose|press|tap|open)\b)",
    _I,
)
"""A page, and the place on it beside what to click. Captions often have the comma after both."""
_VALUE_TYPED = re.compile(
    r"^(?:(?:the|your|our|my|this) )?(?:[\w-]+ ){0,3}?(?:name|address|password|passcode|pin|code|key|token|number|url"
    r"|port|id|domain|e-?mail|value|path) (?:is|will be) (?P<value>\S{1,80}?),? (?:and |so )?(?:just |then )*"
    r"(?P<do>type|enter|paste|write|put|fill) (?:in )?(?:that|it|this)\b(?! (?:is|was|one)\b)(?P<rest>.*)$",
    _I,
)
"""A value with the instruction to type it: "the password is `x`, type that when it asks"."""


def recast(sentence: str) -> str:
    """The sentence with its instruction first and in the active voice. Any other sentence stays as it is.

    >>> recast("The config file must be placed in the home directory.")
    'you must place the config file in the home directory.'
    """
    if found := _VALUE_TYPED.match(sentence):
        return f"{found['do'].lower()} {found['value']}{found['rest']}"
    sentence = _BESIDE.sub(r"\g<page> and \g<beside>, ", sentence)
    if found := _PASSIVE.match(sentence):
        base = base_of_participle(found["done"].lower())
        if base and base not in _SEEN and not re.match(r"no\b", found["what"], _I):
            what = found["what"]
            modal = re.sub(
                r"^(?:needs|has)\b", lambda m: {"needs": "need", "has": "have"}[m[0].lower()], found["modal"]
            )
            lowered = what if what[:2].isupper() else what[:1].lower() + what[1:]
            return f"you {modal}{found['adverb']} {base} {lowered}{found['rest']}"
    if (found := _OPTION.match(sentence)) and found["does"].split()[0].lower() in _DEEDS:
        return f"optionally, {found['does']}"
    return sentence
