"""Words a German clause as a guide does: addressed to the reader, without what only speech needs."""

from __future__ import annotations

import re

from pipeline.speech.german.verbs import infinitive_of
from pipeline.speech.german.vocabulary import FUNCTION_WORDS, SIE_FORMS, TANGIBLE_THINGS
from pipeline.speech.lexicon import phrase_of
from pipeline.speech.wording import Wording

_I = re.IGNORECASE

_FILLERS = phrase_of("german", "wording.FILLERS", re.NOFLAG)
OPENERS = phrase_of("german", "wording.OPENERS")
"""Words at the beginning that only lead to what is said next."""
_OPENS = (
    (re.compile(r"^(?:und |so |jetzt )*(?:als nächst|der nächste schritt|im nächsten schritt|zum schluss"
                r"|als letzt|schließlich)", _I), 2.5),
    (re.compile(r"^(?:zuerst|zunächst|als erstes|starten tun|wir (?:beginnen|starten))\b", _I), 2.0),
    (re.compile(r"^(?:so,|jetzt|nun|danach|anschließend|in der zwischenzeit)\b", _I), 1.2),
    (re.compile(r"^(?:dann|und dann)\b", _I), 0.4),
)  # fmt: skip
"""Phrases that begin something new, and how strongly they do (0 to 3)."""
WORDING = Wording(
    openers=OPENERS,
    opens=_OPENS,
    tangible_things=TANGIBLE_THINGS,
    word=re.compile(r"[\wäöüß-]{3,}"),
    function_words=FUNCTION_WORDS,
    typed_words=frozenset({"cmd", "config", "git", "npm", "pip"}),
)
_OURS = re.compile(r"\b(?:mein|unser|euer|eur)(?P<ending>e|en|em|er|es)?\b(?= (?:[a-zäöüß-]+ ){0,3}[A-ZÄÖÜ])", _I)
_THE = {"e": "die", "en": "den", "em": "dem", "er": "der", "es": "des", None: "das"}
"""The article that replaces a possessive, by its ending. A guide needn't say whose things they are."""
_SPEAKER = re.compile(r"\b(?:ich|wir)\b")
_BACK_TO = re.compile(r"^(zurück) ((?:zu|zum|zur|in|ins|nach|auf)\b)(.*) gehen$", _I)


def without_possessives(text: str) -> str:
    """The text with articles in place of possessives: "in unserer Datei" becomes "in der Datei"."""
    return _OURS.sub(lambda found: _THE[found["ending"] and found["ending"].lower()], text)


_VERB_FIRST = re.compile(
    r"^(?P<verb>[a-zäöüß]{3,}t|ist|sind) "
    r"(?P<who>(?:der|die|das|ein|eine|es|sie|kein|keine|noch)\b(?:(?! und )[^,.;:]){2,60}?)"
    r"(?P<prefix> (?:an|ab|auf|aus|ein|zu|fest|los|weg|durch|um|heraus|raus|herunter|runter|zurück))?, "
    r"(?:(?:dann|so) (?=[a-zäöüß]+ man\b))?"
    r"(?=[a-zäöüß]+ (?-i:man|ihr|du|wir|Sie)\b|[^,;]+ [a-zäöüß]+(?:en|ern|eln)[ .!]*$)",
    _I,
)
""" "Schleift die Bremse, löst man die Schraube": a condition without "wenn"."""


def with_condition_spelled(text: str) -> str:
    """The text with "wenn" where its condition begins with the verb.

    >>> with_condition_spelled("Springt der Motor an, zieht ihr den Hebel."), with_condition_spelled("Öffnet die Tür.")
    ('wenn der Motor anspringt, zieht ihr den Hebel.', 'Öffnet die Tür.')
    """
    found = _VERB_FIRST.match(text)
    if found is None:
        return text
    return f"wenn {found['who']} {(found['prefix'] or '').strip()}{found['verb'].lower()}, {text[found.end() :]}"


def to_sie(clause: str) -> str:
    """A subordinate clause with the reader as its subject: "wenn ich die Datei öffne" becomes "wenn Sie die Datei
    öffnen". A clause with two subjects stays as it is, and so does one whose last word isn't a known verb form."""
    subjects = _SPEAKER.findall(clause)
    words = clause.split()
    verb = words[-1] if words else ""
    form = SIE_FORMS.get(verb.lower()) or infinitive_of(verb.lower())
    if len(subjects) != 1 or form is None:
        return clause
    return _SPEAKER.sub("Sie", " ".join([*words[:-1], form]))


def tidied(text: str) -> str:
    """A phrase without the words that only speech needs, addressed to the reader."""
    text = " ".join(_FILLERS.sub(" ", text).split())
    text = re.sub(r"\b(?:mir|uns|euch)\b ?", "", text, flags=_I)
    text = without_possessives(text)
    text = re.sub(r"\bmich\b", "sich", text)
    text = re.sub(r"\b(?!eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|null)(\w{2,}) \1\b", r"\1", text)
    text = re.sub(r"\bso (?=(?:ein|eine|einen|einem|einer|grobe|kleine|dünne|dicke)\b)", "", text)
    text = re.sub(r"\b(dazu|zurück|weiter|hinzu|heraus|hinein|sicher) (?=[a-zäöüß]+(?:en|ern|eln)$)", r"\1", text)
    text = _BACK_TO.sub(r"\2\3 zurückgehen", text)
    text = re.sub(r"^ *(?:noch(?! (?:ein)?mal\b| ein\w*\b)|direkt|allerdings) ", "", text, flags=_I)
    return re.sub(r" ([,.;])", r"\1", " ".join(text.split())).strip(" ,;")
