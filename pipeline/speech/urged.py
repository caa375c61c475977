"""What the listener is only urged not to do, and what is to be done: "don't skip this and press Confirm"."""

from __future__ import annotations

import re

_URGED = {
    "en": r"(?:please )?(?:don't|do not|never) (?:skip|forget|miss|ignore|worry|hurry|rush|panic|hesitate"
    r"|be (?:shy|afraid))(?: about)?(?: (?:it|this|that|these|them)(?: step| part| bit)?)?",
    "de": r"(?:bitte )?(?:(?:überspring|übergeh|überseh|ignorier|hetz|beeil)\w* (?:(?:Sie|euch|dich|sich) ){0,2}"
    r"(?:(?:das|es|diesen|den)(?: (?:Schritt|Teil|Punkt))? )?nicht|nicht (?:hetzen|überspringen|beeilen)"
    r"|keine (?:Panik|Angst|Sorge|Eile)|verg(?:iss|esst|essen Sie) (?:das|es) nicht)",
    "es": r"(?:por favor,? )?no (?:(?:te|se|os) )?(?:l[oae]s? )?"
    r"(?:(?:saltes?|olvides?|preocupes?|apures?|precipites?|ignores?)|(?:tengas?|tengáis) (?:prisa|miedo))"
    r"(?: (?:esto|eso|este paso|ese paso|esta parte|esa parte))?",
    "fr": r"(?:surtout,? )?(?:ne |n')(?:vous |te |t'|le |la |l')?"
    r"(?:(?:saut|oubli|press|précipit|paniqu|inquiét|ignor|hésit)(?:ez|es?)|(?:ayez|aie))"
    r" pas(?: (?:crainte|peur|ça|cela|cette étape|cette partie|ce point))?",
}
_JOINTS = {
    "en": r"(?:and|but)(?: just| then)? (?!(?:get|end|risk|have|regret|wonder)\b)",
    "de": r"(?:und|aber|sondern)(?: dann)? ",
    "es": r"(?:y|pero)(?: luego)? ",
    "fr": r"(?:et|mais)(?: puis)? ",
}
_PATTERNS = {
    language: re.compile(rf"(?P<urged>{urged}),? {_JOINTS[language]}(?P<done>\w+ .+)", re.IGNORECASE)
    for language, urged in _URGED.items()
}


def urged_and_done(text: str, language: str) -> tuple[str, str] | None:
    """The two parts of a sentence without its openers; None for other sentences.

    >>> urged_and_done("don't skip this and press Confirm.", "en")
    ("don't skip this", 'press Confirm.')
    """
    found = _PATTERNS[language].match(text)
    return None if found is None else (found["urged"], found["done"])
