"""Splits a German sentence into clauses, each of which may be an instruction."""

from __future__ import annotations

import re

from pipeline.speech.german.verbs import (
    FORM_IN_T,
    infinitive_of,
    infinitive_of_imperative,
    infinitive_of_present,
    infinitive_told_of_man,
    infinitive_told_to_several,
    infinitive_with_prefix,
    is_separated,
)
from pipeline.speech.german.vocabulary import ACTION_VERBS, ARTICLES, MODALS, STATE_VERBS, SUBJECTS
from pipeline.speech.german.wording import OPENERS
from pipeline.speech.lexicon import phrase_of, word_set

_I = re.IGNORECASE

SUBORDINATE = phrase_of("german", "clause_splitting.SUBORDINATE")
"""The end of a main clause before a subordinate clause."""
_JOINT = phrase_of("german", "clause_splitting.JOINT")
_RUN_ON = phrase_of("german", "clause_splitting.RUN_ON")
"""The beginning of another sentence in captions without full stops."""
_GOES_ON = phrase_of("german", "clause_splitting.GOES_ON", re.NOFLAG)
"""The beginning of a new clause after "und"."""


def possible_clauses(text: str) -> list[str]:
    """The clauses of a sentence in order. A piece that can't be an instruction stays with the clause before it."""
    for run_on in _RUN_ON.finditer(text, 12):
        before = re.sub(r"(?<![\s,])[\s,]+(?:und|oder|aber)$", "", text[: run_on.start()], flags=_I)
        sentence = run_on.group().strip() == "" and text[run_on.end() :][:4] in ("Ich ", "Wir ")
        if sentence or not re.search(r"\b(?:dass|weil|wenn|ob|wie|ich|wir|was|die|der|das|wo)$", before, _I):
            return [*possible_clauses(before), *possible_clauses(OPENERS.sub("", text[run_on.end() :]))]
    parts: list[str] = []
    begin = 0
    for joint in _JOINT.finditer(text):
        right = OPENERS.sub("", text[joint.end() :])
        bare_comma = joint.group().strip() == ","
        left = text[begin : joint.start()].split()
        instructs = bool(parts or verb_and_subject_at(left) or (left and infinitive_of_imperative(left)))
        several = _tells_several(left)
        if instructs and watched(right) is not None:
            begins = True
        elif bare_comma and re.match(r"(?:die|das|den|dem) [a-zäöüß]+e?n? (?:wir|ich)\b", right):
            begins = verb_and_subject_at(right.split()) is not None
        elif bare_comma:
            begins = instructs and (starts_with_verb(right) or (several and tells_several(right)))
        else:
            begins = (
                _GOES_ON.match(right) is not None
                or verb_and_subject_at(right.split()) is not None
                or (instructs and (starts_with_verb(right) or (several and tells_several(right))))
            )
        if begins:
            parts.append(text[begin : joint.start()])
            begin = joint.end()
    parts.append(text[begin:])
    return parts


def starts_with_verb(text: str) -> bool:
    """Whether a text begins with a form of an action verb in lower case, and goes on."""
    words = text.split()
    if len(words) < 2 or not words[0][0].islower():
        return False
    if not words[0].endswith(("t", "e")) and infinitive_of_imperative(
        words
    ):  # "klick oben auf Start", "gib den Namen ein"
        return True
    infinitive = infinitive_of(words[0].lower()) or ""
    return infinitive in ACTION_VERBS or is_separated(words[-1].lower().strip(" .,"), infinitive)


_WATCHED = {
    "warten": "wartet warte warten_Sie", "prüfen": "prüft prüfe prüfen_Sie", "testen": "testet teste testen_Sie",
    "kontrollieren": "kontrolliert kontrolliere kontrollieren_Sie", "schauen": "schaut schau schaue schauen_Sie",
    "nachsehen": "seht_nach sieh_nach sehen_Sie_nach",
    "darauf achten": "achtet_darauf achte_darauf achten_Sie_darauf",
}  # fmt: skip
"""Verbs of orders that need nothing but the clause after their comma, with their forms for listeners."""
_WATCHING = {form.replace("_", " "): verb for verb, forms in _WATCHED.items() for form in forms.split()}
_WATCH = re.compile(
    rf"(?P<verb>{'|'.join(sorted(map(re.escape, _WATCHING), key=len, reverse=True))})"
    r"(?P<how>(?: (?:noch|kurz|bitte|nur|so lange|solange|einen Moment|ein bisschen|etwas)){0,2})"
    r"(?P<rest>, (?:bis|ob|dass) .+|[ .!]*$)"
)


