"""What a German sentence at the beginning of a recording announces: "ich zeige euch, wie man den Filter wechselt"."""

from __future__ import annotations

import re

from pipeline.speech import Subject
from pipeline.speech.german.verbs import infinitive_of_present
from pipeline.speech.lexicon import phrase_of

_I = re.IGNORECASE
_SHOWN_HOW = phrase_of("german", "subjects.SHOWN_HOW")
_SO = re.compile(r"^so (?P<verb>[a-zäöüß]{4,}(?:n|t)) (?:Sie|du|ihr|wir|man) (?P<what>[^,?]{3,60})$", _I)
""" "So beantragen Sie Urlaub"."""
_TODAY = re.compile(
    r"^(?:heute|jetzt|in diesem (?:video|film|clip|tutorial)) (?P<verb>[a-zäöüß]{4,}n) wir (?P<what>[^,?]{3,60})$", _I
)
_PREFIXED = re.compile(r" (?P<prefix>ab|an|auf|aus|ein|zu|um|vor|nach|her|hin|zurück|neu|frei)$")


def subject_of(sentence: str) -> Subject | None:
    """What a sentence announces, as an infinitive phrase; None if it announces nothing."""
    text = sentence.strip().rstrip(" .:!")
    if found := _SHOWN_HOW.search(text):
        return Subject(infinitive_after_how(found["what"]))
    if found := _SO.match(text) or _TODAY.match(text):
        verb = found["verb"].lower()
        verb = verb if verb.endswith("n") else infinitive_of_present(verb)
        what = found["what"]
        if prefixed := _PREFIXED.search(what):
            what, verb = what[: prefixed.start()], prefixed["prefix"] + verb
        return Subject(f"{what} {verb}")
    return None


_NEXT = re.compile(
    r"^(?:(?:und|so|also|okay|gut|dann|jetzt|nun|hier|danach|zuletzt|als nächstes|zum schluss),? )*geht(?: e|')s"
    r" (?:(?:jetzt|nun|dann|noch|also) )?(?:weiter mit|um (?:(?P<article>den|die|das) )?)(?P<what>[^,;:]{2,60})$",
    _I,
)
_NOUN = re.compile(r"(?:[a-zäöüß]+ )?[A-ZÄÖÜ][\wäöüß-]+")
_ACCUSATIVE = re.compile(r"en(?= )")


def comes_next(sentence: str) -> bool:
    """Whether a sentence only says what it goes on with: "als Nächstes geht es um den Treiber"."""
    return _NEXT.match(sentence.strip().rstrip(" .:!")) is not None


def topic_named(sentence: str) -> str | None:
    """What a sentence says the next part is about, in the nominative; None if it names nothing.

    >>> topic_named("Als Nächstes geht es um den neuen Treiber."), topic_named("Jetzt geht's um die Maske.")
    ('der neue Treiber', 'die Maske')
    """
    found = _NEXT.match(sentence.strip().rstrip(" .:!"))
    if found is None or found["article"] is None or not _NOUN.fullmatch(found["what"]):
        return None
    article = found["article"].lower()
    return f"der {_ACCUSATIVE.sub('e', found['what'])}" if article == "den" else f"{article} {found['what']}"


def infinitive_after_how(what: str) -> str:
    """What follows "wie man", in the infinitive: "einen Token erstellt" becomes "einen Token erstellen"."""
    words = what.strip(" .").split()
    if words:
        words[-1] = infinitive_of_present(words[-1])
    if words and words[-1].lower() in ("kann", "können", "könnt", "kannst"):
        words = words[:-1]
    return " ".join(words)
