"""Finds what a German sentence forbids. It is a warning, wherever in the sentence its "nicht" stands."""

from __future__ import annotations

import re

from pipeline.speech.german.verbs import infinitive_of, infinitive_of_imperative, infinitive_of_present
from pipeline.speech.german.vocabulary import ACTION_VERBS
from pipeline.speech.lexicon import word_set

_I = re.IGNORECASE
_NOT = r"(?:nicht|nie|niemals|kein(?:e[nmrs]?)?|auf keinen fall|keinesfalls)"
_MAY_NOT = re.compile(
    r"(?<!\bdas )(?<!\bes )\b(?:darf(?:st)?|dürfen|dürft|(?<!^)soll(?:en|te[nt]?|test|st)?)\b(?!,)"
    rf"[^.;]{{0,80}}?\b{_NOT}\b(?! mehr als\b)(?!.*\b(?:sehen|heißen|passieren|dauern|haben|sein|wahr)\b)",
    _I,
)
""" "Du darfst nicht", "man sollte nie", "die Schrauben dürfen nicht angezogen werden"."""
_NOT_DOING = re.compile(rf"^(?:bitte,? )?{_NOT}\b(?! nötig| notwendig).{{3,}}[a-zäöüß](?:en|ern|eln)[.!]?$", _I)
""" "Nicht den roten Knopf drücken."."""
_NOT_THAT = re.compile(
    rf"^(?:(?:bloß|ja) )?{_NOT} (?!(?:den|dem|das|die|der) (?:ganzen|ganze|Regel)\b)(?:(?:auf|in|an|mit|bei|unter) )?"
    r"(?:den|dem|das|die|der|am|im|ins|ans)\b[^,;.!?]{3,60}[.!]$",
    _I,
)
"""A command without a verb: "Nicht den im dritten Stock!"."""
_SIE = re.compile(rf"(?:^|,\s|\b(?:und|aber|doch)\s)[a-zäöüß]+(?:en|ern|eln) Sie\b[^,;]{{0,80}}?\b{_NOT}\b")
""" "Schließen Sie das Fenster nicht", also behind a condition."""
_THING_NOT = re.compile(
    rf"^(?:bitte,? )?(?:den|die|das|dem|der|diese[nmrs]?|ihn|sie|hier|dabei)\b[^,;:]{{0,60}}? {_NOT} (?:[\w-]+ ){{0,2}}"
    r"[a-zäöüß]+(?:en|ern|eln)[.!]?$",
    _I,
)
""" "Den Deckel nicht öffnen."."""
_FINITE = re.compile(
    r"\b(?:k[aö]nn\w*|woll\w*|will|müss\w*|muss|soll\w*|d[aü]rf\w*|w[eiuü]rd\w*|hab\w*|hatt\w*|sind|waren|lassen|möcht\w*"
    r"|brauch\w*|gehen|kommen|bleiben|scheinen|helfen|wir)\b",
    _I,
)
"""A word by which an infinitive at the end belongs to a statement."""
_BETTER_NOT = re.compile(
    r"\b(?:besser|sicherer|ratsam(?:er)?|sinnvoller)\b[^;]{0,70}?\b(?:nicht|nie) (?:[\w-]+ )?"
    r"(?:zu [a-zäöüß]+n|[a-zäöüß]+zu[a-zäöüß]+n)\b"
    r"|^ich würde (?!sagen|behaupten|meinen|denken)[^,;]{2,60}?\bnicht\b(?! (?:sagen|behaupten|wissen|wollen)\b)",
    _I,
)
_YOU_NOT = re.compile(
    r"^(?:[^,;:]{2,40}? )?"
    r"(?:(?P<who>ihr|du|man) (?P<verb>[a-zäöüß]+t)|(?P<verb_first>[a-zäöüß]+t) (?P<who_then>ihr|du|man))\b"
    rf"(?:(?!\b(?:und|aber|doch)\b)[^,;:]){{0,80}}?\b{_NOT}\b(?! (?:mehr|so|nur|nötig)\b)",
    _I,
)
""" "Ihr drückt den Knopf nicht", in the form in which presenters tell what to do."""
_CLAUSE = re.compile(r"(?:^|(?P<joint>[,;]\s(?:(?:und|aber|doch|dann) )?|\b(?:und|aber|doch) ))(?P<clause>[^,;]+)", _I)
_NEGATED = re.compile(rf"\b{_NOT}\b", _I)
_NEEDLESS = re.compile(r"\b(?:nicht nötig|nicht notwendig|nicht vergessen|vergiss nicht|vergesst nicht)\b", _I)
_SUBJECT = re.compile(r"^\S+ (?:ich|wir|er|man|ihr|du)\b", _I)
_STRONG = re.compile(r"^(?:nimm|gib|lies|wirf|fass|zieh|lass|tu|mach|iss|tritt|halt|heb|dreh|drück|schieb|rühr)\b", _I)
""" Imperatives without -e."""
_NO_VERBS = word_set("solange ohne beide alle keine welche diese jene eine viele heute")
_BEHIND_VERB = word_set("""
    den die das dem der nicht nie niemals keine keinen kein es ihn sie deine deinen dein dich dabei jetzt zu auf""")
_AS_SAID = re.compile(r"^(?:und|aber|also|so|dann|ja)[\s,]+", _I)


def forbids(text: str) -> bool:
    """Whether a sentence tells somebody not to do something."""
    text = _AS_SAID.sub("", text.strip())
    if _NEEDLESS.search(text) or text.endswith("?"):
        return False
    if (
        _MAY_NOT.search(text)
        or _NOT_DOING.match(text)
        or _NOT_THAT.match(text)
        or _SIE.search(text[:1].lower() + text[1:])
        or (_THING_NOT.match(text) and not _FINITE.search(text))
        or _BETTER_NOT.search(text)
        or _you_do_not(text)
    ):
        return True
    return any(_imperative_not(found["clause"], first=not found["joint"]) for found in _CLAUSE.finditer(text))


def _you_do_not(text: str) -> bool:
    """Whether a sentence says of the listeners that they leave a known deed: "ihr drückt den Knopf nicht"."""
    found = _YOU_NOT.match(text)
    if found is None:
        return False
    verb, who = found["verb"] or found["verb_first"], (found["who"] or found["who_then"]).lower()
    if who == "du":
        return infinitive_of(verb.lower()) in ACTION_VERBS
    return infinitive_of_present(verb.lower()) in ACTION_VERBS


def _imperative_not(clause: str, *, first: bool) -> bool:
    """Whether a clause is an imperative to one or several listeners, with a negation: "Ziehe den Stecker nicht"."""
    words = clause.split()
    negated = _NEGATED.search(clause)
    if len(words) < 3 or negated is None or negated.start() == 0 or _SUBJECT.match(clause):
        return False
    if _STRONG.match(clause) or infinitive_of_imperative(words):
        return True
    # "ziehe", "rühre": in the middle of a sentence with a capital it is a noun.
    verb = words[0].lower()
    if not verb.endswith("e") or verb in _NO_VERBS or infinitive_of(verb) is None:
        return False
    return (first or words[0].islower()) and words[1].lower() in _BEHIND_VERB