def watched(clause: str) -> str | None:
    """The infinitive phrase of an order to wait or to check that goes on from another one; None for other clauses.

    >>> watched("wartet noch kurz, bis es piept."), watched("prüfen Sie, ob er fest ist"), watched("warte.")
    ('noch kurz warten, bis es piept', 'prüfen, ob er fest ist', 'warten')
    """
    found = _WATCH.match(clause)
    if found is None:
        return None
    rest = found["rest"].rstrip(" .!")
    verb = _WATCHING[found["verb"]]
    return f"{found['how']} {verb}{rest}".strip() if rest or verb == "warten" else None


_NO_VERBS = word_set("nicht erst jetzt direkt dort fest mit damit somit seit zuerst zuletzt selbst sofort samt ist hat")
"""Words with the ending of a verb."""
_OBJECTS = {"ihn", "sie", "ihm", "ihnen", "alles"}
_OF_ANOTHER = ("sich", "er", "es", "man", "der", "jemand")
"""Words after a verb that somebody else is the subject of: "öffnet sich ein Fenster"."""


def tells_several(text: str) -> bool:
    """Whether a text begins with a verb in lower case in the form for several listeners, and goes on: "klickt auf
    Speichern". The same form can be said of somebody else."""
    words = text.split()
    if len(words) < 2 or not words[0][0].islower() or words[1].lower() in _OF_ANOTHER:
        return False
    return infinitive_after_several(words) is not None


_LOOKS = {"seht": "sehen", "schaut": "schauen", "guckt": "gucken"}
"""Verbs that are a state of mind elsewhere, and a deed in "seht sie euch an"."""


def infinitive_after_several(words: list[str]) -> str | None:
    """The infinitive of a verb in the form for several listeners, where the clause before has that form. A verb that
    isn't known must have an object after it: "schiebt das Blech", "leert ihn"."""
    known = infinitive_told_to_several(words)
    low = words[0].lower()
    if low in _LOOKS and "euch" in words and words[-1].strip(" .,") == "an":
        return _LOOKS[low]
    has_object = words[1].lower().strip(".,") in ARTICLES | _OBJECTS
    if known or low in _NO_VERBS or low in STATE_VERBS or low in MODALS or not has_object:
        return known
    return infinitive_of_present(low) if FORM_IN_T.fullmatch(low) and not low.startswith("ge") else None


def _tells_several(words: list[str]) -> bool:
    """Whether the words of a main clause address several listeners, with "ihr" or with an imperative, or are about
    "man", whose verbs have nearly the same form."""
    place = verb_and_subject_at(words)
    if place is not None:
        return words[place[1]].lower() in ("ihr", "man")
    return infinitive_of_imperative(words) is not None and words[0].endswith("t")


def verb_and_subject_at(words: list[str]) -> tuple[int, int] | None:
    """(index of the finite verb, index of its subject) in the words of a main clause; None if it has no pronoun as its
    subject with a verb that can instruct."""
    for i, word in enumerate(words[:9]):
        low = word.lower().strip(",.")
        if low not in SUBJECTS or word == "sie":  # in lower case it means "them" or "her"
            continue
        told = low in ("ihr", "du", "man")
        if i and (_is_verb(words[i - 1]) or (told and _is_told(words[i - 1 :]))) and not words[i - 1].endswith(","):
            return i - 1, i
        if i == 0 and len(words) > 1 and (_is_verb(words[1]) or (told and _is_told([words[1], low, *words[2:]]))):
            return 1, 0
        return None
    return None


def _is_verb(word: str) -> bool:
    """Whether a word is a form of a modal or of a verb that can instruct."""
    low = word.lower().strip(",.")
    if low in MODALS or low in ("machen", "mache"):
        return True
    return low not in STATE_VERBS and infinitive_of(low) is not None and (word[0].islower() or low in ACTION_VERBS)


def _is_told(words: list[str]) -> bool:
    """Whether words begin with a verb that can instruct, in the form after "ihr" or "man"."""
    if words[0].lower() in STATE_VERBS:
        return False
    if "man" in (word.lower() for word in words[1:2]):
        return infinitive_told_of_man(words) is not None
    return (infinitive_told_to_several(words) or infinitive_with_prefix(words)) is not None
